// Sets as they are written: CPython makes those of constants before the program runs, and takes in one with a star at once,
// both of which is seen in the order of what is in them.
import { join } from './code.js'
import type { Code } from './code.js'
import type { Expr, ExprNode } from './tree.js'
import type { Writer } from './writer.js'

const isConstant = (node: ExprNode): boolean =>
  node.nodeType === 'Constant' ||
  (node.nodeType === 'UnaryOp' && node.operand.nodeType === 'Constant') ||
  (node.nodeType === 'Tuple' && node.elts.every(isConstant))

/** The set of a display; `isGoneThrough` where a loop goes through it and nobody else sees it. */
export function setDisplay(w: Writer, node: Expr<'Set'>, isGoneThrough = false): Code {
  const { elts } = node
  if (elts.some((one) => one.nodeType === 'Starred')) {
    const part = (one: ExprNode): Code =>
      one.nodeType === 'Starred'
        ? ['[true, ', w.expression(one.value), ']']
        : ['[false, ', w.expression(one), ']']
    return w.call(node, 'joinedSet', ['[', join(elts.map(part), ', '), ']'])
  }
  const isFrozen = elts.length > 2 && !isGoneThrough && elts.every(isConstant)
  const items = join(
    elts.map((one) => w.expression(one)),
    ', ',
  )
  return w.call(node, isFrozen ? 'constantSet' : 'set', ['[', items, ']'])
}
