// Products of matrices with vectors: the form of `gemm` for float32 and float64 of some size. With fused multiply-adds those of
// float32 have the reference's order of additions, which is PyTorch's: see Note [Order of products] in ../single-products.ts.
import { float32, float64 } from '../../base/dtype.js'
import { gemm, type Steps } from '../gemm.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import { blockOfTerms, isInTurn, lanesFrom, type Lie, SMALL_MOST } from '../single-products.js'
import type { Form } from '../executor.js'
import { columnsOf, productCode, ROWS } from './gemm-code.js'
import { type Lanes, double, single } from './lanes.js'
import { TERMS, TERMS_BYTES } from './lane-sums.js'
import { type Exports, hasMadd } from './level.js'
import { atOnce, type Call, eachPiece, inParts, MOST_CALLS, partsOf, threadsFor } from './parts.js'
import { pool } from './pool.js'
import { addressOf, addressToRead, arenaBytes, bringBack, done, take } from './scratch.js'
import type { Callable } from './thread-code.js'

/** Rows and terms of a block of `a`, which stays in the second cache, and columns of one of `b`. */
const BLOCK_ROWS = 192
const BLOCK_TERMS = 256
const BLOCK_COLUMNS = 1024
/** Terms of a small product of float32, which is a single block, up to which there is room for it. */
const MOST_TERMS = 1 << 13

type Operands = MemoriesOf<typeof gemm>
export type Numbers = NumbersOf<typeof gemm>

/** From how many multiplications on; and from how many once so many have been done that starting the code pays. */
const FROM = 1 << 15
const WARM_FROM = 1 << 11
const WARM = 1 << 20
let multiplied = 0

/** Numbers of a matrix that is multiplied by a vector, from which on its products are sums of lanes. */
const VECTOR_FROM = 4096

/** Nanoseconds for a multiplication of float32, for reading a number of a matrix that is used once, and for packing one. */
const PRODUCT = 0.08
const READ = 0.12
const PACK = 0.6

const lanesOf = ({ dtype }: Memory): Lanes | null =>
  dtype === float32 ? single : dtype === float64 ? double : null

/** The form for these operands; null where they are the reference's. */
export function gemmForm([out]: Operands, numbers: Numbers): Form<Operands, Numbers> | null {
  const [batches, m, n, k] = numbers
  const lanes = lanesOf(out)
  if (lanes === null || isInTurn(numbers[10] ?? 'matrices', m, n, k)) return null
  const each = m * n * k
  const all = batches * each
  if (each >= FROM / 4 && all >= FROM) return multiply
  // These are the reference's to the bit where multiply-adds are fused.
  if (lanes !== single || each < WARM_FROM / 4 || all < WARM_FROM || !hasMadd()) return null
  multiplied += all
  return multiplied < WARM ? null : multiply
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
  if (lanes === single && m * n * k <= SMALL_MOST && k > MOST_TERMS) return false
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
  const isByBatch =
    threads > 1 &&
    isOfMatrices &&
    batches >= threads &&
    callsOf(m, n, k) <= MOST_CALLS &&
    (lanes !== single || lanesFrom(m, n, k, lieOf(aSteps), lieOf(bSteps)) === null)
  const isVector = numbers[10] === 'vector' && m * k >= VECTOR_FROM
  // Where some elements are sums of lanes, the chains are those of the others.
  const from = lanes === single && !isVector ? lanesFrom(m, n, k, lieOf(aSteps), lieOf(bSteps)) : null
  const rows = from === null || from.row === 0 ? m : from.row
  const columns = from === null || from.row > 0 ? n : from.column
  const product = makeProduct(
    lanes,
    rows,
    columns,
    n,
    k,
    blockOf(lanes, m, n, k),
    alpha,
    threads,
    isByBatch,
    isVector,
  )
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
  const multiplyPair = (i: number, call: Call): void => {
    const c = outAt + i * outStep * bytes
    const [left, right] = [matrixAt(aAt, i, aSteps, bytes), matrixAt(bAt, i, bSteps, bytes)]
    const isAdded = adds || (outStep === 0 && i > 0)
    if (columns > 0) run(product, c, left, right, isAdded, call)
    if (from !== null) addLanes(product.code, c, left, right, from, m, n, k, alpha, isAdded)
  }
  eachPiece(batches, callsOf(m, n, k), cost, isByBatch ? threads : 1, multiplyPair)
  if (there === 0) bringBack(out, outAt, results * m * n)
  return true
}

const lieOf = ([, rowStride, columnStride]: Steps): Lie => ({ rowStride, columnStride })

/** Terms that are added before the result is written: the next block's are what is left of this many. */
type Blocks = (left: number) => number

function blockOf(lanes: Lanes, m: number, n: number, k: number): Blocks {
  if (lanes === single) return (left) => blockOfTerms(m, n, k, left)
  const terms = evenParts(k, BLOCK_TERMS)
  return (left) => Math.min(left, terms)
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
  /** Whether it is a matrix times a vector, large enough for sums of lanes. */
  readonly isVector: boolean
  /** Elements from row to row of the result. */
  readonly step: number
  /** Terms and columns of a block. */
  readonly blocks: Blocks
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
  step: number,
  k: number,
  blocks: Blocks,
  alpha: number,
  threads: number,
  isByBatch: boolean,
  isVector: boolean,
): Product | null {
  const { bytes } = lanes
  const width = columnsOf(lanes)
  // A block is the longest where it is the first, or all but half of what is left.
  const terms = Math.max(blocks(k), Math.min(k, BLOCK_TERMS))
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
    isVector,
    step,
    blocks,
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
  const { m, n, step } = product
  // Sums along a row are not gemm's order; nor are those that go on from what is there.
  const isLarge = product.lanes !== single || m * n * product.k > SMALL_MOST || product.isVector
  if (call === atOnce && step === n && (isLarge || (m === 1 && !adds && b.column === product.lanes.bytes))) {
    if (n === 1 && runVector(product, c, a, m, b.at, b.row, adds)) return
    const turned = { at: b.at, row: b.column, column: b.row }
    if (m === 1 && runVector(product, c, turned, n, a.at, a.column, adds)) return
  }
  const { code, lanes, k, alpha, blocks, columns, left, right, tile, threads } = product
  const { leftBytes, rightBytes, tileBytes } = product
  const { bytes } = lanes
  for (let j = 0; j < n; j += columns) {
    const width = Math.min(columns, n - j)
    for (let t = 0, depth = 0; t < k; t += depth) {
      depth = blocks(k - t)
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
        const at = to + i * step * bytes
        const args = [left, right, at, tile, height, width, depth, step * bytes, isAdded, alpha]
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
  { code, lanes, m, step: columns, alpha, left, right, tile, threads, leftBytes, tileBytes }: Product,
  c: number,
  a: Place,
  width: number,
  depth: number,
  isAdded: number,
): void {
  const { bytes } = lanes
  const step = columns * bytes
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

/** The elements of a product from a row and a column on, as sums of lanes. */
function addLanes(
  code: Exports,
  c: number,
  a: Place,
  b: Place,
  from: { readonly row: number; readonly column: number },
  m: number,
  n: number,
  k: number,
  alpha: number,
  adds: boolean,
): void {
  const [rows, columns] = [m - from.row, n - from.column]
  const left = linesOf(code, a.at + from.row * a.row, rows, k, a.row, a.column)
  const right = linesOf(code, b.at + from.column * b.column, columns, k, b.column, b.row)
  const args = [
    c + 4 * (from.row * n + from.column),
    left.at,
    right.at,
    left.rest,
    right.rest,
    rows,
    columns,
    Math.floor(k / TERMS),
    Number(k % TERMS > 0),
    left.step,
    right.step,
    4 * n,
    Number(adds),
    alpha,
    (m & ~3) - from.row,
    (n & ~3) - from.column,
  ]
  const cost = k * PRODUCT
  inParts(
    code.laneSums as Callable,
    args,
    rows > columns
      ? {
          count: 5,
          steps: [
            [0, 4 * n],
            [1, left.step],
            [3, TERMS_BYTES],
            [14, -1],
          ],
          cost: columns * cost,
        }
      : {
          count: 6,
          steps: [
            [0, 4],
            [2, right.step],
            [4, TERMS_BYTES],
            [15, -1],
          ],
          cost: rows * cost,
          multiple: 16,
        },
  )
}

/** Lines that lie along their terms, and what is left of each of them, filled up with zeros. */
function linesOf(
  code: Exports,
  at: number,
  lines: number,
  k: number,
  lineStep: number,
  step: number,
): { readonly at: number; readonly step: number; readonly rest: number } {
  const whole = k - (k % TERMS)
  const rest = take(lines * TERMS_BYTES)
  if (whole < k) code.copyLines(rest, at + whole * step, lines, k - whole, TERMS, lineStep, step)
  if (step === 4) return { at, step: lineStep, rest }
  const copy = take(lines * whole * 4)
  code.copyLines(copy, at, lines, whole, whole, lineStep, step)
  return { at: copy, step: whole * 4, rest }
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
