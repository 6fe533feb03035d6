// Types one entry of the fuzz at a session, and says what is wrong with what comes back.
import { types } from 'node:util'
import torch from '../../src/index.js'
import { installGlobals } from '../../src/repl/globals.js'
import { Session } from '../../src/repl/session.js'
import { show, showError } from '../../src/repl/show.js'
import { type EntryLanguage, prelude } from './random-entry.js'
import { speaksJavaScript } from './verdict.js'

installGlobals()
let session: Session | null = null

/** Where an error was thrown, when that is the project's own code and not what was typed. */
function placeInSource(error: Error): string | null {
  const frame = /dltorch-input-\d+|\/src\/[\w/-]+\.ts:\d+/.exec(error.stack ?? '')?.[0] ?? ''
  return frame.startsWith('/src/') ? frame : null
}

/** Whether an error is TypeScript's own about something that was typed: `x.y` where x is undefined, `x.item()` of none. */
function isOfWhatWasTyped({ message }: Error, text: string): boolean {
  const name =
    /^Cannot read properties of undefined \(reading '(\w+)'\)$/.exec(message) ??
    /^\w+\.(\w+) is not a function$/.exec(message)
  return name !== null && text.replace(/\s/g, '').includes(`.${name[1]}`)
}

/** What Python says is Python's. */
function faultOfPythons(error: unknown): string | null {
  const message = types.isNativeError(error) ? error.message : ''
  return speaksJavaScript(message)
    ? `Python: ${message.split('\n')[0].slice(0, 80)} @ ${placeInSource(error as Error) ?? ''}`
    : null
}

/** A value may refuse to be written, in Python's words. */
function faultOfText(text: () => string): string | null {
  try {
    text()
    return null
  } catch (error) {
    return faultOfPythons(error)
  }
}

function faultOfError(error: unknown, text: string): string | null {
  if (!types.isNativeError(error) || error instanceof torch.errors.TorchError) return null
  if (error.message.startsWith('internal:')) return error.message
  if (error instanceof torch.errors.TypeError || error.name === 'SyntaxError') return null
  if (isOfWhatWasTyped(error, text)) return null
  const place = placeInSource(error)
  return place === null ? null : `${error.name}: ${error.message.split('\n')[0].slice(0, 80)} @ ${place}`
}

/** The kind of fault that an entry shows, null for none. */
export async function faultOfEntry(given: string): Promise<string | null> {
  const [head, language] = /^\.lang (\w+)\n/.exec(given) ?? ['', 'auto']
  const text = given.slice(head.length)
  if (session === null) {
    session = new Session()
    for (const line of ['kept = 12345', ...prelude]) await session.evaluate(line)
  }
  session.language = language as EntryLanguage
  try {
    const outcome = await session.evaluate(text)
    if (outcome.kind === 'value') {
      if (outcome.value instanceof Promise) outcome.value.catch(() => undefined)
      if (outcome.text) {
        const fault = faultOfText(outcome.text)
        if (fault !== null) return fault
      } else show(outcome.value)
    }
    if (outcome.kind === 'error') {
      showError(outcome.error)
      const fault =
        outcome.traceback === undefined ? faultOfError(outcome.error, text) : faultOfPythons(outcome.error)
      if (fault !== null) return fault
    }
  } catch (error) {
    return `thrown by the session: ${String(error).slice(0, 100)} @ ${placeInSource(error as Error) ?? ''}`
  }
  session.language = 'auto'
  const kept = await session.evaluate('kept')
  return kept.kind === 'value' && kept.value === 12345 ? null : 'a variable is lost'
}
