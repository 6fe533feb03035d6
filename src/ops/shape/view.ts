/** Views: other sizes and strides on the same memory. Nothing is copied, so writes are seen on both sides. */
import { modes } from '../../tensor/modes.js'
import { check, IndexError, RuntimeError, sizesText, wrapDim, wrapDims } from '../../base/errors.js'
import type { DType } from '../../base/dtype.js'
import type { Sizes } from '../../base/layout.js'
import { contiguousStrides, inferSize, viewStrides } from '../../base/layout.js'
import { contiguous_format } from '../../base/scalar.js'
import { Tensor } from '../../tensor/tensor.js'
import { notDifferentiable } from '../pointwise/conjugate.js'
import { call } from '../../engine/dispatch.js'
import { op, type Geometry } from '../../engine/op.js'

const without = <T>(list: readonly T[], index: number): T[] => list.filter((_, i) => i !== index)
const withInserted = <T>(list: readonly T[], index: number, item: T): T[] => [
  ...list.slice(0, index),
  item,
  ...list.slice(index),
]
const replaced = <T>(list: readonly T[], index: number, item: T): T[] =>
  list.map((x, i) => (i === index ? item : x))

// ---- the same elements under another shape ----

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

/** `reshape` of a gradient, which most often has no graph and lies in order: then it is a matter of two lists. */
const reshaped = (g: Tensor, sizes: Sizes): Tensor =>
  g.contiguousFlag && !modes.grad
    ? g.viewAs(sizes, contiguousStrides(sizes), g.offset)
    : g.reshape(sizes as number[])

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
  backward: { self: (g, { self_sizes }) => reshaped(g, self_sizes) },
})

op('view_as(Tensor self, Tensor other) -> Tensor', {
  doc: 'The same memory under the shape of `other`.',
  example: ['torch.arange(4).view_as(torch.zeros(2, 2))', 'tensor([[0, 1],\n        [2, 3]])'],
  variants: 'method',
  forward: (self: Tensor, other: Tensor) => self.view(other.sizes),
})

op('_reshape_alias(Tensor self, int[] size, int[] stride) -> Tensor', {
  doc: 'What `reshape` gives where no copy is needed.',
  view: (self: Tensor, size: Sizes, stride: Sizes): Geometry => [size, stride, self.offset],
  backward: { self: (g, { self_sizes }) => reshaped(g, self_sizes) },
})

op('_unsafe_view(Tensor self, int[] size) -> Tensor', {
  doc: 'Another shape for a fresh result that nothing else refers to: shares its memory, but is no view of it.',
  example: ['torch._unsafe_view(torch.ones(2, 2), [4])', 'tensor([1., 1., 1., 1.])'],
  variants: 'function',
  device: true,
  compute: (self: Tensor, size: Sizes) => {
    const sizes = inferSize(size, self.count)
    return self.viewAs(sizes, contiguousStrides(sizes), self.offset)
  },
  backward: { self: (g, { self_sizes }) => reshaped(g, self_sizes) },
})

op('reshape(Tensor self, int[] shape) -> Tensor', {
  doc: 'The same elements under another shape: a view where the memory allows it, else a copy.',
  example: ['torch.arange(6).reshape(3, 2).t().reshape(6)', 'tensor([0, 2, 4, 1, 3, 5])'],
  forward: (self: Tensor, shape: Sizes) => {
    const sizes = inferSize(shape, self.count)
    const strides = viewStrides(self.sizes, self.strides, sizes)
    if (strides !== null) return self._reshape_alias(sizes, strides)
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
  doc: 'The same tensor as a new view.',
  example: ['torch.alias(torch.arange(3))', 'tensor([0, 1, 2])'],
  variants: 'function',
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

op('unflatten(Tensor self, int dim, int[] sizes) -> Tensor', {
  doc: 'Splits one dimension into several.',
  example: ['torch.zeros(2, 6).unflatten(1, [3, 2]).shape', 'torch.Size([2, 3, 2])'],
  forward: (self: Tensor, dim: number, sizes: Sizes) => {
    check(sizes.length > 0, () => 'unflatten: sizes must be non-empty')
    const at = wrapDim(dim, self.sizes.length)
    const known = sizes.reduce((a, b) => a * b, 1)
    const whole = self.sizes[at]
    if (!sizes.includes(-1) && known !== whole)
      throw new RuntimeError(
        `unflatten: Provided sizes ${sizesText(sizes)} don't multiply up to the size of dim ${at} (${whole}) ` +
          'in the input tensor',
      )
    return self.view([...self.sizes.slice(0, at), ...inferSize(sizes, whole), ...self.sizes.slice(at + 1)])
  },
})

op('contiguous(Tensor self, *, MemoryFormat memory_format=None) -> Tensor', {
  doc: 'The tensor itself where its elements lie in row-major order, else a copy where they do.',
  example: ['torch.zeros(2, 3).t().contiguous().is_contiguous()', 'True'],
  variants: 'method',
  forward: (self: Tensor) => (self.contiguousFlag ? self : self.clone({ memory_format: contiguous_format })),
})

// ---- order of dimensions ----

op('permute(Tensor self, int[] dims) -> Tensor', {
  doc: 'Puts the dimensions in the order `dims`.',
  example: ['torch.zeros(2, 3, 5).permute(2, 0, 1).shape', 'torch.Size([5, 2, 3])'],
  view: (self: Tensor, dims: Sizes): Geometry => {
    const rank = self.sizes.length
    check(
      dims.length === rank,
      () =>
        'permute(sparse_coo): number of dimensions in the tensor input does not match the length of the desired ' +
        `ordering of dimensions i.e. input.dim() = ${rank} is not equal to len(dims) = ${dims.length}`,
    )
    const order = dims.map((dim) => wrapDim(dim, rank))
    check(new Set(order).size === rank, () => 'permute(): duplicate dims are not allowed.')
    return [order.map((dim) => self.sizes[dim]), order.map((dim) => self.strides[dim]), self.offset]
  },
  backward: {
    self: (g, { dims }) => {
      const inverse = new Array<number>(dims.length)
      dims.forEach((dim: number, i: number) => (inverse[wrapDim(dim, dims.length)] = i))
      return g.permute(inverse)
    },
  },
})

function transposed({ sizes, strides, offset }: Tensor, dim0: number, dim1: number): Geometry {
  const a = wrapDim(dim0, sizes.length)
  const b = wrapDim(dim1, sizes.length)
  if (a === b) return [sizes, strides, offset]
  const swap = (list: Sizes): Sizes => replaced(replaced(list, a, list[b]), b, list[a])
  return [swap(sizes), swap(strides), offset]
}

op('transpose(Tensor self, int dim0, int dim1) -> Tensor', {
  doc: 'Exchanges two dimensions.',
  example: [
    'torch.arange(6).view(2, 3).transpose(0, 1)',
    'tensor([[0, 3],\n        [1, 4],\n        [2, 5]])',
  ],
  view: transposed,
  backward: { self: (g, { dim0, dim1 }) => g.transpose(dim0, dim1) },
})
op('transpose_(Tensor self, int dim0, int dim1) -> Tensor', {
  doc: 'Exchanges two dimensions of the tensor itself.',
  example: ['torch.tensor([[1, 2], [3, 4]]).transpose_(0, 1)', 'tensor([[1, 3],\n        [2, 4]])'],
  node: 'TransposeBackward1',
  device: true,
  mutate: (self: Tensor, dim0: number, dim1: number) => self.setGeometry(...transposed(self, dim0, dim1)),
  backward: { self: (g, { dim0, dim1 }) => g.transpose(dim0, dim1) },
})
for (const [name, first, second] of [
  ['swapaxes', 'axis0', 'axis1'],
  ['swapdims', 'dim0', 'dim1'],
]) {
  op(`${name}(Tensor self, int ${first}, int ${second}) -> Tensor`, {
    doc: 'Exchanges two dimensions: `transpose` by another name.',
    example: [`torch.zeros(2, 3).${name}(0, 1).shape`, 'torch.Size([3, 2])'],
    forward: (self: Tensor, dim0: number, dim1: number) => self.transpose(dim0, dim1),
  })
  op(`${name}_(Tensor self, int ${first}, int ${second}) -> Tensor`, {
    doc: 'Exchanges two dimensions of the tensor itself.',
    example: [`torch.zeros(2, 3).${name}_(0, 1).shape`, 'torch.Size([3, 2])'],
    forward: (self: Tensor, dim0: number, dim1: number) => self.transpose_(dim0, dim1),
  })
}

function matrixTransposed(self: Tensor, name: string): Geometry {
  const rank = self.sizes.length
  check(rank <= 2, () => `${name}() expects a tensor with <= 2 dimensions, but self is ${rank}D`)
  return transposed(self, 0, rank < 2 ? 0 : 1)
}
const swapMatrix = (g: Tensor): Tensor => g.t()

op('t(Tensor self) -> Tensor', {
  doc: 'Rows become columns. For up to two dimensions.',
  example: ['torch.tensor([[1, 2], [3, 4]]).t()', 'tensor([[1, 3],\n        [2, 4]])'],
  view: (self: Tensor) => matrixTransposed(self, 't'),
  backward: { self: swapMatrix },
})
op('t_(Tensor self) -> Tensor', {
  doc: 'Rows of the tensor itself become columns.',
  example: ['torch.tensor([[1, 2], [3, 4]]).t_()', 'tensor([[1, 3],\n        [2, 4]])'],
  node: 'TBackward1',
  device: true,
  mutate: (self: Tensor) => self.setGeometry(...matrixTransposed(self, 't_')),
  backward: { self: swapMatrix },
})

function moved(self: Tensor, source: Sizes, destination: Sizes): Tensor {
  const rank = self.sizes.length
  check(
    source.length === destination.length,
    () =>
      `movedim: Invalid source or destination dims: source (${sizesText(source)} dims) should contain the same ` +
      `number of dims as destination (${sizesText(destination)} dims)`,
  )
  const from = source.map((dim) => wrapDim(dim, rank))
  const to = destination.map((dim) => wrapDim(dim, rank))
  const unique = (dims: number[]): boolean => new Set(dims).size === dims.length
  check(unique(from), () => `movedim: repeated dim in \`source\` (${sizesText(source)})`)
  check(unique(to), () => `movedim: repeated dim in \`destination\` (${sizesText(destination)})`)
  if (rank === 0) return call('alias', [self])
  const order = new Array<number>(rank).fill(-1)
  to.forEach((dim, i) => (order[dim] = from[i]))
  const rest = self.sizes.map((_, dim) => dim).filter((dim) => !from.includes(dim))
  for (let i = 0; i < rank; i++) if (order[i] < 0) order[i] = rest.shift() as number
  return self.permute(order)
}
op('movedim.intlist(Tensor self, int[] source, int[] destination) -> Tensor', {
  doc: 'Moves dimensions to other places; the others keep their order.',
  example: ['torch.zeros(2, 3, 5).movedim([0, 1], [1, 2]).shape', 'torch.Size([5, 2, 3])'],
  aliases: ['moveaxis'],
  forward: moved,
})
op('movedim.int(Tensor self, int source, int destination) -> Tensor', {
  doc: 'Moves a dimension to another place; the others keep their order.',
  example: ['torch.zeros(2, 3, 5).movedim(0, 2).shape', 'torch.Size([3, 5, 2])'],
  aliases: ['moveaxis'],
  forward: (self: Tensor, source: number, destination: number) => moved(self, [source], [destination]),
})

op('adjoint(Tensor self) -> Tensor', {
  doc: 'Exchanges the last two dimensions, and conjugates complex elements.',
  example: ['torch.tensor([[1, 2], [3, 4]]).adjoint()', 'tensor([[1, 3],\n        [2, 4]])'],
  validate: (self: Tensor) => matrixRank(self, 'adjoint()'),
  forward: (self: Tensor) => {
    const transposed = self.sizes.length === 0 ? self : self.transpose(-2, -1)
    return transposed.conj()
  },
})

// ---- dimensions of size 1 ----

function squeezed({ sizes, strides, offset }: Tensor, dims: Sizes): Geometry {
  const keep = sizes.map((size, dim) => size !== 1 || !dims.includes(dim))
  return [sizes.filter((_, dim) => keep[dim]), strides.filter((_, dim) => keep[dim]), offset]
}
const allDims = (self: Tensor): number[] => self.sizes.map((_, dim) => dim)

op('squeeze(Tensor self) -> Tensor', {
  doc: 'Drops the dimensions of size 1: all of them, or those named.',
  example: ['torch.zeros(2, 1, 3, 1).squeeze().shape', 'torch.Size([2, 3])'],
  view: (self: Tensor) => squeezed(self, allDims(self)),
  backward: { self: (g, { self_sizes }) => reshaped(g, self_sizes) },
})
op('squeeze.dim(Tensor self, int dim) -> Tensor', {
  doc: 'Drops dimension `dim` where it has size 1.',
  example: ['torch.zeros(1, 3, 1).squeeze(0).shape', 'torch.Size([3, 1])'],
  node: 'SqueezeBackward1',
  view: (self: Tensor, dim: number) => squeezed(self, [wrapDim(dim, self.sizes.length)]),
  backward: { self: (g, { self_sizes }) => reshaped(g, self_sizes) },
})
op('squeeze.dims(Tensor self, int[] dim) -> Tensor', {
  doc: 'Drops those of the dimensions `dim` that have size 1.',
  example: ['torch.zeros(1, 3, 1).squeeze([0, 2]).shape', 'torch.Size([3])'],
  node: 'SqueezeBackward2',
  view: (self: Tensor, dim: Sizes) => squeezed(self, wrapDims(dim, self.sizes.length)),
  backward: { self: (g, { self_sizes }) => reshaped(g, self_sizes) },
})
op('squeeze_(Tensor self) -> Tensor', {
  doc: 'Drops the dimensions of size 1 of the tensor itself.',
  example: ['torch.zeros(1, 3, 1).squeeze_().shape', 'torch.Size([3])'],
  node: 'SqueezeBackward2',
  device: true,
  mutate: (self: Tensor) => self.setGeometry(...squeezed(self, allDims(self))),
  backward: { self: (g, { self_sizes }) => reshaped(g, self_sizes) },
})
op('squeeze_.dim(Tensor self, int dim) -> Tensor', {
  doc: 'Drops dimension `dim` of the tensor itself where it has size 1.',
  example: ['torch.zeros(1, 3, 1).squeeze_(0).shape', 'torch.Size([3, 1])'],
  node: 'SqueezeBackward3',
  device: true,
  mutate: (self: Tensor, dim: number) =>
    self.setGeometry(...squeezed(self, [wrapDim(dim, self.sizes.length)])),
  backward: { self: (g, { self_sizes }) => reshaped(g, self_sizes) },
})

function unsqueezed({ sizes, strides, offset }: Tensor, dim: number): Geometry {
  const at = wrapDim(dim, sizes.length + 1)
  const stride = at < sizes.length ? sizes[at] * strides[at] : 1
  return [withInserted(sizes, at, 1), withInserted(strides, at, stride), offset]
}
op('unsqueeze(Tensor self, int dim) -> Tensor', {
  doc: 'Puts in a dimension of size 1 at place `dim`.',
  example: ['torch.tensor([1, 2]).unsqueeze(1)', 'tensor([[1],\n        [2]])'],
  view: unsqueezed,
  backward: { self: (g, { self_sizes }) => reshaped(g, self_sizes) },
})
op('unsqueeze_(Tensor self, int dim) -> Tensor', {
  doc: 'Puts a dimension of size 1 into the tensor itself.',
  example: ['torch.zeros(3).unsqueeze_(0).shape', 'torch.Size([1, 3])'],
  node: 'UnsqueezeBackward1',
  device: true,
  mutate: (self: Tensor, dim: number) => self.setGeometry(...unsqueezed(self, dim)),
  backward: { self: (g, { self_sizes }) => reshaped(g, self_sizes) },
})

// ---- repeating without copying ----

/** `sizes` as they print in the words of an `expand` that cannot be. */
function expanded(self: Tensor, size: Sizes): Geometry {
  const { sizes, strides, offset } = self
  const extra = size.length - sizes.length
  check(
    extra >= 0,
    () =>
      `expand(torch.${self.dtype.scalarName}Tensor{${sizesText(sizes)}}, size=${sizesText(size)}): the number of ` +
      `sizes provided (${size.length}) must be greater or equal to the number of dimensions in the tensor ` +
      `(${sizes.length})`,
  )
  check(
    size.every((count) => count >= -1),
    () => `Trying to create tensor with negative dimension ${Math.min(...size)}: ${sizesText(size)}`,
  )
  const outSizes = new Array<number>(size.length)
  const outStrides = new Array<number>(size.length)
  for (let i = size.length - 1; i >= 0; i--) {
    const own = i >= extra ? sizes[i - extra] : 1
    let wanted = size[i]
    if (wanted === -1) {
      check(
        i >= extra,
        () =>
          `The expanded size of the tensor (${wanted}) isn't allowed in a leading, non-existing dimension ${i}`,
      )
      wanted = own
    }
    check(
      own === wanted || own === 1,
      () =>
        `The expanded size of the tensor (${wanted}) must match the existing size (${own}) at non-singleton ` +
        `dimension ${i}.  Target sizes: ${sizesText(size)}.  Tensor sizes: ${sizesText(sizes)}`,
    )
    outSizes[i] = wanted
    const next = i + 1 < size.length ? outSizes[i + 1] * outStrides[i + 1] : 1
    outStrides[i] = own !== wanted ? 0 : i >= extra ? strides[i - extra] : next
  }
  return [outSizes, outStrides, offset]
}
op('expand(Tensor self, int[] size, *, bool implicit=False) -> Tensor', {
  doc: 'Repeats dimensions of size 1 without copying; -1 keeps a size.',
  example: ['torch.tensor([[1], [2]]).expand(2, 3)', 'tensor([[1, 1, 1],\n        [2, 2, 2]])'],
  variants: 'method',
  view: expanded,
  backward: { self: (g) => g },
})
op('expand_as(Tensor self, Tensor other) -> Tensor', {
  doc: 'Repeats dimensions of size 1 to the shape of `other`.',
  example: ['torch.tensor([1, 2]).expand_as(torch.zeros(2, 2))', 'tensor([[1, 2],\n        [1, 2]])'],
  variants: 'method',
  forward: (self: Tensor, other: Tensor) => self.expand(other.sizes),
})
op('broadcast_to(Tensor self, int[] size) -> Tensor', {
  doc: 'Repeats dimensions of size 1 to the shape `size`.',
  example: ['torch.tensor([1, 2]).broadcast_to(2, 2)', 'tensor([[1, 2],\n        [1, 2]])'],
  forward: (self: Tensor, size: Sizes) => self.expand(size),
})

// ---- parts ----

op('as_strided(Tensor self, int[] size, int[] stride, int? storage_offset=None) -> Tensor', {
  doc: 'Any window on the memory: sizes, steps between elements, and where it starts.',
  example: [
    'torch.arange(5).as_strided([3, 2], [1, 1])',
    'tensor([[0, 1],\n        [1, 2],\n        [2, 3]])',
  ],
  view: (self: Tensor, size: Sizes, stride: Sizes, offset: number | null) =>
    window(self, size, stride, offset),
  backward: {
    self: (g, { self_sizes, self_strides, self_offset, size, stride, storage_offset }) =>
      call('as_strided_backward', [
        g,
        size,
        stride,
        storage_offset ?? self_offset,
        self_sizes,
        self_strides,
        self_offset,
      ]),
  },
})
op('as_strided_(Tensor self, int[] size, int[] stride, int? storage_offset=None) -> Tensor', {
  doc: 'Makes the tensor itself another window on its memory.',
  example: ['torch.arange(4).as_strided_([2], [2])', 'tensor([0, 2])'],
  node: 'AsStridedBackward1',
  device: true,
  mutate: (self: Tensor, size: Sizes, stride: Sizes, offset: number | null) =>
    self.setGeometry(...window(self, size, stride, offset)),
  backward: {
    self: (g, { self_sizes, self_strides, self_offset, size, stride, storage_offset }) =>
      call('as_strided_backward', [
        g,
        size,
        stride,
        storage_offset ?? self_offset,
        self_sizes,
        self_strides,
        self_offset,
      ]),
  },
})

function window(self: Tensor, size: Sizes, stride: Sizes, storageOffset: number | null): Geometry {
  check(size.length === stride.length, () => 'mismatch in length of strides and shape')
  for (const step of stride)
    check(
      step >= 0,
      () => `as_strided: Negative strides are not supported at the moment, got strides: ${sizesText(stride)}`,
    )
  check(
    size.every((count) => count >= 0),
    () =>
      `Storage size calculation overflowed with sizes=${sizesText(size)} and strides=${sizesText(stride)}`,
  )
  const offset = storageOffset ?? self.offset
  check(offset >= 0, () => `Tensor: invalid storage offset ${offset}`)
  const needed = size.includes(0) ? 0 : size.reduce((last, n, i) => last + (n - 1) * stride[i], offset + 1)
  const bytes = self.dtype.itemsize
  check(
    needed <= self.storage.length,
    () =>
      `setStorage: sizes ${sizesText(size)}, strides ${sizesText(stride)}, storage offset ${offset}, and itemsize ` +
      `${bytes} requiring a storage size of ${needed * bytes} are out of bounds for storage of size ` +
      `${self.storage.length * bytes}`,
  )
  return [size, stride, offset]
}

op('select(Tensor self, int dim, int index) -> Tensor', {
  doc: 'The part at `index` of dimension `dim`, which goes away.',
  example: ['torch.arange(6).view(2, 3).select(1, 2)', 'tensor([2, 5])'],
  view: ({ sizes, strides, offset }: Tensor, dim: number, index: number): Geometry => {
    if (sizes.length === 0) throw new IndexError('select() cannot be applied to a 0-dim tensor.')
    const at = wrapDim(dim, sizes.length)
    const size = sizes[at]
    if (index < -size || index >= size)
      throw new IndexError(
        `select(): index ${index} out of range for tensor of size ${sizesText(sizes)} at dimension ${at}`,
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
  check(length >= 0, () => 'narrow(): length must be non-negative.')
  const at = wrapDim(dim, self.sizes.length)
  const size = self.sizes[at]
  let from = Number(start instanceof Tensor ? start.item() : start)
  if (from !== size) from = wrapIndex(from, size)
  check(from <= size - length, () => `start (${from}) + length (${length}) exceeds dimension size (${size}).`)
  return [at, from]
}
function wrapIndex(index: number, size: number): number {
  const bound = Math.max(size, 1)
  if (index < -bound || index >= bound)
    throw new IndexError(
      `Dimension out of range (expected to be in range of [${-bound}, ${bound - 1}], but got ${index})`,
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
    return self.slice(at, from, from + length, 1).clone()
  },
  backward: { self: notDifferentiable('aten::narrow_copy') },
})

op('diagonal(Tensor self, int offset=0, int dim1=0, int dim2=1) -> Tensor', {
  doc: 'The diagonal of two dimensions, as the last dimension of the result.',
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
    check(size <= whole, () => `maximum size for tensor at dimension ${at} is ${whole} but size is ${size}`)
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

// ---- properties ----

declare module '../../tensor/tensor.js' {
  interface Tensor {
    /** The tensor with its dimensions in reverse order. */
    readonly T: Tensor
    /** A matrix transposed and conjugated. */
    readonly H: Tensor
    /** The last two dimensions exchanged. */
    readonly mT: Tensor
    /** The last two dimensions exchanged, complex elements conjugated. */
    readonly mH: Tensor
  }
}

function matrixRank(self: Tensor, name: string): void {
  const rank = self.sizes.length
  check(
    rank >= 2 || rank === 0,
    () => `tensor.${name} is only supported on matrices or batches of matrices. Got ${rank}-D tensor.`,
  )
}
const properties: Record<'T' | 'H' | 'mT' | 'mH', (self: Tensor) => Tensor> = {
  T: (self) => self.permute(allDims(self).reverse()),
  H: (self) => {
    const rank = self.sizes.length
    check(
      rank === 0 || rank === 2,
      () =>
        `tensor.H is only supported on matrices (2-D tensors). Got ${rank}-D tensor.${rank > 2 ? ' For batches of matrices, consider using tensor.mH' : ''}`,
    )
    if (self.dtype.is_complex) return rank === 0 ? self.conj() : self.transpose(0, 1).conj()
    return rank === 0 ? self : self.transpose(0, 1)
  },
  mT: (self) => {
    matrixRank(self, 'mT')
    return self.sizes.length === 0 ? self : self.transpose(-2, -1)
  },
  mH: (self) => {
    matrixRank(self, 'mH')
    if (self.sizes.length > 0) return self.adjoint()
    return self.dtype.is_complex ? self.conj() : self
  },
}
for (const [name, get] of Object.entries(properties))
  Object.defineProperty(Tensor.prototype, name, {
    get(this: Tensor) {
      return get(this)
    },
    configurable: true,
  })
