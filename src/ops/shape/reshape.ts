// The same elements under another shape: view, reshape, flatten, squeeze. Only `reshape` ever copies.
import { modes } from '../../tensor/modes.js'
import { check, RuntimeError, sizesText, wrapDim, wrapDims } from '../../base/errors.js'
import type { DType } from '../../base/dtype.js'
import type { Sizes } from '../../base/layout.js'
import { contiguousStrides, inferSize, viewStrides } from '../../base/layout.js'
import { contiguous_format, type NamedConstant, preserve_format } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import type { Geometry } from '../../base/layout.js'
import { op } from '../../engine/op.js'
import { checkReach, replaced, reshapedBack, viewAndInplace, withInserted, reshaped } from './geometry.js'

/** The geometry of memory seen as elements of another size (`view_dtype` in ATen/native/TensorConversions.cpp). */
function seenAs({ sizes, strides, offset, dtype: own }: Tensor, dtype: DType): Geometry {
  if (own.itemsize === dtype.itemsize) return [sizes, strides, offset]
  const fail = (what: string): never => {
    const names = `${own.scalarName} as ${dtype.scalarName}`
    throw new RuntimeError(what.replace('…', `to view ${names} (different element sizes)`))
  }
  const last = sizes.length - 1
  if (last < 0) fail('self.dim() cannot be 0 …')
  if (strides[last] !== 1) fail(`self.stride(-1) must be 1 …, but got ${strides[last]}`)
  if (own.itemsize > dtype.itemsize) {
    const parts = own.itemsize / dtype.itemsize
    return [
      replaced(sizes, last, sizes[last] * parts),
      strides.map((stride, dim) => (dim === last ? 1 : stride * parts)),
      offset * parts,
    ]
  }
  const parts = dtype.itemsize / own.itemsize
  if (sizes[last] % parts !== 0) fail(`self.size(-1) must be divisible by ${parts} …, but got ${sizes[last]}`)
  if (offset % parts !== 0) fail(`self.storage_offset() must be divisible by ${parts} …, but got ${offset}`)
  strides.forEach((stride, dim) => {
    if (dim < last && stride % parts !== 0)
      fail(`self.stride(${dim}) must be divisible by ${parts} …, but got ${stride}`)
  })
  return [
    replaced(sizes, last, sizes[last] / parts),
    strides.map((stride, dim) => (dim === last ? 1 : stride / parts)),
    offset / parts,
  ]
}

op('view.dtype(Tensor self, ScalarType dtype) -> Tensor', {
  doc: 'The same memory read as another dtype.',
  example: [
    'torch.tensor([1, 2.5]).view(torch.int32)',
    'tensor([1065353216, 1075838976], dtype=torch.int32)',
  ],
  variants: 'method',
  sees: (_own: DType, dtype: DType) => dtype,
  view: seenAs,
  backward: 'none',
})
op('view(Tensor self, int[] size) -> Tensor', {
  doc: 'The same memory under another shape. One size may be -1: it is worked out from the others.',
  example: ['torch.arange(6).view(2, -1)', 'tensor([[0, 1, 2],\n        [3, 4, 5]])'],
  variants: 'method',
  view: (self: Tensor, size: Sizes): Geometry => {
    const sizes = inferSize(size, self.count)
    const strides = viewStrides(self.sizes, self.strides, sizes)
    if (strides === null)
      throw new RuntimeError(
        "view size is not compatible with input tensor's size and stride (at least one dimension spans across " +
          'two contiguous subspaces). Use .reshape(...) instead.',
      )
    return [sizes, strides, self.offset]
  },
  backward: reshapedBack,
})

op('view_as(Tensor self, Tensor other) -> Tensor', {
  doc: 'The same memory under the shape of `other`.',
  example: ['torch.arange(4).view_as(torch.zeros(2, 2))', 'tensor([[0, 1],\n        [2, 3]])'],
  variants: 'method',
  forward: (self: Tensor, other: Tensor) => self.view(other.sizes),
})

op('_reshape_alias(Tensor self, int[] size, int[] stride) -> Tensor', {
  variants: 'inside',
  doc: 'What `reshape` gives where no copy is needed.',
  view: (self: Tensor, size: Sizes, stride: Sizes): Geometry => {
    check(size.length === stride.length, () => 'mismatch in length of strides and shape')
    checkReach(self, size, stride, self.offset)
    return [size, stride, self.offset]
  },
  backward: reshapedBack,
})

op('_unsafe_view(Tensor self, int[] size) -> Tensor', {
  variants: 'inside',
  doc: 'Another shape for a fresh result that nothing else refers to: shares its memory, but is no view of it.',
  device: true,
  compute: (self: Tensor, size: Sizes) => {
    const sizes = inferSize(size, self.count)
    const strides = contiguousStrides(sizes)
    checkReach(self, sizes, strides, self.offset)
    return self.viewAs(sizes, strides, self.offset)
  },
  backward: reshapedBack,
})

op('reshape(Tensor self, int[] shape) -> Tensor', {
  doc: 'The same elements under another shape: a view where the memory allows it, else a copy.',
  example: ['torch.arange(6).reshape(3, 2).t().reshape(6)', 'tensor([0, 2, 4, 1, 3, 5])'],
  forward: (self: Tensor, shape: Sizes) => {
    const sizes = inferSize(shape, self.count)
    const strides = viewStrides(self.sizes, self.strides, sizes)
    if (strides !== null) return call('_reshape_alias', [self, sizes, strides])
    return call('_unsafe_view', [self.contiguous(), sizes])
  },
})

op('reshape_as(Tensor self, Tensor other) -> Tensor', {
  doc: 'The same elements under the shape of `other`.',
  example: ['torch.arange(4).reshape_as(torch.zeros(2, 2))', 'tensor([[0, 1],\n        [2, 3]])'],
  variants: 'method',
  forward: (self: Tensor, other: Tensor) => self.reshape(other.sizes),
})

op('alias(Tensor self) -> Tensor', {
  variants: 'inside',
  doc: 'The same tensor as a new view.',
  view: (self: Tensor): Geometry => [self.sizes, self.strides, self.offset],
  backward: { self: (g) => g },
})

op('flatten(Tensor self, int start_dim=0, int end_dim=-1) -> Tensor', {
  doc: 'Makes one dimension of the dimensions from `start_dim` to `end_dim`.',
  example: ['torch.zeros(2, 3, 4).flatten(1).shape', 'torch.Size([2, 12])'],
  forward: (self: Tensor, startDim: number, endDim: number) => {
    const rank = self.sizes.length
    const start = wrapDim(startDim, rank)
    const end = wrapDim(endDim, rank)
    check(start <= end, () => 'flatten() has invalid args: start_dim cannot come after end_dim')
    if (rank === 0) return self.reshape([1])
    if (start === end) return self
    const joined = self.sizes.slice(start, end + 1).reduce((a, b) => a * b, 1)
    return self.reshape([...self.sizes.slice(0, start), joined, ...self.sizes.slice(end + 1)])
  },
})

op('ravel(Tensor self) -> Tensor', {
  doc: 'All elements in one dimension; a view where the memory allows it.',
  example: ['torch.tensor([[1, 2], [3, 4]]).ravel()', 'tensor([1, 2, 3, 4])'],
  forward: (self: Tensor) => self.contiguous().view([-1]),
})

/** `inferSize` in the words of unflatten (ATen/native/TensorShape.cpp). */
function unflattened(sizes: Sizes, at: number, whole: number): Sizes {
  try {
    return inferSize(sizes, whole)
  } catch (error) {
    const { message } = error as Error
    if (message === 'only one dimension can be inferred')
      throw new RuntimeError(`unflatten got an unexpected error:\n${message}`)
    if (!message.includes('is invalid for input of size')) throw error
    throw new RuntimeError(
      `unflatten: Provided sizes ${sizesText(sizes)} don't multiply up to the size of dim ${at} (${whole}) ` +
        'in the input tensor',
    )
  }
}

op('unflatten(Tensor self, int dim, int[] sizes) -> Tensor', {
  doc: 'Splits one dimension into several.',
  example: ['torch.zeros(2, 6).unflatten(1, [3, 2]).shape', 'torch.Size([2, 3, 2])'],
  forward: (self: Tensor, dim: number, sizes: Sizes) => {
    check(sizes.length > 0, () => 'unflatten: sizes must be non-empty')
    const at = wrapDim(dim, self.sizes.length)
    const whole = self.size(at)
    return self.view([
      ...self.sizes.slice(0, at),
      ...unflattened(sizes, at, whole),
      ...self.sizes.slice(at + 1),
    ])
  },
})

op('contiguous(Tensor self, *, MemoryFormat memory_format=None) -> Tensor', {
  doc: 'The tensor itself where its elements lie in row-major order, or as `memory_format` says, else a copy where they do.',
  example: ['torch.zeros(2, 3).t().contiguous().is_contiguous()', 'True'],
  variants: 'method',
  forward: (self: Tensor, format: NamedConstant | null) => {
    if (format === null || format === contiguous_format)
      return self.contiguousFlag ? self : self.clone({ memory_format: contiguous_format })
    if (self.is_contiguous({ memory_format: format })) return self
    check(
      format !== preserve_format,
      () => 'preserve memory format is unsupported by the contiguous operator',
    )
    return self.clone({ memory_format: format })
  },
})

// ---- dimensions of size 1 ----

function squeezed({ sizes, strides, offset }: Tensor, dims: Sizes): Geometry {
  const keep = sizes.map((size, dim) => size !== 1 || !dims.includes(dim))
  return [sizes.filter((_, dim) => keep[dim]), strides.filter((_, dim) => keep[dim]), offset]
}
const allDims = (self: Tensor): number[] => self.sizes.map((_, dim) => dim)

viewAndInplace(
  'squeeze(Tensor self) -> Tensor',
  {
    doc: 'Drops the dimensions of size 1: all of them, or those named.',
    example: ['torch.zeros(2, 1, 3, 1).squeeze().shape', 'torch.Size([2, 3])'],
    view: (self: Tensor) => squeezed(self, allDims(self)),
    backward: reshapedBack,
  },
  {
    doc: 'Drops the dimensions of size 1 of the tensor itself.',
    example: ['torch.zeros(1, 3, 1).squeeze_().shape', 'torch.Size([3])'],
    node: 'SqueezeBackward2',
  },
)
viewAndInplace(
  'squeeze.dim(Tensor self, int dim) -> Tensor',
  {
    doc: 'Drops dimension `dim` where it has size 1.',
    alsoByName: true,
    example: ['torch.zeros(1, 3, 1).squeeze(0).shape', 'torch.Size([3, 1])'],
    node: 'SqueezeBackward1',
    view: (self: Tensor, dim: number) => squeezed(self, [wrapDim(dim, self.sizes.length)]),
    backward: reshapedBack,
  },
  {
    doc: 'Drops dimension `dim` of the tensor itself where it has size 1.',
    alsoByName: 'refused',
    example: ['torch.zeros(1, 3, 1).squeeze_(0).shape', 'torch.Size([3, 1])'],
    node: 'SqueezeBackward3',
  },
)
op('squeeze.dims(Tensor self, int[] dim) -> Tensor', {
  doc: 'Drops those of the dimensions `dim` that have size 1.',
  alsoByName: true,
  example: ['torch.zeros(1, 3, 1).squeeze([0, 2]).shape', 'torch.Size([3])'],
  node: 'SqueezeBackward2',
  view: (self: Tensor, dim: Sizes) => squeezed(self, wrapDims(dim, self.sizes.length)),
  backward: reshapedBack,
})

function unsqueezed({ sizes, strides, offset }: Tensor, dim: number): Geometry {
  const at = wrapDim(dim, sizes.length + 1)
  const stride = at < sizes.length ? sizes[at] * strides[at] : 1
  return [withInserted(sizes, at, 1), withInserted(strides, at, stride), offset]
}
viewAndInplace(
  'unsqueeze(Tensor self, int dim) -> Tensor',
  {
    doc: 'Puts in a dimension of size 1 at place `dim`.',
    example: ['torch.tensor([1, 2]).unsqueeze(1)', 'tensor([[1],\n        [2]])'],
    view: unsqueezed,
    backward: { self: (g, { dim, self_sizes }) => (modes.grad ? g.squeeze(dim) : reshaped(g, self_sizes)) },
  },
  {
    doc: 'Puts a dimension of size 1 into the tensor itself.',
    example: ['torch.zeros(3).unsqueeze_(0).shape', 'torch.Size([1, 3])'],
    node: 'UnsqueezeBackward1',
  },
)
