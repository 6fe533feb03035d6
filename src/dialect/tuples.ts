// Tuples: `(2, 3)`, `(1,)`, and lists whose numbers are floats by the way they are written.
//
// Note [Comma or tuple]. TypeScript has a reading for `(a, b)`: a, then b. It calls it an error where a has no effect
// (TS2695), so there a tuple is meant. As an argument of this library's functions it is a tuple also of calls,
// `torch.cat((f(x), g(x)))`. Elsewhere `(f(x), g(x))` is known when it runs: a tuple, if f gives a tensor. With an
// assignment among its parts it is always TypeScript's, and so is `(0, object.method)(…)`.
import { text } from './code.js'
import type { Code } from './code.js'
import { dottedName } from './known-names.js'
import { isFloat, isFloatLiteral, isOnly, isTracked, NUMBER, ANYTHING } from './kind.js'
import type { Rewriter } from './rewriter.js'
import { childrenOf, DialectError, isFunction, isStar, someWithin, unwrapped } from './syntax.js'
import type { Node } from './syntax.js'

/** Functions of Python's that do nothing but give a value. */
const pure = new Set(
  'len max min sum abs round float int bool str repr list tuple sorted type isinstance range divmod'.split(
    ' ',
  ),
)
const isPure = (w: Rewriter, callee: Node): boolean =>
  callee.type === 'Identifier' && pure.has(callee.name as string) && w.kinds.isGlobal(callee)

/** Whether evaluating it does something beside giving a value. */
export function hasEffect(w: Rewriter, node: Node): boolean {
  if (isFunction(node)) return false
  switch (node.type) {
    case 'AssignmentExpression':
    case 'UpdateExpression':
    case 'AwaitExpression':
    case 'YieldExpression':
    case 'TaggedTemplateExpression':
    case 'ImportExpression':
      return true
    case 'UnaryExpression':
      if (node.operator === 'delete' || node.operator === 'void') return true
      break
    case 'CallExpression':
    case 'NewExpression':
      if (!w.kinds.isLibrary(node.callee as Node) && !isPure(w, node.callee as Node)) return true
  }
  return childrenOf(node).some((child) => hasEffect(w, child))
}

const assigns = (node: Node): boolean =>
  someWithin(node, (inner) => inner.type === 'AssignmentExpression' || inner.type === 'UpdateExpression')

/** `x.add_(1)`: done for its effect, whatever it gives. */
export const isInPlaceCall = (node: Node): boolean =>
  node.type === 'CallExpression' &&
  /[^_]_$/.test(
    dottedName(node.callee as Node)
      ?.split('.')
      .at(-1) ?? '',
  )

/**
 * Who takes a value: a function of this library, which takes tuples and floats, another one, or one that is only known
 * when it is called, by the name it then has.
 */
export type Taker = 'ours' | 'other' | { name: string }

/** What a list of expressions becomes, up to the first of them; null where it is TypeScript's comma. */
function tupleCall(w: Rewriter, items: readonly Node[], taker: Taker): string | null {
  const before = items.slice(0, -1).map(unwrapped)
  if (before.every((item) => !hasEffect(w, item))) return '__tuple__('
  if (before.some(assigns)) return null
  if (taker === 'ours') return '__tuple__('
  if (taker !== 'other') return `__tuplefor__(${taker.name}, `
  const areCalls = before.every((item) => item.type === 'CallExpression' && !isInPlaceCall(item))
  return areCalls ? '__comma__(' : null
}

/** Whether it depends on the taker if this is a tuple. */
export function mayBeTuple(w: Rewriter, node: Node): boolean {
  if (!isIndirect(node)) return false
  const before = (node.expression.expressions as Node[]).slice(0, -1)
  return before.some((item) => hasEffect(w, item)) && !before.some(assigns)
}

/**
 * What is put around a list whose numbers are floats by the way they are written, though they may be whole: null for
 * other lists. Of names and sums it is known when the list is made if they are numbers.
 */
export function floatWrapper(
  w: Rewriter,
  items: readonly (Node | null)[],
): [open: string, close: string] | null {
  const spread = items.findIndex((item) => item?.type === 'SpreadElement')
  const known = spread < 0 ? items : items.slice(0, spread)
  const floats = known.flatMap((item, i) => (item && isWholeFloat(w, item) ? [i] : []))
  if (floats.length === 0) return null
  const areAll = items.every((item) => item && isOnly(w.kinds.of(item), NUMBER) && isFloat(w.kinds.of(item)))
  return ['__floats__(', areAll ? ')' : `, ${floats.join(', ')})`]
}

/** Whether JavaScript might take for an int what was written as a float. */
export function isWholeFloat(w: Rewriter, node: Node): boolean {
  const inner = unwrapped(node)
  if (isFloatLiteral(inner)) return Number.isInteger(inner.value)
  if (inner.type === 'UnaryExpression' && inner.operator === '-')
    return isWholeFloat(w, inner.argument as Node)
  const kind = w.kinds.of(inner)
  return isFloat(kind) && (kind & (NUMBER | ANYTHING)) !== 0
}

function tuple(w: Rewriter, node: Node, items: readonly Node[], call: string, taker: Taker): Code {
  const areTracked = items.some((item) => isTracked(w.kinds.of(item)))
  const [open, close] = areTracked ? ['__floatlist__(', ')'] : (floatWrapper(w, items) ?? ['', ''])
  const first = items[0]?.start ?? node.end - 1
  const last = items.at(-1)?.end ?? first
  // What TypeScript has no reading for ends in a comma, which a call may too.
  const isWrapped = w.source.text[node.start] === '('
  return [
    text(`${open}${call}`, node.start),
    isWrapped ? w.breaks(node.start, first) : [],
    w.between(first, last, items, (item) => emitPart(w, item, taker, areTracked)),
    isWrapped ? w.breaks(last, node.end) : [],
    text(`)${close}`, node.end),
  ]
}

/** An item of a tuple, which is one of floats if one of its items is, when it runs. */
const emitPart = (w: Rewriter, item: Node, taker: Taker, areTracked: boolean): Code =>
  areTracked && item.type !== 'SpreadElement' ? w.emitAs('float', item) : emitItem(w, item, taker)

/** Items of a tuple, as `__tuple__` takes them, and what stands around it. */
export function emitTupleItems(w: Rewriter, items: readonly Node[]): Code {
  const areTracked = items.some((item) => isTracked(w.kinds.of(item)))
  const [open, close] = areTracked ? ['__floatlist__(', ')'] : (floatWrapper(w, items) ?? ['', ''])
  const [first, last] = [items[0], items.at(-1)!]
  return [
    text(`${open}__tuple__(`, first.start),
    w.between(first.start, last.end, items, (item) => emitPart(w, item, 'ours', areTracked)),
    text(`)${close}`, last.end),
  ]
}

/** An argument, a subscript or an item of a tuple. */
export const emitItem = (w: Rewriter, node: Node, taker: Taker): Code =>
  isIndirect(node) ? parenthesized(w, node, taker) : w.emit(node)

/** `(a, b)`. */
export function parenthesized(w: Rewriter, node: Node, taker: Taker = 'other'): Code {
  const inner = node.expression as Node
  if (isStar(inner)) throw new DialectError('cannot use starred expression here', inner.start)
  if (inner.type !== 'SequenceExpression') return w.through(node)
  const items = inner.expressions as Node[]
  const call = items.some(isStar) ? '__tuple__(' : tupleCall(w, items, taker)
  return call ? tuple(w, node, items, call, taker) : w.through(node)
}

/** `(0, object.method)` before a call. */
export const isIndirect = (node: Node): boolean =>
  node.type === 'ParenthesizedExpression' && node.expression.type === 'SequenceExpression'

export const dialectTuple = (w: Rewriter, node: Node): Code =>
  tuple(w, node, node.items as Node[], '__tuple__(', 'ours')

/** `return a, b` and `a, b` as a statement; `mayRun`: calls are looked at when they run. */
export function bareSequence(w: Rewriter, node: Node, mayRun: boolean): Code {
  const items = node.expressions as Node[]
  if (node.isTuple || items.some(isStar)) return tuple(w, node, items, '__tuple__(', 'ours')
  const call = tupleCall(w, items, 'other')
  return call === '__tuple__(' || (call && mayRun) ? tuple(w, node, items, call, 'other') : w.through(node)
}

/** `...a`, and `*a` as Python writes it. */
export function spread(w: Rewriter, node: Node): Code {
  if (!isStar(node)) return w.through(node)
  const argument = node.argument as Node
  return [
    text(node.stars === 2 ? '...__mapping__(' : '...__iterable__(', node.start),
    w.emit(argument),
    text(')', argument.end),
  ]
}
