// The code of a convolution's gradient by its weight: sums over places of products of the places' gradients and the cells that they
// see, place by place, for some cells of the window and some vectors of outputs at a time. The gradients of a place's outputs are
// neighbours for it.
import { type Func, Module } from './assembler.js'
import { type Code, during, i32, type Local, v128, when } from './instructions.js'
import { advance, params, taking, times } from './convolution-tiles.js'
import { type Lanes, multiplyAdd } from './lanes.js'
import { compiled, type Exports } from './level.js'

/** How many vectors of outputs are taken together, and of cells of the window with so many: as many sums as registers hold. */
const MOST_CELLS = { 3: 4, 2: 6, 1: 10 } as const
type Vectors = keyof typeof MOST_CELLS
/** Cells that threads should not part. */
export const CELLS = 12

/**
 * Adds products of `vectors` vectors of outputs' gradients and `width` cells to their sums, over the places of a plane. Parameters: the
 * gradients, from place to place there, table, the image, the steps from each place to the next there, places, sums, and from cell
 * to cell of these, all in bytes.
 *
 * One loop, and no other around it: see `tile` in gemm-code.ts.
 */
function products(lanes: Lanes, vectors: number, width: number): Func {
  const func = taking(8)
  const [g, gStep, table, image, steps, places, out, outStep] = params(func)
  const sums = Array.from({ length: vectors * width }, () => func.local('v128'))
  const cells = Array.from({ length: width }, () => func.local('i32'))
  const slopes = Array.from({ length: vectors }, () => func.local('v128'))
  const [value, step, to] = [func.local('v128'), func.local('i32'), func.local('i32')]
  const eachSum = (visit: (sum: Local, v: number) => Code): Code => [
    to.set(out.get),
    cells.map((_, k) => [slopes.map((_, v) => visit(sums[k * vectors + v], v)), advance(to, outStep.get)]),
  ]
  return func.do(
    eachSum((sum, v) => sum.set(v128.load(to.get, 16 * v))),
    cells.map((cell, k) => cell.set(i32.add(image.get, i32.load(table.get, 4 * k)))),
    during(places.get, [
      slopes.map((slope, v) => slope.set(v128.load(g.get, 16 * v))),
      step.set(i32.load(steps.get)),
      cells.map((cell, k) => [
        value.set(lanes.loadSplat(cell.get)),
        slopes.map((slope, v) => {
          const sum = sums[k * vectors + v]
          return sum.set(multiplyAdd(lanes, slope.get, value.get, sum.get))
        }),
        advance(cell, step.get),
      ]),
      advance(g, gStep.get),
      advance(steps, i32.const(4)),
      advance(places, i32.const(-1)),
    ]),
    eachSum((sum, v) => v128.store(to.get, sum.get, 16 * v)),
  )
}

/**
 * The same for all terms of the table and all vectors, whose numbers come after it.
 *
 * Shares are alike: of four vectors two and two, of 25 cells five times five. A few sums would wait for each other.
 */
function allProducts(module: Module, lanes: Lanes): Func {
  const func = taking(10)
  const [g, gStep, table, terms, vectors, image, steps, places, out, outStep] = params(func)
  const [left, width, from, to] = Array.from({ length: 4 }, () => func.local('i32'))
  const blocks = ([1, 2, 3] as const).map((count) =>
    Array.from({ length: MOST_CELLS[count] }, (_, k) => module.add(products(lanes, count, k + 1))),
  )
  const some = (count: Vectors): Code => [
    left.set(terms.get),
    from.set(table.get),
    to.set(out.get),
    during(left.get, [
      width.set(shareOf(left.get, MOST_CELLS[count])),
      blocks[count - 1].reduceRight<Code>(
        (other, block, k) =>
          when(
            i32.eq(width.get, i32.const(k + 1)),
            block.call(...[g, gStep, from, image, steps, places, to, outStep].map((one) => one.get)),
            other,
          ),
        [],
      ),
      advance(from, times(width.get, 4)),
      advance(to, i32.mul(width.get, outStep.get)),
      left.set(i32.sub(left.get, width.get)),
    ]),
    advance(g, i32.const(16 * count)),
    advance(out, i32.const(16 * count)),
    advance(vectors, i32.const(-count)),
  ]
  return func.do(
    during(i32.gt(vectors.get, i32.const(4)), some(3)),
    when(i32.eq(vectors.get, i32.const(3)), some(3)),
    during(i32.ge(vectors.get, i32.const(2)), some(2)),
    when(vectors.get, some(1)),
  )
}

/** The share of one of the fewest rounds of at most `most`. */
const shareOf = (count: Code, most: number): Code => {
  const roundedUp = (x: Code, by: Code): Code => i32.divu(i32.sub(i32.add(x, by), i32.const(1)), by)
  return roundedUp(count, roundedUp(count, i32.const(most)))
}

/** Sums of products over places, for one type of float. */
export const correlationCode = (lanes: Lanes): Exports =>
  compiled(`correlations ${lanes.name}`, (name) => {
    const module = new Module(name, true)
    module.add(allProducts(module, lanes), 'products')
    return module
  })
