// The largest numbers of windows over float32 planes, and their places: four windows of a row at a time where they lie at even
// distances and are whole, else one.
import { float32 } from '../../base/dtype.js'
import type { Triple } from '../columns.js'
import type { Form } from '../executor.js'
import type { MemoriesOf, NumbersOf } from '../kernel.js'
import { type Axes, type Axis, maxPool } from '../pool.js'
import { Func, Module } from './assembler.js'
import {
  type Code,
  count as counting,
  during,
  either,
  f32x4,
  i32,
  i32x4,
  i64x2,
  i8x16,
  type Local,
  v128,
  when,
} from './instructions.js'
import { compiled } from './level.js'
import { addressOf, addressToRead, arenaBytes, bringBack, done, take } from './scratch.js'

const advance = (x: Local, step: Code): Code => x.set(i32.add(x.get, step))
const params = (func: Func): Local[] => func.params.map((_, k) => func.param(k))
const bytesOf = (lanes: readonly number[]): number[] =>
  lanes.flatMap((lane) => [4 * lane, 4 * lane + 1, 4 * lane + 2, 4 * lane + 3])

/** Four windows at a time where they are so many cells apart; any other distance is read cell by cell. */
type Step = 1 | 2 | 0

/**
 * All windows of some planes. Parameters: values, places, planes' numbers, how many planes, their height and width, the rows' and the columns'
 * first cells and counts (as int32 each), rows and columns of windows, from cell to cell of a window in both, and the columns of
 * windows from which and up to which four may be taken together, and how far these are apart.
 */
function windows(step: Step): Func {
  const func = new Func(new Array<'i32'>(17).fill('i32'))
  const [values, places, x, planes, height, width, hFirst, hCount, wFirst, wCount, rows, columns] =
    params(func)
  const [hStep, wStep, evenFrom, evenEnd, apart] = params(func).slice(12)
  const [row, k, h, w, cell, start, at, wide] = Array.from({ length: 8 }, () => func.local('i32'))
  const [largest, place, value, isLarger, far] = Array.from({ length: 5 }, () => func.local('v128'))
  const entry = (table: Local, i: Local): Code => i32.load(i32.add(table.get, i32.shl(i.get, i32.const(2))))
  const byBytes = (cells: Code): Code => i32.shl(cells, i32.const(2))
  const cells = (isFour: boolean): Code => {
    if (!isFour) return v128.load32Splat(at.get)
    if (step === 1) return v128.load(at.get)
    if (step === 2) return i8x16.shuffle(v128.load(at.get), v128.load(at.get, 12), bytesOf([0, 2, 5, 7]))
    const distance = (lane: number): Code => i32.add(at.get, i32.mul(byBytes(apart.get), i32.const(lane)))
    return [1, 2, 3].reduce<Code>(
      (x, lane) => v128.load32Lane(distance(lane), x, lane),
      v128.load32Splat(at.get),
    )
  }
  const window = (isFour: boolean): Code => [
    cell.set(i32.add(i32.mul(entry(hFirst, row), width.get), entry(wFirst, k))),
    largest.set(f32x4.const(-Infinity)),
    place.set(i32x4.add(i32x4.splat(cell.get), far.get)),
    wide.set(entry(wCount, k)),
    counting(h, entry(hCount, row), [
      start.set(i32.add(cell.get, i32.mul(i32.mul(h.get, hStep.get), width.get))),
      at.set(i32.add(x.get, byBytes(start.get))),
      counting(w, wide.get, [
        value.set(cells(isFour)),
        isLarger.set(v128.or(f32x4.gt(value.get, largest.get), f32x4.ne(value.get, value.get))),
        largest.set(v128.select(value.get, largest.get, isLarger.get)),
        place.set(v128.select(i32x4.add(i32x4.splat(start.get), far.get), place.get, isLarger.get)),
        advance(start, wStep.get),
        advance(at, byBytes(wStep.get)),
      ]),
    ]),
    isFour
      ? [
          v128.store(values.get, largest.get),
          v128.store(places.get, i64x2.extendLowU(place.get)),
          v128.store(places.get, i64x2.extendHighU(place.get), 16),
        ]
      : [
          v128.store32Lane(values.get, largest.get, 0),
          v128.store64Lane(places.get, i64x2.extendLowU(place.get), 0),
        ],
    advance(values, i32.const(isFour ? 16 : 4)),
    advance(places, i32.const(isFour ? 32 : 8)),
    advance(k, i32.const(isFour ? 4 : 1)),
  ]
  /** How far the four windows are apart. */
  const distances: Code = far.set(
    i32x4.mul(i32x4.splat(apart.get), v128.bytes([0, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0])),
  )
  return func.do(
    distances,
    during(planes.get, [
      counting(row, rows.get, [
        k.set(i32.const(0)),
        during(i32.lt(k.get, columns.get), [
          when(
            either(
              'i32',
              i32.ge(k.get, evenFrom.get),
              i32.le(i32.add(k.get, i32.const(4)), evenEnd.get),
              i32.const(0),
            ),
            window(true),
            window(false),
          ),
        ]),
      ]),
      advance(x, byBytes(i32.mul(height.get, width.get))),
      advance(planes, i32.const(-1)),
    ]),
  )
}

type Memories = MemoriesOf<typeof maxPool>
type Numbers = NumbersOf<typeof maxPool>

export function maxPoolForm(
  [, , x]: Memories,
  [planes, sizes, axes]: Numbers,
): Form<Memories, Numbers> | null {
  const isFlat = sizes[0] === 1 && axes[0].first.length === 1 && axes[0].count[0] === 1
  return x.dtype === float32 && isFlat && planes * sizes[1] * sizes[2] >= 4096 ? pool : null
}

function pool(memories: Memories, planes: number, sizes: Triple, axes: Axes): void {
  const isDone = tryToPool(memories, planes, sizes, axes)
  done()
  if (!isDone) maxPool.js(memories, planes, sizes, axes)
}

/** The windows that are whole and lie at even distances. */
function evenPart({ first, count }: Axis): { from: number; end: number; apart: number } {
  const most = count.reduce((a, b) => Math.max(a, b), 0)
  const from = Math.max(0, count.indexOf(most))
  const apart = (first[from + 1] ?? 0) - first[from]
  let end = from + 1
  while (end < first.length && count[end] === most && first[end] - first[end - 1] === apart) end++
  return { from, end, apart }
}

function tryToPool([values, places, x]: Memories, planes: number, sizes: Triple, axes: Axes): boolean {
  const [, height, width] = sizes
  const [, hs, ws] = axes
  const count = planes * hs.first.length * ws.first.length
  const from = addressToRead(x, planes * height * width)
  const there = [addressOf(values), addressOf(places)]
  const to = [there[0] || take(4 * count), there[1] || take(8 * count)]
  const lists = [hs.first, hs.count, ws.first, ws.count]
  const tables = lists.map((list) => take(4 * Math.max(1, list.length)))
  if (from === 0 || to.includes(0) || tables.includes(0)) return false
  const { buffer } = arenaBytes()
  lists.forEach((list, k) => new Int32Array(buffer, tables[k], list.length).set(list))
  const even = evenPart(ws)
  const step: Step = even.apart === 1 ? 1 : even.apart === 2 ? 2 : 0
  const { run } = compiled(`windows ${step}`, (name) => {
    const module = new Module(name)
    module.add(windows(step), 'run')
    return module
  })
  run(
    ...[to[0], to[1], from, planes, height, width, ...tables, hs.first.length, ws.first.length],
    ...[hs.step, ws.step, even.from, even.end, even.apart],
  )
  if (there[0] === 0) bringBack(values, to[0], count)
  if (there[1] === 0) bringBack(places, to[1], count)
  return true
}
