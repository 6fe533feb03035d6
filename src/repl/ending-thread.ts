// The thread that hears SIGTERM, SIGHUP and SIGQUIT where the prompt, which would leave the terminal as it was, does not: a
// loop in a timer keeps it from its event loop. Such a loop is ended, and the prompt hears. And the thread that watches the heap.
//
// Node hands signals to JavaScript in the main thread alone. What it does so with hands them to the event loop of whatever
// thread asks, and to each of those that do.
import { Session } from 'node:inspector'
import { parentPort, workerData } from 'node:worker_threads'
import { watchHeap, type WatchedHeap } from '../base/heap-watch.js'
import { stopForHeap } from '../base/keyboard.js'
import { cell, state } from './interrupt-cells.js'

const { cells, keyboardCells, heap } = workerData as {
  cells: Int32Array
  keyboardCells: Int32Array
  heap: WatchedHeap
}

/** What Node makes listeners to signals of. */
interface SignalHandle {
  onsignal: () => void
  start(number: number): number
  close(): void
}
interface Bindings {
  binding(name: 'signal_wrap'): { readonly Signal: new () => SignalHandle }
}

const endings = { SIGTERM: 15, SIGHUP: 1, SIGQUIT: 3 } as const
/** Milliseconds that the prompt has to end by itself, and after which a loop is ended once more. */
const patience = 250
/** How often that is tried before the program is ended, whatever the terminal looks like then. */
const tries = 20

function endWhatRuns(left: number): void {
  if (left === 0) process.kill(process.pid, 'SIGKILL')
  const session = new Session()
  session.connectToMainThread()
  session.post('Runtime.terminateExecution')
  setTimeout(() => {
    session.disconnect()
    endWhatRuns(left - 1)
  }, patience)
}

function listen(name: keyof typeof endings): void {
  const { Signal } = (process as unknown as Bindings).binding('signal_wrap')
  const handle = new Signal()
  handle.onsignal = (): void => {
    handle.close()
    // While code runs nobody else listens, unless that code does: the signal does what it always does.
    if (Atomics.load(cells, cell.state) === state.working) process.kill(process.pid, name)
    setTimeout(() => endWhatRuns(tries), patience)
  }
  handle.start(endings[name])
}

try {
  process.noDeprecation = true
  for (const name of Object.keys(endings) as (keyof typeof endings)[]) listen(name)
} catch {
  // A Node that does not show how it listens: there such loops go on.
}
parentPort!.postMessage('listens')

let lastBeat = -1

/** Whether code runs: an entry, or a timer that keeps the prompt from its keys. */
function isWorking(): boolean {
  const beat = Atomics.load(cells, cell.beat)
  const isStill = beat === lastBeat
  lastBeat = beat
  return isStill || Atomics.load(cells, cell.state) === state.working
}

watchHeap(heap, isWorking, () => stopForHeap(keyboardCells))
