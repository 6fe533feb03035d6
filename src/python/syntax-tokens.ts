// The tokens of a text: those within brackets, on a line, up to where the lexer stops; and where they stand.
import type { Lexer as LexerClass } from 'py-ast'
import type { Complaint, ParserError } from './complaint.js'
import { lettersIn, type Source } from './source.js'

export type Tokens = ReturnType<LexerClass['tokenize']>
export type Token = Tokens[number]

/** Where the parser stopped; columns in letters. */
export interface Stop {
  readonly lineno: number
  readonly column: number
}

export const openers: Record<string, string> = { ')': '(', ']': '[', '}': '{' }
export const isOpener = (token: Token): boolean => '([{'.includes(token.value) && token.value.length === 1
export const isCloser = (token: Token): boolean => token.value.length === 1 && token.value in openers

/** The tokens up to where the lexer stops; and whether it stopped. */
export function tokensOf(
  text: string,
  Lexer: typeof LexerClass,
): { tokens: Tokens; stopped: ParserError | null } {
  const lexer = new Lexer(text)
  try {
    return { tokens: lexer.tokenize(), stopped: null }
  } catch (error) {
    const { tokens } = lexer as unknown as { tokens: Tokens }
    return { tokens, stopped: error as ParserError }
  }
}

export const isBlank = (type: string): boolean =>
  type === 'NEWLINE' || type === 'INDENT' || type === 'DEDENT' || type === 'COMMENT' || type === 'EOF'

export const endOf = (source: Source, token: Token): Stop => ({
  lineno: token.end_lineno,
  column: lettersIn(source.line(token.end_lineno), token.end_col_offset),
})

export function lineEnd(tokens: Tokens, start: number): number {
  let end = start
  let depth = 0
  while (end < tokens.length && (depth > 0 || !isBlank(tokens[end].type)) && tokens[end].value !== ';') {
    depth += isOpener(tokens[end]) ? 1 : isCloser(tokens[end]) ? -1 : 0
    end++
  }
  return end
}

export function lineStart(tokens: Tokens, index: number): number {
  let start = index
  while (start > 0 && !isBlank(tokens[start - 1].type) && tokens[start - 1].value !== ';') start--
  return start
}

/** Whether two tokens that stand side by side are the end and the beginning of values. */
export const endsValue = (token: Token): boolean =>
  ['NAME', 'NUMBER', 'STRING', 'TRUE', 'FALSE', 'NONE'].includes(token.type) || isCloser(token)
export const beginsValue = (token: Token): boolean =>
  ['NAME', 'NUMBER', 'STRING', 'TRUE', 'FALSE', 'NONE'].includes(token.type)

/** Where the value begins that ends before `index`, within its brackets. */
export function valueStart(tokens: Tokens, index: number): number {
  let depth = 0
  let i = index
  while (i > 0) {
    const before = tokens[i - 1]
    if (isCloser(before)) depth++
    else if (isOpener(before)) depth--
    if (depth < 0 || isBlank(before.type)) break
    if (depth === 0 && [',', '=', ':', ':=', 'return', 'in', 'for', 'if'].includes(before.value)) break
    i--
  }
  return i
}

/** Where the value ends that begins at `index`, within its brackets. */
export function valueEnd(tokens: Tokens, index: number): number {
  let depth = 0
  let i = index
  for (; i < tokens.length; i++) {
    if (isOpener(tokens[i])) depth++
    else if (isCloser(tokens[i])) depth--
    if (depth < 0 || isBlank(tokens[i].type)) break
    if (depth === 0 && [',', '=', ':', 'for', 'if', 'else'].includes(tokens[i].value)) break
    // A third value is no part of the second.
    if (depth === 0 && i > index && endsValue(tokens[i - 1]) && beginsValue(tokens[i])) break
  }
  return i
}

/** The bracket that is open at a token. */
export function openerOf(tokens: Tokens, start: number, index: number): number {
  let depth = 0
  for (let i = index - 1; i >= start; i--) {
    if (isCloser(tokens[i])) depth++
    else if (isOpener(tokens[i]) && depth-- === 0) return i
  }
  return -1
}

export function depthAt(tokens: Tokens, from: number, to: number): number {
  let depth = 0
  for (let i = from; i < to; i++) depth += isOpener(tokens[i]) ? 1 : isCloser(tokens[i]) ? -1 : 0
  return depth
}

/** How many brackets are open before each token from one on, up to another. */
export function depthsFrom(tokens: Tokens, from: number, to: number): number[] {
  let depth = 0
  const depths: number[] = []
  for (let i = from; i < to; i++) {
    depths.push(depth)
    depth += isOpener(tokens[i]) ? 1 : isCloser(tokens[i]) ? -1 : 0
  }
  return depths
}

export const placeOf = (source: Source, token: Token): Stop => ({
  lineno: token.lineno,
  column: lettersIn(source.line(token.lineno), token.col_offset),
})

export const isAfter = (a: Stop, b: Stop): boolean =>
  a.lineno > b.lineno || (a.lineno === b.lineno && a.column > b.column)

/** The first token at a place or behind it; -1 where there is none. */
export function tokenAt(source: Source, tokens: Tokens, stop: Stop): number {
  let low = 0
  let high = tokens.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isAfter(stop, placeOf(source, tokens[middle]))) low = middle + 1
    else high = middle
  }
  return low < tokens.length ? low : -1
}

/** A complaint about what stands at a place. */
export function complaint(
  source: Source,
  message: string,
  stop: Stop,
  kind: Complaint['kind'] = 'SyntaxError',
): Complaint {
  const lineno = Math.min(stop.lineno, source.lines.length)
  return { kind, message, lineno, column: stop.column }
}
