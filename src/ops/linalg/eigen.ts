// Eigenvalues and eigenvectors: of Hermitian matrices (`eigh`) and of any square ones (`eig`). Gradients follow
// `linalg_eig_backward` in FunctionsManual.cpp.
import type { Grad } from '../../tensor/node.js'
import { toComplex, toReal } from '../../base/dtype.js'
import { check, LinAlgError, RuntimeError } from '../../base/errors.js'
import { warn } from '../../base/warnings.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { eigen } from '../../kernels/eigen.js'
import { eigenHermitian } from '../../kernels/eigen-symmetric.js'
import { adjoint } from '../linear/matrix.js'
import {
  asMatrices,
  batchOf,
  checkLapack,
  checkSquare,
  countOf,
  diagonalOf,
  firstFailure,
  refuseFailure,
  inColumns,
  newColumns,
  newInfo,
  rowsOf,
  withDiagonal,
} from './matrices.js'

/** Differences of eigenvalues, with ones on the diagonal. */
const gapsOf = (values: Tensor): Tensor =>
  values
    .unsqueeze(-2)
    .sub(values.unsqueeze(-1))
    .add(withDiagonal(values.new_ones(values.sizes as number[], { dtype: values.dtype })))

const real = (x: Tensor): Tensor => (x.dtype.is_complex ? (call('real', [x]) as Tensor) : x)

/** A gradient that depends on the phase of a vector has no meaning. */
function checkPhases(name: string, diagonal: Tensor): void {
  if (!diagonal.dtype.is_complex) return
  const imaginary = (call('imag', [diagonal]) as Tensor).detach()
  check(
    call('allclose', [imaginary, imaginary.mul(0), 1e-2, 1e-2]) as boolean,
    () =>
      `${name}: The eigenvectors in the complex case are specified up to multiplication by e^{i phi}. The specified ` +
      'loss function depends on this quantity, so it is ill-defined.',
  )
}

/** A = V diag(L) V⁻¹, which is Vᴴ for a Hermitian matrix. */
function eigenBackward(
  gValues: Grad,
  gVectors: Grad,
  L: Tensor,
  V: Tensor,
  isHermitian: boolean,
  name: string,
): Tensor | null {
  if (gValues === null && gVectors === null) return null
  const Vh = adjoint(V)
  if (gVectors === null) {
    const scaled = gValues!.to(V.dtype)
    return isHermitian
      ? V.mul(scaled.unsqueeze(-2)).matmul(Vh)
      : (call('linalg.solve', [Vh, scaled.unsqueeze(-1).mul(Vh)]) as Tensor)
  }
  const inner = Vh.matmul(gVectors)
  const diagonal = diagonalOf(inner)
  checkPhases(name, diagonal)
  // Of a Hermitian matrix: what is tangent to the unitary ones, so that its gradient is Hermitian too.
  const own = isHermitian
    ? inner.sub(adjoint(inner)).div(2)
    : inner.sub(Vh.matmul(V.mul(real(diagonal).to(V.dtype).unsqueeze(-2))))
  const gaps = gapsOf(L)
  const divided = own.div(gaps.dtype.is_complex ? (call('conj', [gaps]) as Tensor) : gaps)
  const offDiagonal = divided.sub(withDiagonal(diagonalOf(divided)))
  const whole = gValues === null ? offDiagonal : offDiagonal.add(withDiagonal(gValues.to(V.dtype)))
  return isHermitian ? V.matmul(whole.matmul(Vh)) : (call('linalg.solve', [Vh, whole.matmul(Vh)]) as Tensor)
}

// ---- Hermitian matrices ----

function refuseDivergence(name: string, info: Tensor): void {
  refuseFailure(
    name,
    info,
    (code) =>
      'The algorithm failed to converge because the input matrix is ill-conditioned or has too ' +
      `many repeated eigenvalues (error code: ${Math.abs(code)}).`,
    LinAlgError,
  )
}

/** Eigenvalues, and vectors; an empty tensor in their place where they are not asked for. */
function hermitian(name: string, x: Tensor, isUpper: boolean, withVectors: boolean): [Tensor, Tensor] {
  const batch = batchOf(x)
  const n = rowsOf(x)
  const values = emptyTensor([...batch, n], toReal(x.dtype), x.device)
  const info = newInfo(batch, x.device)
  const vectors = withVectors ? newColumns(batch, n, n, x.dtype, x.device) : null
  // Only one triangle counts, even of numbers that are none.
  const triangle = isUpper ? x.triu() : x.tril()
  run(eigenHermitian, [values, info, vectors, inColumns(triangle)], countOf(batch), n, isUpper)
  refuseDivergence(name, info)
  return [values, vectors === null ? emptyTensor([0], x.dtype, x.device) : asMatrices(vectors)]
}

op(
  "_linalg_eigh(Tensor A, str UPLO='L', bool compute_v=True, *, Tensor? out=None) -> (Tensor eigenvalues, Tensor eigenvectors)",
  {
    exactOut: true,
    doc: 'Eigenvalues of a Hermitian matrix, with or without the vectors.',
    example: ['torch._linalg_eigh(torch.tensor([[2, 1], [1, 2]]).float()).eigenvalues', 'tensor([1., 3.])'],
    node: 'LinalgEighBackward0',
    validate: (A: Tensor, UPLO: string) => {
      checkSquare('linalg.eigh', A)
      check(/^[luLU]$/.test(UPLO), () => `Expected UPLO argument to be 'L' or 'U', but got ${UPLO}`)
      checkLapack('linalg_eigh_cpu', A)
    },
    compute: (A: Tensor, UPLO: string, compute_v: boolean) =>
      hermitian('linalg.eigh', A, UPLO.toUpperCase() === 'U', compute_v),
    backward: {
      A: (_g, { eigenvalues, eigenvectors, compute_v, grads }) => {
        check(
          compute_v,
          () => 'linalg_eigh: torch.linalg.eigvalsh: the gradient needs the vectors, which were not computed',
        )
        return eigenBackward(grads[0], grads[1], eigenvalues, eigenvectors, true, 'linalg_eigh_backward')
      },
    },
  },
)

const sample = 'torch.tensor([[2, 1], [1, 2]]).float()'

op(
  "linalg.eigh(Tensor self, str UPLO='L', *, Tensor? out=None) -> (Tensor eigenvalues, Tensor eigenvectors)",
  {
    exactOut: true,
    doc:
      'Eigenvalues of a symmetric or Hermitian matrix in rising order, and orthonormal vectors as columns. `UPLO` says ' +
      'which triangle is read.',
    example: [
      `torch.linalg.eigh(${sample}).eigenvectors`,
      'tensor([[-0.7071,  0.7071],\n        [ 0.7071,  0.7071]])',
    ],
    tuple: 'torch.return_types.linalg_eigh',
    forward: (self: Tensor, UPLO: string) => [...(call('_linalg_eigh', [self, UPLO, true]) as Tensor[])],
  },
)

op("linalg.eigvalsh(Tensor self, str UPLO='L', *, Tensor? out=None) -> Tensor", {
  exactOut: true,
  doc: 'Eigenvalues of a symmetric or Hermitian matrix in rising order.',
  example: [`torch.linalg.eigvalsh(${sample})`, 'tensor([1., 3.])'],
  forward: (self: Tensor, UPLO: string) =>
    (call('_linalg_eigh', [self, UPLO, self.requires_grad]) as Tensor[])[0],
})

op(
  'symeig(Tensor self, bool eigenvectors=False, bool upper=True, *, Tensor? out=None) -> (Tensor eigenvalues, Tensor eigenvectors)',
  {
    doc: 'Eigenvalues of a symmetric matrix, and vectors where they are asked for: the old name of `linalg.eigh`.',
    example: [`torch.symeig(${sample}).eigenvalues`, 'tensor([1., 3.])'],
    node: 'SymeigBackward0',
    validate: (self: Tensor) => {
      warn(
        'torch.symeig is deprecated in favor of torch.linalg.eigh and will be removed in a future PyTorch release.\n' +
          'The default behavior has changed from using the upper triangular portion of the matrix by default to using the ' +
          'lower triangular portion.\nL, _ = torch.symeig(A, upper=upper)\nshould be replaced with\n' +
          "L = torch.linalg.eigvalsh(A, UPLO='U' if upper else 'L')\nand\nL, V = torch.symeig(A, eigenvectors=True)\n" +
          "should be replaced with\nL, V = torch.linalg.eigh(A, UPLO='U' if upper else 'L')",
      )
      checkSquare('linalg.symeig', self)
      checkLapack('symeig_cpu', self)
    },
    compute: (self: Tensor, eigenvectors: boolean, upper: boolean) =>
      hermitian('symeig', self, upper, eigenvectors),
    backward: {
      self: (_g, { results, grads }) => {
        const [values, vectors] = results as Tensor[]
        check(
          vectors.sizes.length >= 2,
          () =>
            'linalg_eig_backward: torch.symeig(A, eigenvectors=False) is not differentiable. Use torch.linalg.eigvalsh(A) instead.',
        )
        return eigenBackward(grads[0], grads[1], values, vectors, true, 'linalg_eigh_backward')
      },
    },
  },
)

// ---- any square matrix ----

function general(name: string, x: Tensor, withVectors: boolean): [Tensor, Tensor | null] {
  const batch = batchOf(x)
  const n = rowsOf(x)
  const type = toComplex(x.dtype)
  const values = emptyTensor([...batch, n], type, x.device)
  const info = newInfo(batch, x.device)
  const vectors = withVectors ? newColumns(batch, n, n, type, x.device) : null
  run(eigen, [values, info, vectors, inColumns(x)], countOf(batch), n)
  if (firstFailure(info)?.code === -1)
    throw new RuntimeError(`torch.${name}: input tensor should not contain infs or NaNs.`)
  refuseDivergence(name, info)
  return [values, vectors && asMatrices(vectors)]
}

function checkGeneral(name: string, x: Tensor): void {
  checkSquare(name, x)
  if (!x.dtype.is_floating_point && !x.dtype.is_complex)
    throw new RuntimeError(`Unknown Complex ScalarType for ${x.dtype.scalarName}`)
  checkLapack('linalg_eig_out_cpu', x)
}

const turning = 'torch.tensor([[0, 1], [-1, 0]]).float()'

op('linalg.eig(Tensor self, *, Tensor? out=None) -> (Tensor eigenvalues, Tensor eigenvectors)', {
  doc: 'Eigenvalues of any square matrix, which are complex, and vectors of length one as columns.',
  example: [`torch.linalg.eig(${turning}).eigenvalues`, 'tensor([0.+1.j, 0.-1.j])'],
  node: 'LinalgEigBackward0',
  tuple: 'torch.return_types.linalg_eig',
  validate: (self: Tensor) => checkGeneral('linalg.eig', self),
  compute: (self: Tensor) => general('linalg.eig', self, true) as [Tensor, Tensor],
  backward: {
    self: (_g, { self_dtype, results, grads }) => {
      const [values, vectors] = results as Tensor[]
      const g = eigenBackward(grads[0], grads[1], values, vectors, false, 'linalg_eig_backward')
      return g === null || self_dtype.is_complex ? g : real(g)
    },
  },
})

op('linalg.eigvals(Tensor self, *, Tensor? out=None) -> Tensor', {
  doc: 'Eigenvalues of any square matrix, which are complex.',
  example: [`torch.linalg.eigvals(${turning})`, 'tensor([0.+1.j, 0.-1.j])'],
  forward: (self: Tensor) => {
    checkGeneral('linalg.eigvals', self)
    if (self.requires_grad) return (call('linalg.eig', [self]) as Tensor[])[0]
    return call('_linalg_eigvals', [self])
  },
})

op('_linalg_eigvals(Tensor self) -> Tensor', {
  variants: 'inside',
  doc: 'The work of `linalg.eigvals` where no gradient is wanted.',
  backward: 'none',
  validate: (self: Tensor) => checkGeneral('linalg.eigvals', self),
  compute: (self: Tensor) => general('linalg.eigvals', self, false)[0],
})
