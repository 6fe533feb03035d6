// Takes the place of load.ts in the built program: loads what calls a BLAS library with the first product of some size.
import { loadPart } from '../../base/package-root.js'
import type { loadBlas as load } from './load.js'

type Calls = ReturnType<typeof load>
let calls: Calls | undefined

export const loadBlas: typeof load = () => (calls ??= loadPart('kernels/blas/gemm') as Calls)
