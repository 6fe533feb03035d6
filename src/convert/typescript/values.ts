// Values in TypeScript that stay what they are in Python: texts, floats, the items of displays.
import type { Expr, ExprNode } from '../../python/tree.js'
import { list } from '../page.js'
import { level, type Writer } from './writer.js'

/** A text as TypeScript writes it. */
export const textLiteral = (text: string): string => {
  const quote = text.includes("'") && !text.includes('"') ? '"' : "'"
  const escaped = text.replace(/[\\\n\r\t\0-\x1f\x7f\u2028\u2029\ue000-\ue002\ufeff'"]/g, (letter) => {
    if (letter === "'" || letter === '"') return letter === quote ? `\\${letter}` : letter
    const known = ({ '\n': '\\n', '\r': '\\r', '\t': '\\t', '\\': '\\\\' } as Record<string, string>)[letter]
    return known ?? `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
  return `${quote}${escaped}${quote}`
}

/** A float where a whole number would be taken for an int: handed to what does not see how it was written. */
function passed(w: Writer, node: ExprNode): string {
  if (
    node.nodeType === 'Constant' &&
    typeof node.value === 'number' &&
    Number.isInteger(node.value) &&
    w.facts.isFloatLiteral(node)
  )
    return w.py('float', String(node.value)).text
  if (
    node.nodeType === 'UnaryOp' &&
    node.op.nodeType === 'USub' &&
    node.operand.nodeType === 'Constant' &&
    w.factOf(node) === 'float' &&
    Number.isInteger(node.operand.value)
  )
    return w.py('float', `-${String(node.operand.value)}`).text
  return w.item(node)
}

/** A value that is kept, or handed to a function of the program's: a float stays one. */
export const kept = (w: Writer, node: ExprNode): string => passed(w, node)

export const spread = (w: Writer, node: ExprNode): string => {
  const fact = w.factOf(node)
  return fact === 'list' || fact === 'tuple' || fact === 'tensor'
    ? w.at(node, level.assignment)
    : w.py('iter', w.item(node)).text
}

export const isTextKey = (key: ExprNode | null): key is Expr<'Constant'> =>
  key?.nodeType === 'Constant' && typeof key.value === 'string' && /^[A-Za-z_]\w*$/.test(key.value)

/** `{ lr: 0.1 }`, as the library takes what Python calls a dict. */
export const plainObject = (
  w: Writer,
  node: Expr<'Dict'>,
  write: (w: Writer, node: ExprNode) => string,
): string =>
  `{ ${list(node.keys.map((key, i) => `${(key as Expr<'Constant'>).value as string}: ${write(w, node.values[i])}`))} }`

/** A value that is printed at once: what a tensor's element is, the dialect sees there by itself. */
export function shownValue(w: Writer, node: ExprNode): string {
  if (
    node.nodeType === 'Call' &&
    node.func.nodeType === 'Attribute' &&
    node.func.attr === 'item' &&
    node.args.length === 0
  )
    return `${w.at(node.func.value, level.atom)}.item()`
  return kept(w, node)
}

export const isBuiltinCall = (w: Writer, node: ExprNode, names: RegExp): boolean =>
  node.nodeType === 'Call' &&
  node.func.nodeType === 'Name' &&
  names.test(node.func.id) &&
  w.facts.isBuiltin(node.func)
