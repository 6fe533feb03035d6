// Sums have PyTorch's last digit: its own results, from one thread with 32-byte vectors.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import type { Tensor } from '../../src/index.js'

/** Shape, dims, dtype, and the last sums of `torch.rand(shape).mul(2).sub(0.9)` after `manual_seed(1)`. */
const cases: [
  shape: number[],
  dims: number | number[] | null,
  dtype: 'float32' | 'float64',
  sums: number[],
][] = [
  [[5], null, 'float32', [-0.09204435348510742]],
  [[5], null, 'float64', [-1.9939448423422732]],
  [[100], null, 'float32', [11.10599422454834]],
  [[100], null, 'float64', [13.59899500275084]],
  [[1003], null, 'float32', [103.54776000976562]],
  [[1003], null, 'float64', [109.98512087192634]],
  [[70001], null, 'float32', [7089.40966796875]],
  [[70001], null, 'float64', [7145.2731284127285]],
  [[3, 70], 0, 'float32', [0.6724461317062378, -0.9727438688278198, -0.7779847383499146]],
  [[3, 70], 0, 'float64', [-0.08873226994036731, 1.0666860485201584, -0.8281712729311365]],
  [[40, 7], 0, 'float32', [10.839468002319336, 9.920330047607422, 2.233552932739258]],
  [[40, 7], 0, 'float64', [3.214550701125758, 3.310128048473169, 6.2910557884752265]],
  [[300, 100], 0, 'float32', [26.571346282958984, 24.394325256347656, 24.377721786499023]],
  [[300, 100], 0, 'float64', [40.9321765395059, 34.599343505632895, 31.519530687737124]],
  [[6, 5, 4], [0, 2], 'float32', [2.56502103805542, 4.172268867492676, 4.736519813537598]],
  [[6, 5, 4], [0, 2], 'float64', [4.190183468053911, 2.25776693092977, 5.307723585130304]],
]

const numbers = (sums: Tensor): number[] => sums.double().reshape(-1).tolist() as number[]

for (const [shape, dims, dtype, sums] of cases) {
  test(`sum of ${shape.join(' x ')} ${dtype} along ${dims ?? 'all'}`, () => {
    torch.manual_seed(1)
    const x = torch.rand(shape, { dtype: torch[dtype] }).mul(2).sub(0.9)
    assert.deepEqual(numbers(dims === null ? x.sum() : x.sum(dims)).slice(-sums.length), sums)
  })
}

test('memory order decides, not the order of dims', () => {
  torch.manual_seed(1)
  const x = torch.rand(3, 70)
  assert.deepEqual(numbers(x.t().sum(1)), numbers(x.sum(0)))
})

test('sums of nothing and of single elements', () => {
  assert.equal(torch.repr(torch.zeros(0, 3).sum(0)), 'tensor([0., 0., 0.])')
  assert.equal(torch.repr(torch.zeros(2, 0).mean(1)), 'tensor([nan, nan])')
  assert.equal(torch.repr(torch.ones(1, 3).sum(0)), 'tensor([1., 1., 1.])')
})
