// Softmax of lanes whose elements are neighbours, in float32, as PyTorch's vector code computes it (vec_host_softmax_lastdim and
// vec_log_softmax_lastdim in ATen/native/cpu/SoftMaxKernel.cpp): exponentials of the elements less the largest, their sum
// in eight lanes, by whose reciprocal they are multiplied; or the logarithm of the sum, which is subtracted.
import { float32 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import { type Memory, type MemoriesOf, type NumbersOf, SHORT_MOST } from '../kernel.js'
import { softmax, softmaxSlope } from '../softmax.js'
import { Func, Module } from './assembler.js'
import { type Code, during, f32, f32x4, i32, i8x16, type Local, v128, when } from './instructions.js'
import { Context } from './context.js'
import { compiled, type Level, level } from './level.js'
import { inParts, threadsFor } from './parts.js'
import { pool } from './pool.js'
import { addressOf, addressToRead, bringBack, done, take } from './scratch.js'
import { SingleMath } from './single-math.js'
import {
  addressFor,
  addressOf as addressOfSmall,
  bringBack as bringBackSmall,
  scratchAt,
} from './small-operands.js'
import type { Callable } from './thread-code.js'

const advance = (x: Local, by: number): Code => x.set(i32.add(x.get, i32.const(by)))
/** Neighbours, swapped. */
const swapNeighbours = [4, 5, 6, 7, 0, 1, 2, 3, 12, 13, 14, 15, 8, 9, 10, 11]

/** Parameters: out, x, scratch of 32 bytes, lanes, elements of a lane. */
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
    low.set(take(low.get, i8x16.swapHalves(low.get))),
    low.set(take(low.get, i8x16.shuffle(low.get, low.get, swapNeighbours))),
  ]
  /** The exponentials of vectors, or of one element, which are added to what they are told to. */
  const exponential = (count: number, isSingle: boolean, sums: readonly Local[] = []): Code => {
    const context = new Context(func)
    const math = new SingleMath(context)
    const reads = Array.from({ length: count }, (_, k) =>
      context.hold(isSingle ? v128.load32Splat(p.get) : v128.load(p.get, 16 * k)),
    )
    math.exps(reads.map((read) => math.sub(read, max.get))).forEach((e, k) => {
      if (isSingle) context.code.push(v128.store32Lane(q.get, e, 0))
      // Logarithms take the place of what is summed up.
      else if (!isLog || sums.length === 0) context.code.push(v128.store(q.get, e, 16 * k))
      if (sums.length === 0) return
      const sum = sums[k % sums.length]
      context.code.push(sum.set(f32x4.add(sum.get, e)))
    })
    return context.code
  }
  const logarithm = (): Code => {
    const context = new Context(func)
    const result = new SingleMath(context).log(context.hold(f32x4.splat(sum.get)))
    return [context.code, shift.set(result)]
  }
  const rest = (body: Code): Code => during(left.get, [body, advance(left, -1)])
  /** What goes vector by vector, four of them at a time. */
  const vectors = (one: (at: number) => Code, ...places: Local[]): Code =>
    [16, 4].map((count) =>
      during(i32.ge(left.get, i32.const(count)), [
        Array.from({ length: count / 4 }, (_, k) => one(16 * k)),
        places.map((place) => advance(place, 4 * count)),
        advance(left, -count),
      ]),
    )
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
        exponential(count / 4, false, [low, high]),
        advance(p, 4 * count),
        advance(q, 4 * count),
        advance(left, -count),
      ]),
    ),
    when(left.get, [
      y.set(q.get),
      when(i32.ge(left.get, i32.const(4)), [
        exponential(1, false),
        advance(p, 16),
        advance(q, 16),
        advance(left, -4),
      ]),
      rest([exponential(1, true), advance(p, 4), advance(q, 4)]),
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
    // Fewer than eight are added one after the other.
    when(i32.lt(n.get, i32.const(8)), [
      sum.set(f32.load(out.get)),
      y.set(i32.add(out.get, i32.const(4))),
      during(i32.lt(y.get, q.get), [sum.set(f32.add(sum.get, f32.load(y.get))), advance(y, 4)]),
    ]),
  ]
  const divided: Code = [
    q.set(out.get),
    left.set(n.get),
    sum.set(f32.div(f32.const(1), sum.get)),
    shift.set(f32x4.splat(sum.get)),
    vectors((at) => v128.store(q.get, f32x4.mul(v128.load(q.get, at), shift.get), at), q),
    rest([f32.store(q.get, f32.mul(f32.load(q.get), sum.get)), advance(q, 4)]),
  ]
  const subtracted = (read: Code): Code => f32x4.sub(f32x4.sub(read, max.get), shift.get)
  const logs: Code = [
    logarithm(),
    start,
    vectors((at) => v128.store(q.get, subtracted(v128.load(p.get, at)), at), p, q),
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

const code = (name: string, write: () => Func): Callable =>
  compiled(name, (name) => {
    const module = new Module(name)
    module.add(write(), 'run')
    return module
  }).run as Callable

/** Runs code that takes a result, what it is made of, scratch memory, lanes and their length; false where there is no room. */
function overLanes(run: Callable, memories: readonly Memory[], outer: number, n: number): boolean {
  const cost = n * COST
  const threads = threadsFor(outer * cost)
  const [out, ...given] = memories
  const there = addressOf(out)
  const to = there === 0 ? take(outer * n * 4) : there
  const from = given.map((memory) => addressToRead(memory, outer * n))
  const spare = take(threads * SPARE)
  const isReady = to !== 0 && spare !== 0 && !from.includes(0)
  if (isReady) {
    const addresses = [to, ...from]
    const args = [...addresses, spare, outer, n]
    const steps = addresses.map((_, k) => [k, 4 * n] as const)
    const own = [[addresses.length, SPARE] as const]
    inParts(run, args, { count: addresses.length + 1, steps, cost, own }, threads)
    if (there === 0) bringBack(out, to, outer * n)
  }
  done()
  return isReady
}

const lanesRun = (log: boolean): Callable => code(`softmax ${log}`, () => lanesCode(log))

/** The code for lanes, by whether it takes logarithms, as it was last asked for. */
interface Runs {
  readonly level: Level
  readonly plain: Callable
  readonly log: Callable
}
const runsOf = (run: (log: boolean) => Callable): Runs => ({
  level: level(),
  plain: run(false),
  log: run(true),
})
/** Scratch memory of the short ways: after that of a result and two operands. */
const SHORT_SPARE = 3

let shortLanes: Runs | null = null

/** The same for few elements, without making anything for them. */
export function shortSoftmax([out, x]: Pair, log: boolean, outer: number, n: number, inner: number): boolean {
  if (x.dtype !== float32 || out.dtype !== float32 || inner !== 1 || level() === 'off') return false
  if (shortLanes === null || shortLanes.level !== level()) shortLanes = runsOf(lanesRun)
  const count = outer * n
  if (count === 0) return true
  if (count > SHORT_MOST) return false
  pool.settle()
  const from = addressOfSmall(x.array, x.at, count, 4, 1)
  const to = addressFor(out.array, out.at, count, 4)
  const run = log ? shortLanes.log : shortLanes.plain
  run(to, from, scratchAt(SHORT_SPARE), outer, n)
  bringBackSmall(out.array, out.at, count, to)
  return true
}

export function softmaxForm([out, x]: Pair, [, , , inner]: Numbers): Form<Pair, Numbers> | null {
  if (x.dtype !== float32 || out.dtype !== float32 || inner !== 1 || out.array === x.array) return null
  return (memories, log, outer, n, inner) => {
    if (outer * n === 0) return
    const run = lanesRun(log)
    if (!overLanes(run, memories, outer, n)) softmax.js(memories, log, outer, n, inner)
  }
}

// ---- the way back ----

/** Parameters: out, g, result, scratch of 32 bytes, lanes, elements of a lane. */
function slopeCode(isLog: boolean): Func {
  const func = new Func(new Array<'i32'>(6).fill('i32'))
  const [out, g, result, spare, lanes, n] = [0, 1, 2, 3, 4, 5].map((k) => func.param(k))
  const [to, from, shares, left, r] = Array.from({ length: 5 }, () => func.local('i32'))
  const [low, high, total] = Array.from({ length: 3 }, () => func.local('v128'))
  const sum = func.local('f32')
  const context = (): { math: SingleMath; code: Context } => {
    const code = new Context(func)
    return { math: new SingleMath(code), code }
  }
  const start = [to.set(out.get), from.set(g.get), shares.set(result.get), left.set(n.get)]
  const step = (bytes: number): Code => [to, from, shares].map((one) => advance(one, bytes))
  /** Adds four, or one, to a sum: a product is fused with it. */
  const added = (to: Code, x: Code, y: Code): readonly [Code, Code] => {
    const { math, code } = context()
    const value = isLog ? math.add(to, x) : math.fma(x, y, to)
    return [code.code, value]
  }
  const eight: Code = [low, high].map((one, k) => {
    const [code, value] = added(one.get, v128.load(from.get, 16 * k), v128.load(shares.get, 16 * k))
    return [code, one.set(value)]
  })
  const [oneCode, one] = added(
    v128.load32Splat(r.get),
    v128.load32Splat(from.get),
    v128.load32Splat(shares.get),
  )
  const single = isLog ? f32.load(from.get) : f32.mul(f32.load(from.get), f32.load(shares.get))
  const few: Code = [
    sum.set(single),
    advance(left, -1),
    step(4),
    during(left.get, [sum.set(f32.add(sum.get, single)), step(4), advance(left, -1)]),
  ]
  const many: Code = [
    low.set(f32x4.const(0)),
    high.set(f32x4.const(0)),
    during(i32.ge(left.get, i32.const(8)), [eight, step(32), advance(left, -8)]),
    v128.store(spare.get, low.get),
    v128.store(spare.get, high.get, 16),
    r.set(spare.get),
    during(left.get, [oneCode, v128.store32Lane(r.get, one, 0), advance(r, 4), step(4), advance(left, -1)]),
    low.set(f32x4.add(v128.load(spare.get), v128.load(spare.get, 16))),
    low.set(f32x4.add(low.get, i8x16.swapHalves(low.get))),
    sum.set(f32.add(f32x4.lane(low.get, 0), f32x4.lane(low.get, 1))),
  ]
  const write = (count: number): Code => {
    const { math, code } = context()
    const read = (at: Local): Code => code.hold(count === 1 ? v128.load32Splat(at.get) : v128.load(at.get))
    const [slope, share] = [read(from), read(shares)]
    const value = isLog
      ? math.fnma(math.exp(share), total.get, slope)
      : math.mul(math.sub(slope, total.get), share)
    const store = count === 1 ? v128.store32Lane(to.get, value, 0) : v128.store(to.get, value)
    return during(i32.ge(left.get, i32.const(count)), [
      code.code,
      store,
      step(4 * count),
      advance(left, -count),
    ])
  }
  return func.do(
    during(lanes.get, [
      start,
      when(i32.lt(n.get, i32.const(8)), few, many),
      total.set(f32x4.splat(sum.get)),
      start,
      write(4),
      write(1),
      [out, g, result].map((one) => one.set(i32.add(one.get, i32.shl(n.get, i32.const(2))))),
      advance(lanes, -1),
    ]),
  )
}

type Slope = MemoriesOf<typeof softmaxSlope>
type SlopeNumbers = NumbersOf<typeof softmaxSlope>

const slopeRun = (log: boolean): Callable => code(`softmax slope ${log}`, () => slopeCode(log))

let shortSlopes: Runs | null = null

/** The same for few elements. */
export function shortSoftmaxSlope([out, g, result]: Slope, log: boolean, outer: number, n: number): boolean {
  if (out.dtype !== float32 || g.dtype !== float32 || result.dtype !== float32 || level() === 'off')
    return false
  if (shortSlopes === null || shortSlopes.level !== level()) shortSlopes = runsOf(slopeRun)
  const count = outer * n
  if (count === 0) return true
  if (count > SHORT_MOST) return false
  pool.settle()
  const slopes = addressOfSmall(g.array, g.at, count, 4, 1)
  const shares = addressOfSmall(result.array, result.at, count, 4, 2)
  const to = addressFor(out.array, out.at, count, 4)
  const run = log ? shortSlopes.log : shortSlopes.plain
  run(to, slopes, shares, scratchAt(SHORT_SPARE), outer, n)
  bringBackSmall(out.array, out.at, count, to)
  return true
}

export function softmaxSlopeForm(memories: Slope): Form<Slope, SlopeNumbers> | null {
  if (memories.some((memory) => memory.dtype !== float32)) return null
  return (memories, log, outer, n) => {
    if (outer * n === 0) return
    const run = slopeRun(log)
    if (!overLanes(run, memories, outer, n)) softmaxSlope.js(memories, log, outer, n)
  }
}
