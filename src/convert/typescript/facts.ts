// What is known of the values of a Python program before it runs. What is not known stays unknown: then the runtime decides.
import { childrenOf, isFunctionNode } from '../../python/tree.js'
import type { Expr, ExprNode, FunctionNode, Node, Stmt } from '../../python/tree.js'
import type { Scopes } from '../../python/scope.js'
import type { Source } from '../../python/source.js'
import { builtinFacts, type Fact, join, noTensor, tensorMethods, textMethods } from './known-values.js'
import { countLiteral, Sources, standIns } from './sources.js'

export { type Fact }

export class Facts extends Sources {
  readonly #source: Source
  readonly #known = new Map<Node, Fact | null>()

  constructor(program: Node, scopes: Scopes, source: Source) {
    super(program, scopes)
    this.#source = source
    for (let round = 0; round < 10; round++) {
      this.#known.clear()
      let changed = false
      for (const variable of this.variables()) {
        let fact: Fact | null = variable.isOpen ? 'unknown' : null
        for (const value of variable.sources) fact = join(fact, this.#of(value))
        if (fact !== variable.fact) changed = true
        variable.fact = fact
      }
      if (!changed) break
    }
    this.#known.clear()
    this.#isSettled = true
  }
  #isSettled = false

  of(node: ExprNode): Fact {
    return this.#of(node) ?? 'unknown'
  }

  #of(node: ExprNode): Fact | null {
    const standsFor = standIns.get(node)
    if (standsFor) return standsFor
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
    const variable = this.variableOf(node)
    return (
      variable !== undefined &&
      !variable.isOpen &&
      variable.sources.length > 0 &&
      variable.sources.every((one) => one === countLiteral)
    )
  }

  isFloatLiteral(node: Expr<'Constant'>): boolean {
    const text = this.#source.textAt(node).toLowerCase()
    return !text.startsWith('0x') && /[.e]/.test(text)
  }

  #computed(node: ExprNode): Fact | null {
    const iter = this.listOf(node)
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

  #ofName(node: Expr<'Name'>): Fact | null {
    if (this.pathOf(node) !== null) return 'library'
    const variable = this.variableOf(node)
    return variable === undefined || variable.isOpen ? 'unknown' : variable.fact
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
      for (const value of this.fieldsNamed(node.attr)) fact = join(fact, this.#of(value))
      return fact ?? (this.#isSettled ? 'unknown' : null)
    }
    return 'unknown'
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
      const own = this.functionOf(func)
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
      // `np.sin` makes no tensor.
      !this.isOfModule(func) &&
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
    let values: readonly ExprNode[] = []
    if (func.nodeType === 'Name') values = this.variableOf(func)?.sources ?? []
    else if (func.nodeType === 'Attribute') values = this.fieldsNamed(func.attr)
    else if (func.nodeType === 'Call') values = [func]
    return values.flatMap((value) => (value.nodeType === 'Call' ? [value.func] : []))
  }

  readonly #asked = new Set<FunctionNode>()
  #returned(func: FunctionNode): Fact | null {
    if (this.#asked.has(func)) return null
    if (this.scopes.of(func).isGenerator) return 'unknown'
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
