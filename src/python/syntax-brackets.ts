// Brackets that do not fit, and decorators that decorate nothing.
import {
  depthAt,
  endsValue,
  isBlank,
  isCloser,
  isOpener,
  lineEnd,
  lineStart,
  openers,
  type Token,
  type Tokens,
} from './syntax-tokens.js'

/** Brackets that do not fit, up to where the parser stopped; and those that are open at the end. */
export function brackets(tokens: Tokens): { wrong: { token: Token; message: string } | null; open: Token[] } {
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

/** What stands where a decorator should have ended, or what it decorates should have begun; null where that is not missed. */
export function behindDecorators(tokens: Tokens, text: string): Token | null {
  if (!/decorator/i.test(text)) return null
  const at = tokens.findLastIndex(({ value }, i) => value === '@' && lineStart(tokens, i) === i)
  if (at < 0) return null
  const end = lineEnd(tokens, at)
  const second = tokens.findIndex(
    (one, i) =>
      i > at + 1 &&
      i < end &&
      depthAt(tokens, at, i) === 0 &&
      endsValue(tokens[i - 1]) &&
      one.type === 'NAME',
  )
  return tokens[second] ?? tokens.slice(end).find((one) => !isBlank(one.type)) ?? null
}

/** A decorator waits for what it decorates. */
export function onlyDecorators(tokens: Tokens): boolean {
  const last = tokens.findLastIndex((token) => !isBlank(token.type))
  return tokens[lineStart(tokens, last)]?.value === '@'
}
