// The threads that compute beside the main one, on the arena's memory.
//
// Note [Threads]
// ~~~~~~~~~~~~~~
// A kernel's code takes addresses and counts and keeps nothing between calls (Note [Named kernels]), so that any thread can
// do any call. Work is a list of parts, each a few calls, in a table that all threads see. The main thread writes it, opens
// it, takes parts as the others do, closes it when none is left, and waits for those who are still at one.
//
// - *Where work is cut does not show.* A part computes its elements as the whole would have: by the same additions in the same
//   order. So results are the same bit for bit for any number of threads, and it does not matter who takes what: a thread
//   that the system lets wait takes fewer parts.
// - *Nobody waits for threads to start.* They start with the first work that is large enough, two at each such call, and until
//   they have said that they are there, the main thread computes alone. So it does where there can be none: Node's
//   permission model, a machine without threads left. One that has ended is replaced, a few times.
// - *A thread is started from text* (thread-code.ts): no file has to be found, whether the library is built, bundled by
//   others, or run from its sources. It learns functions by messages, which it takes when there is work.
// - *Threads hold nothing up.* They are not counted among what keeps a process alive; between calls they sleep.
// - *Whoever is stopped in the middle* (Ctrl-C at the prompt ends the main thread's code wherever it is) leaves the table
//   open. `settle` closes it and waits for the parts that were taken. It is called before memory is taken or freed and
//   before the prompt goes on, so that no thread ever writes to what is somebody else's by then.
import { Worker } from 'node:worker_threads'
import { beforeReclaim, getArena } from '../../memory/allocate.js'
import { MOST_THREADS, pending, threadCount } from '../thread-count.js'
import { sourceOf } from './level.js'
import {
  type Callable,
  type Cells,
  type Lesson,
  serve,
  type Shared,
  takeParts,
  type ThreadData,
} from './thread-code.js'

/** Most parts of one piece of work, and the room for their calls. */
export const MOST_PARTS = 256
const CALL_NUMBERS = 1 << 15

const cell: Cells = {
  state: 0,
  next: 16,
  active: 32,
  parts: 48,
  limit: 49,
  functions: 50,
  failed: 51,
  ready: 64,
  starts: 64 + MOST_THREADS,
}
const CELLS = cell.starts + MOST_PARTS + 1

/** How often the main thread looks before it sleeps, how long it sleeps, and how often before it gives a thread up. */
const LOOKS = 500
const SLEEP_MS = 100
const MOST_SLEEPS = 600
/** How many threads start at one call: a start takes some milliseconds. */
const STARTS_AT_ONCE = 2
/** How many threads may end before no more are started. */
const MOST_FAILURES = 8

const code = `const __name = (x) => x;
(${serve.toString()})(require('node:worker_threads'), WebAssembly, ${takeParts.toString()})`

function makeShared(): Shared {
  const calls = new Float64Array(new SharedArrayBuffer(8 * CALL_NUMBERS))
  return {
    cell,
    cells: new Int32Array(new SharedArrayBuffer(4 * CELLS)),
    calls,
    longs: new BigInt64Array(calls.buffer),
    results: new Float64Array(new SharedArrayBuffer(8 * MOST_PARTS)),
  }
}

class Pool {
  #shared = makeShared()
  /** By number, from 1 on; what is missing has not started, or has ended. */
  #workers: (Worker | undefined)[] = []
  #failures = 0
  readonly #functions: Callable[] = []
  readonly #lessons: Lesson[] = []
  /** How many of the lessons each thread was told. */
  readonly #told: number[] = []
  readonly #numbers = new Map<Callable, number>()
  #parts = 0
  #end = 0
  #isOpen = false

  /** One more than the last thread that is there; starts some where fewer are there than are wanted. */
  threads(): number {
    const wanted = Math.min(threadCount(), MOST_THREADS)
    if (wanted < 2) return 1
    this.#start(wanted)
    const { cells } = this.#shared
    let count = wanted
    while (count > 1 && (this.#workers[count - 1] === undefined || cells[cell.ready + count - 1] === 0))
      count--
    return count
  }

  #start(wanted: number): void {
    let starts = 0
    for (let thread = 1; thread < wanted && starts < STARTS_AT_ONCE; thread++) {
      if (this.#workers[thread] !== undefined) continue
      if (this.#failures >= MOST_FAILURES) return
      starts++
      try {
        this.#workers[thread] = this.#started(thread)
      } catch {
        // Not allowed, or no thread is left: the main one computes.
        this.#failures = MOST_FAILURES
      }
    }
  }

  #started(thread: number): Worker {
    const workerData: ThreadData = {
      shared: this.#shared,
      memory: getArena()!.memory,
      thread,
    }
    this.#shared.cells[cell.ready + thread] = 0
    // Nothing of what the process was started with concerns a thread that only computes.
    const worker = new Worker(code, {
      eval: true,
      name: 'dltorch',
      workerData,
      execArgv: [],
      env: {},
    })
    worker.unref()
    const lost = (): void => {
      if (this.#workers[thread] !== worker) return
      this.#workers[thread] = undefined
      this.#failures++
    }
    worker.on('error', lost)
    worker.on('exit', lost)
    this.#told[thread] = 0
    return worker
  }

  /**
   * The number of a function. Whoever is stopped between two of these lines leaves a number that nobody uses, or one that
   * the next function gets.
   */
  #numberOf(call: Callable): number {
    let number = this.#numbers.get(call)
    if (number !== undefined) return number
    number = this.#lessons.length
    this.#functions[number] = call
    this.#lessons.push({ ...sourceOf(call), number })
    this.#numbers.set(call, number)
    return number
  }

  /** Tells all threads what they do not know yet: twice, where telling was stopped in the middle. */
  #teach(): void {
    for (let thread = 1; thread < this.#workers.length; thread++) {
      const worker = this.#workers[thread]
      if (worker === undefined) continue
      while (this.#told[thread] < this.#lessons.length) {
        worker.postMessage(this.#lessons[this.#told[thread]])
        this.#told[thread]++
      }
    }
  }

  // ---- writing parts ----

  /** How many parts are written. */
  get parts(): number {
    return this.#parts
  }

  /** Whether there is room for another part of so many calls. */
  hasRoom(calls: number): boolean {
    return this.#parts < MOST_PARTS && this.#end + 64 * calls <= CALL_NUMBERS
  }

  /** Begins a list of parts. */
  begin(): void {
    if (this.#isOpen) this.settle()
    this.#parts = this.#end = 0
  }

  /** Begins a part: what is written from here on belongs to it. */
  part(): void {
    this.#shared.cells[cell.starts + this.#parts++] = this.#end
  }

  /**
   * Adds a call to the part.
   *
   * @param own arguments that are scratch memory of the thread: which, and from one thread's to the next
   * @param times how often, with arguments that go on by `steps`
   */
  call(
    call: Callable,
    args: readonly (number | bigint)[],
    own: readonly (readonly [argument: number, step: number])[] = [],
    times = 1,
    steps: readonly number[] = [],
  ): void {
    const { calls, longs } = this.#shared
    const start = this.#end
    let at = start + 5
    let areLong = 0
    for (let k = 0; k < args.length; k++) {
      const arg = args[k]
      if (typeof arg === 'bigint') {
        areLong |= 1 << k
        longs[at++] = arg
      } else calls[at++] = arg
    }
    for (const [argument, step] of own) {
      calls[at++] = argument
      calls[at++] = step
    }
    if (times > 1) for (let k = 0; k < args.length; k++) calls[at++] = steps[k] ?? 0
    calls[start] = this.#numberOf(call)
    calls[start + 1] = args.length
    calls[start + 2] = areLong
    calls[start + 3] = own.length
    calls[start + 4] = times
    this.#end = at
  }

  // ---- computing ----

  /**
   * Computes the parts on as many threads.
   *
   * @returns what the last call of each part gave; good until the next parts are written
   */
  run(threads: number): Float64Array {
    const { cells, results } = this.#shared
    cells[cell.starts + this.#parts] = this.#end
    cells[cell.parts] = this.#parts
    cells[cell.failed] = 0
    Atomics.store(cells, cell.next, 0)
    Atomics.store(cells, cell.limit, threads)
    this.#teach()
    Atomics.store(cells, cell.functions, this.#lessons.length)
    this.#isOpen = true
    Atomics.add(cells, cell.state, 1)
    Atomics.notify(cells, cell.state)
    takeParts(this.#shared, this.#functions, 0)
    this.#close()
    if (Atomics.load(cells, cell.failed) !== 0)
      throw new Error('internal: a thread could not compute its part')
    return results
  }

  /** Ends what was left in the middle. Does nothing where nothing was. */
  settle(): void {
    if (!this.#isOpen) return
    // Far beyond all parts: who looks for one finds none.
    Atomics.store(this.#shared.cells, cell.next, 2 ** 30)
    this.#close()
  }

  /** Says that there is no more to take, and waits for those who took something. */
  #close(): void {
    const { cells } = this.#shared
    if ((Atomics.load(cells, cell.state) & 1) === 1) Atomics.add(cells, cell.state, 1)
    for (let look = 0; look < LOOKS; look++)
      if (Atomics.load(cells, cell.active) === 0) {
        this.#isOpen = false
        return
      }
    for (let sleeps = 0; sleeps < MOST_SLEEPS; sleeps++) {
      const active = Atomics.load(cells, cell.active)
      if (active === 0) {
        this.#isOpen = false
        return
      }
      Atomics.wait(cells, cell.active, active, SLEEP_MS)
    }
    this.#giveUp()
    throw new Error('internal: a thread that computed did not come back')
  }

  /** Lets go of all threads, and of what they share. */
  #giveUp(): void {
    const workers = this.#workers
    this.#workers = []
    this.#failures = MOST_FAILURES
    this.#isOpen = false
    this.#shared = makeShared()
    for (const worker of workers) void worker?.terminate()
  }

  // ---- for tests and measurements ----

  /** Starts all threads that are wanted, and waits until they are there; false where they do not come. */
  awaitThreads(): boolean {
    const wanted = Math.min(threadCount(), MOST_THREADS)
    for (let thread = 1; thread < wanted; thread += STARTS_AT_ONCE) this.#start(wanted)
    const { cells } = this.#shared
    for (let thread = 1; thread < wanted; thread++) {
      if (this.#workers[thread] === undefined) return false
      if (Atomics.load(cells, cell.ready + thread) === 0)
        Atomics.wait(cells, cell.ready + thread, 0, MOST_SLEEPS * SLEEP_MS)
      if (Atomics.load(cells, cell.ready + thread) === 0) return false
    }
    return true
  }

  /** The threads that were started and have not ended, as far as is known. */
  get workers(): readonly Worker[] {
    return this.#workers.filter((worker) => worker !== undefined)
  }

  /** How many pieces of work were done by parts. */
  get runs(): number {
    return Atomics.load(this.#shared.cells, cell.state) >> 1
  }
}

export const pool = new Pool()
pending.settle = () => pool.settle()
beforeReclaim(() => pool.settle())
