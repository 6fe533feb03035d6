// Which declaration every name of a program belongs to, and what is assigned to it. Says nothing of what it may hold:
// that is kinds.ts.
import {
  childrenOf,
  innerTargets,
  isFunction,
  isSilent,
  isStar,
  laterValues,
  placesIn,
  unpacking,
  unwrapped,
} from './syntax.js'
import type { Node } from './syntax.js'

/** Where the value of a variable comes from. */
export type Source =
  /** The value of an expression. */
  | { from: 'expression'; node: Node }
  /** `i++`: a number, whatever it was. */
  | { from: 'update' }
  /** A key of `for (const key in object)`. */
  | { from: 'key' }
  /** An item of `for (const item of list)`. */
  | { from: 'item'; list: Node; loop: Node }
  /** A function, an enum, a namespace. */
  | { from: 'declaration'; node?: Node }
  | { from: 'class'; node?: Node }
  /** `let x` without a value. */
  | { from: 'nothing' }
  /** A part of what is unpacked. */
  | { from: 'part' }
  /** A parameter, a part of a pattern, an import. */
  | { from: 'elsewhere' }

export interface Binding {
  readonly name: string
  /** Tells it from others of its name, of whatever input. */
  readonly id: number
  /** Something that may run often assigns it. */
  isInLoop: boolean
  /** Declared, or assigned without declaration, at the top of an input: inputs to come see it. */
  readonly isTopLevel: boolean
  /** Assigned without any declaration. */
  readonly isImplicit: boolean
  /** A statement at the top gives it a value before anything uses it. */
  isSetFirst: boolean
  readonly isConst: boolean
  /** Imported from this library. */
  readonly isOurs: boolean
  /** The type that was written behind the name. */
  readonly annotation: Node | null
  readonly sources: Source[]
}

export interface Reference {
  readonly binding: Binding
  /** The name is used in a function, which may run when other inputs have changed it. */
  readonly isInFunction: boolean
}

let lastBinding = 0

class Scope {
  readonly bindings = new Map<string, Binding>()

  constructor(
    readonly parent: Scope | null,
    /** Where `var` puts its names. */
    readonly isFunction: boolean,
    readonly depth: number,
    /** What is in it may run often: loops. */
    readonly isLoop = false,
  ) {}

  /** Whether what stands in it may run often for each call of the function around. */
  get isInLoop(): boolean {
    return this.isLoop || (!this.isFunction && (this.parent?.isInLoop ?? false))
  }

  /** Whether what stands in it runs once. */
  get isCold(): boolean {
    return this.depth === 0 && !this.isLoop && (this.parent?.isCold ?? true)
  }

  resolve(name: string): Binding | undefined {
    return this.bindings.get(name) ?? this.parent?.resolve(name)
  }
}

const blocks = new Set([
  'BlockStatement',
  'StaticBlock',
  'SwitchStatement',
  'CatchClause',
  'TSModuleBlock',
  'ClassExpression',
])

/** Names of a pattern that are declared or assigned. */
export function namesOf(pattern: Node | null, found: Node[] = []): Node[] {
  switch (pattern?.type) {
    case 'Identifier':
      found.push(pattern)
      break
    case 'ObjectPattern':
      for (const property of pattern.properties as Node[]) namesOf(property.value ?? property.argument, found)
      break
    case 'ArrayPattern':
      for (const element of pattern.elements as (Node | null)[]) namesOf(element, found)
      break
    case 'AssignmentPattern':
      namesOf(pattern.left as Node, found)
      break
    case 'RestElement':
      namesOf(pattern.argument as Node, found)
      break
    case 'TSParameterProperty':
      namesOf(pattern.parameter as Node, found)
      break
    case 'ParenthesizedExpression':
      namesOf(pattern.expression as Node, found)
  }
  return found
}

interface Use {
  readonly node: Node
  readonly scope: Scope
}

/** Functions within one another. */
const deepest = 200

export class Names {
  readonly #root = new Scope(null, true, 0)
  readonly #uses: Use[] = []
  readonly #assignments: (Use & { source: Source; isDoubtful: boolean })[] = []
  readonly #used = new Set<Node>()
  readonly #cold = new Set<Node>()
  readonly #references = new Map<Node, Reference>()

  /** Whether Python's functions are imported; see Note [Floats of Python]. */
  importsPython = false

  constructor(program: Node) {
    for (const statement of program.body as Node[]) this.#visit(statement, this.#root)
    const firstTargets = new Set((program.body as Node[]).flatMap(assignedNames))
    for (const { node, scope, source, isDoubtful } of this.#assignments)
      if (!isDoubtful || scope.resolve(node.name as string)) this.#assign(node, scope, source)
    const used = new Set<Binding>()
    for (const { node, scope } of this.#uses) {
      this.#used.add(node)
      const binding = scope.resolve(node.name as string)
      if (!binding) continue
      this.#references.set(node, { binding, isInFunction: scope.depth > 0 })
      if (!used.has(binding) && firstTargets.has(node)) binding.isSetFirst = true
      used.add(binding)
    }
  }

  /** What a name refers to; undefined when this program neither declares nor assigns it. */
  reference(identifier: Node): Reference | undefined {
    return this.#references.get(identifier)
  }

  /** Whether a name stands for a value or a place, and is not just being declared. */
  isUse(identifier: Node): boolean {
    return this.#used.has(identifier)
  }

  /** What a name that is declared or assigned to is. */
  target(name: Node): Binding | undefined {
    return this.#places.get(name) ?? this.#references.get(name)?.binding
  }
  readonly #places = new Map<Node, Binding>()

  /** Whether an expression stands outside of functions and loops, where it runs once. */
  isCold(node: Node): boolean {
    return this.#cold.has(node)
  }

  /** Names at the top of the program. */
  topLevel(): Binding[] {
    return [...this.#root.bindings.values()]
  }

  all(): Set<Binding> {
    return new Set([...this.#declared, ...this.topLevel()])
  }
  readonly #declared: Binding[] = []

  #declare(name: Node, scope: Scope, source: Source, isConst = false, annotated: Node = name): void {
    const existing = scope.bindings.get(name.name as string)
    if (existing) {
      this.#places.set(name, existing)
      existing.sources.push(source)
      return
    }
    const binding: Binding = {
      name: name.name as string,
      id: ++lastBinding,
      isInLoop: false,
      isTopLevel: scope === this.#root,
      isImplicit: false,
      isSetFirst: true,
      isConst,
      isOurs: annotated.isOurs === true,
      annotation: (annotated.typeAnnotation?.typeAnnotation as Node | undefined) ?? null,
      sources: [source],
    }
    scope.bindings.set(binding.name, binding)
    this.#places.set(name, binding)
    this.#declared.push(binding)
  }

  #assign(name: Node, scope: Scope, source: Source): void {
    const binding = scope.resolve(name.name as string)
    if (binding) {
      binding.sources.push(source)
      binding.isInLoop ||= scope.isInLoop
    } else {
      this.#root.bindings.set(name.name as string, {
        name: name.name as string,
        id: ++lastBinding,
        isInLoop: false,
        isTopLevel: true,
        isImplicit: true,
        isSetFirst: false,
        isConst: false,
        isOurs: false,
        annotation: null,
        sources: [source],
      })
    }
  }

  #visitAll(nodes: readonly Node[], scope: Scope): void {
    for (const node of nodes) this.#visit(node, scope)
  }

  #visit(node: Node, scope: Scope): void {
    if (/^(Call|Member|Conditional)Expression$|^ForOfStatement$/.test(node.type) && scope.isCold)
      this.#cold.add(node)
    switch (node.type) {
      case 'Identifier':
        this.#uses.push({ node, scope })
        return
      case 'VariableDeclaration':
        for (const declarator of node.declarations as Node[])
          this.#declarator(node, declarator, scope, declarator.init ? null : { from: 'nothing' })
        return
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
      case 'TSEnumDeclaration':
      case 'TSModuleDeclaration':
      case 'TSImportEqualsDeclaration':
        if (node.id?.type === 'Identifier')
          this.#declare(node.id as Node, scope, {
            from: node.type === 'ClassDeclaration' ? 'class' : 'declaration',
            node,
          })
        break
      case 'ImportDeclaration':
        if (node.source.value === 'dltorch/python') this.importsPython = true
        for (const specifier of node.specifiers as Node[])
          this.#declare(specifier.local as Node, scope, { from: 'elsewhere' }, true, {
            ...specifier,
            isOurs: /^dltorch(\/python)?$/.test(node.source.value as string),
          } as Node)
        return
      case 'DialectImport':
        for (const { name } of node.imports as { name: string }[])
          this.#declare({ ...node, name }, scope, { from: 'elsewhere' }, true, { ...node, isOurs: true })
        return
      case 'ExpressionStatement': {
        const parts = unpacking(node.expression as Node)
        const later = parts ? null : laterValues(node.expression as Node)
        if (later) {
          this.#visitAll(later.values, scope)
          this.#target(later.name, scope, { from: 'elsewhere' })
          return
        }
        if (!parts) break
        const { groups, values } = parts
        this.#visitAll(values, scope)
        for (const { targets } of groups) {
          const isPaired = groups.length === 1 && values.length === targets.length && !values.some(isStar)
          targets.forEach((target, i) =>
            this.#targets(
              target,
              scope,
              isPaired ? { from: 'expression', node: values[i] } : { from: 'part' },
            ),
          )
        }
        return
      }
      case 'AssignmentExpression':
        this.#assignment(node, scope)
        return
      case 'CallExpression':
      case 'NewExpression':
        for (const child of childrenOf(node)) {
          if (child.type === 'AssignmentExpression' && child !== node.callee)
            this.#assignment(child, scope, true)
          else this.#visit(child, scope)
        }
        return
      case 'UpdateExpression':
        this.#target(unwrapped(node.argument as Node), scope, { from: 'update' })
        return
      case 'ForInStatement':
      case 'ForOfStatement':
        this.#loopOverItems(node, new Scope(scope, false, scope.depth, true))
        return
      case 'ForStatement':
      case 'WhileStatement':
      case 'DoWhileStatement':
        this.#visitAll(childrenOf(node), new Scope(scope, false, scope.depth, true))
        return
    }
    if (isSilent(node)) return
    if (isFunction(node)) this.#function(node, scope)
    // What is in a class runs when instances are made.
    else if (node.type === 'ClassBody')
      this.#visitAll(node.body as Node[], new Scope(scope, false, scope.depth + 1))
    else if (blocks.has(node.type)) this.#block(node, new Scope(scope, false, scope.depth))
    else this.#visitAll(withoutName(node), scope)
  }

  #block(node: Node, scope: Scope): void {
    if (node.type === 'CatchClause' && node.param)
      this.#pattern(node.param as Node, scope, { from: 'elsewhere' })
    if (node.type === 'ClassExpression' && node.id)
      this.#declare(node.id as Node, scope, { from: 'declaration' })
    this.#visitAll(
      withoutName(node).filter((child) => child !== node.param),
      scope,
    )
  }

  #function(node: Node, outer: Scope): void {
    const scope = new Scope(outer, true, outer.depth + 1)
    // As the stack says it, which would come to its end somewhat later. What takes types away needs a second for 400.
    if (scope.depth > deepest) throw new RangeError('functions within functions')
    if (node.type === 'FunctionExpression' && node.id)
      this.#declare(node.id as Node, scope, { from: 'declaration' })
    for (const parameter of node.params as Node[]) {
      // With a default the parameter can still be given anything.
      this.#pattern(parameter, scope, { from: 'elsewhere' })
    }
    const body = node.body as Node
    this.#visitAll(body.type === 'BlockStatement' ? (body.body as Node[]) : [body], scope)
  }

  #declarator(declaration: Node, declarator: Node, scope: Scope, given: Source | null): void {
    const { id, init } = declarator as unknown as { id: Node; init: Node | null }
    let home = scope
    if (declaration.kind === 'var') while (!home.isFunction) home = home.parent!
    const isConst = declaration.kind !== 'var' && declaration.kind !== 'let'
    if (id.type === 'Identifier')
      this.#declare(id, home, given ?? { from: 'expression', node: init! }, isConst)
    else this.#pattern(id, home, { from: 'elsewhere' }, isConst)
    if (init) this.#visit(init, scope)
  }

  /** Declares the names of a pattern, and visits the code inside: defaults and computed keys. */
  #pattern(pattern: Node, scope: Scope, source: Source, isConst = false): void {
    for (const name of namesOf(pattern)) {
      const isWhole = name === pattern || name === pattern.left || name === pattern.parameter
      this.#declare(name, scope, source, isConst, isWhole && pattern.typeAnnotation ? pattern : name)
    }
    this.#codeInPattern(pattern, scope)
  }

  #codeInPattern(node: Node, scope: Scope): void {
    if (node.type === 'Identifier' || isSilent(node)) return
    if (node.type === 'AssignmentPattern') {
      this.#codeInPattern(node.left as Node, scope)
      this.#visit(node.right as Node, scope)
    } else if (node.type === 'Property') {
      if (node.computed) this.#visit(node.key as Node, scope)
      this.#codeInPattern(node.value as Node, scope)
    } else if (node.type === 'MemberExpression') this.#visit(node, scope)
    else for (const child of childrenOf(node)) this.#codeInPattern(child, scope)
  }

  #target(target: Node, scope: Scope, source: Source, isDoubtful = false): void {
    if (target.type === 'Identifier') {
      this.#uses.push({ node: target, scope })
      this.#assignments.push({ node: target, scope, source, isDoubtful })
    } else if (target.type.endsWith('Pattern')) {
      for (const name of namesOf(target)) this.#target(name, scope, { from: 'elsewhere' })
      this.#codeInPattern(target, scope)
    } else if (innerTargets(target)) this.#targets(target, scope, source)
    else this.#visit(target, scope)
  }

  /** A target of an unpacking, which may hold others. */
  #targets(target: Node, scope: Scope, source: Source): void {
    const inner = isStar(target) ? [target.argument as Node] : innerTargets(target)
    if (inner) for (const item of inner) this.#targets(item, scope, { from: 'part' })
    else this.#target(target, scope, source)
  }

  /** `isDoubtful`: it may be a keyword argument, which assigns nothing. */
  #assignment(node: Node, scope: Scope, isDoubtful = false): void {
    const isPlain = node.operator === '='
    const source: Source = { from: 'expression', node: isPlain ? (node.right as Node) : node }
    // A value that reads the name reads what it held before.
    this.#visit(node.right as Node, scope)
    this.#target(unwrapped(node.left as Node), scope, source, isDoubtful)
  }

  #loopOverItems(node: Node, scope: Scope): void {
    const source: Source =
      node.type === 'ForInStatement'
        ? { from: 'key' }
        : { from: 'item', list: node.right as Node, loop: node }
    const left = node.left as Node
    if (left.type === 'VariableDeclaration')
      this.#declarator(left, (left.declarations as Node[])[0], scope, source)
    else this.#target(unwrapped(left), scope, source)
    this.#visit(node.right as Node, scope.parent!)
    this.#visit(node.body as Node, scope)
  }
}

/** The names that a statement `name = value`, `a = b = value` or `a, b = values` assigns. */
function assignedNames(statement: Node): Node[] {
  if (statement.type !== 'ExpressionStatement') return []
  let expression = statement.expression as Node
  const parts = unpacking(expression)
  const targets = parts ? placesIn(parts.groups.flatMap((group) => group.targets)) : []
  while (!parts && expression.type === 'AssignmentExpression' && expression.operator === '=') {
    targets.push(expression.left as Node)
    expression = expression.right as Node
  }
  return targets.filter((target) => target.type === 'Identifier')
}

/** The children of a declaration without the name it declares. */
const withoutName = (node: Node): Node[] => childrenOf(node).filter((child) => child !== node.id)
