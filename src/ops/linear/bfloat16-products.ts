// Small products of bfloat16: PyTorch rounds each of their steps, and large ones once, which oneDNN computes. Follows
// ATen/native/cpu/BlasKernel.cpp, LinearAlgebra.cpp and mkldnn/Matmul.cpp.
import { bfloat16, float32 } from '../../base/dtype.js'
import { rounding } from '../../base/half.js'
import { contiguousStrides, type Sizes } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { arrayOf } from '../../engine/plan.js'

/** Multiplications, of all matrices of a batch, from which on oneDNN computes. */
const LARGE_FROM = 16 ** 3
/** Those of each matrix of a batch below which BLAS is not asked. */
const TINY_BELOW = 400

const rounded = rounding(bfloat16)

/** What is added to a product, times `beta`; `alpha` is the product's own. */
export interface Added {
  readonly to: Tensor
  readonly beta: number
  readonly alpha: number
}

/** Whether a matrix lies column by column, and not row by row as well. */
function liesInColumns({ sizes, strides }: Tensor): boolean {
  const [rows, columns] = sizes.slice(-2)
  const [down, along] = strides.slice(-2)
  return !(along === 1 && down >= Math.max(1, columns)) && down === 1 && along >= Math.max(1, rows)
}

/**
 * How each step rounds.
 *
 *     each         sum = r(sum + r(x * y)), from r(beta * added) on; alpha is in the product
 *     scaled       the same, and x is r(x * r(alpha))
 *     after        the same from 0 on, then r(r(beta * added) + r(r(alpha) * sum))
 *     once         r(beta * added + alpha * sum)
 */
type Steps = 'each' | 'scaled' | 'after' | 'once'

function stepsFor(a: Tensor, b: Tensor, multiplications: number, kind: 'vector' | 'matrices'): Steps {
  if (kind === 'vector') return 'after'
  if (a.sizes.length === 3 && multiplications < TINY_BELOW) return 'scaled'
  return liesInColumns(b) && !liesInColumns(a) ? 'once' : 'each'
}

const inFloat32 = (x: Tensor): Float32Array => arrayOf(x.to(float32).clone().contiguous()) as Float32Array

/**
 * `a @ b`, or `beta * added + alpha * (a @ b)`, for matrices of bfloat16 or batches of them; null where PyTorch rounds
 * the product once.
 */
export function productInBfloat16(
  a: Tensor,
  b: Tensor,
  kind: 'vector' | 'matrices',
  added: Added | null = null,
): Tensor | null {
  if (a.dtype !== bfloat16 || !a.memory.isHere || !b.memory.isHere) return null
  const rank = a.sizes.length
  const [m, k] = a.sizes.slice(-2)
  const n = b.sizes[rank - 1]
  const batches = rank === 3 ? a.sizes[0] : 1
  const multiplications = m * n * k
  if (batches * multiplications > LARGE_FROM || batches * multiplications === 0) return null
  const steps = stepsFor(a, b, multiplications, kind)
  if (steps === 'once' && added === null) return null
  const sizes: Sizes = rank === 3 ? [batches, m, n] : [m, n]
  const out = emptyTensor(sizes, float32, a.device)
  const [to, x, y] = [arrayOf(out) as Float32Array, inFloat32(a), inFloat32(b)]
  const from = added === null ? null : inFloat32(added.to.expand([...sizes]))
  const { beta, alpha } = added ?? { beta: 0, alpha: 1 }
  const { offset } = out
  for (let at = 0; at < batches; at++)
    for (let row = 0; row < m; row++)
      for (let column = 0; column < n; column++) {
        const place = (at * m + row) * n + column
        const start = from === null || beta === 0 ? 0 : from[place]
        to[offset + place] = element(
          steps,
          k,
          x,
          (at * m + row) * k,
          y,
          at * k * n + column,
          n,
          start,
          beta,
          alpha,
        )
      }
  return out.viewAs(sizes, contiguousStrides(sizes), offset).to(bfloat16)
}

/** One element: a row of `x` times a column of `y`, whose items lie `step` apart. */
function element(
  steps: Steps,
  k: number,
  x: Float32Array,
  xAt: number,
  y: Float32Array,
  yAt: number,
  step: number,
  start: number,
  beta: number,
  alpha: number,
): number {
  if (steps === 'once') {
    let sum = 0
    for (let i = 0; i < k; i++) sum = Math.fround(sum + x[xAt + i] * y[yAt + i * step])
    return Math.fround(beta * start + alpha * sum)
  }
  const first = start === 0 ? 0 : rounded(start * rounded(beta))
  let sum = steps === 'after' ? 0 : first
  const scale = steps === 'scaled' ? rounded(alpha) : Math.fround(alpha)
  for (let i = 0; i < k; i++) {
    const item = x[xAt + i]
    const other = y[yAt + i * step]
    const product =
      steps === 'scaled'
        ? rounded(item * scale) * other
        : steps === 'each'
          ? Math.fround(item * scale) * other
          : item * other
    sum = rounded(sum + rounded(product))
  }
  return steps === 'after' ? rounded(first + rounded(rounded(alpha) * sum)) : sum
}
