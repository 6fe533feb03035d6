// The executors that may take a kernel, the first that can being taken. The reference is the last, and takes them all.
import type { Kernel, Memories } from './kernel.js'

export type Form<M extends Memories, N extends readonly unknown[]> = (memories: M, ...numbers: N) => void

/** One way of computing beside the others: vectors, threads, a library. One file each. */
export interface Executor {
  readonly name: string
  /** Whether its digits are those of the reference. */
  readonly exact: boolean
  /** How it computes a kernel on these memories; null where that is not its work. */
  form<M extends Memories, N extends readonly unknown[]>(
    kernel: Kernel<M, N>,
    memories: M,
    numbers: N,
  ): Form<M, N> | null
}

const reference: Executor = { name: 'js', exact: true, form: (kernel) => kernel.js }

export const executors: readonly Executor[] = [reference]

/** The form of a kernel that computes it here. */
export function formOf<M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
  memories: M,
  numbers: N,
): Form<M, N> {
  for (const executor of executors) {
    const form = executor.form(kernel, memories, numbers)
    if (form !== null) return form
  }
  return kernel.js
}
