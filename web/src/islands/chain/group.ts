import type { Mark } from './detail.ts'
import type { Scene } from './paint.ts'
import type { Pen } from './shapes.ts'
import { toX } from './view.ts'

const SMALLEST = 8
const RING = 2.6

/** Bars behind everything: the days that the people of a bundle cover. */
export function drawBundles(pen: Pen, { graph, view, ink, detail }: Scene): void {
  pen.strokeStyle = ink.line
  pen.lineWidth = Math.min(8, view.rowHeight * 0.6)
  pen.beginPath()
  for (const { node, count, x, y } of detail.marks) {
    if (count === 1 || graph.from[node] >= graph.x[node]) continue
    pen.moveTo(toX(view, graph.from[node]), y)
    pen.lineTo(x, y)
  }
  pen.stroke()
}

/** Many people: a ring in the shares of their kinds around their number. */
export function drawGroup(pen: Pen, scene: Scene, mark: Mark): void {
  const { ink } = scene
  const r = radius(scene, mark)
  pen.fillStyle = ink.ground
  pen.beginPath()
  pen.arc(mark.x, mark.y, r + 1, 0, 2 * Math.PI)
  pen.fill()
  pen.lineWidth = RING
  let begin = -Math.PI / 2
  mark.kinds.forEach((count, kind) => {
    if (!count) return
    const end = begin + (2 * Math.PI * count) / mark.count
    pen.strokeStyle = ink.kinds[kind]
    pen.beginPath()
    pen.arc(mark.x, mark.y, r - RING / 2, begin, end)
    pen.stroke()
    begin = end
  })
  words(pen, scene.font, `600 ${r < 10 || mark.count > 999 ? 8.5 : Math.min(12, r * 0.85)}px`, 'center')
  pen.fillStyle = ink.text
  pen.fillText(short(mark.count), mark.x, mark.y + 0.5)
}

/** The area grows with the number, as far as the cell has room. */
function radius({ view, detail }: Scene, mark: Mark): number {
  const room = Math.min(view.dayWidth * detail.daysPerCell, view.rowHeight * detail.rowsPerCell) / 2 - 1
  return Math.max(Math.min(room, SMALLEST + Math.sqrt(mark.count) * 0.6, 18), SMALLEST)
}

export const short = (count: number): string => (count < 1000 ? `${count}` : `${(count / 1000).toFixed(count < 9950 ? 1 : 0)}k`)

export function words(pen: Pen, font: string, size: string, align: CanvasTextAlign): void {
  pen.font = `${size} ${font}`
  pen.textAlign = align
  pen.textBaseline = 'middle'
}
