// LDL factorizations of symmetric or Hermitian matrices by Bunch and Kaufman's pivots, as LAPACK's sytf2 and hetf2 with the
// lower triangle, and what is solved with them.
import { Complex } from '../base/scalar.js'
import { type Columns, swap } from './matrix-columns.js'
import { add, conj, div, mul, sub } from './complex-math.js'
import { kernel, type Memory } from './kernel.js'
import { factorEach, solveEach } from './pivoted.js'

const ALPHA = (1 + Math.sqrt(17)) / 8

/** Elements of a matrix as complex numbers, the imaginary parts of a real one being 0. */
function elements(a: Columns): {
  get(i: number, j: number): Complex
  put(i: number, j: number, x: Complex): void
} {
  return {
    get: (i, j) => new Complex(a.re[j * a.rows + i], a.isComplex ? a.im[j * a.rows + i] : 0),
    put: (i, j, x) => {
      a.re[j * a.rows + i] = x.re
      if (a.isComplex) a.im[j * a.rows + i] = x.im
    },
  }
}

const ONE = new Complex(1, 0)

/**
 * Writes L and the blocks of D over the lower triangle; the upper one keeps what it had.
 *
 * @param pivots gets for each row the row it was exchanged with, counted from 1; the negative for a block of two
 * @returns the number of the first block of D that is 0, counted from 1; 0 if there is none
 */
function factorLdl(a: Columns, pivots: Int32Array, isHermitian: boolean): number {
  const n = a.rows
  const { get, put } = elements(a)
  const flipped = (x: Complex): Complex => (isHermitian ? conj(x) : x)
  const sizeAt = (i: number, j: number): number =>
    Math.abs(a.re[j * n + i]) + (a.isComplex ? Math.abs(a.im[j * n + i]) : 0)
  const diagonalSize = (i: number): number => (isHermitian ? Math.abs(a.re[i * n + i]) : sizeAt(i, i))
  const makeReal = (i: number): void => {
    if (isHermitian && a.isComplex) a.im[i * n + i] = 0
  }
  let info = 0
  for (let k = 0; k < n;) {
    let width = 1
    let pivot = k
    const own = diagonalSize(k)
    let [highest, place] = [0, k]
    for (let i = k + 1; i < n; i++) if (sizeAt(i, k) > highest) [highest, place] = [sizeAt(i, k), i]
    if (Math.max(own, highest) === 0 || Number.isNaN(own)) {
      if (info === 0) info = k + 1
      makeReal(k)
      pivots[k] = k + 1
      k++
      continue
    }
    if (own < ALPHA * highest) {
      let largest = 0
      for (let j = k; j < place; j++) largest = Math.max(largest, sizeAt(place, j))
      for (let i = place + 1; i < n; i++) largest = Math.max(largest, sizeAt(i, place))
      if (own >= ALPHA * highest * (highest / largest)) pivot = k
      else {
        pivot = place
        if (diagonalSize(place) < ALPHA * largest) width = 2
      }
    }
    const row = k + width - 1
    if (pivot !== row) {
      swap(n - 1 - pivot, a, row * n + pivot + 1, a, pivot * n + pivot + 1)
      for (let j = row + 1; j < pivot; j++) {
        const kept = flipped(get(j, row))
        put(j, row, flipped(get(pivot, j)))
        put(pivot, j, kept)
      }
      if (isHermitian) put(pivot, row, conj(get(pivot, row)))
      const kept = get(row, row)
      put(row, row, get(pivot, pivot))
      put(pivot, pivot, kept)
      makeReal(row)
      makeReal(pivot)
      if (width === 2) {
        makeReal(k)
        const other = get(k + 1, k)
        put(k + 1, k, get(pivot, k))
        put(pivot, k, other)
      }
    } else {
      makeReal(k)
      if (width === 2) makeReal(k + 1)
    }
    if (width === 1) {
      const inverse = div(ONE, get(k, k))
      for (let j = k + 1; j < n; j++) {
        const w = mul(inverse, flipped(get(j, k)))
        for (let i = j; i < n; i++) put(i, j, sub(get(i, j), mul(get(i, k), w)))
        makeReal(j)
      }
      for (let i = k + 1; i < n; i++) put(i, k, mul(get(i, k), inverse))
      pivots[k] = pivot + 1
    } else {
      // The block (p q̄; q r), inverted.
      const [p, q, r] = [get(k, k), get(k + 1, k), get(k + 1, k + 1)]
      const determinant = sub(mul(p, r), mul(q, flipped(q)))
      for (let j = k + 2; j < n; j++) {
        const [x, y] = [get(j, k), get(j, k + 1)]
        const first = div(sub(mul(x, r), mul(y, q)), determinant)
        const second = div(sub(mul(y, p), mul(x, flipped(q))), determinant)
        const [f1, f2] = [flipped(first), flipped(second)]
        for (let i = j; i < n; i++) put(i, j, sub(get(i, j), add(mul(get(i, k), f1), mul(get(i, k + 1), f2))))
        put(j, k, first)
        put(j, k + 1, second)
        makeReal(j)
      }
      pivots[k] = pivots[k + 1] = -(pivot + 1)
    }
    k += width
  }
  return info
}

/** The LDL factorizations of `batches` matrices of order `n`, their pivots, and for each what `factorLdl` returns. */
export const ldl = kernel(
  'ldl',
  (memories: readonly [Memory, Memory, Memory, Memory], batches: number, n: number, isHermitian: boolean) => {
    factorEach(memories, batches, n, n, (a, pivots) => factorLdl(a, pivots, isHermitian))
  },
  { writes: 3 },
)

/** Solves A X = B, X over B. */
function solveWith(a: Columns, pivots: Int32Array, b: Columns, isHermitian: boolean): void {
  const n = a.rows
  const { get } = elements(a)
  const right = elements(b)
  const flipped = (x: Complex): Complex => (isHermitian ? conj(x) : x)
  const exchange = (i: number, j: number): void => {
    if (i !== j) swap(b.cols, b, i, b, j, b.rows)
  }
  /** Row i of B less row k times L[i, k]. */
  const eliminate = (i: number, k: number, factor: Complex): void => {
    for (let c = 0; c < b.cols; c++) right.put(i, c, sub(right.get(i, c), mul(factor, right.get(k, c))))
  }
  for (let k = 0; k < n;) {
    const width = pivots[k] > 0 ? 1 : 2
    exchange(k + width - 1, Math.abs(pivots[k]) - 1)
    for (let i = k + width; i < n; i++) for (let w = 0; w < width; w++) eliminate(i, k + w, get(i, k + w))
    if (width === 1) for (let c = 0; c < b.cols; c++) right.put(k, c, div(right.get(k, c), get(k, k)))
    else {
      const [p, q, r] = [get(k, k), get(k + 1, k), get(k + 1, k + 1)]
      const determinant = sub(mul(p, r), mul(q, flipped(q)))
      for (let c = 0; c < b.cols; c++) {
        const [x, y] = [right.get(k, c), right.get(k + 1, c)]
        right.put(k, c, div(sub(mul(r, x), mul(flipped(q), y)), determinant))
        right.put(k + 1, c, div(sub(mul(p, y), mul(q, x)), determinant))
      }
    }
    k += width
  }
  for (let k = n - 1; k >= 0;) {
    const width = pivots[k] > 0 ? 1 : 2
    const first = k - width + 1
    for (let i = k + 1; i < n; i++)
      for (let w = 0; w < width; w++) eliminate(first + w, i, flipped(get(i, first + w)))
    exchange(k, Math.abs(pivots[k]) - 1)
    k -= width
  }
}

/** Solves `batches` systems of `n` equations and `cols` right sides, given LDL factorizations. */
export const solveLdl = kernel(
  'solve-ldl',
  (
    memories: readonly [Memory, Memory, Memory, Memory],
    batches: number,
    n: number,
    cols: number,
    isHermitian: boolean,
  ) => {
    solveEach(memories, batches, n, cols, (a, pivots, right) => {
      solveWith(a, pivots, right, isHermitian)
    })
  },
)
