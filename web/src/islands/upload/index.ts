import { say } from '../../lib/words.ts'

/** Name and size of the chosen file, a mark while dragging over it, and the progress of a form sent by htmx. */
export function start(element: HTMLElement): void {
  const input = element.querySelector<HTMLInputElement>('input[type=file]')!
  const name = element.querySelector<HTMLElement>('[data-upload-name]')!
  const form = element.closest('form')!
  const bar = form.querySelector<HTMLProgressElement>('[data-upload-progress]')
  input.addEventListener('change', () => {
    name.textContent = [...(input.files ?? [])].map((file) => `${file.name} · ${size(file.size)}`).join(', ')
  })
  for (const [type, over] of [['dragenter', true], ['dragover', true], ['dragleave', false], ['drop', false]] as const) {
    element.addEventListener(type, () => element.classList.toggle('is-over', over))
  }
  form.addEventListener('htmx:xhr:progress', (event) => {
    const { loaded, total } = (event as CustomEvent<ProgressEvent>).detail
    if (!bar || !total) return
    bar.hidden = false
    bar.value = (100 * loaded) / total
    bar.setAttribute('aria-label', say('Sending {percent} %', { percent: Math.round(bar.value) }))
  })
  form.addEventListener('htmx:sendError', () => {
    name.textContent = say('The file could not be sent.')
    if (bar) bar.hidden = true
  })
}

/** 12 kB, 3.4 MB. */
export function size(bytes: number): string {
  return bytes < 1_000_000 ? `${Math.max(1, Math.round(bytes / 1000))} kB` : `${(bytes / 1_000_000).toFixed(1)} MB`
}
