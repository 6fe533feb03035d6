// Numbers at even steps, in floats and in pairs of int32.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fillRange, fillSpaced, fillWholeRange } from '../../src/kernels/range.js'

test('whole numbers carry from one half to the other, and wrap', () => {
  for (const [start, step] of [
    [0n, 1n],
    [-3n, 2n],
    [2n ** 32n - 2n, 1n],
    [5n, -(2n ** 32n) - 7n],
    [2n ** 63n - 2n, 1n],
    [-(2n ** 40n), 2n ** 35n + 2n ** 31n],
  ]) {
    const halves = new Int32Array(16)
    fillWholeRange(halves, start, step)
    assert.deepEqual(
      [...new BigInt64Array(halves.buffer)],
      Array.from({ length: 8 }, (_, i) => BigInt.asIntN(64, start + BigInt(i) * step)),
    )
  }
})

test('floats from one end, or from both', () => {
  const range = new Float64Array(4)
  fillRange(range, 1, 0.5)
  assert.deepEqual([...range], [1, 1.5, 2, 2.5])
  const spaced = new Float64Array(5)
  fillSpaced(spaced, 0.1, 0.9, 0.2)
  assert.equal(spaced[4], 0.9)
  assert.equal(spaced[0], 0.1)
  const single = new Float32Array(1)
  fillSpaced(single, 3, 9, Infinity)
  assert.deepEqual([...single], [3])
})
