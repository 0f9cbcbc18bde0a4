import { say } from '../../lib/words.ts'

/** A box for pasted lines: counts them, and Ctrl+Enter confirms. The preview itself is the server's (htmx). */
export function start(element: HTMLElement): void {
  const box = element.querySelector<HTMLTextAreaElement>('textarea')!
  const counter = element.querySelector<HTMLElement>('[data-paste-count]')
  const count = () => {
    if (counter) counter.textContent = say('{n} lines', { n: lines(box.value) })
    box.rows = Math.min(24, Math.max(6, lines(box.value) + 1))
  }
  box.addEventListener('input', count)
  box.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) box.form?.requestSubmit()
  })
  count()
}

/** Lines that hold something. */
export const lines = (text: string): number => text.split(/\r?\n/).filter((line) => line.trim()).length
