// Ends a program that fills its heap with a MemoryError, where V8 would end it with a dump of its own: Note [Full heap] in
// heap-watch.ts. Python's loops raise it themselves, so that a program may catch it; all other code is ended where it is.
import { asyncStack } from './async-stack.js'
import { type WatchedHeap, watchedHeap, watchHeap } from './heap-watch.js'
import { MemoryError } from './errors.js'
import { keyboardCell, keyboardCells, looksWithin } from './keyboard.js'

/** What the thread is told of the program. */
export interface GuardedHeap {
  readonly heap: WatchedHeap
  readonly cells: Int32Array
}

/** Milliseconds that a program runs before its heap is worth a watch: until then it hardly gets that far. */
export const watchedAfter = 200

const key = 'dltorch.heapIsFull'
const megabyte = 2 ** 20

/** In the main thread: `tell` says what came of it, and ends the program. */
export function guardedHeap(tell: (error: Error) => void): GuardedHeap {
  const heap = watchedHeap()
  let isTold = false
  const value = (): void => {
    if (isTold) return
    isTold = true
    asyncStack()?.leaveUnchecked()
    const most = Math.round(heap.limit / megabyte)
    try {
      tell(
        new MemoryError(
          `the heap is full, of ${most} MB. NODE_OPTIONS=--max-old-space-size=${2 * most} makes it twice as large.`,
        ),
      )
    } finally {
      // By the event loop, when what runs has been ended: within the debugger's pause Node may fail as it leaves.
      setImmediate(() => process.exit(1))
    }
  }
  Object.defineProperty(globalThis, Symbol.for(key), { value, configurable: true })
  return { heap, cells: keyboardCells }
}

/** What the cell holds while a MemoryError is asked for. */
const askedForHeap = 2 ** 30

/** In a thread: watches the program until it ends. */
export function guardHeap({ heap, cells }: GuardedHeap): void {
  const { asked, full, looking } = keyboardCell
  let waiting: NodeJS.Timeout | undefined
  watchHeap(
    heap,
    () => true,
    (endWith) => {
      const end = (): void => endWith(`globalThis[Symbol.for('${key}')]()`)
      // It has had its chance, and went on. Where it has taken that, it has filled the heap anew.
      const wentOn = waiting !== undefined && Atomics.load(cells, asked) === askedForHeap
      clearTimeout(waiting)
      if (wentOn || Atomics.load(cells, looking) === 0) return end()
      Atomics.store(cells, full, 1)
      Atomics.store(cells, asked, askedForHeap)
      Atomics.notify(cells, asked)
      waiting = setTimeout(() => {
        waiting = undefined
        if (Atomics.compareExchange(cells, asked, askedForHeap, 0) === askedForHeap) end()
      }, looksWithin.surely)
    },
  )
}
