// Singular values and vectors as LAPACK's gesdd finds them, for up to 25 of them with their signs: reflectors make the
// matrix bidiagonal (gebrd), rotations diagonal (bidiagonal.ts). A matrix that is much longer than wide is factored as
// Q R first.
import {
  type Columns,
  asComplex,
  copyColumns,
  copyCorner,
  identityColumns,
  isFiniteColumns,
  isSingle,
  readColumns,
  transposedColumns,
  writeColumns,
  writeReals,
  zeroColumns,
} from './matrix-columns.js'
import { diagonaliseBidiagonal } from './bidiagonal.js'
import { EPSILON, followSigns, SIGNED, SINGLE_EPSILON } from './eigen-symmetric.js'
import { factorQr, reflect, reflectColumns, reflectorProduct, reflectRows, type Taus } from './householder.js'
import { kernel, type Memory } from './kernel.js'
import { addColumns } from './several-columns.js'

interface Bidiagonal {
  readonly d: Float64Array
  readonly e: Float64Array
  /** Reflectors of the columns, below the diagonal of the matrix. */
  readonly left: Taus
  /** Reflectors of the rows, as columns of a matrix of their own, below its diagonal. */
  readonly rows: Columns
  readonly right: Taus
}

/** A = Q B Pᴴ with B upper bidiagonal, for a matrix that is not wider than long. */
function bidiagonalise(a: Columns): Bidiagonal {
  const { rows, cols: n, isComplex } = a
  const d = new Float64Array(n)
  const e = new Float64Array(Math.max(n - 1, 0))
  const left = zeroColumns(n, 1, isComplex)
  const right = zeroColumns(n, 1, isComplex)
  const lines = zeroColumns(n, n, isComplex)
  for (let k = 0; k < n; k++) {
    const p = k * rows + k
    reflect(a, rows - k, p, p + 1, 1, left, k)
    d[k] = a.re[p]
    reflectRows(a, p, rows - k, left.re[k], isComplex ? -left.im[k] : 0, a, k, k + 1, n)
    if (k === n - 1) break
    const line = k * n + k + 1
    for (let j = k + 1; j < n; j++) {
      lines.re[k * n + j] = a.re[j * rows + k]
      if (isComplex) lines.im[k * n + j] = -a.im[j * rows + k]
    }
    reflect(lines, n - 1 - k, line, line + 1, 1, right, k)
    e[k] = lines.re[line]
    reflectColumns(lines, line, n - 1 - k, right.re[k], isComplex ? right.im[k] : 0, a, k + 1, k + 1, rows)
  }
  return { d, e, left, rows: lines, right }
}

export interface Singular {
  readonly values: Float64Array
  /** U, and V (not its adjoint). */
  readonly u: Columns | null
  readonly v: Columns | null
}

/** The first `rows` rows and `cols` columns of a matrix, or with the rest as in the identity. */
const fitted = (x: Columns, rows: number, cols: number): Columns =>
  copyCorner(identityColumns(cols, x.isComplex, rows), x)

/** For a matrix that is not wider than long; `isAdjoint` where it is one of a wider matrix. */
function ofLong(
  given: Columns,
  isAdjoint: boolean,
  isFull: boolean,
  withVectors: boolean,
  epsilon: number,
): Singular | null {
  const { rows, cols: n, isComplex } = given
  const isMuchLonger = rows >= Math.floor((n * (isComplex ? 17 : 11)) / (isComplex ? 9 : 6)) && rows > n
  const long = copyColumns(given)
  let a = long
  let longTaus: Taus | null = null
  if (isMuchLonger) {
    longTaus = factorQr(long)
    a = fitted(long, n, n)
    for (let j = 0; j < n; j++)
      for (let i = j + 1; i < n; i++) {
        a.re[j * n + i] = 0
        if (isComplex) a.im[j * n + i] = 0
      }
    // The factor of a wide matrix is L: its own bidiagonal form is again an upper one.
    if (isAdjoint) a = transposedColumns(a, true)
  }
  const form = bidiagonalise(a)
  const isLower = isAdjoint && !isMuchLonger
  const found = diagonaliseBidiagonal(form.d, form.e, isLower, withVectors, epsilon)
  if (found === null) return null
  if (!withVectors) return { values: form.d, u: null, v: null }
  const complexly = (x: Columns): Columns => (isComplex ? asComplex(x) : x)
  // Of the adjoint, left and right change places.
  const [own, other] = isLower ? [found.v, found.u] : [found.u, found.v]
  const height = a.rows
  const width = isFull && !isMuchLonger ? rows : n
  const u = fitted(complexly(own), height, width)
  const v = fitted(complexly(other), n, n)
  for (let k = n - 1; k >= 0; k--) {
    reflectRows(
      a,
      k * height + k,
      height - k,
      form.left.re[k],
      isComplex ? form.left.im[k] : 0,
      u,
      k,
      0,
      width,
    )
    if (k === n - 1) continue
    reflectRows(
      form.rows,
      k * n + k + 1,
      n - 1 - k,
      form.right.re[k],
      isComplex ? form.right.im[k] : 0,
      v,
      k + 1,
      0,
      n,
    )
  }
  if (longTaus === null) return { values: form.d, u, v }
  const [inner, second] = isAdjoint ? [v, u] : [u, v]
  const q = isFull ? reflectorProduct(long, longTaus, rows) : reflectorProduct(long, longTaus, n)
  return { values: form.d, u: withFirst(q, inner, n), v: second }
}

/** The first `n` columns of Q multiplied by a matrix. */
function withFirst(q: Columns, x: Columns, n: number): Columns {
  const out = copyColumns(q)
  const { rows } = q
  for (let j = 0; j < n && !q.isComplex; j++) {
    out.re.fill(0, j * rows, (j + 1) * rows)
    addColumns(rows, n, x.re, j * n, 1, 1, q.re, 0, rows, out.re, j * rows)
  }
  for (let j = 0; j < n && q.isComplex; j++)
    for (let i = 0; i < rows; i++) {
      let [re, im] = [0, 0]
      for (let k = 0; k < n; k++) {
        const [a, b] = [k * rows + i, j * n + k]
        re += q.re[a] * x.re[b]
        re -= q.im[a] * x.im[b]
        im += q.re[a] * x.im[b] + q.im[a] * x.re[b]
      }
      out.re[j * rows + i] = re
      out.im[j * rows + i] = im
    }
  return out
}

/** Null where no end was found. */
export function singular(
  a: Columns,
  isFull: boolean,
  withVectors: boolean,
  epsilon: number,
): Singular | null {
  if (a.rows >= a.cols) return ofLong(a, false, isFull, withVectors, epsilon)
  const found = ofLong(transposedColumns(a, true), true, isFull, withVectors, epsilon)
  return found && { values: found.values, u: found.v, v: found.u }
}

/**
 * U, S and Vᴴ of `batches` matrices, or S alone where there are no memories for the others; `info` gets 0, 1 where they
 * were not found, -1 for numbers that are not finite.
 *
 * @param isFull whether U and V are square
 */
export const svd = kernel(
  'svd',
  (
    [u, s, vh, info, x]: readonly [Memory | null, Memory, Memory | null, Memory, Memory],
    batches: number,
    rows: number,
    cols: number,
    isFull: boolean,
  ) => {
    for (let index = 0; index < batches; index++) {
      const a = readColumns(x, index, rows, cols)
      const isFinite = isFiniteColumns(a)
      const withVectors = u !== null
      const found = isFinite ? singular(a, isFull, withVectors, EPSILON) : null
      info.array[info.at + index] = isFinite ? (found === null ? 1 : 0) : -1
      if (found === null) continue
      writeReals(s, index, found.values)
      if (u === null || vh === null) continue
      if (isSingle(x.dtype) && Math.min(rows, cols) <= SIGNED) {
        const rough = singular(a, isFull, true, SINGLE_EPSILON)
        if (rough !== null) alignSigns(found, rough, Math.min(rows, cols))
      }
      writeColumns(u, index, found.u!)
      writeColumns(vh, index, transposedColumns(found.v!, true))
    }
  },
  { writes: 4 },
)

/** Gives the vectors that belong to singular values the signs of rougher ones. */
function alignSigns({ u, v }: Singular, rough: Singular, count: number): void {
  const first = (x: Columns): Columns => ({
    ...x,
    cols: count,
    re: x.re.subarray(0, count * x.rows),
    im: x.isComplex ? x.im.subarray(0, count * x.rows) : x.im,
  })
  followSigns(first(u!), first(rough.u!), [first(v!)])
}
