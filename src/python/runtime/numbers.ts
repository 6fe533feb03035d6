// Arithmetic of Python's numbers: ints without limit, floats, complex numbers; and their hashes.
//
// Note [Python's numbers]. An int is a whole number of JavaScript, or a bigint outside of what that holds exactly. A float
// is a number that is not whole, or infinite, or none; and a `Float`, where it is whole.
import { MemoryError, OverflowError, TypeError, ValueError, ZeroDivisionError } from '../../base/errors.js'
import { Complex, Float } from '../../base/scalar.js'
import { atan2, hypot, pow } from '../../kernels/accurate-power.js'

type Any = any
export type Int = number | bigint

const MAX = BigInt(Number.MAX_SAFE_INTEGER)

/** An int as it is kept. */
export const whole = (value: bigint): Int => (value <= MAX && value >= -MAX ? Number(value) : value)

/** A float as it is kept. */
export const floating = (value: number): number | Float =>
  Number.isInteger(value) ? new Float(value) : value

export const enum Kind {
  none,
  int,
  float,
  complex,
}

/** Which number of Python's a value is. */
export function kindOf(value: Any): Kind {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? Kind.int : Kind.float
  if (typeof value === 'boolean' || typeof value === 'bigint') return Kind.int
  if (value instanceof Float) return Kind.float
  return value instanceof Complex ? Kind.complex : Kind.none
}

/** A float's value, or an int's where a float is wanted. */
export function toDouble(value: Any): number {
  const number = Number(value)
  if (typeof value === 'bigint' && !Number.isFinite(number))
    throw new OverflowError('int too large to convert to float')
  return number
}

const toComplex = (value: Any): Complex => (value instanceof Complex ? value : new Complex(toDouble(value)))

export type Arithmetic = (a: Any, b: Any) => Any

/** An operator on two numbers, by the richer of their kinds. */
const arithmetic =
  (
    onInts: (a: Any, b: Any) => Any,
    onFloats: ((a: number, b: number) => Any) | null,
    onComplex: ((a: Complex, b: Complex) => Any) | null,
  ): Arithmetic =>
  (a, b) => {
    const kind = Math.max(kindOf(a), kindOf(b))
    if (kind === Kind.int) return onInts(a, b)
    if (kind === Kind.float) {
      if (onFloats === null) return undefined
      return onFloats(toDouble(a), toDouble(b))
    }
    return onComplex === null ? undefined : onComplex(toComplex(a), toComplex(b))
  }

const isSmall = (a: Any, b: Any): boolean => typeof a !== 'bigint' && typeof b !== 'bigint'

const addInts = (a: Any, b: Any): Int => {
  if (isSmall(a, b)) {
    const sum = Number(a) + Number(b)
    if (Number.isSafeInteger(sum)) return sum
  }
  return whole(BigInt(a) + BigInt(b))
}
const subInts = (a: Any, b: Any): Int => {
  if (isSmall(a, b)) {
    const difference = Number(a) - Number(b)
    if (Number.isSafeInteger(difference)) return difference
  }
  return whole(BigInt(a) - BigInt(b))
}
const mulInts = (a: Any, b: Any): Int => {
  if (isSmall(a, b)) {
    const product = Number(a) * Number(b)
    // Minus zero is a float's.
    if (Number.isSafeInteger(product)) return product + 0
  }
  return whole(BigInt(a) * BigInt(b))
}

/** `a / b` of ints, rounded once. */
function divideInts(a: Any, b: Any): number | Float {
  if (Number(b) === 0) throw new ZeroDivisionError('division by zero')
  if (isSmall(a, b)) return floating(Number(a) / Number(b))
  const [x, y] = [BigInt(a), BigInt(b)]
  const quotient = divideExactly(x < 0n ? -x : x, y < 0n ? -y : y)
  if (!Number.isFinite(quotient)) throw new OverflowError('integer division result too large for a float')
  return floating(x < 0n !== y < 0n ? -quotient : quotient)
}

const bits = (value: bigint): number => value.toString(2).length

/** The quotient of two ints with 64 bits and more, so that `Number` rounds it as a whole. */
function divideExactly(x: bigint, y: bigint): number {
  const shift = Math.max(0, 66 - (bits(x) - bits(y)))
  const scaled = x << BigInt(shift)
  const quotient = scaled / y
  const sticky = scaled % y === 0n ? 0n : 1n
  return Number((quotient << 1n) | sticky) / 2 / 2 ** Math.min(shift, 1000) / 2 ** Math.max(0, shift - 1000)
}

function floorDivideInts(a: Any, b: Any): Int {
  if (Number(b) === 0) throw new ZeroDivisionError('integer division or modulo by zero')
  if (isSmall(a, b)) {
    const [x, y] = [Number(a), Number(b)]
    const rest = x % y
    return (x - rest) / y - (rest !== 0 && rest < 0 !== y < 0 ? 1 : 0) + 0
  }
  const [x, y] = [BigInt(a), BigInt(b)]
  return whole(x / y - (x % y !== 0n && x < 0n !== y < 0n ? 1n : 0n))
}

function modInts(a: Any, b: Any): Int {
  if (Number(b) === 0) throw new ZeroDivisionError('integer modulo by zero')
  if (isSmall(a, b)) {
    const [x, y] = [Number(a), Number(b)]
    const rest = x % y
    return (rest !== 0 && rest < 0 !== y < 0 ? rest + y : rest) + 0
  }
  const [x, y] = [BigInt(a), BigInt(b)]
  const rest = x % y
  return whole(rest !== 0n && rest < 0n !== y < 0n ? rest + y : rest)
}

/** As float_rem and float_floor_div of CPython have it. */
function modFloats(x: number, y: number, words: string): number {
  if (y === 0) throw new ZeroDivisionError(words)
  const rest = x % y
  if (rest === 0) return y < 0 || Object.is(y, -0) ? -0 : 0
  return rest < 0 !== y < 0 ? rest + y : rest
}
function floorDivideFloats(x: number, y: number, words = 'float floor division by zero'): number {
  if (y === 0) throw new ZeroDivisionError(words)
  const rest = x % y
  let quotient = (x - rest) / y
  if (rest !== 0 && rest < 0 !== y < 0) quotient -= 1
  if (quotient === 0) return x < 0 !== y < 0 && x !== 0 ? -0 : x / y < 0 || Object.is(x / y, -0) ? -0 : 0
  const floor = Math.floor(quotient)
  return quotient - floor > 0.5 ? floor + 1 : floor
}

function powInts(a: Any, b: Any): Any {
  if (b < 0) {
    if (Number(a) === 0) throw new ZeroDivisionError('0.0 cannot be raised to a negative power')
    return floating(pow(toDouble(a), toDouble(b)))
  }
  if (isSmall(a, b)) {
    const power = Number(a) ** Number(b)
    if (Number.isSafeInteger(power)) return power
  }
  try {
    return whole(BigInt(a) ** BigInt(b))
  } catch (error) {
    // More digits than an int of V8 can have.
    if (error instanceof RangeError) throw new MemoryError('')
    throw error
  }
}

function powFloats(x: number, y: number): Any {
  if (y === 0 || x === 1) return new Float(1)
  if (x === 0 && y < 0) throw new ZeroDivisionError('0.0 cannot be raised to a negative power')
  if (x < 0 && Number.isFinite(x) && Number.isFinite(y) && !Number.isInteger(y))
    return powComplex(new Complex(x), new Complex(y))
  if (x === -1 && !Number.isFinite(y) && !Number.isNaN(y)) return new Float(1)
  const power = pow(x, y)
  if (!Number.isFinite(power) && Number.isFinite(x) && Number.isFinite(y))
    throw new OverflowError("(34, 'Numerical result out of range')")
  return floating(power)
}

function mulComplex(a: Complex, b: Complex): Complex {
  return new Complex(a.re * b.re - a.im * b.im, a.re * b.im + a.im * b.re)
}

/** Smith's method, as _Py_c_quot has it. */
function divComplex(a: Complex, b: Complex): Complex {
  const [re, im] = [Math.abs(b.re), Math.abs(b.im)]
  if (re === 0 && im === 0) throw new ZeroDivisionError('complex division by zero')
  if (re >= im) {
    const ratio = b.im / b.re
    const scale = b.re + b.im * ratio
    return new Complex((a.re + a.im * ratio) / scale, (a.im - a.re * ratio) / scale)
  }
  const ratio = b.re / b.im
  const scale = b.re * ratio + b.im
  return new Complex((a.re * ratio + a.im) / scale, (a.im * ratio - a.re) / scale)
}

/** As complex_pow of CPython has it: small whole powers by multiplying. */
function powComplex(a: Complex, b: Complex): Complex {
  if (b.re === 0 && b.im === 0) return new Complex(1, 0)
  if (b.im === 0 && Number.isInteger(b.re) && Math.abs(b.re) <= 100) {
    let result = new Complex(1, 0)
    let power = a
    for (let n = Math.abs(b.re); n > 0; n = Math.floor(n / 2)) {
      if (n % 2 === 1) result = mulComplex(result, power)
      power = mulComplex(power, power)
    }
    return b.re > 0 ? result : divComplex(new Complex(1, 0), result)
  }
  if (a.re === 0 && a.im === 0) {
    if (b.im !== 0 || b.re < 0) throw new ZeroDivisionError('0.0 to a negative or complex power')
    return new Complex(0, 0)
  }
  const modulus = hypot([a.re, a.im])
  const angle = atan2(a.im, a.re)
  let length = pow(modulus, b.re)
  let phase = angle * b.re
  if (b.im !== 0) {
    length /= Math.exp(angle * b.im)
    phase += b.im * Math.log(modulus)
  }
  return new Complex(length * Math.cos(phase), length * Math.sin(phase))
}

/** V8 keeps no int of more bits. */
const mostBits = 2 ** 30 - 64

function shiftLeft(a: Any, b: Any): Int {
  if (b < 0) throw new ValueError('negative shift count')
  if (Number(a) === 0) return 0
  if (b >= 2 ** 66) throw new OverflowError('too many digits in integer')
  if (b > mostBits) throw new MemoryError('')
  return whole(BigInt(a) << BigInt(b))
}
function shiftRight(a: Any, b: Any): Int {
  if (b < 0) throw new ValueError('negative shift count')
  return whole(BigInt(a) >> BigInt(b))
}

const is32 = (value: Any): boolean => typeof value === 'number' && (value | 0) === value

const bitwise =
  (
    small: (a: number, b: number) => number,
    large: (a: bigint, b: bigint) => bigint,
    onBools: (a: boolean, b: boolean) => boolean,
  ) =>
  (a: Any, b: Any): Any => {
    if (typeof a === 'boolean' && typeof b === 'boolean') return onBools(a, b)
    return is32(a) && is32(b) ? small(a as number, b as number) : whole(large(BigInt(a), BigInt(b)))
  }

const floats = (compute: (a: number, b: number) => number) => (a: number, b: number) =>
  floating(compute(a, b))

/** Each operator on numbers; undefined where it knows no such numbers. */
export const onNumbers: Readonly<Record<string, Arithmetic>> = {
  add: arithmetic(
    addInts,
    floats((a, b) => a + b),
    (a, b) => new Complex(a.re + b.re, a.im + b.im),
  ),
  sub: arithmetic(
    subInts,
    floats((a, b) => a - b),
    (a, b) => new Complex(a.re - b.re, a.im - b.im),
  ),
  mul: arithmetic(
    mulInts,
    floats((a, b) => a * b),
    mulComplex,
  ),
  truediv: arithmetic(
    divideInts,
    (a, b) => {
      if (b === 0) throw new ZeroDivisionError('float division by zero')
      return floating(a / b)
    },
    divComplex,
  ),
  floordiv: arithmetic(floorDivideInts, floats(floorDivideFloats), null),
  mod: arithmetic(
    modInts,
    floats((a, b) => modFloats(a, b, 'float modulo')),
    null,
  ),
  pow: arithmetic(powInts, powFloats, powComplex),
  lshift: arithmetic(shiftLeft, null, null),
  rshift: arithmetic(shiftRight, null, null),
  and: arithmetic(
    bitwise(
      (a, b) => a & b,
      (a, b) => a & b,
      (a, b) => a && b,
    ),
    null,
    null,
  ),
  or: arithmetic(
    bitwise(
      (a, b) => a | b,
      (a, b) => a | b,
      (a, b) => a || b,
    ),
    null,
    null,
  ),
  xor: arithmetic(
    bitwise(
      (a, b) => a ^ b,
      (a, b) => a ^ b,
      (a, b) => a !== b,
    ),
    null,
    null,
  ),
}

/** Python's `divmod` of numbers; undefined for complex ones. */
export function divideWithRest(a: Any, b: Any): [Any, Any] | undefined {
  const kind = Math.max(kindOf(a), kindOf(b))
  if (kind === Kind.int) return [floorDivideInts(a, b), modInts(a, b)]
  if (kind !== Kind.float) return undefined
  const [x, y] = [toDouble(a), toDouble(b)]
  const rest = modFloats(x, y, 'float divmod()')
  return [floating(floorDivideFloats(x, y)), floating(rest)]
}

/** `pow(base, exponent, modulus)`. */
export function powerModulo(base: Any, exponent: Any, modulus: Any): Int {
  let [b, e] = [BigInt(base), BigInt(exponent)]
  const m = BigInt(modulus)
  if (m === 0n) throw new ValueError('pow() 3rd argument cannot be 0')
  const positive = m < 0n ? -m : m
  if (e < 0n) {
    b = inverse(((b % positive) + positive) % positive, positive)
    e = -e
  }
  b = ((b % positive) + positive) % positive
  let result = 1n % positive
  for (; e > 0n; e >>= 1n) {
    if (e & 1n) result = (result * b) % positive
    b = (b * b) % positive
  }
  return whole(m < 0n && result !== 0n ? result + m : result)
}

function inverse(value: bigint, modulus: bigint): bigint {
  let [a, b, x, y] = [value, modulus, 1n, 0n]
  while (b !== 0n) {
    const quotient = a / b
    ;[a, b] = [b, a % b]
    ;[x, y] = [y, x - quotient * y]
  }
  if (a !== 1n) throw new ValueError('base is not invertible for the given modulus')
  return x
}

// ---- comparison ----

/** -1, 0, 1, or NaN: two real numbers in their order, ints exactly. */
export function order(a: Any, b: Any): number {
  if (typeof a === 'bigint' || typeof b === 'bigint') {
    const [x, y] = [a instanceof Float ? a.value : a, b instanceof Float ? b.value : b]
    return x < y ? -1 : x > y ? 1 : Number.isNaN(Number(x)) || Number.isNaN(Number(y)) ? NaN : 0
  }
  const [x, y] = [Number(a), Number(b)]
  return x < y ? -1 : x > y ? 1 : x === y ? 0 : NaN
}

/** Whether two numbers are equal. */
export function equalNumbers(a: Any, b: Any): boolean {
  if (a instanceof Complex || b instanceof Complex) {
    const [x, y] = [toComplex(a), toComplex(b)]
    return x.re === y.re && x.im === y.im
  }
  return order(a, b) === 0
}

// ---- hashes ----

const MODULUS = (1n << 61n) - 1n

/** The hash of a number, as Python/pyhash.c has it: equal numbers of all kinds have one. */
export function hashNumber(value: Any): Int {
  if (value instanceof Complex) {
    const sum = BigInt.asIntN(64, BigInt(hashNumber(value.re)) + 1000003n * BigInt(hashNumber(value.im)))
    return whole(sum === -1n ? -2n : sum)
  }
  const number = Number(value)
  if (typeof value !== 'bigint' && !Number.isInteger(number)) return hashFraction(number)
  const exact = BigInt(value instanceof Float ? value.value : value)
  const rest = (exact < 0n ? -exact : exact) % MODULUS
  const signed = exact < 0n ? -rest : rest
  return whole(signed === -1n ? -2n : signed)
}

function hashFraction(value: number): Int {
  if (Number.isNaN(value)) return 0
  if (!Number.isFinite(value)) return value > 0 ? 314159 : -314159
  let exponent = 0
  let mantissa = Math.abs(value)
  while (!Number.isInteger(mantissa)) {
    mantissa *= 2
    exponent++
  }
  // Dividing by 2^e is multiplying by 2^(61 - e): 2^61 is 1 here.
  const factor = 1n << BigInt((61 - (exponent % 61)) % 61)
  const result = ((BigInt(mantissa) % MODULUS) * factor) % MODULUS
  const signed = value < 0 ? -result : result
  return whole(signed === -1n ? -2n : signed)
}

/** A whole number out of a float, exactly. */
export function truncated(value: number): Int {
  if (Number.isNaN(value)) throw new ValueError('cannot convert float NaN to integer')
  if (!Number.isFinite(value)) throw new OverflowError('cannot convert float infinity to integer')
  return whole(BigInt(Math.trunc(value)))
}

/** An int that a length or a place can be. */
export function toIndex(value: Int, words = "cannot fit 'int' into an index-sized integer"): number {
  if (typeof value === 'bigint' && (value > 2n ** 63n || value < -(2n ** 63n))) throw new OverflowError(words)
  return Number(value)
}

/** Refuses what is no number for a unary operator. */
export const badOperand = (symbol: string, name: string): TypeError =>
  new TypeError(`bad operand type for unary ${symbol}: '${name}'`)
