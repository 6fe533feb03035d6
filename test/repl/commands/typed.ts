// A conversation for tests: what is typed, and the text that comes back.
import { installGlobals } from '../../../src/repl/globals.js'
import { plainLook } from '../../../src/terminal/look.js'
import { Conversation } from '../../../src/repl/commands/conversation.js'
import { show, showError } from '../../../src/repl/show.js'

installGlobals()

/** A fresh conversation's `type`: enters a line and gives what the prompt would print. */
export function typist(look = plainLook): (source: string) => Promise<string> {
  const conversation = new Conversation({ look: () => look })
  return async (source) => {
    const outcome = await conversation.evaluate(source)
    if (outcome.kind === 'value') return show(outcome.value)
    return outcome.kind === 'error' ? showError(outcome.error) : `(${outcome.kind})`
  }
}
