import { color } from '../../lib/colors.ts'
import { drawAxis } from './axis.ts'
import type { Detail, Line, Mark } from './detail.ts'
import { drawBundles, drawGroup } from './group.ts'
import { NAMES_FROM_PX, drawNames } from './names.ts'
import type { EdgeJson, Graph } from './graph.ts'
import { type Pen, drawShape, shapeOf, variableOfKind } from './shapes.ts'
import { AXIS_HEIGHT, type View, toX, toY } from './view.ts'

const BEND = 5

export interface Ink {
  ground: string
  text: string
  muted: string
  line: string
  branch: string
  accent: string
  kinds: string[]
}

/** The colours of the theme, read once a change of theme. */
export function inkOf(graph: Graph): Ink {
  return {
    ground: color('--rf-surface'), text: color('--rf-text'), muted: color('--rf-muted'), line: color('--rf-line'), branch: color('--rf-branch'),
    accent: color('--rf-accent'), kinds: graph.kinds.map(({ kind }) => color(variableOfKind(kind))),
  }
}

export interface Scene {
  graph: Graph
  view: View
  detail: Detail
  ink: Ink
  font: string
  chosen: number // node, or -1
  kin: Set<number> // of the chosen one
  found: Set<number>
}

/** The whole picture: time behind, branches, marks, names, the chosen one on top. */
export function paint(pen: Pen, scene: Scene): void {
  const { view, detail, ink } = scene
  pen.globalAlpha = 1
  pen.fillStyle = ink.ground
  pen.fillRect(0, 0, view.width, view.height + AXIS_HEIGHT)
  drawAxis(pen, scene, 'lines')
  const alone = detail.daysPerCell === 1 && detail.rowsPerCell === 1
  const kin = (node: number) => scene.chosen >= 0 && scene.kin.has(node)
  if (alone) drawBundles(pen, scene)
  pen.globalAlpha = scene.chosen >= 0 ? 0.35 : 1
  drawLines(pen, scene, detail.lines.filter((line) => !kin(line.node)), ink.branch, 1)
  for (const mark of detail.marks) if (!kin(mark.node)) drawMark(pen, scene, mark, alone)
  pen.globalAlpha = 1
  drawLines(pen, scene, detail.lines.filter((line) => kin(line.node)), ink.accent, 1.8)
  if (scene.chosen >= 0) drawCandidates(pen, scene)
  for (const mark of detail.marks) if (kin(mark.node)) drawMark(pen, scene, mark, alone)
  for (const node of scene.found) ring(pen, scene, node, ink.accent, 1.5)
  if (scene.chosen >= 0) ring(pen, scene, scene.chosen, ink.text, 2)
  if (alone && view.rowHeight >= NAMES_FROM_PX - 0.5) drawNames(pen, scene)
  drawAxis(pen, scene, 'labels')
}

/** Right-angled branches with a bend: down on the day of the source, then along the row. Firm links are solid, great ones wide. */
function drawLines(pen: Pen, scene: Scene, lines: Line[], tint: string, width: number): void {
  pen.strokeStyle = tint
  const paths = new Map<string, Line[]>()
  for (const line of lines) {
    const key = `${isWeak(scene.graph.edgeTo.get(line.node)) ? '3' : ''}|${width + greatness(scene.graph.size[line.node])}`
    const some = paths.get(key)
    if (some) some.push(line)
    else paths.set(key, [line])
  }
  for (const [key, some] of paths) {
    const [dash, wide] = key.split('|').map(Number)
    pen.setLineDash(dash ? [dash, dash] : [])
    pen.lineWidth = wide
    pen.beginPath()
    for (const line of some) trace(pen, line)
    pen.stroke()
  }
  pen.setLineDash([])
}

/** How much wider the branch to so many people is. */
const greatness = (size: number): number => (size >= 300 ? 1.4 : size >= 50 ? 0.7 : 0)

const isWeak = (edge: EdgeJson | undefined): boolean => edge?.grade === 'POSSIBLE' || edge?.grade === 'MENTION'

function trace(pen: Pen, line: Line): void {
  const bend = Math.min(BEND, Math.abs(line.x - line.fromX), Math.abs(line.y - line.fromY))
  pen.moveTo(line.fromX, line.fromY)
  pen.lineTo(line.fromX, line.y - Math.sign(line.y - line.fromY) * bend)
  pen.quadraticCurveTo(line.fromX, line.y, line.fromX + Math.sign(line.x - line.fromX) * bend, line.y)
  pen.lineTo(line.x, line.y)
}

function drawMark(pen: Pen, scene: Scene, mark: Mark, alone: boolean): void {
  const { graph, ink, view } = scene
  const kind = graph.kind[mark.node]
  if (mark.count > 1) return drawGroup(pen, scene, mark)
  const r = alone ? Math.min(5.5, Math.max(3.2, Math.min(view.dayWidth, view.rowHeight) * 0.32)) : 4
  drawShape(pen, shapeOf(graph.kinds[kind].kind), mark.x, mark.y, r, ink.kinds[kind], ink.ground)
}

/** Other candidate sources and targets of the chosen one, dotted. */
function drawCandidates(pen: Pen, scene: Scene): void {
  const { graph, view, ink, chosen } = scene
  pen.strokeStyle = ink.muted
  pen.lineWidth = 1.5
  pen.setLineDash([2, 4])
  for (const { from, to } of graph.others.get(chosen) ?? []) {
    pen.beginPath()
    pen.moveTo(toX(view, graph.x[from]), toY(view, graph.y[from]))
    pen.lineTo(toX(view, graph.x[to]), toY(view, graph.y[to]))
    pen.stroke()
  }
  pen.setLineDash([])
}

function ring(pen: Pen, { detail }: Scene, node: number, tint: string, width: number): void {
  const mark = detail.marks[detail.markOf[node]]
  if (!mark) return
  pen.strokeStyle = tint
  pen.lineWidth = width
  pen.beginPath()
  pen.arc(mark.x, mark.y, 11, 0, 2 * Math.PI)
  pen.stroke()
}
