// The code of a convolution's gradient by its weight: sums over places of products of the places' gradients and the cells that they
// see, for some outputs and some cells of the window at a time.
import { type Func, Module } from './assembler.js'
import { type Code, during, i32, type Local, v128, when } from './instructions.js'
import { advance, family, params, taking, times } from './convolution-code.js'
import { type Lanes, multiplyAdd, total } from './lanes.js'
import { compiled, type Exports } from './level.js'

/** How many outputs, and how many cells of the window, products are summed up of together: as many sums as registers hold. */
export const HEIGHTS = [6, 4, 2, 1] as const
const WIDTHS = [2, 1] as const

/**
 * Adds up, over the places of a plane in several images, products of `height` outputs' gradients and `width` cells of the window. Parameters: the
 * gradients, from output to output there, from row to row; the image, table, from row to row of it; rows, whole vectors of a
 * row, where its last vector begins in bytes (negative where there is none), where a mask of that is; results, and from output
 * to output of these in bytes; images, and from one to the next of the gradients and of them, in bytes.
 */
function products(lanes: Lanes, height: number, width: number): Func {
  const { vector, scalar, bytes } = lanes
  const func = taking(15)
  const [g, outputStep, gStep, image, table, imageStep, rows, whole, last, mask, out, outStep] = params(func)
  const [images, nextG, nextImage] = params(func).slice(12)
  const sums = Array.from({ length: height * width }, () => func.local('v128'))
  const cells = Array.from({ length: width }, () => func.local('i32'))
  const outputs = Array.from({ length: height }, () => func.local('i32'))
  const values = Array.from({ length: width }, () => func.local('v128'))
  const [slope, valid] = [func.local('v128'), func.local('v128')]
  const [x, left, row] = [func.local('i32'), func.local('i32'), func.local('i32')]
  const step = (read: (at: Local) => Code): Code => [
    values.map((value, k) => value.set(read(cells[k]))),
    outputs.map((output, r) => [
      slope.set(read(output)),
      values.map((value, k) => {
        const sum = sums[r * width + k]
        return sum.set(multiplyAdd(lanes, slope.get, value.get, sum.get))
      }),
    ]),
  ]
  return func.do(
    sums.map((sum) => sum.set(vector.const(0))),
    valid.set(v128.load(mask.get)),
    during(images.get, [
      cells.map((cell, k) => cell.set(i32.add(image.get, i32.load(table.get, 4 * k)))),
      outputs.map((output, r) => output.set(i32.add(g.get, times(outputStep.get, r)))),
      row.set(rows.get),
      during(row.get, [
        x.set(i32.const(0)),
        left.set(whole.get),
        during(left.get, [
          step((at) => v128.load(i32.add(at.get, x.get))),
          advance(x, i32.const(16)),
          advance(left, i32.const(-1)),
        ]),
        when(i32.ge(last.get, i32.const(0)), [
          step((at) => v128.and(v128.load(i32.add(at.get, last.get)), valid.get)),
        ]),
        cells.map((cell) => advance(cell, imageStep.get)),
        outputs.map((output) => advance(output, gStep.get)),
        advance(row, i32.const(-1)),
      ]),
      advance(g, nextG.get),
      advance(image, nextImage.get),
      advance(images, i32.const(-1)),
    ]),
    outputs.map((_, r) => [
      values.map((_, k) =>
        scalar.store(
          out.get,
          scalar.add(scalar.load(out.get, k * bytes), total(lanes, sums[r * width + k])),
          k * bytes,
        ),
      ),
      advance(out, outStep.get),
    ]),
  )
}

/**
 * The same for all outputs and all terms of the table. Parameters: as there, but the numbers of outputs and terms between the
 * mask and the results, which have no step.
 */
function allProducts({ bytes }: Lanes, blocks: ReadonlyMap<string, Func>): Func {
  const func = taking(16)
  const [g, outputStep, gStep, image, table, imageStep, rows, whole, last, mask, outputs, terms, out] =
    params(func)
  const ofImages = params(func).slice(13)
  const [left, cell, to] = [func.local('i32'), func.local('i32'), func.local('i32')]
  const line = times(terms.get, bytes)
  return func.do(
    HEIGHTS.map((height) =>
      during(i32.ge(outputs.get, i32.const(height)), [
        left.set(terms.get),
        cell.set(table.get),
        to.set(out.get),
        WIDTHS.map((width) =>
          during(i32.ge(left.get, i32.const(width)), [
            blocks
              .get(`${height}x${width}`)!
              .call(
                ...[g, outputStep, gStep, image, cell, imageStep, rows, whole, last, mask, to].map(
                  (one) => one.get,
                ),
                line,
                ...ofImages.map((one) => one.get),
              ),
            advance(cell, i32.const(4 * width)),
            advance(to, i32.const(width * bytes)),
            advance(left, i32.const(-width)),
          ]),
        ),
        advance(g, times(outputStep.get, height)),
        advance(out, times(line, height)),
        advance(outputs, i32.const(-height)),
      ]),
    ),
  )
}

/** Sums of products over places, for one type of float. */
export const correlationCode = (lanes: Lanes): Exports =>
  compiled(`correlations ${lanes.name}`, (name) => {
    const module = new Module(name)
    const blocks = family(module, HEIGHTS, WIDTHS, (height, width) => products(lanes, height, width))
    module.add(allProducts(lanes, blocks), 'products')
    return module
  })
