// Values that are floats though JavaScript's number for them is whole: what a torch call and an operator on tensors is given.
//
// Note [Floats]. A number cannot remember that it was a float: `x.item()` of 3.0 is 3, `4 / 2` is 2. Where Python would
// see the difference, in an argument of this library and beside a tensor, the expression is computed the way
// Python has it, by functions that give `Float`s: literals with a point, quotients, `item()` and what arithmetic makes of
// them; elements of lists that came from a floating tensor and of NumPy's arrays; and names that such a value was assigned
// to, which note its value (`__keep__`) and are asked for it (`__kept__`). Numbers stay numbers everywhere else.
// Python's `sum`, `max`, `min`, `abs` and `round` give floats of floats; dicts note which of their fields are floats where
// they are written, `{'lr': 1.0}`, and at the prompt where such a value is put into them, `d['lr'] = 1.0`.
//
// Not followed, and taken for ints where they are whole: what a function of one's own returns or is given, defaults of
// parameters, `object.field`, items that are unpacked or gone through, elements that are kept in another name, and in
// loops and functions elements of what is no name, `x.tolist()[0]`. `float(value)` says there what is meant.
import { text } from './code.js'
import type { Code } from './code.js'
import { ANYTHING, isFloat, isTracked, NUMBER } from './kind.js'
import type { Operand, Rewriter } from './rewriter.js'
import { emitKept, emitKey, isLibraryMember, isPastOptional } from './subscripts.js'
import { readingOf } from './spelling.js'
import { isItemCall, someWithin, unwrapped } from './syntax.js'
import type { Node } from './syntax.js'
import { emitItem, floatWrapper, isWholeFloat } from './tuples.js'
import type { Taker } from './tuples.js'

const arithmetic = new Set(['+', '-', '*', '/', '//', '%', '**'])
export const isArithmetic = (operator: string): boolean => arithmetic.has(operator)

/** `xs[0]` and `opts.lr` at the prompt, of what may hold floats. In loops nothing is asked. */
const isElement = (w: Rewriter, node: Node): boolean =>
  node.type === 'MemberExpression' && !isPastOptional(node) && w.kinds.isNotedMember(node)

/** Whether a value can be a whole number that Python calls a float. */
export function dependsOnFloat(w: Rewriter, node: Node): boolean {
  if (node.type === 'SpreadElement') return false
  return isWholeFloat(w, node) || isMaybeFloat(w, node)
}

/** Whether that is only known when it runs. */
const isMaybeFloat = (w: Rewriter, node: Node): boolean =>
  isTracked(w.kinds.of(node)) || isElement(w, unwrapped(node))

/** An operand of an operator that may have to do with tensors. */
export const emitOperand = (w: Rewriter, node: Node): Code =>
  isMaybeFloat(w, node) ? emitTracked(w, node) : w.emit(node)

/** What stands for an operand where an operator on tensors is called with it. */
export function again(w: Rewriter, node: Node, operand: Operand): string {
  if (node.type === 'Identifier' && isTracked(w.kinds.of(node)))
    return `__kept__(${noteOf(w, node)}, ${operand.again})`
  const { object, property, computed } = unwrapped(node) as unknown as Record<string, any>
  const isSimple = (part: Node): boolean => part.type === 'Identifier' || part.type === 'Literal'
  const isName = (part: Node | undefined): boolean => /^(Identifier|ThisExpression)$/.test(part?.type ?? '')
  if (
    computed === false &&
    isName(object as Node) &&
    property.type === 'Identifier' &&
    operand.setup !== null
  )
    return `__noted__(${w.source.text.slice(object.start as number, object.end as number)}, '${property.name}', ${operand.again})`
  // What is no name is not computed a second time.
  if (computed !== true || operand.setup === null || object.type !== 'Identifier') return operand.again
  if (!isSimple(property as Node) || w.kinds.isConstant(property as Node)) return operand.again
  const key = w.source.text.slice(property.start as number, property.end as number)
  return key.includes('\n') ? operand.again : `__noted__(${object.name}, ${key}, ${operand.again})`
}

/** `{'lr': 1.0}`: which of its fields are floats; in loops and functions only where it is written as Python's dicts are. */
export function floatFields(w: Rewriter, node: Node): string[] {
  return (node.properties as Node[]).flatMap((property) => {
    const { type, key, value, computed, kind } = property as unknown as Record<string, any>
    if (type !== 'Property' || kind !== 'init' || computed === true) return []
    const name = (key.type === 'Identifier' ? key.name : key.value) as unknown
    const isFloatValue = isFloat(w.kinds.of(value as Node)) && isWholeFloat(w, value as Node)
    const isAsked = typeof name === 'string' && (!w.isInline || key.type === 'Literal')
    return isAsked && isFloatValue ? [JSON.stringify(name)] : []
  })
}

/** An object, which notes its floats. */
export function objectOfFloats(w: Rewriter, node: Node): Code {
  const fields = floatFields(w, node)
  if (fields.length === 0) return w.through(node)
  return [text('__fields__(', node.start), w.through(node), text(`, ${fields.join(', ')})`, node.end)]
}

/** `[x.item(), 1]`: a list of floats, if one of the values is one when it runs. */
const emitTrackedList = (w: Rewriter, node: Node): Code => [
  text('__floatlist__(', node.start),
  w.through(node, (child) => (isTracked(w.kinds.of(child)) ? emitTracked(w, child) : w.emit(child))),
  text(')', node.end),
]

/** `[1., 2.]` */
export function array(w: Rewriter, node: Node): Code {
  const wrapper = floatWrapper(w, node.elements as (Node | null)[])
  const isTrackedItem = (item: Node | null): boolean => item !== null && isTracked(w.kinds.of(item))
  if (!wrapper && (node.elements as (Node | null)[]).some(isTrackedItem)) return emitTrackedList(w, node)
  const code = w.through(node)
  return wrapper ? [text(wrapper[0], node.start), code, text(wrapper[1], node.end)] : code
}

/** The value that a name is given. */
export const emitAssigned = (w: Rewriter, name: Node, value: Node): Code =>
  (isTracked(w.kinds.of(value)) && !isFloat(w.kinds.of(value))) || isTracked(w.kinds.ofTarget(name))
    ? [text(`__keep__(${noteOf(w, name)}, `, value.start), emitTracked(w, value), text(')', value.end)]
    : emitKept(w, value)

/** `this.lr`, where a field of that name was given a float; null for all else. */
function fieldOf(w: Rewriter, node: Node): Code | null {
  if (node.type !== 'MemberExpression' || node.computed || node.optional) return null
  const { object, property } = node as unknown as { object: Node; property: Node }
  if (
    !/^(Identifier|ThisExpression)$/.test(object.type) ||
    !w.context.floatFields.has(property.name as string)
  )
    return null
  return [text('__fieldof__(', node.start), w.emit(object), text(`, '${property.name}')`, node.end)]
}

/** What a function returns: where it may be a float, and where what it calls may have returned one, it is said. */
export function emitReturned(w: Rewriter, value: Node, runs: Node): Code {
  if (w.context.names.importsPython) return emitKept(w, value)
  const kind = w.kinds.of(value)
  // Each branch says it for itself.
  if (value.type === 'ConditionalExpression')
    return w.through(value, (child) =>
      child === value.test ? w.emitAs('truth', child) : emitReturned(w, child, runs),
    )
  const field = fieldOf(w, value)
  if (field) return [text('__returned__(', value.start), field, text(')', value.end)]
  if ((kind & (NUMBER | ANYTHING)) === 0 || isLibraryMember(w, value)) return emitKept(w, value)
  if (isTracked(kind))
    return [text('__returned__(', value.start), emitTracked(w, value), text(')', value.end)]
  const isFloatValue = isFloat(kind)
  const mayCallOwn = someWithin(
    runs,
    (inner) => inner.type === 'CallExpression' && !w.kinds.isLibrary(inner.callee as Node),
  )
  if (!isFloatValue && !mayCallOwn) return emitKept(w, value)
  return [
    text(isFloatValue ? '__returnedfloat__(' : '__returned__(', value.start),
    emitKept(w, value),
    text(')', value.end),
  ]
}

/** The place where a name's float is noted. */
export function noteOf(w: Rewriter, name: Node): string {
  const place = w.context.names.target(name)
  // A name of a function's own is another one than that of the prompt.
  return place && !place.isTopLevel ? `'${place.name} ${place.id}'` : `'${name.name as string}'`
}

/** A value as Python has it: a `Float` where that is what it would be. */
export function emitTracked(w: Rewriter, node: Node, taker: Taker = 'other'): Code {
  const inner = unwrapped(node)
  if (isItemCall(inner) && !isPastOptional(inner.callee as Node))
    return [text('__item__(', inner.start), w.emit(inner.callee.object as Node), text(')', inner.end)]
  if (isFloat(w.kinds.of(inner)) && isWholeFloat(w, inner))
    return [text('__float__(', inner.start), emitItem(w, node, taker), text(')', inner.end)]
  if (inner.type === 'Identifier' && isTracked(w.kinds.of(inner)))
    return [text(`__kept__(${noteOf(w, inner)}, `, inner.start), w.emit(inner), text(')', inner.end)]
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
    return [text('__negated__(', inner.start), emitTracked(w, inner.argument as Node), text(')', inner.end)]
  if (inner.type === 'ConditionalExpression' && isTracked(w.kinds.of(inner)))
    return w.through(inner, (child) =>
      child === inner.test ? w.emitAs('truth', child) : emitTracked(w, child),
    )
  if (w.kinds.isFloatFunction(inner))
    return [
      text(`__floating__.${inner.callee.name as string}(`, inner.start),
      w.breaks(inner.callee.end as number, (inner.arguments[0] as Node).start),
      w.between((inner.arguments[0] as Node).start, inner.end, inner.arguments as Node[], (argument) =>
        argument.type === 'SpreadElement' ? w.emit(argument) : emitTracked(w, argument, 'ours'),
      ),
    ]
  if (isElement(w, inner) && inner.computed !== true)
    return [
      text('__fieldof__(', inner.property.start as number),
      w.emit(inner.object as Node),
      text(`, '${inner.property.name}'`, inner.property.start as number),
      w.breaks(inner.object.end as number, inner.end),
      text(')', inner.end),
    ]
  if (
    inner.type === 'CallExpression' &&
    w.kinds.isNotedCall(inner) &&
    !w.kinds.isFloatFunction(inner) &&
    !isPastOptional(inner)
  )
    return [text('__called__(__fresh__(), ', inner.start), emitItem(w, node, taker), text(')', inner.end)]
  if (isElement(w, inner))
    return [
      text('__part__(', inner.property.start as number),
      w.emit(inner.object as Node),
      text(', ', inner.property.start as number),
      w.breaks(inner.object.end as number, inner.property.start as number),
      emitKey(w, inner.property as Node),
      text(`${readingOf(w, inner)})`, inner.end),
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
