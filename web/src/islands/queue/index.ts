import { changing } from '../../lib/csrf.ts'
import { say } from '../../lib/words.ts'

interface Done {
  item: HTMLElement
  sent?: Promise<void>
  undoUrl?: string
}

/**
 * One key an item: each `[data-queue-item]` holds a form whose buttons have `data-key="1"`. The answer is sent at
 * once and the next item becomes current; `z` takes the last one back ({"undo_url"} in the answer).
 * A button with `data-asks` first opens the item's fields while they are empty; `t` goes to `[data-queue-field]`, Enter
 * there answers with the first button (or with the one that asked). {"alert"} in the answer stays above the list.
 */
export function start(element: HTMLElement): void {
  const history: Done[] = []
  const bar = element.querySelector<HTMLElement>('[data-queue-status]')
  const items = () => [...element.querySelectorAll<HTMLElement>('[data-queue-item]:not(.is-done)')]
  const current = () => items().find((item) => item.classList.contains('is-current'))
  const meter = element.querySelector<HTMLProgressElement>('[data-queue-progress] progress')
  const before = meter ? meter.value : 0
  const tell = (text: string) => {
    if (meter) meter.value = before + history.length
    if (bar) bar.textContent = [text, items().length ? say('{n} left', { n: items().length }) : say('All are done.')].join(' · ')
  }

  const answer = (item: HTMLElement, button: HTMLButtonElement) => {
    const done: Done = { item }
    const told = new FormData(button.form!, button)
    goTo(items()[items().indexOf(item) + 1] ?? items().find((other) => other !== item))
    item.classList.remove('is-current')
    item.classList.add('is-done')
    history.push(done)
    tell(say('{name}: {answer}', { name: item.dataset.queueName ?? '', answer: button.dataset.label ?? button.textContent!.trim() }))
    done.sent = send(done, button.form!.action, told)
  }
  const send = async (done: Done, url: string, told: FormData) => {
    const said = await post(url, told)
    if (said.ok) done.undoUrl = said.body.undo_url
    if (said.ok && said.body.alert) warn(done.item, said.body.alert)
    if (!said.ok) giveBack(done, said.body.title ?? say('Not saved: {why}', { why: say('no connection') }))
  }
  const warn = (item: HTMLElement, text: string) => {
    const notice = document.createElement('p')
    notice.className = 'rf-notice tone-late'
    notice.textContent = say('{name}: {answer}', { name: item.dataset.queueName ?? '', answer: text })
    element.querySelector('[data-queue-alerts]')?.append(notice)
  }
  const giveBack = (done: Done, text: string) => {
    history.splice(history.indexOf(done), 1)
    done.item.classList.remove('is-done')
    goTo(done.item)
    tell(text)
  }
  const undo = async () => {
    const done = history.at(-1)
    await done?.sent
    if (!done?.undoUrl || !history.includes(done)) return
    const said = await post(done.undoUrl, new FormData())
    if (said.ok) giveBack(done, say('Undo'))
    else tell(said.body.title ?? say('Not saved: {why}', { why: say('no connection') }))
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
    if (asks(item, button)) return
    answer(item, button)
  })
  element.addEventListener('click', (event) => (event.target as Element).closest('[data-queue-undo]') && void undo())
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if ((event.target as Element).matches('input, textarea, select')) return void typed(event, element, current)
    if (event.key === 't') return void focusField(current(), event)
    if (event.key === 'z') return void undo()
    const button = current()?.querySelector<HTMLButtonElement>(`button[data-key="${CSS.escape(event.key)}"]`)
    if (!button) return
    event.preventDefault()
    button.click()
  })
  goTo(items()[0])
}

/** A button that needs more than itself opens the fields and waits, once. */
function asks(item: HTMLElement, button: HTMLButtonElement): boolean {
  const fields = [...item.querySelectorAll<HTMLInputElement>('input:not([type=hidden])')]
  if (button.dataset.asks === undefined || fields.some((field) => field.value.trim())) return false
  item.classList.add('is-asking')
  fields[0]?.focus()
  return true
}

function focusField(item: HTMLElement | undefined, event: KeyboardEvent): void {
  const field = item?.querySelector<HTMLInputElement>('[data-queue-field]')
  if (!field) return
  event.preventDefault()
  field.focus()
}

/** Enter in a field answers, and the field of the next item takes over; Escape leaves it. */
function typed(event: KeyboardEvent, element: HTMLElement, current: () => HTMLElement | undefined): void {
  const field = event.target as HTMLInputElement
  const item = field.closest<HTMLElement>('[data-queue-item]')
  if (event.key !== 'Enter' || !item || !element.contains(item)) return
  event.preventDefault()
  item.querySelector<HTMLButtonElement>(item.classList.contains('is-asking') ? 'button[data-asks]' : 'button[data-key]')?.click()
  if (item.classList.contains('is-done')) {
    field.blur()
    if (!item.classList.contains('is-asking')) current()?.querySelector<HTMLInputElement>('[data-queue-field]')?.focus()
  }
}

async function post(url: string, body: FormData): Promise<{ ok: boolean; body: { undo_url?: string; title?: string; alert?: string } }> {
  try {
    const response = await fetch(url, { method: 'POST', body, headers: changing(), credentials: 'same-origin' })
    return { ok: response.ok, body: await response.json().catch(() => ({})) }
  } catch {
    return { ok: false, body: {} }
  }
}
