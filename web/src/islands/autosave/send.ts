import { changing } from '../../lib/csrf.ts'
import { say } from '../../lib/words.ts'
import type { Conflict } from './conflict.ts'

export interface Answer {
  state: 'saved' | 'waiting' | 'failed' | 'conflict'
  text: string
  conflict?: Conflict
}

/** POST the block with the version it was read at. 200 {version}; 409 changed by another; 422 {errors: {field: [..]}}. */
export async function send(form: HTMLFormElement, url: string): Promise<Answer> {
  let response: Response
  try {
    response = await fetch(url, { method: 'POST', body: new FormData(form), headers: changing({ 'If-Match': form.dataset.version ?? '' }), credentials: 'same-origin' })
  } catch {
    return { state: 'waiting', text: say('Not saved: {why}', { why: say('no connection, kept on this device') }) }
  }
  const said = await response.json().catch(() => ({}))
  mark(form, said.errors ?? {})
  if (response.ok) {
    if (said.version !== undefined) form.dataset.version = String(said.version)
    return { state: 'saved', text: '' }
  }
  if (response.status === 409 || response.status === 412) {
    const conflict = said.differences ? (said as Conflict) : undefined
    return { state: 'conflict', conflict, text: said.title ?? say('Somebody else changed this block. Your text is kept; load the page again to compare.') }
  }
  return { state: 'failed', text: say('Not saved: {why}', { why: said.title ?? `${response.status}` }) }
}

/** Errors beside their fields; gone when the field is right. */
function mark(form: HTMLFormElement, errors: Record<string, string[]>): void {
  form.querySelectorAll('.rf-error[data-autosave]').forEach((old) => old.remove())
  for (const control of form.querySelectorAll<HTMLInputElement>('[name]')) {
    const sentences = errors[control.name]
    if (!sentences) {
      control.removeAttribute('aria-invalid')
      continue
    }
    control.setAttribute('aria-invalid', 'true')
    const line = document.createElement('div')
    line.className = 'rf-error'
    line.dataset.autosave = ''
    line.textContent = sentences.join(' ')
    const field = control.closest('.rf-field') ?? control.parentElement!
    if (!field.querySelector('.rf-error[data-autosave]')) field.append(line)
  }
}
