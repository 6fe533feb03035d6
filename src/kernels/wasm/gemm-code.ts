// The code of matrix products: packs blocks of both operands, then multiplies them tile by tile in registers.
//
// A tile is six rows by two vectors: twelve sums, two vectors of `b` and one number of `a` fill the sixteen registers of
// a processor, and twelve sums are more than enough to hide the wait for each. Blocks of `a` are packed in panels of six
// rows, blocks of `b` in panels of two vectors' columns, so that the innermost loop reads both in order.
import { Func, Module } from './assembler.js'
import { type Code, count, during, i32, type Local, v128, when } from './instructions.js'
import { compiled, type Exports } from './level.js'
import { addProducts, type Lanes, multiplyAdd, total } from './lanes.js'
import { copyLines, laneSums } from './lane-sums.js'

/** Rows of a tile. */
export const ROWS = 6
const VECTORS = 2

/** Columns of a tile. */
export const columnsOf = (lanes: Lanes): number => VECTORS * lanes.width

const times = (x: Code, factor: number): Code => i32.mul(x, i32.const(factor))
const advance = (x: Local, step: Code): Code => x.set(i32.add(x.get, step))
/** `if (start < from) start = from` for how many rows or columns are left. */
const atMost = (x: Code, most: number, scratch: Local): Code => [
  scratch.set(x),
  when(i32.gt(scratch.get, i32.const(most)), scratch.set(i32.const(most))),
]

/**
 * `a @ b` for one tile, row by row. `a` and `b` are packed. Parameters: a, b, where the sums go, k.
 *
 * A function with one loop and nothing else that asks for the sums: what came after it, or a second loop for what is left of an
 * unrolled one, had the engine keep some of them in memory, and the loop took half as long again.
 */
function tile(lanes: Lanes, rows: number): Func {
  const { vector, bytes } = lanes
  const func = new Func(['i32', 'i32', 'i32', 'i32'])
  const [a, b, out, k] = [0, 1, 2, 3].map((i) => func.param(i))
  const sums = Array.from({ length: rows * VECTORS }, () => func.local('v128'))
  const columns = Array.from({ length: VECTORS }, () => func.local('v128'))
  const factor = func.local('v128')
  return func.do(
    sums.map((sum) => sum.set(vector.const(0))),
    during(k.get, [
      columns.map((column, v) => column.set(v128.load(b.get, 16 * v))),
      addProducts(lanes, a.get, columns, sums, factor),
      advance(a, i32.const(rows * bytes)),
      advance(b, i32.const(VECTORS * 16)),
      advance(k, i32.const(-1)),
    ]),
    sums.map((sum, i) => v128.store(out.get, sum.get, 16 * i)),
  )
}

/**
 * `c = alpha * sums`, or `c += …`, for some rows of a tile. Parameters: c, from row to row of it in bytes, sums, rows, accumulate,
 * alpha.
 */
function settle(lanes: Lanes): Func {
  const { vector } = lanes
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', lanes.name])
  const [c, step, sums, rows, accumulate, alpha] = [0, 1, 2, 3, 4, 5].map((i) => func.param(i))
  const scale = func.local('v128')
  const each = (value: (sum: Code, at: number) => Code): Code =>
    during(rows.get, [
      Array.from({ length: VECTORS }, (_, v) =>
        v128.store(c.get, value(v128.load(sums.get, 16 * v), 16 * v), 16 * v),
      ),
      advance(c, step.get),
      advance(sums, i32.const(VECTORS * 16)),
      advance(rows, i32.const(-1)),
    ])
  return func.do(
    scale.set(vector.splat(alpha.get)),
    when(
      accumulate.get,
      each((sum, at) => multiplyAdd(lanes, scale.get, sum, v128.load(c.get, at))),
      each((sum) => vector.mul(scale.get, sum)),
    ),
  )
}

/**
 * Copies rows of `a` into panels of six: element (i, t) of a panel of r rows lies at `t * r + i`. Parameters: to, from, rows,
 * k, and the steps from row to row and from column to column in bytes.
 */
function packRows({ scalar, bytes }: Lanes): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [to, from, rows, k, rowStep, columnStep] = [0, 1, 2, 3, 4, 5].map((i) => func.param(i))
  const height = func.local('i32')
  const [i, t, p, q] = Array.from({ length: 4 }, () => func.local('i32'))
  const across = func.local('i32')
  return func.do(
    during(i32.gt(rows.get, i32.const(0)), [
      atMost(rows.get, ROWS, height),
      across.set(times(height.get, bytes)),
      count(i, height.get, [
        p.set(i32.add(from.get, i32.mul(i.get, rowStep.get))),
        q.set(i32.add(to.get, times(i.get, bytes))),
        t.set(k.get),
        during(t.get, [
          scalar.store(q.get, scalar.load(p.get)),
          advance(p, columnStep.get),
          advance(q, across.get),
          advance(t, i32.const(-1)),
        ]),
      ]),
      advance(to, i32.mul(across.get, k.get)),
      advance(from, i32.mul(height.get, rowStep.get)),
      rows.set(i32.sub(rows.get, height.get)),
    ]),
  )
}

/**
 * Copies columns of `b` into panels, the last one filled up with zeros. Parameters: to, from, columns, k, and the steps from
 * column to column and from row to row in bytes.
 */
function packColumns(lanes: Lanes): Func {
  const { scalar, bytes } = lanes
  const width = columnsOf(lanes)
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [to, from, columns, k, columnStep, rowStep] = [0, 1, 2, 3, 4, 5].map((i) => func.param(i))
  const [j, t, p, q] = Array.from({ length: 4 }, () => func.local('i32'))
  const filled = func.local('i32')
  const line = (value: (p: Local) => Code): Code => [
    q.set(i32.add(to.get, times(j.get, bytes))),
    t.set(k.get),
    during(t.get, [
      scalar.store(q.get, value(p)),
      advance(q, i32.const(width * bytes)),
      advance(t, i32.const(-1)),
    ]),
  ]
  return func.do(
    during(i32.gt(columns.get, i32.const(0)), [
      atMost(columns.get, width, filled),
      when(
        i32.and(i32.eq(filled.get, i32.const(width)), i32.eq(columnStep.get, i32.const(bytes))),
        [
          p.set(from.get),
          q.set(to.get),
          t.set(k.get),
          during(t.get, [
            Array.from({ length: VECTORS }, (_, v) => v128.store(q.get, v128.load(p.get, 16 * v), 16 * v)),
            advance(p, rowStep.get),
            advance(q, i32.const(width * bytes)),
            advance(t, i32.const(-1)),
          ]),
        ],
        [
          count(j, filled.get, [
            p.set(i32.add(from.get, i32.mul(j.get, columnStep.get))),
            line((at) => [scalar.load(at.get), advance(at, rowStep.get)]),
          ]),
          during(i32.lt(j.get, i32.const(width)), [line(() => scalar.const(0)), advance(j, i32.const(1))]),
        ],
      ),
      advance(to, times(k.get, width * bytes)),
      advance(from, times(columnStep.get, width)),
      columns.set(i32.sub(columns.get, i32.const(width))),
    ]),
  )
}

/**
 * Multiplies a packed block of `a` with one of `b`. Parameters: a, b, c, a tile of scratch, rows, columns, k, the step from row to
 * row of `c` in bytes, accumulate, alpha.
 */
function block(lanes: Lanes, tiles: readonly Func[], settle: Func): Func {
  const { scalar, bytes, name } = lanes
  const width = columnsOf(lanes)
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', name])
  const [a, b, c, spare, rows, columns, k, step, accumulate, alpha] = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(
    (i) => func.param(i),
  )
  const [left, height, filled, pa, pc, i, j, from, to] = Array.from({ length: 9 }, () => func.local('i32'))
  const value = func.local(name)
  /** The sums of as many rows as are left. */
  const multiply: Code = tiles.reduceRight<Code>(
    (other, one, r) =>
      when(i32.eq(height.get, i32.const(r + 1)), one.call(pa.get, b.get, spare.get, k.get), other),
    [],
  )
  /** From the sums to the columns that are inside. */
  const copyOut: Code = count(i, height.get, [
    from.set(i32.add(spare.get, times(i.get, width * bytes))),
    to.set(i32.add(pc.get, i32.mul(i.get, step.get))),
    j.set(filled.get),
    during(j.get, [
      value.set(scalar.mul(alpha.get, scalar.load(from.get))),
      when(accumulate.get, value.set(scalar.add(scalar.load(to.get), value.get))),
      scalar.store(to.get, value.get),
      advance(from, i32.const(bytes)),
      advance(to, i32.const(bytes)),
      advance(j, i32.const(-1)),
    ]),
  ])
  return func.do(
    during(i32.gt(columns.get, i32.const(0)), [
      atMost(columns.get, width, filled),
      pa.set(a.get),
      pc.set(c.get),
      left.set(rows.get),
      during(i32.gt(left.get, i32.const(0)), [
        atMost(left.get, ROWS, height),
        multiply,
        when(
          i32.eq(filled.get, i32.const(width)),
          settle.call(pc.get, step.get, spare.get, height.get, accumulate.get, alpha.get),
          copyOut,
        ),
        advance(pa, times(i32.mul(height.get, k.get), bytes)),
        advance(pc, i32.mul(height.get, step.get)),
        left.set(i32.sub(left.get, height.get)),
      ]),
      advance(b, times(k.get, width * bytes)),
      advance(c, i32.const(width * bytes)),
      columns.set(i32.sub(columns.get, i32.const(width))),
    ]),
  )
}

/**
 * Writes `beta` times a matrix with any steps. Parameters: to, from, rows, columns, the steps from row to row and from column to
 * column in bytes, beta.
 */
function scale({ scalar, bytes, name }: Lanes): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', name])
  const [to, from, rows, columns, rowStep, step, beta] = [0, 1, 2, 3, 4, 5, 6].map((i) => func.param(i))
  const [p, j] = [func.local('i32'), func.local('i32')]
  return func.do(
    during(rows.get, [
      p.set(from.get),
      j.set(columns.get),
      during(j.get, [
        scalar.store(to.get, scalar.mul(beta.get, scalar.load(p.get))),
        advance(p, step.get),
        advance(to, i32.const(bytes)),
        advance(j, i32.const(-1)),
      ]),
      advance(from, rowStep.get),
      advance(rows, i32.const(-1)),
    ]),
  )
}

/**
 * A matrix whose rows lie together, times a vector that does. Parameters: y, a, x, rows, k, the step from row to row in bytes,
 * accumulate, alpha.
 */
function byRows(lanes: Lanes): Func {
  const { scalar, vector, bytes, width, name } = lanes
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', name])
  const [y, a, x, rows, k, step, accumulate, alpha] = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => func.param(i))
  const sums = Array.from({ length: 4 }, () => func.local('v128'))
  const [p, q, rest] = [func.local('i32'), func.local('i32'), func.local('i32')]
  const sum = func.local(name)
  const chunk = 4 * width
  return func.do(
    during(rows.get, [
      p.set(a.get),
      q.set(x.get),
      sums.map((one) => one.set(vector.const(0))),
      rest.set(k.get),
      during(i32.ge(rest.get, i32.const(chunk)), [
        sums.map((one, v) =>
          one.set(multiplyAdd(lanes, v128.load(p.get, 16 * v), v128.load(q.get, 16 * v), one.get)),
        ),
        advance(p, i32.const(64)),
        advance(q, i32.const(64)),
        advance(rest, i32.const(-chunk)),
      ]),
      sums[0].set(vector.add(vector.add(sums[0].get, sums[1].get), vector.add(sums[2].get, sums[3].get))),
      sum.set(total(lanes, sums[0])),
      during(rest.get, [
        sum.set(scalar.add(sum.get, scalar.mul(scalar.load(p.get), scalar.load(q.get)))),
        advance(p, i32.const(bytes)),
        advance(q, i32.const(bytes)),
        advance(rest, i32.const(-1)),
      ]),
      sum.set(scalar.mul(alpha.get, sum.get)),
      when(accumulate.get, sum.set(scalar.add(scalar.load(y.get), sum.get))),
      scalar.store(y.get, sum.get),
      advance(y, i32.const(bytes)),
      advance(a, step.get),
      advance(rows, i32.const(-1)),
    ]),
  )
}

/**
 * Adds the columns of a matrix, of which each lies together, times the numbers of a vector. Parameters: y, a, x, rows, k,
 * the step from column to column in bytes, that of `x`, alpha. The result is added to.
 */
function byColumns(lanes: Lanes): Func {
  const { scalar, vector, bytes, width, name } = lanes
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32', name])
  const [y, a, x, rows, k, step, xStep, alpha] = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => func.param(i))
  const [p, q, rest] = [func.local('i32'), func.local('i32'), func.local('i32')]
  const factors = Array.from({ length: 4 }, () => func.local('v128'))
  const sum = func.local('v128')
  const next = (v: number): Code => (v === 0 ? p.get : i32.add(p.get, times(step.get, v)))
  const columns = (number: number): Code => [
    factors
      .slice(0, number)
      .map((factor) => [
        factor.set(vector.splat(scalar.mul(alpha.get, scalar.load(x.get)))),
        advance(x, xStep.get),
      ]),
    p.set(a.get),
    q.set(y.get),
    rest.set(rows.get),
    during(i32.ge(rest.get, i32.const(width)), [
      sum.set(v128.load(q.get)),
      factors
        .slice(0, number)
        .map((factor, v) => sum.set(multiplyAdd(lanes, factor.get, v128.load(next(v)), sum.get))),
      v128.store(q.get, sum.get),
      advance(p, i32.const(16)),
      advance(q, i32.const(16)),
      advance(rest, i32.const(-width)),
    ]),
    during(rest.get, [
      factors
        .slice(0, number)
        .map((factor, v) =>
          scalar.store(
            q.get,
            vector.lane(
              multiplyAdd(
                lanes,
                factor.get,
                vector.splat(scalar.load(next(v))),
                vector.splat(scalar.load(q.get)),
              ),
              0,
            ),
          ),
        ),
      advance(p, i32.const(bytes)),
      advance(q, i32.const(bytes)),
      advance(rest, i32.const(-1)),
    ]),
    advance(a, times(step.get, number)),
    advance(k, i32.const(-number)),
  ]
  return func.do(during(i32.ge(k.get, i32.const(4)), columns(4)), during(k.get, columns(1)))
}

/** Packing and multiplying, for one type of float. */
export const productCode = (lanes: Lanes): Exports =>
  compiled(`products ${lanes.name}`, (name) => {
    const module = new Module(name)
    const tiles = Array.from({ length: ROWS }, (_, r) => module.add(tile(lanes, r + 1)))
    module.add(packRows(lanes), 'packRows')
    module.add(packColumns(lanes), 'packColumns')
    module.add(block(lanes, tiles, module.add(settle(lanes))), 'block')
    module.add(scale(lanes), 'scale')
    module.add(byRows(lanes), 'byRows')
    module.add(byColumns(lanes), 'byColumns')
    if (lanes.name === 'f32') {
      module.add(copyLines(), 'copyLines')
      module.add(laneSums(), 'laneSums')
    }
    return module
  })
