// `dltorch eval '<code>'`: prints the value of the last expression.
import { installGlobals } from '../repl/globals.js'
import { Session } from '../repl/session.js'
import { show } from '../repl/show.js'
import { failOnUncaught, reportFailure } from './failure.js'

export async function evaluate(code: string): Promise<void> {
  installGlobals()
  failOnUncaught()
  const outcome = await new Session().evaluate(code)
  if (outcome.kind === 'value') {
    const text = show(outcome.value, { colors: false })
    if (text !== '') console.log(text)
  } else if (outcome.kind === 'error') {
    const isOneLine = !code.trim().includes('\n')
    const place =
      outcome.line === undefined || isOneLine ? undefined : { file: '<eval>', line: outcome.line, text: code }
    reportFailure(outcome.error, place, outcome.hint)
  } else {
    reportFailure(new SyntaxError('Unexpected end of input'))
  }
}
