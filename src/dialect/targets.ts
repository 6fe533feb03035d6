// Places that are assigned to: `a = b`, `a += b`, `a[k] = v`, `a[k] += v`, and members in patterns.
import { text } from './code.js'
import type { Code } from './code.js'
import { isOnly, isPlain, isTracked, NUMBER } from './kind.js'
import {
  again,
  dependsOnFloat,
  emitAssigned,
  emitOperand,
  emitTracked,
  isArithmetic,
  noteOf,
} from './floats.js'
import { floatMask, guarded, mayBeTensors, operatorFunctions } from './operators.js'
import { sequence } from './rewriter.js'
import type { Operand, Rewriter } from './rewriter.js'
import { writingOf } from './spelling.js'
import { emitKept, emitKey, emitTarget, isReserved, isSpecialKey, readInline } from './subscripts.js'
import { DialectError, innerTargets, isStar, unwrapped } from './syntax.js'
import type { Node } from './syntax.js'

export function assignment(w: Rewriter, node: Node): Code {
  const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string }
  if (isStar(right) || isStar(left))
    throw new DialectError(
      isStar(right)
        ? "can't use starred expression here"
        : 'starred assignment target must be in a list or tuple',
      (isStar(right) ? right : left).start,
    )
  if (operator === '=' && left.type !== 'ArrayExpression' && innerTargets(left))
    throw new DialectError('(a, b) = … stands by itself as a statement', left.start)
  if (operator === '=' && left.type === 'Identifier')
    return w.through(node, (child) => (child === left ? emitTarget(w, child) : emitAssigned(w, left, child)))
  if (operator === '=' && left.type === 'MemberExpression' && left.computed) return setSubscript(w, node)
  if (operator === '=' && isNotedField(w, left, right)) return setField(w, node)
  const symbol = operator.slice(0, -1)
  const isCompound = symbol in operatorFunctions
  const isTarget = left.type === 'Identifier' || left.type === 'MemberExpression'
  if (left.type === 'Identifier' && isArithmetic(symbol) && isTracked(w.kinds.ofTarget(left)))
    return compoundName(w, node, symbol)
  if (!isCompound || !isTarget || !mayBeTensors(symbol, w.kinds.of(left), w.kinds.of(right)))
    return w.through(node, (child) => (child === left ? emitTarget(w, child) : emitKept(w, child)))
  if (left.type === 'Identifier') return compoundName(w, node, symbol)
  return left.computed ? compoundSubscript(w, node, symbol) : compoundMember(w, node, symbol)
}

/** `opts.lr = 1.0` and `this.lr = x.item()`; what is computed of numbers in loops is written as typed. */
function isNotedField(w: Rewriter, left: Node, right: Node): boolean {
  if (left.type !== 'MemberExpression' || left.computed || left.optional || !dependsOnFloat(w, right))
    return false
  if (left.object.type === 'Super' || left.property.type !== 'Identifier') return false
  return !w.isInline || isTracked(w.kinds.of(right)) || unwrapped(right).type === 'Literal'
}

function setField(w: Rewriter, node: Node): Code {
  const { left, right } = node as unknown as { left: Node; right: Node }
  w.context.floatFields.add(left.property.name as string)
  return [
    text('__setfield__(', left.property.start as number),
    w.emit(left.object as Node),
    text(`, '${left.property.name}', `, left.property.start as number),
    w.breaks(left.object.end as number, right.start),
    emitTracked(w, right),
    text(')', right.end),
  ]
}

/** The new value of `old op= right`, in place where `old` is a tensor. */
function inPlace(w: Rewriter, node: Node, symbol: string, old: string, extraSetup: Code | null): Code {
  const right = node.right as Node
  const kinds = [w.kinds.of(node.left as Node), w.kinds.of(right)] as const
  const name = `__i${operatorFunctions[symbol]}__`
  const mask = floatMask(...kinds)
  const at = node.start
  if (!w.isInline) return [text(`${name}(${old}, `, at), emitOperand(w, right), text(`${mask})`, at)]
  const value = w.operandBy((operand) => emitOperand(w, operand), right)
  const call = `${name}(${old}, ${again(w, right, value)}${mask})`
  const result = guarded(symbol, [old, kinds[0]], [value.again, kinds[1]], call)
  return sequence(at, [extraSetup, value.setup], text(result, at))
}

/** `place op= right` where the place must be computed once and there is nowhere to keep it. */
function put(w: Rewriter, node: Node, symbol: string, place: Code): Code {
  const { left, right, start } = node as unknown as { left: Node; right: Node; start: number }
  const mask = floatMask(w.kinds.of(left), w.kinds.of(right))
  return [
    text('__put__(__ref__(', start),
    place,
    text(`), __i${operatorFunctions[symbol]}__, `, start),
    w.breaks(left.end, right.start),
    w.emit(right),
    text(`${mask})`, start),
  ]
}

function compoundName(w: Rewriter, node: Node, symbol: string): Code {
  const { left, right } = node as unknown as { left: Node; right: Node }
  const gap = w.breaks(left.end, right.start)
  // `total += loss.item()`: the name notes what it is; see Note [Floats].
  if ((isTracked(w.kinds.of(right)) || isTracked(w.kinds.ofTarget(left))) && isArithmetic(symbol))
    return [
      w.source.copy(left.start, left.end),
      text(` = __keep__(${noteOf(w, left)}, __itracked__('${symbol}', `, left.end),
      emitTracked(w, left),
      text(', ', left.end),
      gap,
      emitTracked(w, right),
      text('))', right.end),
    ]
  return w.scoped(() => {
    const old: Operand = w.isInline ? w.operand(left, right) : { setup: null, again: left.name as string }
    return [
      w.source.copy(left.start, left.end),
      text(' = ', left.end),
      gap,
      inPlace(w, node, symbol, old.again, old.setup),
    ]
  })
}

/** `object.name += value`. */
function compoundMember(w: Rewriter, node: Node, symbol: string): Code {
  const { left, right } = node as unknown as { left: Node; right: Node }
  const object = left.object as Node
  if (object.type === 'Super')
    return w.through(node, (child) => (child === left ? emitTarget(w, child) : w.emit(child)))
  const member = `.${w.source.text.slice(left.property.start as number, left.end)}`
  const gap = w.breaks(left.end, right.start)
  const isSimple = object.type === 'Identifier' || object.type === 'ThisExpression'
  if (!w.isInline && !isSimple) {
    const key = JSON.stringify(left.property.name)
    return put(w, node, symbol, [w.emit(object), text(`, ${key}`, left.end)])
  }
  return w.scoped(() => {
    const owner: Operand = isSimple
      ? { setup: null, again: w.source.text.slice(object.start, object.end) }
      : w.operand(object, right)
    const old = `${owner.again}${member}`
    let value: Code
    if (w.isInline) {
      const kept = w.variable()
      value = inPlace(w, node, symbol, kept, text(`${kept} = ${old}`, left.start))
    } else value = inPlace(w, node, symbol, old, null)
    const target = isSimple ? w.source.copy(left.start, left.end) : text(old, object.start)
    const code = [target, text(' = ', left.end), gap, value]
    return owner.setup ? sequence(node.start, [owner.setup], code) : code
  })
}

/** `a[k] = v`. */
function setSubscript(w: Rewriter, node: Node): Code {
  const { left, right } = node as unknown as { left: Node; right: Node }
  const { object, property } = left as unknown as { object: Node; property: Node }
  const isSpecial = isSpecialKey(w, property)
  const writing = writingOf(w, left)
  const isFloat = dependsOnFloat(w, right)
  // `d['lr'] = 1.0`: the dict notes it. What a loop writes by a number, it writes as typed.
  const isNoted = isFloat && property.type === 'Literal' && !isReserved(object)
  const isAsTyped = (isPlain(w.kinds.of(object)) && writing === '') || isReserved(object)
  if (!isSpecial && isAsTyped && !isNoted)
    return w.through(node, (child) => (child === left ? emitTarget(w, child) : w.emit(child)))
  const inLeft = w.breaks(object.end, property.start)
  const beforeValue = w.breaks(property.end, right.start)
  // A module is strict: the assignment itself must stand in it. At the prompt nothing should be kept in variables.
  if (isSpecial || isNoted || !w.hasHost || (!w.isInline && !w.context.isModule))
    return [
      text(isFloat ? '__setfloat__(' : '__setitem__(', property.start),
      w.emit(object),
      text(', ', left.start),
      inLeft,
      isSpecial ? emitKey(w, property) : w.emit(property),
      text(', ', left.start),
      beforeValue,
      isFloat ? emitTracked(w, right) : w.emit(right),
      text(`${writing})`, left.start),
    ]
  return w.scoped(() => {
    const a = w.operand(object, property, right)
    const k = w.operand(property, right)
    const v = w.operand(right)
    return sequence(
      node.start,
      [a.setup, k.setup, v.setup],
      [inLeft, beforeValue, text(write(a.again, k.again, v.again, writing), property.start)],
    )
  })
}

/**
 * A place in a pattern, or one that is read and written at once, `a[k]++`: of a tensor and of what has items of its own
 * an object whose `item` is the element.
 */
export function emitPlace(w: Rewriter, node: Node): Code {
  if (node.type !== 'MemberExpression' || !node.computed) return emitTarget(w, node)
  const { object, property } = node as unknown as { object: Node; property: Node }
  const isSpecial = isSpecialKey(w, property)
  const writing = writingOf(w, node)
  const isAsTyped = (isPlain(w.kinds.of(object)) && writing === '') || isReserved(object)
  if (!isSpecial && isAsTyped) return emitTarget(w, node)
  const gap = w.breaks(object.end, property.start)
  if (isSpecial || writing !== '' || !w.isInline)
    return [
      text('__place__(', property.start),
      w.emit(object),
      text(', ', property.start),
      gap,
      emitKey(w, property),
      text(`${writing}).item`, node.end),
    ]
  const [a, k] = [w.variable(), w.variable()]
  return [
    text(`(${a} = `, node.start),
    w.emit(object),
    text(`, ${k} = `, property.start),
    gap,
    w.emit(property),
    text(
      `, __isindexed__(${a}) ? (${a} = __place__(${a}, ${k}), ${k} = 'item', ${a}) : ${a})[${k}]`,
      node.end,
    ),
  ]
}

const write = (a: string, k: string, v: string, writing: string): string =>
  writing === ''
    ? `__isindexed__(${a}) ? __setitem__(${a}, ${k}, ${v}) : ${a}[${k}] = ${v}`
    : `${a}?.constructor === Array && ${a}[${k}] !== undefined ? ${a}[${k}] = ${v} : __setitem__(${a}, ${k}, ${v}${writing})`

/** `a[k] += v`. */
function compoundSubscript(w: Rewriter, node: Node, symbol: string): Code {
  const { left, right } = node as unknown as { left: Node; right: Node }
  const { object, property } = left as unknown as { object: Node; property: Node }
  const isSpecial = isSpecialKey(w, property)
  const key = (): Code => (isSpecial ? emitKey(w, property) : w.emit(property))
  const gaps = [w.breaks(object.end, property.start), w.breaks(property.end, right.start)]
  const writing = writingOf(w, left)
  if (!w.isInline)
    return put(w, node, symbol, [
      w.emit(object),
      text(', ', left.start),
      gaps,
      key(),
      text(writing, left.start),
    ])
  return w.scoped(() => {
    const a = w.operand(object, property, right)
    const k: Operand = isSpecial ? keptKey(w, property) : w.operand(property, right)
    const old = w.variable()
    const kept = w.variable()
    const value = w.variable()
    const isAsTyped = isReserved(object) || (!isSpecial && writing === '' && isPlain(w.kinds.of(object)))
    const isNumber = isOnly(w.kinds.of(property), NUMBER)
    const read = isSpecial
      ? `__getitem__(${a.again}, ${k.again}${writing && ', true'})`
      : isAsTyped
        ? `${a.again}[${k.again}]`
        : `(${readInline(a.again, k.again, isNumber, kept, writing && ', true')})`
    const result = isSpecial
      ? `__setitem__(${a.again}, ${k.again}, ${value}${writing})`
      : isAsTyped
        ? `${a.again}[${k.again}] = ${value}`
        : write(a.again, k.again, value, writing)
    return sequence(
      node.start,
      [
        a.setup,
        k.setup,
        text(`${old} = ${read}`, property.start),
        [gaps, text(`${value} = `, left.start), inPlace(w, node, symbol, old, null)],
      ],
      text(result, property.start),
    )
  })
}

function keptKey(w: Rewriter, property: Node): Operand {
  const code = emitKey(w, property)
  const again = w.variable()
  return { setup: [text(`${again} = `, property.start), code], again }
}
