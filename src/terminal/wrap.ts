// Breaks text into lines that fit a terminal: at blanks, and between Chinese characters, which take two columns each.
import { paintedWidth } from './width.js'

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

/** Breaks the lines of `text` that are wider than `width`. A word that is wider by itself stays whole. */
export function wrap(text: string, width: number): string {
  return text
    .split('\n')
    .map((line) => {
      const lines = ['']
      for (const next of line.match(piece) ?? []) {
        const last = lines[lines.length - 1]
        if (last !== '' && paintedWidth((last + next).trimEnd()) > width) lines.push(next)
        else lines[lines.length - 1] += next
      }
      return lines.map((part) => part.trimEnd()).join('\n')
    })
    .join('\n')
}

/** Columns for running text: the terminal's, but no more than reads well. In a pipe lines are left as they are. */
export const textWidth = (): number =>
  process.stdout.isTTY ? Math.min(process.stdout.columns, 80) : Infinity
