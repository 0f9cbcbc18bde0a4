import { type ChainJson, type Graph, NOBODY, graphOf } from './graph.ts'
import { showKinds } from './legend.ts'
import type { Stage } from './stage.ts'

/**
 * Buttons for the levels of detail that the server offers. Gives back how to go to the finest one, with the node of
 * the coarse picture that shall then be in the middle.
 */
export function startLevels(figure: HTMLElement, json: ChainJson, stage: Stage): (node: number) => Promise<void> {
  const levels = json.levels ?? []
  const place = figure.querySelector<HTMLElement>('[data-chart-switch]')
  const known = new Map<number, Graph>([[json.level ?? 0, stage.graph]])
  let shown = json.level ?? 0
  const show = async (level: number, middle?: string) => {
    let graph = known.get(level)
    if (!graph) {
      const answer = await fetch(levels[level].url, { headers: { Accept: 'application/json' }, credentials: 'same-origin' })
      if (!answer.ok) throw new Error(`${levels[level].url}: ${answer.status}`)
      graph = graphOf(await answer.json())
      known.set(level, graph)
    }
    shown = level
    stage.change(graph)
    showKinds(figure.querySelector('[data-chart-legend]')!, graph)
    place?.querySelectorAll('button').forEach((button, i) => button.setAttribute('aria-pressed', String(i === level)))
    const node = middle === undefined ? NOBODY : graph.id.indexOf(middle)
    if (node !== NOBODY) stage.goTo(node)
  }
  if (place && levels.length > 1) {
    place.hidden = false
    place.replaceChildren(...levels.map(({ label }, level) => {
      const button = document.createElement('button')
      button.type = 'button'
      button.textContent = label
      button.setAttribute('aria-pressed', String(level === shown))
      button.addEventListener('click', () => void show(level))
      return button
    }))
  }
  return async (node) => {
    if (shown < levels.length - 1) await show(levels.length - 1, node === NOBODY ? undefined : stage.graph.id[node])
  }
}
