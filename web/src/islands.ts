type Island = (element: HTMLElement) => void | Promise<void>

// Each is loaded when a page holds an element with its name: <div data-island="curve">.
const ISLANDS: Record<string, () => Promise<{ start: Island }>> = {
  autosave: () => import('./islands/autosave/index.ts'),
  chain: () => import('./islands/chain/index.ts'),
  curve: () => import('./islands/curve/index.ts'),
  fan: () => import('./islands/fan/index.ts'),
  live: () => import('./islands/live/index.ts'),
  map: () => import('./islands/map/index.ts'),
  paste: () => import('./islands/paste/index.ts'),
  pick: () => import('./islands/pick/index.ts'),
  queue: () => import('./islands/queue/index.ts'),
  rows: () => import('./islands/rows/index.ts'),
  upload: () => import('./islands/upload/index.ts'),
}

const started = new WeakSet<Element>()

/** Start the islands inside an element; an element is started once. Without them the page works as it is. */
export function startIslands(inside: HTMLElement): void {
  const found = [...inside.querySelectorAll<HTMLElement>('[data-island]')]
  if (inside.matches('[data-island]')) found.unshift(inside)
  for (const element of found) {
    if (started.has(element)) continue
    started.add(element)
    for (const name of element.dataset.island!.split(' ')) void startIsland(name, element)
  }
}

/** Load and start one island on an element. */
export async function startIsland(name: string, element: HTMLElement): Promise<void> {
  try {
    const island = await ISLANDS[name]()
    await island.start(element)
    element.dataset.ready = name
  } catch (error) {
    element.dataset.failed = name
    element.querySelector<HTMLDetailsElement>('details.rf-chart-table')?.setAttribute('open', '')
    console.error(`island ${name}`, error)
  }
}
