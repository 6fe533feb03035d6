// The code of normalizations in float32: statistics of lanes in float64, what is normalized by them, and the way back.
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
import { compiled, type Exports } from './level.js'

/** How a weight and a bias lie: a number for each place of a block, or one for each lane. */
export type Affine = 'none' | 'along' | 'lane'

const advance = (x: Local, by: Code): Code => x.set(i32.add(x.get, by))
const bytes = (count: number): Code => i32.const(count)
const upperHalf = [8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7]
const lower = (x: Local): Code => f64x2.promoteLow(x.get)
const upper = (x: Local): Code => f64x2.promoteLow(i8x16.shuffle(x.get, x.get, upperHalf))
const both = (x: Local): Code => f64.add(f64x2.lane(x.get, 0), f64x2.lane(x.get, 1))

/** Where a lane lies. */
interface Lane {
  readonly blocks: Local
  readonly n: Local
  /** From block to block, in bytes. */
  readonly step: Local
}

const localsOf = (func: Func, type: Type, count: number): Local[] =>
  Array.from({ length: count }, () => func.local(type))

/**
 * Goes over a lane in several memories at once: so many vectors at a time, then one, then single elements.
 *
 * @param places the places of a lane's first elements, which are left as they are; and of what goes on within each block alone
 */
function overLane(
  func: Func,
  { blocks, n, step }: Lane,
  places: readonly Local[],
  within: readonly Local[],
  vectors: number,
  body: (at: readonly Local[], vectors: number) => Code,
): Code {
  const [block, left] = localsOf(func, 'i32', 2)
  const starts = localsOf(func, 'i32', places.length)
  const at = localsOf(func, 'i32', places.length + within.length)
  // Several vectors, one, and none: a single element.
  const loop = (count: number): Code =>
    during(i32.ge(left.get, i32.const(Math.max(1, 4 * count))), [
      body(at, count),
      at.map((one) => advance(one, bytes(Math.max(4, 16 * count)))),
      advance(left, i32.const(-Math.max(1, 4 * count))),
    ])
  return [
    starts.map((start, k) => start.set(places[k].get)),
    block.set(blocks.get),
    during(block.get, [
      at.map((one, k) => one.set((k < places.length ? starts[k] : within[k - places.length]).get)),
      left.set(n.get),
      vectors > 1 ? loop(vectors) : [],
      loop(1),
      loop(0),
      starts.map((start) => advance(start, step.get)),
      advance(block, i32.const(-1)),
    ]),
  ]
}

const load = (at: Local, vectors: number, v: number): Code =>
  vectors === 0 ? v128.load32Splat(at.get) : v128.load(at.get, 16 * v)
const store = (at: Local, value: Code, vectors: number, v: number): Code =>
  vectors === 0 ? v128.store32Lane(at.get, value, 0) : v128.store(at.get, value, 16 * v)
const each = (vectors: number, visit: (v: number) => Code): Code =>
  Array.from({ length: Math.max(1, vectors) }, (_, v) => visit(v))

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
    overLane(func, lane, [x], [], 2, ([at], vectors) =>
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
const paramsOf = (func: Func): Local[] => func.params.map((_, k) => func.param(k))

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

/**
 * Normalizes lanes. Parameters: out, x, means, variances, rstds, weight, bias, lanes, from lane to lane in bytes, blocks, the
 * numbers of one, from block to block in bytes, eps.
 */
function normalize(affine: Affine, hasBias: boolean): Func {
  const func = new Func([...new Array<'i32'>(12).fill('i32'), 'f64'])
  const [out, x, means, variances, rstds, weight, bias, lanes, laneStep, ...rest] = paramsOf(func)
  const lane = laneOf(rest)
  const eps = rest[3]
  const [mean, squares] = localsOf(func, 'f64', 2)
  const [single, variance, rstd] = localsOf(func, 'f32', 3)
  const [shift, scale, factor, addend, value] = localsOf(func, 'v128', 5)
  const hasWeight = affine !== 'none'
  const within = affine === 'along' ? [weight, ...(hasBias ? [bias] : [])] : []
  return func.do(
    during(lanes.get, [
      statistics(func, lane, x, mean, squares),
      single.set(f64.toF32(mean.get)),
      variance.set(
        f64.toF32(f64.div(squares.get, f64.mul(f64.ofI32(lane.blocks.get), f64.ofI32(lane.n.get)))),
      ),
      rstd.set(f64.toF32(f64.add(f32.toF64(variance.get), eps.get))),
      rstd.set(f64.toF32(f64.div(f64.const(1), f64.sqrt(f32.toF64(rstd.get))))),
      f32.store(means.get, single.get),
      f32.store(variances.get, variance.get),
      f32.store(rstds.get, rstd.get),
      shift.set(f32x4.splat(single.get)),
      scale.set(f32x4.splat(rstd.get)),
      affine === 'lane'
        ? [factor.set(v128.load32Splat(weight.get)), addend.set(v128.load32Splat(bias.get))]
        : [],
      overLane(func, lane, [x, out], within, 4, ([from, to, w, b], vectors) =>
        each(vectors, (v) => {
          const scaleBy = affine === 'along' ? () => load(w, vectors, v) : () => factor.get
          const add = affine === 'along' ? () => load(b, vectors, v) : () => addend.get
          return [
            value.set(f32x4.mul(f32x4.sub(load(from, vectors, v), shift.get), scale.get)),
            hasWeight ? value.set(f32x4.mul(value.get, scaleBy())) : [],
            hasWeight && hasBias ? value.set(f32x4.add(value.get, add())) : [],
            store(to, value.get, vectors, v),
          ]
        }),
      ),
      [out, x].map((one) => advance(one, laneStep.get)),
      [means, variances, rstds].map((one) => advance(one, bytes(4))),
      affine === 'lane' ? [weight, bias].map((one) => advance(one, bytes(4))) : [],
      advance(lanes, i32.const(-1)),
    ]),
  )
}

/**
 * The way back through lanes. Parameters: out, g, x, means, rstds, weight, sums of gradients and of their products with what
 * was normalized (a number for each lane), lanes, from lane to lane in bytes, blocks, the numbers of one, from block to block
 * in bytes, whether the first is wanted.
 */
function slope(affine: Affine): Func {
  const func = new Func(new Array<'i32'>(14).fill('i32'))
  const [out, g, x, means, rstds, weight, biases, weights, lanes, laneStep, ...rest] = paramsOf(func)
  const lane = laneOf(rest)
  const isWanted = rest[3]
  const [shift, scale, factor, mean, slopes, inner, normal, product] = localsOf(func, 'v128', 8)
  const sums = localsOf(func, 'v128', 2)
  const products = localsOf(func, 'v128', 2)
  const [sum, total, count, w] = localsOf(func, 'f64', 4)
  const within = affine === 'along' ? [weight] : []
  const read = (vectors: number, v: number, [gAt, xAt, , wAt]: readonly Local[]): Code => [
    normal.set(f32x4.mul(f32x4.sub(load(xAt, vectors, v), shift.get), scale.get)),
    inner.set(load(gAt, vectors, v)),
    affine === 'along' ? inner.set(f32x4.mul(inner.get, load(wAt, vectors, v))) : [],
  ]
  const add = (to: readonly Local[], x: Local): Code => [
    to[0].set(f64x2.add(to[0].get, lower(x))),
    to[1].set(f64x2.add(to[1].get, upper(x))),
  ]
  const laneOne = (x: Local): Code => f64x2.lane(f64x2.promoteLow(x.get), 0)
  const share = (x: Local): Code =>
    f32x4.splat(f64.toF32(f64.div(affine === 'lane' ? f64.mul(w.get, x.get) : x.get, count.get)))
  return func.do(
    during(lanes.get, [
      shift.set(v128.load32Splat(means.get)),
      scale.set(v128.load32Splat(rstds.get)),
      [...sums, ...products].map((one) => one.set(f64x2.const(0))),
      [sum, total].map((one) => one.set(f64.const(0))),
      overLane(func, lane, [g, x, out], within, 2, (at, vectors) =>
        each(vectors, (v) => [
          read(vectors, v, at),
          product.set(f32x4.mul(inner.get, normal.get)),
          vectors === 0
            ? [sum.set(f64.add(sum.get, laneOne(inner))), total.set(f64.add(total.get, laneOne(product)))]
            : [add(sums, inner), add(products, product)],
        ]),
      ),
      sum.set(f64.add(sum.get, both(sums[0]))),
      sum.set(f64.add(sum.get, both(sums[1]))),
      total.set(f64.add(total.get, both(products[0]))),
      total.set(f64.add(total.get, both(products[1]))),
      f32.store(biases.get, f64.toF32(sum.get)),
      f32.store(weights.get, f64.toF32(total.get)),
      affine === 'lane'
        ? [w.set(f32.toF64(f32.load(weight.get))), factor.set(v128.load32Splat(weight.get))]
        : [],
      count.set(f64.mul(f64.ofI32(lane.blocks.get), f64.ofI32(lane.n.get))),
      mean.set(share(sum)),
      slopes.set(share(total)),
      when(
        isWanted.get,
        overLane(func, lane, [g, x, out], within, 2, (at, vectors) =>
          each(vectors, (v) => [
            read(vectors, v, at),
            affine === 'lane' ? inner.set(f32x4.mul(inner.get, factor.get)) : [],
            inner.set(f32x4.sub(f32x4.sub(inner.get, mean.get), f32x4.mul(normal.get, slopes.get))),
            store(at[2], f32x4.mul(inner.get, scale.get), vectors, v),
          ]),
        ),
      ),
      [out, g, x].map((one) => advance(one, laneStep.get)),
      [means, rstds, biases, weights].map((one) => advance(one, bytes(4))),
      affine === 'lane' ? advance(weight, bytes(4)) : [],
      advance(lanes, i32.const(-1)),
    ]),
  )
}

/** Rows whose sums are made before they are added to those of the others. */
const ROWS = 32

/**
 * Sums of gradients over lanes, and of their products with what was normalized, for each place of a block. Parameters: weights,
 * biases, g, x, means, rstds, places, lanes, from lane to lane in bytes.
 */
function places(): Func {
  const func = new Func(new Array<'i32'>(9).fill('i32'))
  const [weights, biases, g, x, means, rstds, count, lanes, laneStep] = paramsOf(func)
  const [gAt, xAt, mean, rstd, left, some] = localsOf(func, 'i32', 6)
  const [shift, scale, value] = localsOf(func, 'v128', 3)
  const [sums, products, allSums, allProducts] = Array.from({ length: 4 }, () => localsOf(func, 'v128', 4))
  const strip = (vectors: number): Code => {
    const used = <T>(list: readonly T[]): T[] => list.slice(0, Math.max(1, vectors))
    const size = Math.max(4, 16 * vectors)
    return during(i32.ge(count.get, i32.const(size / 4)), [
      [...used(allSums), ...used(allProducts)].map((one) => one.set(f32x4.const(0))),
      gAt.set(g.get),
      xAt.set(x.get),
      mean.set(means.get),
      rstd.set(rstds.get),
      left.set(lanes.get),
      during(left.get, [
        some.set(choose(left.get, i32.const(ROWS), i32.lt(left.get, i32.const(ROWS)))),
        left.set(i32.sub(left.get, some.get)),
        [...used(sums), ...used(products)].map((one) => one.set(f32x4.const(0))),
        during(some.get, [
          shift.set(v128.load32Splat(mean.get)),
          scale.set(v128.load32Splat(rstd.get)),
          each(vectors, (v) => [
            value.set(load(gAt, vectors, v)),
            sums[v].set(f32x4.add(sums[v].get, value.get)),
            products[v].set(
              f32x4.add(
                products[v].get,
                f32x4.mul(value.get, f32x4.mul(f32x4.sub(load(xAt, vectors, v), shift.get), scale.get)),
              ),
            ),
          ]),
          [gAt, xAt].map((one) => advance(one, laneStep.get)),
          [mean, rstd].map((one) => advance(one, bytes(4))),
          advance(some, i32.const(-1)),
        ]),
        used(allSums).map((all, v) => all.set(f32x4.add(all.get, sums[v].get))),
        used(allProducts).map((all, v) => all.set(f32x4.add(all.get, products[v].get))),
      ]),
      used(allSums).map((all, v) => store(biases, all.get, vectors, v)),
      used(allProducts).map((all, v) => store(weights, all.get, vectors, v)),
      [weights, biases, g, x].map((one) => advance(one, bytes(size))),
      advance(count, i32.const(-size / 4)),
    ])
  }
  return func.do(strip(4), strip(1), strip(0))
}

const moduleOf = (name: string, write: () => Func): Exports =>
  compiled(name, (name) => {
    const module = new Module(name)
    module.add(write(), 'run')
    return module
  })

export const momentsCode = (): Exports => moduleOf('moments', moments)
export const normalizeCode = (affine: Affine, hasBias: boolean): Exports =>
  moduleOf(`normalize ${affine} ${hasBias}`, () => normalize(affine, hasBias))
export const slopeCode = (affine: Affine): Exports =>
  moduleOf(`normalization slope ${affine}`, () => slope(affine))
export const placesCode = (): Exports => moduleOf('normalization places', places)
