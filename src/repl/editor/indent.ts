// Automatic indentation: how far the next line goes in, and where a closing bracket belongs.
import { lineStart } from './buffer.js'
import type { Buffer } from './buffer.js'
import { matchBrackets, tokenize } from './tokens.js'

const step = '  '

const indentAt = (text: string, start: number): string => /^[ \t]*/.exec(text.slice(start))![0]

/** Whether the offset lies in a template or comment of several lines, where blanks are the person's own. */
export function isInsideText(source: string): boolean {
  const last = tokenize(source).at(-1)
  return last?.open === true && (last.kind === 'template' || source.startsWith('/*', last.from))
}

/** The blanks that a line begun at the cursor starts with. */
export function newLineIndent({ text, cursor }: Buffer): string {
  const before = text.slice(0, cursor)
  const start = lineStart({ text: before, cursor })
  const indent = indentAt(before, start)
  const { open, pairs } = matchBrackets(before)
  const innermost = open.at(-1)
  if (innermost !== undefined && innermost >= start) return indent + step
  // A line that closes what an earlier one opened goes back to that one: `b)` after `f(a,`.
  let opener: number | undefined
  for (const [from, to] of pairs) if (from >= start && to < start) opener = Math.min(to, opener ?? to)
  return opener === undefined ? indent : indentAt(before, lineStart({ text: before, cursor: opener }))
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
  return before.length % step.length || step.length
}

/** What Tab types where nothing stands before it in its line; undefined where something does. */
export function tabIndent({ text, cursor }: Buffer): string | undefined {
  const start = lineStart({ text, cursor })
  if (start === 0 || /\S/.test(text.slice(start, cursor))) return undefined
  return ' '.repeat(step.length - ((cursor - start) % step.length))
}
