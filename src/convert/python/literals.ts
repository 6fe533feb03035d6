// Literals, texts with values in them, lists, tuples and objects.
import type { FStringPart, Node } from '../../dialect/syntax.js'
import { unwrapped } from '../../dialect/syntax.js'
import { flat, list } from '../page.js'
import { isNumber, isWhole } from './facts.js'
import { isKeyword, plainName } from './names.js'
import { type Code, atom, level, type Writer } from './writer.js'

/** A text as Python writes it. */
export function textLiteral(
  text: string,
  quote = text.includes("'") && !text.includes('"') ? '"' : "'",
): string {
  return quote + escaped(text, quote) + quote
}

const escapes: Readonly<Record<string, string>> = { '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' }

function escaped(text: string, quote: string): string {
  return text.replace(/[\\\n\r\t\0-\x1f\x7f\u2028\u2029\ue000-\ue002\ufeff'"]/g, (letter) => {
    if (letter === "'" || letter === '"') return letter === quote ? `\\${letter}` : letter
    if (Object.hasOwn(escapes, letter)) return escapes[letter]
    const code = letter.codePointAt(0)!
    return code < 0x100
      ? `\\x${code.toString(16).padStart(2, '0')}`
      : `\\u${code.toString(16).padStart(4, '0')}`
  })
}

export function literal(w: Writer, node: Node): Code {
  if (node.regex !== undefined)
    return w.refuse(
      node,
      'a regular expression has no counterpart here',
      'text functions such as split and replaceAll',
    )
  if (node.bigint !== undefined) return atom(String(node.bigint))
  const { value, raw } = node as unknown as { value: unknown; raw: string }
  if (value === null) return atom('None')
  if (typeof value === 'boolean') return atom(value ? 'True' : 'False')
  if (typeof value === 'string') return atom(textLiteral(value))
  if (/^0[0-7]+$/.test(raw)) return atom(`0o${raw.slice(1)}`)
  // What no number holds exactly is rounded, as it is in TypeScript.
  const number = value as number
  if (Number.isInteger(number) && !Number.isSafeInteger(number) && !/[.eE]/.test(raw))
    return atom(String(number).includes('e') ? String(number) : `${number}.0`)
  return atom(raw)
}

/** A value as `${value}` writes it, in the braces of an f-string. */
function field(w: Writer, node: Node): string {
  const fact = w.factOf(node)
  const code = w.expression(node)
  if (fact === 'string' || isWhole(fact) || fact === 'bigint') return braces(code.text)
  if (fact === 'tensor') return braces(code.text, '!s')
  return braces(`${w.helper('js_text')}(${code.text})`)
}

/** A field, whose expression must not begin with a brace nor hold a backslash or the quotes around it. */
const braces = (code: string, behind = ''): string => {
  const text = flat(code)
  return `{${/^[{]/.test(text) ? ' ' : ''}${/^lambda\b|:=/.test(text) ? `(${text})` : text}${behind}}`
}

/** An f-string of pieces: text, and fields that are written already. */
function fString(w: Writer, node: Node, pieces: readonly (string | { field: string })[]): Code {
  const fields = pieces.flatMap((piece) => (typeof piece === 'string' ? [] : [piece.field]))
  const said = fields.join('')
  const texts = pieces.filter((piece) => typeof piece === 'string').join('')
  if (fields.length === 0) return atom(textLiteral(texts))
  const [single, double] = [said.includes("'"), said.includes('"')]
  // Before Python 3.12 a field has no backslash, and not the quotes of the text around it.
  if (said.includes('\\') || (single && double)) return viaFormat(w, pieces)
  const quote = single ? '"' : double ? "'" : texts.includes("'") && !texts.includes('"') ? '"' : "'"
  const parts = pieces.map((piece) =>
    typeof piece === 'string' ? escaped(piece, quote).replace(/[{}]/g, '$&$&') : piece.field,
  )
  return atom(`f${quote}${parts.join('')}${quote}`)
}

/** What an f-string of Python 3.11 cannot say: `'{} of {}'.format(a, b)`. */
function viaFormat(w: Writer, pieces: readonly (string | { field: string })[]): Code {
  const args: string[] = []
  const text = pieces.map((piece) => {
    if (typeof piece === 'string') return piece.replace(/[{}]/g, '$&$&')
    const inside = piece.field.slice(1, -1).trim()
    const [, code, behind] = /^(.*?)((?:![rsa])?(?::[^'"(){}[\]]*)?)$/s.exec(inside)!
    args.push(code)
    return `{${behind}}`
  })
  return atom(`${textLiteral(text.join(''))}.format(${list(args)})`)
}

export function template(w: Writer, node: Node): Code {
  const { quasis, expressions } = node as unknown as { quasis: Node[]; expressions: Node[] }
  const pieces = quasis.flatMap((quasi, i) => {
    const text = (quasi.value as { cooked: string }).cooked
    const before = text === '' ? [] : [text]
    return i < expressions.length ? [...before, { field: field(w, expressions[i]) }] : before
  })
  return fString(w, node, pieces)
}

/** `f'loss {loss:.3f}'`, which is Python already. */
export function dialectFString(w: Writer, node: Node): Code {
  const write = (parts: readonly FStringPart[]): (string | { field: string })[] =>
    parts.map((part) => {
      if (typeof part === 'string') return part
      const spec = write(part.spec)
        .map((inner) => (typeof inner === 'string' ? inner : inner.field))
        .join('')
      const behind = `${part.conversion === '' ? '' : `!${part.conversion}`}${spec === '' ? '' : `:${spec}`}`
      return { field: braces(w.expression(part.expression).text, behind) }
    })
  return fString(w, node, write(node.parts as FStringPart[]))
}

/** A value as text, for `'a' + value`. */
export function asText(w: Writer, node: Node, needed: number): string {
  const fact = w.factOf(node)
  if (fact === 'string') return w.at(node, needed)
  const code = w.expression(node).text
  return isWhole(fact) || fact === 'tensor' ? `str(${code})` : `${w.helper('js_text')}(${code})`
}

export function spread(w: Writer, node: Node): Code {
  const stars = node.stars === 2 ? '**' : '*'
  return atom(`${stars}${w.at(node.argument as Node, level.bitOr)}`)
}

export function array(w: Writer, node: Node): Code {
  const elements = node.elements as (Node | null)[]
  if (elements.includes(null)) return w.refuse(node, 'a list with holes in it', '[None, 1]')
  // `[...Array(3).keys()]` and `[...xs]` make a list of what can be gone through.
  const [only] = elements as Node[]
  if (elements.length === 1 && only.type === 'SpreadElement' && !only.stars)
    return atom(`list(${w.item(only.argument as Node)})`)
  return atom(`[${list((elements as Node[]).map((item) => w.item(item)))}]`)
}

export function tuple(w: Writer, node: Node): Code {
  const items = (node.items ?? node.expressions) as Node[]
  return tupleOf(items.map((item) => w.item(item)))
}

export const tupleOf = (items: readonly string[]): Code =>
  atom(items.length === 1 ? `(${items[0]},)` : `(${list(items)})`)

export const keyOf = (node: Node): string | null =>
  node.computed === true
    ? null
    : node.key.type === 'Identifier'
      ? (node.key.name as string)
      : String(node.key.value)

/** Whether an object's members are asked for by a dot somewhere: then it must answer so in Python, too. */
export function isDotted(w: Writer, node: Node): boolean {
  return (node.properties as Node[]).some((property) => {
    const key = property.type === 'Property' ? keyOf(property) : null
    return key !== null && w.dotted.has(key)
  })
}

/** The value of a property of an object that is written out. */
function propertyValue(w: Writer, property: Node): string {
  if (property.kind !== 'init') return w.refuse(property, 'a getter in an object', 'a class')
  return w.item(property.value as Node)
}

export function object(w: Writer, node: Node): Code {
  const properties = node.properties as Node[]
  if (isDotted(w, node)) {
    const helper = w.helper('JSObject')
    const keys = properties.map((property) => (property.type === 'Property' ? keyOf(property) : null))
    const areNames = properties.every(
      (property, i) =>
        property.type !== 'Property' ||
        (keys[i] !== null && /^[A-Za-z_]\w*$/.test(keys[i]) && !isKeyword(keys[i])),
    )
    if (areNames) {
      const items = properties.map((property, i) =>
        property.type === 'Property' ? `${keys[i]}=${propertyValue(w, property)}` : spreadOf(w, property),
      )
      return atom(`${helper}(${list(items)})`)
    }
    return atom(`${helper}(${dict(w, node)})`)
  }
  return atom(dict(w, node))
}

const spreadOf = (w: Writer, property: Node): string => `**${w.at(property.argument as Node, level.bitOr)}`

function dict(w: Writer, node: Node): string {
  const items = (node.properties as Node[]).map((property) => {
    if (property.type !== 'Property') return spreadOf(w, property)
    const key = property.computed ? computedKey(w, property.key as Node) : literalKey(w, property)
    return `${key}: ${propertyValue(w, property)}`
  })
  return `{${list(items)}}`
}

/** Keys of objects are texts, whatever they are made of. */
const computedKey = (w: Writer, key: Node): string =>
  w.factOf(key) === 'string' || !isNumber(w.factOf(key))
    ? w.item(key)
    : `${w.helper('js_text')}(${w.item(key)})`

const literalKey = (w: Writer, property: Node): string => {
  const { key } = property as unknown as { key: Node }
  if (key.type === 'Identifier') return textLiteral(key.name as string)
  return typeof key.value === 'number' ? textLiteral(String(key.value)) : w.item(key)
}

/** What an object gives a call as keywords: `lr=0.1, **others`. */
export function keywords(
  w: Writer,
  node: Node,
  write: (value: Node) => string = (value) => w.item(value),
): string[] {
  return (node.properties as Node[]).map((property) => {
    if (property.type !== 'Property') return spreadOf(w, property)
    const key = keyOf(property)
    if (key === null) return `**{${w.item(property.key as Node)}: ${write(property.value as Node)}}`
    if (!/^[A-Za-z_]\w*$/.test(key) || isKeyword(key))
      return `**{${textLiteral(key)}: ${write(property.value as Node)}}`
    return `${plainName(key)}=${write(property.value as Node)}`
  })
}

/** `[1, 2]` with `requires_grad` is of floats in TypeScript, which knows one kind of number. */
export function asFloats(w: Writer, node: Node): string | null {
  const inner = unwrapped(node)
  if (inner.type === 'Literal' && typeof inner.value === 'number') {
    const { raw } = inner as unknown as { raw: string }
    return /^\d+$/.test(raw) ? `${raw}.` : raw
  }
  if (inner.type === 'UnaryExpression' && inner.operator === '-') {
    const inside = asFloats(w, inner.argument as Node)
    return inside === null ? null : `-${inside}`
  }
  if (inner.type !== 'ArrayExpression') return null
  const items = (inner.elements as (Node | null)[]).map((item) => (item ? asFloats(w, item) : null))
  return items.every((item) => item !== null) ? `[${list(items)}]` : null
}
