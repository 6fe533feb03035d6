// What Ctrl-C must not end half way: a module that stopped while it was evaluated stays half a module for good.
//
// Note [Whole]. At the prompt a thread ends what runs here (Note [Ctrl-C] in repl/interrupt-thread.ts), wherever that is,
// and neither `catch` nor `finally` hears of it. While `held` is not 0 the thread waits. It raises `ending` before it
// looks, and this side looks at `ending` after it has raised `held`: one of the two sees the other and gives way.

/** Places in the cells that the thread shares. */
export const wholeCell = {
  /** How much runs, one within the other, that must not be ended. */
  held: 0,
  /** 1 while the thread ends what runs. */
  ending: 1,
} as const

/** Shared with the thread that ends what runs. */
export const wholeCells = new Int32Array(new SharedArrayBuffer(8))

/** Milliseconds within which what the thread ends has ended. */
const endsWithin = 20

function hold(): void {
  const { held, ending } = wholeCell
  if (Atomics.add(wholeCells, held, 1) > 0 || Atomics.load(wholeCells, ending) === 0) return
  release()
  Atomics.wait(wholeCells, ending, 1, endsWithin)
  Atomics.add(wholeCells, held, 1)
}

function release(): void {
  const { held } = wholeCell
  // The count begins anew after what it counted was ended all the same.
  if (Atomics.load(wholeCells, held) > 0) Atomics.sub(wholeCells, held, 1)
  Atomics.notify(wholeCells, held)
}

/** What `work` gives; Ctrl-C waits for it. */
export function whole<T>(work: () => T): T {
  hold()
  try {
    return work()
  } finally {
    release()
  }
}

/** What `work` promises; Ctrl-C waits until that is settled. */
export async function wholeUntil<T>(work: () => Promise<T>): Promise<T> {
  hold()
  try {
    return await work()
  } finally {
    release()
  }
}
