// Makes the characters of a text visible that a terminal would obey, or that would turn the letters around: a name out of
// a file, or a message that holds one, can then do no harm and be mistaken for nothing else.

const obeyed = String.raw`\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069`
const control = new RegExp(`[${obeyed}]`, 'g')
const controlOrBreak = new RegExp(`[${obeyed}\\n\\t]`, 'g')

/** `\x1b`, `\u202e`: how Python and JavaScript write such a character. */
function escaped(character: string): string {
  if (character === '\n') return '\\n'
  if (character === '\t') return '\\t'
  const code = character.charCodeAt(0)
  const digits = code.toString(16)
  return code < 256 ? `\\x${digits.padStart(2, '0')}` : `\\u${digits.padStart(4, '0')}`
}

/** Text from outside for a terminal; its lines stay lines. */
export const visible = (text: string): string => text.replace(control, escaped)

/** Text of ours that has colours, and may hold what comes from outside: colours and lines are all that it commands. */
export const visibleButColours = (text: string): string =>
  text
    .split(/(\x1b\[[\d;]*m)/)
    .map((part, i) => (i % 2 === 0 ? visible(part) : part))
    .join('')

/** The same in JSON, which has a notation of its own for all characters. */
export const visibleJson = (text: string): string =>
  text.replace(controlOrBreak, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`)

/** A name or a cell from outside for a terminal, in one line. */
export const visibleName = (text: string): string => text.replace(controlOrBreak, escaped)
