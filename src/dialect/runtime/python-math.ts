// Python's module `math`, for those who import it: floats are floats, and where there is no answer it says so.
import { OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import { typeName } from '../../base/type-name.js'
import { Tensor } from '../../tensor/tensor.js'
import { float, returned } from './results.js'

type Any = any

/** A number of what stands for one. */
function real(value: Any): number {
  const plain: unknown = value instanceof Tensor ? value.item() : value
  if (plain instanceof Float || /^(number|bigint|boolean)$/.test(typeof plain)) return Number(plain)
  throw new TypeError(`must be real number, not ${typeName(plain)}`)
}

/** A function whose answer is a float; none is a ValueError, one beyond all numbers an OverflowError. */
function floating(name: string, compute: (...args: number[]) => number): (...args: Any[]) => unknown {
  const count = compute.length
  return {
    [name]: (...args: Any[]): unknown => {
      if (args.length !== count)
        throw new TypeError(
          count === 1
            ? `math.${name}() takes exactly one argument (${args.length} given)`
            : `${name} expected ${count} arguments, got ${args.length}`,
        )
      const given = args.map(real)
      const result = compute(...given)
      if (Number.isNaN(result) && !given.some(Number.isNaN)) throw new ValueError('math domain error')
      if (!Number.isFinite(result) && !Number.isNaN(result) && given.every(Number.isFinite))
        throw name.startsWith('log') || name === 'atanh'
          ? new ValueError('math domain error')
          : new OverflowError('math range error')
      return returned(float(result))
    },
  }[name]
}

/** A function that makes an int of a float. */
const whole =
  (compute: (value: number) => number) =>
  (value: Any): number => {
    const number = real(value)
    if (Number.isNaN(number)) throw new ValueError('cannot convert float NaN to integer')
    if (!Number.isFinite(number)) throw new OverflowError('cannot convert float infinity to integer')
    return compute(number) + 0
  }

const unary: Record<string, (x: number) => number> = {
  sqrt: (x) => Math.sqrt(x),
  exp: (x) => Math.exp(x),
  expm1: (x) => Math.expm1(x),
  log2: (x) => Math.log2(x),
  log10: (x) => Math.log10(x),
  log1p: (x) => Math.log1p(x),
  sin: (x) => Math.sin(x),
  cos: (x) => Math.cos(x),
  tan: (x) => Math.tan(x),
  asin: (x) => Math.asin(x),
  acos: (x) => Math.acos(x),
  atan: (x) => Math.atan(x),
  sinh: (x) => Math.sinh(x),
  cosh: (x) => Math.cosh(x),
  tanh: (x) => Math.tanh(x),
  asinh: (x) => Math.asinh(x),
  acosh: (x) => Math.acosh(x),
  atanh: (x) => Math.atanh(x),
  fabs: (x) => Math.abs(x),
  degrees: (x) => x * (180 / Math.PI),
  radians: (x) => x * (Math.PI / 180),
}
const binary: Record<string, (x: number, y: number) => number> = {
  pow: (x, y) => (x === 1 || y === 0 ? 1 : x ** y),
  atan2: (x, y) => Math.atan2(x, y),
  fmod: (x, y) => x % y,
  copysign: (x, y) => (y < 0 || Object.is(y, -0) ? -Math.abs(x) : Math.abs(x)),
}

const naturalLog = floating('log', (x) => Math.log(x))

function gcd(...values: Any[]): number {
  let result = 0
  for (const value of values) {
    let other = Math.abs(real(value))
    while (other !== 0) [result, other] = [other, result % other]
  }
  return result
}

function factorial(value: Any): number | bigint {
  const n = real(value)
  if (!Number.isInteger(n)) throw new TypeError(`'float' object cannot be interpreted as an integer`)
  if (n < 0) throw new ValueError('factorial() not defined for negative values')
  let result = 1n
  for (let i = 2n; i <= BigInt(n); i++) result *= i
  return result <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(result) : result
}

/** What `import math` gives. */
export const mathModule: Readonly<Record<string, unknown>> = {
  pi: Math.PI,
  e: Math.E,
  tau: 2 * Math.PI,
  inf: Infinity,
  nan: NaN,
  ...Object.fromEntries(
    [...Object.entries(unary), ...Object.entries(binary)].map(([name, f]) => [name, floating(name, f)]),
  ),
  log: (x: Any, ...base: Any[]): unknown =>
    base.length === 0 ? naturalLog(x) : returned(float(Math.log(real(x)) / Math.log(real(base[0])))),
  hypot: (...values: Any[]): unknown => returned(float(Math.hypot(...values.map(real)))),
  floor: whole(Math.floor),
  ceil: whole(Math.ceil),
  trunc: whole(Math.trunc),
  isnan: (value: Any): boolean => Number.isNaN(real(value)),
  isinf: (value: Any): boolean => Math.abs(real(value)) === Infinity,
  isfinite: (value: Any): boolean => Number.isFinite(real(value)),
  gcd,
  factorial,
}
