// The order in which PyTorch visits the elements of a tensor that is not contiguous: along memory, smallest stride first.
import { bfloat16, float16 } from '../base/dtype.js'
import type { DType, TypedArray } from '../base/dtype.js'
import { bfloat16ToNumber, float16ToNumber } from '../base/half.js'
import { numelOf } from '../base/layout.js'
import type { Sizes } from '../base/layout.js'
import { forEachRun, memoryOrder } from '../base/walk.js'

/** Calls `visit` for the run of elements along the innermost loop, in the given order of dimensions. */
function walk(
  sizes: Sizes,
  strides: Sizes,
  order: readonly number[],
  offset: number,
  visit: (start: number, length: number, step: number) => void,
): void {
  forEachRun(
    order.map((dim) => sizes[dim]),
    [order.map((dim) => strides[dim])],
    [offset],
    (length, [step], [start]) => visit(start, length, step),
  )
}

/** Copies `values` to the elements of a strided tensor, in memory order or another one; both are of one dtype. */
export function scatter(
  out: TypedArray,
  offset: number,
  sizes: Sizes,
  strides: Sizes,
  values: TypedArray,
  order: readonly number[] = memoryOrder(sizes, strides),
): void {
  let at = 0
  walk(sizes, strides, order, offset, (start, length, step) => {
    for (let i = 0; i < length; i++) out[start + i * step] = values[at++]
  })
}

/** The elements of a strided tensor as numbers, dimensions in the given order, the last one fastest. */
export function gather(
  array: TypedArray,
  dtype: DType,
  offset: number,
  sizes: Sizes,
  strides: Sizes,
  order: readonly number[] = sizes.map((_, dim) => dim),
): Float64Array {
  const result = new Float64Array(numelOf(sizes))
  const fromBits = dtype === float16 ? float16ToNumber : dtype === bfloat16 ? bfloat16ToNumber : Number
  let at = 0
  walk(sizes, strides, order, offset, (start, length, step) => {
    for (let i = 0; i < length; i++) result[at++] = fromBits(array[start + i * step] as number)
  })
  return result
}
