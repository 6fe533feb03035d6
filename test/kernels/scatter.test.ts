// Elements combined into places, and read from them: every dtype and way against plain sums.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as types from '../../src/base/dtype.js'
import { gather } from '../../src/kernels/gather.js'
import { coordinatesOf, findNonzero } from '../../src/kernels/nonzero.js'
import {
  blocksAlong,
  offsetsOf,
  placesAlong,
  readPositions,
  scattered,
  wrapPositions,
} from '../../src/kernels/places.js'
import { type Combine, scatter } from '../../src/kernels/scatter.js'

const memory = (dtype: types.DType, array: types.TypedArray, at = 0) => ({ array, at, dtype })

const pairsOf = (values: bigint[]): Int32Array => new Int32Array(BigInt64Array.from(values).buffer)
const wholeOf = (pairs: Int32Array): bigint[] => [...new BigInt64Array(pairs.buffer)]

const wide = [
  0n,
  1n,
  -1n,
  5n,
  -7n,
  2n ** 32n - 1n,
  2n ** 32n,
  -(2n ** 33n) - 3n,
  2n ** 62n + 9n,
  -(2n ** 63n),
  2n ** 63n - 1n,
]
const ways: Record<Combine, (a: bigint, b: bigint) => bigint> = {
  assign: (_a, b) => b,
  add: (a, b) => BigInt.asIntN(64, a + b),
  multiply: (a, b) => BigInt.asIntN(64, a * b),
  amax: (a, b) => (b > a ? b : a),
  amin: (a, b) => (b < a ? b : a),
}
for (const how of Object.keys(ways) as Combine[])
  test(`pairs of int32 are integers of 64 bits, ${how}`, () => {
    const places = scattered(Int32Array.from(wide, (_, i) => i))
    for (const b of wide) {
      const target = pairsOf(wide)
      scatter(how, memory(types.int64, target), places, memory(types.int64, pairsOf([b])), true)
      assert.deepEqual(
        wholeOf(target),
        wide.map((a) => ways[how](a, b)),
      )
    }
  })

test('narrow integers wrap, booleans are joined, complex numbers multiplied', () => {
  const twice = scattered(Int32Array.of(0, 0))
  const bytes = Uint8Array.of(200)
  scatter('add', memory(types.uint8, bytes), twice, memory(types.uint8, Uint8Array.of(50, 10)), false)
  assert.deepEqual([...bytes], [4])
  const truth = Uint8Array.of(1)
  scatter('multiply', memory(types.bool, truth), twice, memory(types.bool, Uint8Array.of(1, 0)), false)
  assert.deepEqual([...truth], [0])
  const complex = Float32Array.of(1, 1)
  const factors = memory(types.complex64, Float32Array.of(9, 9, 0, 1, 2, 0), 1)
  scatter('multiply', memory(types.complex64, complex), twice, factors, false)
  assert.deepEqual([...complex], [-2, 2])
  assert.throws(() => scatter('amax', factors, twice, factors, true), {
    message: `"amax" not implemented for 'ComplexFloat'`,
  })
})

test('blocks of a dimension in the middle are read and written', () => {
  const from = Float64Array.from({ length: 24 }, (_, i) => i)
  const blocks = blocksAlong([2, 3, 4], [12, 4, 1], 0, 1, Int32Array.of(2, 0))
  const to = new Float64Array(16)
  gather(memory(types.float64, to), memory(types.float64, from), blocks)
  assert.deepEqual([...to], [8, 9, 10, 11, 0, 1, 2, 3, 20, 21, 22, 23, 12, 13, 14, 15])
  const back = new Float64Array(24)
  scatter('assign', memory(types.float64, back), blocks, memory(types.float64, to), false)
  assert.deepEqual([...back.subarray(0, 5), back[8]], [0, 1, 2, 3, 0, 8])
})

test('places, positions and coordinates', () => {
  assert.deepEqual([...offsetsOf([2, 2], [1, 10], 3)], [3, 13, 4, 14])
  const positions = readPositions(pairsOf([0n, -1n, 2n ** 40n, 1n]), true, [2, 2], [1, 2], 0)
  assert.deepEqual([...positions], [0, 0x7fffffff, -1, 1])
  assert.equal(wrapPositions(Int32Array.of(0, -2, 2), 2, true), 2)
  assert.equal(wrapPositions(Int32Array.of(0, -1), 2, false), 1)
  assert.deepEqual([...placesAlong(Int32Array.of(1, 0, 1, 1), [2, 2], [10, 1], 5, 1)], [6, 5, 16, 16])
  assert.deepEqual([...placesAlong(Int32Array.of(1, 0, 1, 1), [2, 2], [10, 1], 5, 0)], [15, 6, 15, 16])
  const found = findNonzero(types.float16, Uint16Array.of(0x8000, 1, 0, 0x3c00), [2, 2], [1, 2], 0)
  assert.deepEqual([...found], [2, 3])
  assert.deepEqual([...coordinatesOf(found, [2, 2])], [1, 1, 0, 1])
})
