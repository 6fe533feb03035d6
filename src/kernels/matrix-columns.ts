// Matrices as factorizations work on them: columns of float64 one after the other, real and imaginary parts apart; and
// the few steps along a column that everything is made of. Where `im` is empty, numbers are real.
//
// Kernels of matrices take and give memory in this order, too: LAPACK's, in which PyTorch leaves its results.
import type { DType } from '../base/dtype.js'
import type { Memory } from './kernel.js'
import { addColumns } from './several-columns.js'

export interface Columns {
  readonly rows: number
  readonly cols: number
  readonly isComplex: boolean
  readonly re: Float64Array
  readonly im: Float64Array
}

const none = new Float64Array(0)

/** A matrix of zeros. */
export const zeroColumns = (rows: number, cols: number, isComplex: boolean): Columns => ({
  rows,
  cols,
  isComplex,
  re: new Float64Array(rows * cols),
  im: isComplex ? new Float64Array(rows * cols) : none,
})

export function identityColumns(n: number, isComplex: boolean, rows = n): Columns {
  const x = zeroColumns(rows, n, isComplex)
  for (let k = 0; k < Math.min(n, rows); k++) x.re[k * rows + k] = 1
  return x
}

/** Copies what two matrices have in common of one into the other: their first rows and columns. */
export function copyCorner(into: Columns, x: Columns): Columns {
  for (let j = 0; j < Math.min(into.cols, x.cols); j++)
    for (let i = 0; i < Math.min(into.rows, x.rows); i++) {
      into.re[j * into.rows + i] = x.re[j * x.rows + i]
      if (x.isComplex) into.im[j * into.rows + i] = x.im[j * x.rows + i]
    }
  return into
}

export const copyColumns = (x: Columns): Columns => ({
  ...x,
  re: x.re.slice(),
  im: x.isComplex ? x.im.slice() : none,
})

/** Matrix number `index` of a memory that has them one after the other. */
export function readColumns(memory: Memory, index: number, rows: number, cols: number): Columns {
  const { array, dtype } = memory
  const count = rows * cols
  const start = (memory.at + index * count) * dtype.slots
  const x = zeroColumns(rows, cols, dtype.is_complex)
  if (!x.isComplex) for (let i = 0; i < count; i++) x.re[i] = array[start + i] as number
  else
    for (let i = 0; i < count; i++) {
      x.re[i] = array[start + 2 * i] as number
      x.im[i] = array[start + 2 * i + 1] as number
    }
  return x
}

/** Writes a matrix as number `index`; a real one into a complex memory with imaginary parts of 0. */
export function writeColumns(memory: Memory, index: number, { re, im, isComplex }: Columns): void {
  const { dtype } = memory
  const array = memory.array as Float64Array
  const start = (memory.at + index * re.length) * dtype.slots
  if (!dtype.is_complex) for (let i = 0; i < re.length; i++) array[start + i] = re[i]
  else
    for (let i = 0; i < re.length; i++) {
      array[start + 2 * i] = re[i]
      array[start + 2 * i + 1] = isComplex ? im[i] : 0
    }
}

/** Writes real numbers as lane number `index`. */
export function writeReals(memory: Memory, index: number, values: ArrayLike<number>): void {
  const array = memory.array as Float64Array
  const { slots } = memory.dtype
  const start = (memory.at + index * values.length) * slots
  for (let i = 0; i < values.length; i++) array[start + slots * i] = values[i]
  if (slots === 2) for (let i = 0; i < values.length; i++) array[start + 2 * i + 1] = 0
}

/** Whether results are rounded to float32. */
export const isSingle = ({ name }: DType): boolean => name === 'float32' || name === 'complex64'

export function isFiniteColumns({ re, im }: Columns): boolean {
  for (let i = 0; i < re.length; i++) if (!Number.isFinite(re[i])) return false
  for (let i = 0; i < im.length; i++) if (!Number.isFinite(im[i])) return false
  return true
}

/** The transposed matrix, conjugated if asked. */
export function transposedColumns(x: Columns, isConjugate: boolean): Columns {
  const { rows, cols } = x
  const y = zeroColumns(cols, rows, x.isComplex)
  const sign = isConjugate ? -1 : 1
  for (let j = 0; j < cols; j++)
    for (let i = 0; i < rows; i++) {
      y.re[i * cols + j] = x.re[j * rows + i]
      if (x.isComplex) y.im[i * cols + j] = sign * x.im[j * rows + i]
    }
  return y
}

/** A complex number that steps below leave their result in. */
export interface Parts {
  re: number
  im: number
}

/** (a + bi) / (c + di), by Smith's method. */
export function divide(into: Parts, a: number, b: number, c: number, d: number): void {
  if (d === 0) {
    into.re = a / c
    into.im = b / c
  } else if (Math.abs(c) >= Math.abs(d)) {
    const r = d / c
    const m = c + d * r
    into.re = (a + b * r) / m
    into.im = (b - a * r) / m
  } else {
    const r = c / d
    const m = c * r + d
    into.re = (a * r + b) / m
    into.im = (b * r - a) / m
  }
}

/** The sum of conj(x) y over `n` elements; without the conjugate where `plain`. */
export function dot(
  into: Parts,
  n: number,
  x: Columns,
  xAt: number,
  y: Columns,
  yAt: number,
  xStep = 1,
  yStep = 1,
  plain = false,
): void {
  let re = 0
  if (!x.isComplex) {
    const [a, b] = [x.re, y.re]
    for (let i = 0, p = xAt, q = yAt; i < n; i++, p += xStep, q += yStep) re += a[p] * b[q]
    into.re = re
    into.im = 0
    return
  }
  let im = 0
  const sign = plain ? -1 : 1
  for (let i = 0, p = xAt, q = yAt; i < n; i++, p += xStep, q += yStep) {
    const c = x.re[p]
    const d = sign * x.im[p]
    re += c * y.re[q] + d * y.im[q]
    im += c * y.im[q] - d * y.re[q]
  }
  into.re = re
  into.im = im
}

/** y += (re + im i) x, or times conj(x). */
export function addScaled(
  n: number,
  re: number,
  im: number,
  x: Columns,
  xAt: number,
  y: Columns,
  yAt: number,
  xStep = 1,
  yStep = 1,
  isConjugate = false,
): void {
  if (!y.isComplex) {
    if (re === 0) return
    const [a, b] = [x.re, y.re]
    for (let i = 0, p = xAt, q = yAt; i < n; i++, p += xStep, q += yStep) b[q] += re * a[p]
    return
  }
  if (re === 0 && im === 0) return
  const sign = isConjugate ? -1 : 1
  for (let i = 0, p = xAt, q = yAt; i < n; i++, p += xStep, q += yStep) {
    const c = x.re[p]
    const d = sign * x.im[p]
    y.re[q] += re * c - im * d
    y.im[q] += re * d + im * c
  }
}

/** x *= re + im i. */
export function scale(n: number, re: number, im: number, x: Columns, at: number, step = 1): void {
  if (!x.isComplex) for (let i = 0, p = at; i < n; i++, p += step) x.re[p] *= re
  else
    for (let i = 0, p = at; i < n; i++, p += step) {
      const c = x.re[p]
      x.re[p] = re * c - im * x.im[p]
      x.im[p] = re * x.im[p] + im * c
    }
}

export function swap(n: number, x: Columns, xAt: number, y: Columns, yAt: number, step = 1): void {
  const parts = x.isComplex
    ? [
        [x.re, y.re],
        [x.im, y.im],
      ]
    : [[x.re, y.re]]
  for (const [a, b] of parts)
    for (let i = 0, p = xAt, q = yAt; i < n; i++, p += step, q += step) {
      const kept = a[p]
      a[p] = b[q]
      b[q] = kept
    }
}

/** Turns two lanes in their plane: x = c x + s y, y = c y - s x. */
export function rotate(
  n: number,
  x: Columns,
  xAt: number,
  yAt: number,
  step: number,
  c: number,
  s: number,
): void {
  for (const a of x.isComplex ? [x.re, x.im] : [x.re])
    for (let i = 0, p = xAt, q = yAt; i < n; i++, p += step, q += step) {
      const kept = a[p]
      a[p] = c * kept + s * a[q]
      a[q] = c * a[q] - s * kept
    }
}

/** The root of the sum of squares, without overflow on the way. */
export function lengthOf(n: number, x: Columns, at: number, step = 1): number {
  let largest = 0
  const parts = x.isComplex ? [x.re, x.im] : [x.re]
  for (const a of parts)
    for (let i = 0, p = at; i < n; i++, p += step) largest = Math.max(largest, Math.abs(a[p]))
  if (largest === 0 || !Number.isFinite(largest)) return largest
  const isSafe = largest > 1e-140 && largest < 1e140
  const unit = isSafe ? 1 : largest
  let sum = 0
  for (const a of parts)
    for (let i = 0, p = at; i < n; i++, p += step) {
      const value = isSafe ? a[p] : a[p] / unit
      sum += value * value
    }
  return unit * Math.sqrt(sum)
}

/** The product of two matrices. */
export function multiplied(a: Columns, b: Columns): Columns {
  const out = zeroColumns(a.rows, b.cols, a.isComplex || b.isComplex)
  const left = a.isComplex === out.isComplex ? a : asComplex(a)
  for (let j = 0; j < b.cols && !out.isComplex; j++)
    addColumns(a.rows, a.cols, b.re, j * b.rows, 1, 1, a.re, 0, a.rows, out.re, j * a.rows)
  for (let j = 0; j < b.cols && out.isComplex; j++)
    for (let k = 0; k < a.cols; k++) {
      const p = j * b.rows + k
      addScaled(a.rows, b.re[p], b.isComplex ? b.im[p] : 0, left, k * a.rows, out, j * a.rows)
    }
  return out
}

/** A real matrix as a complex one. */
export const asComplex = (x: Columns): Columns =>
  x.isComplex ? x : { ...x, isComplex: true, im: new Float64Array(x.re.length) }
