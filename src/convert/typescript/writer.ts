// What the rules of the translation to TypeScript write with: the page, the scopes, and what the program turns out to need.
import type { Scope, Scopes } from '../../python/scope.js'
import type { Source } from '../../python/source.js'
import type { ExprNode, Node, Spot, StmtNode } from '../../python/tree.js'
import type { Page } from '../page.js'
import { Refusal } from '../refusal.js'
import { atom, atomLevel, type Code, TreeWriter } from '../writer.js'
import type { Fact, Facts } from './facts.js'
import type { Variables } from './variables.js'

/** How tightly TypeScript's operators bind. */
export const level = {
  sequence: 0,
  assignment: 1,
  conditional: 2,
  nullish: 3,
  or: 3,
  and: 4,
  bitOr: 5,
  bitXor: 6,
  bitAnd: 7,
  equality: 8,
  relation: 9,
  shift: 10,
  sum: 11,
  product: 12,
  power: 13,
  unary: 14,
  atom: atomLevel,
} as const

export { atom, type Code }

export interface Rules {
  readonly expressions: Readonly<Record<string, (w: Writer, node: never) => Code>>
  readonly statements: Readonly<Record<string, (w: Writer, node: never) => void>>
}

const reserved = new Set(
  (
    'break case catch class const continue debugger default delete do else enum export extends false finally for function if ' +
    'import in instanceof new null return super switch this throw true try typeof var void while with yield let static ' +
    'await async of get set implements interface package private protected public arguments eval py undefined NaN ' +
    'Infinity Object Array String Number Boolean Map Set Math JSON console process Symbol Error Promise globalThis'
  ).split(' '),
)

export class Writer extends TreeWriter<ExprNode, StmtNode> {
  readonly source: Source
  readonly facts: Facts
  readonly scopes: Scopes
  readonly variables: Variables
  /** Whether Python's own functions are called. */
  usesPython = false
  /** Of the library: names by what they are imported as. */
  readonly imports = new Map<string, string>()
  scope: Scope
  /** Generators that are gone through at once: lists do as well. */
  readonly goneThrough = new Set<ExprNode>()
  /** Calls of the constructor above. */
  readonly superCalls = new Set<StmtNode>()
  /** What the first parameter of a method is called: `this` in TypeScript. */
  self: string | null = null
  /** The error that is being handled. */
  handled: string | null = null
  #temporaries = 0
  #before: string[] = []
  /** The last statement of a cell, whose value is shown. */
  shownLast: StmtNode | null = null

  constructor(given: {
    page: Page
    source: Source
    facts: Facts
    scopes: Scopes
    variables: Variables
    rules: Rules
  }) {
    const { page, rules } = given
    super({ page, ...rules, language: 'TypeScript', itemLevel: level.assignment })
    this.source = given.source
    this.facts = given.facts
    this.scopes = given.scopes
    this.variables = given.variables
    this.scope = given.scopes.module
  }

  override refuse(node: Node | Spot, message: string, instead = ''): never {
    const { lineno = 1 } = node as Partial<Spot>
    throw new Refusal(message, lineno, this.source.line(lineno), instead)
  }

  // ---- expressions ----

  protected override kindOf({ nodeType }: ExprNode | StmtNode): string {
    return nodeType
  }

  factOf(node: ExprNode): Fact {
    return this.facts.of(node)
  }

  /** A call of what Python does and TypeScript does not. */
  py(name: string, ...args: string[]): Code {
    this.usesPython = true
    return atom(`py.${name}(${args.join(', ')})`)
  }

  // ---- statements ----

  override statement(node: StmtNode): void {
    const before = this.variables.declarations.before.get(node) ?? []
    if (before.length > 0) {
      this.page.upTo(node.lineno)
      this.page.line(`let ${before.map((name) => this.name(name)).join(', ')}`)
    }
    super.statement(node)
  }

  block(nodes: readonly StmtNode[], endLine: number): void {
    this.page.within(() => {
      const lines = this.page.apart(() => {
        for (const node of nodes) this.statement(node)
        this.page.upTo(endLine + 1)
      })
      while (lines.at(-1) === '') lines.pop()
      this.page.add(lines)
    })
  }

  simple(node: StmtNode, write: () => string | null): void {
    const { lineno: from, end_lineno: to = from } = node
    this.page.inside(from, to)
    const outer = this.#before
    this.#before = []
    const code = write()
    for (const line of this.#before) this.page.line(line)
    this.#before = outer
    // A line that begins so would be read on from the one before.
    if (code !== null) this.page.line(/^[([`]/.test(code.replace(/[\ue000-\ue002]/g, '')) ? `;${code}` : code)
    this.page.passed(to)
  }

  head(node: StmtNode, write: () => string): void {
    const { lineno } = node
    this.page.inside(lineno, lineno)
    this.page.line(write())
    this.page.passed(lineno)
  }

  before(line: string): void {
    this.#before.push(line)
  }

  // ---- names ----

  name(name: string): string {
    if (name === this.self) return 'this'
    return reserved.has(name) ? `${name}_` : name
  }

  temporary(name = 'value'): string {
    const taken = (candidate: string): boolean => new RegExp(`\\b${candidate}\\b`).test(this.source.text)
    let wanted = `${name}_${++this.#temporaries}`
    while (taken(wanted)) wanted = `${name}_${++this.#temporaries}`
    return wanted
  }

  inScope<T>(scope: Scope, self: string | null, write: () => T): T {
    const outer = { scope: this.scope, self: this.self, handled: this.handled }
    this.scope = scope
    this.self = self
    this.handled = null
    try {
      return write()
    } finally {
      this.scope = outer.scope
      this.self = outer.self
      this.handled = outer.handled
    }
  }
}
