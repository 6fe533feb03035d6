// The thread that waits for Ctrl-C while the prompt runs a person's code. It tells the prompt; where the prompt does not
// answer, because a loop never returns to the event loop, it ends what runs there. Variables stay.
//
// Note [Ctrl-C]. Node hands signals to the main thread alone, in its event loop, which `while (true) await null` never
// reaches. A script with `breakOnSigint` is ended by a signal in whatever thread it runs: so a script waits here for
// nothing else. While it does, the main thread must not listen to SIGINT itself, since its listening would replace what
// the script waits with. Between the end of one script and the start of the next a signal would end the program:
// therefore such scripts are nested, and only the innermost ends.
// What runs is ended by the inspector, `Runtime.terminateExecution`, which reaches a thread that is busy. V8 then forgets
// the microtasks that were due, those of the prompt among them: prompt.ts begins anew.
// Python's loops look for a signal themselves, and raise it as an exception: Note [KeyboardInterrupt] in base/keyboard.ts.
// What would be broken for good if it were ended is waited for: Note [Whole] in base/whole.ts.
// The prompt may answer just when it is being ended once more, for it was slow. So it goes on only when it has heard that
// the thread is through with the signal: what was sent before that has then ended whatever it will end.
import { Session } from 'node:inspector'
import { Script } from 'node:vm'
import { type MessagePort, parentPort, workerData } from 'node:worker_threads'
import { askFor, raisesUntil } from '../base/keyboard.js'
import { wholeCell } from '../base/whole.js'
import { asPressed, WaitingKeys } from '../terminal/waiting-keys.js'
import { beatEvery, cell, state, type ThreadMessage } from './interrupt-cells.js'

const { cells, wholeCells, keyboardCells, terminal, held } = workerData as {
  cells: Int32Array
  wholeCells: Int32Array
  keyboardCells: Int32Array
  terminal: string | null
  /** Where the keys go that are read here. */
  held: MessagePort
}
const port = parentPort!

// Reading keys fails twenty times a second where there are none. Nobody looks at the stacks of such errors, and V8 has
// ended the program where it took one of code that it had optimized within the scripts below.
Object.defineProperty(Error, 'stackTraceLimit', { value: undefined, writable: false })

/**
 * How many scripts wait within one another. Each signal ends the innermost, and what deals with it waits within as many
 * again: so many may come in the moment until then. One that finds no script ends the program.
 */
const depth = 40
/** Milliseconds that the prompt has to answer, the first time and at most. */
const patience = { first: 30, most: 500 }
/** Beats that may be missed: garbage collection and other programs take their time too. */
const missedBeats = 3
/** Milliseconds that what must be whole may take: as long as a person waits before Ctrl-C seems to do nothing. */
const wholeWithin = 3000
const keysEvery = 50
/** Milliseconds that the prompt has to hear that its terminal is gone, before a loop that holds it is ended with the program. */
const hearsWithin = 3000

const say = (message: ThreadMessage): void => port.postMessage(message)

// ---- ending what runs ----

let inspector: Session | undefined

function endWhatRuns(): void {
  if (!inspector) {
    const session = new Session()
    session.connectToMainThread()
    inspector = session
  }
  inspector.post('Runtime.terminateExecution')
}

/** Waits until nothing runs that must be whole, or for too long, and lets nothing of the kind begin before the next `mayBegin`. */
function waitForWhole(until: number): void {
  const { held, ending } = wholeCell
  Atomics.store(wholeCells, ending, 1)
  for (let now = Date.now(); now < until; now = Date.now()) {
    const count = Atomics.load(wholeCells, held)
    if (count === 0) return
    Atomics.wait(wholeCells, held, count, until - now)
  }
  // Whatever it was will be ended, and not tell.
  Atomics.store(wholeCells, held, 0)
}

function mayBegin(): void {
  Atomics.store(wholeCells, wholeCell.ending, 0)
  Atomics.notify(wholeCells, wholeCell.ending)
}

/**
 * A signal that is not dealt with. Further ones, as of a key that is held, end the script that deals with it at any
 * place: the next goes on where that was, and what has been waited for is not waited for again.
 */
class Signal {
  readonly #number = Atomics.add(cells, cell.signals, 1) + 1
  readonly #isKey: boolean
  /** Milliseconds that the prompt has to answer. */
  #patience = patience.first
  #answersUntil = Date.now() + patience.first
  readonly #raisedUntil = raisesUntil(keyboardCells)
  #wholeUntil: number | undefined
  #settlesUntil: number | undefined

  constructor(isKey: boolean) {
    this.#isKey = isKey
  }

  #has(what: number): boolean {
    return Atomics.load(cells, what) >= this.#number
  }

  /** Whether the prompt goes on: a signal that comes from then on is another one. */
  get isDealtWith(): boolean {
    return this.#has(cell.settled)
  }

  /** Tells of it until the prompt has answered; whether the prompt heard that nothing more is stopped for it. */
  deal(): boolean {
    if (!this.#has(cell.answered) && askFor(keyboardCells, this.#number, this.#raisedUntil)) return true
    this.#stopUntilAnswered()
    return this.#isSettled()
  }

  /** Ends what runs, again and again, until the prompt answers. */
  #stopUntilAnswered(): void {
    while (!this.#has(cell.answered)) {
      const answered = Atomics.load(cells, cell.answered)
      say({ kind: 'signal', number: this.#number })
      Atomics.wait(cells, cell.answered, answered, Math.max(1, this.#answersUntil - Date.now()))
      if (this.#has(cell.answered) || Date.now() < this.#answersUntil) continue
      this.#wholeUntil ??= Date.now() + wholeWithin
      waitForWhole(this.#wholeUntil)
      Atomics.store(cells, cell.stopped, this.#number)
      endWhatRuns()
      this.#wholeUntil = undefined
      this.#patience = Math.min(this.#patience * 2, patience.most)
      this.#answersUntil = Date.now() + this.#patience
    }
    mayBegin()
    // A program that is debugged does not end.
    inspector?.disconnect()
    inspector = undefined
  }

  /** Has the prompt hear that nothing more is stopped; it does not where something else keeps it busy meanwhile. */
  #isSettled(): boolean {
    this.#settlesUntil ??= Date.now() + patience.most
    while (!this.isDealtWith && Date.now() < this.#settlesUntil) {
      const settled = Atomics.load(cells, cell.settled)
      say({ kind: 'settled', number: this.#number, isKey: this.#isKey })
      Atomics.wait(cells, cell.settled, settled, patience.first)
    }
    return this.isDealtWith
  }
}

let signal: Signal | undefined

/** Tells of a signal until it was dealt with. */
function interrupt(): void {
  // It may have come after the last was dealt with, and before that was known here.
  if (signal?.isDealtWith) signal = undefined
  for (let isDone = false; !isDone; signal = undefined) {
    signal ??= new Signal(Atomics.load(cells, cell.state) === state.takingKeys)
    isDone = signal.deal()
  }
}

// ---- while the prompt takes keys ----

const keyboard = new WaitingKeys(terminal)

const interruptKey = 3
const takesKeys = (): boolean => Atomics.load(cells, cell.state) === state.takingKeys

/** Whether keys are held: the prompt, once it goes on, waits until they are not, and takes them before any others. */
function hold(isSo: boolean): void {
  Atomics.store(cells, cell.holds, Number(isSo))
  Atomics.notify(cells, cell.holds)
}

/** Takes the keys until the prompt can again. Where the terminal is gone it never will, unless it hears of that in time. */
function takeKeys(beat: number): void {
  let others: number[] = []
  let gone = 0
  hold(true)
  while (Atomics.load(cells, cell.beat) === beat && takesKeys()) {
    const read = keyboard.read()
    if (read === null && (gone += keysEvery) > hearsWithin) process.kill(process.pid, 'SIGKILL')
    // The prompt may have gone on meanwhile, and the terminal with it.
    const keys = read && (takesKeys() ? read : asPressed(read))
    others.push(...(keys ?? []))
    // What was typed before Ctrl-C falls away, as what the terminal itself would have kept.
    const pressed = others.lastIndexOf(interruptKey)
    others = others.slice(pressed + 1)
    if (pressed >= 0) {
      hold(false)
      interrupt()
      hold(true)
    } else if (!keys?.length) Atomics.wait(cells, cell.beat, beat, keysEvery)
  }
  if (others.length > 0) {
    held.postMessage(Uint8Array.from(others))
    say({ kind: 'keys' })
  }
  hold(false)
}

let lastBeat = 0
let missed = 0

function lookForBeat(): void {
  const beat = Atomics.load(cells, cell.beat)
  missed = beat === lastBeat ? missed + 1 : 0
  lastBeat = beat
  if (missed < missedBeats) return
  missed = 0
  takeKeys(beat)
}

// ---- waiting ----

/** Whether a signal has come that was not dealt with. */
let isSignalled = false

function wait(): void {
  if (isSignalled) {
    interrupt()
    isSignalled = false
  }
  say({ kind: 'ready' })
  for (;;) {
    const now = Atomics.load(cells, cell.state)
    const isTimed = now === state.takingKeys && keyboard.canRead
    const ended = Atomics.wait(cells, cell.state, now, isTimed ? beatEvery : Infinity)
    if (ended === 'timed-out') lookForBeat()
    else missed = 0
  }
}

/** Waits within `level` scripts, and begins again whenever a signal has ended one. */
function waitWithin(level: number): void {
  if (level === 0) return wait()
  for (;;)
    try {
      scripts[level].runInThisContext({ breakOnSigint: true })
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ERR_SCRIPT_EXECUTION_INTERRUPTED') throw error
      isSignalled = true
    }
}

Object.assign(globalThis, { waitWithin })
const scripts = Array.from({ length: depth + 1 }, (_, level) => new Script(`waitWithin(${level - 1})`))
waitWithin(depth)
