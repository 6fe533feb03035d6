// Vectors as one of the executors: loads them when there is something large.
import type { Executor, Form } from '../executor.js'
import type { Kernel, KernelName, Memories, ShortWay } from '../kernel.js'
import { loadVectors } from './load.js'

export const vectors: Executor = {
  name: 'vectors',
  exact: false,
  form: <M extends Memories, N extends readonly unknown[]>({ name }: Kernel<M, N>, memories: M, numbers: N) =>
    loadVectors().vectorForm(name, memories, numbers) as Form<M, N> | null,
}

/** The short way of a kernel that has one. */
export const shortWay = (name: KernelName): ShortWay => loadVectors().shortWays[name]!
