// Starts what calls a BLAS library. See Note [Late modules] in build/build.ts.
import { blasStatus, gemmForm, lapackForm } from './gemm.js'

const calls = { gemmForm, lapackForm, blasStatus }

export const loadBlas = (): typeof calls => calls
