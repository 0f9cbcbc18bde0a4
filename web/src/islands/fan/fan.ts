/** What the server gives for a forecast. Bands are [5 %, 25 %, 50 %, 75 %, 95 %], each with a value a day. */
export interface FanData {
  days: string[]
  past: { days: string[]; reported: number[]; fitted: number[][] }
  start: string // the series shown first
  series: { key: string; label: string }[]
  strategies: { label: string; series: Record<string, number[][]> }[]
}

export const TINTS = ['--rf-confirmed', '--rf-asymptomatic', '--rf-estimate', '--rf-imported', '--rf-suspected', '--rf-import-related']

/** Values of the forecast on the days of the whole axis: nothing before it. */
export function ahead(data: FanData, values: number[]): (number | null)[] {
  return [...data.past.days.map(() => null), ...values]
}

/** Values of the past on the days of the whole axis: nothing after it. */
export function before(data: FanData, values: number[]): (number | null)[] {
  return [...values, ...data.days.map(() => null)]
}

/** The part between two quantiles, for an area stacked on the lower one. */
export function between(low: (number | null)[], high: (number | null)[]): (number | null)[] {
  return low.map((value, i) => (value === null || high[i] === null ? null : high[i]! - value))
}
