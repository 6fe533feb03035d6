// Triangles of matrices, above a diagonal or below it: the reference of tril and triu, and of their indices.
import type { TypedArray } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'
import { cellsOf } from './places.js'

/** Keeps of each matrix in `array`, one after the other, the triangle above the diagonal, or below it. */
function keepTriangle(
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

/** The rows of the `count` elements in a triangle of a matrix, then their columns, row by row. */
export const trianglePlaces = kernel(
  'triangle-places',
  (
    [out]: readonly [Memory],
    count: number,
    rows: number,
    columns: number,
    diagonal: number,
    upper: boolean,
  ) => {
    const array = out.array as unknown as BigInt64Array
    let at = out.at
    const all = at + count
    // Only rows that have something: there may be far more of them than elements.
    const last = upper ? Math.min(rows, columns - diagonal) : rows
    for (let r = upper || columns === 0 ? 0 : Math.max(0, -diagonal); at < all && r < last; r++) {
      const end = upper ? columns : Math.min(columns, r + diagonal + 1)
      for (let c = upper ? Math.max(0, r + diagonal) : 0; c < end; c++, at++) {
        array[at] = BigInt(r)
        array[count + at] = BigInt(c)
      }
    }
  },
)
