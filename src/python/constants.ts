// Literals: which numbers are floats is read off the text, for `2` and `2.0` are one number to the parser.
import type { Code } from './code.js'
import type { Expr } from './tree.js'
import type { Writer } from './writer.js'

/** Whether a literal is a float's: it has a point or an exponent. */
function isFloatText(text: string): boolean {
  const lower = text.toLowerCase()
  if (lower.startsWith('0x')) return false
  return lower.includes('.') || lower.includes('e')
}

const isSafe = (value: bigint): boolean =>
  value <= BigInt(Number.MAX_SAFE_INTEGER) && value >= -BigInt(Number.MAX_SAFE_INTEGER)

function whole(value: number | bigint): string {
  const exact = BigInt(value)
  return isSafe(exact) ? String(exact) : `${exact}n`
}

/** A JavaScript text literal. */
export const textLiteral = (text: string): string =>
  JSON.stringify(text).replaceAll('\u2028', '\\u2028').replaceAll('\u2029', '\\u2029')

const minus = (isNegative: boolean, text: string): string => (isNegative ? `-${text}` : text)

/** A constant, or the negative of a number; null for what has none. */
export function constant(w: Writer, node: Expr<'Constant'>, isNegative = false): string | null {
  const { value, quote_style } = node
  const { runtime } = w.surroundings
  if (typeof value === 'number') {
    // The parser strips underscores from the number, not from the text.
    if (!Number.isInteger(value) || value === Infinity)
      return value === Infinity ? `(${minus(isNegative, 'Infinity')})` : minus(isNegative, String(value))
    if (!isFloatText(w.source.textAt(node))) return value === 0 ? '0' : minus(isNegative, whole(value))
    return w.constant(`${runtime}.float(${minus(isNegative, String(value))})`)
  }
  if (typeof value === 'bigint') return isNegative ? `(${whole(-value)})` : whole(value)
  if (isNegative) return null
  if (value === null || typeof value === 'boolean') return String(value)
  if (typeof value === 'string') {
    if (quote_style === undefined && value === '...' && w.source.textAt(node) === '...')
      return `${runtime}.built.Ellipsis`
    return quote_style && quote_style.toLowerCase().includes('b')
      ? w.constant(`${runtime}.bytes(${textLiteral(value)})`)
      : textLiteral(value)
  }
  return w.constant(`${runtime}.complex(0, ${(value as { imag: number }).imag})`)
}

export const literalCode = (value: string | null): Code => (value === null ? 'null' : textLiteral(value))
