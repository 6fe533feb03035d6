// What holds while something is awaited, such as that its output is kept. It ends with it, or when nobody comes back: V8 may
// end what runs and forget who awaited it (Note [Ctrl-C] in repl/interrupt-thread.ts), and then no `finally` runs.

/** How what holds now is ended, in the order in which it began. */
const endings = new Set<() => void>()

/** What `work` gives; `begin` is called before, and what it gives is called once afterwards. */
export async function meanwhile<T>(begin: () => () => void, work: () => Promise<T>): Promise<T> {
  const end = begin()
  endings.add(end)
  try {
    return await work()
  } finally {
    if (endings.delete(end)) end()
  }
}

/** Ends all that holds: who awaits will not come back, or may find it ended. */
export function endMeanwhile(): void {
  for (const end of [...endings].reverse()) if (endings.delete(end)) end()
}
