// `@torch.no_grad()` as Python writes it: each call of the function is a region.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'

const x = torch.ones(1, { requires_grad: true })

test('the function runs without recording, and what is around it does not', () => {
  const guard = torch.no_grad()
  assert.equal(torch.is_grad_enabled(), false)
  const double = guard.__call__((y: typeof x) => y.mul(2))
  assert.equal(torch.is_grad_enabled(), true)
  assert.equal(double(x).requires_grad, false)
  assert.equal(x.mul(2).requires_grad, true)
})

test('also where recording was off when it was made, and with an error inside', () => {
  const record = torch.no_grad(() => torch.enable_grad().__call__(() => x.mul(2).requires_grad))
  assert.equal(torch.no_grad(record), true)
  const fails = torch.inference_mode().__call__(() => {
    throw new Error('inside')
  })
  assert.throws(fails, /inside/)
  assert.equal(torch.is_inference_mode_enabled(), false)
  assert.equal(torch.is_grad_enabled(), true)
})
