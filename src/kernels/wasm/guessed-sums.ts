// The code of running sums of float32 that are carried in float64, several stretches side by side.
//
// Note [Guessed starts]. Each running sum waits for the one before it, three cycles or four long. But where a stretch begins can
// be guessed: it is what is carried, and the sum of the stretches before, whose additions wait for nothing. Eight bytes hold a
// sum of float32 of about one size without rounding, so that it is the same in any order and the guess is right to the bit.
//
// Nothing rests on that. Each of four stretches of eight numbers is added up from its guess one after the other, as the reference
// does it; and where it ends is compared, bit by bit, with the guess that the next began with. If all are equal, each began
// with what the reference carries there, the first one first: so all that was written is the reference's. If one is not, the
// numbers since the last that was right are added up again, one after the other, and for a while no guesses are made: twice as
// long after each that failed.
import { Func, type Module } from './assembler.js'
import { type Code, during, f32x4, f64x2, i32, i8x16, v128, when } from './instructions.js'

/** Vectors of a stretch, and the numbers of the four that are added up side by side. */
const VECTORS = 2
export const BLOCK = 16 * VECTORS
const BYTES = 4 * BLOCK
/** How many blocks are compared at once. */
const BLOCKS = 4
/** The longest while without guesses, in fours of blocks. */
const LONGEST = 63

/**
 * Adds up blocks from guessed starts. Parameters: out, x, how many blocks, what was carried before. Returns what is carried, and
 * whether some guess was wrong.
 */
function guessed(): Func {
  const func = new Func(['i32', 'i32', 'i32', 'f64'], ['f64', 'i32'])
  const [out, x, blocks, start] = [0, 1, 2, 3].map((k) => func.param(k))
  const [carried, wrong, even, odd, expected] = Array.from({ length: 5 }, () => func.local('v128'))
  const { swapHalves: swap, lowHalves, highHalves, innerHalves } = i8x16
  /** Of two stretches, one in each lane: their numbers, by fours, and what they begin with and come to. */
  const pairs = [0, 1].map((k) => ({
    at: (v: number, stretch: number): number => 16 * (VECTORS * (2 * k + stretch) + v),
    fours: Array.from({ length: VECTORS }, () => Array.from({ length: 4 }, () => func.local('v128'))),
    start: func.local('v128'),
    total: func.local('v128'),
  }))
  const [first, second] = pairs
  const read = pairs.map(({ at, fours, total }) =>
    fours.map(([a, b, c, d], v) => [
      even.set(v128.load(x.get, at(v, 0))),
      odd.set(v128.load(x.get, at(v, 1))),
      c.set(f32x4.zipHigh(even.get, odd.get)),
      a.set(f32x4.zipLow(even.get, odd.get)),
      b.set(f64x2.promoteLow(swap(a.get))),
      d.set(f64x2.promoteLow(swap(c.get))),
      a.set(f64x2.promoteLow(a.get)),
      c.set(f64x2.promoteLow(c.get)),
      even.set(f64x2.add(f64x2.add(a.get, b.get), f64x2.add(c.get, d.get))),
      total.set(v === 0 ? even.get : f64x2.add(total.get, even.get)),
    ]),
  )
  const behindFirst = ({ total }: (typeof pairs)[0]): Code => lowHalves(f64x2.const(0), total.get)
  const guess = [
    first.start.set(f64x2.add(carried.get, behindFirst(first))),
    even.set(f64x2.add(first.total.get, swap(first.total.get))),
    odd.set(f64x2.add(second.total.get, swap(second.total.get))),
    second.start.set(f64x2.add(f64x2.add(carried.get, even.get), behindFirst(second))),
    // The only addition that waits for the block before.
    carried.set(f64x2.add(carried.get, f64x2.add(even.get, odd.get))),
  ]
  const addUp = pairs.map(({ at, fours, start }, k) => {
    const numbers = fours.flat()
    return [
      numbers.map((one, k) => one.set(f64x2.add(k === 0 ? start.get : numbers[k - 1].get, one.get))),
      expected.set(innerHalves(start.get, k === 0 ? second.start.get : carried.get)),
      wrong.set(v128.or(wrong.get, v128.xor(expected.get, numbers.at(-1)!.get))),
      fours.map(([a, b, c, d], v) => [
        even.set(f32x4.zipLow(f32x4.demote(a.get), f32x4.demote(b.get))),
        odd.set(f32x4.zipLow(f32x4.demote(c.get), f32x4.demote(d.get))),
        v128.store(out.get, lowHalves(even.get, odd.get), at(v, 0)),
        v128.store(out.get, highHalves(even.get, odd.get), at(v, 1)),
      ]),
    ]
  })
  return func.do(
    carried.set(f64x2.splat(start.get)),
    during(blocks.get, [
      ...[read, guess, addUp],
      x.set(i32.add(x.get, i32.const(BYTES))),
      out.set(i32.add(out.get, i32.const(BYTES))),
      blocks.set(i32.sub(blocks.get, i32.const(1))),
    ]),
    f64x2.lane(carried.get, 0),
    v128.anyTrue(wrong.get),
  )
}

/**
 * Running sums of whole blocks, whose memories do not lie over one another. Parameters: out, x, how many blocks, what was
 * carried before. Returns what is carried.
 *
 * @param fours adds up fours one after the other; of the same parameters
 */
export function guessedSums(module: Module, fours: Func): Func {
  const some = module.add(guessed())
  const func = new Func(['i32', 'i32', 'i32', 'f64'], ['f64'])
  const [out, x, blocks, carried] = [0, 1, 2, 3].map((k) => func.param(k))
  const [count, pause, wait] = Array.from({ length: 3 }, () => func.local('i32'))
  const next = func.local('f64')
  const oneByOne = carried.set(
    fours.call(out.get, x.get, i32.mul(count.get, i32.const(BLOCK / 4)), carried.get),
  )
  return func.do(
    during(blocks.get, [
      count.set(i32.const(BLOCKS)),
      count.set(i32.min(count, blocks)),
      when(
        wait.get,
        [oneByOne, wait.set(i32.sub(wait.get, i32.const(1)))],
        [
          some.call(out.get, x.get, count.get, carried.get),
          wait.set([]),
          next.set([]),
          when(
            wait.get,
            [
              oneByOne,
              wait.set(i32.const(LONGEST)),
              pause.set(i32.add(i32.shl(pause.get, i32.const(1)), i32.const(1))),
              pause.set(i32.min(pause, wait)),
              wait.set(pause.get),
            ],
            [carried.set(next.get), pause.set(i32.shru(pause.get, i32.const(1)))],
          ),
        ],
      ),
      x.set(i32.add(x.get, i32.mul(count.get, i32.const(BYTES)))),
      out.set(i32.add(out.get, i32.mul(count.get, i32.const(BYTES)))),
      blocks.set(i32.sub(blocks.get, count.get)),
    ]),
    carried.get,
  )
}
