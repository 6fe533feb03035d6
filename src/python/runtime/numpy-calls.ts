// NumPy's functions and methods of small arrays, as scripts call them most: sums and extrema, arrays of lists, other shapes of
// the same memory, elements by a mask or by places. Like the operators in `numpy-small.ts`, they answer where all is
// plain, and leave everything else to the usual way.
import { NumpyFloat, type NumpyFloatName, NumpyInt, numpyType } from '../../base/numpy-number.js'
import { Float, remembersFloats } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { sums } from '../../dialect/runtime/numpy-moments.js'
import type { Keywords } from './core.js'
import { arrayOn, isContiguous, type Memory, memoryOf, numberAt, sizeOf, viewOf } from './numpy-memory.js'
import { smallOperator } from './numpy-small.js'

type Any = any

/** Arrays of more elements go the usual way. */
const mostElements = 4096

/** Any array, which knows the classes that arrays are made of; there is none before numpy is loaded. */
let like: Any
export function setSample(array: Any): void {
  like = array
}

const isFloat = ({ dtype }: Memory): boolean => dtype === 'float64' || dtype === 'float32'

/** The elements of an array that lie one behind the other; null where they do not, and where there are none or too many. */
function elementsIn(memory: Memory | null): Any {
  if (memory === null || !isContiguous(memory)) return null
  const size = sizeOf(memory.shape)
  return size === 0 || size > mostElements ? null : memory.data.subarray(memory.offset, memory.offset + size)
}

// ---- of all elements, or along an axis ----

const hasNone = (values: Any): boolean => values.some((x: Any) => x !== x)

/** The place of the greatest element, or of the least: the first of equals. */
function extremeAt(values: Any, isBefore: (x: Any, y: Any) => boolean): number {
  let at = 0
  for (let i = 1; i < values.length; i++) if (isBefore(values[i], values[at])) at = i
  return at
}
const isGreater = (x: Any, y: Any): boolean => x > y
const isLess = (x: Any, y: Any): boolean => x < y

function totalOf(memory: Memory, values: Any, isMean: boolean): Any {
  if (memory.dtype === 'int64') {
    if (isMean) return undefined
    let total = 0n
    for (const one of values as BigInt64Array) total += one
    return new NumpyInt(BigInt.asIntN(64, total))
  }
  if (!isFloat(memory)) return undefined
  const [sum] = sums({ values, outer: 1, length: values.length, inner: 1 })
  return new NumpyFloat(isMean ? sum / values.length : sum, memory.dtype as NumpyFloatName)
}

function alongAxis(array: Any, memory: Memory, values: Any, axis: number, isMean: boolean): Any {
  const { shape, dtype } = memory
  const at = axis < 0 ? axis + shape.length : axis
  if (!isFloat(memory) || shape.length < 2 || at < 0 || at >= shape.length) return undefined
  const [outer, inner] = [sizeOf(shape.slice(0, at)), sizeOf(shape.slice(at + 1))]
  const made = sums({ values, outer, length: shape[at], inner })
  if (isMean) for (let i = 0; i < made.length; i++) made[i] /= shape[at]
  return arrayOn(array, made, [...shape.slice(0, at), ...shape.slice(at + 1)], dtype)
}

function reduced(name: string, array: Any, axis: Any): Any {
  const memory = memoryOf(array)
  const values: Any = elementsIn(memory)
  if (values === null || memory === null) return undefined
  if (name === 'sum' || name === 'mean') {
    if (axis === null) return totalOf(memory, values, name === 'mean')
    return typeof axis === 'number' ? alongAxis(array, memory, values, axis, name === 'mean') : undefined
  }
  if (axis !== null || (isFloat(memory) && hasNone(values))) return undefined
  const at = extremeAt(values, name.endsWith('max') ? isGreater : isLess)
  return name.startsWith('arg') ? new NumpyInt(at) : numberAt(memory, memory.offset + at)
}

const reductions = new Set('sum mean max min argmax argmin'.split(' '))

/** The axis that a call names; undefined where it says more than that. */
function axisIn(args: readonly Any[], kwargs: Keywords): Any {
  if (kwargs === null) return args.length === 0 ? null : args.length === 1 ? (args[0] ?? null) : undefined
  const names = Object.keys(kwargs)
  return args.length === 0 && names.length === 1 && names[0] === 'axis' ? (kwargs.axis ?? null) : undefined
}

// ---- made of lists ----

/** A number of a list: how it lies in an array of floats; undefined for what is none, and for floats of fewer bits. */
function numberIn(item: Any): number | undefined {
  if (typeof item === 'number') return item
  if (!(item instanceof Float)) return undefined
  return item instanceof NumpyFloat && item[numpyType] !== 'float64' ? undefined : item.value
}

const isList = (value: Any): value is Any[] =>
  Array.isArray(value) &&
  (value.constructor === Array || value.constructor === Tuple) &&
  !remembersFloats(value)

/** An array of a list of numbers, or of a list of such lists. */
function ofList(list: Any): Any {
  if (!isList(list) || list.length === 0 || list.length > mostElements) return undefined
  const isNested = Array.isArray(list[0])
  const rows = isNested ? (list as Any[][]) : [list]
  const width = rows[0].length
  if (width * rows.length > mostElements) return undefined
  const values: number[] = []
  let areWhole = true
  for (const row of rows) {
    if (!isList(row) || row.length !== width) return undefined
    for (const item of row) {
      const value = numberIn(item)
      if (value === undefined) return undefined
      areWhole &&= typeof item === 'number' && Number.isSafeInteger(item)
      values.push(value)
    }
  }
  if (width === 0) return undefined
  const data = areWhole ? BigInt64Array.from(values, BigInt) : Float64Array.from(values)
  return arrayOn(like, data, isNested ? [rows.length, width] : [width], areWhole ? 'int64' : 'float64')
}

/** `np.zeros(3)`, `np.ones((2, 3))` */
function filled(shape: Any, value: number): Any {
  const sizes: Any[] = Array.isArray(shape) ? [...(shape as Any[])] : [shape]
  if (!sizes.every((size) => Number.isSafeInteger(size) && size >= 0)) return undefined
  const size = sizeOf(sizes)
  return size > mostElements || sizes.length > 8
    ? undefined
    : arrayOn(like, new Float64Array(size).fill(value), sizes, 'float64')
}

// ---- of each element ----

const elementwise: Readonly<Record<string, (x: number) => number>> = {
  sqrt: Math.sqrt,
  square: (x) => x * x,
  abs: Math.abs,
  absolute: Math.abs,
}

function ofEach(name: string, array: Any): Any {
  const memory = memoryOf(array)
  const values: Any = elementsIn(memory)
  if (values === null || !isFloat(memory!) || memory!.shape.length === 0) return undefined
  const made = values.map(elementwise[name])
  return name === 'sqrt' && hasNone(made)
    ? undefined
    : arrayOn(array, made, [...memory!.shape], memory!.dtype)
}

// ---- the same memory otherwise ----

function reshaped(array: Any, given: readonly Any[]): Any {
  const memory = memoryOf(array)
  const sizes: Any[] = given.length === 1 && Array.isArray(given[0]) ? [...(given[0] as Any[])] : [...given]
  if (memory === null || !isContiguous(memory) || !sizes.every(Number.isSafeInteger)) return undefined
  const size = sizeOf(memory.shape)
  const open = sizes.indexOf(-1)
  if (open >= 0) {
    const rest = -sizeOf(sizes)
    if (rest <= 0 || size % rest !== 0) return undefined
    sizes[open] = size / rest
  }
  if (sizes.some((one) => one < 0) || sizeOf(sizes) !== size) return undefined
  const strides = sizes.map((_, axis) => sizeOf(sizes.slice(axis + 1)))
  return viewOf(array, sizes, strides, memory.offset)
}

/** `array.T` */
export function transposed(array: Any): Any {
  const memory = memoryOf(array)
  return memory === null
    ? undefined
    : viewOf(array, [...memory.shape].reverse(), [...memory.strides].reverse(), memory.offset)
}

// ---- elements by a mask, or rows by their places ----

/** `array[mask]`, `array[[2, 0]]`; undefined where that is something else. */
export function picked(array: Any, key: Any): Any {
  const memory = memoryOf(array)
  const values: Any = elementsIn(memory)
  if (values === null || memory === null || memory.shape.length === 0) return undefined
  const mask = memoryOf(key)
  const [length, ...rest] = memory.shape
  const places =
    mask === null ? (isList(key) && key.constructor === Array ? key : null) : placesIn(mask, memory.shape)
  if (places === null || places.length > mostElements || (mask === null && places.length === 0))
    return undefined
  const width = mask?.dtype === 'bool' && mask.shape.length > 1 ? 1 : sizeOf(rest)
  const most = width === 1 && mask?.dtype === 'bool' ? values.length : length
  if (places.length * width > mostElements * 4) return undefined
  const made = new values.constructor(places.length * width)
  for (let i = 0; i < places.length; i++) {
    const place = places[i]
    if (!Number.isSafeInteger(place)) return undefined
    const at = place < 0 ? place + most : place
    if (at < 0 || at >= most) return undefined
    for (let k = 0; k < width; k++) made[i * width + k] = values[at * width + k]
  }
  const isOfAll = mask?.dtype === 'bool' && mask.shape.length === memory.shape.length
  return arrayOn(array, made, isOfAll ? [places.length] : [places.length, ...rest], memory.dtype)
}

/** The places that a mask of the same shape, or of rows, has ones at; those that a list of ints names. */
function placesIn(mask: Memory, shape: readonly number[]): number[] | null {
  const given: Any = elementsIn(mask)
  if (given === null) return null
  if (mask.dtype === 'int64')
    return mask.shape.length === 1 ? Array.from(given as BigInt64Array, Number) : null
  const isFitting =
    mask.dtype === 'bool' &&
    (mask.shape.length === shape.length || mask.shape.length === 1) &&
    mask.shape.every((size, axis) => size === shape[axis])
  if (!isFitting) return null
  const places: number[] = []
  for (let i = 0; i < given.length; i++) if (given[i] !== 0) places.push(i)
  return places
}

// ---- the calls ----

/** What a method of an array gives; undefined where that is not for here. */
export function smallMethod(array: Any, name: string, args: readonly Any[], kwargs: Keywords): Any {
  if (reductions.has(name)) {
    const axis: Any = axisIn(args, kwargs)
    return axis === undefined ? undefined : reduced(name, array, axis)
  }
  return name === 'reshape' && kwargs === null ? reshaped(array, args) : undefined
}

/** What a function of NumPy's gives; undefined where that is not for here. */
export function smallFunction(name: string, args: readonly Any[], kwargs: Keywords): Any {
  if (reductions.has(name)) {
    const axis: Any = args.length === 0 ? undefined : axisIn(args.slice(1), kwargs)
    return axis === undefined ? undefined : reduced(name, args[0], axis)
  }
  if (kwargs !== null) return undefined
  if (args.length === 2 && (name === 'maximum' || name === 'minimum'))
    return smallOperator(name, args[0], args[1])
  if (args.length !== 1)
    return name === 'reshape' && args.length === 2 ? reshaped(args[0], [args[1]]) : undefined
  if (name === 'array') return ofList(args[0])
  if (name === 'zeros' || name === 'ones') return filled(args[0], name === 'ones' ? 1 : 0)
  return Object.hasOwn(elementwise, name) ? ofEach(name, args[0]) : undefined
}

/** The functions that are asked here first. */
export const smallFunctions: readonly string[] = [
  ...reductions, 'maximum', 'minimum', 'reshape', 'array', 'zeros', 'ones', ...Object.keys(elementwise),
] // prettier-ignore
