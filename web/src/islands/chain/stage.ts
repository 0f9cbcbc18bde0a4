import { reducedMotion } from '../../lib/colors.ts'
import { type Detail, cells, detailOf } from './detail.ts'
import { type Graph, lineage } from './graph.ts'
import { type Minimap, minimap } from './minimap.ts'
import { NAMES_FROM_PX } from './names.ts'
import { type Ink, type Scene, inkOf, paint } from './paint.ts'
import type { Pen } from './shapes.ts'
import { AXIS_HEIGHT, MARGIN, type View, between, closeTo, fit, panned, resized, zoomed } from './view.ts'

const TALLEST_PX = 1200
const ROW_PX = NAMES_FROM_PX

/** A middle-sized outbreak gets a canvas on which everybody has a row; a large one, and a phone, the usual one. */
function roomFor(graph: Graph): string {
  const wanted = graph.box.bottom * ROW_PX + 2 * MARGIN + AXIS_HEIGHT
  return wanted > innerHeight * 0.68 && wanted <= TALLEST_PX && innerWidth > 820 ? `${Math.round(wanted)}px` : ''
}

const GLIDE_MS = 260
const SLOW = 0.2

/** The canvas with its window, its chosen node and what is found; draws at most once a frame. */
export class Stage {
  view: View
  detail: Detail
  chosen = -1
  private kin = new Set<number>()
  private found = new Set<number>()
  private ink: Ink
  private planned = 0
  private gliding = 0
  private map!: Minimap

  constructor(readonly canvas: HTMLCanvasElement, public graph: Graph) {
    this.view = this.whole()
    this.detail = detailOf(graph, this.view)
    this.ink = inkOf(graph)
    this.change(graph)
  }

  /** Show other chains, or the same ones in another detail. */
  change(graph: Graph): void {
    this.graph = graph
    this.canvas.style.setProperty('--room', roomFor(graph))
    this.map?.canvas.remove()
    this.map = minimap(graph, (day, row) => this.look({ ...this.view, day: day - this.view.width / this.view.dayWidth / 2, row: row - this.view.height / this.view.rowHeight / 2 }))
    this.canvas.parentElement!.append(this.map.canvas)
    this.choose(-1)
    this.found = new Set()
    this.view = this.whole()
    this.detail = detailOf(graph, this.view)
    this.restyle()
  }

  whole(): View {
    return fit(this.graph, this.canvas.clientWidth, this.canvas.clientHeight - AXIS_HEIGHT)
  }

  fit = (): void => this.glide(this.whole())
  pan = (dx: number, dy: number): void => this.look(panned(this.view, this.whole(), dx, dy))
  zoom = (fx: number, fy: number, x: number, y: number): void => this.look(this.closer(fx, fy, x, y))
  zoomMiddle = (factor: number): void => this.glide(this.closer(factor, factor, this.view.width / 2, this.view.height / 2))
  zoomTo = (factor: number, x: number, y: number): void => this.glide(this.closer(factor, factor, x, y))
  goTo = (node: number): void => this.glide(closeTo(this.view, this.whole(), this.graph.x[node], this.graph.y[node]))

  choose(node: number): void {
    this.chosen = node
    this.kin = node >= 0 ? lineage(this.graph, node) : new Set()
    this.plan()
  }

  markFound(nodes: number[]): void {
    this.found = new Set(nodes)
    this.plan()
  }

  /** Many more rows than days: while rows share marks, time grows slowly, so that it stays in sight. */
  private closer(fx: number, fy: number, x: number, y: number): View {
    const { days, rows } = cells(this.view)
    return zoomed(this.view, this.whole(), rows > 1 && rows > days && fy !== 1 ? fx ** SLOW : fx, fy, x, y)
  }

  /** After a change of size: the same days and rows; a window that showed everything still does. */
  resize(): void {
    const scale = Math.max(1, devicePixelRatio)
    const [width, height] = [this.canvas.clientWidth, this.canvas.clientHeight]
    if (this.canvas.width === Math.round(width * scale) && this.canvas.height === Math.round(height * scale)) return this.plan()
    const before = fit(this.graph, this.view.width, this.view.height)
    const showedAll = Math.abs(this.view.dayWidth - before.dayWidth) < 1e-9 && Math.abs(this.view.rowHeight - before.rowHeight) < 1e-9
    this.canvas.width = Math.round(width * scale)
    this.canvas.height = Math.round(height * scale)
    this.look(showedAll ? this.whole() : resized(this.view, width, height - AXIS_HEIGHT))
  }

  restyle(): void {
    this.ink = inkOf(this.graph)
    this.map.redraw(this.ink)
    this.plan()
  }

  paintOn(pen: Pen): void {
    const scene: Scene = { graph: this.graph, view: this.view, detail: this.detail, ink: this.ink, font: getComputedStyle(document.body).fontFamily, chosen: this.chosen, kin: this.kin, found: this.found }
    paint(pen, scene)
  }

  draw = (): void => {
    const scale = Math.max(1, devicePixelRatio)
    const pen = this.canvas.getContext('2d')!
    pen.setTransform(scale, 0, 0, scale, 0, 0)
    this.detail = detailOf(this.graph, this.view)
    this.paintOn(pen)
    this.map.show(this.view)
  }

  private look(view: View): void {
    this.stop()
    this.view = view
    this.plan()
  }

  private plan(): void {
    if (this.gliding) return // the next step draws
    cancelAnimationFrame(this.planned)
    this.planned = requestAnimationFrame(this.draw)
  }

  private glide(to: View): void {
    if (reducedMotion()) return this.look(to)
    const from = this.view
    const begun = performance.now()
    const step = () => {
      const share = Math.min(1, (performance.now() - begun) / GLIDE_MS)
      this.view = between(from, to, 1 - (1 - share) ** 3)
      this.draw()
      this.gliding = share < 1 ? requestAnimationFrame(step) : 0
    }
    this.stop()
    step()
  }

  private stop(): void {
    cancelAnimationFrame(this.gliding)
    this.gliding = 0
  }
}
