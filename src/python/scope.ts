// Which variable a name means: Python's rules of scopes, found before anything is translated.
//
// A name that is bound anywhere in a function is that function's own, everywhere in it. Classes have names that functions
// within do not see; comprehensions are functions of their own.
import { childrenOf, isComprehension, isFunctionNode } from './tree.js'
import type { ComprehensionNode, FunctionNode, Node, Spot, Stmt } from './tree.js'

export type ScopeKind = 'module' | 'class' | 'function' | 'comprehension'

/** What CPython says of declarations that cannot be. */
export class ScopeError extends Error {
  constructor(
    message: string,
    readonly spot: Spot,
  ) {
    super(message)
  }
}

/** `__x` within a class `C` is `_C__x`. */
export function mangled(name: string, className: string | null): string {
  if (className === null || !name.startsWith('__') || name.endsWith('__') || name.includes('.')) return name
  const bare = className.replace(/^_+/, '')
  return bare === '' ? name : `_${bare}${name}`
}

/** Functions that see the names around their call, or what those lie in. */
const opening = new Set('globals locals vars exec eval delattr __import__'.split(' '))

export class Scope {
  /** Names that are bound here, those that are declared global or nonlocal not among them. */
  readonly own = new Set<string>()
  readonly globals = new Set<string>()
  /** Names that were read in it so far. */
  readonly read = new Set<string>()
  readonly nonlocals = new Set<string>()
  readonly children: Scope[] = []
  readonly parameters = new Set<string>()
  readonly deleted = new Set<string>()
  /** Whether its names are handed out, to be given and taken by name: those of a module where `globals` and its like are called. */
  isOpen = false
  /** Whether it has a `yield`. */
  isGenerator = false
  /** Whether it may await: of an `async def`, or of a comprehension with `await` or `async for`. */
  isAsync = false
  /** Whether it is that of a generator expression. */
  isLazy = false

  constructor(
    readonly kind: ScopeKind,
    readonly parent: Scope | null,
    /** Of the class around, for names that begin with two underscores. */
    readonly className: string | null,
    /** As `__qualname__` has it, with a dot behind what is around. */
    readonly path: string,
  ) {
    parent?.children.push(this)
  }

  get isFunction(): boolean {
    return this.kind === 'function' || this.kind === 'comprehension'
  }

  /** The scope whose variable a name means here; null for the globals and what is built in. */
  find(name: string): Scope | null {
    if (this.kind === 'module' || this.globals.has(name)) return null
    if (this.own.has(name)) return this
    for (let scope = this.parent; scope !== null && scope.kind !== 'module'; scope = scope.parent) {
      if (scope.kind === 'class') continue
      if (scope.globals.has(name)) return null
      if (scope.own.has(name)) return scope
    }
    return null
  }

  /** Whether a scope somewhere below means the global of that name. */
  hasGlobalBelow(name: string): boolean {
    return this.children.some((child) => child.globals.has(name) || child.hasGlobalBelow(name))
  }
}

/** The scopes of a program by the nodes that open them. */
export class Scopes {
  readonly module: Scope
  /** Whether annotations are texts. */
  keepsAnnotations = false
  /** Whether there is an `async def`. */
  hasAsync = false
  readonly #scopes = new Map<Node, Scope>()

  constructor(program: Node) {
    this.module = new Scope('module', null, null, '')
    this.#scopes.set(program, this.module)
    for (const child of childrenOf(program)) this.#visit(child, this.module)
  }

  of(node: Node): Scope {
    return this.#scopes.get(node)!
  }

  #bind(name: string, scope: Scope): void {
    const written = mangled(name, scope.className)
    if (scope.globals.has(written)) this.module.own.add(written)
    else if (!scope.nonlocals.has(written)) scope.own.add(written)
  }

  #visitAll(nodes: readonly (Node | null | undefined)[], scope: Scope): void {
    for (const node of nodes) if (node) this.#visit(node, scope)
  }

  #visit(node: Node, scope: Scope): void {
    if (isFunctionNode(node)) return this.#function(node, scope)
    if (isComprehension(node)) return this.#comprehension(node, scope)
    switch (node.nodeType) {
      case 'ClassDef':
        return this.#class(node, scope)
      case 'Global':
      case 'Nonlocal':
        return this.#declaration(node, scope)
      case 'Name':
        if (node.ctx.nodeType !== 'Load') this.#bind(node.id, scope)
        else scope.read.add(mangled(node.id, scope.className))
        if (opening.has(node.id)) this.module.isOpen = true
        if (node.ctx.nodeType === 'Del') {
          const name = mangled(node.id, scope.className)
          scope.deleted.add(name)
          if (scope.nonlocals.has(name)) scope.find(name)?.deleted.add(name)
          if (scope.globals.has(name)) this.module.deleted.add(name)
        }
        return
      case 'NamedExpr': {
        let owner = scope
        while (owner.kind === 'comprehension') owner = owner.parent!
        this.#bind((node.target as { id: string }).id, owner)
        // Within the comprehension the name is that of the scope around.
        return this.#visit(node.value, scope)
      }
      case 'ImportFrom':
        if (node.module === '__future__' && node.names.some(({ name }) => name === 'annotations'))
          this.keepsAnnotations = true
        break
      case 'Alias':
        if (node.name !== '*') this.#bind(node.asname ?? node.name.split('.')[0], scope)
        return
      case 'ExceptHandler':
        if (node.name) {
          this.#bind(node.name, scope)
          scope.deleted.add(mangled(node.name, scope.className))
        }
        break
      case 'MatchAs':
      case 'MatchStar':
        if (node.name) this.#bind(node.name, scope)
        break
      case 'MatchMapping':
        if (node.rest) this.#bind(node.rest, scope)
        break
      case 'Yield':
      case 'YieldFrom':
        scope.isGenerator = true
        break
      case 'Await':
        this.#awaits(scope)
        break
    }
    for (const child of childrenOf(node)) this.#visit(child, scope)
  }

  #declaration(node: Stmt<'Global'> | Stmt<'Nonlocal'>, scope: Scope): void {
    const isGlobal = node.nodeType === 'Global'
    const word = isGlobal ? 'global' : 'nonlocal'
    for (const written of node.names) {
      const name = mangled(written, scope.className)
      if (scope.parameters.has(name)) throw new ScopeError(`name '${name}' is parameter and ${word}`, node)
      if (scope.own.has(name))
        throw new ScopeError(`name '${name}' is assigned to before ${word} declaration`, node)
      if (scope.kind !== 'module' && scope.read.has(name))
        throw new ScopeError(`name '${name}' is used prior to ${word} declaration`, node)
      if (isGlobal ? scope.nonlocals.has(name) : scope.globals.has(name))
        throw new ScopeError(`name '${name}' is nonlocal and global`, node)
      if (isGlobal) {
        scope.globals.add(name)
        this.module.own.add(name)
        continue
      }
      if (scope.kind === 'module')
        throw new ScopeError('nonlocal declaration not allowed at module level', node)
      scope.nonlocals.add(name)
      this.#awaited.push({ name, scope, node })
    }
  }
  /** Nonlocal names, whose binding may be written further below. */
  readonly #awaited: { name: string; scope: Scope; node: Node & Spot }[] = []

  /** Refuses nonlocal names that no function around binds. */
  check(): void {
    for (const { name, scope, node } of this.#awaited)
      if (scope.find(name) === null) throw new ScopeError(`no binding for nonlocal '${name}' found`, node)
  }

  #class(node: Stmt<'ClassDef'>, scope: Scope): void {
    this.#bind(node.name, scope)
    this.#visitAll([...node.decorator_list, ...node.bases, ...node.keywords], scope)
    const inner = new Scope('class', scope, node.name, `${pathOf(scope, node.name)}.`)
    this.#scopes.set(node, inner)
    this.#visitAll(node.body, inner)
  }

  #function(node: FunctionNode, scope: Scope): void {
    const name = node.nodeType === 'Lambda' ? '<lambda>' : node.name
    const { args } = node
    if (node.nodeType !== 'Lambda') {
      this.#bind(node.name, scope)
      this.#visitAll([...node.decorator_list, node.returns], scope)
    }
    this.#visitAll([...args.defaults, ...args.kw_defaults], scope)
    const inner = new Scope('function', scope, scope.className, `${pathOf(scope, name)}.<locals>.`)
    inner.isAsync = node.nodeType === 'AsyncFunctionDef'
    this.hasAsync ||= inner.isAsync
    this.#scopes.set(node, inner)
    for (const arg of [...args.posonlyargs, ...args.args, args.vararg, ...args.kwonlyargs, args.kwarg]) {
      if (!arg) continue
      if (arg.annotation) this.#visit(arg.annotation, scope)
      const own = mangled(arg.arg, scope.className)
      if (inner.parameters.has(own))
        throw new ScopeError(`duplicate argument '${own}' in function definition`, arg)
      inner.parameters.add(own)
      inner.own.add(own)
    }
    this.#visitAll(node.nodeType === 'Lambda' ? [node.body] : node.body, inner)
  }

  /** A comprehension that awaits is awaited by the one around it, unless it is a generator, which waits to be asked. */
  #awaits(from: Scope): void {
    for (let scope = from; scope.kind === 'comprehension'; scope = scope.parent!) {
      scope.isAsync = true
      if (scope.isLazy) return
    }
  }

  #comprehension(node: ComprehensionNode, scope: Scope): void {
    const [first, ...rest] = node.generators
    this.#visit(first.iter, scope)
    const inner = new Scope('comprehension', scope, scope.className, `${pathOf(scope, said[node.nodeType])}.`)
    inner.isLazy = node.nodeType === 'GeneratorExp'
    if (node.generators.some(({ is_async }) => is_async)) this.#awaits(inner)
    this.#scopes.set(node, inner)
    this.#visitAll([first.target, ...first.ifs], inner)
    for (const { target, iter, ifs } of rest) this.#visitAll([target, iter, ...ifs], inner)
    this.#visitAll(node.nodeType === 'DictComp' ? [node.key, node.value] : [node.elt], inner)
  }
}

/** `__qualname__` of what is defined under `name` in a scope. */
export const pathOf = (scope: Scope, name: string): string =>
  scope.globals.has(name) ? name : `${scope.path}${name}`

/** What CPython calls the functions that comprehensions are. */
export const said: Record<ComprehensionNode['nodeType'], string> = {
  ListComp: '<listcomp>',
  SetComp: '<setcomp>',
  DictComp: '<dictcomp>',
  GeneratorExp: '<genexpr>',
}
