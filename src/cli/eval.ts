// `dltorch eval '<code>'`: prints the value of the last expression.
import { installGlobals } from '../repl/globals.js'
import { Session } from '../repl/session.js'
import { show } from '../repl/show.js'
import type { Language } from '../repl/languages.js'
import { guardText } from './guard.js'
import { failOnUncaught, reportFailure, reportTraceback } from './failure.js'

export async function evaluate(code: string, language: Language = 'auto'): Promise<void> {
  installGlobals()
  failOnUncaught()
  guardText(code, language === 'python')
  const outcome = await new Session({ language, echoes: false, file: '<eval>' }).evaluate(code)
  if (outcome.kind === 'value') {
    const text = outcome.text?.() ?? show(outcome.value, { colors: false })
    if (text !== '') console.log(text)
  } else if (outcome.kind !== 'interrupted' && outcome.traceback !== undefined) {
    reportTraceback(outcome.traceback, outcome.kind === 'error' ? outcome.error : undefined)
  } else if (outcome.kind === 'error') {
    const isOneLine = !code.trim().includes('\n')
    const place =
      outcome.line === undefined || isOneLine ? undefined : { file: '<eval>', line: outcome.line, text: code }
    reportFailure(outcome.error, place, outcome.hint, outcome.frames)
  } else {
    reportFailure(new SyntaxError('Unexpected end of input'))
  }
}
