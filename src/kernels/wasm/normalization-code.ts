// The code of normalizations in float32 of lanes that have a weight and a bias each: statistics in float64, what is normalized
// by them, and the way back, with the roundings of ../normalization.ts. Those of rows: row-normalization-code.ts.
//
// A lane is some blocks of neighbours, which lie a step apart.
import { Func, Module } from './assembler.js'
import {
  type Code,
  choose,
  during,
  f32,
  f32x4,
  f64,
  f64x2,
  i32,
  i8x16,
  type Local,
  type Type,
  v128,
  when,
} from './instructions.js'
import { multiplyAdd, single } from './lanes.js'
import { compiled, type Exports } from './level.js'

export const advance = (x: Local, by: Code): Code => x.set(i32.add(x.get, by))
export const bytes = (count: number): Code => i32.const(count)
const lower = (x: Local): Code => f64x2.promoteLow(x.get)
const upper = (x: Local): Code => f64x2.promoteLow(i8x16.swapHalves(x.get))
const both = (x: Local): Code => f64.add(f64x2.lane(x.get, 0), f64x2.lane(x.get, 1))

/** `x * y + z`, fused where the engine can. */
export const fused = (x: Code, y: Code, z: Code): Code => multiplyAdd(single, x, y, z)
/** `x * y + z` of single numbers, rounded once. */
export const fusedOne = (x: Code, y: Code, z: Code): Code =>
  f64.toF32(f64.add(f64.mul(f32.toF64(x), f32.toF64(y)), f32.toF64(z)))

/** Where a lane lies. */
interface Lane {
  readonly blocks: Local
  readonly n: Local
  /** From block to block, in bytes. */
  readonly step: Local
}

export const localsOf = (func: Func, type: Type, count: number): Local[] =>
  Array.from({ length: count }, () => func.local(type))

/** Goes over a run in several memories at once: so many vectors at a time, then fewer, then single elements. */
export function overRun(
  func: Func,
  n: Code,
  at: readonly Local[],
  widths: readonly number[],
  body: (vectors: number) => Code,
): Code {
  const left = func.local('i32')
  return [
    left.set(n),
    widths.map((vectors) =>
      during(i32.ge(left.get, i32.const(Math.max(1, 4 * vectors))), [
        body(vectors),
        at.map((one) => advance(one, bytes(Math.max(4, 16 * vectors)))),
        advance(left, i32.const(-Math.max(1, 4 * vectors))),
      ]),
    ),
  ]
}

/**
 * Goes over the blocks of a lane in several memories at once.
 *
 * @param places the places of a lane's first elements, which are left as they are
 */
function overBlocks(
  func: Func,
  { blocks, step }: Lane,
  places: readonly Local[],
  body: (at: readonly Local[]) => Code,
): Code {
  const block = func.local('i32')
  const starts = localsOf(func, 'i32', places.length)
  const at = localsOf(func, 'i32', places.length)
  return [
    starts.map((start, k) => start.set(places[k].get)),
    block.set(blocks.get),
    during(block.get, [
      at.map((one, k) => one.set(starts[k].get)),
      body(at),
      starts.map((start) => advance(start, step.get)),
      advance(block, i32.const(-1)),
    ]),
  ]
}

const overLane = (
  func: Func,
  lane: Lane,
  places: readonly Local[],
  widths: readonly number[],
  body: (at: readonly Local[], vectors: number) => Code,
): Code =>
  overBlocks(func, lane, places, (at) =>
    overRun(func, lane.n.get, at, widths, (vectors) => body(at, vectors)),
  )

export const load = (at: Local, vectors: number, v: number): Code =>
  vectors === 0 ? v128.load32Splat(at.get) : v128.load(at.get, 16 * v)
export const store = (at: Local, value: Code, vectors: number, v: number): Code =>
  vectors === 0 ? v128.store32Lane(at.get, value, 0) : v128.store(at.get, value, 16 * v)
export const each = (vectors: number, visit: (v: number) => Code): Code =>
  Array.from({ length: Math.max(1, vectors) }, (_, v) => visit(v))

/** Bytes in which sums of a run wait while what makes no eight numbers is added to them. */
export const CELLS = 64

/**
 * Two sums of a run, each in eight lanes of which the halves are added.
 *
 * @param cells where they wait
 * @param add what a vector adds to the first sum and to the second
 */
export function sumsOfRun(
  func: Func,
  n: Local,
  at: readonly Local[],
  cells: Local,
  totals: readonly [Local, Local],
  add: (vectors: number, v: number, sums: readonly [Code, Code]) => readonly [Code, Code],
): Code {
  const sums = localsOf(func, 'v128', 4)
  const [cell, one] = [func.local('i32'), func.local('v128')]
  return [
    sums.map((sum) => sum.set(f32x4.const(0))),
    overRun(func, i32.and(n.get, i32.const(-8)), at, [2], (vectors) =>
      each(vectors, (v) =>
        add(vectors, v, [sums[v].get, sums[v + 2].get]).map((value, k) => sums[v + 2 * k].set(value)),
      ),
    ),
    when(i32.and(n.get, i32.const(7)), [
      sums.map((sum, k) => v128.store(cells.get, sum.get, 16 * k)),
      cell.set(cells.get),
      overRun(func, i32.and(n.get, i32.const(7)), [...at, cell], [0], () => {
        const values = add(0, 0, [v128.load32Splat(cell.get), v128.load32Splat(cell.get, 32)])
        return values.map((value, k) => [one.set(value), v128.store32Lane(cell.get, one.get, 0, 32 * k)])
      }),
      sums.map((sum, k) => sum.set(v128.load(cells.get, 16 * k))),
    ]),
    totals.map((total, k) => {
      const four = (l: number): Code => f32x4.lane(one.get, l)
      return [
        one.set(f32x4.add(sums[2 * k].get, sums[2 * k + 1].get)),
        total.set(f32.add(f32.add(four(0), four(2)), f32.add(four(1), four(3)))),
      ]
    }),
  ]
}

/**
 * The mean of a lane and the sum of squared distances from it, in one pass: by distances from its first number, which is no
 * further from the mean than the count of numbers allows it, so that float64 has digits to spare.
 */
function statistics(func: Func, lane: Lane, x: Local, mean: Local, squares: Local): Code {
  const sums = localsOf(func, 'v128', 4)
  const products = localsOf(func, 'v128', 4)
  const [pivots, value, distance] = localsOf(func, 'v128', 3)
  const [pivot, total, single, count] = localsOf(func, 'f64', 4)
  const add = (k: number, part: Code): Code => [
    distance.set(f64x2.sub(part, pivots.get)),
    sums[k].set(f64x2.add(sums[k].get, distance.get)),
    products[k].set(f64x2.add(products[k].get, f64x2.mul(distance.get, distance.get))),
  ]
  const fold = (list: readonly Local[]): Code =>
    list[0].set(f64x2.add(f64x2.add(list[0].get, list[1].get), f64x2.add(list[2].get, list[3].get)))
  const zero = f64.const(0)
  return [
    pivot.set(f32.toF64(f32.load(x.get))),
    // An infinite one would leave nothing to tell.
    pivot.set(choose(pivot.get, zero, f64.eq(f64.sub(pivot.get, pivot.get), zero))),
    pivots.set(f64x2.splat(pivot.get)),
    [...sums, ...products].map((one) => one.set(f64x2.const(0))),
    total.set(zero),
    squares.set(zero),
    overLane(func, lane, [x], [2, 1, 0], ([at], vectors) =>
      vectors === 0
        ? [
            single.set(f64.sub(f32.toF64(f32.load(at.get)), pivot.get)),
            total.set(f64.add(total.get, single.get)),
            squares.set(f64.add(squares.get, f64.mul(single.get, single.get))),
          ]
        : each(vectors, (v) => [
            value.set(v128.load(at.get, 16 * v)),
            add(2 * v, lower(value)),
            add(2 * v + 1, upper(value)),
          ]),
    ),
    fold(sums),
    fold(products),
    total.set(f64.add(total.get, both(sums[0]))),
    squares.set(f64.add(squares.get, both(products[0]))),
    count.set(f64.mul(f64.ofI32(lane.blocks.get), f64.ofI32(lane.n.get))),
    mean.set(f64.add(pivot.get, f64.div(total.get, count.get))),
    squares.set(f64.sub(squares.get, f64.div(f64.mul(total.get, total.get), count.get))),
    squares.set(choose(zero, squares.get, f64.lt(squares.get, zero))),
    // Among infinite numbers no distance is one, and no mean.
    mean.set(f64.add(mean.get, f64.mul(squares.get, zero))),
  ]
}

const laneOf = (params: readonly Local[]): Lane => ({ blocks: params[0], n: params[1], step: params[2] })
export const paramsOf = (func: Func): Local[] => func.params.map((_, k) => func.param(k))

/**
 * Means and squared distances of lanes, as pairs of float64. Parameters: to, x, lanes, from lane to lane in bytes, blocks, the
 * numbers of one, from block to block in bytes.
 */
function moments(): Func {
  const func = new Func(new Array<'i32'>(7).fill('i32'))
  const [to, x, lanes, laneStep, ...lane] = paramsOf(func)
  const [mean, squares] = localsOf(func, 'f64', 2)
  return func.do(
    during(lanes.get, [
      statistics(func, laneOf(lane), x, mean, squares),
      f64.store(to.get, mean.get),
      f64.store(to.get, squares.get, 8),
      advance(to, bytes(16)),
      advance(x, laneStep.get),
      advance(lanes, i32.const(-1)),
    ]),
  )
}

/** The sum of what a lane's elements, or their squared distances from `mean`, are in float64. */
function sumOfLane(func: Func, lane: Lane, x: Local, mean: Local | null, to: Local): Code {
  const sums = localsOf(func, 'v128', 4)
  const value = func.local('v128')
  const read = (at: Local, vectors: number, v: number): Code => [
    value.set(load(at, vectors, v)),
    mean === null
      ? []
      : [value.set(f32x4.sub(value.get, mean.get)), value.set(f32x4.mul(value.get, value.get))],
  ]
  const add = (k: number, part: Code): Code => sums[k].set(f64x2.add(sums[k].get, part))
  const pair = (k: number): Code => f64x2.add(sums[k].get, sums[k + 1].get)
  return [
    sums.map((sum) => sum.set(f64x2.const(0))),
    to.set(f64.const(0)),
    overLane(func, lane, [x], [2, 1, 0], ([at], vectors) =>
      each(vectors, (v) => [
        read(at, vectors, v),
        vectors === 0
          ? to.set(f64.add(to.get, f64x2.lane(lower(value), 0)))
          : [add(2 * v, lower(value)), add(2 * v + 1, upper(value))],
      ]),
    ),
    sums[0].set(f64x2.add(pair(0), pair(2))),
    to.set(f64.add(to.get, both(sums[0]))),
  ]
}

/**
 * Normalizes lanes. Parameters: out, x, means, variances, rstds, weight, bias, lanes, from lane to lane in bytes, blocks, the
 * numbers of one, from block to block in bytes, eps. The variances are those that a population is estimated to have.
 */
function normalize(): Func {
  const func = new Func([...new Array<'i32'>(12).fill('i32'), 'f64'])
  const [out, x, means, variances, rstds, weight, bias, lanes, laneStep, ...rest] = paramsOf(func)
  const lane = laneOf(rest)
  const eps = rest[3]
  const [sum, count] = localsOf(func, 'f64', 2)
  const [mean, spread, rstd, slope] = localsOf(func, 'f32', 4)
  const [centre, scale, shift] = localsOf(func, 'v128', 3)
  const spreadBy = (divisor: Code): Code => f64.toF32(f64.div(f32.toF64(spread.get), divisor))
  return func.do(
    count.set(f64.mul(f64.ofI32(lane.blocks.get), f64.ofI32(lane.n.get))),
    during(lanes.get, [
      sumOfLane(func, lane, x, null, sum),
      mean.set(f64.toF32(f64.div(sum.get, count.get))),
      centre.set(f32x4.splat(mean.get)),
      sumOfLane(func, lane, x, centre, sum),
      spread.set(f64.toF32(sum.get)),
      rstd.set(f64.toF32(f64.div(f64.const(1), f64.sqrt(f64.add(f32.toF64(spreadBy(count.get)), eps.get))))),
      f32.store(means.get, mean.get),
      f32.store(variances.get, spreadBy(f64.sub(count.get, f64.const(1)))),
      f32.store(rstds.get, rstd.get),
      slope.set(f32.mul(rstd.get, f32.load(weight.get))),
      scale.set(f32x4.splat(slope.get)),
      shift.set(f32x4.splat(fusedOne(f32.sub(f32.const(0), mean.get), slope.get, f32.load(bias.get)))),
      overLane(func, lane, [x, out], [4, 1, 0], ([from, to], vectors) =>
        each(vectors, (v) => store(to, fused(load(from, vectors, v), scale.get, shift.get), vectors, v)),
      ),
      [out, x].map((one) => advance(one, laneStep.get)),
      [means, variances, rstds, weight, bias].map((one) => advance(one, bytes(4))),
      advance(lanes, i32.const(-1)),
    ]),
  )
}

/**
 * The way back through lanes. Parameters: out, g, x, means, rstds, weight, sums of gradients and of their products with what
 * was normalized (a number for each lane), cells, lanes, from lane to lane in bytes, blocks, the numbers of one, from block to
 * block in bytes, whether the first is wanted.
 */
function slope(): Func {
  const func = new Func(new Array<'i32'>(15).fill('i32'))
  const [out, g, x, means, rstds, weight, biases, weights, cells, lanes, laneStep, ...rest] = paramsOf(func)
  const lane = laneOf(rest)
  const isWanted = rest[3]
  const [sum, product, count] = localsOf(func, 'f64', 3)
  const [blockSum, blockProduct, rstd] = localsOf(func, 'f32', 3)
  const [centre, scale, factor, mean, slopes, value] = localsOf(func, 'v128', 6)
  const byCount = (x: Code): Code => f32x4.splat(f64.toF32(f64.div(x, count.get)))
  return func.do(
    count.set(f64.mul(f64.ofI32(lane.blocks.get), f64.ofI32(lane.n.get))),
    during(lanes.get, [
      centre.set(v128.load32Splat(means.get)),
      scale.set(v128.load32Splat(rstds.get)),
      rstd.set(f32.load(rstds.get)),
      [sum, product].map((one) => one.set(f64.const(0))),
      overBlocks(func, lane, [g, x], (at) => [
        sumsOfRun(func, lane.n, at, cells, [blockSum, blockProduct], (vectors, v, [sums, products]) => [
          f32x4.add(sums, load(at[0], vectors, v)),
          fused(f32x4.sub(load(at[1], vectors, v), centre.get), load(at[0], vectors, v), products),
        ]),
        sum.set(f64.add(sum.get, f32.toF64(blockSum.get))),
        product.set(f64.add(product.get, f32.toF64(blockProduct.get))),
      ]),
      f32.store(biases.get, f64.toF32(sum.get)),
      f32.store(weights.get, f64.toF32(f64.mul(product.get, f32.toF64(rstd.get)))),
      factor.set(v128.load32Splat(weight.get)),
      mean.set(byCount(sum.get)),
      slopes.set(byCount(f32.toF64(f32.mul(f32.mul(f64.toF32(product.get), rstd.get), rstd.get)))),
      when(
        isWanted.get,
        overLane(func, lane, [g, x, out], [2, 1, 0], ([gAt, xAt, to], vectors) =>
          each(vectors, (v) => [
            value.set(f32x4.sub(load(gAt, vectors, v), mean.get)),
            // The distance from the mean is turned round, so that its product is taken off.
            value.set(fused(f32x4.sub(centre.get, load(xAt, vectors, v)), slopes.get, value.get)),
            store(to, f32x4.mul(f32x4.mul(value.get, scale.get), factor.get), vectors, v),
          ]),
        ),
      ),
      [out, g, x].map((one) => advance(one, laneStep.get)),
      [means, rstds, biases, weights, weight].map((one) => advance(one, bytes(4))),
      advance(lanes, i32.const(-1)),
    ]),
  )
}

export const moduleOf = (name: string, write: () => Func): Exports =>
  compiled(name, (name) => {
    const module = new Module(name)
    module.add(write(), 'run')
    return module
  })

export const momentsCode = (): Exports => moduleOf('moments', moments)
export const normalizeCode = (): Exports => moduleOf('normalize', normalize)
export const slopeCode = (): Exports => moduleOf('normalization slope', slope)
