/**
 * Moves elements between memories without looking at them: for ops that only say where elements go. Elements of
 * every dtype are one or two cells of a typed array.
 */
import { isOnDevice } from '../devices/device-storage.js'
import type { DType } from '../base/dtype.js'
import { bool, int32, int64 } from '../base/dtype.js'
import { RuntimeError } from '../base/errors.js'
import type { Sizes } from '../base/layout.js'
import { forEachRun, numelOf } from '../base/layout.js'
import type { Float, Scalar } from '../base/scalar.js'
import { checkFits } from '../base/limits.js'
import { emptyTensor, type Tensor } from '../tensor/tensor.js'
import { copyInto } from './copy.js'
import { copyOnDevice, toHost } from '../devices/on-device.js'

type Cell = Float32Array

/** The memory of a tensor in cells that copy fast: an int64 is a pair of int32, which needs no bigint. */
export function cellsOf(tensor: Tensor): { readonly array: Cell; readonly width: number } {
  if (tensor.dtype === int64) return { array: tensor.storage.as(int32).array as unknown as Cell, width: 2 }
  return { array: tensor.storage.array as unknown as Cell, width: tensor.dtype.slots }
}

/** Below this, a loop is faster than `TypedArray.set`, which needs a new view of the source. */
const SHORT_RUN = 48

/** Writes `source` to the window of `target` that has the sizes of `source` and these strides and offset. */
export function copyToWindow(target: Tensor, strides: Sizes, offset: number, source: Tensor): void {
  if (isOnDevice(target)) {
    copyInto(target.viewAs(source.sizes, strides, offset), source)
    return
  }
  const { array: to, width } = cellsOf(target)
  const { array: from } = cellsOf(source)
  forEachRun(source.sizes, [strides, source.strides], [offset, source.offset], (length, steps, starts) => {
    const stepTo = steps[0] * width
    const stepFrom = steps[1] * width
    let t = starts[0] * width
    let f = starts[1] * width
    if (stepTo === width && stepFrom === width && length > SHORT_RUN) {
      to.set(from.subarray(f, f + length * width), t)
    } else if (width === 1) {
      for (let i = 0; i < length; i++, t += stepTo, f += stepFrom) to[t] = from[f]
    } else {
      for (let i = 0; i < length; i++, t += stepTo, f += stepFrom) {
        to[t] = from[f]
        to[t + 1] = from[f + 1]
      }
    }
  })
}

/** A contiguous copy, outside any graph. */
export function copyOf(source: Tensor): Tensor {
  if (isOnDevice(source)) return copyOnDevice(source, source.dtype)
  const result = emptyTensor(source.sizes, source.dtype)
  copyToWindow(result, result.strides, 0, source)
  return result
}

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

/** The blocks of a tensor that is indexed in dimension `dim` at `positions`. */
export function blocksAlong(tensor: Tensor, dim: number, positions: Int32Array): Blocks {
  const { sizes, strides, offset } = tensor
  if (sizes.length === 0)
    return { outer: Int32Array.of(offset), middle: positions.map(() => 0), inner: Int32Array.of(0) }
  const stride = strides[dim]
  return {
    outer: offsetsOf(sizes.slice(0, dim), strides.slice(0, dim), offset),
    middle: positions.map((position) => position * stride),
    inner: offsetsOf(sizes.slice(dim + 1), strides.slice(dim + 1)),
  }
}

/** Whether the inner offsets count 0, 1, 2, … */
function isRun(inner: Int32Array): boolean {
  for (let i = 0; i < inner.length; i++) if (inner[i] !== i) return false
  return true
}

/** Fills the contiguous `target` with the elements of `source` at `blocks`. */
export function readBlocks(source: Tensor, { outer, middle, inner }: Blocks, target: Tensor): void {
  const { array: from, width } = cellsOf(source)
  const { array: to } = cellsOf(target)
  const block = inner.length * width
  const asRun = block > SHORT_RUN && isRun(inner)
  let t = target.offset * width
  for (let o = 0; o < outer.length; o++) {
    for (let m = 0; m < middle.length; m++) {
      const base = (outer[o] + middle[m]) * width
      if (asRun) {
        to.set(from.subarray(base, base + block), t)
        t += block
      } else if (width === 1) {
        for (let i = 0; i < inner.length; i++) to[t++] = from[base + inner[i]]
      } else {
        for (let i = 0; i < inner.length; i++) {
          const f = base + inner[i] * 2
          to[t++] = from[f]
          to[t++] = from[f + 1]
        }
      }
    }
  }
}

/** How a value meets the element it lands on. */
export type Combine = 'assign' | 'add' | 'multiply' | 'amax' | 'amin'

/** A function that combines element `s` of `source`'s storage into element `t` of `target`'s; no 16-bit floats. */
export function combiner(target: Tensor, source: Tensor, how: Combine): (t: number, s: number) => void {
  if (how === 'assign') {
    const { array: a, width } = cellsOf(target)
    const { array: b } = cellsOf(source)
    if (width === 1)
      return (t, s) => {
        a[t] = b[s]
      }
    return (t, s) => {
      a[t * 2] = b[s * 2]
      a[t * 2 + 1] = b[s * 2 + 1]
    }
  }
  // The same source text serves numbers and bigints.
  const a = target.storage.array as unknown as Float64Array
  const b = source.storage.array as unknown as Float64Array
  if (target.dtype.is_complex) {
    if (how === 'add')
      return (t, s) => {
        a[t * 2] += b[s * 2]
        a[t * 2 + 1] += b[s * 2 + 1]
      }
    if (how !== 'multiply')
      throw new RuntimeError(`"${how}" not implemented for '${target.dtype.scalarName}'`)
    return (t, s) => {
      const re = a[t * 2]
      const im = a[t * 2 + 1]
      a[t * 2] = re * b[s * 2] - im * b[s * 2 + 1]
      a[t * 2 + 1] = re * b[s * 2 + 1] + im * b[s * 2]
    }
  }
  if (target.dtype === bool) {
    if (how === 'add' || how === 'amax')
      return (t, s) => {
        a[t] |= b[s]
      }
    return (t, s) => {
      a[t] &= b[s]
    }
  }
  if (how === 'add')
    return (t, s) => {
      a[t] += b[s]
    }
  if (how === 'multiply')
    return (t, s) => {
      a[t] *= b[s]
    }
  // A not-a-number on either side wins, as in PyTorch.
  if (how === 'amax')
    return (t, s) => {
      if (b[s] > a[t] || b[s] !== b[s]) a[t] = b[s]
    }
  return (t, s) => {
    if (b[s] < a[t] || b[s] !== b[s]) a[t] = b[s]
  }
}

/** Combines the elements of the contiguous `source` into those of `target` at `blocks`. */
export function writeBlocks(
  target: Tensor,
  { outer, middle, inner }: Blocks,
  source: Tensor,
  how: Combine,
): void {
  const combine = combiner(target, source, how)
  // A single element stands for all of them.
  const step = source.count === 1 ? 0 : 1
  let s = source.offset
  for (let o = 0; o < outer.length; o++)
    for (let m = 0; m < middle.length; m++) {
      const base = outer[o] + middle[m]
      for (let i = 0; i < inner.length; i++, s += step) combine(base + inner[i], s)
    }
}

/** The values of an integer tensor as numbers, in row-major order. */
export function indexValues(index: Tensor): Int32Array {
  if (isOnDevice(index)) return indexValues(toHost(index))
  const result = new Int32Array(index.count)
  const offsets = offsetsOf(index.sizes, index.strides, index.offset)
  if (index.dtype === int64) {
    const halves = index.storage.as(int32).array
    for (let i = 0; i < result.length; i++) {
      const low = halves[2 * offsets[i]] as number
      // A value beyond 32 bits is out of every bound; keep it so.
      result[i] = halves[2 * offsets[i] + 1] === low >> 31 ? low : 0x7fffffff
    }
  } else {
    const { array } = index.storage
    for (let i = 0; i < result.length; i++) result[i] = array[offsets[i]] as number
  }
  return result
}

/** A new int64 tensor of these whole numbers. */
export function indexTensor(values: ArrayLike<number>, sizes: Sizes): Tensor {
  const result = emptyTensor(sizes, int64)
  const halves = result.storage.as(int32).array
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
