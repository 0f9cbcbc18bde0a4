import type { Graph } from './graph.ts'
import type { Ink } from './paint.ts'
import { type View, fit } from './view.ts'

const WIDTH = 160
const HEIGHT = 60
const PAD = 4

export interface Minimap {
  canvas: HTMLCanvasElement
  show: (view: View) => void
  redraw: (ink: Ink) => void
}

/** The whole outbreak in a corner, with a frame around what is in sight; a press or drag moves the frame. */
export function minimap(graph: Graph, moved: (day: number, row: number) => void): Minimap {
  const canvas = document.createElement('canvas')
  canvas.className = 'rf-chain-minimap'
  canvas.setAttribute('aria-hidden', 'true')
  const scale = Math.max(1, devicePixelRatio)
  canvas.width = WIDTH * scale
  canvas.height = HEIGHT * scale
  const still = document.createElement('canvas')
  still.width = canvas.width
  still.height = canvas.height
  const dayWidth = (WIDTH - 2 * PAD) / Math.max(1, graph.box.right - graph.box.left)
  const rowHeight = (HEIGHT - 2 * PAD) / Math.max(1, graph.box.bottom)
  const x = (day: number) => PAD + (day - graph.box.left) * dayWidth
  const y = (row: number) => PAD + row * rowHeight
  let frameInk = ''

  const redraw = (ink: Ink) => {
    frameInk = ink.accent
    const pen = still.getContext('2d')!
    pen.setTransform(scale, 0, 0, scale, 0, 0)
    pen.fillStyle = ink.ground
    pen.fillRect(0, 0, WIDTH, HEIGHT)
    for (let i = graph.count - 1; i >= 0; i--) {
      const node = graph.largestFirst[i]
      pen.fillStyle = ink.kinds[graph.kind[node]]
      pen.fillRect(x(graph.x[node]), y(graph.y[node]), 1.2, 1.2)
    }
  }
  const show = (view: View) => {
    const whole = fit(graph, view.width, view.height)
    canvas.hidden = view.dayWidth <= whole.dayWidth * 1.05 && view.rowHeight <= whole.rowHeight * 1.05
    if (canvas.hidden) return
    const pen = canvas.getContext('2d')!
    pen.setTransform(1, 0, 0, 1, 0, 0)
    pen.drawImage(still, 0, 0)
    pen.setTransform(scale, 0, 0, scale, 0, 0)
    pen.strokeStyle = frameInk
    pen.lineWidth = 1.5
    pen.strokeRect(x(view.day), y(view.row), (view.width / view.dayWidth) * dayWidth, (view.height / view.rowHeight) * rowHeight)
  }
  const move = (event: PointerEvent) => {
    if (!event.buttons) return
    const box = canvas.getBoundingClientRect()
    moved(graph.box.left + (event.clientX - box.left - PAD) / dayWidth, (event.clientY - box.top - PAD) / rowHeight)
  }
  canvas.addEventListener('pointerdown', (event) => {
    canvas.setPointerCapture(event.pointerId)
    move(event)
  })
  canvas.addEventListener('pointermove', move)
  return { canvas, show, redraw }
}
