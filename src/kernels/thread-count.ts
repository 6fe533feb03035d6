// How many threads kernels may compute on: what was asked for, else one for each core. The threads themselves are the business
// of wasm/pool.ts, which is loaded with the first large tensor.
import { availableParallelism } from 'node:os'

/** More than any machine has use for, and what shared tables have room for. */
export const MOST_THREADS = 256

let asked: number | undefined
let byDefault: number | undefined

/** What `DLTORCH_THREADS` says; undefined where it says nothing that could be meant. */
export function threadsInEnvironment(): number | undefined {
  const text = process.env.DLTORCH_THREADS?.trim() ?? ''
  return /^[1-9]\d{0,5}$/.test(text) ? Number(text) : undefined
}

/** How many threads one op may compute on. */
export const threadCount = (): number =>
  asked ?? (byDefault ??= threadsInEnvironment() ?? availableParallelism())

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
