// The line chart, and what it does with numbers that asciichart would choke on.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { downSample, lineChart } from '../../src/plot/line.js'

test('a falling line', () => {
  assert.equal(
    lineChart([4, 3, 2, 1, 0], { height: 4 }),
    ['4.0 ┼╮', '3.0 ┤╰╮', '2.0 ┤ ╰╮', '1.0 ┤  ╰╮', '0.0 ┤   ╰'].join('\n'),
  )
})

test('labels have the digits that tell the rows apart', () => {
  assert.match(lineChart([0.25, 0.75], { height: 2 }), /^0\.75 /)
  assert.match(lineChart([1e-6, 3e-6], { height: 2 }), /^3\.00e-6 /)
  assert.match(lineChart([1e9, 3e9], { height: 2 }), /^3\.00e\+9 /)
})

test('long series fit the width', () => {
  const values = Array.from({ length: 10_000 }, (_, i) => i)
  assert.equal(downSample(values, 50).length, 50)
  assert.deepEqual(downSample([1, 3, 5, 7], 2), [2, 6])
  for (const line of lineChart(values, { width: 50 }).split('\n')) assert.ok(line.length <= 50 + 7, line)
})

test('what is not finite is left out and counted', () => {
  const chart = lineChart([3, NaN, 2, Infinity, 1], { height: 2 })
  assert.match(chart, /\n\(2 of 5 values are not finite and not drawn\)$/)
  assert.equal(lineChart([NaN]), '(1 of 1 values are not finite and not drawn)')
  assert.equal(lineChart([]), '(nothing to draw)')
})

test('flat, single and enormous values are drawn', () => {
  assert.match(lineChart([5, 5, 5]), /^5\.00 ┼──$/)
  assert.match(lineChart([5]), /^5\.00 ┼$/)
  assert.match(lineChart([-1.7e308, 1.7e308], { height: 2 }), /^ 1\.70e\+308 /)
})
