// Powers, angles, lengths and logarithms to other bases in float64, as the C library has them: within 0.51 units in the
// last place where it is, by its formulas where they round more often. `Math` is one digit off in 2 to 30 of 100 results.
import { exp, expParts, fma, log, logParts, power, productError, sinCos, sumError } from './accurate.js'
import { fixedLog, fixedPi, splitBits } from './fixed-point.js'

const { abs, sqrt } = Math

/**
 * C's `pow`, which JavaScript's differs from where 1 or -1 is raised, too.
 *
 * @example
 * pow(0.95, 9) // 0.6302494097246091
 */
export function pow(x: number, y: number): number {
  if (y === 0 || x === 1) return 1
  if (y === 1) return x
  if (y === 2) return x * x
  if (y === 0.5 && x > 0) return sqrt(x)
  if (x === -1 && abs(y) === Infinity) return 1
  const plain = x ** y
  // Beyond and at the edges there is nothing to round, or it is rounded another time.
  if (!(abs(plain) > 1e-290 && abs(plain) < 1e300 && abs(x) >= 2 ** -1022 && abs(y) < 1e18)) return plain
  // Whole powers below 2^53 are exact.
  if (Number.isSafeInteger(plain) && Number.isSafeInteger(x) && Number.isInteger(y) && y > 0) return plain
  // Of a small whole power the digits end: where they end half way between two numbers, no logarithm is near enough.
  if (Number.isInteger(y) && y > 0 && y <= 8 && abs(plain) > 1e-140 && abs(plain) < 1e140) return power(x, y)
  const [logHead, logTail] = logParts(abs(x))
  const high = y * logHead
  const low = productError(y, logHead, high) + y * logTail
  const size = expParts(high, low)
  return plain < 0 ? -size : size
}

/** The rest of pi beyond `Math.PI`, and 1 / log 2 with its rest. */
function makeConstants(): { piTail: number; two: readonly [number, number] } {
  const pi = splitBits(fixedPi(), 53)
  const [ln2, ln2Tail] = splitBits(fixedLog(2, 1), 53)
  const head = 1 / ln2
  const two = [head, -(fma(head, ln2, -1) + head * ln2Tail) / ln2] as const
  return { piTail: pi[1], two }
}
let constants: ReturnType<typeof makeConstants> | undefined

/** The logarithm to base 10, rounded where the C library rounds (glibc, e_log10.c). */
export function log10(x: number): number {
  if (!(x >= 2 ** -1022 && x < Infinity)) return Math.log10(x)
  let k = Math.floor(Math.log2(x))
  if (2 ** k > x) k--
  else if (2 ** (k + 1) <= x) k++
  // A number below 1 is 2^k of one below 1.
  if (k < 0) k++
  const rest =
    k * 3.694239077158931e-13 +
    0.4342944819032518 * log(k > 1000 ? x / 2 ** 1000 / 2 ** (k - 1000) : x / 2 ** k)
  return rest + k * 0.30102999566361177
}

/** The logarithm to base 2. */
export function log2(x: number): number {
  if (!(x >= 2 ** -1022 && x < Infinity)) return Math.log2(x)
  const [head, tail] = (constants ??= makeConstants()).two
  const [logHead, logTail] = logParts(x)
  const product = logHead * head
  return product + (productError(logHead, head, product) + logHead * tail + logTail * head)
}

const isPlain = (x: number): boolean => abs(x) > 1e-150 && abs(x) < 1e150

/** The angle of the point (x, y): `Math.atan2`, and what Newton's step adds to it. */
export function atan2(y: number, x: number): number {
  const plain = Math.atan2(y, x)
  const [a, b] = [abs(y), abs(x)]
  if (!isPlain(a) || !isPlain(b) || !(abs(plain) > 1e-150)) return plain
  const angle = Math.atan2(a, b)
  const [sin, sinTail, cos, cosTail] = sinCos(angle)
  // tan of what is missing is (a cos - b sin) / (b cos + a sin).
  const [p, q] = [a * cos, b * sin]
  const over = p - q + (productError(a, cos, p) - productError(b, sin, q)) + (a * cosTail - b * sinTail)
  const step = over / (b * cos + a * sin)
  let result: number
  if (x > 0) result = angle + step
  else {
    const { piTail } = (constants ??= makeConstants())
    const rest = Math.PI - angle
    result = rest + (sumError(Math.PI, -angle, rest) + (piTail - step))
  }
  return y < 0 ? -result : result
}

/** atan x. */
export const atan = (x: number): number => atan2(x, 1)

/** asin x. */
export function asin(x: number): number {
  const angle = Math.asin(abs(x))
  if (!(abs(x) < 1 && angle > 1e-150)) return Math.asin(x)
  const [sin, sinTail, cos] = sinCos(angle)
  const result = angle + (abs(x) - sin - sinTail) / cos
  return x < 0 ? -result : result
}

/** acos x. */
export function acos(x: number): number {
  if (!(abs(x) < 1)) return Math.acos(x)
  const angle = Math.acos(x)
  const [sin, , cos, cosTail] = sinCos(angle)
  return angle + (cos - x + cosTail) / sin
}

/** The root of a sum of squares. */
export function hypot(values: readonly number[]): number {
  const sizes = values.map(abs)
  if (sizes.includes(Infinity)) return Infinity
  if (sizes.some(Number.isNaN)) return NaN
  const most = Math.max(0, ...sizes)
  if (most === 0 || sizes.length === 1) return most
  // A power of two, so that scaling rounds nothing that counts.
  const scale = 2 ** Math.max(-1021, Math.min(1022, Math.floor(Math.log2(most))))
  let [sum, rest] = [0, 0]
  for (const size of sizes) {
    const x = size / scale
    const square = x * x
    const next = sum + square
    rest += sumError(sum, square, next) + productError(x, x, square)
    sum = next
  }
  const root = sqrt(sum + rest)
  const square = root * root
  return (root + (sum - square - productError(root, root, square) + rest) / (2 * root)) * scale
}

/** sinh x, by the C library's formulas (glibc, e_sinh.c). */
export function sinh(x: number): number {
  const size = abs(x)
  if (!(size > 2 ** -28 && size < 700)) return Math.sinh(x)
  const half = x < 0 ? -0.5 : 0.5
  if (size >= 22) return half * exp(size)
  const t = Math.expm1(size)
  return size < 1 ? half * (2 * t - (t * t) / (t + 1)) : half * (t + t / (t + 1))
}

/** cosh x, by the C library's formulas (glibc, e_cosh.c). */
export function cosh(x: number): number {
  const size = abs(x)
  if (!(size < 700)) return Math.cosh(x)
  if (size >= 22) return 0.5 * exp(size)
  if (size >= 0.5 * Math.LN2) {
    const t = exp(size)
    return 0.5 * t + 0.5 / t
  }
  const t = Math.expm1(size)
  return 1 + (t * t) / (2 * (1 + t))
}
