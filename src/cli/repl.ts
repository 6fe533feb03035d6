// `dltorch repl`: the prompt in a terminal; with piped input, a script whose values are printed.
import { text } from 'node:stream/consumers'
import { installGlobals } from '../repl/globals.js'
import { runScript } from '../repl/script.js'
import { Conversation } from '../repl/commands/conversation.js'
import { show } from '../repl/show.js'
import { failOnUncaught, reportFailure } from './failure.js'

export async function repl(): Promise<void> {
  installGlobals()
  if (process.stdin.isTTY) {
    const { runPrompt } = await import('../repl/prompt.js')
    return runPrompt()
  }
  failOnUncaught()
  const input = await text(process.stdin)
  const failure = await runScript(new Conversation(), input, (value) => {
    const shown = show(value)
    if (shown !== '') console.log(shown)
  })
  if (failure)
    reportFailure(failure.error, { file: '<stdin>', line: failure.line, text: input }, failure.hint)
}
