import { now } from '../lib/clock.ts'
import { countdown } from '../lib/durations.ts'

const TONES = ['tone-ok', 'tone-warn', 'tone-soon', 'tone-late']

/** Let every countdown on the page run: once a second, only what changed, not in a hidden tab. */
export function startCountdowns(): void {
  const tick = () => {
    if (!document.hidden) document.querySelectorAll<HTMLElement>('[data-due-at]').forEach(show)
  }
  tick()
  setInterval(tick, 1000)
}

function show(element: HTMLElement): void {
  const due = Date.parse(element.dataset.dueAt!)
  const started = element.dataset.startedAt ? Date.parse(element.dataset.startedAt) : due
  const left = countdown(Math.trunc((due - now()) / 1000), (due - started) / 1000)
  const text = element.querySelector('[data-due-text]') ?? element
  if (text.textContent === left.text) return
  text.textContent = left.text
  element.classList.remove(...TONES)
  element.classList.add(`tone-${left.tone}`)
  element.classList.toggle('is-over', left.isOver)
}
