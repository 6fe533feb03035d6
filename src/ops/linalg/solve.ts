// Systems of equations, inverses and determinants, by LU factorizations. Follows ATen/native/BatchLinearAlgebra.cpp and
// LinearAlgebra.cpp; gradients, FunctionsManual.cpp.
import type { Grad } from '../../tensor/node.js'
import { modes } from '../../tensor/modes.js'
import { check, LinAlgError } from '../../base/errors.js'
import { numelOf } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { Form } from '../../kernels/triangular.js'
import { adjoint } from '../linear/matrix.js'
import { conj } from '../pointwise/gradients.js'
import { factored, solvedWith } from './lu.js'
import {
  batchOf,
  broadcastBatches,
  checkFloat,
  checkLapack,
  checkSameDtype,
  checkSquare,
  checkSystem,
  diagonalOf,
  refuseFailure,
  identities,
  isVectorFor,
  rowsOf,
  withBatch,
  withDiagonal,
} from './matrices.js'

const solve = (a: Tensor, b: Tensor, left = true): Tensor => call('linalg.solve', [a, b, { left }]) as Tensor

/** PyTorch factors the transposed matrix where that is how the memory lies; results are the same but for digits. */
const isTurned = (A: Tensor): boolean => A.contiguousFlag && !A.dtype.is_complex

// ---- solve ----

function checkSolve(a: Tensor, b: Tensor, left: boolean): void {
  const name = 'linalg.solve'
  checkFloat(name, a)
  checkSameDtype(name, a, b)
  checkSquare(name, a)
  const isVector = isVectorFor(a, b)
  if (isVector)
    check(
      left || b.sizes.length !== 1 || b.sizes[0] === 1 || a.sizes.length === 0 || rowsOf(a) === 1,
      () =>
        `${name}: Incompatible shapes of A and B for the equation XA = B (${rowsOf(a)}x${rowsOf(a)} and ${b.sizes[0]}x1)`,
    )
  checkSystem(name, a, isVector ? b.unsqueeze(-1) : b, left)
  checkLapack('lu_cpu', a)
}

function refuseSingular(name: string, info: Tensor): void {
  refuseFailure(name, info, () => 'The solver failed because the input matrix is singular.', LinAlgError)
}

op(
  '_linalg_solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False, Tensor? out=None) -> (Tensor result, Tensor LU, Tensor pivots, Tensor info)',
  {
    exactOut: true,
    doc: 'Solves A X = B, and gives the LU factorization on the way.',
    example: [
      'torch._linalg_solve_ex(torch.tensor([[2]]).float(), torch.tensor([[3]]).float()).result',
      'tensor([[1.5000]])',
    ],
    node: 'LinalgSolveExBackward0',
    validate: checkSolve,
    compute: (A: Tensor, B: Tensor, left: boolean, check_errors: boolean) => {
      const isVector = isVectorFor(A, B)
      const right = isVector ? B.unsqueeze(-1) : B
      const batch = broadcastBatches(batchOf(A), batchOf(right))
      const isTransposed = isTurned(A)
      const [LU, pivots, info] = factored(isTransposed ? A.mT : A)
      if (check_errors) refuseSingular('torch.linalg.solve_ex', info)
      const factors = withBatch(LU, batch)
      const places = pivots.expand([...batch, rowsOf(A)])
      const b = withBatch(right, batch)
      const x = left
        ? solvedWith(factors, places, b, isTransposed ? Form.adjoint : Form.plain)
        : adjoint(
            solvedWith(factors, places, adjoint(b), isTransposed ? Form.plain : Form.adjoint),
          ).contiguous()
      return [isVector ? inLastColumns(x.reshape(x.sizes.slice(0, -1) as number[])) : x, LU, pivots, info]
    },
    backward: (g, { A, B_sizes, result, left, needs }) => {
      const isVector =
        B_sizes.length === result.sizes.length && isVectorFor(A, result) && isVectorOf(A, B_sizes)
      const gB = isVector ? solve(adjoint(A), g.unsqueeze(-1)).squeeze(-1) : solve(adjoint(A), g, left)
      if (!needs.A) return { A: null, B: gB }
      const [column, x] = isVector ? [gB.unsqueeze(-1), result.unsqueeze(-1)] : [gB, result]
      const product = left ? column.matmul(adjoint(x)) : adjoint(x).matmul(column)
      return { A: product.neg(), B: gB }
    },
  },
)

/** Vectors of a batch lie as if the last two dimensions were a matrix's: by columns. */
const inLastColumns = (x: Tensor): Tensor => (x.sizes.length < 2 ? x : x.mT.contiguous().mT)

const isVectorOf = (a: Tensor, sizes: readonly number[]): boolean =>
  sizes.length === 1 || (a.sizes.length - 1 === sizes.length && sizes.every((size, i) => size === a.sizes[i]))

op(
  'linalg.solve_ex(Tensor A, Tensor B, *, bool left=True, bool check_errors=False, Tensor? out=None) -> (Tensor result, Tensor info)',
  {
    exactOut: true,
    doc: 'As `solve`, without an error for a singular matrix: `info` is the number of the first pivot that is 0, or 0.',
    example: [
      'torch.linalg.solve_ex(torch.tensor([[2, 0], [0, 4]]).float(), torch.tensor([1, 1]).float()).result',
      'tensor([0.5000, 0.2500])',
    ],
    tuple: 'torch.return_types.linalg_solve_ex',
    forward: (A: Tensor, B: Tensor, left: boolean, check_errors: boolean) => {
      const [result, , , info] = call('_linalg_solve_ex', [A, B, { left, check_errors }]) as Tensor[]
      return [result, info]
    },
  },
)

op('linalg.solve(Tensor A, Tensor B, *, bool left=True, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc:
    'The X with A X = B for square matrices A; with X A = B where `left` is false. B may be a vector, or one for each ' +
    'matrix of a batch.',
  example: [
    'torch.linalg.solve(torch.tensor([[2, 1], [1, 3]]).float(), torch.tensor([3, 5]).float())',
    'tensor([0.8000, 1.4000])',
  ],
  forward: (A: Tensor, B: Tensor, left: boolean) => {
    const [result, , , info] = call('_linalg_solve_ex', [A, B, { left }]) as Tensor[]
    refuseSingular('torch.linalg.solve', info)
    return result
  },
})

// ---- inverse ----

function refuseInverse(name: string, info: Tensor): void {
  refuseFailure(
    name,
    info,
    (code) =>
      `The diagonal element ${code} is zero, the inversion could not be completed because the input matrix is singular.`,
    LinAlgError,
  )
}

op('linalg.inv_ex(Tensor A, *, bool check_errors=False, Tensor? out=None) -> (Tensor inverse, Tensor info)', {
  exactOut: true,
  doc: 'As `inv`, without an error for a singular matrix: `info` is the number of the first pivot that is 0, or 0.',
  example: [
    'torch.linalg.inv_ex(torch.tensor([[2, 0], [0, 4]]).float()).inverse',
    'tensor([[0.5000, 0.0000],\n        [0.0000, 0.2500]])',
  ],
  node: 'LinalgInvExBackward0',
  tuple: 'torch.return_types.linalg_inv_ex',
  validate: (A: Tensor) => {
    checkSquare('linalg.inv', A)
    checkFloat('linalg.inv', A, false)
  },
  compute: (A: Tensor, check_errors: boolean) => {
    const isTransposed = isTurned(A)
    const [LU, pivots, info] = factored(isTransposed ? A.mT : A)
    if (check_errors) refuseInverse('linalg.inv_ex', info)
    const form = isTransposed ? Form.adjoint : Form.plain
    return [solvedWith(LU, pivots, identities(batchOf(A), rowsOf(A), A), form), info]
  },
  backward: {
    A: (g, { inverse }) => {
      const transposed = adjoint(inverse)
      return transposed.matmul(g.matmul(transposed)).neg()
    },
  },
})

function inverse(A: Tensor): Tensor {
  const [result, info] = call('linalg.inv_ex', [A]) as Tensor[]
  refuseInverse('linalg.inv', info)
  return result
}

const inverseExample = [
  'torch.linalg.inv(torch.tensor([[2, 1], [1, 1]]).float())',
  'tensor([[ 1., -1.],\n        [-1.,  2.]])',
] as const

op('linalg.inv(Tensor A, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'The inverse of a square matrix, or of each matrix of a batch.',
  example: inverseExample,
  forward: inverse,
})

op('inverse(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'The inverse of a square matrix, or of each matrix of a batch: `torch.linalg.inv`.',
  example: ['torch.inverse(torch.tensor([[2, 1], [1, 1]]).float())', inverseExample[1]],
  forward: inverse,
})

// ---- determinants ----

/** ±1 for each permutation that pivots stand for. */
function signOf(pivots: Tensor, like: Tensor): Tensor {
  const n = pivots.sizes[pivots.sizes.length - 1]
  const places = call('arange', [1, n + 1, { dtype: pivots.dtype }]) as Tensor
  const odd = pivots.ne(places).sum(-1).remainder(2)
  return odd.mul(-2).add(1).to(like.dtype)
}

/** What comes nearest to 1 in a dtype. */
const epsilonOf = ({ dtype }: Tensor): number =>
  dtype.name === 'float64' || dtype.name === 'complex128' ? 2 ** -52 : 2 ** -23

/** The gradient where a determinant is 0: that of its singular values' product, A = U S Vᴴ. */
function singularBackward(g: Tensor, A: Tensor): Tensor {
  const [U, S, Vh] = call('linalg.svd', [A]) as Tensor[]
  const det = (x: Tensor): Tensor => call('linalg.det', [x]) as Tensor
  const alpha = conj(det(U).mul(det(Vh))).mul(g)
  const n = S.sizes[S.sizes.length - 1]
  const others = Array.from({ length: n }, (_, k) => {
    const before = S.narrow(-1, 0, k).prod(-1)
    return before.mul(S.narrow(-1, k + 1, n - k - 1).prod(-1))
  })
  const slopes = (call('stack', [others, -1]) as Tensor).mul(alpha.unsqueeze(-1))
  return U.mul(slopes.unsqueeze(-2)).matmul(Vh)
}

function detBackward(g: Tensor, det: Tensor, A: Tensor, LU: Tensor, pivots: Tensor): Tensor {
  const n = rowsOf(A)
  const spread = (x: Tensor): Tensor => withDiagonal(x.unsqueeze(-1).expand([...x.sizes, n] as number[]))
  if (!modes.grad) {
    const isZero = diagonalOf(LU).eq(0)
    const moved = LU.add(withDiagonal(isZero.to(LU.dtype).mul(epsilonOf(LU))))
    const slopes = spread(g.mul(conj(det)))
    const result = call('linalg.lu_solve', [moved, pivots, slopes, { adjoint: !isTurned(A) }]) as Tensor
    if (!isZero.any().item<boolean>()) return result
    // Where a pivot is 0, and not only nearly, this is 0; the derivative is not.
    const places = isZero.any(-1).reshape([-1]).nonzero().squeeze(-1)
    const pick = (x: Tensor, sizes: number[]): Tensor => x.reshape([-1, ...sizes]).index_select(0, places)
    return result
      .reshape([-1, n, n])
      .index_copy(0, places, singularBackward(pick(g, []), pick(A, [n, n])))
      .reshape(A.sizes as number[])
  }
  const isSingular = det.abs().lt(100 * epsilonOf(LU))
  const plain = (): Tensor => solve(adjoint(A), spread(g.mul(conj(det))))
  if (!isSingular.any().item<boolean>()) return plain()
  if (isSingular.all().item<boolean>()) return singularBackward(g, A)
  const count = numelOf(batchOf(A))
  const [matrices, flags, slopes, dets] = [
    A.reshape([count, n, n]),
    ...[isSingular, g, det].map((x) => x.reshape([count])),
  ]
  const parts = [flags, flags.logical_not()].map((mask) => mask.nonzero().squeeze(-1))
  const pick = (x: Tensor, at: Tensor): Tensor => x.index_select(0, at)
  const results = [
    singularBackward(pick(slopes, parts[0]), pick(matrices, parts[0])),
    solve(adjoint(pick(matrices, parts[1])), spread(pick(slopes, parts[1]).mul(conj(pick(dets, parts[1]))))),
  ]
  return parts
    .reduce((sum, at, k) => sum.index_copy(0, at, results[k]), matrices.new_zeros([count, n, n]))
    .reshape(A.sizes as number[])
}

op('_linalg_det(Tensor A, *, Tensor? out=None) -> (Tensor result, Tensor LU, Tensor pivots)', {
  exactOut: true,
  doc: 'The determinant, and the LU factorization that it comes from.',
  example: ['torch._linalg_det(torch.tensor([[2, 1], [1, 1]]).float()).result', 'tensor(1.)'],
  node: 'LinalgDetBackward0',
  validate: (A: Tensor) => {
    checkSquare('linalg.det', A)
    checkFloat('linalg.det', A)
    checkLapack('lu_cpu', A)
  },
  compute: (A: Tensor) => {
    const [LU, pivots] = factored(isTurned(A) ? A.mT : A)
    return [diagonalOf(LU).prod(-1).mul(signOf(pivots, A)), LU, pivots]
  },
  backward: {
    A: (g, { A, result, LU, pivots }) => (A.count === 0 ? null : detBackward(g, result, A, LU, pivots)),
  },
})

const det = (A: Tensor): Tensor => (call('_linalg_det', [A]) as Tensor[])[0]

op('linalg.det(Tensor A, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'The determinant of a square matrix, or of each matrix of a batch.',
  example: ['torch.linalg.det(torch.tensor([[3, 1], [1, 2]]).float())', 'tensor(5.)'],
  forward: det,
})
op('det(Tensor self) -> Tensor', {
  doc: 'The determinant of a square matrix: `torch.linalg.det`.',
  example: ['torch.tensor([[3, 1], [1, 2]]).float().det()', 'tensor(5.)'],
  forward: det,
})

op(
  '_linalg_slogdet(Tensor A, *, Tensor? out=None) -> (Tensor sign, Tensor logabsdet, Tensor LU, Tensor pivots)',
  {
    exactOut: true,
    doc: 'The sign and the logarithm of a determinant, and the LU factorization that they come from.',
    example: ['torch._linalg_slogdet(torch.tensor([[-1]]).float()).sign', 'tensor(-1.)'],
    node: 'LinalgSlogdetBackward0',
    validate: (A: Tensor) => {
      checkSquare('linalg.slogdet', A)
      checkFloat('linalg.slogdet', A, false)
    },
    compute: (A: Tensor) => {
      const [LU, pivots] = factored(isTurned(A) ? A.mT : A)
      const diagonal = diagonalOf(LU)
      return [diagonal.sgn().prod(-1).mul(signOf(pivots, A)), diagonal.abs().log().sum(-1), LU, pivots]
    },
    backward: {
      A: (_g, { A, sign, LU, pivots, grads }) => {
        const [gSign, gLog] = grads as Grad[]
        let slope: Tensor | null = gLog
        if (A.dtype.is_complex) {
          const turned = gSign === null ? null : (call('imag', [conj(gSign).mul(sign)]) as Tensor).neg()
          const zero = (turned ?? gLog!).mul(0)
          slope = call('complex', [gLog ?? zero, turned ?? zero]) as Tensor
        }
        if (slope === null) return null
        const spread = withDiagonal(slope.unsqueeze(-1).expand([...slope.sizes, rowsOf(A)] as number[]))
        return modes.grad
          ? solve(adjoint(A), spread)
          : call('linalg.lu_solve', [LU, pivots, spread, { adjoint: !isTurned(A) }])
      },
    },
  },
)

const slogdet = (A: Tensor): Tensor[] => (call('_linalg_slogdet', [A]) as Tensor[]).slice(0, 2)

op('linalg.slogdet(Tensor A, *, Tensor? out=None) -> (Tensor sign, Tensor logabsdet)', {
  exactOut: true,
  doc: 'The sign of the determinant and the logarithm of its size, which does not overflow.',
  example: ['torch.linalg.slogdet(torch.tensor([[3, 1], [1, 2]]).float()).logabsdet', 'tensor(1.6094)'],
  tuple: 'torch.return_types.linalg_slogdet',
  forward: slogdet,
})
op('slogdet(Tensor self, *, Tensor? out=None) -> (Tensor sign, Tensor logabsdet)', {
  exactOut: true,
  doc: 'The sign of the determinant and the logarithm of its size: `torch.linalg.slogdet`.',
  example: ['torch.slogdet(torch.tensor([[0, 1], [1, 0]]).float()).sign', 'tensor(-1.)'],
  forward: slogdet,
})

op('logdet(Tensor self) -> Tensor', {
  doc: 'The logarithm of the determinant; NaN where it is negative.',
  example: ['torch.logdet(torch.tensor([[3, 1], [1, 2]]).float())', 'tensor(1.6094)'],
  forward: (self: Tensor) => {
    checkSquare('logdet', self)
    checkFloat('logdet', self, false)
    const [sign, logabsdet] = call('linalg.slogdet', [self]) as Tensor[]
    if (self.dtype.is_complex) return sign.log().add(logabsdet)
    return call('where', [sign.eq(-1), NaN, logabsdet])
  },
})

// ---- tensors as matrices ----

op('linalg.tensorinv(Tensor self, int ind=2, *, Tensor? out=None) -> Tensor', {
  doc: 'The inverse of a tensor as a map of tensors: its first `ind` dimensions are the rows of a matrix.',
  example: ['torch.linalg.tensorinv(torch.eye(4).reshape(2, 2, 4)).shape', 'torch.Size([4, 2, 2])'],
  forward: (self: Tensor, ind: number) => {
    check(ind > 0, () => `Expected a strictly positive integer for 'ind', but got ${ind}`)
    const first = self.sizes.slice(0, ind)
    const last = self.sizes.slice(ind)
    const [rows, cols] = [numelOf(first), numelOf(last)]
    check(
      rows === cols,
      () =>
        'Expected self to satisfy the requirement prod(self.shape[ind:]) == prod(self.shape[:ind]), but got ' +
        `${cols} != ${rows}`,
    )
    const inverted = (call('linalg.inv_ex', [self.reshape([cols, rows])]) as Tensor[])[0]
    return inverted.reshape([...last, ...first])
  },
})

op('linalg.tensorsolve(Tensor self, Tensor other, int[]? dims=None, *, Tensor? out=None) -> Tensor', {
  doc: 'The tensor x with `tensordot(self, x, x.ndim) = other`; `dims` of `self` are moved to its end first.',
  example: [
    'torch.linalg.tensorsolve(torch.eye(4).reshape(2, 2, 4), torch.ones(2, 2))',
    'tensor([1., 1., 1., 1.])',
  ],
  forward: (self: Tensor, other: Tensor, dims: readonly number[] | null) => {
    const rank = self.sizes.length
    const moved =
      dims === null
        ? self
        : self.movedim(
            dims as number[],
            dims.map((_, i) => rank - dims.length + i),
          )
    const shape = moved.sizes.slice(other.sizes.length)
    const [cols, rows] = [numelOf(shape), numelOf(moved.sizes.slice(0, other.sizes.length))]
    check(
      cols === rows,
      () =>
        'Expected self to satisfy the requirement prod(self.shape[other.ndim:]) == prod(self.shape[:other.ndim]), but ' +
        `got ${cols} != ${rows}`,
    )
    return solve(moved.reshape([cols, cols]), other.flatten()).reshape(shape as number[])
  },
})
