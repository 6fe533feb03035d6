// Clears what is above or below a diagonal: the reference of tril and triu.
import type { TypedArray } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'
import { cellsOf } from './places.js'

/** Keeps of each matrix in `array`, one after the other, the triangle above the diagonal, or below it. */
export function keepTriangle(
  array: TypedArray,
  width: number,
  rows: number,
  columns: number,
  diagonal: number,
  upper: boolean,
): void {
  const cells = array as Float32Array
  const matrix = rows * columns
  const total = cells.length / width
  for (let start = 0; start < total; start += matrix)
    for (let row = 0; row < rows; row++) {
      const edge = Math.min(Math.max(row + diagonal + (upper ? 0 : 1), 0), columns)
      const line = start + row * columns
      cells.fill(0, (line + (upper ? 0 : edge)) * width, (line + (upper ? edge : columns)) * width)
    }
}

/** Clears in `count` elements of a memory, matrices that lie in order, what is on the other side of the diagonal. */
export const triangle = kernel(
  'triangle',
  (
    [{ array, at, dtype }]: readonly [Memory],
    count: number,
    rows: number,
    columns: number,
    diagonal: number,
    upper: boolean,
  ) => {
    const width = cellsOf(dtype)
    keepTriangle(array.subarray(at * width, (at + count) * width), width, rows, columns, diagonal, upper)
  },
  { pairs: true, halves: true },
)
