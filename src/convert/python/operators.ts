// Operators: arithmetic, comparison, truth; with what TypeScript's do to numbers and texts.
import { isPercent, unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import { type Fact, isNumber, isWhole } from './facts.js'
import { asText } from './literals.js'
import { type Code, atom, level, type Writer } from './writer.js'

const levels: Readonly<Record<string, number>> = {
  '|': level.bitOr,
  '^': level.bitXor,
  '&': level.bitAnd,
  '<<': level.shift,
  '>>': level.shift,
  '+': level.sum,
  '-': level.sum,
  '*': level.product,
  '/': level.product,
  '//': level.product,
  '%': level.product,
  '@': level.product,
}

const comparison = new Set(['<', '<=', '>', '>=', '==', '!='])

/** `a + b` and its like, in Python's order of binding. */
function operation(w: Writer, left: string | Node, operator: string, right: Node): Code {
  if (operator === '**') {
    const base = typeof left === 'string' ? left : w.at(left, level.atom)
    return { text: `${base} ** ${w.at(right, level.sign)}`, level: level.power }
  }
  const own = levels[operator]
  const before = typeof left === 'string' ? left : w.at(left, own)
  return { text: `${before} ${operator} ${w.at(right, own + 1)}`, level: own }
}

/** The value of an `a + b` chain that is text. */
function texts(w: Writer, node: Node): Code {
  const { left, right } = node as unknown as { left: Node; right: Node }
  const inner = unwrapped(left)
  const isChain = left === inner && inner.type === 'BinaryExpression' && inner.operator === '+'
  const before = isChain && w.factOf(inner) === 'string' ? texts(w, inner).text : asText(w, left, level.sum)
  return { text: `${before} + ${asText(w, right, level.product)}`, level: level.sum }
}

/** Whether an expression is a number that is surely not negative. */
const isCount = (w: Writer, node: Node): boolean => w.factOf(node) === 'count'

/** `x | 0` and `~~x` take the whole part. */
const isZero = (node: Node): boolean => {
  const inner = unwrapped(node)
  return inner.type === 'Literal' && inner.value === 0
}

export function binary(w: Writer, node: Node): Code {
  const { operator, left, right } = node as unknown as { operator: string; left: Node; right: Node }
  const [a, b] = [w.factOf(left), w.factOf(right)]
  if (isPercent(node)) return percent(w, left, right)
  switch (operator) {
    case '===':
    case '!==':
      return identity(w, node, operator === '===')
    case '==':
    case '!=':
      if (a === 'nothing' || b === 'nothing')
        return none(w, a === 'nothing' ? right : left, operator === '==')
      return compared(w, node)
    case 'in':
      return membership(w, node)
    case 'instanceof':
      return atom(`isinstance(${w.item(left)}, ${className(w, right)})`)
    case '>>>':
      return {
        text: `(${w.at(left, level.bitAnd)} & 0xFFFFFFFF) >> ${w.at(right, level.sum)}`,
        level: level.shift,
      }
    case '+':
      if (w.factOf(node) === 'string') return texts(w, node)
      break
    case '%':
      if (!isPlainRemainder(w, node))
        return atom(`${w.helper('js_remainder')}(${w.item(left)}, ${w.item(right)})`)
      break
    case '|':
      if (isNumber(a) && isZero(right)) return atom(`int(${w.item(left)})`)
      break
    case '<<':
      if (
        isNumber(a) &&
        !(
          left.type === 'Literal' &&
          right.type === 'Literal' &&
          (left.value as number) * 2 ** (right.value as number) < 2 ** 31
        )
      )
        return atom(`${w.helper('js_int32')}(${operation(w, left, operator, right).text})`)
      break
    case '**': {
      // A power that is no exact int is a float in TypeScript.
      const [base, exponent] = [unwrapped(left), unwrapped(right)]
      const isKnown = base.type === 'Literal' && exponent.type === 'Literal'
      if (
        isKnown &&
        isWhole(a) &&
        isWhole(b) &&
        (base.value as number) ** (exponent.value as number) > Number.MAX_SAFE_INTEGER
      )
        return atom(`float(${operation(w, left, operator, right).text})`)
      break
    }
  }
  if (comparison.has(operator)) return compared(w, node)
  // What binds otherwise in Python is read so on tensors, as it was typed.
  return operation(w, left, operator, right)
}

/** `'%.2f' % x` */
function percent(w: Writer, left: Node, right: Node): Code {
  const values = unwrapped(right)
  const items = (
    values.type === 'SequenceExpression'
      ? values.expressions
      : values.type === 'DialectTuple'
        ? values.items
        : null
  ) as Node[] | null
  const given = items
    ? `(${items.map((item) => w.item(item)).join(', ')}${items.length === 1 ? ',' : ''})`
    : w.factOf(right) === 'unknown'
      ? `(${w.item(right)},)`
      : w.at(right, level.sign)
  return { text: `${w.at(left, level.product)} % ${given}`, level: level.product }
}

/** Where the two languages' remainders agree: of what is not negative; and of tensors, which are PyTorch's. */
function isPlainRemainder(w: Writer, node: Node): boolean {
  const { left, right } = node as unknown as { left: Node; right: Node }
  if (w.factOf(left) === 'tensor' || w.factOf(right) === 'tensor') return true
  if (isCount(w, left) && isCount(w, right)) return true
  return w.remaindersToZero.has(node)
}

export function noteRemainders(node: Node, found: WeakSet<Node>): void {
  if (node.type === 'BinaryExpression' && /^[!=]==?$/.test(node.operator as string)) {
    // Whether a remainder is 0 is the same in both.
    for (const [side, other] of [
      [node.left, node.right],
      [node.right, node.left],
    ] as [Node, Node][]) {
      const inner = unwrapped(side)
      if (inner.type === 'BinaryExpression' && inner.operator === '%' && isZero(other)) found.add(inner)
    }
  }
  for (const value of Object.values(node)) {
    const parts: unknown[] = Array.isArray(value) ? value : [value]
    for (const part of parts)
      if (typeof part === 'object' && part !== null && typeof (part as Node).type === 'string')
        noteRemainders(part as Node, found)
  }
}

function none(w: Writer, node: Node, isSame: boolean): Code {
  return { text: `${w.at(node, level.bitOr)} is ${isSame ? '' : 'not '}None`, level: level.comparison }
}

const byValue = new Set<Fact>(['int', 'count', 'float', 'number', 'string', 'bigint'])
const byIdentity = new Set<Fact>([
  'list',
  'tuple',
  'map',
  'set',
  'object',
  'tensor',
  'function',
  'instance',
  'error',
])

/** `a === b`: of numbers and texts by value, of objects whether they are one. */
function identity(w: Writer, node: Node, isSame: boolean): Code {
  const { left, right } = node as unknown as { left: Node; right: Node }
  const [a, b] = [w.factOf(left), w.factOf(right)]
  const typed = typeTest(w, left, right, isSame) ?? typeTest(w, right, left, isSame)
  if (typed) return typed
  if (a === 'nothing' || b === 'nothing') return none(w, a === 'nothing' ? right : left, isSame)
  const sides = (operator: string): Code => ({
    text: `${w.at(left, level.bitOr)} ${operator} ${w.at(right, level.bitOr)}`,
    level: level.comparison,
  })
  if (byIdentity.has(a) || byIdentity.has(b)) return sides(isSame ? 'is' : 'is not')
  // `True == 1` in Python, and not in TypeScript.
  if (a === 'boolean' || b === 'boolean')
    return sides(a === b ? (isSame ? '==' : '!=') : isSame ? 'is' : 'is not')
  if (byValue.has(a) || byValue.has(b)) return sides(isSame ? '==' : '!=')
  const call = `${w.helper('js_same')}(${w.item(left)}, ${w.item(right)})`
  return isSame ? atom(call) : { text: `not ${call}`, level: level.not }
}

const types: Readonly<Record<string, string>> = {
  number: '(int, float)',
  string: 'str',
  boolean: 'bool',
  bigint: 'int',
}

/** `typeof x === 'number'` */
function typeTest(w: Writer, asked: Node, name: Node, isSame: boolean): Code | null {
  const question = unwrapped(asked)
  if (question.type !== 'UnaryExpression' || question.operator !== 'typeof' || name.type !== 'Literal')
    return null
  const value = w.item(question.argument as Node)
  const type = name.value as string
  const test =
    type === 'function'
      ? `callable(${value})`
      : type === 'undefined'
        ? `${value} is None`
        : Object.hasOwn(types, type)
          ? `isinstance(${value}, ${types[type]})`
          : null
  if (test === null) return w.refuse(question, `typeof … === '${type}'`, 'instanceof')
  // A bool is an int for Python.
  const whole = type === 'number' ? `${test} and not isinstance(${value}, bool)` : test
  if (isSame)
    return {
      text: whole,
      level: type === 'number' ? level.and : type === 'undefined' ? level.comparison : level.atom,
    }
  return { text: type === 'number' ? `not (${whole})` : `not ${whole}`, level: level.not }
}

const classNames: Readonly<Record<string, string>> = {
  Array: 'list',
  Map: 'dict',
  Set: 'dict',
  Object: 'dict',
  Error: 'Exception',
  String: 'str',
  Number: '(int, float)',
  Boolean: 'bool',
}

function className(w: Writer, node: Node): string {
  if (node.type === 'Identifier' && w.facts.isGlobal(node) && Object.hasOwn(classNames, node.name as string))
    return classNames[node.name as string]
  return w.item(node)
}

/** `a < b`, `a == b`; several of them in a row are Python's chain. */
function compared(w: Writer, node: Node): Code {
  const { operator, left, right } = node as unknown as { operator: string; left: Node; right: Node }
  const isChain = left.type === 'BinaryExpression' && comparison.has(left.operator as string)
  // `t & 1 == 0` is read as it was typed where tensors may be meant.
  const before = isChain ? compared(w, left).text : w.at(left, level.bitOr)
  const behind = w.at(right, level.bitOr)
  return { text: `${before} ${operator} ${behind}`, level: level.comparison }
}

function membership(w: Writer, node: Node): Code {
  const { left, right, isNegated } = node as unknown as { left: Node; right: Node; isNegated?: boolean }
  const container = w.at(right, level.bitOr)
  return {
    text: `${w.at(left, level.bitOr)} ${isNegated === true ? 'not in' : 'in'} ${container}`,
    level: level.comparison,
  }
}

/** Values whose truth is the same in both languages. */
const sameTruth = new Set<Fact>([
  'boolean',
  'nothing',
  'string',
  'int',
  'count',
  'float',
  'number',
  'tensor',
  'tuple',
  'bigint',
])
/** Values that are true in TypeScript, whatever they hold. */
const alwaysTrue = new Set<Fact>(['list', 'map', 'set', 'object', 'function', 'instance', 'error', 'regexp'])

const isComparison = (node: Node): boolean => {
  const inner = unwrapped(node)
  return (
    inner.type === 'BinaryExpression' &&
    (comparison.has(inner.operator as string) || /^(===|!==|in|instanceof)$/.test(inner.operator as string))
  )
}

/** An expression where only its truth counts. */
export function truth(w: Writer, node: Node): Code {
  const inner = unwrapped(node)
  if (inner.type === 'LogicalExpression' && inner.operator !== '??') {
    const isAnd = inner.operator === '&&'
    const own = isAnd ? level.and : level.or
    const [a, b] = [truth(w, inner.left as Node), truth(w, inner.right as Node)]
    return { text: `${w.fit(a, own)} ${isAnd ? 'and' : 'or'} ${w.fit(b, own + 1)}`, level: own }
  }
  if (inner.type === 'UnaryExpression' && inner.operator === '!') {
    const asked = truth(w, inner.argument as Node)
    return negated(w, asked)
  }
  const fact = w.factOf(inner)
  if (sameTruth.has(fact) || isComparison(inner) || isOwnQuestion(w, inner)) return w.expression(inner)
  if (alwaysTrue.has(fact))
    return { text: `${w.at(inner, level.bitOr)} is not None`, level: level.comparison }
  return atom(`${w.helper('js_truth')}(${w.item(inner)})`)
}

function negated(w: Writer, asked: Code): Code {
  const [, left, right] =
    / is not None$/.test(asked.text) && asked.level === level.comparison
      ? /^(.*) is not (None)$/s.exec(asked.text)!
      : []
  if (left !== undefined) return { text: `${left} is ${right}`, level: level.comparison }
  return { text: `not ${w.fit(asked, level.not)}`, level: level.not }
}

/** What PyTorch answers with a bool: `this.training`, `p.requires_grad`, `xs.some(…)`. */
function isOwnQuestion(w: Writer, node: Node): boolean {
  if (node.type !== 'MemberExpression' || node.computed) return false
  return /^(training|requires_grad|is_leaf|is_cuda)$/.test(node.property.name as string)
}

export function unary(w: Writer, node: Node): Code {
  const { operator, argument } = node as unknown as { operator: string; argument: Node }
  switch (operator) {
    case '!': {
      const inner = unwrapped(argument)
      // `!!x`
      if (inner.type === 'UnaryExpression' && inner.operator === '!')
        return asBoolean(w, inner.argument as Node)
      return truth(w, node)
    }
    case '-':
      return { text: `-${w.at(argument, level.sign)}`, level: level.sign }
    case '~': {
      const inner = unwrapped(argument)
      if (
        inner.type === 'UnaryExpression' &&
        inner.operator === '~' &&
        isNumber(w.factOf(inner.argument as Node))
      )
        return atom(`int(${w.item(inner.argument as Node)})`)
      return { text: `~${w.at(argument, level.sign)}`, level: level.sign }
    }
    case '+':
      if (w.factOf(argument) === 'string') return atom(`${w.helper('js_parsed')}(${w.item(argument)})`)
      if (w.factOf(argument) === 'boolean') return atom(`int(${w.item(argument)})`)
      return { text: `+${w.at(argument, level.sign)}`, level: level.sign }
    case 'void':
      return w.refuse(node, 'void', 'None')
    case 'typeof':
      return w.refuse(node, 'typeof as a value', "a comparison such as typeof x === 'number', or instanceof")
    default:
      return w.refuse(node, `the operator ${operator}`)
  }
}

/** A truth as a value. */
export function asBoolean(w: Writer, node: Node): Code {
  const code = truth(w, node)
  return w.factOf(node) === 'boolean' || isComparison(node) || code.text.startsWith('js_truth(')
    ? code
    : atom(`bool(${code.text})`)
}

/** Whether an expression may be written twice. */
export const isPlain = (node: Node): boolean => {
  const inner = unwrapped(node)
  if (inner.type === 'MemberExpression' && !inner.computed) return isPlain(inner.object as Node)
  return inner.type === 'Identifier' || inner.type === 'ThisExpression' || inner.type === 'Literal'
}

/** A value that is asked for twice: by its name, or kept in one when it is first asked for. */
export function held(w: Writer, node: Node): { first: string; again: string } {
  if (isPlain(node)) {
    const code = w.at(node, level.atom)
    return { first: code, again: code }
  }
  const name = w.temporary()
  return { first: `(${name} := ${w.item(node)})`, again: name }
}

export function logical(w: Writer, node: Node): Code {
  const { operator, left, right } = node as unknown as { operator: string; left: Node; right: Node }
  if (operator === '??') {
    const { first, again } = held(w, left)
    return {
      text: `${again} if ${first} is not None else ${w.at(right, level.conditional)}`,
      level: level.conditional,
    }
  }
  const isAnd = operator === '&&'
  const isSame = (inner: Node): boolean => {
    const value = unwrapped(inner)
    if (value.type === 'LogicalExpression') return isSame(value.left as Node) && isSame(value.right as Node)
    return sameTruth.has(w.factOf(value)) || isComparison(value) || isOwnQuestion(w, value)
  }
  const own = isAnd ? level.and : level.or
  if (isSame(left))
    return { text: `${w.at(left, own)} ${isAnd ? 'and' : 'or'} ${w.at(right, own + 1)}`, level: own }
  const { first, again } = held(w, left)
  const other = w.at(right, level.conditional)
  const test = `${w.helper('js_truth')}(${first})`
  return {
    text: isAnd ? `${other} if ${test} else ${again}` : `${again} if ${test} else ${other}`,
    level: level.conditional,
  }
}

export function conditional(w: Writer, node: Node): Code {
  const { test, consequent, alternate } = node as unknown as { test: Node; consequent: Node; alternate: Node }
  return {
    text: `${w.at(consequent, level.or)} if ${w.fit(truth(w, test), level.or)} else ${w.at(alternate, level.conditional)}`,
    level: level.conditional,
  }
}
