// Lets code that waits be given up. Each wait notes in which turn it began; Ctrl-C begins another turn, and who then comes
// back from a wait of an earlier one is sent to wait for what never comes.

let turn = 0
const never = new Promise<never>(() => {})

/** The turn that a wait begins in. */
export const thisTurn = (): number => turn

/** Gives up all code that waits for anything. */
export function giveUp(): void {
  turn++
}

/** What was awaited, if that began in this turn. */
export const resumed = (began: number, value: unknown): unknown => (began === turn ? value : never)

/** The values of what `for await` goes through. */
export async function* stream(values: AsyncIterable<unknown>): AsyncGenerator<unknown> {
  const began = turn
  for await (const value of values) {
    if (began !== turn) await never
    yield value
  }
}
