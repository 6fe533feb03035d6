// Parts of complex tensors are views: what is written to them is seen by the tensor, and gradients flow through.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import type { Tensor } from '../../../src/index.js'

const { Complex, repr } = torch
const numbers = (requires_grad = false): Tensor =>
  torch.tensor([new Complex(1, 2), new Complex(3, -1)], { requires_grad })

test('real and imag can be read and written', () => {
  const z = numbers()
  z.real = torch.tensor([9.5, 8])
  z.imag.zero_()
  assert.equal(repr(z), 'tensor([9.5000+0.j, 8.0000+0.j])')
})

test('a real tensor is its own real part and conjugate, and has no imaginary part', () => {
  const x = torch.tensor([1.5])
  assert.equal(x.real, x)
  assert.equal(x.conj(), x)
  assert.throws(() => x.imag, { message: 'imag is not implemented for tensors with non-complex dtypes.' })
})

test('gradients pass a part that was changed in place', () => {
  const z = numbers(true)
  const w = z.mul(2)
  w.imag.mul_(3)
  w.abs().sum().backward()
  assert.equal(repr(z.grad), 'tensor([0.3288+5.9184j, 1.4142-4.2426j])')
})

test('view_as_complex wants pairs side by side', () => {
  assert.throws(() => torch.view_as_complex(torch.ones(2, 2).t()), {
    message: 'Tensor must have a last dimension with stride 1',
  })
  const pairs = torch.ones(2, 2)
  torch.view_as_complex(pairs).mul_(new Complex(0, 1))
  assert.equal(repr(pairs), 'tensor([[-1.,  1.],\n        [-1.,  1.]])')
})

test('adjoint conjugates', () => {
  const text = 'tensor([[1.-2.j],\n        [3.+1.j]])'
  assert.equal(repr(numbers().unsqueeze(0).adjoint()), text)
  assert.equal(repr(numbers().unsqueeze(0).H), text)
})

test('what is conjugated is told, of it and its views, until it is computed with', () => {
  const x = torch.tensor([new torch.Complex(1, 2), new torch.Complex(3, -1)])
  const y = x.conj()
  const told: [unknown, boolean][] = [
    [x, false],
    [y, true],
    [y.view(2, 1), true],
    [y.select(0, 0), true],
    [y.detach(), true],
    [y.conj(), false],
    [y.resolve_conj(), false],
    [y.clone(), false],
    [y.add(1), false],
    [torch.conj_physical(x), false],
    [torch.ones(2, 2, { dtype: torch.complex64 }).mH, true],
    [torch.ones(2).conj(), false],
  ]
  told.forEach(([z, isConj], i) => assert.equal((z as Tensor).is_conj(), isConj, String(i)))
  assert.deepEqual(
    [torch.imag(y).is_neg(), torch.real(y).is_neg(), torch.imag(x).is_neg()],
    [true, false, false],
  )
  assert.equal(torch.imag(y).resolve_neg().is_neg(), false)
  assert.equal(x.resolve_conj(), x)
})

test('beside a cut, the sign of an imaginary part of 0 says on which side a number lies', () => {
  const at = (re: number, im: number): Tensor => torch.tensor([new Complex(re, im)])
  const imag = (x: Tensor): number => Math.sign(torch.imag(x).item())
  assert.deepEqual(
    [3, -3].map((re) => [imag(at(re, 0).asin()), imag(at(re, -0).asin())]),
    [
      [1, -1],
      [1, -1],
    ],
  )
  assert.deepEqual(
    [3, -3].map((re) => [imag(at(re, 0).acos()), imag(at(re, -0).acos())]),
    [
      [-1, 1],
      [-1, 1],
    ],
  )
  assert.equal(repr(at(-3, -0).acosh()), 'tensor([1.7627-3.1416j])')
  assert.equal(repr(at(-0, 2).asinh()), 'tensor([-1.3170+1.5708j])')
})

test('sums of complex numbers that lie in any way are those of their parts', () => {
  torch.manual_seed(2)
  const x = torch.view_as_complex(torch.randn(5, 7, 2))
  const turned = x.t().contiguous().t()
  for (const y of [x, turned]) {
    const sum = torch.view_as_real(y.add(x, { alpha: 3 }))
    const parts = torch.view_as_real(x).add(torch.view_as_real(x), { alpha: 3 })
    assert.ok(torch.allclose(sum, parts))
    const product = torch.view_as_real(y.mul(x))
    const { real, imag } = x
    const wanted = torch.stack([real.square().sub(imag.square()), real.mul(imag).mul(2)], 2)
    assert.ok(torch.allclose(product, wanted, { atol: 1e-6 }))
  }
})
