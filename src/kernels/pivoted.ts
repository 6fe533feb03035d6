// Batches of matrices that are factored with pivots, and of systems that are solved with such factorizations.
import { type Columns, readColumns, writeColumns } from './matrix-columns.js'
import type { Memory } from './kernel.js'

/** Writes factors, pivots, and of each matrix what `factor` returns. */
export function factorEach(
  [out, pivots, info, x]: readonly [Memory, Memory, Memory, Memory],
  batches: number,
  rows: number,
  cols: number,
  factor: (a: Columns, pivots: Int32Array) => number,
): void {
  const places = pivots.array as Int32Array
  const count = Math.min(rows, cols)
  for (let index = 0; index < batches; index++) {
    const a = readColumns(x, index, rows, cols)
    const start = pivots.at + index * count
    info.array[info.at + index] = factor(a, places.subarray(start, start + count))
    writeColumns(out, index, a)
  }
}

/** Writes what `solve` makes of the right sides, each of `n` rows. */
export function solveEach(
  [x, factors, pivots, b]: readonly [Memory, Memory, Memory, Memory],
  batches: number,
  n: number,
  cols: number,
  solve: (a: Columns, pivots: Int32Array, right: Columns) => void,
): void {
  const places = pivots.array as Int32Array
  for (let index = 0; index < batches; index++) {
    const right = readColumns(b, index, n, cols)
    const start = pivots.at + index * n
    solve(readColumns(factors, index, n, n), places.subarray(start, start + n), right)
    writeColumns(x, index, right)
  }
}
