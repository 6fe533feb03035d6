/**
 * Copies elements between tensors of any strides and dtypes, and fills them. Raw memory only: knows no graph,
 * and leaves the checks of what may be written where to its callers.
 *
 * Conversions are C's casts: to an integer cuts the fraction and keeps the low bits, to bool asks for "not zero",
 * complex to real drops the imaginary part.
 */
import { allocate } from '../memory/allocate.js'
import { isOnDevice } from '../devices/device-storage.js'
import * as dt from '../base/dtype.js'
import type { DType, TypedArray } from '../base/dtype.js'
import { messages, RuntimeError } from '../base/errors.js'
import { bfloat16ToNumber, float16ToNumber, numberToBfloat16, numberToFloat16 } from '../base/half.js'
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
import { emptyTensor, Tensor, writeElement, zerosTensor } from '../tensor/tensor.js'
import { copyAcross, copyOnDevice, filledOnDevice, writeOnDevice } from '../devices/on-device.js'

// ---- loops ----

/** Copies `outer` × `inner` elements; each operand has a start and two strides, in elements. */
type CopyLoop = (
  d: TypedArray,
  dAt: number,
  dOuter: number,
  dInner: number,
  s: TypedArray,
  sAt: number,
  sOuter: number,
  sInner: number,
  outer: number,
  inner: number,
) => void

const helpers = { float16ToNumber, bfloat16ToNumber, numberToFloat16, numberToBfloat16 }

/** int64 is read and written as two int32 halves, low one first: a BigInt for each element would cost more. */
const loopType = (dtype: DType): DType => (dtype === dt.int64 ? dt.int32 : dtype)

/** The statement that writes element `j` of `s` to element `i` of `d`. */
function copyStatement(to: DType, from: DType): string {
  if (to === from) {
    if (to === dt.int64 || to.is_complex) return 'd[2 * i] = s[2 * j]; d[2 * i + 1] = s[2 * j + 1]'
    return 'd[i] = s[j]'
  }
  if (to.is_complex && from.is_complex) return 'd[2 * i] = s[2 * j]; d[2 * i + 1] = s[2 * j + 1]'
  const isWhole = from.isIntegral || from === dt.bool
  if (to === dt.bool) {
    if (from === dt.int64) return 'd[i] = (s[2 * j] | s[2 * j + 1]) === 0 ? 0 : 1'
    if (from.is_complex) return 'd[i] = s[2 * j] === 0 && s[2 * j + 1] === 0 ? 0 : 1'
    if (from.isHalf) return 'd[i] = (s[j] & 0x7fff) === 0 ? 0 : 1'
    return 'd[i] = s[j] === 0 ? 0 : 1'
  }
  let read = 's[j]'
  if (from === dt.int64) read = to.isIntegral ? 's[2 * j]' : 's[2 * j + 1] * 4294967296 + (s[2 * j] >>> 0)'
  else if (from.is_complex) read = 's[2 * j]'
  else if (from.isHalf) read = `${from.name}ToNumber(s[j])`
  if (to === dt.int64) {
    if (isWhole) return `const v = ${read}; d[2 * i] = v; d[2 * i + 1] = v < 0 ? -1 : 0`
    return (
      `const v = Math.trunc(${read}); ` +
      'if (v >= -9223372036854775808 && v < 9223372036854775808) { d[2 * i] = v; d[2 * i + 1] = Math.floor(v / 4294967296) } ' +
      'else { d[2 * i] = 0; d[2 * i + 1] = -2147483648 }'
    )
  }
  // What does not fit becomes the smallest int32, as the processor has it.
  if (to === dt.int32 && !isWhole)
    return `const v = Math.trunc(${read}); d[i] = v >= -2147483648 && v <= 2147483647 ? v : -2147483648`
  // The narrower integers take the low bits of that int32; uint8 those of an int64, which is what storing does.
  if (to.isIntegral && to !== dt.uint8 && !isWhole)
    return `const v = Math.trunc(${read}); d[i] = v >= -2147483648 && v <= 2147483647 ? v : 0`
  if (to.is_complex) return `d[2 * i] = ${read}; d[2 * i + 1] = 0`
  if (to.isHalf) return `d[i] = numberTo${to.name === 'float16' ? 'Float16' : 'Bfloat16'}(${read})`
  return `d[i] = ${read}`
}

/** Compiled once for each pair of dtypes, so that V8 sees one kind of array in each. */
const loops: (CopyLoop | undefined)[] = []

function copyLoop(to: DType, from: DType): CopyLoop {
  const key = to.code * 16 + from.code
  return (loops[key] ??= new Function(
    ...Object.keys(helpers),
    `return function copy_${from.name}_to_${to.name}(d, dAt, dOuter, dInner, s, sAt, sOuter, sInner, outer, inner) {
      for (let k = 0; k < outer; k++) {
        for (let n = 0, i = dAt, j = sAt; n < inner; n++, i += dInner, j += sInner) { ${copyStatement(to, from)} }
        dAt += dOuter
        sAt += sOuter
      }
    }`,
  )(...Object.values(helpers)) as CopyLoop)
}

/** Above this many elements a transposing copy goes in tiles, so that both sides use whole cache lines. */
const TILE_FROM = 4096
const TILE = 32

/** Dimensions that two operands share: merged where they lie together in both, the innermost of `d` first. */
interface Walk {
  readonly sizes: number[]
  readonly d: number[]
  readonly s: number[]
}

function walkOf(sizes: Sizes, dStrides: Sizes, sStrides: Sizes): Walk {
  const order: number[] = []
  for (let dim = sizes.length - 1; dim >= 0; dim--) if (sizes[dim] !== 1) order.push(dim)
  // Sorted by the stride of what is written; it rarely is not already.
  for (let i = 1; i < order.length; i++)
    for (let k = i; k > 0 && Math.abs(dStrides[order[k]]) < Math.abs(dStrides[order[k - 1]]); k--) {
      const dim = order[k]
      order[k] = order[k - 1]
      order[k - 1] = dim
    }
  const walk: Walk = { sizes: [], d: [], s: [] }
  for (const dim of order) {
    const last = walk.sizes.length - 1
    const size = last < 0 ? 0 : walk.sizes[last]
    if (last >= 0 && dStrides[dim] === size * walk.d[last] && sStrides[dim] === size * walk.s[last])
      walk.sizes[last] *= sizes[dim]
    else {
      walk.sizes.push(sizes[dim])
      walk.d.push(dStrides[dim])
      walk.s.push(sStrides[dim])
    }
  }
  return walk
}

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
  if (src.storage.shares(dst.storage)) {
    // The windows may overlap: read everything first.
    if (src.storage === dst.storage && src.offset === dst.offset && sameSizes(src.strides, dst.strides))
      return
    src = castTo(src, src.dtype)
  }
  const from = src.dtype
  const to = dst.dtype
  const target = dst.storage.array
  const source = src.storage.array
  if (count === 1 && to === from && to.slots === 1) {
    target[dst.offset] = source[src.offset]
    return
  }
  if (dst.contiguousFlag && src.contiguousFlag && src.count === count && to === from) {
    copyBlock(target, dst.offset * to.slots, source, src.offset * to.slots, count * to.slots)
    return
  }
  const d = to === dt.int64 ? dst.storage.as(loopType(to)).array : target
  const s = from === dt.int64 ? src.storage.as(loopType(from)).array : source
  const loop = copyLoop(to, from)
  const strides = broadcastStrides(src.sizes, src.strides, dst.sizes)
  if (count <= SHORT && strides.length === 1) {
    loop(d, dst.offset, 0, dst.strides[0], s, src.offset, 0, strides[0], 1, count)
    return
  }
  const walk = walkOf(dst.sizes, dst.strides, strides)
  const { sizes } = walk
  const inner = sizes.length > 0 ? sizes[0] : 1
  const dInner = sizes.length > 0 ? walk.d[0] : 0
  const sInner = sizes.length > 0 ? walk.s[0] : 0
  if (sizes.length <= 1 && dInner === 1 && sInner === 1 && to === from) {
    copyBlock(target, dst.offset * to.slots, source, src.offset * to.slots, count * to.slots)
    return
  }
  const outer = sizes.length > 1 ? sizes[1] : 1
  const dOuter = sizes.length > 1 ? walk.d[1] : 0
  const sOuter = sizes.length > 1 ? walk.s[1] : 0
  const asRows = to === from && dInner === 1 && sInner === 1 && inner * to.slots > SHORT_ROW
  const tiled = inner * outer >= TILE_FROM && Math.abs(sOuter) < Math.abs(sInner) && sOuter !== 0
  const plane = (dAt: number, sAt: number): void => {
    if (asRows) {
      for (let k = 0; k < outer; k++, dAt += dOuter, sAt += sOuter)
        copyBlock(target, dAt * to.slots, source, sAt * to.slots, inner * to.slots)
      return
    }
    if (!tiled) {
      loop(d, dAt, dOuter, dInner, s, sAt, sOuter, sInner, outer, inner)
      return
    }
    for (let k = 0; k < outer; k += TILE)
      for (let n = 0; n < inner; n += TILE)
        loop(
          d,
          dAt + k * dOuter + n * dInner,
          dOuter,
          dInner,
          s,
          sAt + k * sOuter + n * sInner,
          sOuter,
          sInner,
          Math.min(TILE, outer - k),
          Math.min(TILE, inner - n),
        )
  }
  const walkOuter = (dim: number, dAt: number, sAt: number): void => {
    if (dim < 2) {
      plane(dAt, sAt)
      return
    }
    for (let k = 0; k < sizes[dim]; k++) walkOuter(dim - 1, dAt + k * walk.d[dim], sAt + k * walk.s[dim])
  }
  walkOuter(sizes.length - 1, dst.offset, src.offset)
}

/** Below this many slots, a loop is done before `subarray` has made its view; row by row it is a longer way. */
const SHORT = 24
const SHORT_ROW = 48

function copyBlock(d: TypedArray, dAt: number, s: TypedArray, sAt: number, slots: number): void {
  if (slots <= SHORT) {
    if (d === s && sAt < dAt) for (let i = slots - 1; i >= 0; i--) d[dAt + i] = s[sAt + i]
    else for (let i = 0; i < slots; i++) d[dAt + i] = s[sAt + i]
    return
  }
  const block = (sAt === 0 && s.length === slots ? s : s.subarray(sAt, sAt + slots)) as Float32Array
  ;(d as Float32Array).set(block, dAt)
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
  const { count, dtype } = dst
  if (count === 0) return
  if (isOnDevice(dst)) {
    // As the CPU casts it.
    const one = emptyTensor([], dtype)
    writeElement(dtype, one.storage.array, 0, value)
    writeOnDevice(dst, filledOnDevice(dst.sizes, Number(one.storage.array[0]), dtype), true)
    return
  }
  const { array } = dst.storage
  const { slots } = dtype
  writeElement(dtype, array, dst.offset, value)
  if (count === 1) return
  if (slots === 1) {
    const element = array[dst.offset]
    const { strides } = dst
    const walk = dst.contiguousFlag ? null : walkOf(dst.sizes, strides, strides)
    if (walk === null || (walk.sizes.length <= 1 && walk.d[0] === 1)) {
      ;(array as Float32Array).fill(element as number, dst.offset, dst.offset + count)
      return
    }
  }
  const first = emptyTensor([], dtype)
  writeElement(dtype, first.storage.array, 0, value)
  copyInto(dst, first)
}

/** A new tensor whose elements are all `value`, which has to fit the dtype. */
export function filledTensor(sizes: Sizes, value: Scalar, dtype: DType, device: Device = cpu): Tensor {
  checkFits(value, dtype)
  if (Object.is(value, 0)) return zerosTensor(sizes, dtype, device)
  const result = emptyTensor(sizes, dtype, device)
  fillInto(result, value)
  return result
}

// ---- layouts of new tensors ----

/**
 * Dense strides with the dimensions in the order that `strides` has them; TensorIterator's way to lay out a
 * result like its input (`infer_dense_strides` in ATen/ExpandUtils.cpp).
 */
export function denseStrides(sizes: Sizes, strides: Sizes): Sizes {
  const rank = sizes.length
  const order = Array.from({ length: rank }, (_, i) => rank - 1 - i)
  const compare = (a: number, b: number): number => {
    const x = strides[a]
    const y = strides[b]
    if (x === 0 || y === 0) return 0
    if (x !== y) return x < y ? -1 : 1
    return sizes[a] > sizes[b] ? 1 : 0
  }
  for (let i = 1; i < rank; i++) {
    let at = i
    for (let k = i - 1; k >= 0; k--) {
      const comparison = compare(order[k], order[at])
      if (comparison > 0) {
        const dim = order[k]
        order[k] = order[at]
        order[at] = dim
        at = k
      } else if (comparison < 0) break
    }
  }
  const result = new Array<number>(rank)
  let step = 1
  for (const dim of order) {
    result[dim] = step
    if (sizes[dim] > 1) step *= sizes[dim]
  }
  return result
}

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
