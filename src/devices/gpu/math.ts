// What `Math` and the operators mean in kernels, in functions simple enough for a fragment shader and true in float32:
// graphics hardware has few of them, loses not-a-numbers in some, and is undefined for negative powers.

const min = (a: number, b: number): number => (a !== a ? a : b !== b ? b : a < b ? a : b)
const max = (a: number, b: number): number => (a !== a ? a : b !== b ? b : a > b ? a : b)
const trunc = (x: number): number => (x < 0 ? Math.ceil(x) : Math.floor(x))
const sign = (x: number): number => (x > 0 ? 1 : x < 0 ? -1 : x)
const log2 = (x: number): number => Math.log(x) * 1.4426950408889634
const log10 = (x: number): number => Math.log(x) * 0.4342944819032518

function log1p(x: number): number {
  if (Math.abs(x) < 0.001) return x - x * x * 0.5 + x * x * x * 0.3333333333333333
  return Math.log(1 + x)
}
function expm1(x: number): number {
  if (Math.abs(x) < 0.01) return x + x * x * 0.5 + x * x * x * 0.16666666666666666
  return Math.exp(x) - 1
}
function tanh(x: number): number {
  if (Math.abs(x) < 0.01) return x - x * x * x * 0.3333333333333333
  const e = Math.exp(-2 * Math.abs(x))
  const t = (1 - e) / (1 + e)
  return x < 0 ? -t : t
}
function sinh(x: number): number {
  if (Math.abs(x) < 0.01) return x + x * x * x * 0.16666666666666666
  // Half of the exponent twice, so that what fits does not overflow on the way.
  const half = Math.exp(Math.abs(x) * 0.5)
  const s = half * 0.5 * half - Math.exp(-Math.abs(x)) * 0.5
  return x < 0 ? -s : s
}
function cosh(x: number): number {
  const half = Math.exp(Math.abs(x) * 0.5)
  return half * 0.5 * half + Math.exp(-Math.abs(x)) * 0.5
}
function asinh(x: number): number {
  const y = Math.abs(x)
  if (y < 0.01) return x - x * x * x * 0.16666666666666666
  const s = y > 1e9 ? Math.log(y) + 0.6931471805599453 : Math.log(y + Math.sqrt(y * y + 1))
  return x < 0 ? -s : s
}
const acosh = (x: number): number =>
  x > 1e9 ? Math.log(x) + 0.6931471805599453 : Math.log(x + Math.sqrt(x * x - 1))
function atanh(x: number): number {
  if (Math.abs(x) < 0.01) return x + x * x * x * 0.3333333333333333
  return 0.5 * Math.log((1 + x) / (1 - x))
}
function asin(x: number): number {
  if (!(Math.abs(x) <= 1)) return NaN
  if (x === 1) return 1.5707963267948966
  if (x === -1) return -1.5707963267948966
  return Math.atan(x / Math.sqrt((1 - x) * (1 + x)))
}
/** Some drivers take a not-a-number for 0. */
const atan = (x: number): number => (x !== x ? x : Math.atan(x))
const acos = (x: number): number => 1.5707963267948966 - asin(x)

function atan2(y: number, x: number): number {
  if (x !== x || y !== y) return NaN
  const big = 3e38
  if (Math.abs(x) > big || Math.abs(y) > big) {
    // Infinite on one side or both: what counts is which.
    const up = Math.abs(y) > big ? (Math.abs(x) > big ? (x > 0 ? 0.25 : 0.75) : 0.5) : x > 0 ? 0 : 1
    return up * (y < 0 ? -3.141592653589793 : 3.141592653589793)
  }
  if (x === 0)
    return y > 0 ? 1.5707963267948966 : y < 0 ? -1.5707963267948966 : 1 / x < 0 ? 3.141592653589793 : y
  const angle = Math.atan(y / x)
  if (x > 0) return angle
  return y < 0 ? angle - 3.141592653589793 : angle + 3.141592653589793
}

function hypot(a: number, b: number): number {
  const x = Math.abs(a)
  const y = Math.abs(b)
  if (x > 3.4028234663852886e38 || y > 3.4028234663852886e38) return Infinity
  const large = x > y ? x : y
  if (large === 0) return 0
  const p = a / large
  const q = b / large
  return large * Math.sqrt(p * p + q * q)
}

/** The whole part of the exponent by multiplying, which keeps digits that hardware's logarithm and exponential lose. */
function positivePower(x: number, y: number): number {
  const whole = Math.floor(Math.abs(y))
  if (whole > 64) return Math.exp(y * Math.log(x))
  let result = 1
  let square = x
  let left = whole
  for (let k = 0; k < 7; k++) {
    const half = Math.floor(left * 0.5)
    if (left > 2 * half) result = result * square
    square = square * square
    left = half
  }
  const part = Math.abs(y) - whole
  if (part > 0) result = result * Math.exp(part * Math.log(x))
  return y < 0 ? 1 / result : result
}

/** x to the power of y; graphics hardware has it for positive x only. */
export function power(x: number, y: number): number {
  if (y === 0) return 1
  if (y === 1) return x
  if (y === 2) return x * x
  if (y === 3) return x * x * x
  if (y === -1) return 1 / x
  if (y === 0.5 && x >= 0) return Math.sqrt(x)
  if (x !== x || y !== y) return NaN
  if (Math.abs(y) > 3.4028234663852886e38) {
    if (Math.abs(x) === 1) return NaN
    return Math.abs(x) > 1 === y > 0 ? Infinity : 0
  }
  if (x === 0) {
    if (y > 0) return 0
    return Infinity
  }
  if (x === 1) return 1
  const size = positivePower(Math.abs(x), y)
  if (x > 0) return size
  if (Math.floor(y) !== y) return NaN
  return y - 2 * Math.floor(y * 0.5) === 0 ? size : -size
}

/** C's remainder: the sign is the dividend's. */
export function fmod(a: number, b: number): number {
  const x = Math.abs(a)
  const y = Math.abs(b)
  if (x !== x || y !== y || y === 0 || x > 3.4028234663852886e38) return NaN
  if (x < y) return a
  let rest = x - y * Math.floor(x / y)
  // A quotient that was rounded up, or down, by one.
  if (rest < 0) rest = rest + y
  if (rest >= y) rest = rest - y
  return a < 0 ? -rest : rest
}

const bit = (x: number): number => x - 2 * Math.floor(x * 0.5)
/** Of numbers that are not negative, up to 2^24. */
function commonBits(a: number, b: number): number {
  let x = a
  let y = b
  let place = 1
  let sum = 0
  for (let k = 0; k < 25; k++) {
    sum = sum + place * bit(x) * bit(y)
    x = Math.floor(x * 0.5)
    y = Math.floor(y * 0.5)
    place = place * 2
  }
  return sum
}
/** Two's complement: what a negative number lacks, -x - 1 has. */
export function bitAnd(a: number, b: number): number {
  if (a >= 0 && b >= 0) return commonBits(a, b)
  if (a >= 0) return a - commonBits(a, -b - 1)
  if (b >= 0) return b - commonBits(b, -a - 1)
  const p = -a - 1
  const q = -b - 1
  return -(p + q - commonBits(p, q)) - 1
}
export const bitOr = (a: number, b: number): number => a + b - bitAnd(a, b)
export const bitXor = (a: number, b: number): number => a + b - 2 * bitAnd(a, b)
const twoToThe = (n: number): number => {
  let result = 1
  for (let k = 0; k < 64; k++) if (k < n) result = result * 2
  return result
}
export const shiftLeft = (a: number, b: number): number => a * twoToThe(b)
export const shiftRight = (a: number, b: number): number => Math.floor(a / twoToThe(b))

/** `Math.x` by name, where the backends' own is missing, undefined somewhere or loses digits. */
export const replacements = {
  min,
  max,
  trunc,
  sign,
  log2,
  log10,
  log1p,
  expm1,
  tanh,
  sinh,
  cosh,
  asinh,
  acosh,
  atanh,
  asin,
  acos,
  atan,
  atan2,
  hypot,
  pow: power,
}

/** What the functions above call. */
export const helpers: ReadonlyMap<string, (...values: never[]) => number> = new Map<
  string,
  (...values: never[]) => number
>([bit, commonBits, bitAnd, twoToThe, asin, positivePower].map((formula) => [formula.name, formula]))
