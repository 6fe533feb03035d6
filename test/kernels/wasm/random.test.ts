// Random numbers in bulk are those of the stream, one by one.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { type Level, setLevel } from '../../../src/kernels/wasm/level.js'

const t = torch as any

/** Draws of all kinds after each other, so that each begins somewhere in a block. */
function draws(): unknown[] {
  t.manual_seed(11)
  return [
    t.rand(9001),
    t.randn(20000),
    t.rand(3),
    t.randn(30017),
    t.empty(10000).uniform_(-2, 7),
    t.randn(5),
    t.empty(10009).normal_(3, 0.5),
    t.randn(100, 101).t().contiguous(),
    t.rand(9000, { dtype: t.float64 }),
    t.rand(2),
  ].map((tensor) => tensor.tolist())
}

for (const level of ['simd', 'relaxed'] as Level[])
  test(`the same stream in bulk: ${level}`, () => {
    const before = setLevel('off')
    const wanted = draws()
    setLevel(level)
    const found = draws()
    setLevel(before)
    assert.deepEqual(found, wanted)
  })

test('a state taken within a block goes on as it did', () => {
  t.manual_seed(3)
  t.rand(9000)
  const state = t.get_rng_state()
  const wanted = t.rand(12345).tolist()
  t.set_rng_state(state)
  assert.deepEqual(t.rand(12345).tolist(), wanted)
})
