// Arrays of numbers that are drawn one by one: the sizes of a call, parameters that are arrays, and the rows that are put
// into another order.
import { MemoryError, TypeError, ValueError } from '../../base/errors.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { core, listOf } from '../runtime/core.js'
import { floating, kindOf, Kind, toDouble } from '../runtime/numbers.js'
import { indexOf } from '../runtime/subscripts.js'
import { nameOfType } from '../runtime/types.js'

type Any = any

/** What makes arrays. */
export interface Arrays {
  array(values: readonly number[], dtype: string): Any
  asArray(value: Any): Any
}

export const whole = (value: Any): number => {
  const index = indexOf(value)
  if (index === undefined)
    throw new TypeError(`'${nameOfType(value)}' object cannot be interpreted as an integer`)
  return index
}

/** How many numbers a list of them holds before it is an array. */
const mostDrawn = 2 ** 26
export function checkCount(count: number): void {
  if (count < 0) throw new ValueError('negative dimensions are not allowed')
  if (count > mostDrawn) throw new MemoryError('Unable to allocate an array of that size')
}

/** A parameter that is one number. */
function numberIn(value: Any): number {
  if (kindOf(value) === Kind.none || kindOf(value) === Kind.complex)
    throw new TypeError(`float() argument must be a string or a real number, not '${nameOfType(value)}'`)
  return toDouble(value)
}

/** How the numbers of a call are drawn. */
export interface Draws {
  sizes(size: Any): number[] | null
  filled(size: Any, draw: () => number, dtype?: string): Any
  spread(size: Any, given: readonly Any[], draw: (...values: number[]) => number, dtype?: string): Any
  parts(given: Any): Any[]
}

export function drawsOf(np: Arrays): Draws {
  const sizes = (size: Any): number[] | null =>
    size === null || size === undefined ? null : Array.isArray(size) ? size.map(whole) : [whole(size)]
  const shaped = (values: number[], shape: readonly number[], dtype: string): Any =>
    np.array(values, dtype).reshape([...shape])

  /** One number, or an array of them. */
  function filled(size: Any, draw: () => number, dtype = 'float64'): Any {
    const shape = sizes(size)
    if (shape === null) return dtype === 'float64' ? floating(draw()) : draw()
    const count = shape.reduce((a, b) => a * b, 1)
    checkCount(count)
    return shaped(Array.from({ length: count }, draw), shape, dtype)
  }

  /** The same where parameters may be arrays: each number has its own. */
  function spread(
    size: Any,
    given: readonly Any[],
    draw: (...values: number[]) => number,
    dtype = 'float64',
  ): Any {
    const arrays = given.map((one) => (Array.isArray(one) || isNumpyArray(one) ? np.asArray(one) : null))
    const largest = arrays.reduce(
      (best: Any, one: Any) => (one !== null && (best === null || one.size > best.size) ? one : best),
      null,
    )
    if (largest === null) {
      const values = given.map(numberIn)
      return filled(size, () => draw(...values), dtype)
    }
    const shape = sizes(size) ?? [...(largest.shape as number[])]
    const count = shape.reduce((a, b) => a * b, 1)
    checkCount(count)
    const flat = arrays.map((one) => (one === null ? null : (one.flatten().tolist() as Any[]).map(Number)))
    const values = Array.from({ length: count }, (_, i) =>
      draw(...given.map((one, k) => (flat[k] === null ? numberIn(one) : flat[k]![i % flat[k]!.length]))),
    )
    return shaped(values, shape, dtype)
  }

  /** Rows, or items, of what is put into another order. */
  const parts = (given: Any): Any[] =>
    isNumpyArray(given)
      ? Array.from({ length: (given as Any).shape[0] }, (_, i) => rowOf(given, i))
      : listOf(given)
  const rowOf = (array: Any, i: number): Any => {
    const row = core.getitem(array, i)
    return isNumpyArray(row) ? (row as Any).copy() : row
  }
  return { sizes, filled, spread, parts }
}
