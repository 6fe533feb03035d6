// Lanes in order, by merging and by digits: as a plain stable sort has them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { dtypes, type TypedArray } from '../../src/base/dtype.js'
import { bfloat16ToNumber, float16ToNumber } from '../../src/base/half.js'
import { compareRows, orderRows, Sorter } from '../../src/kernels/sort.js'
import { Generator } from '../../src/random/generator.js'

const generator = new Generator().manual_seed(1)
const below = (n: number): number => Math.floor(generator.uniform24() * n)

/** Random bytes as elements; int64 as pairs of int32, as kernels take it. */
function elements(name: string, n: number): { array: TypedArray; values: (number | bigint)[] } {
  const dtype = dtypes.find((one) => one.name === name)!
  const bytes = Uint8Array.from({ length: n * dtype.itemsize }, () =>
    name === 'bool' ? below(2) : below(256),
  )
  const array = new dtype.ArrayType(bytes.buffer)
  const toNumber = name === 'float16' ? float16ToNumber : name === 'bfloat16' ? bfloat16ToNumber : null
  const values = Array.from(array as Float32Array, (x) => (toNumber ? toNumber(x) : x))
  return { array: name === 'int64' ? new Int32Array(bytes.buffer) : array, values }
}

const isAfter = (a: number | bigint, b: number | bigint): number =>
  a < b || (b !== b && a === a) ? -1 : a > b || (a !== a && b === b) ? 1 : 0

for (const dtype of dtypes.filter((one) => !one.is_complex))
  test(`every length and step, ${dtype.name}`, () => {
    for (const n of [0, 1, 2, 7, 8, 9, 40, 1023, 1024, 3000])
      for (const descending of [false, true]) {
        const { array, values } = elements(dtype.name, 2 * n + 3)
        const lane = Array.from({ length: n }, (_, k) => values[3 + 2 * k])
        const expected = lane.map((_, k) => k)
        expected.sort((i, j) => isAfter(lane[i], lane[j]) * (descending ? -1 : 1) || i - j)
        assert.deepEqual([...new Sorter(dtype, n, descending).sort(array, 3, 2)], expected)
      }
  })

test('rows are compared element by element, not-a-number last', () => {
  const rows = [1, 2, 1, NaN, 1, 2, 0, 9, 1, NaN]
  assert.deepEqual([...orderRows(rows, 0, 5, 2)], [3, 0, 2, 1, 4])
  assert.equal(compareRows(rows, 0, 2, 0, 2), 0)
  assert.equal(compareRows(rows, 0, 2, 0, 1), -1)
  assert.equal(compareRows(rows, 0, 2, 1, 4), 2)
})
