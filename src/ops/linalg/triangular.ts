// Systems of equations with a triangular matrix.
import { check, messages } from '../../base/errors.js'
import { warn } from '../../base/warnings.js'
import type { Tensor } from '../../tensor/tensor.js'
import { op } from '../../engine/op.js'
import { call } from '../../engine/functions.js'
import { run } from '../../engine/run.js'
import { Form, solveTriangular } from '../../kernels/triangular.js'
import { adjoint } from '../linear/matrix.js'
import { conj } from '../pointwise/gradients.js'
import {
  asMatrices,
  batchOf,
  broadcastBatches,
  checkLapack,
  checkSquare,
  checkSystem,
  colsOf,
  countOf,
  inColumns,
  newColumns,
  rowsOf,
  withBatch,
} from './matrices.js'

/** X with op(T) X = B, of the same batches. */
function solved(t: Tensor, b: Tensor, isUpper: boolean, isUnit: boolean, form: Form): Tensor {
  const batch = batchOf(b)
  const out = newColumns(batch, rowsOf(b), colsOf(b), b.dtype, b.device)
  run(
    solveTriangular,
    [out, inColumns(t), inColumns(b)],
    countOf(batch),
    rowsOf(b),
    colsOf(b),
    isUpper,
    isUnit,
    form,
  )
  return asMatrices(out)
}

/** The part of a gradient that belongs to a triangle. */
const triangle = (g: Tensor, isUpper: boolean, isUnit: boolean): Tensor =>
  isUpper ? g.triu(isUnit ? 1 : 0) : g.tril(isUnit ? -1 : 0)

op(
  'linalg.solve_triangular(Tensor self, Tensor B, *, bool upper, bool left=True, bool unitriangular=False, Tensor? out=None) -> Tensor',
  {
    exactOut: messages.expectedScalarType,
    doc:
      'The X with A X = B, or X A = B where `left` is false, for triangular matrices A; with `unitriangular` the diagonal ' +
      'counts as 1.',
    example: [
      'torch.linalg.solve_triangular(torch.tensor([[2, 1], [0, 4]]).float(), torch.tensor([[4], [8]]).float(), { upper: true })',
      'tensor([[1.],\n        [2.]])',
    ],
    node: 'LinalgSolveTriangularBackward0',
    validate: (A: Tensor, B: Tensor, _upper: boolean, left: boolean) => {
      checkSystem('linalg.solve_triangular', A, B, left)
      checkLapack('triangular_solve_cpu', A)
    },
    compute: (self: Tensor, given: Tensor, upper: boolean, left: boolean, unitriangular: boolean) => {
      const B = given.dtype === self.dtype ? given : given.to(self.dtype)
      const batch = broadcastBatches(batchOf(self), batchOf(B))
      const [a, b] = [withBatch(self, batch), withBatch(B, batch)]
      if (left) return solved(a, b, upper, unitriangular, Form.plain)
      // The columns of the result lie one after the other, on whichever side it stands.
      return solved(a, b.mT, upper, unitriangular, Form.transposed).contiguous().mT
    },
    backward: (g, { self, result, upper, left, unitriangular }) => {
      const gB = call('linalg.solve_triangular', [
        adjoint(self),
        g,
        { upper: !upper, left, unitriangular },
      ]) as Tensor
      const gA = left ? gB.matmul(adjoint(result)) : adjoint(result).matmul(gB)
      return { self: triangle(gA.neg(), upper, unitriangular), B: gB }
    },
  },
)

op(
  'triangular_solve(Tensor self, Tensor A, bool upper=True, bool transpose=False, bool unitriangular=False, *, Tensor? out=None) -> (Tensor solution, Tensor cloned_coefficient)',
  {
    exactOut: true,
    doc: 'The X with A X = `self` for triangular matrices A, and a copy of A. The old name of `linalg.solve_triangular`.',
    example: [
      'torch.triangular_solve(torch.tensor([[4], [8]]).float(), torch.tensor([[2, 1], [0, 4]]).float()).solution',
      'tensor([[1.],\n        [2.]])',
    ],
    validate: (self: Tensor, A: Tensor) => {
      warn(
        'torch.triangular_solve is deprecated in favor of torch.linalg.solve_triangularand will be removed in a future ' +
          'PyTorch release.\ntorch.linalg.solve_triangular has its arguments reversed and does not return a copy of one ' +
          'of the inputs.\nX = torch.triangular_solve(B, A).solution\nshould be replaced with\n' +
          'X = torch.linalg.solve_triangular(A, B).',
      )
      for (const [name, x] of [
        ['b', self],
        ['A', A],
      ] as const)
        check(
          x.sizes.length >= 2,
          () =>
            `torch.triangular_solve: Expected ${name} to have at least 2 dimensions, but it has ${x.sizes.length} ` +
            'dimensions instead',
        )
      checkOldSystem('triangular_solve', self, A)
      checkLapack('triangular_solve_cpu', A)
    },
    compute: (self: Tensor, A: Tensor, upper: boolean, transpose: boolean, unitriangular: boolean) => {
      const batch = broadcastBatches(batchOf(A), batchOf(self))
      const a = withBatch(A, batch)
      const form = transpose ? Form.transposed : Form.plain
      const x = solved(a, withBatch(self, batch), upper, unitriangular, form)
      return [x, asMatrices(inColumns(a).clone())]
    },
    backward: (_g, { A, solution, upper, transpose, unitriangular, grads }) => {
      const [g, gCopy] = grads as (Tensor | null)[]
      if (g === null) return { self: null, A: gCopy }
      const gB = (call('triangular_solve', [g, conj(A), upper, !transpose, unitriangular]) as Tensor[])[0]
      const product = transpose ? conj(solution).matmul(gB.mT) : gB.matmul(adjoint(solution))
      const gA = triangle(product.neg(), upper, unitriangular)
      return { self: gB, A: gCopy === null ? gA : gA.add(gCopy) }
    },
  },
)

/** `linearSolveCheckInputs`. */
export function checkOldSystem(name: string, b: Tensor, a: Tensor): void {
  check(
    b.dtype === a.dtype,
    () =>
      `Expected b and A to have the same dtype, but found b of type ${b.dtype.scalarName} and A of type ` +
      `${a.dtype.scalarName} instead.`,
  )
  checkSquare('', a)
  check(
    rowsOf(a) === rowsOf(b),
    () =>
      `Incompatible matrix sizes for ${name}: each A matrix is ${rowsOf(a)} by ${colsOf(a)} but each b matrix is ` +
      `${rowsOf(b)} by ${colsOf(b)}`,
  )
}
