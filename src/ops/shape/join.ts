/** Joining tensors (cat, stack, …) and splitting them (split, chunk, unbind, …). */
import { promoteTypes } from '../../base/dtype.js'
import { check, IndexError, wrapDim } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { copyToWindow, indexValues } from '../../engine/cells.js'
import { call } from '../../engine/dispatch.js'
import { op, type Geometry } from '../../engine/op.js'

/** An empty one-dimensional tensor joins with anything: what PyTorch keeps from its early days. */
const isSkipped = (sizes: Sizes): boolean => sizes.length === 1 && sizes[0] === 0

function commonDtype(tensors: readonly Tensor[]): Tensor['dtype'] {
  return tensors.reduce((dtype, tensor) => promoteTypes(dtype, tensor.dtype), tensors[0].dtype)
}

function concatenate(tensors: readonly Tensor[], dim: number): Tensor {
  check(tensors.length > 0, () => 'torch.cat(): expected a non-empty list of Tensors')
  tensors.forEach((tensor, i) => {
    check(tensor.sizes.length > 0, () => `zero-dimensional tensor (at position ${i}) cannot be concatenated`)
  })
  const dtype = commonDtype(tensors)
  const used = tensors.filter((tensor) => !isSkipped(tensor.sizes))
  if (used.length === 0) {
    wrapDim(dim, 1)
    return emptyTensor([0], dtype, tensors[0].device)
  }
  const first = used[0].sizes
  const at = wrapDim(dim, first.length)
  let total = 0
  tensors.forEach((tensor, i) => {
    const { sizes } = tensor
    if (isSkipped(sizes)) return
    check(
      sizes.length === first.length,
      () => `Tensors must have same number of dimensions: got ${first.length} and ${sizes.length}`,
    )
    for (let k = 0; k < first.length; k++)
      check(
        k === at || sizes[k] === first[k],
        () =>
          `Sizes of tensors must match except in dimension ${at}. Expected size ${first[k]} but got size ` +
          `${sizes[k]} for tensor number ${i} in the list.`,
      )
    total += sizes[at]
  })
  const result = emptyTensor(
    first.map((size, k) => (k === at ? total : size)),
    dtype,
    used[0].device,
  )
  let start = 0
  for (const tensor of used) {
    copyToWindow(result, result.strides, start, tensor.dtype === dtype ? tensor : tensor.to(dtype))
    start += tensor.sizes[at] * result.strides[at]
  }
  return result
}

op('cat(Tensor[] tensors, int dim=0, *, Tensor? out=None) -> Tensor', {
  doc: 'Joins tensors along a dimension they have.',
  example: ['torch.cat([torch.tensor([1, 2]), torch.tensor([3])])', 'tensor([1, 2, 3])'],
  aliases: ['concat', 'concatenate'],
  device: true,
  compute: concatenate,
  backward: {
    tensors: (g, { tensors_sizes, dim }) => {
      const shapes = tensors_sizes as Sizes[]
      const at = wrapDim(dim, g.sizes.length)
      let start = 0
      return shapes.map((sizes) => {
        if (isSkipped(sizes)) return g.new_zeros([0])
        const part = g.narrow(at, start, sizes[at])
        start += sizes[at]
        return part
      })
    },
  },
})

op('stack(Tensor[] tensors, int dim=0, *, Tensor? out=None) -> Tensor', {
  doc: 'Joins tensors of one shape along a new dimension.',
  example: ['torch.stack([torch.tensor([1, 2]), torch.tensor([3, 4])])', 'tensor([[1, 2],\n        [3, 4]])'],
  device: true,
  compute: (tensors: Tensor[], dim: number) => {
    check(tensors.length > 0, () => 'stack expects a non-empty TensorList')
    const [{ sizes }] = tensors
    const at = wrapDim(dim, sizes.length + 1)
    tensors.forEach((tensor, i) => {
      check(
        tensor.sizes.length === sizes.length && tensor.sizes.every((size, k) => size === sizes[k]),
        () =>
          `stack expects each tensor to be equal size, but got [${sizes.join(', ')}] at entry 0 and ` +
          `[${tensor.sizes.join(', ')}] at entry ${i}`,
      )
    })
    const dtype = commonDtype(tensors)
    const joined = [...sizes.slice(0, at), tensors.length, ...sizes.slice(at)]
    const result = emptyTensor(joined, dtype, tensors[0].device)
    const strides = result.strides.filter((_, k) => k !== at)
    tensors.forEach((tensor, i) => {
      copyToWindow(
        result,
        strides,
        i * result.strides[at],
        tensor.dtype === dtype ? tensor : tensor.to(dtype),
      )
    })
    return result
  },
  backward: { tensors: (g, { dim }) => [...g.unbind(dim)] },
})

op('hstack(Tensor[] tensors, *, Tensor? out=None) -> Tensor', {
  doc: 'Joins tensors side by side: along the second dimension, or the only one.',
  example: ['torch.hstack([torch.tensor([1, 2]), torch.tensor([3])])', 'tensor([1, 2, 3])'],
  forward: (tensors: Tensor[]) => {
    check(tensors.length > 0, () => 'hstack expects a non-empty TensorList')
    const parts = tensors.map((tensor) => call('atleast_1d', [tensor]) as Tensor)
    return call('cat', [parts, parts[0].sizes.length === 1 ? 0 : 1])
  },
})

op('vstack(Tensor[] tensors, *, Tensor? out=None) -> Tensor', {
  doc: 'Joins tensors as rows, one below the other.',
  example: [
    'torch.vstack([torch.tensor([1, 2]), torch.tensor([3, 4])])',
    'tensor([[1, 2],\n        [3, 4]])',
  ],
  aliases: ['row_stack'],
  forward: (tensors: Tensor[]) => {
    check(tensors.length > 0, () => 'vstack expects a non-empty TensorList')
    return call('cat', [tensors.map((tensor) => call('atleast_2d', [tensor]) as Tensor), 0])
  },
})

op('dstack(Tensor[] tensors, *, Tensor? out=None) -> Tensor', {
  doc: 'Joins tensors along the third dimension.',
  example: [
    'torch.dstack([torch.tensor([1, 2]), torch.tensor([3, 4])])',
    'tensor([[[1, 3],\n         [2, 4]]])',
  ],
  forward: (tensors: Tensor[]) => {
    check(tensors.length > 0, () => 'dstack expects a non-empty TensorList')
    return call('cat', [tensors.map((tensor) => call('atleast_3d', [tensor]) as Tensor), 2])
  },
})

op('column_stack(Tensor[] tensors, *, Tensor? out=None) -> Tensor', {
  doc: 'Joins tensors as columns; a tensor of one dimension is one column.',
  example: [
    'torch.column_stack([torch.tensor([1, 2]), torch.tensor([3, 4])])',
    'tensor([[1, 3],\n        [2, 4]])',
  ],
  forward: (tensors: Tensor[]) => {
    check(tensors.length > 0, () => 'column_stack expects a non-empty TensorList')
    const columns = tensors.map((tensor) =>
      tensor.sizes.length <= 1 ? tensor.reshape([tensor.count, 1]) : tensor,
    )
    return call('hstack', [columns])
  },
})

op('block_diag(Tensor[] *tensors) -> Tensor', {
  doc: 'A matrix with the given matrices along its diagonal.',
  example: [
    'torch.block_diag(torch.tensor([[1, 2]]), torch.tensor(3))',
    'tensor([[1, 2, 0],\n        [0, 0, 3]])',
  ],
  device: true,
  compute: (tensors: Tensor[]) => {
    const blocks = tensors.map((tensor, i) => {
      check(
        tensor.sizes.length <= 2,
        () =>
          'torch.block_diag: Input tensors must have 2 or fewer dimensions. Input ' +
          `${i} has ${tensor.sizes.length} dimensions`,
      )
      return tensor.view(blockSizes(tensor.sizes))
    })
    check(blocks.length > 0, () => 'torch.block_diag: expected at least one tensor')
    const dtype = commonDtype(blocks)
    const rows = blocks.reduce((sum, block) => sum + block.sizes[0], 0)
    const columns = blocks.reduce((sum, block) => sum + block.sizes[1], 0)
    const result = zerosTensor([rows, columns], dtype, tensors[0].device)
    let row = 0
    let column = 0
    for (const block of blocks) {
      copyToWindow(result, result.strides, row * result.strides[0] + column, block.to(dtype))
      row += block.sizes[0]
      column += block.sizes[1]
    }
    return result
  },
  backward: {
    tensors: (g, { tensors_sizes }) => {
      let row = 0
      let column = 0
      return (tensors_sizes as Sizes[]).map((sizes) => {
        const [rows, columns] = blockSizes(sizes)
        const part = g.narrow(0, row, rows).narrow(1, column, columns).reshape(sizes)
        row += rows
        column += columns
        return part
      })
    },
  },
})
const blockSizes = (sizes: Sizes): number[] =>
  sizes.length === 2 ? sizes.slice() : [1, sizes.length === 1 ? sizes[0] : 1]

// ---- splitting ----

/** Views of `self` of these lengths along `dim`. */
function pieces({ sizes, strides, offset }: Tensor, dim: number, lengths: readonly number[]): Geometry[] {
  let start = offset
  return lengths.map((length) => {
    const own = sizes.map((size, k) => (k === dim ? length : size))
    const piece: Geometry = [own, strides, start]
    start += length * strides[dim]
    return piece
  })
}

/** The gradients of pieces, put together again; a piece that was not used counts as zeros. */
function joined(
  grads: readonly (Tensor | null)[],
  sizes: Sizes,
  dim: number,
  lengths: readonly number[],
): Tensor {
  const at = wrapDim(dim, sizes.length)
  const some = grads.find((grad) => grad !== null) as Tensor
  const parts = grads.map(
    (grad, i) => grad ?? some.new_zeros(sizes.map((size, k) => (k === at ? lengths[i] : size))),
  )
  return call('cat', [parts, at])
}

function equalLengths(size: number, splitSize: number): number[] {
  const count = splitSize === 0 ? 1 : Math.max(Math.ceil(size / splitSize), 1)
  return Array.from({ length: count }, (_, i) => (i < count - 1 ? splitSize : size - splitSize * (count - 1)))
}

op('split(Tensor self, int split_size, int dim=0) -> Tensor[]', {
  doc: 'Cuts a dimension into parts of `split_size` (the last may be smaller), or of the sizes in a list. The parts are views.',
  example: ['torch.arange(5).split(2)', '(tensor([0, 1]), tensor([2, 3]), tensor([4]))'],
  view: (self: Tensor, splitSize: number, dim: number) => {
    check(self.sizes.length > 0, () => 'split expects at least a 1-dimensional tensor')
    check(splitSize >= 0, () => `split expects split_size be non-negative, but got split_size=${splitSize}`)
    const at = wrapDim(dim, self.sizes.length)
    const size = self.sizes[at]
    check(
      splitSize > 0 || size === 0,
      () => `split_size can only be 0 if dimension size is 0, but got dimension size of ${size}`,
    )
    return pieces(self, at, equalLengths(size, splitSize))
  },
  backward: {
    self: (_g, { grads, self_sizes, split_size, dim }) =>
      joined(grads, self_sizes, dim, equalLengths(self_sizes[wrapDim(dim, self_sizes.length)], split_size)),
  },
})

const splitWithSizes = {
  view: (self: Tensor, splitSizes: Sizes, dim: number) => {
    check(self.sizes.length > 0, () => 'split expects at least a 1-dimensional tensor')
    const at = wrapDim(dim, self.sizes.length)
    const size = self.sizes[at]
    const total = splitSizes.reduce((sum, length) => sum + length, 0)
    for (const length of splitSizes)
      check(
        length >= 0,
        () =>
          'split_with_sizes expects split_sizes have only non-negative entries, but got ' +
          `split_sizes=[${splitSizes.join(', ')}]`,
      )
    check(
      total === size,
      () =>
        `split_with_sizes expects split_sizes to sum exactly to ${size} (input tensor's size at dimension ${at}), ` +
        `but got split_sizes=[${splitSizes.join(', ')}]`,
    )
    return pieces(self, at, splitSizes)
  },
}
op('split_with_sizes(Tensor self, int[] split_sizes, int dim=0) -> Tensor[]', {
  doc: 'Cuts a dimension into parts of the given sizes. The parts are views.',
  example: ['torch.arange(5).split_with_sizes([1, 4])', '(tensor([0]), tensor([1, 2, 3, 4]))'],
  view: splitWithSizes.view,
  backward: {
    self: (_g, { grads, self_sizes, split_sizes, dim }) => joined(grads, self_sizes, dim, split_sizes),
  },
})
op('split.sizes(Tensor self, int[] split_size, int dim=0) -> Tensor[]', {
  doc: 'Cuts a dimension into parts of the given sizes. The parts are views.',
  example: ['torch.arange(4).split([1, 3])', '(tensor([0]), tensor([1, 2, 3]))'],
  forward: (self: Tensor, splitSizes: Sizes, dim: number) => self.split_with_sizes(splitSizes, dim),
})

op('chunk(Tensor self, int chunks, int dim=0) -> Tensor[]', {
  doc: 'Cuts a dimension into at most `chunks` equal parts; the last may be smaller. The parts are views.',
  example: ['torch.arange(5).chunk(2)', '(tensor([0, 1, 2]), tensor([3, 4]))'],
  forward: (self: Tensor, chunks: number, dim: number) => {
    check(self.sizes.length > 0, () => 'chunk expects at least a 1-dimensional tensor')
    check(chunks > 0, () => `chunk expects \`chunks\` to be greater than 0, got: ${chunks}`)
    const size = self.sizes[wrapDim(dim, self.sizes.length)]
    const splitSize = Math.ceil(size / chunks)
    // Splitting nothing into parts of size 0 would lose the number of parts.
    if (splitSize === 0) return self.split_with_sizes(new Array<number>(chunks).fill(0), dim)
    return self.split(splitSize, dim)
  },
})

op('unbind(Tensor self, int dim=0) -> Tensor[]', {
  doc: 'All parts along a dimension, which goes away. The parts are views.',
  example: ['torch.tensor([[1, 2], [3, 4]]).unbind()', '(tensor([1, 2]), tensor([3, 4]))'],
  view: ({ sizes, strides, offset }: Tensor, dim: number): Geometry[] => {
    if (sizes.length === 0) throw new IndexError(`Dimension specified as ${dim} but tensor has no dimensions`)
    const at = wrapDim(dim, sizes.length)
    const restSizes = sizes.filter((_, k) => k !== at)
    const restStrides = strides.filter((_, k) => k !== at)
    const parts: Geometry[] = []
    for (let i = 0; i < sizes[at]; i++) parts.push([restSizes, restStrides, offset + i * strides[at]])
    return parts
  },
  backward: {
    self: (g, { grads, self_sizes, dim }) => {
      const at = wrapDim(dim, self_sizes.length)
      const sizes = (self_sizes as Sizes).filter((_, k) => k !== at)
      return call('stack', [(grads as (Tensor | null)[]).map((grad) => grad ?? g.new_zeros(sizes)), at])
    },
  },
})

// ---- NumPy's splits ----

function splitAt(self: Tensor, points: ArrayLike<number>, dim: number): Tensor[] {
  const size = self.sizes[dim]
  const result: Tensor[] = []
  let start = 0
  for (let i = 0; i < points.length; i++) {
    result.push(self.slice(dim, start, points[i], 1))
    start = points[i]
  }
  result.push(self.slice(dim, start, size, 1))
  return result
}

function splitEvenly(self: Tensor, sections: number, dim: number): Tensor[] {
  check(sections > 0, () => `number of sections must be larger than 0, got ${sections}`)
  const size = self.sizes[dim]
  const least = Math.floor(size / sections)
  const larger = size % sections
  let start = 0
  return Array.from({ length: sections }, (_, i) => {
    const end = start + least + (i < larger ? 1 : 0)
    const part = self.slice(dim, start, end, 1)
    start = end
    return part
  })
}

function checkedDim(self: Tensor, dim: number): number {
  check(
    self.sizes.length > 0,
    () =>
      `tensor_split expected at least a 1-dimensional tensor, but got a tensor with ${self.sizes.length} dims`,
  )
  return wrapDim(dim, self.sizes.length)
}

op('tensor_split.sections(Tensor self, int sections, int dim=0) -> Tensor[]', {
  doc: 'Cuts a dimension into `sections` parts of nearly equal size, or at the given places. The parts are views.',
  example: ['torch.arange(5).tensor_split(3)', '(tensor([0, 1]), tensor([2, 3]), tensor([4]))'],
  forward: (self: Tensor, sections: number, dim: number) =>
    splitEvenly(self, sections, checkedDim(self, dim)),
})
op('tensor_split.indices(Tensor self, int[] indices, int dim=0) -> Tensor[]', {
  doc: 'Cuts a dimension at the given places. The parts are views.',
  example: ['torch.arange(4).tensor_split([1, 3])', '(tensor([0]), tensor([1, 2]), tensor([3]))'],
  forward: (self: Tensor, indices: Sizes, dim: number) => splitAt(self, indices, checkedDim(self, dim)),
})
op(
  'tensor_split.tensor_indices_or_sections(Tensor self, Tensor tensor_indices_or_sections, int dim=0) -> Tensor[]',
  {
    doc: 'Cuts a dimension as a tensor says: a number of sections, or places.',
    example: [
      'torch.arange(4).tensor_split(torch.tensor([1, 3]))',
      '(tensor([0]), tensor([1, 2]), tensor([3]))',
    ],
    forward: (self: Tensor, where: Tensor, dim: number) => {
      const rank = where.sizes.length
      check(
        rank <= 1,
        () =>
          'tensor_split expected tensor_indices_or_sections to be a zero-dimensional or one-dimensional tensor, but ' +
          `got a tensor with ${rank} dims`,
      )
      check(
        where.dtype.name === 'int64',
        () =>
          `tensor_split expected tensor_indices_or_sections to have dtype of long, but got ${where.dtype.scalarName}`,
      )
      const values = indexValues(where)
      const at = checkedDim(self, dim)
      return rank === 0 ? splitEvenly(self, values[0], at) : splitAt(self, values, at)
    },
  },
)

for (const [name, least, axis, example, atPlaces] of [
  [
    'hsplit',
    1,
    1,
    ['torch.arange(4).hsplit(2)', '(tensor([0, 1]), tensor([2, 3]))'],
    ['torch.arange(4).hsplit([1])', '(tensor([0]), tensor([1, 2, 3]))'],
  ],
  [
    'vsplit',
    2,
    0,
    ['torch.tensor([[1, 2], [3, 4]]).vsplit(2)', '(tensor([[1, 2]]), tensor([[3, 4]]))'],
    ['torch.zeros(3, 2).vsplit([1])[1].shape', 'torch.Size([2, 2])'],
  ],
  [
    'dsplit',
    3,
    2,
    ['torch.zeros(1, 2, 4).dsplit(2)[0].shape', 'torch.Size([1, 2, 2])'],
    ['torch.zeros(1, 2, 4).dsplit([1])[1].shape', 'torch.Size([1, 2, 3])'],
  ],
] as const) {
  const doc = `Cuts a tensor along its ${['first', 'second', 'third'][axis]} dimension`
  const dimOf = (self: Tensor): number => {
    const rank = self.sizes.length
    check(
      rank >= least,
      () =>
        `torch.${name} requires a tensor with at least ${least} dimension, but got a tensor with ${rank} dimensions!`,
    )
    return Math.min(axis, rank - 1)
  }
  op(`${name}(Tensor self, int sections) -> Tensor[]`, {
    doc: `${doc} into \`sections\` equal parts, or at the given places. The parts are views.`,
    example,
    forward: (self: Tensor, sections: number) => {
      const dim = dimOf(self)
      const size = self.sizes[dim]
      check(
        sections !== 0 && size % sections === 0,
        () =>
          `torch.${name} attempted to split along dimension ${dim}, but the size of the dimension ${size} is not ` +
          `divisible by the split_size ${sections}!`,
      )
      return self.tensor_split(sections, dim)
    },
  })
  op(`${name}.array(Tensor self, int[] indices) -> Tensor[]`, {
    doc: `${doc} at the given places. The parts are views.`,
    example: atPlaces,
    forward: (self: Tensor, indices: Sizes) => self.tensor_split(indices, dimOf(self)),
  })
}
