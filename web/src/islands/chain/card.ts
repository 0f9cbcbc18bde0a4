import htmx from 'htmx.org'
import { isChinese, say } from '../../lib/words.ts'
import { shortDay } from '../curve/curve.ts'
import { dateOf } from './axis.ts'
import type { Line, Mark } from './detail.ts'
import { type EdgeJson, type Graph, NOBODY } from './graph.ts'

/** What is said about a node: the first line is its name, the others are facts. */
export function factsOf(graph: Graph, node: number): string[] {
  const source = graph.parent[node]
  const after = graph.size[node] - 1
  return [
    graph.label[node],
    `${graph.kinds[graph.kind[node]].label} · ${shortDay(dateOf(graph.t0, graph.x[node]), isChinese())}`,
    source === NOBODY ? say('no known source') : say('infected by {name}', { name: graph.label[source] }),
    ...(after ? [`${say('{n} infected directly', { n: graph.children[node].length })} · ${say('{n} after them', { n: after })}`] : []),
  ]
}

/** What is said about a mark that stands for many. */
export function factsOfMark(graph: Graph, mark: Mark): string[] {
  if (mark.count === 1) return factsOf(graph, mark.node)
  if (mark.members === 1) return [say('{n} persons', { n: mark.count }), graph.label[mark.node], say('Click to see everybody')]
  return [say('{n} persons', { n: mark.count }), say('around {name}', { name: graph.label[mark.node] }), say('Click to come closer')]
}

export function factsOfLine(graph: Graph, line: Line): string[] {
  const edge = graph.edgeTo.get(line.node)
  const source = graph.parent[line.node]
  return [`${graph.label[source]} → ${graph.label[line.node]}`, ...(edge?.grade ? [edge.grade] : []), ...(edge?.evidence_url ? [say('Click for the evidence')] : [])]
}

/** The small card beside the pointer; with links when it was called by touch or key. */
export class Card {
  private readonly box = document.createElement('div')

  constructor(place: HTMLElement) {
    this.box.className = 'rf-chain-card'
    this.box.hidden = true
    place.append(this.box)
  }

  show(facts: string[], x: number, y: number, links: [string, () => void][] = []): void {
    this.box.replaceChildren(...facts.map((fact, i) => {
      const line = document.createElement(i ? 'div' : 'b')
      line.textContent = fact
      return line
    }), ...links.map(([text, act]) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.className = 'btn btn-sm'
      button.textContent = text
      button.addEventListener('click', act)
      return button
    }))
    this.box.classList.toggle('has-links', links.length > 0)
    this.box.hidden = false
    const room = this.box.parentElement!
    const left = x + 16 + this.box.offsetWidth > room.clientWidth ? x - 12 - this.box.offsetWidth : x + 16
    this.box.style.left = `${Math.max(4, left)}px`
    this.box.style.top = `${Math.max(4, Math.min(y - 10, room.clientHeight - this.box.offsetHeight - 4))}px`
  }

  hide(): void {
    this.box.hidden = true
  }
}

/** The evidence of a link: into the panel of the page, or as a page of its own. */
export function openEvidence(figure: HTMLElement, edge: EdgeJson | undefined): void {
  if (!edge?.evidence_url) return
  const panel = figure.dataset.panel && document.querySelector<HTMLElement>(figure.dataset.panel)
  if (!panel) return void (location.href = edge.evidence_url)
  void htmx.ajax('get', edge.evidence_url, { target: panel, swap: 'innerHTML' }).then(() => panel.scrollIntoView({ block: 'nearest' }))
}
