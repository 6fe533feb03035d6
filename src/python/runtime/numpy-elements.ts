// Parts of a NumPy array, read and written where they lie: elements, rows, slices. It is the way of loops, in which
// everything else that may stand between the brackets would be asked for in vain.
import { IndexError } from '../../base/errors.js'
import { plainNumber } from '../../base/numpy-number.js'
import { Float, Slice } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { isContiguous, type Memory, memoryOf, numberAt, sizeOf, viewOf } from './numpy-memory.js'

type Any = any

/** What a key of ints, slices and new axes picks: an element where no axes are left. */
interface Part {
  readonly shape: number[]
  readonly strides: number[]
  readonly offset: number
  /** Whether the key names an int for each axis. */
  readonly isElement: boolean
}

const isBound = (value: unknown): value is number | null => value === null || Number.isSafeInteger(value)

/** The part that a key names; null where it names none, or something else than ints, slices and new axes. */
function partOf({ shape, strides, offset }: Memory, key: Any): Part | null {
  const keys: readonly Any[] = key instanceof Tuple ? key : [key]
  const part = { shape: [] as number[], strides: [] as number[], offset, isElement: false }
  let axis = 0
  let place = offset
  for (const one of keys) {
    if (one === null) {
      part.shape.push(1)
      part.strides.push(0)
      continue
    }
    if (axis === shape.length) return null
    const size = shape[axis]
    if (typeof one === 'number') {
      if (!Number.isSafeInteger(one)) return null
      const at = one < 0 ? one + size : one
      if (at < 0 || at >= size) return null
      place += at * strides[axis]
    } else if (one instanceof Slice) {
      const { start, stop, step } = one
      const by = step ?? 1
      if (!isBound(start) || !isBound(stop) || !Number.isSafeInteger(by) || by < 1) return null
      const limit = (bound: number): number => Math.min(Math.max(bound < 0 ? bound + size : bound, 0), size)
      const first = start === null ? 0 : limit(start)
      const last = stop === null ? size : limit(stop)
      part.shape.push(Math.max(0, Math.ceil((last - first) / by)))
      part.strides.push(strides[axis] * by)
      place += first * strides[axis]
    } else return null
    axis++
  }
  const isElement = axis === shape.length && part.shape.length === 0
  for (; axis < shape.length; axis++) {
    part.shape.push(shape[axis])
    part.strides.push(strides[axis])
  }
  return { ...part, offset: place, isElement }
}

/** Where the element lies that a key names; -1 where the key is none of one int for each axis, or names none. */
function placeOf({ shape, strides, offset }: Memory, key: Any): number {
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

/** Refuses what names no place: texts, and floats, be they whole or not. */
function checkKey(key: Any): void {
  const isFraction = (one: Any): boolean =>
    one instanceof Float || (typeof one === 'number' && !Number.isInteger(one))
  if (typeof key === 'string' || isFraction(key) || (key instanceof Tuple && key.some(isFraction)))
    throw new IndexError(
      'only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices',
    )
}

/** `array[i]`, `array[i, j]`, `array[1:3]`, `array[:, 0]`; undefined where that is something else. */
export function elementOf(array: Any, key: Any): Any {
  const memory = memoryOf(array)
  if (memory === null) return undefined
  checkKey(key)
  const place = placeOf(memory, key)
  if (place >= 0) return numberAt(memory, place)
  const part = partOf(memory, key)
  if (part === null || part.isElement) return undefined
  return viewOf(array, part.shape, part.strides, part.offset)
}

/** What a memory of floats or ints has for a number; undefined where that is for others to say. */
function heldFor({ dtype }: Memory, item: Any): number | bigint | undefined {
  const plain: Any = plainNumber(item)
  const value: Any = plain instanceof Float ? plain.value : plain
  if (typeof value !== 'number') return undefined
  if (dtype === 'float64') return value
  // What the type has no number for is told of elsewhere.
  if (dtype === 'float32') return Number.isFinite(Math.fround(value)) ? value : undefined
  return dtype === 'int64' && Number.isSafeInteger(value) && !(plain instanceof Float)
    ? BigInt(value)
    : undefined
}

/** `array[i] = number`, `array[i] = row`; tells whether it was done. */
export function setElement(array: Any, key: Any, item: Any): boolean {
  const memory = memoryOf(array)
  if (memory === null) return false
  checkKey(key)
  const from = memoryOf(item)
  const value = from === null ? heldFor(memory, item) : undefined
  if (from === null && value === undefined) return false
  if (from === null) {
    const place = placeOf(memory, key)
    if (place >= 0) {
      memory.data[place] = value
      return true
    }
  }
  const part = partOf(memory, key)
  if (part === null || part.isElement) return false
  const target: Memory = { ...memory, ...part }
  if (!isContiguous(target)) return false
  const size = sizeOf(target.shape)
  if (from === null) {
    memory.data.fill(value, target.offset, target.offset + size)
    return true
  }
  const isSame =
    from.dtype === memory.dtype &&
    from.shape.length === target.shape.length &&
    from.shape.every((one, axis) => one === target.shape[axis])
  if (!isSame || !isContiguous(from)) return false
  memory.data.set(from.data.subarray(from.offset, from.offset + size), target.offset)
  return true
}

/** What `for` takes out of an array: elements, or rows; null for what is none. */
export function elementsOf(array: Any): Generator<Any> | null {
  const memory = memoryOf(array)
  if (memory === null || memory.shape.length === 0) return null
  return memory.shape.length === 1 ? each(memory) : eachRow(array, memory)
}

function* each(memory: Memory): Generator<Any> {
  const { shape, strides, offset } = memory
  for (let i = 0; i < shape[0]; i++) yield numberAt(memory, offset + i * strides[0])
}

function* eachRow(array: Any, { shape, strides, offset }: Memory): Generator<Any> {
  const [sizes, steps] = [shape.slice(1), strides.slice(1)]
  for (let i = 0; i < shape[0]; i++) yield viewOf(array, [...sizes], [...steps], offset + i * strides[0])
}
