// The code of convolutions without columns. Windows that lie side by side in a row see cells that lie side by side: so a row of
// results is a sum of rows of the image, each from where a weight's cell lies on, times the weight. The places of these
// rows, less where the first of them begins, are a table that is the same for every row of results.
import { type Func, Module } from './assembler.js'
import { advance, endsOf, type Kind, params, sumsOf, taking, times } from './convolution-tiles.js'
import { choose, type Code, during, i32, v128, when } from './instructions.js'
import type { Lanes } from './lanes.js'
import { compiled, type Exports } from './level.js'

/** Most outputs that are computed together. */
const MOST = 6
/** How many rows are, where sums have several parts: the results of one part are still near when the next is added. */
const LINES = 4

/** Panels of outputs: so many of so many outputs each. What is left of them is one. */
export const panelsFor = (outputs: number): (readonly [panels: number, rows: number])[] =>
  [[Math.floor(outputs / MOST), MOST] as const, [1, outputs % MOST] as const].filter(
    ([panels, rows]) => panels * rows > 0,
  )

/**
 * All rows of places of one plane, for the outputs of some panels. A row is one vector long at least; what is left of it is taken
 * together with places that were done, or half a vector with those of other rows. Parameters: weights in panels, the image, table,
 * first sums, results, panels, terms, how many of them make a sum, lines, columns, and from line to line of the image, of the results,
 * and from output to output in bytes.
 */
function plane(module: Module, lanes: Lanes, rows: number): Func {
  const { bytes, width } = lanes
  const sums = (kind: Kind): Func => sumsOf(module, lanes, rows, kind)
  const wide = (rows > 2 ? (['two'] as const) : (['four', 'two'] as const)).map(
    (kind) => [sums(kind), kind === 'two' ? 2 : 4] as const,
  )
  const two = wide.at(-1)![0]
  const halves = sums('halves')
  const ends = endsOf(module, sums('ends'), sums('one'))
  const func = taking(13)
  const [weights, image, table, first, out, panels, terms, block, lines, columns, imageStep, outStep, step] =
    params(func)
  const [p, q, y, left, x, some, most, done] = Array.from({ length: 8 }, () => func.local('i32'))
  const zero = i32.const(0)
  const half = i32.const(width / 2)
  /** The arguments of all sums, from a column on. */
  const common = (): Code[] => [
    ...[weights.get, i32.add(p.get, x.get), table.get, i32.add(q.get, x.get), step.get],
    ...[terms.get, block.get, first.get],
  ]
  const side = (call: Func, tiles: Code): Code =>
    call.call(...common(), tiles, some.get, imageStep.get, outStep.get, zero, zero)
  const eachEnd = (count: Code): Code => ends.call(...common(), count, imageStep.get, outStep.get)
  /** As many bytes before a row's end. */
  const fromEnd = (vectors: number): Code =>
    x.set(times(i32.sub(columns.get, i32.const(vectors * width)), bytes))
  const someLines: Code = [
    left.set(columns.get),
    x.set(zero),
    wide.map(([call, vectors]) =>
      when(i32.ge(left.get, i32.const(vectors * width)), [
        side(call, i32.divu(left.get, i32.const(vectors * width))),
        left.set(i32.and(left.get, i32.const(vectors * width - 1))),
        x.set(times(i32.sub(columns.get, left.get), bytes)),
      ]),
    ),
    when(
      i32.and(i32.gt(left.get, i32.const(width)), i32.ne(left.get, i32.const(width + width / 2))),
      when(
        i32.ge(columns.get, i32.const(2 * width)),
        [fromEnd(2), side(two, i32.const(1)), left.set(zero)],
        [eachEnd(some.get), fromEnd(1), left.set(i32.const(width))],
      ),
    ),
    when(i32.ge(left.get, i32.const(width)), [
      eachEnd(some.get),
      advance(x, i32.const(16)),
      advance(left, i32.const(-width)),
    ]),
    when(left.get, [
      done.set(zero),
      when(i32.eq(left.get, half), [
        halves.call(
          ...[...common(), i32.const(1), i32.shru(some.get, i32.const(2))],
          ...[times(imageStep.get, 4), times(outStep.get, 4), imageStep.get, outStep.get],
        ),
        done.set(i32.and(some.get, i32.const(-4))),
      ]),
      fromEnd(1),
      advance(p, i32.mul(done.get, imageStep.get)),
      advance(q, i32.mul(done.get, outStep.get)),
      eachEnd(i32.sub(some.get, done.get)),
      advance(p, i32.mul(i32.sub(zero, done.get), imageStep.get)),
      advance(q, i32.mul(i32.sub(zero, done.get), outStep.get)),
    ]),
  ]
  return func.do(
    // Where sums have one part, all lines at once.
    most.set(choose(i32.const(LINES), lines.get, i32.gt(terms.get, block.get))),
    during(panels.get, [
      p.set(image.get),
      q.set(out.get),
      y.set(lines.get),
      during(y.get, [
        some.set(i32.min(most, y)),
        someLines,
        advance(p, i32.mul(some.get, imageStep.get)),
        advance(q, i32.mul(some.get, outStep.get)),
        y.set(i32.sub(y.get, some.get)),
      ]),
      advance(weights, times(terms.get, rows * bytes)),
      advance(first, i32.const(rows * bytes)),
      advance(out, times(step.get, rows)),
      advance(panels, i32.const(-1)),
    ]),
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

/** Sums over windows, for one type of float and panels of so many outputs. */
export const convolutionCode = (lanes: Lanes, rows: number): Exports =>
  compiled(`convolutions ${lanes.name} ${rows}`, (name) => {
    const module = new Module(name, true)
    module.add(plane(module, lanes, rows), 'plane')
    return module
  })

/** Copies of rows. */
export const rowsCode = (lanes: Lanes): Exports =>
  compiled(`rows ${lanes.name}`, (name) => {
    const module = new Module(name)
    module.add(copyRows(lanes), 'copyRows')
    return module
  })
