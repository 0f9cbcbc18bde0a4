import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { ago, countdown } from '../src/lib/durations.ts'

interface Row {
  seconds: number
  whole: number
  text: string
  tone: string
  over: boolean
}
const table: { countdown: Row[]; ago: Row[] } = JSON.parse(readFileSync(new URL('../../tests/faces/web/durations.json', import.meta.url), 'utf8'))

test.each(table.countdown)('a countdown of $seconds s of $whole s says $text', (row) => {
  expect(countdown(row.seconds, row.whole)).toEqual({ text: row.text, tone: row.tone, isOver: row.over })
})

test.each(table.ago)('$seconds s ago is $text', (row) => expect(ago(row.seconds)).toBe(row.text))
