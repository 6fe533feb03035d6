// Which of several equal numbers topk picks: what torch.topk answered.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Generator } from '../../src/random/generator.js'
import { topPositions } from '../../src/kernels/select.js'
import { multinomial } from '../../src/ops/random/tensors.js'
import { float32 } from '../../src/base/dtype.js'
import { tensorFromArray } from '../../src/tensor/tensor.js'

const top = (values: number[], k: number, largest = true): number[] => [...topPositions(values, k, largest)]

test('equal numbers come in the order of PyTorch', () => {
  assert.deepEqual(top([3, 9, 3, 3], 3, true), [1, 3, 0])
  assert.deepEqual(top([1, 1, 1, 1], 2, true), [2, 3])
  assert.deepEqual(
    top([1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1], 20, true),
    [11, 0, 8, 9, 7, 4, 3, 2, 1, 5, 10, 12, 13, 14, 15, 16, 17, 18, 19, 6],
  )
  assert.deepEqual(top([2, 1, 2, 1, 2, 1, 2, 1], 5, false), [1, 7, 5, 3, 2])
  assert.deepEqual(
    top(
      [
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        0, 0,
      ],
      1,
      true,
    ),
    [0],
  )
  assert.deepEqual(
    top(
      [
        0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
        1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1,
        2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2,
        0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1, 2, 0,
      ],
      2,
      true,
    ),
    [5, 2],
  )
})

test('categories without weight are drawn last, in the order of PyTorch', () => {
  const draw = (weights: number[], count: number): unknown =>
    multinomial(
      tensorFromArray(Float32Array.from(weights), [weights.length], float32),
      count,
      false,
      new Generator().manual_seed(1),
    ).tolist()
  assert.deepEqual(draw([0, 1, 0, 2], 4), [3, 1, 2, 0])
  assert.deepEqual(draw([0, 1, 0, 2, 0, 3, 0, 0, 0], 6), [5, 3, 1, 7, 0, 8])
  const weights = new Array<number>(100).fill(0)
  weights[50] = 1
  assert.deepEqual(draw(weights, 5), [50, 66, 68, 67, 63])
})

test('not-a-number is the largest', () => {
  assert.deepEqual(top([1, NaN, 2], 2), [1, 2])
  assert.deepEqual(top([1, NaN, 2], 2, false), [0, 2])
})

test('long inputs: all in order, each once', () => {
  const generator = new Generator().manual_seed(0)
  const values = Float32Array.from({ length: 5000 }, () => generator.uniform24())
  for (const k of [10, 100, 3000, 5000]) {
    const positions = topPositions(values, k)
    assert.equal(new Set(positions).size, k)
    assert.deepEqual(
      Array.from(positions, (i) => values[i]),
      [...values].sort((a, b) => b - a).slice(0, k),
    )
  }
})
