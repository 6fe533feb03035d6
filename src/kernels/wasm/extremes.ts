// The largest and smallest elements of float32 lanes, and where they are: values in eight lanes, then a search for the first
// that is equal. Lanes whose elements are neighbours, or columns side by side.
import { float32 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import { extremes } from '../extremes.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import { halvesOf } from '../reduce.js'
import {
  type Code,
  choose,
  during,
  f32,
  f32x4,
  Func,
  i32,
  i32x4,
  type Local,
  Module,
  ret,
  v128,
  when,
} from './assembler.js'
import { compiled } from './level.js'
import { addressOf, arenaBytes, done, take } from './scratch.js'

const advance = (x: Local, by: number): Code => x.set(i32.add(x.get, i32.const(by)))

/**
 * The extreme of `n` neighbours, eight at least. Parameters: x, n, scratch of 16 bytes. Not-a-number wins; of zeros of both signs
 * the last lane's is taken, so that zero says only which number it is.
 */
function extremeOfRow(isLargest: boolean): Func {
  const take = isLargest ? f32x4.max : f32x4.min
  const func = new Func(['i32', 'i32', 'i32'], ['f32'])
  const [x, n, spare] = [0, 1, 2].map((k) => func.param(k))
  const best = Array.from({ length: 4 }, () => func.local('v128'))
  const last = func.local('i32')
  const [result, other] = [func.local('f32'), func.local('f32')]
  const step = (count: number): Code =>
    best.slice(0, count).map((one, k) => one.set(take(one.get, v128.load(x.get, 16 * k))))
  return func.do(
    last.set(i32.add(x.get, i32.shl(i32.sub(n.get, i32.const(4)), i32.const(2)))),
    best.map((one) => one.set(v128.load(x.get))),
    during(i32.ge(n.get, i32.const(16)), [step(4), advance(x, 64), advance(n, -16)]),
    during(i32.ge(n.get, i32.const(4)), [step(1), advance(x, 16), advance(n, -4)]),
    // The last four again, of which some were seen.
    best[0].set(take(best[0].get, v128.load(last.get))),
    best[0].set(take(take(best[0].get, best[1].get), take(best[2].get, best[3].get))),
    v128.store(spare.get, best[0].get),
    result.set(f32.load(spare.get)),
    [1, 2, 3].map((k) => [
      other.set(f32.load(spare.get, 4 * k)),
      when(
        i32.or(f32.ne(other.get, other.get), (isLargest ? f32.gt : f32.lt)(other.get, result.get)),
        result.set(other.get),
      ),
    ]),
    result.get,
  )
}

/** Where a number is first, or where the first not-a-number is; -1 for nowhere. Parameters: x, n, the number. */
function placeInRow(): Func {
  const func = new Func(['i32', 'i32', 'f32'], ['i32'])
  const [x, n, number] = [0, 1, 2].map((k) => func.param(k))
  const wanted = func.local('v128')
  const [bits, at] = [func.local('i32'), func.local('i32')]
  const isNan = func.local('i32')
  const value = func.local('f32')
  const equal = (x: Code): Code =>
    choose(i32x4.bitmask(f32x4.ne(x, x)), i32x4.bitmask(f32x4.eq(x, wanted.get)), isNan.get)
  return func.do(
    wanted.set(f32x4.splat(number.get)),
    isNan.set(f32.ne(number.get, number.get)),
    during(i32.ge(i32.sub(n.get, at.get), i32.const(4)), [
      bits.set(equal(v128.load(x.get))),
      when(bits.get, [i32.add(at.get, i32.ctz(bits.get)), ret]),
      advance(x, 16),
      advance(at, 4),
    ]),
    during(i32.lt(at.get, n.get), [
      value.set(f32.load(x.get)),
      when(choose(f32.ne(value.get, value.get), f32.eq(value.get, number.get), isNan.get), [at.get, ret]),
      advance(x, 4),
      advance(at, 1),
    ]),
    i32.const(-1),
  )
}

/**
 * The extremes of four neighbouring columns and their rows. Parameters: values, places (int64), x, columns (a multiple of four),
 * rows, the step from row to row in bytes.
 */
function extremesOfColumns(isLargest: boolean): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [values, places, x, columns, rows, step] = [0, 1, 2, 3, 4, 5].map((k) => func.param(k))
  const [p, row] = [func.local('i32'), func.local('i32')]
  const [best, at, value, mask] = Array.from({ length: 4 }, () => func.local('v128'))
  const spread = (half: number): Code => [at.get, 0xfd, 0xc9 + half, 1]
  return func.do(
    during(columns.get, [
      p.set(x.get),
      best.set(v128.load(p.get)),
      at.set(i32x4.const(0)),
      row.set(i32.const(1)),
      during(i32.lt(row.get, rows.get), [
        p.set(i32.add(p.get, step.get)),
        value.set(v128.load(p.get)),
        // A not-a-number takes the place of a number, and keeps it.
        mask.set(
          v128.and(
            v128.or((isLargest ? f32x4.gt : f32x4.lt)(value.get, best.get), f32x4.ne(value.get, value.get)),
            f32x4.eq(best.get, best.get),
          ),
        ),
        best.set(v128.select(value.get, best.get, mask.get)),
        at.set(v128.select(i32x4.splat(row.get), at.get, mask.get)),
        advance(row, 1),
      ]),
      v128.store(values.get, best.get),
      v128.store(places.get, spread(0)),
      v128.store(places.get, spread(1), 16),
      advance(values, 16),
      advance(places, 32),
      advance(x, 16),
      advance(columns, -4),
    ]),
  )
}

type Memories = MemoriesOf<typeof extremes>
type Numbers = NumbersOf<typeof extremes>

const code = (isLargest: boolean) =>
  compiled(`extremes ${isLargest}`, (name) => {
    const module = new Module(name)
    module.add(extremeOfRow(isLargest), 'extreme')
    module.add(placeInRow(), 'place')
    module.add(extremesOfColumns(isLargest), 'columns')
    return module
  })

/** Lanes shorter than this are the reference's, as are fewer columns. */
const SHORT = 32

export function extremesForm(
  [, , x]: Memories,
  [, outer, n, inner]: Numbers,
): Form<Memories, Numbers> | null {
  if (x.dtype !== float32 || outer * n * inner < 4096 || addressOf(x) === 0) return null
  if (inner === 1 ? n < SHORT : inner < SHORT || inner % 4 !== 0) return null
  return (memories, ...numbers) => {
    const isDone = numbers[3] === 1 ? ofRows(memories, numbers) : ofColumns(memories, numbers)
    done()
    if (!isDone) extremes.js(memories, ...numbers)
  }
}

function ofRows([values, indices, x]: Memories, [largest, outer, n]: Numbers): boolean {
  const { extreme, place } = code(largest)
  const spare = take(16)
  if (spare === 0) return false
  const from = addressOf(x)
  const to = values === null ? null : (values.array as Float32Array)
  const low = indices === null ? null : halvesOf(indices)
  for (let o = 0; o < outer; o++) {
    const start = from + 4 * o * n
    let best = extreme(start, n, spare)
    // Zeros are equal whatever their sign: the first of them says which.
    if (low !== null || best === 0) {
      const at = place(start, n, best)
      best = (x.array as Float32Array)[x.at + o * n + at]
      if (low !== null) {
        low[2 * (indices!.at + o)] = at
        low[2 * (indices!.at + o) + 1] = 0
      }
    }
    if (to !== null) to[values!.at + o] = best
  }
  return true
}

function ofColumns([values, indices, x]: Memories, [largest, outer, n, inner]: Numbers): boolean {
  const { columns } = code(largest)
  const [best, places] = [take(4 * inner), take(8 * inner)]
  if (best === 0 || places === 0) return false
  const bytes = arenaBytes()
  const copyOut = (to: Memory | null, at: number, from: number, width: number): void => {
    if (to === null) return
    const size = width * inner
    const target = new Uint8Array(to.array.buffer, to.array.byteOffset + width * (to.at + at), size)
    target.set(bytes.subarray(from, from + size))
  }
  for (let o = 0; o < outer; o++) {
    columns(best, places, addressOf(x) + 4 * o * n * inner, inner, n, 4 * inner)
    copyOut(values, o * inner, best, 4)
    copyOut(indices, o * inner, places, 8)
  }
  return true
}
