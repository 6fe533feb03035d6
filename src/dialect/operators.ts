// Operators: `a + b` and `-a`. What binds differently in the two languages is in grouping.ts, assignments are in targets.ts.
import { text } from './code.js'
import type { Code } from './code.js'
import {
  ANYTHING,
  BIGINT,
  BOOLEAN,
  isFloat,
  isOnly,
  isPlain,
  NOTHING,
  NUMBER,
  NUMBERS,
  OBJECT,
  STRING,
} from './kind.js'
import type { Kind } from './kind.js'
import { again, emitOperand } from './floats.js'
import { sequence } from './rewriter.js'
import { mayMiss } from './spelling.js'
import type { Rewriter } from './rewriter.js'
import type { Node } from './syntax.js'

/** The functions that operators become, in runtime.ts. */
export const operatorFunctions: Readonly<Record<string, string>> = {
  '+': 'add',
  '-': 'sub',
  '*': 'mul',
  '/': 'truediv',
  '//': 'floordiv',
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

const LISTS = OBJECT | NUMBERS
const COMPARABLE = NUMBER | BOOLEAN | BIGINT | STRING | LISTS | ANYTHING

/** Whether an operator on two kinds may be another one than TypeScript's: of tensors, or of lists and texts. */
export function mayBeTensors(operator: string, a: Kind, b: Kind): boolean {
  // TypeScript has neither.
  if (operator === '@' || operator === '//') return true
  if (!(operator in operatorFunctions)) return false
  const arePlain = isPlain(a) && isPlain(b)
  // `x == null` asks for null, also of a tensor.
  if (operator === '==' || operator === '!=')
    return arePlain ? (a & b & LISTS) !== 0 : (a & COMPARABLE) !== 0 && (b & COMPARABLE) !== 0
  // A text and any object make a text.
  if (operator === '+')
    return !isOnly(a, STRING) && !(arePlain && isOnly(b, STRING)) && (!arePlain || ((a | b) & LISTS) !== 0)
  if (operator === '*' && ((a | b) & (LISTS | STRING)) !== 0) return !(isOnly(a, STRING) && isOnly(b, STRING))
  return !arePlain || ((a | b) & LISTS) !== 0
}

/** Which operands are floats by the way they are written: what `__mul__(x, 2, 2)` is told about `x * 2.`. */
export function floatMask(a: Kind, b: Kind, isNone = false): string {
  const mask = (isFloat(a) ? 1 : 0) + (isFloat(b) ? 2 : 0) + (isNone ? 4 : 0)
  return mask === 0 ? '' : `, ${mask}`
}

/** Whether Python's word for nothing stands there: unlike `null` it is no number in any language. */
const isNone = (w: Rewriter, node: Node): boolean =>
  node.type === 'Identifier' && node.name === 'None' && w.kinds.isGlobal(node)

/** `typeof a === 'number' && typeof b === 'number'`, as far as it is not known; '' where all of it is. */
export function areNumbers(operands: readonly (readonly [string, Kind])[]): string {
  const unknown = operands.filter(([, kind]) => !isOnly(kind, NUMBER)).map(([name]) => name)
  return [...new Set(unknown)].map((name) => `typeof ${name} === 'number'`).join(' && ')
}

/** The quick form of an operation on what was computed before. */
export function guarded(
  operator: string,
  a: readonly [string, Kind],
  b: readonly [string, Kind],
  call: string,
): string {
  const isTypeScripts = operator !== '@' && operator !== '//'
  const mayBeNumbers = isTypeScripts && [a[1], b[1]].every((kind) => (kind & (NUMBER | ANYTHING)) !== 0)
  if (mayBeNumbers) return `${areNumbers([a, b])} ? ${a[0]} ${operator} ${b[0]} : ${call}`
  const [text, other] = isOnly(a[1], STRING) ? [a, b] : [b, a]
  const areTexts = isTypeScripts && isOnly(text[1], STRING) && /^[<>=!+]/.test(operator)
  return areTexts ? `typeof ${other[0]} !== 'object' ? ${a[0]} ${operator} ${b[0]} : ${call}` : call
}

/** `a + b`; as a condition, `asTest`, a tensor gives its one truth value. */
export function binary(w: Rewriter, node: Node, asTest = false): Code {
  const { left, right, operator } = node as unknown as { left: Node; right: Node; operator: string }
  if (left.type === 'PrivateIdentifier') return w.through(node)
  if (operator === 'in') return membership(w, node)
  const asksForNothing = isOnly(w.kinds.of(left), NOTHING) || isOnly(w.kinds.of(right), NOTHING)
  if (/^[!=]==$/.test(operator) || (/^[!=]=$/.test(operator) && asksForNothing))
    for (const side of [left, right]) mayMiss(w, side)
  const kinds = [w.kinds.of(left), w.kinds.of(right)] as const
  const ofNone =
    operator in operatorFunctions && !/^[!=]=$/.test(operator) && (isNone(w, left) || isNone(w, right))
  if (!ofNone && !mayBeTensors(operator, ...kinds)) return w.through(node)
  const name = `__${operatorFunctions[operator]}__`
  const mask = floatMask(...kinds, ofNone)
  const at = node.start
  const gap = w.breaks(left.end, right.start)
  const [open, close] = asTest ? ['__truth__(', ')'] : ['', '']
  if (!w.isInline) {
    const operatorAt = left.end + w.source.text.slice(left.end, right.start).indexOf(operator)
    return [
      text(`${open}${name}(`, operatorAt),
      emitOperand(w, left),
      text(', ', operatorAt),
      gap,
      emitOperand(w, right),
      text(`${mask})${close}`, operatorAt),
    ]
  }
  return w.scoped(() => {
    const emit = (operand: Node): Code => emitOperand(w, operand)
    const a = w.operandBy(emit, left, right)
    const b = w.operandBy(emit, right)
    const call = `${open}${name}(${again(w, left, a)}, ${again(w, right, b)}${mask})${close}`
    const result = guarded(operator, [a.again, kinds[0]], [b.again, kinds[1]], call)
    return sequence(at, [a.setup, b.setup && [gap, b.setup]], [b.setup ? [] : gap, text(result, at)])
  })
}

/** `item in container`, and `item not in container`. */
function membership(w: Rewriter, node: Node): Code {
  const { left, right, start, end } = node as unknown as {
    left: Node
    right: Node
    start: number
    end: number
  }
  return [
    text(`${node.isNegated ? '!' : ''}__contains__(`, start),
    w.emit(left),
    text(', ', left.end),
    w.breaks(left.end, right.start),
    w.emit(right),
    w.breaks(right.end, end),
    text(')', end),
  ]
}

export function unary(w: Rewriter, node: Node, asTest = false): Code {
  const { operator, argument, start } = node as unknown as Node & { operator: string; argument: Node }
  const name = unaryFunctions[operator]
  const kind = w.kinds.of(argument)
  // TypeScript refuses `+` of a bigint, which large ints are: of one that is not written as such, the int is meant.
  const isLargeInt = operator === '+' && (kind & BIGINT) !== 0 && argument.type !== 'Literal'
  const ofNone = isNone(w, argument)
  const isTypeScripts = isPlain(kind) && !isLargeInt && !ofNone
  if (name === undefined || isTypeScripts) {
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
  if (!w.isInline || ofNone)
    return [
      text(`${open}${name}(`, start),
      gap,
      w.emit(argument),
      text(`${ofNone ? ', true' : ''})${close}`, start),
    ]
  return w.scoped(() => {
    const { setup, again } = w.operand(argument)
    const result = `typeof ${again} === 'number' ? ${operator}${again} : ${open}${name}(${again})${close}`
    return sequence(start, [setup && [gap, setup]], [setup ? [] : gap, text(result, start)])
  })
}
