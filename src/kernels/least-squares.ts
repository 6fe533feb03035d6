// Solutions of least squares, the shortest where there are several: by QR where the rank is full (LAPACK's gels), by QR
// with exchanged columns (gelsy), or by singular values (gelsd, gelss).
import type { DType } from '../base/dtype.js'
import {
  type Columns,
  addScaled,
  copyColumns,
  copyCorner,
  dot,
  isSingle,
  lengthOf,
  type Parts,
  readColumns,
  swap,
  transposedColumns,
  writeColumns,
  writeReals,
  zeroColumns,
} from './matrix-columns.js'
import { EPSILON } from './eigen-symmetric.js'
import { factorQr, multiplyByReflectors, reflect, reflectRows, type Taus } from './householder.js'
import { kernel, type Memory } from './kernel.js'
import { singular } from './svd.js'
import { Form, substitute } from './triangular.js'

export type Driver = 'gels' | 'gelsy' | 'gelsd' | 'gelss'

/** Rows and columns from the first on. */
const part = (x: Columns, rows: number, cols: number): Columns =>
  copyCorner(zeroColumns(rows, cols, x.isComplex), x)

/** The upper triangle of the first rows and columns. */
function triangleOf(x: Columns, rows: number, cols: number): Columns {
  const y = part(x, rows, cols)
  for (let j = 0; j < cols; j++)
    for (let i = j + 1; i < rows; i++) {
      y.re[j * rows + i] = 0
      if (x.isComplex) y.im[j * rows + i] = 0
    }
  return y
}

/** The solution for a matrix of full rank, and B as Qᴴ leaves it: what lies below the solution is the residual. */
function byQr(a: Columns, b: Columns): { x: Columns; rest: Columns } {
  const { rows, cols } = a
  if (rows >= cols) {
    const tau = factorQr(a)
    multiplyByReflectors(a, tau, b, true, true)
    substitute(triangleOf(a, cols, cols), b, true, false, Form.plain)
    return { x: part(b, cols, b.cols), rest: b }
  }
  const long = transposedColumns(a, true)
  const tau = factorQr(long)
  const x = part(b, cols, b.cols)
  substitute(triangleOf(long, rows, rows), x, true, false, Form.adjoint)
  for (let j = 0; j < x.cols; j++)
    for (let i = rows; i < cols; i++) {
      x.re[j * cols + i] = 0
      if (x.isComplex) x.im[j * cols + i] = 0
    }
  multiplyByReflectors(long, tau, x, true, false)
  return { x, rest: b }
}

/** QR with the longest remaining column first: geqp3. */
function factorPivoted(a: Columns, order: number[]): Taus {
  const { rows, cols } = a
  const count = Math.min(rows, cols)
  const tau = zeroColumns(count, 1, a.isComplex)
  for (let k = 0; k < count; k++) {
    let [best, place] = [-1, k]
    for (let j = k; j < cols; j++) {
      const length = lengthOf(rows - k, a, j * rows + k)
      if (length > best * (1 + 1e-12)) [best, place] = [length, j]
    }
    if (place !== k) {
      swap(rows, a, k * rows, a, place * rows)
      ;[order[k], order[place]] = [order[place], order[k]]
    }
    const p = k * rows + k
    reflect(a, rows - k, p, p + 1, 1, tau, k)
    reflectRows(a, p, rows - k, tau.re[k], a.isComplex ? -tau.im[k] : 0, a, k, k + 1, cols)
  }
  return tau
}

/** The number of leading columns whose condition stays below 1 / `bound`. */
function rankOf(r: Columns, bound: number): number {
  for (let rank = Math.min(r.rows, r.cols); rank > 0; rank--) {
    const found = singular(triangleOf(r, rank, rank), false, false, EPSILON)
    if (found === null) return rank
    const [most, least] = [found.values[0], found.values[rank - 1]]
    if (most > 0 && least > bound * most) return rank
  }
  return 0
}

function byPivotedQr(a: Columns, b: Columns, bound: number): { x: Columns; rest: Columns; rank: number } {
  const { cols } = a
  const order = Array.from({ length: cols }, (_, j) => j)
  const tau = factorPivoted(a, order)
  const rank = rankOf(a, bound)
  multiplyByReflectors(a, tau, b, true, true)
  const { x } = byQr(triangleOf(a, rank, cols), part(b, rank, b.cols))
  const solution = zeroColumns(cols, b.cols, a.isComplex)
  for (let j = 0; j < b.cols; j++)
    for (let i = 0; i < cols; i++) {
      solution.re[j * cols + order[i]] = x.re[j * cols + i]
      if (a.isComplex) solution.im[j * cols + order[i]] = x.im[j * cols + i]
    }
  return { x: solution, rest: b, rank }
}

function bySingularValues(
  a: Columns,
  b: Columns,
  bound: number,
): { x: Columns; rest: Columns; rank: number; values: Float64Array } | null {
  const { rows, cols } = a
  const found = singular(a, true, true, EPSILON)
  if (found === null) return null
  const { values } = found
  const u = found.u!
  const v = found.v!
  const x = zeroColumns(cols, b.cols, a.isComplex)
  const rest = zeroColumns(rows, b.cols, a.isComplex)
  const count = Math.min(rows, cols)
  let rank = 0
  while (rank < count && values[rank] > bound * values[0]) rank++
  const inner: Parts = { re: 0, im: 0 }
  for (let j = 0; j < b.cols; j++)
    for (let k = 0; k < rows; k++) {
      dot(inner, rows, u, k * rows, b, j * rows)
      rest.re[j * rows + k] = inner.re
      if (a.isComplex) rest.im[j * rows + k] = inner.im
      if (k < rank) addScaled(cols, inner.re / values[k], inner.im / values[k], v, k * cols, x, j * cols)
    }
  return { x, rest, rank, values }
}

/** The part of the largest below which what is found counts as 0: as asked, or the dtype's epsilon. */
export const leastPart = (bound: number, dtype: DType): number =>
  bound >= 0 ? bound : isSingle(dtype) ? 2 ** -23 : 2 ** -52

/**
 * Solves `batches` problems min |A X - B| with `rows` equations, `cols` unknowns and `width` right sides. X has as many rows
 * as the larger of both, as in LAPACK: below the solution lies what cannot be fitted.
 *
 * @param bound singular values below this part of the largest count as 0
 */
export const leastSquares = kernel(
  'least-squares',
  (
    [x, rank, values, info, a, b]: readonly [Memory, Memory | null, Memory | null, Memory, Memory, Memory],
    batches: number,
    rows: number,
    cols: number,
    width: number,
    driver: Driver,
    bound: number,
  ) => {
    const height = Math.max(rows, cols)
    const ranks = rank === null ? null : (rank.array as unknown as BigInt64Array)
    const least = leastPart(bound, a.dtype)
    for (let index = 0; index < batches; index++) {
      const matrix = readColumns(a, index, rows, cols)
      const right = readColumns(b, index, rows, width)
      const found =
        driver === 'gels'
          ? { ...byQr(copyColumns(matrix), right), rank: cols }
          : driver === 'gelsy'
            ? byPivotedQr(matrix, right, least)
            : bySingularValues(matrix, right, least)
      info.array[info.at + index] = found === null ? 1 : 0
      if (found === null) continue
      const out = part(found.x, height, width)
      for (let j = 0; j < width; j++)
        for (let i = cols; i < rows; i++) {
          out.re[j * height + i] = found.rest.re[j * rows + i]
          if (out.isComplex) out.im[j * height + i] = found.rest.im[j * rows + i]
        }
      writeColumns(x, index, out)
      if (ranks !== null) ranks[rank!.at + index] = BigInt(found.rank)
      if (values !== null && 'values' in found) writeReals(values, index, found.values as Float64Array)
    }
  },
  { writes: 4 },
)
