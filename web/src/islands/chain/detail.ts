import { type Graph, NOBODY } from './graph.ts'
import { type View, toX, toY } from './view.ts'

const ALONE_PX = 9 // nodes at least so far apart are drawn one by one
const GROUP_PX = 22 // otherwise one mark a cell of at least this size

/** A mark stands for one node, or for all nodes of its cell (then `node` is the one with most people after it). */
export interface Mark {
  node: number
  members: number // nodes
  count: number // people
  kinds: number[] // people of each kind
  x: number
  y: number
}
/** A branch from the mark (or place) of the source to a mark. */
export interface Line {
  node: number
  fromX: number
  fromY: number
  x: number
  y: number
}
export interface Detail {
  marks: Mark[]
  lines: Line[]
  markOf: Int32Array // node -> mark in sight, or -1
  daysPerCell: number
  rowsPerCell: number
}

/** How many days and rows share a mark: 1 and 1 when there is room, else powers of two, so that panning does not flicker. */
export function cells(view: View): { days: number; rows: number } {
  if (view.dayWidth >= ALONE_PX && view.rowHeight >= ALONE_PX) return { days: 1, rows: 1 }
  return { days: powerOfTwo(GROUP_PX / view.dayWidth), rows: powerOfTwo(GROUP_PX / view.rowHeight) }
}

const powerOfTwo = (least: number): number => 2 ** Math.max(0, Math.ceil(Math.log2(least)))

/** Marks and branches in sight. No two marks touch: a cell of the grid holds one. */
export function detailOf(graph: Graph, view: View): Detail {
  const { days, rows } = cells(view)
  const firstColumn = Math.floor(view.day / days) - 1
  const firstRow = Math.floor(view.row / rows) - 1
  const columns = Math.ceil(view.width / (view.dayWidth * days)) + 3
  const lines = Math.ceil(view.height / (view.rowHeight * rows)) + 3
  const grid = new Int32Array(columns * lines).fill(-1)
  const marks: Mark[] = []
  const markOf = new Int32Array(graph.count).fill(-1)
  for (const node of graph.largestFirst) {
    const column = Math.floor(graph.x[node] / days) - firstColumn
    const line = Math.floor(graph.y[node] / rows) - firstRow
    if (column < 0 || line < 0 || column >= columns || line >= lines) continue
    const cell = line * columns + column
    if (grid[cell] < 0) {
      grid[cell] = marks.length
      marks.push({ node, members: 0, count: 0, kinds: new Array(graph.kinds.length).fill(0), x: centre(graph.x[node], days, view.day, view.dayWidth), y: centre(graph.y[node], rows, view.row, view.rowHeight) })
    }
    const mark = marks[grid[cell]]
    mark.members++
    mark.count += graph.weight[node]
    mark.kinds[graph.kind[node]] += graph.weight[node]
    markOf[node] = grid[cell]
  }
  const detail = { marks, lines: [] as Line[], markOf, daysPerCell: days, rowsPerCell: rows }
  detail.lines = branches(graph, view, detail)
  return detail
}

/** Where a value's cell lies on the canvas; a cell of one value is the value itself. */
function centre(value: number, step: number, start: number, scale: number): number {
  return (Math.floor(value / step) * step + (step - 1) / 2 - start) * scale
}

function branches(graph: Graph, view: View, detail: Detail): Line[] {
  const { marks, markOf, daysPerCell, rowsPerCell } = detail
  const lines: Line[] = []
  const place = (node: number): { x: number; y: number } => {
    if (markOf[node] >= 0) return marks[markOf[node]]
    return { x: centre(graph.x[node], daysPerCell, view.day, view.dayWidth), y: centre(graph.y[node], rowsPerCell, view.row, view.rowHeight) }
  }
  const add = (node: number) => {
    const source = graph.parent[node]
    if (source === NOBODY || (markOf[source] >= 0 && markOf[source] === markOf[node])) return
    const from = place(source)
    const to = place(node)
    lines.push({ node, fromX: from.x, fromY: from.y, x: to.x, y: to.y })
  }
  for (const mark of marks) add(mark.node)
  if (daysPerCell > 1 || rowsPerCell > 1) return lines
  for (let node = 0; node < graph.count; node++) if (markOf[node] < 0 && crosses(graph, view, node)) add(node)
  return lines
}

/** Does the branch to a node out of sight pass through the window? */
function crosses(graph: Graph, view: View, node: number): boolean {
  const source = graph.parent[node]
  if (source === NOBODY) return false
  const [x1, x2] = [toX(view, graph.x[source]), toX(view, graph.x[node])]
  const [y1, y2] = [toY(view, graph.y[source]), toY(view, graph.y[node])]
  return Math.min(x1, x2) < view.width && Math.max(x1, x2) > 0 && Math.min(y1, y2) < view.height && Math.max(y1, y2) > 0
}

/** The mark under a point; or the branch. */
export function under(detail: Detail, x: number, y: number, reach: number): { mark?: Mark; line?: Line } {
  let best: Mark | undefined
  let nearest = reach * reach
  for (const mark of detail.marks) {
    const apart = (mark.x - x) ** 2 + (mark.y - y) ** 2
    if (apart < nearest) {
      nearest = apart
      best = mark
    }
  }
  if (best) return { mark: best }
  return { line: detail.lines.find((line) => near(line, x, y, reach / 2)) }
}

function near(line: Line, x: number, y: number, reach: number): boolean {
  const onWay = Math.abs(y - line.y) < reach && x > Math.min(line.fromX, line.x) && x < Math.max(line.fromX, line.x)
  const onStem = Math.abs(x - line.fromX) < reach && y > Math.min(line.fromY, line.y) && y < Math.max(line.fromY, line.y)
  return onWay || onStem
}
