// `nn.utils`, as PyTorch 1.13 printed it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const { clip_grad_norm_, clip_grad_value_, parameters_to_vector, vector_to_parameters } = nn.utils
const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)

function withGradients(): [p: Tensor, q: Tensor] {
  const p = nn.Parameter(torch.ones(3))
  const q = nn.Parameter(torch.ones(2))
  p.grad = torch.tensor([3, 4, 0]).float()
  q.grad = torch.tensor([12, 0]).float()
  return [p, q]
}

test('gradients are scaled together', () => {
  const [p, q] = withGradients()
  shows(clip_grad_norm_([p, q], 6.5), 'tensor(13.)')
  shows(p.grad, 'tensor([1.5000, 2.0000, 0.0000])')
  shows(clip_grad_norm_([p, q], 1, { norm_type: Infinity }), 'tensor(6.0000)')
  shows(q.grad, 'tensor([1.0000, 0.0000])')
  shows(clip_grad_norm_(p, 0.1, 1), 'tensor(0.5833)')
  shows(p.grad, 'tensor([0.0429, 0.0571, 0.0000])')
  clip_grad_value_([p, q], 0.02)
  shows([p.grad, q.grad], '[tensor([0.0200, 0.0200, 0.0000]), tensor([0.0200, 0.0000])]')
  shows(clip_grad_norm_([], 1), 'tensor(0.)')
})

test('a gradient that is not finite', () => {
  const [p] = withGradients()
  p.grad = torch.tensor([Infinity, 0, 0])
  assert.throws(() => clip_grad_norm_(p, 1, { error_if_nonfinite: true }), {
    name: 'RuntimeError',
    message:
      'The total norm of order 2.0 for gradients from `parameters` is non-finite, so it cannot be clipped. To disable ' +
      'this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`',
  })
  shows(clip_grad_norm_(p, 1), 'tensor(inf)')
  shows(p.grad, 'tensor([nan, 0., 0.])')
})

test('parameters as one vector', () => {
  const [p, q] = withGradients()
  shows(parameters_to_vector([p, q]), 'tensor([1., 1., 1., 1., 1.], grad_fn=<CatBackward0>)')
  vector_to_parameters(torch.arange(5).float(), [p, q])
  assert.deepEqual(
    [p.tolist(), q.tolist()],
    [
      [0, 1, 2],
      [3, 4],
    ],
  )
})
