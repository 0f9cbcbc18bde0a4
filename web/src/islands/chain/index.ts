import { pngOf } from '../../lib/save.ts'
import { jsonOf } from '../../lib/source.ts'
import { startTools } from '../../lib/tools.ts'
import { say } from '../../lib/words.ts'
import { Card, factsOf, factsOfLine, factsOfMark, openEvidence } from './card.ts'
import { under } from './detail.ts'
import { type ChainJson, graphOf } from './graph.ts'
import { walk } from './keyboard.ts'
import { showKinds } from './legend.ts'
import { listen } from './pointer.ts'
import { startSearch } from './searchbox.ts'
import { Stage } from './stage.ts'
import { SvgPen } from './svgpen.ts'
import { AXIS_HEIGHT } from './view.ts'

const REACH_PX = 12
const FINGER_PX = 20

/** The transmission chains in a <c-chain>: up to 25,000 people on a time axis. Data: docs/how-to/pages.md. */
export async function start(figure: HTMLElement): Promise<void> {
  const graph = graphOf(await jsonOf<ChainJson>(figure))
  const canvas = figure.querySelector('canvas')!
  const stage = new Stage(canvas, graph)
  const card = new Card(canvas.parentElement!)
  const spoken = figure.querySelector<HTMLElement>('[data-chain-spoken]')!
  const open = (node: number) => graph.url[node] && (location.href = graph.url[node])
  const choose = (node: number, withLinks: boolean) => {
    stage.choose(node)
    if (node < 0) return card.hide()
    const facts = factsOf(graph, node)
    spoken.textContent = facts.join(', ')
    if (withLinks) requestAnimationFrame(() => showLinks(stage, card, facts, node, figure))
  }
  listen(canvas, {
    pan: (dx, dy) => {
      card.hide()
      stage.pan(dx, dy)
    },
    zoom: stage.zoom,
    leave: () => stage.chosen < 0 && card.hide(),
    hover: (x, y) => {
      const { mark, line } = under(stage.detail, x, y, REACH_PX)
      canvas.classList.toggle('is-over', Boolean(mark ?? line))
      if (mark) card.show(factsOfMark(graph, mark), x, y)
      else if (line) card.show(factsOfLine(graph, line), x, y)
      else card.hide()
    },
    press: (x, y, byTouch) => {
      const { mark, line } = under(stage.detail, x, y, byTouch ? FINGER_PX : REACH_PX)
      if (mark && mark.count > 1) stage.zoom(2.4, 2.4, mark.x, mark.y)
      else if (mark && !byTouch && graph.url[mark.node]) open(mark.node)
      else if (mark) choose(mark.node, true)
      else if (line) openEvidence(figure, graph.edgeTo.get(line.node))
      else choose(-1, false)
    },
  })
  walk(canvas, graph, () => stage.chosen, {
    choose: (node) => {
      if (node >= 0) comeInto(stage, node)
      choose(node, false)
    },
    open: () => open(stage.chosen),
    evidence: () => openEvidence(figure, graph.edgeTo.get(stage.chosen)),
    zoom: stage.zoomMiddle,
    fit: stage.fit,
  })
  startSearch(figure, graph, (nodes) => stage.markFound(nodes), (node) => {
    stage.goTo(node)
    choose(node, false)
  })
  figure.addEventListener('click', (event) => {
    const wanted = (event.target as Element).closest<HTMLElement>('[data-chain-zoom]')?.dataset.chainZoom
    if (wanted === 'in') stage.zoomMiddle(1.7)
    if (wanted === 'out') stage.zoomMiddle(1 / 1.7)
    if (wanted === 'fit') stage.fit()
    if (wanted === 'full') void (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen())
  })
  showKinds(figure.querySelector('[data-chart-legend]')!, graph)
  startTools(figure, { png: () => picture(stage), svg: () => drawing(stage) })
  document.addEventListener('themechange', () => stage.restyle())
  new ResizeObserver(() => stage.resize()).observe(canvas)
  stage.resize()
  stage.draw()
  performance.mark('chain-drawn')
}

/** A card with what can be done, for fingers. */
function showLinks(stage: Stage, card: Card, facts: string[], node: number, figure: HTMLElement): void {
  const { graph, detail } = stage
  const mark = detail.marks[detail.markOf[node]]
  const edge = graph.edgeTo.get(node)
  const links: [string, () => void][] = []
  if (graph.url[node]) links.push([say('Open'), () => (location.href = graph.url[node])])
  if (edge?.evidence_url) links.push([say('Evidence'), () => openEvidence(figure, edge)])
  card.show(facts, mark?.x ?? stage.view.width / 2, mark?.y ?? stage.view.height / 2, links)
}

/** A node reached by key must be in sight and on its own. */
function comeInto(stage: Stage, node: number): void {
  const mark = stage.detail.marks[stage.detail.markOf[node]]
  const inSight = mark && mark.x > 20 && mark.y > 20 && mark.x < stage.view.width - 20 && mark.y < stage.view.height - 20
  if (!inSight || mark.count > 1) stage.goTo(node)
}

function picture(stage: Stage): Promise<Blob> {
  const { width, height } = stage.view
  return pngOf(width * 2, (height + AXIS_HEIGHT) * 2, (pen) => {
    pen.scale(2, 2)
    stage.paintOn(pen)
  })
}

function drawing(stage: Stage): string {
  const pen = new SvgPen()
  stage.paintOn(pen)
  return pen.document(stage.view.width, stage.view.height + AXIS_HEIGHT)
}
