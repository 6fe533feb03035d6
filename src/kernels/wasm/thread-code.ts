// What a thread of the pool does, and the table by which it is told. See Note [Threads] in pool.ts.
//
// These functions start a thread as text, wherever the library lies and however it was bundled. So each stands for itself:
// it uses nothing but its arguments and what every thread of Node has.

/** Places in the shared cells. */
export interface Cells {
  /** Odd while there is work. Goes on by one whenever some begins and ends. */
  readonly state: number
  /** The next part that nobody has taken. */
  readonly next: number
  /** Threads, besides the main one, that may be at work. */
  readonly active: number
  /** How many parts there are. */
  readonly parts: number
  /** Threads from this number on keep out. */
  readonly limit: number
  /** Functions that every thread has to know. */
  readonly functions: number
  /** Set where a part has failed. */
  readonly failed: number
  /** Set by each thread when it is there. */
  readonly ready: number
  /** Where in the calls each part begins, and the last one ends. */
  readonly starts: number
}

/** What all threads share. */
export interface Shared {
  readonly cell: Cells
  readonly cells: Int32Array
  /** The calls: which function, how many arguments, which of them are int64, how many belong to the thread, how often. */
  readonly calls: Float64Array
  readonly longs: BigInt64Array
  /** What the last call of each part gave. */
  readonly results: Float64Array
}

export type Callable = (...args: (number | bigint)[]) => number

/** Takes parts and computes them until there is none left. */
export function takeParts(shared: Shared, functions: readonly Callable[], thread: number): void {
  const { cell, cells, calls, longs, results } = shared
  const count = cells[cell.parts]
  for (;;) {
    const part = Atomics.add(cells, cell.next, 1)
    if (part >= count) return
    const end = cells[cell.starts + part + 1]
    let at = cells[cell.starts + part]
    let result = 0
    while (at < end) {
      const call = functions[calls[at]]
      const size = calls[at + 1]
      const areLong = calls[at + 2]
      const own = calls[at + 3]
      const times = calls[at + 4]
      at += 5
      const args: (number | bigint)[] = []
      for (let k = 0; k < size; k++) args.push((areLong & (1 << k)) !== 0 ? longs[at + k] : calls[at + k])
      at += size
      for (let k = 0; k < own; k++, at += 2)
        args[calls[at]] = (args[calls[at]] as number) + thread * calls[at + 1]
      result = call(...args)
      for (let time = 1; time < times; time++) {
        for (let k = 0; k < size; k++) if (calls[at + k] !== 0) args[k] = (args[k] as number) + calls[at + k]
        result = call(...args)
      }
      if (times > 1) at += size
    }
    results[part] = result
  }
}

/** What a thread is given when it starts. */
export interface ThreadData {
  readonly shared: Shared
  readonly memory: object
  readonly thread: number
}

/** A function that a thread has to know: its module and its name there. */
export interface Lesson {
  readonly module: object
  readonly name: string
  readonly number: number
}

/** `node:worker_threads` and WebAssembly, as far as a thread needs them. */
interface Surroundings {
  readonly parentPort: object
  readonly workerData: ThreadData
  receiveMessageOnPort(port: object): { message: Lesson } | undefined
}
interface Compiler {
  Instance: new (module: object, imports: object) => { readonly exports: Record<string, Callable> }
}

/** Waits for work and takes part in it, for ever. */
export function serve(
  { parentPort, workerData, receiveMessageOnPort }: Surroundings,
  compiler: Compiler,
  work: typeof takeParts,
): void {
  const { shared, memory, thread } = workerData
  const { cell, cells } = shared
  const functions: Callable[] = []
  const instances = new Map<object, Record<string, Callable>>()
  const learn = (): boolean => {
    const count = Atomics.load(cells, cell.functions)
    while (functions.length < count) {
      const lesson = receiveMessageOnPort(parentPort)?.message
      if (lesson === undefined) return false
      let exports = instances.get(lesson.module)
      if (exports === undefined) {
        exports = new compiler.Instance(lesson.module, { arena: { memory } }).exports
        instances.set(lesson.module, exports)
      }
      functions[lesson.number] = exports[lesson.name]
    }
    return true
  }
  // Work often comes on the heels of work: looking for it for some microseconds saves being woken.
  const looks = 2000
  let last = 0
  Atomics.store(cells, cell.ready + thread, 1)
  Atomics.notify(cells, cell.ready + thread)
  for (;;) {
    const state = Atomics.load(cells, cell.state)
    if ((state & 1) === 0 || state === last) {
      let look = 0
      while (look < looks && Atomics.load(cells, cell.state) === state) look++
      if (look === looks) Atomics.wait(cells, cell.state, state)
      continue
    }
    last = state
    if (thread >= Atomics.load(cells, cell.limit)) continue
    Atomics.add(cells, cell.active, 1)
    // Who comes when the work has ended must not look at the calls: the next ones may be being written.
    if (Atomics.load(cells, cell.state) === state)
      try {
        if (learn()) work(shared, functions, thread)
      } catch {
        Atomics.store(cells, cell.failed, 1)
      }
    if (Atomics.sub(cells, cell.active, 1) === 1) Atomics.notify(cells, cell.active)
  }
}
