// Numbers in Python's spelling: `1e-05`, `inf`, `(1+2j)`, and digits rounded as Python rounds them.
//
// JavaScript's `toFixed` and `toExponential` start from the exact binary value, as Python does, but round a tie
// away from zero where Python takes the even digit: `(0.125).toFixed(2)` is 0.13, Python's `'{:.2f}'` gives 0.12.
import { float16ToNumber, numberToFloat16 } from '../base/half.js'
import type { Complex } from '../base/scalar.js'

/** JavaScript's own functions write this many digits and no more. */
const MAX_DIGITS = 100

/** The text of a value that is not finite, or null: Python's words are shorter than JavaScript's. */
function nonFinite(x: number): string | null {
  return Number.isFinite(x) ? null : Number.isNaN(x) ? 'nan' : x < 0 ? '-inf' : 'inf'
}

const isNegative = (x: number): boolean => x < 0 || Object.is(x, -0)

/** Whether the last digit of a text is odd. */
const endsOdd = (digits: string): boolean => '13579'.includes(digits[digits.length - 1])

/**
 * Python's `'{:.nf}'`.
 *
 * @example
 * fixed(0.125, 2) // '0.12'
 */
export function fixed(x: number, digits: number): string {
  return nonFinite(x) ?? (isNegative(x) ? '-' : '') + fixedMagnitude(Math.abs(x), digits)
}

function fixedMagnitude(x: number, digits: number): string {
  if (x >= 1e21 || digits > MAX_DIGITS) return fixedExactly(x, digits)
  // As many decimals as binary places: x * 2^k is a whole number just when x has at most k decimals.
  const scaled = x * 2 ** digits
  const isTie = !Number.isInteger(scaled) && Number.isInteger(scaled * 2)
  if (!isTie) return x.toFixed(digits)
  const down = digits === 0 ? String(Math.floor(x)) : x.toFixed(digits + 1).slice(0, -1)
  return endsOdd(down) ? x.toFixed(digits) : down
}

/** The slow way, for what `toFixed` cannot write. */
function fixedExactly(x: number, digits: number): string {
  let shift = 0
  while (!Number.isInteger(x)) {
    x *= 2
    shift++
  }
  const numerator = BigInt(x) * 10n ** BigInt(digits)
  const denominator = 1n << BigInt(shift)
  let quotient = numerator / denominator
  const twice = (numerator % denominator) * 2n
  if (twice > denominator || (twice === denominator && quotient % 2n === 1n)) quotient++
  const text = String(quotient).padStart(digits + 1, '0')
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`
}

/**
 * Python's `'{:.ne}'`.
 *
 * @example
 * scientific(12345, 4) // '1.2345e+04'
 */
export function scientific(x: number, digits: number): string {
  const special = nonFinite(x)
  if (special !== null) return special
  const { mantissa, exponent } = roundedMantissa(Math.abs(x), digits)
  return (isNegative(x) ? '-' : '') + withExponent(mantissa, exponent)
}

/** `1.5` and -5 make `1.5e-05`: Python writes at least two digits of exponent. */
function withExponent(mantissa: string, exponent: number): string {
  return `${mantissa}e${exponent < 0 ? '-' : '+'}${String(Math.abs(exponent)).padStart(2, '0')}`
}

/** `x` as one digit, a point and `digits` more, and the power of ten it is multiplied with. */
function roundedMantissa(x: number, digits: number): { mantissa: string; exponent: number } {
  const wanted = Math.min(digits, MAX_DIGITS)
  let text = x.toExponential(wanted)
  // A tie needs few digits to be written in full, so a 5 and nothing but zeros behind it is one.
  const long = x.toExponential(Math.min(wanted + 40, MAX_DIGITS))
  const cut = wanted === 0 ? 1 : wanted + 2
  const behind = long.slice(cut, long.indexOf('e')).replace('.', '')
  if (/^50*$/.test(behind)) {
    const down = long.slice(0, cut)
    if (!endsOdd(down)) text = down + long.slice(long.indexOf('e'))
  }
  const [mantissa, exponent] = text.split('e')
  return { mantissa: mantissa + '0'.repeat(digits - wanted), exponent: Number(exponent) }
}

/** How `general` departs from C's `%g`. */
export interface GeneralOptions {
  /** `#`: keep the zeros at the end. */
  keepZeros?: boolean
  /** Python's format without a type letter: always a digit behind the point. */
  pointZero?: boolean
}

/**
 * Python's `'{:.ng}'`: `digits` significant ones, with an exponent where the number is very large or small.
 *
 * @example
 * general(0.00001234, 3) // '1.23e-05'
 */
export function general(x: number, digits: number, options: GeneralOptions = {}): string {
  const special = nonFinite(x)
  if (special !== null) return special
  const precision = Math.max(digits, 1)
  const { mantissa, exponent } = roundedMantissa(Math.abs(x), precision - 1)
  const trim = (text: string): string =>
    options.keepZeros || !text.includes('.') ? text : text.replace(/\.?0+$/, '')
  const limit = options.pointZero ? precision - 1 : precision
  if (exponent < -4 || exponent >= limit) {
    return (isNegative(x) ? '-' : '') + withExponent(trim(mantissa), exponent)
  }
  let text = trim(fixedMagnitude(Math.abs(x), precision - 1 - exponent))
  if (!text.includes('.')) text += options.keepZeros ? '.' : options.pointZero ? '.0' : ''
  return (isNegative(x) ? '-' : '') + text
}

/** Which floats the shortest digits have to tell apart. */
export type Width = 16 | 32 | 64

/** The fewest significant digits that only `x` reads as, and the power of ten of the first of them. */
export function shortestDigits(x: number, width: Width = 64): { digits: string; exponent: number } {
  const magnitude = Math.abs(x)
  const reads =
    width === 32
      ? Math.fround
      : width === 16
        ? (value: number) => float16ToNumber(numberToFloat16(value))
        : Number
  let text = magnitude.toExponential()
  for (let more = 0; width !== 64 && more < 10; more++) {
    const shorter = scientific(magnitude, more)
    if (reads(Number(shorter)) !== magnitude) continue
    text = shorter
    break
  }
  const [mantissa, exponent] = text.split('e')
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) }
}

/**
 * Python's `repr` of a float; with `width` 32, NumPy's of a float32.
 *
 * @example
 * floatRepr(2) // '2.0'
 * floatRepr(1e16) // '1e+16'
 * floatRepr(Math.fround(0.1), 32) // '0.1'
 */
export function floatRepr(x: number, width: Width = 64): string {
  const special = nonFinite(x)
  if (special !== null) return special
  const sign = isNegative(x) ? '-' : ''
  const { digits, exponent } = shortestDigits(x, width)
  if (exponent < -4 || exponent >= 16) {
    return sign + withExponent(digits.length === 1 ? digits : `${digits[0]}.${digits.slice(1)}`, exponent)
  }
  return sign + positional(digits, exponent)
}

/** Digits with the point where it belongs: `123` and 0 make `1.23`, `1` and 2 make `100.0`. */
export function positional(digits: string, exponent: number): string {
  if (exponent < 0) return `0.${'0'.repeat(-exponent - 1)}${digits}`
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0')
  return `${whole}.${digits.slice(exponent + 1) || '0'}`
}

/**
 * Python's `repr` of a complex number.
 *
 * @example
 * complexRepr(new Complex(1, -2)) // '(1-2j)'
 * complexRepr(new Complex(0, 2.5)) // '2.5j'
 */
export function complexRepr({ re, im }: Complex, width: Width = 64): string {
  const part = (x: number): string => floatRepr(x, width).replace(/\.0$/, '')
  if (Object.is(re, 0)) return `${part(im)}j`
  const imaginary = part(im)
  return `(${part(re)}${imaginary.startsWith('-') ? '' : '+'}${imaginary}j)`
}
