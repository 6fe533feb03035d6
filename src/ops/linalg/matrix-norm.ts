// Norms of matrices, and `linalg.norm`, which is one of vectors or of matrices. Follows ATen/native/LinearAlgebra.cpp.
import type { DType } from '../../base/dtype.js'
import { check, sizesText, wrapDim } from '../../base/errors.js'
import { type Scalar, scalarToNumber } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { checkFloat, checkMatrix } from './matrices.js'

type Dims = readonly number[]

const vectorNorm = (
  x: Tensor,
  ord: number | Scalar,
  dim: Dims | null,
  keepdim: boolean,
  dtype: DType | null,
): Tensor => call('linalg.vector_norm', [x, ord, dim, keepdim, { dtype }]) as Tensor

/** What `dim` names, resolved and told apart. */
function checkDims(self: Tensor, dim: Dims): [number, number] {
  const name = 'linalg.matrix_norm'
  checkMatrix(name, self)
  check(dim.length === 2, () => `${name}: dim must be a 2-tuple. Got ${dim.join(', ')}`)
  const [a, b] = dim.map((one) => wrapDim(one, self.sizes.length))
  check(a !== b, () => `${name}: dims must be different. Got (${dim.join(', ')})`)
  return [a, b]
}

/** Two dimensions moved to the end, and back where they were. */
function last([a, b]: readonly [number, number], rank: number): { order: number[]; back: number[] } {
  const order = Array.from({ length: rank }, (_, i) => i).filter((i) => i !== a && i !== b)
  order.push(a, b)
  const back = new Array<number>(rank)
  order.forEach((dim, i) => (back[dim] = i))
  return { order, back }
}

/** Singular values of the matrices in two dimensions, brought down to one number by `reduce`. */
function bySingularValues(
  self: Tensor,
  dims: readonly [number, number],
  keepdim: boolean,
  dtype: DType | null,
  reduce: (values: Tensor) => Tensor,
): Tensor {
  const { order, back } = last(dims, self.sizes.length)
  const x = dtype === null ? self : self.to(dtype)
  const result = reduce(call('linalg.svdvals', [x.permute(order)]) as Tensor)
  return keepdim ? result.unsqueeze(-1).permute(back) : result
}

function matrixNorm(
  self: Tensor,
  ord: Scalar | string,
  dim: Dims,
  keepdim: boolean,
  dtype: DType | null,
): Tensor {
  const name = 'linalg.matrix_norm'
  const size = typeof ord === 'string' ? 0 : Math.abs(scalarToNumber(ord))
  check(
    ord === 'fro' || ord === 'nuc' || size === 2 || size === 1 || size === Infinity,
    () => `${name}: Order ${String(ord).replace('Infinity', 'inf')} not supported.`,
  )
  checkMatrix(name, self)
  checkFloat(name, self, !(ord === 'nuc' || size === 2))
  if (typeof ord === 'string') {
    const dims = checkDims(self, dim)
    if (ord === 'fro') return vectorNorm(self, 2, dims, keepdim, dtype)
    return bySingularValues(self, dims, keepdim, dtype, (values) => values.sum(-1, keepdim))
  }
  const value = scalarToNumber(ord)
  let [rows, cols] = checkDims(self, dim)
  const extreme = (x: Tensor, over: number, keeps: boolean): Tensor =>
    value > 0 ? (x.amax(over, keeps) as Tensor) : (x.amin(over, keeps) as Tensor)
  if (size === 2)
    return bySingularValues(self, [rows, cols], keepdim, dtype, (values) => extreme(values, -1, keepdim))
  if (size === Infinity) [rows, cols] = [cols, rows]
  const sums = vectorNorm(self, 1, [rows], keepdim, dtype)
  return extreme(sums, !keepdim && cols > rows ? cols - 1 : cols, keepdim)
}

const matrixDoc =
  "A norm of matrices: 'fro' (the root of the sum of squares), 'nuc' (the sum of singular values), 1 or -1 (the largest or " +
  'smallest sum of a column), inf or -inf (of a row), 2 or -2 (the largest or smallest singular value).'
const matrixExample = [
  'torch.linalg.matrix_norm(torch.tensor([[3, 0], [0, 4]]).float())',
  'tensor(5.)',
] as const

const expectedDtype =
  (name: string) =>
  (own: DType, out: DType): string =>
    `${name} expected out tensor dtype ${own.scalarName} but got: ${out.scalarName}`

op(
  'linalg.matrix_norm(Tensor self, Scalar ord, int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor',
  {
    exactOut: expectedDtype('linalg.matrix_norm'),
    doc: matrixDoc,
    example: matrixExample,
    forward: matrixNorm,
  },
)
op(
  "linalg.matrix_norm.str(Tensor self, str ord='fro', int[] dim=[-2, -1], bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor",
  {
    exactOut: expectedDtype('linalg.matrix_norm'),
    doc: matrixDoc,
    example: matrixExample,
    forward: matrixNorm,
  },
)

function norm(
  self: Tensor,
  ord: Scalar | string | null,
  dim: Dims | null,
  keepdim: boolean,
  dtype: DType | null,
): Tensor {
  const rank = self.sizes.length
  if (typeof ord === 'string') {
    check(
      dim === null || dim.length === 2 || dim.length === 1,
      () => `linalg.norm: If dim is specified, it mut be of length 1 or 2. Got ${sizesText(dim!)}`,
    )
    check(
      dim !== null || rank === 1 || rank === 2,
      () => `linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got ${rank}D.`,
    )
    return matrixNorm(self, ord, dim ?? [-2, -1], keepdim, dtype)
  }
  if (dim !== null)
    check(
      dim.length === 1 || dim.length === 2,
      () => `linalg.norm: If dim is specified, it must be of length 1 or 2. Got ${sizesText(dim)}`,
    )
  else if (ord !== null)
    check(
      rank === 1 || rank === 2,
      () => `linalg.norm: If dim is not specified but ord is, the input must be 1D or 2D. Got ${rank}D.`,
    )
  if (ord !== null && ((dim !== null && dim.length === 2) || (dim === null && rank === 2)))
    return matrixNorm(self, ord, dim ?? [0, 1], keepdim, dtype)
  return vectorNorm(self, ord ?? 2, dim, keepdim, dtype)
}

const normDoc =
  'A norm of vectors, or with `ord` and two dimensions of matrices: see `linalg.vector_norm` and `linalg.matrix_norm`.'
const normExample = ['torch.linalg.norm(torch.tensor([3, 4]).float())', 'tensor(5.)'] as const

op(
  'linalg.norm(Tensor self, Scalar? ord=None, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor',
  { exactOut: expectedDtype('linalg.norm'), doc: normDoc, example: normExample, forward: norm },
)
op(
  'linalg.norm.str(Tensor self, str ord, int[1]? dim=None, bool keepdim=False, *, ScalarType? dtype=None, Tensor? out=None) -> Tensor',
  { exactOut: expectedDtype('linalg.norm'), doc: normDoc, example: normExample, forward: norm },
)

const oldNorm = (self: Tensor, p: string, dim: Dims | null, keepdim: boolean): Tensor =>
  call('norm', [self, p, dim, keepdim]) as Tensor

op('nuclear_norm(Tensor self, bool keepdim=False, *, Tensor? out=None) -> Tensor', {
  doc: 'The sum of the singular values of a matrix.',
  example: ['torch.nuclear_norm(torch.tensor([[3, 0], [0, 4]]).float())', 'tensor(7.)'],
  variants: 'function',
  forward: (self: Tensor, keepdim: boolean) => oldNorm(self, 'nuc', null, keepdim),
})
op('nuclear_norm.dim(Tensor self, int[2] dim, bool keepdim=False, *, Tensor? out=None) -> Tensor', {
  doc: 'The sums of the singular values of the matrices in two dimensions.',
  example: ['torch.nuclear_norm(torch.tensor([[3, 0], [0, 4]]).float(), [0, 1])', 'tensor(7.)'],
  variants: 'function',
  forward: (self: Tensor, dim: Dims, keepdim: boolean) => oldNorm(self, 'nuc', dim, keepdim),
})
op('frobenius_norm(Tensor self) -> Tensor', {
  doc: 'The root of the sum of squares.',
  example: ['torch.frobenius_norm(torch.tensor([[3, 0], [0, 4]]).float())', 'tensor(5.)'],
  variants: 'function',
  forward: (self: Tensor) => oldNorm(self, 'fro', null, false),
})
op('frobenius_norm.dim(Tensor self, int[1] dim, bool keepdim=False, *, Tensor? out=None) -> Tensor', {
  doc: 'The roots of the sums of squares along dimensions.',
  example: ['torch.frobenius_norm(torch.tensor([[3, 4], [0, 4]]).float(), [1])', 'tensor([5., 4.])'],
  variants: 'function',
  forward: (self: Tensor, dim: Dims, keepdim: boolean) => oldNorm(self, 'fro', dim, keepdim),
})
