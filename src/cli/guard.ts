// Has the heap of a program watched that is not started through Node's loader of modules.
import { type GuardedHeap, guardedHeap } from '../base/heap-guard.js'
import { startLate } from '../base/keyboard.js'
import { startThread } from '../base/threads.js'
import { reportFailure } from './failure.js'

export function startHeapThread(heap: GuardedHeap): void {
  startThread('base/heap-thread', { workerData: heap }).unref()
}

/** What has no loop and no function of its own comes to its end by itself. */
const mayGoOn = /\b(?:for|while|do|function|class|def|lambda|import)\b|=>/

/**
 * Guards what a text does that is evaluated. In Python its loops have the thread started, when they take long; TypeScript's
 * tell nobody.
 */
export function guardText(code: string, isPython: boolean): void {
  if (!mayGoOn.test(code)) return
  const heap = guardedHeap((error) => reportFailure(error))
  if (isPython) startLate(() => startHeapThread(heap))
  else startHeapThread(heap)
}
