// What is known of the values of a TypeScript program before it runs: which are texts, whole numbers, lists, tensors. What
// is not known stays unknown; nothing is guessed.
import { dottedName, library } from '../../dialect/known-names.js'
import { isFloatLiteral } from '../../dialect/kind.js'
import { namesOf, type Binding, type Names, type Source } from '../../dialect/scope.js'
import { childrenOf, isFunction, returnsIn, unwrapped } from '../../dialect/syntax.js'
import type { Node } from '../../dialect/syntax.js'
import {
  calls,
  type Fact,
  isNumber,
  isWhole,
  join,
  methods,
  noTensor,
  tensorMethods,
  typeFact,
} from './known-values.js'
import { binaryFact, unaryFact } from './operator-facts.js'

export { type Fact, isNumber, isWhole }

export class Facts {
  readonly #names: Names
  readonly #earlier: ReadonlyMap<string, Fact>
  readonly #bindings = new Map<Binding, Fact | null>()
  readonly #known = new Map<Node, Fact | null>()
  readonly #calls = new Map<Binding, Node[]>()
  /** Functions whose names are used otherwise than to call them. */
  readonly #handedOver = new Set<Binding>()
  /** By class, what its fields are given. */
  readonly #fields = new Map<string, Node[]>()
  readonly #parameters = new Map<Binding, { owner: Node; place: number; given: Node | null }>()
  readonly classes = new Map<string, Node>()
  /** Methods and fields that classes and objects of the program have. */
  readonly ownMembers = new Set<string>()

  constructor(program: Node, names: Names, earlier: ReadonlyMap<string, Fact> = new Map()) {
    this.#names = names
    this.#earlier = earlier
    this.#noteParts(program)
    this.#walk(program, null)
    // What is known of names that depend on each other grows until nothing more is found.
    for (let round = 0; round < 12; round++) {
      this.#known.clear()
      let changed = false
      for (const binding of names.all()) {
        const fact = this.#ofSources(binding)
        if (fact === this.#bindings.get(binding)) continue
        this.#bindings.set(binding, join(this.#bindings.get(binding) ?? null, fact))
        changed = true
      }
      if (!changed) break
    }
    this.#known.clear()
    this.#isSettled = true
  }
  #isSettled = false

  #walk(node: Node, owner: string | null): void {
    let inside = owner
    if (node.type === 'ClassDeclaration' || node.type === 'ClassExpression') {
      inside = (node.id?.name as string | undefined) ?? ''
      this.classes.set(inside, node)
      for (const member of node.body.body as Node[])
        if (member.key?.name) {
          this.ownMembers.add(member.key.name as string)
          if (member.type === 'PropertyDefinition' && member.value)
            this.#field(inside, member.key.name as string, member.value as Node)
        }
    }
    if (node.type === 'Property' && node.value && isFunction(node.value as Node) && node.key?.name)
      this.ownMembers.add(node.key.name as string)
    if (node.type === 'AssignmentExpression' && node.left.type === 'MemberExpression' && owner !== null) {
      const { object, property, computed } = node.left as Node
      if (object.type === 'ThisExpression' && !computed)
        this.#field(owner, property.name as string, node.operator === '=' ? (node.right as Node) : node)
    }
    if (node.type === 'CatchClause' && node.param?.type === 'Identifier') {
      const binding = this.#names.target(node.param as Node)
      if (binding) this.#caught.add(binding)
    }
    if (isFunction(node))
      (node.params as Node[]).forEach((parameter, place) => {
        const given = parameter.type === 'AssignmentPattern' ? (parameter.right as Node) : null
        const name = given ? (parameter.left as Node) : parameter
        const binding = name.type === 'Identifier' ? this.#names.target(name) : undefined
        if (binding) this.#parameters.set(binding, { owner: node, place, given })
      })
    if (node.type === 'CallExpression' && node.callee.type === 'Identifier') {
      const binding = this.#names.reference(node.callee as Node)?.binding
      if (binding) this.#calls.set(binding, [...(this.#calls.get(binding) ?? []), node])
      for (const child of childrenOf(node)) if (child !== node.callee) this.#walk(child, inside)
      return
    }
    if (node.type === 'Identifier') {
      const binding = this.#names.reference(node)?.binding
      if (binding) this.#handedOver.add(binding)
    }
    for (const child of childrenOf(node)) this.#walk(child, inside)
  }

  /** What `catch` names. */
  readonly #caught = new Set<Binding>()

  #field(owner: string, name: string, value: Node): void {
    const key = `${owner}.${name}`
    this.#fields.set(key, [...(this.#fields.get(key) ?? []), value])
  }

  /** What a variable holds. */
  ofBinding(binding: Binding): Fact {
    return this.#bindings.get(binding) ?? 'unknown'
  }

  /** The functions that are declared under a name. */
  functionOf(binding: Binding): Node | null {
    const [source, ...others] = binding.sources
    if (others.length > 0 || source === undefined) return null
    const node = source.from === 'declaration' || source.from === 'expression' ? source.node : undefined
    return node && isFunction(unwrapped(node)) ? unwrapped(node) : null
  }

  /** Calls of a function by its name; null where it is also handed over, and may be called elsewhere. */
  callsOf(binding: Binding): readonly Node[] | null {
    return this.#handedOver.has(binding) ? null : (this.#calls.get(binding) ?? [])
  }

  #ofSources(binding: Binding): Fact | null {
    if (binding.annotation) return typeFact(binding.annotation)
    let fact: Fact | null = null
    for (const source of binding.sources) fact = join(fact, this.#ofSource(binding, source))
    if (binding.isImplicit && !binding.isSetFirst) fact = join(fact, this.#earlier.get(binding.name) ?? null)
    return fact
  }

  #ofSource(binding: Binding, source: Source): Fact | null {
    switch (source.from) {
      case 'expression':
        return this.#of(source.node)
      case 'update': {
        // `i++` of what begins at 0 stays whole.
        const others = binding.sources.filter(({ from }) => from !== 'update')
        const isCounting = others.every(
          (other) => other.from === 'expression' && isWhole(this.#of(other.node) ?? 'count'),
        )
        return isCounting ? 'int' : 'number'
      }
      case 'key':
        return 'string'
      case 'item': {
        const list = this.#of(source.list)
        if (list === 'string') return 'string'
        if (list === 'tensor') return 'tensor'
        return this.#itemOf(source.list)
      }
      case 'declaration':
        return 'function'
      case 'class':
        return 'function'
      case 'nothing':
        return 'nothing'
      case 'part':
        return 'unknown'
      case 'elsewhere':
        if (this.#caught.has(binding)) return 'error'
        return this.#ofParameter(binding)
    }
  }

  #ofParameter(binding: Binding): Fact | null {
    const parameter = this.#parameters.get(binding)
    if (!parameter) return 'unknown'
    const { owner, place, given } = parameter
    const name = this.#nameOf(owner)
    const found = name && this.functionOf(name) === owner ? this.callsOf(name) : null
    if (found === null || found.length === 0) return 'unknown'
    let fact: Fact | null = given ? this.#of(given) : null
    for (const call of found) {
      const args = call.arguments as Node[]
      if (args.some(({ type }) => type === 'SpreadElement' || type === 'AssignmentExpression'))
        return 'unknown'
      if (args[place]) fact = join(fact, this.#of(args[place]))
      else if (!given) return 'unknown'
    }
    return fact
  }

  #nameOf(owner: Node): Binding | null {
    if (!this.#owners)
      this.#owners = new Map(
        [...this.#names.all()].flatMap((binding) => {
          const found = this.functionOf(binding)
          return found ? [[found, binding] as const] : []
        }),
      )
    return this.#owners.get(owner) ?? null
  }
  #owners: Map<Node, Binding> | null = null

  #itemOf(list: Node): Fact {
    const node = unwrapped(list)
    if (node.type === 'CallExpression' && dottedName(node.callee as Node) === 'range') return 'int'
    if (node.type === 'ArrayExpression') {
      let fact: Fact | null = null
      for (const item of node.elements as (Node | null)[])
        fact = join(fact, item && item.type !== 'SpreadElement' ? this.#of(item) : 'unknown')
      return fact ?? 'unknown'
    }
    return 'unknown'
  }

  /** What an expression gives. */
  of(node: Node): Fact {
    return this.#of(node) ?? 'unknown'
  }

  #of(node: Node): Fact | null {
    const known = this.#known.get(node)
    if (known !== undefined) return known
    this.#known.set(node, null)
    const fact = this.#computed(node)
    if (this.#isSettled || fact !== null) this.#known.set(node, fact)
    else this.#known.delete(node)
    return fact
  }

  isGlobal(node: Node): boolean {
    return this.#names.reference(node) === undefined && !this.#earlier.has(node.name as string)
  }

  /** Names that stand for a part of the library: `const { DataLoader } = torch.utils.data`, `const F = torch.nn.functional`. */
  readonly #parts = new Set<Binding>()

  #noteParts(node: Node): void {
    if (node.type === 'VariableDeclarator' && node.init && this.libraryName(node.init as Node) !== null) {
      const init = node.init as Node
      if (init.type === 'MemberExpression' && /^(torch|nn|optim)\b/.test(this.libraryName(init)!))
        for (const name of namesOf(node.id as Node)) {
          const binding = this.#names.target(name)
          if (binding?.isConst) this.#parts.add(binding)
        }
    }
    for (const child of childrenOf(node)) this.#noteParts(child)
  }

  /** The dotted name of what is at hand or imported: `torch.nn.Linear`; null for all else. */
  libraryName(node: Node): string | null {
    const name = dottedName(node)
    if (name === null) return null
    let root = node
    while (root.type === 'MemberExpression') root = root.object as Node
    const binding = this.#names.reference(root)?.binding
    if (binding && !binding.isOurs && !this.#parts.has(binding)) return null
    if (!binding && (!library.has(root.name as string) || this.#earlier.has(root.name as string))) return null
    return name
  }

  #computed(node: Node): Fact | null {
    switch (node.type) {
      case 'ParenthesizedExpression':
        return node.expression.type === 'SequenceExpression' ? 'tuple' : this.#of(node.expression as Node)
      case 'TSAsExpression':
      case 'TSSatisfiesExpression':
      case 'TSNonNullExpression':
      case 'TSTypeAssertion':
        return this.#of(node.expression as Node)
      case 'Literal':
        if (node.bigint !== undefined) return 'bigint'
        if (node.regex !== undefined) return 'regexp'
        if (node.value === null) return 'nothing'
        if (typeof node.value === 'number')
          return isFloatLiteral(node) || !Number.isInteger(node.value) ? 'float' : 'count'
        return typeof node.value === 'string' ? 'string' : 'boolean'
      case 'TemplateLiteral':
      case 'DialectFString':
        return 'string'
      case 'ArrayExpression':
        return 'list'
      case 'DialectTuple':
        return 'tuple'
      case 'ObjectExpression':
        return 'object'
      case 'ArrowFunctionExpression':
      case 'FunctionExpression':
      case 'ClassExpression':
        return 'function'
      case 'Identifier':
        return this.#ofName(node)
      case 'ThisExpression':
        return 'instance'
      case 'ConditionalExpression':
        return join(this.#of(node.consequent as Node), this.#of(node.alternate as Node))
      case 'LogicalExpression':
        return join(this.#of(node.left as Node), this.#of(node.right as Node))
      case 'AssignmentExpression':
        return node.operator === '='
          ? this.#of(node.right as Node)
          : binaryFact(
              (node.operator as string).slice(0, -1),
              this.#of(node.left as Node),
              this.#of(node.right as Node),
            )
      case 'BinaryExpression':
        return binaryFact(node.operator as string, this.#of(node.left as Node), this.#of(node.right as Node))
      case 'UpdateExpression':
        return this.#of(node.argument as Node)
      case 'UnaryExpression':
        return unaryFact(node.operator as string, this.#of(node.argument as Node))
      case 'AwaitExpression':
        return this.#of(node.argument as Node)
      case 'MemberExpression':
        return this.#ofMember(node)
      case 'ChainExpression':
        return 'unknown'
      case 'CallExpression':
      case 'NewExpression':
        return this.#ofCall(node)
      default:
        return 'unknown'
    }
  }

  #ofName(node: Node): Fact | null {
    const reference = this.#names.reference(node)
    if (reference) return this.#bindings.get(reference.binding) ?? null
    const name = node.name as string
    if (this.#earlier.has(name)) return this.#earlier.get(name)!
    if (name === 'undefined' || name === 'None') return 'nothing'
    if (name === 'True' || name === 'False') return 'boolean'
    if (name === 'NaN' || name === 'Infinity') return 'float'
    return 'unknown'
  }

  #ofMember(node: Node): Fact | null {
    const object = this.#of(node.object as Node)
    if (object === null) return null
    if (node.computed) {
      if (object === 'tensor') return 'tensor'
      if (object === 'string') return 'string'
      const list = unwrapped(node.object as Node)
      return object === 'list' && list.type === 'ArrayExpression' ? this.#itemOf(list) : 'unknown'
    }
    const name = node.property.name as string
    if (node.object.type === 'ThisExpression') return this.#ofField(name)
    if (dottedName(node)?.startsWith('Math.')) return 'float'
    if (name === 'length' && /^(string|list|tuple|map|set)$/.test(object)) return 'count'
    if (name === 'size' && /^(map|set)$/.test(object)) return 'count'
    if (object === 'tensor') {
      if (/^(grad|data|T|mT|H|real|imag)$/.test(name)) return 'tensor'
      if (/^(requires_grad|is_leaf|is_cuda|retains_grad)$/.test(name)) return 'boolean'
      if (name === 'ndim') return 'count'
    }
    if (object === 'error' && (name === 'message' || name === 'name')) return 'string'
    return 'unknown'
  }

  #ofField(name: string): Fact | null {
    let fact: Fact | null = null
    for (const [owner] of this.classes) {
      const values = this.#fields.get(`${owner}.${name}`) ?? []
      for (const value of values) fact = join(fact, this.#of(value))
    }
    return fact ?? (this.#isSettled ? 'unknown' : null)
  }

  #ofCall(node: Node): Fact | null {
    const callee = unwrapped(node.callee as Node)
    const args = node.arguments as Node[]
    if (callee.type === 'Identifier' && this.classes.has(callee.name as string)) return 'instance'
    const ours = this.libraryName(callee)
    if (ours !== null) {
      if (Object.hasOwn(calls, ours)) return calls[ours]
      if (ours.startsWith('py.')) return calls[ours.slice(3)] ?? 'unknown'
      if (ours.startsWith('torch.') && !noTensor.test(ours)) return 'tensor'
      if (/^F\.[a-z]/.test(ours)) return 'tensor'
      return 'unknown'
    }
    const name = dottedName(callee)
    let root = callee
    while (root.type === 'MemberExpression') root = root.object as Node
    if (name !== null && root.type === 'Identifier' && this.isGlobal(root)) {
      if (Object.hasOwn(calls, name)) return calls[name]
      if (name.startsWith('Math.')) return 'number'
      if (node.type === 'NewExpression') {
        if (/Error$/.test(name)) return 'error'
        return ({ Map: 'map', Set: 'set', Array: 'list' } as Record<string, Fact>)[name] ?? 'unknown'
      }
      if (name === 'sum' || name === 'max' || name === 'min' || name === 'abs' || name === 'round') {
        const fact = args[0] ? this.#of(args[0]) : 'unknown'
        return fact === 'tensor' && name !== 'sum' ? 'tensor' : 'unknown'
      }
      if (root === callee) return 'unknown'
    }
    if (callee.type === 'Identifier') {
      const binding = this.#names.reference(callee)?.binding
      const func = binding ? this.functionOf(binding) : null
      if (!func || func.async === true || func.generator === true) return 'unknown'
      if (func.returnType) return typeFact(func.returnType.typeAnnotation as Node)
      let fact: Fact | null = null
      const values = returnsIn(func)
      for (const value of values) fact = join(fact, this.#of(value))
      return values.length === 0 ? 'nothing' : fact
    }
    if (callee.type !== 'MemberExpression' || callee.computed) return 'unknown'
    return this.#ofMethod(callee, node)
  }

  #ofMethod(callee: Node, node: Node): Fact | null {
    const method = callee.property.name as string
    const object = this.#of(callee.object as Node)
    if (object === null) return null
    if (this.ownMembers.has(method)) return 'unknown'
    if (method === 'no_grad' || method === 'item') return method === 'item' ? 'number' : 'unknown'
    if (object === 'list' || object === 'string') {
      if (/^(slice|concat|reverse|sort|fill|repeat|replace|replaceAll|substring|at)$/.test(method)) {
        if (method === 'at') return object === 'string' ? 'string' : 'unknown'
        return object
      }
      if (method === 'split') return 'list'
      if (method === 'reduce') {
        const args = node.arguments as Node[]
        return args[1] ? join(this.#of(args[1]), 'unknown') : 'unknown'
      }
    }
    if (Object.hasOwn(methods, method) && object !== 'tensor') return methods[method]
    if (object === 'tensor') {
      if (/^(dim|numel|ndimension|data_ptr|tolist|is_floating_point|is_contiguous|is_complex)$/.test(method))
        return methods[method]
      if (method === 'size') return (node.arguments as Node[]).length === 1 ? 'count' : 'unknown'
      if (/^(backward|register_hook|retain_grad)$/.test(method)) return 'nothing'
      if (
        /^(chunk|split|unbind|topk|sort|max|min|mode|median|numpy|equal|allclose|type|new|storage)$/.test(
          method,
        )
      ) {
        const isWholeMax = /^(max|min|median)$/.test(method) && (node.arguments as Node[]).length === 0
        return isWholeMax ? 'tensor' : 'unknown'
      }
      return 'tensor'
    }
    return tensorMethods.test(method) && (object === 'unknown' || object === 'instance')
      ? 'tensor'
      : 'unknown'
  }
}
