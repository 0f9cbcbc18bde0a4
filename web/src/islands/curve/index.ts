import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, MarkAreaComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import { color, variableOf } from '../../lib/colors.ts'
import { jsonOf } from '../../lib/source.ts'
import { blobOf } from '../../lib/save.ts'
import { type LegendEntry, legend, onChange, startTools } from '../../lib/tools.ts'
import { say } from '../../lib/words.ts'
import type { CurveData } from './curve.ts'
import { optionOf } from './option.ts'

echarts.use([BarChart, LineChart, GridComponent, TooltipComponent, MarkAreaComponent, MarkLineComponent, AriaComponent, CanvasRenderer, SVGRenderer])

/** The epidemic curve in a <c-chart island="curve">; its data: docs/how-to/pages.md. */
export async function start(figure: HTMLElement): Promise<void> {
  const data = await jsonOf<CurveData>(figure)
  const box = figure.querySelector<HTMLElement>('[data-chart]')!
  const chart = echarts.init(box, null, { renderer: 'canvas', devicePixelRatio: Math.max(2, devicePixelRatio) })
  const hidden = new Set<string>()
  let basis = data.start
  let drawn = false
  const option = () => optionOf(data, basis, hidden, !drawn)
  const draw = () => {
    chart.resize()
    chart.setOption(option(), { notMerge: true })
    drawn = true
  }
  legend(figure.querySelector('[data-chart-legend]')!, entries(data), (key, on) => {
    if (on) hidden.delete(key)
    else hidden.add(key)
    draw()
  })
  switchBasis(figure, data, (chosen) => {
    basis = chosen
    draw()
  })
  chart.on('click', (event) => {
    const kind = (chart.getOption() as { series: { kind?: string }[] }).series[event.seriesIndex!]?.kind
    if (data.list_url && kind) location.href = data.list_url.replace('{basis}', basis).replace('{day}', event.name).replace('{kind}', kind)
  })
  startTools(figure, {
    png: () => blobOf(chart.renderToCanvas({ pixelRatio: 2, backgroundColor: color('--rf-surface') })),
    svg: () => drawnAsSvg(box, option()),
  })
  onChange(box, draw)
  draw()
}

function entries(data: CurveData): LegendEntry[] {
  const kinds = new Map(Object.values(data.bases).flatMap((basis) => basis.series.map((one) => [one.kind, one.label])))
  const listed: LegendEntry[] = [...kinds].map(([kind, label]) => ({ label, variable: variableOf(kind), key: kind }))
  if (data.r) listed.push({ label: say('R (estimate)'), variable: '--rf-estimate', shape: 'line', key: 'R' }, { label: 'R = 1', variable: '--rf-estimate', shape: 'dash' })
  if (data.r?.mean.includes(null)) listed.push({ label: say('gap: R not estimable'), variable: '--rf-muted', shape: 'dash' })
  if (data.band) listed.push({ label: say('incubation, {n} days', { n: data.band.days }), variable: '--rf-band', shape: 'band' })
  if (data.incomplete_from) listed.push({ label: say('reports still coming in'), variable: '--rf-incomplete', shape: 'band' })
  return listed
}

/** Buttons for report or onset date, where there is more than one basis. */
function switchBasis(figure: HTMLElement, data: CurveData, chosen: (basis: string) => void): void {
  const place = figure.querySelector<HTMLElement>('[data-chart-switch]')!
  const bases = Object.entries(data.bases)
  if (bases.length < 2) return
  place.replaceChildren(...bases.map(([name, basis]) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = basis.missing ? `${basis.label} (${say('{n} without', { n: basis.missing })})` : basis.label
    button.setAttribute('aria-pressed', String(name === data.start))
    button.addEventListener('click', () => {
      for (const other of place.children) other.setAttribute('aria-pressed', String(other === button))
      chosen(name)
    })
    return button
  }))
  place.hidden = false
}

function drawnAsSvg(box: HTMLElement, option: echarts.EChartsCoreOption): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: box.clientWidth, height: box.clientHeight })
  chart.setOption({ ...option, animation: false })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
