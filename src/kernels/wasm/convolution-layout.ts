// How convolutions see images: where rows cannot be read as they lie (padding, steps, rows shorter than a vector), a padded copy
// of an image is made, in which cells that a window's steps visit one after the other are neighbours; and the table of the
// cells that a window sees.
import { float32, float64 } from '../../base/dtype.js'
import type { Sweep, Triple } from '../columns.js'
import { BLOCK } from '../convolution.js'
import type { Memory } from '../kernel.js'
import { rowsCode } from './convolution-code.js'
import { type Lanes, double, single } from './lanes.js'
import { zerosAt } from './moves.js'
import { atOnce, type Call } from './parts.js'
import { addressOf, addressToRead, arenaBytes, bringBack, done, take } from './scratch.js'
import type { Callable } from './thread-code.js'

export const lanesOf = ({ dtype }: Memory): Lanes | null =>
  dtype === float32 ? single : dtype === float64 ? double : null

/** No room for a copy. */
class NoRoom extends Error {}

export function room(bytes: number): number {
  const at = take(bytes)
  if (at === 0) throw new NoRoom()
  return at
}
export const floatsAt = (lanes: Lanes, at: number, count: number): Float32Array | Float64Array =>
  lanes === single
    ? new Float32Array(arenaBytes().buffer, at, count)
    : new Float64Array(arenaBytes().buffer, at, count)
export const read = (memory: Memory, count: number): number => {
  const at = addressToRead(memory, count)
  if (at === 0) throw new NoRoom()
  return at
}

/** Calls `compute` with an address for the results, and brings them to where they belong. */
export function into(out: Memory, count: number, lanes: Lanes, compute: (at: number) => void): boolean {
  try {
    const there = addressOf(out)
    const to = there === 0 ? room(count * lanes.bytes) : there
    compute(to)
    if (there === 0) bringBack(out, to, count)
    return true
  } catch (error) {
    if (error instanceof NoRoom) return false
    throw error
  } finally {
    done()
  }
}

/**
 * One dimension of an image as a window goes over it: how long it is with what lies around it, where its first cell is, and by which
 * step the places go on. With a step, cells that lie it apart are neighbours: there are `step` runs of `run` cells.
 */
export interface Axis {
  readonly size: number
  readonly before: number
  readonly length: number
  readonly step: number
  readonly run: number
}

/** Where planes lie that a window goes over, in elements. */
export interface Layout {
  readonly axes: readonly [Axis, Axis, Axis]
  readonly row: number
  readonly slice: number
  readonly plane: number
  /** Whether that is a copy. */
  readonly isPadded: boolean
}

/** How a window sees an image of these sizes; rows have `columns` places at least. */
export function layoutOf(
  { sizes, window, places, stride, padding, dilation }: Sweep,
  columns: number,
): Layout {
  const axes = sizes.map((size, d): Axis => {
    const isRow = d === 2
    const last = (window[d] - 1) * dilation[d]
    const count = isRow ? Math.max(places[d], columns) : places[d]
    if (!isRow || stride[d] === 1) {
      const length = (count - 1) * stride[d] + last + 1
      return { size, before: padding[d], length, step: 1, run: length }
    }
    const run = count + Math.floor(last / stride[d])
    return { size, before: padding[d], length: run * stride[d], step: stride[d], run }
  }) as unknown as Layout['axes']
  const isPadded = axes.some(({ before, step, length, size }) => before !== 0 || step !== 1 || length > size)
  const [depth, height, width] = axes.map(({ size, length }) => (isPadded ? length : size))
  return { axes, row: width, slice: height * width, plane: depth * height * width, isPadded }
}

/** The place of a cell that is `at` behind the first that is seen, in a row. */
const inRow = ({ step, run }: Axis, at: number): number => (at % step) * run + Math.floor(at / step)

/** Copies of rows, as threads take them. */
export const rowsCopier = (lanes: Lanes): Callable => rowsCode(lanes).copyRows as unknown as Callable

/** How many calls `pad` makes. */
export const padsOf = ({ axes: [depth, , width], isPadded }: Layout): number =>
  isPadded ? depth.size * width.step : 0

/**
 * Copies an image's planes to where the layout has them; what lies around them stays as it is.
 *
 * @param own bytes of `to`, of which each thread has as many
 */
export function pad(
  lanes: Lanes,
  { axes, row, slice, plane }: Layout,
  to: number,
  from: number,
  planes: number,
  call: Call = atOnce,
  own = 0,
): void {
  const copyRows = rowsCopier(lanes)
  const { bytes } = lanes
  const [depth, height, width] = axes
  /** The first cell, at a distance, that is inside, and how many follow. */
  const inside = ({ size, before, length }: Axis): [first: number, count: number] => {
    const first = Math.max(0, -before)
    return [first, Math.max(0, Math.min(size, length - before) - first)]
  }
  const [z, slices] = inside(depth)
  const [y, rows] = inside(height)
  const [x, columns] = inside(width)
  if (rows === 0) return
  const area = height.size * width.size
  for (let k = 0; k < slices; k++)
    for (let r = 0; r < Math.min(width.step, columns); r++) {
      const there =
        (z + k + depth.before) * slice + (y + height.before) * row + inRow(width, x + r + width.before)
      call(
        copyRows,
        [
          ...[to + there * bytes, from + bytes * ((z + k) * area + y * width.size + x + r)],
          ...[planes, rows, Math.ceil((columns - r) / width.step)],
          ...[plane * bytes, row * bytes, bytes],
          ...[depth.size * area * bytes, width.size * bytes, width.step * bytes],
        ],
        [[0, own]],
      )
    }
}

export const wholeLines = (bytes: number): number => (bytes + 63) & ~63

/** Memory for a padded image, with zeros, for each of some threads; its bytes for one are given. */
export function paddedRoom(size: number, threads = 1): number {
  const at = room(size * threads)
  zerosAt(at, size * threads)
  return at
}
export const paddedBytes = ({ plane }: Layout, planes: number, bytes: number): number =>
  wholeLines(plane * planes * bytes)

/** A weight (of the first output) and where it is in the image, in elements. */
export type Term = readonly [weight: number, cell: number]

export function tableOf(lanes: Lanes, terms: readonly Term[]): number {
  const to = room(4 * Math.max(1, terms.length))
  const table = new Int32Array(arenaBytes().buffer, to, terms.length)
  for (let t = 0; t < terms.length; t++) table[t] = terms[t][1] * lanes.bytes
  return to
}

/** The cells of a window, in the order of the weights. */
function* cellsOf([depth, height, width]: Triple): Generator<Triple> {
  for (let z = 0; z < depth; z++)
    for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) yield [z, y, x]
}

/** Every cell of the window in every channel, as places in an image. */
export function cellTable(
  { axes, row, slice, plane }: Layout,
  { window, dilation }: Sweep,
  channels: number,
): Term[] {
  const terms: Term[] = []
  for (let c = 0; c < channels; c++)
    for (const [z, y, x] of cellsOf(window))
      terms.push([
        terms.length,
        c * plane + z * dilation[0] * slice + y * dilation[1] * row + inRow(axes[2], x * dilation[2]),
      ])
  return terms
}

/** Terms in the order of Note [Orders of convolutions]: the cells of so many planes, plane by plane within each. */
export function inBlocks(planes: number, cells: number, term: (plane: number, cell: number) => Term): Term[] {
  const terms: Term[] = []
  for (let first = 0; first < planes; first += BLOCK)
    for (let cell = 0; cell < cells; cell++)
      for (let plane = first; plane < Math.min(planes, first + BLOCK); plane++) terms.push(term(plane, cell))
  return terms
}
