import { pngOf } from '../../lib/save.ts'
import { jsonOf } from '../../lib/source.ts'
import { startTools } from '../../lib/tools.ts'
import { say } from '../../lib/words.ts'
import { Card, factsOf, factsOfLine, factsOfMark, openEvidence } from './card.ts'
import { type Mark, under } from './detail.ts'
import { type ChainJson, graphOf } from './graph.ts'
import { walk } from './keyboard.ts'
import { showKinds } from './legend.ts'
import { startLevels } from './levels.ts'
import { listen } from './pointer.ts'
import { startSearch } from './searchbox.ts'
import { Stage } from './stage.ts'
import { SvgPen } from './svgpen.ts'
import { AXIS_HEIGHT } from './view.ts'

const REACH_PX = 12
const FINGER_PX = 20

/** The transmission chains in a <c-chain>: up to 25,000 people on a time axis. Data: docs/how-to/pages.md. */
export async function start(figure: HTMLElement): Promise<void> {
  const json = await jsonOf<ChainJson>(figure)
  const canvas = figure.querySelector('canvas')!
  const stage = new Stage(canvas, graphOf(json))
  const chain = new Chain(figure, stage)
  const finer = startLevels(figure, json, stage)
  listen(canvas, {
    pan: (dx, dy) => {
      chain.card.hide()
      stage.pan(dx, dy)
    },
    zoom: stage.zoom,
    leave: () => stage.chosen < 0 && chain.card.hide(),
    hover: (x, y) => chain.hover(x, y),
    press: (x, y, byTouch) => {
      const { mark, line } = under(stage.detail, x, y, byTouch ? FINGER_PX : REACH_PX)
      if (mark && mark.members > 1) stage.zoomTo(3, mark.x, mark.y)
      else if (mark && mark.count > 1 && !stage.graph.url[mark.node]) void finer(stage.graph.parent[mark.node])
      else if (mark) chain.press(mark, byTouch)
      else if (line) openEvidence(figure, stage.graph.edgeTo.get(line.node))
      else chain.choose(-1)
    },
  })
  walk(canvas, () => stage, {
    choose: (node) => chain.walkTo(node),
    open: () => chain.open(stage.chosen),
    evidence: () => openEvidence(figure, stage.graph.edgeTo.get(stage.chosen)),
    zoom: stage.zoomMiddle,
    fit: stage.fit,
  })
  startSearch(figure, () => stage.graph, (nodes) => stage.markFound(nodes), (node) => {
    stage.goTo(node)
    chain.choose(node)
  })
  startButtons(figure, stage)
  showKinds(figure.querySelector('[data-chart-legend]')!, stage.graph)
  startTools(figure, { png: () => picture(stage), svg: () => drawing(stage) })
  document.addEventListener('themechange', () => stage.restyle())
  addEventListener('beforeprint', () => {
    stage.restyle()
    stage.draw()
  })
  new ResizeObserver(() => stage.resize()).observe(canvas)
  stage.resize()
  stage.draw()
  performance.mark('chain-drawn')
}

/** What happens to a person in the picture: pointed at, chosen, opened. */
class Chain {
  readonly card: Card
  private readonly spoken: HTMLElement

  constructor(private readonly figure: HTMLElement, private readonly stage: Stage) {
    this.card = new Card(stage.canvas.parentElement!)
    this.spoken = figure.querySelector('[data-chain-spoken]')!
  }

  hover(x: number, y: number): void {
    const { graph, detail, canvas } = this.stage
    const { mark, line } = under(detail, x, y, REACH_PX)
    canvas.classList.toggle('is-over', Boolean(mark ?? line))
    if (mark) this.card.show(factsOfMark(graph, mark), x, y)
    else if (line) this.card.show(factsOfLine(graph, line), x, y)
    else this.card.hide()
  }

  open(node: number): void {
    const url = this.stage.graph.url[node]
    if (url) location.href = url
  }

  /** A click opens the record; a finger first sees who it is. */
  press(mark: Mark, byTouch: boolean): void {
    if (!byTouch && this.stage.graph.url[mark.node]) return this.open(mark.node)
    this.choose(mark.node)
    const { graph } = this.stage
    const edge = graph.edgeTo.get(mark.node)
    const links: [string, () => void][] = []
    if (graph.url[mark.node]) links.push([say('Open the record'), () => this.open(mark.node)])
    if (edge?.evidence_url) links.push([say('Evidence'), () => openEvidence(this.figure, edge)])
    this.card.show(factsOf(graph, mark.node), mark.x, mark.y, links)
  }

  choose(node: number): void {
    this.stage.choose(node)
    this.card.hide()
    if (node >= 0) this.spoken.textContent = factsOf(this.stage.graph, node).join(', ')
  }

  /** A node reached by key comes into sight, on its own. */
  walkTo(node: number): void {
    const { detail, view } = this.stage
    const mark = detail.marks[detail.markOf[node]]
    const inSight = mark && mark.members === 1 && mark.x > 20 && mark.y > 20 && mark.x < view.width - 20 && mark.y < view.height - 20
    if (node >= 0 && !inSight) this.stage.goTo(node)
    this.choose(node)
  }
}

function startButtons(figure: HTMLElement, stage: Stage): void {
  figure.addEventListener('click', (event) => {
    const wanted = (event.target as Element).closest<HTMLElement>('[data-chain-zoom]')?.dataset.chainZoom
    if (wanted === 'in') stage.zoomMiddle(2)
    if (wanted === 'out') stage.zoomMiddle(1 / 2)
    if (wanted === 'fit') stage.fit()
    if (wanted === 'full') void (document.fullscreenElement ? document.exitFullscreen() : figure.requestFullscreen())
  })
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
