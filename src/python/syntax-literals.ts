// Numbers and texts that are none: `0777`, `1abc`, `'\\x1'`, `f'}'`.
import type { Lexer as LexerClass } from 'py-ast'
import type { Complaint } from './complaint.js'
import type { Source } from './source.js'
import { complaint, endOf, placeOf, type Stop, type Token, tokensOf } from './syntax-tokens.js'

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
    const digit = isGlued ? wrongDigit(text, source.textAt(next)) : null
    if (digit !== null) {
      const back = digit.startsWith('invalid digit') ? 0 : 1
      return complaint(source, digit, { ...at, column: at.column + text.length - back })
    }
    const base = /^0([box])_?$/i.exec(text)?.[1].toLowerCase()
    if (base !== undefined)
      return complaint(source, `invalid ${bases[base][0]} literal`, { ...at, column: at.column + 1 })
    // An exponent without digits.
    if (/^[\d_.]+e$/i.test(text))
      return complaint(source, 'invalid decimal literal', { ...at, column: at.column + text.length - 2 })
    if (isGlued && /j$/i.test(text) && next.type === 'NUMBER')
      return complaint(source, 'invalid imaginary literal', { ...at, column: at.column + text.length - 1 })
    const letters = isGlued && next.type === 'NAME' ? next.value : ''
    // `3.join`: the letter that makes a number imaginary is taken for that.
    const isImaginary = /^j/i.test(letters) && !/^0[box]/i.test(text)
    const behind = isImaginary ? letters.slice(1) : letters
    if (behind !== '' && !keywordBehindNumber.test(behind)) {
      const column = at.column + text.length - (isImaginary ? 0 : 1)
      const kind = isImaginary || /j$/i.test(text) ? 'imaginary' : 'decimal'
      return complaint(source, `invalid ${kind} literal`, { ...at, column })
    }
    if (text.includes('__') || text.endsWith('_')) {
      const wrong = text.includes('__') ? text.indexOf('__') : text.length - 1
      return complaint(source, 'invalid decimal literal', { ...at, column: at.column + wrong })
    }
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
/** As far as CPython looks for a keyword: behind `0`, `index` begins like `in`. */
const keywordBehindNumber = /^(?:i[fns]|(?:and|else|for|or|not)(?![\p{L}\p{N}_]))/u

const bases: Record<string, [name: string, digits: string]> = {
  b: ['binary', '01'],
  o: ['octal', '01234567'],
  x: ['hexadecimal', '0123456789abcdef'],
}

/** What is said of a digit that a number's base does not have. */
function wrongDigit(text: string, next: string): string | null {
  const whole = `${text}${next}`.toLowerCase()
  const [, letter, digits] = /^0([box])(\w*)/.exec(whole) ?? []
  if (letter === undefined) return null
  const [name, known] = bases[letter]
  const wrong = [...digits.replaceAll('_', '')].find((digit) => !known.includes(digit))
  if (wrong === undefined) return null
  return wrong >= '0' && wrong <= '9'
    ? `invalid digit '${wrong}' in ${name} literal`
    : `invalid ${name} literal`
}

// ---- texts ----

/** Escapes that need so many digits of base 16. */
const escapes: Record<string, [digits: number, name: string]> = {
  x: [2, '\\xXX'],
  u: [4, '\\uXXXX'],
  U: [8, '\\UXXXXXXXX'],
}

/** What is said of a character by its name: Node knows no names of characters. */
function wrongName(body: string, index: number, name: string | undefined): string {
  const start = new TextEncoder().encode(body.slice(0, index)).length
  const words =
    name === undefined
      ? 'malformed \\N character escape'
      : 'unknown Unicode character name. Names of characters are not known here: write \\uXXXX, or the character itself'
  return `(unicode error) 'unicodeescape' codec can't decode bytes in position ${start}-${start + 1 + (name?.length ?? 0)}: ${words}`
}

/** The first escape in a text that is not whole. */
function wrongEscape(body: string, isBytes: boolean): string | null {
  for (const match of body.matchAll(/\\(?:([xuU])([0-9a-fA-F]*)|N(\{[^{}]+\})?|[^])/g)) {
    const [whole, letter, found, named] = match
    if (!isBytes && whole.startsWith('\\N')) return wrongName(body, match.index, named)
    if (letter === undefined) continue
    const [count, name] = escapes[letter]
    if (
      !isBytes &&
      letter === 'U' &&
      found.length >= 8 &&
      Number.parseInt(found.slice(0, 8), 16) > 0x10ffff
    ) {
      const from = new TextEncoder().encode(body.slice(0, match.index)).length
      return `(unicode error) 'unicodeescape' codec can't decode bytes in position ${from}-${from + 9}: illegal Unicode character`
    }
    if (isBytes ? letter !== 'x' || found.length >= count : found.length >= count) continue
    const start = new TextEncoder().encode(body.slice(0, match.index)).length
    if (isBytes) return `(value error) invalid \\x escape at position ${start}`
    const words = `truncated ${name} escape`
    return `(unicode error) 'unicodeescape' codec can't decode bytes in position ${start}-${start + 1 + found.length}: ${words}`
  }
  return null
}

/** What is wrong with the fields of an f-string: `'{a'`, `'}'`. */
function wrongField(body: string): string | null {
  for (let i = 0; i < body.length; i++) {
    const sign = body[i]
    if ((sign === '{' || sign === '}') && body[i + 1] === sign) i++
    else if (sign === '}') return "f-string: single '}' is not allowed"
    else if (sign === '{') {
      const end = fieldEnd(body, i + 1)
      if (typeof end === 'string') return end
      i = end
    }
  }
  return null
}

/** Where a field ends that begins at `start`, or what is wrong with it. */
function fieldEnd(body: string, start: number): number | string {
  let depth = 0
  const open: string[] = []
  let quote = ''
  for (let i = start; i < body.length; i++) {
    const sign = body[i]
    if (quote !== '') {
      if (sign === quote) quote = ''
      continue
    }
    if (sign === '\\') return 'f-string expression part cannot include a backslash'
    if (sign === '#') return "f-string expression part cannot include '#'"
    if (sign === '"' || sign === "'") quote = sign
    else if ('([{'.includes(sign)) {
      depth++
      open.push(sign)
    } else if (')]}'.includes(sign) && (depth > 0 || sign !== '}')) {
      depth--
      const opener = open.pop()
      if (opener === undefined) return `f-string: unmatched '${sign}'`
      if ('([{'.indexOf(opener) !== ')]}'.indexOf(sign))
        return `f-string: closing parenthesis '${sign}' does not match opening parenthesis '${opener}'`
    } else if (depth === 0 && sign === '!' && body[i + 1] !== '=') {
      if (body.slice(start, i).trim() === '') return "f-string: expression required before '!'"
      if (!/^[sra][:}]/.test(body.slice(i + 1)))
        return i + 1 >= body.length || /^\w*$/.test(body.slice(i + 1))
          ? "f-string: expecting '}'"
          : "f-string: invalid conversion character: expected 's', 'r', or 'a'"
    } else if (depth === 0 && (sign === ':' || sign === '}') && body.slice(start, i).trim() === '')
      return 'f-string: empty expression not allowed'
    else if (depth === 0 && sign === ':') return formatEnd(body, i + 1)
    else if (sign === '}') return i
  }
  return "f-string: expecting '}'"
}

/** Where a format ends, in which there may be fields. */
function formatEnd(body: string, start: number): number | string {
  for (let i = start; i < body.length; i++) {
    if (body[i] === '}') return i
    if (body[i] !== '{') continue
    const end = fieldEnd(body, i + 1)
    if (typeof end === 'string') return end
    i = end
  }
  return "f-string: expecting '}'"
}

const quoted = /^([a-zA-Z]*)('''|"""|'|")([^]*)\2$/

/** What is wrong with an f-string that a field is open in at its end, of which the quote stands at `at`; and where it is said. */
export function unclosedField(line: string, at: number): { said: string; column: number } | null {
  const prefix = /[a-zA-Z]*$/.exec(line.slice(0, at))![0]
  const end = line.indexOf(line[at], at + 1)
  if (!/f/i.test(prefix) || end < 0) return null
  const said = wrongField(line.slice(at + 1, end))
  return said === null ? null : { said, column: end + 1 + /^\s*/.exec(line.slice(end + 1))![0].length }
}

const doubtfulText = /\\[xuUN]|[fF][rR]?["']|[bB][rR]?["']/

/** Where what stands behind a text begins, and behind those at its side. */
function behindTexts(source: Source, tokens: readonly Token[], index: number): Stop {
  const next = tokens.findIndex((token, i) => i > index && token.type !== 'STRING')
  if (next < 0 || tokens[next].lineno > tokens[next - 1].end_lineno || tokens[next].type === 'NEWLINE')
    return endOf(source, tokens[next < 0 ? tokens.length - 1 : next - 1])
  return placeOf(source, tokens[next])
}

/** A text that is none: with half an escape, or a field that does not end. */
export function wrongText(source: Source, Lexer: typeof LexerClass): Complaint | null {
  if (!doubtfulText.test(source.text)) return null
  const { tokens } = tokensOf(source.text, Lexer)
  let before: Token | null = null
  for (const [i, token] of tokens.entries()) {
    const last = before
    before = token.type === 'STRING' ? token : null
    if (token.type !== 'STRING') continue
    const [, prefix, , body] = quoted.exec(source.textAt(token)) ?? []
    if (prefix === undefined) continue
    const isBytes = /b/i.test(prefix)
    const isMixed = last !== null && isBytes !== /^[a-z]*b/i.test(source.textAt(last))
    const said = isMixed
      ? 'cannot mix bytes and nonbytes literals'
      : isBytes && /[^\0-\x7f]/.test(body)
        ? 'bytes can only contain ASCII literal characters'
        : /f/i.test(prefix)
          ? ((/r/i.test(prefix) ? null : wrongEscape(body, isBytes)) ?? wrongField(body))
          : /r/i.test(prefix)
            ? null
            : wrongEscape(body, isBytes)
    // CPython says so where it has read all texts that stand side by side, and what is behind them.
    if (said !== null) return complaint(source, said, behindTexts(source, tokens, i))
  }
  return null
}
