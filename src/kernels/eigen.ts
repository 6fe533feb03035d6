// Eigenvalues and eigenvectors of any square matrix, as LAPACK's geev: balanced (gebal), made Hessenberg by reflectors
// (gehrd), then triangular (schur-real.ts, schur-complex.ts); vectors by substitution (trevc), of length one.
import {
  type Columns,
  asComplex,
  copyColumns,
  divide,
  isFiniteColumns,
  isSingle,
  lengthOf,
  multiplied,
  type Parts,
  readColumns,
  scale,
  swap,
  writeColumns,
  zeroColumns,
} from './matrix-columns.js'
import { EPSILON, SINGLE_EPSILON } from './eigen-symmetric.js'
import { reflect, reflectColumns, reflectorProduct, reflectRows } from './householder.js'
import { kernel, type Memory } from './kernel.js'
import { rotation } from './rotation.js'
import { schurComplex } from './schur-complex.js'
import { schurReal } from './schur-real.js'

const SMALL = 2 ** -1022 / 2 ** -52

interface Balance {
  /** The block, rows `first` to `last`, that needs work; the rest was isolated by exchanging rows. */
  readonly first: number
  readonly last: number
  /** For the rows of the block what they were divided by, for others the row they were exchanged with. */
  readonly factors: Float64Array
}

/** Isolates eigenvalues by permuting, and scales by powers of two so that rows and columns weigh the same. */
function balance(a: Columns): Balance {
  const n = a.rows
  const factors = new Float64Array(n).fill(1)
  let [first, last] = [0, n - 1]
  const isZero = (i: number, j: number): boolean =>
    a.re[j * n + i] === 0 && !(a.isComplex && a.im[j * n + i] !== 0)
  const exchange = (j: number, m: number): void => {
    factors[m] = j
    if (j === m) return
    swap(last + 1, a, j * n, a, m * n)
    swap(n - first, a, first * n + j, a, first * n + m, n)
  }
  const isAlone = (j: number, alongRow: boolean): boolean => {
    for (let i = alongRow ? 0 : first; i <= last; i++)
      if (i !== j && !(alongRow ? isZero(j, i) : isZero(i, j))) return false
    return true
  }
  for (let found = true; found;) {
    found = false
    for (let j = last; j >= 0; j--)
      if (isAlone(j, true)) {
        exchange(j, last)
        if (last === 0) return { first: 0, last: 0, factors }
        last--
        found = true
        break
      }
  }
  for (let found = true; found;) {
    found = false
    for (let j = first; j <= last; j++)
      if (isAlone(j, false)) {
        exchange(j, first)
        first++
        found = true
        break
      }
  }
  for (let i = first; i <= last; i++) factors[i] = 1
  const count = last - first + 1
  for (let isChanging = true; isChanging;) {
    isChanging = false
    for (let i = first; i <= last; i++) {
      let c = lengthOf(count, a, i * n + first)
      let r = lengthOf(count, a, first * n + i, n)
      if (c === 0 || r === 0) continue
      const before = c + r
      let factor = 1
      for (; c < r / 2 && factor < 2 ** 500; r /= 2) {
        factor *= 2
        c *= 2
      }
      for (; c / 2 >= r && factor > 2 ** -500; r *= 2) {
        factor /= 2
        c /= 2
      }
      if (c + r >= 0.95 * before) continue
      factors[i] *= factor
      isChanging = true
      scale(n - first, 1 / factor, 0, a, first * n + i, n)
      scale(last + 1, factor, 0, a, i * n)
    }
  }
  return { first, last, factors }
}

/** Makes eigenvectors of a balanced matrix those of the matrix it was. */
function unbalance(v: Columns, { first, last, factors }: Balance): void {
  const n = v.rows
  if (first < last) for (let i = first; i <= last; i++) scale(v.cols, factors[i], 0, v, i, n)
  for (let i = first - 1; i >= 0; i--) if (factors[i] !== i) swap(v.cols, v, i, v, factors[i], n)
  for (let i = last + 1; i < n; i++) if (factors[i] !== i) swap(v.cols, v, i, v, factors[i], n)
}

/** H with A = Q H Qᴴ, Hessenberg, over A; Q as a result. */
function toHessenberg(a: Columns, first: number, last: number): Columns {
  const n = a.rows
  const tau = zeroColumns(Math.max(n - 1, 0), 1, a.isComplex)
  for (let k = first; k < last; k++) {
    const at = k * n + k + 1
    const count = last - k
    reflect(a, count, at, at + 1, 1, tau, k)
    const im = a.isComplex ? tau.im[k] : 0
    reflectColumns(a, at, count, tau.re[k], im, a, k + 1, 0, last + 1)
    reflectRows(a, at, count, tau.re[k], -im, a, k + 1, k + 1, n)
  }
  // Only what lies in the block is a reflector.
  for (let k = 0; k < n - 1; k++)
    for (let i = Math.max(k + 1, last + 1); i < n; i++) {
      a.re[k * n + i] = 0
      if (a.isComplex) a.im[k * n + i] = 0
    }
  const q = reflectorProduct(a, tau, n, 1)
  for (let k = 0; k < n; k++)
    for (let i = k + 2; i < n; i++) {
      a.re[k * n + i] = 0
      if (a.isComplex) a.im[k * n + i] = 0
    }
  return q
}

/** The vectors of a triangular matrix, of which a real one may have blocks of two on its diagonal. */
function triangularVectors(t: Columns, values: Columns, ulp: number): Columns {
  const n = t.rows
  const x = zeroColumns(n, n, true)
  const im = t.isComplex ? t.im : new Float64Array(n * n)
  const { re } = t
  const one: Parts = { re: 0, im: 0 }
  const two: Parts = { re: 0, im: 0 }
  const smallest = SMALL * n
  for (let k = 0; k < n; k++) {
    const [wr, wi] = [values.re[k], values.im[k]]
    // The second of a pair is the conjugate of the first, which is worked out from the pair's second row.
    if (!t.isComplex && wi < 0) {
      for (let i = 0; i < n; i++) {
        x.re[k * n + i] = x.re[(k - 1) * n + i]
        x.im[k * n + i] = -x.im[(k - 1) * n + i]
      }
      continue
    }
    const least = Math.max(ulp * (Math.abs(wr) + Math.abs(wi)), smallest)
    const at = k * n
    const isPair = !t.isComplex && wi > 0
    const last = isPair ? k + 1 : k
    if (!isPair) x.re[at + k] = 1
    else {
      const [above, below] = [re[(k + 1) * n + k], re[k * n + k + 1]]
      if (Math.abs(above) >= Math.abs(below)) {
        x.re[at + k] = 1
        x.im[at + k + 1] = wi / above
      } else {
        x.re[at + k] = -wi / below
        x.im[at + k + 1] = 1
      }
    }
    const first = isPair ? k : last
    // x[0 … first) starts as minus what the known elements contribute, and is solved from below.
    const take = (j: number, top: number): void => {
      const [c, d] = [x.re[at + j], x.im[at + j]]
      for (let i = 0; i < top; i++) {
        const p = j * n + i
        x.re[at + i] -= re[p] * c - im[p] * d
        x.im[at + i] -= re[p] * d + im[p] * c
      }
    }
    for (let j = first; j <= last; j++) take(j, first)
    for (let j = first - 1; j >= 0; j--) {
      const isBlock = !t.isComplex && j > 0 && re[(j - 1) * n + j] !== 0
      if (!isBlock) {
        let c = re[j * n + j] - wr
        let d = im[j * n + j] - wi
        if (Math.abs(c) + Math.abs(d) < least) [c, d] = [least, 0]
        divide(one, x.re[at + j], x.im[at + j], c, d)
        x.re[at + j] = one.re
        x.im[at + j] = one.im
        take(j, j)
      } else {
        const i = j - 1
        const [a, b, c, d] = [re[i * n + i] - wr, re[j * n + i], re[i * n + j], re[j * n + j] - wr]
        // Determinant of (a - wi i, b; c, d - wi i).
        let dr = a * d - wi * wi - b * c
        let di = -wi * (a + d)
        if (Math.abs(dr) + Math.abs(di) < least * least) [dr, di] = [least * least, 0]
        const [pr, pi, qr, qi] = [x.re[at + i], x.im[at + i], x.re[at + j], x.im[at + j]]
        divide(one, d * pr + wi * pi - b * qr, d * pi - wi * pr - b * qi, dr, di)
        divide(two, a * qr + wi * qi - c * pr, a * qi - wi * qr - c * pi, dr, di)
        x.re[at + i] = one.re
        x.im[at + i] = one.im
        x.re[at + j] = two.re
        x.im[at + j] = two.im
        take(j, i)
        take(i, i)
        j--
      }
      shrink(x, at, n)
    }
  }
  return x
}

/** Keeps a vector that grows out of all bounds in them. */
function shrink(x: Columns, at: number, n: number): void {
  let largest = 0
  for (let i = 0; i < n; i++) largest = Math.max(largest, Math.abs(x.re[at + i]), Math.abs(x.im[at + i]))
  if (largest > 1e100) scale(n, 1 / largest, 0, x, at)
}

/** Makes vectors of length one, and turns their phases as geev does: the largest element becomes real. */
function normalise(v: Columns, values: Columns, isReal: boolean): void {
  const n = v.rows
  const turn = { c: 0, s: 0, r: 0 }
  for (let k = 0; k < v.cols; k++) {
    const at = k * n
    scale(n, 1 / lengthOf(n, v, at), 0, v, at)
    if (isReal && values.im[k] === 0) continue
    if (isReal && values.im[k] < 0) {
      for (let i = 0; i < n; i++) {
        v.re[at + i] = v.re[at - n + i]
        v.im[at + i] = -v.im[at - n + i]
      }
      continue
    }
    let place = 0
    const size = (i: number): number => v.re[at + i] ** 2 + v.im[at + i] ** 2
    for (let i = 1; i < n; i++) if (size(i) > size(place)) place = i
    if (isReal) rotation(turn, v.re[at + place], v.im[at + place])
    else {
      const length = Math.sqrt(size(place))
      turn.c = v.re[at + place] / length
      turn.s = v.im[at + place] / length
    }
    // Times conj(c + s i).
    scale(n, turn.c, -turn.s, v, at)
    v.im[at + place] = 0
  }
}

export interface Eigen {
  /** Complex, as a column. */
  readonly values: Columns
  readonly vectors: Columns | null
}

/** Null where not all were found. */
function eigenOf(given: Columns, withVectors: boolean, epsilon: number): Eigen | null {
  const a = copyColumns(given)
  const n = a.rows
  const balanced = balance(a)
  const q = toHessenberg(a, balanced.first, balanced.last)
  const values = zeroColumns(n, 1, true)
  const ulp = 2 * epsilon
  const schur = a.isComplex ? schurComplex : schurReal
  if (!schur(a, withVectors ? q : null, values, balanced.first, balanced.last, ulp)) return null
  if (!withVectors) return { values, vectors: null }
  const vectors = multiplied(asComplex(q), triangularVectors(a, values, ulp))
  unbalance(vectors, balanced)
  normalise(vectors, values, !a.isComplex)
  return { values, vectors }
}

/**
 * Eigenvalues of `batches` matrices of order `n`, complex, and their vectors where there is a memory for them; `info` gets
 * 0, 1 where they were not found, -1 for numbers that are not finite.
 */
export const eigen = kernel(
  'eigen',
  (
    [values, info, vectors, x]: readonly [Memory, Memory, Memory | null, Memory],
    batches: number,
    n: number,
  ) => {
    // The order of eigenvalues, and signs, depend on where an iteration stops: float32 stops as it does in LAPACK.
    const epsilon = isSingle(x.dtype) ? SINGLE_EPSILON : EPSILON
    for (let index = 0; index < batches; index++) {
      const a = readColumns(x, index, n, n)
      const isFinite = isFiniteColumns(a)
      const found = isFinite ? eigenOf(a, vectors !== null, epsilon) : null
      info.array[info.at + index] = isFinite ? (found === null ? 1 : 0) : -1
      if (found === null) continue
      writeColumns(values, index, found.values)
      if (vectors !== null) writeColumns(vectors, index, found.vectors!)
    }
  },
  { writes: 3 },
)
