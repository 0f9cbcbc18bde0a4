import { say } from '../../lib/words.ts'
import { element } from '../map/drawing.ts'
import type { Graph } from './graph.ts'
import { drawShape, shapeOf, variableOfKind } from './shapes.ts'
import { SvgPen } from './svgpen.ts'

const SIZE = 14

/** The kinds with their shapes and how many there are of each; then what the branches and groups mean. */
export function showKinds(box: HTMLElement, graph: Graph): void {
  const counts = new Array<number>(graph.kinds.length).fill(0)
  for (const kind of graph.kind) counts[kind]++
  const kinds = graph.kinds.map(({ kind, label }, i) => entry(mark(kind), `${label} ${counts[i].toLocaleString()}`)).filter((_, i) => counts[i] && graph.kinds[i].kind !== 'BUNDLE')
  box.replaceChildren(...kinds, entry(group(), say('several persons')), entry(line('none'), say('known source')), entry(line('3 3'), say('possible source')))
}

function entry(drawing: SVGElement, text: string): HTMLElement {
  const item = document.createElement('span')
  item.className = 'rf-legend-item is-drawn'
  item.append(drawing, text)
  return item
}

const small = (): SVGElement => element('svg', { width: SIZE, height: SIZE, viewBox: `0 0 ${SIZE} ${SIZE}`, 'aria-hidden': 'true' })

function mark(kind: string): SVGElement {
  const pen = new SvgPen()
  drawShape(pen, shapeOf(kind), SIZE / 2, SIZE / 2, 4.5, `var(${variableOfKind(kind)})`, 'var(--rf-surface)')
  const drawing = new DOMParser().parseFromString(pen.document(SIZE, SIZE), 'image/svg+xml').documentElement as unknown as SVGElement
  drawing.setAttribute('aria-hidden', 'true')
  return document.importNode(drawing, true)
}

function group(): SVGElement {
  const drawing = small()
  drawing.append(element('circle', { cx: 7, cy: 7, r: 6, class: 'rf-chain-group' }), element('text', { x: 7, y: 10, 'text-anchor': 'middle', class: 'rf-chain-group-text' }, '9'))
  return drawing
}

function line(dash: string): SVGElement {
  const drawing = small()
  drawing.append(element('path', { d: 'M1 3v5q0 3 3 3h10', 'stroke-dasharray': dash, class: 'rf-chain-line' }))
  return drawing
}
