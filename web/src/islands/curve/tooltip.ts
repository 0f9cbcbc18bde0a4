import { variableOf } from '../../lib/colors.ts'
import { isChinese, say } from '../../lib/words.ts'
import { type CurveData, shortDay } from './curve.ts'

/** What one day holds, as an element: no markup is pasted together. */
export function tooltip(data: CurveData, basis: string, day: string): HTMLElement {
  const box = document.createElement('div')
  box.className = 'rf-tip-body'
  box.append(row(shortDay(day, isChinese()), data.bases[basis].label, 'b'))
  const at = data.bases[basis].days.indexOf(day)
  for (const one of data.bases[basis].series) box.append(row(one.label, String(at < 0 ? 0 : one.counts[at]), 'span', variableOf(one.kind)))
  if (data.r) box.append(row(say('R (estimate)'), ofR(data.r, day), 'span', '--rf-estimate'))
  return box
}

function ofR(r: NonNullable<CurveData['r']>, day: string): string {
  const at = r.days.indexOf(day)
  if (at < 0 || r.mean[at] === null) return say('not estimable')
  return `${r.mean[at]!.toFixed(2)} (${r.low[at]?.toFixed(2)}–${r.high[at]?.toFixed(2)})`
}

function row(name: string, value: string, tag: string, variable?: string): HTMLElement {
  const line = document.createElement('div')
  const left = document.createElement(tag)
  const right = document.createElement('span')
  if (variable) {
    const swatch = document.createElement('i')
    swatch.style.setProperty('--swatch', `var(${variable})`)
    left.append(swatch)
  }
  left.append(name)
  right.textContent = value
  line.append(left, right)
  return line
}
