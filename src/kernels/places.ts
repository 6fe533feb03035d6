/** Where elements lie that an index names: offsets of windows and blocks, and positions read from memory. */
import { forEachRun, numelOf, type Sizes } from '../base/layout.js'

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

/** A place for each element, without more order. */
export const scattered = (places: Int32Array): Blocks => ({
  outer: Int32Array.of(0),
  middle: places,
  inner: Int32Array.of(0),
})

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
  return {
    outer: offsetsOf(sizes.slice(0, dim), strides.slice(0, dim), offset),
    middle: stride === 1 ? positions : positions.map((position) => position * stride),
    inner: offsetsOf(sizes.slice(dim + 1), strides.slice(dim + 1)),
  }
}

/** An int64 beyond 32 bits is out of every bound; it is read as this, which is too. */
const BEYOND = 0x7fffffff

/** Whole numbers of a window as positions, in row-major order. Those of int64 are given as pairs of int32. */
export function readPositions(
  array: ArrayLike<number>,
  arePairs: boolean,
  sizes: Sizes,
  strides: Sizes,
  offset: number,
): Int32Array {
  const result = new Int32Array(numelOf(sizes))
  let at = 0
  forEachRun(sizes, [strides], [offset], (length, [step], [start]) => {
    if (arePairs)
      for (let i = 0, p = 2 * start; i < length; i++, p += 2 * step) {
        const low = array[p]
        result[at++] = array[p + 1] === low >> 31 ? low : BEYOND
      }
    else for (let i = 0, p = start; i < length; i++, p += step) result[at++] = array[p]
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
