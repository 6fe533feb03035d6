// LDL factorizations of symmetric and Hermitian matrices, and what is solved with them.
import { int32 } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import { type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { ldl, solveLdl } from '../../kernels/ldl.js'
import { notDifferentiable } from '../pointwise/gradients.js'
import {
  asMatrices,
  checkPivots,
  newFactors,
  refuseFailure,
  batchOf,
  broadcastBatches,
  checkFloat,
  checkLapack,
  checkSquare,
  colsOf,
  countOf,
  inColumns,
  newColumns,
  rowsOf,
  withBatch,
} from './matrices.js'

const refuse = (name: string, info: Tensor): void => {
  refuseFailure(name, info, (code) => `Unknown error code: ${code}.`)
}

const sample = 'torch.tensor([[4, 2], [2, 3]]).float()'

op(
  'linalg.ldl_factor_ex(Tensor self, *, bool hermitian=False, bool check_errors=False, Tensor? out=None) -> (Tensor LD, Tensor pivots, Tensor info)',
  {
    exactOut: true,
    doc: 'As `ldl_factor`, without an error: `info` is the number of the first block of D that is 0, or 0.',
    example: [
      `torch.linalg.ldl_factor_ex(${sample}).LD`,
      'tensor([[4.0000, 0.0000],\n        [0.5000, 2.0000]])',
    ],
    node: 'NotImplemented',
    tuple: 'torch.return_types.linalg_ldl_factor_ex',
    validate: (self: Tensor) => {
      const name = 'torch.linalg.ldl_factor_ex'
      checkSquare(name, self)
      checkFloat(name, self)
      checkLapack('ldl_factor_kernel_cpu', self)
    },
    compute: (self: Tensor, hermitian: boolean, check_errors: boolean) => {
      const [out, pivots, info] = newFactors(self)
      run(ldl, [out, pivots, info, inColumns(self.tril())], countOf(batchOf(self)), rowsOf(self), hermitian)
      if (check_errors) refuse('torch.linalg.ldl_factor_ex', info)
      return [asMatrices(out), pivots, info]
    },
    backward: { self: notDifferentiable('aten::linalg_ldl_factor_ex') },
  },
)

op(
  'linalg.ldl_factor(Tensor self, *, bool hermitian=False, Tensor? out=None) -> (Tensor LD, Tensor pivots)',
  {
    exactOut: true,
    doc:
      'P L D Lᵀ Pᵀ of a symmetric matrix (with `hermitian` of a Hermitian one) in compact form: L, whose diagonal is 1, ' +
      'and blocks of one or two rows of D on the diagonal.',
    example: [`torch.linalg.ldl_factor(${sample}).pivots`, 'tensor([1, 2], dtype=torch.int32)'],
    tuple: 'torch.return_types.linalg_ldl_factor',
    forward: (self: Tensor, hermitian: boolean) => {
      const [LD, pivots, info] = call('linalg.ldl_factor_ex', [self, { hermitian }]) as Tensor[]
      refuse('torch.linalg.ldl_factor', info)
      return [LD, pivots]
    },
  },
)

op(
  'linalg.ldl_solve(Tensor LD, Tensor pivots, Tensor B, *, bool hermitian=False, Tensor? out=None) -> Tensor',
  {
    exactOut: true,
    doc: 'Solves A X = B, given the LDL factorization of A.',
    example: [
      `torch.linalg.ldl_solve(...torch.linalg.ldl_factor(${sample}), torch.tensor([[6], [5]]).float())`,
      'tensor([[1.],\n        [1.]])',
    ],
    node: 'NotImplemented',
    validate: (LD: Tensor, pivots: Tensor, B: Tensor) => {
      const name = 'torch.linalg.ldl_solve'
      checkSquare(name, LD)
      checkFloat(name, LD)
      check(
        B.sizes.length >= 2,
        () =>
          `${name}: Expected B to have at least 2 dimensions, but it has ${B.sizes.length} dimensions instead`,
      )
      checkPivots(name, LD, pivots, 'LD')
      check(
        pivots.dtype.isIntegral,
        () => `${name}: Expected pivots to be integers. Got ${pivots.dtype.scalarName}`,
      )
      check(
        LD.dtype === B.dtype,
        () => `ldl_solve: LD dtype ${LD.dtype.scalarName} does not match b dtype ${B.dtype.scalarName}`,
      )
      check(
        rowsOf(LD) === rowsOf(B),
        () =>
          `Incompatible matrix sizes for ${name}: each A matrix is ${rowsOf(LD)} by ${colsOf(LD)} but each b matrix is ` +
          `${rowsOf(B)} by ${colsOf(B)}`,
      )
      checkLapack('ldl_solve_kernel_cpu', LD)
    },
    compute: (LD: Tensor, pivots: Tensor, B: Tensor, hermitian: boolean) => {
      const batch = broadcastBatches(batchOf(LD), batchOf(B))
      const b = withBatch(B, batch)
      const out = newColumns(batch, rowsOf(b), colsOf(b), b.dtype, b.device)
      const places = pivots.to(int32).expand([...batch, rowsOf(b)])
      run(
        solveLdl,
        [out, inColumns(withBatch(LD, batch)), places.contiguous(), inColumns(b)],
        countOf(batch),
        rowsOf(b),
        colsOf(b),
        hermitian,
      )
      return asMatrices(out)
    },
    backward: {
      LD: notDifferentiable('aten::linalg_ldl_solve'),
      B: notDifferentiable('aten::linalg_ldl_solve'),
    },
  },
)
