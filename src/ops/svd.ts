/**
 * Singular values of real matrices, by one-sided Jacobi rotations: short, and exact to the last digits for the small
 * matrices of a lesson. For n columns it takes about 10 sweeps of n² rotations.
 */
import { modes } from '../autograd/modes.js'
import { notImplementedFor } from '../tensor/dtype.js'
import { check, RuntimeError } from '../tensor/errors.js'
import { numelOf } from '../tensor/layout.js'
import { emptyTensor, type Tensor } from '../tensor/tensor.js'
import { op } from './op.js'

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

/** Visits each matrix of a batch: its columns, or its rows where there are fewer of them. */
function eachMatrix(
  self: Tensor,
  visit: (index: number, columns: Float64Array[], v: Float64Array[], transposed: boolean) => void,
): void {
  const rank = self.sizes.length
  const x = self.contiguous()
  const rows = x.sizes[rank - 2]
  const width = x.sizes[rank - 1]
  const transposed = width > rows
  const count = transposed ? rows : width
  const length = transposed ? width : rows
  const { array } = x.storage
  for (let index = 0; index < numelOf(x.sizes.slice(0, -2)); index++) {
    const at = x.offset + index * rows * width
    const columns = Array.from({ length: count }, (_, k) =>
      Float64Array.from({ length }, (_unused, i) => Number(array[at + (transposed ? k * width + i : i * width + k)])),
    )
    const v = columns.map((_, k) => Float64Array.from({ length: count }, (_unused, i) => (i === k ? 1 : 0)))
    orthogonalise(columns, v)
    visit(index, columns, v, transposed)
  }
}

const lengthOf = (column: Float64Array): number => Math.sqrt(dot(column, column))

/** Largest first; a not-a-number is the largest of all, as LAPACK has it. */
const descending = (a: number, b: number): number => (a !== a ? -1 : b !== b ? 1 : b - a)

function checkMatrices(self: Tensor): void {
  const { sizes, dtype } = self
  check(
    sizes.length >= 2,
    () => `linalg.svd: The input tensor A must have at least 2 dimensions.`,
  )
  check(
    dtype.is_floating_point || dtype.is_complex,
    () => `linalg.svd: Expected a floating point or complex tensor as input. Got ${dtype.scalarName}`,
  )
  if (dtype.isHalf || dtype.is_complex) notImplementedFor('linalg_svd_cpu', dtype)
}

function singularValues(self: Tensor): Tensor {
  const rank = self.sizes.length
  const count = Math.min(self.sizes[rank - 2], self.sizes[rank - 1])
  const result = emptyTensor([...self.sizes.slice(0, -2), count], self.dtype)
  eachMatrix(self, (index, columns) => {
    columns
      .map(lengthOf)
      .sort(descending)
      .forEach((value, k) => {
        result.setElementAt(index * count + k, value)
      })
  })
  return result
}

/** dA = Σ_k g_k u_k v_kᵀ, as each singular value is u_kᵀ A v_k. */
function singularValuesBack(g: Tensor, self: Tensor): Tensor {
  if (modes.grad) throw new RuntimeError('the second derivative of singular values is not implemented')
  const rank = self.sizes.length
  const rows = self.sizes[rank - 2]
  const width = self.sizes[rank - 1]
  const count = Math.min(rows, width)
  const weights = g.contiguous()
  const result = self.new_zeros(self.sizes as number[])
  const { array } = result.storage
  eachMatrix(self, (index, columns, v, transposed) => {
    const lengths = columns.map(lengthOf)
    const order = lengths.map((_, k) => k).sort((a, b) => descending(lengths[a], lengths[b]))
    order.forEach((k, place) => {
      const weight = Number(weights.elementAt(weights.offset + index * count + place))
      // A zero singular value has no direction of its own: its part of the slope is taken as zero.
      const scale = lengths[k] === 0 ? 0 : weight / lengths[k]
      for (let r = 0; r < rows; r++)
        for (let c = 0; c < width; c++) {
          const product = transposed ? columns[k][c] * v[k][r] : columns[k][r] * v[k][c]
          const at = result.offset + (index * rows + r) * width + c
          array[at] = Number(array[at]) + scale * product
        }
    })
  })
  return result
}

op('linalg.svdvals(Tensor A, *, Tensor? out=None) -> Tensor', {
  doc: 'The singular values of a matrix, or of each matrix of a batch; largest first.',
  example: ['torch.linalg.svdvals(torch.tensor([[1.5, 0], [0, 2]]))', 'tensor([2.0000, 1.5000])'],
  node: 'LinalgSvdBackward0',
  exactOut: true,
  validate: checkMatrices,
  compute: singularValues,
  backward: { A: (g, { A }) => singularValuesBack(g, A) },
})
