// Products that add to a tensor are differentiated with the conjugates of their complex factors.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import type { Tensor } from '../../../src/index.js'

const { Complex, repr } = torch
const i = (im: number, re = 0) => new Complex(re, im)
const leaf = (data: unknown): Tensor => torch.tensor(data, { dtype: torch.complex64, requires_grad: true })
const partsOf = (z: Tensor): Tensor => z.real.sum().add(z.imag.sum())

test('addmm with complex beta and alpha', () => {
  const [self, a, b] = [leaf([[1]]), leaf([[i(1, 1), 2]]), leaf([[i(1)], [2]])]
  partsOf(torch.addmm(self, a, b, { beta: i(2), alpha: i(1, 1) })).backward()
  assert.equal(repr(self.grad), 'tensor([[2.-2.j]])')
  assert.equal(repr(a.grad), 'tensor([[0.-2.j, 4.+0.j]])')
  assert.equal(repr(b.grad), 'tensor([[2.-2.j],\n        [4.+0.j]])')
})

test('addmv with a complex alpha', () => {
  const [self, m, v] = [leaf([1]), leaf([[i(1, 1), 2]]), leaf([i(1), 2])]
  partsOf(torch.addmv(self, m, v, { alpha: i(1) })).backward()
  assert.equal(repr(self.grad), 'tensor([1.+1.j])')
  assert.equal(repr(m.grad), 'tensor([[-1.-1.j,  2.-2.j]])')
  assert.equal(repr(v.grad), 'tensor([0.-2.j, 2.-2.j])')
})

test('addr with a complex beta', () => {
  const [self, x, y] = [leaf([[0], [0]]), leaf([i(1), 2]), leaf([1])]
  partsOf(torch.addr(self, x, y, { beta: i(-1, 1), alpha: 2 })).backward()
  assert.equal(repr(self.grad), 'tensor([[0.+2.j],\n        [0.+2.j]])')
  assert.equal(repr(x.grad), 'tensor([2.+2.j, 2.+2.j])')
  assert.equal(repr(y.grad), 'tensor([6.+2.j])')
})
