// `dltorch repl`: the prompt in a terminal; with piped input, a script whose values are printed.
import { text } from 'node:stream/consumers'
import { installGlobals } from '../repl/globals.js'
import { runScript } from '../repl/script.js'
import { Conversation } from '../repl/commands/conversation.js'
import { show } from '../repl/show.js'
import type { Language } from '../repl/languages.js'
import { failOnUncaught, reportFailure, reportTraceback } from './failure.js'

export async function repl(language: Language = 'auto'): Promise<void> {
  installGlobals()
  if (process.stdin.isTTY) {
    const { runPrompt } = await import('../repl/prompt.js')
    return runPrompt(undefined, language)
  }
  failOnUncaught()
  const input = await text(process.stdin)
  const failure = await runScript(new Conversation({ language }), input, (value, text) => {
    const shown = text?.() ?? show(value)
    if (shown !== '') console.log(shown)
  })
  if (failure?.traceback !== undefined) reportTraceback(failure.traceback, failure.error)
  else if (failure)
    reportFailure(
      failure.error,
      { file: '<stdin>', line: failure.line, text: input },
      failure.hint,
      failure.frames,
    )
}
