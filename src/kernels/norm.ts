// Lengths of lanes, each step rounded to the dtype that PyTorch adds up in (`norm_kernel_cpu_impl` in
// ATen/native/cpu/ReduceOpsKernel.cpp): squares that are too large are infinite, too small ones zero. Lanes: see reduce.ts.
import { type DType, float32 } from '../base/dtype.js'
import { rounding } from '../base/half.js'
import { kernel } from './kernel.js'
import { type Cells, cellsOf, lanes, type Pair } from './reduce.js'

type Round = (x: number) => number

const exact: Round = (x) => x

const partial = { single: new Float32Array(8), double: new Float64Array(4) }

/**
 * The root of the sum of squares of `n` neighbours, as partial sums in a vector make it.
 *
 * @param chunk how many are taken at a time; what is left goes to the first sum, one by one
 */
function lengthOfRow(x: Cells, start: number, n: number, chunk: number, sums: Cells, round: Round): number {
  const width = sums.length
  const whole = n - (n % chunk)
  sums.fill(0)
  for (let d = start; d < start + whole; d += width)
    for (let j = 0; j < width; j++) sums[j] += round(x[d + j] * x[d + j])
  for (let j = 1; j < width; j++) sums[0] += sums[j]
  for (let d = start + whole; d < start + n; d++) sums[0] += round(x[d] * x[d])
  return Math.sqrt(sums[0])
}

/** The same of float32, of which eight sums and whole chunks of eight are written out: half of all norms are these. */
function lengthOfSingles(x: Float32Array, start: number, n: number): number {
  const { fround } = Math
  const end = start + n
  let [s0, s1, s2, s3, s4, s5, s6, s7] = [0, 0, 0, 0, 0, 0, 0, 0]
  let d = start
  for (; d + 8 <= end; d += 8) {
    s0 = fround(s0 + fround(x[d] * x[d]))
    s1 = fround(s1 + fround(x[d + 1] * x[d + 1]))
    s2 = fround(s2 + fround(x[d + 2] * x[d + 2]))
    s3 = fround(s3 + fround(x[d + 3] * x[d + 3]))
    s4 = fround(s4 + fround(x[d + 4] * x[d + 4]))
    s5 = fround(s5 + fround(x[d + 5] * x[d + 5]))
    s6 = fround(s6 + fround(x[d + 6] * x[d + 6]))
    s7 = fround(s7 + fround(x[d + 7] * x[d + 7]))
  }
  let sum = fround(fround(fround(s0 + s1) + s2) + s3)
  sum = fround(fround(fround(fround(sum + s4) + s5) + s6) + s7)
  for (; d < end; d++) sum = fround(sum + fround(x[d] * x[d]))
  return Math.sqrt(sum)
}

function extremeOf(magnitude: (k: number) => number, n: number, isLargest: boolean): number {
  let extreme = isLargest ? 0 : Infinity
  for (let k = 0; k < n; k++) {
    const value = magnitude(k)
    if (value !== value) return NaN
    if (isLargest ? value > extreme : value < extreme) extreme = value
  }
  return extreme
}

/** The p-norm of `n` magnitudes, one after the other. */
function lengthOf(
  magnitude: (k: number) => number,
  n: number,
  p: number,
  round: Round,
  roundPower: Round,
): number {
  if (n === 0) return 0
  if (Math.abs(p) === Infinity) return extremeOf(magnitude, n, p > 0)
  let total = 0
  if (p === 0) for (let k = 0; k < n; k++) total = round(total + (magnitude(k) !== 0 ? 1 : 0))
  else if (p === 1) for (let k = 0; k < n; k++) total = round(total + magnitude(k))
  else if (p === 2) for (let k = 0; k < n; k++) total = round(total + round(magnitude(k) * magnitude(k)))
  else for (let k = 0; k < n; k++) total = round(total + roundPower(magnitude(k) ** p))
  return p === 0 || p === 1 ? total : p === 2 ? Math.sqrt(total) : total ** round(1 / p)
}

/**
 * The p-norms of lanes.
 *
 * @param carried the dtype that each step is rounded to
 * @param isRow whether the lanes are rows of contiguous memory, whose squares PyTorch adds up in vectors
 */
export const norm = kernel(
  'norm',
  ([out, x]: Pair, p: number, outer: number, n: number, inner: number, carried: DType, isRow: boolean) => {
    const [to, from] = [cellsOf(out), cellsOf(x)]
    const round = rounding(carried)
    const power = round(p)
    // C++ has no power of its own for float16.
    const roundPower = carried.name === 'float16' ? exact : round
    // Vectors of bfloat16 are added up in float32; float16 has none.
    if (isRow && power === 2 && inner === 1 && !carried.is_complex && carried.name !== 'float16') {
      if (x.dtype === float32 && carried === float32) {
        const singles = x.array as Float32Array
        lanes(x.at, outer, n, inner, (start, index) => {
          to[out.at + index] = lengthOfSingles(singles, start, n)
        })
        return
      }
      const isDouble = carried.name === 'float64'
      const sums = (isDouble ? partial.double : partial.single) as Cells
      const step = isDouble ? round : Math.fround
      lanes(x.at, outer, n, inner, (start, index) => {
        to[out.at + index] = lengthOfRow(from, start, n, 32 / carried.itemsize, sums, step)
      })
      return
    }
    lanes(x.at, outer, n, inner, (start, index) => {
      const magnitude = x.dtype.is_complex
        ? (k: number) => Math.hypot(from[2 * (start + k * inner)], from[2 * (start + k * inner) + 1])
        : (k: number) => Math.abs(from[start + k * inner])
      to[out.at + index] = lengthOf(magnitude, n, power, round, roundPower)
    })
  },
)
