// The executors that may take a kernel, the first that can being taken. What none takes is the reference's.
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

export const executors: readonly Executor[] = []

/** The form of a kernel that computes it here. */
export function formOf<M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
  memories: M,
  numbers: N,
): Form<M, N> {
  for (let k = 0; k < executors.length; k++) {
    const form = executors[k].form(kernel, memories, numbers)
    if (form !== null) return form
  }
  return kernel.js
}
