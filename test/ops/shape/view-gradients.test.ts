// Gradients of views that see one place more than once, in 16-bit floats too: numbers are added, not their bits.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'

const { repr } = torch

for (const dtype of [torch.float16, torch.bfloat16, torch.float32]) {
  const suffix = dtype === torch.float32 ? '' : `, dtype=${String(dtype)}`
  const ones = (n: number) => torch.ones(n, { dtype, requires_grad: true })

  test(`windows that overlap, ${dtype.name}`, () => {
    const x = ones(5)
    x.unfold(0, 3, 1).sum().backward()
    assert.equal(repr(x.grad), `tensor([1., 2., 3., 2., 1.]${suffix})`)
  })

  test(`strides that overlap, ${dtype.name}`, () => {
    const x = ones(4)
    x.as_strided([3, 2], [1, 1]).sum().backward()
    assert.equal(repr(x.grad), `tensor([1., 2., 2., 1.]${suffix})`)
  })

  test(`a dimension that stands still is summed at once, ${dtype.name}`, () => {
    const x = ones(2)
    x.as_strided([3000], [0]).sum().backward()
    const sum = dtype === torch.bfloat16 ? '3008.' : '3000.'
    assert.equal(repr(x.grad), `tensor([${sum},    0.]${suffix})`)
  })
}

test('a base whose elements share a place shares its gradient', () => {
  const base = torch.ones(1, { requires_grad: true })
  const shared = base.expand(4)
  shared.as_strided([1], [1]).mul(8).sum().backward()
  assert.equal(repr(base.grad), 'tensor([8.])')
})
