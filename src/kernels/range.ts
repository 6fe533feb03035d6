// Writes numbers at even steps: the reference of arange, linspace and logspace.
import { kernel, type Memory } from './kernel.js'

const floatsOf = ({ array }: Memory): Float32Array | Float64Array => array as Float32Array | Float64Array

// In float32 PyTorch writes whole sixteens as vectors of eight: their first number is rounded before the steps to the others are
// added (`arange` in native/cpu/RangeFactoriesKernel.cpp).

/** `n` floats: start, start + step, start + 2 * step, … */
export const range = kernel('range', ([out]: readonly [Memory], n: number, start: number, step: number) => {
  const [array, at] = [floatsOf(out), out.at]
  const many = array instanceof Float32Array ? n & -16 : 0
  for (let i = 0; i < many; i++) array[at + i] = Math.fround(start + step * (i & -8)) + (i & 7) * step
  for (let i = many; i < n; i++) array[at + i] = start + i * step
})

// The halves of an int64; a number is one of 32 bits.
const lowHalf = (value: number | bigint): number =>
  typeof value === 'number' ? value >>> 0 : Number(BigInt.asUintN(32, value))
const highHalf = (value: number | bigint): number =>
  typeof value === 'number' ? value >> 31 : Number(BigInt.asIntN(32, value >> 32n))

/** The same in int64 as pairs of int32, whose sums wrap at 64 bits. */
export const wholeRange = kernel(
  'whole-range',
  ([{ array, at }]: readonly [Memory], n: number, start: number | bigint, step: number | bigint) => {
    const halves = array as Int32Array
    const low = lowHalf(step)
    const high = highHalf(step)
    let atLow = lowHalf(start)
    let atHigh = highHalf(start)
    for (let i = 2 * at; i < 2 * (at + n); i += 2) {
      halves[i] = atLow
      halves[i + 1] = atHigh
      atLow += low
      atHigh = (atHigh + high + (atLow > 0xffffffff ? 1 : 0)) | 0
      atLow = atLow >>> 0
    }
  },
  { pairs: true },
)

/**
 * `n` floats evenly spaced from both ends, so that they are symmetric (RangeFactories.cpp `linspace`), or the powers of
 * `base` that have these exponents. With `lanes`, pairs of that many begin with a whole number each.
 */
export const spaced = kernel(
  'spaced',
  (
    [out]: readonly [Memory],
    n: number,
    from: number,
    to: number,
    step: number,
    base: number | null,
    lanes: number,
  ) => {
    const [array, at] = [floatsOf(out), out.at]
    const half = Math.floor(n / 2)
    const { fround } = Math
    const one = (i: number): number => (n === 1 ? from : i < half ? from + step * i : to - step * (n - i - 1))
    const inLanes = lanes === 0 ? 0 : n - (n % (2 * lanes))
    for (let i = 0; i < inLanes; i += lanes) {
      const first = Math.trunc(one(i))
      for (let k = 0; k < lanes; k++) array[at + i + k] = first + k * step
    }
    const many = array instanceof Float32Array ? Math.max(inLanes, n & -16) : inLanes
    const steps = Float64Array.from({ length: 8 }, (_, k) => fround(step * k))
    for (let i = inLanes; i < many; i += 8) {
      const first = fround(one(i))
      for (let k = 0; k < 8; k++) array[at + i + k] = first + steps[k]
    }
    for (let i = many; i < n; i++) array[at + i] = one(i)
    if (base !== null) for (let i = at; i < at + n; i++) array[i] = Math.pow(base, array[i])
  },
)
