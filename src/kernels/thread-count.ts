// How many threads kernels may compute on: what was asked for, else one for each core. The threads themselves are the business
// of wasm/pool.ts, which is loaded with the first large tensor.
import { availableParallelism } from 'node:os'

/** More than any machine has use for, and what shared tables have room for. */
export const MOST_THREADS = 256

let asked: number | undefined
let byDefault: number | undefined

/** Variables that say how many threads to take: ours, then those that PyTorch asks. OpenMP's may be a list, by level. */
const VARIABLES = ['DLTORCH_THREADS', 'OMP_NUM_THREADS', 'MKL_NUM_THREADS'] as const

/** How many threads the environment asks for, and by which variable; undefined where none says what could be meant. */
export function threadsInEnvironment(): { count: number; by: (typeof VARIABLES)[number] } | undefined {
  for (const by of VARIABLES) {
    const count = /^\s*([1-9]\d{0,5})\s*(?:,|$)/.exec(process.env[by] ?? '')?.[1]
    if (count !== undefined) return { count: Number(count), by }
  }
  return undefined
}

/** How many threads one op may compute on. */
export const threadCount = (): number =>
  asked ?? (byDefault ??= threadsInEnvironment()?.count ?? availableParallelism())

const listeners: ((count: number) => void)[] = []

/** Asks for so many threads, from here on. */
export function setThreadCount(count: number): void {
  asked = count
  for (const listener of listeners) listener(count)
}

/** Tells of every number that is asked for from here on. */
export const onThreadCount = (listener: (count: number) => void): void => void listeners.push(listener)

/**
 * What the threads owe to whoever was stopped in the middle of an op, and could not wait for them: when `settle` returns,
 * none of them writes any more.
 */
export const pending = { settle: (): void => {} }
