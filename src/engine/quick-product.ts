// The quick way for a product of two small float32 matrices of this process: it needs no plan.
import { float32 } from '../base/dtype.js'
import { gemmShortest, isShortest } from '../kernels/single-products.js'
import { emptyTensor, type Tensor } from '../tensor/tensor.js'
import { arrayOf } from './plan.js'

/** Multiplications from which on another form than the shortest may be worth it. */
const LARGE_FROM = 512

/** `a @ b` for matrices whose shapes and dtypes were checked; null where the general way is needed. */
export function quickProduct(a: Tensor, b: Tensor): Tensor | null {
  const { dtype } = a
  const [m, k] = a.sizes
  const n = b.sizes[1]
  if (dtype !== float32 || m * n * k >= LARGE_FROM || !isShortest(m, n, k, 'matrices')) return null
  if (!a.memory.isHere || !b.memory.isHere) return null
  const out = emptyTensor([m, n], dtype)
  const [aRow, aColumn] = a.strides
  const [bRow, bColumn] = b.strides
  const [to, x, y] = [arrayOf(out), arrayOf(a), arrayOf(b)] as readonly Float32Array[]
  const { offset } = a
  gemmShortest(to, 0, m, n, k, x, offset, aRow, aColumn, y, b.offset, bRow, bColumn, 1, false, 'matrices')
  return out
}
