// Breaks text into lines that fit a terminal: at blanks, and between Chinese characters, which take two columns each.
import { stripVTControlCharacters } from 'node:util'

const wide =
  '\\u1100-\\u115f\\u2e80-\\ua4cf\\uac00-\\ud7a3\\uf900-\\ufaff\\ufe30-\\ufe6f\\uff00-\\uff60\\uffe0-\\uffe6'
/** Punctuation that does not start a line, and such as does not end one. */
const closing = ',。;:!?、)，；：！？）」』》】”’…'
const opening = '（「『《【“‘'

const wideCharacter = new RegExp(`[${wide}]`, 'g')
/** What is kept whole, with the blanks after it: a wide character or a word, and the punctuation that belongs to it. */
const piece = new RegExp(
  `[${opening}]*(?![${closing}${opening}])[${wide}][${closing}]*\\s*|` +
    `[${opening}]*[^${wide}${opening}\\s]+[${closing}]*\\s*|[${opening}${closing}]+\\s*|\\s+`,
  'g',
)

/** Columns that a text takes; colours take none. */
function columns(text: string): number {
  const plain = text.includes('\u001b') ? stripVTControlCharacters(text) : text
  return plain.length + (plain.match(wideCharacter)?.length ?? 0)
}

/** Breaks the lines of `text` that are wider than `width`. A word that is wider by itself stays whole. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines = ['']
      for (const next of line.match(piece) ?? []) {
        const last = lines[lines.length - 1]
        if (last !== '' && columns((last + next).trimEnd()) > width) lines.push(next)
        else lines[lines.length - 1] += next
      }
      return lines.map((part) => part.trimEnd()).join('\n')
    })
    .join('\n')
}

/** Columns for running text: the terminal's, but no more than reads well. In a pipe lines are left as they are. */
export const textWidth = (): number =>
  process.stdout.isTTY ? Math.min(process.stdout.columns, 80) : Infinity
