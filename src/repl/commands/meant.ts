// A command that was typed as code: without its dot, or one of the shell.
import { isError, nameOf } from '../../base/careful.js'
import type { Outcome } from '../session.js'
import { commandNames } from './all.js'

/** Words of a shell that people type at any prompt. */
const ofTheShell: ReadonlySet<string> = new Set(
  'pip pip3 conda npm npx node python python3 ipython jupyter git ls dir cd pwd cat sudo bash dltorch'.split(
    ' ',
  ),
)
/** What `dltorch` does, and is not to be had at the prompt. */
const ofTheProgram: ReadonlySet<string> = new Set(
  'lesson lessons train predict doctor convert completion repl'.split(' '),
)
const others: Readonly<Record<string, string>> = { cls: '.clear', timer: '.time', history: 'the arrow up' }

/** A word, alone or with what a call, an assignment or an operator does not begin with behind it. */
const words = /^\s*([A-Za-z]\w*)(?:\s+([^\s=+*/.,;:)\]}<>&|(\[-]|-{1,2}\w|\.{1,2}(?:\/|$)).*)?\s*$/

/** What may have been meant by an entry that is in error, where it was a command; '' otherwise. */
export function commandMeant(source: string): string {
  const [, word] = words.exec(source) ?? []
  if (word === undefined) return ''
  const line = source.trim()
  if (commandNames().includes(`.${word}`)) return `A command begins with a dot: .${line}`
  if (Object.hasOwn(others, word)) return `Did you mean ${others[word]}?`
  if (ofTheProgram.has(word))
    return `That is typed in the shell, which Ctrl-D leads back to: dltorch ${line.replace(/^lessons\b/, 'lesson')}`
  if (ofTheShell.has(word)) return `${word} is typed in the shell, which Ctrl-D leads back to.`
  return ''
}

/** An error with that hint, where the error is that the entry is no code or its first word nothing that is known. */
export function withCommandMeant(
  failure: Extract<Outcome, { kind: 'error' }>,
  source: string,
): Extract<Outcome, { kind: 'error' }> {
  const { error } = failure
  const isOfWords = isError(error) && ['SyntaxError', 'ReferenceError', 'NameError'].includes(nameOf(error))
  const hint = isOfWords ? commandMeant(source) : ''
  return hint === '' ? failure : { ...failure, hint }
}
