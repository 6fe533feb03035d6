// What CPython says of a text that does not parse, in the words of its version 3.11; and whether more lines may complete it.
import type { Lexer as LexerClass } from 'py-ast'
import type { Complaint, ParserError } from './complaint.js'
import { lettersIn, type Source } from './source.js'

type Tokens = ReturnType<LexerClass['tokenize']>
type Token = Tokens[number]

/** Where the parser stopped; columns in letters. */
interface Stop {
  readonly lineno: number
  readonly column: number
}

const openers: Record<string, string> = { ')': '(', ']': '[', '}': '{' }
const isOpener = (token: Token): boolean => '([{'.includes(token.value) && token.value.length === 1
const isCloser = (token: Token): boolean => token.value.length === 1 && token.value in openers

/** Headers whose block a colon opens, and what CPython calls them. */
const headers: Record<string, string> = {
  if: "'if' statement",
  elif: "'elif' statement",
  else: "'else' statement",
  for: "'for' statement",
  while: "'while' statement",
  with: "'with' statement",
  try: "'try' statement",
  except: "'except' statement",
  finally: "'finally' statement",
  def: 'function definition',
  class: 'class definition',
  match: "'match' statement",
  case: "'case' statement",
}

/** The tokens up to where the lexer stops; and whether it stopped. */
function tokensOf(text: string, Lexer: typeof LexerClass): { tokens: Tokens; stopped: ParserError | null } {
  const lexer = new Lexer(text)
  try {
    return { tokens: lexer.tokenize(), stopped: null }
  } catch (error) {
    const { tokens } = lexer as unknown as { tokens: Tokens }
    return { tokens, stopped: error as ParserError }
  }
}

const isBlank = (type: string): boolean =>
  type === 'NEWLINE' || type === 'INDENT' || type === 'DEDENT' || type === 'COMMENT' || type === 'EOF'

function complaint(
  source: Source,
  message: string,
  stop: Stop,
  kind: Complaint['kind'] = 'SyntaxError',
): Complaint {
  const lineno = Math.min(stop.lineno, source.lines.length)
  return { kind, message, lineno, column: stop.column }
}

/** Brackets that do not fit, up to where the parser stopped; and those that are open at the end. */
function brackets(tokens: Tokens): { wrong: { token: Token; message: string } | null; open: Token[] } {
  const open: Token[] = []
  for (const token of tokens) {
    if (token.type === 'STRING') continue
    if (isOpener(token)) open.push(token)
    if (!isCloser(token)) continue
    const opener = open.pop()
    if (!opener) return { wrong: { token, message: `unmatched '${token.value}'` }, open }
    if (opener.value === openers[token.value]) continue
    const where = opener.lineno === token.lineno ? '' : ` on line ${opener.lineno}`
    const message = `closing parenthesis '${token.value}' does not match opening parenthesis '${opener.value}'${where}`
    return { wrong: { token, message }, open }
  }
  return { wrong: null, open }
}

/** What the lexer stumbled over. */
function lexical(
  source: Source,
  error: ParserError,
  tokens: Tokens,
): { complaint: Complaint; isOpen: boolean } {
  const { message } = error
  const line = Number(/at line (\d+)/.exec(message)?.[1] ?? 1)
  const column = lettersIn(source.line(line), Number(/column (\d+)/.exec(message)?.[1] ?? 0))
  const character = /^Unexpected character '([^]+)' at/.exec(message)?.[1]
  if (character !== undefined) return strange(source, character, { lineno: line, column })
  const say = (text: string, at: number, isOpen = false, kind: Complaint['kind'] = 'SyntaxError') => ({
    complaint: complaint(source, text, { lineno: line, column: at }, kind),
    isOpen,
  })
  if (message.startsWith('Unterminated')) {
    const last = tokens.findLast((token) => !isBlank(token.type))
    const start = last?.end_lineno === line ? lettersIn(source.line(line), last.end_col_offset) : 0
    const quote = Math.max(start + source.line(line).slice(start).search(/["']/), 0)
    if (!message.startsWith('Unterminated triple-quoted'))
      return say(`unterminated string literal (detected at line ${line})`, quote)
    return say(
      `unterminated triple-quoted string literal (detected at line ${source.lines.length})`,
      quote,
      true,
    )
  }
  if (!message.startsWith('Indentation error')) return say('invalid syntax', column)
  const words = 'unindent does not match any outer indentation level'
  return say(words, source.line(line).length, false, 'IndentationError')
}

/** A letter that no Python program has outside of texts. */
function strange(source: Source, character: string, stop: Stop): { complaint: Complaint; isOpen: boolean } {
  const found = (message: string, isOpen = false) => ({ complaint: complaint(source, message, stop), isOpen })
  const code = source.line(stop.lineno).codePointAt(stop.column) ?? character.codePointAt(0)!
  if (character === '\\') {
    const isLast = stop.lineno >= source.lines.length && source.line(stop.lineno).endsWith('\\')
    return isLast
      ? found('unexpected EOF while parsing', true)
      : found('unexpected character after line continuation character')
  }
  if (code < 128) return found('invalid syntax')
  const whole = String.fromCodePoint(code)
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`
  const isSeen = !/[\p{Z}\p{C}]/u.test(whole)
  return found(
    isSeen ? `invalid character '${whole}' (${number})` : `invalid non-printable character ${number}`,
  )
}

/** The header of the block that a line should have begun, and its line. */
function headerBefore(tokens: Tokens, stop: Stop): { name: string; lineno: number } | null {
  const before = tokens.filter(
    (token) =>
      !isBlank(token.type) &&
      (token.lineno < stop.lineno || (token.lineno === stop.lineno && token.col_offset < stop.column)),
  )
  const colon = before.at(-1)
  if (colon?.value !== ':') return null
  // The first word of the logical line that the colon ends.
  let depth = 0
  for (let i = before.length - 1; i >= 0; i--) {
    if (isCloser(before[i])) depth++
    if (isOpener(before[i])) depth--
    const previous = before[i - 1]
    if (depth === 0 && (!previous || previous.lineno < before[i].lineno) && before[i].value in headers)
      return { name: headers[before[i].value], lineno: before[i].lineno }
  }
  return null
}

const literals: Record<string, string> = {
  NUMBER: 'literal',
  STRING: 'literal',
  TRUE: 'True',
  FALSE: 'False',
  NONE: 'None',
}

/** What cannot be assigned to, and what is said of it. */
function assignment(tokens: Tokens, equals: number): { message: string; token: Token } | null {
  const start = lineStart(tokens, equals)
  const target = tokens.slice(start, equals)
  const [first] = target
  if (!first) return null
  const last = target.at(-1)!
  // Where the value is assigned further, `==` cannot have been meant.
  const isLone =
    start === lineStart(tokens, equals) && !tokens.slice(equals + 1).some((one) => one.value === '=')
  const maybe = " here. Maybe you meant '==' instead of '='?"
  if (target.length === 1 && first.type in literals) {
    const name = literals[first.type]
    return {
      message: name === 'literal' ? `cannot assign to literal${maybe}` : `cannot assign to ${name}`,
      token: first,
    }
  }
  let depth = 0
  for (const token of target) {
    if (isOpener(token)) depth++
    else if (isCloser(token)) depth--
    else if (depth === 0 && comparisons.has(token.value))
      return { message: `cannot assign to comparison${isLone ? maybe : ''}`, token: first }
  }
  if (target.some((token) => arithmetic.has(token.value)) && last.value !== ']')
    return { message: `cannot assign to expression${maybe}`, token: first }
  if (last.value === ')' && target.length > 2 && first.type === 'NAME')
    return { message: `cannot assign to function call${maybe}`, token: first }
  return null
}
const comparisons = new Set(['==', '!=', '<', '>', '<=', '>=', 'in', 'is', 'not'])
const arithmetic = new Set(['+', '-', '*', '/', '%', '//', '**'])

function lineStart(tokens: Tokens, index: number): number {
  let start = index
  while (start > 0 && !isBlank(tokens[start - 1].type) && tokens[start - 1].value !== ';') start--
  return start
}

/** Whether two tokens that stand side by side are the end and the beginning of values. */
const endsValue = (token: Token): boolean =>
  ['NAME', 'NUMBER', 'STRING', 'TRUE', 'FALSE', 'NONE'].includes(token.type) || isCloser(token)
const beginsValue = (token: Token): boolean =>
  ['NAME', 'NUMBER', 'STRING', 'TRUE', 'FALSE', 'NONE'].includes(token.type)

/** What is wrong at a token, as CPython's rules for mistakes find it. */
function grammatical(source: Source, tokens: Tokens, stop: Stop, error: ParserError): Complaint {
  const fail = (message: string, at: Stop | Token = stop, kind?: Complaint['kind']): Complaint =>
    complaint(source, message, 'column' in at ? at : placeOf(source, at), kind)
  const text = error.message.replace(/ at line \d+, column \d+$/, '')
  const index = tokens.findIndex((token) => {
    const at = placeOf(source, token)
    return at.lineno > stop.lineno || (at.lineno === stop.lineno && at.column >= stop.column)
  })
  const token = tokens[index] as Token | undefined
  const start = lineStart(tokens, Math.max(index, 0))
  const first = tokens[start] as Token | undefined
  if (text === 'Expected indented block') {
    const header = headerBefore(tokens, stop)
    const message = header
      ? `expected an indented block after ${header.name} on line ${header.lineno}`
      : 'invalid syntax'
    return fail(message, stop, header ? 'IndentationError' : 'SyntaxError')
  }
  if (text === 'unexpected indent') return fail('unexpected indent', stop, 'IndentationError')
  if (text.startsWith('parameter without a default'))
    return fail('non-default argument follows default argument')
  if (text.startsWith('f-string: valid expression required'))
    return fail('f-string: empty expression not allowed')
  if (text.startsWith('f-string')) return fail('f-string: invalid syntax')
  if (first && ['print', 'exec'].includes(first.value) && tokens[start + 1] && index === start + 1)
    return fail(`Missing parentheses in call to '${first.value}'. Did you mean ${first.value}(...)?`, first)
  if (first?.value === 'del' && text.startsWith('cannot assign to literal'))
    return fail('cannot delete literal', tokens[start + 1])
  if (first?.value === 'def' && token?.value === ':' && text.includes("'('")) return fail("expected '('")
  const equals = tokens.findIndex(
    (one, i) => i >= start && one.value === '=' && depthAt(tokens, start, i) === 0,
  )
  if (text.startsWith('cannot assign') || (token?.value === '=' && equals === index)) {
    const found = equals >= 0 ? assignment(tokens, equals) : null
    if (found) return fail(found.message, found.token)
    if (text.startsWith('cannot assign to literal'))
      return fail("cannot assign to literal here. Maybe you meant '==' instead of '='?")
  }
  if (token?.value === '=' && first && ['if', 'elif', 'while'].includes(first.value)) {
    const before = tokens[index - 1]
    return fail("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", before)
  }
  if (
    /^Expected ':' (?:after|in (?!dict))/.test(text) ||
    (first && first.value in headers && token?.type === 'NEWLINE')
  ) {
    if (
      token &&
      token.type !== 'NEWLINE' &&
      token.type !== 'EOF' &&
      endsValue(tokens[index - 1]) &&
      beginsValue(token)
    )
      return fail(
        first?.value === 'def' || first?.value === 'class' ? 'invalid syntax' : 'invalid syntax',
        token,
      )
    return fail("expected ':'")
  }
  if (text.startsWith('positional argument follows')) {
    const closing = tokens.findIndex((one, i) => i >= index && one.value === ')')
    return fail(text, closing >= 0 ? tokens[closing] : stop)
  }
  if (!text.startsWith('Expected') && (text.startsWith("'") || /argument|unpacking/.test(text)))
    return fail(text)
  // Two values side by side within brackets.
  const previous = tokens[index - 1] as Token | undefined
  if (token && previous && endsValue(previous) && beginsValue(token) && depthAt(tokens, start, index) > 0)
    return fail('invalid syntax. Perhaps you forgot a comma?', previous)
  return fail('invalid syntax')
}

function depthAt(tokens: Tokens, from: number, to: number): number {
  let depth = 0
  for (let i = from; i < to; i++) depth += isOpener(tokens[i]) ? 1 : isCloser(tokens[i]) ? -1 : 0
  return depth
}

const placeOf = (source: Source, token: Token): Stop => ({
  lineno: token.lineno,
  column: lettersIn(source.line(token.lineno), token.col_offset),
})

const isAfter = (a: Stop, b: Stop): boolean =>
  a.lineno > b.lineno || (a.lineno === b.lineno && a.column > b.column)

/** Digits that a letter or an underscore follows, or a zero leads. */
const doubtfulNumber = /(?<![\p{L}\p{N}_])\.?\d[\d.]*[\p{L}_]|(?<![\p{L}\p{N}_.])0\d/u

/** A number that is none: `0777`, `1__0`, `1abc`. */
export function wrongNumber(source: Source, Lexer: typeof LexerClass): Complaint | null {
  if (!doubtfulNumber.test(source.text)) return null
  const { tokens } = tokensOf(source.text, Lexer)
  for (const [i, token] of tokens.entries()) {
    if (token.type !== 'NUMBER') continue
    const at = placeOf(source, token)
    const text = source.textAt(token)
    const next = tokens[i + 1] as Token | undefined
    const isGlued = next?.lineno === token.end_lineno && next.col_offset === token.end_col_offset
    if (isGlued && next.type === 'NAME' && !keywordsBehindNumbers.has(next.value))
      return complaint(source, 'invalid decimal literal', { ...at, column: at.column + text.length - 1 })
    if (text.includes('__') || text.endsWith('_'))
      return complaint(source, 'invalid decimal literal', { ...at, column: at.column + text.indexOf('_') })
    const isDigits = [...text].every((letter) => letter >= '0' && letter <= '9')
    if (isDigits && text.length > 1 && text.startsWith('0') && Number(text) !== 0)
      return complaint(
        source,
        'leading zeros in decimal integer literals are not permitted; use an 0o prefix for octal integers',
        at,
      )
  }
  return null
}
const keywordsBehindNumbers = new Set(['and', 'else', 'for', 'if', 'in', 'is', 'or', 'not'])

/** What is wrong, in CPython's words; `isOpen` where more lines may complete it. */
export function worded(
  error: ParserError,
  source: Source,
  Lexer: typeof LexerClass,
): { complaint: Complaint; isOpen: boolean } {
  const found = (complaint: Complaint, isOpen = false) => ({ complaint, isOpen })
  const { tokens, stopped } = tokensOf(source.text, Lexer)
  const { wrong, open } = brackets(tokens)
  if (stopped) {
    if (wrong) return found(complaint(source, wrong.message, placeOf(source, wrong.token)))
    return lexical(source, stopped, tokens)
  }
  const number = wrongNumber(source, Lexer)
  const stop: Stop =
    error.lineno === undefined
      ? { lineno: source.lines.length, column: source.lines.at(-1)!.length }
      : { lineno: error.lineno, column: lettersIn(source.line(error.lineno), error.col_offset ?? 0) }
  if (number && number.lineno <= stop.lineno) return found(number)
  const last = tokens.findLast((token) => !isBlank(token.type))
  const isAtEnd = !last || isAfter(stop, placeOf(source, last))
  if (wrong && !isAfter(placeOf(source, wrong.token), stop))
    return found(complaint(source, wrong.message, placeOf(source, wrong.token)))
  const opener = open.at(-1)
  const unclosed = opener && complaint(source, `'${opener.value}' was never closed`, placeOf(source, opener))
  if (isAtEnd && unclosed) return found(unclosed, true)
  const said = grammatical(source, tokens, stop, error)
  const waits =
    isAtEnd &&
    (error.message.startsWith('Expected indented block') ||
      error.message.includes("'case'") ||
      (last !== undefined && onlyDecorators(tokens) && last.value !== '@'))
  const isGeneral = said.message.startsWith('invalid syntax')
  if (!waits && isGeneral && unclosed && unclosed.lineno < stop.lineno) return found(unclosed)
  return found({ ...said, reached: stop }, waits)
}

/** A decorator waits for what it decorates. */
function onlyDecorators(tokens: Tokens): boolean {
  const last = tokens.findLastIndex((token) => !isBlank(token.type))
  return tokens[lineStart(tokens, last)]?.value === '@'
}
