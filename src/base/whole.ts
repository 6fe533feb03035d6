// What Ctrl-C must not end half way: a module that stopped while it was evaluated stays half a module for good.
//
// Note [Whole]. At the prompt a thread ends what runs here (Note [Ctrl-C] in repl/interrupt-thread.ts), wherever that is,
// and neither `catch` nor `finally` hears of it. While `held` is not 0 the thread waits. It raises `ending` before it
// looks, and this side looks at `ending` after it has raised `held`: one of the two sees the other and gives way.
// What was ended all the same, between the two or because it took too long, has not lowered `held` again. So the prompt
// says `forgetEnded` when it is through with a Ctrl-C: otherwise the next one would wait for what is no more. Whoever
// keeps account of what runs otherwise, and clears it in a `finally`, says so with `whenEnded`.
// A load that is under way while a person's code keeps the event loop from turning would hold Ctrl-C up for nothing. The
// prompt runs no entry before `loaded`.

/** Places in the cells that the thread shares. */
export const wholeCell = {
  /** How much runs, one within the other, that must not be ended. */
  held: 0,
  /** 1 while the thread ends what runs. */
  ending: 1,
} as const

/** Shared with the thread that ends what runs. */
export const wholeCells = new Int32Array(new SharedArrayBuffer(8))

/** Milliseconds that this side waits for the thread, which ends what runs here or hears that it need not. */
const endsWithin = 1000

/** How often the count began anew: what was counted before lowers it no more. */
let age = 0

/** Gives what `release` wants to know. */
function hold(): number {
  const { held, ending } = wholeCell
  for (let isPatient = true; ;) {
    if (Atomics.add(wholeCells, held, 1) > 0 || Atomics.load(wholeCells, ending) === 0 || !isPatient)
      return age
    release(age)
    // Being ended while it waits here breaks nothing.
    isPatient = Atomics.wait(wholeCells, ending, 1, endsWithin) !== 'timed-out'
  }
}

function release(heldAt: number): void {
  const { held } = wholeCell
  // The thread, too, begins to count anew.
  if (heldAt === age && Atomics.load(wholeCells, held) > 0) Atomics.sub(wholeCells, held, 1)
  Atomics.notify(wholeCells, held)
}

/** What `work` gives; Ctrl-C waits for it. */
export function whole<T>(work: () => T): T {
  const heldAt = hold()
  try {
    return work()
  } finally {
    release(heldAt)
  }
}

/** The loads that are under way. */
const loads = new Set<Promise<unknown>>()

/** What `work` promises; Ctrl-C waits until that is settled. */
export function wholeUntil<T>(work: () => Promise<T>): Promise<T> {
  const load = heldUntil(work)
  const forget = (): void => void loads.delete(load)
  loads.add(load)
  void load.then(forget, forget)
  return load
}

async function heldUntil<T>(work: () => Promise<T>): Promise<T> {
  const heldAt = hold()
  try {
    return await work()
  } finally {
    release(heldAt)
  }
}

/** Resolves when the loads that are under way have ended. Each is waited for once: Ctrl-C may give up waiting. */
export async function loaded(): Promise<void> {
  const those = [...loads]
  loads.clear()
  await Promise.allSettled(those)
}

const forgets: (() => void)[] = []

/** Has `forget` called when what ran was ended: of an account that a `finally` clears. */
export const whenEnded = (forget: () => void): void => void forgets.push(forget)

/** After what ran was ended: no `finally` has heard of it. */
export function forgetEnded(): void {
  for (const forget of forgets) forget()
  age++
  loads.clear()
  Atomics.store(wholeCells, wholeCell.held, 0)
  Atomics.notify(wholeCells, wholeCell.held)
}
