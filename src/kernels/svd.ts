// Singular values of real matrices, by one-sided Jacobi rotations: short, and exact to the last digits for the small
// matrices of a lesson. For n columns it takes about 10 sweeps of n² rotations.
import { LinAlgError } from '../base/errors.js'
import { kernel, type Memory } from './kernel.js'

const MAX_SWEEPS = 60
/** Columns count as orthogonal below this cosine. */
const PRECISION = 1e-15

const dot = (x: Float64Array, y: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < x.length; i++) sum += x[i] * y[i]
  return sum
}

/** Turns two columns in their plane. */
function rotate(x: Float64Array, y: Float64Array, cosine: number, sine: number): void {
  for (let i = 0; i < x.length; i++) {
    const a = x[i]
    x[i] = cosine * a - sine * y[i]
    y[i] = sine * a + cosine * y[i]
  }
}

/**
 * Makes the columns of a matrix orthogonal by rotating pairs of them; `v` collects the rotations, so that afterwards
 * columns = A v, and the columns' lengths are the singular values.
 */
function orthogonalise(columns: readonly Float64Array[], v: readonly Float64Array[]): void {
  for (let sweep = 0; sweep < MAX_SWEEPS; sweep++) {
    let rotated = false
    for (let p = 0; p < columns.length; p++)
      for (let q = p + 1; q < columns.length; q++) {
        const inner = dot(columns[p], columns[q])
        const pp = dot(columns[p], columns[p])
        const qq = dot(columns[q], columns[q])
        if (!(Math.abs(inner) > PRECISION * Math.sqrt(pp * qq))) continue
        rotated = true
        const tau = (qq - pp) / (2 * inner)
        const tangent = (tau < 0 ? -1 : 1) / (Math.abs(tau) + Math.hypot(1, tau))
        const cosine = 1 / Math.hypot(1, tangent)
        rotate(columns[p], columns[q], cosine, cosine * tangent)
        rotate(v[p], v[q], cosine, cosine * tangent)
      }
    if (!rotated) return
  }
}

/** The columns of a matrix, or its rows where there are fewer of them. */
function columnsOf(
  array: Memory['array'],
  at: number,
  rows: number,
  width: number,
  transposed: boolean,
): Float64Array[] {
  const [count, length] = transposed ? [rows, width] : [width, rows]
  return Array.from({ length: count }, (_, k) =>
    Float64Array.from({ length }, (_unused, i) =>
      Number(array[at + (transposed ? k * width + i : i * width + k)]),
    ),
  )
}

const lengthOf = (column: Float64Array): number => Math.sqrt(dot(column, column))

/** Largest first. */
const descending = (a: number, b: number): number => b - a

/**
 * U, S and Vᴴ of `batches` matrices without the parts that a square or oblong matrix does not fill; U has zeros beside a
 * zero in S.
 *
 * @param isBatch whether a message names the matrix
 */
export const svd = kernel(
  'svd',
  (
    [u, s, vh, x]: readonly [Memory, Memory, Memory, Memory],
    batches: number,
    rows: number,
    width: number,
    isBatch: boolean,
  ) => {
    const [us, ss, vs] = [u, s, vh].map(({ array }) => array as Float64Array)
    const transposed = width > rows
    const count = Math.min(rows, width)
    for (let index = 0; index < batches; index++) {
      const columns = columnsOf(x.array, x.at + index * rows * width, rows, width, transposed)
      const v = columns.map((_, k) => Float64Array.from({ length: count }, (_unused, i) => (i === k ? 1 : 0)))
      if (!columns.every((column) => column.every(Number.isFinite))) {
        const which = isBatch ? `(Batch element ${index}): ` : ''
        throw new LinAlgError(
          `linalg.svd: ${which}The algorithm failed to converge because the input matrix contained non-finite values.`,
        )
      }
      orthogonalise(columns, v)
      const lengths = columns.map(lengthOf)
      const order = lengths.map((_, k) => k).sort((a, b) => descending(lengths[a], lengths[b]))
      order.forEach((k, place) => {
        const length = lengths[k]
        const direction = columns[k].map((value) => (length === 0 ? 0 : value / length))
        // The rotated columns are U's where they were columns of the matrix, V's where they were its rows.
        const [left, right] = transposed ? [v[k], direction] : [direction, v[k]]
        ss[s.at + index * count + place] = length
        for (let r = 0; r < rows; r++) us[u.at + (index * rows + r) * count + place] = left[r]
        for (let c = 0; c < width; c++) vs[vh.at + (index * count + place) * width + c] = right[c]
      })
    }
  },
  { writes: 3 },
)
