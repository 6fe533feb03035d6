// Products by a BLAS library: the form of `gemm` for float32 and float64 whose rows or columns lie together.
import { float32, float64 } from '../../base/dtype.js'
import type { Form } from '../executor.js'
import type { gemm } from '../gemm.js'
import { prefill, type Steps } from '../gemm.js'
import type { Memory, MemoriesOf, NumbersOf } from '../kernel.js'
import { blasStatus, order } from './library.js'

export { lapackForm } from './lapack.js'
export { blasStatus } from './library.js'

type Operands = MemoriesOf<typeof gemm>
type Numbers = NumbersOf<typeof gemm>
type Floats = Float32Array | Float64Array

/** Most multiplications of one call, some hundred milliseconds: between calls, what runs can be stopped. */
const MOST = 2 ** 32

/** How a matrix is read: as its rows lie, or as its columns do, and how far they are apart. */
interface Reading {
  readonly transposes: number
  readonly step: number
}

/** Null for a matrix that has gaps both ways. */
function readingOf(rows: number, columns: number, [, row, column]: Steps): Reading | null {
  if ((column === 1 || columns === 1) && (row >= columns || rows === 1))
    return { transposes: order.plain, step: Math.max(row, columns) }
  if ((row === 1 || rows === 1) && (column >= rows || columns === 1))
    return { transposes: order.transposed, step: Math.max(column, rows) }
  return null
}

/** What lies in a memory from an element on. Most begin with their array, which needs no other to be made: 50 ns. */
const from = ({ array, at }: Memory, more: number): Floats =>
  (at + more === 0 ? array : array.subarray(at + more)) as Floats

/** The form for these operands; null where there is no library, or they are not for it. */
export function gemmForm([out, a, b]: Operands, numbers: Numbers): Form<Operands, Numbers> | null {
  const [, m, n, k, , aSteps, bSteps] = numbers
  if (out.dtype !== float32 && out.dtype !== float64) return null
  if (a.dtype !== out.dtype || b.dtype !== out.dtype) return null
  const left = readingOf(m, k, aSteps)
  const right = readingOf(k, n, bSteps)
  if (left === null || right === null) return null
  const { library } = blasStatus()
  if (library === null) return null
  const multiply = out.dtype === float32 ? library.single : library.double
  return ([out, a, b, addend], batches, m, n, k, alpha, aSteps, bSteps, beta, addendSteps, outStep) => {
    const adds = addend !== null && beta !== 0
    const results = outStep === 0 ? 1 : batches
    if (adds) prefill(out, results * m * n, addend, addendSteps, results, m, n, beta)
    const rows = Math.max(1, Math.floor(MOST / (n * k)))
    for (let i = 0; i < batches; i++)
      for (let row = 0; row < m; row += rows)
        multiply(
          order.byRows,
          left.transposes,
          right.transposes,
          Math.min(rows, m - row),
          n,
          k,
          alpha,
          from(a, i * aSteps[0] + row * aSteps[1]),
          left.step,
          from(b, i * bSteps[0]),
          right.step,
          adds || (outStep === 0 && i > 0) ? 1 : 0,
          from(out, i * outStep + row * n),
          n,
        )
  }
}
