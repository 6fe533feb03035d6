// The two figures of a first course, at 80 by 24: a line fitted to points, and a boundary between two classes.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { widthOf } from '../../../src/terminal/width.js'
import torch from '../../../src/torch.js'
import { asciiInk, drawn, plt } from './shown.js'

function regression(): void {
  torch.manual_seed(10)
  const x = torch.rand([20, 1]).mul(10)
  const y = x.mul(2).add(torch.randn([20, 1]).add(5))
  plt.scatter(x, y)
  plt.plot(x, x.mul(2).add(4.5), 'r-', { lw: 5 })
  plt.text(2, 20, 'Loss=0.9123', { fontdict: { size: 20, color: 'red' } })
  plt.xlim(1.5, 10)
  plt.ylim(8, 28)
  plt.title('Iteration: 40\nw: [2.0] b: [4.5]')
}

function classification(): void {
  torch.manual_seed(10)
  const ones = torch.ones([100, 2])
  const first = torch.normal(ones.mul(1.7), 1).add(1)
  const second = torch.normal(ones.mul(-1.7), 1).add(1)
  plt.scatter(first.select(1, 0), first.select(1, 1), { c: 'r', label: 'class 0' })
  plt.scatter(second.select(1, 0), second.select(1, 1), { c: 'b', label: 'class 1' })
  plt.xlim(-5, 7)
  plt.ylim(-7, 7)
  const x = torch.arange(-6, 6, 0.1)
  plt.plot(x, x.neg().add(2))
  plt.text(-5, 5, 'Loss=0.2345', { fontdict: { size: 20, color: 'red' } })
  plt.title('Iteration: 60\nw0:-0.91 w1:-0.93 b: 1.91 accuracy:98.00%')
  plt.legend()
}

const fits = (text: string, columns: number, rows: number): void => {
  const lines = text.split('\n')
  assert.ok(lines.length <= rows, `${lines.length} rows`)
  for (const line of lines) assert.ok(widthOf(line) <= columns, line)
}

test('the fitted line', () => {
  regression()
  const text = drawn()
  fits(text, 80, 23)
  const lines = text.split('\n')
  assert.equal(lines[0].trim(), 'Iteration: 40')
  assert.equal(lines[1].trim(), 'w: [2.0] b: [4.5]')
  assert.match(text, /^25\.0 ┤.*$/m)
  assert.match(text, /Loss=0\.9123/)
  assert.match(lines.at(-1)!, /^\s+2\s+3\s+4\s+5\s+6\s+7\s+8\s+9\s+10$/)
  // The points in marks, the line in braille: there are no colours.
  assert.ok((text.match(/[\u2800-\u28ff]/g) ?? []).length > 60)
})

test('the boundary between two classes, which are told apart without colours', () => {
  classification()
  const text = drawn()
  fits(text, 80, 23)
  assert.match(text, /oo? +class 0 +xx? +class 1/)
  assert.ok((text.match(/o/g) ?? []).length > 15 && (text.match(/x/g) ?? []).length > 15)
  assert.match(text, /accuracy:98\.00%/)
})

test('both fit where there is less room, or more, and where a terminal has only ASCII', () => {
  for (const draw of [regression, classification])
    for (const [columns, rows] of [
      [40, 24],
      [60, 15],
      [120, 50],
      [20, 10],
      [10, 5],
    ]) {
      draw()
      fits(drawn(columns, rows, undefined, true), columns, rows - 1)
      draw()
      const plain = drawn(columns, rows, asciiInk, true)
      fits(plain, columns, rows - 1)
      assert.match(plain, /^[\x20-\x7e\n]*$/)
    }
})
