/** The product of two matrices, or of a batch of pairs, on the CPU by the loops of gemm.ts and on a device by its kernels. */
import { isOnDevice } from '../../devices/device-storage.js'
import { type DType, float32, int32, int64 } from '../../base/dtype.js'
import { broadcastStrides, type Sizes } from '../../base/layout.js'
import { isFloatScalar, type Scalar, scalarToNumber } from '../../base/scalar.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { gemmComplex, gemmFloat, gemmInt, gemmLong, type Matrix } from '../../kernels/gemm.js'
import { LONGEST_LOOP, type Numbers, runFormula } from '../../devices/by-place.js'
import { quotient } from '../../devices/elementwise.js'

export function transposed(x: Tensor): Tensor {
  const swap = ([...list]: Sizes): Sizes => {
    const last = list.length - 1
    ;[list[last - 1], list[last]] = [list[last], list[last - 1]]
    return list
  }
  return x.viewAs(swap(x.sizes), swap(x.strides), x.offset)
}

/** One matrix of a tensor: its last two dimensions, from `offset` on. */
const matrixOf = ({ storage, strides }: Tensor, offset: number): Matrix => ({
  array: storage.array,
  offset,
  rowStride: strides[strides.length - 2],
  columnStride: strides[strides.length - 1],
})

/** `out[at…] = a @ b` for one pair of matrices; with `accumulate`, `out += alpha * (a @ b)` (floating types). */
export function multiply(
  out: Tensor,
  at: number,
  sizes: readonly [m: number, n: number, k: number],
  a: Tensor,
  aOffset: number,
  b: Tensor,
  bOffset: number,
  alpha = 1,
  accumulate = false,
): void {
  const [m, n, k] = sizes
  const left = matrixOf(a, aOffset)
  const right = matrixOf(b, bOffset)
  const { array } = out.storage
  const { dtype } = out
  if (dtype.is_floating_point) gemmFloat(array as Float32Array, at, m, n, k, left, right, alpha, accumulate)
  else if (dtype.is_complex) gemmComplex(array as Float32Array, at, m, n, k, left, right)
  else if (dtype === int64)
    gemmLong(
      array as unknown as BigInt64Array,
      at,
      m,
      n,
      k,
      left as unknown as Matrix<BigInt64Array>,
      right as unknown as Matrix<BigInt64Array>,
      [a.storage.as(int32).array as Int32Array, b.storage.as(int32).array as Int32Array],
    )
  else gemmInt(array, at, m, n, k, left, right)
}

type ScaleRows = (
  to: Float64Array,
  at: number,
  from: Float64Array,
  start: number,
  rows: number,
  rowStep: number,
  columns: number,
  step: number,
  beta: number,
) => void

/** Writes `beta * from`, read with strides, to `rows` by `columns` elements of `to`; made for one element kind. */
const makeScaleRows = (): ScaleRows =>
  new Function(
    'to, at, from, start, rows, rowStep, columns, step, beta',
    `for (let i = 0; i < rows; i++) {
      let p = start + i * rowStep
      for (let j = 0; j < columns; j++) {
        to[at++] = beta * from[p]
        p += step
      }
    }`,
  ) as ScaleRows
const scaleRows = makeScaleRows()
const scaleRows32 = makeScaleRows()

/** Copies `beta * addend`, broadcast, to the contiguous floating tensor `out`. */
function prefill(out: Tensor, addend: Tensor, beta: number): void {
  const to = out.storage.array as Float64Array
  const from = addend.storage.array as Float64Array
  const { sizes } = out
  const strides = broadcastStrides(addend.sizes, addend.strides, sizes)
  const rank = sizes.length
  const batches = rank === 3 ? sizes[0] : 1
  const rows = rank > 1 ? sizes[rank - 2] : 1
  const columns = sizes[rank - 1]
  const batchStep = rank === 3 ? strides[0] : 0
  const rowStep = rank > 1 ? strides[rank - 2] : 0
  const loop = out.dtype === float32 ? scaleRows32 : scaleRows
  for (let batch = 0; batch < batches; batch++)
    loop(
      to,
      out.offset + batch * rows * columns,
      from,
      addend.offset + batch * batchStep,
      rows,
      rowStep,
      columns,
      strides[rank - 1],
      beta,
    )
}

/** Types that the loops have no code for: 16-bit floats compute as float32. */
const upcast = (x: Tensor): Tensor => (x.dtype.isHalf ? x.to(float32) : x)

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

/** Rows filled up with zeros to a multiple of four. */
function inFours(x: Tensor): Tensor {
  const missing = (4 - (x.sizes[x.sizes.length - 1] % 4)) % 4
  return missing === 0 ? x : (call('constant_pad_nd', [x, [0, missing]]) as Tensor)
}

function productOnDevice(a: Tensor, b: Tensor): Tensor {
  const rank = a.sizes.length
  const [m, k] = a.sizes.slice(rank - 2)
  const n = b.sizes[rank - 1]
  const sizes = [...a.sizes.slice(0, rank - 1), n]
  // See Note [Long loops] in devices/by-place.ts.
  const most = 4 * LONGEST_LOOP
  if (k > most)
    return productOnDevice(a.narrow(-1, 0, most), b.narrow(-2, 0, most)).add(
      productOnDevice(a.narrow(-1, most, k - most), b.narrow(-2, most, k - most)),
    )
  if (k >= LONG_ROW) {
    const [left, right] = [inFours(a), inFours(transposed(b))]
    return runFormula(rowProduct, sizes, a.dtype, left, right, m, n, Math.ceil(k / 4))
  }
  return runFormula(matrixProduct, sizes, a.dtype, a, b, m, n, k)
}

/** `a @ b` for batches of matrices (rank 3) or single ones (rank 2), whose shapes were checked. */
export function product(a: Tensor, b: Tensor): Tensor {
  const { dtype } = a
  if (dtype.isHalf) return product(upcast(a), upcast(b)).to(dtype)
  if (isOnDevice(a)) return productOnDevice(a, b)
  const rank = a.sizes.length
  const m = a.sizes[rank - 2]
  const k = a.sizes[rank - 1]
  const n = b.sizes[rank - 1]
  if (rank === 2) {
    const out = emptyTensor([m, n], dtype)
    multiply(out, 0, [m, n, k], a, a.offset, b, b.offset)
    return out
  }
  const batches = a.sizes[0]
  const out = emptyTensor([batches, m, n], dtype)
  for (let i = 0; i < batches; i++)
    multiply(out, i * m * n, [m, n, k], a, a.offset + i * a.strides[0], b, b.offset + i * b.strides[0])
  return out
}

/** An integer dtype's alpha or beta: PyTorch cuts off its fraction. */
const wholeScalar = (value: Scalar): Scalar =>
  isFloatScalar(value) ? Math.trunc(scalarToNumber(value)) : value

/**
 * `beta * addend + alpha * sum`, where `sum` is computed by `into` (which adds to a prefilled floating tensor) or
 * by `whole` (other types). A beta of 0 leaves the addend out, even where it is not a number.
 */
export function addProduct(
  addend: Tensor,
  sizes: Sizes,
  dtype: DType,
  beta: Scalar,
  alpha: Scalar,
  into: (out: Tensor, alpha: number) => void,
  whole: () => Tensor,
): Tensor {
  if (dtype.is_floating_point && !dtype.isHalf && !isOnDevice(addend)) {
    const out = emptyTensor(sizes, dtype)
    const scale = scalarToNumber(beta)
    if (scale === 0) (out.storage.array as Float64Array).fill(0, 0, out.count)
    else prefill(out, addend.dtype === dtype ? addend : addend.to(dtype), scale)
    into(out, scalarToNumber(alpha))
    return out
  }
  const integral = dtype.isIntegral
  const scale = integral ? wholeScalar(beta) : beta
  const sum = whole().mul(integral ? wholeScalar(alpha) : alpha)
  const isZero = typeof scale !== 'object' && Number(scale) === 0
  return (isZero ? sum : sum.add(addend.mul(scale))).to(dtype)
}
