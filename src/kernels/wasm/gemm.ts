// Products of matrices with vectors: the form of `gemm` for float32 and float64 of some size. Sums are carried in the type
// itself, as a BLAS does it. What is smaller keeps the reference's sums in double precision.
import { float32, float64 } from '../../base/dtype.js'
import { gemm, type Steps } from '../gemm.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import type { Form } from '../executor.js'
import { columnsOf, productCode, ROWS } from './gemm-code.js'
import { type Lanes, double, single } from './lanes.js'
import type { Exports } from './level.js'
import { atOnce, type Call, eachPiece, inParts, MOST_CALLS, partsOf, threadsFor } from './parts.js'
import { pool } from './pool.js'
import { addressOf, addressToRead, arenaBytes, bringBack, done, take } from './scratch.js'
import type { Callable } from './thread-code.js'

/** Rows and terms of a block of `a`, which stays in the second cache, and columns of one of `b`. */
const BLOCK_ROWS = 192
const BLOCK_TERMS = 256
const BLOCK_COLUMNS = 1024

type Operands = MemoriesOf<typeof gemm>
export type Numbers = NumbersOf<typeof gemm>

/** From how many multiplications on: of one product, and for a product with a vector. */
const FROM = 1 << 15

/** Nanoseconds for a multiplication of float32, for reading a number of a matrix that is used once, and for packing one. */
const PRODUCT = 0.08
const READ = 0.12
const PACK = 0.6

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
  const cost = m * n * k * PRODUCT * (bytes / 4)
  // A product is several pieces of work.
  const threads = threadsFor((batches * cost) / 2)
  // Whole products, where there are enough of them.
  const isOfMatrices = m > 1 && n > 1 && outStep !== 0
  const isByBatch = threads > 1 && isOfMatrices && batches >= threads && callsOf(m, n, k) <= MOST_CALLS
  const product = makeProduct(lanes, m, n, k, alpha, threads, isByBatch)
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
  const multiplyPair = (i: number, call: Call): void =>
    run(
      product,
      outAt + i * outStep * bytes,
      matrixAt(aAt, i, aSteps, bytes),
      matrixAt(bAt, i, bSteps, bytes),
      adds || (outStep === 0 && i > 0),
      call,
    )
  eachPiece(batches, callsOf(m, n, k), cost, isByBatch ? threads : 1, multiplyPair)
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

/** How many calls a product takes. */
const callsOf = (m: number, n: number, k: number): number =>
  Math.ceil(n / BLOCK_COLUMNS) * Math.ceil(k / BLOCK_TERMS) * (1 + 2 * Math.ceil(m / BLOCK_ROWS))

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
  /** Threads that take part in each product, and the bytes of these three, of which each thread has as many. */
  readonly threads: number
  readonly leftBytes: number
  readonly rightBytes: number
  readonly tileBytes: number
}

/** `size` in as many parts as parts of `most` make, all of about one size. */
const evenParts = (size: number, most: number): number => Math.ceil(size / Math.ceil(size / most))

const wholeLines = (bytes: number): number => (bytes + 63) & ~63

/** Null where there is no room for the blocks. */
function makeProduct(
  lanes: Lanes,
  m: number,
  n: number,
  k: number,
  alpha: number,
  threads: number,
  isByBatch: boolean,
): Product | null {
  const { bytes } = lanes
  const width = columnsOf(lanes)
  const terms = evenParts(k, BLOCK_TERMS)
  const columns = Math.min(BLOCK_COLUMNS, Math.ceil(n / width) * width)
  const leftBytes = wholeLines(Math.min(m, BLOCK_ROWS) * terms * bytes)
  const rightBytes = wholeLines(terms * columns * bytes)
  const tileBytes = wholeLines(ROWS * width * bytes)
  const left = take(threads * leftBytes)
  const right = take(isByBatch ? threads * rightBytes : rightBytes)
  const tile = take(threads * tileBytes)
  if (left === 0 || right === 0 || tile === 0) return null
  return {
    lanes,
    code: productCode(lanes),
    m,
    n,
    k,
    alpha,
    terms,
    columns,
    left,
    right,
    tile,
    threads: isByBatch ? 1 : threads,
    leftBytes,
    rightBytes,
    tileBytes,
  }
}

/** `c = alpha * a @ b`, or `c += …`; `c` lies row by row. */
function run(product: Product, c: number, a: Place, b: Place, adds: boolean, call: Call): void {
  const { m, n } = product
  if (call === atOnce) {
    if (n === 1 && runVector(product, c, a, m, b.at, b.row, adds)) return
    const turned = { at: b.at, row: b.column, column: b.row }
    if (m === 1 && runVector(product, c, turned, n, a.at, a.column, adds)) return
  }
  const { code, lanes, k, alpha, terms, columns, left, right, tile, threads } = product
  const { leftBytes, rightBytes, tileBytes } = product
  const { bytes } = lanes
  for (let j = 0; j < n; j += columns) {
    const width = Math.min(columns, n - j)
    for (let t = 0; t < k; t += terms) {
      const depth = Math.min(terms, k - t)
      const isAdded = Number(adds || t > 0)
      const packB = [right, b.at + j * b.column + t * b.row, width, depth, b.column, b.row]
      const from = { at: a.at + t * a.column, row: a.row, column: a.column }
      const to = c + j * bytes
      if (threads > 1) {
        const steps = [[0, depth * bytes] as const, [1, b.column] as const]
        const cost = depth * PACK
        inParts(code.packColumns as Callable, packB, { count: 2, steps, cost, multiple: columnsOf(lanes) })
        runBlock(product, to, from, width, depth, isAdded)
        continue
      }
      call(code.packColumns as Callable, packB, [[0, rightBytes]])
      for (let i = 0; i < m; i += BLOCK_ROWS) {
        const height = Math.min(BLOCK_ROWS, m - i)
        const packA = [left, from.at + i * a.row, height, depth, a.row, a.column]
        call(code.packRows as Callable, packA, [[0, leftBytes]])
        const at = to + i * n * bytes
        const args = [left, right, at, tile, height, width, depth, n * bytes, isAdded, alpha]
        call(code.block as Callable, args, [
          [0, leftBytes],
          [1, rightBytes],
          [3, tileBytes],
        ])
      }
    }
  }
}

/** All rows of `a` times a packed block of `b`, by threads: some rows each, or, where there are few, some columns. */
function runBlock(
  { code, lanes, m, n, alpha, left, right, tile, threads, leftBytes, tileBytes }: Product,
  c: number,
  a: Place,
  width: number,
  depth: number,
  isAdded: number,
): void {
  const { bytes } = lanes
  const step = n * bytes
  const cost = depth * PRODUCT * (bytes / 4)
  const packRows = code.packRows as Callable
  const block = code.block as Callable
  const groups = Math.ceil(m / ROWS)
  if (groups < 3 * threads && m <= BLOCK_ROWS && width > m) {
    packRows(left, a.at, m, depth, a.row, a.column)
    inParts(
      block,
      [left, right, c, tile, m, width, depth, step, isAdded, alpha],
      {
        count: 5,
        steps: [
          [1, depth * bytes],
          [2, bytes],
        ],
        cost: m * cost,
        multiple: columnsOf(lanes),
        own: [[3, tileBytes]],
      },
      threads,
    )
    return
  }
  const most = Math.ceil(groups / partsOf(groups, ROWS * width * cost, threads)) * ROWS
  const rows = Math.min(most, BLOCK_ROWS)
  pool.begin()
  for (let i = 0; i < m; i += rows) {
    if (!pool.hasRoom(2)) {
      pool.run(threads)
      pool.begin()
    }
    const height = Math.min(rows, m - i)
    pool.part()
    pool.call(packRows, [left, a.at + i * a.row, height, depth, a.row, a.column], [[0, leftBytes]])
    pool.call(
      block,
      [left, right, c + i * step, tile, height, width, depth, step, isAdded, alpha],
      [
        [0, leftBytes],
        [3, tileBytes],
      ],
    )
  }
  pool.run(threads)
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
    const steps = [[0, bytes] as const, [1, a.row] as const]
    const args = [c, a.at, vector, rows, k, a.row, Number(adds), alpha]
    inParts(code.byRows as Callable, args, { count: 3, steps, cost: k * READ * (bytes / 4), multiple: 16 })
    return true
  }
  if (a.row !== bytes) return false
  if (!adds) arenaBytes().fill(0, c, c + rows * bytes)
  const steps = [[0, bytes] as const, [1, bytes] as const]
  const args = [c, a.at, x, rows, k, a.column, xStep, alpha]
  inParts(code.byColumns as Callable, args, { count: 3, steps, cost: k * READ * (bytes / 4), multiple: 64 })
  return true
}
