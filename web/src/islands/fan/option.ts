import type { EChartsCoreOption } from 'echarts/core'
import { color, reducedMotion, thin } from '../../lib/colors.ts'
import { isChinese } from '../../lib/words.ts'
import { shortDay } from '../curve/curve.ts'
import { ahead, before, between, type FanData, TINTS } from './fan.ts'

/** One series: reports so far as bars, medians of all strategies, 50 % and 90 % bands of those switched on. */
export function optionOf(data: FanData, key: string, open: Set<string>): EChartsCoreOption {
  const text = color('--rf-muted')
  const axis = { axisLabel: { color: text, fontSize: 11 }, axisLine: { show: false }, axisTick: { show: false } }
  const line = { type: 'line', symbol: 'none', silent: true, emphasis: { disabled: true } }
  const area = (name: string, low: (number | null)[], high: (number | null)[], tint: string, alpha: number) => [
    { ...line, name: `${name} low`, stack: name, lineStyle: { opacity: 0 }, data: low, tooltip: { show: false } },
    { ...line, name: `${name} band`, stack: name, lineStyle: { opacity: 0 }, areaStyle: { color: thin(tint, alpha) }, data: between(low, high), tooltip: { show: false } },
  ]
  const fan = (name: string, bands: (number | null)[][], tint: string) => [
    ...area(`${name} 90`, bands[0], bands[4], tint, 0.14),
    ...area(`${name} 50`, bands[1], bands[3], tint, 0.24),
  ]
  const past = key === 'confirmed' ? data.past : undefined
  return {
    textStyle: { fontFamily: getComputedStyle(document.body).fontFamily },
    animation: !reducedMotion(),
    animationDuration: 200,
    aria: { enabled: false },
    grid: { left: 52, right: 12, top: 12, bottom: 22 },
    tooltip: { trigger: 'axis', confine: true, className: 'rf-tip', backgroundColor: color('--rf-surface'), borderColor: color('--rf-line'), textStyle: { color: color('--rf-text') } },
    xAxis: { ...axis, type: 'category', data: [...data.past.days, ...data.days], axisLabel: { ...axis.axisLabel, hideOverlap: true, formatter: (day: string) => shortDay(day, isChinese()) }, axisLine: { show: true, lineStyle: { color: color('--rf-line-strong') } } },
    yAxis: { ...axis, type: 'value', minInterval: 1, splitNumber: 4, splitLine: { lineStyle: { color: color('--rf-line') } } },
    series: [
      ...(past ? fan('past', past.fitted.map((band) => before(data, band)), text) : []),
      { name: past ? data.series.find((one) => one.key === key)!.label : '', type: 'bar', barMaxWidth: 10, itemStyle: { color: thin(text, 0.7) }, data: before(data, past?.reported ?? data.past.days.map(() => null) as never), markLine: { symbol: 'none', silent: true, label: { show: false }, lineStyle: { color: color('--rf-line-strong'), type: 'dashed' }, data: [{ xAxis: data.days[0] }] } },
      ...data.strategies.flatMap((one, i) => {
        const tint = color(TINTS[i % TINTS.length])
        const bands = one.series[key].map((band) => ahead(data, band))
        const median = { ...line, silent: false, name: one.label, lineStyle: { color: tint, width: 2 }, itemStyle: { color: tint }, data: bands[2] }
        return [...(open.has(one.label) ? fan(one.label, bands, tint) : []), median]
      }),
    ],
  }
}
