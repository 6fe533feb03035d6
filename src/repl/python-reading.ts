// What an entry in Python does, read off its tree.
import { lettersIn, type Source } from '../python/source.js'
import { childrenOf, isComprehension, isFunctionNode } from '../python/tree.js'
import type { ExprNode, Module, Node, Spot, StmtNode } from '../python/tree.js'
import { eachWithin, isLooker, isNamedValue, type Place, TreeReading } from './reading.js'

/** The variable at the root of `x`, `x[0]`, `x.grad`. */
function rootName(node: ExprNode): string | null {
  let at = node
  while (at.nodeType === 'Attribute' || at.nodeType === 'Subscript') at = at.value
  return at.nodeType === 'Name' ? at.id : null
}

/** The variables that a target gives a value, or a part of one. */
function rootsOf(target: ExprNode): string[] {
  if (target.nodeType === 'Tuple' || target.nodeType === 'List') return target.elts.flatMap(rootsOf)
  if (target.nodeType === 'Starred') return rootsOf(target.value)
  const root = rootName(target)
  return root === null ? [] : [root]
}

/** The targets that a node itself assigns to. */
function targetsOf(node: Node): ExprNode[] {
  switch (node.nodeType) {
    case 'Assign':
    case 'Delete':
      return node.targets
    case 'AugAssign':
    case 'AnnAssign':
    case 'For':
    case 'NamedExpr':
      return [node.target]
    case 'With':
      return node.items.flatMap(({ optional_vars: name }) => (name ? [name] : []))
    default:
      return []
  }
}

/** The variable that a call such as `x.add_(1)` writes to. */
function writtenBy(node: Node): string[] {
  if (node.nodeType !== 'Call' || node.func.nodeType !== 'Attribute') return []
  const root = /[^_]_$/.test(node.func.attr) ? rootName(node.func) : null
  return root === null || root === 'torch' ? [] : [root]
}

/** What a function or a class is called. */
const nameOf = (node: Node): string | undefined =>
  node.nodeType === 'FunctionDef' || node.nodeType === 'ClassDef' || node.nodeType === 'AsyncFunctionDef'
    ? node.name
    : undefined

function assignedBy(node: Node): string[] {
  const name = nameOf(node)
  return name === undefined ? [...targetsOf(node).flatMap(rootsOf), ...writtenBy(node)] : [name]
}

/** The variables of a target that get a value as a whole. */
function wholesOf(target: ExprNode): string[] {
  if (target.nodeType === 'Tuple' || target.nodeType === 'List') return target.elts.flatMap(wholesOf)
  if (target.nodeType === 'Starred') return wholesOf(target.value)
  return target.nodeType === 'Name' ? [target.id] : []
}

function definedBy(node: Node): string[] {
  const name = nameOf(node)
  if (name !== undefined) return [name]
  if (node.nodeType === 'Alias') return [node.asname ?? node.name.split('.')[0]]
  if (node.nodeType === 'AugAssign' || node.nodeType === 'Delete') return []
  return targetsOf(node).flatMap(wholesOf)
}

export class PythonReading extends TreeReading {
  readonly language = 'python'
  readonly isParsed = true
  readonly #source: Source
  readonly #body: readonly StmtNode[]

  constructor(source: Source, program: Module) {
    super()
    this.#source = source
    this.#body = program.body
  }

  get hasCode(): boolean {
    return this.#body.length > 0
  }

  get isHushed(): boolean {
    const last = this.#body.at(-1)
    if (!last) return false
    const { end_lineno: line = last.lineno, end_col_offset: column = 0 } = last
    const text = this.#source.line(line)
    return text.slice(lettersIn(text, column)).trimStart().startsWith(';')
  }

  get endsInExpression(): boolean {
    return this.#body.at(-1)?.nodeType === 'Expr'
  }

  get isLook(): boolean {
    const looks = (statement: StmtNode): boolean => {
      if (statement.nodeType !== 'Expr') return false
      const { value } = statement
      if (value.nodeType === 'Call') return isLooker(this.#source.textAt(value.func))
      return rootName(value) !== null && !isNamedValue(this.#source.textAt(value))
    }
    return this.#body.length > 0 && this.#body.every(looks)
  }

  protected override get text(): string {
    return this.#source.text
  }

  protected override assignments(): ReadonlySet<string> {
    const names = new Set<string>()
    eachWithin<Node>(this.#body, childrenOf, (node) => {
      for (const name of assignedBy(node)) names.add(name)
    })
    return names
  }

  get lastAssigned(): readonly string[] {
    const last = this.#body.at(-1)
    const isPlain =
      last && (nameOf(last) !== undefined || ['Assign', 'AugAssign', 'AnnAssign'].includes(last.nodeType))
    return isPlain ? [...new Set(assignedBy(last))] : []
  }

  #offset({ lineno, col_offset: column }: Spot): number {
    return this.#source.startOf(lineno) + lettersIn(this.#source.line(lineno), column)
  }

  protected override mentions(): readonly Place[] {
    const places: Place[] = []
    eachWithin<Node>(this.#body, childrenOf, (node) => {
      const own = node.nodeType === 'Name' ? node.id : nameOf(node)
      const names = node.nodeType === 'Alias' ? definedBy(node) : own === undefined ? [] : [own]
      for (const name of names) places.push({ name, at: this.#offset(node as Node & Spot) })
    })
    return places
  }

  protected override definitions(): readonly Place[] {
    const places: Place[] = []
    const visit = (node: Node, at: Node & Spot): void => {
      for (const name of definedBy(node)) places.push({ name, at: this.#offset(at) })
      if (isFunctionNode(node) || isComprehension(node) || node.nodeType === 'ClassDef') return
      for (const child of childrenOf(node))
        visit(child, 'lineno' in child && child.nodeType !== 'Alias' ? (child as Node & Spot) : at)
    }
    for (const node of this.#body) visit(node, node)
    return places
  }
}
