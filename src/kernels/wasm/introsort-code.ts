// The order that `std::sort` of GNU's library leaves equal elements in (introsort.ts is the reference), on keys with their
// places beside them. What it would sort as a heap, which takes an order made for that, is left to the reference.
import { THRESHOLD } from '../introsort.js'
import { Func } from './assembler.js'
import { choose, type Code, during, i32, i64, type Local, ret, when } from './instructions.js'

const PAIR = 8
/** Bytes of a range that is left for later, and how many ranges there may be: as deep as halves can go. */
const RANGE = 12
export const STACK_BYTES = RANGE * 64

const advance = (x: Local, by: number): Code => x.set(i32.add(x.get, i32.const(by)))
const isLess = (x: Code, y: Code): Code => i32.ltu(x, y)
const keyAt = (at: Local): Code => i32.load(at.get)

/** Parameters: the pairs, n, and memory for the ranges. Gives 1, or 0 where the reference is to sort what it finds. */
export function introsortPairs(): Func {
  const func = new Func(['i32', 'i32', 'i32'], ['i32'])
  const [pairs, n, stack] = [0, 1, 2].map((k) => func.param(k))
  const [top, first, last, depth, middle, end] = Array.from({ length: 6 }, () => func.local('i32'))
  const [i, j, pivot, x, y, z, goesOn] = Array.from({ length: 7 }, () => func.local('i32'))
  const [one, other] = [func.local('i64'), func.local('i64')]

  const exchange = (a: Local, b: Local): Code => [
    one.set(i64.load(a.get)),
    other.set(i64.load(b.get)),
    i64.store(a.get, other.get),
    i64.store(b.get, one.get),
  ]
  const push = (from: Code): Code => [
    i32.store(top.get, from),
    i32.store(top.get, last.get, 4),
    i32.store(top.get, depth.get, 8),
    advance(top, RANGE),
  ]
  /** The address of the one of three keys that is in the middle: the second, the one before the last, between which one. */
  const medianAt = choose(
    choose(middle.get, choose(j.get, i.get, isLess(x.get, z.get)), isLess(y.get, z.get)),
    choose(i.get, choose(j.get, middle.get, isLess(y.get, z.get)), isLess(x.get, z.get)),
    isLess(x.get, y.get),
  )
  const partition: Code = [
    i.set(i32.add(first.get, i32.const(PAIR))),
    middle.set(
      i32.add(first.get, i32.shl(i32.shru(i32.sub(last.get, first.get), i32.const(4)), i32.const(3))),
    ),
    j.set(i32.sub(last.get, i32.const(PAIR))),
    [x.set(keyAt(i)), y.set(keyAt(middle)), z.set(keyAt(j))],
    middle.set(medianAt),
    exchange(first, middle),
    pivot.set(keyAt(first)),
    j.set(last.get),
    goesOn.set(i32.const(1)),
    during(goesOn.get, [
      during(isLess(keyAt(i), pivot.get), advance(i, PAIR)),
      advance(j, -PAIR),
      during(isLess(pivot.get, keyAt(j)), advance(j, -PAIR)),
      when(isLess(i.get, j.get), [exchange(i, j), advance(i, PAIR)], goesOn.set(i32.const(0))),
    ]),
  ]
  /** Halvings of n, twice. */
  const depthOf: Code = [
    x.set(n.get),
    during(i32.gt(x.get, i32.const(1)), [x.set(i32.shru(x.get, i32.const(1))), advance(depth, 2)]),
  ]
  const insertAll: Code = [
    i.set(i32.add(pairs.get, i32.const(PAIR))),
    during(isLess(i.get, end.get), [
      one.set(i64.load(i.get)),
      x.set(keyAt(i)),
      j.set(i.get),
      goesOn.set(i32.const(1)),
      during(goesOn.get, [
        when(
          isLess(pairs.get, j.get),
          when(
            isLess(x.get, i32.load(i32.sub(j.get, i32.const(PAIR)))),
            [i64.store(j.get, i64.load(i32.sub(j.get, i32.const(PAIR)))), advance(j, -PAIR)],
            goesOn.set(i32.const(0)),
          ),
          goesOn.set(i32.const(0)),
        ),
      ]),
      i64.store(j.get, one.get),
      advance(i, PAIR),
    ]),
  ]
  return func.do(
    end.set(i32.add(pairs.get, i32.mul(n.get, i32.const(PAIR)))),
    top.set(stack.get),
    depthOf,
    last.set(end.get),
    push(pairs.get),
    during(i32.gtu(top.get, stack.get), [
      advance(top, -RANGE),
      first.set(i32.load(top.get)),
      last.set(i32.load(top.get, 4)),
      depth.set(i32.load(top.get, 8)),
      during(i32.gt(i32.sub(last.get, first.get), i32.const(THRESHOLD * PAIR)), [
        when(i32.eqz(depth.get), [i32.const(0), ret]),
        advance(depth, -1),
        partition,
        push(i.get),
        last.set(i.get),
      ]),
    ]),
    insertAll,
    i32.const(1),
  )
}
