// Starts what calls a BLAS library. See Note [Late modules] in build/build.ts.
import { blasStatus, gemmForm } from './gemm.js'

const calls = { gemmForm, blasStatus }

export const loadBlas = (): typeof calls => calls
