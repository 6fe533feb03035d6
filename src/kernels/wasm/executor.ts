// Vectors as one of the executors: asks nothing of small operands, so that these cost what they did, and loads the rest
// when there is a large one.
import type { Executor, Form } from '../executor.js'
import type { Kernel, KernelName, Memories } from '../kernel.js'
import { loadVectors } from './load.js'

/** Kernels that have a form on vectors, and from how many elements of their largest memory on it may be worth it. */
const worthFrom = new Map<KernelName, number>([
  ['gemm', 512],
  ['sum', 8192],
  ['softmax', 8192],
  ['extremes', 8192],
  ['moments', 8192],
  ['scan', 8192],
  ['sort', 1024],
  ['sgd', 8192],
  ['adam', 8192],
])

export const vectors: Executor = {
  name: 'vectors',
  exact: false,
  form<M extends Memories, N extends readonly unknown[]>({ name }: Kernel<M, N>, memories: M, numbers: N) {
    const from = worthFrom.get(name)
    if (from === undefined) return null
    let largest = 0
    for (let k = 0; k < memories.length; k++) {
      const length = memories[k]?.array.length ?? 0
      if (length > largest) largest = length
    }
    if (largest < from) return null
    return loadVectors().vectorForm(name, memories, numbers) as Form<M, N> | null
  },
}
