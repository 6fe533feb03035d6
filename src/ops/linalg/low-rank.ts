// Decompositions of low rank: `svd_lowrank`, `pca_lowrank` (torch/_lowrank.py: Halko et al., Finding structure with
// randomness, 2009, algorithm 5.1) and `lobpcg`.
import { AssertionError, check, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { adjoint } from '../linear/matrix.js'
import { conj } from '../pointwise/gradients.js'
import { batchOf, colsOf, rowsOf } from './matrices.js'

const orthonormal = (x: Tensor): Tensor => (call('linalg.qr', [x]) as Tensor[])[0]

const drawn = (sizes: readonly number[], like: Tensor): Tensor =>
  call('randn', [sizes, { dtype: like.dtype, device: like.device }]) as Tensor

/** An orthonormal basis of what A maps random vectors to. */
function approximateBasis(A: Tensor, q: number, niter: number, M: Tensor | null): Tensor {
  const along = (x: Tensor, isBack: boolean): Tensor => {
    const by = (map: Tensor): Tensor => (isBack ? adjoint(map) : map).matmul(x)
    return M === null ? by(A) : by(A).sub(by(M))
  }
  let Q = orthonormal(along(drawn([colsOf(A), q], A), false))
  for (let i = 0; i < niter; i++) {
    Q = orthonormal(along(Q, true))
    Q = orthonormal(along(Q, false))
  }
  return Q
}

const smallSvd = (x: Tensor): Tensor[] => call('linalg.svd', [x, false]) as Tensor[]

/** More rounds than any matrix needs; PyTorch goes on for ever. */
const MOST_ROUNDS = 2 ** 12

function svdLowrank(A: Tensor, q: number, niter: number, M: Tensor | null): Tuple<Tensor> {
  check(niter <= MOST_ROUNDS, () => `niter must not be greater than ${MOST_ROUNDS}, but got ${niter}`)
  const [m, n] = [rowsOf(A), colsOf(A)]
  const isTurned = m < n || n > q
  const [own, mean] = isTurned ? [A.mT, M === null ? null : M.mT] : [A, M]
  const Q = approximateBasis(own, q, niter, mean)
  const product = isTurned ? A : A.mT
  const shift = isTurned ? M : M === null ? null : M.mT
  const B = product.matmul(conj(Q))
  const small = shift === null ? B : B.sub(shift.matmul(conj(Q)))
  const whole = isTurned ? small : small.mT
  const shape = `torch.Size([${whole.sizes.join(', ')}])`
  if (colsOf(small) !== q) throw new AssertionError(`(${shape}, ${q})`)
  if (colsOf(whole) > rowsOf(whole)) throw new AssertionError(shape)
  const [U, S, Vh] = smallSvd(whole)
  return isTurned ? Tuple.of(U, S, Q.matmul(adjoint(Vh))) : Tuple.of(Q.matmul(U), S, adjoint(Vh))
}

const low = 'torch.tensor([[3, 0], [0, 4], [0, 0]]).float()'

op('svd_lowrank(Tensor A, int? q=6, int? niter=2, Tensor? M=None) -> any', {
  doc:
    'U, S and V of a matrix of low rank, of which `q` is a little more than the rank, by `niter` rounds with random ' +
    'vectors; of A - M where there is a mean M.',
  example: [`torch.svd_lowrank(${low}, 2)[1]`, 'tensor([4., 3.])'],
  forward: (A: Tensor, q: number | null, niter: number | null, M: Tensor | null) =>
    svdLowrank(A, q ?? 6, niter ?? 2, M),
})

op('pca_lowrank(Tensor A, int? q=None, bool center=True, int niter=2) -> any', {
  doc:
    'The principal components of the rows of a matrix: U, S and V of it with the mean taken off (unless `center` is ' +
    'false); the columns of V are the directions.',
  example: [`torch.pca_lowrank(${low}, 2, false)[1]`, 'tensor([4., 3.])'],
  forward: (A: Tensor, asked: number | null, center: boolean, niter: number) => {
    const least = Math.min(rowsOf(A), colsOf(A))
    const q = asked ?? Math.min(6, least)
    if (!(q >= 0 && q <= least))
      throw new ValueError(`q(=${q}) must be non-negative integer and not greater than min(m, n)=${least}`)
    if (niter < 0) throw new ValueError(`niter(=${niter}) must be non-negative integer`)
    return svdLowrank(center ? A.sub(A.mean([-2], true)) : A, q, niter, null)
  },
})

op(
  'lobpcg(Tensor A, int? k=None, Tensor? B=None, Tensor? X=None, int? n=None, Tensor? iK=None, int? niter=None, float? tol=None, bool? largest=None, str? method=None, any tracker=None, any ortho_iparams=None, any ortho_fparams=None, any ortho_bparams=None) -> any',
  {
    doc:
      'The `k` largest (or smallest) eigenvalues of a symmetric matrix, or of A x = λ B x, and their vectors. Found exactly, ' +
      'by `linalg.eigh`, and not by iteration: what steers that changes nothing.',
    example: ['torch.lobpcg(torch.tensor([3, 1, 2]).float().diag())[0]', 'tensor([3.])'],
    forward: (
      A: Tensor,
      asked: number | null,
      B: Tensor | null,
      X: Tensor | null,
      n: number | null,
      _iK: Tensor | null,
      _niter: number | null,
      _tol: number | null,
      largest: boolean | null,
    ) => {
      const m = colsOf(A)
      if (rowsOf(A) !== m) throw new AssertionError(`torch.Size([${A.sizes.join(', ')}])`)
      const k = asked ?? (X === null ? 1 : colsOf(X))
      const width = X === null ? (n ?? k) : colsOf(X)
      if (m < 3 * width)
        throw new ValueError(
          `LPBPCG algorithm is not applicable when the number of A rows (=${m}) is smaller than 3 x the number of ` +
            `requested eigenpairs (=${width})`,
        )
      // The iteration would start from random vectors: the stream of random numbers goes on as after it.
      const batches = batchOf(A).reduce((a, b) => a * b, 1)
      if (X === null) for (let i = 0; i < batches; i++) drawn([m, width], A)
      const symmetric = (x: Tensor): Tensor => x.add(x.mT).div(2)
      const own = symmetric(A)
      if (B === null) return chosen(own, k, largest ?? true, (vectors) => vectors)
      const L = call('linalg.cholesky', [symmetric(B)]) as Tensor
      const solve = (x: Tensor, options: Record<string, boolean>): Tensor =>
        call('linalg.solve_triangular', [options.upper ? adjoint(L) : L, x, options]) as Tensor
      const inner = solve(adjoint(solve(own, { upper: false })), { upper: false })
      return chosen(inner, k, largest ?? true, (vectors) => solve(vectors, { upper: true }))
    },
  },
)

function chosen(A: Tensor, k: number, isLargest: boolean, back: (vectors: Tensor) => Tensor): Tuple<Tensor> {
  const [values, vectors] = call('linalg.eigh', [A]) as Tensor[]
  const n = colsOf(A)
  const pick = (x: Tensor): Tensor =>
    isLargest ? (x.narrow(-1, n - k, k).flip([-1]) as Tensor) : x.narrow(-1, 0, k)
  return Tuple.of(pick(values), back(pick(vectors)))
}

// ---- removed ----

/** Names that PyTorch keeps in order to say what took their place. */
for (const [text, name, isTuple] of [
  ['eig(Tensor self, bool eigenvectors=False, *, Tensor? e=None, Tensor? v=None) -> any', 'eig', false],
  ['solve(Tensor self, Tensor A, *, Tensor? out=None) -> any', 'solve', false],
  ['lstsq(Tensor self, Tensor A, *, Tensor? out=None) -> any', 'lstsq', true],
  [
    'matrix_rank(Tensor self, Tensor|Scalar? tol=None, bool symmetric=False, *, Tensor? out=None) -> any',
    'matrix_rank',
    true,
  ],
] as const) {
  const texts = [
    'This function was deprecated since version 1.9 and is now removed.',
    `Please use the \`torch.linalg.${name}\` function instead.`,
  ]
  op(text, {
    doc: `No longer in PyTorch: \`linalg.${name}\` is there for it.`,
    example: [`typeof torch.linalg.${name}`, "'function'"],
    forward: () => {
      check(false, () => (isTuple ? `('${texts.join("', '")}')` : texts.join(' ')))
    },
  })
}
