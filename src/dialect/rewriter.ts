// Walks a program and puts its code together again: what no rule asks for is copied as it was typed. The rules are in
// operators.ts, grouping.ts, conditions.ts, subscripts.ts, targets.ts, calls.ts, tuples.ts and statements.ts.
//
// Note [Two forms]. A rewritten `a + b` is `__add__(a, b)`, a function that adds numbers itself. In a loop or a function
// that is too slow: one function's type feedback would be shared by every sum of the session. There the check stands
// where the sum stood, `(typeof a === 'number' && typeof b === 'number' ? a + b : __add__(a, b))`, and an operand that
// is no name is kept in a variable `__1` declared at the start of the block around it.
import { text } from './code.js'
import type { Code, Source } from './code.js'
import { isExactInt } from './kind.js'
import type { Kinds } from './kinds.js'
import type { Names } from './scope.js'
import { childrenOf, someWithin } from './syntax.js'
import type { Node } from './syntax.js'

export type Rule = (w: Rewriter, node: Node) => Code

/** An operand that will be written more than once. */
export interface Operand {
  /** What computes it, to be run before; null when `again` costs nothing. */
  setup: Code | null
  /** What stands for it. */
  again: string
}

/** A place where variables can be declared. */
class Host {
  next = 1
  count = 0
}

export interface Context {
  readonly source: Source
  readonly names: Names
  readonly kinds: Kinds
  /** Names of fields that were given floats, by this input and earlier ones. */
  readonly floatFields: Set<string>
  /** The text runs as a module: strict, its names its own. */
  readonly isModule: boolean
  /** The statement whose value a prompt shows; null where nobody looks. */
  readonly shown: Node | null
  /** Functions and `var`s at the top of an input that later inputs may declare again; see again.ts. */
  readonly again: ReadonlySet<Node>
}

/** Whether running `node` may run other code or assign a variable. */
export const disturbs = (node: Node): boolean =>
  someWithin(node, ({ type }) =>
    /^(Call|New|Assignment|Update|Await|Yield|TaggedTemplate|Import)Expression$/.test(type),
  )

/** Puts a computation into parentheses, behind what it needs computed before. */
export function sequence(at: number, setups: readonly (Code | null)[], result: Code): Code {
  const code: Code[] = [text('(', at)]
  for (const setup of setups) if (setup) code.push(setup, text(', ', at))
  return [...code, result, text(')', at)]
}

export class Rewriter {
  readonly #rules: Readonly<Record<string, Rule>>
  /** Links of optional chains, which no rule takes out of their chain. */
  readonly asTyped = new Set<Node>()
  /** The bodies of the functions around, innermost last; null for one whose result is given later. */
  readonly returning: (Node | null)[] = []
  /** Subscripts that are asked whether they are there; see Note [Python's subscripts]. */
  readonly mayMiss = new Set<Node>()
  readonly #replacements = new Map<Node, string>()
  #host: Host | null = null
  #isHot = false

  constructor(
    readonly context: Context,
    rules: Readonly<Record<string, Rule>>,
  ) {
    this.#rules = rules
  }

  get source(): Source {
    return this.context.source
  }
  get kinds(): Kinds {
    return this.context.kinds
  }

  /** Whether to write the quick form; see Note [Two forms]. */
  get isInline(): boolean {
    return this.#isHot && this.#host !== null
  }
  get hasHost(): boolean {
    return this.#host !== null
  }

  /** Runs `emit` with a name in the place of a node. */
  replaced(node: Node, name: string, emit: () => Code): Code {
    this.#replacements.set(node, name)
    return emit()
  }

  /** A node by its rule. */
  emit(node: Node): Code {
    const replacement = this.#replacements.get(node)
    if (replacement !== undefined) return text(replacement, node.start)
    const rule = this.#rules[node.type]
    return rule ? rule(this, node) : this.through(node)
  }

  /** A node for one who asks for its truth, or whether it is a float. */
  emitAs(how: 'truth' | 'float', node: Node): Code {
    return this.#rules[how](this, node)
  }

  /** A node as it was typed, its children by `emitChild`. */
  through(node: Node, emitChild: (child: Node) => Code = (child) => this.emit(child)): Code {
    return this.between(node.start, node.end, childrenOf(node), emitChild)
  }

  /** The source from `start` to `end`, with `children` in it. */
  between(
    start: number,
    end: number,
    children: readonly Node[],
    emitChild: (child: Node) => Code = (child) => this.emit(child),
  ): Code {
    const code: Code[] = []
    let at = start
    for (const child of children) {
      // Some nodes stand for the same text: `{ a }` is both name and value.
      if (child.start < at) continue
      code.push(this.source.copy(at, child.start), emitChild(child))
      at = child.end
    }
    code.push(this.source.copy(at, end))
    return code
  }

  /** The line breaks of a part of the source that is not copied. */
  breaks(start: number, end: number): Code {
    const code: Code[] = []
    for (let i = start; i < end; i++) if (this.source.text[i] === '\n') code.push(this.source.copy(i, i + 1))
    return code
  }

  // ---- operands and the variables that keep them ----

  /** Whether a name can be read again after `later` ran, and still mean the same. */
  #isStable(identifier: Node, later: readonly Node[]): boolean {
    const binding = this.context.names.reference(identifier)?.binding
    if (binding && !binding.isImplicit && binding.sources.length === 1 && binding.isConst) return true
    return !later.some(disturbs)
  }

  /** `node` in a form that can be repeated; `later` is what runs before its last use. */
  operand(node: Node, ...later: Node[]): Operand {
    return this.operandBy((inner) => this.emit(inner), node, ...later)
  }

  /** The same, computed by what `emit` writes where it is more than a name or a literal. */
  operandBy(emit: (node: Node) => Code, node: Node, ...later: Node[]): Operand {
    const written = this.source.text.slice(node.start, node.end)
    if ((node.type === 'Literal' && !written.includes('\n')) || node.type === 'ThisExpression')
      return { setup: null, again: isExactInt(node) ? `${written}n` : written }
    const isName = node.type === 'Identifier' && !this.kinds.isConstant(node)
    if (isName && this.#isStable(node, later)) return { setup: null, again: node.name as string }
    const code = emit(node)
    const again = this.variable()
    return { setup: [text(`${again} = `, node.start), code], again }
  }

  /** A new variable, free until the end of the expression that `scoped` was called for. */
  variable(): string {
    const host = this.#host
    if (host === null) throw new Error('internal: no place for a variable')
    host.count = Math.max(host.count, host.next)
    return `__${host.next++}`
  }

  /** Variables made by `emit` may be used again behind it. */
  scoped(emit: () => Code): Code {
    const host = this.#host
    const mark = host?.next ?? 0
    const code = emit()
    if (host) host.next = mark
    return code
  }

  // ---- where code runs ----

  #within<T>(host: Host | null, isHot: boolean, emit: () => T): T {
    const outer = [this.#host, this.#isHot] as const
    this.#host = host
    this.#isHot = isHot
    try {
      return emit()
    } finally {
      ;[this.#host, this.#isHot] = outer
    }
  }

  /** Code that runs often. */
  hot(emit: () => Code): Code {
    return this.#within(this.#host, true, emit)
  }

  /** Code with no place for variables: defaults of parameters, fields of classes. */
  homeless(emit: () => Code): Code {
    return this.#within(null, true, emit)
  }

  /** Code with its own place for variables; `declaration` is '' or `let __1;`. */
  hosted(emit: () => Code, isHot = this.#isHot): { code: Code; declaration: string } {
    const host = new Host()
    const code = this.#within(host, isHot, emit)
    const names = Array.from({ length: host.count }, (_, i) => `__${i + 1}`)
    return { code, declaration: names.length > 0 ? `let ${names.join(', ')}; ` : '' }
  }

  /** The body of a loop, which gets braces where it needs variables. */
  loopBody(body: Node): Code {
    if (body.type === 'BlockStatement') return this.hot(() => this.emit(body))
    const { code, declaration } = this.hosted(() => this.emit(body), true)
    return declaration === '' ? code : [text(`{ ${declaration}`, body.start), code, text(' }', body.end)]
  }
}
