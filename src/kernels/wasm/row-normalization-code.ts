// The code of normalizations of rows of float32, whose weight and bias have a number for each place: Welford's updates in eight
// lanes, sixteen at a time, which are merged in a cascade, as in ../row-moments.ts; what is normalized; and the way back.
import { Func } from './assembler.js'
import {
  type Code,
  choose,
  during,
  f32,
  f32x4,
  f64,
  i32,
  type Local,
  repeat,
  v128,
  when,
} from './instructions.js'
import type { Exports } from './level.js'
import {
  advance,
  bytes,
  each,
  fused,
  fusedOne,
  load,
  localsOf,
  moduleOf,
  overRun,
  paramsOf,
  store,
  sumsOfRun,
} from './normalization-code.js'

/** Bytes of a level of the cascade: eight means, eight sums of squares, and how many numbers a lane has of them. */
export const LEVEL = 80
const SQUARES = 32
const COUNT = 64
/** Updates of a chunk. */
export const CHUNK = 16

const ofI32 = (x: Code): Code => f64.toF32(f64.ofI32(x))

interface Row {
  readonly x: Local
  readonly n: Local
  /** How many levels the cascade has, where they lie, and 1 / 1, 1 / 2 … */
  readonly levels: Local
  readonly stack: Local
  readonly reciprocals: Local
}

/** What was found of some numbers, lane by lane. */
interface Found {
  readonly means: readonly Local[]
  readonly squares: readonly Local[]
  readonly count: Local
}

/** Merges what was found into a level; afterwards both are the same. */
function merge(func: Func, { means, squares, count }: Found, level: Local): Code {
  const [before, all] = localsOf(func, 'f32', 2)
  const [share, apart, delta, old] = localsOf(func, 'v128', 4)
  return [
    before.set(f32.load(level.get, COUNT)),
    all.set(f32.add(before.get, count.get)),
    share.set(f32x4.splat(choose(f32.const(0), f32.div(count.get, all.get), f32.eq(all.get, f32.const(0))))),
    means.map((mean, h) => [
      old.set(v128.load(level.get, 16 * h)),
      delta.set(f32x4.sub(mean.get, old.get)),
      mean.set(f32x4.add(old.get, f32x4.mul(share.get, delta.get))),
      apart.set(f32x4.mul(f32x4.mul(delta.get, delta.get), share.get)),
      apart.set(f32x4.mul(apart.get, f32x4.splat(before.get))),
      squares[h].set(f32x4.add(v128.load(level.get, SQUARES + 16 * h), f32x4.add(squares[h].get, apart.get))),
      v128.store(level.get, mean.get, 16 * h),
      v128.store(level.get, squares[h].get, SQUARES + 16 * h),
    ]),
    count.set(all.get),
    f32.store(level.get, count.get, COUNT),
  ]
}

const clear = (level: Local): Code => [
  [0, 16, SQUARES, SQUARES + 16].map((at) => v128.store(level.get, f32x4.const(0), at)),
  f32.store(level.get, f32.const(0), COUNT),
]

/** The mean of a row, and its variance. */
function momentsOfRow(func: Func, row: Row, mean: Local, variance: Local): Code {
  const { x, n, levels, stack, reciprocals } = row
  const found: Found = {
    means: localsOf(func, 'v128', 2),
    squares: localsOf(func, 'v128', 2),
    count: func.local('f32'),
  }
  const { means, squares, count } = found
  const [at, left, some, reciprocal, chunk, mask, level, more] = localsOf(func, 'i32', 8)
  const [value, delta] = localsOf(func, 'v128', 2)
  const [one, distance, total, all, share] = localsOf(func, 'f32', 5)
  const lanes = ofI32(i32.shr(n.get, i32.const(3)))
  const update = (h: number): Code => [
    value.set(v128.load(at.get, 16 * h)),
    delta.set(f32x4.sub(value.get, means[h].get)),
    means[h].set(f32x4.add(means[h].get, f32x4.mul(delta.get, v128.load32Splat(reciprocal.get)))),
    squares[h].set(f32x4.add(squares[h].get, f32x4.mul(delta.get, f32x4.sub(value.get, means[h].get)))),
  ]
  const lane = (list: readonly Local[], l: number): Code => f32x4.lane(list[l >> 2].get, l & 3)
  return [
    level.set(stack.get),
    more.set(levels.get),
    during(more.get, [clear(level), advance(level, bytes(LEVEL)), advance(more, i32.const(-1))]),
    at.set(x.get),
    chunk.set(i32.const(0)),
    left.set(i32.shr(n.get, i32.const(3))),
    during(left.get, [
      some.set(choose(left.get, i32.const(CHUNK), i32.lt(left.get, i32.const(CHUNK)))),
      left.set(i32.sub(left.get, some.get)),
      [...means, ...squares].map((one) => one.set(f32x4.const(0))),
      count.set(ofI32(some.get)),
      reciprocal.set(reciprocals.get),
      during(some.get, [
        update(0),
        update(1),
        advance(at, bytes(32)),
        advance(reciprocal, bytes(4)),
        advance(some, i32.const(-1)),
      ]),
      advance(chunk, i32.const(1)),
      mask.set(chunk.get),
      level.set(stack.get),
      more.set(levels.get),
      repeat(
        [
          merge(func, found, level),
          advance(more, i32.const(-1)),
          // A level that is full is merged into the next, if there is one.
          more.set(choose(i32.const(0), more.get, i32.and(mask.get, i32.const(1)))),
          when(more.get, [
            clear(level),
            advance(level, bytes(LEVEL)),
            mask.set(i32.shr(mask.get, i32.const(1))),
          ]),
        ],
        more.get,
      ),
    ]),
    more.set(i32.sub(levels.get, i32.const(1))),
    level.set(stack.get),
    during(more.get, [
      advance(level, bytes(LEVEL)),
      means.map((one, h) => one.set(v128.load(level.get, 16 * h))),
      squares.map((one, h) => one.set(v128.load(level.get, SQUARES + 16 * h))),
      count.set(f32.load(level.get, COUNT)),
      merge(func, found, stack),
      advance(more, i32.const(-1)),
    ]),
    means.map((one, h) => one.set(v128.load(stack.get, 16 * h))),
    squares.map((one, h) => one.set(v128.load(stack.get, SQUARES + 16 * h))),
    // What makes no eight numbers comes first, then lane after lane.
    [mean, total, count].map((one) => one.set(f32.const(0))),
    overRun(func, i32.and(n.get, i32.const(7)), [at], [0], () => [
      one.set(f32.load(at.get)),
      distance.set(f32.sub(one.get, mean.get)),
      count.set(f32.add(count.get, f32.const(1))),
      mean.set(f32.add(mean.get, f32.div(distance.get, count.get))),
      total.set(f32.add(total.get, f32.mul(distance.get, f32.sub(one.get, mean.get)))),
    ]),
    Array.from({ length: 8 }, (_, l) => [
      all.set(f32.add(count.get, lanes)),
      share.set(f32.div(lanes, all.get)),
      distance.set(f32.sub(lane(means, l), mean.get)),
      mean.set(f32.add(mean.get, f32.mul(share.get, distance.get))),
      one.set(f32.mul(f32.mul(f32.mul(distance.get, distance.get), share.get), count.get)),
      total.set(f32.add(total.get, f32.add(lane(squares, l), one.get))),
      count.set(all.get),
    ]),
    variance.set(f32.div(total.get, ofI32(n.get))),
  ]
}

/**
 * Normalizes rows of 8 numbers and more. Parameters: out, x, means, variances, rstds, weight, bias, stack, rows, the numbers of
 * one, levels, reciprocals, eps.
 */
function normalizeRows(hasWeight: boolean, hasBias: boolean): Func {
  const func = new Func([...new Array<'i32'>(12).fill('i32'), 'f64'])
  const [out, x, means, variances, rstds, weight, bias, stack, rows, n, levels, reciprocals, eps] =
    paramsOf(func)
  const [mean, variance, rstd] = localsOf(func, 'f32', 3)
  const [scale, shift, value] = localsOf(func, 'v128', 3)
  const at = localsOf(func, 'i32', 2 + Number(hasWeight) + Number(hasBias))
  const [from, to, ...affine] = at
  const [w, b] = hasWeight ? affine : [from, ...affine]
  return func.do(
    during(rows.get, [
      momentsOfRow(func, { x, n, levels, stack, reciprocals }, mean, variance),
      rstd.set(f32.add(variance.get, f64.toF32(eps.get))),
      rstd.set(f32.div(f32.const(1), f64.toF32(f64.sqrt(f32.toF64(rstd.get))))),
      f32.store(means.get, mean.get),
      f32.store(variances.get, variance.get),
      f32.store(rstds.get, rstd.get),
      scale.set(f32x4.splat(rstd.get)),
      shift.set(f32x4.mul(f32x4.neg(scale.get), f32x4.splat(mean.get))),
      [x, out, ...(hasWeight ? [weight] : []), ...(hasBias ? [bias] : [])].map((place, k) =>
        at[k].set(place.get),
      ),
      overRun(func, n.get, at, [4, 1, 0], (vectors) =>
        each(vectors, (v) => [
          value.set(fused(load(from, vectors, v), scale.get, shift.get)),
          hasWeight && hasBias
            ? value.set(fused(value.get, load(w, vectors, v), load(b, vectors, v)))
            : hasWeight
              ? value.set(f32x4.mul(value.get, load(w, vectors, v)))
              : hasBias
                ? value.set(f32x4.add(value.get, load(b, vectors, v)))
                : [],
          store(to, value.get, vectors, v),
        ]),
      ),
      x.set(from.get),
      out.set(to.get),
      [means, variances, rstds].map((one) => advance(one, bytes(4))),
      advance(rows, i32.const(-1)),
    ]),
  )
}

/** The way back through rows. Parameters: out, g, x, means, rstds, weight, cells, rows, the numbers of one. */
function rowSlope(hasWeight: boolean): Func {
  const func = new Func(new Array<'i32'>(9).fill('i32'))
  const [out, g, x, means, rstds, weight, cells, rows, n] = paramsOf(func)
  const [mean, rstd, share, sum, product, cubed] = localsOf(func, 'f32', 6)
  const [scale, slope, shift, value] = localsOf(func, 'v128', 4)
  const at = localsOf(func, 'i32', hasWeight ? 4 : 3)
  const [gAt, xAt, to, w] = at
  const start = [g, x, out, weight]
  const begin = (count: number): Code => at.slice(0, count).map((one, k) => one.set(start[k].get))
  const negative = (x: Code): Code => f32.sub(f32.const(0), x)
  return func.do(
    share.set(f32.div(f32.const(1), ofI32(n.get))),
    during(rows.get, [
      mean.set(f32.load(means.get)),
      rstd.set(f32.load(rstds.get)),
      begin(4),
      sumsOfRun(func, n, at, cells, [sum, product], (vectors, v, [sums, products]) => {
        const [gradient, number] = [load(gAt, vectors, v), load(xAt, vectors, v)]
        if (!hasWeight) return [f32x4.add(sums, gradient), fused(gradient, number, products)]
        const by = load(w, vectors, v)
        return [fused(gradient, by, sums), fused(f32x4.mul(gradient, number), by, products)]
      }),
      cubed.set(fusedOne(sum.get, mean.get, negative(product.get))),
      cubed.set(f32.mul(f32.mul(f32.mul(cubed.get, rstd.get), rstd.get), rstd.get)),
      cubed.set(f32.mul(cubed.get, share.get)),
      slope.set(f32x4.splat(cubed.get)),
      sum.set(f32.mul(f32.mul(sum.get, rstd.get), share.get)),
      shift.set(f32x4.splat(fusedOne(negative(cubed.get), mean.get, negative(sum.get)))),
      scale.set(f32x4.splat(rstd.get)),
      begin(4),
      overRun(func, n.get, at, [2, 1, 0], (vectors) =>
        each(vectors, (v) => [
          value.set(f32x4.mul(scale.get, load(gAt, vectors, v))),
          hasWeight ? value.set(f32x4.mul(value.get, load(w, vectors, v))) : [],
          value.set(fused(slope.get, load(xAt, vectors, v), value.get)),
          store(to, f32x4.add(value.get, shift.get), vectors, v),
        ]),
      ),
      g.set(gAt.get),
      x.set(xAt.get),
      out.set(to.get),
      [means, rstds].map((one) => advance(one, bytes(4))),
      advance(rows, i32.const(-1)),
    ]),
  )
}

/**
 * Sums of gradients over rows, and of their products with what was normalized, for each place: row after row. Parameters:
 * weights, biases, g, x, means, rstds, places, rows, from row to row in bytes.
 */
function places(): Func {
  const func = new Func(new Array<'i32'>(9).fill('i32'))
  const [weights, biases, g, x, means, rstds, count, rows, rowStep] = paramsOf(func)
  const [gAt, xAt, mean, rstd, left] = localsOf(func, 'i32', 5)
  const [shift, scale, value] = localsOf(func, 'v128', 3)
  const [allSums, allProducts] = Array.from({ length: 2 }, () => localsOf(func, 'v128', 4))
  return func.do(
    overRun(func, count.get, [weights, biases, g, x], [4, 1, 0], (vectors) => {
      const used = (list: readonly Local[]): Local[] => list.slice(0, Math.max(1, vectors))
      const [sums, products] = [used(allSums), used(allProducts)]
      return [
        [...sums, ...products].map((one) => one.set(f32x4.const(0))),
        gAt.set(g.get),
        xAt.set(x.get),
        mean.set(means.get),
        rstd.set(rstds.get),
        left.set(rows.get),
        during(left.get, [
          scale.set(v128.load32Splat(rstd.get)),
          shift.set(f32x4.mul(f32x4.neg(scale.get), v128.load32Splat(mean.get))),
          each(vectors, (v) => [
            value.set(load(gAt, vectors, v)),
            sums[v].set(f32x4.add(sums[v].get, value.get)),
            products[v].set(
              fused(value.get, fused(scale.get, load(xAt, vectors, v), shift.get), products[v].get),
            ),
          ]),
          [gAt, xAt].map((one) => advance(one, rowStep.get)),
          [mean, rstd].map((one) => advance(one, bytes(4))),
          advance(left, i32.const(-1)),
        ]),
        sums.map((all, v) => store(biases, all.get, vectors, v)),
        products.map((all, v) => store(weights, all.get, vectors, v)),
      ]
    }),
  )
}

export const normalizeRowsCode = (hasWeight: boolean, hasBias: boolean): Exports =>
  moduleOf(`normalize rows ${hasWeight} ${hasBias}`, () => normalizeRows(hasWeight, hasBias))
export const rowSlopeCode = (hasWeight: boolean): Exports =>
  moduleOf(`row slope ${hasWeight}`, () => rowSlope(hasWeight))
export const placesCode = (): Exports => moduleOf('normalization places', places)
