// The product of two vectors in float32, in the order of OpenBLAS's `sdot` on processors with AVX-512: the kernel of `dot`.
import { kernel, type Memory } from './kernel.js'

/** How many lanes add up terms, how many of these there are in the end, and how many terms are always whole. */
export const LANES = 64
export const HALF = 32

/** The lanes of 64 terms a time; then, of which two make one, those of 32. */
const lanes = new Float32Array(LANES)

function addLanes(x: Float32Array, xAt: number, y: Float32Array, yAt: number, n: number): void {
  lanes.fill(0)
  const whole = n - (n % LANES)
  for (let t = 0; t < whole; t += LANES)
    for (let l = 0; l < LANES; l++) lanes[l] += x[xAt + t + l] * y[yAt + t + l]
  // Sixteen lanes are one vector, whose halves are added.
  for (let l = 0; l < HALF; l++) {
    const first = 16 * (l >> 3) + (l & 7)
    lanes[l] = lanes[first] + lanes[first + 8]
  }
  if (n > whole) for (let l = 0; l < HALF; l++) lanes[l] += x[xAt + whole + l] * y[yAt + whole + l]
}

/** The sum of the 32 lanes from `at` on. */
export function sumOfLanes(lanes: Float32Array, at = 0): number {
  for (let l = at; l < at + 8; l++) {
    lanes[l] += lanes[l + 8]
    lanes[l] += lanes[l + 16]
    lanes[l] += lanes[l + 24]
  }
  for (let l = at; l < at + 4; l++) lanes[l] += lanes[l + 4]
  return Math.fround(lanes[at] + lanes[at + 1]) + Math.fround(lanes[at + 2] + lanes[at + 3])
}

/** Adds the terms that make no 32 to a sum of lanes: their products are rounded, and added in float64. */
export function withRest(
  sum: number,
  { array: x, at: xAt }: Memory,
  { array: y, at: yAt }: Memory,
  from: number,
  n: number,
): number {
  let rest = 0
  for (let t = from; t < n; t++)
    rest += Math.fround((x as Float32Array)[xAt + t] * (y as Float32Array)[yAt + t])
  return rest + Math.fround(sum)
}

/** Writes the product of two vectors of `n` elements that lie side by side. */
export const dot = kernel('dot', ([out, x, y]: readonly [Memory, Memory, Memory], n: number) => {
  const whole = n - (n % HALF)
  let sum = 0
  if (whole > 0) {
    addLanes(x.array as Float32Array, x.at, y.array as Float32Array, y.at, whole)
    sum = sumOfLanes(lanes)
  }
  out.array[out.at] = withRest(sum, x, y, whole, n)
})
