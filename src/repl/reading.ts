// What an entry does, read off its tree: the names it mentions, those it gives a value, whether its own value is hushed.
// Here for TypeScript; python-reading.ts has the same for Python.
import { namesOf } from '../dialect/scope.js'
import { childrenOf, isFunction, type Node, placesIn, unpacking, unwrapped } from '../dialect/syntax.js'

/** What an entry does, in whichever language. */
export interface Reading {
  readonly language: 'ts' | 'python'
  /** Whether there is a tree; else the text was read word by word. */
  readonly isParsed: boolean
  /** Whether there is anything but comments. */
  readonly hasCode: boolean
  /** A semicolon at the end, comments not counted. */
  readonly isHushed: boolean
  /** Whether the last statement is an expression. */
  readonly endsInExpression: boolean
  /** Whether it only looks at something: a name, a member of it, an item, or print. */
  readonly isLook: boolean
  /** All names that stand for something: not those of members and keys. */
  readonly names: ReadonlySet<string>
  /** All names that it gives a value, or a part of one, in whatever depth. */
  readonly assigned: ReadonlySet<string>
  /** The names that its last statement assigns, in the order they are written. */
  readonly lastAssigned: readonly string[]
  /** Whether it is what gives `name` its value: a declaration, an assignment, a function, a class, an import. */
  defines(name: string): boolean
  /** The last line that gives `name` a value; else the first that mentions it. With it, the names on that line. */
  lineOf(name: string): LineRead
}

export interface LineRead {
  readonly text: string
  readonly names: ReadonlySet<string>
}

/** Values that are spelled like names. */
export const isNamedValue = (path: string): boolean =>
  /^(?:True|False|None|torch\.(?:bool|u?int\d+|b?float\d+|complex\d+))$/.test(path)

/** Calls that only show something. */
export const isLooker = (path: string): boolean => /^(?:print|help|console\.log)$/.test(path)

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

/** A name, and where it stands. */
export interface Place {
  readonly name: string
  readonly at: number
}

const identifier = /(?<![\w$.])[A-Za-z_$][\w$]*/g

export const wordsIn = (text: string): Place[] =>
  Array.from(text.matchAll(identifier), (match) => ({ name: match[0], at: match.index }))

/** A name, a member of it, or an item. */
function isPath(node: Node): boolean {
  return node.type === 'MemberExpression'
    ? isPath(unwrapped(node.object as Node))
    : node.type === 'Identifier'
}

/** The line of a text that `at` is in, and the names there. */
export function lineAt(source: string, at: number, places: readonly Place[]): LineRead {
  const start = source.lastIndexOf('\n', at - 1) + 1
  const next = source.indexOf('\n', at)
  const end = next < 0 ? source.length : next
  const names = places.filter((place) => place.at >= start && place.at < end)
  return { text: source.slice(start, end).trim(), names: new Set(names.map(({ name }) => name)) }
}

export class CodeReading implements Reading {
  readonly language = 'ts'
  readonly #source: string
  readonly #program: Node | null
  /** What the tree's offsets are ahead of the source's. */
  readonly #shift: number
  #mentions: readonly Place[] | undefined
  #definitions: readonly Place[] | undefined
  #assigned: ReadonlySet<string> | undefined

  /** Without a tree, for a text that is so plain that none was made, it is read word by word. */
  constructor(source: string, program: Node | null, shift = 0) {
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

  get names(): ReadonlySet<string> {
    return new Set(this.#places().map(({ name }) => name))
  }

  get assigned(): ReadonlySet<string> {
    if (this.#assigned) return this.#assigned
    const names = new Set<string>()
    this.#visit((node) => {
      for (const name of assignedBy(node)) names.add(name)
    })
    return (this.#assigned = names)
  }

  get lastAssigned(): readonly string[] {
    const last = this.#statements.at(-1)
    const node = last?.type === 'ExpressionStatement' ? unwrapped(last.expression as Node) : last
    // `w.sub_(…)` writes to a variable, and its value is what it gives.
    return node && node.type !== 'CallExpression' ? [...new Set(assignedBy(node))] : []
  }

  defines(name: string): boolean {
    return this.#defined().some((place) => place.name === name)
  }

  lineOf(name: string): LineRead {
    const given = this.#defined().findLast((place) => place.name === name)
    const at = (given ?? this.#places().find((place) => place.name === name))?.at ?? 0
    return lineAt(this.#source, at, this.#places())
  }

  #places(): readonly Place[] {
    if (this.#mentions) return this.#mentions
    if (!this.#program) return (this.#mentions = wordsIn(this.#source))
    const places: Place[] = []
    this.#visit((node) => {
      if (node.type === 'Identifier') places.push({ name: node.name as string, at: node.start - this.#shift })
      if (node.type !== 'DialectImport') return
      for (const name of definedBy(node)) places.push({ name, at: node.start - this.#shift })
    })
    return (this.#mentions = places)
  }

  /** What functions do when they are called is not looked at. */
  #defined(): readonly Place[] {
    if (this.#definitions) return this.#definitions
    const places: Place[] = []
    const visit = (node: Node): void => {
      for (const name of definedBy(node)) places.push({ name, at: node.start - this.#shift })
      if (!isFunction(node)) for (const child of childrenOf(node)) visit(child)
    }
    this.#statements.forEach(visit)
    return (this.#definitions = places)
  }

  #visit(look: (node: Node) => void): void {
    const visit = (node: Node): void => {
      look(node)
      for (const child of childrenOf(node)) visit(child)
    }
    this.#statements.forEach(visit)
  }
}
