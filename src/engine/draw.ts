// Memory as random numbers are drawn for it: element by element in memory order, always here, where the generator is.
import { isOnDevice } from '../devices/device-storage.js'
import { type DType, toReal, type TypedArray } from '../base/dtype.js'
import { broadcastStrides, type Sizes } from '../base/layout.js'
import { denseStrides } from '../base/walk.js'
import { gather, scatter } from '../kernels/draw-order.js'
import type { Tensor } from '../tensor/tensor.js'
import { copyInto, emptyWithStrides } from './copy.js'
import { checkOverlap } from './overlap.js'
import { arrayOf, memoryOf } from './plan.js'

/**
 * Draws for every element of `self`, in memory order. `each` gets a contiguous range of the storage, or of a
 * temporary; a complex tensor comes as twice as many reals.
 */
export function fill(
  self: Tensor,
  each: (out: TypedArray, offset: number, n: number, dtype: DType) => void,
): void {
  checkOverlap(self, [])
  if (self.count === 0) return
  if (isOnDevice(self)) {
    // Drawn here, where the generator is: the digits are the same on every device.
    const here = emptyWithStrides(self.sizes, denseStrides(self.sizes, self.strides), self.dtype)
    fill(here, each)
    copyInto(self, here)
    return
  }
  const { array, at } = memoryOf(self)
  const { slots } = self.dtype
  const dtype = toReal(self.dtype)
  const n = self.count * slots
  if (self.contiguousFlag) return each(array, at * slots, n, dtype)
  const values = new dtype.ArrayType(n)
  each(values, 0, n, dtype)
  const [sizes, strides] =
    slots === 1
      ? [self.sizes, self.strides]
      : [
          [...self.sizes, 2],
          [...self.strides.map((step) => 2 * step), 1],
        ]
  scatter(array, at * slots, sizes, strides, values)
}

/** The elements of a floating tensor as numbers, row by row, repeated to fill `sizes`. */
export const numbersOf = (
  tensor: Tensor,
  sizes: Sizes = tensor.sizes,
  order?: readonly number[],
): Float64Array =>
  gather(
    arrayOf(tensor),
    tensor.dtype,
    tensor.offset,
    sizes,
    broadcastStrides(tensor.sizes, tensor.strides, sizes),
    order,
  )
