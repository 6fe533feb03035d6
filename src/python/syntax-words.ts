// What CPython says of a text that does not parse, in the words of its version 3.11; and whether more lines may complete it.
import type { Lexer as LexerClass } from 'py-ast'
import type { Complaint, ParserError } from './complaint.js'
import { lettersIn, type Source } from './source.js'
import { behindDecorators, brackets, onlyDecorators } from './syntax-brackets.js'
import { unclosedField, wrongNumber } from './syntax-literals.js'
import { wrongTargets } from './syntax-targets.js'
import {
  beginsValue,
  complaint,
  depthAt,
  endOf,
  endsValue,
  isAfter,
  isBlank,
  isCloser,
  isOpener,
  lineEnd,
  lineStart,
  openerOf,
  placeOf,
  type Stop,
  type Token,
  type Tokens,
  tokenAt,
  tokensOf,
  valueEnd,
  valueStart,
} from './syntax-tokens.js'

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
    const field = unclosedField(source.line(line), quote)
    const before = source.line(line).slice(0, quote)
    const prefix = /(?<![\p{L}\p{N}_'"])(?:[rbuf]|br|rb|fr|rf)$/iu.exec(before)?.[0].length ?? 0
    if (field !== null) return say(field.said, field.column)
    if (!message.startsWith('Unterminated triple-quoted'))
      return say(`unterminated string literal (detected at line ${line})`, quote - prefix)
    return say(
      `unterminated triple-quoted string literal (detected at line ${source.text.trimEnd().split('\n').length})`,
      quote - prefix,
      true,
    )
  }
  if (!message.startsWith('Indentation error')) return say('invalid syntax', column)
  const words = 'unindent does not match any outer indentation level'
  return say(words, source.line(line).length, false, 'IndentationError')
}

/** A letter that no Python program has outside of texts. */
function strange(source: Source, character: string, stop: Stop): { complaint: Complaint; isOpen: boolean } {
  const found = (message: string, isOpen = false, further = 0) => ({
    complaint: complaint(source, message, { ...stop, column: stop.column + further }),
    isOpen,
  })
  const code = source.line(stop.lineno).codePointAt(stop.column) ?? character.codePointAt(0)!
  if (character === '\\') {
    const isLast = stop.lineno >= source.lines.length && source.line(stop.lineno).endsWith('\\')
    return isLast
      ? found('unexpected EOF while parsing', true)
      : found('unexpected character after line continuation character', false, 1)
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

/** What binds looser than what `=` could be put behind in a condition. */
const loose = new Set('not and or in is < > <= >= == != if else lambda'.split(' '))

/** What is wrong at a token, as CPython's rules for mistakes find it. */
function grammatical(source: Source, tokens: Tokens, stop: Stop, error: ParserError): Complaint {
  const fail = (message: string, at: Stop | Token = stop, kind?: Complaint['kind'], to?: Stop): Complaint => {
    const from = 'column' in at ? at : placeOf(source, at)
    const here = 'column' in at ? (isAt(token, from) ? token : undefined) : at
    const end = to ?? (here && !isBlank(here.type) ? endOf(source, here) : undefined)
    return {
      ...complaint(source, message, from, kind),
      ...(end?.lineno === from.lineno && end.column > from.column ? { endColumn: end.column } : {}),
      // What goes over several lines is marked to the end of its first.
      ...(to && to.lineno > from.lineno ? { endColumn: source.line(from.lineno).trimEnd().length } : {}),
    }
  }
  const isAt = (one: Token | undefined, place: Stop): boolean =>
    one !== undefined && one.lineno === place.lineno && placeOf(source, one).column === place.column
  const text = error.message.replace(/ at line \d+, column \d+$/, '')
  const undecorated = behindDecorators(tokens, text)
  if (undecorated !== null) return { ...fail('invalid syntax', undecorated), endColumn: undefined }
  const index = tokenAt(source, tokens, stop)
  const token = tokens[index] as Token | undefined
  const start = lineStart(tokens, Math.max(index, 0))
  const first = tokens[start] as Token | undefined
  if (text === 'Expected indented block') {
    const header = headerBefore(tokens, stop)
    const message = header
      ? `expected an indented block after ${header.name} on line ${header.lineno}`
      : 'invalid syntax'
    return { ...fail(message, stop, header ? 'IndentationError' : 'SyntaxError'), endColumn: undefined }
  }
  if (text === 'unexpected indent') return fail('unexpected indent', stop, 'IndentationError')
  if (text.startsWith('parameter without a default'))
    return fail('non-default argument follows default argument', tokens[index - 1])
  if (text.startsWith('f-string: valid expression required'))
    return fail('f-string: empty expression not allowed')
  if (text.startsWith('f-string')) return fail('f-string: invalid syntax')
  if (first && ['print', 'exec'].includes(first.value) && tokens[start + 1] && index === start + 1)
    return fail(
      `Missing parentheses in call to '${first.value}'. Did you mean ${first.value}(...)?`,
      first,
      undefined,
      endOf(source, tokens[lineEnd(tokens, start) - 1]),
    )
  if (first?.value === 'def' && token?.value === ':' && text.includes("'('")) return fail("expected '('")
  if (/lambda/.test(text) && text.includes("':'")) return fail('invalid syntax')
  const starAt = tokens.findLastIndex((one, i) => i <= index && i >= start && one.value === '*')
  if (/^(named arguments must follow bare \*|\* argument may appear only once)/.test(text) && starAt >= 0)
    return fail(text, tokens[first?.value === 'def' ? starAt : starAt + 1])
  const slashes = tokens.slice(start, index + 1).filter(({ value }) => value === '/')
  if (first?.value === 'def' && slashes.length > 1) return fail('/ may appear only once', slashes.at(-1)!)
  if (first?.value === 'except') {
    const others = tokens.filter(
      (one, i) => i < start && one.value === 'except' && one.col_offset === first.col_offset,
    )
    const isStar = tokens[start + 1]?.value === '*'
    const before = others.at(-1)
    if (before && (tokens[tokens.indexOf(before) + 1]?.value === '*') !== isStar)
      return fail(
        "cannot have both 'except' and 'except*' on the same 'try'",
        first,
        undefined,
        endOf(source, isStar ? tokens[start + 1] : first),
      )
  }
  if (first?.value === 'case' && token?.value === '_' && tokens[index - 1]?.value === 'as')
    return fail("cannot use '_' as a target", token)
  if (token?.value === 'not' && tokens[index - 1] && endsValue(tokens[index - 1]) && tokens[index + 1])
    return fail('invalid syntax', tokens[index + 1])
  const isDef = first?.value === 'def' || (first?.value === 'async' && tokens[start + 1]?.value === 'def')
  if (isDef && token && tokens[index - 2]?.value === 'def') return fail("expected '('", token)
  if (isDef && tokens[index - 1]?.value === '=' && token && [')', ','].includes(token.value))
    return fail('expected default value expression', tokens[index - 1])
  if (isDef && token?.value === '(' && index > start + 2) {
    const closing = tokens.findIndex((one, i) => i > index && one.value === ')')
    if (closing > 0)
      return fail(
        'Function parameters cannot be parenthesized',
        token,
        undefined,
        endOf(source, tokens[closing]),
      )
  }
  if (isDef && token?.value === ':' && tokens[index - 1]?.value === '->')
    return fail("expected ':'", tokens[index - 1])
  const target = wrongTargets(source, tokens, start, index)
  if (target) return fail(target.message, target.from, undefined, target.to)
  const isSecond = tokens[index + 1] && beginsValue(tokens[index + 1])
  if (first?.value === 'except' && token?.value === ',' && isSecond)
    return fail(
      'multiple exception types must be parenthesized',
      tokens[start + 1],
      undefined,
      endOf(source, tokens[Math.max(start + 1, lineEnd(tokens, start) - 2)]),
    )
  if (token?.value === '=' && first && ['if', 'elif', 'while'].includes(first.value)) {
    const before = tokens[index - 1]
    const next = tokens[index + 1] as Token | undefined
    if (next && ['<', '>'].includes(next.value)) return fail('invalid syntax', token)
    if (tokens.slice(start + 1, index).some(({ value }) => loose.has(value)))
      return fail('invalid syntax', token)
    const to = endOf(source, tokens[index + 1] ?? before)
    return fail("invalid syntax. Maybe you meant '==' or ':=' instead of '='?", before, undefined, to)
  }
  if (
    /^Expected ':' (?:after|in (?!dict))/.test(text) ||
    (first && first.value in headers && token?.type === 'NEWLINE')
  ) {
    // Behind some headers nothing else may stand; behind others the line may only end too early.
    const isLineEnd = !token || token.type === 'NEWLINE' || token.type === 'EOF'
    const isBare = first !== undefined && ['def', 'async', 'try', 'finally', 'else'].includes(first.value)
    return isLineEnd || isBare ? fail("expected ':'") : fail('invalid syntax', token)
  }
  if (text.startsWith('positional argument follows')) {
    const closing = tokens.findIndex((one, i) => i >= index && one.value === ')')
    return fail(text, closing >= 0 ? tokens[closing] : stop)
  }
  if (/^iterable (argument )?unpacking/.test(text)) {
    const opener = openerOf(tokens, start, index)
    const stars = tokens.findIndex(({ value }, i) => i > opener && i < index && value === '**')
    const from = text.startsWith('iterable argument') ? stars : opener + 1
    const comma = tokens.findIndex(({ value }, i) => i > from && (value === ',' || value === 'for'))
    if (from > 0 && comma > from) return fail(text, tokens[from], undefined, endOf(source, tokens[comma - 1]))
  }
  if (!text.startsWith('Expected') && (text.startsWith("'") || /argument|unpacking/.test(text)))
    return fail(text)
  const inBrackets = depthAt(tokens, start, index) > 0
  const previous = tokens[index - 1] as Token | undefined
  const from = valueStart(tokens, index)
  const isName = previous?.type === 'NAME' && from === index - 1
  // A display, or brackets that call nothing.
  if (token?.value === '=' && inBrackets && previous && endsValue(previous) && from === index - 1) {
    const opener = openerOf(tokens, start, index)
    const isCall = tokens[opener].value === '(' && opener > 0 && endsValue(tokens[opener - 1])
    const isIndex = tokens[opener].value === '[' && opener > 0 && endsValue(tokens[opener - 1])
    const next = tokens[index + 1] as Token | undefined
    if (!isCall && !isIndex && isName && next)
      return fail(
        "invalid syntax. Maybe you meant '==' or ':=' instead of '='?",
        previous,
        undefined,
        endOf(source, next),
      )
    if (!isCall && !isIndex && ['NUMBER', 'STRING'].includes(previous.type))
      return fail("cannot assign to literal here. Maybe you meant '==' instead of '='?", previous)
  }
  if (token?.value === '=' && inBrackets && previous && !isName && endsValue(previous)) {
    const opener = openerOf(tokens, start, index)
    const isInLambda = tokens.slice(opener, index).some(({ value }) => value === 'lambda')
    if (isInLambda || tokens[from - 1]?.value === '=') return fail('invalid syntax', token)
    if (['TRUE', 'FALSE', 'NONE'].includes(previous.type) && from === index - 1)
      return fail(`cannot assign to ${previous.value}`, previous, undefined, endOf(source, token))
    return fail(
      'expression cannot contain assignment, perhaps you meant "=="?',
      tokens[from],
      undefined,
      endOf(source, token),
    )
  }
  if (first?.value !== 'def' && inBrackets && token && previous) {
    const opener = openerOf(tokens, start, index)
    if (token.value === '*' && previous.value === ':' && tokens[opener]?.value === '{')
      return fail(
        'cannot use a starred expression in a dictionary value',
        token,
        undefined,
        endOf(source, tokens[valueEnd(tokens, index + 1) - 1]),
      )
    const colon = tokens.findIndex((one, i) => i > opener && i < index && one.value === ':')
    if (tokens[opener]?.value === '{' && colon >= 0 && (token.value === '}' || token.value === ',')) {
      if (previous.value === ':') return fail("expression expected after dictionary key and ':'", previous)
      if (endsValue(previous) && text.includes("':'"))
        return {
          ...fail("':' expected after dictionary key", {
            ...placeOf(source, previous),
            column: endOf(source, previous).column - 1,
          }),
          endColumn: undefined,
        }
    }
  }
  // Several values, and what they would be made of.
  if (token?.value === 'for' && previous && inBrackets) {
    const opener = openerOf(tokens, start, index)
    const between = tokens.slice(opener + 1, index)
    if (
      (tokens[opener]?.value === '[' || tokens[opener]?.value === '{') &&
      between.some(({ value }) => value === ',') &&
      !between.some(({ value }) => value === ':' || value === '**' || value === 'for')
    )
      return fail(
        'did you forget parentheses around the comprehension target?',
        between[0],
        undefined,
        endOf(source, previous),
      )
    if (text.startsWith('iterable unpacking'))
      return fail(text, between[0], undefined, endOf(source, previous))
    if (between.length > 1 && between[0].value === '**' && tokens[opener].value === '{')
      return fail('dict unpacking cannot be used in dict comprehension', between[0])
  }
  const question = tokens.findIndex((one, i) => i > start && i < index && one.value === 'if' && i > start)
  if (question > start && text.includes("'else'"))
    return fail(
      "expected 'else' after 'if' expression",
      tokens[valueStart(tokens, question)],
      undefined,
      endOf(source, tokens[index - 1]),
    )
  // Behind a pair of a dict stands a value without its key.
  if (token && previous && endsValue(previous) && beginsValue(token) && inBrackets) {
    const opener = openerOf(tokens, start, index)
    const own = tokens.slice(opener + 1, index)
    if (
      tokens[opener].value === '{' &&
      own.some(({ value }) => value === ':') &&
      tokens[from - 1]?.value === ','
    )
      return {
        ...fail("':' expected after dictionary key", {
          ...placeOf(source, previous),
          column: endOf(source, previous).column - 1,
        }),
        endColumn: undefined,
      }
  }
  // Two values side by side within brackets; what stands among parameters by itself is no value, but a name.
  if (token && previous && endsValue(previous) && beginsValue(token) && inBrackets) {
    const value = valueStart(tokens, index)
    const opener = openerOf(tokens, start, index)
    const isParameter =
      isDef && tokens[opener - 2]?.value === 'def' && !['=', ':'].includes(tokens[value - 1].value)
    if (!isParameter)
      return fail(
        'invalid syntax. Perhaps you forgot a comma?',
        tokens[value],
        undefined,
        endOf(source, tokens[valueEnd(tokens, index) - 1]),
      )
  }
  // An operator of Python 2, which CPython still reads as one.
  const isUnequal =
    token?.value === '>' && previous?.value === '<' && previous.end_col_offset === token.col_offset
  if (isUnequal) return fail('invalid syntax', previous, undefined, endOf(source, token))
  return fail('invalid syntax')
}

/** Indentation that looks right and is not, as some of it is of tabs. */
function tabbed(source: Source, said: Complaint): Complaint {
  if (said.kind !== 'IndentationError' || !/^un/.test(said.message)) return said
  const indent = (line: string): string => /^[ \t]*/.exec(line)![0]
  const own = indent(source.line(said.lineno))
  const before = source.lines.slice(0, said.lineno - 1).findLast((line) => line.trim() !== '') ?? ''
  const isMixed = own.includes('\t') !== indent(before).includes('\t') && own !== '' && indent(before) !== ''
  return isMixed
    ? { ...said, kind: 'TabError', message: 'inconsistent use of tabs and spaces in indentation' }
    : said
}

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
  const ended = source.text.trimEnd()
  if (ended.endsWith('\\') && error.lineno !== undefined && stop.lineno >= ended.split('\n').length) {
    const lineno = ended.split('\n').length
    return found(
      complaint(source, 'unexpected EOF while parsing', { lineno, column: source.line(lineno).length }),
    )
  }
  const last = tokens.findLast((token) => !isBlank(token.type))
  const isAtEnd = !last || isAfter(stop, placeOf(source, last))
  if (wrong && !isAfter(placeOf(source, wrong.token), stop))
    return found(complaint(source, wrong.message, placeOf(source, wrong.token)))
  const opener = open.at(-1)
  const unclosed = opener && complaint(source, `'${opener.value}' was never closed`, placeOf(source, opener))
  if (isAtEnd && unclosed) return found(unclosed, true)
  const said = tabbed(source, grammatical(source, tokens, stop, error))
  const waits =
    isAtEnd &&
    (error.message.startsWith('Expected indented block') ||
      error.message.includes("'case'") ||
      (last !== undefined && onlyDecorators(tokens) && last.value !== '@'))
  const isGeneral = said.message.startsWith('invalid syntax')
  if (!waits && isGeneral && unclosed && unclosed.lineno < stop.lineno) return found(unclosed)
  return found({ ...said, reached: stop }, waits)
}
