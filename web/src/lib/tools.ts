import { csvOf, save } from './save.ts'

export interface Picture {
  svg: () => string
  png: () => Promise<Blob>
}

/** The tools of a <c-chart>: show them, and let their buttons save the picture or the table below it. */
export function startTools(figure: HTMLElement, picture: Picture): void {
  const tools = figure.querySelector<HTMLElement>('[data-chart-tools]')
  if (!tools) return
  tools.hidden = false
  const name = figure.dataset.name ?? 'ringfence'
  tools.addEventListener('click', async (event) => {
    const wanted = (event.target as Element).closest<HTMLElement>('[data-save]')?.dataset.save
    if (wanted === 'svg') save(`${name}.svg`, picture.svg(), 'image/svg+xml')
    if (wanted === 'png') save(`${name}.png`, await picture.png())
    if (wanted === 'csv') save(`${name}.csv`, csvOf(figure.querySelector('table')!), 'text/csv')
  })
}

/** Call when the theme changes or the element gets another width, never more than once a frame; and at once for paper. */
export function onChange(element: HTMLElement, draw: () => void): void {
  let planned = 0
  const plan = () => {
    cancelAnimationFrame(planned)
    planned = requestAnimationFrame(draw)
  }
  document.addEventListener('themechange', plan)
  addEventListener('beforeprint', draw)
  new ResizeObserver(plan).observe(element)
}

export interface LegendEntry {
  label: string
  variable: string
  shape?: 'box' | 'line' | 'band' | 'dash'
  key?: string
}

/** A legend in HTML: it wraps and never covers the drawing. Entries with a key are buttons that switch it. */
export function legend(box: HTMLElement, entries: LegendEntry[], toggled: (key: string, on: boolean) => void): void {
  box.replaceChildren(...entries.map((entry) => {
    const item = document.createElement(entry.key ? 'button' : 'span')
    item.className = `rf-legend-item is-${entry.shape ?? 'box'}`
    const swatch = document.createElement('i')
    swatch.style.setProperty('--swatch', `var(${entry.variable})`)
    item.append(swatch, entry.label)
    if (entry.key) {
      item.setAttribute('type', 'button')
      item.setAttribute('aria-pressed', 'true')
      item.addEventListener('click', () => {
        const on = item.getAttribute('aria-pressed') !== 'true'
        item.setAttribute('aria-pressed', String(on))
        toggled(entry.key!, on)
      })
    }
    return item
  }))
}
