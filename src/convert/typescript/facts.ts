// What is known of the values of a Python program before it runs. What is not known stays unknown: then the runtime decides.
import { childrenOf, isFunctionNode } from '../../python/tree.js'
import type { Expr, ExprNode, FunctionNode, Node, Stmt } from '../../python/tree.js'
import type { Scope, Scopes } from '../../python/scope.js'
import type { Source } from '../../python/source.js'
import { builtinFacts, type Fact, join, noTensor, tensorMethods, textMethods } from './known-values.js'

export { type Fact }

interface Known {
  readonly sources: ExprNode[]
  fact: Fact | null
  /** Given a value in ways that say nothing. */
  isOpen: boolean
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

export class Facts {
  readonly #scopes: Scopes
  readonly #source: Source
  readonly #variables = new Map<Scope, Map<string, Known>>()
  readonly #scopeOf = new Map<Node, Scope>()
  readonly #fields = new Map<string, ExprNode[]>()
  readonly functions = new Map<string, FunctionNode>()
  readonly classes = new Map<string, Stmt<'ClassDef'>>()
  /** What classes of the program have, and their objects. */
  readonly members = new Set<string>()
  readonly #calls = new Map<string, Expr<'Call'>[]>()
  /** What names imported from the library mean: `nn` is `torch.nn`. */
  readonly imported = new Map<string, string>()
  /** Names of other modules, and of what was imported from them. */
  readonly modules = new Set<string>()
  readonly #known = new Map<Node, Fact | null>()

  constructor(program: Node, scopes: Scopes, source: Source) {
    this.#scopes = scopes
    this.#source = source
    this.#walk(program, scopes.module, null)
    this.#giveArguments()
    for (let round = 0; round < 10; round++) {
      this.#known.clear()
      let changed = false
      for (const names of this.#variables.values())
        for (const known of names.values()) {
          let fact: Fact | null = known.isOpen ? 'unknown' : null
          for (const value of known.sources) fact = join(fact, this.#of(value))
          if (fact !== known.fact) changed = true
          known.fact = fact
        }
      if (!changed) break
    }
    this.#known.clear()
    this.#isSettled = true
  }
  #isSettled = false

  #variable(name: string, scope: Scope): Known {
    const owner = scope.find(name) ?? this.#scopes.module
    let names = this.#variables.get(owner)
    if (!names) this.#variables.set(owner, (names = new Map()))
    let known = names.get(name)
    if (!known) names.set(name, (known = { sources: [], fact: null, isOpen: false }))
    return known
  }

  #give(target: ExprNode, value: ExprNode | null, scope: Scope, owner: string | null): void {
    if (target.nodeType === 'Name') {
      const known = this.#variable(target.id, scope)
      if (value) known.sources.push(value)
      else known.isOpen = true
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
        inner = this.#scopes.of(node)
        if (node.nodeType === 'FunctionDef') {
          if (owner === null || scope.kind !== 'class') this.functions.set(node.name, node)
          const variable = this.#variable(node.name, scope)
          variable.fact = 'function'
          variable.isOpen = scope.kind !== 'class' && variable.sources.length > 0
          this.#functionsOf.set(variable, node)
        }
        this.#parameters(node, inner, scope.kind === 'class' ? owner : null)
        break
      }
      case 'ClassDef':
        inner = this.#scopes.of(node)
        inside = node.name
        this.classes.set(node.name, node)
        for (const member of node.body) {
          if (member.nodeType === 'FunctionDef') this.members.add(member.name)
          if (member.nodeType === 'Assign' && member.targets[0].nodeType === 'Name')
            this.members.add(member.targets[0].id)
        }
        this.#variable(node.name, scope).fact = 'class'
        break
      case 'ListComp':
      case 'SetComp':
      case 'DictComp':
      case 'GeneratorExp':
        inner = this.#scopes.of(node)
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
          if (!/^torch\b/.test(name)) this.modules.add(asname ?? name.split('.')[0])
          else this.imported.set(asname ?? name.split('.')[0], asname ? name : name.split('.')[0])
        break
      case 'ImportFrom':
        for (const { name, asname } of node.names)
          if (!/^torch\b/.test(node.module ?? '')) this.modules.add(asname ?? name)
          else this.imported.set(asname ?? name, `${node.module}.${name}`)
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
  readonly #functionsOf = new Map<Known, FunctionNode>()
  readonly #itemSources = new Map<ExprNode, ExprNode>()

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
      this.#itemSources.set(item, iter)
      this.#variable(target.id, scope).sources.push(item)
      return
    }
    this.#give(target, null, scope, null)
  }

  #parameters(node: FunctionNode, scope: Scope, owner: string | null): void {
    const { args } = node
    const all = [...args.posonlyargs, ...args.args]
    all.forEach((arg, i) => {
      const known = this.#variable(arg.arg, scope)
      if (owner !== null && i === 0) {
        known.fact = 'instance'
        known.sources.push(selfLiteral)
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
        known.sources.push(tensorLiteral)
        return
      }
      this.#waiting.push({ known, node, place: i, otherwise, owner })
      known.isOpen = true
    })
    for (const arg of args.kwonlyargs) this.#variable(arg.arg, scope).isOpen = true
    if (args.vararg) this.#variable(args.vararg.arg, scope).isOpen = true
    if (args.kwarg) this.#variable(args.kwarg.arg, scope).isOpen = true
  }
  readonly #uses = new Map<string, number>()

  /** What parameters are given where all calls of their function are known. */
  #giveArguments(): void {
    for (const { known, node, place, otherwise, owner } of this.#waiting) {
      if (owner !== null || node.nodeType !== 'FunctionDef') continue
      const calls = this.#calls.get(node.name) ?? []
      const isCalledAlone = calls.length > 0 && calls.length === this.#uses.get(node.name)
      if (!isCalledAlone || node.decorator_list.length > 0 || this.functions.get(node.name) !== node) continue
      const all = [...node.args.posonlyargs, ...node.args.args]
      const given = calls.map((call) => {
        if (call.args.some(({ nodeType }) => nodeType === 'Starred')) return null
        const keyword = call.keywords.find(({ arg }) => arg === all[place].arg)
        return call.args[place] ?? keyword?.value ?? otherwise
      })
      if (given.includes(null)) continue
      known.isOpen = false
      known.sources.push(...(given as ExprNode[]))
    }
  }

  readonly #waiting: {
    known: Known
    node: FunctionNode
    place: number
    otherwise: ExprNode | null
    owner: string | null
  }[] = []

  scopeOf(node: Node): Scope {
    return this.#scopeOf.get(node) ?? this.#scopes.module
  }

  of(node: ExprNode): Fact {
    return this.#of(node) ?? 'unknown'
  }

  #of(node: ExprNode): Fact | null {
    if (node === intLiteral || node === countLiteral) return 'int'
    if (node === tensorLiteral) return 'tensor'
    if (node === selfLiteral) return 'instance'
    const known = this.#known.get(node)
    if (known !== undefined) return known
    this.#known.set(node, null)
    const fact = this.#computed(node)
    if (fact === null && !this.#isSettled) this.#known.delete(node)
    else this.#known.set(node, fact)
    return fact
  }

  /** Whether an expression is a whole number that is surely not negative. */
  isCount(node: ExprNode): boolean {
    if (node.nodeType === 'Constant') return typeof node.value === 'number' && !this.isFloatLiteral(node)
    if (node.nodeType === 'BinOp')
      return (
        /^(Add|Mult|Mod|FloorDiv)$/.test(node.op.nodeType) &&
        this.isCount(node.left) &&
        this.isCount(node.right)
      )
    if (node.nodeType === 'Call')
      return node.func.nodeType === 'Name' && node.func.id === 'len' && this.isBuiltin(node.func)
    if (node.nodeType !== 'Name') return false
    const owner = this.scopeOf(node).find(node.id) ?? this.#scopes.module
    const known = this.#variables.get(owner)?.get(node.id)
    return (
      known !== undefined &&
      !known.isOpen &&
      known.sources.length > 0 &&
      known.sources.every((one) => one === countLiteral)
    )
  }

  isFloatLiteral(node: Expr<'Constant'>): boolean {
    const text = this.#source.textAt(node).toLowerCase()
    return !text.startsWith('0x') && /[.e]/.test(text)
  }

  #computed(node: ExprNode): Fact | null {
    const iter = this.#itemSources.get(node)
    if (iter) {
      const list = this.#of(iter)
      if (list === null) return null
      if (list === 'tensor') return 'tensor'
      if (list === 'str') return 'str'
      if (iter.nodeType === 'List' || iter.nodeType === 'Tuple') {
        let fact: Fact | null = null
        for (const item of iter.elts) fact = join(fact, this.#of(item))
        return fact ?? 'unknown'
      }
      return 'unknown'
    }
    switch (node.nodeType) {
      case 'Constant': {
        const { value } = node
        if (typeof value === 'number') return this.isFloatLiteral(node) ? 'float' : 'int'
        if (typeof value === 'bigint') return 'int'
        if (typeof value === 'boolean') return 'bool'
        if (value === null) return 'none'
        return typeof value === 'string' && node.quote_style !== undefined && !/b/i.test(node.quote_style)
          ? 'str'
          : 'unknown'
      }
      case 'JoinedStr':
        return 'str'
      case 'List':
      case 'ListComp':
        return 'list'
      case 'Tuple':
        return 'tuple'
      case 'Dict':
      case 'DictComp':
        return 'dict'
      case 'Set':
      case 'SetComp':
        return 'set'
      case 'Lambda':
        return 'function'
      case 'IfExp':
        return join(this.#of(node.body), this.#of(node.orelse))
      case 'BoolOp': {
        let fact: Fact | null = null
        for (const value of node.values) fact = join(fact, this.#of(value))
        return fact
      }
      case 'UnaryOp': {
        if (node.op.nodeType === 'Not') return 'bool'
        const fact = this.#of(node.operand)
        return fact === 'bool' ? 'int' : fact
      }
      case 'Compare': {
        const facts = [node.left, ...node.comparators].map((one) => this.#of(one))
        if (node.ops.every(({ nodeType }) => /^(Is|IsNot|In|NotIn)$/.test(nodeType))) return 'bool'
        if (facts.includes(null)) return null
        if (facts.includes('tensor')) return 'tensor'
        return facts.includes('unknown') || facts.includes('library') ? 'unknown' : 'bool'
      }
      case 'BinOp':
        return this.#ofBinary(node)
      case 'NamedExpr':
        return this.#of(node.value)
      case 'Name':
        return this.#ofName(node)
      case 'Attribute':
        return this.#ofAttribute(node)
      case 'Subscript': {
        const object = this.#of(node.value)
        if (object === null) return null
        if (object === 'tensor') return 'tensor'
        if (object === 'str') return 'str'
        if (object === 'list' && node.slice.nodeType === 'Slice') return 'list'
        return 'unknown'
      }
      case 'Call':
        return this.#ofCall(node)
      default:
        return 'unknown'
    }
  }

  #ofBinary(node: Expr<'BinOp'>): Fact | null {
    const op = node.op.nodeType
    const [a, b] = [this.#of(node.left), this.#of(node.right)]
    if (a === null || b === null) return null
    if (a === 'tensor' || b === 'tensor') return 'tensor'
    if (a === 'str' && (op === 'Mod' || (op === 'Add' && b === 'str') || op === 'Mult')) return 'str'
    if (op === 'Mult' && b === 'str') return 'str'
    if (op === 'Add' && (a === 'list' || a === 'tuple') && a === b) return a
    if (op === 'Mult' && (a === 'list' || b === 'list')) return 'list'
    const numbers = [a, b].every((fact) => fact === 'int' || fact === 'float' || fact === 'bool')
    if (!numbers) return 'unknown'
    if (op === 'Div') return 'float'
    if (a === 'float' || b === 'float') return 'float'
    if (op === 'Pow') {
      const isCount = node.right.nodeType === 'Constant'
      return isCount ? 'int' : 'unknown'
    }
    return 'int'
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
    return this.imported.get(node.id) ?? null
  }

  /** Whether something is reached from a module of Python's: `np.random.seed`. */
  isOfModule(node: ExprNode): boolean {
    if (node.nodeType === 'Attribute') return this.isOfModule(node.value)
    return node.nodeType === 'Name' && this.modules.has(node.id) && this.scopeOf(node).find(node.id) === null
  }

  isBuiltin(node: ExprNode): boolean {
    if (node.nodeType !== 'Name') return false
    const scope = this.scopeOf(node)
    return scope.find(node.id) === null && !this.#scopes.module.own.has(node.id)
  }

  #ofName(node: Expr<'Name'>): Fact | null {
    if (this.imported.has(node.id) && this.pathOf(node) !== null) return 'library'
    const owner = this.scopeOf(node).find(node.id) ?? this.#scopes.module
    const known = this.#variables.get(owner)?.get(node.id)
    if (!known) return 'unknown'
    if (known.isOpen) return 'unknown'
    return known.fact
  }

  #ofAttribute(node: Expr<'Attribute'>): Fact | null {
    if (this.pathOf(node) !== null) return 'library'
    const object = this.#of(node.value)
    if (object === null) return null
    if (object === 'tensor') {
      if (/^(grad|data|T|mT|real|imag)$/.test(node.attr)) return 'tensor'
      if (node.attr === 'ndim') return 'int'
      if (/^(requires_grad|is_leaf)$/.test(node.attr)) return 'bool'
      return 'unknown'
    }
    if (object === 'instance') {
      let fact: Fact | null = null
      for (const name of this.classes.keys())
        for (const value of this.#fields.get(`${name}.${node.attr}`) ?? []) fact = join(fact, this.#of(value))
      return fact ?? (this.#isSettled ? 'unknown' : null)
    }
    return 'unknown'
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

  #ofCall(node: Expr<'Call'>): Fact | null {
    const { func } = node
    const path = this.pathOf(func)
    if (path !== null) {
      if (/^torch\.nn\.functional\.[a-z]/.test(path)) return 'tensor'
      if (/^torch\.nn\.(RNN|LSTM|GRU)/.test(path)) return 'unknown'
      if (/^torch\.nn\.Parameter$/.test(path)) return 'tensor'
      if (/^torch\.nn\.[A-Z]/.test(path)) return 'model'
      if (/^torch\.(optim\.|utils\.data\.[A-Z]|optim\.lr_scheduler\.|Generator)/.test(path)) return 'model'
      if (/^torch\.(nn|optim|utils)\b/.test(path)) return 'unknown'
      if (path.startsWith('torch.')) return noTensor.test(path.slice(6)) ? 'unknown' : 'tensor'
      return 'unknown'
    }
    if (func.nodeType === 'Name') {
      if (this.classes.has(func.id)) return this.isModel(func.id) ? 'model' : 'instance'
      const { id } = func
      if (this.isBuiltin(func)) return builtinFacts[id] ?? 'unknown'
      const callee = this.#of(func)
      if (callee === 'model') return this.#ofModel(func)
      const own = this.functions.get(func.id)
      return own && callee === 'function' ? this.#returned(own) : 'unknown'
    }
    const callee = this.#of(func)
    if (callee === 'model') return this.#ofModel(func)
    if (func.nodeType !== 'Attribute') return 'unknown'
    const object = this.#of(func.value)
    if (object === null) return null
    if (object === 'str' && textMethods.test(func.attr)) return 'str'
    if (object === 'str' && func.attr === 'split') return 'list'
    if (object === 'tensor') {
      if (/^(dim|numel|ndimension|element_size|data_ptr)$/.test(func.attr)) return 'int'
      if (func.attr === 'size') return node.args.length === 1 ? 'int' : 'unknown'
      if (
        /^(item|tolist|numpy|chunk|split|unbind|topk|sort|mode|kthvalue|backward|register_hook|retain_grad|storage|type|is_)/.test(
          func.attr,
        )
      )
        return func.attr === 'tolist'
          ? 'list'
          : /^(backward|retain_grad)$/.test(func.attr)
            ? 'none'
            : 'unknown'
      if (/^(max|min|median)$/.test(func.attr))
        return node.args.length + node.keywords.length === 0 ? 'tensor' : 'unknown'
      return 'tensor'
    }
    if (func.attr === 'manual_seed') return 'unknown'
    if (
      object === 'unknown' &&
      tensorMethods.test(func.attr) &&
      !/^(t|data|round|to|repeat|add|sub|sum|mean|abs|type_as|index_select|eq|ne|lt|le|gt|ge|floor|ceil|dot|int|bool|float)$/.test(
        func.attr,
      )
    )
      return 'tensor'
    if (object === 'instance' || object === 'model')
      for (const own of this.classes.values())
        for (const member of own.body)
          if (member.nodeType === 'FunctionDef' && member.name === func.attr) return this.#returned(member)
    return 'unknown'
  }

  /** What a network gives: of the library's, a tensor, save those that go along a sequence. */
  #ofModel(func: ExprNode): Fact | null {
    const makers = this.#makersOf(func)
    if (makers.length === 0) return 'unknown'
    let fact: Fact | null = null
    for (const maker of makers) {
      const own = maker.nodeType === 'Name' ? this.classes.get(maker.id) : undefined
      if (own) {
        const forward = own.body.find(
          (member) => member.nodeType === 'FunctionDef' && member.name === 'forward',
        )
        fact = join(fact, forward ? this.#returned(forward as Stmt<'FunctionDef'>) : 'unknown')
      } else
        fact = join(
          fact,
          /\.(RNN|LSTM|GRU|LSTMCell|MultiheadAttention|ModuleList|ModuleDict)$/.test(
            this.pathOf(maker) ?? '.RNN',
          )
            ? 'unknown'
            : 'tensor',
        )
    }
    return fact
  }

  /** The classes whose objects a name or a field holds. */
  #makersOf(func: ExprNode): ExprNode[] {
    let values: ExprNode[] = []
    if (func.nodeType === 'Name') {
      const owner = this.scopeOf(func).find(func.id) ?? this.#scopes.module
      values = this.#variables.get(owner)?.get(func.id)?.sources ?? []
    } else if (func.nodeType === 'Attribute')
      for (const name of this.classes.keys())
        values = [...values, ...(this.#fields.get(`${name}.${func.attr}`) ?? [])]
    else if (func.nodeType === 'Call') values = [func]
    return values.flatMap((value) => (value.nodeType === 'Call' ? [value.func] : []))
  }

  readonly #asked = new Set<FunctionNode>()
  #returned(func: FunctionNode): Fact | null {
    if (this.#asked.has(func)) return null
    if (this.#scopes.of(func).isGenerator) return 'unknown'
    this.#asked.add(func)
    try {
      let fact: Fact | null = null
      const visit = (node: Node): void => {
        if (node.nodeType === 'Return') fact = join(fact, node.value ? this.#of(node.value) : 'none')
        for (const child of childrenOf(node))
          if (!isFunctionNode(child) && child.nodeType !== 'ClassDef') visit(child)
      }
      if (func.nodeType === 'Lambda') return this.#of(func.body)
      for (const statement of func.body) visit(statement)
      return fact ?? 'none'
    } finally {
      this.#asked.delete(func)
    }
  }
}

const countLiteral = { nodeType: 'Constant', value: 0 } as unknown as ExprNode
const intLiteral = { nodeType: 'Constant', value: 0 } as unknown as ExprNode
const tensorLiteral = { nodeType: 'Constant', value: 'tensor' } as unknown as ExprNode
const selfLiteral = { nodeType: 'Constant', value: 'self' } as unknown as ExprNode
