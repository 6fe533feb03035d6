// Operators: `a + b`, `-a`, `a += b`, and what a condition makes of a comparison.
import { text } from './code.js'
import type { Code } from './code.js'
import { ANYTHING, BIGINT, BOOLEAN, isFloat, isOnly, isPlain, NUMBER, STRING } from './kinds.js'
import type { Kind } from './kinds.js'
import type { Operand, Rewriter } from './rewriter.js'
import { unwrapped } from './syntax.js'
import type { Node } from './syntax.js'
import { compoundSubscript, emitTarget, setSubscript } from './subscripts.js'

/** The functions that operators become, in runtime.ts. */
export const operatorFunctions: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '%': 'mod',
  '**': 'pow',
  '@': 'matmul',
  '<': 'lt',
  '<=': 'le',
  '>': 'gt',
  '>=': 'ge',
  '==': 'eq',
  '!=': 'ne',
  '&': 'and',
  '|': 'or',
  '^': 'xor',
  '<<': 'lshift',
  '>>': 'rshift',
}
const unaryFunctions: Readonly<Record<string, string>> = { '-': '__neg__', '+': '__pos__', '~': '__invert__' }

const isComparable = (kind: Kind): boolean => (kind & (NUMBER | BOOLEAN | BIGINT | ANYTHING)) !== 0

/** Whether an operator between two kinds may have to do with a tensor. */
function mayBeTensors(operator: string, a: Kind, b: Kind): boolean {
  if (operator === '@') return true
  if (!(operator in operatorFunctions) || (isPlain(a) && isPlain(b))) return false
  // A text and a tensor make a text, as any object does.
  if (operator === '+') return !isOnly(a, STRING) && !isOnly(b, STRING)
  // `x == null` asks for null, also of a tensor.
  if (operator === '==' || operator === '!=') return isComparable(a) && isComparable(b)
  return true
}

/** Which operands are floats by the way they are written: what `__mul__(x, 2, 2)` is told about `x * 2.`. */
function floatMask(a: Kind, b: Kind): string {
  const mask = (isFloat(a) ? 1 : 0) + (isFloat(b) ? 2 : 0)
  return mask === 0 ? '' : `, ${mask}`
}

/** Puts a computation into parentheses, behind what it needs computed before. */
export function sequence(at: number, setups: readonly (Code | null)[], result: Code): Code {
  const code: Code[] = [text('(', at)]
  for (const setup of setups) if (setup) code.push(setup, text(', ', at))
  return [...code, result, text(')', at)]
}

/** `typeof a === 'number' && typeof b === 'number'`, as far as it is not known. */
function bothAreNumbers(operands: readonly (readonly [string, Kind])[]): string {
  const unknown = operands.filter(([, kind]) => !isOnly(kind, NUMBER)).map(([name]) => name)
  return [...new Set(unknown)].map((name) => `typeof ${name} === 'number'`).join(' && ')
}

/** The quick form of an operation on what was computed before. */
function guarded(
  operator: string,
  a: readonly [string, Kind],
  b: readonly [string, Kind],
  call: string,
): string {
  const mayBeNumbers = operator !== '@' && [a[1], b[1]].every((kind) => (kind & (NUMBER | ANYTHING)) !== 0)
  return mayBeNumbers ? `${bothAreNumbers([a, b])} ? ${a[0]} ${operator} ${b[0]} : ${call}` : call
}

/** `a + b`; as a condition, `asTest`, a tensor gives its one truth value. */
export function binary(w: Rewriter, node: Node, asTest = false): Code {
  const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string }
  if (left.type === 'PrivateIdentifier') return w.through(node)
  const kinds = [w.kinds.of(left), w.kinds.of(right)] as const
  if (!mayBeTensors(operator, ...kinds)) return w.through(node)
  const name = `__${operatorFunctions[operator]}__`
  const mask = floatMask(...kinds)
  const at = node.start
  const gap = w.breaks(left.end, right.start)
  const [open, close] = asTest ? ['__truth__(', ')'] : ['', '']
  if (!w.isInline) {
    const operatorAt = left.end + w.source.text.slice(left.end, right.start).indexOf(operator)
    return [
      text(`${open}${name}(`, operatorAt),
      w.emit(left),
      text(', ', operatorAt),
      gap,
      w.emit(right),
      text(`${mask})${close}`, operatorAt),
    ]
  }
  return w.scoped(() => {
    const a = w.operand(left, right)
    const b = w.operand(right)
    const call = `${open}${name}(${a.again}, ${b.again}${mask})${close}`
    const result = guarded(operator, [a.again, kinds[0]], [b.again, kinds[1]], call)
    return sequence(at, [a.setup, b.setup && [gap, b.setup]], [b.setup ? [] : gap, text(result, at)])
  })
}

export function unary(w: Rewriter, node: Node, asTest = false): Code {
  const { operator, argument, start } = node as unknown as Node & { operator: string; argument: Node }
  if (operator === '!') return [w.source.copy(start, argument.start), emitTest(w, argument)]
  if (operator === 'delete' || operator === 'typeof') {
    const inner = unwrapped(argument)
    if (operator === 'delete' && inner === argument && inner.type === 'MemberExpression')
      return [w.source.copy(start, argument.start), emitTarget(w, argument)]
    return w.through(node)
  }
  const name = unaryFunctions[operator]
  const kind = w.kinds.of(argument)
  if (name === undefined || isPlain(kind)) {
    // Of numbers too, `-x ** 2` is Python's.
    const isPower = argument.type === 'BinaryExpression' && argument.operator === '**'
    if (!isPower || name === undefined) return w.through(node)
    return [
      w.source.copy(start, argument.start),
      text('(', argument.start),
      w.emit(argument),
      text(')', argument.end),
    ]
  }
  const [open, close] = asTest ? ['__truth__(', ')'] : ['', '']
  const gap = w.breaks(start, argument.start)
  if (!w.isInline) return [text(`${open}${name}(`, start), gap, w.emit(argument), text(`)${close}`, start)]
  return w.scoped(() => {
    const { setup, again } = w.operand(argument)
    const result = `typeof ${again} === 'number' ? ${operator}${again} : ${open}${name}(${again})${close}`
    return sequence(start, [setup && [gap, setup]], [setup ? [] : gap, text(result, start)])
  })
}

/**
 * A condition. A comparison of tensors asks for their one truth value, as in Python; a name or a call that gives a
 * tensor of a single bool asks for that. Any other object is truthy, as TypeScript has it: `if (x.grad)`.
 */
export function emitTest(w: Rewriter, node: Node): Code {
  switch (node.type) {
    case 'ParenthesizedExpression':
      if (node.expression.type === 'SequenceExpression') return w.emit(node)
      return w.through(node, (child) => emitTest(w, child))
    case 'LogicalExpression':
      return node.operator === '??' ? w.emit(node) : w.through(node, (child) => emitTest(w, child))
    case 'BinaryExpression':
      return binary(w, node, true)
    case 'UnaryExpression':
      return unary(w, node, true)
    case 'Identifier':
    case 'CallExpression':
      if (isPlain(w.kinds.of(node))) return w.emit(node)
      return [
        text('__holds__(', node.start),
        w.emit(node),
        text(node.type === 'Identifier' ? ')' : ', true)', node.end),
      ]
    default:
      return w.emit(node)
  }
}

/** `a && b`, `a || b`, `a ?? b` as a value. */
export function logical(w: Rewriter, node: Node): Code {
  if (node.operator === '??') return w.through(node)
  const isOperation = (operand: Node): boolean =>
    /^(Binary|Unary|Logical)Expression$/.test(unwrapped(operand).type)
  return w.through(node, (child) =>
    child === node.left && isOperation(child) ? emitTest(w, child) : w.emit(child),
  )
}

// ---- assignment ----

export function assignment(w: Rewriter, node: Node): Code {
  const { left, operator } = node as unknown as { left: Node; operator: string }
  if (operator === '=' && left.type === 'MemberExpression' && left.computed) return setSubscript(w, node)
  const symbol = operator.slice(0, -1)
  const isCompound = symbol in operatorFunctions
  const isTarget = left.type === 'Identifier' || left.type === 'MemberExpression'
  if (!isCompound || !isTarget || !mayBeTensors(symbol, w.kinds.of(left), w.kinds.of(node.right as Node)))
    return w.through(node, (child) => (child === left ? emitTarget(w, child) : w.emit(child)))
  if (left.type === 'Identifier') return compoundName(w, node, symbol)
  return left.computed ? compoundSubscript(w, node, symbol) : compoundMember(w, node, symbol)
}

/** The new value of `old op= right`, in place where `old` is a tensor. */
export function inPlace(w: Rewriter, node: Node, symbol: string, old: string, extraSetup: Code | null): Code {
  const right = node.right as Node
  const kinds = [w.kinds.of(node.left as Node), w.kinds.of(right)] as const
  const name = `__i${operatorFunctions[symbol]}__`
  const mask = floatMask(...kinds)
  const at = node.start
  if (!w.isInline) return [text(`${name}(${old}, `, at), w.emit(right), text(`${mask})`, at)]
  const value = w.operand(right)
  const call = `${name}(${old}, ${value.again}${mask})`
  const result = guarded(symbol, [old, kinds[0]], [value.again, kinds[1]], call)
  return sequence(at, [extraSetup, value.setup], text(result, at))
}

/** `place op= right` where the place must be computed once and there is nowhere to keep it. */
export function put(w: Rewriter, node: Node, symbol: string, place: Code): Code {
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
