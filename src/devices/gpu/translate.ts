// Rewrites a kernel in the part of JavaScript that gpu.js compiles: every value is a number, every truth a
// comparison, `Math` is what every backend computes alike, and what is known when compiling is decided here.
// Knows gpu.js only by what it can read.
import { parseFunction, treeOf } from '../../base/source-text.js'
import { type Formula, type Kernel, Untranslatable } from '../backend.js'
import * as math from './math.js'

export interface TranslatedFunction {
  readonly name: string
  readonly params: readonly string[]
  readonly source: string
}
export interface Translation {
  readonly source: string
  readonly buffers: readonly string[]
  /** Those of them that are read four numbers at a time. */
  readonly quads: readonly string[]
  /** All parameters in order; `count_`, `infinity_` and `nan_` are added behind those of the kernel where needed. */
  readonly params: readonly string[]
  readonly functions: readonly TranslatedFunction[]
}

type Node = any
type Constant = number | string | boolean | null
type Extra = 'infinity_' | 'nan_'

/** `Math.x` that all backends have and compute well enough. */
const native = new Set(['abs', 'floor', 'ceil', 'sqrt', 'exp', 'log', 'sin', 'cos', 'tan'])
const replaced = new Map<string, Formula>(Object.entries(math.replacements))
const bitwise: Record<string, Formula> = {
  '%': math.fmod,
  '**': math.power,
  '&': math.bitAnd,
  '|': math.bitOr,
  '^': math.bitXor,
  '<<': math.shiftLeft,
  '>>': math.shiftRight,
}
const arithmetic = new Set(['+', '-', '*', '/'])
const comparisons = new Set(['===', '!==', '==', '!=', '<', '<=', '>', '>='])
const constants = Math as unknown as Record<string, unknown>

const numberText = (value: number): string => {
  if (!Number.isFinite(value)) throw new Untranslatable('a constant that is not finite')
  return value < 0 || Object.is(value, -0) ? `(${value})` : String(value)
}

/** A kernel cannot throw: an element whose formula does becomes a not-a-number. */
const onlyThrows = ({ body }: Node): boolean =>
  body.type === 'BlockStatement' && body.body.length === 1 && body.body[0].type === 'ThrowStatement'

interface Signature {
  readonly name: string
  /** Which of the parameters are left: those known when compiling are gone. */
  readonly kept: readonly boolean[]
  readonly extras: ReadonlySet<Extra>
}

class Program {
  readonly functions: TranslatedFunction[] = []
  readonly #open: Formula[] = []

  readonly #scope: ReadonlyMap<string, Formula>

  constructor(
    scope: ReadonlyMap<string, Formula>,
    readonly isOnTextures: boolean,
  ) {
    this.#scope = scope
  }

  /** Adds a function, for calls in which some arguments are known. */
  add(label: string, formula: Formula, known: readonly (Constant | undefined)[]): Signature {
    if (this.#open.includes(formula)) throw new Untranslatable(`${label} calls itself`)
    this.#open.push(formula)
    const body = new Body(this, treeOf(formula), known, formula)
    const text = body.text()
    this.#open.pop()
    const name = `f${this.functions.length}_${label}`
    const kept = body.names.map((_, k) => known[k] === undefined)
    const params = [...body.names.filter((_, k) => kept[k]), ...body.extras]
    this.functions.push({ name, params, source: `function ${name}(${params.join(', ')}) { ${text} }` })
    return { name, kept, extras: body.extras }
  }

  lookup(name: string): Formula | undefined {
    return this.#scope.get(name) ?? math.helpers.get(name)
  }
}

/** One function on its way into gpu.js's language. */
class Body {
  readonly names: string[]
  readonly extras = new Set<Extra>()
  readonly buffers = new Set<string>()
  readonly quads = new Set<string>()
  readonly #known = new Map<string, Constant>()
  readonly #locals = new Set<string>()
  /** Variables that count a loop, which gpu.js makes integers. */
  readonly #counters = new Set<string>()
  /** What this function calls. Not shared with others: gpu.js puts shared ones behind some of their callers. */
  readonly #calls = new Map<Formula, Map<string, Signature>>()

  readonly #program: Program
  readonly #tree: Node
  readonly #formula: Formula | null
  readonly #finish: Formula | null

  constructor(
    program: Program,
    tree: Node,
    known: readonly (Constant | undefined)[],
    formula: Formula | null = null,
    finish: Formula | null = null,
  ) {
    this.#program = program
    this.#tree = tree
    this.#formula = formula
    this.#finish = finish

    this.names = (tree.params as Node[]).map((param) => {
      if (param.type !== 'Identifier') throw new Untranslatable('a parameter that is a pattern')
      return param.name as string
    })
    this.names.forEach((name, k) => {
      this.#locals.add(name)
      const value = known[k]
      if (value !== undefined) this.#known.set(name, value)
    })
  }

  text(): string {
    const { body } = this.#tree
    return body.type === 'BlockStatement' ? this.#statements(body.body) : this.#returned(body)
  }

  #returned(node: Node): string {
    if (this.#finish === null) return `return ${this.#number(node)};`
    return `return ${this.#callOn(this.#finish.name, this.#finish, [this.#number(node)], [undefined])};`
  }

  #extra(name: Extra): string {
    this.extras.add(name)
    return name
  }

  // ---- statements ----

  #statements(nodes: readonly Node[]): string {
    const texts: string[] = []
    for (const node of nodes) {
      texts.push(this.#statement(node))
      // What follows a decided `return` is never reached; gpu.js would compile it all the same.
      if (node.type === 'ReturnStatement') break
    }
    return texts.join(' ')
  }

  #statement(node: Node): string {
    switch (node.type) {
      case 'BlockStatement':
        return this.#statements(node.body)
      case 'EmptyStatement':
        return ''
      case 'ReturnStatement':
        return this.#returned(node.argument)
      case 'BreakStatement':
        return 'break;'
      case 'VariableDeclaration':
        return `${this.#declaration(node)};`
      case 'ExpressionStatement':
        return `${this.#effect(node.expression)};`
      case 'IfStatement': {
        const test = this.#constant(node.test)
        if (test)
          return test.value
            ? this.#statement(node.consequent)
            : node.alternate
              ? this.#statement(node.alternate)
              : ''
        const otherwise = node.alternate ? ` else { ${this.#statement(node.alternate)} }` : ''
        return `if (${this.#truth(node.test)}) { ${this.#statement(node.consequent)} }${otherwise}`
      }
      case 'ForStatement': {
        const [first, rest] = node.init ? this.#start(node.init) : ['', '']
        const test = node.test ? this.#truth(node.test) : 'true'
        const update = node.update ? this.#effect(node.update) : ''
        if (node.update?.type === 'SequenceExpression' || rest !== '')
          return `${first} ${rest} while (${test}) { ${this.#statement(node.body)} ${update}; }`
        return `for (${first} ${test}; ${update}) { ${this.#statement(node.body)} }`
      }
      case 'WhileStatement':
        return `while (${this.#truth(node.test)}) { ${this.#statement(node.body)} }`
    }
    throw new Untranslatable(node.type)
  }

  #start(node: Node): [first: string, rest: string] {
    if (node.type !== 'VariableDeclaration') return [`${this.#effect(node)};`, '']
    const [one, ...more] = (node.declarations as Node[]).map((item) => {
      this.#counters.add(item.id.name)
      return `${this.#oneDeclaration(item)};`
    })
    return [one, more.join(' ')]
  }

  #declaration(node: Node): string {
    return (node.declarations as Node[]).map((item) => this.#oneDeclaration(item)).join('; ')
  }
  #oneDeclaration({ id, init }: Node): string {
    if (id.type !== 'Identifier') throw new Untranslatable('a declaration that is a pattern')
    this.#locals.add(id.name)
    return `let ${id.name} = ${init ? this.#number(init) : '0'}`
  }

  #effect(node: Node): string {
    switch (node.type) {
      case 'SequenceExpression':
        return (node.expressions as Node[]).map((item) => this.#effect(item)).join('; ')
      case 'UpdateExpression':
        return `${node.argument.name}${node.operator}`
      case 'AssignmentExpression': {
        if (node.left.type !== 'Identifier') throw new Untranslatable('an assignment to a pattern')
        const { name } = node.left
        if (node.operator === '=') return `${name} = ${this.#number(node.right)}`
        const operator = node.operator.slice(0, -1)
        return `${name} = ${this.#number({ type: 'BinaryExpression', operator, left: node.left, right: node.right })}`
      }
    }
    throw new Untranslatable(node.type)
  }

  // ---- expressions ----

  /** What an expression is, where that is known now. */
  #constant(node: Node): { value: Constant } | null {
    switch (node.type) {
      case 'Literal':
        return typeof node.value === 'bigint' || node.regex ? null : { value: node.value }
      case 'Identifier':
        return this.#known.has(node.name) ? { value: this.#known.get(node.name) as Constant } : null
      case 'UnaryExpression': {
        const inner = this.#constant(node.argument)
        if (inner && node.operator === '!') return { value: !inner.value }
        return null
      }
      case 'BinaryExpression': {
        if (!comparisons.has(node.operator)) return null
        const [left, right] = [this.#constant(node.left), this.#constant(node.right)]
        const equals = node.operator[0] === '='
        const isWord = (side: { value: Constant } | null): boolean =>
          side !== null && typeof side.value !== 'number'
        if (!equals && node.operator[0] !== '!') return null
        if (left && right) return { value: (left.value === right.value) === equals }
        // A number, known or not, is never null nor a word.
        return isWord(left) || isWord(right) ? { value: !equals } : null
      }
      case 'LogicalExpression': {
        const left = this.#constant(node.left)
        if (node.operator === '??') return left && left.value !== null ? left : null
        if (left === null) return null
        const decided = node.operator === '&&' ? !left.value : Boolean(left.value)
        return decided ? left : this.#constant(node.right)
      }
    }
    return null
  }

  #truth(node: Node): string {
    const known = this.#constant(node)
    if (known) return known.value ? '1 > 0' : '1 < 0'
    if (node.type === 'UnaryExpression' && node.operator === '!') return `!(${this.#truth(node.argument)})`
    if (node.type === 'LogicalExpression' && node.operator !== '??') {
      const left = this.#constant(node.left)
      if (left) return this.#truth(node.right)
      return `(${this.#truth(node.left)} ${node.operator} ${this.#truth(node.right)})`
    }
    if (node.type === 'BinaryExpression' && comparisons.has(node.operator)) {
      const operator = node.operator.replace(/^([!=]=)$/, '$1=')
      return `${this.#number(node.left)} ${operator} ${this.#number(node.right)}`
    }
    if (node.type === 'CallExpression' && node.callee.object?.name === 'Object') {
      const value = this.#number(node.arguments[0])
      return `(${value} === 0 && 1 / ${value} < 0)`
    }
    return `${this.#number(node)} !== 0`
  }

  #number(node: Node): string {
    const known = this.#constant(node)
    if (known) {
      if (typeof known.value === 'number') return numberText(known.value)
      if (typeof known.value === 'boolean') return known.value ? '1' : '0'
      throw new Untranslatable(`${String(known.value)} where a number is wanted`)
    }
    switch (node.type) {
      case 'Identifier':
        if (this.#locals.has(node.name)) return node.name
        if (node.name === 'Infinity') return this.#extra('infinity_')
        if (node.name === 'NaN') return this.#extra('nan_')
        throw new Untranslatable(`the name '${node.name}'`)
      case 'UnaryExpression':
        if (node.operator === '-') return `(-${this.#number(node.argument)})`
        if (node.operator === '+') return this.#number(node.argument)
        if (node.operator === '~') return `(-${this.#number(node.argument)} - 1)`
        return `(${this.#truth(node)} ? 1 : 0)`
      case 'BinaryExpression':
        if (arithmetic.has(node.operator))
          return `(${this.#number(node.left)} ${node.operator} ${this.#number(node.right)})`
        if (node.operator in bitwise)
          return this.#call(node.operator, bitwise[node.operator], [node.left, node.right])
        return `(${this.#truth(node)} ? 1 : 0)`
      case 'LogicalExpression': {
        const left = this.#constant(node.left)
        if (node.operator === '??') return this.#number(left ? node.right : node.left)
        if (left) return this.#number(node.right)
        return `(${this.#truth(node)} ? 1 : 0)`
      }
      case 'ConditionalExpression': {
        const test = this.#constant(node.test)
        if (test) return this.#number(test.value ? node.consequent : node.alternate)
        return this.#choice(node)
      }
      case 'MemberExpression':
        if (node.computed && node.object.type === 'Identifier' && this.#locals.has(node.object.name)) {
          this.buffers.add(node.object.name)
          return `${node.object.name}[${this.#number(node.property)}]`
        }
        if (node.object.name === 'Math' && typeof constants[node.property.name] === 'number')
          return numberText(constants[node.property.name] as number)
        throw new Untranslatable('a property')
      case 'CallExpression':
        return this.#anyCall(node)
    }
    throw new Untranslatable(node.type)
  }

  /** Drivers see `a < b ? b : a` for a maximum, and theirs of a number and a not-a-number is the number. */
  #choice({ test, consequent, alternate }: Node): string {
    const [yes, no] = [this.#branch(consequent), this.#branch(alternate)]
    const plain = `(${this.#truth(test)} ? ${yes} : ${no})`
    if (test.type !== 'BinaryExpression' || !/^[<>]/.test(test.operator)) return plain
    const [left, right] = [this.#number(test.left), this.#number(test.right)]
    const isExtreme = (left === yes && right === no) || (left === no && right === yes)
    return isExtreme ? `(${left} !== ${left} || ${right} !== ${right} ? ${no} : ${plain})` : plain
  }

  /** A shader has no choice between an integer and a float: what a counter holds is made a float, exactly. */
  #branch(node: Node): string {
    const text = this.#number(node)
    return this.#counters.has(text) ? `(${text} * 0.5 * 2)` : text
  }

  #anyCall(node: Node): string {
    // Bundlers write `(0, module.name)(x)`.
    const callee = node.callee.type === 'SequenceExpression' ? node.callee.expressions.at(-1) : node.callee
    const args = node.arguments as Node[]
    if (callee.type === 'MemberExpression' && callee.object.name === 'Math') {
      const { name } = callee.property
      if (native.has(name)) return `Math.${name}(${this.#number(args[0])})`
      if (name === 'fround') return this.#number(args[0])
      if (name === 'imul') return `(${this.#number(args[0])} * ${this.#number(args[1])})`
      const formula = replaced.get(name)
      // The replacement itself means the backend's own.
      if (formula !== undefined && formula === this.#formula)
        return `Math.${name}(${args.map((arg) => this.#number(arg)).join(', ')})`
      if (formula) return this.#call(name, formula, args)
      throw new Untranslatable(`Math.${name}`)
    }
    if (callee.type === 'MemberExpression' && callee.object.name === 'Object')
      return `(${this.#truth(node)} ? 1 : 0)`
    const name = callee.type === 'MemberExpression' ? callee.property.name : callee.name
    if (name === 'dot4') return this.#dot4(args)
    const formula = this.#program.lookup(name)
    if (formula === undefined) throw new Untranslatable(`the function '${name}'`)
    if (onlyThrows(treeOf(formula))) return this.#extra('nan_')
    return this.#call(name, formula, args)
  }

  #dot4([a, p, b, q]: readonly Node[]): string {
    for (const { name } of [a, b]) this.buffers.add(name)
    const [left, right] = [this.#number(p), this.#number(q)]
    if (this.#program.isOnTextures) {
      for (const { name } of [a, b]) this.quads.add(name)
      return `dot4_(${a.name}[${left}], ${b.name}[${right}])`
    }
    const term = (k: number): string => `${a.name}[${left} * 4 + ${k}] * ${b.name}[${right} * 4 + ${k}]`
    return `(${[0, 1, 2, 3].map(term).join(' + ')})`
  }

  #call(name: string, formula: Formula, args: readonly Node[]): string {
    const known = args.map((arg) => {
      const value = this.#constant(arg)
      // Numbers stay arguments: a function of its own for each would be compiled for each.
      return value && typeof value.value !== 'number' ? value.value : undefined
    })
    return this.#callOn(
      name,
      formula,
      args.map((arg, k) => (known[k] === undefined ? this.#number(arg) : '')),
      known,
    )
  }

  #callOn(
    name: string,
    formula: Formula,
    args: readonly string[],
    known: readonly (Constant | undefined)[],
  ): string {
    const variants = this.#calls.get(formula) ?? new Map<string, Signature>()
    this.#calls.set(formula, variants)
    const key = JSON.stringify(known.map((value) => (value === undefined ? [] : value)))
    let signature = variants.get(key)
    if (signature === undefined) {
      signature = this.#program.add(/^\w+$/.test(name) ? name : 'operator', formula, known)
      variants.set(key, signature)
    }
    for (const extra of signature.extras) this.#extra(extra)
    const { kept } = signature
    const given = args.filter((_, k) => kept[k])
    return `${signature.name}(${[...given, ...signature.extras].join(', ')})`
  }
}

/**
 * @param isOnTextures whether for a fragment shader, where a buffer gives four numbers at a time: see `dot4`
 * @throws Untranslatable where the kernel, or a function that it calls, is more than numbers
 */
export function translate({ source, functions, finish }: Kernel, isOnTextures: boolean): Translation {
  const program = new Program(functions, isOnTextures)
  const body = new Body(program, parseFunction(source), [], null, finish)
  const text = body.text()
  const [place, ...own] = body.names
  const extras = (['infinity_', 'nan_'] as const).filter((name) => body.extras.has(name))
  const params = [...own, 'count_', ...extras]
  return {
    // A buffer may be longer than what it holds: places behind the end repeat the last one.
    source: `function (${params.join(', ')}) { let ${place} = this.thread.x; if (${place} > count_ - 1) { ${place} = count_ - 1; } ${text} }`,
    buffers: own.filter((name) => body.buffers.has(name)),
    quads: [...body.quads],
    params,
    functions: program.functions,
  }
}
