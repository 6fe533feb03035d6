// In a thread: watches the heap of the main one, and tells just before V8 would end the program because that is full.
//
// Note [Full heap]. An inspector that debugs is asked before V8 gives up: what runs is paused ("OOM"), and may take four times
// the limit for the moment; the limit holds again when debugging ends. Promises are ten times slower while they are debugged,
// and a program waits with its end for an inspector from another thread. So that is done only while the heap is half full, and
// the main thread has it ended before it leaves.
import type { Session } from 'node:inspector'
import { getHeapStatistics } from 'node:v8'

/** Places in the cells that both threads share. */
const heapCell = {
  /** 1 while an inspector looks. */
  looks: 0,
  /** 1 when the program ends. */
  leaves: 1,
} as const

/** What the thread has to know of the heap that it watches. */
export interface WatchedHeap {
  readonly cells: Int32Array
  /** In bytes. */
  readonly limit: number
}

/** Milliseconds between two looks while code runs, and otherwise. */
const looksEvery = { working: 40, idle: 250 }
/** The part of the limit from which on, and down to which, the program is debugged. */
const debugged = { from: 0.5, to: 0.4 }
/** Milliseconds that the end waits for the inspector, and how often it looks whether that is gone. */
const leavesWithin = { all: 500, step: 10 }

/** In the main thread: its heap, for a thread that watches it. */
export function watchedHeap(): WatchedHeap {
  const cells = new Int32Array(new SharedArrayBuffer(8))
  process.on('exit', () => {
    Atomics.store(cells, heapCell.leaves, 1)
    // What the inspector asks for is done here, between two waits.
    for (let waited = 0; waited < leavesWithin.all; waited += leavesWithin.step) {
      if (Atomics.load(cells, heapCell.looks) === 0) return
      Atomics.wait(cells, heapCell.looks, 1, leavesWithin.step)
    }
  })
  return { cells, limit: getHeapStatistics().heap_size_limit }
}

/** What `Runtime.getHeapUsage` gives. */
interface HeapUsage {
  readonly usedSize: number
}

/**
 * What is done when the heap is about to be full; `endWith` runs an expression in the main thread, within whatever runs, and
 * ends that.
 */
export type WhenFull = (endWith: (expression: string) => void) => void

class Watch {
  readonly #heap: WatchedHeap
  readonly #isFull: WhenFull
  #session: Session | undefined
  #isDebugged = false

  constructor(heap: WatchedHeap, isFull: WhenFull) {
    this.#heap = heap
    this.#isFull = isFull
  }

  /** Looks once; `isWorking` where code runs that could fill the heap. */
  look(isWorking: boolean): void {
    const { cells, limit } = this.#heap
    if (Atomics.load(cells, heapCell.leaves) === 1) return this.#leave()
    // The program as a whole takes more than its heap.
    const mayBeFull = process.memoryUsage.rss() > limit * debugged.to
    if (!this.#isDebugged && !(isWorking && mayBeFull)) return this.#leave()
    this.#connect().post('Runtime.getHeapUsage', (error, reply) => {
      if (error === null) this.#debug((reply as HeapUsage).usedSize / limit)
    })
  }

  #debug(part: number): void {
    const session = this.#session
    if (part > debugged.from && !this.#isDebugged) {
      session?.post('Debugger.enable', { maxScriptsCacheSize: 0 })
      this.#isDebugged = true
    } else if (part < debugged.to && this.#isDebugged) {
      session?.post('Debugger.disable')
      this.#isDebugged = false
    }
  }

  #connect(): Session {
    if (this.#session) return this.#session
    // Asked for here: the main thread reads this file at its start, and Node takes milliseconds to make an inspector.
    const inspector = process.getBuiltinModule('node:inspector')
    const session = new inspector.Session()
    Atomics.store(this.#heap.cells, heapCell.looks, 1)
    session.connectToMainThread()
    session.on('Debugger.paused', ({ params: { reason } }) => {
      if (reason === 'OOM') {
        this.#isFull((expression) => {
          session.post('Runtime.evaluate', { expression, silent: true })
          session.post('Runtime.terminateExecution')
        })
        // The next time it may take a quarter more than what is held then, and is paused again.
        setTimeout(() => this.#debug(0), looksEvery.idle)
      }
      session.post('Debugger.resume')
    })
    return (this.#session = session)
  }

  #leave(): void {
    this.#session?.disconnect()
    this.#session = undefined
    this.#isDebugged = false
    Atomics.store(this.#heap.cells, heapCell.looks, 0)
    Atomics.notify(this.#heap.cells, heapCell.looks)
  }
}

/** Calls `isFull` when the heap is about to be; from then on there is time to end what fills it. */
export function watchHeap(heap: WatchedHeap, isWorking: () => boolean, isFull: WhenFull): void {
  const watch = new Watch(heap, isFull)
  const look = (): void => {
    const works = isWorking()
    watch.look(works)
    setTimeout(look, works ? looksEvery.working : looksEvery.idle)
  }
  look()
}
