// Tensors on memory that is there already, and callbacks for every element: what PyTorch 1.13 answers.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { repr } from '../../../src/index.js'

const bytes = new Uint8Array([1, 2, 3, 4])

test('a buffer is read in place', () => {
  const buffer = new Uint8Array(bytes)
  const x = torch.frombuffer(buffer, { dtype: torch.int16, offset: 2 })
  assert.equal(repr(x), 'tensor([1027], dtype=torch.int16)')
  x.fill_(0)
  assert.deepEqual([...buffer], [1, 2, 0, 0])
  const z = torch.frombuffer(new Float32Array([1.5, 2]), { dtype: torch.complex64 })
  assert.equal(repr(z), 'tensor([1.5000+2.j])')
})

test('what frombuffer refuses', () => {
  const refused: [() => unknown, string][] = [
    [
      () => torch.frombuffer(bytes, { dtype: torch.int32, count: 2 }),
      'requested buffer length (2 * 4 bytes) after offset (0 bytes) must not be greater than actual buffer length (4 bytes)',
    ],
    [
      () => torch.frombuffer(bytes, { dtype: torch.int16, offset: 1 }),
      'buffer length (3 bytes) after offset (1 bytes) must be a multiple of element size (2)',
    ],
    [
      () => torch.frombuffer(new Uint8Array(0), { dtype: torch.int8 }),
      'both buffer length (0) and count (-1) must not be 0',
    ],
    [
      () => torch.frombuffer(bytes, { dtype: torch.int8, offset: 4 }),
      'offset (4 bytes) must be non-negative and no greater than buffer length (4 bytes) minus 1',
    ],
    [
      () => torch.frombuffer([1, 2], { dtype: torch.int8 }),
      'object does not implement Python buffer protocol.',
    ],
  ]
  for (const [call, message] of refused) assert.throws(call, { name: 'ValueError', message })
})

test('asarray shares, copies, or refuses to', () => {
  const x = torch.tensor([1, 2])
  assert.equal(torch.asarray(x), x)
  assert.notEqual(torch.asarray(x, { copy: true }), x)
  assert.throws(() => torch.asarray([1, 2], { copy: false }), {
    message: "can't alias arbitrary sequence into a tensor.",
  })
  assert.throws(() => torch.asarray(x, { dtype: torch.float32, copy: false }), {
    message: "can't alias tensor with dtype 'Long' into dtype 'Float'.",
  })
  const own = torch.tensor([1.5], { requires_grad: true })
  assert.equal(torch.asarray(own.mul(2)).requires_grad, false)
})

test('a function for every element', () => {
  const x = torch.ones(3)
  const steps = torch.tensor([0.5, 1, 2])
  assert.deepEqual(
    x
      .clone()
      .map_(steps, (a: number, b: number) => a + b)
      .tolist(),
    [1.5, 2, 3],
  )
  assert.deepEqual(
    x
      .clone()
      .map2_(steps, steps, (a: number, b: number, c: number) => a + b * c)
      .tolist(),
    [1.25, 2, 5],
  )
  assert.deepEqual(
    torch
      .tensor([1, 2])
      .apply_((a: number) => a + 0.5)
      .tolist(),
    [1, 2],
  )
  assert.throws(() => x.map_(torch.tensor([1, 2, 3]), () => 0), {
    message: "map_: expected torch.FloatTensor for 'other' (got torch.LongTensor)",
  })
  assert.throws(() => torch.ones(2, { requires_grad: true }).apply_(() => 0), {
    message: "Can't call apply_() on Variable that requires grad. Use var.detach().apply_() instead.",
  })
  assert.throws(() => x.apply_(3), { message: "'int' object is not callable" })
})
