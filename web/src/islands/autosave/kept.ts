const LONGEST_MS = 24 * 3600 * 1000 // personal data does not stay on a device

export interface Kept {
  at: number
  fields: [string, string][]
}

const name = (url: string): string => `rf-unsent:${document.body.dataset.user ?? ''}:${url}`

/** Keep what is typed on this device until it has reached the server. */
export function keep(url: string, form: HTMLFormElement): void {
  try {
    localStorage.setItem(name(url), JSON.stringify({ at: Date.now(), fields: fields(form) } satisfies Kept))
  } catch {
    // Storage is full or forbidden: the page still saves, only the second net is missing.
  }
}

/** What is kept for this block, if it differs from what the server shows and is not too old. */
export function kept(url: string, form: HTMLFormElement): Kept | undefined {
  const text = localStorage.getItem(name(url))
  if (!text) return undefined
  const found = JSON.parse(text) as Kept
  const same = JSON.stringify(found.fields) === JSON.stringify(fields(form))
  if (!same && Date.now() - found.at < LONGEST_MS) return found
  drop(url)
  return undefined
}

export const drop = (url: string): void => localStorage.removeItem(name(url))

/** Put kept values back into the fields. */
export function restore(form: HTMLFormElement, earlier: Kept): void {
  for (const control of form.querySelectorAll<HTMLInputElement>('input, textarea, select')) {
    if (!control.name || control.type === 'hidden' || control.type === 'file') continue
    const values = earlier.fields.filter(([field]) => field === control.name).map(([, value]) => value)
    if (control.type === 'checkbox' || control.type === 'radio') control.checked = values.includes(control.value)
    else if (values.length) control.value = values[0]
  }
}

function fields(form: HTMLFormElement): [string, string][] {
  return [...new FormData(form)].filter(([field, value]) => field !== 'csrfmiddlewaretoken' && typeof value === 'string') as [string, string][]
}
