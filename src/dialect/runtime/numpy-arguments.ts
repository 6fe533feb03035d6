// What numpy-ts is given for the arguments of a call: sizes, counts, axes and numbers, each refused in NumPy's words where it is
// none, or where no memory holds what it asks for.
import { MemoryError, OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { isNumpyNumber, plainNumber } from '../../base/numpy-number.js'
import { Float } from '../../base/scalar.js'
import { typeName } from '../../base/type-name.js'
import { AxisError } from './numpy-words.js'

/** Parameters that are arrays, or what makes one. */
const arrays = new Set(
  'a b x m p arr ary z v u val a1 a2 ar ar1 ar2 x1 x2 xp fp condition element'.split(' '),
)

/** Parameters that are whole numbers: how many, and which axis. */
const whole = new Set(
  'n N M num k length decimals width base ndim minlength axis1 axis2 axisa axisb axisc ddof offset'.split(
    ' ',
  ),
)
const mostElements = 2 ** 31 - 1

/** Parameters that are a size or several. */
const sizes = new Set('size shape new_shape dimensions s'.split(' '))

/** How often something is repeated: what comes of it has to fit into memory. */
const repeats = new Set('reps repeats'.split(' '))

/** numpy-ts gathers edges of bins and places of a matrix in lists, of which V8 makes none that is much longer. */
const mostListed = 2 ** 24

/** Functions that list the places of a square. */
const listsPlaces = /^(tril|triu|diag|mask)_indices$/

/** Functions that do something over and over, each time on a longer or shorter list. */
const stepwise = /^poly(int|der)$/

/** Fourier transforms, which have what they transform listed. */
const transforms = /^i?[rh]?fft[2n]?$/

const mostFor = (name: string): number => {
  if (listsPlaces.test(name)) return Math.sqrt(mostListed)
  if (transforms.test(name)) return mostListed
  return stepwise.test(name) ? 2 ** 14 : mostElements
}

const tooLarge = (): Error => new MemoryError('Unable to allocate an array of that size')

/** What numpy-ts takes for a number: floats of Python's and ints without limit are plain numbers there, in a list, too. */
export function plain(given: unknown, within: readonly unknown[] = []): unknown {
  const value = plainNumber(given)
  if (value instanceof Float) return value.value
  if (typeof value === 'bigint') return Number.isSafeInteger(Number(value)) ? Number(value) : value
  const isListed = (one: unknown): boolean => typeof one === 'bigint' || isNumpyNumber(one)
  return Array.isArray(value) && value.some(isListed) && !within.includes(value)
    ? value.map((one) => plain(one, [...within, value]))
    : value
}

/** A size; refused where it is none. */
export function sizeOf(given: unknown): number {
  const size = plainNumber(given)
  if (typeof size !== 'bigint' && typeof size !== 'boolean' && !Number.isInteger(size))
    throw new TypeError(`'${typeName(size)}' object cannot be interpreted as an integer`)
  if (Number(size) < 0) throw new ValueError('negative dimensions are not allowed')
  return Number(size)
}

/** Sizes of an array that can be made: one number, or a list of them. */
export function shapeOf(shape: unknown, most = mostElements): number[] {
  const given = Array.isArray(shape) ? Array.from(shape, sizeOf) : [sizeOf(shape)]
  if (given.length > 32)
    throw new ValueError(`maximum supported dimension for an ndarray is 32, found ${given.length}`)
  if (given.reduce((a, b) => a * b, 1) > most) throw tooLarge()
  return given
}

/** Times that something is repeated, of which there are not too many. */
function timesOf(times: unknown): unknown {
  if (times instanceof Map) throw new TypeError("'dict' object cannot be interpreted as an integer")
  const given = (Array.isArray(times) ? times : [times]).filter((one) => typeof one === 'number')
  if (given.reduce((a, b) => a * Math.max(Math.abs(b), 1), 1) > mostElements) throw tooLarge()
  return times
}

/** Parameters that are a count of what is listed, or the list itself. */
const counts = new Set('bins indices_or_sections padding'.split(' '))

function countOf(count: unknown, name: string): unknown {
  // Counts for each dimension; elsewhere a list holds edges or places.
  const counted = Array.isArray(count) && /^histogram(2d|dd)$/.test(name) ? count : [count]
  if (counted.some((one) => typeof one === 'number' && one > mostListed)) throw tooLarge()
  return count
}

/** An int, which anything else is refused as. */
export function wholeNumber(value: unknown, most = mostElements): number {
  const isWhole = typeof value === 'bigint' || typeof value === 'boolean' || Number.isInteger(value)
  if (!isWhole) throw new TypeError(`'${typeName(value)}' object cannot be interpreted as an integer`)
  if (Math.abs(Number(value)) > most) throw tooLarge()
  return Number(value)
}

/**
 * Axes, by their numbers: one, several, or none for all. numpy-ts takes anything else, too, and gives the numbers that a
 * reduction begins with.
 */
function axisOf(given: unknown): unknown {
  if (given === null || given === undefined) return undefined
  if (Array.isArray(given))
    return Array.from(given, (one) => {
      if (Array.isArray(one))
        throw new TypeError(`'${typeName(one)}' object cannot be interpreted as an integer`)
      return axisOf(one ?? false)
    })
  const axis = plainNumber(given)
  if (typeof axis === 'boolean') throw new TypeError('an integer is required')
  if (axis instanceof Float || !(Number.isSafeInteger(axis) || typeof axis === 'bigint'))
    throw new TypeError(`'${typeName(axis)}' object cannot be interpreted as an integer`)
  return Number(axis)
}

/** Axes of which none is named twice, from the front or from behind. */
function eachOnce(axes: readonly unknown[], array: unknown): unknown {
  const rank = ((array ?? {}) as { readonly shape?: readonly number[] }).shape?.length
  const places = axes.map((axis) => (typeof axis === 'number' && axis < 0 ? axis + (rank ?? 0) : axis))
  if (rank !== undefined && new Set(places).size < places.length)
    throw new ValueError("duplicate value in 'axis'")
  return axes
}

/** An axis that no array can have is refused before numpy-ts counts up to it. */
export function axisWithin(given: unknown, array: unknown): unknown {
  const axis = axisOf(given)
  if (Array.isArray(axis)) return eachOnce(axis as readonly unknown[], array)
  if (typeof axis !== 'number' || Math.abs(axis) <= 64) return axis
  if (axis >= 2 ** 31 || axis < -(2 ** 31))
    throw new OverflowError('Python int too large to convert to C int')
  const { shape } = (array ?? {}) as { readonly shape?: readonly number[] }
  throw new AxisError(`axis ${axis} is out of bounds for array of dimension ${shape?.length ?? 0}`)
}

/** Places that are to hold what they would hold in order. */
function kthOf(given: unknown): unknown {
  const places = (Array.isArray(given) ? given : [given]).map(plainNumber)
  if (!places.every((one) => Number.isSafeInteger(one)))
    throw new TypeError('Partition index must be integer')
  return Array.isArray(given) ? places : places[0]
}

/** Whether a draw is not told by numbers alone. */
export const isDraw = (name: string): boolean =>
  /^(choice|permutation|shuffle|multinomial|multivariate_normal|dirichlet|set_state|seed)$/.test(name)

/** A number that says how to draw; numpy-ts takes no arrays there. */
function numberFor(value: unknown): unknown {
  const number = value instanceof Float ? value.value : value
  if (typeof number === 'number') return number
  if (typeof number === 'bigint' || typeof number === 'boolean') return Number(number)
  throw new TypeError(`must be real number, not ${typeName(value)}`)
}

/** What makes of values what numpy-ts takes. */
export interface Takers {
  /** Of a list, a tensor or a number an array. */
  array(value: unknown, name: string): unknown
  dtype(value: unknown): unknown
}

/** Where an argument stands. */
interface Place {
  /** Whether it says what to draw. */
  readonly isRandom: boolean
  /** The first argument of the call: the array that an axis is of. */
  readonly first: unknown
  readonly takers: Takers
}

/** An argument as numpy-ts takes it. */
export function argumentOf(
  name: string,
  parameter: string,
  value: unknown,
  { isRandom, first, takers }: Place,
): unknown {
  if (parameter === 'dtype') return takers.dtype(value)
  if (parameter === 'axis') return axisWithin(value, first)
  if (parameter === 'kth') return kthOf(value)
  if (whole.has(parameter) || (parameter === 'm' && stepwise.test(name)))
    return wholeNumber(value, mostFor(name))
  if (isRandom ? parameter === 'size' : sizes.has(parameter)) {
    const shape = shapeOf(value, mostFor(name))
    return Array.isArray(value) ? shape : shape[0]
  }
  if (isRandom) return isDraw(name) ? plain(value) : numberFor(value)
  if (parameter === 'x' && name.startsWith('format_float')) return numberFor(value)
  if (arrays.has(parameter)) return takers.array(value, name)
  if (repeats.has(parameter)) return timesOf(plain(value))
  return counts.has(parameter) ? countOf(plain(value), name) : plain(value)
}
