// `_terminal`: how Python's modules say what they make themselves of names and texts that may come from outside, as help,
// messages of a log and tracebacks: at a terminal none of it is obeyed, but for colours. What a program prints itself, and
// what goes into a file or a pipe, goes as it is.
import { visibleButColours } from '../../base/visible.js'
import { core } from '../runtime/core.js'
import { call, functionsOf } from '../runtime/functions.js'
import { leadsToTerminal } from './sys.js'

type Any = any

/** A text as it goes into a file. */
const shownIn = (file: Any, text: string): string => (leadsToTerminal(file) ? visibleButColours(text) : text)

/** Writes a text into a file; null stands for standard output. */
export function say(file: Any, text: string): null {
  const to = file ?? core.getattr(core.importModule('sys'), 'stdout')
  call(core.getattr(to, 'write'), [shownIn(to, text)], null)
  return null
}

export const module = functionsOf({ 'say(file, text, /)': say, 'shown_in(file, text, /)': shownIn })
