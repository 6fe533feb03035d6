// What an expression can hold: surely a number, surely no tensor, or anything. Only what may be a tensor is rewritten,
// so a loop over numbers runs as it was typed.
import type { Binding, Names, Source } from './scope.js'
import { isFunction, isItemCall, isPercent, returnsIn } from './syntax.js'
import type { Node } from './syntax.js'
import {
  type Kind,
  NUMBER,
  STRING,
  BOOLEAN,
  NOTHING,
  BIGINT,
  OBJECT,
  NUMBERS,
  ANYTHING,
  FLOAT,
  TRACKED,
  possibilities,
  MARKS,
  isPlain,
  isOnly,
  isTracked,
  isFloat,
  canBeNumber,
  either,
  typedArrays,
  plainClasses,
  typeKind,
  literalKind,
  binaryKind,
} from './kind.js'
import {
  knownCalls,
  floatFunctions,
  constants,
  pythonNames,
  library,
  dottedName,
  isFloatSource,
} from './known-names.js'

export interface Elsewhere {
  /** Names that earlier inputs declared or assigned. */
  readonly declared: ReadonlySet<string>
  /** Those of them that were declared. */
  readonly lexical: ReadonlySet<string>
  /** What is known of those of them that hold a Python float, if a number. */
  readonly marks: ReadonlyMap<string, Kind>
  /** Those of them that are classes. */
  readonly classes: ReadonlySet<string>
  /** Whether later inputs can change the names at the top of this one. */
  readonly isSession: boolean
}

// Note [Floats of Python]. A program that imports 'dltorch/python' keeps a whole number that is a float as a `Float`, which
// Python's functions give and take. Nothing is said of its numbers then, save of literals: they are what they are.

const isLiteral = (node: Node): boolean =>
  node.type === 'Literal' || (node.type === 'UnaryExpression' && node.argument.type === 'Literal')

export class Kinds {
  readonly #names: Names
  readonly #elsewhere: Elsewhere
  readonly #bindings = new Map<Binding, Kind>()
  /** Which bindings' values read a binding, and the one whose values are looked at. */
  readonly #readers = new Map<Binding, Set<Binding>>()
  #reader: Binding | null = null
  /** Kinds of expressions, which rules ask for again and again; null while those of names still grow. */
  #known: Map<Node, Kind> | null = null

  constructor(names: Names, elsewhere: Elsewhere) {
    this.#names = names
    this.#elsewhere = elsewhere
    // Kinds only grow, so this ends: what reads a name is looked at again when more is known of the name.
    const waiting = names.all()
    for (const binding of waiting) {
      waiting.delete(binding)
      this.#reader = binding
      const before = this.#bindings.get(binding) ?? FLOAT
      // Doubts stay: a float that was none once is none, or two names could take turns for ever.
      const computed = this.#ofSources(binding) | (before & ~FLOAT)
      const kind = (before & FLOAT) === 0 ? computed & ~FLOAT : computed
      this.#bindings.set(binding, kind)
      if (kind !== before) for (const reader of this.#readers.get(binding) ?? []) waiting.add(reader)
    }
    this.#reader = null
    this.#known = new Map()
  }

  /** What a variable can hold while its input runs. */
  ofBinding(binding: Binding): Kind {
    const kind = this.#bindings.get(binding) ?? FLOAT
    return this.#names.importsPython && this.#known !== null ? kind & ~MARKS : kind
  }

  #ofSources(binding: Binding): Kind {
    const kinds = binding.sources.map((source) => this.#ofSource(source))
    // Now an int and now a float: `c = 3; c /= 3`. In loops of functions nothing is noted for that.
    const isMixed =
      (binding.isTopLevel || !binding.isInLoop) &&
      kinds.some((kind) => canBeNumber(kind) && isFloat(kind)) &&
      kinds.some((kind) => canBeNumber(kind) && !isFloat(kind))
    const assigned = kinds.reduce(either, FLOAT) | (isMixed ? TRACKED : 0)
    if (binding.annotation) return typeKind(binding.annotation) | (assigned & MARKS)
    // Functions of earlier inputs may assign it too.
    return binding.isImplicit ? ANYTHING | (assigned & MARKS) : assigned
  }

  #ofSource(source: Source): Kind {
    switch (source.from) {
      case 'expression':
        return this.of(source.node)
      case 'update':
        // Of a bigint it is one: then another source says so.
        return NUMBER
      case 'key':
        return STRING
      case 'item':
        return this.#ofItem(source.list) | (this.isNotedLoop(source.loop) ? TRACKED : 0)
      case 'part':
        return ANYTHING | TRACKED
      case 'declaration':
      case 'class':
        return OBJECT
      case 'nothing':
        return NOTHING
      case 'elsewhere':
        return ANYTHING
    }
  }

  /** An item of what a loop goes through. */
  #ofItem(list: Node): Kind {
    const kind = this.of(list)
    if ((kind & possibilities) === 0) return FLOAT
    if (isOnly(kind, STRING)) return STRING
    return isOnly(kind, NUMBERS) ? NUMBER : ANYTHING
  }

  /** Whether a loop notes which of the items it goes through are floats. */
  isNotedLoop(loop: Node): boolean {
    if (this.#names.importsPython) return false
    const kind = this.of(loop.right as Node)
    return this.#names.isCold(loop) && !isOnly(kind, STRING | NUMBERS)
  }

  /** What the name that is declared or assigned there can hold. */
  ofTarget(name: Node): Kind {
    const binding = this.#names.target(name)
    return binding ? this.ofBinding(binding) : 0
  }

  /** Whether an expression stands outside of functions and loops. */
  isCold(node: Node): boolean {
    return this.#names.isCold(node)
  }

  /** Whether a name is the language's own: declared neither here nor by an earlier input. */
  isGlobal(identifier: Node): boolean {
    return (
      this.#names.reference(identifier) === undefined &&
      !this.#elsewhere.declared.has(identifier.name as string)
    )
  }

  /** Whether a name holds what Python's spelling gave it: it is declared nowhere, or at hand as Python's. */
  isPythonName(identifier: Node): boolean {
    const name = identifier.name as string
    const binding = this.#names.reference(identifier)?.binding
    if (binding) return binding.isOurs || (binding.isImplicit && !this.#elsewhere.lexical.has(name))
    if (this.#elsewhere.declared.has(name)) return !this.#elsewhere.lexical.has(name)
    return library.has(name) || pythonNames.has(name)
  }

  /** Whether a name is Python's `True`, `False` or `None`. */
  isConstant(identifier: Node): boolean {
    const isOne = Object.hasOwn(constants, identifier.name as string)
    return isOne && this.#names.isUse(identifier) && this.isGlobal(identifier)
  }

  /** Whether TypeScript lets a name be assigned to: it is declared, and no constant. */
  isAssignable(identifier: Node): boolean {
    const binding = this.#names.reference(identifier)?.binding
    if (binding) return !binding.isImplicit && !binding.isConst
    return this.#elsewhere.lexical.has(identifier.name as string)
  }

  /** Whether a binding holds nothing but a class that the text declares. */
  static isClassBinding({ sources }: Binding): boolean {
    return sources.every(
      (source) =>
        source.from === 'class' || (source.from === 'expression' && source.node.type === 'ClassExpression'),
    )
  }

  /** Whether a name is that of a class which this input or an earlier one declared. */
  isOwnClass(identifier: Node): boolean {
    if (identifier.type !== 'Identifier') return false
    const binding = this.#names.reference(identifier)?.binding
    return binding ? Kinds.isClassBinding(binding) : this.#elsewhere.classes.has(identifier.name as string)
  }

  /** Whether a callee is this library's by its name: `torch.ones`, `nn.Linear`, or a name imported from it. */
  isLibrary(callee: Node): boolean {
    const root = dottedName(callee)?.split('.')[0]
    if (root === undefined) return false
    let node = callee
    while (node.type === 'MemberExpression') node = node.object as Node
    const binding = this.#names.reference(node)?.binding
    return binding ? binding.isOurs : library.has(root) && this.isGlobal(node)
  }

  /** What a name of an earlier input can be. */
  #ofEarlier(name: string): Kind {
    return ANYTHING | (this.#elsewhere.marks.get(name) ?? 0)
  }

  #noteReader(binding: Binding, reader: Binding): void {
    const readers = this.#readers.get(binding)
    if (readers) readers.add(reader)
    else this.#readers.set(binding, new Set([reader]))
  }

  #ofName(node: Node): Kind {
    const name = node.name as string
    const reference = this.#names.reference(node)
    if (reference) {
      if (this.#reader) this.#noteReader(reference.binding, this.#reader)
      const assigned = this.ofBinding(reference.binding)
      const { isImplicit, isSetFirst } = reference.binding
      const hasEarlierValue = isImplicit && !isSetFirst && this.#elsewhere.declared.has(name)
      const kind = hasEarlierValue ? either(assigned, this.#ofEarlier(name)) : assigned
      const mayChange = this.#elsewhere.isSession && reference.binding.isTopLevel && reference.isInFunction
      return mayChange ? ANYTHING | (kind & MARKS) : kind
    }
    if (this.#elsewhere.declared.has(name)) return this.#ofEarlier(name)
    if (name === 'undefined' || name === 'None') return NOTHING
    if (name === 'NaN' || name === 'Infinity') return NUMBER | FLOAT
    if (name === 'True' || name === 'False') return BOOLEAN
    return ANYTHING
  }

  /** The dotted name of a callee whose root is the language's own. */
  #globalName(node: Node): string | null {
    let root = node
    while (root.type === 'MemberExpression') root = root.object as Node
    return root.type === 'Identifier' && this.isGlobal(root) ? dottedName(node) : null
  }

  /** Whether Python's `sum`, `max` and their like are called, which give a float of floats. */
  isFloatFunction({ type, callee, arguments: args, optional }: Node): boolean {
    return (
      type === 'CallExpression' &&
      callee.type === 'Identifier' &&
      optional !== true &&
      (args as Node[]).length > 0 &&
      !(args as Node[]).some((argument) => argument.type === 'AssignmentExpression') &&
      floatFunctions.has(callee.name as string) &&
      this.isGlobal(callee as Node)
    )
  }

  #ofCall(node: Node): Kind {
    const callee = node.callee as Node
    if (isItemCall(node) || this.isFloatFunction(node)) return ANYTHING | TRACKED
    const name = this.#globalName(callee)
    const isText = callee.type === 'MemberExpression' && callee.property.name === 'format'
    if (isText && isOnly(this.of(callee.object as Node), STRING)) return STRING
    if (name?.startsWith('Math.')) return NUMBER
    if (name !== null && Object.hasOwn(knownCalls, name)) return knownCalls[name]
    return ANYTHING | (this.isNotedCall(node) ? TRACKED : 0)
  }

  /** Whether it is known only when it runs if a call gives a float; in loops and functions, if the function is known to. */
  isNotedCall(node: Node): boolean {
    if (this.#names.importsPython) return false
    const callee = node.callee as Node
    if (node.type !== 'CallExpression' || node.optional === true || callee.type === 'Super') return false
    // NumPy's functions give floats in the place of numbers.
    if (this.isLibrary(callee)) return /^np\./.test(dottedName(callee)!) && this.#names.isCold(node)
    if (
      callee.type === 'Identifier' &&
      /^(next|getattr)$/.test(callee.name as string) &&
      this.isGlobal(callee)
    )
      return true
    if (callee.type === 'MemberExpression' && isPlain(this.of(callee.object as Node))) return false
    if (this.#names.isCold(node)) return !this.#isLanguages(callee)
    const binding = callee.type === 'Identifier' ? this.#names.reference(callee)?.binding : undefined
    if (!binding || this.#asked.has(binding)) return false
    this.#asked.add(binding)
    try {
      return binding.sources.some((source) => {
        const func = source.from === 'declaration' || source.from === 'expression' ? source.node : undefined
        return (
          func !== undefined && isFunction(func) && returnsIn(func).some((value) => this.#isFloatGiven(value))
        )
      })
    } finally {
      this.#asked.delete(binding)
    }
  }

  #isFloatGiven(value: Node): boolean {
    const kind = this.of(value)
    return canBeNumber(kind) && (isFloat(kind) || isTracked(kind))
  }

  /** Functions whose returns are being looked at. */
  readonly #asked = new Set<Binding>()

  /** Whether a callee belongs to an object of the language: `Object.keys`, `console.log`. */
  #isLanguages(callee: Node): boolean {
    const name = this.#globalName(callee)
    return (
      name !== null &&
      /^(Object|Array|JSON|console|process|Promise|Symbol|Reflect|String|Number)\b/.test(name)
    )
  }

  #ofMember(node: Node): Kind {
    if (node.computed) {
      const key = node.property as Node
      if (key.type.startsWith('Dialect')) return ANYTHING
      const object = this.of(node.object as Node)
      if (isOnly(object, NUMBERS)) return NUMBER | NOTHING
      return isOnly(object, STRING) ? STRING | NOTHING : ANYTHING | (this.isNotedMember(node) ? TRACKED : 0)
    }
    const name = this.#globalName(node)
    if (name !== null && /^(Math|Number)\.[A-Z]/.test(name)) return NUMBER | FLOAT
    if (node.property.name === 'length') return NUMBER | NOTHING
    return ANYTHING | (this.isNotedMember(node) ? TRACKED : 0)
  }

  /** Whether an element or a field is asked if it is a float: outside of loops and functions. */
  isNotedMember(node: Node): boolean {
    if (this.#names.importsPython) return false
    const { object, property } = node as unknown as { object: Node; property: Node }
    if (node.optional === true) return false
    const isField =
      node.computed === true && property.type === 'Literal' && typeof property.value === 'string'
    if (!this.#names.isCold(node) && !isField && !isFloatSource(object)) return false
    if (object.type === 'Super' || object.type === 'MetaProperty' || property.type === 'PrivateIdentifier')
      return false
    if (isPlain(this.of(object)) && !this.#mayHoldFloats(object)) return false
    if (node.computed) return !/^(Dialect(Slice|Ellipsis)|Array)/.test(property.type)
    return !this.isLibrary(node) && !/^__[a-z]+__$/.test(property.name as string)
  }

  /** Whether a list or a dict was written with floats in it, or with nothing yet. */
  #mayHoldFloats(object: Node): boolean {
    if (isFloatSource(object)) return true
    const binding = object.type === 'Identifier' ? this.#names.reference(object)?.binding : undefined
    return (binding?.sources ?? []).some((source) => {
      if (source.from !== 'expression' || !/^(Array|Object)Expression$/.test(source.node.type)) return false
      const items = (source.node.elements ?? source.node.properties) as (Node | null)[]
      return (
        items.length === 0 || items.some((item) => item && this.#isFloatGiven((item.value ?? item) as Node))
      )
    })
  }

  #ofUnary(node: Node): Kind {
    const argument = this.of(node.argument as Node)
    switch (node.operator as string) {
      case '-':
      case '+':
      case '~':
        if (!isPlain(argument)) return ANYTHING | (node.operator === '~' ? 0 : argument & MARKS)
        if (node.operator === '+') return NUMBER | (argument & MARKS)
        if ((argument & possibilities) === 0) return FLOAT
        return NUMBER | (isOnly(argument, NUMBER | BOOLEAN | STRING) ? argument & MARKS : BIGINT)
      case '!':
      case 'delete':
        return BOOLEAN
      case 'typeof':
        return STRING
      default:
        return NOTHING
    }
  }

  /** What an expression can be. */
  of(node: Node): Kind {
    if (node.type === 'Literal' || this.#known === null) return this.#computed(node)
    let kind = this.#known.get(node)
    if (kind === undefined) this.#known.set(node, (kind = this.#computed(node)))
    return this.#names.importsPython && !isLiteral(node) ? kind & ~MARKS : kind
  }

  #computed(node: Node): Kind {
    switch (node.type) {
      case 'Literal':
        return literalKind(node)
      case 'TemplateLiteral':
      case 'DialectFString':
        return STRING
      case 'Identifier':
        return this.#ofName(node)
      case 'ParenthesizedExpression':
      case 'TSNonNullExpression':
      case 'TSSatisfiesExpression':
      case 'ChainExpression':
        return this.of(node.expression as Node)
      case 'TSAsExpression':
      case 'TSTypeAssertion': {
        const kind = typeKind(node.typeAnnotation as Node)
        return isPlain(kind) ? kind : this.of(node.expression as Node)
      }
      case 'BinaryExpression':
        if (isPercent(node)) return STRING
        return node.left.type === 'PrivateIdentifier'
          ? BOOLEAN
          : binaryKind(node.operator as string, this.of(node.left as Node), this.of(node.right as Node))
      case 'LogicalExpression':
        return either(this.of(node.left as Node), this.of(node.right as Node))
      case 'ConditionalExpression': {
        const [then, otherwise] = [this.of(node.consequent as Node), this.of(node.alternate as Node)]
        const isMixed = canBeNumber(then) && canBeNumber(otherwise) && isFloat(then) !== isFloat(otherwise)
        return either(then, otherwise) | (isMixed && this.#names.isCold(node) ? TRACKED : 0)
      }
      case 'UnaryExpression':
        return this.#ofUnary(node)
      case 'UpdateExpression':
        return NUMBER | BIGINT
      case 'AssignmentExpression':
        return this.#ofAssignment(node)
      case 'CallExpression':
        return this.#ofCall(node)
      case 'NewExpression': {
        const name = this.#globalName(node.callee as Node)
        if (name === null) return ANYTHING
        return typedArrays.has(name) ? NUMBERS : plainClasses.has(name) ? OBJECT : ANYTHING
      }
      case 'MemberExpression':
        return this.#ofMember(node)
      case 'ArrayExpression':
      case 'ObjectExpression':
      case 'FunctionExpression':
      case 'ArrowFunctionExpression':
      case 'ClassExpression':
        return OBJECT
      default:
        return ANYTHING
    }
  }

  #ofAssignment(node: Node): Kind {
    const operator = node.operator as string
    const right = this.of(node.right as Node)
    if (operator === '=') return right
    const left = this.of(node.left as Node)
    if (operator === '&&=' || operator === '||=' || operator === '??=') return either(left, right)
    return binaryKind(operator.slice(0, -1), left, right)
  }
}
