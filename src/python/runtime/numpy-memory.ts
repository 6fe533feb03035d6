// The memory of a NumPy array: where its elements lie, views of a part of it, and new arrays on a memory that was filled here.
import { NumpyBool, NumpyFloat, NumpyInt, numpyNumber } from '../../base/numpy-number.js'
import { pythonClass } from '../../dialect/runtime/shared-python.js'

type Any = any

/** What an array lies in: strides count elements. */
export interface Memory {
  readonly data: Any
  readonly strides: readonly number[]
  readonly offset: number
  readonly shape: readonly number[]
  readonly dtype: string
}

/** Types of which an element is one number of the memory. */
const simple = new Set('float64 float32 int64 int32 int16 int8 uint64 uint32 uint16 uint8 bool'.split(' '))

/** Arrays that were found to be read here, and their memory then: to ask numpy-ts's proxies takes longer than to read. */
const known = new WeakMap<object, Memory>()

/** The memory of an array that is read here; null for all else. */
export function memoryOf(array: Any): Memory | null {
  if (typeof array !== 'object' || array === null) return null
  const memory = array.storage as Memory | null | undefined
  if (memory !== null && memory !== undefined && known.get(array as object) === memory) return memory
  const found = find(array, memory)
  if (found !== null) known.set(array as object, found)
  return found
}

function find(array: Any, memory: Memory | null | undefined): Memory | null {
  if (array[pythonClass] !== undefined) return null
  if (memory === undefined || memory === null || !simple.has(memory.dtype)) return null
  // An array that shows its memory as another type is read elsewhere.
  if (typeof array.iget !== 'function' || array.dtype !== memory.dtype) return null
  return ArrayBuffer.isView(memory.data) ? memory : null
}

export const sizeOf = (shape: readonly number[]): number => {
  let size = 1
  for (const one of shape) size *= one
  return size
}

/** Whether elements lie one behind the other, row by row. */
export function isContiguous({ shape, strides }: Memory): boolean {
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    if (shape[axis] !== 1 && strides[axis] !== step) return false
    step *= shape[axis]
  }
  return true
}

/** The number of NumPy's that lies at a place. */
export function numberAt({ data, dtype }: Memory, place: number): Any {
  const value: Any = data[place]
  if (dtype === 'float64') return new NumpyFloat(value as number)
  if (dtype === 'bool') return new NumpyBool(value !== 0)
  return dtype === 'float32' ? numpyNumber(value, dtype) : new NumpyInt(value as number, dtype)
}

function stridesOf(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length)
  let step = 1
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    strides[axis] = step
    step *= shape[axis]
  }
  return strides
}

const keptAlive = Symbol('the memory that a view looks at')

/** An array of the class of another, on a memory of its own. */
export function arrayOn(like: Any, data: Any, shape: readonly number[], dtype: string): Any {
  const Storage: Any = like.storage.constructor
  return new like.constructor(new Storage(data, shape, stridesOf(shape), 0, dtype))
}

/** A view of a part of an array. */
export function viewOf(
  array: Any,
  shape: readonly number[],
  strides: readonly number[],
  offset: number,
): Any {
  const memory: Any = array.storage
  const storage = new memory.constructor(memory.data, shape, strides, offset, memory.dtype)
  // numpy-ts frees a memory of WebAssembly with the object that holds it.
  storage[keptAlive] = memory[keptAlive] ?? memory
  return new array.constructor(storage, array.base ?? array)
}
