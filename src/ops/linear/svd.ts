/**
 * Singular values of real matrices, by one-sided Jacobi rotations: short, and exact to the last digits for the small
 * matrices of a lesson. For n columns it takes about 10 sweeps of n² rotations.
 */
import type { Grad } from '../../tensor/node.js'
import { notImplementedFor } from '../../base/dtype.js'
import { check, LinAlgError } from '../../base/errors.js'
import { numelOf } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'

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
      Float64Array.from({ length }, (_unused, i) =>
        Number(array[at + (transposed ? k * width + i : i * width + k)]),
      ),
    )
    const v = columns.map((_, k) => Float64Array.from({ length: count }, (_unused, i) => (i === k ? 1 : 0)))
    if (!columns.every((column) => column.every(Number.isFinite))) {
      const which = rank > 2 ? `(Batch element ${index}): ` : ''
      throw new LinAlgError(
        `linalg.svd: ${which}The algorithm failed to converge because the input matrix contained non-finite values.`,
      )
    }
    orthogonalise(columns, v)
    visit(index, columns, v, transposed)
  }
}

const lengthOf = (column: Float64Array): number => Math.sqrt(dot(column, column))

/** Largest first. */
const descending = (a: number, b: number): number => b - a

function checkMatrices(self: Tensor): void {
  const { sizes, dtype } = self
  check(sizes.length >= 2, () => `linalg.svd: The input tensor A must have at least 2 dimensions.`)
  check(
    dtype.is_floating_point || dtype.is_complex,
    () => `linalg.svd: Expected a floating point or complex tensor as input. Got ${dtype.scalarName}`,
  )
  if (dtype.isHalf || dtype.is_complex) notImplementedFor('linalg_svd_cpu', dtype)
}

/** U, S and Vᴴ without the parts that a square or oblong matrix does not fill; U has zeros beside a zero in S. */
function decompose(self: Tensor): Tensor[] {
  const [rows, width] = self.sizes.slice(-2)
  const batch = self.sizes.slice(0, -2)
  const count = Math.min(rows, width)
  const u = emptyTensor([...batch, rows, count], self.dtype)
  const s = emptyTensor([...batch, count], self.dtype)
  const vh = emptyTensor([...batch, count, width], self.dtype)
  const [us, ss, vs] = [u, s, vh].map((tensor) => tensor.storage.array as Float64Array)
  const [uStep, sStep, vStep] = [u, s, vh].map((tensor) => tensor.offset)
  eachMatrix(self, (index, columns, v, transposed) => {
    const lengths = columns.map(lengthOf)
    const order = lengths.map((_, k) => k).sort((a, b) => descending(lengths[a], lengths[b]))
    order.forEach((k, place) => {
      const length = lengths[k]
      const direction = columns[k].map((x) => (length === 0 ? 0 : x / length))
      // The rotated columns are U's where they were columns of the matrix, V's where they were its rows.
      const [left, right] = transposed ? [v[k], direction] : [direction, v[k]]
      ss[sStep + index * count + place] = length
      for (let r = 0; r < rows; r++) us[uStep + (index * rows + r) * count + place] = left[r]
      for (let c = 0; c < width; c++) vs[vStep + (index * count + place) * width + c] = right[c]
    })
  })
  return [u, s, vh]
}

const skew = (x: Tensor): Tensor => x.sub(x.mT)

/** PyTorch's `svd_backward` (FunctionsManual.cpp) for real matrices. */
function svdBackward(gu: Grad, gs: Grad, gvh: Grad, u: Tensor, s: Tensor, vh: Tensor): Tensor {
  const [rows, width] = [u.sizes[u.sizes.length - 2], vh.sizes[vh.sizes.length - 1]]
  // Where only S was used, dA = U diag(dS) Vᴴ: each singular value is uᴴ A v.
  if (gu === null && gvh === null) return u.matmul((gs as Tensor).unsqueeze(-1).mul(vh))
  const squares = s.mul(s)
  const identity = call('diag_embed', [s.new_ones(s.sizes as number[])]) as Tensor
  const gaps = squares.unsqueeze(-2).sub(squares.unsqueeze(-1)).add(identity)
  let inner = s.new_zeros([...s.sizes, s.sizes[s.sizes.length - 1]])
  if (gu !== null) inner = inner.add(skew(u.mT.matmul(gu)).div(gaps).mul(s.unsqueeze(-2)))
  if (gvh !== null) inner = inner.add(s.unsqueeze(-1).mul(skew(vh.matmul(gvh.mT)).div(gaps)))
  if (gs !== null) inner = inner.add(call('diag_embed', [gs]) as Tensor)
  if (rows > width && gu !== null) {
    const outside = gu.div(s.unsqueeze(-2))
    return u
      .matmul(inner)
      .add(outside)
      .sub(u.matmul(u.mT.matmul(outside)))
      .matmul(vh)
  }
  if (rows < width && gvh !== null) {
    const outside = gvh.div(s.unsqueeze(-1))
    return u.matmul(inner.matmul(vh).add(outside).sub(outside.matmul(vh.mT).matmul(vh)))
  }
  return u.matmul(inner).matmul(vh)
}

op('_linalg_svd(Tensor A) -> (Tensor U, Tensor S, Tensor Vh)', {
  doc: 'A matrix as U diag(S) Vh, with orthonormal columns in U and rows in Vh; the singular values S fall.',
  example: ['torch._linalg_svd(torch.tensor([[1.5, 0], [0, 2]])).S', 'tensor([2.0000, 1.5000])'],
  node: 'LinalgSvdBackward0',
  validate: checkMatrices,
  compute: decompose,
  backward: { A: (_g, { U, S, Vh, grads }) => svdBackward(grads[0], grads[1], grads[2], U, S, Vh) },
})

op('linalg.svdvals(Tensor A, *, Tensor? out=None) -> Tensor', {
  doc: 'The singular values of a matrix, or of each matrix of a batch; largest first.',
  example: ['torch.linalg.svdvals(torch.tensor([[1.5, 0], [0, 2]]))', 'tensor([2.0000, 1.5000])'],
  exactOut: true,
  forward: (A: Tensor) => (call('_linalg_svd', [A]) as Tensor[])[1],
})
