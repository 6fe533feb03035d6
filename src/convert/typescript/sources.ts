// What the names of a Python program are given before it runs, by assignments, loops, calls and imports. What the values
// are is not asked here but in facts.ts.
import { childrenOf } from '../../python/tree.js'
import type { Expr, ExprNode, FunctionNode, Node, Stmt } from '../../python/tree.js'
import type { Scope, Scopes } from '../../python/scope.js'
import type { Fact } from './known-values.js'

const standIn = (): ExprNode => ({ nodeType: 'Constant', value: null }) as unknown as ExprNode
/** A whole number that is not negative. */
export const countLiteral = standIn()
const intLiteral = standIn()
const tensorLiteral = standIn()
const selfLiteral = standIn()
const functionLiteral = standIn()
const classLiteral = standIn()

/** Expressions of no program, for values that none writes: what `for` counts, `self`, what a `def` makes. */
export const standIns: ReadonlyMap<ExprNode, Fact> = new Map<ExprNode, Fact>([
  [countLiteral, 'int'],
  [intLiteral, 'int'],
  [tensorLiteral, 'tensor'],
  [selfLiteral, 'instance'],
  [functionLiteral, 'function'],
  [classLiteral, 'class'],
])

/** A variable of the program. */
interface Variable {
  readonly sources: ExprNode[]
  fact: Fact | null
  /** Given a value in ways that say nothing. */
  isOpen: boolean
}

/** A parameter, which is given what all calls of its function say where all of them are known. */
interface Waiting {
  readonly variable: Variable
  readonly node: FunctionNode
  readonly place: number
  readonly otherwise: ExprNode | null
  readonly owner: string | null
}

/** `range(n)`, `range(1, n)`. */
function isFromZero({ args }: Expr<'Call'>): boolean {
  const [from] = args
  if (args.length === 1) return true
  return (
    from?.nodeType === 'Constant' &&
    typeof from.value === 'number' &&
    from.value >= 0 &&
    (args.length < 3 || args[2].nodeType === 'Constant')
  )
}

export class Sources {
  readonly #variables = new Map<Scope, Map<string, Variable>>()
  readonly #scopeOf = new Map<Node, Scope>()
  /** By class and name, what its objects' attributes are given. */
  readonly #fields = new Map<string, ExprNode[]>()
  readonly #functions = new Map<string, FunctionNode>()
  readonly classes = new Map<string, Stmt<'ClassDef'>>()
  /** What classes of the program have, and their objects. */
  readonly members = new Set<string>()
  readonly #calls = new Map<string, Expr<'Call'>[]>()
  readonly #uses = new Map<string, number>()
  /** What names imported from the library mean: `nn` is `torch.nn`. */
  readonly #imported = new Map<string, string>()
  /** Names of other modules, and of what was imported from them. */
  readonly #modules = new Set<string>()
  readonly #functionsOf = new Map<Variable, FunctionNode>()
  /** By what stands for one item of it, what a loop goes along. */
  readonly #lists = new Map<ExprNode, ExprNode>()
  /** Parameters of functions whose calls are not all seen yet. */
  readonly #waiting: Waiting[] = []

  constructor(
    program: Node,
    protected readonly scopes: Scopes,
  ) {
    this.#walk(program, scopes.module, null)
    this.#giveArguments()
  }

  #variable(name: string, scope: Scope): Variable {
    const owner = scope.find(name) ?? this.scopes.module
    let names = this.#variables.get(owner)
    if (!names) this.#variables.set(owner, (names = new Map()))
    let variable = names.get(name)
    if (!variable) names.set(name, (variable = { sources: [], fact: null, isOpen: false }))
    return variable
  }

  #give(target: ExprNode, value: ExprNode | null, scope: Scope, owner: string | null): void {
    if (target.nodeType === 'Name') {
      const variable = this.#variable(target.id, scope)
      if (value) variable.sources.push(value)
      else variable.isOpen = true
    } else if (target.nodeType === 'Tuple' || target.nodeType === 'List')
      target.elts.forEach((part, i) => {
        const values = value?.nodeType === 'Tuple' || value?.nodeType === 'List' ? value.elts : null
        this.#give(part, values?.length === target.elts.length ? values[i] : null, scope, owner)
      })
    else if (target.nodeType === 'Starred') this.#give(target.value, null, scope, owner)
    if (target.nodeType === 'Attribute') this.members.add(target.attr)
    if (target.nodeType === 'Attribute' && value && owner !== null) {
      const key = `${owner}.${target.attr}`
      this.#fields.set(key, [...(this.#fields.get(key) ?? []), value])
    }
  }

  #walk(node: Node, scope: Scope, owner: string | null): void {
    this.#scopeOf.set(node, scope)
    let inner = scope
    let inside = owner
    switch (node.nodeType) {
      case 'FunctionDef':
      case 'Lambda': {
        inner = this.scopes.of(node)
        if (node.nodeType === 'FunctionDef') {
          if (owner === null || scope.kind !== 'class') this.#functions.set(node.name, node)
          const variable = this.#variable(node.name, scope)
          if (scope.kind !== 'class' && variable.sources.length > 0) variable.isOpen = true
          variable.sources.push(functionLiteral)
          if (node.decorator_list.length === 0) this.#functionsOf.set(variable, node)
        }
        this.#parameters(node, inner, scope.kind === 'class' ? owner : null)
        break
      }
      case 'ClassDef':
        inner = this.scopes.of(node)
        inside = node.name
        this.classes.set(node.name, node)
        for (const member of node.body) {
          if (member.nodeType === 'FunctionDef') this.members.add(member.name)
          if (member.nodeType === 'Assign' && member.targets[0].nodeType === 'Name')
            this.members.add(member.targets[0].id)
        }
        this.#variable(node.name, scope).sources.push(classLiteral)
        break
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        inner = this.scopes.of(node)
        for (const { target, iter } of node.generators) this.#giveItem(target, iter, inner)
        break
      case 'Assign':
        for (const target of node.targets) this.#give(target, node.value, scope, owner)
        break
      case 'AnnAssign':
        if (node.value) this.#give(node.target, node.value, scope, owner)
        break
      case 'AugAssign':
        this.#give(
          node.target,
          { nodeType: 'BinOp', left: node.target, op: node.op, right: node.value } as ExprNode,
          scope,
          owner,
        )
        break
      case 'NamedExpr':
        this.#give(node.target, node.value, scope, owner)
        break
      case 'For':
        this.#giveItem(node.target, node.iter, scope)
        break
      case 'With':
        for (const { optional_vars } of node.items)
          if (optional_vars) this.#give(optional_vars, null, scope, owner)
        break
      case 'ExceptHandler':
        if (node.name) this.#variable(node.name, scope).isOpen = true
        break
      case 'Import':
        for (const { name, asname } of node.names)
          if (!/^torch\b/.test(name)) this.#modules.add(asname ?? name.split('.')[0])
          else this.#imported.set(asname ?? name.split('.')[0], asname ? name : name.split('.')[0])
        break
      case 'ImportFrom':
        for (const { name, asname } of node.names)
          if (!/^torch\b/.test(node.module ?? '')) this.#modules.add(asname ?? name)
          else this.#imported.set(asname ?? name, `${node.module}.${name}`)
        break
      case 'Call':
        if (node.func.nodeType === 'Name')
          this.#calls.set(node.func.id, [...(this.#calls.get(node.func.id) ?? []), node])
        break
      case 'Name':
        if (node.ctx.nodeType === 'Load') this.#uses.set(node.id, (this.#uses.get(node.id) ?? 0) + 1)
        break
    }
    for (const child of childrenOf(node)) this.#walk(child, inner, inside)
  }

  #giveItem(target: ExprNode, iter: ExprNode, scope: Scope): void {
    if (iter.nodeType === 'Call' && iter.func.nodeType === 'Name') {
      const { id } = iter.func
      if (id === 'range' && target.nodeType === 'Name') {
        this.#variable(target.id, scope).sources.push(isFromZero(iter) ? countLiteral : intLiteral)
        return
      }
      if (id === 'enumerate' && target.nodeType === 'Tuple' && target.elts.length === 2) {
        this.#give(target.elts[0], countLiteral, scope, null)
        this.#giveItem(target.elts[1], iter.args[0], scope)
        return
      }
    }
    if (target.nodeType === 'Name') {
      const item = { nodeType: 'Await', value: iter } as unknown as ExprNode
      this.#lists.set(item, iter)
      this.#variable(target.id, scope).sources.push(item)
      return
    }
    this.#give(target, null, scope, null)
  }

  #parameters(node: FunctionNode, scope: Scope, owner: string | null): void {
    const { args } = node
    const all = [...args.posonlyargs, ...args.args]
    all.forEach((arg, i) => {
      const variable = this.#variable(arg.arg, scope)
      if (owner !== null && i === 0) {
        variable.sources.push(selfLiteral)
        return
      }
      const place = args.defaults.length - (all.length - i)
      const otherwise = place >= 0 ? args.defaults[place] : null
      // What networks are given are tensors.
      if (
        owner !== null &&
        node.nodeType === 'FunctionDef' &&
        /^(forward|__call__)$/.test(node.name) &&
        !otherwise
      ) {
        variable.sources.push(tensorLiteral)
        return
      }
      this.#waiting.push({ variable, node, place: i, otherwise, owner })
      variable.isOpen = true
    })
    for (const arg of args.kwonlyargs) this.#variable(arg.arg, scope).isOpen = true
    if (args.vararg) this.#variable(args.vararg.arg, scope).isOpen = true
    if (args.kwarg) this.#variable(args.kwarg.arg, scope).isOpen = true
  }

  /** What parameters are given where all calls of their function are known. */
  #giveArguments(): void {
    for (const { variable, node, place, otherwise, owner } of this.#waiting) {
      if (owner !== null || node.nodeType !== 'FunctionDef') continue
      const calls = this.#calls.get(node.name) ?? []
      const isCalledAlone = calls.length > 0 && calls.length === this.#uses.get(node.name)
      if (!isCalledAlone || node.decorator_list.length > 0 || this.#functions.get(node.name) !== node)
        continue
      const all = [...node.args.posonlyargs, ...node.args.args]
      const given = calls.map((call) => {
        if (call.args.some(({ nodeType }) => nodeType === 'Starred')) return null
        const keyword = call.keywords.find(({ arg }) => arg === all[place].arg)
        return call.args[place] ?? keyword?.value ?? otherwise
      })
      if (given.includes(null)) continue
      variable.isOpen = false
      variable.sources.push(...(given as ExprNode[]))
    }
  }

  scopeOf(node: Node): Scope {
    return this.#scopeOf.get(node) ?? this.scopes.module
  }

  protected *variables(): Generator<Variable> {
    for (const names of this.#variables.values()) yield* names.values()
  }

  /** The variable that a name means. */
  protected variableOf(name: Expr<'Name'>): Variable | undefined {
    return this.#variables.get(this.scopeOf(name).find(name.id) ?? this.scopes.module)?.get(name.id)
  }

  /** The function of the program that a name means, where nothing else was ever put into it. */
  functionOf(name: Expr<'Name'>): FunctionNode | undefined {
    const variable = this.variableOf(name)
    return variable?.sources.length === 1 ? this.#functionsOf.get(variable) : undefined
  }

  /** What attributes of a name are given in any class. */
  protected fieldsNamed(name: string): readonly ExprNode[] {
    return [...this.classes.keys()].flatMap((owner) => this.#fields.get(`${owner}.${name}`) ?? [])
  }

  /** The list of which a stand-in is an item. */
  protected listOf(item: ExprNode): ExprNode | undefined {
    return this.#lists.get(item)
  }

  /** The dotted path of the library that an expression means: `torch.nn.Linear`; null for all else. */
  pathOf(node: ExprNode): string | null {
    if (node.nodeType === 'Attribute') {
      const owner = this.pathOf(node.value)
      return owner === null ? null : `${owner}.${node.attr}`
    }
    if (node.nodeType !== 'Name') return null
    const scope = this.scopeOf(node)
    if (scope.find(node.id) !== null) return null
    return this.#imported.get(node.id) ?? null
  }

  /** Whether something is reached from a module of Python's: `np.random.seed`. */
  isOfModule(node: ExprNode): boolean {
    if (node.nodeType === 'Attribute') return this.isOfModule(node.value)
    return node.nodeType === 'Name' && this.#modules.has(node.id) && this.scopeOf(node).find(node.id) === null
  }

  isBuiltin(node: ExprNode): boolean {
    if (node.nodeType !== 'Name') return false
    const scope = this.scopeOf(node)
    return scope.find(node.id) === null && !this.scopes.module.own.has(node.id)
  }

  isModel(name: string): boolean {
    const own = this.classes.get(name)
    if (!own) return false
    return own.bases.some((base) => {
      const path = this.pathOf(base)
      if (path !== null) return /^torch\.nn\.\w+$|^torch\.nn\.modules/.test(path)
      return base.nodeType === 'Name' && this.isModel(base.id)
    })
  }
}
