// Views whose dimensions stand in another order: permute, transpose, movedim.
import { check, checkMatrices, sizesText, wrapDim } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import type { Geometry } from '../../base/layout.js'
import { op } from '../../engine/op.js'
import { replaced, viewAndInplace } from './geometry.js'

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

viewAndInplace(
  'transpose(Tensor self, int dim0, int dim1) -> Tensor',
  {
    doc: 'Exchanges two dimensions.',
    alsoByName: true,
    example: [
      'torch.arange(6).view(2, 3).transpose(0, 1)',
      'tensor([[0, 3],\n        [1, 4],\n        [2, 5]])',
    ],
    view: transposed,
    backward: { self: (g, { dim0, dim1 }) => g.transpose(dim0, dim1) },
  },
  {
    doc: 'Exchanges two dimensions of the tensor itself.',
    example: ['torch.tensor([[1, 2], [3, 4]]).transpose_(0, 1)', 'tensor([[1, 3],\n        [2, 4]])'],
    node: 'TransposeBackward1',
  },
)
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
    variants: 'method',
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
viewAndInplace(
  't(Tensor self) -> Tensor',
  {
    doc: 'Rows become columns. For up to two dimensions.',
    example: ['torch.tensor([[1, 2], [3, 4]]).t()', 'tensor([[1, 3],\n        [2, 4]])'],
    view: (self: Tensor) => matrixTransposed(self, 't'),
    backward: { self: (g) => g.t() },
  },
  {
    doc: 'Rows of the tensor itself become columns.',
    example: ['torch.tensor([[1, 2], [3, 4]]).t_()', 'tensor([[1, 3],\n        [2, 4]])'],
    node: 'TBackward1',
    geometry: (self: Tensor) => matrixTransposed(self, 't_'),
  },
)

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
  validate: (self: Tensor) => checkMatrices(self.sizes, 'adjoint()'),
  forward: (self: Tensor) => {
    const transposed = self.sizes.length === 0 ? self : self.transpose(-2, -1)
    return transposed.conj()
  },
})
