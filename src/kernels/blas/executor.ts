// A BLAS library as one of the executors: asked for products and factorizations of some size, and loaded with the first of
// them.
//
// Note [BLAS]. Where a library is found, it is used, since PyTorch's products are a BLAS's too: its digits are those of the
// library, which may differ in the last place from one machine to the next and from one number of threads to the next, as
// PyTorch's do. What the library is not asked for keeps its digits everywhere: products of fewer than 2^18
// multiplications, 64 × 64 × 64, of which trainings that are read digit by digit are made. The same holds for factorizations
// where the library has LAPACK, as OpenBLAS and MKL do (lapack.ts). `DLTORCH_BLAS=off` leaves it
// out, a path names another. Nothing depends on it: koffi, which calls it, is an optional package; without that or a
// library, or where the library does not give what it should, products run on vectors (kernels/wasm/gemm.ts).
import type { Executor, Form } from '../executor.js'
import type { Kernel, KernelName, Memories } from '../kernel.js'
import { loadBlas } from './load.js'

/** From how many multiplications of one product on: what it takes to call a library is then no longer felt. */
const FROM = 1 << 18

/** What LAPACK has routines for. */
const matrixKernels: ReadonlySet<KernelName> = new Set<KernelName>([
  'lu',
  'solve-lu',
  'cholesky',
  'solve-cholesky',
  'solve-triangular',
  'qr',
  'householder-product',
  'svd',
  'eigen-hermitian',
  'eigen',
  'least-squares',
])

/** Whether the library is asked; for measurements. */
export const blasUse = { isOn: true }

export const blas: Executor = {
  name: 'blas',
  exact: false,
  form: <M extends Memories, N extends readonly unknown[]>(
    { name }: Kernel<M, N>,
    memories: M,
    numbers: N,
  ) => {
    if (!blasUse.isOn) return null
    if (matrixKernels.has(name))
      return loadBlas().lapackForm(name, memories, numbers, FROM) as Form<M, N> | null
    if (name !== 'gemm') return null
    const [, m, n, k] = numbers as unknown as readonly number[]
    if (m * n * k < FROM || m === 1 || n === 1) return null
    return loadBlas().gemmForm(memories as never, numbers as never) as Form<M, N> | null
  },
}
