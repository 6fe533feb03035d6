// Assignments of several values at once, as in Python: `a, b = b, a`, `x[0, 0], y.z = t`, `r, *c = l`, `(a, b), c = v`,
// `g, = f(x)`, `t = 1,`.
//
// Note [Assigned tuples]. `t = 1, 2` and `t = x.sum(), x.mean()` are a name assigned and then values that nothing takes,
// for TypeScript. Where those have no effect a tuple is meant; where they are calls it is one if the first value is a
// tensor, which is known when it runs; else, as `i = 0, f()`, it is TypeScript's.
import { text } from './code.js'
import type { Code } from './code.js'
import { noteOf } from './floats.js'
import type { Rewriter } from './rewriter.js'
import { writingOf } from './spelling.js'
import { emitKey, emitTarget } from './subscripts.js'
import { innerTargets, isStar, laterValues, unpacking, unwrapped } from './syntax.js'
import type { Node, Unpacking } from './syntax.js'
import { emitItem, emitTupleItems, hasEffect, isInPlaceCall } from './tuples.js'

/** A statement that assigns several values, or null where an expression is none. */
export function emitUnpacking(w: Rewriter, expression: Node): Code | null {
  const parts = unpacking(expression)
  if (parts) return w.homeless(() => unpack(w, expression, parts))
  const later = laterValues(expression)
  return later && assignTuple(w, expression, later.name, later.values)
}

function unpack(w: Rewriter, node: Node, { groups, values, isTuple }: Unpacking): Code {
  let code: Code = isTuple ? emitTupleItems(w, values) : emitItem(w, values[0], 'ours')
  // From the left, as Python assigns.
  for (const group of groups) {
    code = group.isTuple ? assignAll(w, group.targets, code) : assignOne(w, group.targets[0], code)
  }
  const first = groups[0].targets.at(0)
  return [
    text('(', node.start),
    code,
    w.breaks(Math.min(first?.start ?? node.start, node.start), values[0].start),
    text(')', node.end),
  ]
}

/** `__unpack__(value, 2, (__v) => (a = __v[0], b = __v[1]))` */
function assignAll(w: Rewriter, targets: readonly Node[], value: Code): Code {
  const at = targets[0]?.start ?? 0
  const star = targets.findIndex(isStar)
  const assignments = targets.map((target, i): Code => {
    const place = isStar(target) ? (target.argument as Node) : target
    return [text(i > 0 ? ', ' : '', place.start), assignOne(w, place, text(`__v[${i}]`, place.start))]
  })
  return [
    text('__unpack__(', at),
    value,
    text(`, ${targets.length}, (__v) => (`, at),
    assignments.length > 0 ? assignments : text('0', at),
    text(star < 0 ? '))' : `), ${star})`, at),
  ]
}

function assignOne(w: Rewriter, target: Node, value: Code): Code {
  const inner = innerTargets(target)
  if (inner) return assignAll(w, inner, value)
  if (target.type === 'Identifier')
    return [
      text('(', target.start),
      emitTarget(w, target),
      text(` = __keep__(${noteOf(w, target)}, `, target.end),
      value,
      text('))', target.end),
    ]
  if (target.type !== 'MemberExpression' || !target.computed)
    return [
      text('(', target.start),
      emitTarget(w, target),
      text(' = __plain__(', target.end),
      value,
      text('))', target.end),
    ]
  // Several places at once are assigned as Python does it, whatever the list was declared with.
  return [
    text('__setfloat__(', target.start),
    w.emit(target.object as Node),
    text(', ', target.start),
    emitKey(w, target.property as Node),
    text(', ', target.end),
    value,
    text(`${writingOf(w, target, true)})`, target.end),
  ]
}

/** See Note [Assigned tuples]. */
function assignTuple(w: Rewriter, node: Node, name: Node, values: readonly Node[]): Code | null {
  const later = values.slice(1).map(unwrapped)
  const target = text(`${name.name as string} = `, name.start)
  const items = (from: number): Code =>
    w.between(values[from].start, node.end, values.slice(from), (item) => emitItem(w, item, 'ours'))
  const gap = w.breaks(name.end, values[0].start)
  if (later.every((value) => !hasEffect(w, value)))
    return [target, gap, emitTupleItems(w, values), w.source.copy(values.at(-1)!.end, node.end)]
  const isCall = (value: Node): boolean => value.type === 'CallExpression' && !isInPlaceCall(value)
  if (!isCall(unwrapped(values[0])) || !later.every((value) => isCall(value) || !hasEffect(w, value)))
    return null
  return [
    target,
    gap,
    emitItem(w, values[0], 'ours'),
    text(`, __more__(${name.name as string}, [`, values[0].end),
    w.breaks(values[0].end, values[1].start),
    items(1),
    text(`], (__v) => (${name.name as string} = __v))`, node.end),
  ]
}
