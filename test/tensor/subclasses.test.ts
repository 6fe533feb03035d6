// Classes of TypeScript that extend Tensor, and classes that answer for ops themselves.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn } from '../../src/index.js'

// Of any type: tsc would compare the class with Tensor member by member.
const Tensor = torch.Tensor as any

class Meters extends Tensor {
  feet(): number[] {
    return (this as any).mul(3).tolist() as number[]
  }
}

test('a tensor of a class stays one through ops, methods, attributes and tuples', () => {
  const x = torch.tensor([1, 2.5]).as_subclass(Meters)
  assert.equal(String(x), 'Meters([1.0000, 2.5000])')
  assert.deepEqual(x.feet(), [3, 7.5])
  for (const y of [
    x.add(1),
    torch.ones(2).add(x),
    x.detach(),
    x.data,
    x.sum(),
    torch.cat([x, x]),
    nn.functional.relu(x),
  ])
    assert.ok(y instanceof Meters)
  assert.ok(x.max(0)[0] instanceof Meters)
  assert.ok(!(torch.ones(2).add(1) instanceof Meters))
  assert.equal(String(new (Meters as any)([1, 2])), 'Meters([1., 2.])')
})

test('a leaf of a class gets a plain gradient', () => {
  const w = Tensor._make_subclass(Meters, torch.ones(2), true)
  w.mul(2).sum().backward()
  assert.equal(String(w.grad), 'tensor([2., 2.])')
  assert.equal(String(w), 'Meters([1., 1.], requires_grad=True)')
  assert.equal(String(new nn.Parameter(w)), 'Parameter(Meters([1., 1.], requires_grad=True))')
})

test('a class that is no tensor answers for ops, or says that it does not', () => {
  class Scalar {
    constructor(readonly value: number) {}
    static __torch_function__(func: unknown, _types: unknown, [a, b]: [Scalar, Scalar]): unknown {
      return func === torch.add ? new Scalar(a.value + b.value) : undefined
    }
  }
  const add = torch.add as unknown as (a: Scalar, b: Scalar) => Scalar
  assert.equal(add(new Scalar(2), new Scalar(3)).value, 5)
  assert.throws(() => (torch.mul as unknown as (a: Scalar, b: number) => unknown)(new Scalar(2), 3), {
    name: 'TypeError',
    message:
      "no implementation found for 'torch.mul' on types that implement __torch_function__: [<class 'Scalar'>]",
  })
})

test('as_subclass refuses what is no class of tensors', () => {
  assert.throws(() => torch.ones(2).as_subclass(Map as never), /does not inherit from Tensor is not possible/)
})

test('wrong calls of what answers for ops are refused in words, and a guard needs no new', () => {
  const x = torch.ones(2) as any
  assert.throws(() => x.__torch_function__(-3, 2), { message: "'int' object is not iterable" })
  assert.throws(() => x.__torch_function__(torch.add, [], -1), { message: "'int' object is not iterable" })
  const guard = (torch as any).DisableTorchFunction()
  guard.__enter__()
  guard.__exit__()
})
