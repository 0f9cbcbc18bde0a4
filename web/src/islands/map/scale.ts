export const CLASSES = 5

/** The upper ends of at most five classes with round numbers; zero is a class of its own. */
export function thresholds(values: number[]): number[] {
  const some = values.filter((value) => value > 0).sort((a, b) => a - b)
  if (!some.length) return []
  const ends: number[] = []
  for (let i = 1; i <= CLASSES; i++) {
    const end = roundUp(some[Math.min(some.length - 1, Math.ceil((some.length * i) / CLASSES) - 1)])
    if (end > (ends.at(-1) ?? 0)) ends.push(end)
  }
  return ends
}

/** 0 for nothing, 1 ... for the classes. Few classes take the darker colours apart. */
export function classOf(value: number, ends: number[]): number {
  if (value <= 0) return 0
  const at = ends.findIndex((end) => value <= end)
  return spread(at < 0 ? ends.length : at + 1, ends.length)
}

export const spread = (place: number, all: number): number => (all <= 1 ? 3 : 1 + Math.round(((place - 1) * (CLASSES - 1)) / (all - 1)))

/** The next number with two digits that matter: 137 -> 140, 0.034 -> 0.034, 7 -> 7. */
export function roundUp(value: number): number {
  if (value < 10 && Number.isInteger(value)) return value
  const unit = 10 ** (Math.floor(Math.log10(value)) - 1)
  return Number((Math.ceil(value / unit - 1e-9) * unit).toPrecision(6))
}
