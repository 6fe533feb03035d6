// What singular values, or eigenvalues of Hermitian matrices, tell: pseudoinverses, ranks, condition numbers. Follows
// ATen/native/LinearAlgebra.cpp; the gradient, `pinv_backward` in FunctionsManual.cpp.
import { type DType, int64, promoteTypes, toReal } from '../../base/dtype.js'
import { check, RuntimeError } from '../../base/errors.js'
import { type Scalar, scalarToNumber } from '../../base/scalar.js'
import { zerosTensor, Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { adjoint } from '../linear/matrix.js'
import { checkConstant } from '../pointwise/gradients.js'
import { batchOf, checkMatrix, checkSquare, colsOf, rowsOf } from './matrices.js'

const epsilonOf = (dtype: DType): number =>
  ({ float64: 2 ** -52, complex128: 2 ** -52, float16: 2 ** -10, bfloat16: 2 ** -7 })[dtype.name as string] ??
  2 ** -23

type Tolerance = Tensor | number | null

const checkReal = (name: string, word: string, { dtype }: Tensor): void =>
  check(
    !dtype.is_complex,
    () => `${name}: ${word} tensor of complex type is not supported. Got ${dtype.scalarName}`,
  )

/** `atol` and `rtol` as tensors: without both, the relative one is the dtype's epsilon times the longer side. */
function tolerances(input: Tensor, atol: Tolerance, rtol: Tolerance, name: string): [Tensor, Tensor] {
  const made = (value: Tolerance): Tensor | null =>
    value === null || value instanceof Tensor
      ? value
      : (call('full', [[], value, { dtype: toReal(input.dtype) }]) as Tensor)
  const [a, r] = [made(atol), made(rtol)]
  for (const [word, given] of [
    ['atol', a],
    ['rtol', r],
  ] as const)
    if (given !== null) checkReal(name, word, given)
  const zero = (): Tensor => zerosTensor([], toReal(input.dtype), input.device)
  const standard = epsilonOf(input.dtype) * Math.max(rowsOf(input), colsOf(input))
  const own = (): Tensor => call('full', [[], standard, { dtype: toReal(input.dtype) }]) as Tensor
  if (r !== null) return [a ?? zero(), r]
  if (a === null) return [zero(), own()]
  // An absolute tolerance of 0 leaves the relative one.
  return [a, call('where', [a.gt(0), zero(), own()]) as Tensor]
}

/** What counts as 0 for each matrix. */
const boundOf = (largest: Tensor, atol: Tensor, rtol: Tensor): Tensor =>
  call('maximum', [atol.to(promoted(atol, largest)), rtol.mul(largest)]) as Tensor

const promoted = (a: Tensor, b: Tensor): DType => promoteTypes(a.dtype, b.dtype)

// ---- pseudoinverse ----

export function pinvBackward(g: Tensor, inverse: Tensor, A: Tensor): Tensor {
  const [inverseH, gh] = [adjoint(inverse), adjoint(g)]
  if (rowsOf(A) <= colsOf(A)) {
    const K = gh.matmul(inverse)
    const KinverseH = K.matmul(inverseH)
    return adjoint(inverse.matmul(K))
      .neg()
      .add(KinverseH)
      .sub(A.matmul(inverse).matmul(KinverseH))
      .add(inverseH.matmul(inverse).matmul(gh.sub(K.matmul(A))))
  }
  const K = inverse.matmul(gh)
  const inverseHK = inverseH.matmul(K)
  return adjoint(K.matmul(inverse))
    .neg()
    .add(gh.sub(A.matmul(K)).matmul(inverse).matmul(inverseH))
    .add(inverseHK)
    .sub(inverseHK.matmul(inverse).matmul(A))
}

/** Σ over what counts of vₖ uₖᴴ / sₖ. */
function pseudoinverse(A: Tensor, atol: Tensor, rtol: Tensor, hermitian: boolean): Tensor {
  const [rows, cols] = [rowsOf(A), colsOf(A)]
  if (A.count === 0) return A.new_zeros([...batchOf(A), cols, rows], { dtype: A.dtype })
  const inverted = (values: Tensor, sizes: Tensor): Tensor => {
    const bound = boundOf(sizes.amax(-1, true), atol.unsqueeze(-1), rtol.unsqueeze(-1))
    return call('where', [sizes.gt(bound), values.reciprocal(), 0]).to(A.dtype) as Tensor
  }
  if (hermitian) {
    const [L, V] = call('linalg.eigh', [A]) as Tensor[]
    return V.mul(inverted(L, L.abs()).unsqueeze(-2)).matmul(adjoint(V))
  }
  const [U, S, Vh] = call('linalg.svd', [A, false]) as Tensor[]
  return adjoint(Vh).mul(inverted(S, S).unsqueeze(-2)).matmul(adjoint(U))
}

op('_linalg_pinv(Tensor self, Tensor atol, Tensor rtol, bool hermitian) -> Tensor', {
  variants: 'inside',
  doc: 'The work of `linalg.pinv`.',
  node: 'LinalgPinvBackward0',
  compute: (self: Tensor, atol: Tensor, rtol: Tensor, hermitian: boolean) =>
    pseudoinverse(self, atol, rtol, hermitian),
  backward: { self: (g, { self, result }) => pinvBackward(g, result, self) },
})

function pinv(self: Tensor, atol: Tolerance, rtol: Tolerance, hermitian: boolean): Tensor {
  const { dtype, sizes } = self
  for (const [word, given] of [
    ['atol', atol],
    ['rtol', rtol],
  ] as const)
    if (given instanceof Tensor) checkConstant(given, 'linalg_pinv', word)
  check(
    (dtype.is_floating_point || dtype.is_complex) && !dtype.isHalf && sizes.length >= 2,
    () =>
      `linalg.pinv(${dtype.scalarName}{[${sizes.join(', ')}]}): expected a tensor with 2 or more dimensions of float, ` +
      'double, cfloat or cdouble types',
  )
  return call('_linalg_pinv', [
    self,
    ...tolerances(self, atol, rtol, 'torch.linalg.pinv'),
    hermitian,
  ]) as Tensor
}

const pinvDoc =
  'The pseudoinverse: of all X with the shortest A X - 1 the shortest. Singular values below `atol`, or below `rtol` ' +
  'times the largest, count as 0.'
const pinvExample = [
  'torch.linalg.pinv(torch.tensor([[1, 0], [0, 2], [0, 0]]).float())',
  'tensor([[1.0000, 0.0000, 0.0000],\n        [0.0000, 0.5000, 0.0000]])',
] as const

op(
  'linalg.pinv.atol_rtol_tensor(Tensor self, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False, Tensor? out=None) -> Tensor',
  { doc: pinvDoc, example: pinvExample, forward: pinv },
)
op(
  'linalg.pinv.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False, Tensor? out=None) -> Tensor',
  { doc: pinvDoc, example: pinvExample, forward: pinv },
)
op('linalg.pinv(Tensor self, float rcond, bool hermitian=False, *, Tensor? out=None) -> Tensor', {
  doc: pinvDoc,
  example: pinvExample,
  forward: (self: Tensor, rcond: number, hermitian: boolean) => pinv(self, 0, rcond, hermitian),
})
op(
  'linalg.pinv.rcond_Tensor(Tensor self, Tensor rcond, bool hermitian=False, *, Tensor? out=None) -> Tensor',
  {
    doc: pinvDoc,
    example: pinvExample,
    forward: (self: Tensor, rcond: Tensor, hermitian: boolean) => {
      checkReal('torch.linalg.pinv', 'rcond', rcond)
      return pinv(self, 0, rcond, hermitian)
    },
  },
)
op('pinverse(Tensor self, float rcond=1e-15) -> Tensor', {
  doc: 'The pseudoinverse: the old name of `linalg.pinv`.',
  example: ['torch.pinverse(torch.tensor([[1, 0], [0, 2], [0, 0]]).float())', pinvExample[1]],
  forward: (self: Tensor, rcond: number) => pinv(self, 0, rcond, false),
})

// ---- rank ----

function matrixRank(input: Tensor, atol: Tolerance, rtol: Tolerance, hermitian: boolean): Tensor {
  const name = 'torch.linalg.matrix_rank'
  checkMatrix(name, input, 'input')
  if (!(input.dtype.is_floating_point || input.dtype.is_complex) || input.dtype.isHalf)
    throw new RuntimeError("This function doesn't handle types other than float and double")
  const [a, r] = tolerances(input, atol, rtol, name)
  if (input.count === 0) return zerosTensor(batchOf(input), int64, input.device)
  const own = input.detach()
  const values = hermitian
    ? (call('linalg.eigvalsh', [own]) as Tensor).abs()
    : (call('linalg.svdvals', [own]) as Tensor)
  const bound = boundOf(values.amax(-1, true), a.unsqueeze(-1), r.unsqueeze(-1))
  return values.gt(bound).sum(-1) as Tensor
}

const rankDoc =
  'The rank of a matrix: how many singular values are above `atol`, and above `rtol` times the largest.'
const rankExample = ['torch.linalg.matrix_rank(torch.tensor([[1, 2], [2, 4]]).float())', 'tensor(1)'] as const

op(
  'linalg.matrix_rank.atol_rtol_tensor(Tensor input, *, Tensor? atol=None, Tensor? rtol=None, bool hermitian=False, Tensor? out=None) -> Tensor',
  { doc: rankDoc, example: rankExample, forward: matrixRank },
)
op(
  'linalg.matrix_rank.atol_rtol_float(Tensor self, *, float? atol=None, float? rtol=None, bool hermitian=False, Tensor? out=None) -> Tensor',
  { doc: rankDoc, example: rankExample, forward: matrixRank },
)
op('linalg.matrix_rank(Tensor self, float tol, bool hermitian=False, *, Tensor? out=None) -> Tensor', {
  doc: rankDoc,
  example: rankExample,
  forward: (self: Tensor, tol: number, hermitian: boolean) => matrixRank(self, tol, 0, hermitian),
})
op(
  'linalg.matrix_rank.tol_Tensor(Tensor input, Tensor tol, bool hermitian=False, *, Tensor? out=None) -> Tensor',
  {
    doc: rankDoc,
    example: rankExample,
    forward: (input: Tensor, tol: Tensor, hermitian: boolean) => matrixRank(input, tol, 0, hermitian),
  },
)

// ---- condition ----

/** The product of two norms of a matrix and of its inverse; infinite where there is none. */
function byInverse(self: Tensor, p: Scalar | string): Tensor {
  const norm = (x: Tensor): Tensor => call('linalg.matrix_norm', [x, p]) as Tensor
  const inverse = (call('linalg.inv_ex', [self]) as Tensor[])[0]
  const product = norm(self).mul(norm(inverse))
  return call('nan_to_num', [product, Infinity, Infinity, -Infinity]) as Tensor
}

const orderText = (p: Scalar | string): string =>
  typeof p === 'string' ? p : String(p).replace('Infinity', 'inf')

function cond(self: Tensor, p: Scalar | string | null): Tensor {
  check(self.sizes.length >= 2, () => 'linalg.cond: The input tensor must have at least 2 dimensions.')
  const order = p === null ? 2 : typeof p === 'string' ? p : scalarToNumber(p)
  if (self.count === 0) return zerosTensor(batchOf(self), toReal(self.dtype), self.device)
  if (order === 2 || order === -2) {
    const S = call('linalg.svdvals', [self]) as Tensor
    const [first, last] = [S.narrow(-1, 0, 1), S.narrow(-1, S.sizes[S.sizes.length - 1] - 1, 1)]
    return (order === 2 ? first.div(last) : last.div(first)).squeeze(-1)
  }
  check(
    typeof order === 'string'
      ? order === 'fro' || order === 'nuc'
      : Math.abs(order) === 1 || Math.abs(order) === Infinity,
    () => `linalg.cond got an invalid norm type: ${orderText(p!)}`,
  )
  checkSquare(`linalg.cond(ord=${orderText(p!)})`, self)
  if (order === 'nuc') {
    const norm = (x: Tensor): Tensor => call('linalg.matrix_norm', [x, 'nuc']) as Tensor
    const inverse = (call('linalg.inv_ex', [self]) as Tensor[])[0]
    // The inverse of a singular matrix has no singular values; then all of a batch count as such.
    if (!(inverse.isfinite().all().item() as boolean))
      return call('full', [batchOf(self), Infinity, { dtype: toReal(self.dtype) }]) as Tensor
    return norm(self).mul(norm(inverse))
  }
  return byInverse(self, p!)
}

const condDoc =
  'The condition number: how much errors of a system of equations may grow, in the norm `p` (see `linalg.matrix_norm`).'
const condExample = ['torch.linalg.cond(torch.tensor([[4, 0], [0, 2]]).float())', 'tensor(2.)'] as const

op('linalg.cond(Tensor self, Scalar? p=None, *, Tensor? out=None) -> Tensor', {
  doc: condDoc,
  example: condExample,
  forward: cond,
})
op('linalg.cond.str(Tensor self, str p, *, Tensor? out=None) -> Tensor', {
  doc: condDoc,
  example: condExample,
  forward: cond,
})
