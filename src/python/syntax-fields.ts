// The fields of f-strings whose expression is none: `f'{a b}'`. CPython parses each by itself, in brackets, and shows it so.
import { type Lexer as LexerClass, parse } from 'py-ast'
import type { Complaint, ParserError } from './complaint.js'
import { Source } from './source.js'
import { tokensOf } from './syntax-tokens.js'

/** Says of a text that does not parse what is wrong with it. */
type Worded = (error: ParserError, source: Source, Lexer: typeof LexerClass) => { complaint: Complaint }

/** Where the expression ends that begins at `start`: at its conversion, its format, or its end. */
function expressionEnd(body: string, start: number): number {
  let depth = 0
  let quote = ''
  for (let i = start; i < body.length; i++) {
    const sign = body[i]
    if (quote !== '') quote = sign === quote ? '' : quote
    else if (sign === '"' || sign === "'") quote = sign
    else if ('([{'.includes(sign)) depth++
    else if (depth > 0 && ')]}'.includes(sign)) depth--
    else if (depth === 0 && (sign === ':' || sign === '}')) return i
    else if (depth === 0 && sign === '!' && body[i + 1] !== '=') return i
  }
  return body.length
}

const quoted = /^[a-zA-Z]*f[a-zA-Z]*('''|"""|'|")([^]*)\1$/i

/** The first field of the text whose expression is none, as CPython tells it; null where all are well. */
export function wrongExpression(source: Source, Lexer: typeof LexerClass, worded: Worded): Complaint | null {
  for (const token of tokensOf(source.text, Lexer).tokens) {
    if (token.type !== 'STRING') continue
    const body = quoted.exec(source.textAt(token))?.[2] ?? ''
    for (let i = 0; i < body.length; i++) {
      if (body[i] !== '{') continue
      if (body[i + 1] === '{') {
        i++
        continue
      }
      const end = expressionEnd(body, i + 1)
      const shown = `(${body.slice(i + 1, end).replace(/(?<![=!<>])=\s*$/, '')})`
      try {
        parse(shown)
      } catch (error) {
        if (!(error instanceof Error)) throw error
        const { complaint } = worded(error, new Source(shown), Lexer)
        const message = `f-string: ${complaint.message.replace(/^f-string: /, '')}`
        const lineno = token.lineno + body.slice(0, i).split('\n').length - 1
        return { ...complaint, message, lineno, shown }
      }
      i = end
    }
  }
  return null
}
