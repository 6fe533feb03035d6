// The executors that may take a kernel, the first that can being taken. What none takes is the reference's.
import { blas } from './blas/executor.js'
import type { Executor, Form } from './executor.js'
import type { Kernel, Memories, ShortWay } from './kernel.js'
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
  if (most >= from) {
    // What starts them now makes them worth it for what is smaller, too.
    if (kernel.warmFrom < from) kernel.largeFrom = kernel.warmFrom
    return false
  }
  if (most >= kernel.warmFrom && (kernel.warmth += most) >= WARM) kernel.largeFrom = kernel.warmFrom
  return true
}

/** The short way of a kernel, which is asked first, for memories of which none is large (`isFew`) or some is; null for none. */
export function shortWayFor(kernel: Kernel<any, any>, isFew: boolean): ShortWay | null {
  if (kernel.short === null || (isFew && !kernel.isAlwaysShort)) return null
  return (kernel.short ??= shortWay(kernel.name))
}

/** The form of a kernel that computes it here, where it has no short way. */
export function formOf<M extends Memories, N extends readonly unknown[]>(
  kernel: Kernel<M, N>,
  memories: M,
  numbers: N,
  isFew = isSmall(memories, kernel),
): Form<M, N> {
  if (isFew) return kernel.js
  for (let k = 0; k < executors.length; k++) {
    const form = executors[k].form(kernel, memories, numbers)
    if (form !== null) return form
  }
  return kernel.js
}
