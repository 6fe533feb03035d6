// The graph as a user sees it: leaves, nodes, accumulation, hooks, in-place tracking, and PyTorch's famous errors.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { type Tensor } from '../../src/index.js'

const leaf = (...values: number[]): Tensor =>
  torch.tensor(values, { dtype: torch.float32, requires_grad: true })
const thrown = (f: () => unknown): string => {
  try {
    f()
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
  return 'nothing thrown'
}

test('gradients accumulate over calls, and reach every leaf', () => {
  const w = leaf(1)
  const x = leaf(2)
  for (let i = 1; i <= 3; i++) {
    w.add(x).mul(w.add(1)).backward()
    assert.equal(torch.repr(w.grad), `tensor([${5 * i}.])`)
  }
  assert.equal(torch.repr(x.grad), 'tensor([6.])')
})

test('two leaves that receive the same gradient own a copy each', () => {
  const a = leaf(1)
  const b = leaf(1)
  a.add(b).backward()
  a.grad!.zero_()
  assert.equal(torch.repr(b.grad), 'tensor([1.])')
})

test('next_functions name nodes and leaves', () => {
  const y = leaf(1).mul(leaf(2)).add(1)
  assert.equal(y.grad_fn!.className, 'AddBackward0')
  const [[product], [scalar]] = y.grad_fn!.next_functions
  assert.equal(product!.className, 'MulBackward0')
  assert.equal(scalar, null)
  assert.equal(product!.next_functions[0][0]!.className, 'AccumulateGrad')
})

test('a leaf that requires grad is not changed in place', () => {
  assert.equal(
    thrown(() => leaf(1).add_(1)),
    'RuntimeError: a leaf Variable that requires grad is being used in an in-place operation.',
  )
  assert.equal(
    thrown(() => leaf(1, 2).index(0).add_(1)),
    'RuntimeError: a view of a leaf Variable that requires grad is being used in an in-place operation.',
  )
  assert.equal(torch.repr(torch.no_grad(() => leaf(1).add_(1))), 'tensor([2.], requires_grad=True)')
})

test('a saved tensor changed in place is noticed when it is needed', () => {
  const a = leaf(1).add(1)
  const y = a.mul(leaf(2))
  a.add_(1)
  assert.match(
    thrown(() => y.backward()),
    /^RuntimeError: one of the variables needed .* is at version 1; expected version 0/,
  )
})

test('a sum does not need its operands, so changing them is allowed', () => {
  const w = leaf(1)
  const a = w.mul(2)
  const y = a.add(1)
  a.add_(5)
  y.backward()
  assert.equal(torch.repr(w.grad), 'tensor([2.])')
})

test('a graph is freed by backward, unless kept', () => {
  const w = leaf(3)
  const y = w.mul(w)
  y.backward(undefined, true)
  y.backward()
  assert.match(
    thrown(() => y.backward()),
    /^RuntimeError: Trying to backward through the graph a second time/,
  )
  assert.equal(torch.repr(w.grad), 'tensor([12.])')
})

test('a gradient needs a scalar, or weights', () => {
  assert.equal(
    thrown(() => leaf(1, 2).mul(2).backward()),
    'RuntimeError: grad can be implicitly created only for scalar outputs',
  )
  assert.equal(
    thrown(() => torch.ones(1).backward()),
    'RuntimeError: element 0 of tensors does not require grad and does not have a grad_fn',
  )
})

test('an in-place change of a view reaches the gradient of its base', () => {
  const x = leaf(1, 2, 3)
  const base = x.mul(1)
  base.index(1).mul_(10)
  assert.equal(base.grad_fn!.className, 'CopySlices')
  base.sum().backward()
  assert.equal(torch.repr(x.grad), 'tensor([ 1., 10.,  1.])')
})

test('a view made before its base changed takes part in the new history', () => {
  const x = leaf(1, 2)
  const base = x.mul(1)
  const view = base.index(0)
  base.mul_(3)
  assert.equal(view.grad_fn!.className, 'AsStridedBackward0')
  view.backward()
  assert.equal(torch.repr(x.grad), 'tensor([3., 0.])')
})

test('100,000 chained ops run backward without recursion', () => {
  const w = leaf(1)
  let y = w
  for (let i = 0; i < 100_000; i++) y = y.add(1)
  y.backward()
  assert.equal(torch.repr(w.grad), 'tensor([1.])')
})

test('hooks see and replace gradients', () => {
  const w = leaf(2)
  const y = w.mul(3)
  const seen: string[] = []
  y.register_hook((g) => {
    seen.push(torch.repr(g))
    return g.mul(10)
  })
  const handle = w.register_hook((g) => void seen.push(torch.repr(g)))
  y.mul(1).backward()
  assert.deepEqual(seen, ['tensor([1.])', 'tensor([30.])'])
  handle.remove()
  w.mul(1).backward()
  assert.equal(seen.length, 2)
})

test('retain_grad keeps what a leaf would keep', () => {
  const w = leaf(2)
  const y = w.mul(3)
  y.retain_grad()
  y.mul(5).backward()
  assert.equal(torch.repr(y.grad), 'tensor([5.])')
})

test('derivatives of any order', () => {
  const x = leaf(3)
  let g: Tensor = x.pow(4)
  const values: string[] = []
  for (let i = 0; i < 4; i++) {
    ;[g] = torch.autograd.grad(g, x, { create_graph: true })
    values.push(torch.format(g.item(), 'g'))
  }
  assert.deepEqual(values, ['108', '108', '72', '24'])
})

test('modes: no_grad, enable_grad, inference_mode, and their ends', () => {
  const w = leaf(1)
  assert.equal(torch.no_grad(() => w.mul(2)).requires_grad, false)
  assert.equal(torch.no_grad(() => torch.enable_grad(() => w.mul(2))).requires_grad, true)
  assert.throws(() =>
    torch.no_grad(() => {
      throw new Error('on the way')
    }),
  )
  assert.equal(torch.is_grad_enabled(), true)
  assert.equal(torch.inference_mode(() => torch.ones(1)).is_inference(), true)
})

test('a function with a gradient of its own', () => {
  class Triple extends torch.autograd.Function {
    static override forward(ctx: { save_for_backward(...t: Tensor[]): void }, x: Tensor): Tensor {
      ctx.save_for_backward(x)
      return x.mul(3)
    }
    static override backward(ctx: { saved_tensors: Tensor[] }, g: Tensor): Tensor {
      const [x] = ctx.saved_tensors
      return g.mul(x)
    }
  }
  const w = leaf(7)
  const y = Triple.apply<Tensor>(w)
  assert.equal(torch.repr(y), 'tensor([21.], grad_fn=<TripleBackward>)')
  y.backward()
  assert.equal(torch.repr(w.grad), 'tensor([7.])')
  assert.match(
    thrown(() => y.backward()),
    /a second time/,
  )
})
