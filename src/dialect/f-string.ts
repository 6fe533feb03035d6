// Reads Python's f-strings: text, and fields `{expression!r:spec}` whose expressions the parser is asked for.
import type { FStringPart, Node } from './syntax.js'

interface Reader {
  /** Parses the expression between two offsets. */
  parse(from: number, to: number): Node
  fail(message: string, at: number): never
}

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  b: '\b',
  f: '\f',
  v: '\v',
  a: '\x07',
  0: '\0',
  '\n': '',
}

/** What an escape at `i`, behind its backslash, stands for, and where it ends. */
function escape(source: string, i: number): [text: string, end: number] {
  const code =
    /[xuU]/.test(source[i]) && /^(?:x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8}))/.exec(source.slice(i))
  if (code) return [String.fromCodePoint(parseInt(code[1] ?? code[2] ?? code[3], 16)), i + code[0].length]
  const known = escapes[source[i]]
  // An unknown escape is left as it is, and quotes and the backslash stand for themselves.
  return [known ?? (/[\\'"]/.test(source[i]) ? source[i] : `\\${source[i]}`), i + 1]
}

/** The end of the expression of a field: `!`, `:`, `=` before those, or the closing brace. */
function endOfExpression(source: string, from: number, quote: string, reader: Reader): number {
  let depth = 0
  for (let i = from; i < source.length; i++) {
    const sign = source[i]
    if (sign === quote || sign === '\n') break
    if (sign === '"' || sign === "'" || sign === '`') {
      const close = source.indexOf(sign, i + 1)
      if (close < 0) break
      i = close
    } else if ('([{'.includes(sign)) depth++
    else if (depth > 0 && ')]}'.includes(sign)) depth--
    else if (depth === 0 && (sign === '}' || sign === ':' || (sign === '!' && source[i + 1] !== '=')))
      return i
  }
  return reader.fail("f-string: expecting '}'", from)
}

/** Reads the f-string whose quote stands at `at`. */
export function readFString(
  source: string,
  at: number,
  reader: Reader,
): { parts: FStringPart[]; end: number } {
  const quote = source[at]
  let i = at + 1

  const readField = (): FStringPart[] => {
    const from = i
    const end = endOfExpression(source, from, quote, reader)
    const written = source.slice(from, end)
    // `{x=}` shows the expression too.
    const debug = /(?<![=!<>])=\s*$/.exec(written)
    const to = debug ? from + debug.index : end
    if (source.slice(from, to).trim() === '')
      return reader.fail('f-string: empty expression not allowed', from)
    const expression = reader.parse(from, to)
    i = end
    let conversion = ''
    if (source[i] === '!') {
      conversion = source[i + 1]
      if (!/[rsa]/.test(conversion))
        return reader.fail("f-string: invalid conversion character: expected 's', 'r', or 'a'", i)
      i += 2
    }
    let spec: FStringPart[] = []
    if (source[i] === ':') {
      i++
      spec = readParts('}')
    }
    if (source[i] !== '}') return reader.fail("f-string: expecting '}'", i)
    i++
    const field = { expression, conversion: conversion || (debug && spec.length === 0 ? 'r' : ''), spec }
    return debug ? [written, field] : [field]
  }

  /** Up to `close`, which is left. */
  const readParts = (close: string): FStringPart[] => {
    const parts: FStringPart[] = []
    let literal = ''
    const flush = (): void => {
      if (literal !== '') parts.push(literal)
      literal = ''
    }
    while (source[i] !== close) {
      const sign = source[i]
      if (sign === undefined || sign === '\n' || sign === quote)
        return reader.fail(close === quote ? 'Unterminated string constant' : "f-string: expecting '}'", at)
      if (sign === '\\') {
        const [text, end] = escape(source, i + 1)
        literal += text
        i = end
      } else if ((sign === '{' || sign === '}') && source[i + 1] === sign && close === quote) {
        literal += sign
        i += 2
      } else if (sign === '{') {
        flush()
        i++
        parts.push(...readField())
      } else if (sign === '}') return reader.fail("f-string: single '}' is not allowed", i)
      else {
        literal += sign
        i++
      }
    }
    flush()
    return parts
  }

  const parts = readParts(quote)
  return { parts, end: i + 1 }
}
