// The largest and smallest elements of lanes, and where they are: values lane by lane, then a search for the first that is
// equal. Lanes whose elements are neighbours, or columns side by side.
import type { DType } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import { extremes } from '../extremes.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import { Func, Module } from './assembler.js'
import {
  type Code,
  during,
  f32x4,
  f64x2,
  i32,
  i32x4,
  i64x2,
  i8x16,
  type Local,
  ret,
  v128,
  when,
} from './instructions.js'
import { type Fold, foldColumns, isFoldable, lanesAt } from './folds.js'
import { bytesOf, type LaneType, lanesFor, readAll, readOne, widthOf } from './lane-types.js'
import { compiled, type Exports, level } from './level.js'
import { pool } from './pool.js'
import { addressOf, arenaBytes, done, take } from './scratch.js'
import {
  addressFor,
  addressIn,
  addressOf as addressOfFew,
  bringBack,
  COPIED,
  windowOf,
} from './small-operands.js'

const advance = (x: Local, by: number): Code => x.set(i32.add(x.get, i32.const(by)))

const vectors = { f32: f32x4, f64: f64x2, i32: i32x4, i64: i64x2 } as const
const isFloat = (lanes: LaneType): boolean => lanes === 'f32' || lanes === 'f64'

/** The mask of lanes of `x` that come before those of `y`. */
const isBeyond = (lanes: LaneType, isLargest: boolean, x: Code, y: Code): Code =>
  isLargest ? vectors[lanes].gt(x, y) : vectors[lanes].lt(x, y)

/** Values alone: not-a-number wins; of zeros it is not said which. */
function valueFold(dtype: DType, lanes: LaneType, isLargest: boolean): Fold {
  const name = isLargest ? 'largest' : 'smallest'
  // One instruction takes the second where it is beyond the first; those that care for not-a-number are a dozen.
  if (isFloat(lanes)) {
    const { pmin, pmax, ne } = vectors[lanes] as typeof f32x4
    const step = (best: Code, x: Code): Code => (isLargest ? pmax : pmin)(best, x)
    return { name, dtype, lanes, start: null, step, spoils: (x) => ne(x, x) }
  }
  const step = (best: Code, x: Code): Code => {
    if (lanes === 'i64') return v128.select(x, best, isBeyond(lanes, isLargest, x, best))
    return isLargest ? i32x4.max(best, x) : i32x4.min(best, x)
  }
  return { name, dtype, lanes, start: null, step }
}

/**
 * Where a number is first, or where the first NaN is; -1 for nowhere. Parameters: x, n, a vector of that number, whether a NaN is
 * wanted.
 */
function placeInRow(dtype: DType, lanes: LaneType): Func {
  const func = new Func(['i32', 'i32', 'v128', 'i32'], ['i32'])
  const [x, n, wanted, isNan] = [func.param(0), func.param(1), func.param(2), func.param(3)]
  const [found, value] = [func.local('v128'), func.local('v128')]
  const [at, bits] = [func.local('i32'), func.local('i32')]
  const width = widthOf(lanes)
  const { eq, ne } = vectors[lanes]
  const look = (read: Code): Code => [
    value.set(read),
    found.set(eq(value.get, wanted.get)),
    isFloat(lanes) ? when(isNan.get, found.set(ne(value.get, value.get))) : [],
    bits.set(i8x16.bitmask(found.get)),
    when(bits.get, [i32.add(at.get, i32.shru(i32.ctz(bits.get), i32.const(Math.log2(16 / width)))), ret]),
  ]
  return func.do(
    during(i32.ge(i32.sub(n.get, at.get), i32.const(width)), [
      look(readAll(dtype, lanes, x.get, 0)),
      advance(x, width * bytesOf(dtype)),
      advance(at, width),
    ]),
    during(i32.lt(at.get, n.get), [
      look(readOne(dtype, lanes, x.get)),
      advance(x, bytesOf(dtype)),
      advance(at, 1),
    ]),
    i32.const(-1),
  )
}

/** Vectors that are compared side by side. */
const SIDE_BY_SIDE = 4

/**
 * The extremes of rows and their places in these. Parameters: values, places (int64), either of which may be 0 for none, x, how
 * many rows, the elements of one.
 */
function extremesOfRows(dtype: DType, lanes: LaneType, isLargest: boolean, place: Func): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32'])
  const [values, places, x, rows, n] = [0, 1, 2, 3, 4].map((k) => func.param(k))
  const [p, left, at, isNan] = Array.from({ length: 4 }, () => func.local('i32'))
  const bests = Array.from({ length: SIDE_BY_SIDE }, () => func.local('v128'))
  const [value, spoilt] = [func.local('v128'), func.local('v128')]
  const [best] = bests
  const width = widthOf(lanes)
  const bytes = bytesOf(dtype)
  const { step, spoils } = valueFold(dtype, lanes, isLargest)
  const fold = (into: Local, read: Code): Code => [
    value.set(read),
    into.set(step(into.get, value.get, false)),
    spoils === undefined ? [] : spoilt.set(v128.or(spoilt.get, spoils(value.get))),
  ]
  const together = (many: number): Code =>
    during(i32.ge(left.get, i32.const(many * width)), [
      bests.slice(0, many).map((one, k) => fold(one, readAll(dtype, lanes, p.get, k * width * bytes))),
      advance(p, many * width * bytes),
      advance(left, -many * width),
    ])
  /** The extreme of lanes and of those so many lanes away. */
  const across = (distance: number): Code => {
    const order = Array.from({ length: 16 }, (_, k) => (k + (distance * 16) / width) % 16)
    return best.set(step(best.get, i8x16.shuffle(best.get, best.get, order), false))
  }
  // Zeros are equal whatever their sign: the first of them says which. So it is with what is no number.
  const isSought = isFloat(lanes)
    ? i32.or(
        i32.or(places.get, isNan.get),
        v128.anyTrue(vectors[lanes].eq(best.get, v128.bytes(new Array<number>(16).fill(0)))),
      )
    : places.get
  return func.do(
    during(rows.get, [
      p.set(x.get),
      left.set(n.get),
      bests.map((one) => one.set(readOne(dtype, lanes, x.get))),
      spoils === undefined ? [] : spoilt.set(v128.bytes(new Array<number>(16).fill(0))),
      together(SIDE_BY_SIDE),
      together(1),
      during(left.get, [fold(best, readOne(dtype, lanes, p.get)), advance(p, bytes), advance(left, -1)]),
      bests.slice(1).map((one) => best.set(step(best.get, one.get, false))),
      width === 4 ? across(2) : [],
      across(1),
      spoils === undefined ? [] : isNan.set(v128.anyTrue(spoilt.get)),
      when(isSought, [
        at.set(place.call(x.get, n.get, best.get, isNan.get)),
        best.set(readOne(dtype, lanes, i32.add(x.get, i32.mul(at.get, i32.const(bytes))))),
      ]),
      when(places.get, [
        i32.store(places.get, at.get),
        i32.store(places.get, i32.const(0), 4),
        advance(places, 8),
      ]),
      when(values.get, [storeFirst(bytes, values.get, best.get), advance(values, bytes)]),
      x.set(i32.add(x.get, i32.mul(n.get, i32.const(bytes)))),
      advance(rows, -1),
    ]),
  )
}

/** Writes the first lane as an element of so many bytes. */
const storeFirst = (bytes: number, to: Code, lanes: Code): Code => [
  to,
  lanes,
  [0xfd, 88 + Math.log2(bytes), 0, 0, 0],
]

/**
 * The extremes of neighbouring columns and their rows. Parameters: values, places (int64), x, columns (whole vectors), rows,
 * the step from row to row in bytes.
 */
function extremesOfColumns(dtype: DType, lanes: LaneType, isLargest: boolean): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [values, places, x, columns, rows, step] = [0, 1, 2, 3, 4, 5].map((k) => func.param(k))
  const [p, row] = [func.local('i32'), func.local('i32')]
  const [best, at, value, mask] = Array.from({ length: 4 }, () => func.local('v128'))
  const width = widthOf(lanes)
  const { eq, ne } = vectors[lanes]
  const spread = (half: number): Code => [at.get, 0xfd, 0xc9 + half, 1]
  const rowNow = width === 4 ? i32x4.splat(row.get) : i64x2.splat([row.get, 0xad])
  const beyond = isBeyond(lanes, isLargest, value.get, best.get)
  return func.do(
    during(columns.get, [
      p.set(x.get),
      best.set(readAll(dtype, lanes, p.get, 0)),
      at.set(i32x4.const(0)),
      row.set(i32.const(1)),
      during(i32.lt(row.get, rows.get), [
        p.set(i32.add(p.get, step.get)),
        value.set(readAll(dtype, lanes, p.get, 0)),
        // A not-a-number takes the place of a number, and keeps it.
        mask.set(
          isFloat(lanes)
            ? v128.and(v128.or(beyond, ne(value.get, value.get)), eq(best.get, best.get))
            : beyond,
        ),
        best.set(v128.select(value.get, best.get, mask.get)),
        at.set(v128.select(rowNow, at.get, mask.get)),
        advance(row, 1),
      ]),
      v128.store(values.get, best.get),
      width === 4
        ? [v128.store(places.get, spread(0)), v128.store(places.get, spread(1), 16)]
        : v128.store(places.get, at.get),
      advance(values, 16),
      advance(places, 8 * width),
      advance(x, width * bytesOf(dtype)),
      advance(columns, -width),
    ]),
  )
}

type Memories = MemoriesOf<typeof extremes>
type Numbers = NumbersOf<typeof extremes>

const code = (dtype: DType, lanes: LaneType, isLargest: boolean): Exports =>
  compiled(`extremes ${isLargest} ${dtype.name}`, (name) => {
    const module = new Module(name)
    module.add(extremesOfRows(dtype, lanes, isLargest, module.add(placeInRow(dtype, lanes))), 'rows')
    module.add(extremesOfColumns(dtype, lanes, isLargest), 'columns')
    return module
  })

export function extremesForm([, , x]: Memories, [, ...sizes]: Numbers): Form<Memories, Numbers> | null {
  const lanes = lanesFor(x.dtype)
  if (lanes === null || sizes[2] === 1 || !isFoldable(x, lanes, sizes)) return null
  return (memories, ...numbers) => {
    const isDone = ofColumns(lanes, memories, numbers)
    done()
    if (!isDone) extremes.js(memories, ...numbers)
  }
}

/** Shorter rows are the reference's. */
const SHORT = 8
/** Where the short way has what does not lie in the arena: the values in the place before. */
const PLACES_SLOT = 1
const X_SLOT = 2
/** The code by dtype and direction, so that no name is made to find it. */
const codes: Exports[] = []

/** The extremes of rows of neighbours. */
export function shortExtremes(
  [values, indices, x]: Memories,
  isLargest: boolean,
  outer: number,
  n: number,
  inner: number,
): boolean {
  const { dtype } = x
  const lanes = lanesFor(dtype)
  if (lanes === null || inner !== 1 || n < SHORT || outer === 0 || level() === 'off') return false
  pool.settle()
  const bytes = bytesOf(dtype)
  const from = addressOfFew(x.array, x.at, outer * n, bytes, X_SLOT)
  const to = values === null ? 0 : addressFor(values.array, values.at, outer, bytes)
  const there = indices === null ? 0 : addressIn(indices.array, indices.at, 8)
  const isCopied = indices !== null && there === 0
  if (from === 0 || (values !== null && to === 0) || (isCopied && outer * 8 > COPIED)) return false
  const key = 2 * dtype.code + (isLargest ? 1 : 0)
  const { rows } = (codes[key] ??= code(dtype, lanes, isLargest))
  const window = isCopied ? windowOf(PLACES_SLOT, indices.array) : null
  rows(to, window === null ? there : window.byteOffset, from, outer, n)
  if (values !== null) bringBack(values.array, values.at, outer, to)
  if (window !== null) for (let k = 0; k < outer; k++) indices!.array[indices!.at + k] = window[k]
  return true
}

function ofColumns(lanes: LaneType, memories: Memories, [largest, outer, n, inner]: Numbers): boolean {
  const [values, indices, x] = memories
  // Which of two zeros is first, only the search for places tells.
  if (indices === null && !isFloat(lanes)) {
    for (let o = 0; o < outer; o++) {
      const found = foldColumns(valueFold(x.dtype, lanes, largest), lanes, x, o * n * inner, n, inner)
      if (found === null) return false
      ;(values!.array as Float32Array).set(found as Float32Array, values!.at + o * inner)
      done()
    }
    return true
  }
  const { columns } = code(x.dtype, lanes, largest)
  const width = widthOf(lanes)
  const [best, places] = [take((16 / width) * inner), take(8 * inner)]
  if (best === 0 || places === 0) return false
  const size = bytesOf(x.dtype)
  const whole = inner - (inner % width)
  for (let o = 0; o < outer; o++) {
    const from = addressOf(x) + o * n * inner * size
    columns(best, places, from, whole, n, inner * size)
    const last = inner - width
    if (whole < inner)
      columns(best + (16 / width) * last, places + 8 * last, from + last * size, width, n, inner * size)
    if (values !== null)
      (values.array as Float32Array).set(lanesAt(lanes, best, inner) as Float32Array, values.at + o * inner)
    if (indices !== null) copyPlaces(indices, o * inner, places, inner)
  }
  return true
}

function copyPlaces(to: Memory, at: number, from: number, count: number): void {
  const target = new Uint8Array(to.array.buffer, to.array.byteOffset + 8 * (to.at + at), 8 * count)
  target.set(arenaBytes().subarray(from, from + 8 * count))
}
