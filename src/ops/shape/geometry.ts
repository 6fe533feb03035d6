// What views share: lists of sizes with one changed, their gradients, and views in place.
import { check, checkNumel, exactly, sizesText } from '../../base/errors.js'
import { modes } from '../../tensor/modes.js'
import { contiguousStrides, type Sizes } from '../../base/layout.js'
import { type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { copyInto } from '../../engine/copy.js'
import type { Geometry } from '../../base/layout.js'
import { type Backward, type Entry, op } from '../../engine/op.js'

export const withInserted = <T>(list: readonly T[], index: number, item: T): T[] => [
  ...list.slice(0, index),
  item,
  ...list.slice(index),
]
export const replaced = <T>(list: readonly T[], index: number, item: T): T[] =>
  list.map((x, i) => (i === index ? item : x))

/** `reshape` of a gradient, which most often has no graph and lies in order: then it is a matter of two lists. */
export const reshaped = (g: Tensor, sizes: Sizes): Tensor =>
  g.contiguousFlag && !modes.grad
    ? g.viewAs(sizes, contiguousStrides(sizes), g.offset)
    : g.reshape(sizes as number[])

/** Refuses a window that does not lie in the memory of `self`. */
export function checkReach(self: Tensor, size: Sizes, stride: Sizes, offset: number): void {
  let last = offset
  let isEmpty = false
  for (let i = 0; i < size.length; i++) {
    check(
      stride[i] >= 0,
      () => `as_strided: Negative strides are not supported at the moment, got strides: ${sizesText(stride)}`,
    )
    last += (size[i] - 1) * stride[i]
    if (size[i] === 0) isEmpty = true
    check(
      size[i] >= 0 && last < 2 ** 63,
      () =>
        `Storage size calculation overflowed with sizes=${sizesText(size)} and strides=${sizesText(stride)}`,
    )
  }
  check(offset >= 0, () => `Tensor: invalid storage offset ${offset}`)
  const { itemsize } = self.dtype
  const needed = isEmpty ? 0 : last + 1
  check(
    needed <= self.memory.length,
    () =>
      `setStorage: sizes ${sizesText(size)}, strides ${sizesText(stride)}, storage offset ${exactly(offset)}, and ` +
      `itemsize ${itemsize} requiring a storage size of ${BigInt(needed) * BigInt(itemsize)} are out of bounds for ` +
      `storage of size ${self.memory.length * itemsize}`,
  )
}

/** Writes `source`, converted where dtypes differ, to the window of `target` at these strides and this offset. */
export function writeWindow(target: Tensor, strides: Sizes, offset: number, source: Tensor): void {
  checkReach(target, source.sizes, strides, offset)
  copyInto(target.viewAs(source.sizes, strides, offset), source)
}

/** Zeros, with `grad` in the window of this start and these strides. */
export function embedded(grad: Tensor, sizes: Sizes, strides: Sizes, start: number): Tensor {
  checkNumel(sizes)
  const result = zerosTensor(sizes, grad.dtype, grad.device)
  writeWindow(result, strides, start, grad)
  return result
}

/** The gradient of a view that only drops or adds dimensions of size 1, or names the same elements by other sizes. */
export const reshapedBack: Backward = { self: (g, { self_sizes }) => reshaped(g, self_sizes) }

/**
 * A view, and the op that gives the tensor itself its geometry: `squeeze` and `squeeze_`. The second one words its
 * errors with another name where `geometry` is given.
 */
export function viewAndInplace(
  signature: string,
  entry: Entry & Required<Pick<Entry, 'view'>>,
  inplace: Pick<Entry, 'doc' | 'example' | 'node' | 'alsoByName' | 'variants'> & {
    readonly geometry?: Entry['view']
  },
): void {
  op(signature, entry)
  const { geometry = entry.view, ...own } = inplace
  op(signature.replace(/[.(]/, '_$&'), {
    variants: 'method',
    ...own,
    overlap: 'allowed',
    device: true,
    turns: true,
    mutate: (self: Tensor, ...values: unknown[]) =>
      self.setGeometry(...(geometry(self, ...values) as Geometry)),
    backward: entry.backward,
  })
}
