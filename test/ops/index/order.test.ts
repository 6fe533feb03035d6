// Order of what is hard to compare: both zeros, not-a-numbers, 64-bit integers; short lanes and long ones.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import type { Tensor } from '../../../src/index.js'

const { repr } = torch
const odd = [0, -0, NaN, -1, Infinity, NaN, -Infinity, 1, 0]
const positions = (x: Tensor, descending = false) => x.sort({ stable: true, descending }).indices.tolist()

for (const dtype of [torch.float16, torch.bfloat16, torch.float32, torch.float64])
  test(`zeros are alike and not-a-number is the largest, ${dtype.name}`, () => {
    const x = torch.tensor(odd, { dtype })
    assert.deepEqual(positions(x), [6, 3, 0, 1, 8, 7, 4, 2, 5])
    assert.deepEqual(positions(x, true), [2, 5, 4, 7, 0, 1, 8, 3, 6])
    // The same by digits: enough of them, each kind in the order in which it came.
    const long = x.repeat(200)
    const order = positions(long) as number[]
    const expected = [[6], [3], [0, 1, 8], [7], [4], [2, 5]].flatMap((kind) =>
      Array.from({ length: 200 }, (_, k) => kind.map((i) => 9 * k + i)).flat(),
    )
    assert.deepEqual(order, expected)
  })

test('not-a-numbers differ from each other', () => {
  const [values, inverse, counts] = torch
    .tensor(odd)
    .unique({ return_inverse: true, return_counts: true }) as Tensor[]
  assert.equal(repr(values), 'tensor([-inf, -1.,  0.,  1., inf, nan, nan])')
  assert.deepEqual(inverse.tolist(), [2, 2, 5, 1, 4, 6, 0, 3, 2])
  assert.deepEqual(counts.tolist(), [1, 1, 3, 1, 1, 1, 1])
})

test('integers of 64 bits and of 8', () => {
  const wide = torch.tensor([2n ** 53n + 1n, 2n ** 53n, -(2n ** 63n), 2n ** 63n - 1n, -1n])
  assert.deepEqual(positions(wide), [2, 4, 1, 0, 3])
  assert.deepEqual(positions(wide.repeat(300)).slice(900, 902), [0, 5])
  assert.deepEqual(torch.tensor([200, 3, 255], { dtype: torch.uint8 }).sort().values.tolist(), [3, 200, 255])
  assert.deepEqual(positions(torch.tensor([-128, 127, 0], { dtype: torch.int8 }), true), [1, 2, 0])
  assert.deepEqual(positions(torch.tensor([true, false, true])), [1, 0, 2])
})
