import { expect, test } from 'vitest'
import { daysOf, onDays, shortDay, topOfR } from '../src/islands/curve/curve.ts'
import { classOf, roundUp, spread, thresholds } from '../src/islands/map/scale.ts'
import { lines } from '../src/islands/paste/index.ts'
import { size } from '../src/islands/upload/index.ts'
import { csvCell } from '../src/lib/save.ts'

const CURVE = { start: 'report', bases: { report: { label: '', days: ['2020-01-30', '2020-02-02'], series: [] } } }

test('days without a case stay on the axis, over the end of a month', () => {
  expect(daysOf(CURVE, 'report')).toEqual(['2020-01-30', '2020-01-31', '2020-02-01', '2020-02-02'])
  expect(onDays(daysOf(CURVE, 'report'), ['2020-01-30', '2020-02-02'], [4, 1], 0)).toEqual([4, 0, 0, 1])
})

test('a short day by language', () => {
  expect(shortDay('2020-01-09', true)).toBe('1-9')
  expect(shortDay('2020-01-09', false)).toBe('9 Jan')
})

test('one wild early interval does not flatten R', () => {
  const high = [40, 4, 3, 3, 2.5, 2.5, 2, 2, 1.8, 1.8]
  expect(topOfR(high, [2.5, 2, null])).toBeLessThanOrEqual(4)
  expect(topOfR([], [])).toBe(2)
})

test('classes of the map have round ends, and nothing is a class of its own', () => {
  expect(thresholds([12, 3, 0, 7, 1, 2, 0, 4, 22, 1, 9])).toEqual([1, 3, 7, 12, 22])
  expect(classOf(0, [1, 3])).toBe(0)
  expect([classOf(1, [1, 3]), classOf(3, [1, 3])]).toEqual([1, 5])
  expect(thresholds([0, 0])).toEqual([])
  expect(spread(1, 1)).toBe(3)
})

test.each([[137, 140], [0.0341, 0.035], [7, 7], [1234, 1300]])('%d is rounded up to %d', (value, rounded) => {
  expect(roundUp(value)).toBe(rounded)
})

test.each([['=1+1', "'=1+1"], ['-3.5', '-3.5'], ['a,b', '"a,b"'], ['@x', "'@x"], ['say "hi"', '"say ""hi"""'], ['93%', '93%']])('the cell %s is saved as %s', (text, saved) => {
  expect(csvCell(text)).toBe(saved)
})

test('pasted lines that hold nothing do not count', () => expect(lines('Li 138\r\n\n  \nWang')).toBe(2))

test.each([[900, '1 kB'], [3_400_000, '3.4 MB']])('%i bytes are %s', (bytes, text) => expect(size(bytes)).toBe(text))
