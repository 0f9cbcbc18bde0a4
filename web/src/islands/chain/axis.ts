import { isChinese } from '../../lib/words.ts'
import { shortDay } from '../curve/curve.ts'
import type { Scene } from './paint.ts'
import type { Pen } from './shapes.ts'
import { AXIS_HEIGHT, toX } from './view.ts'

const STEPS = [1, 2, 7, 14, 28, 56, 112, 224]
const LEAST_PX = 58
const TALL_PX = 760 // from here on the dates stand above as well
const HALF_PX = 30 // half a label stays inside

/** Days between two labels, so that labels never touch. */
export const stepFor = (dayWidth: number): number => STEPS.find((step) => step * dayWidth >= LEAST_PX) ?? 448

/** The day as a date of the outbreak. */
export const dateOf = (t0: string, day: number): string => new Date(Date.parse(`${t0.slice(0, 10)}T00:00:00Z`) + day * 86_400_000).toISOString().slice(0, 10)

/** Thin lines for time behind everything, and dates below. */
export function drawAxis(pen: Pen, { view, graph, ink, font }: Scene, part: 'lines' | 'labels'): void {
  const step = stepFor(view.dayWidth)
  if (part === 'labels') {
    pen.fillStyle = ink.ground
    pen.fillRect(0, view.height, view.width, AXIS_HEIGHT)
    if (view.height > TALL_PX) pen.fillRect(0, 0, view.width, AXIS_HEIGHT - 4)
    pen.fillStyle = ink.muted
    pen.font = `11px ${font}`
    pen.textAlign = 'center'
    pen.textBaseline = 'middle'
  }
  pen.strokeStyle = ink.line
  pen.lineWidth = 1
  pen.beginPath()
  for (let day = Math.ceil(view.day / step) * step; toX(view, day) < view.width; day += step) {
    const x = Math.round(toX(view, day)) + 0.5
    if (part === 'lines') {
      pen.moveTo(x, 0)
      pen.lineTo(x, view.height)
    } else {
      const inside = Math.min(Math.max(x, HALF_PX), view.width - HALF_PX)
      pen.fillText(labelOf(graph.t0, day, step), inside, view.height + AXIS_HEIGHT / 2)
      if (view.height > TALL_PX) pen.fillText(labelOf(graph.t0, day, step), inside, AXIS_HEIGHT / 2 - 2)
    }
  }
  if (part === 'labels') {
    pen.moveTo(0, view.height + 0.5)
    pen.lineTo(view.width, view.height + 0.5)
  }
  pen.stroke()
}

function labelOf(t0: string, day: number, step: number): string {
  const date = dateOf(t0, day)
  const text = shortDay(date, isChinese())
  return date.slice(5, 7) === '01' && Number(date.slice(8)) <= step && step > 1 ? `${text} ${date.slice(0, 4)}` : text
}
