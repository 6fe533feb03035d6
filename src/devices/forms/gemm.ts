// Products of matrices on a device: each element of a result is the work of one thread.
import type { KernelName } from '../../kernels/kernel.js'
import type { Tensor } from '../../tensor/tensor.js'
import type { Steps } from '../../kernels/gemm.js'
import { LONGEST_LOOP, type Numbers, runFormula } from '../by-place.js'
import { getBackend } from '../device.js'
import { quotient } from '../elementwise.js'
import type { DeviceForm } from './form.js'

/** Element (batch, row, column) of a product of batches of matrices. */
function matrixProduct(i: number, a: Numbers, b: Numbers, m: number, n: number, k: number): number {
  const q = quotient(i, n)
  const column = i - q * n
  const batch = quotient(q, m)
  const left = q * k
  const right = batch * k * n + column
  let sum = 0
  for (let j = 0; j < k; j++) sum += a[left + j] * b[right + j * n]
  return sum
}

/** The same of a matrix and a transposed one, whose rows are `fours` times four numbers long: a quarter of the reads. */
function rowProduct(i: number, a: Numbers, b: Numbers, m: number, n: number, fours: number): number {
  const q = quotient(i, n)
  const batch = quotient(q, m)
  const left = q * fours
  const right = (batch * n + (i - q * n)) * fours
  let sum = 0
  for (let j = 0; j < fours; j++) sum += dot4(a, left + j, b, right + j)
  return sum
}
/** What kernels have for this: see `Kernel`. */
declare function dot4(a: Numbers, p: number, b: Numbers, q: number): number

/** Below so many products per element, laying the matrices out anew costs more than it saves. */
const LONG_ROW = 32

/** An element of rows that were `k` long and are now `width`, the rest zeros. */
function paddedRow(i: number, x: Numbers, k: number, width: number): number {
  const row = quotient(i, width)
  const column = i - row * width
  return column < k ? x[row * k + column] : 0
}

/** Rows filled up with zeros to a multiple of four. */
export function inFours(x: Tensor): Tensor {
  const k = x.sizes[x.sizes.length - 1]
  const width = 4 * Math.ceil(k / 4)
  if (width === k) return x
  return runFormula(paddedRow, [...x.sizes.slice(0, -1), width], x.dtype, x, k, width)
}

/** The product of matrices, or of batches of them. */
export function productOf(a: Tensor, b: Tensor): Tensor {
  const rank = a.sizes.length
  const [m, k] = a.sizes.slice(rank - 2)
  const n = b.sizes[rank - 1]
  const sizes = [...a.sizes.slice(0, rank - 1), n]
  // See Note [Long loops] in devices/by-place.ts.
  const most = getBackend().readsFours ? 4 * LONGEST_LOOP : LONGEST_LOOP
  if (k > most)
    return productOf(a.narrow(-1, 0, most), b.narrow(-2, 0, most)).add(
      productOf(a.narrow(-1, most, k - most), b.narrow(-2, most, k - most)),
    )
  if (k >= LONG_ROW && getBackend().readsFours) {
    const [left, right] = [inFours(a), inFours(b.transpose(-2, -1))]
    return runFormula(rowProduct, sizes, a.dtype, left, right, m, n, Math.ceil(k / 4))
  }
  return runFormula(matrixProduct, sizes, a.dtype, a, b, m, n, k)
}

const gemm: DeviceForm = (
  [out, a, b, addend],
  _batches: number,
  _m: number,
  _n: number,
  _k: number,
  alpha: number,
  _a: Steps,
  _b: Steps,
  beta: number,
  _addend: Steps,
  outStep: number,
) => {
  const { sizes } = out as Tensor
  const each = productOf(a as Tensor, b as Tensor)
  const products =
    outStep === 0 && each.sizes.length > sizes.length ? each.sum(0) : each.reshape(sizes as number[])
  if (addend === null) return [products]
  const scaled = alpha === 1 ? products : products.mul(alpha)
  return [beta === 0 ? scaled : scaled.add(beta === 1 ? addend : addend.mul(beta))]
}

/** Of two vectors. */
const dot: DeviceForm = ([, x, y], n: number) => [
  productOf(x!.viewAs([1, n], [n, 1], x!.offset), y!.viewAs([n, 1], [1, 1], y!.offset)).reshape([]),
]

export const productForms: Partial<Record<KernelName, DeviceForm>> = { gemm, dot }
