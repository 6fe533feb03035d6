// The code of a convolution's gradient by its weight: sums over places of products of the places' gradients and the cells that they
// see, place by place, for some cells of the window and some vectors of outputs at a time. The gradients of a place's outputs are
// neighbours for it.
import { type Func, Module } from './assembler.js'
import { type Code, during, i32, type Local, v128 } from './instructions.js'
import { advance, family, params, taking, times } from './convolution-code.js'
import { type Lanes, multiplyAdd } from './lanes.js'
import { compiled, type Exports } from './level.js'

/** How many vectors of outputs, and how many cells of the window, are taken together: as many sums as registers hold. */
const VECTORS = [3, 2, 1] as const
export const CELLS = [4, 2, 1] as const

/**
 * Adds products of `vectors` vectors of outputs' gradients and `width` cells to their sums, over the places of a plane. Parameters: the
 * gradients, from place to place there, table, the image, from row to row of it, rows, columns, sums, and from cell to cell of
 * these, all in bytes.
 */
function products(lanes: Lanes, vectors: number, width: number): Func {
  const { bytes } = lanes
  const func = taking(9)
  const [g, gStep, table, image, imageStep, rows, columns, out, outStep] = params(func)
  const sums = Array.from({ length: vectors * width }, () => func.local('v128'))
  const [starts, cells] = [0, 1].map(() => Array.from({ length: width }, () => func.local('i32')))
  const slopes = Array.from({ length: vectors }, () => func.local('v128'))
  const [value, left, to] = [func.local('v128'), func.local('i32'), func.local('i32')]
  const eachSum = (visit: (sum: Local, v: number) => Code): Code => [
    to.set(out.get),
    starts.map((_, k) => [slopes.map((_, v) => visit(sums[k * vectors + v], v)), advance(to, outStep.get)]),
  ]
  return func.do(
    eachSum((sum, v) => sum.set(v128.load(to.get, 16 * v))),
    starts.map((start, k) => start.set(i32.add(image.get, i32.load(table.get, 4 * k)))),
    during(rows.get, [
      left.set(columns.get),
      cells.map((cell, k) => cell.set(starts[k].get)),
      during(left.get, [
        slopes.map((slope, v) => slope.set(v128.load(g.get, 16 * v))),
        cells.map((cell, k) => [
          value.set(lanes.loadSplat(cell.get)),
          slopes.map((slope, v) => {
            const sum = sums[k * vectors + v]
            return sum.set(multiplyAdd(lanes, slope.get, value.get, sum.get))
          }),
          advance(cell, i32.const(bytes)),
        ]),
        advance(g, gStep.get),
        advance(left, i32.const(-1)),
      ]),
      starts.map((start) => advance(start, imageStep.get)),
      advance(rows, i32.const(-1)),
    ]),
    eachSum((sum, v) => v128.store(to.get, sum.get, 16 * v)),
  )
}

/** The same for all terms of the table and all vectors, whose numbers come after it. */
function allProducts(blocks: ReadonlyMap<string, Func>): Func {
  const func = taking(11)
  const [g, gStep, table, terms, vectors, image, imageStep, rows, columns, out, outStep] = params(func)
  const [left, slopes, to] = [func.local('i32'), func.local('i32'), func.local('i32')]
  return func.do(
    CELLS.map((width) =>
      during(i32.ge(terms.get, i32.const(width)), [
        left.set(vectors.get),
        slopes.set(g.get),
        to.set(out.get),
        VECTORS.map((count) =>
          during(i32.ge(left.get, i32.const(count)), [
            blocks
              .get(`${count}x${width}`)!
              .call(
                ...[slopes, gStep, table, image, imageStep, rows, columns, to, outStep].map((one) => one.get),
              ),
            advance(slopes, i32.const(16 * count)),
            advance(to, i32.const(16 * count)),
            advance(left, i32.const(-count)),
          ]),
        ),
        advance(table, i32.const(4 * width)),
        advance(out, times(outStep.get, width)),
        advance(terms, i32.const(-width)),
      ]),
    ),
  )
}

/** Sums of products over places, for one type of float. */
export const correlationCode = (lanes: Lanes): Exports =>
  compiled(`correlations ${lanes.name}`, (name) => {
    const module = new Module(name)
    const blocks = family(module, VECTORS, CELLS, (vectors, width) => products(lanes, vectors, width))
    module.add(allProducts(blocks), 'products')
    return module
  })
