// Least squares: `linalg.lstsq`. Follows ATen/native/BatchLinearAlgebra.cpp; the gradient, `linalg_lstsq_backward`.
import { int64, toReal } from '../../base/dtype.js'
import { check, LinAlgError, RuntimeError } from '../../base/errors.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { type Driver, leastSquares } from '../../kernels/least-squares.js'
import { adjoint } from '../linear/matrix.js'
import { pinvBackward } from './rank.js'
import {
  asMatrices,
  batchOf,
  broadcastBatches,
  colsOf,
  countOf,
  firstFailure,
  inColumns,
  isVectorFor,
  newColumns,
  newInfo,
  rowsOf,
  withBatch,
} from './matrices.js'

const NAME = 'torch.linalg.lstsq'
const drivers: readonly string[] = ['gels', 'gelsy', 'gelsd', 'gelss']

function checkProblem(A: Tensor, B: Tensor): void {
  check(A.sizes.length >= 2, () => `${NAME}: input must have at least 2 dimensions.`)
  check(B.sizes.length >= 1, () => `${NAME}: other must have at least 1 dimension.`)
  check(
    A.dtype === B.dtype,
    () =>
      `${NAME}: Expected input and other to have the same dtype, but got input's dtype ${A.dtype.scalarName} and ` +
      `other's dtype ${B.dtype.scalarName}`,
  )
  const difference = A.sizes.length - B.sizes.length
  check(
    difference === 0 || difference === 1,
    () => `${NAME}: input.dim() must be greater or equal to other.dim() and (input.dim() - other.dim()) <= 1`,
  )
  const isVector = difference === 1
  const rows = isVector ? B.sizes[B.sizes.length - 1] : rowsOf(B)
  check(rows === rowsOf(A), () =>
    isVector
      ? `${NAME}: input.size(-2) should match other.size(-1)`
      : `${NAME}: input.size(-2) should match other.size(-2)`,
  )
  if (!(A.dtype.is_floating_point || A.dtype.is_complex) || A.dtype.isHalf)
    throw new RuntimeError("This function doesn't handle types other than float and double")
}

function driverOf(name: string | null): Driver {
  if (name === null) return 'gelsy'
  check(
    drivers.includes(name),
    () => `${NAME}: parameter \`driver\` should be one of (gels, gelsy, gelsd, gelss)`,
  )
  return name as Driver
}

/** What is known of each matrix of A: once where it was used with several right sides. */
const asOften = (facts: Tensor, batch: readonly number[]): Tensor =>
  batch.reduce((x, size, dim) => (size === 1 && x.sizes[dim] > 1 ? x.narrow(dim, 0, 1).clone() : x), facts)

/** The gradient of a pseudoinverse, which the solution is a product with. */
const pseudoinverse = (A: Tensor): Tensor => call('linalg.pinv', [A]) as Tensor

op(
  '_linalg_lstsq(Tensor self, Tensor b, float? rcond, str? driver) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)',
  {
    variants: 'inside',
    doc: 'The work of `linalg.lstsq`.',
    node: 'LinalgLstsqBackward0',
    validate: (A: Tensor, B: Tensor, _rcond: number | null, driver: string | null) => {
      checkProblem(A, B)
      driverOf(driver)
    },
    compute: (A: Tensor, B: Tensor, rcond: number | null, name: string | null) => {
      const driver = driverOf(name)
      const isVector = isVectorFor(A, B)
      const right = isVector ? B.unsqueeze(-1) : B
      const batch = broadcastBatches(batchOf(A), batchOf(right))
      const [a, b] = [withBatch(A, batch), withBatch(right, batch)]
      const [rows, cols, width] = [rowsOf(a), colsOf(a), colsOf(b)]
      const { dtype, device } = A
      const height = Math.max(rows, cols)
      const x = newColumns(batch, height, width, dtype, device)
      const info = newInfo(batch, device)
      const bySingularValues = driver === 'gelsd' || driver === 'gelss'
      const rank = emptyTensor(driver === 'gels' ? [0] : batch, int64, device)
      const values = emptyTensor(
        bySingularValues ? [...batch, Math.min(rows, cols)] : [0],
        toReal(dtype),
        device,
      )
      const bound = rcond ?? (isDouble(A) ? 2 ** -52 : 2 ** -23) * Math.max(rows, cols)
      run(
        leastSquares,
        [
          x,
          driver === 'gels' ? null : rank,
          bySingularValues ? values : null,
          info,
          inColumns(a),
          inColumns(b),
        ],
        countOf(batch),
        rows,
        cols,
        width,
        driver,
        bound,
      )
      if (firstFailure(info) !== null)
        throw new LinAlgError(`${NAME}: The least squares problem could not be solved.`)
      const whole = asMatrices(x)
      const solution = whole.narrow(-2, 0, cols)
      const hasResiduals =
        rows > cols &&
        driver !== 'gelsy' &&
        (driver === 'gels' || (rank.count > 0 && (rank.eq(cols).all().item() as boolean)))
      const residuals = hasResiduals
        ? (whole
            .narrow(-2, cols, rows - cols)
            .abs()
            .square()
            .sum(-2) as Tensor)
        : emptyTensor([0], toReal(dtype), device)
      return [
        isVector ? solution.squeeze(-1) : solution,
        residuals,
        asOften(rank, batchOf(A)),
        asOften(values, batchOf(A)),
      ]
    },
    backward: (_g, { self, b, grads, needs }) => {
      const g = grads[0] as Tensor | null
      if (g === null) return { self: null, b: null }
      const isVector = isVectorFor(self, b)
      const column = (x: Tensor): Tensor => (isVector ? x.unsqueeze(-1) : x)
      const inverse = pseudoinverse(self)
      const [slope, right] = [column(g), column(b)]
      const gB = adjoint(inverse).matmul(slope)
      return {
        self: needs.self ? pinvBackward(slope.matmul(adjoint(right)), inverse, self) : null,
        b: isVector ? gB.squeeze(-1) : gB,
      }
    },
  },
)

op(
  'linalg.lstsq(Tensor self, Tensor b, float? rcond=None, *, str? driver=None, Tensor? out=None) -> (Tensor solution, Tensor residuals, Tensor rank, Tensor singular_values)',
  {
    doc:
      'The X with the shortest A X - B, and of all such the shortest. `driver` chooses how: gels (A of full rank), gelsy ' +
      '(the default), gelsd or gelss (by singular values, of which those below `rcond` times the largest count as 0).',
    example: [
      'torch.linalg.lstsq(torch.tensor([[1, 0], [1, 1], [1, 2]]).float(), torch.tensor([[1], [3], [5]]).float()).solution',
      'tensor([[1.],\n        [2.]])',
    ],
    tuple: 'torch.return_types.linalg_lstsq',
    forward: (self: Tensor, b: Tensor, rcond: number | null, driver: string | null) => {
      const [solution, ...others] = call('_linalg_lstsq', [self, b, rcond, driver]) as Tensor[]
      // Only the solution is differentiable.
      return [solution, ...others.map((x) => x.detach())]
    },
  },
)

const isDouble = ({ dtype }: Tensor): boolean => dtype.name === 'float64' || dtype.name === 'complex128'
