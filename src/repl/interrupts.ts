// Ctrl-C at the prompt, as a thread of its own notices it: Note [Ctrl-C] in interrupt-thread.ts.
import { MessageChannel, receiveMessageOnPort, type Worker } from 'node:worker_threads'
import { asyncStack } from '../base/async-stack.js'
import { watchedHeap } from '../base/heap-watch.js'
import { keyboardCells, onRaised } from '../base/keyboard.js'
import { startThread } from '../base/threads.js'
import { forgetEnded, wholeCells } from '../base/whole.js'
import { beatEvery, cell, cellCount, state, type ThreadMessage } from './interrupt-cells.js'

export interface Interrupt {
  /** What ran did not return to the event loop, and was ended where it was. */
  readonly wasStopped: boolean
  /** It was pressed while the prompt took keys. */
  readonly isKey: boolean
  /** It was raised as an exception where code runs, and there is nothing more to be stopped. */
  readonly wasRaised: boolean
}

type Listener = (interrupt: Interrupt) => void

/** Milliseconds that anybody waits for a thread to be there. */
const readyWithin = 3000
/** Milliseconds that the thread has to let go of keys. */
const letsGoWithin = 300

/** Waits for a thread to say that it is there, but not for ever. */
function inTime(begin: (isReady: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, readyWithin)
    begin(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}

export class Interrupts {
  readonly #cells = new Int32Array(new SharedArrayBuffer(4 * cellCount))
  readonly #listeners = new Set<Listener>()
  readonly #asyncStack = asyncStack()
  readonly #terminal: string | null
  readonly #keysCame: () => void
  readonly #held = new MessageChannel()
  #thread: Worker | undefined
  /** Hears the signals that end the program where a timer keeps the prompt from it. */
  #ending: Worker | undefined
  #ready: Promise<void> | undefined
  #isClosed = false
  #beats: NodeJS.Timeout | undefined
  /** Whether what ran was ended for the signal that is being dealt with. */
  #wasStopped = false
  readonly #waiting: (() => void)[] = []

  /** `keysCame` is told when there are held keys of the terminal at a path. */
  constructor(terminal: string | null = null, keysCame: () => void = () => {}) {
    this.#terminal = terminal
    this.#keysCame = keysCame
  }

  /** Keys that the thread read because nobody else could, once it reads no more. */
  heldKeys(): Uint8Array | undefined {
    const cells = this.#cells
    if (Atomics.load(cells, cell.holds) === 1) {
      this.#beat()
      Atomics.wait(cells, cell.holds, 1, letsGoWithin)
    }
    return (receiveMessageOnPort(this.#held.port1) as { message: Uint8Array } | undefined)?.message
  }

  /** Says that the event loop turns. */
  #beat(): void {
    Atomics.add(this.#cells, cell.beat, 1)
    Atomics.notify(this.#cells, cell.beat)
  }

  /** Begins to wait for signals; resolves when one would be noticed, whatever runs: what came before would never be. */
  ready(): Promise<void> {
    // One after the other: the prompt comes first.
    return (this.#ready ??= this.#startInterrupting().then(() => this.#startEnding()))
  }

  #startInterrupting(): Promise<void> {
    return inTime((isReady) => {
      onRaised.push((number) => this.#raised(number))
      this.#asyncStack?.leaveUnchecked()
      this.#thread = startThread('repl/interrupt-thread', {
        workerData: {
          cells: this.#cells,
          wholeCells,
          keyboardCells,
          terminal: this.#terminal,
          held: this.#held.port2,
        },
        transferList: [this.#held.port2],
      })
      this.#thread.unref()
      this.#thread.on('message', (message: ThreadMessage) => {
        if (message.kind === 'ready') isReady()
        else if (message.kind === 'signal') this.#answer(message.number)
        else if (message.kind === 'settled') this.#settle(message.number, message.isKey)
        else this.#keysCame()
      })
      this.#thread.on('error', () => {
        // Without a thread the event loop is all there is.
        Atomics.store(this.#cells, cell.holds, 0)
        process.on('SIGINT', () => this.#tell({ wasStopped: false, isKey: false, wasRaised: false }))
        isReady()
      })
    })
  }

  listen(listener: Listener): void {
    this.#listeners.add(listener)
  }

  /** Resolves when what was pressed has been dealt with: what runs from then on is not ended for it. */
  settled(): Promise<void> {
    const cells = this.#cells
    if (Atomics.load(cells, cell.signals) === Atomics.load(cells, cell.settled)) return Promise.resolve()
    return new Promise((resolve) => this.#waiting.push(resolve))
  }

  /** Whether the terminal hands over each key, Ctrl-C too. */
  set takesKeys(isSo: boolean) {
    const cells = this.#cells
    if (isSo) {
      this.#beats ??= setInterval(() => this.#beat(), beatEvery).unref()
    } else {
      clearInterval(this.#beats)
      this.#beats = undefined
    }
    Atomics.store(cells, cell.state, isSo ? state.takingKeys : state.working)
    Atomics.notify(cells, cell.state)
  }

  async #startEnding(): Promise<void> {
    if (this.#isClosed) return
    await inTime((isReady) => {
      this.#ending = startThread('repl/ending-thread', {
        workerData: { cells: this.#cells, keyboardCells, heap: watchedHeap() },
      })
      this.#ending.unref()
      this.#ending.on('message', isReady)
      // Without it such a timer keeps the program, as in any other.
      this.#ending.on('error', isReady)
    })
  }

  /** A signal was raised as an exception, and is dealt with. */
  #raised(number: number): void {
    Atomics.store(this.#cells, cell.answered, number)
    Atomics.store(this.#cells, cell.settled, number)
    this.#tell({ wasStopped: false, isKey: false, wasRaised: true })
  }

  #answer(number: number): void {
    const cells = this.#cells
    // The thread says it again while it is not answered.
    if (number <= Atomics.load(cells, cell.answered)) return
    if (Atomics.load(cells, cell.stopped) === number) this.#wasStopped = true
    Atomics.store(cells, cell.answered, number)
    Atomics.notify(cells, cell.answered)
  }

  #settle(number: number, isKey: boolean): void {
    const cells = this.#cells
    if (number <= Atomics.load(cells, cell.settled)) return
    const wasStopped = this.#wasStopped
    this.#wasStopped = false
    if (wasStopped) {
      this.#asyncStack?.clear()
      forgetEnded()
    }
    Atomics.store(cells, cell.settled, number)
    Atomics.notify(cells, cell.settled)
    this.#tell({ wasStopped, isKey, wasRaised: false })
    for (const goOn of this.#waiting.splice(0)) goOn()
  }

  #tell(interrupt: Interrupt): void {
    for (const listener of this.#listeners) listener(interrupt)
  }

  /** `ended` is called when the thread listens to no signal any more. */
  close(ended?: () => void): void {
    this.#isClosed = true
    this.takesKeys = false
    if (ended && this.#thread) this.#thread.once('exit', ended)
    else ended?.()
    void this.#thread?.terminate()
    void this.#ending?.terminate()
  }
}
