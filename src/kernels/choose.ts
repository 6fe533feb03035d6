// The executors that may take a kernel, the first that can being taken. What none takes is the reference's.
import { blas } from './blas/executor.js'
import type { Executor, Form, ShortWay } from './executor.js'
import type { Kernel, KernelName, Memories } from './kernel.js'
import { shortWay, vectors } from './wasm/executor.js'

export const executors: readonly Executor[] = [blas, vectors]

/** How many elements a kernel has had in middling calls when it counts as warm. */
const WARM = 1 << 17

/** What of a kernel says from which size on other forms of it are looked for. */
type Sized = Pick<Kernel<Memories, readonly unknown[]>, 'largeFrom' | 'warmFrom' | 'warmth'>

/** Whether no memory is so large that another form than the reference may be worth it. */
export function isSmall(memories: Memories, kernel: Sized): boolean {
  const from = kernel.largeFrom
  if (from === Infinity) return true
  let most = 0
  for (let k = 0; k < memories.length; k++) {
    const memory = memories[k]
    if (memory !== null && memory.array.length > most) most = memory.array.length
  }
  if (most >= from) return false
  if (most >= kernel.warmFrom && (kernel.warmth += most) >= WARM) kernel.largeFrom = kernel.warmFrom
  return true
}

/** Kernels whose bits are those of vector functions at any size, so that what is small is computed with these too. */
const shortWays: ReadonlySet<KernelName> = new Set<KernelName>(['softmax', 'softmax-slope'])

/** What computes a kernel where no memory is large: its reference, unless it has a short way to vectors. */
export const smallFormOf = <M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
): Form<M, N> => (kernel.small ??= shortWays.has(kernel.name) ? shortFormOf(kernel) : kernel.js)

function shortFormOf<M extends Memories>(kernel: Kernel<M, any>): Form<M, any> {
  let way: ShortWay | null = null
  return (memories, a, b, c, d) => {
    way ??= shortWay(kernel.name)
    if (!way(memories, a, b, c, d)) kernel.js(memories, a, b, c, d)
  }
}

/** The form of a kernel that computes it here. */
export function formOf<M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
  memories: M,
  numbers: N,
): Form<M, N> {
  if (isSmall(memories, kernel)) return smallFormOf(kernel)
  for (let k = 0; k < executors.length; k++) {
    const form = executors[k].form(kernel, memories, numbers)
    if (form !== null) return form
  }
  return kernel.js
}
