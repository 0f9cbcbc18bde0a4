import countiesUrl from '../../../../src/ringfence/faces/web/data/counties.geojson?url'
import { color } from '../../lib/colors.ts'
import { pngOfSvg } from '../../lib/save.ts'
import { jsonOf } from '../../lib/source.ts'
import { startTools } from '../../lib/tools.ts'
import { isChinese, say } from '../../lib/words.ts'
import { type County, type CountyMap, countyMap, placed } from './counties.ts'
import { drawnAlone, element } from './drawing.ts'
import { classOf, spread, thresholds } from './scale.ts'

interface Measure {
  key: string
  label: string
  unit: string
  values: Record<string, number | null>
}
interface MapData {
  measures: Measure[]
  urls: Record<string, string>
  points?: { label: string; lon: number; lat: number; url?: string }[]
}

/** The counties coloured by a measure, each a link to its list, in a <c-chart island="map">. */
export async function start(figure: HTMLElement): Promise<void> {
  const [data, outline] = await Promise.all([jsonOf<MapData>(figure), fetch(countiesUrl).then((answer) => answer.json())])
  const map = countyMap(outline)
  const box = figure.querySelector<HTMLElement>('[data-chart]')!
  let svg = element('svg', {})
  const show = (measure: Measure) => {
    svg = drawing(map, data, measure)
    box.replaceChildren(svg)
    scale(figure.querySelector<HTMLElement>('[data-chart-legend]')!, measure)
  }
  box.removeAttribute('role')
  show(data.measures[0])
  switchMeasure(figure, data, show)
  const alone = () => drawnAlone(svg as SVGSVGElement, map.width, map.height)
  startTools(figure, { svg: alone, png: () => pngOfSvg(alone(), map.width, map.height, color('--rf-surface')) })
}

function drawing(map: CountyMap, data: MapData, measure: Measure): SVGElement {
  const ends = thresholds(Object.values(measure.values).filter((value) => value !== null))
  const svg = element('svg', { viewBox: `0 0 ${map.width} ${map.height}`, class: 'rf-map', role: 'group', 'aria-label': measure.label })
  const links = map.counties.map((one) => county(one, data.urls[one.code], measure, ends))
  svg.append(...links.map((link) => link.area), ...links.map((link) => link.label), ...(data.points ?? []).map(point))
  return svg
}

function county(one: County, url: string | undefined, measure: Measure, ends: number[]): { area: SVGElement; label: SVGElement } {
  const value = measure.values[one.code] ?? null
  const name = isChinese() ? one.name : one.nameEn
  const text = value === null ? say('no data') : `${value.toLocaleString()} ${measure.unit}`
  const area = element(url ? 'a' : 'g', { ...(url && { href: url }), class: 'rf-county', 'aria-label': `${name}: ${text}` })
  const outline = element('path', { d: one.path, class: value === null ? 'is-unknown' : `is-class-${classOf(value, ends)}` })
  outline.append(element('title', {}, `${name}: ${text}`))
  area.append(outline)
  const label = element('g', { class: 'rf-county-label', 'aria-hidden': 'true' })
  if (one.leader) {
    const [from, to] = [one.leader[0], one.leader.at(-1)!]
    label.append(element('path', { d: `M${from}L${to}`, class: 'rf-leader' }), element('circle', { cx: from[0], cy: from[1], r: 2.2, class: 'rf-leader-end' }))
  }
  const anchor = one.label.start ? 'start' : 'middle'
  const x = one.label.x + (one.label.start ? 3 : 0)
  const words = element('text', { x, y: one.label.y + 4, 'text-anchor': anchor }, name)
  if (value) words.append(element('tspan', { class: 'rf-county-value', dx: 5 }, value.toLocaleString()))
  if (!one.leader && value !== null && classOf(value, ends) >= 4) label.classList.add('is-on-dark')
  label.append(words)
  return { area, label }
}

function point(one: NonNullable<MapData['points']>[number]): SVGElement {
  const [x, y] = placed(one.lon, one.lat)
  const mark = element(one.url ? 'a' : 'g', { ...(one.url && { href: one.url }), class: 'rf-map-point', 'aria-label': one.label })
  mark.append(element('path', { d: `M${x - 5},${y}l5,-5l5,5l-5,5z` }), element('title', {}, one.label))
  return mark
}

/** The colours with their numbers and their unit. */
function scale(box: HTMLElement, measure: Measure): void {
  const ends = thresholds(Object.values(measure.values).filter((value) => value !== null))
  const unit = document.createElement('b')
  unit.textContent = measure.unit
  const starts = [0, ...ends]
  const whole = ends.every(Number.isInteger)
  const steps = ends.map((end, i) => {
    const from = whole ? starts[i] + 1 : starts[i]
    return [`--rf-scale-${spread(i + 1, ends.length)}`, from === end ? `${end}` : `${from.toLocaleString()}–${end.toLocaleString()}`]
  })
  box.replaceChildren(unit, ...[['--rf-scale-0', '0'], ...steps].map(([variable, text]) => {
    const item = document.createElement('span')
    item.className = 'rf-legend-item is-class'
    const swatch = document.createElement('i')
    swatch.style.setProperty('--swatch', `var(${variable})`)
    item.append(swatch, text)
    return item
  }))
}

function switchMeasure(figure: HTMLElement, data: MapData, show: (measure: Measure) => void): void {
  const place = figure.querySelector<HTMLElement>('[data-chart-switch]')!
  if (data.measures.length < 2) return
  place.replaceChildren(...data.measures.map((measure, i) => {
    const button = document.createElement('button')
    button.type = 'button'
    button.textContent = measure.label
    button.setAttribute('aria-pressed', String(i === 0))
    button.addEventListener('click', () => {
      for (const other of place.children) other.setAttribute('aria-pressed', String(other === button))
      show(measure)
    })
    return button
  }))
  place.hidden = false
}
