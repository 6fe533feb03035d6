// Operators on NumPy's arrays, and between an array and a number: which type the result has depends on the number's value,
// as NumPy 1 has it, and what has no axes left is a number.
import { inType } from '../../dialect/runtime/numpy-layout.js'
import {
  isNumpyNumber,
  NumpyBool,
  kindOfType,
  numpyNumber,
  plainNumber,
  promotedType,
  typeOfNumber,
  typeWithNumber,
} from '../../base/numpy-number.js'
import { OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { Complex, Float } from '../../base/scalar.js'
import { ownOperators } from '../../dialect/runtime/operations.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import torch, { Tensor } from '../../torch.js'
import { PyRange } from './containers.js'
import { core } from './core.js'
import { besideNoNumber } from './numpy-objects.js'
import { smallOperator, stretched } from './numpy-small.js'
import {
  compareNumpyNumbers,
  fault,
  noteFault,
  onNumpyNumbers,
  ufuncNames,
  warnOf,
} from './numpy-arithmetic.js'
import { exceptionClasses } from './types.js'

type Any = any

const typeOfArray = (array: Any): string => String(array.dtype)

/** An array without axes is a number to an operator. */
const numberOf = (value: Any): Any =>
  isNumpyArray(value) && value.shape.length === 0 ? numpyNumber(value.iget(0), typeOfArray(value)) : value

/** What is left of an array without axes; any other is itself. */
export const withoutAxes = (result: Any): Any => numberOf(result)

const asArray = (value: Any): Any =>
  core.call(core.getattr(core.importModule('numpy'), 'array'), [value], null)

/** A row of values as an array; anything else is itself. */
export const asOperand = (value: Any): Any =>
  Array.isArray(value) || value instanceof PyRange ? asArray(value) : value

const cast = (array: Any, type: string): Any => (typeOfArray(array) === type ? array : inType(array, type))

/** Both sides in the type that they have in common; a number stays one. */
function inOneType(a: Any, b: Any): [Any, Any] {
  if (isNumpyArray(a) && isNumpyArray(b)) {
    const type = promotedType(typeOfArray(a), typeOfArray(b))
    return [cast(a, type), cast(b, type)]
  }
  const [array, number]: Any[] = isNumpyArray(a) ? [a, b] : [b, a]
  const own = typeOfNumber(number)
  if (own === undefined) return [a, b]
  if (own === 'object') throw new OverflowError('Python int too large to convert to C long')
  const type = typeWithNumber(typeOfArray(array), number, own)
  const plain: Any = plainNumber(number)
  const wide: Any = cast(array, type)
  // Complex numbers, and what meets them, are reckoned as tensors are.
  if (kindOfType(type) === 3) {
    const complex = plain instanceof Complex ? plain : new Complex(Number(plain))
    return isNumpyArray(a) ? [wide, complex] : [complex, wide]
  }
  const scalar: Any = typeof plain === 'boolean' && kindOfType(type) > 0 ? Number(plain) : plain
  return isNumpyArray(a) ? [wide, scalar] : [asArray([scalar]).astype(type), wide]
}

/** Whether two arrays have shapes that cannot be stretched to each other. */
const areApart = (a: Any, b: Any): boolean =>
  isNumpyArray(a) && isNumpyArray(b) && stretched(a.shape, b.shape) === null

/** An operator of which one side is an array of NumPy's at least. */
export function onArrays(name: string, left: Any, right: Any): Any {
  const small: Any = smallOperator(name, left, right) ?? besideNoNumber(name, left, right)
  if (small !== undefined) return small
  if ((name === 'eq' || name === 'ne') && areApart(left, right)) {
    warnOf(
      'elementwise comparison failed; this will raise an error in the future.',
      exceptionClasses.get('DeprecationWarning'),
    )
    return name === 'ne'
  }
  if (left instanceof Tensor || right instanceof Tensor)
    return ownOperators[`__${name}__`](plainNumber(left), plainNumber(right))
  let [a, b] = [asOperand(numberOf(left)), asOperand(numberOf(right))]
  if (!isNumpyArray(a) && !isNumpyArray(b)) {
    const result: Any =
      name in comparisons ? compareNumpyNumbers(name, a, b) : onNumpyNumbers(name, a, b, ufuncNames[name])
    if (result !== undefined) return result
    return ownOperators[`__${name}__`](left, right)
  }
  const helper = ownOperators[`__${name}__`]
  if (name === 'matmul') checkInner(a, b)
  if (name === 'matmul') return numberOfProduct(helper(plainNumber(a), plainNumber(b)), a, b)
  if (name === 'sub' && [a, b].every((one) => (isNumpyArray(one) ? one.dtype : typeOfNumber(one)) === 'bool'))
    return onNumpyNumbers(name, new NumpyBool(true), true)
  // An int that no type holds is greater than all that have one.
  if (name in comparisons)
    [a, b] = [a, b].map((one) => (typeOfNumber(one) === 'object' ? new Float(Number(one)) : one)) as [
      Any,
      Any,
    ]
  const [x, y] = inOneType(a, b)
  if (name === 'pow' && isWhole(x) && isWhole(y) && someItem(y, isNegative))
    throw new ValueError('Integers to negative integer powers are not allowed.')
  if ((name === 'floordiv' || name === 'mod') && isWhole(x) && isWhole(y) && someItem(y, isZero))
    return dividedByZeros(name, helper, x, y)
  if (typeof x === 'boolean' || typeof y === 'boolean') return withBool(helper, x, y)
  if ([x, y].every((one) => isNumpyArray(one) && one.dtype.startsWith('complex')))
    return (helper(torch.from_numpy(x as never), torch.from_numpy(y as never)) as Tensor).numpy()
  const result: Any = inFloats(helper(x, y), x, y)
  if (dividing.has(name)) noteFaults(name, x, y, result)
  return result
}

/** Ints, in an array or alone. */
const isWhole = (value: Any): boolean =>
  isNumpyArray(value) ? /int/.test(typeOfArray(value)) : Number.isInteger(value) || typeof value === 'bigint'
const isNegative = (item: Any): boolean => item < 0
const isZero = (item: Any): boolean => Number(item) === 0

/** Whether something holds of an item at least. */
function someItem(value: Any, holds: (item: Any) => boolean): boolean {
  if (!isNumpyArray(value)) return holds(value)
  for (let i = 0; i < value.size; i++) if (holds(value.iget(i))) return true
  return false
}

/** Ints by zero are 0, which is told. */
function dividedByZeros(name: string, helper: (a: Any, b: Any) => Any, x: Any, y: Any): Any {
  fault('divide', ufuncNames[name])
  if (!isNumpyArray(y)) return ownOperators.__mul__(x, 0)
  const isNone = inType(ownOperators.__eq__(y, 0), typeOfArray(y))
  const divided: Any = helper(x, ownOperators.__add__(y, isNone))
  return ownOperators.__mul__(divided, ownOperators.__sub__(1, isNone))
}

/** Floats of 16 bits make such again, which numpy-ts reckons in 32. */
const inFloats = (result: Any, x: Any, y: Any): Any => {
  const isHalf = [x, y].every((one) => !isNumpyArray(one) || one.dtype === 'float16')
  return isHalf && isNumpyArray(result) && result.dtype === 'float32' ? inType(result, 'float16') : result
}

/** Bools are met by an array of one. */
const withBool = (helper: (a: Any, b: Any) => Any, x: Any, y: Any): Any =>
  typeof x === 'boolean' ? helper(asArray([x]), y) : helper(x, asArray([y]))

const dividing = new Set(['truediv', 'floordiv', 'mod', 'pow'])

/** Says once what of a result is infinite or none, though the operands were numbers. */
function noteFaults(name: string, a: Any, b: Any, result: Any): void {
  if (!isNumpyArray(result) || !result.dtype.startsWith('float')) return
  const found = firstFault((result as Any).data as ArrayLike<number>)
  if (found < 0) return
  // Where shapes differ, an element's operands lie elsewhere.
  const partOf = (one: Any): ((i: number) => number) => {
    if (!isNumpyArray(one)) return () => Number(one)
    return one.size === result.size ? (i) => Number(one.iget(i)) : () => Number(one.iget(0))
  }
  const [left, right] = [partOf(a), partOf(b)]
  const said = new Set<string>()
  for (let i = 0; i < result.size; i++) {
    const value = Number(result.iget(i))
    if (Number.isFinite(value) || said.has(String(value))) continue
    said.add(String(value))
    noteFault(name, left(i), right(i), value, ufuncNames[name])
  }
}

function firstFault(data: ArrayLike<number>): number {
  for (let i = 0; i < data.length; i++) if (!Number.isFinite(data[i])) return i
  return -1
}

const comparisons = { lt: true, le: true, gt: true, ge: true, eq: true, ne: true }

/** Refuses factors that do not fit, as NumPy does. */
function checkInner(a: Any, b: Any): void {
  if (!isNumpyArray(a) || !isNumpyArray(b)) return
  const [inner, wanted] = [a.shape[a.shape.length - 1], b.shape[Math.max(0, b.shape.length - 2)]]
  if (inner !== wanted)
    throw new ValueError(
      'matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) ' +
        `(size ${wanted} is different from ${inner})`,
    )
}

/** The product of two vectors is a number of their type. */
function numberOfProduct(result: Any, a: Any, b: Any): Any {
  if (isNumpyArray(result)) return withoutAxes(result)
  const types = [a, b].filter((one) => isNumpyArray(one)).map(typeOfArray)
  return numpyNumber(result, types.reduce(promotedType))
}

/** A comparison of which one side is an array of NumPy's at least, or a number of NumPy's beside a list. */
export function compareArrays(name: string, a: Any, b: Any): Any {
  return isNumpyArray(a) || isNumpyArray(b)
    ? onArrays(name, a, b)
    : onArrays(name, listAsArray(a), listAsArray(b))
}

const listAsArray = (value: Any): Any =>
  Array.isArray(value) && !(value instanceof Tensor) ? asArray(value) : value

/**
 * What an operator makes of a number of NumPy's beside what is none: a list is an array, a tensor is met by the plain
 * number; undefined where that is for others to say.
 */
export function besideNumpyNumber(name: string, a: Any, b: Any): Any {
  if (a instanceof Tensor || b instanceof Tensor)
    return ownOperators[`__${name}__`](plainNumber(a), plainNumber(b))
  const other: Any = isNumpyNumber(a) ? b : a
  if (Array.isArray(other) && name !== 'mul') return onArrays(name, listAsArray(a), listAsArray(b))
  if (typeof other === 'string' && isNumpyNumber(a) && name !== 'mul')
    throw new TypeError(
      `ufunc '${ufuncNames[name]}' did not contain a loop with signature matching types ` +
        `(dtype('${typeOfNumber(a)}'), dtype('<U${other.length}')) -> None`,
    )
  return undefined
}
