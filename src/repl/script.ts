// Runs a text as if each of its inputs were typed at the prompt, and stops at the first error.
import { Brackets } from '../dialect/brackets.js'
import { isMagicLine, magicInWords } from '../convert/notebook.js'
import { isCommandLine as isDotCommand } from './commands/all.js'
import { readEntry } from './entry.js'
import type { Outcome, Session } from './session.js'

export interface ScriptError {
  error: unknown
  /** Counts from 1 within the text. */
  line: number
  /** What may have been meant; see hint.ts. */
  hint?: string
  /** All that Python says of it, where that was the language. */
  traceback?: string
  /** What a traceback tells before the error's words, where more than this line was running. */
  frames?: string
}

/** A line that belongs to what came before, though that could stand alone: `.sum()`, `else {`, `finally {`. */
const continues = /^\s*(\?\.|\.(?!\.\.|\d)|(else|catch|finally)\b)/

/** `x > 0 ?`, with `1 : 2` below it. */
const choosing = /\s\?\s*$/
const choice = /\S\s*:/

/** Whether a block of Python's begins below a line. */
const opensBlock = (line: string): boolean => {
  const text = line.trimEnd()
  return text.endsWith(':') || text.startsWith('@')
}

/** A line that is an entry by itself: a command of the prompt, or of a notebook. */
const isCommandLine = (line: string): boolean =>
  isDotCommand(line) || (isMagicLine(line) && !/^\s/.test(line))

/**
 * Behind a backslash, an equals sign and operators that are none behind an operand a text goes on. What is perhaps a comment
 * tells nothing.
 */
const surelyGoesOn = (line: string): boolean =>
  /(?:[\\&|^=]|(?<!\+)\+|(?<!-)-)$/.test(line) && !/#|\/\//.test(line)

const isInTripleQuotes = /unterminated triple-quoted/
const tripleQuotes = /"""|'''/

const goesOn = /^(?:[ \t]+\S|(?:else|elif|except|finally)\b|@)/

/** Where a block that is open before line `end` ends: indented lines, blank ones between them, `else` and its like. */
function endOfBlock(lines: readonly string[], end: number): number {
  let last = end
  for (let i = end; i < lines.length; i++) {
    const isBlank = lines[i].trim() === '' || lines[i].trimStart().startsWith('#')
    const isDecorated = lines[last - 1].startsWith('@')
    if (!isBlank && !isDecorated && !goesOn.test(lines[i])) break
    if (!isBlank || isDecorated) last = i + 1
  }
  return last
}

/** The error of a script that stopped. */
const errorAt = (outcome: Extract<Outcome, { kind: 'error' }>, start: number): ScriptError => ({
  error: outcome.error,
  line: start + (outcome.line ?? 1),
  hint: outcome.hint,
  traceback: outcome.traceback,
  frames: outcome.frames,
})

/**
 * Evaluates `text` input by input and hands each value to `onValue`.
 * Returns the error that stopped it, or undefined when all of it ran.
 */
export async function runScript(
  session: Session,
  text: string,
  onValue: (value: unknown, text?: () => string) => void,
): Promise<ScriptError | undefined> {
  const given = text.split(/\r?\n/)
  // In a program with blocks what a notebook would do is a comment.
  const lines = given.some(opensBlock)
    ? given.map((line) => (isMagicLine(line) ? magicInWords(line) : line))
    : given
  // A program of Python's is one: what its first lines mean depends on the rest.
  if (lines.some(opensBlock) && !lines.some(isCommandLine) && (await session.isPython(lines.join('\n')))) {
    const outcome = await session.evaluate(readEntry(lines.join('\n')), { language: 'python' })
    if (outcome.kind === 'error') return errorAt(outcome, 0)
    if (outcome.kind === 'value') onValue(outcome.value, outcome.text)
    return undefined
  }
  let start = 0
  let brackets = new Brackets()
  for (let end = 1; end <= lines.length; end++) {
    const isHeader = !isCommandLine(lines[start]) && opensBlock(lines[end - 1]) && !brackets.areSurelyOpen
    if (isHeader && (lines[end - 1].startsWith('@') || /^[ \t]+\S/.test(lines[end] ?? ''))) {
      const block = endOfBlock(lines, end)
      while (end < block) brackets.addLine(lines[end++ - 1])
    }
    const isLast = end === lines.length
    if (end === start + 1) brackets = new Brackets()
    if (!isCommandLine(lines[start])) {
      brackets.addLine(lines[end - 1])
      if (!isLast && (brackets.areSurelyOpen || surelyGoesOn(lines[end - 1]))) continue
    }
    if (!isLast && continues.test(lines[end]) && !isCommandLine(lines[end])) continue
    if (!isLast && choosing.test(lines[end - 1]) && choice.test(lines[end])) continue
    const input = lines.slice(start, end).join('\n')
    if (input.trim() === '') {
      start = end
      continue
    }
    const entry = readEntry(input)
    if (entry.leaves) return undefined
    const outcome = await session.evaluate(entry, { linesBefore: start })
    if (outcome.kind === 'incomplete') {
      const { traceback } = outcome
      if (!isLast) {
        // No line ends such a text but one with its quotes: read anew at each, a long one would take for ever.
        if (isInTripleQuotes.test(traceback ?? ''))
          while (end < lines.length - 1 && !tripleQuotes.test(lines[end])) brackets.addLine(lines[end++])
        continue
      }
      return { error: new SyntaxError('Unexpected end of input'), line: lines.length, traceback }
    }
    if (outcome.kind === 'error') return errorAt(outcome, start)
    if (outcome.kind === 'value') onValue(outcome.value, outcome.text)
    start = end
  }
  return undefined
}
