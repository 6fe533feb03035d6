// Calls the kernels that pick elements by place and put them: makes the results and says how tensors lie. On a device an
// index out of bounds cannot be refused; see devices/picking.ts.
import { type DType, int32, int64 } from '../base/dtype.js'
import { checkFits } from '../base/limits.js'
import { broadcastStrides, contiguousStrides, sameSizes, type Sizes } from '../base/layout.js'
import { cpu, type Float, type Scalar } from '../base/scalar.js'
import { coordinates, nonzero } from '../kernels/nonzero.js'
import * as kernels from '../kernels/pick.js'
import { type Bounds, readPositions, type Selection, type Window } from '../kernels/places.js'
import { fillMasked as fillKernel, put, putMany, scatter } from '../kernels/put.js'
import type { Combine } from '../kernels/scatter.js'
import { triangle } from '../kernels/triangle.js'
import { emptyTensor, type Tensor } from '../tensor/tensor.js'
import { castTo } from './copy.js'
import { castOnto, onto } from './place.js'
import { memoryOf } from './plan.js'
import { run } from './run.js'

export type { Bounds, Combine }

/** The tensor under another shape: a view where it lies in order, else a copy. */
function reshaped(tensor: Tensor, sizes: Sizes): Tensor {
  const dense = tensor.contiguousFlag ? tensor : castTo(tensor, tensor.dtype)
  return dense.viewAs(sizes, contiguousStrides(sizes), dense.offset)
}
/** All elements as one dimension. */
export const flattened = (tensor: Tensor): Tensor =>
  tensor.sizes.length === 1 ? tensor : reshaped(tensor, [tensor.count])

const expanded = (tensor: Tensor, sizes: Sizes): Tensor =>
  sameSizes(tensor.sizes, sizes)
    ? tensor
    : tensor.viewAs(sizes, broadcastStrides(tensor.sizes, tensor.strides, sizes), tensor.offset)

/** How a tensor lies; in as few dimensions as can be where it lies in order. */
const windowOf = ({ sizes, strides }: Tensor): Window => ({ sizes, strides })
const orderedWindow = (tensor: Tensor): Window =>
  tensor.contiguousFlag ? { sizes: [tensor.count], strides: [1] } : windowOf(tensor)

/** The tensor itself where it is on the device of `like`, else a copy there. */
const beside = (tensor: Tensor, like: Tensor): Tensor =>
  tensor.device === like.device ? tensor : castOnto(tensor, tensor.dtype, like.device)

const onHost = (tensor: Tensor): Tensor =>
  tensor.device === cpu ? tensor : castOnto(tensor, tensor.dtype, cpu)

// ---- indices and numbers ----

/** The values of an integer tensor as numbers, in row-major order. */
export function indexValues(index: Tensor): Int32Array {
  const here = onHost(index)
  const { array, at } = memoryOf(here, true)
  const { sizes, strides } = orderedWindow(here)
  return readPositions(array as Int32Array, here.dtype === int64, sizes, strides, at)
}

/** A new int64 tensor of these whole numbers. */
export function indexTensor(values: ArrayLike<number>, sizes: Sizes): Tensor {
  const result = emptyTensor(sizes, int64)
  const { array } = memoryOf(result, true)
  for (let i = 0; i < values.length; i++) {
    array[2 * i] = values[i]
    array[2 * i + 1] = values[i] < 0 ? -1 : 0
  }
  return result
}

/** A 0-dim tensor of a number, cast as `fill_` does. */
export function scalarTensor(value: Scalar, dtype: DType): Tensor {
  checkFits(value, dtype)
  const result = emptyTensor([], dtype)
  result.setElementAt(0, value as Exclude<Scalar, Float>)
  return result
}

/** A 0-dim tensor cast as `fill_` does; on a device, whose numbers are floats, as `to` does. */
export const fittingValue = (value: Tensor, dtype: DType): Tensor =>
  value.memory.isHere ? scalarTensor(value.item(), dtype) : value.to(dtype)

/** `source` as put kernels take it: one element, or those of the shape `sizes` in order. */
function sourceFor(source: Tensor, sizes: Sizes, target: Tensor): Tensor {
  const there = beside(source, target)
  const values = there.count === 1 ? there : expanded(there, sizes)
  const isOurs = values.contiguousFlag && !values.memory.shares(target.memory)
  return isOurs ? values : castTo(values, values.dtype)
}

// ---- a vector of indices for a dimension ----

const alongIndex = (self: Tensor, dim: number, index: Tensor): Sizes =>
  self.sizes.map((own, k) => (k === dim ? index.count : own))

/** The parts of dimension `dim` that a vector of indices names, in its order. */
export function pickAlong(self: Tensor, dim: number, index: Tensor, bounds: Bounds): Tensor {
  const out = emptyTensor(alongIndex(self, dim, index), self.dtype, self.device)
  const reach = { dim, window: windowOf(self), index: orderedWindow(index), bounds }
  run(kernels.pick, [out, self, beside(index, self)], reach)
  return out
}

/** A copy of `self` into which the parts of `source` are combined that a vector of indices sends along `dim`. */
export function putAlong(
  self: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  how: Combine,
  bounds: Bounds,
): Tensor {
  const out = castTo(self, self.dtype)
  const sizes = self.sizes.length > 0 ? alongIndex(self, dim, index) : source.sizes
  const values = sourceFor(source, sizes, out)
  const reach = { dim, window: windowOf(out), index: orderedWindow(index), bounds }
  if (values.count > 0) run(put, [out, beside(index, out), values], reach, values.count === 1, how)
  return out
}

// ---- an index for every element ----

/** For each element of `index` the element of `self` at the same place except along `dim`. */
export function gatherAlong(self: Tensor, dim: number, index: Tensor, bounds: Bounds): Tensor {
  const out = emptyTensor(index.sizes, self.dtype, self.device)
  const reach = { dim, window: windowOf(self), index: windowOf(index), bounds }
  run(kernels.gather, [out, self, beside(index, self)], reach)
  return out
}

/** A copy of `self` into which `source` is combined where `index` says along `dim`; `isValue`: one value for all. */
export function scatterAlong(
  self: Tensor,
  dim: number,
  index: Tensor,
  source: Tensor,
  isValue: boolean,
  how: Combine,
  bounds: Bounds,
): Tensor {
  const out = castTo(self, self.dtype)
  if (index.count === 0) return out
  const { sizes } = index
  // Of the source the part that the index covers.
  const strides = source.sizes.length === sizes.length ? source.strides : contiguousStrides(sizes)
  const part = isValue ? source : source.viewAs(sizes, strides, source.offset)
  const values = sourceFor(part, sizes, out)
  const reach = { dim, window: windowOf(out), index: windowOf(index), bounds }
  run(scatter, [out, beside(index, out), values], reach, values.count === 1, how)
  return out
}

// ---- indices for several dimensions at once ----

/** Indices for the dimensions `dims`, all of the shape `shape` once they are broadcast. */
export interface Indices {
  readonly indices: readonly Tensor[]
  readonly dims: readonly number[]
  readonly shape: Sizes
  readonly error: (index: number, dim: number, size: number) => Error
}

/** What indices pick: the selection for the kernels, and the shape of the result. */
function selectionOf(self: Tensor, { indices, dims, shape, error }: Indices): [Tensor[], Selection, Sizes] {
  const all = self.sizes.map((_, dim) => dim)
  const isTogether = dims[dims.length - 1] - dims[0] === dims.length - 1
  const order = isTogether ? all : [...dims, ...all.filter((dim) => !dims.includes(dim))]
  const first = isTogether ? dims[0] : 0
  const wide = indices.map((index) => expanded(beside(index, self), shape))
  const sizes = order.map((dim) => self.sizes[dim])
  return [
    wide,
    { dims, order, first, windows: wide.map(windowOf), error },
    [...sizes.slice(0, first), ...shape, ...sizes.slice(first + dims.length)],
  ]
}

/** The shape of what indices pick. */
export const pickedSizes = (self: Tensor, indices: Indices): Sizes => selectionOf(self, indices)[2]

/** The elements that indices pick. */
export function pickMany(self: Tensor, indices: Indices): Tensor {
  const [wide, selection, sizes] = selectionOf(self, indices)
  const out = emptyTensor(sizes, self.dtype, self.device)
  run(kernels.pickMany, [out, self, ...wide], windowOf(self), selection)
  return out
}

/** Combines `values`, or their one element, into the elements of `target` that indices pick. */
export function putManyInto(target: Tensor, indices: Indices, values: Tensor, how: Combine): void {
  const [wide, selection, sizes] = selectionOf(target, indices)
  const source = sourceFor(values, sizes, target)
  run(putMany, [target, source, ...wide], windowOf(target), selection, source.count === 1, how)
}

// ---- conditions ----

/** Numbers of elements in row-major order, of this process. */
const numbered = (n: number): Tensor => emptyTensor([n], int32)

/** The numbers, in row-major order, of the elements that are not zero. How many there are only they can tell. */
function nonzeroNumbers(self: Tensor): Tensor {
  const here = onHost(self)
  const out = numbered(self.count + 1)
  run(nonzero, [out, here], orderedWindow(here))
  return out.viewAs([out.elementAt(self.count) as number], [1], 0)
}

/** The coordinates of the elements that are not zero, one row each; column by column in memory, as PyTorch leaves it. */
export function nonzeroRows(self: Tensor): Tensor {
  const numbers = nonzeroNumbers(self)
  const n = numbers.count
  const rank = self.sizes.length
  const rows = emptyTensor([rank, n], int64)
  run(coordinates, [rows, numbers], self.sizes, n)
  const result = onto(rows, self.device)
  result.setGeometry([n, rank], [1, n], 0)
  return result
}

/** Numbers of elements are never out of bounds. */
const noBounds: Bounds = { error: (index) => new Error(`internal: there is no element ${index}`) }

/** The elements of `self`, broadcast to `sizes`, where the mask is true. */
export const pickMasked = (self: Tensor, mask: Tensor, sizes: Sizes): Tensor =>
  pickAlong(flattened(expanded(self, sizes)), 0, nonzeroNumbers(expanded(mask, sizes)), noBounds)

/** A copy of `self`, broadcast to `sizes`, with the elements of `source`, in order, where the mask is true. */
export function putMasked(
  self: Tensor,
  mask: Tensor,
  sizes: Sizes,
  source: Tensor,
  tooFew: () => void,
): Tensor {
  const numbers = nonzeroNumbers(expanded(mask, sizes))
  const n = numbers.count
  if (n > source.count) tooFew()
  const flat = flattened(source)
  const values = flat.viewAs([n], [flat.strides[0] ?? 1], flat.offset)
  return reshaped(putAlong(flattened(expanded(self, sizes)), 0, numbers, values, 'assign', noBounds), sizes)
}

/** A copy of `self`, broadcast to `sizes`, that is `value` where the mask is true. */
export function fillMasked(self: Tensor, mask: Tensor, sizes: Sizes, value: Tensor): Tensor {
  const out = castTo(expanded(self, sizes), self.dtype)
  const under = expanded(mask, sizes)
  if (out.count > 0) run(fillKernel, [out, under, beside(value, out)], orderedWindow(under))
  return out
}

/** A copy that keeps of each matrix the triangle above the diagonal, or below it. */
export function triangleOf(self: Tensor, diagonal: number, upper: boolean): Tensor {
  const out = castTo(self, self.dtype)
  const [rows, columns] = self.sizes.slice(-2)
  if (out.count > 0) run(triangle, [out], out.count, rows, columns, diagonal, upper)
  return out
}
