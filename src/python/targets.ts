// What is assigned to: names, attributes, items, and lists of them, taken apart.
import { join } from './code.js'
import type { Code } from './code.js'
import { binary, key } from './expressions.js'
import { annotation as annotationOf } from './functions.js'
import * as names from './names.js'
import type { Expr, ExprNode, Stmt } from './tree.js'
import type { Writer } from './writer.js'

const isSimple = (code: Code): boolean => typeof code === 'string'

/** Gives a target a value. The value is evaluated before what the target itself is made of. */
export function store(w: Writer, target: ExprNode, value: Code): Code {
  switch (target.nodeType) {
    case 'Name':
      return names.assign(w, target.id, value)
    case 'Starred':
      return store(w, target.value, value)
    case 'Tuple':
    case 'List':
      return takeApart(w, target, value)
  }
  const [before, held] = isSimple(value) ? ['', value] : keep(w, value)
  if (target.nodeType === 'Attribute') {
    const name = JSON.stringify(w.mangled(target.attr))
    return [before, w.call(target, 'setattr', w.expression(target.value), name, held)]
  }
  if (target.nodeType === 'Subscript')
    return [before, w.call(target, 'setitem', w.expression(target.value), key(w, target.slice), held)]
  throw new Error(`internal: no target ${target.nodeType}`)
}

function keep(w: Writer, value: Code): [Code, string] {
  const name = w.temporary()
  return [[`${name} = `, value, ', '], name]
}

function takeApart(w: Writer, target: Expr<'Tuple'> | Expr<'List'>, value: Code): Code {
  const { elts } = target
  const star = elts.findIndex((part) => part.nodeType === 'Starred')
  const parts = w.temporary()
  const taken =
    star < 0
      ? w.call(target, 'unpack', value, String(elts.length))
      : w.call(target, 'unpackStar', value, String(star), String(elts.length - star - 1))
  const stores = elts.map((part, i): Code => store(w, part, `${parts}[${i}]`))
  return [`${parts} = `, taken, stores.length > 0 ? ', ' : '', join(stores, ', ')]
}

/** `a = b = value`; and `a, b = b, a`, for which nothing is made. */
export function assignment(w: Writer, node: Stmt<'Assign'>): Code {
  const [target] = node.targets
  if (node.targets.length === 1) {
    const swap = swapped(w, target, node.value)
    if (swap) return [swap, ';']
    return [store(w, target, w.expression(node.value)), ';']
  }
  const value = w.temporary()
  const stores = [`${value} = `, w.expression(node.value), ';\n'] as Code[]
  for (const one of node.targets) stores.push(store(w, one, value), ';\n')
  return stores
}

/** Several values for as many targets: each value is kept until all are there. */
function swapped(w: Writer, target: ExprNode, value: ExprNode): Code | null {
  if (target.nodeType !== 'Tuple' || value.nodeType !== 'Tuple') return null
  if (target.elts.length !== value.elts.length || target.elts.length === 0) return null
  if ([...target.elts, ...value.elts].some((part) => part.nodeType === 'Starred')) return null
  const kept = value.elts.map((part) => keep(w, w.expression(part)))
  const stores = target.elts.map((part, i) => store(w, part, kept[i][1]))
  return [kept.map(([before]) => before), join(stores, ', ')]
}

export function augmented(w: Writer, node: Stmt<'AugAssign'>): Code {
  const { target, value } = node
  const inPlace = (left: Code): Code =>
    w.call(node, `i${binary[node.op.nodeType]}`, left, w.expression(value))
  if (target.nodeType === 'Name') {
    const left = names.read(w, target.id, target)
    return [names.assign(w, target.id, inPlace(left)), ';']
  }
  const object = w.temporary()
  if (target.nodeType === 'Attribute') {
    const name = JSON.stringify(w.mangled(target.attr))
    const kept: Code = [`${object} = `, w.expression(target.value), ', ']
    const result = inPlace(w.call(target, 'getattr', object, name))
    return [kept, w.call(target, 'setattr', object, name, result), ';']
  }
  if (target.nodeType !== 'Subscript') throw new Error(`internal: no target ${target.nodeType}`)
  const at = w.temporary()
  const kept: Code = [`${object} = `, w.expression(target.value), `, ${at} = `, key(w, target.slice), ', ']
  const result = inPlace(w.call(target, 'getitem', object, at))
  return [kept, w.call(target, 'setitem', object, at, result), ';']
}

export function annotated(w: Writer, node: Stmt<'AnnAssign'>): Code {
  const { target, annotation, value } = node
  const parts: Code[] = []
  if (value) parts.push(store(w, target, w.expression(value)), ';\n')
  if (node.simple && target.nodeType === 'Name' && w.scope.kind === 'class')
    parts.push(
      w.call(
        annotation,
        'setitem',
        `${w.frame.namespace}.__annotations__`,
        JSON.stringify(w.mangled(target.id)),
        annotationOf(w, annotation),
      ),
      ';',
    )
  return parts
}

export function deleted(w: Writer, target: ExprNode): Code {
  switch (target.nodeType) {
    case 'Name':
      return names.remove(w, target.id, target)
    case 'Attribute':
      return [
        w.call(target, 'delattr', w.expression(target.value), JSON.stringify(w.mangled(target.attr))),
        ';',
      ]
    case 'Subscript':
      return [w.call(target, 'delitem', w.expression(target.value), key(w, target.slice)), ';']
    case 'Tuple':
    case 'List':
      return join(
        target.elts.map((part) => deleted(w, part)),
        ' ',
      )
    default:
      throw new Error(`internal: no target ${target.nodeType}`)
  }
}
