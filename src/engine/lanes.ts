/** A tensor seen as lanes: the runs of elements that a reduction, a scan or a sort works along. */
import { isOnDevice } from '../devices/device-storage.js'
import { type DType, float32, int32, int64 } from '../base/dtype.js'
import { check, wrapDims } from '../base/errors.js'
import { numelOf, type Sizes } from '../base/layout.js'
import { emptyTensor, type Tensor, zerosTensor } from '../tensor/tensor.js'

/**
 * `outer * inner` lanes of `n` elements; lane (o, i) starts at `base + o * n * inner + i` and has step `inner`.
 * Results are numbered in the same order: `o * inner + i`.
 */
export interface Lanes {
  readonly x: Tensor
  /** The elements. Those of int64 are bigints; they compare like numbers, so the type says number. */
  readonly array: Float64Array
  readonly base: number
  readonly outer: number
  readonly n: number
  readonly inner: number
  /** Shape of a result with one element a lane. */
  readonly sizes: Sizes
}

/** What `DimVector` bit sets hold in PyTorch (ATen/WrapDimUtilsMulti.h). */
const MAX_DIMS = 64

const nothing = new Float64Array(0)

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

/** Lanes along `dims` (null or empty: along all at once). Copies only what does not lie in order. */
export function lanesOf(self: Tensor, dims: readonly number[] | number | null, keepdim = false): Lanes {
  const { sizes } = self
  const rank = sizes.length
  let wrapped = reducedDims(dims, rank)
  if (wrapped !== null && wrapped.length === rank) wrapped = null
  let x: Tensor
  let outer = 1
  let inner = 1
  let n: number
  let resultSizes: Sizes
  if (wrapped === null) {
    x = self.contiguous()
    n = x.count
    resultSizes = keepdim ? sizes.map(() => 1) : []
  } else {
    const sorted = wrapped.slice().sort((a, b) => a - b)
    const first = sorted[0]
    const last = sorted[sorted.length - 1]
    n = 1
    for (const dim of sorted) n *= sizes[dim]
    if (last - first + 1 === sorted.length) {
      x = self.contiguous()
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
  return {
    x,
    // Those on a device stay there.
    array: isOnDevice(x) ? nothing : (x.storage.array as Float64Array),
    base: x.offset * x.dtype.slots,
    outer,
    n,
    inner,
    sizes: resultSizes,
  }
}

/** Calls `visit` with the start of each lane and its number. */
export function eachLane(lanes: Lanes, visit: (start: number, index: number) => void): void {
  const { base, outer, n, inner } = lanes
  let index = 0
  for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) visit(base + o * n * inner + i, index++)
}

/** 16-bit floats compute in float32. */
export const widened = (tensor: Tensor): Tensor => (tensor.dtype.isHalf ? tensor.to(float32) : tensor)

/** The dtype that loops write where the result shall be of `dtype`. */
export const widenedType = (dtype: DType): DType => (dtype.isHalf ? float32 : dtype)

/** The result of a loop in its proper dtype. */
export const narrowed = (tensor: Tensor, dtype: DType): Tensor =>
  tensor.dtype === dtype ? tensor : tensor.to(dtype)

/** A new tensor and its array, typed as numbers (see `Lanes.array`). */
export function results(sizes: Sizes, dtype: DType): { tensor: Tensor; array: Float64Array; at: number } {
  const tensor = emptyTensor(sizes, dtype)
  return { tensor, array: tensor.storage.array as Float64Array, at: tensor.offset * dtype.slots }
}

/** A new int64 tensor for numbers below 2^31, and its low halves: number i is written to `low[at + 2 * i]`. */
export function positions(sizes: Sizes): { tensor: Tensor; low: Int32Array; at: number } {
  const tensor = zerosTensor(sizes, int64)
  return { tensor, low: tensor.storage.as(int32).array as Int32Array, at: 2 * tensor.offset }
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
