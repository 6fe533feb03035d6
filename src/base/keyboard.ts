// Ctrl-C as an exception: a thread asks for it, and code that can be stopped anywhere, as Python's, raises it itself.
//
// Note [KeyboardInterrupt]. What V8 ends from outside runs neither `catch` nor `finally`. A training loop in Python has both:
// `except KeyboardInterrupt` keeps what was learned so far, `with` closes files. So loops of Python's, and iterators that
// may have no end, look at a cell each round, which costs less than a nanosecond; the thread that hears Ctrl-C sets it, and
// ends what runs by force only where nobody has looked for a while.

/** Places in the cells that the thread shares. */
export const keyboardCell = {
  /** The signal that is to be raised; 0 where there is none. */
  asked: 0,
  /** How much runs, one within the other, that looks. */
  looking: 1,
  /** Counts what was raised. */
  raised: 2,
  /** 1 where what runs is stopped because the heap is full, and nobody has said so yet. */
  full: 3,
} as const

export const keyboardCells = new Int32Array(new SharedArrayBuffer(16))

/** Milliseconds that code has to look: what is known to look, and what may call it. */
export const looksWithin = { surely: 1500, perhaps: 60 }

/** What is to be done when a signal is raised as an exception, by those who wait for signals. */
export const onRaised: ((number: number) => void)[] = []

/** Stands for a signal while no thread waits for one. */
const nobodyWaits = -1
/**
 * Milliseconds that a program runs, or rounds that its loops make, before a thread is worth its start: until then Ctrl-C ends
 * it anyhow. Short rounds go ten times faster once nothing is asked of them; the time is asked only now and then when there
 * are many.
 */
const worthwhileAfter = { milliseconds: 200, rounds: 20_000 }
const asksEvery = { first: 200, rounds: 32 }
let rounds = 0
let startThread: (() => void) | null = null
let begun = 0

/** Has a thread started when the program turns out to take longer, or to wait. */
export function startLate(start: () => void): void {
  startThread = start
  begun = performance.now()
  Atomics.store(keyboardCells, keyboardCell.asked, nobodyWaits)
}

function start(): void {
  Atomics.store(keyboardCells, keyboardCell.asked, 0)
  startThread?.()
  startThread = null
}

/** How a signal is raised: by whoever makes exceptions. */
export const raising = { interrupted: (): void => {} }

/** What an iterator that may have no end does in each round: whoever goes through it need not be a loop of Python's. */
export function lookForSignal(): void {
  if (keyboardCells[keyboardCell.asked] !== 0) raising.interrupted()
}

/** Takes the signal that is asked for; whether there is one. */
export function takeSignal(): boolean {
  const { asked, raised } = keyboardCell
  if (startThread !== null) {
    rounds++
    const asksTime = rounds < asksEvery.first || rounds % asksEvery.rounds === 0
    const isLong = asksTime && performance.now() - begun > worthwhileAfter.milliseconds
    if (isLong || rounds > worthwhileAfter.rounds) start()
    return false
  }
  const number = Atomics.exchange(keyboardCells, asked, 0)
  if (number === 0) return false
  for (const tell of onRaised) tell(number)
  Atomics.add(keyboardCells, raised, 1)
  Atomics.notify(keyboardCells, raised)
  return true
}

/** Whether the last signal came because the heap is full (Note [Full heap] in heap-watch.ts); asked once. */
export const takeFull = (): boolean => Atomics.exchange(keyboardCells, keyboardCell.full, 0) === 1

/** In the thread that watches the heap: stops what runs as Ctrl-C does. */
export function stopForHeap(cells: Int32Array): void {
  Atomics.store(cells, keyboardCell.full, 1)
  process.kill(process.pid, 'SIGINT')
}

const interruptions = new WeakSet<object>()

/** Has an exception known as what Ctrl-C asked for. */
export function asInterruption<T extends object>(exception: T): T {
  interruptions.add(exception)
  return exception
}

/** Whether something was thrown because of Ctrl-C: whoever catches all else lets it through. */
export const isInterruption = (thrown: unknown): boolean =>
  typeof thrown === 'object' && thrown !== null && interruptions.has(thrown)

/** Runs what looks at the cell. */
export function looking<T>(work: () => T): T {
  const { looking: count } = keyboardCell
  Atomics.add(keyboardCells, count, 1)
  try {
    return work()
  } finally {
    Atomics.sub(keyboardCells, count, 1)
  }
}

/** Waits so many milliseconds, or until a signal is to be raised. */
export function waitForKeyboard(milliseconds: number): void {
  if (startThread !== null) start()
  Atomics.wait(keyboardCells, keyboardCell.asked, 0, milliseconds)
}

/** In the thread: when a signal that comes now is to be raised, at the latest. `cells` are those of the thread that is to raise it. */
export const raisesUntil = (cells: Int32Array): number =>
  Date.now() + (Atomics.load(cells, keyboardCell.looking) > 0 ? looksWithin.surely : looksWithin.perhaps)

/** In the thread: asks for a signal to be raised; whether it was. */
export function askFor(cells: Int32Array, number: number, until: number): boolean {
  const { asked, raised } = keyboardCell
  const before = Atomics.load(cells, raised)
  Atomics.store(cells, asked, number)
  Atomics.notify(cells, asked)
  Atomics.wait(cells, raised, before, Math.max(0, until - Date.now()))
  // It may be taken just now.
  return Atomics.compareExchange(cells, asked, number, 0) !== number
}
