// Sorts lanes whose elements are neighbours by the digits of their keys: key and place lie together in eight bytes, so that
// each pass reads in order, and all digits are counted at once. For dtypes whose keys have 32 bits, and int64 that would fit them.
import { float32, float64, int32, int64 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { MemoriesOf, NumbersOf } from '../kernel.js'
import { sort } from '../order.js'
import { disturbs } from '../introsort.js'
import { makeKeys } from '../sort.js'
import { Func, Module } from './assembler.js'
import { introsortPairs, STACK_BYTES } from './introsort-code.js'
import {
  choose,
  clearMemory,
  type Code,
  during,
  f32x4,
  i32,
  i32x4,
  i64,
  type Local,
  ret,
  v128,
  when,
} from './instructions.js'
import { compiled, type Exports } from './level.js'
import { addressOf, arenaBytes, done, take } from './scratch.js'

/** Of how many bits a digit is, and how many digits a key has. */
interface Digits {
  readonly bits: number
  readonly passes: number
}
/** Few passes for many elements; few counts, which are cleared and added up each time, for few of these. */
const long: Digits = { bits: 11, passes: 3 }
const short: Digits = { bits: 8, passes: 4 }
const LONG_FROM = 4096

const advance = (x: Local, by: number): Code => x.set(i32.add(x.get, i32.const(by)))

/** Counts the digits of all passes, and puts places beside the keys. Parameters: keys, pairs, counts, n. */
function countDigits({ bits, passes }: Digits): Func {
  const size = 4 << bits
  const digitOf = (key: Code, pass: number): Code =>
    i32.shl(i32.and(i32.shru(key, i32.const(pass * bits)), i32.const((1 << bits) - 1)), i32.const(2))

  const func = new Func(['i32', 'i32', 'i32', 'i32'])
  const [keys, pairs, counts, n] = [0, 1, 2, 3].map((k) => func.param(k))
  const [i, key, at] = Array.from({ length: 3 }, () => func.local('i32'))
  return func.do(
    clearMemory(counts.get, i32.const(passes * size)),
    during(i32.lt(i.get, n.get), [
      key.set(i32.load(keys.get)),
      i32.store(pairs.get, key.get),
      i32.store(pairs.get, i.get, 4),
      Array.from({ length: passes }, (_, pass) => [
        at.set(i32.add(counts.get, digitOf(key.get, pass))),
        i32.store(at.get, i32.add(i32.load(at.get, pass * size), i32.const(1)), pass * size),
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
function onePass({ bits }: Digits): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32'], ['i32'])
  const [from, to, counts, n, pass] = [0, 1, 2, 3, 4].map((k) => func.param(k))
  const [i, sum, at, shift, place] = Array.from({ length: 5 }, () => func.local('i32'))
  const pair = func.local('i64')
  const countAt: Code = i32.add(
    counts.get,
    i32.shl(i32.and(i32.shru(i32.load(from.get), shift.get), i32.const((1 << bits) - 1)), i32.const(2)),
  )
  return func.do(
    shift.set(i32.mul(pass.get, i32.const(bits))),
    when(i32.eq(i32.load(countAt), n.get), [i32.const(0), 0x0f]),
    at.set(counts.get),
    during(i32.lt(i.get, i32.const(1 << bits)), [
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

/**
 * The keys of float32 numbers, as `makeKeys` has them. Parameters: x, keys, how many (four at least), the bits that are turned.
 */
function keysOfSingles(): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32'])
  const [x, keys, n, flip] = [0, 1, 2, 3].map((k) => func.param(k))
  const [value, key] = [func.local('v128'), func.local('v128')]
  const [at, last] = [func.local('i32'), func.local('i32')]
  const sign = i32x4.const(-(2 ** 31))
  return func.do(
    last.set(i32.shl(i32.sub(n.get, i32.const(4)), i32.const(2))),
    during(i32.le(at.get, last.get), [
      value.set(v128.load(i32.add(x.get, at.get))),
      // Of what is below zero, all bits are turned; of the rest the sign. Both zeros are one, and not-a-number is the largest.
      key.set(v128.xor(value.get, v128.or(i32x4.shr(value.get, i32.const(31)), sign))),
      key.set(v128.select(sign, key.get, f32x4.eq(value.get, f32x4.const(0)))),
      key.set(v128.or(key.get, f32x4.ne(value.get, value.get))),
      v128.store(i32.add(keys.get, at.get), v128.xor(key.get, i32x4.splat(flip.get))),
      // The last four, with some before them once more where that takes them.
      at.set(
        choose(
          last.get,
          i32.add(at.get, i32.const(16)),
          i32.and(i32.lt(at.get, last.get), i32.gt(i32.add(at.get, i32.const(16)), last.get)),
        ),
      ),
    ]),
  )
}

/** Whether two neighbours have the same key. Parameters: pairs, n. */
function hasEqual(): Func {
  const func = new Func(['i32', 'i32'], ['i32'])
  const [pairs, n] = [0, 1].map((k) => func.param(k))
  return func.do(
    advance(n, -1),
    during(n.get, [
      when(i32.eq(i32.load(pairs.get), i32.load(pairs.get, 8)), [i32.const(1), ret]),
      advance(pairs, 8),
      advance(n, -1),
    ]),
    i32.const(0),
  )
}

/** The values and their places in the order of sorted pairs. Parameters: pairs, n, x, values, indices. */
function bring(size: 4 | 8): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32'])
  const [pairs, n, x, values, indices] = [0, 1, 2, 3, 4].map((k) => func.param(k))
  const place = func.local('i32')
  const { load, store } = size === 4 ? i32 : i64
  return func.do(
    during(n.get, [
      place.set(i32.load(pairs.get, 4)),
      store(values.get, load(i32.add(x.get, i32.mul(place.get, i32.const(size))))),
      i64.store(indices.get, i64.ofI32(place.get)),
      advance(pairs, 8),
      advance(values, size),
      advance(indices, 8),
      advance(n, -1),
    ]),
  )
}

const codeOf = (digits: Digits): Exports =>
  compiled(`sort by ${digits.bits} bits`, (name) => {
    const module = new Module(name)
    module.add(countDigits(digits), 'count')
    module.add(onePass(digits), 'pass')
    module.add(keysOfSingles(), 'singles')
    module.add(hasEqual(), 'hasEqual')
    module.add(bring(4), 'bringFours')
    module.add(bring(8), 'bringEights')
    return module
  })
const introsortCode = (): Exports =>
  compiled('introsort', (name) => {
    const module = new Module(name)
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

/** Whether that was done: not where there is no room, or where equal elements take the reference to order them. */
function sortRows([values, indices, x]: Memories, [{ outer, n }, descending, keepsOrder]: Numbers): boolean {
  const digits = n < LONG_FROM ? short : long
  const { bits, passes } = digits
  const { count, pass, singles, hasEqual, bringFours, bringEights } = codeOf(digits)
  const keysAt = take(4 * n)
  const [one, two, counts] = [take(8 * n), take(8 * n), take((4 << bits) * passes)]
  const stack = take(STACK_BYTES)
  if ([keysAt, one, two, counts, stack].includes(0)) return false
  const { buffer } = arenaBytes()
  const isLong = x.dtype === int64
  const to = values.array as Int32Array
  const from = x.array as Int32Array
  const places = indices.array as Int32Array
  if (isLong && !areShort(from, x.at, outer * n)) return false
  const [dtype, slots] = isLong ? [int32, 2] : [x.dtype, 1]
  const there = addressOf(x)
  const [valuesAt, indicesAt] = [addressOf(values), addressOf(indices)]
  const isNear = there !== 0 && valuesAt !== 0 && indicesAt !== 0 && (isLong || x.dtype.itemsize === 4)
  const keysHere = (): Uint32Array => new Uint32Array(buffer, keysAt, n)
  const flip = descending ? -1 : 0
  for (let o = 0; o < outer; o++) {
    if (there !== 0 && x.dtype === float32) singles(there + 4 * o * n, keysAt, n, flip)
    else makeKeys(dtype, keysHere(), null, from, slots * (x.at + o * n), slots, n, flip)
    count(keysAt, one, counts, n)
    let [source, target] = [one, two]
    for (let k = 0; k < passes; k++)
      if (pass(source, target, counts + (4 << bits) * k, n, k) !== 0) [source, target] = [target, source]
    if (!keepsOrder && disturbs(n) && hasEqual(source, n) !== 0) {
      // Once more, from the order that they had.
      const [pairs, keys] = [new Uint32Array(buffer, source, 2 * n), keysHere()]
      for (let i = 0; i < n; i++) {
        pairs[2 * i] = keys[i]
        pairs[2 * i + 1] = i
      }
      if (introsortCode().introsort(source, n, stack) === 0) return false
    }
    if (isNear) {
      const lane = 4 * slots * o * n
      ;(isLong ? bringEights : bringFours)(source, n, there + lane, valuesAt + lane, indicesAt + 8 * o * n)
      continue
    }
    const pairs = new Int32Array(buffer, source, 2 * n)
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
