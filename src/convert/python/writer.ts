// What the rules of the translation to Python write with: the page, the names, and what the program turns out to need.
import type { Names, Binding } from '../../dialect/scope.js'
import { DialectError, isFunction } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import type { Page } from '../page.js'
import { Refusal } from '../refusal.js'
import { atom, atomLevel, type Code, TreeWriter } from '../writer.js'
import type { Fact, Facts } from './facts.js'
import type { PythonNames } from './names.js'

/** How tightly Python's operators bind; what binds less tightly than its place needs parentheses. */
export const level = {
  walrus: 0,
  lambda: 1,
  conditional: 2,
  or: 3,
  and: 4,
  not: 5,
  comparison: 6,
  bitOr: 7,
  bitXor: 8,
  bitAnd: 9,
  shift: 10,
  sum: 11,
  product: 12,
  sign: 13,
  power: 14,
  atom: atomLevel,
} as const

export { atom, type Code }

export type ExpressionRule = (w: Writer, node: Node) => Code
export type StatementRule = (w: Writer, node: Node) => void

export interface Rules {
  readonly expressions: Readonly<Record<string, ExpressionRule>>
  readonly statements: Readonly<Record<string, StatementRule>>
}

/** An expression that only statements can say stands where there is no room for them. */
export class NeedsStatements extends Error {}

/** What is around the code that is being written. */
interface Around {
  /** What `this` is called. */
  readonly self: string | null
  /** The function whose body it is; null at the top. */
  readonly func: Node | null
}

export class Writer extends TreeWriter<Node, Node> {
  readonly source: string
  readonly names: Names
  readonly facts: Facts
  readonly pythonNames: PythonNames
  /** Modules by what imports them: `import math`. */
  readonly imports = new Set<string>()
  /** Functions of the prelude. */
  readonly helpers = new Set<string>()
  /** Statements that must stand before the one being written; null where none can. */
  #before: string[] | null = []
  around: Around = { self: null, func: null }
  /** What `continue` must do first, in loops that are written as `while`. */
  beforeContinue: (() => void) | null = null
  /** The body of a function that `forEach` is given: where it returns, the loop goes on. */
  returnIsContinue = false
  /** A `switch` whose `break` ends nothing else. */
  isInSwitch = false
  /** Names of `using` that Python gives by `with … as`. */
  readonly contexts = new Set<string>()
  /** The expression that a statement consists of: its value goes nowhere. */
  shownStatement: Node | null = null
  /** A part of an expression that was computed already, and where it is kept. */
  replaced: { node: Node; text: string } | null = null
  /** Variables that each round of the loops around has for itself. */
  readonly roundNames = new Set<Binding>()
  readonly #counters = new Set<Binding>()
  /** Members that are asked for by a dot. */
  readonly dotted: ReadonlySet<string>
  /** Remainders of which only counts whether they are 0. */
  readonly remaindersToZero: WeakSet<Node>

  constructor(given: {
    page: Page
    source: string
    names: Names
    facts: Facts
    pythonNames: PythonNames
    rules: Rules
    dotted: ReadonlySet<string>
    remaindersToZero: WeakSet<Node>
  }) {
    const { page, rules } = given
    super({ page, ...rules, language: 'Python', itemLevel: level.lambda })
    this.source = given.source
    this.names = given.names
    this.facts = given.facts
    this.pythonNames = given.pythonNames
    this.dotted = given.dotted
    this.remaindersToZero = given.remaindersToZero
  }

  // ---- places ----

  /** Lines count from 1. */
  lineOf(offset: number): number {
    let line = 1
    for (let i = this.source.indexOf('\n'); i >= 0 && i < offset; i = this.source.indexOf('\n', i + 1)) line++
    return line
  }

  override refuse(node: Node, message: string, instead = ''): never {
    const line = this.lineOf(node.start)
    throw new Refusal(message, line, this.source.split('\n')[line - 1] ?? '', instead)
  }

  // ---- expressions ----

  protected override kindOf({ type }: Node): string {
    return type
  }

  override expression(node: Node): Code {
    return this.replaced?.node === node ? atom(this.replaced.text) : super.expression(node)
  }

  factOf(node: Node): Fact {
    return this.facts.of(node)
  }

  // ---- statements ----

  /** Statements of a block, with the comments between them; `pass` where there are none. */
  block(nodes: readonly Node[], endLine: number): void {
    const { page } = this
    page.within(() => {
      let isEmpty = true
      const lines = page.apart(() => {
        this.statements(nodes)
        page.upTo(endLine)
      })
      while (lines.at(-1) === '') lines.pop()
      isEmpty = !lines.some((line) => line.trim() !== '' && !line.trimStart().startsWith('#'))
      page.add(lines)
      if (isEmpty) page.line('pass')
    })
  }

  statements(nodes: readonly Node[]): void {
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[i]
      // `using _ = torch.no_grad()` holds for the rest of the block.
      if (node.type === 'VariableDeclaration' && node.kind === 'using') {
        this.page.upTo(this.lineOf(node.start))
        const [{ id, init }] = node.declarations as { id: Node; init: Node }[]
        this.contexts.add(id.name as string)
        const isUsed = nodes.slice(i + 1).some((later) => mentions(later, id.name as string))
        const as = isUsed ? ` as ${this.nameOf(id)}` : ''
        this.simple(node, () => `with ${this.item(init)}${as}:`)
        this.block(nodes.slice(i + 1), this.lineOf(nodes.at(-1)!.end))
        return
      }
      this.statement(node)
    }
  }

  /** A statement of one line, behind what must stand before it. */
  simple(node: Node, write: () => string | null): void {
    const { page } = this
    const [from, to] = [this.lineOf(node.start), this.lineOf(node.end)]
    page.inside(from, to)
    const code = this.#withBefore(write)
    if (code !== null) page.line(code)
    page.passed(to)
  }

  /** The first line of a statement that has a body. */
  head(node: Node, bodyStart: number, write: () => string): void {
    const { page } = this
    const [from, to] = [this.lineOf(node.start), this.lineOf(bodyStart)]
    page.inside(from, to)
    const code = this.#withBefore(write)
    page.line(code)
    page.passed(to)
  }

  #withBefore<T>(write: () => T): T {
    const outer = this.#before
    const before: string[] = (this.#before = [])
    try {
      const code = write()
      this.page.add(before)
      return code
    } finally {
      this.#before = outer
    }
  }

  /** Puts statements before the one that is being written. */
  before(write: () => void): void {
    const before = this.#before
    if (before === null) throw new NeedsStatements()
    // What these need themselves comes before them.
    const lines = this.page.apart(write)
    before.push(...lines)
  }

  /** Writes where nothing can be put before; throws NeedsStatements where something must. */
  alone<T>(write: () => T): T {
    const outer = this.#before
    this.#before = null
    try {
      return write()
    } finally {
      this.#before = outer
    }
  }

  get hasRoom(): boolean {
    return this.#before !== null
  }

  /** Statements that belong to an expression have an expression's surroundings no more. */
  inFunction<T>(around: Partial<Around>, write: () => T): T {
    const { around: outer, beforeContinue, isInSwitch, returnIsContinue } = this
    this.around = { ...outer, ...around }
    this.returnIsContinue = false
    this.beforeContinue = null
    this.isInSwitch = false
    try {
      return write()
    } finally {
      this.around = outer
      this.beforeContinue = beforeContinue
      this.isInSwitch = isInSwitch
      this.returnIsContinue = returnIsContinue
    }
  }

  // ---- what is shown ----

  /** The statement whose value the prompt shows. */
  shownLast: Node | null = null
  isShown(node: Node): boolean {
    return this.shownLast !== null && this.shownLast.start === node.start
  }
  /** A value as the prompt shows it: by itself where that is a cell's last line, else by a call. */
  shown: (node: Node, code: string) => string = (_node, code) => code

  // ---- names ----

  nameOf(identifier: Node): string {
    return this.pythonNames.of(identifier)
  }

  bindingOf(identifier: Node): Binding | undefined {
    return this.names.target(identifier)
  }

  /** Runs with variables that each round has for itself. */
  inRound<T>(bindings: readonly Binding[], write: () => T): T {
    const own = bindings.filter((binding) => !this.roundNames.has(binding))
    for (const binding of own) this.roundNames.add(binding)
    try {
      return write()
    } finally {
      for (const binding of own) this.roundNames.delete(binding)
    }
  }

  /** A variable that a loop counts with changes between its rounds alone. */
  noteCounter(binding: Binding): void {
    this.#counters.add(binding)
  }
  isLoopCounter(binding: Binding): boolean {
    return this.#counters.has(binding)
  }

  temporary(): string {
    return this.pythonNames.free('value')
  }

  need(statement: string): void {
    this.imports.add(statement)
  }

  helper(name: string): string {
    this.helpers.add(name)
    return name
  }
}

/** Whether a name is used within a node. */
export function mentions(node: Node, name: string): boolean {
  if (node.type === 'Identifier' && node.name === name) return true
  for (const value of Object.values(node)) {
    const parts: unknown[] = Array.isArray(value) ? value : [value]
    for (const part of parts)
      if (typeof part === 'object' && part !== null && typeof (part as Node).type === 'string')
        if (mentions(part as Node, name)) return true
  }
  return false
}

/** Whether a node holds something, functions within left out. */
export function holds(node: Node, test: (inner: Node) => boolean): boolean {
  if (test(node)) return true
  for (const value of Object.values(node)) {
    const parts: unknown[] = Array.isArray(value) ? value : [value]
    for (const part of parts)
      if (typeof part === 'object' && part !== null && typeof (part as Node).type === 'string')
        if (!isFunction(part as Node) && holds(part as Node, test)) return true
  }
  return false
}

export { DialectError }
