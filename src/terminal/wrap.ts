// Breaks text into lines that fit a terminal: at blanks, and between Chinese characters, which take two columns each.
import { stripVTControlCharacters } from 'node:util'
import { paintedWidth, widthOf } from './width.js'

/** Between these a line may break. */
const wide =
  '\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6'
/** Punctuation that does not start a line. */
const closing = ',.;:!?)，。；：？！、）」』》】”’'
/** Punctuation that does not end one. */
const opening = '（「『《【“‘'
/** Colours, which take no column. */
const codes = '(?:\\u001b\\[[\\d;]*m)*'

/** What is kept whole: a wide character or a word, with the punctuation at its sides and the blanks after it. */
const piece = new RegExp(
  `${codes}(?:[${opening}]${codes})*(?:(?![${closing}${opening}])[${wide}](?:${codes}[${closing}])*${codes}` +
    `|(?:(?![${opening}])[^${wide}\\s])+[${closing}]*|[${closing}]+)\\s*|[${opening}]+|\\s+`,
  'g',
)

/** A mark of a list, or a term with what it means two blanks behind it. */
const head = /^ *(?:[*·•-] (?=\S)|\S+(?: \S+){0,2} {2,}(?=\S))/

/** The column at which a line goes on in the next: below what the head is followed by, else where the line itself begins. */
function hangingIndent(line: string, width: number): number {
  const plain = stripVTControlCharacters(line)
  const below = widthOf(head.exec(plain)?.[0] ?? '')
  if (below > 0 && below <= width / 3) return below
  const own = plain.length - plain.trimStart().length
  return own <= width / 2 ? own : 0
}

/**
 * Breaks the lines of `text` that are wider than `width`, and begins what follows where they began. A word that is wider by
 * itself stays whole.
 */
export function wrap(text: string, width: number): string {
  if (width === Infinity) return text
  return text
    .split('\n')
    .map(withBlanks)
    .map((line) => (paintedWidth(line) <= width ? line : broken(line, width)))
    .join('\n')
}

/** Columns from one stop of the tabulator to the next. */
const stop = 8

/** The blanks that a terminal makes of tabs. */
function withBlanks(line: string): string {
  const [first, ...others] = line.split('\t')
  let made = first
  for (const part of others) made += ' '.repeat(stop - (paintedWidth(made) % stop)) + part
  return made
}

function broken(line: string, width: number): string {
  const indent = ' '.repeat(hangingIndent(line, width))
  const lines = ['']
  let isBegun = false
  for (const next of line.match(piece) ?? []) {
    const last = lines[lines.length - 1]
    if (isBegun && paintedWidth((last + next).trimEnd()) > width) lines.push(indent + next)
    else lines[lines.length - 1] += next
    isBegun ||= next.trim() !== ''
  }
  return lines.map((part) => part.trimEnd()).join('\n')
}

/** Columns for running text: the terminal's, but no more than reads well. In a pipe lines are left as they are. */
export const textWidth = (): number =>
  process.stdout.isTTY ? Math.min(process.stdout.columns, readable) : Infinity

/** No line of running text is wider: it would be hard to read. */
export const readable = 80
