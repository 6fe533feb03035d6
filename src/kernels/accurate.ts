// Float64 arithmetic to the last digit: a fused multiply-add, and log, exp, sin, cos, tan within 0.51 units in the
// last place. PyTorch's float64 numbers come from compiled C, which is as near; `Math` is one digit off in 3 to 10
// of 100 results.
//
// Each function splits its argument into a table point and a small rest, and keeps the leading terms as unevaluated
// sums of two doubles, head and tail. Tables are computed at first use, in whole numbers (`fixed-point.ts`).
import { fixedExp, fixedLog, fixedPi, fixedSin, splitAt, splitBits } from './fixed-point.js'

const { abs, round } = Math
const SPLITTER = 2 ** 27 + 1

/** What rounding `a * b` to `product` left off, exactly (Dekker). */
export function productError(a: number, b: number, product: number): number {
  let t = SPLITTER * a
  const aHigh = t - (t - a)
  const aLow = a - aHigh
  t = SPLITTER * b
  const bHigh = t - (t - b)
  const bLow = b - bHigh
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow)
}

/** What rounding `a + b` to `sum` left off, exactly (Knuth). */
export function sumError(a: number, b: number, sum: number): number {
  const bPart = sum - a
  return a - (sum - bPart) + (b - bPart)
}

/**
 * `a * b + c`, rounded once, as compilers emit it for PyTorch's kernels. Needs `|a|` and `|b|` below 2^996.
 *
 * @example
 * fma(0.1, 10, -1) // 5.551115123125783e-17: what writing 0.1 as a double adds, ten times
 */
export function fma(a: number, b: number, c: number): number {
  const product = a * b
  const sum = product + c
  if (!Number.isFinite(sum)) return sum
  return sum + (sumError(product, c, sum) + productError(a, b, product))
}

const memory = new Float64Array(1)
const memoryWords = new Int32Array(memory.buffer)

/** log(i / 128) for i = 90 … 182, and log 2. Heads are multiples of 2^-42, so that adding them up is exact. */
function makeLogTable() {
  const head = new Float64Array(183)
  const tail = new Float64Array(183)
  for (let i = 90; i <= 182; i++) [head[i], tail[i]] = splitAt(fixedLog(i, 128), 42)
  const [ln2, ln2Tail] = splitAt(fixedLog(2, 1), 42)
  return { head, tail, ln2, ln2Tail }
}
let logTable: ReturnType<typeof makeLogTable> | undefined

/** The natural logarithm. */
export function log(x: number): number {
  if (!(x >= 2 ** -1022 && x < Infinity)) return Math.log(x)
  const { head, tail, ln2, ln2Tail } = (logTable ??= makeLogTable())
  // x = 2^k m, with m from sqrt(1/2) to sqrt(2).
  memory[0] = x
  let k = (memoryWords[1] >> 20) - 1023
  memoryWords[1] = (memoryWords[1] & 0xfffff) | 0x3ff00000
  let m = memory[0]
  if (m > Math.SQRT2) {
    m *= 0.5
    k++
  }
  // log m = log(i / 128) + log(1 + r), |r| < 0.006.
  const i = round(m * 128)
  const point = i * 0.0078125
  const d = m - point
  const r = d / point
  const back = r * point
  const rTail = (d - back - productError(r, point, back)) / point
  const high = k * ln2 + head[i]
  const sum = high + r
  const powers = 1 / 3 + r * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8)))))
  return sum + (sumError(high, r, sum) + (k * ln2Tail + tail[i] + rTail + r * r * (-0.5 + r * powers)))
}

/**
 * The logarithm of a normal number as two doubles, the second small beside the first: 68 binary digits in all. It begins as
 * `log` does, and says so again: handing the parts from a function of their own costs `log` a tenth of its time.
 */
export function logParts(x: number): [log: number, tail: number] {
  const { head, tail, ln2, ln2Tail } = (logTable ??= makeLogTable())
  memory[0] = x
  let k = (memoryWords[1] >> 20) - 1023
  memoryWords[1] = (memoryWords[1] & 0xfffff) | 0x3ff00000
  let m = memory[0]
  if (m > Math.SQRT2) {
    m *= 0.5
    k++
  }
  const i = round(m * 128)
  const point = i * 0.0078125
  const d = m - point
  const r = d / point
  const back = r * point
  const rTail = (d - back - productError(r, point, back)) / point
  const high = k * ln2 + head[i]
  const first = high + r
  const square = r * r
  const second = first - 0.5 * square
  const powers =
    1 / 3 +
    r * (-1 / 4 + r * (1 / 5 + r * (-1 / 6 + r * (1 / 7 + r * (-1 / 8 + r * (1 / 9 + r * (-1 / 10)))))))
  const low =
    sumError(high, r, first) +
    sumError(first, -0.5 * square, second) -
    0.5 * productError(r, r, square) +
    (k * ln2Tail + tail[i] + (rTail - r * rTail) + r * square * powers)
  const log = second + low
  return [log, second - log + low]
}

/** 2^(j / 64) for j = 0 … 63, and log 2 / 64 in three parts, which are taken up to 64,700 times. */
function makeExpTable() {
  const head = new Float64Array(64)
  const tail = new Float64Array(64)
  const step = fixedLog(2, 1) / 64n
  for (let j = 0; j < 64; j++) [head[j], tail[j]] = splitBits(fixedExp(step * BigInt(j)), 53)
  return { head, tail, step: inThreeParts(step, 36) }
}
let expTable: ReturnType<typeof makeExpTable> | undefined

/** e^x. */
export function exp(x: number): number {
  if (!(abs(x) < 700)) return Math.exp(x)
  return expParts(x, 0)
}

/** e^(x + tail), for |x| < 700 and a tail that is small beside x. */
export function expParts(x: number, tail: number): number {
  const { head, tail: tails, step } = (expTable ??= makeExpTable())
  const n = round(x * (64 / Math.LN2))
  const a = x - n * step[0]
  const b = -n * step[1]
  const r = a + b
  const rTail = sumError(a, b, r) - n * step[2] + tail
  const j = n & 63
  // (head + tail) * (1 + r + rest) * (1 + rTail)
  const rest = r * r * (0.5 + r * (1 / 6 + r * (1 / 24 + r * (1 / 120 + r * (1 / 720)))))
  const product = head[j] * r
  const sum = head[j] + product
  const low = sumError(head[j], product, sum) + productError(head[j], r, product)
  return (sum + (low + (tails[j] * (1 + r) + head[j] * (rTail + r * rTail + rest)))) * 2 ** (n >> 6)
}

/** sin(n pi / 64) for n = 0 … 160, a quarter of a turn more than a whole one, and pi / 64 in three parts. */
function makeCircleTable() {
  const head = new Float64Array(161)
  const tail = new Float64Array(161)
  const step = fixedPi() / 64n
  for (let n = 0; n <= 32; n++) {
    const [sine, sineTail] = splitBits(fixedSin(step * BigInt(n)), 53)
    for (const at of [n, 64 - n, 128 + n]) [head[at], tail[at]] = [sine, sineTail]
    for (const at of [64 + n, 128 - n]) [head[at], tail[at]] = [-sine, -sineTail]
  }
  return { head, tail, step: inThreeParts(step, 45) }
}
let circleTable: ReturnType<typeof makeCircleTable> | undefined

/** sin x, its tail, cos x, its tail, for 0 <= x <= 2 pi. The array is the same one each time. */
export function sinCos(x: number): Float64Array {
  const { head, tail, step } = (circleTable ??= makeCircleTable())
  const n = round(x * (64 / Math.PI))
  const a = x - n * step[0]
  const b = -n * step[1]
  const r = a + b
  const rTail = sumError(a, b, r) - n * step[2]
  const square = r * r
  const sinRest =
    r * square * (-1 / 6 + square * (1 / 120 + square * (-1 / 5040 + square * (1 / 362880)))) + rTail
  const cosRest = square * (-0.5 + square * (1 / 24 + square * (-1 / 720 + square * (1 / 40320)))) - r * rTail
  const s = head[n]
  const c = head[n + 32]
  // sin(p + r) = s cos r + c sin r, cos(p + r) = c cos r - s sin r.
  let product = c * r
  let sum = s + product
  let low = sumError(s, product, sum) + productError(c, r, product)
  low += tail[n] + s * cosRest + (tail[n + 32] * r + c * sinRest)
  circle[0] = sum + low
  circle[1] = sum - circle[0] + low
  product = -s * r
  sum = c + product
  low = sumError(c, product, sum) + productError(-s, r, product)
  low += tail[n + 32] + c * cosRest - (tail[n] * r + s * sinRest)
  circle[2] = sum + low
  circle[3] = sum - circle[2] + low
  return circle
}
const circle = new Float64Array(4)

/** tan x for |x| <= 2 pi. */
export function tan(x: number): number {
  const [sin, sinTail, cos, cosTail] = sinCos(abs(x))
  const q = sin / cos
  const back = q * cos
  const result = q + (sin - back - productError(q, cos, back) + (sinTail - q * cosTail)) / cos
  return x < 0 ? -result : result
}

/** A small number as three doubles, the first two of `bits` bits: whole numbers of 53 - `bits` bits times those are exact. */
function inThreeParts(value: bigint, bits: number): [number, number, number] {
  const [first, , rest] = splitBits(value, bits)
  const [second, third] = splitBits(rest, bits)
  return [first, second, third]
}

/** `base ** exponent` for a whole exponent, to the last digit: squares with their rounding errors carried along. */
export function power(base: number, exponent: number): number {
  if (!Number.isInteger(exponent) || exponent < 0) return base ** exponent
  let [result, resultError, square, squareError] = [1, 0, base, 0]
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      const product = result * square
      resultError = fma(result, square, -product) + (result * squareError + resultError * square)
      result = product
    }
    const product = square * square
    squareError = fma(square, square, -product) + 2 * square * squareError
    square = product
  }
  return Number.isFinite(resultError) ? result + resultError : base ** exponent
}
