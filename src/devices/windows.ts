// What windows over planes see, as tables for a device. A kernel there makes each element by its place, so it asks which cells
// a window has at that place, or, on the way back, which windows have that cell: one table a question, whatever the rank,
// steps, padding and dilation of the windows are.
import type { Sweep, Triple } from '../kernels/columns.js'
import type { Axes } from '../kernels/pool.js'
import { type Table, tableFor } from './tables.js'

/** Stands in a table for a cell beside the plane, or for no window. */
const NOWHERE = -1

const sizeOf = ([depth, height, width]: Triple): number => depth * height * width

/** Calls `visit` with each place of a window, each of its cells by number, and where that lies in the plane. */
function eachSight(
  { sizes, window, places, stride, padding, dilation }: Sweep,
  visit: (place: number, cell: number, at: number) => void,
): void {
  // Along each dimension: where the k-th cell of a window lies at its j-th place.
  const [zs, ys, xs] = sizes.map((size, d) => {
    const at = new Int32Array(places[d] * window[d])
    for (let j = 0; j < places[d]; j++)
      for (let k = 0; k < window[d]; k++) {
        const place = j * stride[d] + k * dilation[d] - padding[d]
        at[j * window[d] + k] = place < size ? place : NOWHERE
      }
    return at
  })
  const [, height, width] = sizes
  const [depths, rows, columns] = window
  let place = 0
  for (let i = 0; i < places[0]; i++)
    for (let j = 0; j < places[1]; j++)
      for (let l = 0; l < places[2]; l++, place++)
        for (let a = 0, cell = 0; a < depths; a++)
          for (let b = 0; b < rows; b++)
            for (let c = 0; c < columns; c++, cell++) {
              const [z, y, x] = [zs[i * depths + a], ys[j * rows + b], xs[l * columns + c]]
              if (z >= 0 && y >= 0 && x >= 0) visit(place, cell, (z * height + y) * width + x)
            }
}

const keyOf = ({ sizes, window, places, stride, padding, dilation }: Sweep): string =>
  [sizes, window, places, stride, padding, dilation].join()

/** For each place of a window, and each of its cells, where that lies in the plane. */
export const cellsSeen = (sweep: Sweep): Table =>
  tableFor(`cells ${keyOf(sweep)}`, () => {
    const width = sizeOf(sweep.window)
    const values = new Float32Array(sizeOf(sweep.places) * width).fill(NOWHERE)
    eachSight(sweep, (place, cell, at) => (values[place * width + cell] = at))
    return [values, width]
  })

/** For each place of the plane, and each cell of the window, at which of its places the window has that cell there. */
export const placesSeeing = (sweep: Sweep): Table =>
  tableFor(`places ${keyOf(sweep)}`, () => {
    const width = sizeOf(sweep.window)
    const values = new Float32Array(sizeOf(sweep.sizes) * width).fill(NOWHERE)
    eachSight(sweep, (place, cell, at) => (values[at * width + cell] = place))
    return [values, width]
  })

// ---- windows that say their cells along each dimension ----

const keyOfAxes = (axes: Axes, sizes: Triple): string =>
  [sizes, ...axes.map(({ first, count, step }) => [first, count, step])].join()

const most = (counts: Int32Array): number => counts.reduce((a, b) => Math.max(a, b), 1)

/** Calls `visit` with each window by number, and where each of its cells lies, in order. */
function eachCell(
  [ds, hs, ws]: Axes,
  [, height, width]: Triple,
  visit: (window: number, at: number) => void,
): void {
  let window = 0
  for (let i = 0; i < ds.first.length; i++)
    for (let j = 0; j < hs.first.length; j++)
      for (let k = 0; k < ws.first.length; k++, window++)
        for (let d = 0; d < ds.count[i]; d++)
          for (let h = 0; h < hs.count[j]; h++) {
            const row = (ds.first[i] + d * ds.step) * height + hs.first[j] + h * hs.step
            for (let w = 0; w < ws.count[k]; w++) visit(window, row * width + ws.first[k] + w * ws.step)
          }
}

/** For each window where its cells lie in the plane, in order. */
export const cellsOf = (axes: Axes, sizes: Triple): Table =>
  tableFor(`pool ${keyOfAxes(axes, sizes)}`, () => {
    const width = axes.reduce((count, axis) => count * most(axis.count), 1)
    const windows = axes.reduce((count, axis) => count * axis.first.length, 1)
    const values = new Float32Array(windows * width).fill(NOWHERE)
    const counts = new Int32Array(windows)
    eachCell(axes, sizes, (window, at) => (values[window * width + counts[window]++] = at))
    return [values, width]
  })

/** For each place of the plane the windows that have it. */
export const windowsOn = (axes: Axes, sizes: Triple): Table =>
  tableFor(`unpool ${keyOfAxes(axes, sizes)}`, () => {
    const counts = new Int32Array(sizeOf(sizes))
    eachCell(axes, sizes, (_, at) => counts[at]++)
    const width = most(counts)
    const values = new Float32Array(counts.length * width).fill(NOWHERE)
    counts.fill(0)
    eachCell(axes, sizes, (window, at) => (values[at * width + counts[at]++] = window))
    return [values, width]
  })
