// What an entry in TypeScript does, read off its tree.
import { namesOf } from '../dialect/scope.js'
import { childrenOf, isFunction, type Node, placesIn, unpacking, unwrapped } from '../dialect/syntax.js'
import { eachWithin, isLooker, isNamedValue, type Place, TreeReading, wordsIn } from './reading.js'

/** The variable at the root of `x`, `x[0]`, `x.grad`. */
function rootName(node: Node): string | null {
  let at = unwrapped(node)
  while (at.type === 'MemberExpression') at = unwrapped(at.object as Node)
  return at.type === 'Identifier' ? (at.name as string) : null
}

const named = (pattern: Node): string[] => namesOf(pattern).map(({ name }) => name as string)

/** The targets that a node itself assigns to; what is inside it is not looked at. */
function targetsOf(node: Node): Node[] {
  switch (node.type) {
    case 'VariableDeclaration':
      return (node.declarations as Node[]).map(({ id }) => id as Node)
    case 'FunctionDeclaration':
    case 'ClassDeclaration':
      return [node.id as Node]
    case 'AssignmentExpression':
      return [node.left as Node]
    case 'UpdateExpression':
      return [node.argument as Node]
    case 'SequenceExpression':
      return (unpacking(node)?.groups ?? []).flatMap(({ targets }) => placesIn(targets))
    default:
      return []
  }
}

/** The variable that a call such as `x.add_(1)` writes to. */
function writtenBy(node: Node): string | null {
  if (node.type !== 'CallExpression') return null
  const callee = unwrapped(node.callee as Node)
  const isInPlace = callee.type === 'MemberExpression' && /[^_]_$/.test(String(callee.property?.name))
  const root = isInPlace ? rootName(callee) : null
  return root === 'torch' ? null : root
}

/** Names that this node gives a value, or a part of one. */
function assignedBy(node: Node): string[] {
  const written = writtenBy(node)
  if (written !== null) return [written]
  return targetsOf(node).flatMap((target) => {
    const root = rootName(target)
    return root === null ? named(target) : [root]
  })
}

/** Names that this node gives a value as a whole: not a part of one, and none made of the one before. */
function definedBy(node: Node): string[] {
  if (node.type === 'UpdateExpression' || (node.operator !== undefined && node.operator !== '=')) return []
  if (node.type === 'DialectImport') return (node.imports as { name: string }[]).map(({ name }) => name)
  return targetsOf(node).flatMap(named)
}

/** A name, a member of it, or an item. */
function isPath(node: Node): boolean {
  return node.type === 'MemberExpression'
    ? isPath(unwrapped(node.object as Node))
    : node.type === 'Identifier'
}

export class CodeReading extends TreeReading {
  readonly language = 'ts'
  readonly #source: string
  readonly #program: Node | null
  /** What the tree's offsets are ahead of the source's. */
  readonly #shift: number

  /** Without a tree, for a text that is so plain that none was made, it is read word by word. */
  constructor(source: string, program: Node | null, shift = 0) {
    super()
    this.#source = source
    this.#program = program
    this.#shift = shift
  }

  get isParsed(): boolean {
    return this.#program !== null
  }

  get #statements(): readonly Node[] {
    return (this.#program?.body as Node[] | undefined) ?? []
  }

  #textOf({ start, end }: Node): string {
    return this.#source.slice(start - this.#shift, end - this.#shift)
  }

  get hasCode(): boolean {
    return this.#program ? this.#statements.length > 0 : this.#source.trim() !== ''
  }

  get isHushed(): boolean {
    const last = this.#statements.at(-1)
    return last ? this.#textOf(last).endsWith(';') : !this.#program && /;\s*$/.test(this.#source)
  }

  get endsInExpression(): boolean {
    return this.#statements.at(-1)?.type === 'ExpressionStatement'
  }

  get isLook(): boolean {
    const looks = (statement: Node): boolean => {
      if (statement.type !== 'ExpressionStatement') return false
      const node = unwrapped(statement.expression as Node)
      if (node.type === 'CallExpression') return isLooker(this.#textOf(node.callee as Node))
      return isPath(node) && !isNamedValue(this.#textOf(node))
    }
    return this.#statements.length > 0 && this.#statements.every(looks)
  }

  protected override get text(): string {
    return this.#source
  }

  protected override assignments(): ReadonlySet<string> {
    const names = new Set<string>()
    eachWithin(this.#statements, childrenOf, (node) => {
      for (const name of assignedBy(node)) names.add(name)
    })
    return names
  }

  get lastAssigned(): readonly string[] {
    const last = this.#statements.at(-1)
    const node = last?.type === 'ExpressionStatement' ? unwrapped(last.expression as Node) : last
    // `w.sub_(…)` writes to a variable, and its value is what it gives.
    return node && node.type !== 'CallExpression' ? [...new Set(assignedBy(node))] : []
  }

  protected override mentions(): readonly Place[] {
    if (!this.#program) return wordsIn(this.#source)
    const places: Place[] = []
    eachWithin(this.#statements, childrenOf, (node) => {
      const at = node.start - this.#shift
      if (node.type === 'Identifier') places.push({ name: node.name as string, at })
      if (node.type === 'DialectImport') for (const name of definedBy(node)) places.push({ name, at })
    })
    return places
  }

  protected override definitions(): readonly Place[] {
    const places: Place[] = []
    const visit = (node: Node): void => {
      for (const name of definedBy(node)) places.push({ name, at: node.start - this.#shift })
      if (!isFunction(node)) for (const child of childrenOf(node)) visit(child)
    }
    this.#statements.forEach(visit)
    return places
  }
}
