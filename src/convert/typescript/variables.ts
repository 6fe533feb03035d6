// Where a variable of Python's is declared in TypeScript: there where it first has a value, if it is used nowhere else;
// otherwise before the statement that gives it one.
import type { Scope, Scopes } from '../../python/scope.js'
import { childrenOf, isComprehension, isFunctionNode } from '../../python/tree.js'
import type { ExprNode, Node, StmtNode } from '../../python/tree.js'

interface Use {
  readonly isStore: boolean
  /** The statements around it, from the function's body inwards. */
  readonly path: readonly StmtNode[]
  /** The target of a loop that goes through something. */
  readonly loop: StmtNode | null
}

export interface Declarations {
  /** Names to be declared by a statement that assigns them; `const` where they are assigned once. */
  readonly inline: Map<StmtNode, Set<string>>
  /** Names to be declared before a statement. */
  readonly before: Map<StmtNode, string[]>
  /** Loops that declare their target themselves. */
  readonly loops: Map<StmtNode, Set<string>>
}

const bodies = (node: StmtNode): StmtNode[][] => {
  switch (node.nodeType) {
    case 'If':
    case 'For':
    case 'While':
      return [node.body, node.orelse]
    case 'With':
      return [node.body]
    case 'Try':
      return [node.body, ...node.handlers.map(({ body }) => body), node.orelse, node.finalbody]
    default:
      return []
  }
}

export class Variables {
  readonly #scopes: Scopes
  readonly #declarations: Declarations = { inline: new Map(), before: new Map(), loops: new Map() }
  /** How often a variable is given a value. */
  readonly #stores = new Map<Scope, Map<string, number>>()

  constructor(scopes: Scopes) {
    this.#scopes = scopes
  }

  get declarations(): Declarations {
    return this.#declarations
  }

  /** Finds the places for the names of a function, or of the top. */
  place(body: readonly StmtNode[], scope: Scope, given: ReadonlySet<string>): void {
    const uses = new Map<string, Use[]>()
    const note = (name: string, use: Use): void => {
      if (!uses.has(name)) uses.set(name, [])
      uses.get(name)!.push(use)
    }
    const isOwn = (name: string, from: Scope): boolean => {
      const owner = from.find(name)
      return scope.kind === 'module' ? owner === null && scope.own.has(name) : owner === scope
    }
    /** Names of errors, which the handlers around declare. */
    const caught: string[] = []
    const visit = (node: Node, from: Scope, path: readonly StmtNode[], loop: StmtNode | null): void => {
      if (node.nodeType === 'Name') {
        if (!caught.includes(node.id) && isOwn(node.id, from))
          note(node.id, { isStore: node.ctx.nodeType === 'Store', path, loop })
        return
      }
      if (node.nodeType === 'Alias') {
        const name = node.asname ?? node.name.split('.')[0]
        if (isOwn(name, from)) note(name, { isStore: true, path, loop: null })
        return
      }
      if (isFunctionNode(node) || isComprehension(node) || node.nodeType === 'ClassDef') {
        if ((node.nodeType === 'FunctionDef' || node.nodeType === 'ClassDef') && isOwn(node.name, from))
          note(node.name, { isStore: true, path, loop: node as StmtNode })
        const inner = this.#scopes.of(node)
        for (const child of childrenOf(node)) visit(child, inner, path, null)
        return
      }
      for (const child of childrenOf(node)) visit(child, from, path, loop)
    }
    const statement = (node: StmtNode, path: readonly StmtNode[]): void => {
      const here = [...path, node]
      const inner = bodies(node)
      if (inner.length === 0) {
        // The value is there before the name is.
        if (node.nodeType === 'Assign' || node.nodeType === 'AnnAssign' || node.nodeType === 'AugAssign') {
          if (node.value) visit(node.value, scope, here, null)
          if (node.nodeType === 'AugAssign')
            visit({ ...node.target, ctx: { nodeType: 'Load' } } as Node, scope, here, null)
          for (const target of node.nodeType === 'Assign' ? node.targets : [node.target])
            visit(target, scope, here, null)
        } else visit(node, scope, here, null)
        return
      }
      if (node.nodeType === 'For') {
        visit(node.iter, scope, here, null)
        visit(node.target, scope, here, node)
      } else if (node.nodeType === 'If' || node.nodeType === 'While') visit(node.test, scope, here, null)
      else if (node.nodeType === 'With')
        for (const { context_expr, optional_vars } of node.items) {
          visit(context_expr, scope, here, null)
          if (optional_vars) visit(optional_vars, scope, here, node)
        }
      if (node.nodeType === 'Try') {
        for (const one of node.body) statement(one, here)
        for (const handler of node.handlers) {
          if (handler.type) visit(handler.type, scope, here, null)
          if (handler.name) caught.push(handler.name)
          for (const one of handler.body) statement(one, here)
          if (handler.name) caught.pop()
        }
        for (const one of [...node.orelse, ...node.finalbody]) statement(one, here)
        return
      }
      for (const nodes of inner) for (const one of nodes) statement(one, here)
    }
    for (const node of body) statement(node, [])
    for (const [name, all] of uses) {
      if (given.has(name)) continue
      this.#count(scope, name, all)
      this.#decide(name, all, 0)
    }
  }

  #count(scope: Scope, name: string, uses: readonly Use[]): void {
    if (!this.#stores.has(scope)) this.#stores.set(scope, new Map())
    this.#stores.get(scope)!.set(name, uses.filter(({ isStore }) => isStore).length)
  }

  isConstant(name: string, scope: Scope): boolean {
    return (this.#stores.get(scope)?.get(name) ?? 0) <= 1
  }

  #decide(name: string, uses: readonly Use[], depth: number): void {
    const first = uses[0].path[depth]
    const groups = new Map<StmtNode, Use[]>()
    for (const use of uses) {
      const at = use.path[depth]
      if (!groups.has(at)) groups.set(at, [])
      groups.get(at)!.push(use)
    }
    // Each statement that begins by giving it a value may have a variable of its own.
    const isSeparate =
      bodies(first).length > 0 &&
      [...groups].every(([at, own]) => bodies(at).length > 0 && this.#isOwnOf(own, at, depth))
    if (isSeparate) {
      for (const [at, own] of groups) {
        if (own[0].loop === at) this.#add(this.#declarations.loops, at, name)
        else this.#decide(name, own, depth + 1)
      }
      return
    }
    if (bodies(first).length === 0 && this.#declares(first, name)) {
      this.#add(this.#declarations.inline, first, name)
      return
    }
    const before = this.#declarations.before.get(first)
    if (before) before.push(name)
    else this.#declarations.before.set(first, [name])
  }

  /** Whether all uses within a statement see a value that it gave: a loop's own name, or one assigned first in its body. */
  #isOwnOf(uses: readonly Use[], at: StmtNode, depth: number): boolean {
    if (uses[0].loop === at && uses[0].isStore) return true
    if (uses[0].path.length <= depth + 1 || !uses[0].isStore) return false
    const first = uses[0].path[depth + 1]
    // All in one of its bodies.
    const own = bodies(at).find((nodes) => nodes.includes(first))!
    if (!uses.every(({ path }) => own.includes(path[depth + 1]))) return false
    return bodies(first).length === 0
      ? this.#declares(first, null)
      : this.#isOwnOf(
          uses.filter(({ path }) => path[depth + 1] === first),
          first,
          depth + 1,
        )
  }

  #add(map: Map<StmtNode, Set<string>>, at: StmtNode, name: string): void {
    if (!map.has(at)) map.set(at, new Set())
    map.get(at)!.add(name)
  }

  /** Whether a statement can declare what it assigns. */
  #declares(node: StmtNode, name: string | null): boolean {
    if (node.nodeType === 'FunctionDef' || node.nodeType === 'ClassDef')
      return name === null || node.name === name
    if (node.nodeType === 'Import' || node.nodeType === 'ImportFrom') return true
    if (node.nodeType === 'AnnAssign') return node.target.nodeType === 'Name' && node.value !== undefined
    if (node.nodeType !== 'Assign' || node.targets.length !== 1) return false
    const names = namesOf(node.targets[0])
    return names !== null && (name === null || names.includes(name))
  }
}

/** The names of a target; null where it has others among them. */
export function namesOf(target: ExprNode): string[] | null {
  if (target.nodeType === 'Name') return [target.id]
  if (target.nodeType === 'Starred') return namesOf(target.value)
  if (target.nodeType !== 'Tuple' && target.nodeType !== 'List') return null
  const parts = target.elts.map(namesOf)
  return parts.includes(null) ? null : (parts as string[][]).flat()
}
