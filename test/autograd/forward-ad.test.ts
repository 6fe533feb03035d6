// Tangents: of values, views and writes, as PyTorch 1.13 printed them; and every differentiable op forward against backward.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const { forward_ad, Variable } = torch.autograd
const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)
const refuses = (run: () => unknown, name: string, message: RegExp): void => {
  assert.throws(run, (error: Error) => {
    assert.equal(error.name, name)
    assert.match(error.message, message)
    return true
  })
}
const x = torch.tensor([1, 2], { dtype: torch.float32 })
const direction = torch.tensor([1, 0.5])
/** The tangent of what a function gives for `x` along `direction`. */
const tangentOf = (f: (dual: Tensor) => Tensor): Tensor | null =>
  forward_ad.dual_level(() => forward_ad.unpack_dual(f(forward_ad.make_dual(x, direction.clone()))).tangent)

test('dual tensors are made, printed and taken apart', () => {
  refuses(
    () => forward_ad.make_dual(x, direction),
    'RuntimeError',
    /^Trying to create a dual Tensor for forward AD but no level/,
  )
  shows(forward_ad.unpack_dual(x), 'UnpackedDualTensor(primal=tensor([1., 2.]), tangent=None)')
  forward_ad.dual_level(() => {
    const dual = forward_ad.make_dual(x, direction)
    shows(dual, 'tensor([1., 2.], tangent=tensor([1.0000, 0.5000]))')
    const y = dual.mul(dual.sin())
    shows(
      forward_ad.unpack_dual(y),
      'UnpackedDualTensor(primal=tensor([0.8415, 1.8186]), tangent=tensor([1.3818, 0.0385]))',
    )
    assert.deepEqual([dual.requires_grad, y.grad_fn], [false, null])
    refuses(
      () => forward_ad.make_dual(x, torch.ones(3)),
      'RuntimeError',
      /Tensor is of size \[2\] while the given forward gradient is of size \[3\]\.$/,
    )
    refuses(
      () => forward_ad.make_dual(torch.tensor([1]), torch.tensor([1])),
      'ValueError',
      /^Expected primal to be floating point or complex, but got: torch\.int64$/,
    )
    refuses(
      () => forward_ad.enter_dual_level(),
      'RuntimeError',
      /^Nested forward mode AD is not supported at the moment$/,
    )
    refuses(
      () => torch.add(dual, 1, { out: torch.empty(2) }),
      'NotImplementedError',
      /^Trying to use forward AD with add_out that does not support it because it is an out= function$/,
    )
  })
  refuses(
    () => {
      forward_ad.exit_dual_level()
    },
    'RuntimeError',
    /^Dual level must be a positive number\.$/,
  )
})

test('views, writes in place, and what has no tangent', () => {
  shows(
    tangentOf((d) => d.select(0, 1)),
    'tensor(0.5000)',
  )
  shows(
    tangentOf((d) => torch.no_grad(() => d.mul(2))),
    'tensor([2., 1.])',
  )
  shows(
    tangentOf((d) => d.detach()),
    'None',
  )
  shows(
    tangentOf((d) => d.gt(1)),
    'None',
  )
  shows(
    tangentOf((d) => d.floor()),
    'tensor([0., 0.])',
  )
  shows(
    tangentOf((d) => d.max()),
    'tensor(0.5000)',
  )
  shows(
    tangentOf((d) => d.clone().mul_(3)),
    'tensor([3.0000, 1.5000])',
  )
  const overwritten = (d: Tensor): Tensor => {
    const z = d.mul(3)
    z.select(0, 0).fill_(5)
    return z
  }
  shows(tangentOf(overwritten), 'tensor([0.0000, 1.5000])')
  const throughView = (d: Tensor): Tensor => {
    const z = torch.zeros(2)
    const first = z.select(0, 0)
    z.add_(d)
    z.select(0, 1).mul_(d.select(0, 0))
    return torch.stack([first, z.select(0, 1)])
  }
  shows(tangentOf(throughView), 'tensor([1.0000, 2.5000])')
  // One write does not reach the tangents of others.
  const apart = (d: Tensor): Tensor => {
    d.clone().mul_(100)
    return d
  }
  shows(tangentOf(apart), 'tensor([1.0000, 0.5000])')
  shows(
    tangentOf((d) => d.unsqueeze(0).squeeze_(0)),
    'tensor([1.0000, 0.5000])',
  )
})

test('a tangent can be differentiated backward', () => {
  const weight = torch.tensor([2, 3], { dtype: torch.float32 }).requires_grad_()
  const tangent = tangentOf((d) => d.mul(d).mul(weight).sum())!
  shows(tangent, 'tensor(10., grad_fn=<SumBackward0>)')
  tangent.backward()
  shows(weight.grad, 'tensor([2., 2.])')
  torch.manual_seed(0)
  const layer = nn.Linear(2, 2)
  shows(tangentOf((d) => layer(d) as Tensor)!.detach(), 'tensor([ 0.1844, -0.8422])')
})

test('a function with a gradient of its own has a tangent by it', () => {
  class Cube extends torch.autograd.Function {
    static override forward(ctx: { save_for_backward(x: Tensor): void }, x: Tensor): Tensor {
      ctx.save_for_backward(x)
      return x.pow(3)
    }
    static override backward(ctx: { saved_tensors: readonly Tensor[] }, g: Tensor): Tensor {
      return g.mul(ctx.saved_tensors[0].pow(2)).mul(3)
    }
  }
  shows(
    tangentOf((d) => Cube.apply(d)),
    'tensor([3., 6.])',
  )
})

test('Variable is an old name of tensors', () => {
  shows(new Variable(torch.ones(2), { requires_grad: true }), 'tensor([1., 1.], requires_grad=True)')
  shows(Variable(torch.ones(2)), 'tensor([1., 1.])')
  assert.ok(torch.ones(1) instanceof Variable)
  refuses(() => Variable(3 as never), 'TypeError', /^Variable data has to be a tensor, but got int$/)
})
