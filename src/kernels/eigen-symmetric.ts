// Eigenvalues and eigenvectors of Hermitian matrices as LAPACK's syevd and heevd find them, of up to 25 rows with their
// signs: reflectors make the matrix tridiagonal (sytd2), rotations diagonal (steqr).
import {
  type Columns,
  addScaled,
  asComplex,
  dot,
  identityColumns,
  isFiniteColumns,
  isSingle,
  type Parts,
  readColumns,
  rotate,
  swap,
  writeColumns,
  writeReals,
  zeroColumns,
} from './matrix-columns.js'
import { reflect, reflectRows, type Taus } from './householder.js'
import { kernel, type Memory } from './kernel.js'
import { addColumns, turnColumns } from './several-columns.js'
import { type Rotation, rotation, signed } from './rotation.js'

/** The whole matrix that one triangle stands for; turned by half a circle where it is the upper one. */
function wholeOf(x: Columns, isUpper: boolean): Columns {
  const n = x.rows
  const a = zeroColumns(n, n, x.isComplex)
  for (let j = 0; j < n; j++)
    for (let i = j; i < n; i++) {
      const p = isUpper ? (n - 1 - j) * n + (n - 1 - i) : j * n + i
      const [at, mirrored] = [j * n + i, i * n + j]
      a.re[at] = a.re[mirrored] = x.re[p]
      if (!x.isComplex || i === j) continue
      a.im[at] = x.im[p]
      a.im[mirrored] = -x.im[p]
    }
  return a
}

/** A = Q T Qᴴ: T's diagonals, and Q as reflectors whose first element is 1, below the diagonal of A. */
function tridiagonalise(a: Columns, diagonal: Float64Array, beside: Float64Array): Taus {
  const n = a.rows
  const tau = zeroColumns(Math.max(n - 1, 0), 1, a.isComplex)
  const w = zeroColumns(n, 1, a.isComplex)
  const factors = new Float64Array(n)
  const inner: Parts = { re: 0, im: 0 }
  for (let k = 0; k < n - 1; k++) {
    const at = k * n + k + 1
    reflect(a, n - 1 - k, at, at + 1, 1, tau, k)
    const re = tau.re[k]
    const im = a.isComplex ? tau.im[k] : 0
    beside[k] = a.re[at]
    diagonal[k] = a.re[k * n + k]
    if (re === 0 && im === 0) continue
    const count = n - 1 - k
    a.re[at] = 1
    // w = τ A v, less half of what of it lies along v; then A -= v wᴴ + w vᴴ.
    w.re.fill(0)
    w.im.fill(0)
    if (!a.isComplex) {
      for (let j = 0; j < count; j++) factors[j] = re * a.re[at + j]
      addColumns(count, count, factors, 0, 1, 1, a.re, (k + 1) * n + k + 1, n, w.re, 0)
    }
    for (let j = 0; a.isComplex && j < count; j++) {
      const [x, y] = [a.re[at + j], a.isComplex ? a.im[at + j] : 0]
      addScaled(count, re * x - im * y, re * y + im * x, a, (k + 1 + j) * n + k + 1, w, 0)
    }
    dot(inner, count, w, 0, a, at)
    addScaled(
      count,
      -0.5 * (re * inner.re - im * inner.im),
      -0.5 * (re * inner.im + im * inner.re),
      a,
      at,
      w,
      0,
    )
    for (let j = 0; j < count; j++) {
      const to = (k + 1 + j) * n + k + 1
      if (!a.isComplex) {
        const [along, across] = [w.re[j], a.re[at + j]]
        for (let i = 0; i < count; i++) a.re[to + i] = a.re[to + i] - along * a.re[at + i] - across * w.re[i]
        continue
      }
      addScaled(count, -w.re[j], a.isComplex ? w.im[j] : 0, a, at, a, to)
      addScaled(count, -a.re[at + j], a.isComplex ? a.im[at + j] : 0, w, 0, a, to)
    }
    a.re[at] = beside[k]
  }
  if (n > 0) diagonal[n - 1] = a.re[n * n - 1]
  return tau
}

/** Eigenvalues of the symmetric matrix (a b; b c), the larger in size first, and the first's vector (c, s): laev2. */
function ofTwo(a: number, b: number, c: number, into: Rotation): [first: number, second: number] {
  const sum = a + c
  const difference = a - c
  const twice = b + b
  const root = Math.hypot(difference, twice)
  const [larger, smaller] = Math.abs(a) > Math.abs(c) ? [a, c] : [c, a]
  const first = sum === 0 ? root / 2 : (sum + signed(root, sum)) / 2
  const second = sum === 0 ? -root / 2 : (larger / first) * smaller - (b / first) * b
  const along = difference + (difference >= 0 ? root : -root)
  if (Math.abs(along) > Math.abs(twice)) {
    const cotangent = -twice / along
    into.s = 1 / Math.sqrt(1 + cotangent * cotangent)
    into.c = cotangent * into.s
  } else if (twice === 0) {
    into.c = 1
    into.s = 0
  } else {
    const tangent = -along / twice
    into.c = 1 / Math.sqrt(1 + tangent * tangent)
    into.s = tangent * into.c
  }
  if (sum < 0 !== difference >= 0) {
    const kept = into.c
    into.c = -into.s
    into.s = kept
  }
  return [first, second]
}

const MAX_SWEEPS = 30

/**
 * Eigenvalues of a tridiagonal matrix, in rising order, written over its diagonal; `z` is multiplied by the vectors.
 *
 * @returns whether all were found
 */
function diagonalise(d: Float64Array, e: Float64Array, z: Columns | null, epsilon: number): boolean {
  const n = d.length
  const turn: Rotation = { c: 0, s: 0, r: 0 }
  const cosines = new Float64Array(n)
  const sines = new Float64Array(n)
  const square = epsilon * epsilon
  let sweeps = n * MAX_SWEEPS
  let start = 0
  while (start < n) {
    if (start > 0) e[start - 1] = 0
    let end = start
    for (; end < n - 1; end++) {
      const size = Math.abs(e[end])
      if (size === 0) break
      if (size <= Math.sqrt(Math.abs(d[end])) * Math.sqrt(Math.abs(d[end + 1])) * epsilon) {
        e[end] = 0
        break
      }
    }
    let [l, last] = [start, end]
    start = end + 1
    if (last === l) continue
    if (Math.abs(d[last]) < Math.abs(d[l])) [l, last] = [last, l]
    // From here the block is worked off at end `l`: downwards (QL) where that is its first row, else upwards (QR).
    const step = last > l ? 1 : -1
    /** The place beside row i towards `last`. */
    const beside = (i: number): number => (step > 0 ? i : i - 1)
    while ((last - l) * step >= 0) {
      let m = l
      for (; m !== last; m += step) {
        const size = e[beside(m)]
        if (size * size <= square * Math.abs(d[m]) * Math.abs(d[m + step])) break
      }
      if (m !== last) e[beside(m)] = 0
      if (m === l) {
        l += step
        continue
      }
      if (m === l + step) {
        const first = Math.min(l, m)
        ;[d[first], d[first + 1]] = ofTwo(d[first], e[first], d[first + 1], turn)
        if (z !== null) rotate(z.rows, z, first * z.rows, (first + 1) * z.rows, 1, turn.c, turn.s)
        e[first] = 0
        l += 2 * step
        continue
      }
      if (sweeps-- === 0) return false
      let p = d[l]
      const off = e[beside(l)]
      let g = (d[l + step] - p) / (2 * off)
      g = d[m] - p + off / (g + signed(Math.hypot(g, 1), g))
      let s = 1
      let c = 1
      p = 0
      // From row m back to row l.
      for (let i = m; i !== l; i -= step) {
        const place = beside(i - step)
        const f = s * e[place]
        const b = c * e[place]
        rotation(turn, g, f)
        c = turn.c
        s = turn.s
        if (i !== m) e[beside(i)] = turn.r
        g = d[i] - p
        const r = (d[i - step] - g) * s + 2 * c * b
        p = s * r
        d[i] = g + p
        g = c * r - b
        cosines[place] = c
        sines[place] = step > 0 ? -s : s
      }
      if (z !== null) turnColumns(z.re, z.rows, Math.min(l, m), Math.max(l, m), cosines, sines, step < 0)
      d[l] -= p
      e[beside(l)] = g
    }
  }
  sortRising(d, z)
  return true
}

/** Selection sort: the fewest exchanges of vectors. */
function sortRising(d: Float64Array, z: Columns | null): void {
  for (let i = 0; i < d.length - 1; i++) {
    let k = i
    for (let j = i + 1; j < d.length; j++) if (d[j] < d[k]) k = j
    if (k === i) continue
    ;[d[i], d[k]] = [d[k], d[i]]
    if (z !== null) swap(z.rows, z, i * z.rows, z, k * z.rows)
  }
}

/** The columns read backwards. */
function turnOver(z: Columns): void {
  for (const part of z.isComplex ? [z.re, z.im] : [z.re])
    for (let j = 0; j < z.cols; j++) part.subarray(j * z.rows, (j + 1) * z.rows).reverse()
}

/** Eigenvalues of a Hermitian matrix in rising order, and vectors as columns; null where they were not found. */
function eigenSymmetric(
  x: Columns,
  isUpper: boolean,
  withVectors: boolean,
  epsilon: number,
): { values: Float64Array; vectors: Columns | null } | null {
  const n = x.rows
  const a = wholeOf(x, isUpper)
  const values = new Float64Array(n)
  const beside = new Float64Array(Math.max(n - 1, 0))
  const tau = tridiagonalise(a, values, beside)
  if (isUpper) {
    values.reverse()
    beside.reverse()
  }
  const z = withVectors ? identityColumns(n, false) : null
  if (!diagonalise(values, beside, z, epsilon)) return null
  if (z === null) return { values, vectors: null }
  const vectors = x.isComplex ? asComplex(z) : z
  if (isUpper) turnOver(vectors)
  for (let k = n - 2; k >= 0; k--)
    reflectRows(a, k * n + k + 1, n - 1 - k, tau.re[k], x.isComplex ? tau.im[k] : 0, vectors, k + 1, 0, n)
  if (isUpper) turnOver(vectors)
  return { values, vectors }
}

/** LAPACK divides larger problems, and the signs are then of no use to anybody. */
export const SIGNED = 25

export const EPSILON = 2 ** -53
export const SINGLE_EPSILON = 2 ** -24

/**
 * Eigenvalues of `batches` Hermitian matrices of order `n`, and their vectors where there is a memory for them; `info`
 * gets 0, 1 where they were not found, -1 for numbers that are not finite.
 */
export const eigenHermitian = kernel(
  'eigen-hermitian',
  (
    [values, info, vectors, x]: readonly [Memory, Memory, Memory | null, Memory],
    batches: number,
    n: number,
    isUpper: boolean,
  ) => {
    for (let index = 0; index < batches; index++) {
      const a = readColumns(x, index, n, n)
      const isFinite = isFiniteColumns(a)
      const found = isFinite ? eigenSymmetric(a, isUpper, vectors !== null, EPSILON) : null
      info.array[info.at + index] = isFinite ? (found === null ? 1 : 0) : -1
      if (found === null) continue
      if (vectors !== null && isSingle(x.dtype) && n <= SIGNED) {
        const rough = eigenSymmetric(a, isUpper, true, SINGLE_EPSILON)
        if (rough !== null) followSigns(found.vectors!, rough.vectors!)
      }
      writeReals(values, index, found.values)
      if (vectors !== null) writeColumns(vectors, index, found.vectors!)
    }
  },
  { writes: 3 },
)

/**
 * Gives vectors the signs of the same ones found in float32. An iteration that stops earlier may end with another sign,
 * so float32 is computed twice: exactly for the digits, and as far as LAPACK goes for the signs.
 */
export function followSigns(exact: Columns, rough: Columns, others: readonly Columns[] = []): void {
  const { rows } = exact
  const inner: Parts = { re: 0, im: 0 }
  for (let k = 0; k < exact.cols; k++) {
    dot(inner, rows, rough, k * rows, exact, k * rows)
    if (inner.re >= 0) continue
    for (const part of [exact, ...others])
      for (let i = k * part.rows; i < (k + 1) * part.rows; i++) {
        part.re[i] = -part.re[i]
        if (part.isComplex) part.im[i] = -part.im[i]
      }
  }
}
