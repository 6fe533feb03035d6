// The loops of matrix products on raw memory: `out = a @ b` or `out += alpha * (a @ b)`, for operands with any strides.
// Knows nothing of shapes that do not fit or of gradients.
//
// Float64 adds the terms one after the other; float32 has single-products.ts. Integers are exact: they wrap as PyTorch's do.
import type { TypedArray } from '../base/dtype.js'

/** A matrix in memory: element (i, j) is `array[offset + i * rowStride + j * columnStride]`. */
export interface Matrix<A = TypedArray> {
  readonly array: A
  readonly offset: number
  readonly rowStride: number
  readonly columnStride: number
}

export type Floats = Float32Array | Float64Array

type DirectLoop = (
  out: TypedArray,
  at: number,
  m: number,
  n: number,
  k: number,
  a: TypedArray,
  aAt: number,
  aRow: number,
  aColumn: number,
  b: TypedArray,
  bAt: number,
  bRow: number,
  bColumn: number,
  alpha: number,
  accumulate: boolean,
) => void

const parameters = 'out, at, m, n, k, x, aAt, aRow, aColumn, y, bAt, bRow, bColumn, alpha, accumulate'

/** One sum of products for each element of the result; best for few rows, columns or terms. */
const direct = new Function(
  parameters,
  `for (let i = 0; i < m; i++) {
      const row = aAt + i * aRow
      for (let j = 0; j < n; j++) {
        let p = row
        let q = bAt + j * bColumn
        let sum = 0
        for (let t = 0; t < k; t++) {
          sum += x[p] * y[q]
          p += aColumn
          q += bRow
        }
        out[at + i * n + j] = accumulate ? out[at + i * n + j] + alpha * sum : alpha * sum
      }
    }`,
) as DirectLoop

/** Up to this many terms the sum is written out. */
const WRITTEN_OUT = 8
const writtenOut: DirectLoop[] = []

/**
 * `direct` for `k` terms: a column of `b` is held while it is multiplied with every row of `a`. A loop over two or three
 * terms costs several times what they do, and data with so few features is what a learner begins with.
 */
function directFor(k: number): DirectLoop {
  return (writtenOut[k] ??= (() => {
    const terms = Array.from({ length: k }, (_, t) => t)
    const held = terms.map((t) => `b${t} = y[q + ${t} * bRow]`).join(', ')
    const sum = terms.map((t) => `x[p + ${t} * aColumn] * b${t}`).join(' + ')
    const loop = (store: string): string =>
      `for (let i = 0, p = aAt, o = at + j; i < m; i++, p += aRow, o += n) out[o] = ${store}`
    return new Function(
      parameters,
      `for (let j = 0; j < n; j++) {
        const q = bAt + j * bColumn
        const ${held}
        if (accumulate) ${loop(`out[o] + alpha * (${sum})`)}
        else ${loop(`alpha * (${sum})`)}
      }`,
    ) as DirectLoop
  })())
}

/** Products of at least this many multiplications are packed first. */
const PACKED_FROM = 20_000

let panelA = new Float64Array(0)
let panelB = new Float64Array(0)

/** Columns of `b` that are packed at a time: they and four rows of `a` stay in the cache. */
const COLUMNS = 64

/** `out (+)= alpha * a @ b` for float64; `out` is contiguous, `m` by `n`. */
export function gemmDouble(
  out: Float64Array,
  at: number,
  m: number,
  n: number,
  k: number,
  a: Matrix,
  b: Matrix,
  alpha = 1,
  accumulate = false,
): void {
  if (m < 4 || n < 4 || m * n * k < PACKED_FROM) {
    const loop = k > 0 && k <= WRITTEN_OUT && m >= n ? directFor(k) : direct
    loop(
      out,
      at,
      m,
      n,
      k,
      a.array,
      a.offset,
      a.rowStride,
      a.columnStride,
      b.array,
      b.offset,
      b.rowStride,
      b.columnStride,
      alpha,
      accumulate,
    )
    return
  }
  if (panelA.length < 4 * k) panelA = new Float64Array(4 * k)
  if (panelB.length < COLUMNS * k) panelB = new Float64Array(COLUMNS * k)
  for (let from = 0; from < n; from += COLUMNS) {
    const width = Math.min(COLUMNS, n - from)
    for (let j = 0; j < width; j += 4)
      pack(
        panelB,
        j * k,
        b.array as Floats,
        b.offset + (from + j) * b.columnStride,
        b.columnStride,
        b.rowStride,
        width - j,
        k,
      )
    for (let i = 0; i < m; i += 4) {
      pack(panelA, 0, a.array as Floats, a.offset + i * a.rowStride, a.rowStride, a.columnStride, m - i, k)
      for (let j = 0; j < width; j += 4)
        tile(out, at + i * n + from + j, n, m - i, width - j, j * k, k, alpha, accumulate)
    }
  }
}

/** Copies up to four lines of `k` elements next to each other: `to[4 * t + line]`; missing lines are zeros. */
function pack(
  to: Float64Array,
  at: number,
  from: Floats,
  offset: number,
  lineStride: number,
  step: number,
  lines: number,
  k: number,
): void {
  const count = lines < 4 ? lines : 4
  for (let line = 0; line < 4; line++) {
    let q = at + line
    if (line < count) {
      let p = offset + line * lineStride
      for (let t = 0; t < k; t++) {
        to[q] = from[p]
        p += step
        q += 4
      }
    } else
      for (let t = 0; t < k; t++) {
        to[q] = 0
        q += 4
      }
  }
}

const corner = new Float64Array(16)

/** A 4 by 4 tile of the result, of which `rows` and `columns` are inside it. */
function tile(
  out: Floats,
  at: number,
  n: number,
  rows: number,
  columns: number,
  start: number,
  k: number,
  alpha: number,
  accumulate: boolean,
): void {
  products(panelA, panelB, start, k)
  const height = rows < 4 ? rows : 4
  const width = columns < 4 ? columns : 4
  for (let r = 0; r < height; r++)
    for (let c = 0; c < width; c++) {
      const place = at + r * n + c
      const value = alpha * corner[4 * r + c]
      out[place] = accumulate ? out[place] + value : value
    }
}

/** The sixteen sums of a tile, written out so that they live in registers. */
function products(a: Float64Array, b: Float64Array, start: number, k: number): void {
  for (let half = 0; half < 4; half += 2) {
    let s00 = 0
    let s01 = 0
    let s02 = 0
    let s03 = 0
    let s10 = 0
    let s11 = 0
    let s12 = 0
    let s13 = 0
    let p = half
    let q = start
    for (let t = 0; t < k; t++) {
      const a0 = a[p]
      const a1 = a[p + 1]
      const b0 = b[q]
      const b1 = b[q + 1]
      const b2 = b[q + 2]
      const b3 = b[q + 3]
      s00 += a0 * b0
      s01 += a0 * b1
      s02 += a0 * b2
      s03 += a0 * b3
      s10 += a1 * b0
      s11 += a1 * b1
      s12 += a1 * b2
      s13 += a1 * b3
      p += 4
      q += 4
    }
    const c = 4 * half
    corner[c] = s00
    corner[c + 1] = s01
    corner[c + 2] = s02
    corner[c + 3] = s03
    corner[c + 4] = s10
    corner[c + 5] = s11
    corner[c + 6] = s12
    corner[c + 7] = s13
  }
}

/** `out = a @ b` for integers of up to 32 bits; the array wraps what it is given. */
export function gemmInt(
  out: TypedArray,
  at: number,
  m: number,
  n: number,
  k: number,
  a: Matrix,
  b: Matrix,
): void {
  const x = a.array as Int32Array
  const y = b.array as Int32Array
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let p = a.offset + i * a.rowStride
      let q = b.offset + j * b.columnStride
      let sum = 0
      for (let t = 0; t < k; t++) {
        sum = (sum + Math.imul(x[p], y[q])) | 0
        p += a.columnStride
        q += b.rowStride
      }
      out[at + i * n + j] = sum
    }
}

/** The int64 matrix as doubles, row by row, and its largest size; null where an element has no exact double. */
function asDoubles(
  words: Int32Array,
  x: Matrix,
  rows: number,
  columns: number,
): { values: Float64Array; size: number } | null {
  const values = new Float64Array(rows * columns)
  let size = 0
  for (let i = 0, to = 0; i < rows; i++)
    for (let j = 0; j < columns; j++, to++) {
      const p = 2 * (x.offset + i * x.rowStride + j * x.columnStride)
      const high = words[p + 1]
      if (high >= 0x200000 || high < -0x200000) return null
      const value = high * 2 ** 32 + (words[p] >>> 0)
      values[to] = value
      const distance = Math.abs(value)
      if (distance > size) size = distance
    }
  return { values, size }
}

/**
 * `out = a @ b` for int64. Where no sum can leave the integers that a double holds exactly, it computes in
 * doubles: a bigint costs fifty times as much.
 *
 * @param words of `a` and `b`: the same memory as 32-bit halves, low half first
 */
export function gemmLong(
  out: BigInt64Array,
  at: number,
  m: number,
  n: number,
  k: number,
  a: Matrix<BigInt64Array>,
  b: Matrix<BigInt64Array>,
  words: readonly [Int32Array, Int32Array],
): void {
  const left = asDoubles(words[0], a, m, k)
  const right = left && asDoubles(words[1], b, k, n)
  if (left && right && left.size * right.size * k < 2 ** 53) {
    const sums = new Float64Array(m * n)
    gemmDouble(
      sums,
      0,
      m,
      n,
      k,
      { array: left.values, offset: 0, rowStride: k, columnStride: 1 },
      { array: right.values, offset: 0, rowStride: n, columnStride: 1 },
    )
    for (let i = 0; i < sums.length; i++) out[at + i] = BigInt(sums[i])
    return
  }
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let p = a.offset + i * a.rowStride
      let q = b.offset + j * b.columnStride
      let sum = 0n
      for (let t = 0; t < k; t++) {
        sum += a.array[p] * b.array[q]
        p += a.columnStride
        q += b.rowStride
      }
      out[at + i * n + j] = sum
    }
}

/** `out = a @ b` for complex types, whose arrays hold real and imaginary parts in turn. Strides count elements. */
export function gemmComplex(
  out: Floats,
  at: number,
  m: number,
  n: number,
  k: number,
  a: Matrix,
  b: Matrix,
): void {
  const x = a.array as Float64Array
  const y = b.array as Float64Array
  for (let i = 0; i < m; i++)
    for (let j = 0; j < n; j++) {
      let p = 2 * (a.offset + i * a.rowStride)
      let q = 2 * (b.offset + j * b.columnStride)
      let re = 0
      let im = 0
      for (let t = 0; t < k; t++) {
        re += x[p] * y[q] - x[p + 1] * y[q + 1]
        im += x[p] * y[q + 1] + x[p + 1] * y[q]
        p += 2 * a.columnStride
        q += 2 * b.rowStride
      }
      out[2 * (at + i * n + j)] = re
      out[2 * (at + i * n + j) + 1] = im
    }
}
