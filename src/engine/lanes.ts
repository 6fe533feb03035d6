// A tensor seen as lanes: the runs of elements that a reduction, a scan or a sort works along.
import { type DType, float32, int32, int64 } from '../base/dtype.js'
import type { Sizes } from '../base/layout.js'
import { type LaneLayout, laneLayout } from '../tensor/lanes.js'
import { emptyTensor, type Tensor, zerosTensor } from '../tensor/tensor.js'

export { laneLayout, reducedCount, reducedDims, restoreDims } from '../tensor/lanes.js'

/** Lane (o, i) starts at `base + o * n * inner + i` and has step `inner`; results are numbered `o * inner + i`. */
export interface Lanes extends LaneLayout {
  /** The elements. Those of int64 are bigints; they compare like numbers, so the type says number. */
  readonly array: Float64Array
  readonly base: number
}

const nothing = new Float64Array(0)

/** Lanes with the memory they lie in. Copies only what does not lie in order. */
export function lanesOf(self: Tensor, dims: readonly number[] | number | null, keepdim = false): Lanes {
  const lanes = laneLayout(self, dims, keepdim)
  const { storage, offset, dtype } = lanes.x
  return {
    ...lanes,
    array: storage.isHere ? (storage.array as Float64Array) : nothing,
    base: offset * dtype.slots,
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

/** The gradient of picking one element a lane; `value_selecting_reduction_backward` in FunctionsManual.cpp. */
export function scatterBack(g: Tensor, dim: number, indices: Tensor, sizes: Sizes, keepdim: boolean): Tensor {
  if (keepdim || sizes.length === 0) return g.new_zeros(sizes).scatter(dim, indices, g)
  return g.new_zeros(sizes).scatter(dim, indices.unsqueeze(dim), g.unsqueeze(dim))
}
