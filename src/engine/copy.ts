// Copies elements between tensors of any strides, dtypes and devices, and fills them. Knows no graph, and leaves the
// checks of what may be written where to its callers.
import { allocate } from '../memory/allocate.js'
import { isOnDevice } from '../devices/device-storage.js'
import type { DType } from '../base/dtype.js'
import { messages, RuntimeError } from '../base/errors.js'
import type { Sizes } from '../base/layout.js'
import {
  broadcastShapes,
  broadcastStrides,
  contiguousStrides,
  isContiguous,
  isDense,
  numelOf,
  sameSizes,
} from '../base/layout.js'
import { checkFits } from '../base/limits.js'
import type { Device, NamedConstant, Scalar } from '../base/scalar.js'
import { channels_last, channels_last_3d, contiguous_format, cpu } from '../base/scalar.js'
import { Storage, VersionCounter } from '../memory/storage.js'
import { emptyTensor, Tensor, zerosTensor } from '../tensor/tensor.js'
import { copyOnDevice } from '../devices/elementwise.js'
import { filledOnDevice, toDevice, toHost, writeOnDevice } from '../devices/transfer.js'
import { copy, copyBlock, copyChanged } from '../kernels/copy.js'
import { fill, fillBlock, fillSteps } from '../kernels/fill.js'
import { denseStrides } from '../base/walk.js'
import { arrayOf, runHere } from './plan.js'

/**
 * Writes the elements of `src`, broadcast to the shape of `dst` and converted to its dtype, to `dst`.
 * Knows nothing of graphs or versions.
 */
export function copyInto(dst: Tensor, src: Tensor): void {
  const count = dst.count
  if (!sameSizes(dst.sizes, src.sizes)) {
    const shape = broadcastShapes(dst.sizes, src.sizes)
    if (!sameSizes(shape, dst.sizes)) throw new RuntimeError(messages.inplaceShape(dst.sizes, shape))
  }
  if (count === 0) return
  if (isOnDevice(dst) || isOnDevice(src)) {
    copyAcross(dst, src)
    return
  }
  if (src.memory.shares(dst.memory)) {
    // The windows may overlap: read everything first.
    if (src.memory === dst.memory && src.offset === dst.offset && sameSizes(src.strides, dst.strides)) return
    src = castTo(src, src.dtype)
  }
  const { dtype: to } = dst
  if (to === src.dtype && src.count === count) {
    const { slots } = to
    if (count === 1 && slots === 1) {
      arrayOf(dst)[dst.offset] = arrayOf(src)[src.offset]
      return
    }
    if (dst.contiguousFlag && src.contiguousFlag) {
      copyBlock(arrayOf(dst), dst.offset * slots, arrayOf(src), src.offset * slots, count * slots)
      return
    }
  }
  const strides = broadcastStrides(src.sizes, src.strides, dst.sizes)
  runHere(copy, [dst, src], [dst.sizes, dst.strides, strides])
}

/**
 * Writes the elements of `src` that differ from `before` to `dst`: where several elements are one place, one that an op left
 * alone must not undo what it did to another.
 */
export function copyChangedInto(dst: Tensor, src: Tensor, before: Tensor): void {
  if (isOnDevice(dst) || isOnDevice(src) || src.dtype !== dst.dtype) copyInto(dst, src)
  else
    runHere(
      copyChanged,
      [dst, src, castTo(before, dst.dtype)],
      [dst.sizes, dst.strides, src.strides, contiguousStrides(dst.sizes)],
    )
}

/** Copies between devices, and on one. */
function copyAcross(target: Tensor, source: Tensor): void {
  if (!isOnDevice(target)) {
    copyInto(target, toHost(source))
    return
  }
  const fits = source.dtype === target.dtype && sameSizes(source.sizes, target.sizes)
  if (!isOnDevice(source)) {
    const there = toDevice(source.dtype === target.dtype ? source : castTo(source, target.dtype))
    writeOnDevice(target, fits ? there : broadcast(there, target.sizes), true)
  } else if (fits) writeOnDevice(target, source, false)
  else writeOnDevice(target, broadcast(source, target.sizes, target.dtype), true)
}

/** Broadcast to `sizes`, in new memory. */
const broadcast = (tensor: Tensor, sizes: Sizes, dtype = tensor.dtype): Tensor => {
  if (sameSizes(tensor.sizes, sizes)) return copyOnDevice(tensor, dtype)
  return copyOnDevice(
    tensor.viewAs(sizes, broadcastStrides(tensor.sizes, tensor.strides, sizes), tensor.offset),
    dtype,
  )
}

/** The elements of `tensor` in another dtype (or the same), in new contiguous memory, outside any graph. */
export function castTo(tensor: Tensor, dtype: DType): Tensor {
  if (isOnDevice(tensor)) return copyOnDevice(tensor, dtype)
  const result = emptyTensor(tensor.sizes, dtype)
  copyInto(result, tensor)
  return result
}

// ---- fill ----

/** Writes `value`, converted as a cast does, to every element. */
export function fillInto(dst: Tensor, value: Scalar): void {
  const { count, dtype, sizes, strides } = dst
  if (count === 0) return
  if (isOnDevice(dst)) writeOnDevice(dst, filledOnDevice(sizes, value, dtype), true)
  // Like a copy of what lies in order: a plan would be a fifth of the time that a small one takes.
  else if (dtype.slots === 1 && (dst.contiguousFlag || isDense(sizes, strides)))
    fillBlock(dtype, arrayOf(dst), dst.offset, count, value)
  else runHere(fill, [dst], [value, sizes, strides])
}

/** A new tensor whose elements are all `value`, which has to fit the dtype. */
export function filledTensor(sizes: Sizes, value: Scalar, dtype: DType, device: Device = cpu): Tensor {
  checkFits(value, dtype)
  if (Object.is(value, 0)) return zerosTensor(sizes, dtype, device)
  const result = emptyTensor(sizes, dtype, device)
  if (device === cpu && dtype.slots === 1 && result.count > 0)
    fillBlock(dtype, arrayOf(result), 0, result.count, value)
  else fillInto(result, value)
  return result
}

/** Writes `value` to `n` elements of a new tensor, `step` places from each to the next. */
export function fillEvery(dst: Tensor, step: number, n: number, value: Scalar): void {
  if (n === 0) return
  if (!isOnDevice(dst) && dst.dtype.slots === 1)
    fillSteps(dst.dtype, arrayOf(dst), dst.offset, step, n, value)
  else fillInto(dst.viewAs([n], [step], dst.offset), value)
}

// ---- layouts of new tensors ----

/** Strides of a memory format; null stands for `torch.preserve_format`, which takes those of `like`. */
export function formatStrides(
  sizes: Sizes,
  format: NamedConstant | null,
  like: { readonly sizes: Sizes; readonly strides: Sizes } | null,
): Sizes {
  if (format === channels_last || format === channels_last_3d) {
    const rank = format === channels_last ? 4 : 5
    if (sizes.length !== rank)
      throw new RuntimeError(`required rank ${rank} tensor to use ${format.name} format`)
    const result = new Array<number>(rank)
    let step = 1
    for (const dim of [1, ...Array.from({ length: rank - 2 }, (_, i) => rank - 1 - i), 0]) {
      result[dim] = step
      step *= Math.max(sizes[dim], 1)
    }
    return result
  }
  if (format === contiguous_format || like === null || isContiguous(like.sizes, like.strides))
    return contiguousStrides(sizes)
  return isDense(like.sizes, like.strides) ? like.strides : denseStrides(like.sizes, like.strides)
}

/** The format that a tensor's strides speak for: `suggest_memory_format` and `is_channels_last_strides` of ATen. */
export function suggestedFormat({ sizes, strides }: { sizes: Sizes; strides: Sizes }): NamedConstant {
  const rank = sizes.length
  if ((rank !== 4 && rank !== 5) || strides[1] === 0) return contiguous_format
  let least = 0
  for (const dim of [1, ...Array.from({ length: rank - 2 }, (_, i) => rank - 1 - i), 0]) {
    if (sizes[dim] === 0 || strides[dim] < least) return contiguous_format
    // Where both would do, rows it is.
    if (dim === 0 && least === strides[1]) return contiguous_format
    least = strides[dim] * (sizes[dim] > 1 ? sizes[dim] : 1)
  }
  return rank === 4 ? channels_last : channels_last_3d
}

/** A new tensor of unspecified contents with dense `strides`. */
export function emptyWithStrides(sizes: Sizes, strides: Sizes, dtype: DType, device = cpu): Tensor {
  if (device !== cpu) {
    const result = emptyTensor(sizes, dtype, device)
    result.setGeometry(sizes, strides, 0)
    return result
  }
  const array = allocate(dtype, numelOf(sizes), sizes)
  const contiguous = isContiguous(sizes, strides)
  return new Tensor(new Storage(array, dtype), dtype, sizes, strides, 0, contiguous, new VersionCounter())
}

/** The same elements laid out with other dense `strides`; itself where they are the same. */
export function laidOut(tensor: Tensor, strides: Sizes): Tensor {
  if (sameSizes(strides, tensor.strides)) return tensor
  const result = emptyWithStrides(tensor.sizes, strides, tensor.dtype, tensor.device)
  copyInto(result, tensor)
  return result
}

/** A result in the memory order of the tensor it was made of, as TensorIterator's are. */
export const laidOutLike = (result: Tensor, like: Tensor): Tensor =>
  like.contiguousFlag ? result : laidOut(result, formatStrides(like.sizes, null, like))
