/**
 * Picks elements by place, and puts them: asks once where a tensor lies, and hands flat arrays to the kernels or the
 * tensors to the device. On a device an index out of bounds cannot be refused; see devices/picking.ts.
 */
import { isOnDevice } from '../devices/device-storage.js'
import * as onDevice from '../devices/picking.js'
import { triangleOf as triangleOnDevice } from '../devices/triangles.js'
import { mapElements } from '../devices/elementwise.js'
import { toDevice, toHost } from '../devices/transfer.js'
import { type DType, int32, int64, type TypedArray } from '../base/dtype.js'
import { checkFits } from '../base/limits.js'
import { broadcastStrides, contiguousStrides, numelOf, sameSizes, type Sizes } from '../base/layout.js'
import type { Float, Scalar } from '../base/scalar.js'
import { gather } from '../kernels/gather.js'
import { coordinatesOf, findNonzero } from '../kernels/nonzero.js'
import {
  type Blocks,
  blocksAlong,
  cellsOf,
  offsetsOf,
  placesAlong,
  readPositions,
  scattered,
  wrapPositions,
} from '../kernels/places.js'
import { type Combine, scatter } from '../kernels/scatter.js'
import { keepTriangle } from '../kernels/triangle.js'
import { emptyTensor, type Tensor } from '../tensor/tensor.js'
import { castTo, copyInto } from './copy.js'

export type { Combine }

/** The memory of a tensor as kernels take it: int64 as pairs of int32, which needs no bigint. */
export const arrayOf = ({ storage, dtype }: Tensor): TypedArray =>
  dtype === int64 ? storage.as(int32).array : storage.array

/** The tensor under another shape: a view where it lies in order, else a copy. */
const reshaped = (tensor: Tensor, sizes: Sizes): Tensor =>
  (tensor.contiguousFlag ? tensor : castTo(tensor, tensor.dtype)).viewAs(
    sizes,
    contiguousStrides(sizes),
    tensor.contiguousFlag ? tensor.offset : 0,
  )
/** All elements as one dimension. */
export const flattened = (tensor: Tensor): Tensor =>
  tensor.sizes.length === 1 ? tensor : reshaped(tensor, [tensor.count])

const expanded = (tensor: Tensor, sizes: Sizes): Tensor =>
  sameSizes(tensor.sizes, sizes)
    ? tensor
    : tensor.viewAs(sizes, broadcastStrides(tensor.sizes, tensor.strides, sizes), tensor.offset)

// ---- indices and numbers ----

/** The values of an integer tensor as numbers, in row-major order. */
export function indexValues(index: Tensor): Int32Array {
  if (isOnDevice(index)) return indexValues(toHost(index))
  const { sizes, strides, offset } = index.contiguousFlag ? flattened(index) : index
  return readPositions(arrayOf(index) as Int32Array, index.dtype === int64, sizes, strides, offset)
}

/** A new int64 tensor of these whole numbers. */
export function indexTensor(values: ArrayLike<number>, sizes: Sizes): Tensor {
  const result = emptyTensor(sizes, int64)
  const halves = arrayOf(result)
  for (let i = 0; i < values.length; i++) {
    halves[2 * i] = values[i]
    halves[2 * i + 1] = values[i] < 0 ? -1 : 0
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

/** What an index may be: whether negative ones count from the end, and the error for one that is out of bounds. */
export interface Bounds {
  readonly wraps?: boolean
  readonly error: (index: number, size: number) => Error
}

function positionsIn(index: Tensor, size: number, { wraps = false, error }: Bounds): Int32Array {
  const values = indexValues(index)
  const bad = wrapPositions(values, size, wraps)
  if (bad >= 0) throw error(values[bad], size)
  return values
}

// ---- a vector of indices for a dimension ----

function picked(self: Tensor, blocks: Blocks, sizes: Sizes): Tensor {
  const result = emptyTensor(sizes, self.dtype)
  gather(self.dtype, arrayOf(result), arrayOf(self), blocks)
  return result
}

/** Combines `source`, or its one element for all, into the elements of `target` at `blocks`, `sizes` in shape. */
function combine(target: Tensor, blocks: Blocks, source: Tensor, sizes: Sizes, how: Combine): void {
  const { dtype } = target
  const isSingle = source.count === 1
  let values = isSingle ? source : expanded(source, sizes)
  if (!values.contiguousFlag || values.storage.shares(target.storage)) values = castTo(values, dtype)
  scatter(dtype, how, arrayOf(target), blocks, arrayOf(values), values.offset, isSingle)
}

/** The parts of dimension `dim` that a vector of indices names, in its order. */
export function pickAlong(self: Tensor, dim: number, index: Tensor, bounds: Bounds): Tensor {
  const sizes = self.sizes.map((own, k) => (k === dim ? index.count : own))
  if (isOnDevice(self)) return onDevice.pickAlong(self, dim, index, sizes)
  const positions = positionsIn(index, self.sizes[dim] ?? 1, bounds)
  return picked(self, blocksAlong(self.sizes, self.strides, self.offset, dim, positions), sizes)
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
  const sizes = self.sizes.map((own, k) => (k === dim ? index.count : own))
  if (isOnDevice(self)) {
    const values = source.count === 1 || self.sizes.length === 0 ? source : expanded(source, sizes)
    return onDevice.putAlong(self, dim, index, values, how)
  }
  const positions = positionsIn(index, self.sizes[dim] ?? 1, bounds)
  const result = castTo(self, self.dtype)
  const blocks = blocksAlong(result.sizes, result.strides, 0, dim, positions)
  if (source.count > 0) combine(result, blocks, source, self.sizes.length > 0 ? sizes : source.sizes, how)
  return result
}

// ---- an index for every element ----

function placesIn(self: Tensor, dim: number, index: Tensor, bounds: Bounds): Blocks {
  const positions = positionsIn(index, self.sizes[dim] ?? 1, bounds)
  return scattered(placesAlong(positions, index.sizes, self.strides, self.offset, dim))
}

/** For each element of `index` the element of `self` at the same place except along `dim`. */
export function gatherAlong(self: Tensor, dim: number, index: Tensor, bounds: Bounds): Tensor {
  if (isOnDevice(self)) return onDevice.gatherAlong(self, dim, index)
  return picked(self, placesIn(self, dim, index, bounds), index.sizes)
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
  if (isOnDevice(self)) return onDevice.scatterAlong(self, dim, index, source, how)
  const result = castTo(self, self.dtype)
  if (index.count === 0) return result
  const { sizes } = index
  // Of the source the part that the index covers.
  const strides = source.sizes.length === sizes.length ? source.strides : contiguousStrides(sizes)
  const values = isValue ? source : source.viewAs(sizes, strides, source.offset)
  combine(result, placesIn(result, dim, index, bounds), values, sizes, how)
  return result
}

// ---- indices for several dimensions at once ----

/** What indices of the shape `shape`, to which they are broadcast, pick in the dimensions `dims`. */
export interface Selection {
  readonly indices: readonly Tensor[]
  readonly dims: readonly number[]
  readonly shape: Sizes
}

/**
 * The dimensions in the order in which the result has them, null for their own, and where the picked ones begin: indices that stand together stay where they are, those
 * with a slice between them come first.
 */
function ordered(self: Tensor, dims: readonly number[]): { order: number[] | null; at: number } {
  if (dims[dims.length - 1] - dims[0] === dims.length - 1) return { order: null, at: dims[0] }
  const all = self.sizes.map((_, dim) => dim)
  return { order: [...dims, ...all.filter((dim) => !dims.includes(dim))], at: 0 }
}

/** The shape of what a selection picks. */
export function selectedSizes(self: Tensor, { dims, shape }: Selection): Sizes {
  const { order, at } = ordered(self, dims)
  const sizes = order === null ? self.sizes : order.map((dim) => self.sizes[dim])
  return [...sizes.slice(0, at), ...shape, ...sizes.slice(at + dims.length)]
}

function blocksOf(
  self: Tensor,
  { indices, dims, shape }: Selection,
  error: (index: number, dim: number) => Error,
): Blocks {
  const { order, at } = ordered(self, dims)
  const sizes = order === null ? self.sizes : order.map((dim) => self.sizes[dim])
  const strides = order === null ? self.strides : order.map((dim) => self.strides[dim])
  let middle: Int32Array | null = null
  indices.forEach((index, k) => {
    const bounds = { wraps: true, error: (value: number) => error(value, dims[k]) }
    const positions = positionsIn(expanded(index, shape), self.sizes[dims[k]], bounds)
    const stride = self.strides[dims[k]]
    if (stride !== 1) for (let i = 0; i < positions.length; i++) positions[i] *= stride
    if (middle === null) middle = positions
    else for (let i = 0; i < positions.length; i++) middle[i] += positions[i]
  })
  const after = at + dims.length
  return {
    outer: offsetsOf(sizes.slice(0, at), strides.slice(0, at), self.offset),
    middle: middle ?? new Int32Array(numelOf(shape)),
    inner: offsetsOf(sizes.slice(after), strides.slice(after)),
  }
}

/** On a device: the tensor with the indexed dimensions as one, and the index into that. */
function joined(self: Tensor, { indices, dims, shape }: Selection) {
  const { order, at } = ordered(self, dims)
  const moved = order === null ? self : self.permute(order)
  const before = moved.sizes.slice(0, at)
  const after = moved.sizes.slice(at + dims.length)
  return {
    order,
    at,
    moved: moved.sizes,
    flat: moved.reshape([...before, -1, ...after]),
    index: onDevice.joinedIndex(self, indices, dims, shape),
    sizes: [...before, numelOf(shape), ...after],
  }
}

/** The elements that a selection picks. */
export function pick(
  self: Tensor,
  selection: Selection,
  error: (index: number, dim: number) => Error,
): Tensor {
  const sizes = selectedSizes(self, selection)
  if (!isOnDevice(self)) return picked(self, blocksOf(self, selection, error), sizes)
  const { at, flat, index, sizes: flatSizes } = joined(self, selection)
  return reshaped(onDevice.pickAlong(flat, at, index, flatSizes), sizes)
}

/** Combines `values`, or their one element, into the elements of `target` that a selection picks. */
export function put(
  target: Tensor,
  selection: Selection,
  values: Tensor,
  how: Combine,
  error: (index: number, dim: number) => Error,
): void {
  const sizes = selectedSizes(target, selection)
  if (!isOnDevice(target)) {
    combine(target, blocksOf(target, selection, error), values, sizes, how)
    return
  }
  const { order, at, moved, flat, index, sizes: flatSizes } = joined(target, selection)
  const there = isOnDevice(values) ? values : toDevice(values)
  const source = there.count === 1 ? there : reshaped(expanded(there, sizes), flatSizes)
  const result = reshaped(onDevice.putAlong(flat, at, index, source, how), moved)
  copyInto(target, order === null ? result : result.permute(order.map((_, dim) => order.indexOf(dim))))
}

// ---- conditions ----

/** The numbers, in row-major order, of the elements that are not zero. How many there are only they can tell. */
function nonzeroNumbers(self: Tensor): Int32Array {
  if (isOnDevice(self)) return nonzeroNumbers(toHost(self))
  const { dtype, sizes, strides, offset } = self.contiguousFlag ? flattened(self) : self
  return findNonzero(dtype, arrayOf(self), sizes, strides, offset)
}

const beside = (tensor: Tensor, like: Tensor): Tensor => (isOnDevice(like) ? toDevice(tensor) : tensor)

/** The coordinates of the elements that are not zero, one row each; column by column in memory, as PyTorch leaves it. */
export function nonzeroRows(self: Tensor): Tensor {
  const numbers = nonzeroNumbers(self)
  const { length: rank } = self.sizes
  const n = numbers.length
  const result = beside(indexTensor(coordinatesOf(numbers, self.sizes), [rank, n]), self)
  result.setGeometry([n, rank], [1, n], 0)
  return result
}

/** The elements of `self`, broadcast to `sizes`, where the mask is true. */
export function pickMasked(self: Tensor, mask: Tensor, sizes: Sizes): Tensor {
  const numbers = nonzeroNumbers(expanded(mask, sizes))
  const flat = flattened(expanded(self, sizes))
  if (isOnDevice(self))
    return onDevice.pickAlong(flat, 0, indexTensor(numbers, [numbers.length]), [numbers.length])
  return picked(flat, blocksAlong(flat.sizes, flat.strides, flat.offset, 0, numbers), [numbers.length])
}

/** A copy of `self`, broadcast to `sizes`, with the elements of `source`, in order, where the mask is true. */
export function putMasked(
  self: Tensor,
  mask: Tensor,
  sizes: Sizes,
  source: Tensor,
  tooFew: () => void,
): Tensor {
  const numbers = nonzeroNumbers(expanded(mask, sizes))
  const n = numbers.length
  if (n > source.count) tooFew()
  const result = castTo(expanded(self, sizes), self.dtype)
  if (n === 0) return result
  const flat = flattened(source)
  const values = flat.viewAs([n], [1], flat.offset)
  if (!isOnDevice(self)) combine(result, scattered(numbers), values, [n], 'assign')
  else
    return reshaped(
      onDevice.putAlong(flattened(result), 0, indexTensor(numbers, [n]), values, 'assign'),
      sizes,
    )
  return result
}

const chooseByMask = (x: number, mask: number, value: number): number => (mask !== 0 ? value : x)

/** A copy of `self`, broadcast to `sizes`, that is `value` where the mask is true. */
export function fillMasked(self: Tensor, mask: Tensor, sizes: Sizes, value: Tensor): Tensor {
  if (isOnDevice(self)) {
    const filler = isOnDevice(value) ? value : Number(value.elementAt(value.offset))
    return mapElements('masked_fill', chooseByMask, [self, mask, filler], { sizes, dtype: self.dtype })
  }
  const result = castTo(expanded(self, sizes), self.dtype)
  combine(result, scattered(nonzeroNumbers(expanded(mask, sizes))), value, [], 'assign')
  return result
}

/** A copy that keeps of each matrix the triangle above the diagonal, or below it. */
export function triangleOf(self: Tensor, diagonal: number, upper: boolean): Tensor {
  if (isOnDevice(self) && self.count > 0) return triangleOnDevice(self, diagonal, upper)
  const result = castTo(self, self.dtype)
  const [rows, columns] = self.sizes.slice(-2)
  if (self.count > 0) keepTriangle(arrayOf(result), cellsOf(self.dtype), rows, columns, diagonal, upper)
  return result
}
