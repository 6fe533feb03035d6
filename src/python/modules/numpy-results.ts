// Which type the number has that a function of NumPy's gives: numpy-ts gives one of JavaScript's, without a type.
import { kindOfType, NumpyBool, numpyNumber, promotedType, typeOfNumber } from '../../base/numpy-number.js'
import { Complex, Float } from '../../base/scalar.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { core } from '../runtime/core.js'
import { fault, type FloatFault } from '../runtime/numpy-arithmetic.js'
import { withoutAxes } from '../runtime/numpy-arrays.js'

type Any = any

const set = (names: string): ReadonlySet<string> => new Set(names.split(' '))

/** Functions whose number is an int, whatever they are given. */
const counting = set('argmax argmin nanargmax nanargmin searchsorted')
/** Those that count as Python does. */
const plainCounts = set('ndim size count_nonzero')
/** Those whose number is a float, of the array's own precision where it has floats. */
const measuring = set('mean std var median average norm percentile quantile nanmean nanstd nanvar nanmedian')
/** Those that make floats of ints, of as many bits as the ints need. */
const floatFunctions = set(
  'sqrt cbrt exp exp2 expm1 log log2 log10 log1p sin cos tan arcsin arccos arctan arctan2 sinh cosh tanh arcsinh arccosh ' +
    'arctanh hypot deg2rad rad2deg degrees radians divide true_divide logaddexp logaddexp2 ceil floor trunc rint fabs spacing',
)
/** Whether a function makes each element from the one at its place. */
export const isElementwise = (name: string): boolean =>
  floatFunctions.has(name) || /^(abs|absolute|negative|square|sign)$/.test(name)

/** Sums, which take a wider type of ints. */
const totals = set('sum prod cumsum cumprod nansum nanprod trace')
/** Functions of two operands. */
const ofTwo = set(
  'add subtract multiply divide true_divide floor_divide mod remainder fmod power maximum minimum fmax fmin arctan2 ' +
    'hypot copysign dot vdot inner matmul logaddexp logaddexp2 bitwise_and bitwise_or bitwise_xor left_shift right_shift gcd lcm heaviside',
)
/** Functions of three. */
const ofThree = set('clip where')

/** The type of an operand: an array's, a number's, that of what a list makes. */
function typeOf(value: Any): string | undefined {
  if (isNumpyArray(value)) return String((value as Any).dtype)
  if (Array.isArray(value)) return String(core.getattr(core.importModule('numpy'), 'array')(value).dtype)
  const type = typeOfNumber(value)
  return type === 'object' ? 'int64' : type
}

function typeFor(name: string, args: readonly Any[]): string {
  if (counting.has(name)) return 'int64'
  const count = ofTwo.has(name) ? 2 : ofThree.has(name) ? 3 : 1
  const types = args.slice(0, count).flatMap((one) => typeOf(one) ?? [])
  const type = types.length > 0 ? types.reduce(promotedType) : 'float64'
  const kind = kindOfType(type)
  if (kind >= 2) return type
  if (measuring.has(name)) return 'float64'
  if (floatFunctions.has(name)) return promotedType(type, 'float16')
  if (totals.has(name)) return type.startsWith('uint') ? 'uint64' : 'int64'
  return type
}

/** Functions whose results may be infinite or none, and what is said then of a finite operand. */
const faulty: Readonly<Record<string, (x: number, result: number) => FloatFault>> = Object.fromEntries(
  'log log2 log10 log1p sqrt exp exp2 expm1 sinh cosh arcsin arccos arctanh arccosh sin cos tan'
    .split(' ')
    .map((name) => [
      name,
      (x: number, result: number): FloatFault =>
        Number.isNaN(result) ? 'invalid' : /^log|arctanh/.test(name) ? 'divide' : 'over',
    ]),
)

/** Says once what of a function's results is no number, though its operand was one. */
export function noteFaults(result: Any, name: string, x: Any): void {
  const kind = Object.hasOwn(faulty, name) ? faulty[name] : undefined
  if (kind === undefined || !(isNumpyArray(result) || typeof result === 'number' || result instanceof Float))
    return
  const isOne = !isNumpyArray(result)
  const values: ArrayLike<number> = isOne ? [Number(result)] : (result as Any).data
  const said = new Set<FloatFault>()
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (Number.isFinite(value)) continue
    const given = isNumpyArray(x)
      ? Number(x.iget(x.size === 1 ? 0 : i))
      : Array.isArray(x)
        ? Number(x.flat(9)[i])
        : Number(x)
    if (Number.isNaN(given) || (!Number.isFinite(given) && !Number.isNaN(value))) continue
    said.add(kind(given, value))
  }
  for (const one of said) fault(one, name)
}

/** What a function gave, where it is a number, as a number with a type. */
export function withType(result: Any, name: string, args: readonly Any[]): Any {
  if (isNumpyArray(result)) return asksForArray.has(name) ? result : withoutAxes(result)
  if (typeof result === 'boolean') return new NumpyBool(result)
  if (plainCounts.has(name)) return result
  if (
    typeof result !== 'number' &&
    typeof result !== 'bigint' &&
    !(result instanceof Float || result instanceof Complex)
  )
    return result
  let type = typeFor(name, args)
  if (type === 'bool' && typeof result === 'number' && !totals.has(name)) return new NumpyBool(result !== 0)
  if (kindOfType(type) < 2 && (result instanceof Float || !Number.isInteger(Number(result)))) type = 'float64'
  if (kindOfType(type) === 3 && !(result instanceof Complex))
    type = type === 'complex64' ? 'float32' : 'float64'
  if (result instanceof Complex && kindOfType(type) < 3) type = 'complex128'
  return numpyNumber(result, type)
}

/** Functions that make arrays, without axes too. */
const asksForArray = set(
  'array asarray asanyarray zeros ones empty full where reshape squeeze copy broadcast_to ascontiguousarray transpose from_numpy',
)
