import { say } from './words.ts'

// The same words as ringfence.faces.web.durations; both are held to tests/faces/web/durations.json.
const MINUTE = 60
const HOUR = 3600
const DAY = 86400

export interface Left {
  text: string
  tone: string
  isOver: boolean
}

/** What is left (seconds) of the whole (seconds, 0 when the beginning is unknown); after it the overtime. */
export function countdown(seconds: number, whole = 0): Left {
  if (seconds < 0) return { text: say('over {time}', { time: clock(-seconds) }), tone: 'late', isOver: true }
  return { text: clock(seconds), tone: tone(seconds, whole), isOver: false }
}

function tone(seconds: number, whole: number): string {
  if (whole > 0) {
    const used = 1 - seconds / whole
    return used >= 0.75 ? 'soon' : used >= 0.5 ? 'warn' : 'ok'
  }
  if (seconds <= 15 * MINUTE) return 'late'
  return seconds <= HOUR ? 'soon' : seconds <= 4 * HOUR ? 'warn' : 'ok'
}

/** 02:49:59; from two days on in days and hours. */
export function clock(seconds: number): string {
  if (seconds >= 2 * DAY) return say('{days} d {hours} h', { days: Math.floor(seconds / DAY), hours: two((seconds % DAY) / HOUR) })
  return `${two(seconds / HOUR)}:${two((seconds % HOUR) / MINUTE)}:${two(seconds % MINUTE)}`
}

const two = (number: number): string => String(Math.floor(number)).padStart(2, '0')

/** 5 min ago, in 3 h, now; `seconds` is positive for the past. */
export function ago(seconds: number): string {
  const size = Math.abs(seconds)
  if (size < MINUTE) return say('now')
  const amount = size < HOUR ? say('{n} min', { n: Math.floor(size / MINUTE) })
    : size < 2 * DAY ? say('{n} h', { n: Math.floor(size / HOUR) }) : say('{n} d', { n: Math.floor(size / DAY) })
  return seconds > 0 ? say('{amount} ago', { amount }) : say('in {amount}', { amount })
}
