// Operands that lie as the result does: bools beside numbers are read as they are.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Tensor } from '../../src/index.js'
import torch from '../../src/index.js'

const { float32, float64, int64, int32, uint8, bfloat16, complex64 } = torch

for (const n of [1, 10, 700, 5000])
  test(`bools beside ${n} numbers count as 0 and 1`, () => {
    torch.manual_seed(n)
    const mask = torch.rand(n).gt(0.5)
    for (const dtype of [float32, float64, int64, int32, uint8, bfloat16, complex64]) {
      const x = torch.rand(n).mul(9).add(1).to(dtype)
      const y = torch.rand(n).mul(9).add(1).to(dtype)
      const cast = mask.to(dtype)
      // Some hundred times, until vectors have started.
      for (let time = 0; time < (n === 700 ? 250 : 2); time++) {
        const found: Tensor[] = [
          torch.where(mask, x, y),
          x.mul(mask),
          torch.add(mask, y),
          torch.addcmul(x, mask, y),
        ]
        if (time > 1 && time < 249) continue
        const wanted = [
          x.mul(cast).add(y.mul(torch.ones(n, { dtype }).sub(cast))),
          x.mul(cast),
          cast.add(y),
          torch.addcmul(x, cast, y),
        ]
        found.forEach((one, k) => assert.ok(torch.equal(one, wanted[k]), `${dtype.name} ${k}`))
        if (dtype !== complex64) assert.ok(torch.equal(mask.gt(x.mul(0)), mask))
      }
    }
    const kept = torch.rand(n)
    const changed = kept.clone()
    changed.mul_(mask)
    assert.ok(torch.equal(changed, kept.mul(mask.to(float32))))
    assert.throws(() => mask.clone().mul_(kept), /can't be cast to the desired output type (Bool|bool)/)
  })

test('one element beside many, of whatever rank, and what lies apart', () => {
  const x = torch.arange(6, { dtype: float32 }).view(2, 3)
  const one = torch.tensor([[[2]]], { dtype: float32 })
  assert.deepEqual([...torch.addcmul(x, one, one).shape], [1, 2, 3])
  assert.deepEqual(torch.addcmul(x, one.view([]), one.view([])).tolist(), [
    [4, 5, 6],
    [7, 8, 9],
  ])
  const across = x.t()
  const sum = torch.addcmul(across, across, across)
  assert.deepEqual(sum.tolist(), [
    [0, 12],
    [2, 20],
    [6, 30],
  ])
  assert.deepEqual([...sum.stride()], [1, 3])
  assert.deepEqual(torch.where(across.gt(2), across, 0).tolist(), [
    [0, 3],
    [0, 4],
    [0, 5],
  ])
  assert.deepEqual([...torch.where(torch.ones(0, { dtype: torch.bool }), torch.ones(0), 1).shape], [0])
})
