// One element of a NumPy array, read and written where it lies: the way of loops, in which everything else that may stand
// between the brackets would be asked for in vain.
import { IndexError } from '../../base/errors.js'
import { NumpyBool, NumpyFloat, NumpyInt, numpyNumber } from '../../base/numpy-number.js'
import { Float } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { isNumpyArray } from '../../text/numpy-text.js'

type Any = any

/** What an array lies in: strides count elements. */
interface Memory {
  readonly data: Any
  readonly strides: readonly number[]
  readonly offset: number
  readonly shape: readonly number[]
  readonly dtype: string
}

/** Types of which an element is one number of the memory. */
const isSimple = /^(?:float(?:64|32)|u?int(?:8|16|32|64)|bool)$/

/** Where the element lies that a key names; -1 where the key is none of one int for each axis, or names none. */
function placeOf(memory: Memory, key: Any): number {
  const { shape, strides, offset } = memory
  if (typeof key === 'number') {
    if (shape.length !== 1 || !Number.isInteger(key)) return -1
    const at = key < 0 ? key + shape[0] : key
    return at >= 0 && at < shape[0] ? offset + at * strides[0] : -1
  }
  if (!(key instanceof Tuple) || key.length !== shape.length) return -1
  let place = offset
  for (let axis = 0; axis < shape.length; axis++) {
    const one: unknown = key[axis]
    if (typeof one !== 'number' || !Number.isInteger(one)) return -1
    const at = one < 0 ? one + shape[axis] : one
    if (at < 0 || at >= shape[axis]) return -1
    place += at * strides[axis]
  }
  return place
}

/** Arrays that were asked, and the memory that they lay in: each question to an array of numpy-ts goes through a proxy. */
const asked = new WeakMap<object, Memory>()

/** The memory of an array that is read here; null for all else. */
function memoryOf(array: Any): Memory | null {
  if (typeof array !== 'object' || array === null) return null
  const known = asked.get(array as object)
  if (known !== undefined && array.storage === known) return known
  const found = isNumpyArray(array) ? simpleMemory(array) : null
  if (found !== null) asked.set(array as object, found)
  return found
}

function simpleMemory(array: Any): Memory | null {
  const memory = array.storage as Memory | undefined
  if (memory?.data === undefined || !ArrayBuffer.isView(memory.data)) return null
  return isSimple.test(memory.dtype) && String(array.dtype) === memory.dtype ? memory : null
}

function numberAt({ data, dtype }: Memory, place: number): Any {
  const value: Any = data[place]
  if (dtype === 'float64') return new NumpyFloat(value as number)
  if (dtype === 'bool') return new NumpyBool(value !== 0)
  return dtype.startsWith('f') ? numpyNumber(value, dtype) : new NumpyInt(value as number, dtype)
}

/** `array[i]` and `array[i, j]`; undefined where that is no element. */
export function elementOf(array: Any, key: Any): Any {
  const memory = memoryOf(array)
  if (memory === null) return undefined
  if (typeof key === 'string')
    throw new IndexError(
      'only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices',
    )
  const place = placeOf(memory, key)
  return place < 0 ? undefined : numberAt(memory, place)
}

/** `array[i] = number` of an array of floats; tells whether it was. */
export function setElement(array: Any, key: Any, item: Any): boolean {
  const isFloat = item instanceof Float
  if (typeof item !== 'number' && !isFloat) return false
  const memory = memoryOf(array)
  if (memory === null || (memory.dtype !== 'float64' && memory.dtype !== 'float32')) return false
  const value = isFloat ? item.value : item
  // What the type has no number for is told of elsewhere.
  if (memory.dtype === 'float32' && !Number.isFinite(Math.fround(value))) return false
  const place = placeOf(memory, key)
  if (place < 0) return false
  memory.data[place] = value
  return true
}

/** What `for` takes out of an array of one axis; null for all others. */
export function elementsOf(array: Any): Generator<Any> | null {
  const memory = memoryOf(array)
  return memory?.shape.length === 1 ? each(memory) : null
}

function* each(memory: Memory): Generator<Any> {
  const { shape, strides, offset } = memory
  for (let i = 0; i < shape[0]; i++) yield numberAt(memory, offset + i * strides[0])
}
