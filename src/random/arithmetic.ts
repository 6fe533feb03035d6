/** Double arithmetic in one rounding, as compilers emit it for `a * b + c` on machines that have the instruction. */

/** Splits off the upper 26 bits, so that products of parts are exact (Veltkamp). */
const SPLITTER = 2 ** 27 + 1

/**
 * `a * b + c`, rounded once.
 *
 * PyTorch's CPU code is compiled with fused multiply-add; separate rounding differs in the last digit of float64
 * results. Needs `|a|` and `|b|` below 2^996. Dekker's product and Knuth's sum, both exact, added at last.
 *
 * @example
 * fma(0.1, 10, -1) // 5.551115123125783e-17, what rounding 0.1 to a double did
 */
export function fma(a: number, b: number, c: number): number {
  const product = a * b
  const sum = product + c
  if (!Number.isFinite(sum)) return sum
  let t = SPLITTER * a
  const aHigh = t - (t - a)
  const aLow = a - aHigh
  t = SPLITTER * b
  const bHigh = t - (t - b)
  const bLow = b - bHigh
  const productError = aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
  const back = sum - product
  const sumError = product - (sum - back) + (c - back)
  return sum + (sumError + productError)
}
