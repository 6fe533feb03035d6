// How results lie in memory: as TensorIterator lays them, whatever the dtype. Beside each call the strides of PyTorch 1.13.
import { deepEqual } from 'node:assert/strict'
import { test } from 'node:test'
import torch, { type Tensor } from '../../src/index.js'

const turned = (...order: number[]): Tensor =>
  torch
    .arange(24)
    .float()
    .reshape(2, 3, 4)
    .permute(...order)
const half = (): Tensor => turned(2, 1, 0).half()

const results: Record<string, [Tensor, number[]]> = {
  'a half, negated': [half().neg(), [1, 4, 12]],
  'a bfloat16, with its own formula': [turned(2, 1, 0).bfloat16().tanh(), [1, 4, 12]],
  'a bfloat16, as a logit': [turned(0, 2, 1).bfloat16().div(100).logit(), [12, 1, 4]],
  'a half and a number': [half().add(1), [1, 4, 12]],
  'operands that broadcast against each other': [torch.ones(3, 1, 3).add(torch.ones(3, 3).t()), [9, 1, 3]],
  'the same, compared': [torch.ones(9, 1, 4).gt(torch.ones(4, 9).t()), [36, 1, 9]],
  'the first operand that can tell decides': [
    torch.ones(1, 3).t().mul(torch.ones(1, 4)).add(torch.ones(4, 3).t()),
    [4, 1],
  ],
  'a slice of a turned tensor replaced': [
    turned(0, 2, 1).slice_scatter(torch.zeros(2, 2, 3), 1, 0, 2),
    [12, 1, 4],
  ],
  'a diagonal of a turned matrix replaced': [torch.ones(2, 3).t().diagonal_scatter(torch.zeros(2)), [1, 3]],
  'elements of a turned matrix replaced': [
    torch
      .ones(3, 3)
      .t()
      .index_put([torch.tensor([0])], torch.tensor(5).float()),
    [1, 3],
  ],
  'a copy of a part': [turned(2, 1, 0).narrow_copy(0, 0, 2), [6, 2, 1]],
}

for (const [name, [result, strides]] of Object.entries(results))
  test(name, () => {
    deepEqual([...result.stride()], strides)
  })
