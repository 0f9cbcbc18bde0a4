import { changing } from '../../lib/csrf.ts'
import { say } from '../../lib/words.ts'

interface Done {
  item: HTMLElement
  undoUrl?: string
}

/**
 * One key an item: each `[data-queue-item]` holds a form whose buttons have `data-key="1"`. The answer is sent at
 * once and the next item becomes current; `z` takes the last one back ({"undo_url"} in the answer).
 */
export function start(element: HTMLElement): void {
  const history: Done[] = []
  const bar = element.querySelector<HTMLElement>('[data-queue-status]')
  const items = () => [...element.querySelectorAll<HTMLElement>('[data-queue-item]:not(.is-done)')]
  const current = () => items().find((item) => item.classList.contains('is-current'))
  const tell = (text: string) => bar && (bar.textContent = [text, items().length ? say('{n} left', { n: items().length }) : say('All are done.')].join(' · '))

  const answer = async (item: HTMLElement, button: HTMLButtonElement) => {
    const form = button.form!
    const done: Done = { item }
    goTo(items()[items().indexOf(item) + 1] ?? items().find((other) => other !== item))
    item.classList.remove('is-current')
    item.classList.add('is-done')
    history.push(done)
    tell(say('{name}: {answer}', { name: item.dataset.queueName ?? '', answer: button.dataset.label ?? button.textContent!.trim() }))
    const said = await post(form.action, new FormData(form, button))
    if (said.ok) done.undoUrl = said.body.undo_url
    else giveBack(done, said.body.title ?? say('Not saved: {why}', { why: say('no connection, kept on this device') }))
  }
  const giveBack = (done: Done, text: string) => {
    history.splice(history.indexOf(done), 1)
    done.item.classList.remove('is-done')
    goTo(done.item)
    tell(text)
  }
  const undo = async () => {
    const done = history.at(-1)
    if (!done?.undoUrl) return
    const said = await post(done.undoUrl, new FormData())
    giveBack(done, said.ok ? say('Undo') : (said.body.title ?? ''))
  }
  const goTo = (item?: HTMLElement) => {
    current()?.classList.remove('is-current')
    item?.classList.add('is-current')
    item?.scrollIntoView({ block: 'nearest' })
  }

  element.addEventListener('submit', (event) => {
    const button = (event as SubmitEvent).submitter as HTMLButtonElement | null
    const item = button?.closest<HTMLElement>('[data-queue-item]')
    if (!button?.dataset.key || !item) return
    event.preventDefault()
    void answer(item, button)
  })
  element.addEventListener('click', (event) => (event.target as Element).closest('[data-queue-undo]') && void undo())
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || (event.target as Element).matches('input, textarea, select')) return
    if (event.key === 'z') return void undo()
    const button = current()?.querySelector<HTMLButtonElement>(`button[data-key="${CSS.escape(event.key)}"]`)
    if (!button) return
    event.preventDefault()
    button.click()
  })
  goTo(items()[0])
}

async function post(url: string, body: FormData): Promise<{ ok: boolean; body: { undo_url?: string; title?: string } }> {
  try {
    const response = await fetch(url, { method: 'POST', body, headers: changing(), credentials: 'same-origin' })
    return { ok: response.ok, body: await response.json().catch(() => ({})) }
  } catch {
    return { ok: false, body: {} }
  }
}
