// Products of matrices with vectors: the form of `gemm` for float32 and float64 of some size. Sums are carried in the type
// itself, as a BLAS does it. What is smaller keeps the reference's sums in double precision.
import { float32, float64 } from '../../base/dtype.js'
import { gemm, type Steps } from '../gemm.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import type { Form } from '../executor.js'
import { columnsOf, productCode, ROWS } from './gemm-code.js'
import { type Lanes, double, single } from './lanes.js'
import type { Exports } from './level.js'
import { addressOf, addressToRead, arenaBytes, bringBack, done, take } from './scratch.js'

/** Rows and terms of a block of `a`, which stays in the second cache, and columns of one of `b`. */
const BLOCK_ROWS = 192
const BLOCK_TERMS = 256
const BLOCK_COLUMNS = 1024

type Operands = MemoriesOf<typeof gemm>
export type Numbers = NumbersOf<typeof gemm>

/** From how many multiplications on: of one product, and for a product with a vector. */
const FROM = 1 << 15

const lanesOf = ({ dtype }: Memory): Lanes | null =>
  dtype === float32 ? single : dtype === float64 ? double : null

/** The form for these operands; null where they are the reference's. */
export function gemmForm([out]: Operands, numbers: Numbers): Form<Operands, Numbers> | null {
  const [batches, m, n, k] = numbers
  if (m * n * k < FROM / 4 || batches * m * n * k < FROM || lanesOf(out) === null) return null
  return multiply
}

/** How many elements of a memory a batch of matrices reaches over. */
const reach = (batches: number, rows: number, columns: number, [batch, row, column]: Steps): number =>
  1 + (batches - 1) * batch + (rows - 1) * row + (columns - 1) * column

function multiply(operands: Operands, ...numbers: Numbers): void {
  const isDone = tryToMultiply(operands, numbers)
  done()
  if (!isDone) gemm.js(operands, ...numbers)
}

function tryToMultiply(operands: Operands, numbers: Numbers): boolean {
  const [out, a, b, addend] = operands
  const [batches, m, n, k, alpha, aSteps, bSteps, beta, addendSteps, outStep] = numbers
  const lanes = lanesOf(out)!
  const { bytes } = lanes
  const results = outStep === 0 ? 1 : batches
  const aAt = addressToRead(a, reach(batches, m, k, aSteps))
  const bAt = addressToRead(b, reach(batches, k, n, bSteps))
  const there = addressOf(out)
  const outAt = there === 0 ? take(results * m * n * bytes) : there
  if (aAt === 0 || bAt === 0 || outAt === 0) return false
  const product = makeProduct(lanes, m, n, k, alpha)
  if (product === null) return false
  const adds = addend !== null && beta !== 0
  if (adds) {
    const from = addressToRead(addend, reach(results, m, n, addendSteps))
    if (from === 0) return false
    const [batchStep, rowStep, step] = addendSteps
    for (let i = 0; i < results; i++)
      product.code.scale(
        outAt + i * outStep * bytes,
        from + i * batchStep * bytes,
        m,
        n,
        rowStep * bytes,
        step * bytes,
        beta,
      )
  }
  for (let i = 0; i < batches; i++)
    run(
      product,
      outAt + i * outStep * bytes,
      matrixAt(aAt, i, aSteps, bytes),
      matrixAt(bAt, i, bSteps, bytes),
      adds || (outStep === 0 && i > 0),
    )
  if (there === 0) bringBack(out, outAt, results * m * n)
  return true
}

/** Where a matrix lies, in bytes. */
interface Place {
  readonly at: number
  readonly row: number
  readonly column: number
}

const matrixAt = (at: number, i: number, [batch, row, column]: Steps, bytes: number): Place => ({
  at: at + i * batch * bytes,
  row: row * bytes,
  column: column * bytes,
})

/** Products of one shape: how they are cut into blocks, and the scratch memory for these. */
interface Product {
  readonly lanes: Lanes
  readonly code: Exports
  readonly m: number
  readonly n: number
  readonly k: number
  readonly alpha: number
  /** Terms and columns of a block. */
  readonly terms: number
  readonly columns: number
  /** Packed blocks of `a` and `b`, and a tile of the result. */
  readonly left: number
  readonly right: number
  readonly tile: number
}

/** `size` in as many parts as parts of `most` make, all of about one size. */
const evenParts = (size: number, most: number): number => Math.ceil(size / Math.ceil(size / most))

/** Null where there is no room for the blocks. */
function makeProduct(lanes: Lanes, m: number, n: number, k: number, alpha: number): Product | null {
  const { bytes } = lanes
  const width = columnsOf(lanes)
  const terms = evenParts(k, BLOCK_TERMS)
  const columns = Math.min(BLOCK_COLUMNS, Math.ceil(n / width) * width)
  const left = take(Math.min(m, BLOCK_ROWS) * terms * bytes)
  const right = take(terms * columns * bytes)
  const tile = take(ROWS * width * bytes)
  if (left === 0 || right === 0 || tile === 0) return null
  return { lanes, code: productCode(lanes), m, n, k, alpha, terms, columns, left, right, tile }
}

/** `c = alpha * a @ b`, or `c += …`; `c` lies row by row. */
function run(product: Product, c: number, a: Place, b: Place, adds: boolean): void {
  const { m, n } = product
  if (n === 1 && runVector(product, c, a, m, b.at, b.row, adds)) return
  if (m === 1 && runVector(product, c, { at: b.at, row: b.column, column: b.row }, n, a.at, a.column, adds))
    return
  const { code, lanes, k, alpha, terms, columns, left, right, tile } = product
  const { bytes } = lanes
  for (let j = 0; j < n; j += columns) {
    const width = Math.min(columns, n - j)
    for (let t = 0; t < k; t += terms) {
      const depth = Math.min(terms, k - t)
      code.packColumns(right, b.at + j * b.column + t * b.row, width, depth, b.column, b.row)
      for (let i = 0; i < m; i += BLOCK_ROWS) {
        const height = Math.min(BLOCK_ROWS, m - i)
        code.packRows(left, a.at + i * a.row + t * a.column, height, depth, a.row, a.column)
        const to = c + (i * n + j) * bytes
        code.block(left, right, to, tile, height, width, depth, n * bytes, Number(adds || t > 0), alpha)
      }
    }
  }
}

/** A matrix of `rows` rows times a vector; false where neither its rows nor its columns lie together. */
function runVector(
  { code, lanes, k, alpha, right }: Product,
  c: number,
  a: Place,
  rows: number,
  x: number,
  xStep: number,
  adds: boolean,
): boolean {
  const { bytes } = lanes
  if (a.column === bytes) {
    let vector = x
    if (xStep !== bytes) {
      if (k > BLOCK_TERMS) return false
      code.packRows(right, x, 1, k, 0, xStep)
      vector = right
    }
    code.byRows(c, a.at, vector, rows, k, a.row, Number(adds), alpha)
    return true
  }
  if (a.row !== bytes) return false
  if (!adds) arenaBytes().fill(0, c, c + rows * bytes)
  code.byColumns(c, a.at, x, rows, k, a.column, xStep, alpha)
  return true
}
