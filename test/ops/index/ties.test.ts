// Equal elements come out of a sort in PyTorch's order where theirs is not asked for: recorded from PyTorch 1.13.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { introsort } from '../../../src/kernels/introsort.js'

const pattern = (n: number, m: number): number[] => Array.from({ length: n }, (_, i) => (i * i + 3 * i) % m)

test('lanes of more than sixteen elements', () => {
  const x = torch.tensor([0, 1]).repeat(9)
  const ascending = [2, 16, 4, 6, 14, 8, 0, 10, 12, 9, 17, 15, 13, 11, 7, 5, 3, 1]
  assert.deepEqual(x.sort().indices.tolist(), ascending)
  assert.deepEqual(x.to(torch.float64).argsort().tolist(), ascending)
  assert.deepEqual(x.sort({ stable: false }).indices.tolist(), ascending)
  const y = torch.tensor(pattern(20, 4))
  assert.deepEqual(
    y.argsort().tolist(),
    [1, 0, 4, 5, 17, 16, 8, 9, 12, 13, 19, 18, 15, 14, 11, 10, 7, 6, 3, 2],
  )
  assert.deepEqual(
    y.half().argsort({ descending: true }).tolist(),
    [10, 19, 18, 15, 14, 11, 7, 6, 3, 2, 8, 9, 0, 5, 12, 13, 4, 16, 17, 1],
  )
})

test('short lanes, and those asked for, keep the order', () => {
  const stable = [...Array(9).keys()].map((i) => 2 * i)
  const x = torch.tensor([0, 1]).repeat(9)
  assert.deepEqual(x.sort({ stable: true }).indices.tolist().slice(0, 9), stable)
  assert.deepEqual(x.argsort({ stable: true }).tolist().slice(0, 9), stable)
  assert.deepEqual(torch.tensor([1, 0, 1, 0]).argsort().tolist(), [1, 3, 0, 2])
})

test('whatever the keys, each position comes once and in order', () => {
  const hostile = (n: number): number[] =>
    // The median of three is bad each time, so that the heap takes over.
    Array.from({ length: n }, (_, i) => (i % 2 === 0 ? i : n - i) % 1000)
  for (const n of [0, 1, 16, 17, 100, 5000])
    for (const keys of [pattern(n, 3), pattern(n, 1000), hostile(n), Array<number>(n).fill(1)]) {
      const high = Uint32Array.from(keys)
      const order = Int32Array.from(keys.keys())
      introsort({ order, high, low: high })
      assert.deepEqual(
        [...order].sort((a, b) => a - b),
        [...keys.keys()],
      )
      for (let i = 1; i < n; i++) assert.ok(high[order[i - 1]] <= high[order[i]])
    }
})

test('the place of the most frequent element is the last in that order', () => {
  const x = torch.tensor(pattern(40, 3))
  assert.equal(torch.mode(x).indices.item(), 1)
  assert.equal(torch.mode(x.to(torch.float32)).indices.item(), 1)
  assert.equal(torch.mode(torch.tensor([2, 1, 2, 1])).indices.item(), 3)
})
