// What meets at one place: rounded at every step as PyTorch's loops round, exact in all 64 bits, not-a-numbers kept.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import type { Tensor } from '../../../src/index.js'

const { repr } = torch
const zeros = (n: number): Tensor => torch.zeros(n, { dtype: torch.int64 })

test('16-bit floats are rounded at every step', () => {
  for (const [dtype, sum] of [
    [torch.float16, 4800],
    [torch.bfloat16, 4096],
  ] as const) {
    const x = torch.zeros(1, { dtype })
    const many = torch.full([300], 16, { dtype })
    const index = zeros(300)
    for (const result of [
      x.index_add(0, index, many),
      x.scatter_add(0, index, many),
      x.put(index, many, true),
      x.index_put([index], many, true),
      x.scatter_reduce(0, index, many, 'sum'),
    ])
      assert.equal(result.item(), sum)
  }
})

test('int64 combines in all its bits', () => {
  const source = torch.tensor([2n ** 62n, -(2n ** 62n) - 1n, -5n, 2n ** 33n + 7n])
  const x = torch.tensor([3])
  const index = zeros(4)
  assert.equal(repr(x.index_add(0, index, source)), 'tensor([8589934596])')
  assert.equal(repr(x.scatter(0, index, source, { reduce: 'multiply' })), 'tensor([4611686018427387904])')
  assert.equal(repr(x.scatter_reduce(0, index, source, 'amax')), 'tensor([4611686018427387904])')
  assert.equal(repr(x.scatter_reduce(0, index, source, 'amin')), 'tensor([-4611686018427387905])')
  const product = torch
    .tensor([[7n, -3n, 2n ** 40n + 1n]])
    .scatter(1, torch.tensor([[0, 1, 2]]), torch.tensor([[-9n, 2n ** 35n, -(2n ** 30n) - 11n]]), {
      reduce: 'multiply',
    })
  assert.equal(repr(product), 'tensor([[            -63,   -103079215104, -12095701647371]])')
})

test('a place whose own value does not take part', () => {
  const index = torch.tensor([0, 0, 1])
  const without = { include_self: false }
  assert.equal(
    repr(torch.tensor([1, 2.5, 3]).scatter_reduce(0, index, torch.tensor([-5.5, -7, NaN]), 'amax', without)),
    'tensor([-5.5000,     nan,  3.0000])',
  )
  assert.equal(
    repr(torch.tensor([9, 9, 9]).scatter_reduce(0, index, torch.tensor([5, 7, -2]), 'amin', without)),
    'tensor([ 5, -2,  9])',
  )
  assert.equal(
    repr(
      torch.tensor([true, true]).scatter_reduce(0, torch.tensor([0]), torch.tensor([false]), 'amax', without),
    ),
    'tensor([False,  True])',
  )
})

test('a value that is itself overwritten is refused, and a copy of it is not', () => {
  const x = torch.tensor([1, 2, 3])
  const places = [torch.tensor([0, 1, 2])]
  assert.throws(() => x.index_put_(places, x.index(0), true), {
    name: 'RuntimeError',
    message: /^unsupported operation: some elements of the input tensor and the written-to tensor refer/,
  })
  x.index_put_(places, x.index(0).clone(), true)
  assert.equal(repr(x), 'tensor([2, 3, 4])')
})
