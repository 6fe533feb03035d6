// Methods of distributions with their arguments by name, and submodules by name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'

const { distributions: D } = torch
type Any = Record<string, (...args: unknown[]) => unknown>
const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)

test('arguments by name', () => {
  const normal = D.Normal(torch.zeros(2), torch.ones(2)) as unknown as Any
  const value = torch.zeros(2)
  for (const method of ['sample', 'rsample']) {
    torch.manual_seed(0)
    const byName = torch.repr(normal[method]({ sample_shape: [2] }))
    torch.manual_seed(0)
    shows(normal[method]([2]), byName)
  }
  for (const method of ['log_prob', 'cdf'])
    shows(normal[method]({ value }), torch.repr(normal[method](value)))
  shows(normal.icdf({ value: torch.full([2], 0.5) }), 'tensor([0., 0.])')
  shows(
    (normal.expand({ batch_shape: [3, 2] }) as { batch_shape: unknown }).batch_shape,
    'torch.Size([3, 2])',
  )
  const mixture = D.MixtureSameFamily(D.Categorical(torch.ones(2)), normal as never) as unknown as Any
  shows(mixture.log_prob({ value: torch.tensor(0, { dtype: torch.float32 }) }), 'tensor(-0.9189)')
  const affine = D.AffineTransform(1, 2) as unknown as Any
  const one = torch.ones(1)
  shows(affine.log_abs_det_jacobian({ x: one, y: one }), 'tensor([0.6931])')
  shows((D.constraints.positive as unknown as Any).check({ value: one }), 'tensor([True])')
  assert.throws(() => normal.log_prob({ valu: value }), /got an unexpected keyword argument 'valu'/)
})

test('submodules', () => {
  assert.equal(D.normal.Normal, D.Normal)
  assert.equal(D.studentT.StudentT, D.StudentT)
  shows(D.utils.broadcast_all(1, torch.zeros(2)), '(tensor([1., 1.]), tensor([0., 0.]))')
})
