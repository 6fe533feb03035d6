// In which order memory is walked, and as how few dimensions: what loops over strided operands share. Works on number
// arrays only.
import type { Sizes } from './layout.js'

/** Dimensions that several operands share, the innermost first: `strides[k]` are those of operand k. */
export interface Walk {
  readonly sizes: number[]
  readonly strides: number[][]
}

/**
 * The dimensions as few as they can be: those of size 1 left out, those merged that lie together in all operands.
 *
 * @param inner the dimensions from the innermost loop outwards; by default from the last to the first
 * @example
 * collapse([2, 3], [[3, 1]]) // { sizes: [6], strides: [[1]] }
 */
export function collapse(sizes: Sizes, strides: readonly Sizes[], inner?: readonly number[]): Walk {
  const rank = sizes.length
  const count = strides.length
  const walk: Walk = { sizes: [], strides: [] }
  for (let k = 0; k < count; k++) walk.strides.push([])
  for (let i = 0; i < rank; i++) {
    const dim = inner === undefined ? rank - 1 - i : inner[i]
    const size = sizes[dim]
    if (size === 1) continue
    const last = walk.sizes.length - 1
    let joins = last >= 0
    for (let k = 0; k < count && joins; k++)
      joins = strides[k][dim] === walk.sizes[last] * walk.strides[k][last]
    if (joins) walk.sizes[last] *= size
    else {
      walk.sizes.push(size)
      for (let k = 0; k < count; k++) walk.strides[k].push(strides[k][dim])
    }
  }
  return walk
}

/**
 * The dimensions from the innermost loop to the outermost, as ATen/TensorIterator.cpp (`reorder_dimensions`) sorts
 * them: by stride, the first operand that can tell deciding; a dimension of stride 0 stays where it stands.
 *
 * @example
 * innerOrder([2, 3], [[1, 2]]) // [0, 1]: a transposed matrix is walked down its columns
 */
export function innerOrder(sizes: Sizes, strides: readonly Sizes[]): number[] {
  const rank = sizes.length
  const inner = new Array<number>(rank)
  for (let i = 0; i < rank; i++) inner[i] = rank - 1 - i
  for (let i = 1; i < rank; i++) {
    let at = i
    for (let before = i - 1; before >= 0; before--) {
      const order = compare(sizes, strides, inner[before], inner[at])
      if (order > 0) {
        const swap = inner[before]
        inner[before] = inner[at]
        inner[at] = swap
        at = before
      } else if (order < 0) break
    }
  }
  return inner
}

/** 1: `a` must go outside of `b`; -1: it may stay; 0: undecided. */
function compare(sizes: Sizes, strides: readonly Sizes[], a: number, b: number): number {
  for (let k = 0; k < strides.length; k++) {
    const x = strides[k][a]
    const y = strides[k][b]
    if (x === 0 || y === 0) continue
    if (x !== y) return x < y ? -1 : 1
    if (sizes[a] > sizes[b]) return 1
  }
  return 0
}

/** The same from the outermost loop to the innermost, for one operand. */
export const memoryOrder = (sizes: Sizes, strides: Sizes): number[] => innerOrder(sizes, [strides]).reverse()

/** Strides without gaps, the dimensions lying in the order `inner`. */
export function stridesInOrder(sizes: Sizes, inner: readonly number[]): Sizes {
  const result = new Array<number>(sizes.length)
  let step = 1
  for (const dim of inner) {
    result[dim] = step
    if (sizes[dim] > 1) step *= sizes[dim]
  }
  return result
}

/**
 * Dense strides with the dimensions in the order that `strides` has them; TensorIterator's way to lay out a result
 * like its input (`infer_dense_strides` in ATen/ExpandUtils.cpp).
 */
export const denseStrides = (sizes: Sizes, strides: Sizes): Sizes =>
  stridesInOrder(sizes, innerOrder(sizes, [strides]))

/**
 * Calls `visit` with each operand's start offset for every run along the innermost dimension.
 *
 * All operands have shape `sizes`, with strides of their own; dimensions that lie together in all of them
 * are merged first, so that contiguous operands come as one run. `offsets` is reused between calls.
 */
export function forEachRun(
  sizes: Sizes,
  strides: readonly Sizes[],
  offsets: number[],
  visit: (length: number, innerStrides: number[], offsets: number[]) => void,
): void {
  const count = strides.length
  for (let dim = 0; dim < sizes.length; dim++) if (sizes[dim] === 0) return
  const walk = collapse(sizes, strides)
  const rank = walk.sizes.length
  const innerStrides = new Array<number>(count).fill(0)
  if (rank === 0) {
    visit(1, innerStrides, offsets)
    return
  }
  for (let k = 0; k < count; k++) innerStrides[k] = walk.strides[k][0]
  const index = new Array<number>(rank).fill(0)
  for (;;) {
    visit(walk.sizes[0], innerStrides, offsets)
    let dim = 1
    for (; dim < rank; dim++) {
      const size = walk.sizes[dim]
      if (++index[dim] < size) {
        for (let k = 0; k < count; k++) offsets[k] += walk.strides[k][dim]
        break
      }
      index[dim] = 0
      for (let k = 0; k < count; k++) offsets[k] -= walk.strides[k][dim] * (size - 1)
    }
    if (dim === rank) return
  }
}
