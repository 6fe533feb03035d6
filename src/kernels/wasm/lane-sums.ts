// The code of products whose elements are sums of sixteen lanes, as gemm has them for few results of many terms: see
// Note [Order of products] in ../single-products.ts. Rows of `a` and columns of `b` are read along their terms; what makes no
// sixteen terms is read from copies that are filled up with zeros.
import { Func } from './assembler.js'
import { type Code, count, during, f32, f32x4, i32, type Local, v128, when } from './instructions.js'
import { multiplyAdd, single } from './lanes.js'

/** Terms that are multiplied at a time, and their bytes. */
export const TERMS = 16
export const TERMS_BYTES = 4 * TERMS

const advance = (x: Local, step: Code): Code => x.set(i32.add(x.get, step))

/**
 * Copies lines of numbers so that each lies together, filled up with zeros. Parameters: to, from, how many lines, their length,
 * that with zeros, and the steps from line to line and from number to number in bytes.
 */
export function copyLines(): Func {
  const func = new Func(['i32', 'i32', 'i32', 'i32', 'i32', 'i32', 'i32'])
  const [to, from, lines, length, padded, lineStep, step] = [0, 1, 2, 3, 4, 5, 6].map((i) => func.param(i))
  const [p, t] = [func.local('i32'), func.local('i32')]
  return func.do(
    during(lines.get, [
      p.set(from.get),
      t.set(length.get),
      during(t.get, [
        f32.store(to.get, f32.load(p.get)),
        advance(p, step.get),
        advance(to, i32.const(4)),
        advance(t, i32.const(-1)),
      ]),
      t.set(i32.sub(padded.get, length.get)),
      during(t.get, [f32.store(to.get, f32.const(0)), advance(to, i32.const(4)), advance(t, i32.const(-1))]),
      advance(from, lineStep.get),
      advance(lines, i32.const(-1)),
    ]),
  )
}

/** The sum of sixteen lanes: of four neighbours first. */
function ofNeighbours(sums: readonly Local[]): Code {
  const four = (sum: Local): Code => {
    const lane = (l: number): Code => f32x4.lane(sum.get, l)
    return f32.add(f32.add(lane(0), lane(1)), f32.add(lane(2), lane(3)))
  }
  const [a, b, c, d] = sums.map(four)
  return f32.add(f32.add(a, b), f32.add(c, d))
}

/** The same: of halves first. */
function ofHalves([a, b, c, d]: readonly Local[], scratch: Local): Code {
  const lane = (l: number): Code => f32x4.lane(scratch.get, l)
  return [
    scratch.set(f32x4.add(f32x4.add(b.get, d.get), f32x4.add(a.get, c.get))),
    f32.add(f32.add(lane(0), lane(2)), f32.add(lane(1), lane(3))),
  ]
}

/**
 * Sums of lanes for all rows and columns. Parameters: c, a, b, copies of what is left of their lines, rows, columns, sixteens of
 * terms, whether terms are left, the steps from row to row of `a` and from column to column of `b` and from row to row of `c` in
 * bytes, accumulate, alpha, and up to which row and column lanes are added by neighbours.
 */
export function laneSums(): Func {
  const func = new Func([...Array.from({ length: 13 }, () => 'i32' as const), 'f32', 'i32', 'i32'])
  const [c, a, b, aRest, bRest, rows, columns, terms, isLeft, aStep, bStep, cStep, accumulate] = Array.from(
    { length: 13 },
    (_, k) => func.param(k),
  )
  const [alpha, fourRows, fourColumns] = [13, 14, 15].map((k) => func.param(k))
  const [i, j, p, q, rest, column, left, to] = Array.from({ length: 8 }, () => func.local('i32'))
  const factors = Array.from({ length: 4 }, () => func.local('v128'))
  const pairs = Array.from({ length: 2 }, () => Array.from({ length: 4 }, () => func.local('v128')))
  const scratch = func.local('v128')
  const sum = func.local('f32')
  /** Sixteen terms of one or two columns, the second of which lies `step` behind the first. */
  const term = (width: number, p: Local, q: Local, step: Code): Code => [
    factors.map((factor, v) => factor.set(v128.load(p.get, 16 * v))),
    pairs
      .slice(0, width)
      .map((sums, k) =>
        sums.map((one, v) =>
          one.set(
            multiplyAdd(
              single,
              factors[v].get,
              v128.load(k === 0 ? q.get : i32.add(q.get, step), 16 * v),
              one.get,
            ),
          ),
        ),
      ),
  ]
  const elements = (width: number): Code => [
    p.set(a.get),
    q.set(column.get),
    pairs.slice(0, width).map((sums) => sums.map((one) => one.set(f32x4.const(0)))),
    rest.set(terms.get),
    during(rest.get, [
      term(width, p, q, bStep.get),
      advance(p, i32.const(TERMS_BYTES)),
      advance(q, i32.const(TERMS_BYTES)),
      advance(rest, i32.const(-1)),
    ]),
    when(isLeft.get, term(width, aRest, left, i32.const(TERMS_BYTES))),
    pairs
      .slice(0, width)
      .map((sums, k) => [
        when(
          i32.eqz(
            i32.and(i32.ge(i.get, fourRows.get), i32.ge(i32.add(j.get, i32.const(k)), fourColumns.get)),
          ),
          sum.set(ofNeighbours(sums)),
          sum.set(ofHalves(sums, scratch)),
        ),
        sum.set(f32.mul(alpha.get, sum.get)),
        when(accumulate.get, sum.set(f32.add(f32.load(to.get), sum.get))),
        f32.store(to.get, sum.get),
        advance(to, i32.const(4)),
        advance(column, bStep.get),
        advance(left, i32.const(TERMS_BYTES)),
      ]),
    advance(j, i32.const(width)),
  ]
  return func.do(
    count(i, rows.get, [
      to.set(c.get),
      column.set(b.get),
      left.set(bRest.get),
      j.set(i32.const(0)),
      during(i32.ge(i32.sub(columns.get, j.get), i32.const(2)), elements(2)),
      during(i32.ge(i32.sub(columns.get, j.get), i32.const(1)), elements(1)),
      advance(a, aStep.get),
      advance(aRest, i32.const(TERMS_BYTES)),
      advance(c, cStep.get),
    ]),
  )
}
