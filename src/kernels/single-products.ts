// Products of float32 matrices, every step rounded to float32 in the order of a BLAS: that of OpenBLAS on processors with
// AVX-512, which most of its kernels for AVX2 share. Each element is a chain of fused multiply-adds over the terms; some
// products are sums of sixteen lanes. Knows nothing of shapes that do not fit.
//
// Note [Order of products]. What PyTorch's result is to the last bit depends on the order in which terms are added:
//
// - *matrices* (`mm`, `addmm`, `linear`): OpenBLAS's gemm reads matrices by columns, so PyTorch asks it for the transposed
//   result, unless that is a single column. Up to a million multiplications it has small kernels. One of these adds
//   terms in sixteen lanes: where the first operand is read across and the second along, with few results of many terms
//   (`linear` on a layer with 32 inputs or more), and what is left of sixteen rows where both are read along. Larger
//   products are cut in blocks of up to 448 terms, which are added up.
// - *vector* (`mv`): a BLAS has other kernels for these, of many lanes. Small ones are as gemm's are, larger ones are sums of
//   lanes, too, though not of the same, where there are vectors (kernels/wasm/gemm.ts).
// - *batch* (`bmm`, `baddbmm`): below 400 multiplications PyTorch has a loop of its own, in which each product rounds.
//
// A fused multiply-add is taken in float64, where the product is exact, and rounded to float32: that rounds twice only where
// the sum in float64 lies in the middle between two float32 to the last of its bits, one time in some hundred million.
import type { Matrix } from './matrix-loops.js'

/** How far apart the matrices of a batch, their rows and their columns are, in elements. */
export type Steps = readonly [batch: number, row: number, column: number]

/** Whose order of additions: that of gemm, of the loop for batches of small matrices, or of what multiplies by a vector. */
export type Order = 'matrices' | 'batch' | 'vector'

/** Multiplications from which on PyTorch leaves batches to gemm, up to which gemm has small kernels, and terms that lanes need. */
const BATCH_FROM = 400
export const SMALL_MOST = 1_000_000
const LANES_FROM = 32
/** Results up to which all are added in lanes. */
const RESULTS_MOST = 1200
/** Terms of a block of a large product. */
const BLOCK_TERMS = 448

/** How the elements of an operand lie: from row to row, and from column to column. */
export interface Lie {
  readonly rowStride: number
  readonly columnStride: number
}

/** Whether gemm reads a matrix across: its lines of `length` elements do not lie along, and are not copied so. */
function isAcross(along: number, apart: number, length: number, lines: number, isCopied: boolean): boolean {
  if (along === 1 && apart >= Math.max(1, length)) return false
  if (apart === 1 && along >= Math.max(1, lines)) return true
  return isCopied
}

/** The first row and column from which on elements are sums of lanes; null where none is. */
export function lanesFrom(
  m: number,
  n: number,
  k: number,
  a: Lie,
  b: Lie,
): { readonly row: number; readonly column: number } | null {
  if (k < LANES_FROM || m * n * k > SMALL_MOST) return null
  // The transposed result: the columns of `b` are then the rows of the first operand.
  const isTurned = n !== 1
  const rows = isTurned ? n : m
  const first = isTurned
    ? isAcross(b.columnStride, b.rowStride, n, k, false)
    : isAcross(a.rowStride, a.columnStride, m, k, true)
  const second = isTurned
    ? isAcross(a.columnStride, a.rowStride, k, m, false)
    : isAcross(b.rowStride, b.columnStride, k, n, true)
  if (second) return null
  if (first) return m * n <= RESULTS_MOST ? { row: 0, column: 0 } : null
  const left = rows % 16
  if (left === 0 || left > 8) return null
  return isTurned ? { row: 0, column: n - left } : { row: m - left, column: 0 }
}

/** How many of the terms that are left the next block of a large product has. */
export function blockOfTerms(m: number, n: number, k: number, left: number): number {
  if (m * n * k <= SMALL_MOST || left <= BLOCK_TERMS) return left
  return left >= 2 * BLOCK_TERMS ? BLOCK_TERMS : ((left >> 1) + 15) & ~15
}

/** Whether a batch is for the loop in which each product rounds. */
export const isInTurn = (order: Order, m: number, n: number, k: number): boolean =>
  order === 'batch' && m * n * k < BATCH_FROM

type SingleLoop = (
  out: Float32Array,
  at: number,
  step: number,
  m: number,
  n: number,
  k: number,
  x: Float32Array,
  aAt: number,
  aRow: number,
  aColumn: number,
  y: Float32Array,
  bAt: number,
  bRow: number,
  bColumn: number,
  alpha: number,
  accumulate: boolean,
) => void

const parameters = 'out, at, step, m, n, k, x, aAt, aRow, aColumn, y, bAt, bRow, bColumn, alpha, accumulate'
const make = (body: string): SingleLoop =>
  (new Function('f', `return function (${parameters}) {${body}}`) as (f: typeof Math.fround) => SingleLoop)(
    Math.fround,
  )

const stored = (place: string, sum: string): string =>
  `out[${place}] = accumulate ? out[${place}] + f(alpha * ${sum}) : alpha * ${sum}`

/** Up to this many terms the sum is written out. */
const WRITTEN_OUT = 8
const writtenOut: SingleLoop[] = []

/**
 * A chain of `k` terms, written out: a column of `b` is held while it is multiplied with every row of `a`. A loop over two or
 * three terms costs several times what they do, and data with so few features is what a learner begins with.
 * It begins at 0, so that no sum is -0, as in PyTorch.
 */
function chainOf(k: number): SingleLoop {
  return (writtenOut[k] ??= (() => {
    const terms = Array.from({ length: k }, (_, t) => t)
    const held = terms.map((t) => `b${t} = y[q + ${t} * bRow]`).join(', ')
    const sum = terms
      .slice(1)
      .reduce((before, t) => `f(${before} + x[p + ${t} * aColumn] * b${t})`, 'f(0 + x[p] * b0)')
    const loop = (value: string): string =>
      `for (let i = 0, p = aAt, o = at + j; i < m; i++, p += aRow, o += step) out[o] = ${value}`
    return make(`for (let j = 0; j < n; j++) {
      const q = bAt + j * bColumn
      const ${held}
      if (accumulate) ${loop(`out[o] + f(alpha * ${sum})`)}
      else if (alpha === 1) ${loop(sum)}
      else ${loop(`alpha * ${sum}`)}
    }`)
  })())
}

/** Chains of any length, four columns of `b` at a time: each waits for its own additions alone. */
const chains = make(`for (let i = 0; i < m; i++) {
  const row = aAt + i * aRow
  let j = 0
  for (; j + 4 <= n; j += 4) {
    let p = row, q = bAt + j * bColumn
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0
    for (let t = 0; t < k; t++) {
      const value = x[p]
      s0 = f(s0 + value * y[q])
      s1 = f(s1 + value * y[q + bColumn])
      s2 = f(s2 + value * y[q + 2 * bColumn])
      s3 = f(s3 + value * y[q + 3 * bColumn])
      p += aColumn
      q += bRow
    }
    const o = at + i * step + j
    ${[0, 1, 2, 3].map((c) => stored(`o + ${c}`, `s${c}`)).join('\n')}
  }
  for (; j < n; j++) {
    let p = row, q = bAt + j * bColumn, sum = 0
    for (let t = 0; t < k; t++) {
      sum = f(sum + x[p] * y[q])
      p += aColumn
      q += bRow
    }
    ${stored('at + i * step + j', 'sum')}
  }
}`)

/** Chains down few columns: four rows of \`a\` at a time. */
const chainsDown = make(`for (let j = 0; j < n; j++) {
  const column = bAt + j * bColumn
  let i = 0
  for (; i + 4 <= m; i += 4) {
    let p = aAt + i * aRow, q = column
    let s0 = 0, s1 = 0, s2 = 0, s3 = 0
    for (let t = 0; t < k; t++) {
      const value = y[q]
      s0 = f(s0 + value * x[p])
      s1 = f(s1 + value * x[p + aRow])
      s2 = f(s2 + value * x[p + 2 * aRow])
      s3 = f(s3 + value * x[p + 3 * aRow])
      p += aColumn
      q += bRow
    }
    const o = at + i * step + j
    ${[0, 1, 2, 3].map((r) => stored(`o + ${r} * step`, `s${r}`)).join('\n')}
  }
  for (; i < m; i++) {
    let p = aAt + i * aRow, q = column, sum = 0
    for (let t = 0; t < k; t++) {
      sum = f(sum + x[p] * y[q])
      p += aColumn
      q += bRow
    }
    ${stored('at + i * step + j', 'sum')}
  }
}`)

/** Each product and each sum rounds; what is there is where the sum begins. */
const inTurn = make(`for (let i = 0; i < m; i++)
  for (let j = 0; j < n; j++) {
    let p = aAt + i * aRow, q = bAt + j * bColumn
    let sum = accumulate ? out[at + i * step + j] : 0
    for (let t = 0; t < k; t++) {
      sum = f(sum + f(f(alpha * x[p]) * y[q]))
      p += aColumn
      q += bRow
    }
    out[at + i * step + j] = sum
  }`)

const LANES = 16
const lanes = new Float32Array(LANES)

/** The sum of the lanes: of four neighbours first, or of halves. */
function totalOf(ofNeighbours: boolean): number {
  const f = Math.fround
  if (ofNeighbours) {
    const four = (l: number): number => f(f(lanes[l] + lanes[l + 1]) + f(lanes[l + 2] + lanes[l + 3]))
    return f(f(four(0) + four(4)) + f(four(8) + four(12)))
  }
  const two = (l: number): number => f(lanes[l] + lanes[l + 8])
  const quarter = (l: number): number => f(two(l + 4) + two(l))
  return f(f(quarter(0) + quarter(2)) + f(quarter(1) + quarter(3)))
}

/** Whether an element's lanes are added by neighbours: all but those in the last rows and columns that make no four. */
export const addsNeighbours = (i: number, j: number, m: number, n: number): boolean =>
  i < (m & ~3) || j < (n & ~3)

/** Elements from a row and a column on, as sums of sixteen lanes. */
function inLanes(
  out: Float32Array,
  at: number,
  from: { readonly row: number; readonly column: number },
  m: number,
  n: number,
  k: number,
  a: Matrix,
  b: Matrix,
  alpha: number,
  accumulate: boolean,
): void {
  const f = Math.fround
  const [x, y] = [a.array as Float32Array, b.array as Float32Array]
  for (let i = from.row; i < m; i++)
    for (let j = from.column; j < n; j++) {
      const row = a.offset + i * a.rowStride
      const column = b.offset + j * b.columnStride
      lanesOf(x, row, a.columnStride, y, column, b.rowStride, k)
      const sum = f(alpha * totalOf(addsNeighbours(i, j, m, n)))
      const place = at + i * n + j
      out[place] = accumulate ? out[place] + sum : sum
    }
}

/** The lanes of one element, four at a time. */
function lanesOf(
  x: Float32Array,
  row: number,
  aStep: number,
  y: Float32Array,
  column: number,
  bStep: number,
  k: number,
): void {
  const f = Math.fround
  const whole = k & ~(LANES - 1)
  for (let l = 0; l < LANES; l += 4) {
    let s0 = 0
    let s1 = 0
    let s2 = 0
    let s3 = 0
    let p = row + l * aStep
    let q = column + l * bStep
    for (let t = 0; t < whole; t += LANES) {
      s0 = f(s0 + x[p] * y[q])
      s1 = f(s1 + x[p + aStep] * y[q + bStep])
      s2 = f(s2 + x[p + 2 * aStep] * y[q + 2 * bStep])
      s3 = f(s3 + x[p + 3 * aStep] * y[q + 3 * bStep])
      p += LANES * aStep
      q += LANES * bStep
    }
    lanes[l] = s0
    lanes[l + 1] = s1
    lanes[l + 2] = s2
    lanes[l + 3] = s3
  }
  for (let t = whole; t < k; t++) lanes[t - whole] += x[row + t * aStep] * y[column + t * bStep]
}

/**
 * The loop for a product that needs no more than chains of few terms, written out: none of its elements is a sum of lanes.
 * Null for others, which `gemmSingle` is for.
 */
export const shortestLoop = (m: number, n: number, k: number, order: Order): SingleLoop | null =>
  k > 0 && k <= WRITTEN_OUT && m >= n && order === 'matrices' ? chainOf(k) : null

/** `out (+)= alpha * a @ b` in float32; `out` is contiguous, `m` by `n`; not for what `shortestLoop` is for. */
export function gemmSingle(
  out: Float32Array,
  at: number,
  m: number,
  n: number,
  k: number,
  a: Matrix,
  b: Matrix,
  alpha: number,
  accumulate: boolean,
  order: Order,
): void {
  if (isInTurn(order, m, n, k)) {
    runChains(inTurn, out, at, n, m, n, 0, k, a, b, alpha, accumulate)
    return
  }
  const from = lanesFrom(m, n, k, a, b)
  const rows = from === null || from.row === 0 ? m : from.row
  const columns = from === null ? n : from.row > 0 ? n : from.column
  if (columns > 0)
    for (let t = 0; t < k || t === 0;) {
      const terms = blockOfTerms(m, n, k, k - t)
      const isShort = terms > 0 && terms <= WRITTEN_OUT && rows >= columns
      const loop = isShort ? chainOf(terms) : columns < 4 && rows >= 4 ? chainsDown : chains
      runChains(loop, out, at, n, rows, columns, t, terms, a, b, alpha, accumulate || t > 0)
      if (terms === 0) break
      t += terms
    }
  if (from !== null) inLanes(out, at, from, m, n, k, a, b, alpha, accumulate)
}

function runChains(
  loop: SingleLoop,
  out: Float32Array,
  at: number,
  step: number,
  m: number,
  n: number,
  firstTerm: number,
  terms: number,
  a: Matrix,
  b: Matrix,
  alpha: number,
  accumulate: boolean,
): void {
  loop(
    out,
    at,
    step,
    m,
    n,
    terms,
    a.array as Float32Array,
    a.offset + firstTerm * a.columnStride,
    a.rowStride,
    a.columnStride,
    b.array as Float32Array,
    b.offset + firstTerm * b.rowStride,
    b.rowStride,
    b.columnStride,
    alpha,
    accumulate,
  )
}
