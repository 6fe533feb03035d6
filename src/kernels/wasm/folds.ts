// Lanes of elements folded into one vector each: rows of neighbours, or columns side by side. What a step is, and what comes of
// the lanes of that vector, is the caller's. Counts and whole sums, whose order of additions is nobody's business.
import { type DType, int64, type TypedArray } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import { countNonzero, halvesOf, laneSum, type Question } from '../reduce.js'
import { Func, Module } from './assembler.js'
import { type Code, during, f32x4, f64x2, i32, i32x4, i64x2, type Local, v128, when } from './instructions.js'
import { bytesOf, type LaneType, lanesFor, readAll, readOne, widthOf } from './lane-types.js'
import { compiled, type Exports } from './level.js'
import { addressOf, arenaBytes, done, take } from './scratch.js'

export interface Fold {
  readonly name: string
  readonly dtype: DType
  /** What elements are read as. */
  readonly lanes: LaneType
  /** What a vector is before anything was folded; null for the first elements themselves. */
  readonly start: Code | null
  /** The next vector of elements; `isOne` where all its lanes are the same single element. */
  readonly step: (sum: Code, x: Code, isOne: boolean) => Code
  /** Lanes that make all of a row's lanes not-a-number, whatever the steps made of them. */
  readonly spoils?: (x: Code) => Code
}

const advance = (x: Local, by: Code): Code => x.set(i32.add(x.get, by))
const none = v128.bytes(new Array<number>(16).fill(0))
/** All bits of the first lane. */
const firstLane = (bytes: number): Code =>
  v128.bytes(Array.from({ length: 16 }, (_, k) => (k < bytes ? 255 : 0)))

/** Parameters: x, out, how many rows, the elements of one, from row to row in bytes. A vector a row. */
function rows({ dtype, lanes, start, step, spoils }: Fold): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32'])
  const [x, out, count, n, rowStep] = [0, 1, 2, 3, 4].map((k) => func.param(k))
  const sums = Array.from({ length: 4 }, () => func.local('v128'))
  const [p, left] = [func.local('i32'), func.local('i32')]
  const [x_, spoilt] = [func.local('v128'), func.local('v128')]
  const width = widthOf(lanes)
  const bytes = width * bytesOf(dtype)
  const fold = (sum: Local, value: Code, isOne: boolean): Code =>
    spoils === undefined
      ? sum.set(step(sum.get, value, isOne))
      : [
          x_.set(value),
          sum.set(step(sum.get, x_.get, isOne)),
          spoilt.set(v128.or(spoilt.get, spoils(x_.get))),
        ]
  const vectors = (many: number): Code =>
    during(i32.ge(left.get, i32.const(many * width)), [
      sums.slice(0, many).map((sum, k) => fold(sum, readAll(dtype, lanes, p.get, k * bytes), false)),
      advance(p, i32.const(many * bytes)),
      advance(left, i32.const(-many * width)),
    ])
  return func.do(
    during(count.get, [
      p.set(x.get),
      left.set(n.get),
      sums.map((sum) => sum.set(start ?? readOne(dtype, lanes, x.get))),
      spoils === undefined ? [] : spoilt.set(none),
      vectors(4),
      vectors(1),
      during(left.get, [
        fold(sums[0], readOne(dtype, lanes, p.get), true),
        advance(p, i32.const(bytesOf(dtype))),
        advance(left, i32.const(-1)),
      ]),
      // All bits are a not-a-number.
      spoils === undefined ? [] : when(v128.anyTrue(spoilt.get), sums[0].set(i32x4.const(-1))),
      v128.store(out.get, sums[0].get),
      [1, 2, 3].map((k) => v128.store(out.get, sums[k].get, 16 * k)),
      advance(out, i32.const(64)),
      advance(x, rowStep.get),
      advance(count, i32.const(-1)),
    ]),
  )
}

/** Parameters: x, out, how many columns (whole vectors), rows, from row to row in bytes. A lane a column. */
function columns({ dtype, lanes, start, step }: Fold): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32'])
  const [x, out, count, n, rowStep] = [0, 1, 2, 3, 4].map((k) => func.param(k))
  const sums = Array.from({ length: 4 }, () => func.local('v128'))
  const [p, left] = [func.local('i32'), func.local('i32')]
  const width = widthOf(lanes)
  const bytes = width * bytesOf(dtype)
  const together = (many: number): Code => {
    const own = sums.slice(0, many)
    return during(i32.ge(count.get, i32.const(many * width)), [
      p.set(x.get),
      left.set(n.get),
      own.map((sum, k) => sum.set(start ?? readAll(dtype, lanes, p.get, k * bytes))),
      during(left.get, [
        own.map((sum, k) => sum.set(step(sum.get, readAll(dtype, lanes, p.get, k * bytes), false))),
        advance(p, rowStep.get),
        advance(left, i32.const(-1)),
      ]),
      own.map((sum, k) => v128.store(out.get, sum.get, 16 * k)),
      advance(out, i32.const(16 * many)),
      advance(x, i32.const(many * bytes)),
      advance(count, i32.const(-many * width)),
    ])
  }
  return func.do(together(4), together(1))
}

const code = (fold: Fold): Exports =>
  compiled(`fold ${fold.name} ${fold.dtype.name}`, (name) => {
    const module = new Module(name)
    module.add(rows(fold), 'rows')
    module.add(columns(fold), 'columns')
    return module
  })

const viewTypes = { f32: Float32Array, f64: Float64Array, i32: Int32Array, i64: BigInt64Array } as const

/** Lanes in scratch memory. */
export const lanesAt = (lanes: LaneType, address: number, count: number): TypedArray =>
  new viewTypes[lanes](arenaBytes().buffer as ArrayBuffer, address, count)

/** Rows that are folded with one call. */
const ROWS = 256

/**
 * Folds rows, and visits the lanes that came of each.
 *
 * @param results what the lanes are
 * @returns false where there is no room
 */
export function foldRows(
  fold: Fold,
  results: LaneType,
  x: Memory,
  rows: number,
  n: number,
  visit: (row: number, lanes: TypedArray, at: number, end: number) => void,
): boolean {
  const from = addressOf(x)
  const to = take(64 * Math.min(rows, ROWS))
  if (from === 0 || to === 0) return false
  const bytes = n * bytesOf(fold.dtype)
  const width = 4 * widthOf(results)
  for (let first = 0; first < rows; first += ROWS) {
    const count = Math.min(ROWS, rows - first)
    code(fold).rows(from + first * bytes, to, count, n, bytes)
    const lanes = lanesAt(results, to, width * count)
    for (let k = 0; k < count; k++) visit(first + k, lanes, k * width, (k + 1) * width)
  }
  return true
}

/** Folds the columns of `n` rows, `inner` side by side and one vector at least: the lane of each, or null where there is no room. */
export function foldColumns(
  fold: Fold,
  results: LaneType,
  x: Memory,
  place: number,
  n: number,
  inner: number,
): TypedArray | null {
  const size = bytesOf(fold.dtype)
  const from = addressOf(x) + place * size
  const width = widthOf(fold.lanes)
  const whole = inner - (inner % width)
  const to = take((16 / width) * inner)
  if (to === 0) return null
  const { columns } = code(fold)
  columns(from, to, whole, n, inner * size)
  // The last columns with some before them once more.
  if (whole < inner)
    columns(from + (inner - width) * size, to + (16 / width) * (inner - width), width, n, inner * size)
  return lanesAt(results, to, inner)
}

/** Fewer elements than this are the reference's, as are lanes shorter than the second. */
const FROM = 1024
const SHORT = 16

type Lanes = readonly [outer: number, n: number, inner: number]

/** Whether lanes lie so that folding them pays. */
export const isFoldable = (x: Memory, lanes: LaneType, [outer, n, inner]: Lanes): boolean =>
  outer * n * inner >= FROM && addressOf(x) !== 0 && (inner === 1 ? n >= SHORT : inner >= 2 * widthOf(lanes))

const sumOf = (dtype: DType): Fold => ({
  name: 'sum',
  dtype,
  lanes: 'i64',
  start: none,
  step: (sum, x, isOne) => i64x2.add(sum, isOne ? v128.and(x, firstLane(8)) : x),
})

type SumMemories = MemoriesOf<typeof laneSum>
type SumNumbers = NumbersOf<typeof laneSum>

/** Sums of whole numbers, wrapped at 64 bits. */
export function laneSumForm(
  [out, x]: SumMemories,
  [divisor, ...sizes]: SumNumbers,
): Form<SumMemories, SumNumbers> | null {
  const { dtype } = x
  if (dtype.is_floating_point || dtype.is_complex || out.dtype !== int64 || divisor !== 1) return null
  if (!isFoldable(x, 'i64', sizes)) return null
  return (memories, ...numbers) => {
    if (!sumWhole(memories, numbers)) laneSum.js(memories, ...numbers)
    done()
  }
}

function sumWhole([out, x]: SumMemories, [, outer, n, inner]: SumNumbers): boolean {
  const to = out.array as BigInt64Array
  const fold = sumOf(x.dtype)
  if (inner === 1)
    return foldRows(fold, 'i64', x, outer, n, (row, lanes, at, end) => {
      let total = 0n
      for (let k = at; k < end; k++) total += lanes[k] as unknown as bigint
      to[out.at + row] = total
    })
  for (let o = 0; o < outer; o++) {
    const sums = foldColumns(fold, 'i64', x, o * n * inner, n, inner)
    if (sums === null) return false
    to.set(sums as unknown as BigInt64Array, out.at + o * inner)
    done()
  }
  return true
}

function countOf(dtype: DType, lanes: LaneType): Fold {
  const vector = { f32: f32x4, f64: f64x2, i32: i32x4, i64: i64x2 }[lanes]
  const { sub } = widthOf(lanes) === 4 ? i32x4 : i64x2
  const first = firstLane(16 / widthOf(lanes))
  return {
    name: 'count',
    dtype,
    lanes,
    start: none,
    // A mask is -1. A not-a-number differs from zero.
    step: (sum, x, isOne) => {
      const mask = vector.ne(x, none)
      return sub(sum, isOne ? v128.and(mask, first) : mask)
    },
  }
}

type CountMemories = MemoriesOf<typeof countNonzero>
type CountNumbers = NumbersOf<typeof countNonzero>

/** How many elements are not zero, and whether some or all are. */
export function countForm(
  [, x]: CountMemories,
  [, ...sizes]: CountNumbers,
): Form<CountMemories, CountNumbers> | null {
  const lanes = lanesFor(x.dtype)
  if (lanes === null || !isFoldable(x, lanes, sizes)) return null
  return (memories, ...numbers) => {
    if (!count(lanes, memories, numbers)) countNonzero.js(memories, ...numbers)
    done()
  }
}

const answerOf = (question: Question, count: number, n: number): number =>
  question === 'how many' ? count : (question === 'any' ? count > 0 : count === n) ? 1 : 0

function count(lanes: LaneType, [out, x]: CountMemories, [question, outer, n, inner]: CountNumbers): boolean {
  const fold = countOf(x.dtype, lanes)
  const results = widthOf(lanes) === 4 ? 'i32' : 'i64'
  const low = out.dtype === int64 ? halvesOf(out) : null
  const write = (index: number, count: number): void => {
    const answer = answerOf(question, count, n)
    if (low === null) out.array[out.at + index] = answer
    else {
      low[2 * (out.at + index)] = answer
      low[2 * (out.at + index) + 1] = 0
    }
  }
  if (inner === 1)
    return foldRows(fold, results, x, outer, n, (row, counts, at, end) => {
      let total = 0
      for (let k = at; k < end; k++) total += Number(counts[k])
      write(row, total)
    })
  for (let o = 0; o < outer; o++) {
    const counts = foldColumns(fold, results, x, o * n * inner, n, inner)
    if (counts === null) return false
    for (let i = 0; i < inner; i++) write(o * inner + i, Number(counts[i]))
    done()
  }
  return true
}
