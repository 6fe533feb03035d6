// Copies around a window and into one: constant_pad_nd, slice_scatter, select_scatter.
import { check, sizesText } from '../../base/errors.js'
import { type Sizes, sameSizes } from '../../base/layout.js'
import { type Scalar } from '../../base/scalar.js'
import { type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { filledTensor } from '../../engine/copy.js'
import { op } from '../../engine/op.js'
import { writeWindow } from './geometry.js'

op('constant_pad_nd(Tensor self, int[] pad, Scalar value=0) -> Tensor', {
  doc: 'Adds a border of `value`. `pad` has (before, after) for the last dimension, then for the one before it, and so on; negative widths crop.',
  example: ['torch.constant_pad_nd(torch.tensor([1, 2]), [1, 2], 9)', 'tensor([9, 1, 2, 9, 9])'],
  variants: 'function',
  device: true,
  compute: (self: Tensor, pad: Sizes, value: Scalar) => {
    const rank = self.sizes.length
    check(pad.length % 2 === 0, () => `Length of pad must be even but instead it equals ${pad.length}`)
    const padded = pad.length / 2
    check(
      padded <= rank,
      () =>
        `Length of pad should be no more than twice the number of dimensions of the input. Pad length is ` +
        `${pad.length}while the input has ${rank}dimensions.`,
    )
    const sizes = self.sizes.slice()
    const copied = self.sizes.slice()
    let from = self.offset
    const starts = new Array<number>(rank).fill(0)
    for (let i = 0; i < padded; i++) {
      const dim = rank - 1 - i
      const before = pad[2 * i]
      const after = pad[2 * i + 1]
      sizes[dim] += before + after
      check(
        sizes[dim] > 0 || (self.sizes[dim] === 0 && sizes[dim] === 0) || sizes[dim] === 0,
        () =>
          `The input size ${self.sizes[dim]}, plus negative padding ${before} and ${after} resulted in a negative ` +
          `output size, which is invalid. Check dimension ${dim} of your input.`,
      )
      copied[dim] += Math.min(before, 0) + Math.min(after, 0)
      if (before < 0) from -= before * self.strides[dim]
      starts[dim] = Math.max(before, 0)
    }
    const result = filledTensor(sizes, value, self.dtype, self.device)
    if (copied.every((size) => size > 0)) {
      const start = starts.reduce((sum, at, dim) => sum + at * result.strides[dim], 0)
      writeWindow(result, result.strides, start, self.viewAs(copied, self.strides, from))
    }
    return result
  },
  backward: {
    self: (g, { pad }) => call('constant_pad_nd', [g, pad.map((width: number) => -width)]),
  },
})

/** A copy of `self` with `src` in place of the part that `view` makes of it. */
function replacedPart(self: Tensor, src: Tensor, view: (copy: Tensor) => Tensor): Tensor {
  const result = self.clone()
  const window = view(result)
  check(
    sameSizes(window.sizes, src.sizes),
    () =>
      `expected src to have a size equal to the slice of self. src size = ${sizesText(src.sizes)}, slice size = ${sizesText(window.sizes)}`,
  )
  window.copy_(src)
  return result
}

op(
  'slice_scatter(Tensor self, Tensor src, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor',
  {
    doc: 'A copy with `src` in place of a slice.',
    example: ['torch.tensor([1, 2, 3]).slice_scatter(torch.tensor([8, 9]), 0, 1)', 'tensor([1, 8, 9])'],
    device: true,
    compute: (
      self: Tensor,
      src: Tensor,
      dim: number,
      start: number | null,
      end: number | null,
      step: number,
    ) => replacedPart(self, src, (copy) => copy.slice(dim, start, end, step)),
    backward: {
      self: (g, { src_sizes, dim, start, end, step }) =>
        g.slice_scatter(g.new_zeros(src_sizes), dim, start, end, step),
      src: (g, { dim, start, end, step }) => g.slice(dim, start, end, step),
    },
  },
)

op('select_scatter(Tensor self, Tensor src, int dim, int index) -> Tensor', {
  doc: 'A copy with `src` in place of the part at `index`.',
  example: ['torch.tensor([1, 2, 3]).select_scatter(torch.tensor(9), 0, 1)', 'tensor([1, 9, 3])'],
  device: true,
  compute: (self: Tensor, src: Tensor, dim: number, index: number) =>
    replacedPart(self, src, (copy) => copy.select(dim, index)),
  realGradient: true,
  backward: {
    self: (g, { src_sizes, dim, index }) => g.select_scatter(g.new_zeros(src_sizes), dim, index),
    src: (g, { dim, index }) => g.select(dim, index),
  },
})

op('diagonal_scatter(Tensor self, Tensor src, int offset=0, int dim1=0, int dim2=1) -> Tensor', {
  doc: 'A copy with `src` in place of a diagonal.',
  example: ['torch.zeros(2, 2).diagonal_scatter(torch.ones(2))', 'tensor([[1., 0.],\n        [0., 1.]])'],
  device: true,
  compute: (self: Tensor, src: Tensor, offset: number, dim1: number, dim2: number) =>
    replacedPart(self, src, (copy) => copy.diagonal(offset, dim1, dim2)),
  realGradient: true,
  backward: {
    self: (g, { src_sizes, offset, dim1, dim2 }) =>
      g.diagonal_scatter(g.new_zeros(src_sizes), offset, dim1, dim2),
    src: (g, { offset, dim1, dim2 }) => g.diagonal(offset, dim1, dim2),
  },
})

op(
  'as_strided_scatter(Tensor self, Tensor src, int[] size, int[] stride, int? storage_offset=None) -> Tensor',
  {
    doc: 'A copy with `src` in place of the window that `as_strided` would show.',
    example: [
      'torch.zeros(2, 2).as_strided_scatter(torch.ones(2), [2], [2])',
      'tensor([[1., 0.],\n        [1., 0.]])',
    ],
    // Of places that the window names twice the last one counts, and a device has no order.
    compute: (self: Tensor, src: Tensor, size: number[], stride: number[], offset: number | null) =>
      replacedPart(self, src, (copy) => copy.as_strided(size, stride, offset)),
    backward: {
      self: (g, { src_sizes, size, stride, storage_offset }) =>
        g.contiguous().as_strided_scatter(g.new_zeros(src_sizes), size, stride, storage_offset),
      src: (g, { size, stride, storage_offset }) => g.contiguous().as_strided(size, stride, storage_offset),
    },
  },
)
