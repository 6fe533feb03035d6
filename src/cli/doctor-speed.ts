// What this machine computes large tensors with, and what each of it gives: a product measured for some milliseconds.
import torch from '../torch.js'
import { blasUse } from '../kernels/blas/executor.js'
import { loadBlas } from '../kernels/blas/load.js'
import { threadCount, threadsInEnvironment } from '../kernels/thread-count.js'
import { loadVectors } from '../kernels/wasm/load.js'

/** Rows and columns of the matrices. */
const SIZE = 384
/** Milliseconds for each figure. */
const SPENT = 120

/** The least time of a product, as text. */
function productTime(): string {
  const [a, b] = [torch.rand(SIZE, SIZE), torch.rand(SIZE, SIZE)]
  let least = Infinity
  const end = performance.now() + SPENT
  do {
    const start = performance.now()
    torch.matmul(a, b)
    least = Math.min(least, performance.now() - start)
  } while (performance.now() < end)
  return `${least.toFixed(least < 10 ? 1 : 0)} ms`
}

export interface Speed {
  /** What large tensors run on, and how many threads. */
  readonly simd: string
  readonly hasSimd: boolean
  readonly threads: string
  readonly hasThreads: boolean
  /** The library, or why there is none. */
  readonly blas: string
  readonly hasBlas: boolean
  /** What a product takes, by what computes it. */
  readonly product: readonly string[]
  readonly size: number
}

const levels = {
  off: 'off: loops in JavaScript',
  simd: 'in use, without fused multiply-add',
  relaxed: 'in use, with fused multiply-add',
}

export function speed(): Speed {
  const level = loadVectors().level()
  const count = threadCount()
  const asked = process.env.DLTORCH_THREADS
  const known = threadsInEnvironment()
  const isMisunderstood = asked !== undefined && known?.by !== 'DLTORCH_THREADS'
  const hasThreads = level !== 'off' && count > 1 && loadVectors().awaitThreads()
  const { library, reason } = loadBlas().blasStatus()
  const product: string[] = []
  blasUse.isOn = false
  try {
    torch.set_num_threads(1)
    product.push(`${level === 'off' ? 'JavaScript' : 'WebAssembly'}: ${productTime()}`)
    torch.set_num_threads(count)
    if (hasThreads) product.push(`${count} threads: ${productTime()}`)
    blasUse.isOn = true
    if (library !== null) product.push(`BLAS: ${productTime()}`)
  } finally {
    torch.set_num_threads(count)
    blasUse.isOn = true
  }
  const missing = level === 'off' ? 'without vectors' : 'none can be started'
  const from = isMisunderstood
    ? `\nDLTORCH_THREADS=${asked} is no number`
    : known === undefined
      ? ', one for each core'
      : `, by ${known.by}`
  return {
    simd: levels[level],
    hasSimd: level !== 'off',
    threads: `${count}${from}${count > 1 && !hasThreads ? `\n${missing}: one computes` : ''}`,
    hasThreads: count === 1 || hasThreads,
    blas: library === null ? `${reason}\n(not needed)` : library.name,
    hasBlas: library !== null,
    product,
    size: SIZE,
  }
}
