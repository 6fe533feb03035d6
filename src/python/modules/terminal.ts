// `_terminal`: how Python's modules say what they make themselves of names and texts that may come from outside, as help,
// messages of a log and tracebacks: at a terminal none of it is obeyed, but for colours. What a program prints itself, and
// what goes into a file or a pipe, goes as it is.
import { visibleButColours } from '../../base/visible.js'
import { core } from '../runtime/core.js'
import { call, functionsOf } from '../runtime/functions.js'
import { leadsToTerminal } from './sys.js'

type Any = any

/** Writes a text into a file. */
export function say(file: Any, text: string): null {
  call(core.getattr(file, 'write'), [leadsToTerminal(file) ? visibleButColours(text) : text], null)
  return null
}

export const module = functionsOf({ 'say(file, text, /)': say })
