// The tiles of convolutions without columns: sums of a few outputs at some vectors of places, over the terms of a table.
//
// Tiles are those of gemm-code.ts: up to six outputs by two vectors of places, or fewer by four. The vectors are neighbours in a
// row; or the ends of two rows; or halves of vectors, the ends of four rows. A single vector's sums would wait for each other.
import { Func, type Module } from './assembler.js'
import { type Code, during, i32, type Local, v128 } from './instructions.js'
import { addProducts, type Lanes } from './lanes.js'

export const advance = (x: Local, step: Code): Code => x.set(i32.add(x.get, step))
export const times = (x: Code, factor: number): Code => i32.mul(x, i32.const(factor))
export const params = (func: Func): Local[] => func.params.map((_, k) => func.param(k))
export const taking = (count: number): Func => new Func(new Array<'i32'>(count).fill('i32'))

/** Where a tile's vectors are, in pieces of so many bytes: side by side, or one line below the other. */
interface Shape {
  readonly vectors: number
  readonly lines: number
}
const SHAPES = {
  one: { vectors: 1, lines: 1 },
  two: { vectors: 2, lines: 1 },
  four: { vectors: 4, lines: 1 },
  ends: { vectors: 2, lines: 2 },
  halves: { vectors: 2, lines: 4 },
} as const satisfies Record<string, Shape>
export type Kind = keyof typeof SHAPES

/** What a tile's vector is read from and written to: `place` is the address of a line. */
function readVector({ lines }: Shape, v: number, place: (line: number) => Code): Code {
  if (lines === 1) return v128.load(place(0), 16 * v)
  if (lines === 2) return v128.load(place(v))
  return v128.load64Lane(place(2 * v + 1), v128.load64Zero(place(2 * v)), 1)
}
function writeVector({ lines }: Shape, v: number, place: (line: number) => Code, sum: Local): Code {
  if (lines === 1) return v128.store(place(0), sum.get, 16 * v)
  if (lines === 2) return v128.store(place(v), sum.get)
  return [0, 1].map((half) => v128.store64Lane(place(2 * v + half), sum.get, half))
}

/**
 * Adds the sums of tiles, each of `rows` outputs, over some of the terms, to the results: of so many tiles that lie side by side, so
 * often one below the other. Parameters: weights (`rows` numbers a term), where the image is, table, results, from output to output
 * there in bytes, terms, first sums (a number an output), which stand for what is there where `isFirst`, tiles, how often, how far it
 * is then to the next in the image and in the results in bytes, and from line to line of a tile.
 *
 * After the inner loop the last sum is used first: see Note [Loops of sums] in level.ts.
 */
function tiles(lanes: Lanes, rows: number, kind: Kind, isFirst: boolean): Func {
  const shape = SHAPES[kind]
  const { vectors } = shape
  const { bytes, vector } = lanes
  const func = taking(13)
  const [weights, image, table, out, step, terms, first, tiles, often, imageStep, outStep, apart, outApart] =
    params(func)
  const sums = Array.from({ length: rows * vectors }, () => func.local('v128'))
  const cells = Array.from({ length: vectors }, () => func.local('v128'))
  const factor = func.local('v128')
  const [at, w, p, left, tile, from, to] = Array.from({ length: 7 }, () => func.local('i32'))
  const ats = Array.from({ length: shape.lines - 1 }, () => func.local('i32'))
  const inReverse = (count: number, visit: (k: number) => Code): Code =>
    Array.from({ length: count }, (_, k) => visit(count - 1 - k))
  const place = (line: number): Code => (line === 0 ? at : ats[line - 1]).get
  /** The addresses of all lines, after `at` is known. */
  const findLines = (apart: Local): Code => ats.map((next, line) => next.set(i32.add(place(line), apart.get)))
  return func.do(
    during(often.get, [
      from.set(image.get),
      to.set(i32.add(out.get, times(step.get, rows - 1))),
      tile.set(tiles.get),
      during(tile.get, [
        sums.map((sum) => sum.set(vector.const(0))),
        w.set(weights.get),
        p.set(table.get),
        left.set(terms.get),
        during(left.get, [
          at.set(i32.add(from.get, i32.load(p.get))),
          findLines(apart),
          cells.map((cell, v) => cell.set(readVector(shape, v, place))),
          addProducts(lanes, w.get, cells, sums, factor),
          advance(w, i32.const(rows * bytes)),
          advance(p, i32.const(4)),
          advance(left, i32.const(-1)),
        ]),
        at.set(to.get),
        inReverse(rows, (r) => [
          isFirst ? factor.set(lanes.loadSplat(first.get, r * bytes)) : [],
          findLines(outApart),
          inReverse(vectors, (v) => {
            const sum = sums[r * vectors + v]
            const before = isFirst ? factor.get : readVector(shape, v, place)
            return [sum.set(vector.add(before, sum.get)), writeVector(shape, v, place, sum)]
          }),
          r === 0 ? [] : at.set(i32.sub(at.get, step.get)),
        ]),
        advance(from, i32.const(16 * vectors)),
        advance(to, i32.const(16 * vectors)),
        advance(tile, i32.const(-1)),
      ]),
      advance(image, imageStep.get),
      advance(out, outStep.get),
      advance(often, i32.const(-1)),
    ]),
  )
}

/**
 * The same over all terms, of which `block` make a sum. Parameters: weights, the image, table, results, from output to output there,
 * terms, `block`, first sums, and as above.
 */
export function sumsOf(module: Module, lanes: Lanes, rows: number, kind: Kind): Func {
  const [start, goOn] = [true, false].map((isFirst) => module.add(tiles(lanes, rows, kind, isFirst)))
  const func = taking(14)
  const [weights, image, table, out, step, terms, block, first, ...rest] = params(func)
  const some = func.local('i32')
  const add = (tile: Func): Code => [
    some.set(i32.min(terms, block)),
    tile.call(
      ...[weights, image, table, out, step, some, first].map((one) => one.get),
      ...rest.map((one) => one.get),
    ),
    terms.set(i32.sub(terms.get, some.get)),
  ]
  return module.add(
    func.do(
      add(start),
      during(terms.get, [
        advance(weights, times(some.get, rows * lanes.bytes)),
        advance(table, times(some.get, 4)),
        add(goOn),
      ]),
    ),
  )
}

/** The ends of rows, a vector each, two rows at a time. Parameters: as those of sums up to the first sums, then lines and their steps. */
export function endsOf(module: Module, ends: Func, one: Func): Func {
  const func = taking(11)
  const [weights, image, table, out, step, terms, block, first, lines, imageStep, outStep] = params(func)
  const call = (sums: Func, often: Code): Code =>
    sums.call(
      ...[weights, image, table, out, step, terms, block, first].map((x) => x.get),
      ...[i32.const(1), often, times(imageStep.get, 2), times(outStep.get, 2), imageStep.get, outStep.get],
    )
  const pairs = i32.and(lines.get, i32.const(-2))
  return module.add(
    func.do(
      call(ends, i32.shr(lines.get, i32.const(1))),
      advance(image, i32.mul(pairs, imageStep.get)),
      advance(out, i32.mul(pairs, outStep.get)),
      call(one, i32.and(lines.get, i32.const(1))),
    ),
  )
}
