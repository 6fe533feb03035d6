// Arrays of numbers that are drawn one by one: the sizes of a call, parameters that are arrays, and the rows that are put
// into another order.
import { MemoryError, TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { str } from '../../text/repr.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { commonShape } from '../../dialect/runtime/numpy-broadcast.js'
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

/** How far from 1 a sum of probabilities may be: what numbers of their type cannot tell apart. */
const slack: Record<string, number> = { float16: 2 ** -5, float32: Math.sqrt(2 ** -23) }

/** The probabilities of a choice among `n`, as numbers; null for none. The two generators word faults with and without quotes. */
export function chancesOf(np: Arrays, p: Any, n: number, quote: string): number[] | null {
  if (p === null || p === undefined) return null
  const given = np.asArray(p)
  const [a, of] = ['a', 'p'].map((name) => quote + name + quote)
  if (given.shape.length !== 1) throw new ValueError(`${of} must be 1-dimensional`)
  if (given.shape[0] !== n) throw new ValueError(`${a} and ${of} must have same size`)
  const chances = (given.tolist() as Any[]).map(Number)
  const sum = chances.reduce((x, y) => x + y, 0)
  if (Number.isNaN(sum)) throw new ValueError('probabilities contain NaN')
  if (chances.some((one) => one < 0)) throw new ValueError('probabilities are not non-negative')
  if (Math.abs(sum - 1) > (slack[String(given.dtype)] ?? 2 ** -26))
    throw new ValueError('probabilities do not sum to 1')
  return chances
}

/** A parameter that is one number. */
function numberIn(value: Any): number {
  if (typeof value === 'string')
    throw new ValueError(`could not convert string to float: ${core.repr(value)}`)
  if (value === null) throw new TypeError('must be real number, not NoneType')
  if (kindOf(value) === Kind.none || kindOf(value) === Kind.complex)
    throw new TypeError(`float() argument must be a string or a real number, not '${nameOfType(value)}'`)
  return toDouble(value)
}

const sameShape = (a: readonly number[], b: readonly number[]): boolean =>
  a.length === b.length && a.every((size, i) => size === b[i])

/** Where an array of `own` sizes, repeated to `shape`, has its item for place `i` of the whole. */
function placesWithin(own: readonly number[], shape: readonly number[]): (i: number) => number {
  const missing = shape.length - own.length
  return (i) => {
    let [rest, place, step] = [i, 0, 1]
    for (let dim = shape.length - 1; dim >= missing; dim--) {
      const size = own[dim - missing]
      if (size !== 1) place += (rest % shape[dim]) * step
      step *= size
      rest = Math.floor(rest / shape[dim])
    }
    return place
  }
}

/** How the numbers of a call are drawn. */
export interface Draws {
  sizes(size: Any): number[] | null
  filled(size: Any, draw: () => number | bigint, dtype?: string): Any
  spread(
    size: Any,
    given: readonly Any[],
    draw: (...values: number[]) => number | bigint,
    dtype?: string,
  ): Any
  parts(given: Any): Any[]
}

export function drawsOf(np: Arrays): Draws {
  const sizes = (size: Any): number[] | null =>
    size === null || size === undefined ? null : Array.isArray(size) ? size.map(whole) : [whole(size)]
  const shaped = (values: (number | bigint)[], shape: readonly number[], dtype: string): Any =>
    np.array(values as Any, dtype).reshape([...shape])

  /** One number, or an array of them. */
  function filled(size: Any, draw: () => number | bigint, dtype = 'float64'): Any {
    const shape = sizes(size)
    if (shape === null) {
      const drawn = draw()
      return dtype === 'float64' ? floating(Number(drawn)) : drawn
    }
    const count = shape.reduce((a, b) => a * b, 1)
    checkCount(count)
    return shaped(Array.from({ length: count }, draw), shape, dtype)
  }

  /** The same where parameters may be arrays: each number has its own. */
  function spread(
    size: Any,
    given: readonly Any[],
    draw: (...values: number[]) => number | bigint,
    dtype = 'float64',
  ): Any {
    const arrays = given.map((one) => (Array.isArray(one) || isNumpyArray(one) ? np.asArray(one) : null))
    const shapes = arrays.flatMap((one: Any) => (one === null ? [] : [[...(one.shape as number[])]]))
    if (shapes.length === 0) {
      const values = given.map(numberIn)
      return filled(size, () => draw(...values), dtype)
    }
    const asked = sizes(size)
    const shape = commonShape(asked === null ? shapes : [asked, ...shapes])
    if (asked !== null && !sameShape(shape, asked))
      throw new ValueError(
        `Output size ${str(Tuple.from(asked))} is not compatible with broadcast dimensions of inputs ` +
          `${str(Tuple.from(commonShape(shapes)))}.`,
      )
    const count = shape.reduce((a, b) => a * b, 1)
    checkCount(count)
    const numbers = given.map((one, k): ((i: number) => number) => {
      if (arrays[k] === null) {
        const value = numberIn(one)
        return () => value
      }
      const flat = (arrays[k].flatten().tolist() as Any[]).map(Number)
      const places = placesWithin([...(arrays[k].shape as number[])], shape)
      return (i) => flat[places(i)]
    })
    const values = Array.from({ length: count }, (_, i) => draw(...numbers.map((at) => at(i))))
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
