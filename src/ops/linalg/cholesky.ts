// Cholesky factorizations of positive-definite matrices, and what is solved with them.
import { check, LinAlgError } from '../../base/errors.js'
import { warn } from '../../base/warnings.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { cholesky } from '../../kernels/cholesky.js'
import { solveCholesky } from '../../kernels/triangular.js'
import { adjoint } from '../linear/matrix.js'
import {
  asMatrices,
  refuseFailure,
  solveTriangular,
  batchOf,
  broadcastBatches,
  checkFloat,
  checkLapack,
  checkSquare,
  colsOf,
  countOf,
  diagonalOf,
  identities,
  inColumns,
  newColumns,
  newInfo,
  rowsOf,
  withBatch,
} from './matrices.js'
import { checkOldSystem } from './triangular.js'

/** L, or U = Lᴴ where the upper triangle is asked for (and read), and what the kernel says of each matrix. */
function factored(x: Tensor, isUpper: boolean): [factor: Tensor, info: Tensor] {
  const batch = batchOf(x)
  const n = rowsOf(x)
  const out = newColumns(batch, n, n, x.dtype, x.device)
  const info = newInfo(batch, x.device)
  run(cholesky, [out, info, inColumns(isUpper ? adjoint(x) : x)], countOf(batch), n)
  const factor = asMatrices(out)
  return [isUpper ? asMatrices(inColumns(adjoint(factor)).clone()) : factor, info]
}

const refuse = (name: string, info: Tensor): void => {
  refuseFailure(
    name,
    info,
    (code) =>
      'The factorization could not be completed because the input is not positive-definite ' +
      `(the leading minor of order ${code} is not positive-definite).`,
    LinAlgError,
  )
}

/** A = L Lᴴ: dA = L⁻ᴴ Φ(Lᴴ dL) L⁻¹, Φ making a Hermitian matrix of a lower triangle. */
function choleskyBackward(g: Tensor, factor: Tensor, isUpper: boolean): Tensor {
  const L = isUpper ? adjoint(factor) : factor
  const inner = adjoint(L)
    .matmul(isUpper ? adjoint(g) : g)
    .tril()
  const whole = inner.add(adjoint(inner.tril(-1))).mul(0.5)
  const left = solveTriangular(adjoint(L), whole, { upper: true })
  return solveTriangular(L, left, { upper: false, left: false })
}

const sample = 'torch.tensor([[4, 2], [2, 5]]).float()'

op(
  'linalg.cholesky_ex(Tensor self, *, bool upper=False, bool check_errors=False, Tensor? out=None) -> (Tensor L, Tensor info)',
  {
    exactOut: true,
    doc:
      'As `cholesky`, without an error: `info` is the order of the first leading minor that is not positive-definite, ' +
      'or 0.',
    example: [`torch.linalg.cholesky_ex(${sample}).L`, 'tensor([[2., 0.],\n        [1., 2.]])'],
    node: 'LinalgCholeskyExBackward0',
    tuple: 'torch.return_types.linalg_cholesky_ex',
    validate: (self: Tensor) => {
      checkSquare('linalg.cholesky', self)
      checkFloat('linalg.cholesky', self)
      checkLapack('cholesky_cpu', self)
    },
    compute: (self: Tensor, upper: boolean, check_errors: boolean) => {
      const result = factored(self, upper)
      if (check_errors) refuse('linalg.cholesky_ex', result[1])
      return result
    },
    backward: { self: (g, { L, upper }) => choleskyBackward(g, L, upper) },
  },
)

op('linalg.cholesky(Tensor self, *, bool upper=False, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc:
    'The lower triangle L with A = L Lᴴ of a positive-definite matrix A, of which the lower triangle is read; with ' +
    '`upper` the upper one, U = Lᴴ.',
  example: [`torch.linalg.cholesky(${sample})`, 'tensor([[2., 0.],\n        [1., 2.]])'],
  forward: (self: Tensor, upper: boolean) => {
    const [L, info] = call('linalg.cholesky_ex', [self, { upper }]) as Tensor[]
    refuse('linalg.cholesky', info)
    return L
  },
})

op('cholesky(Tensor self, bool upper=False, *, Tensor? out=None) -> Tensor', {
  doc: 'The triangle L with A = L Lᴴ of a positive-definite matrix: the old name of `linalg.cholesky`.',
  example: [`torch.cholesky(${sample})`, 'tensor([[2., 0.],\n        [1., 2.]])'],
  validate: (self: Tensor) => {
    warn(
      'torch.cholesky is deprecated in favor of torch.linalg.cholesky and will be removed in a future PyTorch release.\n' +
        'L = torch.cholesky(A)\nshould be replaced with\nL = torch.linalg.cholesky(A)\nand\n' +
        'U = torch.cholesky(A, upper=True)\nshould be replaced with\nU = torch.linalg.cholesky(A).mH().\n' +
        'This transform will produce equivalent results for all valid (symmetric positive definite) inputs.',
    )
    checkSquare('cholesky', self)
    checkLapack('cholesky_cpu', self)
  },
  compute: (self: Tensor, upper: boolean) => {
    const [L, info] = factored(self, upper)
    refuse('cholesky', info)
    return L
  },
  backward: { self: (g, { result, upper }) => choleskyBackward(g, result, upper) },
})

/** X with A X = B, given the factor of A; of the same batches. */
function solved(b: Tensor, factor: Tensor, isUpper: boolean): Tensor {
  const batch = batchOf(b)
  const out = newColumns(batch, rowsOf(b), colsOf(b), b.dtype, b.device)
  run(solveCholesky, [out, inColumns(factor), inColumns(b)], countOf(batch), rowsOf(b), colsOf(b), isUpper)
  return asMatrices(out)
}

op('cholesky_solve(Tensor self, Tensor input2, bool upper=False, *, Tensor? out=None) -> Tensor', {
  doc: 'The X with A X = `self`, given the Cholesky factor of A.',
  example: [
    `torch.cholesky_solve(torch.tensor([[6], [7]]).float(), torch.linalg.cholesky(${sample}))`,
    'tensor([[1.],\n        [1.]])',
  ],
  validate: (self: Tensor, input2: Tensor) => {
    check(
      self.sizes.length >= 2,
      () => `b should have at least 2 dimensions, but has ${self.sizes.length} dimensions instead`,
    )
    check(
      input2.sizes.length >= 2,
      () => `u should have at least 2 dimensions, but has ${input2.sizes.length} dimensions instead`,
    )
    checkOldSystem('cholesky_solve', self, input2)
    checkLapack('cholesky_solve_cpu', self)
  },
  compute: (self: Tensor, input2: Tensor, upper: boolean) => {
    const batch = broadcastBatches(batchOf(self), batchOf(input2))
    return solved(withBatch(self, batch), withBatch(input2, batch), upper)
  },
  backward: (g, { input2, result, upper, needs }) => {
    const gSelf = call('cholesky_solve', [g, input2, upper]) as Tensor
    if (!needs.input2) return { self: gSelf, input2: null }
    const product = gSelf.matmul(adjoint(result))
    const common = product.add(adjoint(product))
    const gFactor = upper ? input2.matmul(common) : common.matmul(input2)
    return { self: gSelf, input2: gFactor.neg() }
  },
})

op('cholesky_inverse(Tensor self, bool upper=False, *, Tensor? out=None) -> Tensor', {
  doc: 'The inverse of the matrix that `self` is the Cholesky factor of.',
  example: [
    'torch.cholesky_inverse(torch.tensor([[2, 0], [0, 1]]).float())',
    'tensor([[0.2500, 0.0000],\n        [0.0000, 1.0000]])',
  ],
  validate: (self: Tensor) => {
    checkSquare('cholesky_inverse', self)
    checkLapack('cholesky_inverse_out_cpu', self)
  },
  compute: (self: Tensor, upper: boolean) => {
    const n = rowsOf(self)
    const isZero = diagonalOf(self).eq(0)
    if (isZero.any().item<boolean>()) {
      const flat = isZero.reshape([-1, n]).tolist() as boolean[][]
      const batch = flat.findIndex((row) => row.includes(true))
      const where = self.sizes.length > 2 ? `(Batch element ${batch}): ` : ''
      throw new LinAlgError(
        `cholesky_inverse: ${where}The diagonal element ${flat[batch].indexOf(true) + 1} is zero, the inversion could ` +
          'not be completed because the input matrix is singular.',
      )
    }
    return solved(identities(batchOf(self), n, self), self, upper)
  },
  backward: {
    self: (g, { self, result, upper }) => {
      const common = result.matmul(g.add(adjoint(g)).matmul(result))
      return (upper ? self.matmul(common) : common.matmul(self)).neg()
    },
  },
})
