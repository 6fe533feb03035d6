// Scalar functions that `Math` lacks, in float64: powers, division as PyTorch rounds it, neighbours, sums of logarithms. For
// erf, gamma and their kin see special-functions.ts.
import { RuntimeError } from '../base/errors.js'
import { bfloat16ToNumber, float16ToNumber, numberToBfloat16, numberToFloat16 } from '../base/half.js'

/** C's `pow`: unlike JavaScript's, 1 to any power is 1, and so is -1 to an infinite one. */
export function cpow(x: number, y: number): number {
  if (y === 2) return x * x
  if (x === 1 || (x === -1 && Math.abs(y) === Infinity)) return 1
  return Math.pow(x, y)
}

/** `base` to an integer power, wrapped to 32 bits; a negative power of anything but 1 and -1 is 0. */
export function powInt32(base: number, exponent: number): number {
  if (exponent < 0) return base === 1 ? 1 : base === -1 ? (exponent % 2 === 0 ? 1 : -1) : 0
  let result = 1
  for (let b = base, e = exponent; e > 0; e = Math.floor(e / 2), b = Math.imul(b, b))
    if (e % 2 === 1) result = Math.imul(result, b)
  return result
}

/** The same in 64 bits. */
export function powInt64(base: bigint, exponent: bigint): bigint {
  if (exponent < 0n) return base === 1n ? 1n : base === -1n ? (exponent % 2n === 0n ? 1n : -1n) : 0n
  let result = 1n
  for (let b = base, e = exponent; e > 0n; e >>= 1n, b = BigInt.asIntN(64, b * b))
    if (e & 1n) result = BigInt.asIntN(64, result * b)
  return result
}

const zeroDivision = (): never => {
  throw new RuntimeError('ZeroDivisionError')
}

/** Python's `//` for floats; div_floor in c10/util/BFloat16-math.h and BinaryOpsKernel.cpp. */
export function floorDiv(a: number, b: number): number {
  if (b === 0) return a / b
  const rest = a % b
  let quotient = (a - rest) / b
  if (rest !== 0 && b < 0 !== rest < 0) quotient -= 1
  if (quotient === 0) return a / b < 0 || Object.is(a / b, -0) ? -0 : 0
  const whole = Math.floor(quotient)
  return quotient - whole > 0.5 ? whole + 1 : whole
}
export function floorDivInt(a: number, b: number): number {
  if (b === 0) return zeroDivision()
  return Math.floor(a / b)
}
export function floorDivInt64(a: bigint, b: bigint): bigint {
  if (b === 0n) return zeroDivision()
  const quotient = a / b
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient
}
export function truncDivInt(a: number, b: number): number {
  if (b === 0) return zeroDivision()
  return Math.trunc(a / b)
}
export function truncDivInt64(a: bigint, b: bigint): bigint {
  if (b === 0n) return zeroDivision()
  return a / b
}

/** Python's `%`: the sign is the divisor's. */
export function remainder(a: number, b: number): number {
  const rest = a % b
  return rest !== 0 && b < 0 !== rest < 0 ? rest + b : rest
}
export function remainderInt(a: number, b: number): number {
  if (b === 0) return zeroDivision()
  return remainder(a, b)
}
export function remainderInt64(a: bigint, b: bigint): bigint {
  if (b === 0n) return zeroDivision()
  const rest = a % b
  return rest !== 0n && b < 0n !== rest < 0n ? rest + b : rest
}
export function fmodInt(a: number, b: number): number {
  if (b === 0) return zeroDivision()
  return a % b
}
export function fmodInt64(a: bigint, b: bigint): bigint {
  if (b === 0n) return zeroDivision()
  return a % b
}

/** Greatest common divisor, never negative. */
export function gcdInt(a: number, b: number): number {
  let x = Math.abs(a)
  let y = Math.abs(b)
  while (y !== 0) {
    const rest = x % y
    x = y
    y = rest
  }
  return x
}
export function gcdInt64(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

/** Rounds halves to the even neighbour, as C's `nearbyint`. */
export function roundHalfEven(x: number): number {
  const whole = Math.floor(x)
  const rest = x - whole
  if (rest < 0.5) return whole === 0 && (x < 0 || Object.is(x, -0)) ? -0 : whole
  if (rest > 0.5) return whole + 1 === 0 ? -0 : whole + 1
  const even = whole % 2 === 0 ? whole : whole + 1
  return even === 0 && x < 0 ? -0 : even
}

export const signBit = (x: number): boolean => x < 0 || (x === 0 && 1 / x < 0)

export const copysign = (x: number, y: number): number => (signBit(y) ? -Math.abs(x) : Math.abs(x))

const words = new Float64Array(1)
const wordBits = new BigInt64Array(words.buffer)
const single = new Float32Array(1)
const singleBits = new Int32Array(single.buffer)

/** The next float64 after `x` on the way to `y`. */
export function nextafter(x: number, y: number): number {
  if (x !== x || y !== y) return NaN
  if (x === y) return y
  if (x === 0) return y > 0 ? 5e-324 : -5e-324
  words[0] = x
  wordBits[0] += x < y === x > 0 ? 1n : -1n
  return words[0]
}
/** The next float32 after `x` on the way to `y`. */
export function nextafter32(x: number, y: number): number {
  if (x !== x || y !== y) return NaN
  if (x === y) return y
  if (x === 0) return y > 0 ? 1.401298464324817e-45 : -1.401298464324817e-45
  single[0] = x
  singleBits[0] += x < y === x > 0 ? 1 : -1
  return single[0]
}

/** The next 16-bit float after `x` on the way to `y`. */
export function nextHalf(x: number, y: number, isFloat16: boolean): number {
  if (x !== x || y !== y) return NaN
  if (x === y) return y
  const from = isFloat16 ? float16ToNumber : bfloat16ToNumber
  if (x === 0) return from(y > 0 ? 1 : 0x8001)
  const bits = isFloat16 ? numberToFloat16(x) : numberToBfloat16(x)
  return from(bits + (x < y === x > 0 ? 1 : -1))
}

export const softLog = (x: number, y: number): number => {
  // x log(y), and 0 where x is 0 whatever y is.
  if (y !== y) return NaN
  return x === 0 ? 0 : x * Math.log(y)
}

// As PyTorch's: the smaller number is lost where 1 + exp(-d) is 1, in the float32 form as soon as it is in float32.
export function logaddexp(a: number, b: number): number {
  if (Math.abs(a) === Infinity && a === b) return a
  const m = a > b ? a : b
  return a !== a || b !== b ? NaN : m + Math.log(1 + Math.exp(-Math.abs(a - b)))
}
export function logaddexp2(a: number, b: number): number {
  if (Math.abs(a) === Infinity && a === b) return a
  const m = a > b ? a : b
  return a !== a || b !== b ? NaN : m + Math.log2(1 + 2 ** -Math.abs(a - b))
}
export function logaddexp32(a: number, b: number): number {
  if (Math.abs(a) === Infinity && a === b) return a
  const m = a > b ? a : b
  return a !== a || b !== b
    ? NaN
    : m + Math.fround(Math.log(Math.fround(1 + Math.fround(Math.exp(-Math.abs(Math.fround(a - b)))))))
}
export function logaddexp2Single(a: number, b: number): number {
  if (Math.abs(a) === Infinity && a === b) return a
  const m = a > b ? a : b
  return a !== a || b !== b
    ? NaN
    : m + Math.fround(Math.log2(Math.fround(1 + Math.fround(2 ** -Math.abs(Math.fround(a - b))))))
}

export const maximum = (a: number, b: number): number => (a !== a ? a : b !== b ? b : a > b ? a : b)
export const minimum = (a: number, b: number): number => (a !== a ? a : b !== b ? b : a < b ? a : b)

export const power10 = (decimals: number): number => 10 ** Math.abs(decimals)

/** Those that formulas of the table call: other devices compile them from their text. */
export const scalarFunctions = [
  cpow,
  powInt32,
  zeroDivision,
  floorDiv,
  floorDivInt,
  truncDivInt,
  remainder,
  remainderInt,
  fmodInt,
  gcdInt,
  roundHalfEven,
  signBit,
  copysign,
  softLog,
  logaddexp,
  logaddexp2,
  logaddexp32,
  logaddexp2Single,
  maximum,
  minimum,
  power10,
]

/**
 * The e of m * 2^e with 0.5 <= |m| < 1, exactly; 0 for zero and for what is not finite. That of numbers next to the least
 * normal one is found 2^60 times larger.
 */
export function binaryExponent(x: number): number {
  if (x === 0 || !Number.isFinite(x)) return 0
  const size = Math.abs(x)
  if (size < 2 ** -960) return binaryExponent(size * 2 ** 60) - 60
  const guess = Math.floor(Math.log2(size)) + 1
  // The logarithm may be rounded across a whole number.
  if (2 ** (guess - 1) > size) return guess - 1
  return 2 ** guess <= size ? guess + 1 : guess
}
/** The m of m * 2^e. It is divided by two halves of the power, which itself may be beyond the largest number. */
export function mantissa(x: number): number {
  const half = binaryExponent(x) >> 1
  return x / 2 ** half / 2 ** (binaryExponent(x) - half)
}
