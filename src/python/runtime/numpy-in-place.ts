// `a += b` of an array of NumPy's: what the operator makes goes into the memory that other names hold, too, and keeps its type.
import { kindOfType, typeOfNumber } from '../../base/numpy-number.js'
import { TypeError, ValueError } from '../../base/errors.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { core } from './core.js'
import { asOperand, onArrays } from './numpy-arrays.js'
import { ufuncNames } from './numpy-arithmetic.js'
import { stretched } from './numpy-small.js'
import { Ellipsis } from './types.js'

type Any = any

const sizes = (shape: readonly number[]): string => `(${shape.join(',')}${shape.length === 1 ? ',' : ''})`

const uncast = (name: string, from: string, to: string): TypeError =>
  new TypeError(
    `Cannot cast ufunc '${ufuncNames[name]}' output from dtype('${from}') to dtype('${to}') with casting rule 'same_kind'`,
  )

/** What is neither a number nor a row of them is an object to NumPy. */
const isObject = (value: Any): boolean =>
  value === null || (typeof value === 'object' && !isNumpyArray(value) && typeOfNumber(value) === undefined)

/** The array, which then holds what the operator made of it and the other side. */
export function arrayInPlace(name: string, array: Any, given: Any): Any {
  if (name === 'matmul')
    throw new TypeError(
      "In-place matrix multiplication is not (yet) supported. Use 'a = a @ b' instead of 'a @= b'.",
    )
  const other = asOperand(given)
  const type = String(array.dtype)
  if (isObject(other)) throw uncast(name, 'O', type)
  const shape: readonly number[] = isNumpyArray(other) ? other.shape : []
  const whole = stretched(array.shape, shape)
  if (whole === null && array.shape.length > 0)
    throw new ValueError(
      'operands could not be broadcast together with shapes ' +
        `${sizes(array.shape)} ${sizes(shape)} ${sizes(array.shape)} `,
    )
  const result: Any = onArrays(name, array, other)
  const from = isNumpyArray(result) ? String(result.dtype) : typeOfNumber(result)
  if (from !== undefined && kindOfType(from) > kindOfType(type)) throw uncast(name, from, type)
  if (whole !== null && sizes(whole) !== sizes(array.shape))
    throw new ValueError(
      `non-broadcastable output operand with shape ${sizes(array.shape)} doesn't match the broadcast shape ${sizes(whole)}`,
    )
  core.setitem(array, Ellipsis, result)
  return array
}
