// NumPy's functions of one array, where numpy-ts reckons in another type: which float a function takes ints for, what
// becomes of what is no number, and numbers of sixteen bits, which numpy-ts keeps as wider ones.
import { TypeError } from '../../base/errors.js'
import { type NumpyFloatName, roundedFloat } from '../../base/numpy-number.js'
import { acos, asin, atan, cosh, log10, log2, pow, sinh } from '../../kernels/accurate-power.js'
import { cos, exp, log, sin, tan } from '../../kernels/elementary.js'
import { roundHalfEven } from '../../kernels/math.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { inType } from './numpy-layout.js'

type Any = any

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Functions whose loops are of floats alone. */
const ofFloats = set(
  'sqrt cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan sinh cosh tanh arcsinh arccosh arctanh ' +
    'asin acos atan asinh acosh atanh degrees radians deg2rad rad2deg floor ceil trunc fix rint fabs spacing',
)

export const typeOfArray = (array: Any): string => String(array.dtype)

const isHalf = (value: unknown): boolean => isNumpyArray(value) && typeOfArray(value) === 'float16'

/** The least type of float that holds all numbers of a type, as NumPy's loops are chosen. */
export function floatTypeOf(type: string): string {
  if (/^(bool|u?int8)$/.test(type)) return 'float16'
  if (/^u?int16$/.test(type)) return 'float32'
  return /int/.test(type) ? 'float64' : type
}

/** An array of sixteen bits has only the numbers that fit there. */
export function halved<T>(result: T): T {
  if (isHalf(result)) {
    const { data } = result as Any
    for (let i = 0; i < data.length; i++) data[i] = roundedFloat(data[i] as number, 'float16')
  }
  return result
}

/** What `run` makes of arrays, of which those of sixteen bits are reckoned as wider ones, as NumPy does. */
export function inHalves(operands: readonly Any[], run: (operands: Any[]) => unknown): unknown {
  if (!operands.some(isHalf)) return run(operands as Any[])
  const result: Any = run(operands.map((one) => (isHalf(one) ? inType(one, 'float32') : one)))
  const isWider = isNumpyArray(result) && typeOfArray(result) === 'float32'
  return isWider && !operands.some((one) => isNumpyArray(one) && typeOfArray(one) === 'float32')
    ? halved(inType(result, 'float16'))
    : result
}

const eachOf = (array: Any, f: (x: number) => number): Any => {
  const made = array.copy()
  const { data } = made
  for (let i = 0; i < data.length; i++) data[i] = f(data[i] as number)
  return made
}

/** Whether an array is of floats, or of truths, which are rounded as floats. */
export const isReal = (array: Any): boolean => /^(float|bool)/.test(typeOfArray(array))

/** Rounded to so many digits: NumPy multiplies by a power of ten, rounds, and divides, in the array's own precision. */
export function roundedTo(array: Any, decimals: number): Any {
  const type = floatTypeOf(typeOfArray(array)) as NumpyFloatName
  const scale = 10 ** Math.abs(decimals)
  const own = (x: number): number => roundedFloat(x, type)
  const [up, down] = decimals >= 0 ? [scale, 1] : [1, scale]
  const wide = typeOfArray(array) === 'bool' ? inType(array, 'float16') : array
  return eachOf(wide, (x) => {
    const scaled = own(own(x * up) / down)
    return decimals === 0 || !Number.isFinite(x)
      ? roundHalfEven(x)
      : own(own(roundHalfEven(scaled) * down) / up)
  })
}

/** From a number to the next one of its type, away from zero. */
function spacingOf(x: number, type: string): number {
  if (!Number.isFinite(x)) return NaN
  const size = Math.abs(x)
  const [digits, least] = type === 'float64' ? [52, -1074] : type === 'float32' ? [23, -149] : [10, -24]
  const step = 2 ** Math.max(exponentOf(size) - digits, least)
  return x < 0 ? -step : step
}
const exponentOf = (size: number): number => {
  let exponent = Math.floor(Math.log2(size))
  if (2 ** exponent > size) exponent--
  return 2 ** (exponent + 1) <= size ? exponent + 1 : exponent
}

/** Of a complex number, the sign of its real part, or else of its imaginary one. */
function signOfComplex(array: Any): Any {
  const made = array.copy()
  const { data } = made
  for (let i = 0; i < data.length; i += 2) {
    data[i] = Math.sign(data[i] || data[i + 1])
    data[i + 1] = 0
  }
  return made
}

function reciprocalIn(type: string): (x: Any) => Any {
  const [one, ofZero]: Any[] = type.endsWith('64')
    ? [1n, type === 'int64' ? -(2n ** 63n) : 0n]
    : [1, type === 'int32' ? -(2 ** 31) : 0]
  return (x) => (x === one || x === -one ? x : x === one - one ? ofZero : one - one)
}

const noLoop = (name: string): TypeError =>
  new TypeError(
    `ufunc '${name}' did not contain a loop with signature matching types <class 'numpy.dtype[bool_]'> -> None`,
  )

/** Functions of float64 that come from the C library, to its last digit: `Math` is one digit off in 3 to 30 of 100 results. */
const ofDoubles: Readonly<Record<string, (x: number) => number>> = {
  exp, log, log2, log10, sin, cos, tan, sinh, cosh, arcsin: asin, arccos: acos, arctan: atan, asin, acos, atan,
} // prettier-ignore

const formulas: Readonly<Record<string, (array: Any, type: string) => Any>> = {
  rint: (array, type) => (/^[fc]/.test(type) ? eachOf(array, roundHalfEven) : undefined),
  spacing: (array, type) => (type.startsWith('float') ? eachOf(array, (x) => spacingOf(x, type)) : undefined),
  // What is no number has no sign; zero has none either.
  sign: (array, type) =>
    type.startsWith('complex')
      ? signOfComplex(array)
      : type.startsWith('float')
        ? eachOf(array, (x) => Math.sign(x) + 0)
        : undefined,
  // Of whole numbers only one and its negative have others; none has zero.
  reciprocal: (array, type) =>
    type === 'bool'
      ? eachOf(inType(array, 'int8'), reciprocalIn('int8'))
      : /int(32|64)$/.test(type)
        ? eachOf(array, reciprocalIn(type))
        : undefined,
  square: (array, type) =>
    type === 'int32' || type === 'uint32' ? eachOf(array, (x) => Math.imul(x, x)) : undefined,
}

/** What NumPy's function of that name gives of an array; undefined where numpy-ts gives the same. */
export function unaryOf(name: string, array: Any, run: (array: Any) => unknown): unknown {
  if (!isNumpyArray(array)) return undefined
  const type = typeOfArray(array)
  if (type === 'bool') {
    if (name === 'negative')
      throw new TypeError(
        'The numpy boolean negative, the `-` operator, is not supported, use the `~` operator or the logical_not function instead.',
      )
    if (name === 'positive' || name === 'sign') throw noLoop(name)
  }
  if (ofFloats.has(name)) {
    const wanted = floatTypeOf(type)
    if (wanted !== type) {
      const wide = inType(array, wanted === 'float16' ? 'float32' : wanted)
      const result: Any = formulaOf(name, wide, wanted) ?? run(wide)
      return wanted === 'float16' ? halved(inType(result, 'float16')) : result
    }
  }
  return formulaOf(name, array, type)
}

const formulaOf = (name: string, array: Any, type: string): Any =>
  type === 'float64' && Object.hasOwn(ofDoubles, name)
    ? eachOf(array, ofDoubles[name])
    : formulas[name]?.(array, type)

const isDouble = (value: unknown): boolean =>
  typeof value === 'number' || (isNumpyArray(value) && typeOfArray(value) === 'float64')

/**
 * What is raised to a power, to the last digit where one side is a single number or both have a shape in common; undefined
 * where that is not for here.
 */
export function powerOf(name: string, base: Any, exponent: Any): unknown {
  if (name !== 'power' && name !== 'pow' && name !== 'float_power') return undefined
  if (![base, exponent].every(isDouble)) return undefined
  if (!isNumpyArray(base))
    return isNumpyArray(exponent) ? eachOf(exponent, (y) => pow(base as number, y)) : undefined
  if (!isNumpyArray(exponent)) return eachOf(base, (x) => pow(x, exponent as number))
  const isSame =
    base.shape.length === exponent.shape.length && base.shape.every((n, i) => n === exponent.shape[i])
  if (!isSame) return undefined
  const made: Any = (base as Any).copy()
  const to: Any = (exponent as Any).copy()
  // Laid out alike, or it is not for here.
  if (made.strides.some((step: number, i: number) => step !== to.strides[i])) return undefined
  for (let i = 0; i < made.data.length; i++) made.data[i] = pow(made.data[i] as number, to.data[i] as number)
  return made
}
