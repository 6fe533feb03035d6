// Writes a scalar formula of the table as vector code: its text is the only definition there is. What it mentions once more
// is computed once, both sides of a choice are computed and one is taken, functions it calls are written in their place.
// A formula with a loop, or with a function that has no vector form, is refused: its ops keep the loop in JavaScript.
//
// In float32 each operation rounds, as in PyTorch, and a product that is added at once is fused, as its compiler does it.
// Integers wrap. What the formula is told when it is compiled (a word, null, an alpha of 1) is decided here.
import { treeOf } from '../../base/source-text.js'
import { scalarFunctions } from '../math.js'
import { type Code, f32x4, f64x2, i32x4, i64x2, v128 } from './instructions.js'
import { type Context, Unwritable } from './context.js'
import type { LaneType } from './lane-types.js'
import { SingleAngles } from './single-angles.js'

type Node = any
export type Formula = (...values: never[]) => unknown
type Known = number | bigint | string | boolean | null | undefined

/** What an expression is: numbers in lanes, a mask, or something known now. */
export type Value =
  | { readonly kind: 'numbers'; readonly code: Code }
  | { readonly kind: 'mask'; readonly code: Code }
  | { readonly kind: 'known'; readonly value: Known }

const known = (value: Known): Value => ({ kind: 'known', value })

const functions: ReadonlyMap<string, Formula> = new Map(
  (scalarFunctions as readonly Formula[]).map((one) => [one.name, one]),
)

const vectors = { f32: f32x4, f64: f64x2, i32: i32x4, i64: i64x2 } as const
const comparisons: Record<string, 'eq' | 'ne' | 'lt' | 'gt' | 'le' | 'ge'> = {
  '===': 'eq',
  '==': 'eq',
  '!==': 'ne',
  '!=': 'ne',
  '<': 'lt',
  '>': 'gt',
  '<=': 'le',
  '>=': 'ge',
}
const constants = Math as unknown as Record<string, unknown>

export class FormulaWriter {
  readonly #math: SingleAngles
  readonly #vector: (typeof vectors)[LaneType]
  readonly #isFloat: boolean
  readonly #open: Formula[] = []

  constructor(
    readonly context: Context,
    readonly type: LaneType,
  ) {
    this.#math = new SingleAngles(context)
    this.#vector = vectors[type]
    this.#isFloat = type === 'f32' || type === 'f64'
  }

  /** The result of a formula for these arguments. */
  apply(formula: Formula, args: readonly Value[]): Value {
    if (this.#open.includes(formula)) throw new Unwritable('a formula that calls itself')
    this.#open.push(formula)
    const tree = treeOf(formula)
    const scope = new Map<string, Value>()
    ;(tree.params as Node[]).forEach((param, k) => {
      if (param.type !== 'Identifier') throw new Unwritable('a parameter that is a pattern')
      scope.set(param.name, args[k] ?? known(undefined))
    })
    const { body } = tree
    const result =
      body.type === 'BlockStatement' ? this.#statements(body.body, scope) : this.#expression(body, scope)
    this.#open.pop()
    if (result === null) throw new Unwritable('a formula that may return nothing')
    return result
  }

  /** As numbers in lanes. */
  numbers(value: Value): Code {
    switch (value.kind) {
      case 'numbers':
        return value.code
      case 'mask':
        return this.context.hold(v128.and(value.code, this.#constant(1)))
      case 'known':
        if (typeof value.value === 'boolean') return this.#constant(Number(value.value))
        if (typeof value.value === 'bigint' || typeof value.value === 'number')
          return this.#constant(value.value)
        throw new Unwritable(`${String(value.value)} where a number is wanted`)
    }
  }

  /** As a mask of all bits or none. */
  mask(value: Value): Code {
    switch (value.kind) {
      case 'mask':
        return value.code
      case 'numbers':
        // Not-a-number is false.
        return this.#isFloat
          ? this.context.hold(this.#float.gt(this.#float.abs(value.code), this.#float.const(0)))
          : this.context.hold(this.#vector.ne(value.code, this.#constant(0)))
      case 'known':
        return value.value ? i32x4.const(-1) : i32x4.const(0)
    }
  }

  get #float(): typeof f32x4 | typeof f64x2 {
    if (!this.#isFloat) throw new Unwritable('a fraction of integers')
    return this.#vector as typeof f32x4
  }

  #constant(value: number | bigint): Code {
    if (this.type === 'i64') {
      if (typeof value === 'number' && !Number.isSafeInteger(value)) throw new Unwritable('a fraction')
      return i64x2.const(BigInt.asIntN(64, BigInt(value)))
    }
    if (this.type === 'i32') {
      if (!Number.isInteger(value) || Math.abs(Number(value)) > 2 ** 31) throw new Unwritable('a fraction')
      return i32x4.const(Number(value))
    }
    return this.#float.const(Number(value))
  }

  #lanes(code: Code): Value {
    return { kind: 'numbers', code: this.context.hold(code) }
  }
  /** A step that rounds, once or more often. */
  #rounded(code: Code, roundings = 1): Value {
    this.context.roundings += roundings
    return this.#lanes(code)
  }
  #truth(code: Code): Value {
    return { kind: 'mask', code: this.context.hold(code) }
  }

  // ---- statements ----

  /** What the statements return; null where they may go on. */
  #statements(nodes: readonly Node[], scope: Map<string, Value>): Value | null {
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]
      switch (node.type) {
        case 'EmptyStatement':
          break
        case 'ReturnStatement':
          return this.#expression(node.argument, scope)
        case 'VariableDeclaration':
          for (const { id, init } of node.declarations) {
            if (id.type !== 'Identifier' || !init) throw new Unwritable('a declaration without a value')
            scope.set(id.name, this.#expression(init, scope))
          }
          break
        case 'BlockStatement': {
          const result = this.#statements(node.body, scope)
          if (result !== null) return result
          break
        }
        case 'ExpressionStatement': {
          const { expression } = node
          if (expression.type !== 'AssignmentExpression' || expression.left.type !== 'Identifier')
            throw new Unwritable(expression.type)
          scope.set(expression.left.name, this.#assigned(expression, scope))
          break
        }
        case 'IfStatement': {
          const test = this.#expression(node.test, scope)
          const listOf = (branch: Node): readonly Node[] =>
            branch === null || branch === undefined
              ? []
              : branch.type === 'BlockStatement'
                ? branch.body
                : [branch]
          const rest = nodes.slice(i + 1)
          if (test.kind === 'known')
            return this.#statements(
              [...listOf(test.value ? node.consequent : node.alternate), ...rest],
              scope,
            )
          // Each side goes on with what follows, with variables of its own.
          const yes = this.#statements([...listOf(node.consequent), ...rest], new Map(scope))
          const no = this.#statements([...listOf(node.alternate), ...rest], new Map(scope))
          if (yes === null || no === null) throw new Unwritable('a formula that may return nothing')
          return this.#choice(this.mask(test), yes, no)
        }
        default:
          throw new Unwritable(node.type)
      }
    }
    return null
  }

  #assigned({ operator, left, right }: Node, scope: Map<string, Value>): Value {
    if (operator === '=') return this.#expression(right, scope)
    return this.#expression({ type: 'BinaryExpression', operator: operator.slice(0, -1), left, right }, scope)
  }

  #choice(mask: Code, yes: Value, no: Value): Value {
    if (
      yes.kind === 'known' &&
      no.kind === 'known' &&
      typeof yes.value === 'boolean' &&
      typeof no.value === 'boolean'
    )
      return yes.value === no.value
        ? yes
        : yes.value
          ? { kind: 'mask', code: mask }
          : this.#truth(v128.not(mask))
    const areMasks = [yes, no].every(
      (one) => one.kind === 'mask' || (one.kind === 'known' && typeof one.value === 'boolean'),
    )
    if (areMasks) return this.#truth(v128.select(this.mask(yes), this.mask(no), mask))
    return this.#lanes(v128.select(this.numbers(yes), this.numbers(no), mask))
  }

  // ---- expressions ----

  #expression(node: Node, scope: Map<string, Value>): Value {
    switch (node.type) {
      case 'Literal':
        return known(node.value as Known)
      case 'Identifier':
        if (scope.has(node.name)) return scope.get(node.name)!
        if (node.name === 'Infinity') return known(Infinity)
        if (node.name === 'NaN') return known(NaN)
        if (node.name === 'undefined') return known(undefined)
        throw new Unwritable(`the name '${node.name}'`)
      case 'ParenthesizedExpression':
        return this.#expression(node.expression, scope)
      case 'UnaryExpression':
        return this.#unary(node, scope)
      case 'BinaryExpression':
        return node.operator in comparisons ? this.#comparison(node, scope) : this.#arithmetic(node, scope)
      case 'LogicalExpression':
        return this.#logical(node, scope)
      case 'ConditionalExpression':
        return this.#conditional(node, scope)
      case 'MemberExpression':
        if (node.object.name === 'Math' && typeof constants[node.property.name] === 'number')
          return known(constants[node.property.name] as number)
        throw new Unwritable('a property')
      case 'CallExpression':
        return this.#call(node, scope)
    }
    throw new Unwritable(node.type)
  }

  #unary({ operator, argument }: Node, scope: Map<string, Value>): Value {
    const value = this.#expression(argument, scope)
    if (operator === '!')
      return value.kind === 'known' ? known(!value.value) : this.#truth(v128.not(this.mask(value)))
    if (operator === '-') {
      if (value.kind === 'known' && typeof value.value !== 'string') return known(-(value.value as number))
      return this.#lanes(this.#vector.neg(this.numbers(value)))
    }
    if (operator === '~' && !this.#isFloat) return this.#lanes(v128.not(this.numbers(value)))
    if (operator === '+') return { kind: 'numbers', code: this.numbers(value) }
    throw new Unwritable(operator as string)
  }

  #logical({ operator, left, right }: Node, scope: Map<string, Value>): Value {
    const first = this.#expression(left, scope)
    if (operator === '??') {
      if (first.kind !== 'known') return first
      return first.value === null || first.value === undefined ? this.#expression(right, scope) : first
    }
    if (first.kind === 'known') {
      const isDecided = operator === '&&' ? !first.value : Boolean(first.value)
      return isDecided ? first : this.#expression(right, scope)
    }
    const second = this.#expression(right, scope)
    const join = operator === '&&' ? v128.and : v128.or
    return this.#truth(join(this.mask(first), this.mask(second)))
  }

  #comparison({ operator, left, right }: Node, scope: Map<string, Value>): Value {
    const [x, y] = [this.#expression(left, scope), this.#expression(right, scope)]
    const how = comparisons[operator]
    if (x.kind === 'known' && y.kind === 'known') {
      const [a, b] = [x.value as number, y.value as number]
      if (how === 'eq') return known(a === b)
      if (how === 'ne') return known(a !== b)
      return known(how === 'lt' ? a < b : how === 'gt' ? a > b : how === 'le' ? a <= b : a >= b)
    }
    const isWord = (value: Value): boolean =>
      value.kind === 'known' &&
      (value.value === null || value.value === undefined || typeof value.value === 'string')
    // A number, known or not, is neither null nor a word.
    if (isWord(x) || isWord(y)) {
      if (how === 'eq' || how === 'ne') return known(how === 'ne')
      throw new Unwritable('a comparison with a word')
    }
    const areMasks = [x, y].every((one) => one.kind === 'mask')
    if (areMasks && (how === 'eq' || how === 'ne')) {
      const differ = v128.xor(this.mask(x), this.mask(y))
      return this.#truth(how === 'ne' ? differ : v128.not(differ))
    }
    return this.#truth(this.#vector[how](this.numbers(x), this.numbers(y)))
  }

  /** `a > b ? a : b`, and the like, are one instruction. */
  #conditional({ test, consequent, alternate }: Node, scope: Map<string, Value>): Value {
    const condition = this.#expression(test, scope)
    if (condition.kind === 'known') return this.#expression(condition.value ? consequent : alternate, scope)
    const yes = this.#expression(consequent, scope)
    const no = this.#expression(alternate, scope)
    if (
      this.#isFloat &&
      test.type === 'BinaryExpression' &&
      (test.operator === '<' || test.operator === '>')
    ) {
      const isName = (node: Node, other: Node): boolean =>
        node.type === 'Identifier' && other.type === 'Identifier' && node.name === other.name
      const [x, y] = [this.numbers(yes), this.numbers(no)]
      const take = test.operator === '<' ? this.#float.pmin : this.#float.pmax
      if (isName(test.left, consequent) && isName(test.right, alternate)) return this.#lanes(take(y, x))
    }
    return this.#choice(this.mask(condition), yes, no)
  }

  #isProduct(node: Node): boolean {
    return this.type === 'f32' && node.type === 'BinaryExpression' && node.operator === '*'
  }

  /** The factors of a product that is to be added; null where one of them is 1, or it is known. */
  #factors(node: Node, scope: Map<string, Value>): readonly [Code, Code] | Value {
    const [x, y] = [this.#expression(node.left, scope), this.#expression(node.right, scope)]
    if (x.kind === 'known' || y.kind === 'known') {
      const plain = this.#product(x, y)
      if (plain.kind === 'known' || plain === x || plain === y) return plain
    }
    return [this.numbers(x), this.numbers(y)]
  }

  #product(x: Value, y: Value): Value {
    if (x.kind === 'known' && y.kind === 'known') return known((x.value as number) * (y.value as number))
    const isOne = (value: Value): boolean =>
      value.kind === 'known' && (value.value === 1 || value.value === 1n)
    if (isOne(x)) return y
    if (isOne(y)) return x
    return this.#rounded(this.#vector.mul(this.numbers(x), this.numbers(y)))
  }

  #arithmetic(node: Node, scope: Map<string, Value>): Value {
    const { operator, left, right } = node
    if ((operator === '+' || operator === '-') && (this.#isProduct(right) || this.#isProduct(left)))
      return this.#fused(node, scope)
    const [x, y] = [this.#expression(left, scope), this.#expression(right, scope)]
    if (operator === '*') return this.#product(x, y)
    if (
      x.kind === 'known' &&
      y.kind === 'known' &&
      typeof x.value === 'number' &&
      typeof y.value === 'number'
    ) {
      const [a, b] = [x.value, y.value]
      if (operator === '+') return known(a + b)
      if (operator === '-') return known(a - b)
      if (operator === '/') return known(a / b)
      if (operator === '**') return known(a ** b)
    }
    if (operator === '**' && x.kind === 'known' && x.value === 2 && this.type === 'f32')
      return this.#rounded(this.#math.exp2(this.numbers(y)), 2)
    const [a, b] = [this.numbers(x), this.numbers(y)]
    switch (operator) {
      case '+':
        return this.#rounded(this.#vector.add(a, b))
      case '-':
        return this.#rounded(this.#vector.sub(a, b))
      case '/':
        return this.#rounded(this.#float.div(a, b))
    }
    if (!this.#isFloat) {
      if (operator === '&') return this.#lanes(v128.and(a, b))
      if (operator === '|') return this.#lanes(v128.or(a, b))
      if (operator === '^') return this.#lanes(v128.xor(a, b))
    }
    throw new Unwritable(operator as string)
  }

  /** A sum with a product in it, which rounds once. */
  #fused({ operator, left, right }: Node, scope: Map<string, Value>): Value {
    const isMinus = operator === '-'
    const { add, sub } = this.#vector
    const asCode = (value: readonly [Code, Code] | Value): Code | null =>
      'kind' in value ? this.numbers(value) : null
    if (this.#isProduct(right)) {
      const x = this.numbers(this.#expression(left, scope))
      const factors = this.#factors(right, scope)
      const plain = asCode(factors)
      if (plain !== null) return this.#rounded((isMinus ? sub : add)(x, plain))
      const [a, b] = factors as readonly [Code, Code]
      return this.#rounded(isMinus ? this.#math.fnma(a, b, x) : this.#math.fma(a, b, x), 2)
    }
    const factors = this.#factors(left, scope)
    const y = this.numbers(this.#expression(right, scope))
    const plain = asCode(factors)
    if (plain !== null) return this.#rounded((isMinus ? sub : add)(plain, y))
    const [a, b] = factors as readonly [Code, Code]
    return this.#rounded(isMinus ? this.#math.fms(a, b, y) : this.#math.fma(a, b, y), 2)
  }

  // ---- calls ----

  #call(node: Node, scope: Map<string, Value>): Value {
    // Bundlers write `(0, module.name)(x)`.
    const callee = node.callee.type === 'SequenceExpression' ? node.callee.expressions.at(-1) : node.callee
    const args = (node.arguments as Node[]).map((argument) => this.#expression(argument, scope))
    if (callee.type === 'MemberExpression' && callee.object.name === 'Math')
      return this.#mathCall(callee.property.name as string, args)
    if (
      callee.type === 'MemberExpression' &&
      callee.object.name === 'BigInt' &&
      callee.property.name === 'asIntN'
    )
      return args[1]
    const name = (callee.type === 'MemberExpression' ? callee.property.name : callee.name) as string
    const value = callee.type === 'Identifier' ? scope.get(name) : undefined
    if (value !== undefined) throw new Unwritable('a function that is given')
    // From C's power, these exponents are multiplications (PowKernel.cpp).
    if (name === 'cpow' && args[1].kind === 'known' && args[1].value === 3 && this.type === 'f32') {
      const x = this.numbers(args[0])
      return this.#rounded(this.#math.mul(this.#math.mul(x, x), x), 2)
    }
    if ((name === 'erf' || name === 'erfc') && this.type === 'f32')
      return this.#rounded(this.#math[name](this.numbers(args[0])), 2)
    if (name === 'roundHalfEven' && this.#isFloat)
      return this.#lanes(this.#float.nearest(this.numbers(args[0])))
    if (name === 'signBit' && this.type === 'f32')
      return this.#truth(i32x4.lt(this.numbers(args[0]), i32x4.const(0)))
    if (name === 'copysign' && this.type === 'f32') {
      const sign = i32x4.const(-0x80000000)
      return this.#lanes(v128.select(this.numbers(args[1]), this.numbers(args[0]), sign))
    }
    // So the losses call what rounds: each step does.
    if (name === 'r') return args[0]
    const formula = functions.get(name)
    if (formula === undefined) throw new Unwritable(`the function '${name}'`)
    return this.apply(formula, args)
  }

  #mathCall(name: string, args: readonly Value[]): Value {
    const [first] = args
    if (args.every((arg) => arg.kind === 'known')) {
      const compute = constants[name] as (...numbers: number[]) => number
      return known(compute(...args.map((arg) => (arg as { value: number }).value)))
    }
    const x = (): Code => this.numbers(first)
    const y = (): Code => this.numbers(args[1])
    if (name === 'abs') return this.#lanes(this.#vector.abs(x()))
    if (name === 'fround') return { kind: 'numbers', code: x() }
    if (name === 'imul' && this.type === 'i32') return this.#product(first, args[1])
    if (!this.#isFloat) throw new Unwritable(`Math.${name} of integers`)
    switch (name) {
      case 'sqrt':
        return this.#rounded(this.#float.sqrt(x()))
      case 'floor':
        return this.#lanes(this.#float.floor(x()))
      case 'ceil':
        return this.#lanes(this.#float.ceil(x()))
      case 'trunc':
        return this.#lanes(this.#float.trunc(x()))
      // Both give not-a-number where one is.
      case 'max':
        return this.#lanes(this.#float.max(x(), y()))
      case 'min':
        return this.#lanes(this.#float.min(x(), y()))
    }
    if (this.type !== 'f32') throw new Unwritable(`Math.${name} in float64`)
    switch (name) {
      case 'exp':
      case 'expm1':
      case 'log':
      case 'log1p':
      case 'log2':
      case 'log10':
      case 'sinh':
      case 'cosh':
      case 'tanh':
      case 'sin':
      case 'cos':
      case 'tan':
      case 'asin':
      case 'acos':
      case 'atan':
        return this.#rounded(this.#math[name](x()), 2)
      case 'pow':
      case 'atan2':
        return this.#rounded(this.#math[name](x(), y()), 2)
    }
    throw new Unwritable(`Math.${name}`)
  }
}
