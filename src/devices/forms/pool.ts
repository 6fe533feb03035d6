// Forms of the kernels of pooling for a device; see kernels/pool.ts for what they take. An average is a sum along one dimension
// after the other, as in resample.ts.
import { numelOf } from '../../base/layout.js'
import type { Triple } from '../../kernels/columns.js'
import type { KernelName } from '../../kernels/kernel.js'
import type { Axes, Axis, Divisors } from '../../kernels/pool.js'
import type { Tensor } from '../../tensor/tensor.js'
import { type Numbers, runFormula } from '../by-place.js'
import { quotient } from '../elementwise.js'
import { cellsOf, windowsOn } from '../windows.js'
import type { DeviceForm } from './form.js'
import { combined, type Share, turned } from './resample.js'

/** Where in its plane the largest number of a window lies: the first of several, the last of what is no number. */
function placeOfLargest(
  i: number,
  x: Numbers,
  cells: Numbers,
  plane: number,
  windows: number,
  width: number,
): number {
  const block = quotient(i, windows)
  const first = (i - block * windows) * width
  let place = cells[first]
  let largest = x[block * plane + place]
  for (let k = 1; k < width; k++) {
    const at = cells[first + k]
    if (at >= 0) {
      const value = x[block * plane + at]
      if (value > largest || value !== value) {
        largest = value
        place = at
      }
    }
  }
  return place
}

/** The number at a place of the plane. */
function numberAt(i: number, x: Numbers, indices: Numbers, plane: number, windows: number): number {
  return x[quotient(i, windows) * plane + indices[i]]
}

/** What the windows on a place of the plane give it, of which it was the largest number. */
function slopeOfLargest(
  i: number,
  g: Numbers,
  indices: Numbers,
  windows: Numbers,
  plane: number,
  count: number,
  width: number,
): number {
  const block = quotient(i, plane)
  const place = i - block * plane
  let sum = 0
  for (let k = 0; k < width; k++) {
    const window = windows[place * width + k]
    if (window >= 0) {
      const at = block * count + window
      if (indices[at] === place) sum += g[at]
    }
  }
  return sum
}

const windowsIn = (axes: Axes): number => axes.reduce((count, { first }) => count * first.length, 1)

const maxPool: DeviceForm = ([values, indices, x], _planes: number, sizes: Triple, axes: Axes) => {
  const { table, width } = cellsOf(axes, sizes)
  const [plane, windows] = [numelOf(sizes), windowsIn(axes)]
  const places = runFormula(
    placeOfLargest,
    values!.sizes,
    indices!.dtype,
    x as Tensor,
    table,
    plane,
    windows,
    width,
  )
  return [runFormula(numberAt, values!.sizes, values!.dtype, x as Tensor, places, plane, windows), places]
}

const maxPoolSlope: DeviceForm = ([out, g, indices], _planes: number, sizes: Triple, axes: Axes) => {
  const { table, width } = windowsOn(axes, sizes)
  const rest = [numelOf(sizes), windowsIn(axes), width]
  return [runFormula(slopeOfLargest, out!.sizes, out!.dtype, g as Tensor, indices as Tensor, table, ...rest)]
}

// ---- averages ----

/** What a window takes of its cells along one dimension. */
const sharesOf = ({ first, count, step }: Axis, divisors: Float64Array): Share[][] =>
  Array.from(first, (start, i) =>
    Array.from({ length: count[i] }, (_, k): Share => [start + k * step, 1 / divisors[i]]),
  )

const averagePool: DeviceForm = ([out, x], planes: number, sizes: Triple, axes: Axes, divisors: Divisors) => {
  let result = (x as Tensor).reshape([planes, ...sizes])
  axes.forEach((axis, d) => (result = combined(result, d + 1, sharesOf(axis, divisors[d]))))
  return [result.reshape(out!.sizes as number[])]
}

const averagePoolSlope: DeviceForm = (
  [out, g],
  planes: number,
  sizes: Triple,
  axes: Axes,
  divisors: Divisors,
) => {
  let result = (g as Tensor).reshape([planes, ...axes.map(({ first }) => first.length)])
  axes.forEach((axis, d) => {
    result = combined(result, d + 1, turned(sharesOf(axis, divisors[d]), sizes[d]))
  })
  return [result.reshape(out!.sizes as number[])]
}

export const poolForms: Partial<Record<KernelName, DeviceForm>> = {
  'max-pool': maxPool,
  'max-pool-slope': maxPoolSlope,
  'average-pool': averagePool,
  'average-pool-slope': averagePoolSlope,
}
