// Where elements lie that an index names: offsets of windows and blocks, and positions read from memory.
import type { DType } from '../base/dtype.js'
import type { Memory } from './kernel.js'
import { numelOf, type Sizes } from '../base/layout.js'
import { forEachRun } from '../base/walk.js'

/** Cells of an array that an element takes: two for complex numbers, and for int64 as pairs of int32, low one first. */
export const cellsOf = (dtype: DType): number => (dtype.name === 'int64' ? 2 : dtype.slots)

/** The offsets of all elements of a strided window, in row-major order. */
export function offsetsOf(sizes: Sizes, strides: Sizes, start = 0): Int32Array {
  const result = new Int32Array(numelOf(sizes))
  if (result.length === 0) return result
  result[0] = start
  let filled = 1
  for (let dim = sizes.length - 1; dim >= 0; dim--) {
    const stride = strides[dim]
    for (let k = 1; k < sizes[dim]; k++)
      for (let i = 0, at = k * filled; i < filled; i++) result[at + i] = result[i] + k * stride
    filled *= sizes[dim]
  }
  return result
}

/**
 * Element offsets as a sum of three parts, the way an index picks them: dimensions before the indexed ones, the
 * indexed ones, and those after.
 */
export interface Blocks {
  readonly outer: Int32Array
  readonly middle: Int32Array
  readonly inner: Int32Array
}

const start = Int32Array.of(0)

/** A place for each element, without more order. */
export const scattered = (places: Int32Array): Blocks => ({ outer: start, middle: places, inner: start })

/** The blocks of a window that is indexed in dimension `dim` at `positions`. */
export function blocksAlong(
  sizes: Sizes,
  strides: Sizes,
  offset: number,
  dim: number,
  positions: Int32Array,
): Blocks {
  if (sizes.length === 0)
    return { outer: Int32Array.of(offset), middle: new Int32Array(positions.length), inner: Int32Array.of(0) }
  const stride = strides[dim]
  const isFirst = dim === 0 && offset === 0
  return {
    outer: isFirst ? start : offsetsOf(sizes.slice(0, dim), strides.slice(0, dim), offset),
    middle: stride === 1 ? positions : positions.map((position) => position * stride),
    inner: dim === sizes.length - 1 ? start : offsetsOf(sizes.slice(dim + 1), strides.slice(dim + 1)),
  }
}

/** An int64 beyond 32 bits is out of every bound; it is read as this, which is too. */
const BEYOND = 0x7fffffff

/** Reads `n` whole numbers, from place `p` on, into `to`. Those of int64 are given as pairs of int32. */
function readRun(
  to: Int32Array,
  at: number,
  array: ArrayLike<number>,
  arePairs: boolean,
  p: number,
  step: number,
  n: number,
): void {
  if (!arePairs) for (let i = 0; i < n; i++, p += step) to[at + i] = array[p]
  else
    for (let i = 0, q = 2 * p; i < n; i++, q += 2 * step) {
      const low = array[q]
      to[at + i] = array[q + 1] === low >> 31 ? low : BEYOND
    }
}

/** Whole numbers of a window as positions, in row-major order. Those of int64 are given as pairs of int32. */
export function readPositions(
  array: ArrayLike<number>,
  arePairs: boolean,
  sizes: Sizes,
  strides: Sizes,
  offset: number,
): Int32Array {
  const result = new Int32Array(numelOf(sizes))
  if (sizes.length <= 1) {
    readRun(result, 0, array, arePairs, offset, strides[0] ?? 1, result.length)
    return result
  }
  let at = 0
  forEachRun(sizes, [strides], [offset], (length, [step], [first]) => {
    readRun(result, at, array, arePairs, first, step, length)
    at += length
  })
  return result
}

/** Lets negative positions count from the end. Answers where the first stands that is out of bounds, or -1. */
export function wrapPositions(positions: Int32Array, size: number, wraps: boolean): number {
  const least = wraps ? -size : 0
  for (let i = 0; i < positions.length; i++) {
    const position = positions[i]
    if (position >= size || position < least) return i
    if (position < 0) positions[i] = position + size
  }
  return -1
}

/**
 * The places that an index of its own for every element means: where the index says along `dim`, and the index's own
 * place along all other dimensions. `positions` has one for each element of `sizes`, and is overwritten.
 */
export function placesAlong(
  positions: Int32Array,
  sizes: Sizes,
  strides: Sizes,
  offset: number,
  dim: number,
): Int32Array {
  const along = strides[dim] ?? 1
  if (sizes.length <= 1 || strides.length <= 1) {
    if (along !== 1 || offset !== 0)
      for (let i = 0; i < positions.length; i++) positions[i] = offset + positions[i] * along
    return positions
  }
  const steps = strides.map((step, k) => (k === dim ? 0 : step))
  let at = 0
  forEachRun(sizes, [steps], [offset], (length, [step], [first]) => {
    for (let i = 0, place = first; i < length; i++, place += step, at++)
      positions[at] = place + positions[at] * along
  })
  return positions
}

/** The sizes and strides of a tensor; where it begins is said by its memory. */
export interface Window {
  readonly sizes: Sizes
  readonly strides: Sizes
}

/** What an index may be: whether negative ones count from the end, and the error for one that is out of bounds. */
export interface Bounds {
  readonly wraps?: boolean
  readonly error: (index: number, size: number) => Error
}

/** The positions that an index names in a dimension of `size`. int64 is given as pairs of int32. */
function positionsIn(
  { array, at, dtype }: Memory,
  { sizes, strides }: Window,
  size: number,
  { wraps = false, error }: Bounds,
): Int32Array {
  const positions = readPositions(array as Int32Array, dtype.name === 'int64', sizes, strides, at)
  const bad = wrapPositions(positions, size, wraps)
  if (bad >= 0) throw error(positions[bad], size)
  return positions
}

/** How an index reaches into one dimension of a window. */
export interface Reach {
  readonly dim: number
  readonly window: Window
  readonly index: Window
  readonly bounds: Bounds
}

/** The blocks that a vector of indices names in a dimension, in its order. */
export function blocksOfVector(offset: number, index: Memory, reach: Reach): Blocks {
  const { dim, window, bounds } = reach
  const positions = positionsIn(index, reach.index, window.sizes[dim] ?? 1, bounds)
  return blocksAlong(window.sizes, window.strides, offset, dim, positions)
}

/** The elements that an index of its own for each names in a dimension. */
export function blocksOfEach(offset: number, index: Memory, reach: Reach): Blocks {
  const { dim, window, bounds } = reach
  const positions = positionsIn(index, reach.index, window.sizes[dim] ?? 1, bounds)
  return scattered(placesAlong(positions, reach.index.sizes, window.strides, offset, dim))
}

/**
 * What several indices, broadcast to one shape, pick in the dimensions `dims`. Those that stand together stay where they
 * are; those with a slice between them come first: `order` then has the dimensions of the result, the picked ones from
 * `first` on.
 */
export interface Selection {
  readonly dims: readonly number[]
  readonly order: readonly number[]
  readonly first: number
  /** Each index in the common shape. */
  readonly windows: readonly Window[]
  readonly error: (index: number, dim: number, size: number) => Error
}

/** The blocks of a window that a selection picks. */
export function blocksOfMany(
  offset: number,
  indices: readonly Memory[],
  { sizes, strides }: Window,
  { dims, order, first, windows, error }: Selection,
): Blocks {
  let middle: Int32Array = new Int32Array(0)
  indices.forEach((index, k) => {
    const size = sizes[dims[k]]
    const bounds = { wraps: true, error: (value: number) => error(value, dims[k], size) }
    const positions = positionsIn(index, windows[k], size, bounds)
    const stride = strides[dims[k]]
    if (stride !== 1) for (let i = 0; i < positions.length; i++) positions[i] *= stride
    if (k === 0) middle = positions
    else for (let i = 0; i < positions.length; i++) middle[i] += positions[i]
  })
  const before = order.slice(0, first)
  const after = order.slice(first + dims.length)
  const ofDims = (list: Sizes, chosen: readonly number[]): Sizes => chosen.map((dim) => list[dim])
  return {
    outer:
      before.length === 0 && offset === 0
        ? start
        : offsetsOf(ofDims(sizes, before), ofDims(strides, before), offset),
    middle,
    inner: after.length === 0 ? start : offsetsOf(ofDims(sizes, after), ofDims(strides, after)),
  }
}
