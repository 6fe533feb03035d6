// What ops on batches of matrices share: PyTorch's checks (LinearAlgebraUtils.h), and the order of memory, column by column,
// in which kernels take matrices and PyTorch leaves its results.
import { type DType, int32, notImplementedFor } from '../../base/dtype.js'
import { check, RuntimeError } from '../../base/errors.js'
import { numelOf, sameSizes, type Sizes } from '../../base/layout.js'
import type { Device } from '../../base/scalar.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { numbersOf } from '../../engine/plan.js'
import { transposed } from '../linear/matrix.js'

export const rowsOf = ({ sizes }: Tensor): number => sizes[sizes.length - 2]
export const colsOf = ({ sizes }: Tensor): number => sizes[sizes.length - 1]
/** The sizes before those of a matrix. */
export const batchOf = ({ sizes }: Tensor): Sizes => sizes.slice(0, -2)

/** The numbers of matrices as kernels take them. */
export const inColumns = (x: Tensor): Tensor => transposed(x).contiguous()

/** Memory for matrices in columns; `asMatrices` makes them of it. */
export const newColumns = (batch: Sizes, rows: number, cols: number, dtype: DType, device: Device): Tensor =>
  emptyTensor([...batch, cols, rows], dtype, device)

/** Exchanges the last dimensions of a new tensor that was filled in columns. */
export function asMatrices(x: Tensor): Tensor {
  const view = transposed(x)
  x.setGeometry(view.sizes, view.strides, view.offset)
  return x
}

/** What a kernel says of each matrix of a batch: 0 where all went well. */
export const newInfo = (batch: Sizes, device: Device): Tensor => emptyTensor(batch, int32, device)

/** The first matrix of a batch of which something is to be said: that, and its number as messages have it. */
export function firstFailure(info: Tensor): { code: number; where: string } | null {
  const codes = numbersOf(info.contiguous()) as Int32Array
  for (let i = 0; i < codes.length; i++)
    if (codes[i] !== 0)
      return { code: codes[i], where: info.sizes.length > 0 ? `(Batch element ${i}): ` : '' }
  return null
}

/** Throws where something is to be said of a matrix, in the words for what the kernel says. */
export function refuseFailure(
  name: string,
  info: Tensor,
  words: (code: number) => string,
  Class: new (message: string) => Error = RuntimeError,
): void {
  const failure = firstFailure(info)
  if (failure !== null) throw new Class(`${name}: ${failure.where}${words(failure.code)}`)
}

/** Memory for factors of matrices, in columns, for their pivots, and for what the kernel says. */
export function newFactors(a: Tensor): [factors: Tensor, pivots: Tensor, info: Tensor] {
  const batch = batchOf(a)
  const [rows, cols] = [rowsOf(a), colsOf(a)]
  return [
    newColumns(batch, rows, cols, a.dtype, a.device),
    emptyTensor([...batch, Math.min(rows, cols)], int32, a.device),
    newInfo(batch, a.device),
  ]
}

/** Refuses pivots that are not one row for each matrix of a factorization. */
export function checkPivots(name: string, factors: Tensor, pivots: Tensor, what: string): void {
  check(
    sameSizes(pivots.sizes, factors.sizes.slice(0, -1)),
    () =>
      `${name}: Expected ${what}.shape[:-1] and pivots.shape to be the same, but got pivots with shape ` +
      `[${pivots.sizes.join(', ')}] instead`,
  )
}

export function checkMatrix(name: string, x: Tensor, argument = 'A'): void {
  check(x.sizes.length >= 2, () => `${name}: The input tensor ${argument} must have at least 2 dimensions.`)
}

/** `name` with the colon that follows it, or nothing. */
export function checkSquare(name: string, x: Tensor, argument = 'A'): void {
  checkMatrix(name, x, argument)
  check(
    rowsOf(x) === colsOf(x),
    () =>
      `${name === '' ? '' : `${name}: `}${argument} must be batches of square matrices, but they are ` +
      `${rowsOf(x)} by ${colsOf(x)} matrices`,
  )
}

export function checkFloat(name: string, { dtype }: Tensor, takesHalf = true): void {
  check(
    dtype.is_floating_point || dtype.is_complex,
    () => `${name}: Expected a floating point or complex tensor as input. Got ${dtype.scalarName}`,
  )
  if (!takesHalf)
    check(!dtype.isHalf, () => `${name}: Low precision dtypes not supported. Got ${dtype.scalarName}`)
}

/** Kernels that are not asked for matrices without elements. */
const notCalledForNone = new Set([
  'cholesky_cpu',
  'linalg.lu_solve_cpu',
  'linalg_eigh_cpu',
  'linalg_svd_cpu',
  'lu_cpu',
  'symeig_cpu',
])

/** Refuses what LAPACK has no code for, under the name of PyTorch's kernel. */
export function checkLapack(kernel: string, { dtype, count }: Tensor): void {
  if (count === 0 && notCalledForNone.has(kernel)) return
  if (!(dtype.is_floating_point || dtype.is_complex) || dtype.isHalf) notImplementedFor(kernel, dtype)
}

/** As `infer_size` for batches, which may broadcast. */
export function broadcastBatches(a: Sizes, b: Sizes): Sizes {
  const rank = Math.max(a.length, b.length)
  return Array.from({ length: rank }, (_, i) => {
    const x = a[i - rank + a.length] ?? 1
    const y = b[i - rank + b.length] ?? 1
    if (x !== y && x !== 1 && y !== 1)
      throw new RuntimeError(
        `The size of tensor a (${x}) must match the size of tensor b (${y}) at non-singleton dimension ${i}`,
      )
    return x === 1 ? y : x
  })
}

export const withBatch = (x: Tensor, batch: Sizes): Tensor =>
  x.expand([...batch, ...x.sizes.slice(-2)] as number[])

/** Two operands of A X = B, or of X A = B, with common batches. */
export function checkSystem(name: string, a: Tensor, b: Tensor, isLeft: boolean): void {
  checkSquare(name, a)
  checkMatrix(name, b, 'B')
  const fits = rowsOf(a) === (isLeft ? rowsOf(b) : colsOf(b))
  check(
    fits,
    () =>
      `${name}: Incompatible shapes of A and B for the equation ${isLeft ? 'AX = B' : 'XA = B'} ` +
      `(${rowsOf(a)}x${colsOf(a)} and ${rowsOf(b)}x${colsOf(b)})`,
  )
}

export function checkSameDtype(name: string, a: Tensor, b: Tensor, first = 'A', second = 'B'): void {
  check(
    a.dtype === b.dtype,
    () =>
      `${name}: Expected ${first} and ${second} to have the same dtype, but found ${first} of type ` +
      `${a.dtype.scalarName} and ${second} of type ${b.dtype.scalarName} instead`,
  )
}

/** Whether B is a vector, or a batch of vectors, one for each matrix of A. */
export const isVectorFor = (a: Tensor, b: Tensor): boolean =>
  b.sizes.length === 1 ||
  (a.sizes.length - 1 === b.sizes.length && b.sizes.every((size, i) => size === a.sizes[i]))

export const diagonalOf = (x: Tensor): Tensor => x.diagonal(0, -2, -1)
export const solveTriangular = (a: Tensor, b: Tensor, options: Record<string, boolean>): Tensor =>
  call('linalg.solve_triangular', [a, b, options]) as Tensor
export const withDiagonal = (x: Tensor): Tensor => call('diag_embed', [x]) as Tensor
export const countOf = (batch: Sizes): number => numelOf(batch)

/** n ones on the diagonals of matrices of a batch. */
export const identities = (batch: Sizes, n: number, like: Tensor): Tensor =>
  call('eye', [n, { dtype: like.dtype, device: like.device }]).expand([...batch, n, n]) as Tensor
