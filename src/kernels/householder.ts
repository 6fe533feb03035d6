// QR factorizations by Householder reflectors H = I - τ v vᴴ, with the signs of LAPACK: `geqrf` (LAPACK's larfg), the
// product of reflectors (`orgqr`), and the product of it with a matrix (`ormqr`).
import {
  type Columns,
  addScaled,
  divide,
  dot,
  identityColumns,
  lengthOf,
  type Parts,
  readColumns,
  scale,
  writeColumns,
  zeroColumns,
} from './matrix-columns.js'
import { kernel, type Memory } from './kernel.js'
import { addColumns, addOne, dotFour, spreadFour } from './several-columns.js'

/** Of four columns at a time. */
const four = new Float64Array(4)

/** τ of the reflectors of a matrix, as a column. */
export type Taus = Columns

/**
 * Makes the reflector with Hᴴ (α, x) = (β, 0), β real: v, whose first element is 1, is written over x, β over α.
 *
 * @param n how many numbers, α first at place `alpha`, the rest from `at` in steps
 */
export function reflect(
  x: Columns,
  n: number,
  alpha: number,
  at: number,
  step: number,
  tau: Taus,
  k: number,
): void {
  tau.re[k] = 0
  if (x.isComplex) tau.im[k] = 0
  if (n <= 0) return
  const rest = lengthOf(n - 1, x, at, step)
  const re = x.re[alpha]
  const im = x.isComplex ? x.im[alpha] : 0
  if (rest === 0 && im === 0) return
  const whole = Math.hypot(re, im, rest)
  const beta = re < 0 || Object.is(re, -0) ? whole : -whole
  tau.re[k] = (beta - re) / beta
  if (x.isComplex) tau.im[k] = -im / beta
  const factor: Parts = { re: 0, im: 0 }
  divide(factor, 1, 0, re - beta, im)
  scale(n - 1, factor.re, factor.im, x, at, step)
  x.re[alpha] = beta
  if (x.isComplex) x.im[alpha] = 0
}

/**
 * A = (I - τ v vᴴ) A for columns `from` to `to` of A and its rows from `row` on; v lies at `at` and its first element
 * counts as 1.
 */
export function reflectRows(
  v: Columns,
  at: number,
  n: number,
  tauRe: number,
  tauIm: number,
  a: Columns,
  row: number,
  from: number,
  to: number,
): void {
  if (tauRe === 0 && tauIm === 0) return
  const sum: Parts = { re: 0, im: 0 }
  let first = from
  if (!a.isComplex)
    for (; first + 4 <= to; first += 4) {
      const p = first * a.rows + row
      dotFour(four, n - 1, v.re, at + 1, a.re, p + 1, a.rows)
      for (let k = 0; k < 4; k++) {
        const step = tauRe * (four[k] + a.re[p + k * a.rows])
        a.re[p + k * a.rows] -= step
        four[k] = -step
      }
      spreadFour(n - 1, v.re, at + 1, four, a.re, p + 1, a.rows)
    }
  for (let j = first; j < to; j++) {
    const p = j * a.rows + row
    dot(sum, n - 1, v, at + 1, a, p + 1)
    sum.re += a.re[p]
    if (a.isComplex) sum.im += a.im[p]
    const re = tauRe * sum.re - tauIm * sum.im
    const im = tauRe * sum.im + tauIm * sum.re
    a.re[p] -= re
    if (a.isComplex) a.im[p] -= im
    addScaled(n - 1, -re, -im, v, at + 1, a, p + 1)
  }
}

/** A = A (I - τ v vᴴ) for rows `from` to `to` of A and its columns from `column` on. */
export function reflectColumns(
  v: Columns,
  at: number,
  n: number,
  tauRe: number,
  tauIm: number,
  a: Columns,
  column: number,
  from: number,
  to: number,
): void {
  if (tauRe === 0 && tauIm === 0) return
  const count = to - from
  const sums = zeroColumns(count, 1, a.isComplex)
  if (!a.isComplex) {
    const p = column * a.rows + from
    for (let i = 0; i < count; i++) sums.re[i] = a.re[p + i]
    addColumns(count, n - 1, v.re, at + 1, 1, 1, a.re, p + a.rows, a.rows, sums.re, 0)
    addOne(count, -tauRe, sums.re, 0, a.re, p)
    let k = 1
    for (; k + 4 <= n; k += 4) {
      for (let i = 0; i < 4; i++) four[i] = -(tauRe * v.re[at + k + i])
      spreadFour(count, sums.re, 0, four, a.re, p + k * a.rows, a.rows)
    }
    for (; k < n; k++) addOne(count, -(tauRe * v.re[at + k]), sums.re, 0, a.re, p + k * a.rows)
    return
  }
  for (let k = 0; k < n; k++) {
    const re = k === 0 ? 1 : v.re[at + k]
    const im = k === 0 || !v.isComplex ? 0 : v.im[at + k]
    addScaled(count, re, im, a, (column + k) * a.rows + from, sums, 0)
  }
  for (let k = 0; k < n; k++) {
    const re = k === 0 ? 1 : v.re[at + k]
    const im = k === 0 || !v.isComplex ? 0 : -v.im[at + k]
    addScaled(
      count,
      -(tauRe * re - tauIm * im),
      -(tauRe * im + tauIm * re),
      sums,
      0,
      a,
      (column + k) * a.rows + from,
    )
  }
}

/** Factors in place: R above, the reflectors below the diagonal. */
export function factorQr(a: Columns): Taus {
  const count = Math.min(a.rows, a.cols)
  const tau = zeroColumns(count, 1, a.isComplex)
  for (let k = 0; k < count; k++) {
    const p = k * a.rows + k
    reflect(a, a.rows - k, p, p + 1, 1, tau, k)
    reflectRows(a, p, a.rows - k, tau.re[k], a.isComplex ? -tau.im[k] : 0, a, k, k + 1, a.cols)
  }
  return tau
}

/** The first `cols` columns of H₁ H₂ … of the reflectors below the diagonal of a matrix, or below what lies `below` it. */
export function reflectorProduct(a: Columns, tau: Taus, cols: number, below = 0): Columns {
  const q = identityColumns(cols, a.isComplex, a.rows)
  for (let k = tau.rows - 1; k >= 0; k--) {
    const row = k + below
    const im = a.isComplex ? tau.im[k] : 0
    reflectRows(a, k * a.rows + row, a.rows - row, tau.re[k], im, q, row, 0, cols)
  }
  return q
}

/** Multiplies B by Q = H₁ H₂ … or its adjoint, from the left or the right, in place. */
export function multiplyByReflectors(
  a: Columns,
  tau: Taus,
  b: Columns,
  isLeft: boolean,
  isAdjoint: boolean,
): void {
  const count = tau.rows
  const order = a.rows
  for (let i = 0; i < count; i++) {
    const k = isLeft === isAdjoint ? i : count - 1 - i
    const im = a.isComplex ? (isAdjoint ? -tau.im[k] : tau.im[k]) : 0
    const at = k * a.rows + k
    if (isLeft) reflectRows(a, at, order - k, tau.re[k], im, b, k, 0, b.cols)
    else reflectColumns(a, at, order - k, tau.re[k], im, b, k, 0, b.rows)
  }
}

/** The QR factorizations of `batches` matrices, as reflectors and R, and the τ. */
export const qr = kernel(
  'qr',
  ([out, taus, x]: readonly [Memory, Memory, Memory], batches: number, rows: number, cols: number) => {
    for (let index = 0; index < batches; index++) {
      const a = readColumns(x, index, rows, cols)
      writeColumns(taus, index, factorQr(a))
      writeColumns(out, index, a)
    }
  },
  { writes: 2 },
)

/** The first `width` columns of the products of reflectors, which lie in matrices of `cols` columns, `count` of them. */
export const householderProduct = kernel(
  'householder-product',
  (
    [out, x, taus]: readonly [Memory, Memory, Memory],
    batches: number,
    rows: number,
    cols: number,
    width: number,
    count: number,
  ) => {
    for (let index = 0; index < batches; index++) {
      const a = readColumns(x, index, rows, cols)
      writeColumns(out, index, reflectorProduct(a, readColumns(taus, index, count, 1), width))
    }
  },
)

/** Products of `batches` matrices, of `height` rows and `width` columns, with Q or its adjoint. */
export const householderMultiply = kernel(
  'householder-multiply',
  (
    [out, x, taus, other]: readonly [Memory, Memory, Memory, Memory],
    batches: number,
    rows: number,
    cols: number,
    count: number,
    height: number,
    width: number,
    isLeft: boolean,
    isAdjoint: boolean,
  ) => {
    for (let index = 0; index < batches; index++) {
      const b = readColumns(other, index, height, width)
      const a = readColumns(x, index, rows, cols)
      multiplyByReflectors(a, readColumns(taus, index, count, 1), b, isLeft, isAdjoint)
      writeColumns(out, index, b)
    }
  },
)
