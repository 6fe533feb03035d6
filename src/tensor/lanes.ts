// A tensor seen as lanes: the runs of elements that a reduction, a scan or a sort works along.
import { check, wrapDim, wrapDims } from '../base/errors.js'
import { numelOf, type Sizes } from '../base/layout.js'
import type { Tensor } from './tensor.js'

/** `outer * inner` lanes of `n` elements that lie `inner` apart, in `x`, which is contiguous. */
export interface LaneLayout {
  readonly x: Tensor
  readonly outer: number
  readonly n: number
  readonly inner: number
  /** Shape of a result with one element a lane. */
  readonly sizes: Sizes
}

/** What `DimVector` bit sets hold in PyTorch (ATen/WrapDimUtilsMulti.h). */
const MAX_DIMS = 64

/** The dims of a reduction, wrapped; null stands for all of them, which an empty list also does. */
export function reducedDims(dims: readonly number[] | number | null, rank: number): readonly number[] | null {
  check(rank <= MAX_DIMS, () => `only tensors with up to ${MAX_DIMS} dims are supported`)
  if (dims === null || rank === 0) {
    if (dims !== null) wrapDims(typeof dims === 'number' ? [dims] : dims, rank)
    return null
  }
  if (typeof dims === 'number') return wrapDims([dims], rank)
  return dims.length === 0 ? null : wrapDims(dims, rank)
}

/** The shape of a result with one element for what lies along `reduced` (wrapped; null: everything). */
export function keptSizes(sizes: Sizes, reduced: readonly number[] | null, keepdim: boolean): Sizes {
  if (reduced === null) return keepdim ? sizes.map(() => 1) : []
  return keepdim
    ? sizes.map((size, dim) => (reduced.includes(dim) ? 1 : size))
    : sizes.filter((_, dim) => !reduced.includes(dim))
}

/** As `contiguous`, which is a call of its own. */
const inOrder = (self: Tensor): Tensor => (self.contiguousFlag ? self : self.contiguous())

/** Lanes along one dimension of several. */
function alongOne(self: Tensor, dim: number, keepdim: boolean): LaneLayout {
  const { sizes } = self
  let outer = 1
  let inner = 1
  const kept: number[] = []
  for (let k = 0; k < sizes.length; k++) {
    if (k < dim) outer *= sizes[k]
    else if (k > dim) inner *= sizes[k]
    if (k !== dim) kept.push(sizes[k])
    else if (keepdim) kept.push(1)
  }
  return { x: inOrder(self), outer, n: sizes[dim], inner, sizes: kept }
}

/** Lanes along `dims` (null or empty: along all at once). Copies only what does not lie in order. */
export function laneLayout(
  self: Tensor,
  dims: readonly number[] | number | null,
  keepdim = false,
): LaneLayout {
  const { sizes } = self
  const rank = sizes.length
  if (typeof dims === 'number' && rank > 1 && rank <= MAX_DIMS)
    return alongOne(self, wrapDim(dims, rank), keepdim)
  let wrapped = reducedDims(dims, rank)
  if (wrapped !== null && wrapped.length === rank) wrapped = null
  let x: Tensor
  let outer = 1
  let inner = 1
  let n: number
  let resultSizes: Sizes
  if (wrapped === null) {
    x = inOrder(self)
    n = x.count
    resultSizes = keepdim ? sizes.map(() => 1) : []
  } else {
    const sorted = wrapped.slice().sort((a, b) => a - b)
    const first = sorted[0]
    const last = sorted[sorted.length - 1]
    n = 1
    for (const dim of sorted) n *= sizes[dim]
    if (last - first + 1 === sorted.length) {
      x = inOrder(self)
      outer = numelOf(sizes.slice(0, first))
      inner = numelOf(sizes.slice(last + 1))
    } else {
      const kept = sizes.map((_, dim) => dim).filter((dim) => !wrapped.includes(dim))
      x = self.permute([...kept, ...sorted]).contiguous()
      for (const dim of kept) outer *= sizes[dim]
    }
    resultSizes = keepdim
      ? sizes.map((size, dim) => (wrapped.includes(dim) ? 1 : size))
      : sizes.filter((_, dim) => !wrapped.includes(dim))
  }
  return { x, outer, n, inner, sizes: resultSizes }
}

/** Gives a reduced tensor its dims of size 1 back, so that it broadcasts against the input again. */
export function restoreDims(
  reduced: Tensor,
  dims: readonly number[] | number | null,
  keepdim: boolean,
  rank: number,
): Tensor {
  if (keepdim || rank === 0) return reduced
  const wrapped = reducedDims(dims, rank)
  if (wrapped === null) return reduced
  let result = reduced
  for (const dim of wrapped.slice().sort((a, b) => a - b)) result = result.unsqueeze(dim)
  return result
}

/** How many elements make one of the result. */
export function reducedCount(sizes: Sizes, dims: readonly number[] | number | null): number {
  const wrapped = reducedDims(dims, sizes.length)
  return wrapped === null ? numelOf(sizes) : wrapped.reduce((n, dim) => n * sizes[dim], 1)
}

/** The gradient of picking one element a lane; `value_selecting_reduction_backward` in FunctionsManual.cpp. */
export function scatterBack(g: Tensor, dim: number, indices: Tensor, sizes: Sizes, keepdim: boolean): Tensor {
  if (keepdim || sizes.length === 0) return g.new_zeros(sizes).scatter(dim, indices, g)
  return g.new_zeros(sizes).scatter(dim, indices.unsqueeze(dim), g.unsqueeze(dim))
}
