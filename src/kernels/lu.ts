// LU factorizations with partial pivoting, column by column as LAPACK's getf2 does it, and what is solved with them.
// float32 is rounded where OpenBLAS rounds it, after each sum: whether a pivot comes out as 0 shows in what is printed.
import { check } from '../base/errors.js'
import {
  type Columns,
  addScaled,
  divide,
  isSingle,
  type Parts,
  scale,
  swap,
  zeroColumns,
} from './matrix-columns.js'
import { kernel, type Memory } from './kernel.js'
import { factorEach, solveEach } from './pivoted.js'
import { addColumns, addOne } from './several-columns.js'
import { Form, substitute } from './triangular.js'

export function roundAt(x: Columns, p: number): void {
  x.re[p] = Math.fround(x.re[p])
  if (x.isComplex) x.im[p] = Math.fround(x.im[p])
}

/** The place of the largest of `n` elements; of complex ones |re| + |im| counts, as in BLAS. */
function largestAt(n: number, x: Columns, at: number): number {
  let [best, place] = [-1, 0]
  for (let i = 0; i < n; i++) {
    const size = Math.abs(x.re[at + i]) + (x.isComplex ? Math.abs(x.im[at + i]) : 0)
    if (size > best) [best, place] = [size, i]
  }
  return place
}

/** y += factor x, as a float32 loop without fused steps does it. */
export function addRounded(
  n: number,
  factor: number,
  x: Float64Array,
  xAt: number,
  y: Float64Array,
  yAt: number,
): void {
  for (let i = 0; i < n; i++) y[yAt + i] = Math.fround(y[yAt + i] + Math.fround(factor * x[xAt + i]))
}

/** Larger matrices are factored in blocks, whose sums are in another order. */
export const UNBLOCKED = 32

/**
 * Factors a matrix in place: below the diagonal L, above U.
 *
 * @param pivots gets, counted from 1, the row that each row was exchanged with
 * @returns the number of the first pivot that is 0, counted from 1; 0 if there is none
 */
function factorLu(a: Columns, pivots: Int32Array, isPivoted: boolean, single: boolean): number {
  const { rows, cols } = a
  let info = 0
  const sums = zeroColumns(rows, 1, a.isComplex)
  const factor: Parts = { re: 0, im: 0 }
  const isRounded = single && !a.isComplex && rows <= UNBLOCKED
  for (let j = 0; j < cols; j++) {
    const top = j * rows
    const above = Math.min(j, rows)
    for (let k = 0; k < above; k++) if (pivots[k] - 1 !== k) swap(1, a, top + k, a, top + pivots[k] - 1)
    sums.re.fill(0)
    sums.im.fill(0)
    let done = 0
    if (!a.isComplex && !isRounded)
      for (; done + 4 <= above; done += 4) {
        // What the four change among themselves, then what they change below.
        for (let k = done; k < done + 4; k++) {
          a.re[top + k] -= sums.re[k]
          if (single) roundAt(a, top + k)
          addOne(done + 3 - k, a.re[top + k], a.re, k * rows + k + 1, sums.re, k + 1)
        }
        const below = done + 4
        addColumns(rows - below, 4, a.re, top + done, 1, 1, a.re, done * rows + below, rows, sums.re, below)
      }
    for (let k = done; k < above; k++) {
      a.re[top + k] -= sums.re[k]
      if (a.isComplex) a.im[top + k] -= sums.im[k]
      if (single) roundAt(a, top + k)
      if (isRounded) {
        addRounded(rows - 1 - k, a.re[top + k], a.re, k * rows + k + 1, sums.re, k + 1)
        continue
      }
      const im = a.isComplex ? a.im[top + k] : 0
      addScaled(rows - 1 - k, a.re[top + k], im, a, k * rows + k + 1, sums, k + 1)
    }
    if (j >= rows) continue
    for (let i = j; i < rows; i++) {
      a.re[top + i] -= sums.re[i]
      if (a.isComplex) a.im[top + i] -= sums.im[i]
      if (single) roundAt(a, top + i)
    }
    const pivot = isPivoted ? j + largestAt(rows - j, a, top + j) : j
    pivots[j] = pivot + 1
    const p = top + pivot
    if (a.re[p] === 0 && !(a.isComplex && a.im[p] !== 0)) {
      if (info === 0) info = j + 1
      continue
    }
    if (pivot !== j) swap(j + 1, a, j, a, pivot, rows)
    divide(factor, 1, 0, a.re[top + j], a.isComplex ? a.im[top + j] : 0)
    if (single) {
      factor.re = Math.fround(factor.re)
      factor.im = Math.fround(factor.im)
    }
    scale(rows - 1 - j, factor.re, factor.im, a, top + j + 1)
    if (single) for (let i = j + 1; i < rows; i++) roundAt(a, top + i)
  }
  return info
}

/** The LU factorizations of `batches` matrices, their pivots, and for each what `factorLu` returns. */
export const lu = kernel(
  'lu',
  (
    memories: readonly [Memory, Memory, Memory, Memory],
    batches: number,
    rows: number,
    cols: number,
    isPivoted: boolean,
  ) => {
    const single = isSingle(memories[3].dtype)
    factorEach(memories, batches, rows, cols, (a, pivots) => factorLu(a, pivots, isPivoted, single))
  },
  { writes: 3 },
)

/** Exchanges rows as a factorization did, or back. */
export function exchange(b: Columns, pivots: ArrayLike<number>, isBack: boolean): void {
  for (let i = 0; i < pivots.length; i++) {
    const k = isBack ? pivots.length - 1 - i : i
    if (pivots[k] - 1 !== k) swap(b.cols, b, k, b, pivots[k] - 1, b.rows)
  }
}

/** Solves `batches` systems op(A) X = B with `n` equations, given the LU factorization of A. */
export const solveLu = kernel(
  'solve-lu',
  (
    memories: readonly [Memory, Memory, Memory, Memory],
    batches: number,
    n: number,
    cols: number,
    form: Form,
  ) => {
    solveEach(memories, batches, n, cols, (a, pivots, right) => {
      if (form === Form.plain) {
        exchange(right, pivots, false)
        substitute(a, right, false, true, form)
        substitute(a, right, true, false, form)
      } else {
        substitute(a, right, true, false, form)
        substitute(a, right, false, true, form)
        exchange(right, pivots, true)
      }
    })
  },
)

/** The permutations that pivots stand for: A row i comes from where (P A = L U has P⁻¹ here), as `n` places each. */
export const permutations = kernel(
  'permutations',
  ([out, pivots]: readonly [Memory, Memory], batches: number, n: number, count: number) => {
    const places = out.array as unknown as BigInt64Array
    for (let index = 0; index < batches; index++) {
      const order = Array.from({ length: n }, (_, i) => i)
      for (let k = 0; k < count; k++) {
        const other = Number(pivots.array[pivots.at + index * count + k]) - 1
        check(
          other >= 0 && other < n,
          () =>
            'pivots passed to lu_unpack must be between 1 and LU.size(-2) inclusive.' +
            'Did you properly pass the result of lu_factor?',
        )
        ;[order[k], order[other]] = [order[other], order[k]]
      }
      for (let i = 0; i < n; i++) places[out.at + index * n + i] = BigInt(order[i])
    }
  },
)
