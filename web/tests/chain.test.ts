import { expect, test } from 'vitest'
import { cells, detailOf, under } from '../src/islands/chain/detail.ts'
import { type ChainJson, graphOf, lineage, search } from '../src/islands/chain/graph.ts'
import { stepFor } from '../src/islands/chain/axis.ts'
import { SvgPen } from '../src/islands/chain/svgpen.ts'
import { closeTo, fit, zoomed } from '../src/islands/chain/view.ts'

// Chen infects Li and Wang; Li infects Zhao; Sun stands alone.
const CHAIN: ChainJson = {
  t0: '2020-01-14',
  nodes: { id: ['C1', 'C2', 'C3', 'C4', 'C5'], label: ['Chen', 'Li', 'Wang', 'Zhao', 'Sun'], x: [0, 3, 5, 8, 2], y: [1, 0, 2, 0, 4], parent: [-1, 0, 0, 1, -1], kind: [0, 0, 1, 0, 1] },
  edges: [{ from: 0, to: 1, grade: 'CONFIRMED' }, { from: 2, to: 3, grade: 'MENTION' }],
  legend: ['CASE_LOCAL', 'CONTACT'],
}

/** Many people, as an outbreak would place them: rows and days filled unevenly. */
function crowd(count: number): ChainJson {
  const at = [...Array(count).keys()]
  return { t0: '2020-01-14', legend: ['CASE_LOCAL'], nodes: { id: at.map(String), label: at.map(String), x: at.map((i) => (i * 7919) % 127), y: at.map((i) => Math.floor(i / 2)), parent: at.map((i) => (i ? Math.floor(i / 3) : -1)), kind: at.map(() => 0) } }
}

test('sizes count everybody after a person', () => {
  const graph = graphOf(CHAIN)
  expect([...graph.size]).toEqual([4, 2, 1, 1, 1])
  expect(graph.children[0]).toEqual([1, 2])
})

test('a link along a branch is its evidence, any other is a candidate', () => {
  const graph = graphOf(CHAIN)
  expect(graph.edgeTo.get(1)?.grade).toBe('CONFIRMED')
  expect(graph.others.get(3)?.[0].grade).toBe('MENTION')
})

test('the lineage of Li holds Chen and Zhao, never Wang', () => {
  expect([...lineage(graphOf(CHAIN), 1)].sort()).toEqual([0, 1, 3])
})

test('search finds numbers and names, those that begin so first', () => {
  const graph = graphOf(CHAIN)
  expect(search(graph, 'c4')).toEqual([3])
  expect(search(graph, 'an')).toEqual([2])
  expect(search(graph, ' ')).toEqual([])
})

test.each([135, 1500, 25000])('no two marks of %i people touch, at any distance', (count) => {
  const graph = graphOf(crowd(count))
  const whole = fit(graph, 1200, 600)
  for (const factor of [1, 2, 5, 20, 100]) {
    const { marks } = detailOf(graph, zoomed(whole, whole, factor, factor, 600, 300))
    const taken = new Set(marks.map((mark) => `${Math.floor(mark.x / 8.9)}:${Math.floor(mark.y / 8.9)}`))
    expect(taken.size).toBe(marks.length)
    expect(marks.length).toBeLessThan(8000)
  }
})

test('every person is in exactly one mark', () => {
  const graph = graphOf(crowd(25000))
  const { marks } = detailOf(graph, fit(graph, 1200, 600))
  expect(marks.reduce((sum, mark) => sum + mark.members, 0)).toBe(25000)
})

test('close to a person, the mark under the middle is that person alone', () => {
  const graph = graphOf(crowd(25000))
  const whole = fit(graph, 1200, 600)
  const view = closeTo(whole, whole, graph.x[12345], graph.y[12345])
  expect(cells(view)).toEqual({ days: 1, rows: 1 })
  const { mark } = under(detailOf(graph, view), 600, 300, 6)
  expect(mark?.node).toBe(12345)
  expect(mark?.members).toBe(1)
})

test('labels of days keep their distance', () => {
  for (const width of [0.3, 2, 9, 44]) expect(stepFor(width) * width).toBeGreaterThanOrEqual(58)
})

test('a drawing as SVG escapes names', () => {
  const pen = new SvgPen()
  pen.fillText('<Chen & "Li">', 1, 2)
  expect(pen.document(10, 10)).toContain('&lt;Chen &amp; &quot;Li&quot;>')
})
