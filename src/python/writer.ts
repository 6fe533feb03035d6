// What the rules of the translation write with: the scope they stand in, names for variables and for values in between,
// and what is known to have a value already.
import { at, join } from './code.js'
import type { Code } from './code.js'
import { mangled, type Scope, type Scopes } from './scope.js'
import type { Source } from './source.js'
import type { ExprNode, Spot, StmtNode } from './tree.js'

/** What surrounds the program that is translated: a file, or the prompt with the names of earlier entries. */
export interface Surroundings {
  readonly kind: 'file' | 'prompt'
  /** What the object is called that translated code calls. */
  readonly runtime: string
  isBuiltin(name: string): boolean
  /** Whether an earlier entry, in whichever language, made a variable of that name. */
  isDeclared(name: string): boolean
  /** Whether a name is JavaScript's own or Node's, which no Python program means. */
  isGiven(name: string): boolean
  /** The module that a name at hand stands for, where Python has one of its own. */
  moduleOf?(name: string): string | undefined
  /** What a global variable is called in the code. */
  nameInCode(name: string): string
  /** Whether its functions say that they run, and tell their variables. */
  readonly notesCalls?: boolean
  /** Whether the values of expressions that stand by themselves are shown. */
  readonly echoes: boolean
}

/** Names that JavaScript keeps for itself, or that mean something in the code around. */
const reserved = new Set(
  (
    'arguments await break case catch class const continue debugger default delete do else enum eval export extends ' +
    'false finally for function if implements import in instanceof interface let new null package private protected ' +
    'public return static super switch this throw true try typeof var void while with yield undefined NaN Infinity ' +
    'async of Number Array Object'
  ).split(' '),
)

export const jsName = (name: string): string => (reserved.has(name) ? `${name}$` : name)

/** A name as the key of an object that is written out: `"__proto__": 3` would be what it inherits from. */
export const keyText = (name: string): string =>
  name === '__proto__' ? '["__proto__"]' : JSON.stringify(name)

/** A function of JavaScript that is being written: the module, a function, a comprehension, the body of a class. */
export interface Frame {
  readonly scope: Scope
  readonly parent: Frame | null
  /** Names for values in between. */
  readonly temporaries: string[]
  /** Variables of its scope that have a value wherever what is written next runs. */
  assigned: Set<string>
  /** What is written next never runs. */
  isDead: boolean
  /** What a `break` leaves, where that is more than the loop around it. */
  breakTo: string | null
  /** Iterators of loops around that end with them. */
  readonly owned: string[]
  /** The exception that is being handled where this stands. */
  handled: string | null
  /** The object that holds the names of a class. */
  readonly namespace: string | null
  /** What `super()` and `__class__` mean in the functions of a class. */
  readonly classCell: string | null
  /** What `super()` takes for its object. */
  readonly firstParameter: string | null
}

/** The rules, which call each other through the writer. */
export interface Rules {
  expression(w: Writer, node: ExprNode): Code
  condition(w: Writer, node: ExprNode): Code
  statement(w: Writer, node: StmtNode): Code
  store(w: Writer, target: ExprNode, value: Code): Code
}

export class Writer {
  readonly #rules: Rules
  readonly #constants = new Map<string, string>()
  #names = 0
  frame!: Frame

  constructor(
    readonly source: Source,
    readonly scopes: Scopes,
    readonly surroundings: Surroundings,
    rules: Rules,
  ) {
    this.#rules = rules
  }

  get scope(): Scope {
    return this.frame.scope
  }

  expression(node: ExprNode): Code {
    return this.#rules.expression(this, node)
  }

  /** The truth of an expression, as JavaScript's. */
  condition(node: ExprNode): Code {
    return this.#rules.condition(this, node)
  }

  /** What gives a target its value. */
  store(target: ExprNode, value: Code): Code {
    return this.#rules.store(this, target, value)
  }

  block(body: readonly StmtNode[]): Code {
    return join(
      body.map((node) => this.#rules.statement(this, node)),
      '\n',
    )
  }

  /** A call of the runtime. What goes wrong in it went wrong at `spot`. */
  call(spot: Spot | null, name: string, ...args: Code[]): Code {
    const code = [`${this.surroundings.runtime}.${name}(`, join(args, ', '), ')']
    return spot ? at(spot, code) : code
  }

  /** A name that nobody else has. */
  name(prefix = ''): string {
    return `$${prefix}${++this.#names}`
  }

  /** A variable of the function that is being written, for a value in between. */
  temporary(): string {
    const name = this.name()
    this.frame.temporaries.push(name)
    return name
  }

  /** A value that is made once for the whole program. */
  constant(code: string): string {
    let name = this.#constants.get(code)
    if (name === undefined) this.#constants.set(code, (name = this.name('k')))
    return name
  }

  get constants(): string {
    return Array.from(this.#constants, ([code, name]) => `const ${name} = ${code};\n`).join('')
  }

  /** Writes in a frame of its own. */
  inFrame<T>(
    scope: Scope,
    given: Partial<Pick<Frame, 'namespace' | 'classCell' | 'firstParameter'>>,
    write: () => T,
  ): T {
    const parent: Frame | null = this.frame ?? null
    this.frame = {
      scope,
      parent,
      temporaries: [],
      assigned: new Set(),
      isDead: false,
      breakTo: null,
      owned: [],
      handled: null,
      namespace: given.namespace ?? null,
      classCell: given.classCell ?? parent?.classCell ?? null,
      firstParameter:
        given.firstParameter ?? (scope.kind === 'comprehension' ? parent!.firstParameter : null),
    }
    try {
      return write()
    } finally {
      this.frame = parent!
    }
  }

  /** `let` of the names for values in between of this frame, which is written through. */
  declarations(names: readonly string[] = []): string {
    const all = [...names, ...this.frame.temporaries]
    return all.length === 0 ? '' : `let ${all.join(', ')};\n`
  }

  /** What a name means here, in its full form within classes. */
  mangled(name: string): string {
    return mangled(name, this.scope.className)
  }

  /** What a variable of a function is called. */
  localName(name: string, owner: Scope): string {
    return owner.hasGlobalBelow(name) ? `${name}$local` : jsName(name)
  }

  globalName(name: string): string {
    return this.surroundings.nameInCode(jsName(name))
  }

  /** Whether a variable is known to have a value where this stands. */
  isAssigned(name: string, owner: Scope): boolean {
    // What is deleted anywhere may be so in one branch of several, or by a function that was called meanwhile.
    if (owner.deleted.has(name) || owner.isOpen) return false
    if (owner.parameters.has(name)) return true
    for (let frame: Frame | null = this.frame; frame !== null; frame = frame.parent)
      if (frame.scope === owner) return frame.assigned.has(name)
    return false
  }

  note(name: string): void {
    this.frame.assigned.add(name)
  }

  /** Writes what may or may not run, and tells what would then have a value. */
  branch(write: () => Code): { code: Code; assigned: Set<string>; isDead: boolean } {
    const { frame } = this
    const before = frame.assigned
    const wasDead = frame.isDead
    frame.assigned = new Set(before)
    frame.isDead = false
    const code = write()
    const { assigned, isDead } = frame
    frame.assigned = before
    frame.isDead = wasDead
    return { code, assigned, isDead }
  }

  /** Goes on where one of several branches ended. */
  merge(branches: readonly { assigned: Set<string>; isDead: boolean }[]): void {
    const alive = branches.filter(({ isDead }) => !isDead)
    if (alive.length === 0) {
      if (branches.length > 0) this.frame.isDead = true
      return
    }
    const [first, ...rest] = alive
    for (const name of first.assigned)
      if (rest.every(({ assigned }) => assigned.has(name))) this.frame.assigned.add(name)
  }
}
