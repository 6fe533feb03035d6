// Systems of equations with a triangular matrix, by substitution; also what other factorizations solve with.
import {
  type Columns,
  addScaled,
  divide,
  dot,
  type Parts,
  readColumns,
  writeColumns,
} from './matrix-columns.js'
import { kernel, type Memory } from './kernel.js'
import { addColumns, addOne, dotFour } from './several-columns.js'

/** A matrix as it is, transposed, or transposed and conjugated. */
export enum Form {
  plain,
  transposed,
  adjoint,
}

/** Solves op(T) X = B, X being written over B, of which the first rows count. */
export function substitute(t: Columns, b: Columns, isUpper: boolean, isUnit: boolean, form: Form): void {
  const n = t.cols
  const step: Parts = { re: 0, im: 0 }
  const byDiagonal = (k: number, p: number, sign: number): void => {
    if (isUnit) return
    const q = k * t.rows + k
    if (!t.isComplex) {
      b.re[p] /= t.re[q]
      return
    }
    divide(step, b.re[p], b.im[p], t.re[q], sign * t.im[q])
    b.re[p] = step.re
    b.im[p] = step.im
  }
  const isForward = (form === Form.plain) !== isUpper
  if (!t.isComplex && !b.isComplex) {
    if (form === Form.plain) substituteReal(t, b, isUpper, isUnit)
    else substituteTransposed(t, b, isUpper, isUnit)
    return
  }
  for (let column = 0; column < b.cols; column++) {
    const at = column * b.rows
    for (let i = 0; i < n; i++) {
      const k = isForward ? i : n - 1 - i
      const top = k * t.rows
      // What of column k of T lies beside its diagonal.
      const from = isUpper ? 0 : k + 1
      const count = isUpper ? k : n - 1 - k
      if (form === Form.plain) {
        byDiagonal(k, at + k, 1)
        addScaled(count, -b.re[at + k], b.isComplex ? -b.im[at + k] : 0, t, top + from, b, at + from)
      } else {
        dot(step, count, t, top + from, b, at + from, 1, 1, form === Form.transposed)
        b.re[at + k] -= step.re
        if (b.isComplex) b.im[at + k] -= step.im
        byDiagonal(k, at + k, form === Form.adjoint ? -1 : 1)
      }
    }
  }
}

/** T X = B of real numbers: four unknowns are found, then taken out of all other equations at once. */
function substituteReal(t: Columns, b: Columns, isUpper: boolean, isUnit: boolean): void {
  const n = t.cols
  const [x, y] = [t.re, b.re]
  const step = isUpper ? -1 : 1
  for (let column = 0; column < b.cols; column++) {
    const at = column * b.rows
    for (let i = 0; i < n; i += 4) {
      const count = Math.min(4, n - i)
      const first = isUpper ? n - 1 - i : i
      for (let j = 0, k = first; j < count; j++, k += step) {
        const top = k * t.rows
        if (!isUnit) y[at + k] /= x[top + k]
        const among = count - 1 - j
        const from = isUpper ? k - among : k + 1
        addOne(among, -y[at + k], x, top + from, y, at + from)
      }
      const from = isUpper ? 0 : first + count
      const rest = n - i - count
      addColumns(rest, count, y, at + first, step, -1, x, first * t.rows + from, step * t.rows, y, at + from)
    }
  }
}

/** Tᵀ X = B of real numbers, for four right sides at a time. */
function substituteTransposed(t: Columns, b: Columns, isUpper: boolean, isUnit: boolean): void {
  const n = t.cols
  const sums = new Float64Array(4)
  const [x, y] = [t.re, b.re]
  for (let column = 0; column < b.cols; column += 4) {
    const width = Math.min(4, b.cols - column)
    const at = column * b.rows
    for (let i = 0; i < n; i++) {
      const k = isUpper ? i : n - 1 - i
      const from = isUpper ? 0 : k + 1
      const count = isUpper ? k : n - 1 - k
      const top = k * t.rows
      if (width === 4) dotFour(sums, count, x, top + from, y, at + from, b.rows)
      else
        for (let j = 0; j < width; j++) {
          const p = at + j * b.rows + from
          let sum = 0
          for (let r = 0; r < count; r++) sum += x[top + from + r] * y[p + r]
          sums[j] = sum
        }
      for (let j = 0; j < width; j++) {
        const p = at + j * b.rows + k
        y[p] -= sums[j]
        if (!isUnit) y[p] /= x[top + k]
      }
    }
  }
}

/** `batches` systems op(T) X = B of `n` equations and `cols` right sides. */
export const solveTriangular = kernel(
  'solve-triangular',
  (
    [x, t, b]: readonly [Memory, Memory, Memory],
    batches: number,
    n: number,
    cols: number,
    isUpper: boolean,
    isUnit: boolean,
    form: Form,
  ) => {
    for (let index = 0; index < batches; index++) {
      const right = readColumns(b, index, n, cols)
      substitute(readColumns(t, index, n, n), right, isUpper, isUnit, form)
      writeColumns(x, index, right)
    }
  },
)

/** `batches` systems that a Cholesky factor stands for: L Lᴴ X = B, or Uᴴ U X = B. */
export const solveCholesky = kernel(
  'solve-cholesky',
  (
    [x, t, b]: readonly [Memory, Memory, Memory],
    batches: number,
    n: number,
    cols: number,
    isUpper: boolean,
  ) => {
    for (let index = 0; index < batches; index++) {
      const right = readColumns(b, index, n, cols)
      const factor = readColumns(t, index, n, n)
      substitute(factor, right, isUpper, false, isUpper ? Form.adjoint : Form.plain)
      substitute(factor, right, isUpper, false, isUpper ? Form.plain : Form.adjoint)
      writeColumns(x, index, right)
    }
  },
)
