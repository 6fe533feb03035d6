// Automatic indentation: how far the next line goes in, and where a closing bracket belongs.
import { lineStart } from './buffer.js'
import type { Buffer } from './buffer.js'
import { matchBrackets, tokenize } from './tokens.js'

const step = '  '
/** Of Python's blocks. */
const blockStep = '    '
/** What ends a block of Python's: nothing below it would run. */
const leaving = new Set(['return', 'raise', 'break', 'continue', 'pass'])

const indentAt = (text: string, start: number): string => /^[ \t]*/.exec(text.slice(start))![0]

/** Whether the offset lies in a template or comment of several lines, where blanks are the person's own. */
export function isInsideText(source: string): boolean {
  const last = tokenize(source).at(-1)
  return last?.open === true && (last.kind === 'template' || source.startsWith('/*', last.from))
}

/** Whether a text ends with a colon outside of all brackets, as the line above a block of Python's does. */
function opensBlock(source: string): boolean {
  const last = tokenize(source).findLast(({ kind }) => kind !== 'comment' && kind !== 'blank')
  return (
    last !== undefined && source.slice(last.from, last.to) === ':' && matchBrackets(source).open.length === 0
  )
}

/** Whether a line stands in a block of Python's. */
function isInBlock(text: string, start: number): boolean {
  const above = text.slice(0, start).split('\n')
  return above.some((line, i) => line.trimEnd().endsWith(':') && opensBlock(above.slice(0, i + 1).join('\n')))
}

/** The blanks that a line begun at the cursor starts with. */
export function newLineIndent({ text, cursor }: Buffer): string {
  const before = text.slice(0, cursor)
  const start = lineStart({ text: before, cursor })
  const { open, pairs } = matchBrackets(before)
  const innermost = open.at(-1)
  if (innermost !== undefined && innermost >= start) return indentAt(before, start) + step
  // A line that closes what an earlier one opened goes back to that one: `b)` after `f(a,`.
  let opener: number | undefined
  for (const [from, to] of pairs) if (from >= start && to < start) opener = Math.min(to, opener ?? to)
  const from = opener === undefined ? start : lineStart({ text: before, cursor: opener })
  const indent = indentAt(before, from)
  if (opensBlock(before)) return indent + blockStep
  const word = /^[a-z]*/.exec(before.slice(from).trimStart())![0]
  return open.length === 0 && leaving.has(word) && isInBlock(text, from)
    ? indent.slice(blockStep.length)
    : indent
}

/** The blanks in front of a closing bracket that is typed first on its line; undefined where they stay. */
export function closingIndent({ text, cursor }: Buffer): string | undefined {
  const start = lineStart({ text, cursor })
  const before = text.slice(start, cursor)
  if (start === 0 || /\S/.test(before)) return undefined
  const source = text.slice(0, cursor)
  if (isInsideText(source)) return undefined
  const opener = matchBrackets(source).open.at(-1)
  if (opener === undefined) return undefined
  return indentAt(text, lineStart({ text, cursor: opener }))
}

/** How many blanks Backspace takes at once: those that lead a line go by steps. */
export function blanksToDelete({ text, cursor }: Buffer): number {
  const start = lineStart({ text, cursor })
  const before = text.slice(start, cursor)
  if (start === 0 || before === '' || !/^ +$/.test(before)) return 1
  const { length } = isInBlock(text, start) ? blockStep : step
  return before.length % length || length
}

/** What Tab types where nothing stands before it in its line; undefined where something does. */
export function tabIndent({ text, cursor }: Buffer): string | undefined {
  const start = lineStart({ text, cursor })
  if (start === 0 || /\S/.test(text.slice(start, cursor))) return undefined
  const { length } = isInBlock(text, start) ? blockStep : step
  return ' '.repeat(length - ((cursor - start) % length))
}
