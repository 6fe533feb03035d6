// Cholesky factorizations, as LAPACK's potrf: of Hermitian matrices of which the lower triangle is read.
import {
  type Columns,
  addScaled,
  isSingle,
  readColumns,
  writeColumns,
  zeroColumns,
} from './matrix-columns.js'
import { kernel, type Memory } from './kernel.js'
import { addColumns } from './several-columns.js'
import { addRounded, roundAt, UNBLOCKED } from './lu.js'

/**
 * Writes L over the lower triangle, and zeros above it.
 *
 * @returns the order of the first leading minor that is not positive, 0 if there is none; the rest is then as it was
 */
function factorCholesky(a: Columns, single: boolean): number {
  const n = a.rows
  const sums = zeroColumns(n, 1, a.isComplex)
  let info = 0
  const isRounded = single && !a.isComplex && n <= UNBLOCKED
  for (let j = 0; j < n && info === 0; j++) {
    const top = j * n
    sums.re.fill(0)
    sums.im.fill(0)
    // Row j of L has the factors, one in each column.
    if (!a.isComplex && !isRounded) addColumns(n - j, j, a.re, j, n, 1, a.re, j, n, sums.re, j)
    for (let k = 0; (a.isComplex || isRounded) && k < j; k++) {
      const p = k * n + j
      if (isRounded) {
        addRounded(n - j, a.re[p], a.re, p, sums.re, j)
        continue
      }
      addScaled(n - j, a.re[p], a.isComplex ? -a.im[p] : 0, a, p, sums, j)
    }
    a.re[top + j] -= sums.re[j]
    const square = single ? Math.fround(a.re[top + j]) : a.re[top + j]
    if (!(square > 0)) {
      // What lies below is left as it was, as LAPACK leaves it.
      info = j + 1
      break
    }
    for (let i = j + 1; i < n; i++) {
      a.re[top + i] -= sums.re[i]
      if (a.isComplex) a.im[top + i] -= sums.im[i]
    }
    const root = single ? Math.fround(Math.sqrt(square)) : Math.sqrt(square)
    a.re[top + j] = root
    if (a.isComplex) a.im[top + j] = 0
    const factor = single ? Math.fround(1 / root) : 1 / root
    for (let i = j + 1; i < n; i++) {
      if (single) roundAt(a, top + i)
      a.re[top + i] *= factor
      if (a.isComplex) a.im[top + i] *= factor
      if (single) roundAt(a, top + i)
    }
  }
  for (let j = 1; j < n; j++) {
    a.re.fill(0, j * n, j * n + j)
    if (a.isComplex) a.im.fill(0, j * n, j * n + j)
  }
  return info
}

/** The factors L of `batches` matrices of order `n`, and for each what `factorCholesky` returns. */
export const cholesky = kernel(
  'cholesky',
  ([out, info, x]: readonly [Memory, Memory, Memory], batches: number, n: number) => {
    for (let index = 0; index < batches; index++) {
      const a = readColumns(x, index, n, n)
      info.array[info.at + index] = factorCholesky(a, isSingle(x.dtype))
      writeColumns(out, index, a)
    }
  },
  { writes: 2 },
)
