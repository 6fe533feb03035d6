// The product of two matrices, or of a batch of pairs, alone or added to a tensor.
import { bfloat16, float32 } from '../../base/dtype.js'
import { broadcastStrides, contiguousStrides, type Sizes } from '../../base/layout.js'
import { isFloatScalar, type Scalar, scalarToNumber } from '../../base/scalar.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { gemm, type Steps } from '../../kernels/gemm.js'
import type { Order } from '../../kernels/single-products.js'
import { quickProduct } from '../../engine/quick-product.js'
import { run } from '../../engine/run.js'
import { productInBfloat16 } from './bfloat16-products.js'

/** Strides as batches, rows and columns; those of a vector are of a column's rows. */
function stepsOf(strides: Sizes, isColumn = false): Steps {
  if (strides.length === 2) return [0, strides[0], strides[1]]
  const padded = isColumn ? [...strides, 0] : strides
  const rank = padded.length
  return [rank > 2 ? padded[rank - 3] : 0, rank > 1 ? padded[rank - 2] : 0, rank > 0 ? padded[rank - 1] : 0]
}

const noSteps: Steps = [0, 0, 0]

/** Types that the loops have no code for: 16-bit floats compute as float32. */
const upcast = (x: Tensor): Tensor => (x.dtype.isHalf ? x.to(float32) : x)

/** `a @ b` for batches of matrices (rank 3) or single ones (rank 2), whose shapes were checked; `kind` is what these are. */
export function product(a: Tensor, b: Tensor, kind: Order = 'matrices'): Tensor {
  const { dtype } = a
  if (dtype.isHalf)
    return (
      productInBfloat16(a, b, kind === 'vector' ? kind : 'matrices') ??
      product(upcast(a), upcast(b)).to(dtype)
    )
  const rank = a.sizes.length
  const quick = rank === 2 && kind === 'matrices' ? quickProduct(a, b) : null
  if (quick !== null) return quick
  const m = a.sizes[rank - 2]
  const k = a.sizes[rank - 1]
  const n = b.sizes[rank - 1]
  const batches = rank === 2 ? 1 : a.sizes[0]
  const out = emptyTensor(rank === 2 ? [m, n] : [batches, m, n], dtype, a.device)
  const left = stepsOf(a.strides)
  const right = stepsOf(b.strides)
  const order = rank === 2 ? kind : 'batch'
  run(gemm, [out, a, b, null], batches, m, n, k, 1, left, right, 0, noSteps, m * n, order)
  return out
}

/** An integer dtype's alpha or beta: PyTorch cuts off its fraction. */
const wholeScalar = (value: Scalar): Scalar =>
  isFloatScalar(value) ? Math.trunc(scalarToNumber(value)) : value

/**
 * `beta * addend + alpha * (a @ b)`, of shape `sizes`: the products of a batch, or their sum where `sizes` has no
 * dimension for them. A beta of 0 leaves the addend out, even where it is not a number.
 */
export function addProduct(
  addend: Tensor,
  sizes: Sizes,
  a: Tensor,
  b: Tensor,
  beta: Scalar,
  alpha: Scalar,
): Tensor {
  const { dtype } = a
  if (dtype === bfloat16) return addInBfloat16(addend, sizes, a, b, beta, alpha)
  if (!dtype.is_floating_point || dtype.isHalf) return addRounded(addend, sizes, a, b, beta, alpha)
  const rank = a.sizes.length
  const [m, k] = [a.sizes[rank - 2], a.sizes[rank - 1]]
  const n = b.sizes[rank - 1]
  const out = emptyTensor(sizes, dtype, a.device)
  const added = addend.dtype === dtype ? addend : addend.to(dtype)
  run(
    gemm,
    [out, a, b, added],
    rank === 2 ? 1 : a.sizes[0],
    m,
    n,
    k,
    scalarToNumber(alpha),
    stepsOf(a.strides),
    stepsOf(b.strides),
    scalarToNumber(beta),
    stepsOf(broadcastStrides(added.sizes, added.strides, sizes), sizes.length === 1),
    sizes.length === 2 && rank === 3 ? 0 : m * n,
    sizes.length === 3 ? 'batch' : 'matrices',
  )
  return out
}

/** The same for bfloat16: small products as PyTorch rounds them, others once. */
function addInBfloat16(
  addend: Tensor,
  sizes: Sizes,
  a: Tensor,
  b: Tensor,
  beta: Scalar,
  alpha: Scalar,
): Tensor {
  const numbers = { beta: scalarToNumber(beta), alpha: scalarToNumber(alpha) }
  const isSummed = a.sizes.length === 3 && sizes.length === 2
  if (isSummed) {
    // One product is added after the other.
    let sum = addend
    for (let i = 0; i < a.sizes[0]; i++)
      sum = addInBfloat16(sum, sizes, a.select(0, i), b.select(0, i), i === 0 ? beta : 1, alpha)
    if (a.sizes[0] > 0) return sum
  }
  const isVector = sizes.length === 1
  const to = isVector ? addend.expand([...sizes]).unsqueeze(1) : addend
  const small = productInBfloat16(a, b, isVector ? 'vector' : 'matrices', { to, ...numbers })
  if (small !== null) return isVector ? small.viewAs(sizes, [1], small.offset) : small
  return addProduct(addend.to(float32), sizes, upcast(a), upcast(b), beta, alpha).to(bfloat16)
}

/** The same for types whose products are rounded before they are scaled and added. */
function addRounded(addend: Tensor, sizes: Sizes, a: Tensor, b: Tensor, beta: Scalar, alpha: Scalar): Tensor {
  const { dtype } = a
  const integral = dtype.isIntegral
  const scale = integral ? wholeScalar(beta) : beta
  const isSummed = a.sizes.length === 3 && sizes.length === 2
  const each = product(a, b)
  const products = isSummed ? each.sum(0).to(dtype) : each.viewAs(sizes, contiguousStrides(sizes), 0)
  const sum = products.mul(integral ? wholeScalar(alpha) : alpha)
  const isZero = typeof scale !== 'object' && Number(scale) === 0
  return (isZero ? sum : sum.add(addend.mul(scale))).to(dtype)
}
