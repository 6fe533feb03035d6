// Runs a text as if each of its inputs were typed at the prompt, and stops at the first error.
import { Brackets } from '../dialect/brackets.js'
import { isCommandLine } from './commands/all.js'
import { readEntry } from './entry.js'
import type { Session } from './session.js'

export interface ScriptError {
  error: unknown
  /** Counts from 1 within the text. */
  line: number
  /** What may have been meant; see hint.ts. */
  hint?: string
}

/** A line that belongs to what came before, though that could stand alone: `.sum()`, `else {`, `finally {`. */
const continues = /^\s*(\?\.|\.(?!\.\.|\d)|(else|catch|finally)\b)/

/**
 * Evaluates `text` input by input and hands each value to `onValue`.
 * Returns the error that stopped it, or undefined when all of it ran.
 */
export async function runScript(
  session: Session,
  text: string,
  onValue: (value: unknown) => void,
): Promise<ScriptError | undefined> {
  const lines = text.split(/\r?\n/)
  let start = 0
  let brackets = new Brackets()
  for (let end = 1; end <= lines.length; end++) {
    const isLast = end === lines.length
    if (end === start + 1) brackets = new Brackets()
    if (!isCommandLine(lines[start])) brackets.addLine(lines[end - 1])
    if (!isLast && brackets.areSurelyOpen) continue
    if (!isLast && continues.test(lines[end]) && !isCommandLine(lines[end])) continue
    const input = lines.slice(start, end).join('\n')
    if (input.trim() === '') {
      start = end
      continue
    }
    const entry = readEntry(input)
    if (entry.leaves) return undefined
    const outcome = await session.evaluate(entry)
    if (outcome.kind === 'incomplete') {
      if (!isLast) continue
      return { error: new SyntaxError('Unexpected end of input'), line: lines.length }
    }
    if (outcome.kind === 'error')
      return { error: outcome.error, line: start + (outcome.line ?? 1), hint: outcome.hint }
    if (outcome.kind === 'value') onValue(outcome.value)
    start = end
  }
  return undefined
}
