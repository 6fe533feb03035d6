// Products of matrices, or of batches of them, by dtype: the kernel of `mm` and its kin. Its loops are in matrix-loops.ts.
import { type DType, float32, int64, type TypedArray } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'
import { type Floats, gemmComplex, gemmDouble, gemmInt, gemmLong, type Matrix } from './matrix-loops.js'
import { gemmSingle, type Order, shortestLoop, type Steps } from './single-products.js'

export { type Steps }

type Product = (at: number, a: Matrix, b: Matrix) => void

const halvesOf = (array: TypedArray): Int32Array =>
  array instanceof Int32Array ? array : new Int32Array(array.buffer, array.byteOffset, 2 * array.length)
const longsOf = (halves: Int32Array): BigInt64Array =>
  new BigInt64Array(halves.buffer, halves.byteOffset, halves.length >> 1)

/** One product of `m` by `k` and `k` by `n` elements that are not floats, written from `at` on. */
function productFor(dtype: DType, out: TypedArray, m: number, n: number, k: number): Product {
  if (dtype.is_complex) return (at, a, b) => gemmComplex(out as Float32Array, at, m, n, k, a, b)
  if (dtype !== int64) return (at, a, b) => gemmInt(out, at, m, n, k, a, b)
  const sums = longsOf(halvesOf(out))
  return (at, a, b) => {
    const words = [halvesOf(a.array), halvesOf(b.array)] as const
    const [left, right] = words.map(longsOf)
    gemmLong(sums, at, m, n, k, { ...a, array: left }, { ...b, array: right }, words)
  }
}

type ScaleRows = (
  to: Floats,
  at: number,
  from: Floats,
  start: number,
  rows: number,
  rowStep: number,
  columns: number,
  step: number,
  beta: number,
) => void

/** Writes `beta * from`, read with strides, to `rows` by `columns` elements of `to`; made for one element kind. */
const makeScaleRows = (): ScaleRows =>
  new Function(
    'to, at, from, start, rows, rowStep, columns, step, beta',
    `for (let i = 0; i < rows; i++) {
      let p = start + i * rowStep
      for (let j = 0; j < columns; j++) {
        to[at++] = beta * from[p]
        p += step
      }
    }`,
  ) as ScaleRows
const scaleRows = makeScaleRows()
const scaleRows32 = makeScaleRows()

/** Fills `count` elements from `at` on with a row, again and again. */
function repeat(to: Floats, at: number, count: number, row: Floats): void {
  to.set(row, at)
  for (let done = row.length; done < count; done *= 2)
    to.copyWithin(at + done, at, at + Math.min(done, count - done))
}

/** Fills `count` elements of `out` with `beta * addend`; a beta of 0 leaves the addend out, even where it is not a number. */
export function prefill(
  out: Memory,
  count: number,
  addend: Memory | null,
  [batchStep, rowStep, step]: Steps,
  batches: number,
  m: number,
  n: number,
  beta: number,
): void {
  if (count === 0) return
  const to = out.array as Floats
  if (addend === null || beta === 0) {
    to.fill(0, out.at, out.at + count)
    return
  }
  // A bias.
  if (
    beta === 1 &&
    step === 1 &&
    rowStep === 0 &&
    batchStep === 0 &&
    addend.array.constructor === to.constructor
  ) {
    repeat(to, out.at, count, (addend.array as Floats).subarray(addend.at, addend.at + n))
    return
  }
  const loop = out.dtype === float32 ? scaleRows32 : scaleRows
  for (let i = 0; i < batches; i++)
    loop(to, out.at + i * m * n, addend.array as Floats, addend.at + i * batchStep, m, rowStep, n, step, beta)
}

/**
 * `out = a @ b` for a batch of pairs of matrices; with an addend, `out = beta * addend + alpha * (a @ b)`, and where
 * `outStep` is 0 that of the sum of the products (both for floating types only). `out` is contiguous.
 *
 * @param outStep from the result of one pair to that of the next: `m * n`, or 0 where they are added up
 * @param order whose order of additions float32 keeps to, see Note [Order of products] in single-products.ts
 */
export const gemm = kernel(
  'gemm',
  (
    [out, a, b, addend]: readonly [Memory, Memory, Memory, Memory | null],
    batches: number,
    m: number,
    n: number,
    k: number,
    alpha: number,
    aSteps: Steps,
    bSteps: Steps,
    beta: number,
    addendSteps: Steps,
    outStep: number,
    order: Order = 'matrices',
  ) => {
    const adds = addend !== null || outStep === 0
    if (adds) {
      const results = outStep === 0 ? 1 : batches
      prefill(out, results * m * n, addend, addendSteps, results, m, n, beta)
    }
    const shortest = out.dtype === float32 && batches === 1 ? shortestLoop(m, n, k, order) : null
    if (shortest !== null) {
      const [to, x, y] = [out.array, a.array, b.array] as readonly Float32Array[]
      const [, aRow, aColumn] = aSteps
      const [, bRow, bColumn] = bSteps
      shortest(to, out.at, n, m, n, k, x, a.at, aRow, aColumn, y, b.at, bRow, bColumn, alpha, adds)
      return
    }
    const isFloat = out.dtype.is_floating_point
    const multiply = isFloat ? null : productFor(out.dtype, out.array, m, n, k)
    for (let i = 0; i < batches; i++) {
      const left = {
        array: a.array,
        offset: a.at + i * aSteps[0],
        rowStride: aSteps[1],
        columnStride: aSteps[2],
      }
      const right = {
        array: b.array,
        offset: b.at + i * bSteps[0],
        rowStride: bSteps[1],
        columnStride: bSteps[2],
      }
      const at = out.at + i * outStep
      if (multiply !== null) multiply(at, left, right)
      else if (out.dtype === float32)
        gemmSingle(out.array as Float32Array, at, m, n, k, left, right, alpha, adds, order)
      else gemmDouble(out.array as Float64Array, at, m, n, k, left, right, alpha, adds)
    }
  },
  { pairs: true },
)
