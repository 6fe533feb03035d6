// Python's module `math`.
import { MemoryError, OverflowError, TypeError, ValueError } from '../../base/errors.js'
import type { Float } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { acos, asin, atan, atan2, cosh, hypot, log2, log10, pow, sinh } from '../../kernels/accurate-power.js'
import { copysign, nextafter } from '../../kernels/math.js'
import { intArgument, realArgument } from '../runtime/arguments.js'
import { unboxed } from '../runtime/boxed.js'
import { core, listOf } from '../runtime/core.js'
import { functionsOf } from '../runtime/functions.js'
import { floating, type Int, kindOf, Kind, truncated, whole } from '../runtime/numbers.js'
import * as operators from '../runtime/operators.js'
import { nameOfType } from '../runtime/types.js'
import { cos, exp, log, sin, tan } from '../../kernels/elementary.js'
import { cbrt, erf, erfc, gamma, lgamma } from './math-functions.js'

type Any = any

/** A number of what stands for one. */
const real = (value: Any): number => (typeof value === 'number' ? value : realArgument(value))

const domain = (): ValueError => new ValueError('math domain error')

/** None is a ValueError, one beyond all numbers an OverflowError. */
function checked(result: number, given: readonly number[], hasPoles = false): number | Float {
  if (Number.isNaN(result) && !given.some(Number.isNaN)) throw domain()
  if (!Number.isFinite(result) && !Number.isNaN(result) && given.every(Number.isFinite))
    throw hasPoles ? domain() : new OverflowError('math range error')
  return floating(result)
}

const unary =
  (compute: (x: number) => number, hasPoles = false) =>
  (x: Any): Any => {
    const value = real(x)
    return checked(compute(value), [value], hasPoles)
  }
const binary =
  (compute: (x: number, y: number) => number) =>
  (x: Any, y: Any): Any => {
    const [a, b] = [real(x), real(y)]
    return checked(compute(a, b), [a, b])
  }

/** The logarithm of an int that no float holds, too. */
function logOf(value: Any): number {
  if (typeof value === 'bigint' && value > 0n) {
    const shift = Math.max(0, value.toString(2).length - 1000)
    return log(Number(value >> BigInt(shift))) + shift * Math.LN2
  }
  const x = real(value)
  if (x <= 0) throw domain()
  return log(x)
}

const int = (value: Any): bigint => BigInt(intArgument(value))

const magnitude = (x: bigint): bigint => (x < 0n ? -x : x)
function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)]
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}

function isqrt(value: Any): Int {
  const n = int(value)
  if (n < 0n) throw new ValueError('isqrt() argument must be nonnegative')
  if (n < 2n) return whole(n)
  let x = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (x + n / x) >> 1n
    if (next >= x) return whole(x)
    x = next
  }
}

/** The largest number whose factorial is begun: a C long. */
const mostFactors = 2n ** 63n - 1n

function factorial(value: Any): Int {
  const n = int(value)
  if (n < 0n) throw new ValueError('factorial() not defined for negative values')
  if (n > mostFactors) throw new OverflowError(`factorial() argument should not exceed ${mostFactors}`)
  return whole(falling(n, n))
}

/** V8 keeps no int that is longer. */
const mostBits = 2 ** 30

/** `n (n - 1) …`, of `k` factors. */
function falling(n: bigint, k: bigint): bigint {
  if (Number(k) * n.toString(2).length > mostBits) throw new MemoryError('')
  return product(n, k)
}

/** In halves: it is the product of long ints that takes time. */
function product(n: bigint, k: bigint): bigint {
  if (k > 64n) return product(n, k / 2n) * product(n - k / 2n, k - k / 2n)
  let result = 1n
  for (let i = 0n; i < k; i++) result *= n - i
  return result
}

function comb(n: Any, k: Any): Int {
  const [a, b] = [int(n), int(k)]
  if (a < 0n) throw new ValueError('n must be a non-negative integer')
  if (b < 0n) throw new ValueError('k must be a non-negative integer')
  if (b > a) return 0
  const few = b * 2n > a ? a - b : b
  return whole(falling(a, few) / falling(few, few))
}

function perm(n: Any, k: Any): Int {
  if (k === undefined || k === null) return factorial(n)
  const [a, b] = [int(n), int(k)]
  if (a < 0n) throw new ValueError('n must be a non-negative integer')
  if (b < 0n) throw new ValueError('k must be a non-negative integer')
  return b > a ? 0 : whole(falling(a, b))
}

/** Shewchuk's sums: exact, rounded once. */
export function exactSum(values: Iterable<number>): number {
  const partials: number[] = []
  for (let x of values) {
    let count = 0
    for (let y of partials) {
      if (Math.abs(x) < Math.abs(y)) [x, y] = [y, x]
      const high = x + y
      const low = y - (high - x)
      if (low !== 0) partials[count++] = low
      x = high
    }
    partials.length = count
    partials.push(x)
  }
  let n = partials.length
  if (n === 0) return 0
  let high = partials[--n]
  let low = 0
  while (n > 0) {
    const x = high
    const y = partials[--n]
    high = x + y
    low = y - (high - x)
    if (low !== 0) break
  }
  // Halfway cases are decided by what is left.
  if (n > 0 && ((low < 0 && partials[n - 1] < 0) || (low > 0 && partials[n - 1] > 0))) {
    const twice = low * 2
    const x = high + twice
    if (twice === x - high) high = x
  }
  return high
}

const toInt =
  (name: string, round: (x: number) => number) =>
  (value: Any): Any => {
    const method = kindOf(value) === Kind.float ? undefined : core.special(value, `__${name}__`)
    if (method) return method(value)
    if (name === 'trunc' && kindOf(value) === Kind.none)
      throw new TypeError(`type ${nameOfType(value)} doesn't define __trunc__ method`)
    return truncated(round(real(value)))
  }

function frexp(value: Any): Tuple {
  const x = real(value)
  if (x === 0 || !Number.isFinite(x)) return Tuple.of<unknown>(floating(x), 0)
  let exponent = Math.max(-1023, Math.floor(Math.log2(Math.abs(x))) + 1)
  let mantissa = x * 2 ** -exponent
  while (Math.abs(mantissa) < 0.5) {
    mantissa *= 2
    exponent--
  }
  while (Math.abs(mantissa) >= 1) {
    mantissa /= 2
    exponent++
  }
  return Tuple.of<unknown>(floating(mantissa), exponent)
}

function isclose(a: Any, b: Any, relative: Any, absolute: Any): boolean {
  const [x, y, rel, abs] = [
    real(a),
    real(b),
    relative === undefined ? 1e-9 : real(relative),
    absolute === undefined ? 0 : real(absolute),
  ]
  if (rel < 0 || abs < 0) throw new ValueError('tolerances must be non-negative')
  if (x === y) return true
  if (!Number.isFinite(x) || !Number.isFinite(y)) return false
  const difference = Math.abs(x - y)
  return difference <= Math.abs(rel * y) || difference <= Math.abs(rel * x) || difference <= abs
}

/** x - n * y, with n the nearest whole number. */
function remainder(x: number, y: number): number {
  if (y === 0 || !Number.isFinite(x)) return NaN
  if (!Number.isFinite(y)) return Number.isNaN(y) ? y : x
  const [a, b] = [Math.abs(x), Math.abs(y)]
  const m = a % b
  const c = b - m
  const rest = m < c ? m : m > c ? -c : m - 2 * ((0.5 * (a - m)) % b)
  return copysign(1, x) * rest
}

export const module = functionsOf({
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  inf: Infinity,
  nan: NaN,
  'sqrt(x, /)': unary((x) => Math.sqrt(x)),
  'cbrt(x, /)': unary(cbrt),
  'exp(x, /)': unary(exp),
  'exp2(x, /)': unary((x) => pow(2, x)),
  'expm1(x, /)': unary((x) => Math.expm1(x)),
  'log(x, base=0, /)': (x: Any, base?: Any): Any => {
    const top = logOf(x)
    if (base === undefined) return floating(top)
    const bottom = logOf(base)
    return operators.truediv(floating(top), floating(bottom))
  },
  'log2(x, /)': (x: Any): Any => {
    if (typeof x === 'bigint' && x > 0n && (x & (x - 1n)) === 0n) return floating(x.toString(2).length - 1)
    if (typeof x === 'bigint') return floating(logOf(x) / Math.LN2)
    const value = real(x)
    if (value <= 0) throw domain()
    return floating(log2(value))
  },
  'log10(x, /)': (x: Any): Any => {
    if (typeof x === 'bigint')
      return floating(/^10*$/.test(String(x)) ? String(x).length - 1 : logOf(x) / Math.LN10)
    const value = real(x)
    if (value <= 0) throw domain()
    return floating(log10(value))
  },
  'log1p(x, /)': unary((x) => Math.log1p(x), true),
  'sin(x, /)': unary(sin),
  'cos(x, /)': unary(cos),
  'tan(x, /)': unary(tan),
  'asin(x, /)': unary(asin),
  'acos(x, /)': unary(acos),
  'atan(x, /)': unary(atan),
  'atan2(y, x, /)': binary(atan2),
  'sinh(x, /)': unary(sinh),
  'cosh(x, /)': unary(cosh),
  'tanh(x, /)': unary((x) => Math.tanh(x)),
  'asinh(x, /)': unary((x) => Math.asinh(x)),
  'acosh(x, /)': unary((x) => Math.acosh(x)),
  'atanh(x, /)': unary((x) => Math.atanh(x), true),
  'degrees(x, /)': unary((x) => x * (180 / Math.PI)),
  'radians(x, /)': unary((x) => x * (Math.PI / 180)),
  'fabs(x, /)': unary(Math.abs),
  'gamma(x, /)': unary(gamma),
  'lgamma(x, /)': unary(lgamma, true),
  'erf(x, /)': unary(erf),
  'erfc(x, /)': unary(erfc),
  'pow(x, y, /)': binary(pow),
  'fmod(x, y, /)': binary((x, y) => x % y),
  'remainder(x, y, /)': binary(remainder),
  'copysign(x, y, /)': binary(copysign),
  'nextafter(x, y, /)': (x: Any, y: Any): Any => floating(nextafter(real(x), real(y))),
  'ulp(x, /)': (x: Any): Any => {
    const value = Math.abs(real(x))
    return Number.isFinite(value) ? floating(nextafter(value, Infinity) - value) : value
  },
  'ldexp(x, i, /)': (x: Any, i: Any): Any => {
    const value = real(x)
    if (kindOf(unboxed(i)) !== Kind.int) throw new TypeError('Expected an int as second argument to ldexp.')
    if (value === 0 || !Number.isFinite(value)) return floating(value)
    const power = Math.max(-1e4, Math.min(1e4, Number(int(i))))
    const half = Math.trunc(power / 2)
    return checked(value * 2 ** half * 2 ** (power - half), [value])
  },
  'frexp(x, /)': frexp,
  'modf(x, /)': (x: Any): Tuple => {
    const value = real(x)
    const integer = Math.trunc(value)
    return Tuple.of<unknown>(
      floating(
        Math.abs(value) === Infinity ? copysign(0, value) : copysign(Math.abs(value - integer), value),
      ),
      floating(integer),
    )
  },
  'floor(x, /)': toInt('floor', Math.floor),
  'ceil(x, /)': toInt('ceil', Math.ceil),
  'trunc(x, /)': toInt('trunc', Math.trunc),
  'isnan(x, /)': (x: Any): boolean => Number.isNaN(real(x)),
  'isinf(x, /)': (x: Any): boolean => Math.abs(real(x)) === Infinity,
  'isfinite(x, /)': (x: Any): boolean => Number.isFinite(real(x)),
  'isclose(a, b, *, rel_tol=0, abs_tol=0)': isclose,
  'gcd(*integers)': (values: Any[]): Int => whole(values.map(int).reduce(gcd, 0n)),
  'lcm(*integers)': (values: Any[]): Int =>
    whole(values.map(int).reduce((a, b) => (a === 0n || b === 0n ? 0n : magnitude(a * b) / gcd(a, b)), 1n)),
  'isqrt(n, /)': isqrt,
  'factorial(x, /)': factorial,
  'comb(n, k, /)': comb,
  'perm(n, k=None, /)': perm,
  'prod(iterable, /, *, start=1)': (items: Any, start: Any = 1): Any => {
    let product = start
    for (const item of core.iter(items)) product = operators.mul(product, item)
    return product
  },
  'fsum(seq, /)': (items: Any): Any => floating(exactSum(listOf(items).map(real))),
  'hypot(*coordinates)': (values: Any[]): Any => floating(hypot(values.map(real))),
  'dist(p, q, /)': (p: Any, q: Any): Any => {
    const [a, b] = [listOf(p).map(real), listOf(q).map(real)]
    if (a.length !== b.length) throw new ValueError('both points must have the same number of dimensions')
    return floating(hypot(a.map((x, i) => x - b[i])))
  },
})
