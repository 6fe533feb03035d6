// Many elements to one: sums, products and counts of lanes. A lane is a run of `n` elements
// that lie `inner` apart, `outer` × `inner` of them side by side; result o * inner + i is of lane (o, i).
import { type DType, int64 } from '../base/dtype.js'
import { rounding } from '../base/half.js'
import { numelOf, type Sizes } from '../base/layout.js'
import { toBigInt64 } from '../memory/elements.js'
import { cascadeSum, type Floats, type Summer, summerOf } from './cascade-sum.js'
import { kernel, type Memory } from './kernel.js'

/** Numbers of any dtype that is neither int64 nor a 16-bit float; complex ones are two each. */
export type Cells = Float64Array
export const cellsOf = ({ array }: Memory): Cells => array as Float64Array
export const bigintsOf = ({ array }: Memory): BigInt64Array => array as BigInt64Array

/** The halves of int64 numbers, the low one first, to write small whole numbers without a bigint for each. */
export const halvesOf = ({ array }: Memory): Int32Array =>
  new Int32Array(array.buffer, array.byteOffset, 2 * array.length)

export type Pair = readonly [out: Memory, x: Memory]

/** Visits the first place of each lane, counted in elements, and its number. */
export function lanes(
  at: number,
  outer: number,
  n: number,
  inner: number,
  visit: (p: number, k: number) => void,
): void {
  let index = 0
  for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) visit(at + o * n * inner + i, index++)
}

/** The sums that `summer` makes; see `sum`. */
export function sumBy(
  summer: Summer,
  [out, x]: Pair,
  dims: readonly number[] | null,
  divisor: number,
  sizes: Sizes,
  strides: Sizes,
  isDense: boolean,
): void {
  const [to, from] = [out.array as Floats, x.array as Floats]
  let results = 1
  if (dims === null && isDense) to[out.at] = summer.row(from, x.at, numelOf(sizes))
  else if (dims !== null && dims.length === 1 && sizes.length === 2) {
    // What the walk below comes to for the rows or the columns of a matrix.
    const [summed, kept] = [dims[0], 1 - dims[0]]
    results = sizes[kept]
    to.fill(0, out.at, out.at + results)
    const steps = [strides[summed], strides[kept]] as const
    summer.run(from, x.at, steps, to, out.at, 1, sizes[summed], results)
  } else {
    const isReduced = sizes.map((_, dim) => dims === null || dims.includes(dim))
    sizes.forEach((size, dim) => (results *= isReduced[dim] ? 1 : size))
    to.fill(0, out.at, out.at + results)
    cascadeSum(from, x.at, sizes, strides, isReduced, to, out.at, summer)
  }
  if (divisor !== 1) for (let i = out.at; i < out.at + results; i++) to[i] /= divisor
}

/**
 * Sums of float32 and float64 along `dims` (null: all) of a strided window, divided by `divisor`, with PyTorch's own
 * roundings; a mean divides the rounded sum, as mean_kernel in ReduceOps.cpp does.
 */
export const sum = kernel(
  'sum',
  (
    pair: Pair,
    dims: readonly number[] | null,
    divisor: number,
    sizes: Sizes,
    strides: Sizes,
    isDense: boolean,
  ) => sumBy(summerOf(pair[1].array as Floats), pair, dims, divisor, sizes, strides, isDense),
)

/** Sum of `n` neighbours. Four running sums, since each addition waits for the one before. */
function sumRun(array: Cells, start: number, n: number): number {
  let a = 0
  let b = 0
  let c = 0
  let d = 0
  let p = start
  for (const end = start + (n & ~3); p < end; p += 4) {
    a += array[p]
    b += array[p + 1]
    c += array[p + 2]
    d += array[p + 3]
  }
  for (const end = start + n; p < end; p++) a += array[p]
  return a + b + (c + d)
}

/** Adds rows of length `width` into `sums` from `at` on, so that memory is read in order. */
function sumRows(array: Cells, start: number, rows: number, width: number, sums: Cells, at: number): void {
  let p = start
  for (let k = 0; k < rows; k++) for (let i = 0; i < width; i++) sums[at + i] += array[p++]
}

/**
 * Sums of lanes of integers and complex numbers, divided by `divisor`: int64 exactly, wrapped at 64 bits, the others in
 * double precision. Integers sum up in int64.
 */
export const laneSum = kernel(
  'lane-sum',
  ([out, x]: Pair, divisor: number, outer: number, n: number, inner: number) => {
    if (x.dtype === int64) {
      const [to, from] = [bigintsOf(out), bigintsOf(x)]
      lanes(x.at, outer, n, inner, (start, index) => {
        let total = 0n
        for (let k = 0, p = start; k < n; k++, p += inner) total += from[p]
        to[out.at + index] = total
      })
      return
    }
    const from = cellsOf(x)
    const { slots } = x.dtype
    const width = inner * slots
    const base = x.at * slots
    const sums = new Float64Array(outer * width)
    if (width === 1) for (let o = 0; o < outer; o++) sums[o] = sumRun(from, base + o * n, n)
    else for (let o = 0; o < outer; o++) sumRows(from, base + o * n * width, n, width, sums, o * width)
    if (divisor !== 1) for (let i = 0; i < sums.length; i++) sums[i] /= divisor
    if (out.dtype !== int64) cellsOf(out).set(sums, out.at * slots)
    else for (let i = 0; i < sums.length; i++) bigintsOf(out)[out.at + i] = toBigInt64(sums[i])
  },
)

/** Numbers that PyTorch multiplies side by side: four vectors of 32 bytes. */
export const VECTORS = 4

/**
 * The product of `n` floats, `step` apart, in PyTorch's order (`vectorized_inner_reduction` in ATen/native/cpu/Reduce.h),
 * each step rounded, so that one that is too large is infinite.
 *
 * @param width numbers in a vector
 */
function productOf(
  x: Cells,
  start: number,
  step: number,
  n: number,
  width: number,
  round: (x: number) => number,
): number {
  let total = 1
  let done = 0
  const chunk = VECTORS * width
  if (step === 1 && n >= chunk) {
    const running = x.slice(start, start + chunk)
    const whole = n - (n % chunk)
    for (done = chunk; done < whole; done += chunk)
      for (let j = 0; j < chunk; j++) running[j] = round(running[j] * x[start + done + j])
    for (let j = 0; j < width; j++) {
      const first = round(running[j] * running[width + j])
      const second = round(running[2 * width + j] * running[3 * width + j])
      total = round(total * round(first * second))
    }
  }
  for (let p = start + done * step; done < n; done++, p += step) total = round(total * x[p])
  return total
}

/**
 * Products of lanes, in the dtype of the result, which is that of the elements.
 *
 * @param carried the dtype that each step is rounded to
 */
export const product = kernel(
  'product',
  ([out, x]: Pair, outer: number, n: number, inner: number, carried: DType) => {
    const { dtype } = x
    if (dtype === int64) {
      const [to, from] = [bigintsOf(out), bigintsOf(x)]
      lanes(x.at, outer, n, inner, (start, index) => {
        let total = 1n
        for (let k = 0, p = start; k < n; k++, p += inner) total = BigInt.asIntN(64, total * from[p])
        to[out.at + index] = total
      })
      return
    }
    const [to, from] = [cellsOf(out), cellsOf(x)]
    lanes(x.at, outer, n, inner, (start, index) => {
      if (dtype.is_complex) {
        let re = 1
        let im = 0
        for (let k = 0, p = 2 * start; k < n; k++, p += 2 * inner) {
          const next = re * from[p] - im * from[p + 1]
          im = re * from[p + 1] + im * from[p]
          re = next
        }
        to[2 * (out.at + index)] = re
        to[2 * (out.at + index) + 1] = im
        return
      }
      let total = 1
      if (dtype.is_floating_point)
        total = productOf(from, start, inner, n, 32 / carried.itemsize, rounding(carried))
      else for (let k = 0, p = start; k < n; k++, p += inner) total = Math.imul(total, from[p])
      to[out.at + index] = total
    })
  },
)

export type Question = 'how many' | 'any' | 'all'

/** For each lane how many elements are not zero, or whether some or all are. A not-a-number is not zero. */
export const countNonzero = kernel(
  'count-nonzero',
  ([out, x]: Pair, question: Question, outer: number, n: number, inner: number) => {
    const from = cellsOf(x)
    const zero = (x.dtype === int64 ? 0n : 0) as number
    const slots = x.dtype.slots
    const low = out.dtype === int64 ? halvesOf(out) : null
    const to = cellsOf(out)
    lanes(x.at, outer, n, inner, (start, index) => {
      let count = 0
      for (let k = 0, p = start * slots; k < n; k++, p += inner * slots)
        if (from[p] !== zero || (slots === 2 && from[p + 1] !== 0)) count++
      const answer = question === 'how many' ? count : (question === 'any' ? count > 0 : count === n) ? 1 : 0
      if (low === null) to[out.at + index] = answer
      else {
        low[2 * (out.at + index)] = answer
        low[2 * (out.at + index) + 1] = 0
      }
    })
  },
)
