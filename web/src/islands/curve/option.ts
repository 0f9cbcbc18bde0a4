import type { EChartsCoreOption } from 'echarts/core'
import { color, reducedMotion, thin, variableOf } from '../../lib/colors.ts'
import { isChinese, say } from '../../lib/words.ts'
import { type CurveData, daysOf, onDays, shortDay, topOfR } from './curve.ts'
import { tooltip } from './tooltip.ts'

const HATCH: Record<string, object> = {
  ASYMPTOMATIC: { symbol: 'rect', dashArrayX: [1, 0], dashArrayY: [2, 3], rotation: -Math.PI / 4 },
  IMPORTED: { symbol: 'circle', dashArrayX: [[4, 4], [0, 4, 4, 0]], dashArrayY: [4, 0], symbolSize: 0.5 },
}

/** The drawing of one basis: bars stacked by class, the incubation band behind, R with its band on the right axis. */
export function optionOf(data: CurveData, basis: string, hidden: Set<string>, first: boolean): EChartsCoreOption {
  const shown = data.bases[basis]
  const days = daysOf(data, basis)
  const colors = { text: color('--rf-muted'), line: color('--rf-line'), r: color('--rf-estimate'), surface: color('--rf-surface') }
  const axis = { axisLabel: { color: colors.text, fontSize: 11 }, axisLine: { show: false }, axisTick: { show: false } }
  const r = data.r && !hidden.has('R') ? data.r : undefined
  return {
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    animation: first && !reducedMotion(),
    animationDuration: 250,
    aria: { enabled: false },
    grid: { left: 34, right: data.r ? 30 : 10, top: 12, bottom: 22 },
    tooltip: { trigger: 'axis', confine: true, axisPointer: { type: 'shadow', shadowStyle: { color: thin(colors.text, 0.12) } }, className: 'rf-tip', backgroundColor: colors.surface, borderColor: colors.line, padding: 0, formatter: (parts: unknown) => tooltip(data, basis, days[(parts as { dataIndex: number }[])[0].dataIndex]) },
    xAxis: { ...axis, type: 'category', data: days, axisLabel: { ...axis.axisLabel, hideOverlap: true, formatter: (day: string) => shortDay(day, isChinese()) }, axisLine: { show: true, lineStyle: { color: color('--rf-line-strong') } } },
    yAxis: [
      { ...axis, type: 'value', minInterval: 1, splitNumber: 3, splitLine: { lineStyle: { color: colors.line } } },
      { ...axis, type: 'value', show: Boolean(data.r), min: 0, max: topOfR(data.r?.high ?? [], data.r?.mean ?? []), splitNumber: 3, splitLine: { show: false }, axisLabel: { ...axis.axisLabel, color: colors.r } },
    ],
    series: [
      ...shown.series.filter((one) => !hidden.has(one.kind)).map((one, i) => ({
        name: one.label, type: 'bar', stack: 'cases', barCategoryGap: '12%', barMaxWidth: 26, cursor: data.list_url ? 'pointer' : 'default', kind: one.kind,
        data: onDays(days, shown.days, one.counts, 0),
        itemStyle: { color: color(variableOf(one.kind)), borderColor: colors.surface, borderWidth: days.length > 90 ? 0 : 0.5, decal: HATCH[one.kind] && { ...HATCH[one.kind], color: thin(colors.surface, 0.28) } },
        emphasis: { focus: 'none' }, ...(i === 0 ? behind(data, days) : {}),
      })),
      ...(r ? reproduction(r, days, colors.r) : []),
    ],
  }
}

/** The incubation band and the days that still wait for reports. */
function behind(data: CurveData, days: string[]): object {
  const areas: object[] = []
  if (data.band) areas.push([{ xAxis: data.band.from, itemStyle: { color: color('--rf-band') } }, { xAxis: data.band.to }])
  if (data.incomplete_from) areas.push([{ xAxis: data.incomplete_from, itemStyle: { color: color('--rf-incomplete') } }, { xAxis: days.at(-1) }])
  return areas.length ? { markArea: { silent: true, data: areas } } : {}
}

function reproduction(r: NonNullable<CurveData['r']>, days: string[], tint: string): object[] {
  const line = { type: 'line', yAxisIndex: 1, symbol: 'none', connectNulls: false, silent: true, emphasis: { disabled: true } }
  const low = onDays(days, r.days, r.low, null)
  const high = onDays(days, r.days, r.high, null)
  return [
    { ...line, name: 'low', stack: 'interval', lineStyle: { opacity: 0 }, data: low },
    { ...line, name: say('95 % interval'), stack: 'interval', lineStyle: { opacity: 0 }, areaStyle: { color: thin(tint, 0.24) }, data: high.map((value, i) => (value === null || low[i] === null ? null : value - low[i]!)) },
    { ...line, name: 'edge', lineStyle: { color: color('--rf-surface'), width: 5, opacity: 0.85 }, data: onDays(days, r.days, r.mean, null) },
    { ...line, name: say('R (estimate)'), lineStyle: { color: tint, width: 2 }, itemStyle: { color: tint }, symbol: 'circle', showSymbol: false, data: onDays(days, r.days, r.mean, null), markLine: { symbol: 'none', silent: true, label: { show: false }, lineStyle: { color: tint, type: 'dashed', width: 1, opacity: 0.7 }, data: [{ yAxis: 1 }] } },
  ]
}
