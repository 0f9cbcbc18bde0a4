let probe: HTMLElement | undefined

/** The colour of a CSS variable as the theme gives it now: rgb(...). */
export function color(variable: string): string {
  if (!probe) {
    probe = document.createElement('span')
    probe.hidden = true
    document.body.append(probe)
  }
  probe.style.color = `var(${variable})`
  return getComputedStyle(probe).color
}

/** The same colour, thinner. */
export function thin(rgb: string, alpha: number): string {
  const parts = rgb.match(/[\d.]+/g) ?? ['0', '0', '0']
  return rgb.startsWith('rgb') ? `rgba(${parts[0]}, ${parts[1]}, ${parts[2]}, ${alpha})` : rgb
}

const KINDS: Record<string, string> = {
  CONFIRMED: '--rf-confirmed', LOCAL: '--rf-confirmed', CASE_LOCAL: '--rf-confirmed', ASYMPTOMATIC: '--rf-asymptomatic',
  CASE_ASYMPTOMATIC: '--rf-asymptomatic', IMPORTED: '--rf-imported', CASE_IMPORTED: '--rf-imported', IMPORT_RELATED: '--rf-import-related',
  CASE_IMPORT_RELATED: '--rf-import-related', SUSPECTED: '--rf-suspected', PRESUMPTIVE: '--rf-suspected', CASE_SUSPECTED: '--rf-suspected',
  CONTACT: '--rf-contact', UNKNOWN: '--rf-contact', OTHER: '--rf-suspected',
}

/** The CSS variable that colours a kind of case; the same on every chart. */
export const variableOf = (kind: string): string => KINDS[kind] ?? '--rf-contact'

export const reducedMotion = (): boolean => matchMedia('(prefers-reduced-motion: reduce)').matches
