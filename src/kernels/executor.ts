// What an executor is: one way of computing kernels beside the reference. See Note [Named kernels] in engine/run.ts.
import type { Kernel, Memories } from './kernel.js'

export type Form<M extends Memories, N extends readonly unknown[]> = (memories: M, ...numbers: N) => void

/** One way of computing beside the others: vectors, a library. One file each. */
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
