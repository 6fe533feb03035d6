// LU factorizations with partial pivoting, and what is made of them. Follows ATen/native/BatchLinearAlgebra.cpp; gradients,
// `plu_backward_base` and `linalg_lu_solve_LU` in FunctionsManual.cpp.
import type { Grad } from '../../tensor/node.js'
import { int32, int64 } from '../../base/dtype.js'
import { Tuple } from '../../base/tuple.js'
import { check, sizesText } from '../../base/errors.js'
import { warn } from '../../base/warnings.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { lu, permutations, solveLu } from '../../kernels/lu.js'
import { Form } from '../../kernels/triangular.js'
import { adjoint } from '../linear/matrix.js'
import {
  asMatrices,
  checkPivots,
  newFactors,
  refuseFailure,
  solveTriangular,
  batchOf,
  broadcastBatches,
  checkFloat,
  checkLapack,
  checkSameDtype,
  checkSystem,
  colsOf,
  countOf,
  diagonalOf,
  inColumns,
  newColumns,
  rowsOf,
  withBatch,
} from './matrices.js'

/** LU, pivots and info of matrices that were checked. */
export function factored(a: Tensor, isPivoted = true): [LU: Tensor, pivots: Tensor, info: Tensor] {
  const [out, pivots, info] = newFactors(a)
  run(lu, [out, pivots, info, inColumns(a)], countOf(batchOf(a)), rowsOf(a), colsOf(a), isPivoted)
  return [asMatrices(out), pivots, info]
}

/** Solves op(A) X = B, B having the batches of A. */
export function solvedWith(factors: Tensor, pivots: Tensor, b: Tensor, form: Form): Tensor {
  const batch = batchOf(b)
  const out = newColumns(batch, rowsOf(b), colsOf(b), b.dtype, b.device)
  run(
    solveLu,
    [out, inColumns(factors), pivots.contiguous(), inColumns(b)],
    countOf(batch),
    rowsOf(b),
    colsOf(b),
    form,
  )
  return asMatrices(out)
}

/** Square: A = P L U. Wide: its first columns; tall: its first rows. The rest follows from what it is a product of. */
function luBackward(gl: Grad, gu: Grad, p: Tensor, l: Tensor, u: Tensor): Tensor | null {
  if (gl === null && gu === null) return null
  const [rows, cols] = [rowsOf(l), colsOf(u)]
  const k = Math.min(rows, cols)
  const l1 = l.narrow(-2, 0, k)
  const u1 = u.narrow(-1, 0, k)
  let lower = gl === null ? null : adjoint(l1).matmul(gl.narrow(-2, 0, k))
  let upper = gu === null ? null : gu.narrow(-1, 0, k).matmul(adjoint(u1))
  if (cols > rows && gu !== null) {
    const rest = gu.narrow(-1, k, cols - k).matmul(adjoint(u.narrow(-1, k, cols - k)))
    lower = lower === null ? rest.neg() : lower.sub(rest)
  }
  if (rows > cols && gl !== null) {
    const rest = adjoint(l.narrow(-2, k, rows - k)).matmul(gl.narrow(-2, k, rows - k))
    upper = upper === null ? rest.neg() : upper.sub(rest)
  }
  let inner = lower === null ? upper!.triu() : lower.tril(-1)
  if (lower !== null && upper !== null) inner = inner.add(upper.triu())
  inner = solveTriangular(adjoint(u1), inner, { upper: false, left: false })
  inner = solveTriangular(adjoint(l1), inner, { upper: true, unitriangular: true })
  if (cols > rows && gu !== null)
    inner = call('cat', [
      [inner, solveTriangular(adjoint(l1), gu.narrow(-1, k, cols - k), { upper: true, unitriangular: true })],
      -1,
    ]) as Tensor
  else if (cols > rows) inner = call('constant_pad_nd', [inner, [0, cols - rows]]) as Tensor
  if (rows > cols && gl !== null)
    inner = call('cat', [
      [inner, solveTriangular(adjoint(u1), gl.narrow(-2, k, rows - k), { upper: false, left: false })],
      -2,
    ]) as Tensor
  else if (rows > cols) inner = call('constant_pad_nd', [inner, [0, 0, 0, rows - cols]]) as Tensor
  return p.matmul(inner)
}

const unpacked = (data: Tensor, pivots: Tensor): Tensor[] => call('lu_unpack', [data, pivots]) as Tensor[]

const checkPivoting = (pivot: boolean): void => {
  check(pivot, () => 'linalg.lu_factor: LU without pivoting is not implemented on the CPU')
}

/** Says what is wrong with a matrix whose U has a 0 on its diagonal. */
function refuseSingular(name: string, info: Tensor): void {
  refuseFailure(
    name,
    info,
    (code) =>
      `U[${code},${code}] is zero and using it on lu_solve would result in a division by zero. If you ` +
      'still want to perform the factorization, consider calling linalg.lu(A, pivot) or linalg.lu_factor_ex(A, pivot)',
  )
}

function checkFactor(name: string, a: Tensor): void {
  check(
    a.sizes.length >= 2,
    () => `${name}: Expected tensor with 2 or more dimensions. Got size: [${a.sizes.join(', ')}] instead`,
  )
  checkLapack('lu_cpu', a)
}

const factorBackward = (g: Tensor, LU: Tensor, pivots: Tensor): Tensor | null => {
  const [p, l, u] = unpacked(LU, pivots)
  const k = Math.min(rowsOf(LU), colsOf(LU))
  return luBackward(g.narrow(-1, 0, k), g.narrow(-2, 0, k), p, l, u)
}

const sample = 'torch.tensor([[1, 2], [4, 2]]).float()'

op(
  'linalg.lu_factor_ex(Tensor A, *, bool pivot=True, bool check_errors=False, Tensor? out=None) -> (Tensor LU, Tensor pivots, Tensor info)',
  {
    exactOut: true,
    doc:
      'As `lu_factor`, without an error for a singular matrix: `info` is the number of the first pivot that is 0, ' +
      'or 0.',
    example: [
      `torch.linalg.lu_factor_ex(${sample}).LU`,
      'tensor([[4.0000, 2.0000],\n        [0.2500, 1.5000]])',
    ],
    node: 'LinalgLuFactorExBackward0',
    tuple: 'torch.return_types.linalg_lu_factor_ex',
    compute: (A: Tensor, pivot: boolean, check_errors: boolean) => {
      checkFactor('torch.lu_factor', A)
      checkPivoting(pivot)
      const result = factored(A)
      if (check_errors) refuseSingular('torch.linalg.lu_factor_ex', result[2])
      return result
    },
    backward: { A: (g, { LU, pivots }) => factorBackward(g, LU, pivots) },
  },
)

op('linalg.lu_factor(Tensor A, *, bool pivot=True, Tensor? out=None) -> (Tensor LU, Tensor pivots)', {
  exactOut: true,
  doc:
    'The LU factorization with partial pivoting in compact form: U above, L, whose diagonal is 1, below; `pivots` ' +
    'says which row each row was exchanged with, counted from 1.',
  example: [`torch.linalg.lu_factor(${sample}).pivots`, 'tensor([2, 2], dtype=torch.int32)'],
  tuple: 'torch.return_types.linalg_lu_factor',
  forward: (A: Tensor, pivot: boolean) => {
    const [LU, pivots, info] = call('linalg.lu_factor_ex', [A, { pivot }]) as Tensor[]
    refuseSingular('torch.linalg.lu_factor', info)
    return [LU, pivots]
  },
})

op(
  '_lu_with_info(Tensor self, bool pivot=True, bool check_errors=True) -> (Tensor LU, Tensor pivots, Tensor info)',
  {
    doc: 'The work of `torch.lu`.',
    variants: 'function',
    forward: (self: Tensor, pivot: boolean) => {
      warn(
        'torch.lu is deprecated in favor of torch.linalg.lu_factor / torch.linalg.lu_factor_ex and will be removed in a ' +
          'future PyTorch release.\nLU, pivots = torch.lu(A, compute_pivots)\nshould be replaced with\nLU, pivots = ' +
          'torch.linalg.lu_factor(A, compute_pivots)\nand\nLU, pivots, info = torch.lu(A, compute_pivots, get_infos=True)\n' +
          'should be replaced with\nLU, pivots, info = torch.linalg.lu_factor_ex(A, compute_pivots)',
      )
      return [...(call('linalg.lu_factor_ex', [self, { pivot }]) as Tensor[])]
    },
  },
)

op('lu(Tensor self, bool pivot=True, bool get_infos=False) -> any', {
  doc:
    'The LU factorization in compact form, and the pivots; with `get_infos` also a number for each matrix, which is 0 ' +
    'where none of its pivots is.',
  example: [`torch.lu(${sample})[1]`, 'tensor([2, 2], dtype=torch.int32)'],
  forward: (self: Tensor, pivot: boolean, get_infos: boolean) => {
    const result = call('_lu_with_info', [self, pivot, !get_infos]) as Tensor[]
    return get_infos ? result : Tuple.from(result.slice(0, 2))
  },
})

/** P with A = P L U. */
function permutationOf(pivots: Tensor, rows: number, like: Tensor): Tensor {
  const batch = pivots.sizes.slice(0, -1)
  const places = emptyTensor([...batch, rows], int64, pivots.device)
  const count = Math.min(pivots.sizes[pivots.sizes.length - 1], rows)
  run(permutations, [places, pivots.contiguous()], countOf(batch), rows, count)
  const p = like.new_zeros([...batch, rows, rows], { dtype: like.dtype })
  return rows === 0 ? p : (p.scatter_(-2, places.unsqueeze(-2), 1) as Tensor)
}

const lowerOf = (data: Tensor): Tensor => {
  const k = Math.min(rowsOf(data), colsOf(data))
  const lower = data.narrow(-1, 0, k).tril(-1)
  diagonalOf(lower).fill_(1)
  return lower
}
const upperOf = (data: Tensor): Tensor => data.narrow(-2, 0, Math.min(rowsOf(data), colsOf(data))).triu()

/** P is no differentiable result. */
const withConstant = ([p, ...rest]: readonly Tensor[]): Tensor[] => [p.detach(), ...rest]

op(
  '_lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data, bool unpack_pivots) -> (Tensor P, Tensor L, Tensor U)',
  {
    variants: 'inside',
    doc: 'The work of `lu_unpack`.',
    node: 'LuUnpackBackward0',
    validate: (data: Tensor, pivots: Tensor, _unpack: boolean, unpackPivots: boolean) => {
      check(
        data.sizes.length >= 2,
        () =>
          `torch.lu_unpack: Expected tensor with 2 or more dimensions. Got size: ${sizesText(data.sizes)} instead`,
      )
      check(
        !unpackPivots || pivots.dtype === int32,
        () =>
          'torch.lu_unpack: LU_pivots is expected to be a contiguous tensor of torch.int32 dtype.\nNote: this function is ' +
          'intended to be used with the output produced by torch.linalg.lu_factor',
      )
      // PyTorch reads past their end.
      const wanted = [...data.sizes.slice(0, -2), Math.min(rowsOf(data), colsOf(data))]
      check(
        !unpackPivots || String(pivots.sizes) === String(wanted),
        () =>
          `torch.lu_unpack: LU_pivots of matrices with sizes ${sizesText(data.sizes)} have sizes ${sizesText(wanted)}, ` +
          `but got ${sizesText(pivots.sizes)}`,
      )
    },
    compute: (data: Tensor, pivots: Tensor, unpackData: boolean, unpackPivots: boolean) => {
      const none = (): Tensor => emptyTensor([0], data.dtype, data.device)
      return [
        unpackPivots ? permutationOf(pivots, rowsOf(data), data) : none(),
        unpackData ? lowerOf(data) : none(),
        unpackData ? upperOf(data) : none(),
      ]
    },
    backward: {
      LU_data: (_g, { LU_data_sizes, grads, unpack_data }) => {
        const [, gl, gu] = grads as Grad[]
        if (!unpack_data || (gl === null && gu === null)) return null
        const [rows, cols] = (LU_data_sizes as number[]).slice(-2)
        const lower =
          gl === null ? null : (call('constant_pad_nd', [gl.tril(-1), [0, cols - colsOf(gl)]]) as Tensor)
        const upper =
          gu === null ? null : (call('constant_pad_nd', [gu.triu(), [0, 0, 0, rows - rowsOf(gu)]]) as Tensor)
        return lower === null ? upper : upper === null ? lower : lower.add(upper)
      },
    },
  },
)

op(
  'lu_unpack(Tensor LU_data, Tensor LU_pivots, bool unpack_data=True, bool unpack_pivots=True, *, Tensor? out=None) -> (Tensor P, Tensor L, Tensor U)',
  {
    exactOut: true,
    doc: 'P, L and U with A = P L U from the compact form that `lu_factor` gives.',
    example: [
      `torch.lu_unpack(...torch.linalg.lu_factor(${sample})).P`,
      'tensor([[0., 1.],\n        [1., 0.]])',
    ],
    variants: 'function',
    forward: (data: Tensor, pivots: Tensor, unpackData: boolean, unpackPivots: boolean) =>
      withConstant(call('_lu_unpack', [data, pivots, unpackData, unpackPivots]) as Tensor[]),
  },
)

op('_linalg_lu(Tensor A, bool pivot) -> (Tensor P, Tensor L, Tensor U)', {
  variants: 'inside',
  doc: 'The work of `linalg.lu`.',
  node: 'LinalgLuBackward0',
  compute: (A: Tensor, pivot: boolean) => {
    checkFactor('linalg.lu', A)
    checkPivoting(pivot)
    const [data, pivots] = factored(A)
    return [permutationOf(pivots, rowsOf(A), A), lowerOf(data), upperOf(data)]
  },
  backward: {
    A: (_g, { P, L, U, grads }) => luBackward(grads[1], grads[2], P, L, U),
  },
})

op('linalg.lu(Tensor A, *, bool pivot=True, Tensor? out=None) -> (Tensor P, Tensor L, Tensor U)', {
  exactOut: true,
  doc: 'A = P L U: a permutation, a lower triangle with 1 on the diagonal, an upper triangle.',
  example: [`torch.linalg.lu(${sample}).L`, 'tensor([[1.0000, 0.0000],\n        [0.2500, 1.0000]])'],
  tuple: 'torch.return_types.linalg_lu',
  forward: (A: Tensor, pivot: boolean) => withConstant(call('_linalg_lu', [A, pivot]) as Tensor[]),
})

function checkLuSolve(LU: Tensor, pivots: Tensor, B: Tensor, left: boolean): void {
  const name = 'linalg.lu_solve'
  checkSystem(name, LU, B, left)
  checkSameDtype(name, LU, B, 'LU', 'B')
  checkFloat('torch.linalg.lu_solve', LU)
  checkLapack('linalg.lu_solve_cpu', LU)
  check(pivots.dtype === int32, () => `${name}: pivots should be a Tensor of scalar type torch.int32`)
  check(
    pivots.sizes[pivots.sizes.length - 1] === colsOf(LU),
    () => `${name}: Number of pivots per batch should be same as the dimension of the matrix`,
  )
  checkPivots(name, LU, pivots, 'LU')
}

op(
  'linalg.lu_solve(Tensor LU, Tensor pivots, Tensor B, *, bool left=True, bool adjoint=False, Tensor? out=None) -> Tensor',
  {
    exactOut: true,
    doc:
      'Solves A X = B, or X A = B where `left` is false, given the LU factorization of A; with `adjoint` of the ' +
      'conjugate transpose of A.',
    example: [
      `torch.linalg.lu_solve(...torch.linalg.lu_factor(${sample}), torch.tensor([[3], [6]]).float())`,
      'tensor([[1.],\n        [1.]])',
    ],
    node: 'LinalgLuSolveBackward0',
    validate: checkLuSolve,
    compute: (LU: Tensor, pivots: Tensor, B: Tensor, left: boolean, isAdjoint: boolean) => {
      const batch = broadcastBatches(batchOf(LU), batchOf(B))
      const factors = withBatch(LU, batch)
      const places = pivots.expand([...batch, colsOf(LU)])
      const right = withBatch(B, batch)
      if (left) return solvedWith(factors, places, right, isAdjoint ? Form.adjoint : Form.plain)
      // X A = B is Aᴴ Xᴴ = Bᴴ.
      return adjoint(
        solvedWith(factors, places, adjoint(right), isAdjoint ? Form.plain : Form.adjoint),
      ).contiguous()
    },
    backward: {
      LU: (g, { LU, pivots, result, left, adjoint: isAdjoint }) => {
        const gb = call('linalg.lu_solve', [LU, pivots, g, { left, adjoint: !isAdjoint }]) as Tensor
        // The gradient of A, then of its factors.
        const [solution, other] = isAdjoint ? [gb, result] : [result, gb]
        const own = (left ? other.matmul(adjoint(solution)) : adjoint(solution).matmul(other)).neg()
        const [p, l, u] = unpacked(LU, pivots)
        const permuted = p.mT.matmul(own)
        const lower = permuted.matmul(adjoint(u)).tril(-1)
        return lower.add(adjoint(l).matmul(permuted).triu())
      },
      B: (g, { LU, pivots, left, adjoint: isAdjoint }) =>
        call('linalg.lu_solve', [LU, pivots, g, { left, adjoint: !isAdjoint }]),
    },
  },
)

op('lu_solve(Tensor self, Tensor LU_data, Tensor LU_pivots, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'Solves A X = `self`, given the LU factorization of A.',
  example: [
    `torch.lu_solve(torch.tensor([[3], [6]]).float(), ...torch.linalg.lu_factor(${sample}))`,
    'tensor([[1.],\n        [1.]])',
  ],
  forward: (self: Tensor, data: Tensor, pivots: Tensor) => {
    warn(
      'torch.lu_solve is deprecated in favor of torch.linalg.lu_solveand will be removed in a future PyTorch release.\n' +
        'Note that torch.linalg.lu_solve has its arguments reversed.\nX = torch.lu_solve(B, LU, pivots)\nshould be ' +
        'replaced with\nX = torch.linalg.lu_solve(LU, pivots, B)',
    )
    return call('linalg.lu_solve', [data, pivots, self])
  },
})
