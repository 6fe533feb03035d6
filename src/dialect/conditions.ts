// What is true and what is not: conditions, `!`, `&&` and `||`.
//
// Note [Truth]. As in Python a tensor stands for its one element, and one of several elements has no truth: that is an
// error wherever TypeScript asks, be it of a name, a call or a member. So it is for NumPy's arrays; `()`, an empty size
// and `0.` are false. All else is TypeScript's: `[]` and `{}` are true.
import { text } from './code.js'
import type { Code } from './code.js'
import { emitOperation } from './grouping.js'
import { isPlain } from './kind.js'
import { unary } from './operators.js'
import type { Rewriter } from './rewriter.js'
import { mayMiss } from './spelling.js'
import { deletedSubscript, emitKey, emitTarget, isReserved } from './subscripts.js'
import { isPercent, pauses, someWithin, unwrapped } from './syntax.js'
import type { Node } from './syntax.js'

/** A condition; see Note [Truth]. */
export function emitTest(w: Rewriter, node: Node): Code {
  switch (node.type) {
    case 'ParenthesizedExpression':
      if (node.expression.type === 'SequenceExpression') break
      return w.through(node, (child) => emitTest(w, child))
    case 'LogicalExpression':
      if (node.operator === '??') break
      return w.through(node, (child) => emitTest(w, child))
    case 'ConditionalExpression':
      return w.through(node, (child) => emitTest(w, child))
    case 'BinaryExpression':
      return isPercent(node) ? w.emit(node) : emitOperation(w, node, true)
    case 'UnaryExpression':
      return /^[-+~]$/.test(node.operator as string) ? unary(w, node, true) : not(w, node)
  }
  mayMiss(w, node)
  return isPlain(w.kinds.of(node)) ? w.emit(node) : truthOf(w, node)
}

/** Where an error points that says a value has no truth: at what made the value, as its own errors do. */
function placeOf(w: Rewriter, node: Node): number {
  const inner = unwrapped(node)
  if (inner.type !== 'BinaryExpression') return inner.start
  const { left, right, operator } = inner as unknown as { left: Node; right: Node; operator: string }
  return left.end + Math.max(0, w.source.text.slice(left.end, right.start).indexOf(operator))
}

const truthOf = (w: Rewriter, node: Node): Code => [
  text('__truth__(', placeOf(w, node)),
  w.emit(node),
  text(')', node.end),
]

/** `!a`, and `delete` and `typeof`, which take places. */
export function not(w: Rewriter, node: Node): Code {
  const { operator, argument, start } = node as unknown as Node & { operator: string; argument: Node }
  if (operator === '!') return [w.source.copy(start, argument.start), emitTest(w, argument)]
  if (operator === 'delete' && argument.type === 'MemberExpression')
    return (
      deletedSubscript(w, node) ?? [
        node.isDel === true ? text('delete ', start) : w.source.copy(start, argument.start),
        emitTarget(w, argument),
      ]
    )
  mayMiss(w, argument)
  return w.through(node)
}

/** `if` and `? :`. */
export const conditional = (w: Rewriter, node: Node): Code =>
  w.through(node, (child) => (child === node.test ? emitTest(w, child) : w.emit(child)))

/** `a && b`, `a || b`, `a ?? b` as a value: one of the two, whichever it is. */
export function logical(w: Rewriter, node: Node): Code {
  const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string }
  mayMiss(w, left)
  if (operator === '??' || isPlain(w.kinds.of(left))) return w.through(node)
  const gap = w.breaks(left.end, right.start)
  const mustStay = someWithin(right, pauses)
  if (w.hasHost && (w.isInline || mustStay))
    return w.scoped(() => {
      const first = w.emit(left)
      const kept = w.variable()
      const test = [text(`__truth__(${kept} = `, placeOf(w, left)), first, text(') ? ', left.end), gap]
      const rest = w.emit(right)
      const branches =
        operator === '&&' ? [rest, text(` : ${kept}`, node.end)] : [text(`${kept} : `, left.end), rest]
      return [text('(', node.start), test, branches, text(')', node.end)]
    })
  if (mustStay) return w.through(node)
  return [
    text(operator === '&&' ? '__andthen__(' : '__orelse__(', placeOf(w, left)),
    w.emit(left),
    text(', () => (', left.end),
    gap,
    w.emit(right),
    text('))', node.end),
  ]
}

/** `a ||= b` and `a &&= b`. */
export function logicalAssignment(w: Rewriter, node: Node): Code {
  const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string }
  const asTyped = (): Code =>
    w.through(node, (child) => (child === left ? emitTarget(w, child) : w.emit(child)))
  const place = unwrapped(left)
  const isMember = place.type === 'MemberExpression'
  if (operator === '??=' || place !== left || isPlain(w.kinds.of(left)) || someWithin(right, pauses))
    return asTyped()
  if (left.type === 'Identifier') {
    const [then, otherwise] = operator === '&&=' ? ['(', ` : ${left.name}`] : [`${left.name} : (`, '']
    return [
      text(`(__truth__(${left.name}) ? ${then}`, left.start),
      w.source.copy(left.start, left.end),
      text(' = ', left.end),
      w.breaks(left.end, right.start),
      w.emit(right),
      text(`)${otherwise})`, node.end),
    ]
  }
  const object = left.object as Node
  if (!isMember || isReserved(object) || left.property.type === 'PrivateIdentifier') return asTyped()
  const key = left.property as Node
  return [
    text(`__assign${operator === '&&=' ? 'and' : 'or'}__(`, node.start),
    w.emit(object),
    text(', ', key.start),
    w.breaks(object.end, key.start),
    left.computed ? emitKey(w, key) : text(JSON.stringify(key.name), key.start),
    text(', () => (', key.end),
    w.breaks(key.end, right.start),
    w.emit(right),
    text('))', node.end),
  ]
}
