// Views of parts: select, slice, narrow, diagonal, windows. Nothing is copied, so writes are seen on both sides.
import { check, exactly, IndexError, sizesText, wrapDim } from '../../base/errors.js'
import { type Geometry, type Sizes, without } from '../../base/layout.js'
import { Tensor } from '../../tensor/tensor.js'
import { notDifferentiable } from '../pointwise/gradients.js'
import { castTo } from '../../engine/copy.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { checkReach, replaced, viewAndInplace } from './geometry.js'

viewAndInplace(
  'as_strided(Tensor self, int[] size, int[] stride, int? storage_offset=None) -> Tensor',
  {
    doc: 'Any window on the memory: sizes, steps between elements, and where it starts.',
    example: [
      'torch.arange(5).as_strided([3, 2], [1, 1])',
      'tensor([[0, 1],\n        [1, 2],\n        [2, 3]])',
    ],
    view: window,
    backward: {
      self: (g, { self_sizes, self_strides, self_offset, size, stride, storage_offset }) => {
        const own = [self_sizes, self_strides, self_offset]
        return call('as_strided_backward', [g, size, stride, storage_offset ?? self_offset, ...own])
      },
    },
  },
  {
    doc: 'Makes the tensor itself another window on its memory.',
    variants: 'both',
    example: ['torch.arange(4).as_strided_([2], [2])', 'tensor([0, 2])'],
    node: 'AsStridedBackward1',
  },
)

function window(self: Tensor, size: Sizes, stride: Sizes, storageOffset: number | null): Geometry {
  check(size.length === stride.length, () => 'mismatch in length of strides and shape')
  const offset = storageOffset ?? self.offset
  checkReach(self, size, stride, offset)
  return [size, stride, offset]
}

op('select(Tensor self, int dim, int index) -> Tensor', {
  doc: 'The part at `index` of dimension `dim`, which goes away.',
  alsoByName: true,
  example: ['torch.arange(6).view(2, 3).select(1, 2)', 'tensor([2, 5])'],
  view: ({ sizes, strides, offset }: Tensor, dim: number, index: number): Geometry => {
    if (sizes.length === 0) throw new IndexError('select() cannot be applied to a 0-dim tensor.')
    const at = wrapDim(dim, sizes.length)
    const size = sizes[at]
    if (index < -size || index >= size)
      throw new IndexError(
        `select(): index ${exactly(index)} out of range for tensor of size ${sizesText(sizes)} at dimension ${at}`,
      )
    const start = offset + (index < 0 ? index + size : index) * strides[at]
    return [without(sizes, at), without(strides, at), start]
  },
  backward: { self: (g, { self_sizes, dim, index }) => call('select_backward', [g, self_sizes, dim, index]) },
})

op('slice(Tensor self, int dim=0, int? start=None, int? end=None, int step=1) -> Tensor', {
  doc: 'Every `step`-th part from `start` up to `end` (not included) of dimension `dim`; what Python writes `x[start:end:step]`.',
  example: ['torch.arange(6).slice(0, 1, 5, 2)', 'tensor([1, 3])'],
  variants: 'method',
  view: (
    { sizes, strides, offset }: Tensor,
    dim: number,
    first: number | null,
    last: number | null,
    step: number,
  ): Geometry => {
    check(sizes.length > 0, () => 'slice() cannot be applied to a 0-dim tensor.')
    const at = wrapDim(dim, sizes.length)
    const size = sizes[at]
    check(step > 0, () => 'slice step must be positive')
    const clip = (i: number): number => Math.min(Math.max(i < 0 ? i + size : i, 0), size)
    const start = clip(first ?? 0)
    const end = Math.max(clip(last ?? size), start)
    const length = Math.ceil((end - start) / step)
    return [
      replaced(sizes, at, length),
      replaced(strides, at, strides[at] * step),
      offset + start * strides[at],
    ]
  },
  backward: {
    self: (g, { self_sizes, dim, start, end, step }) =>
      call('slice_backward', [g, self_sizes, dim, start, end, step]),
  },
})

const narrowStart = (self: Tensor, dim: number, start: number | Tensor, length: number): [number, number] => {
  check(self.sizes.length > 0, () => 'narrow() cannot be applied to a 0-dim tensor.')
  const at = wrapDim(dim, self.sizes.length)
  const size = self.sizes[at]
  let from = Number(start instanceof Tensor ? start.item() : start)
  if (from !== size) from = wrapIndex(from, size)
  check(
    length >= 0 && from <= size - length,
    () => `start (${from}) + length (${exactly(length)}) exceeds dimension size (${size}).`,
  )
  return [at, from]
}
function wrapIndex(index: number, size: number): number {
  const bound = Math.max(size, 1)
  if (index < -bound || index >= bound)
    throw new IndexError(
      `Dimension out of range (expected to be in range of [${-bound}, ${bound - 1}], but got ${exactly(index)})`,
    )
  return index < 0 ? index + bound : index
}

op('narrow(Tensor self, int dim, int start, int length) -> Tensor', {
  doc: '`length` parts of dimension `dim`, from `start` on.',
  example: ['torch.arange(6).narrow(0, 2, 3)', 'tensor([2, 3, 4])'],
  forward: (self: Tensor, dim: number, start: number, length: number) => {
    const [at, from] = narrowStart(self, dim, start, length)
    return self.slice(at, from, from + length, 1)
  },
})

op('narrow_copy(Tensor self, int dim, int start, int length, *, Tensor? out=None) -> Tensor', {
  doc: 'A copy of `length` parts of dimension `dim`, from `start` on.',
  example: ['torch.arange(6).narrow_copy(0, 2, 3)', 'tensor([2, 3, 4])'],
  node: 'NotImplemented',
  exactOut: () =>
    'Expected self.dtype() == output.dtype() to be true, but got false.  (Could this error message be improved?  If ' +
    'so, please report an enhancement request to PyTorch.)',
  device: true,
  compute: (self: Tensor, dim: number, start: number, length: number) => {
    const [at, from] = narrowStart(self, dim, start, length)
    const part = self.slice(at, from, from + length, 1)
    return castTo(part, part.dtype)
  },
  backward: { self: notDifferentiable('aten::narrow_copy') },
})

op('diagonal(Tensor self, int offset=0, int dim1=0, int dim2=1) -> Tensor', {
  doc: 'The diagonal of two dimensions, as the last dimension of the result.',
  alsoByName: true,
  example: ['torch.tensor([[1, 2], [3, 4]]).diagonal()', 'tensor([1, 4])'],
  view: (self: Tensor, shift: number, dim1: number, dim2: number): Geometry => {
    const { sizes, strides, offset } = self
    const a = wrapDim(dim1, sizes.length)
    const b = wrapDim(dim2, sizes.length)
    check(a !== b, () => `diagonal dimensions cannot be identical ${dim1}, ${dim2}`)
    const length = Math.max(
      shift >= 0 ? Math.min(sizes[a], sizes[b] - shift) : Math.min(sizes[a] + shift, sizes[b]),
      0,
    )
    const start = length === 0 ? 0 : shift >= 0 ? shift * strides[b] : -shift * strides[a]
    const rest = (list: Sizes): number[] => list.filter((_, dim) => dim !== a && dim !== b)
    return [[...rest(sizes), length], [...rest(strides), strides[a] + strides[b]], offset + start]
  },
  backward: {
    self: (g, { self_sizes, offset, dim1, dim2 }) =>
      call('diagonal_backward', [g, self_sizes, offset, dim1, dim2]),
  },
})
op('linalg.diagonal(Tensor A, *, int offset=0, int dim1=-2, int dim2=-1) -> Tensor', {
  doc: 'The diagonal of the last two dimensions, as the last dimension of the result.',
  example: ['torch.linalg.diagonal(torch.tensor([[1, 2], [3, 4]]))', 'tensor([1, 4])'],
  forward: (A: Tensor, offset: number, dim1: number, dim2: number) => A.diagonal(offset, dim1, dim2),
})

op('unfold(Tensor self, int dimension, int size, int step) -> Tensor', {
  doc: 'Windows of `size` parts that start every `step` parts of a dimension, as a new last dimension.',
  example: ['torch.arange(5).unfold(0, 3, 2)', 'tensor([[0, 1, 2],\n        [2, 3, 4]])'],
  variants: 'method',
  view: ({ sizes, strides, offset }: Tensor, dimension: number, size: number, step: number): Geometry => {
    const at = wrapDim(dimension, sizes.length)
    const whole = sizes.length === 0 ? 1 : sizes[at]
    const stride = sizes.length === 0 ? 1 : strides[at]
    check(
      size <= whole,
      () => `maximum size for tensor at dimension ${at} is ${whole} but size is ${exactly(size)}`,
    )
    check(size >= 0, () => `size is ${size} but must be >= 0`)
    check(step > 0, () => `step is ${step} but must be > 0`)
    if (sizes.length === 0) return [[size], [stride], offset]
    const count = Math.floor((whole - size) / step) + 1
    return [[...replaced(sizes, at, count), size], [...replaced(strides, at, stride * step), stride], offset]
  },
  backward: {
    self: (g, { self_sizes, dimension, size, step }) =>
      call('unfold_backward', [g, self_sizes, dimension, size, step]),
  },
})
