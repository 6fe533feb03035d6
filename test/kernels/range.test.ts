// Numbers at even steps, in floats and in pairs of int32.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { float32, float64, int64 } from '../../src/base/dtype.js'
import { range, spaced, wholeRange } from '../../src/kernels/range.js'

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
    wholeRange.js([{ array: halves, at: 0, dtype: int64 }], 8, start, step)
    assert.deepEqual(
      [...new BigInt64Array(halves.buffer)],
      Array.from({ length: 8 }, (_, i) => BigInt.asIntN(64, start + BigInt(i) * step)),
    )
  }
})

test('floats from one end, or from both', () => {
  const steps = new Float64Array(4)
  range.js([{ array: steps, at: 0, dtype: float64 }], 4, 1, 0.5)
  assert.deepEqual([...steps], [1, 1.5, 2, 2.5])
  const both = new Float64Array(5)
  spaced.js([{ array: both, at: 0, dtype: float64 }], 5, 0.1, 0.9, 0.2, null)
  assert.equal(both[4], 0.9)
  assert.equal(both[0], 0.1)
  const single = new Float32Array(1)
  spaced.js([{ array: single, at: 0, dtype: float32 }], 1, 3, 9, Infinity, null)
  assert.deepEqual([...single], [3])
})
