// Hooks of saved tensors: what they are called with, and that the backward pass uses what they give.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { type Tensor } from '../../src/index.js'

const { disable_saved_tensors_hooks, save_on_cpu, saved_tensors_hooks } = torch.autograd.graph

test('hooks of saved tensors', () => {
  const seen: string[] = []
  const note = (what: string) => (tensor: Tensor) => {
    seen.push(`${what} ${torch.repr(tensor)}`)
    return tensor
  }
  const a = torch.ones(2, { requires_grad: true })
  const b = torch.ones(2, { requires_grad: true }).mul(2)
  const y = saved_tensors_hooks(note('pack'), note('unpack'), () => a.mul(b))
  y.sum().backward()
  const [one, two] = ['tensor([1., 1.], requires_grad=True)', 'tensor([2., 2.], grad_fn=<MulBackward0>)']
  assert.deepEqual(seen, [`pack ${one}`, `pack ${two}`, `unpack ${one}`, `unpack ${two}`])
  const x = torch.tensor([3], { dtype: torch.float32 }).requires_grad_()
  saved_tensors_hooks(
    (t) => t.detach().mul(2),
    (t) => t,
    () => x.pow(2),
  ).backward()
  assert.equal(torch.repr(x.grad), 'tensor([12.])')
  x.grad = null
  ;(save_on_cpu(() => x.exp().mul(x)) as Tensor).backward()
  assert.ok(x.grad !== null)
  assert.throws(
    () =>
      disable_saved_tensors_hooks('not now', () => saved_tensors_hooks(note(''), note(''), () => x.mul(2))),
    /not now/,
  )
  assert.throws(
    () =>
      saved_tensors_hooks(
        () => 1,
        () => 2 as never,
        () => x.pow(2),
      ).backward(),
    /Output of saved tensor unpack_hook expected to be a Tensor but got result of type int/,
  )
})
