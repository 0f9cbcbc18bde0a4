import { now } from '../../lib/clock.ts'
import { say } from '../../lib/words.ts'
import { drop, keep, kept, restore } from './kept.ts'
import { showConflict } from './conflict.ts'
import { send } from './send.ts'

const QUIET_MS = 900 // after the last key
const AGAIN_MS = 15_000 // while there is no connection

/** A block of a form that saves itself: data-save-url, data-version. What could not be sent stays on this device. */
export function start(element: HTMLElement): void {
  const form = element as HTMLFormElement
  const url = form.dataset.saveUrl!
  const state = form.querySelector<HTMLElement>('.rf-save')!
  let timer: ReturnType<typeof setTimeout> | undefined
  let sending = false
  let dirty = false
  const show = (name: string, text: string) => {
    state.dataset.state = name
    state.textContent = text
  }
  const save = async () => {
    clearTimeout(timer)
    if (sending || !dirty || form.querySelector('[data-conflict]')) return
    sending = true
    dirty = false
    show('saving', say('Saving ...'))
    const answer = await send(form, url)
    sending = false
    if (answer.state === 'saved') {
      if (!dirty) drop(url)
      show('saved', `${say('Saved')} ${hourMinute()}`)
    } else {
      show(answer.state, answer.text)
      dirty = true
      if (answer.state === 'waiting') timer = setTimeout(save, AGAIN_MS)
      if (answer.state === 'conflict') {
        const found = answer.conflict
        if (found) showConflict(form, found, () => mine(found.version), theirs)
        return
      }
    }
    if (dirty && answer.state === 'saved') void save()
  }
  const mine = (version: number) => {
    form.dataset.version = String(version)
    void save()
  }
  const theirs = () => {
    drop(url)
    location.reload()
  }
  form.addEventListener('input', () => {
    dirty = true
    keep(url, form)
    clearTimeout(timer)
    if (state.dataset.state !== 'conflict') timer = setTimeout(save, QUIET_MS)
  })
  form.addEventListener('focusout', () => void save())
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    dirty = true
    void save()
  })
  addEventListener('online', () => void save())
  offer(form, url, () => form.dispatchEvent(new Event('input')))
}

/** Text of an earlier visit that never reached the server: the person decides what becomes of it. */
function offer(form: HTMLFormElement, url: string, restored: () => void): void {
  const earlier = kept(url, form)
  if (!earlier) return
  const notice = document.createElement('div')
  notice.className = 'rf-notice tone-warn'
  const text = document.createElement('span')
  text.textContent = say('Text of {when} that was not sent.', { when: new Date(earlier.at).toLocaleString(document.documentElement.lang, { dateStyle: 'medium', timeStyle: 'short', timeZone: 'Asia/Shanghai' }) })
  notice.append(text, button(say('Put it back'), () => {
    restore(form, earlier)
    notice.remove()
    restored()
  }), button(say('Throw it away'), () => {
    drop(url)
    notice.remove()
  }))
  form.prepend(notice)
}

function button(text: string, act: () => void): HTMLButtonElement {
  const made = document.createElement('button')
  made.type = 'button'
  made.className = 'btn btn-sm'
  made.textContent = text
  made.addEventListener('click', act)
  return made
}

function hourMinute(): string {
  return new Date(now()).toLocaleTimeString('zh-CN', { hour: '2-digit', minute: '2-digit', timeZone: 'Asia/Shanghai', hour12: false })
}
