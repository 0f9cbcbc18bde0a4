/**
 * What the server gives; `parent` is an index or -1, `x` days since `t0`, `y` rows, `kind` an index of `legend`.
 * On a coarse level a node may stand for `count` people between the days `x_from` and `x`.
 */
export interface ChainJson {
  t0: string
  nodes: { id: string[]; label: string[]; x: number[]; y: number[]; parent: number[]; kind: number[]; url?: string[]; size?: number[]; count?: number[]; x_from?: number[] }
  edges?: EdgeJson[]
  legend: (string | { kind: string; label: string })[]
  levels?: { label: string; url: string }[] // coarsest first; this answer is one of them
  level?: number
}
export interface EdgeJson {
  from: number
  to: number
  grade?: string
  weight?: number
  directed?: boolean
  evidence_url?: string
}

export const NOBODY = -1

/** The chains as arrays that a canvas can be drawn from many times a second. */
export interface Graph {
  t0: string
  count: number
  id: string[]
  label: string[]
  url: string[]
  x: Float32Array
  y: Float32Array
  parent: Int32Array
  kind: Uint8Array
  size: Int32Array // the node and everybody after it
  weight: Int32Array // people that a node stands for
  from: Float32Array // first of their days
  largestFirst: Uint32Array
  nextInRow: Float32Array // x of the next node on the same row
  children: number[][]
  kinds: { kind: string; label: string }[]
  edgeTo: Map<number, EdgeJson> // the link along the branch to a node
  others: Map<number, EdgeJson[]> // other candidate links of a node
  box: { left: number; right: number; top: number; bottom: number }
}

export function graphOf(json: ChainJson): Graph {
  const { nodes } = json
  const count = nodes.id.length
  const x = Float32Array.from(nodes.x)
  const y = Float32Array.from(nodes.y)
  const parent = Int32Array.from(nodes.parent)
  const children: number[][] = Array.from({ length: count }, () => [])
  for (let i = 0; i < count; i++) if (parent[i] !== NOBODY) children[parent[i]].push(i)
  for (const some of children) some.sort((a, b) => y[a] - y[b] || x[a] - x[b])
  const size = nodes.size ? Int32Array.from(nodes.size) : sizes(parent, children)
  const largestFirst = Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => size[b] - size[a] || a - b)
  return {
    t0: json.t0, count, id: nodes.id, label: nodes.label, url: nodes.url ?? [], x, y, parent, size, largestFirst, weight: nodes.count ? Int32Array.from(nodes.count) : new Int32Array(count).fill(1), from: nodes.x_from ? Float32Array.from(nodes.x_from) : x, children,
    kind: Uint8Array.from(nodes.kind), nextInRow: nextInRow(x, y),
    kinds: json.legend.map((entry) => (typeof entry === 'string' ? { kind: entry, label: entry } : entry)),
    ...linked(json.edges ?? [], parent), box: boxOf(x, y),
  }
}

/** How many stand behind each node, itself included: leaves first. */
function sizes(parent: Int32Array, children: number[][]): Int32Array {
  const size = new Int32Array(parent.length).fill(1)
  const open = children.map((some) => some.length)
  const ready = [...open.keys()].filter((i) => open[i] === 0)
  for (let at = 0; at < ready.length; at++) {
    const above = parent[ready[at]]
    if (above === NOBODY) continue
    size[above] += size[ready[at]]
    if (--open[above] === 0) ready.push(above)
  }
  return size
}

function nextInRow(x: Float32Array, y: Float32Array): Float32Array {
  const order = Uint32Array.from({ length: x.length }, (_, i) => i).sort((a, b) => y[a] - y[b] || x[a] - x[b])
  const next = new Float32Array(x.length).fill(Infinity)
  for (let i = 0; i + 1 < order.length; i++) if (y[order[i]] === y[order[i + 1]]) next[order[i]] = x[order[i + 1]]
  return next
}

function linked(edges: EdgeJson[], parent: Int32Array): Pick<Graph, 'edgeTo' | 'others'> {
  const edgeTo = new Map<number, EdgeJson>()
  const others = new Map<number, EdgeJson[]>()
  const add = (node: number, edge: EdgeJson) => others.set(node, [...(others.get(node) ?? []), edge])
  for (const edge of edges) {
    if (parent[edge.to] === edge.from) edgeTo.set(edge.to, edge)
    else if (parent[edge.from] === edge.to) edgeTo.set(edge.from, edge)
    else {
      add(edge.from, edge)
      add(edge.to, edge)
    }
  }
  return { edgeTo, others }
}

function boxOf(x: Float32Array, y: Float32Array): Graph['box'] {
  const box = { left: 0, right: 1, top: 0, bottom: 1 }
  for (let i = 0; i < x.length; i++) {
    box.left = Math.min(box.left, x[i])
    box.right = Math.max(box.right, x[i])
    box.bottom = Math.max(box.bottom, y[i])
  }
  return box
}

/** Everybody before and after a node, itself included. */
export function lineage(graph: Graph, node: number): Set<number> {
  const found = new Set<number>()
  for (let at = node; at !== NOBODY && !found.has(at); at = graph.parent[at]) found.add(at)
  const open = [...graph.children[node]]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    found.add(next)
    open.push(...graph.children[next])
  }
  return found
}

/** Nodes whose number or name holds the text; those that begin with it first. */
export function search(graph: Graph, text: string, most = 200): number[] {
  const wanted = text.trim().toLowerCase()
  if (!wanted) return []
  const begin: number[] = []
  const inside: number[] = []
  for (let i = 0; i < graph.count; i++) {
    const at = Math.min(place(graph.id[i], wanted), place(graph.label[i], wanted))
    if (at === 0) begin.push(i)
    else if (at < Infinity) inside.push(i)
  }
  return [...begin, ...inside].slice(0, most)
}

function place(text: string, wanted: string): number {
  const at = text.toLowerCase().indexOf(wanted)
  return at < 0 ? Infinity : at
}
