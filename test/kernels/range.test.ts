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
  spaced.js([{ array: both, at: 0, dtype: float64 }], 5, 0.1, 0.9, 0.2, null, 0)
  assert.equal(both[4], 0.9)
  assert.equal(both[0], 0.1)
  const single = new Float32Array(1)
  spaced.js([{ array: single, at: 0, dtype: float32 }], 1, 3, 9, Infinity, null, 0)
  assert.deepEqual([...single], [3])
})

test('float32 has the bits of vectors of eight, as PyTorch writes them', () => {
  const checksum = (array: Float32Array): string => {
    const bits = new Uint32Array(array.buffer)
    let sum = 0
    for (let i = 0; i < bits.length; i++) sum = (sum + Math.imul(i + 1, bits[i])) >>> 0
    return sum.toString(16).padStart(8, '0')
  }
  for (const [start, step, n, wanted] of [
    [0, 0.02, 50, 'f9eb84a2'],
    [-3, 0.1, 60, 'f74ccd3c'],
    [0.3, 0.013, 670, '3be10abe'],
  ] as const) {
    const array = new Float32Array(n)
    range.js([{ array, at: 0, dtype: float32 }], n, start, step)
    assert.equal(checksum(array), wanted)
  }
  for (const [from, to, n, wanted] of [
    [-1, 1, 100, '96c0a871'],
    [-Math.PI, Math.PI, 2000, 'fc848474'],
    [-5, 5, 16, 'fe95549f'],
    [0.1, 0.9, 33, '427fff2d'],
  ] as const) {
    const array = new Float32Array(n)
    const [first, last] = [Math.fround(from), Math.fround(to)]
    const step = Math.fround((last - first) / (n - 1))
    spaced.js([{ array, at: 0, dtype: float32 }], n, first, last, step, null, 0)
    assert.equal(checksum(array), wanted)
  }
})
