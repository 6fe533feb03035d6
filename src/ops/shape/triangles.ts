// Triangles and diagonals of matrices: tril, triu, their indices, diag, diag_embed.
import { type DType, int32, int64, notImplementedFor } from '../../base/dtype.js'
import { check, checkNumel, messages, wrapDim } from '../../base/errors.js'
import { contiguousStrides } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { castTo } from '../../engine/copy.js'
import { triangleOf } from '../../engine/picking.js'
import { run } from '../../engine/run.js'
import { trianglePlaces } from '../../kernels/triangle.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { embedded } from './geometry.js'

function triangle(self: Tensor, diagonal: number, upper: boolean): Tensor {
  if (self.count > 0) self.size(-2)
  return triangleOf(self, diagonal, upper)
}

/** How many elements `tril` keeps of a matrix; get_tril_size in ATen/native/TensorFactories.h. */
function lowerCount(rows: number, columns: number, offset: number): number {
  if (rows === 0 || columns === 0) return 0
  const first = offset > 0 ? Math.min(columns, 1 + offset) : rows + offset > 0 ? 1 : 0
  const last = Math.max(0, Math.min(columns, rows + offset))
  const some = Math.max(0, Math.min(rows, rows + offset))
  const growing = last - first + 1
  return ((first + last) * growing) / 2 + Math.max(0, some - growing) * columns
}

for (const upper of [false, true]) {
  const name = upper ? 'triu' : 'tril'
  op(`${name}(Tensor self, int diagonal=0, *, Tensor? out=None) -> Tensor`, {
    overlap: 'allowed',
    exactOut: true,
    doc: `Keeps the elements on and ${upper ? 'above' : 'below'} the diagonal, zeros elsewhere.`,
    example: [
      `torch.tensor([[1, 2], [3, 4]]).${name}()`,
      upper ? 'tensor([[1, 2],\n        [0, 4]])' : 'tensor([[1, 0],\n        [3, 4]])',
    ],
    inplace: 'method',
    device: true,
    compute: (self: Tensor, diagonal: number) => triangle(self, diagonal, upper),
    backward: { self: (g, { diagonal }) => (g[name] as Tensor['tril'])(diagonal) },
  })
}

for (const upper of [false, true]) {
  const name = upper ? 'triu_indices' : 'tril_indices'
  op(
    `${name}(int row, int col, int offset=0, *, ScalarType? dtype=None, Layout? layout=None, Device? device=None, bool? pin_memory=False) -> Tensor`,
    {
      doc: `Rows and columns of the elements that \`${name.slice(0, 4)}\` keeps.`,
      example: [
        `torch.${name}(2, 2)`,
        upper ? 'tensor([[0, 0, 1],\n        [0, 1, 1]])' : 'tensor([[0, 1, 1],\n        [0, 0, 1]])',
      ],
      device: true,
      compute: (row: number, col: number, offset: number, dtype: DType | null) => {
        check(row >= 0, () => `row must be non-negative, got${row}`)
        check(col >= 0, () => `col must be non-negative, got${col}`)
        if (dtype !== null && dtype !== int64 && dtype !== int32) notImplementedFor(name, dtype)
        const count = upper ? row * col - lowerCount(row, col, offset - 1) : lowerCount(row, col, offset)
        const result = emptyTensor([2, count], int64)
        run(trianglePlaces, [result], count, row, col, offset, upper)
        return dtype === null || dtype === int64 ? result : result.to(dtype)
      },
      backward: 'none',
    },
  )
}

op('diag(Tensor self, int diagonal=0, *, Tensor? out=None) -> Tensor', {
  exactOut: messages.expectedScalarType,
  doc: 'The diagonal of a matrix; or a matrix with a vector on its diagonal.',
  example: ['torch.tensor([1, 2]).diag()', 'tensor([[1, 0],\n        [0, 2]])'],
  device: true,
  compute: (self: Tensor, diagonal: number) => {
    const rank = self.sizes.length
    check(rank === 1 || rank === 2, () => 'matrix or a vector expected')
    if (rank === 2) return castTo(self.diagonal(diagonal), self.dtype)
    const size = self.count + Math.abs(diagonal)
    checkNumel([size, size])
    return embedded(self, [size, size], [size + 1], diagonal >= 0 ? diagonal : -diagonal * size)
  },
  backward: {
    self: (g, { self_sizes, diagonal }) =>
      self_sizes.length === 1 ? g.diag(diagonal) : call('diagonal_backward', [g, self_sizes, diagonal, 0, 1]),
  },
})

op('diag_embed(Tensor self, int offset=0, int dim1=-2, int dim2=-1) -> Tensor', {
  doc: 'Matrices whose diagonals are the last dimension of the input.',
  example: ['torch.tensor([1, 2]).diag_embed()', 'tensor([[1, 0],\n        [0, 2]])'],
  device: true,
  compute: (self: Tensor, offset: number, dim1: number, dim2: number) => {
    const rank = self.sizes.length + 1
    const a = wrapDim(dim1, rank)
    const b = wrapDim(dim2, rank)
    check(a !== b, () => `diagonal dimensions cannot be identical ${dim1}, ${dim2}`)
    const size = self.sizes[rank - 2] + Math.abs(offset)
    const rest = self.sizes.slice(0, rank - 2)
    const sizes: number[] = []
    for (let dim = 0; dim < rank; dim++) sizes.push(dim === a || dim === b ? size : (rest.shift() as number))
    const strides = contiguousStrides(sizes)
    const window = [...strides.filter((_, dim) => dim !== a && dim !== b), strides[a] + strides[b]]
    return embedded(self, sizes, window, offset >= 0 ? offset * strides[b] : -offset * strides[a])
  },
  backward: { self: (g, { offset, dim1, dim2 }) => g.diagonal(offset, dim1, dim2) },
})
