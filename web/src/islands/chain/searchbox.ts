import { say } from '../../lib/words.ts'
import { type Graph, search } from './graph.ts'

/** The search field of the chain: marks what is found, Enter walks from one to the next. */
export function startSearch(figure: HTMLElement, graph: () => Graph, found: (nodes: number[]) => void, goTo: (node: number) => void): void {
  const field = figure.querySelector<HTMLInputElement>('[data-chain-search]')
  const status = figure.querySelector<HTMLElement>('[data-chain-found]')
  if (!field || !status) return
  let nodes: number[] = []
  let at = -1
  const tell = () => {
    status.textContent = !field.value.trim() ? '' : nodes.length ? say('{n} of {all}', { n: at + 1, all: nodes.length }) : say('Nobody found')
  }
  const step = (by: number) => {
    if (!nodes.length) return
    at = (at + by + nodes.length) % nodes.length
    goTo(nodes[at])
    tell()
  }
  field.addEventListener('input', () => {
    nodes = search(graph(), field.value)
    at = -1
    found(nodes)
    if (nodes.length === 1) step(1)
    tell()
  })
  field.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter') return
    event.preventDefault()
    step(event.shiftKey ? -1 : 1)
  })
  field.form?.addEventListener('submit', (event) => event.preventDefault())
}
