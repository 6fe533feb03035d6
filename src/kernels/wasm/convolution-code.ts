// The code of convolutions without columns. Windows that lie side by side in a row see cells that lie side by side: so a row of
// results is a sum of rows of the image, each from where a weight's cell lies on, times the weight. The places of these
// rows, less where the first of them begins, are a table that is the same for every row of results.
//
// Tiles are those of gemm-code.ts: up to six outputs by two vectors of neighbouring places, or fewer by four.
import { Func, Module } from './assembler.js'
import { choose, type Code, during, i32, type Local, v128, when } from './instructions.js'
import { type Lanes, addProducts } from './lanes.js'
import { compiled, type Exports } from './level.js'

/** How many outputs are computed together. */
export const PANELS = [6, 4, 2, 1] as const
/** At how many vectors of places: few sums would wait for each other. */
const vectorsOf = (rows: number): readonly number[] => (rows > 2 ? [1, 2] : [1, 2, 4])

export const advance = (x: Local, step: Code): Code => x.set(i32.add(x.get, step))
export const times = (x: Code, factor: number): Code => i32.mul(x, i32.const(factor))
export const params = (func: Func): Local[] => func.params.map((_, k) => func.param(k))
export const taking = (count: number): Func => new Func(new Array<'i32'>(count).fill('i32'))

/**
 * Adds the sums of tiles, each of `rows` outputs at some vectors of places, over some of the terms, to the results: of so many
 * tiles that lie side by side, in so many lines. Parameters: weights (`rows` numbers a term), where the image is, table, results,
 * from output to output there in bytes, terms, first sums (a number an output), which stand for what is there where `isFirst`,
 * tiles, lines, and from line to line of the image and of the results in bytes.
 *
 * After the inner loop the last sum is used first: see Note [Loops of sums] in level.ts.
 */
function tiles(lanes: Lanes, rows: number, vectors: number, isFirst: boolean): Func {
  const { bytes, vector } = lanes
  const func = taking(11)
  const [weights, image, table, out, step, terms, first, tiles, lines, imageStep, outStep] = params(func)
  const sums = Array.from({ length: rows * vectors }, () => func.local('v128'))
  const cells = Array.from({ length: vectors }, () => func.local('v128'))
  const [factor, at] = [func.local('v128'), func.local('i32')]
  const [w, p, left, tile, from, to] = Array.from({ length: 6 }, () => func.local('i32'))
  const inReverse = (count: number, visit: (k: number) => Code): Code =>
    Array.from({ length: count }, (_, k) => visit(count - 1 - k))
  return func.do(
    during(lines.get, [
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
          cells.map((cell, v) => cell.set(v128.load(at.get, 16 * v))),
          addProducts(lanes, w.get, cells, sums, factor),
          advance(w, i32.const(rows * bytes)),
          advance(p, i32.const(4)),
          advance(left, i32.const(-1)),
        ]),
        at.set(to.get),
        inReverse(rows, (r) => [
          isFirst ? factor.set(lanes.loadSplat(first.get, r * bytes)) : [],
          inReverse(vectors, (v) => {
            const before = isFirst ? factor.get : v128.load(at.get, 16 * v)
            return v128.store(at.get, vector.add(before, sums[r * vectors + v].get), 16 * v)
          }),
          r === 0 ? [] : at.set(i32.sub(at.get, step.get)),
        ]),
        advance(from, i32.const(16 * vectors)),
        advance(to, i32.const(16 * vectors)),
        advance(tile, i32.const(-1)),
      ]),
      advance(image, imageStep.get),
      advance(out, outStep.get),
      advance(lines, i32.const(-1)),
    ]),
  )
}

/**
 * All rows of places of one plane, for all outputs. A row is one vector long at least; what is left of it is taken together
 * with places that were done. Parameters: weights in panels, the image, table, first sums, results, outputs, terms, how many
 * of them make a sum, rows, columns, and from row to row of the image, of the results, and from output to output in bytes.
 */
function plane(
  { bytes, width }: Lanes,
  firstTiles: ReadonlyMap<string, Func>,
  laterTiles: ReadonlyMap<string, Func>,
): Func {
  const func = taking(13)
  const [weights, image, table, first, out, outputs, terms, block, rows, columns, imageStep, outStep, step] =
    params(func)
  const [p, q, x, y, left, many] = Array.from({ length: 6 }, () => func.local('i32'))
  const [more, some, lines, panel, cells] = Array.from({ length: 5 }, () => func.local('i32'))
  const size = width * bytes
  const ofPanel = (count: number): Code => {
    /** The places from `from` bytes of the row on, in so many tiles. */
    const run = (vectors: number, from: Code, tiles: Code): Code => {
      const tile = `${count}x${vectors}`
      const add = (family: ReadonlyMap<string, Func>): Code => [
        some.set(i32.min(more, block)),
        family
          .get(tile)!
          .call(
            ...[panel.get, i32.add(p.get, x.get), cells.get, i32.add(q.get, x.get), step.get, some.get],
            ...[first.get, many.get, lines.get, imageStep.get, outStep.get],
          ),
        more.set(i32.sub(more.get, some.get)),
      ]
      return [
        x.set(from),
        many.set(tiles),
        more.set(terms.get),
        panel.set(weights.get),
        cells.set(table.get),
        add(firstTiles),
        during(more.get, [
          advance(panel, times(some.get, count * bytes)),
          advance(cells, times(some.get, 4)),
          add(laterTiles),
        ]),
      ]
    }
    const one = i32.const(1)
    const fromEnd = (vectors: number): Code => i32.sub(times(columns.get, bytes), i32.const(vectors * size))
    /** All places of some rows. */
    const someRows: Code = [
      left.set(columns.get),
      vectorsOf(count)
        .filter((vectors) => vectors > 1)
        .toReversed()
        .map((vectors) =>
          when(i32.ge(left.get, i32.const(vectors * width)), [
            run(
              vectors,
              times(i32.sub(columns.get, left.get), bytes),
              i32.divu(left.get, i32.const(vectors * width)),
            ),
            left.set(i32.and(left.get, i32.const(vectors * width - 1))),
          ]),
        ),
      when(
        i32.gt(left.get, i32.const(width)),
        when(i32.ge(columns.get, i32.const(2 * width)), run(2, fromEnd(2), one), [
          run(1, i32.const(0), one),
          run(1, fromEnd(1), one),
        ]),
        when(left.get, run(1, fromEnd(1), one)),
      ),
    ]
    return [
      p.set(image.get),
      q.set(out.get),
      y.set(rows.get),
      during(y.get, [
        someRows,
        advance(p, i32.mul(lines.get, imageStep.get)),
        advance(q, i32.mul(lines.get, outStep.get)),
        y.set(i32.sub(y.get, lines.get)),
      ]),
      advance(weights, times(terms.get, count * bytes)),
      advance(first, i32.const(count * bytes)),
      advance(out, times(step.get, count)),
      advance(outputs, i32.const(-count)),
    ]
  }
  return func.do(
    // Where sums have one part, all rows at once, else each for itself: its results are still near when they are added to.
    lines.set(choose(i32.const(1), rows.get, i32.gt(terms.get, block.get))),
    PANELS.map((count) => during(i32.ge(outputs.get, i32.const(count)), ofPanel(count))),
  )
}

/**
 * Copies rows of several planes. Parameters: to, from, planes, rows, columns, and from plane to plane, row to row, column to column
 * in bytes, first there, then here.
 */
function copyRows({ scalar, bytes, width }: Lanes): Func {
  const func = taking(11)
  const [to, from, planes, rows, columns, toPlane, toRow, toColumn, fromPlane, fromRow, fromColumn] =
    params(func)
  const [p, q, i, j, x, y] = Array.from({ length: 6 }, () => func.local('i32'))
  const isDense = i32.and(i32.eq(toColumn.get, i32.const(bytes)), i32.eq(fromColumn.get, i32.const(bytes)))
  return func.do(
    during(planes.get, [
      p.set(from.get),
      q.set(to.get),
      i.set(rows.get),
      during(i.get, [
        x.set(p.get),
        y.set(q.get),
        j.set(columns.get),
        when(
          isDense,
          during(i32.ge(j.get, i32.const(width)), [
            v128.store(y.get, v128.load(x.get)),
            advance(x, i32.const(16)),
            advance(y, i32.const(16)),
            advance(j, i32.const(-width)),
          ]),
        ),
        during(j.get, [
          scalar.store(y.get, scalar.load(x.get)),
          advance(x, fromColumn.get),
          advance(y, toColumn.get),
          advance(j, i32.const(-1)),
        ]),
        advance(p, fromRow.get),
        advance(q, toRow.get),
        advance(i, i32.const(-1)),
      ]),
      advance(from, fromPlane.get),
      advance(to, toPlane.get),
      advance(planes, i32.const(-1)),
    ]),
  )
}

/** Tiles of all sizes, by `rows x vectors`. */
const family = (module: Module, write: (rows: number, vectors: number) => Func): ReadonlyMap<string, Func> =>
  new Map(
    PANELS.flatMap((rows) =>
      vectorsOf(rows).map((vectors) => [`${rows}x${vectors}`, module.add(write(rows, vectors))] as const),
    ),
  )

/** Sums over windows, for one type of float. */
export const convolutionCode = (lanes: Lanes): Exports =>
  compiled(`convolutions ${lanes.name}`, (name) => {
    const module = new Module(name, true)
    module.add(
      plane(
        lanes,
        family(module, (rows, vectors) => tiles(lanes, rows, vectors, true)),
        family(module, (rows, vectors) => tiles(lanes, rows, vectors, false)),
      ),
      'plane',
    )
    module.add(copyRows(lanes), 'copyRows')
    return module
  })
