import { now } from '../lib/clock.ts'
import { ago } from '../lib/durations.ts'

/** Keep "5 min ago" true while the page stays open. */
export function startRelativeTimes(): void {
  setInterval(() => {
    for (const element of document.querySelectorAll<HTMLTimeElement>('time[data-reltime]')) {
      const text = ago(Math.trunc((now() - Date.parse(element.dateTime)) / 1000))
      if (element.textContent !== text) element.textContent = text
    }
  }, 30_000)
}
