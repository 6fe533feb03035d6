// Values that are floats though JavaScript's number for them is whole: what a torch call and an operator on tensors is given.
//
// Note [Floats]. A number cannot remember that it was a float: `x.item()` of 3.0 is 3, `4 / 2` is 2. Where Python would
// see the difference, in an argument of this library and beside a tensor, the expression is computed the way
// Python has it, by functions that give `Float`s: literals with a point, quotients, `item()` and what arithmetic makes of
// them; elements of lists that came from a floating tensor and of NumPy's arrays; and names that such a value was assigned
// to, which note its value (`__keep__`) and are asked for it (`__kept__`). Numbers stay numbers everywhere else. What a
// function of one's own returns, and what a plain object's fields hold, is not followed: `torch.tensor(f())` takes a whole
// number for an int, and `torch.tensor(float(f()))` says what is meant.
import { text } from './code.js'
import type { Code } from './code.js'
import { isFloat, isPlain, isTracked } from './kinds.js'
import type { Operand, Rewriter } from './rewriter.js'
import { emitKept, emitKey, isPastOptional, isReserved } from './subscripts.js'
import { isItemCall, unwrapped } from './syntax.js'
import type { Node } from './syntax.js'
import { emitItem, isWholeFloat } from './tuples.js'
import type { Taker } from './tuples.js'

const arithmetic = new Set(['+', '-', '*', '/', '//', '%', '**'])

/** `xs[0]` at the prompt, of what may be a list of floats. In loops nothing is asked. */
const isElement = (w: Rewriter, node: Node): boolean =>
  node.type === 'MemberExpression' &&
  node.computed === true &&
  !w.isInline &&
  !isPastOptional(node) &&
  !isReserved(node.object as Node) &&
  !isPlain(w.kinds.of(node.object as Node)) &&
  !/^(Dialect(Slice|Ellipsis)|Array)/.test(node.property.type as string)

/** Whether a value can be a whole number that Python calls a float. */
export function dependsOnFloat(w: Rewriter, node: Node): boolean {
  if (node.type === 'SpreadElement') return false
  return isWholeFloat(w, node) || isMaybeFloat(w, node)
}

/** Whether that is only known when it runs. */
export const isMaybeFloat = (w: Rewriter, node: Node): boolean =>
  isTracked(w.kinds.of(node)) || isElement(w, unwrapped(node))

/** An operand of an operator that may have to do with tensors. */
export const emitOperand = (w: Rewriter, node: Node): Code =>
  isMaybeFloat(w, node) ? emitTracked(w, node) : w.emit(node)

/** What stands for an operand where an operator on tensors is called with it. */
export const again = (w: Rewriter, node: Node, operand: Operand): string =>
  node.type === 'Identifier' && isTracked(w.kinds.of(node))
    ? `__kept__(${noteOf(node)}, ${operand.again})`
    : operand.again

/** The value that a name is given. */
export const emitAssigned = (w: Rewriter, name: Node, value: Node): Code =>
  isTracked(w.kinds.of(value)) && !isFloat(w.kinds.of(value))
    ? [text(`__keep__(${noteOf(name)}, `, value.start), emitTracked(w, value), text(')', value.end)]
    : emitKept(w, value)

/** The place where a name's float is noted. */
export const noteOf = (name: Node): string => `'${name.name as string}'`

/** A value as Python has it: a `Float` where that is what it would be. */
export function emitTracked(w: Rewriter, node: Node, taker: Taker = 'other'): Code {
  const inner = unwrapped(node)
  if (isItemCall(inner) && !isPastOptional(inner.callee as Node))
    return [text('__item__(', inner.start), w.emit(inner.callee.object as Node), text(')', inner.end)]
  if (isFloat(w.kinds.of(inner)) && isWholeFloat(w, inner))
    return [text('__float__(', inner.start), emitItem(w, node, taker), text(')', inner.end)]
  if (inner.type === 'Identifier' && isTracked(w.kinds.of(inner)))
    return [text(`__kept__(${noteOf(inner)}, `, inner.start), w.emit(inner), text(')', inner.end)]
  const { operator, left, right } = inner as unknown as { operator: string; left: Node; right: Node }
  if (inner.type === 'BinaryExpression' && arithmetic.has(operator) && isTracked(w.kinds.of(inner)))
    return [
      text(`__tracked__('${operator}', `, inner.start),
      emitTracked(w, left),
      text(', ', left.end),
      w.breaks(left.end, right.start),
      emitTracked(w, right),
      text(')', inner.end),
    ]
  if (inner.type === 'UnaryExpression' && operator === '-' && isTracked(w.kinds.of(inner)))
    return [
      text(`__tracked__('-', 0, `, inner.start),
      emitTracked(w, inner.argument as Node),
      text(')', inner.end),
    ]
  if (isElement(w, inner))
    return [
      text('__part__(', inner.property.start as number),
      w.emit(inner.object as Node),
      text(', ', inner.property.start as number),
      w.breaks(inner.object.end as number, inner.property.start as number),
      emitKey(w, inner.property as Node),
      text(')', inner.end),
    ]
  return emitItem(w, node, taker)
}

/** A value that stays a float for one who asks; see `dependsOnFloat`. */
export function emitFloat(w: Rewriter, node: Node, taker: Exclude<Taker, 'other'>): Code {
  const value = emitTracked(w, node, taker)
  return taker === 'ours'
    ? value
    : [text(`__floatfor__(${taker.name}, `, node.start), value, text(')', node.end)]
}
