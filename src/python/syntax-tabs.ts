// Indentation of tabs and spaces that means one thing where a tab is eight columns wide and another where it is one, and
// indentation of more levels than CPython has.
import type { Lexer as LexerClass } from 'py-ast'
import type { Complaint } from './complaint.js'
import type { Source } from './source.js'
import { complaint, isBlank, tokensOf } from './syntax-tokens.js'

/** How many levels of indentation there may be, that of no indentation among them. */
const MOST_LEVELS = 100

/** How far a line is indented, with wide tabs and with narrow ones. */
function widths(line: string): [wide: number, narrow: number] {
  let [wide, narrow] = [0, 0]
  for (const sign of line) {
    if (sign !== ' ' && sign !== '\t') break
    wide = sign === ' ' ? wide + 1 : (Math.floor(wide / 8) + 1) * 8
    narrow++
  }
  return [wide, narrow]
}

/** The first line of which the two ways to measure say different things. */
export function wrongIndentation(source: Source, Lexer: typeof LexerClass): Complaint | null {
  if (!/^ *\t|^ {100}/m.test(source.text)) return null
  const { tokens } = tokensOf(source.text, Lexer)
  const stack: [number, number][] = [[0, 0]]
  let isFirst = true
  for (const token of tokens) {
    if (token.type === 'NEWLINE') isFirst = true
    if (isBlank(token.type) || !isFirst) continue
    isFirst = false
    const line = source.line(token.lineno)
    const [wide, narrow] = widths(line)
    while (stack.length > 1 && wide < stack.at(-1)![0]) stack.pop()
    const [outerWide, outerNarrow] = stack.at(-1)!
    const isMixed = wide === outerWide ? narrow !== outerNarrow : wide > outerWide && narrow <= outerNarrow
    if (isMixed)
      return complaint(
        source,
        'inconsistent use of tabs and spaces in indentation',
        { lineno: token.lineno, column: line.length },
        'TabError',
      )
    if (wide <= outerWide) continue
    if (stack.length === MOST_LEVELS)
      return complaint(
        source,
        'too many levels of indentation',
        { lineno: token.lineno, column: line.length },
        'IndentationError',
      )
    stack.push([wide, narrow])
  }
  return null
}
