// Softmax of lanes whose elements are neighbours, in float32, as PyTorch's vector code computes it (vec_host_softmax_lastdim and
// vec_log_softmax_lastdim in ATen/native/cpu/SoftMaxKernel.cpp): exponentials of the elements less the largest, their sum
// in eight lanes, by whose reciprocal they are multiplied; or the logarithm of the sum, which is subtracted.
import { float32 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import type { softmaxSlope } from '../softmax.js'
import { softmax } from '../softmax.js'
import {
  type Code,
  during,
  f32,
  f32x4,
  f64,
  f64x2,
  Func,
  i32,
  i8x16,
  type Local,
  Module,
  v128,
  when,
} from './assembler.js'
import { Context } from './context.js'
import { compiled } from './level.js'
import { inParts, threadsFor } from './parts.js'
import { addressOf, done, take } from './scratch.js'
import { SingleMath } from './single-math.js'
import type { Callable } from './thread-code.js'

const advance = (x: Local, by: number): Code => x.set(i32.add(x.get, i32.const(by)))
/** Both halves of a vector, swapped; and neighbours. */
const swapHalves = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]
const swapNeighbours = [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11]

/** Parameters: out, x, scratch of 32 bytes, lanes, elements of a lane (16 at least). */
function lanesCode(isLog: boolean): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32'])
  const [out, x, spare, lanes, n] = [0, 1, 2, 3, 4].map((k) => func.param(k))
  const [p, q, r, y, left] = Array.from({ length: 5 }, () => func.local('i32'))
  const [low, high, max, shift] = Array.from({ length: 4 }, () => func.local('v128'))
  const best = Array.from({ length: 4 }, () => func.local('v128'))
  const sum = func.local('f32')

  /** The lanes of both halves as one, in all lanes. */
  const combined = (take: (x: Code, y: Code) => Code): Code => [
    low.set(take(low.get, high.get)),
    low.set(take(low.get, i8x16.shuffle(low.get, low.get, swapHalves))),
    low.set(take(low.get, i8x16.shuffle(low.get, low.get, swapNeighbours))),
  ]
  /** The exponential of a vector, or of one element, which is added to what it is told to. */
  const exponential = (at: number, isSingle: boolean, sum: Local | null): Code => {
    const context = new Context(func)
    const math = new SingleMath(context)
    const read = context.hold(isSingle ? v128.load32Splat(p.get) : v128.load(p.get, at))
    const e = math.exp(math.sub(read, max.get))
    if (isSingle) context.code.push(v128.store32Lane(q.get, e, 0))
    // Logarithms take the place of what is summed up.
    else if (!isLog || sum === null) context.code.push(v128.store(q.get, e, at))
    if (sum !== null) context.code.push(sum.set(f32x4.add(sum.get, e)))
    return context.code
  }
  const logarithm = (): Code => {
    const context = new Context(func)
    const result = new SingleMath(context).log(context.hold(f32x4.splat(sum.get)))
    return [context.code, shift.set(result)]
  }
  const rest = (body: Code): Code => during(left.get, [body, advance(left, -1)])
  const start = [p.set(x.get), q.set(out.get), left.set(n.get)]

  // A not-a-number is passed over here: its exponential makes all of them so.
  const larger = (x: Local, y: Code): Code => x.set(f32x4.pmax(x.get, y))
  const largest: Code = [
    start,
    best.map((one) => one.set(f32x4.const(-Infinity))),
    during(i32.ge(left.get, i32.const(16)), [
      best.map((one, k) => larger(one, v128.load(p.get, 16 * k))),
      advance(p, 64),
      advance(left, -16),
    ]),
    rest([larger(best[0], v128.load32Splat(p.get)), advance(p, 4)]),
    low.set(f32x4.pmax(best[0].get, best[1].get)),
    high.set(f32x4.pmax(best[2].get, best[3].get)),
    combined(f32x4.pmax),
    max.set(low.get),
  ]
  /** Exponentials and eight sums of them, to which those of the rest are added, the first to the first. */
  const exponentials: Code = [
    start,
    low.set(f32x4.const(0)),
    high.set(f32x4.const(0)),
    [16, 8].map((count) =>
      during(i32.ge(left.get, i32.const(count)), [
        Array.from({ length: count / 4 }, (_, k) => exponential(16 * k, false, k % 2 === 0 ? low : high)),
        advance(p, 4 * count),
        advance(q, 4 * count),
        advance(left, -count),
      ]),
    ),
    when(left.get, [
      y.set(q.get),
      when(i32.ge(left.get, i32.const(4)), [
        exponential(0, false, null),
        advance(p, 16),
        advance(q, 16),
        advance(left, -4),
      ]),
      rest([exponential(0, true, null), advance(p, 4), advance(q, 4)]),
      v128.store(spare.get, low.get),
      v128.store(spare.get, high.get, 16),
      r.set(spare.get),
      during(i32.lt(y.get, q.get), [
        f32.store(r.get, f32.add(f32.load(r.get), f32.load(y.get))),
        advance(r, 4),
        advance(y, 4),
      ]),
      low.set(v128.load(spare.get)),
      high.set(v128.load(spare.get, 16)),
    ]),
    combined(f32x4.add),
    sum.set(f32x4.lane(low.get, 0)),
  ]
  const divided: Code = [
    q.set(out.get),
    left.set(n.get),
    sum.set(f32.div(f32.const(1), sum.get)),
    shift.set(f32x4.splat(sum.get)),
    during(i32.ge(left.get, i32.const(4)), [
      v128.store(q.get, f32x4.mul(v128.load(q.get), shift.get)),
      advance(q, 16),
      advance(left, -4),
    ]),
    rest([f32.store(q.get, f32.mul(f32.load(q.get), sum.get)), advance(q, 4)]),
  ]
  const subtracted = (read: Code): Code => f32x4.sub(f32x4.sub(read, max.get), shift.get)
  const logs: Code = [
    logarithm(),
    start,
    during(i32.ge(left.get, i32.const(4)), [
      v128.store(q.get, subtracted(v128.load(p.get))),
      advance(p, 16),
      advance(q, 16),
      advance(left, -4),
    ]),
    rest([v128.store32Lane(q.get, subtracted(v128.load32Splat(p.get)), 0), advance(p, 4), advance(q, 4)]),
  ]
  return func.do(
    during(lanes.get, [
      largest,
      exponentials,
      isLog ? logs : divided,
      x.set(i32.add(x.get, i32.shl(n.get, i32.const(2)))),
      out.set(i32.add(out.get, i32.shl(n.get, i32.const(2)))),
      advance(lanes, -1),
    ]),
  )
}

/** Nanoseconds for an element; bytes of scratch memory, a cache line. */
const COST = 1.5
const SPARE = 64

type Pair = readonly [out: Memory, x: Memory]
type Numbers = NumbersOf<typeof softmax>

export function softmaxForm([out, x]: Pair, [, outer, n, inner]: Numbers): Form<Pair, Numbers> | null {
  if (x.dtype !== float32 || out.dtype !== float32 || inner !== 1 || n < 16 || outer * n < 4096) return null
  if (out.array === x.array || addressOf(out) === 0 || addressOf(x) === 0) return null
  return (memories, log, outer, n, inner) => {
    const cost = n * COST
    const threads = threadsFor(outer * cost)
    const spare = take(threads * SPARE)
    if (spare === 0) softmax.js(memories, log, outer, n, inner)
    else {
      const run = compiled(`softmax ${log}`, (name) => {
        const module = new Module(name)
        module.add(lanesCode(log), 'run')
        return module
      }).run
      const args = [addressOf(memories[0]), addressOf(memories[1]), spare, outer, n]
      const steps = [[0, 4 * n] as const, [1, 4 * n] as const]
      inParts(run as Callable, args, { count: 3, steps, cost, own: [[2, SPARE]] }, threads)
    }
    done()
  }
}

// ---- the way back ----

/** Parameters: out, g, result, lanes, elements of a lane. Sums are carried in float64. */
function slopeCode(isLog: boolean): Func {
  const func = new Func(new Array<'i32'>(5).fill('i32'))
  const [out, g, result, lanes, n] = [0, 1, 2, 3, 4].map((k) => func.param(k))
  const [to, from, shares, left] = Array.from({ length: 4 }, () => func.local('i32'))
  const sums = Array.from({ length: 4 }, () => func.local('v128'))
  const [part, total] = [func.local('v128'), func.local('v128')]
  const sum = func.local('f64')
  /** Goes over a lane, so many vectors at a time (none: an element); then what is left of it. */
  const over = (vectors: number, body: (vectors: number) => Code): Code =>
    during(i32.ge(left.get, i32.const(Math.max(1, 4 * vectors))), [
      body(vectors),
      [to, from, shares].map((one) => advance(one, Math.max(4, 16 * vectors))),
      advance(left, -Math.max(1, 4 * vectors)),
    ])
  const start = [to.set(out.get), from.set(g.get), shares.set(result.get), left.set(n.get)]
  const read = (at: Local, vectors: number, v: number): Code =>
    vectors === 0 ? v128.load32Splat(at.get) : v128.load(at.get, 16 * v)
  const each = (vectors: number, visit: (v: number) => Code): Code =>
    Array.from({ length: Math.max(1, vectors) }, (_, v) => visit(v))
  const upper = (x: Local): Code => f64x2.promoteLow(i8x16.shuffle(x.get, x.get, swapHalves))
  const add = (vectors: number): Code =>
    each(vectors, (v) => [
      part.set(isLog ? read(from, vectors, v) : f32x4.mul(read(from, vectors, v), read(shares, vectors, v))),
      vectors === 0
        ? sum.set(f64.add(sum.get, f64x2.lane(f64x2.promoteLow(part.get), 0)))
        : [f64x2.promoteLow(part.get), upper(part)].map((x, half) => {
            const one = sums[2 * (v & 1) + half]
            return one.set(f64x2.add(one.get, x))
          }),
    ])
  const write = (vectors: number): Code =>
    each(vectors, (v) => {
      const context = new Context(func)
      const math = new SingleMath(context)
      const share = context.hold(read(shares, vectors, v))
      const slope = context.hold(read(from, vectors, v))
      const value = isLog
        ? math.sub(slope, math.mul(math.exp(share), total.get))
        : math.sub(math.mul(slope, share), math.mul(share, total.get))
      const store = vectors === 0 ? v128.store32Lane(to.get, value, 0) : v128.store(to.get, value, 16 * v)
      return [context.code, store]
    })
  const both = (x: Code): Code => [part.set(x), f64.add(f64x2.lane(part.get, 0), f64x2.lane(part.get, 1))]
  return func.do(
    during(lanes.get, [
      start,
      sums.map((one) => one.set(f64x2.const(0))),
      sum.set(f64.const(0)),
      over(2, add),
      over(0, add),
      sums.map((one) => sum.set(f64.add(sum.get, both(one.get)))),
      total.set(f32x4.splat(f64.toF32(sum.get))),
      start,
      over(4, write),
      over(1, write),
      over(0, write),
      [out, g, result].map((one) => one.set(i32.add(one.get, i32.shl(n.get, i32.const(2))))),
      advance(lanes, -1),
    ]),
  )
}

type Slope = MemoriesOf<typeof softmaxSlope>
type SlopeNumbers = NumbersOf<typeof softmaxSlope>

export function softmaxSlopeForm(
  memories: Slope,
  [, outer, n]: SlopeNumbers,
): Form<Slope, SlopeNumbers> | null {
  if (n < 16 || outer * n < 4096) return null
  if (memories.some((memory) => memory.dtype !== float32 || addressOf(memory) === 0)) return null
  return (memories, log, outer, n) => {
    const { run } = compiled(`softmax slope ${log}`, (name) => {
      const module = new Module(name)
      module.add(slopeCode(log), 'run')
      return module
    })
    const args = [...memories.map(addressOf), outer, n]
    const steps = [0, 1, 2].map((k) => [k, 4 * n] as const)
    inParts(run as Callable, args, { count: 3, steps, cost: n * COST })
  }
}
