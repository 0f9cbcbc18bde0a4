import type { Pen } from './shapes.ts'

const round = (value: number): number => Math.round(value * 10) / 10
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')

/** A pen that writes SVG down instead of drawing. */
export class SvgPen implements Pen {
  fillStyle = '#000'
  strokeStyle = '#000'
  lineWidth = 1
  globalAlpha = 1
  font = '11px sans-serif'
  textAlign: CanvasTextAlign = 'left'
  textBaseline: CanvasTextBaseline = 'middle'
  lineJoin: CanvasLineJoin = 'round'
  private path = ''
  private dash = ''
  private readonly parts: string[] = []

  beginPath(): void {
    this.path = ''
  }
  moveTo(x: number, y: number): void {
    this.path += `M${round(x)} ${round(y)}`
  }
  lineTo(x: number, y: number): void {
    this.path += `L${round(x)} ${round(y)}`
  }
  quadraticCurveTo(cx: number, cy: number, x: number, y: number): void {
    this.path += `Q${round(cx)} ${round(cy)} ${round(x)} ${round(y)}`
  }
  arc(x: number, y: number, r: number, begin: number, end: number): void {
    const middle = (begin + end) / 2 // two halves, because a whole circle has no direction
    const at = (angle: number) => `${round(x + r * Math.cos(angle))} ${round(y + r * Math.sin(angle))}`
    this.path += `M${at(begin)}A${round(r)} ${round(r)} 0 0 1 ${at(middle)}A${round(r)} ${round(r)} 0 0 1 ${at(end)}`
  }
  closePath(): void {
    this.path += 'Z'
  }
  setLineDash(dash: number[]): void {
    this.dash = dash.join(' ')
  }
  fill(): void {
    this.parts.push(`<path d="${this.path}" fill="${this.fillStyle}" opacity="${this.globalAlpha}"/>`)
  }
  stroke(): void {
    if (!this.path) return
    this.parts.push(`<path d="${this.path}" fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}" stroke-dasharray="${this.dash}" opacity="${this.globalAlpha}"/>`)
  }
  fillRect(x: number, y: number, width: number, height: number): void {
    this.parts.push(`<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${this.fillStyle}"/>`)
  }
  fillText(text: string, x: number, y: number): void {
    this.write(text, x, y, `fill="${this.fillStyle}"`)
  }
  strokeText(text: string, x: number, y: number): void {
    this.write(text, x, y, `fill="none" stroke="${this.strokeStyle}" stroke-width="${this.lineWidth}" stroke-linejoin="round"`)
  }

  private write(text: string, x: number, y: number, ink: string): void {
    const [, weight = '400', size, family] = /^(?:(\d+) )?([\d.]+px) (.*)$/.exec(this.font) ?? [, '400', '11px', 'sans-serif']
    const anchor = this.textAlign === 'center' ? 'middle' : this.textAlign === 'right' ? 'end' : 'start'
    this.parts.push(`<text x="${round(x)}" y="${round(y)}" text-anchor="${anchor}" dominant-baseline="central" font-weight="${weight}" font-size="${size}" font-family="${escaped(family)}" ${ink}>${escaped(text)}</text>`)
  }

  document(width: number, height: number): string {
    return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${this.parts.join('')}</svg>`
  }
}
