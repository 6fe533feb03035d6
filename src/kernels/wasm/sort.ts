// Sorts lanes whose elements are neighbours by the digits of their keys: key and place lie together in eight bytes, so that
// each pass reads in order, and all digits are counted at once. For dtypes whose keys have 32 bits, and int64 that would fit them.
import { float64, int32, int64 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { MemoriesOf, NumbersOf } from '../kernel.js'
import { sort } from '../order.js'
import { disturbs } from '../introsort.js'
import { makeKeys } from '../sort.js'
import { Func, Module } from './assembler.js'
import { introsortPairs, STACK_BYTES } from './introsort-code.js'
import { type Code, during, i32, i64, type Local, when } from './instructions.js'
import { compiled } from './level.js'
import { arenaBytes, done, take } from './scratch.js'

const DIGIT_BITS = 11
const DIGITS = 1 << DIGIT_BITS
const PASSES = 3

const advance = (x: Local, by: number): Code => x.set(i32.add(x.get, i32.const(by)))
const digitOf = (key: Code, pass: number): Code =>
  i32.shl(i32.and(i32.shru(key, i32.const(pass * DIGIT_BITS)), i32.const(DIGITS - 1)), i32.const(2))

/** Counts the digits of all passes, and puts places beside the keys. Parameters: keys, pairs, counts (zeros), n. */
function countDigits(): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32'])
  const [keys, pairs, counts, n] = [0, 1, 2, 3].map((k) => func.param(k))
  const [i, key, at] = Array.from({ length: 3 }, () => func.local('i32'))
  return func.do(
    during(i32.lt(i.get, n.get), [
      key.set(i32.load(keys.get)),
      i32.store(pairs.get, key.get),
      i32.store(pairs.get, i.get, 4),
      Array.from({ length: PASSES }, (_, pass) => [
        at.set(i32.add(counts.get, digitOf(key.get, pass))),
        i32.store(at.get, i32.add(i32.load(at.get, pass * 4 * DIGITS), i32.const(1)), pass * 4 * DIGITS),
      ]),
      advance(keys, 4),
      advance(pairs, 8),
      advance(i, 1),
    ]),
  )
}

/**
 * One pass. Parameters: from, to, the counts of its digits, n, the pass. Gives 1, or 0 where all have the same digit, so that
 * nothing was moved.
 */
function onePass(): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32'], ['i32'])
  const [from, to, counts, n, pass] = [0, 1, 2, 3, 4].map((k) => func.param(k))
  const [i, sum, at, shift, place] = Array.from({ length: 5 }, () => func.local('i32'))
  const pair = func.local('i64')
  const countAt: Code = i32.add(
    counts.get,
    i32.shl(i32.and(i32.shru(i32.load(from.get), shift.get), i32.const(DIGITS - 1)), i32.const(2)),
  )
  return func.do(
    shift.set(i32.mul(pass.get, i32.const(DIGIT_BITS))),
    when(i32.eq(i32.load(countAt), n.get), [i32.const(0), 0x0f]),
    at.set(counts.get),
    during(i32.lt(i.get, i32.const(DIGITS)), [
      place.set(i32.load(at.get)),
      i32.store(at.get, sum.get),
      sum.set(i32.add(sum.get, place.get)),
      advance(at, 4),
      advance(i, 1),
    ]),
    during(n.get, [
      at.set(countAt),
      place.set(i32.load(at.get)),
      i32.store(at.get, i32.add(place.get, i32.const(1))),
      pair.set(i64.load(from.get)),
      i64.store(i32.add(to.get, i32.shl(place.get, i32.const(3))), pair.get),
      advance(from, 8),
      advance(n, -1),
    ]),
    i32.const(1),
  )
}

const code = () =>
  compiled('sort', (name) => {
    const module = new Module(name)
    module.add(countDigits(), 'count')
    module.add(onePass(), 'pass')
    module.add(introsortPairs(), 'introsort')
    return module
  })

/** What is shorter is merged sooner than the digits are counted. */
const SHORTEST = 256

type Memories = MemoriesOf<typeof sort>
type Numbers = NumbersOf<typeof sort>

export function sortForm(
  [values, indices, x]: Memories,
  [{ n, inner }]: Numbers,
): Form<Memories, Numbers> | null {
  if (inner !== 1 || n < SHORTEST || x.dtype === float64 || indices.dtype !== int64) return null
  if (values.dtype !== x.dtype || x.dtype.is_complex) return null
  return (memories, ...numbers) => {
    const isDone = sortRows(memories, numbers)
    done()
    if (!isDone) sort.js(memories, ...numbers)
  }
}

/** Whether int64 numbers, as pairs of int32, are int32 numbers. */
function areShort(pairs: Int32Array, at: number, count: number): boolean {
  for (let i = 2 * at; i < 2 * (at + count); i += 2) if (pairs[i + 1] !== pairs[i] >> 31) return false
  return true
}

/** Whether two neighbours have the same key. */
function hasEqual(pairs: Int32Array): boolean {
  for (let i = 2; i < pairs.length; i += 2) if (pairs[i] === pairs[i - 2]) return true
  return false
}

/** Whether that was done: not where there is no room, or where equal elements take the reference to order them. */
function sortRows([values, indices, x]: Memories, [{ outer, n }, descending, keepsOrder]: Numbers): boolean {
  const { count, pass, introsort } = code()
  const keysAt = take(4 * n)
  const [one, two, counts] = [take(8 * n), take(8 * n), take(4 * DIGITS * PASSES)]
  const stack = take(STACK_BYTES)
  if ([keysAt, one, two, counts, stack].includes(0)) return false
  const { buffer } = arenaBytes()
  const keys = new Uint32Array(buffer, keysAt, n)
  const all = new Int32Array(buffer, counts, DIGITS * PASSES)
  const isLong = x.dtype === int64
  const to = values.array as Int32Array
  const from = x.array as Int32Array
  const places = indices.array as Int32Array
  if (isLong && !areShort(from, x.at, outer * n)) return false
  const [dtype, slots] = isLong ? [int32, 2] : [x.dtype, 1]
  for (let o = 0; o < outer; o++) {
    makeKeys(dtype, keys, null, from, slots * (x.at + o * n), slots, n, descending ? -1 : 0)
    all.fill(0)
    count(keysAt, one, counts, n)
    let [source, target] = [one, two]
    for (let k = 0; k < PASSES; k++)
      if (pass(source, target, counts + 4 * DIGITS * k, n, k) !== 0) [source, target] = [target, source]
    const pairs = new Int32Array(buffer, source, 2 * n)
    if (!keepsOrder && disturbs(n) && hasEqual(pairs)) {
      // Once more, from the order that they had.
      for (let i = 0; i < n; i++) {
        pairs[2 * i] = keys[i]
        pairs[2 * i + 1] = i
      }
      if (introsort(source, n, stack) === 0) return false
    }
    const first = values.at + o * n
    const start = x.at + o * n
    const place = 2 * (indices.at + o * n)
    for (let i = 0; i < n; i++) {
      const at = pairs[2 * i + 1]
      if (isLong) {
        to[2 * (first + i)] = from[2 * (start + at)]
        to[2 * (first + i) + 1] = from[2 * (start + at) + 1]
      } else to[first + i] = from[start + at]
      places[place + 2 * i] = at
      places[place + 2 * i + 1] = 0
    }
  }
  return true
}
