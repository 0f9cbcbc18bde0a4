import type { Graph } from './graph.ts'

export const AXIS_HEIGHT = 24
export const MARGIN = 26
const WIDEST_DAY = 44 // a window of some weeks: who came before and after stays in sight
const HIGHEST_ROW = 28

/** The window on the chains: which day is at the left, which row at the top, and how large a day and a row are. */
export interface View {
  day: number
  row: number
  dayWidth: number
  rowHeight: number
  width: number
  height: number // without the axis
}

export const toX = (view: View, day: number): number => (day - view.day) * view.dayWidth
export const toY = (view: View, row: number): number => (row - view.row) * view.rowHeight

/** Everything in the window. */
export function fit(graph: Graph, width: number, height: number): View {
  const days = Math.max(1, graph.box.right - graph.box.left)
  const rows = Math.max(1, graph.box.bottom)
  const dayWidth = Math.min(WIDEST_DAY, (width - 2 * MARGIN) / days)
  const rowHeight = Math.min(HIGHEST_ROW - 8, (height - 2 * MARGIN) / rows)
  return { dayWidth, rowHeight, width, height, day: graph.box.left - MARGIN / dayWidth, row: -(height - rows * rowHeight) / 2 / rowHeight }
}

/** Closer (factor > 1) or farther, the point under the pointer staying where it is. */
export function zoomed(view: View, whole: View, factorX: number, factorY: number, x: number, y: number): View {
  const dayWidth = clamp(view.dayWidth * factorX, whole.dayWidth * 0.8, WIDEST_DAY)
  const rowHeight = clamp(view.rowHeight * factorY, whole.rowHeight * 0.8, HIGHEST_ROW)
  const moved = { ...view, dayWidth, rowHeight, day: view.day + x / view.dayWidth - x / dayWidth, row: view.row + y / view.rowHeight - y / rowHeight }
  return held(moved, whole)
}

export const panned = (view: View, whole: View, dx: number, dy: number): View =>
  held({ ...view, day: view.day - dx / view.dayWidth, row: view.row - dy / view.rowHeight }, whole)

/** The same window on a canvas of another size. */
export const resized = (view: View, width: number, height: number): View => ({ ...view, width, height })

/** A node in the middle, close enough to read its name. */
export function closeTo(view: View, whole: View, day: number, row: number): View {
  const near = { ...view, dayWidth: Math.max(view.dayWidth, 14), rowHeight: Math.max(view.rowHeight, 20) }
  return held({ ...near, day: day - near.width / near.dayWidth / 2, row: row - near.height / near.rowHeight / 2 }, whole)
}

/** A way between two windows, 0 to 1. */
export function between(from: View, to: View, share: number): View {
  const mix = (a: number, b: number) => a + (b - a) * share
  return { ...to, day: mix(from.day, to.day), row: mix(from.row, to.row), dayWidth: mix(from.dayWidth, to.dayWidth), rowHeight: mix(from.rowHeight, to.rowHeight) }
}

/** Never so far that the chains are out of sight. */
function held(view: View, whole: View): View {
  const days = whole.width / whole.dayWidth
  const rows = whole.height / whole.rowHeight
  const half = 0.5
  return {
    ...view,
    day: clamp(view.day, whole.day - half * (view.width / view.dayWidth), whole.day + days - half * (view.width / view.dayWidth)),
    row: clamp(view.row, whole.row - half * (view.height / view.rowHeight), whole.row + rows - half * (view.height / view.rowHeight)),
  }
}

const clamp = (value: number, low: number, high: number): number => Math.min(Math.max(value, low), Math.max(low, high))
