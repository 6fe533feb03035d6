// What views share: lists of sizes with one changed, their gradients, and views in place.
import { modes } from '../../tensor/modes.js'
import { contiguousStrides, type Sizes } from '../../base/layout.js'
import { type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { copyInto } from '../../engine/copy.js'
import type { Geometry } from '../../base/layout.js'
import { type Backward, type Entry, op } from '../../engine/op.js'

export const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index)
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

/** Writes `source`, converted where dtypes differ, to the window of `target` at these strides and this offset. */
export function writeWindow(target: Tensor, strides: Sizes, offset: number, source: Tensor): void {
  copyInto(target.viewAs(source.sizes, strides, offset), source)
}

/** Zeros, with `grad` in the window of this start and these strides. */
export function embedded(grad: Tensor, sizes: Sizes, strides: Sizes, start: number): Tensor {
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
  inplace: Pick<Entry, 'doc' | 'example' | 'node' | 'alsoByName'> & { readonly geometry?: Entry['view'] },
): void {
  op(signature, entry)
  const { geometry = entry.view, ...own } = inplace
  op(signature.replace(/[.(]/, '_$&'), {
    ...own,
    overlap: 'allowed',
    device: true,
    mutate: (self: Tensor, ...values: unknown[]) =>
      self.setGeometry(...(geometry(self, ...values) as Geometry)),
    backward: entry.backward,
  })
}
