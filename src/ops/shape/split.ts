// Cutting tensors into parts, which are views: split, chunk, unbind, and NumPy's splits.
import { check, IndexError, wrapDim } from '../../base/errors.js'
import { type Geometry, type Sizes, without } from '../../base/layout.js'
import { type Tensor } from '../../tensor/tensor.js'
import { indexValues } from '../../engine/picking.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

/** More views than memory is for are refused before the first is made, in the words of C++'s list of them. */
function checkPieces(count: number): void {
  check(count <= MAX_PIECES, () => 'cannot create std::vector larger than max_size()')
}
const MAX_PIECES = 2 ** 17

/** Views of `self` of these lengths along `dim`. */
function pieces({ sizes, strides, offset }: Tensor, dim: number, lengths: readonly number[]): Geometry[] {
  let start = offset
  checkPieces(lengths.length)
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
  if (splitSize > 0) checkPieces(size / splitSize)
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
    if (splitSize === 0) checkPieces(chunks)
    if (splitSize === 0) return self.split_with_sizes(new Array<number>(chunks).fill(0), dim)
    return self.split(splitSize, dim)
  },
})

op('unbind(Tensor self, int dim=0) -> Tensor[]', {
  doc: 'All parts along a dimension, which goes away. The parts are views.',
  alsoByName: true,
  example: ['torch.tensor([[1, 2], [3, 4]]).unbind()', '(tensor([1, 2]), tensor([3, 4]))'],
  view: ({ sizes, strides, offset }: Tensor, dim: number): Geometry[] => {
    if (sizes.length === 0) throw new IndexError(`Dimension specified as ${dim} but tensor has no dimensions`)
    const at = wrapDim(dim, sizes.length)
    const restSizes = without(sizes, at)
    const restStrides = without(strides, at)
    checkPieces(sizes[at])
    const parts: Geometry[] = []
    for (let i = 0; i < sizes[at]; i++) parts.push([restSizes, restStrides, offset + i * strides[at]])
    return parts
  },
  backward: {
    self: (g, { grads, self_sizes, dim }) => {
      const at = wrapDim(dim, self_sizes.length)
      const sizes = without(self_sizes as Sizes, at)
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
  checkPieces(sections)
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

// ---- parts that are no views, so that writing to one leaves the others' gradients alone ----

const copies = (parts: readonly Tensor[]): Tensor[] => parts.map((part) => part.clone())

op('unsafe_split(Tensor self, int split_size, int dim=0) -> Tensor[]', {
  doc: 'Cuts a dimension into parts of a size, the last one perhaps smaller. The parts are copies.',
  example: ['torch.unsafe_split(torch.arange(3), 2)', '(tensor([0, 1]), tensor([2]))'],
  device: true,
  compute: (self: Tensor, splitSize: number, dim: number) => copies(self.split(splitSize, dim)),
  backward: {
    self: (_g, { grads, self_sizes, split_size, dim }) =>
      joined(grads, self_sizes, dim, equalLengths(self_sizes[wrapDim(dim, self_sizes.length)], split_size)),
  },
})
op('unsafe_split_with_sizes(Tensor self, int[] split_sizes, int dim=0) -> Tensor[]', {
  doc: 'Cuts a dimension into parts of the given sizes. The parts are copies.',
  example: ['torch.unsafe_split_with_sizes(torch.arange(3), [1, 2])', '(tensor([0]), tensor([1, 2]))'],
  device: true,
  compute: (self: Tensor, splitSizes: number[], dim: number) =>
    copies(self.split_with_sizes(splitSizes, dim)),
  backward: {
    self: (_g, { grads, self_sizes, split_sizes, dim }) => joined(grads, self_sizes, dim, split_sizes),
  },
})
op('unsafe_chunk(Tensor self, int chunks, int dim=0) -> Tensor[]', {
  doc: 'Cuts a dimension into a number of parts, as equal as can be. The parts are copies.',
  example: ['torch.unsafe_chunk(torch.arange(3), 2)', '(tensor([0, 1]), tensor([2]))'],
  forward: (self: Tensor, chunks: number, dim: number) => {
    const parts = self.chunk(chunks, dim)
    return call('unsafe_split', [self, parts[0].sizes[wrapDim(dim, self.sizes.length)], dim])
  },
})
