/** Sums of lanes of integers and complex numbers, carried in double precision. Floats: see cascade-sum.ts. */
import type { Lanes } from './lanes.js'

/** Sum of `n` neighbours. Four running sums, since each addition waits for the one before. */
function sumRun(array: Float64Array, start: number, n: number): number {
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
function sumRows(
  array: Float64Array,
  start: number,
  rows: number,
  width: number,
  sums: Float64Array,
  at: number,
): void {
  let p = start
  for (let k = 0; k < rows; k++) for (let i = 0; i < width; i++) sums[at + i] += array[p++]
}

/** The sum of each lane; a complex one takes two numbers. Not for int64. */
export function laneSums(lanes: Lanes): Float64Array {
  const { array, base, outer, n } = lanes
  const width = lanes.inner * lanes.x.dtype.slots
  const sums = new Float64Array(outer * width)
  if (width === 1) for (let o = 0; o < outer; o++) sums[o] = sumRun(array, base + o * n, n)
  else for (let o = 0; o < outer; o++) sumRows(array, base + o * n * width, n, width, sums, o * width)
  return sums
}
