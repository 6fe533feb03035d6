// The largest and smallest elements of lanes, and where they are: values lane by lane, then a search for the first that is
// equal. Lanes whose elements are neighbours, or columns side by side.
import type { DType, TypedArray } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import { extremes } from '../extremes.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import { halvesOf } from '../reduce.js'
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
import { type Fold, foldColumns, foldRows, isFoldable, lanesAt } from './folds.js'
import { bytesOf, type LaneType, lanesFor, readAll, readOne, widthOf } from './lane-types.js'
import { compiled, type Exports } from './level.js'
import { addressOf, arenaBytes, done, take } from './scratch.js'

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
 * Where a number is first, or the first not-a-number; -1 for nowhere. Parameters: x, n, the address of a vector of that number,
 * whether it is none.
 */
function placeInRow(dtype: DType, lanes: LaneType): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32'], ['i32'])
  const [x, n, number, isNan] = [0, 1, 2, 3].map((k) => func.param(k))
  const [wanted, found, value] = [func.local('v128'), func.local('v128'), func.local('v128')]
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
    wanted.set(v128.load(number.get)),
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
    module.add(placeInRow(dtype, lanes), 'place')
    module.add(extremesOfColumns(dtype, lanes, isLargest), 'columns')
    return module
  })

export function extremesForm([, , x]: Memories, [, ...sizes]: Numbers): Form<Memories, Numbers> | null {
  const lanes = lanesFor(x.dtype)
  if (lanes === null || !isFoldable(x, lanes, sizes)) return null
  return (memories, ...numbers) => {
    const isDone = numbers[3] === 1 ? ofRows(lanes, memories, numbers) : ofColumns(lanes, memories, numbers)
    done()
    if (!isDone) extremes.js(memories, ...numbers)
  }
}

/** The extreme of some lanes. (Of int64 they are bigints, which compare as numbers do.) */
function extremeOf(lanes: TypedArray, at: number, end: number, isLargest: boolean): number {
  let best = lanes[at] as number
  for (let k = at + 1; k < end; k++) {
    const value = lanes[k] as number
    if (value !== value || (isLargest ? value > best : value < best)) best = value
  }
  return best
}

function ofRows(lanes: LaneType, [values, indices, x]: Memories, [largest, outer, n]: Numbers): boolean {
  const { place } = code(x.dtype, lanes, largest)
  const wanted = take(16)
  if (wanted === 0) return false
  const wantedLanes = lanesAt(lanes, wanted, widthOf(lanes)) as Float32Array
  const from = addressOf(x)
  const bytes = n * bytesOf(x.dtype)
  const to = values === null ? null : (values.array as Float32Array)
  const low = indices === null ? null : halvesOf(indices)
  return foldRows(valueFold(x.dtype, lanes, largest), lanes, x, outer, n, (row, found, at, end) => {
    let best = extremeOf(found, at, end, largest)
    // Zeros are equal whatever their sign: the first of them says which.
    if (low !== null || (best === 0 && isFloat(lanes))) {
      wantedLanes.fill(best)
      const where = place(from + row * bytes, n, wanted, best !== best ? 1 : 0)
      best = (x.array as Float32Array)[x.at + row * n + where]
      if (low !== null) {
        low[2 * (indices!.at + row)] = where
        low[2 * (indices!.at + row) + 1] = 0
      }
    }
    if (to !== null) to[values!.at + row] = best
  })
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
