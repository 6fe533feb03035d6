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
