// The quick way for a product of two small float32 matrices of this process: it needs no plan.
import { float32 } from '../base/dtype.js'
import { shortestLoop } from '../kernels/single-products.js'
import { emptyTensor, type Tensor } from '../tensor/tensor.js'
import { arrayOf } from './plan.js'

/** Multiplications from which on another form than the shortest may be worth it. */
const LARGE_FROM = 512

/** `a @ b` for matrices whose shapes and dtypes were checked; null where the general way is needed. */
export function quickProduct(a: Tensor, b: Tensor): Tensor | null {
  const { dtype, sizes, strides } = a
  const m = sizes[0]
  const k = sizes[1]
  const n = b.sizes[1]
  if (dtype !== float32 || m * n * k >= LARGE_FROM || !a.memory.isHere || !b.memory.isHere) return null
  const loop = shortestLoop(m, n, k, 'matrices')
  if (loop === null) return null
  const out = emptyTensor([m, n], dtype)
  const [to, x, y] = [arrayOf(out), arrayOf(a), arrayOf(b)] as readonly Float32Array[]
  const steps = b.strides
  loop(to, 0, n, m, n, k, x, a.offset, strides[0], strides[1], y, b.offset, steps[0], steps[1], 1, false)
  return out
}
