/** What the server gives for an epidemic curve. Days are ISO dates; nulls are gaps. */
export interface CurveData {
  start: string // which basis is shown first
  bases: Record<string, { label: string; days: string[]; series: { kind: string; label: string; counts: number[] }[]; missing?: number }>
  band?: { from: string; to: string; days: number }
  r?: { days: string[]; mean: (number | null)[]; low: (number | null)[]; high: (number | null)[] }
  incomplete_from?: string // later days still wait for reports
  list_url?: string // {basis}, {day}, {kind} are filled in
}

/** All days from the first to the last of anything drawn, so that no day without cases is left out. */
export function daysOf(data: CurveData, basis: string): string[] {
  const all = [...data.bases[basis].days, ...(data.r?.days ?? []), ...(data.band ? [data.band.to] : [])].sort()
  if (!all.length) return []
  const days: string[] = []
  const end = Date.parse(`${all.at(-1)}T00:00:00Z`)
  for (let at = Date.parse(`${all[0]}T00:00:00Z`); at <= end; at += 86_400_000) days.push(new Date(at).toISOString().slice(0, 10))
  return days
}

/** Values put on their days; `empty` where there is none. */
export function onDays<T>(days: string[], own: string[], values: T[], empty: T): T[] {
  const at = new Map(own.map((day, i) => [day, values[i]]))
  return days.map((day) => at.get(day) ?? empty)
}

/** 21 Jan or 1-21: short, for an axis. */
export function shortDay(day: string, chinese: boolean): string {
  const [, month, date] = day.split('-').map(Number)
  return chinese ? `${month}-${date}` : `${date} ${'Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec'.split(' ')[month - 1]}`
}

/** The top of the axis of R: room for the band, but one wild early interval must not flatten the rest. */
export function topOfR(high: (number | null)[], mean: (number | null)[]): number {
  const means = mean.filter((value) => value !== null)
  const highs = high.filter((value) => value !== null).sort((a, b) => a - b)
  if (!means.length) return 2
  const usual = highs[Math.floor(highs.length * 0.8)] ?? 0
  return Math.min(8, Math.max(2, Math.ceil(Math.max(usual, Math.max(...means) * 1.1))))
}
