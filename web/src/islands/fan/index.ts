import { BarChart, LineChart } from 'echarts/charts'
import { AriaComponent, GridComponent, MarkLineComponent, TooltipComponent } from 'echarts/components'
import * as echarts from 'echarts/core'
import { CanvasRenderer, SVGRenderer } from 'echarts/renderers'
import { color } from '../../lib/colors.ts'
import { blobOf } from '../../lib/save.ts'
import { jsonOf } from '../../lib/source.ts'
import { legend, onChange, startTools } from '../../lib/tools.ts'
import { type FanData, TINTS } from './fan.ts'
import { optionOf } from './option.ts'

echarts.use([BarChart, LineChart, GridComponent, TooltipComponent, MarkLineComponent, AriaComponent, CanvasRenderer, SVGRenderer])

/** The fan of a forecast in a <c-chart island="fan">; its data: docs/how-to/pages.md. */
export async function start(figure: HTMLElement): Promise<void> {
  const data = await jsonOf<FanData>(figure)
  const box = figure.querySelector<HTMLElement>('[data-chart]')!
  const chart = echarts.init(box, null, { renderer: 'canvas', devicePixelRatio: Math.max(2, devicePixelRatio) })
  const open = new Set([data.strategies[0].label, data.strategies.at(-1)!.label])
  let key = data.start
  const draw = () => {
    chart.resize()
    chart.setOption(optionOf(data, key, open), { notMerge: true })
  }
  const place = figure.querySelector<HTMLElement>('[data-chart-legend]')!
  legend(place, data.strategies.map((one, i) => ({ label: one.label, variable: TINTS[i % TINTS.length], shape: 'line', key: one.label })), (label, on) => {
    if (on) open.add(label)
    else open.delete(label)
    draw()
  })
  for (const [i, item] of [...place.children].entries()) item.setAttribute('aria-pressed', String(open.has(data.strategies[i].label)))
  chooseSeries(figure, data, (chosen) => {
    key = chosen
    draw()
  })
  startTools(figure, {
    png: () => blobOf(chart.renderToCanvas({ pixelRatio: 2, backgroundColor: color('--rf-surface') })),
    svg: () => asSvg(box, optionOf(data, key, open)),
  })
  onChange(box, draw)
  draw()
}

/** A list to choose the series from: twelve buttons would not fit. */
function chooseSeries(figure: HTMLElement, data: FanData, chosen: (key: string) => void): void {
  const place = figure.querySelector<HTMLElement>('[data-chart-switch]')!
  const list = document.createElement('select')
  list.className = 'form-select'
  list.setAttribute('aria-label', place.getAttribute('aria-label') ?? '')
  list.append(...data.series.map((one) => new Option(one.label, one.key, false, one.key === data.start)))
  list.addEventListener('change', () => chosen(list.value))
  place.replaceChildren(list)
  place.hidden = false
}

function asSvg(box: HTMLElement, option: echarts.EChartsCoreOption): string {
  const chart = echarts.init(null, null, { renderer: 'svg', ssr: true, width: box.clientWidth, height: box.clientHeight })
  chart.setOption({ ...option, animation: false })
  const svg = chart.renderToSVGString()
  chart.dispose()
  return svg
}
