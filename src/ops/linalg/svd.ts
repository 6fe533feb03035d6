// Singular value decompositions, and their gradients (`svd_backward` in FunctionsManual.cpp).
import type { Grad } from '../../tensor/node.js'
import { toReal } from '../../base/dtype.js'
import { check, LinAlgError } from '../../base/errors.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { svd } from '../../kernels/svd.js'
import { adjoint } from '../linear/matrix.js'
import {
  asMatrices,
  batchOf,
  checkFloat,
  checkLapack,
  checkMatrix,
  colsOf,
  countOf,
  diagonalOf,
  firstFailure,
  inColumns,
  newColumns,
  newInfo,
  rowsOf,
  withDiagonal,
} from './matrices.js'

/** U, S and Vᴴ; see the kernel. Without vectors, empty tensors stand for them. */
function decompose(A: Tensor, isFull: boolean, withVectors: boolean): Tensor[] {
  const { dtype, device } = A
  const [rows, cols] = [rowsOf(A), colsOf(A)]
  const batch = batchOf(A)
  const count = Math.min(rows, cols)
  const s = emptyTensor([...batch, count], toReal(dtype), device)
  const info = newInfo(batch, device)
  const u = withVectors ? newColumns(batch, rows, isFull ? rows : count, dtype, device) : null
  const vh = withVectors ? newColumns(batch, isFull ? cols : count, cols, dtype, device) : null
  run(svd, [u, s, vh, info, inColumns(A)], countOf(batch), rows, cols, isFull)
  const failure = firstFailure(info)
  if (failure !== null)
    throw new LinAlgError(
      `linalg.svd: ${failure.where}The algorithm failed to converge because ` +
        (failure.code === -1
          ? 'the input matrix contained non-finite values.'
          : `the input matrix is ill-conditioned or has too many repeated singular values (error code: ${failure.code}).`),
    )
  const none = (): Tensor => emptyTensor([0], dtype, device)
  return [u === null ? none() : asMatrices(u), s, vh === null ? none() : asMatrices(vh)]
}

const skew = (x: Tensor): Tensor => x.sub(adjoint(x))

/** The imaginary parts of diagonals of both must cancel, else the loss depends on the phases of vectors. */
function checkPhases(u: Tensor, v: Tensor): void {
  const sum = (call('imag', [diagonalOf(u).add(diagonalOf(v))]) as Tensor).detach()
  check(
    call('allclose', [sum, sum.mul(0), 1e-2, 1e-2]) as boolean,
    () =>
      'svd_backward: The singular vectors in the complex case are specified up to multiplication by e^{i phi}. The ' +
      'specified loss function depends on this phase term, making it ill-defined.',
  )
}

function svdBackward(gu: Grad, gs: Grad, gvh: Grad, u: Tensor, s: Tensor, vh: Tensor): Tensor | null {
  if (gu === null && gs === null && gvh === null) return null
  const [rows, cols] = [rowsOf(u), colsOf(vh)]
  const complexly = (x: Tensor): Tensor => (u.dtype === x.dtype ? x : x.to(u.dtype))
  // Where only S was used, dA = U diag(dS) Vᴴ: each singular value is uᴴ A v.
  if (gu === null && gvh === null) return u.matmul(complexly(gs!).unsqueeze(-1).mul(vh))
  const squares = s.mul(s)
  const ones = withDiagonal(s.new_ones(s.sizes as number[], { dtype: s.dtype }))
  const gaps = squares.unsqueeze(-2).sub(squares.unsqueeze(-1)).add(ones)
  let inner: Tensor | null = null
  const ofU = gu === null ? null : skew(adjoint(u).matmul(gu))
  const ofV = gvh === null ? null : skew(vh.matmul(adjoint(gvh)))
  if (u.dtype.is_complex && ofU !== null && ofV !== null) checkPhases(ofU, ofV)
  if (ofU !== null) {
    inner = ofU.div(gaps).mul(s.unsqueeze(-2))
    // What turns the phases of U alone.
    if (u.dtype.is_complex) {
      const turned = diagonalOf(inner)
      inner = inner.sub(withDiagonal(turned)).add(withDiagonal(diagonalOf(ofU).div(s.mul(2))))
    }
  }
  if (ofV !== null) {
    let part = s.unsqueeze(-1).mul(ofV.div(gaps))
    if (u.dtype.is_complex) part = part.sub(withDiagonal(diagonalOf(part)))
    inner = inner === null ? part : inner.add(part)
  }
  if (gs !== null) inner = inner!.add(withDiagonal(complexly(gs)))
  if (rows > cols && gu !== null) {
    const outside = gu.div(s.unsqueeze(-2))
    return u
      .matmul(inner!)
      .add(outside)
      .sub(u.matmul(adjoint(u).matmul(outside)))
      .matmul(vh)
  }
  if (rows < cols && gvh !== null) {
    const outside = gvh.div(s.unsqueeze(-1))
    return u.matmul(
      inner!
        .matmul(vh)
        .add(outside)
        .sub(outside.matmul(adjoint(vh)).matmul(vh)),
    )
  }
  return u.matmul(inner!).matmul(vh)
}

op(
  '_linalg_svd(Tensor A, bool full_matrices=False, bool compute_uv=True, *, str? driver=None, Tensor? out=None) -> (Tensor U, Tensor S, Tensor Vh)',
  {
    exactOut: true,
    doc: 'A matrix as U diag(S) Vh, with orthonormal columns in U and rows in Vh; the singular values S fall.',
    example: ['torch._linalg_svd(torch.tensor([[1.5, 0], [0, 2]])).S', 'tensor([2.0000, 1.5000])'],
    node: 'LinalgSvdBackward0',
    validate: (A: Tensor, _full: boolean, _uv: boolean, driver: string | null) => {
      checkMatrix('linalg.svd', A)
      checkFloat('linalg.svd', A)
      check(
        driver === null,
        () =>
          'torch.linalg.svd: keyword argument `driver=` is only supported on CUDA inputs with cuSOLVER backend.',
      )
      checkLapack('linalg_svd_cpu', A)
    },
    compute: decompose,
    backward: {
      A: (_g, { U, S, Vh, grads, full_matrices, compute_uv }) => {
        check(
          compute_uv as boolean,
          () => 'linalg.svd: the gradient needs U and Vh, which compute_uv=False leaves out',
        )
        const k = S.sizes[S.sizes.length - 1]
        const [gu, gs, gvh] = grads as Grad[]
        return full_matrices
          ? svdBackward(
              gu && gu.narrow(-1, 0, k),
              gs,
              gvh && gvh.narrow(-2, 0, k),
              U.narrow(-1, 0, k),
              S,
              Vh.narrow(-2, 0, k),
            )
          : svdBackward(gu, gs, gvh, U, S, Vh)
      },
    },
  },
)

const sample = 'torch.tensor([[1.5, 0], [0, 2]])'

op(
  'linalg.svd(Tensor A, bool full_matrices=True, *, str? driver=None, Tensor? out=None) -> (Tensor U, Tensor S, Tensor Vh)',
  {
    exactOut: true,
    doc:
      'A = U diag(S) Vh: orthonormal columns in U, rows in Vh, and the singular values S, largest first. Without ' +
      '`full_matrices` U and Vh have no more of them than S has values.',
    example: [`torch.linalg.svd(${sample}).U`, 'tensor([[0., 1.],\n        [1., 0.]])'],
    tuple: 'torch.return_types.linalg_svd',
    forward: (A: Tensor, full_matrices: boolean, driver: string | null) => [
      ...(call('_linalg_svd', [A, full_matrices, true, { driver }]) as Tensor[]),
    ],
  },
)

op('linalg.svdvals(Tensor A, *, str? driver=None, Tensor? out=None) -> Tensor', {
  doc: 'The singular values of a matrix, or of each matrix of a batch; largest first.',
  example: [`torch.linalg.svdvals(${sample})`, 'tensor([2.0000, 1.5000])'],
  exactOut: true,
  forward: (A: Tensor, driver: string | null) =>
    (call('_linalg_svd', [A, false, A.requires_grad, { driver }]) as Tensor[])[1],
})

op(
  'svd(Tensor self, bool some=True, bool compute_uv=True, *, Tensor? out=None) -> (Tensor U, Tensor S, Tensor V)',
  {
    exactOut: true,
    doc: 'A = U diag(S) Vᴴ: the old name of `linalg.svd`, which gives V and not its conjugate transpose.',
    example: [`torch.svd(${sample}).V`, 'tensor([[0., 1.],\n        [1., 0.]])'],
    forward: (self: Tensor, some: boolean, compute_uv: boolean) => {
      check(
        self.sizes.length >= 2,
        () =>
          `linalg.svd: input should have at least 2 dimensions, but has ${self.sizes.length} dimensions instead`,
      )
      if (compute_uv) {
        const [U, S, Vh] = call('linalg.svd', [self, !some]) as Tensor[]
        return [U, S, adjoint(Vh)]
      }
      const S = call('linalg.svdvals', [self]) as Tensor
      const batch = batchOf(self)
      const [rows, cols] = [rowsOf(self), colsOf(self)]
      const zeros = (n: number): Tensor => self.new_zeros([...batch, n, n])
      return [zeros(rows), S, zeros(cols)]
    },
  },
)
