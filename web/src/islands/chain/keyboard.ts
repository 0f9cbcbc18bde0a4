import { type Graph, NOBODY } from './graph.ts'

export interface Steps {
  choose: (node: number) => void
  open: () => void
  evidence: () => void
  zoom: (factor: number) => void
  fit: () => void
}

/** Left to the source, right to the first infected, up and down among brothers and sisters; Enter opens, e shows the evidence. */
export function walk(canvas: HTMLElement, shown: () => { graph: Graph; chosen: number }, does: Steps): void {
  canvas.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    const { graph, chosen: node } = shown()
    const next = nextNode(graph, node, event.key)
    if (next !== undefined) does.choose(next)
    else if (event.key === 'Enter' && node >= 0) does.open()
    else if (event.key === 'e' && node >= 0) does.evidence()
    else if (event.key === '+' || event.key === '=') does.zoom(1.5)
    else if (event.key === '-') does.zoom(1 / 1.5)
    else if (event.key === '0') does.fit()
    else if (event.key === 'Escape') does.choose(-1)
    else return
    event.preventDefault()
    event.stopPropagation()
  })
}

function nextNode(graph: Graph, node: number, key: string): number | undefined {
  if (!key.startsWith('Arrow') || !graph.count) return undefined
  if (node < 0) return graph.largestFirst[0]
  const source = graph.parent[node]
  if (key === 'ArrowLeft') return source === NOBODY ? node : source
  if (key === 'ArrowRight') return graph.children[node][0] ?? node
  const family = source === NOBODY ? roots(graph) : graph.children[source]
  const at = family.indexOf(node) + (key === 'ArrowDown' ? 1 : -1)
  return family[Math.min(family.length - 1, Math.max(0, at))]
}

const kept = new WeakMap<Graph, number[]>()

function roots(graph: Graph): number[] {
  let found = kept.get(graph)
  if (!found) {
    found = [...graph.parent.keys()].filter((node) => graph.parent[node] === NOBODY).sort((a, b) => graph.y[a] - graph.y[b] || graph.x[a] - graph.x[b])
    kept.set(graph, found)
  }
  return found
}
