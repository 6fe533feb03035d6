// Expressions: from Python's to JavaScript's, in Python's order of evaluation.
import { at, join } from './code.js'
import type { Code } from './code.js'
import { atName, call } from './calls.js'
import { comprehension } from './comprehensions.js'
import { constant } from './constants.js'
import { lambda } from './functions.js'
import * as names from './names.js'
import { setDisplay } from './set-displays.js'
import type { Expr, ExprNode, Spot } from './tree.js'
import type { Writer } from './writer.js'

export const binary: Record<string, string> = {
  Add: 'add',
  Sub: 'sub',
  Mult: 'mul',
  Div: 'truediv',
  FloorDiv: 'floordiv',
  Mod: 'mod',
  Pow: 'pow',
  MatMult: 'matmul',
  LShift: 'lshift',
  RShift: 'rshift',
  BitAnd: 'and',
  BitOr: 'or',
  BitXor: 'xor',
}

const comparison: Record<string, string> = { Eq: 'eq', NotEq: 'ne', Lt: 'lt', LtE: 'le', Gt: 'gt', GtE: 'ge' }
/** What orders two numbers of JavaScript as Python's: all of them, whether int or float. */
const ofNumbers: Record<string, string> = { Eq: '===', NotEq: '!==', Lt: '<', LtE: '<=', Gt: '>', GtE: '>=' }

const runtime = (w: Writer): string => w.surroundings.runtime

/** Whether an expression may be written twice: it costs nothing and nothing happens. */
const isPlain = (code: Code): code is string => typeof code === 'string' && /^-?[\w$]+$/.test(code)

/** An expression's value in a name or a number, so that it can be asked for twice. */
function held(w: Writer, code: Code): { set: Code; value: string } {
  if (isPlain(code)) return { set: code, value: code }
  const value = w.temporary()
  return { set: ['(', value, ' = ', code, ')'], value }
}

function compareOnce(w: Writer, node: Expr<'Compare'>, i: number, left: Code, right: Code): Code {
  const op = node.ops[i].nodeType
  switch (op) {
    case 'Is':
      return w.call(null, 'is', left, right)
    case 'IsNot':
      return ['!', w.call(null, 'is', left, right)]
    case 'In':
      return w.call(node, 'contains', left, right)
    case 'NotIn':
      return ['!', w.call(node, 'contains', left, right)]
    default:
      return w.call(node, comparison[op], left, right)
  }
}

const givesBoolean = (op: string): boolean => op in { Is: 0, IsNot: 0, In: 0, NotIn: 0 }

/** The truth of one comparison. Numbers are compared where they stand. */
function compareTruth(w: Writer, node: Expr<'Compare'>, i: number, left: Code, right: Code): Code {
  const op = node.ops[i].nodeType
  if (givesBoolean(op)) return compareOnce(w, node, i, left, right)
  if (!isPlain(left) || !isPlain(right)) return w.call(node, `${comparison[op]}True`, left, right)
  const areNumbers = [left, right]
    .filter((code) => !/^-?\d/.test(code))
    .map((code) => `typeof ${code} === 'number'`)
  const slow = w.call(node, `${comparison[op]}True`, left, right)
  if (areNumbers.length === 0) return slow
  return ['(', areNumbers.join(' && '), ` ? ${left} ${ofNumbers[op]} ${right} : `, slow, ')']
}

function compare(w: Writer, node: Expr<'Compare'>, asTruth: boolean): Code {
  let left: Code = w.expression(node.left)
  const last = node.ops.length - 1
  if (last === 0) {
    const right = w.expression(node.comparators[0])
    return (asTruth ? compareTruth : compareOnce)(w, node, 0, left, right)
  }
  // a < b < c: each operand is asked for once, those behind the first untruth not at all.
  const parts: Code[] = []
  node.ops.forEach((op, i) => {
    const right = held(w, w.expression(node.comparators[i]))
    const operand = i < last ? right.set : right.value === right.set ? right.value : rest(right.set)
    if (asTruth) parts.push(compareTruth(w, node, i, left, operand))
    else if (i === last) parts.push(compareOnce(w, node, i, left, operand))
    else if (givesBoolean(op.nodeType))
      parts.push(['!', compareOnce(w, node, i, left, operand), ' ? false : '])
    else {
      const result = w.temporary()
      const value = compareOnce(w, node, i, left, operand)
      parts.push(['!', w.call(node, 'truth', [result, ' = ', value]), ` ? ${result} : `])
    }
    left = right.value
  })
  return ['(', asTruth ? join(parts, ' && ') : parts, ')']
}
/** The last operand is asked for once, and needs no name. */
const rest = (set: Code): Code => (Array.isArray(set) ? (set[3] as Code) : set)

/** `a and b`: the first operand that decides, as it is. */
function choose(w: Writer, node: Expr<'BoolOp'>): Code {
  const isAnd = node.op.nodeType === 'And'
  const write = (i: number): Code => {
    if (i === node.values.length - 1) return w.branch(() => w.expression(node.values[i])).code
    const first = held(w, w.expression(node.values[i]))
    const truth = w.call(node.values[i], 'truth', first.set)
    const others = write(i + 1)
    return ['(', truth, ' ? ', isAnd ? others : first.value, ' : ', isAnd ? first.value : others, ')']
  }
  return write(0)
}

/** Items of a display or a call, with those of `*items` among them. */
export const items = (w: Writer, nodes: readonly ExprNode[], callee?: string): Code =>
  join(
    nodes.map((node) =>
      node.nodeType === 'Starred'
        ? ['...', w.call(node, 'star', w.expression(node.value), ...(callee === undefined ? [] : [callee]))]
        : w.expression(node),
    ),
    ', ',
  )

function dict(w: Writer, node: Expr<'Dict'>): Code {
  const parts: Code[] = []
  const hasDict = node.keys.includes(null)
  node.keys.forEach((key, i) => {
    const value = node.values[i]
    if (key === null) parts.push(['...', w.call(value, 'pairsOf', w.expression(value))])
    else parts.push(['[', w.expression(key), ', ', w.expression(value), ']'])
  })
  return w.call(hasDict ? node : null, 'dict', ['[', join(parts, ', '), ']'])
}

/** What `slice` of a subscript is asked for: a value, a slice, a tuple with slices in it. */
export function key(w: Writer, node: ExprNode): Code {
  if (node.nodeType === 'Slice') {
    const bound = (part?: ExprNode): Code => (part ? w.expression(part) : 'null')
    return w.call(null, 'slice', bound(node.lower), bound(node.upper), bound(node.step))
  }
  if (node.nodeType === 'Starred') return w.call(null, 'tuple', items(w, [node]))
  if (node.nodeType !== 'Tuple') return w.expression(node)
  const parts = node.elts.map((part) =>
    part.nodeType === 'Starred' ? ['...', w.call(part, 'star', w.expression(part.value))] : key(w, part),
  )
  return w.call(null, 'tuple', join(parts, ', '))
}

const conversions: Record<number, string> = { 115: 'str', 114: 'repr', 97: 'ascii' }

function fString(w: Writer, node: Expr<'JoinedStr'>): Code {
  const parts = node.values.map((part): Code => {
    if (part.nodeType !== 'FormattedValue') return w.expression(part)
    let value = w.expression(part.value)
    const conversion = conversions[part.conversion]
    if (conversion) value = w.call(part.value, conversion, value)
    const spec = part.format_spec ? w.expression(part.format_spec) : '""'
    return conversion && !part.format_spec ? value : w.call(node, 'format', value, spec)
  })
  if (parts.length === 0) return '""'
  return parts.length === 1 ? parts[0] : ['(', join(parts, ' + '), ')']
}

function unary(w: Writer, node: Expr<'UnaryOp'>): Code {
  const { op, operand } = node
  if (op.nodeType === 'Not') return ['!', w.condition(operand)]
  if (op.nodeType === 'USub' && operand.nodeType === 'Constant') {
    const literal = constant(w, operand, true)
    if (literal !== null) return literal
  }
  const name = { USub: 'neg', UAdd: 'pos', Invert: 'invert' }[op.nodeType]
  return w.call(node, name, w.expression(operand))
}

function conditional(w: Writer, node: Expr<'IfExp'>): Code {
  const test = w.condition(node.test)
  return ['(', test, ' ? ', w.expression(node.body), ' : ', w.expression(node.orelse), ')']
}

/** `await`: what it waits for goes up to who runs the coroutine, which is told when that is there. */
export const awaited = (w: Writer, spot: Spot, value: Code): Code =>
  at(spot, ['((yield* ', w.call(spot, 'awaited', value), ') ?? null)'])

/** `yield`: what is sent comes back. */
function given(w: Writer, node: Expr<'Yield'> | Expr<'YieldFrom'>): Code {
  if (node.nodeType === 'YieldFrom')
    return at(node, ['((yield* ', w.call(node, 'delegate', w.expression(node.value)), ') ?? null)'])
  const value = node.value ? w.expression(node.value) : 'null'
  return ['((yield ', w.scope.isAsync ? w.call(node, 'item', value) : value, ') ?? null)']
}

export function expression(w: Writer, node: ExprNode): Code {
  switch (node.nodeType) {
    case 'Constant':
      return constant(w, node)!
    case 'Name':
      return names.read(w, node.id, node)
    case 'BinOp':
      return w.call(node, binary[node.op.nodeType], w.expression(node.left), w.expression(node.right))
    case 'UnaryOp':
      return unary(w, node)
    case 'BoolOp':
      return choose(w, node)
    case 'Compare':
      return compare(w, node, false)
    case 'Call':
      return call(w, node, items)
    case 'Attribute':
      return w.call(atName(node), 'getattr', w.expression(node.value), JSON.stringify(w.mangled(node.attr)))
    case 'Subscript':
      return w.call(node, 'getitem', w.expression(node.value), key(w, node.slice))
    case 'IfExp':
      return conditional(w, node)
    case 'List':
      return ['[', items(w, node.elts), ']']
    case 'Tuple':
      // What is unpacked may be longer than the arguments of a call.
      return node.elts.some((one) => one.nodeType === 'Starred')
        ? w.call(null, 'tupleOf', ['[', items(w, node.elts), ']'])
        : w.call(null, 'tuple', items(w, node.elts))
    case 'Set':
      return setDisplay(w, node)
    case 'Dict':
      return dict(w, node)
    case 'JoinedStr':
      return fString(w, node)
    case 'FormattedValue':
      return w.call(node, 'format', w.expression(node.value), '""')
    case 'NamedExpr': {
      const value = w.expression(node.value)
      return ['(', names.target(w, (node.target as Expr<'Name'>).id), ' = ', value, ')']
    }
    case 'Lambda':
      return lambda(w, node)
    case 'ListComp':
    case 'SetComp':
    case 'DictComp':
    case 'GeneratorExp':
      return comprehension(w, node)
    case 'Yield':
    case 'YieldFrom':
      return given(w, node)
    case 'Await':
      return awaited(w, node, w.expression(node.value))
    case 'Slice':
      return key(w, node)
    default:
      throw new Error(`internal: no rule for ${node.nodeType}`)
  }
}

/** The truth of an expression, as JavaScript's. */
export function condition(w: Writer, node: ExprNode): Code {
  switch (node.nodeType) {
    case 'Compare':
      return compare(w, node, true)
    case 'BoolOp': {
      const parts = node.values.map((value, i) =>
        i === 0 ? w.condition(value) : w.branch(() => w.condition(value)).code,
      )
      return ['(', join(parts, node.op.nodeType === 'And' ? ' && ' : ' || '), ')']
    }
    case 'UnaryOp':
      if (node.op.nodeType === 'Not') return ['!', w.condition(node.operand)]
      break
    case 'Constant':
      if (typeof node.value === 'boolean') return String(node.value)
      break
  }
  return [`${runtime(w)}.truth(`, at(node, w.expression(node)), ')']
}
