// What a session answers to entries typed one after the other, as text.
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'
import { showError } from '../../src/repl/show.js'

installGlobals()

/** What the last of some entries shows, '' for nothing; the error of the first that has one. */
export async function answerTo(
  entries: readonly string[],
  text: (value: unknown) => string,
): Promise<string> {
  const session = new Session()
  let shown = ''
  for (const entry of entries) {
    const outcome = await session.evaluate(entry)
    if (outcome.kind === 'error') return showError(outcome.error)
    shown = outcome.kind === 'value' && outcome.value !== undefined ? text(outcome.value) : ''
  }
  return shown
}
