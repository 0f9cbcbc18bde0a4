import { variableOf } from '../../lib/colors.ts'

/** The part of a canvas that we use; drawn on the screen, or written down as SVG (svgpen.ts). */
export type Pen = Pick<CanvasRenderingContext2D, 'beginPath' | 'moveTo' | 'lineTo' | 'arc' | 'quadraticCurveTo' | 'closePath' | 'fill' | 'stroke' | 'fillText' | 'strokeText' | 'fillRect' | 'setLineDash' | 'fillStyle' | 'strokeStyle' | 'lineWidth' | 'globalAlpha' | 'font' | 'textAlign' | 'textBaseline' | 'lineJoin'>

type Shape = 'circle' | 'diamond' | 'ring' | 'triangle' | 'square' | 'cross'

/** Kinds differ by shape as well as by colour. */
export function shapeOf(kind: string): Shape {
  if (kind.includes('CONTACT')) return 'square'
  if (kind.includes('IMPORT')) return 'diamond'
  if (kind.includes('ASYMPTOMATIC')) return 'ring'
  if (kind.includes('SUSPECTED') || kind.includes('PRESUMPTIVE')) return 'triangle'
  return kind.includes('UNKNOWN') || kind === 'BUNDLE' || kind.includes('UNLISTED') || kind.includes('VENUE') ? 'cross' : 'circle'
}

export const variableOfKind = (kind: string): string => (shapeOf(kind) === 'cross' ? '--rf-muted' : shapeOf(kind) === 'circle' ? '--rf-confirmed' : variableOf(kind))

/** One node. */
export function drawShape(pen: Pen, shape: Shape, x: number, y: number, r: number, tint: string, ground: string): void {
  pen.fillStyle = shape === 'ring' ? ground : tint
  pen.strokeStyle = shape === 'ring' || shape === 'cross' ? tint : ground
  pen.lineWidth = shape === 'ring' || shape === 'cross' ? 2 : 1
  pen.beginPath()
  if (shape === 'circle' || shape === 'ring') pen.arc(x, y, shape === 'ring' ? r - 0.5 : r, 0, 2 * Math.PI)
  else if (shape === 'cross') {
    pen.moveTo(x - r, y - r)
    pen.lineTo(x + r, y + r)
    pen.moveTo(x + r, y - r)
    pen.lineTo(x - r, y + r)
    return pen.stroke()
  } else polygon(pen, corners(shape, x, y, r))
  pen.fill()
  pen.stroke()
}

function corners(shape: Shape, x: number, y: number, r: number): [number, number][] {
  if (shape === 'diamond') return [[x, y - r * 1.3], [x + r * 1.3, y], [x, y + r * 1.3], [x - r * 1.3, y]]
  if (shape === 'triangle') return [[x, y - r * 1.2], [x + r * 1.15, y + r * 0.9], [x - r * 1.15, y + r * 0.9]]
  return [[x - r * 0.75, y - r * 0.75], [x + r * 0.75, y - r * 0.75], [x + r * 0.75, y + r * 0.75], [x - r * 0.75, y + r * 0.75]]
}

function polygon(pen: Pen, points: [number, number][]): void {
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)))
  pen.closePath()
}
