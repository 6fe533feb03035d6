// Triangles of matrices on a device: what is on the other side of the diagonal becomes 0.
import type { Tensor } from '../tensor/tensor.js'
import { type Numbers, runFormula } from './by-place.js'
import { quotient, remainderOf } from './elementwise.js'

function aboveDiagonal(i: number, x: Numbers, rows: number, columns: number, diagonal: number): number {
  const line = quotient(i, columns)
  return i - line * columns >= remainderOf(line, rows) + diagonal ? x[i] : 0
}
function belowDiagonal(i: number, x: Numbers, rows: number, columns: number, diagonal: number): number {
  const line = quotient(i, columns)
  return i - line * columns <= remainderOf(line, rows) + diagonal ? x[i] : 0
}

/** A copy that keeps of each matrix the triangle above the diagonal, or below it. */
export function triangleOf(self: Tensor, diagonal: number, upper: boolean): Tensor {
  const [rows, columns] = self.sizes.slice(-2)
  const formula = upper ? aboveDiagonal : belowDiagonal
  return runFormula(formula, self.sizes, self.dtype, self, rows, columns, diagonal)
}
