// The executors that may take a kernel, the first that can being taken. What none takes is the reference's.
import { blas } from './blas/executor.js'
import type { Executor, Form } from './executor.js'
import type { Kernel, Memories } from './kernel.js'
import { vectors } from './wasm/executor.js'

export const executors: readonly Executor[] = [blas, vectors]

/** Whether no memory is so large that another form than the reference may be worth it. */
export function isSmall(memories: Memories, from: number): boolean {
  if (from === Infinity) return true
  for (let k = 0; k < memories.length; k++) {
    const memory = memories[k]
    if (memory !== null && memory.array.length >= from) return false
  }
  return true
}

/** The form of a kernel that computes it here. */
export function formOf<M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
  memories: M,
  numbers: N,
): Form<M, N> {
  if (isSmall(memories, kernel.largeFrom)) return kernel.js
  for (let k = 0; k < executors.length; k++) {
    const form = executors[k].form(kernel, memories, numbers)
    if (form !== null) return form
  }
  return kernel.js
}
