// Geometry: strides, contiguity, broadcasting, and which reshapes need no copy. Works on number arrays only.
import { broadcastError, RuntimeError, sizesText } from './errors.js'

export type Sizes = readonly number[]

/** A window on memory: what a view sees. */
export type Geometry = readonly [sizes: Sizes, strides: Sizes, offset: number]

export function numelOf(sizes: Sizes): number {
  let n = 1
  for (let i = 0; i < sizes.length; i++) n *= sizes[i]
  return n
}

/** All but the one at `index`. Every `x[i]` of a loop asks for two such lists. */
export function without<T>(list: readonly T[], index: number): T[] {
  const rest: T[] = []
  for (let i = 0; i < list.length; i++) if (i !== index) rest.push(list[i])
  return rest
}

const rank0: Sizes = Object.freeze([])
const rank1: Sizes = Object.freeze([1])

/** Row-major strides, in elements. Sizes of 0 count as 1, as in PyTorch. */
export function contiguousStrides(sizes: Sizes): Sizes {
  const rank = sizes.length
  if (rank === 0) return rank0
  if (rank === 1) return rank1
  if (rank === 2) return [sizes[1] > 1 ? sizes[1] : 1, 1]
  const strides = new Array<number>(rank)
  let step = 1
  for (let i = rank - 1; i >= 0; i--) {
    strides[i] = step
    step *= sizes[i] > 1 ? sizes[i] : 1
  }
  return strides
}

/** Whether elements lie in row-major order without gaps. Dimensions of size 1 have no say. */
export function isContiguous(sizes: Sizes, strides: Sizes): boolean {
  let step = 1
  for (let i = sizes.length - 1; i >= 0; i--) {
    const size = sizes[i]
    if (size === 0) return true
    if (size !== 1) {
      if (strides[i] !== step) {
        for (let k = 0; k < i; k++) if (sizes[k] === 0) return true
        return false
      }
      step *= size
    }
  }
  return true
}

/** Whether the elements fill one block of memory, each in a place of its own, in whatever order. */
export function isDense(sizes: Sizes, strides: Sizes): boolean {
  if (isContiguous(sizes, strides)) return true
  const dims = sizes.map((_, dim) => dim).filter((dim) => sizes[dim] !== 1)
  dims.sort((a, b) => strides[a] - strides[b])
  let step = 1
  for (const dim of dims) {
    if (strides[dim] !== step) return false
    step *= sizes[dim]
  }
  return true
}

export function sameSizes(a: Sizes, b: Sizes): boolean {
  if (a === b) return true
  if (a.length !== b.length) return false
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false
  return true
}

/** The shape two shapes broadcast to; throws PyTorch's error where they do not. */
export function broadcastShapes(a: Sizes, b: Sizes): Sizes {
  if (sameSizes(a, b)) return a
  const rank = Math.max(a.length, b.length)
  const result = new Array<number>(rank)
  for (let i = rank - 1; i >= 0; i--) {
    const sizeA = a[i - rank + a.length] ?? 1
    const sizeB = b[i - rank + b.length] ?? 1
    if (sizeA !== sizeB && sizeA !== 1 && sizeB !== 1) throw broadcastError(a, b, i)
    result[i] = sizeA === 1 ? sizeB : sizeA
  }
  return result
}

/** Whether `from` can be broadcast to exactly `to`. */
export function isExpandable(from: Sizes, to: Sizes): boolean {
  if (from.length > to.length) return false
  for (let i = 1; i <= from.length; i++) {
    const size = from[from.length - i]
    if (size !== 1 && size !== to[to.length - i]) return false
  }
  return true
}

/** Strides that read a tensor of `sizes`/`strides` as if it had shape `to`: 0 where it repeats. */
export function broadcastStrides(sizes: Sizes, strides: Sizes, to: Sizes): Sizes {
  if (sizes === to || sameSizes(sizes, to)) return strides
  const result = new Array<number>(to.length).fill(0)
  const shift = to.length - sizes.length
  for (let i = 0; i < sizes.length; i++)
    if (sizes[i] !== 1 || to[shift + i] === 1) result[shift + i] = strides[i]
  return result
}

/** Fills in the one `-1` of a requested shape. */
export function inferSize(shape: Sizes, numel: number): Sizes {
  let unknown = -1
  let known = 1
  for (let i = 0; i < shape.length; i++) {
    if (shape[i] === -1) {
      if (unknown >= 0) throw new RuntimeError('only one dimension can be inferred')
      unknown = i
    } else if (shape[i] < 0) {
      throw new RuntimeError(`invalid shape dimension ${shape[i]}`)
    } else known *= shape[i]
  }
  if (unknown < 0) {
    if (known !== numel)
      throw new RuntimeError(`shape '${sizesText(shape)}' is invalid for input of size ${numel}`)
    return shape
  }
  if (known === 0 ? numel !== 0 : numel % known !== 0)
    throw new RuntimeError(`shape '${sizesText(shape)}' is invalid for input of size ${numel}`)
  if (known === 0)
    throw new RuntimeError(
      `cannot reshape tensor of 0 elements into shape ${sizesText(shape)} because the unspecified ` +
        'dimension size -1 can be any value and is ambiguous',
    )
  const result = shape.slice()
  result[unknown] = numel / known
  return result
}

/**
 * Strides under which the same memory reads as `newSizes`, or null where only a copy will do.
 * Follows ATen/TensorUtils.cpp (`computeStride`): merge what is contiguous, then split it again.
 */
export function viewStrides(sizes: Sizes, strides: Sizes, newSizes: Sizes): Sizes | null {
  if (numelOf(sizes) === 0) return sameSizes(sizes, newSizes) ? strides : contiguousStrides(newSizes)
  if (sizes.length === 0) return newSizes.map(() => 1)
  const result = new Array<number>(newSizes.length)
  let viewDim = newSizes.length - 1
  let chunkStride = strides[strides.length - 1]
  let tensorNumel = 1
  let viewNumel = 1
  for (let dim = sizes.length - 1; dim >= 0; dim--) {
    tensorNumel *= sizes[dim]
    if (dim === 0 || (sizes[dim - 1] !== 1 && strides[dim - 1] !== tensorNumel * chunkStride)) {
      while (viewDim >= 0 && (viewNumel < tensorNumel || newSizes[viewDim] === 1)) {
        result[viewDim] = viewNumel * chunkStride
        viewNumel *= newSizes[viewDim]
        viewDim--
      }
      if (viewNumel !== tensorNumel) return null
      if (dim > 0) {
        chunkStride = strides[dim - 1]
        tensorNumel = 1
        viewNumel = 1
      }
    }
  }
  return viewDim === -1 ? result : null
}
