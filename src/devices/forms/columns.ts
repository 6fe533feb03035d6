// Forms of the kernels that lay out in columns what windows see, and add columns up, for a device; see kernels/columns.ts.
import { numelOf } from '../../base/layout.js'
import type { Sweep } from '../../kernels/columns.js'
import type { KernelName } from '../../kernels/kernel.js'
import type { Tensor } from '../../tensor/tensor.js'
import { type Numbers, runFormula } from '../by-place.js'
import { quotient } from '../elementwise.js'
import { cellsSeen, placesSeeing } from '../windows.js'
import type { DeviceForm } from './form.js'

/** Element (plane, cell, place) of columns. */
function columnOf(
  i: number,
  x: Numbers,
  cells: Numbers,
  plane: number,
  places: number,
  window: number,
): number {
  const q = quotient(i, places)
  const block = quotient(q, window)
  const at = cells[(i - q * places) * window + q - block * window]
  if (at < 0) return 0
  return x[block * plane + at]
}

/** Element (plane, place) of what columns add up to. */
function sumOfColumns(
  i: number,
  columns: Numbers,
  seen: Numbers,
  plane: number,
  places: number,
  window: number,
): number {
  const block = quotient(i, plane)
  const at = (i - block * plane) * window
  let sum = 0
  for (let k = 0; k < window; k++) {
    const place = seen[at + k]
    if (place >= 0) sum += columns[(block * window + k) * places + place]
  }
  return sum
}

const im2col: DeviceForm = ([out, x], _planes: number, sweep: Sweep) => {
  const { table, width } = cellsSeen(sweep)
  const rest = [numelOf(sweep.sizes), numelOf(sweep.places), width]
  return [runFormula(columnOf, out!.sizes, out!.dtype, x as Tensor, table, ...rest)]
}

const col2im: DeviceForm = ([out, columns], _planes: number, sweep: Sweep) => {
  const { table, width } = placesSeeing(sweep)
  const rest = [numelOf(sweep.sizes), numelOf(sweep.places), width]
  return [runFormula(sumOfColumns, out!.sizes, out!.dtype, columns as Tensor, table, ...rest)]
}

export const columnForms: Partial<Record<KernelName, DeviceForm>> = { im2col, col2im }
