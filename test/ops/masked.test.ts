// Reductions under a mask, with what PyTorch 1.13 answers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'

const { masked, repr } = torch
const x = torch
  .tensor([
    [3, -1, 4],
    [1, 5, -9],
  ])
  .to(torch.float32)
const mask = torch.tensor([
  [true, true, false],
  [false, false, false],
])

test('what is masked out changes nothing', () => {
  assert.equal(repr(masked.sum(x, { mask })), 'tensor(2.)')
  assert.equal(repr(masked.sum(x, 1, { mask, keepdim: true })), 'tensor([[2.],\n        [0.]])')
  assert.equal(repr(masked.prod(x, 1, { mask })), 'tensor([-3.,  1.])')
  assert.equal(repr(masked.amax(x, 1, { mask })), 'tensor([3., -inf])')
  assert.equal(repr(masked.amin(x.to(torch.int8), 1, { mask })), 'tensor([ -1, 127], dtype=torch.int8)')
  assert.equal(repr(masked.argmin(x, 1, { mask })), 'tensor([1., 0.])')
  assert.equal(repr(masked.mean(x, 1, { mask })), 'tensor([1., nan])')
  assert.equal(repr(masked.median(x, 1, { mask })), 'tensor([-1., nan])')
  assert.equal(repr(masked.norm(x, 2, 1, { mask })), 'tensor([3.1623, 0.0000])')
  assert.equal(repr(masked.var(x, 1, true, { mask })), 'tensor([8., nan])')
  assert.equal(repr(masked.std(x, [0, 1])), 'tensor(4.6815)')
})

test('along a dimension', () => {
  assert.equal(repr(masked.cumsum(x, 1, { mask })), 'tensor([[3., 2., 2.],\n        [0., 0., 0.]])')
  assert.equal(repr(masked.softmax(x, 1, { mask }).index(0)), 'tensor([0.9820, 0.0180, 0.0000])')
  assert.equal(repr(masked.normalize(x, 1, 1, { mask }).index(0)), 'tensor([ 0.7500, -0.2500,  0.0000])')
})

test('small integers are summed as int64, and no more than the mask lets through gets a gradient', () => {
  assert.equal(masked.sum(x.to(torch.int8)).dtype, torch.int64)
  assert.equal(masked.mean(x.to(torch.int32), { mask }).item(), 1)
  const w = x.clone().requires_grad_()
  masked.mean(w, { mask }).backward()
  assert.equal(repr(w.grad), 'tensor([[0.5000, 0.5000, 0.0000],\n        [0.0000, 0.0000, 0.0000]])')
})

test('wrong masks and dimensions', () => {
  assert.throws(
    () => masked.sum(x, 2),
    /^IndexError: Dimension out of range \(expected to be in range of \[-2, 1\], but got 2\)$/,
  )
  assert.throws(
    () => masked.sum(x, [0, 0]),
    /^RuntimeError: dim=0 appears multiple times in the list of dims$/,
  )
  assert.throws(
    () => masked.sum(x, { mask: mask.unsqueeze(0) }),
    /^IndexError: _input_mask expected broadcastable mask/,
  )
  assert.throws(
    () => masked.median(x.to(torch.int32), 1, { mask }),
    /^ValueError: masked median expects no fully masked out rows/,
  )
  assert.throws(
    () => masked.amax(x.to(torch.bool), { mask }),
    /^NotImplementedError: identity of amax on torch\.bool input$/,
  )
  assert.throws(() => masked.masked_tensor(x, mask), /is left out of dltorch/)
})
