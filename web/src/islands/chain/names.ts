import { words } from './group.ts'
import type { Scene } from './paint.ts'
import type { Pen } from './shapes.ts'

export const NAMES_FROM_PX = 12 // a row

/** Names where the row is free up to the next mark. */
export function drawNames(pen: Pen, scene: Scene): void {
  const { graph, detail, view, ink } = scene
  const size = Math.min(11.5, view.rowHeight - 1.5)
  words(pen, scene.font, `${size}px`, 'left')
  pen.strokeStyle = ink.ground
  pen.lineWidth = 3
  pen.lineJoin = 'round'
  pen.fillStyle = ink.text
  for (const { node, count, x, y } of detail.marks) {
    if (count > 1) continue
    const text = graph.label[node]
    if (widthOf(text, size) + 20 > (graph.nextInRow[node] - graph.x[node]) * view.dayWidth) continue
    pen.globalAlpha = scene.chosen < 0 || scene.kin.has(node) ? 1 : 0.45
    const fits = x + 10 + widthOf(text, size) < view.width
    pen.textAlign = fits ? 'left' : 'right'
    pen.strokeText(text, fits ? x + 10 : x - 10, y)
    pen.fillText(text, fits ? x + 10 : x - 10, y)
  }
  pen.globalAlpha = 1
}

/** About as wide as it will be: Chinese letters are square, others a little over half. */
const widthOf = (text: string, size: number): number => [...text].reduce((sum, letter) => sum + size * (letter.codePointAt(0)! > 0x2e7f ? 1 : 0.58), 0)
