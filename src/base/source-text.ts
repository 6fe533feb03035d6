// The source of a function as data: its text, what its parameters are called, which names it mentions. Parsed once a
// function, and refused where it cannot be read: a formula that is misunderstood would save nothing, or the wrong thing.
//
// Note [Source text]. Backward formulas say by what they destructure what is to be saved, and kernels are translated
// for devices. Both are read when they are first needed, not by the build, so that an entry written by a test or a user
// is treated like those of the table. The parser loads at that moment. Only parameters and names are read, never how a
// body is laid out: a coverage tool or a minifier may rewrite it.
import { parse as parseJavaScript } from './acorn.js'

type AnyFunction = (...args: never[]) => unknown
export type SyntaxNode = any

export interface Parameter {
  /** The name; null for a pattern. */
  readonly name: string | null
  /** The properties that an object pattern takes; null for a plain name. */
  readonly properties: readonly string[] | null
}

/** The source of a function or class as it was written. */
export function textOf(value: Function): string {
  const text = Function.prototype.toString.call(value)
  if (/\{\s*\[native code\]\s*\}$/.test(text))
    throw new Error(`internal: the source of '${value.name}' cannot be read`)
  return text
}

/** Whether a function was written as a class. */
export const isClass = (value: Function): boolean => /^class\b/.test(Function.prototype.toString.call(value))

interface Source {
  /** What was parsed; the nodes of the tree say where in it they stand. */
  readonly code: string
  readonly tree: SyntaxNode
}

const sources = new WeakMap<Function, Source>()

function sourceOf(value: Function): Source {
  let source = sources.get(value)
  if (source === undefined) sources.set(value, (source = parse(textOf(value))))
  return source
}

/** The syntax tree of a function or class; methods are functions. */
export const treeOf = (value: Function): SyntaxNode => sourceOf(value).tree

/** The text of a node of a function's tree. */
export const textIn = (value: Function, { start, end }: SyntaxNode): string =>
  sourceOf(value).code.slice(start, end)

/** The syntax tree of the text of a function. */
export const parseFunction = (text: string): SyntaxNode => parse(text).tree

function parse(text: string): Source {
  // A function may lie in a method or class of which only its own part is at hand.
  const options = {
    ecmaVersion: 'latest',
    allowSuperOutsideMethod: true,
    // `import.meta`, too.
    allowImportExportEverywhere: true,
    checkPrivateFields: false,
  } as const
  const read = (code: string): SyntaxNode => (parseJavaScript(code, options).body[0] as SyntaxNode).expression
  try {
    const code = `(${text})`
    return { code, tree: read(code) }
  } catch {
    // A method is written without the word `function`.
    try {
      const code = `(class {${text}})`
      return { code, tree: read(code).body.body[0].value }
    } catch (error) {
      throw new Error(`internal: the source of a function cannot be read: ${text.slice(0, 60)}`, {
        cause: error,
      })
    }
  }
}

function parameter(value: AnyFunction, node: SyntaxNode): Parameter {
  if (node.type === 'AssignmentPattern') return parameter(value, node.left)
  if (node.type === 'Identifier') return { name: node.name, properties: null }
  if (node.type !== 'ObjectPattern')
    throw new Error(`internal: a parameter of '${value.name}' is neither a name nor an object`)
  const properties = node.properties.map((property: SyntaxNode) => {
    const { key } = property
    if (property.type !== 'Property' || property.computed)
      throw new Error(`internal: what '${value.name}' takes cannot be told by name`)
    return key.type === 'Identifier' ? key.name : String(key.value)
  })
  return { name: null, properties }
}

/** The parameters of a function. */
export const parametersOf = (value: AnyFunction): Parameter[] =>
  treeOf(value).params.map((node: SyntaxNode) => parameter(value, node))

/** A parameter as it was written. */
export interface WrittenParameter {
  readonly text: string
  /** The name; null for a pattern. */
  readonly name: string | null
  /** The text of its default. */
  readonly default: string | null
  readonly isRest: boolean
}

/** The parameters of a function or of a class's constructor, whatever they look like; null where they cannot be told. */
export function writtenParameters(value: Function): WrittenParameter[] | null {
  let tree: SyntaxNode
  try {
    tree = treeOf(value)
  } catch {
    return null
  }
  const isConstructor = (node: SyntaxNode): boolean => node.kind === 'constructor'
  const called: SyntaxNode = tree.params ? tree : tree.body.body.find(isConstructor)?.value
  if (!called) return null
  return called.params.map((node: SyntaxNode) => {
    const isRest = node.type === 'RestElement'
    const hasDefault = node.type === 'AssignmentPattern'
    const target = isRest ? node.argument : hasDefault ? node.left : node
    return {
      text: textIn(value, node),
      name: target.type === 'Identifier' ? target.name : null,
      default: hasDefault ? textIn(value, node.right) : null,
      isRest,
    }
  })
}

/** Names as they were written: the bundler numbers those that are taken elsewhere. */
export function unnumbered(names: readonly string[]): string[] {
  const plain = names.map((name) => name.replace(/(?<=[a-z_]{3})\d$/, ''))
  return names.map((name, i) => (plain.indexOf(plain[i]) === plain.lastIndexOf(plain[i]) ? plain[i] : name))
}

/** The expression that a function gives, where it is written as that alone: `g.mul(other)`. */
export function expressionOf(value: Function): string | null {
  const { body } = treeOf(value)
  return body.type === 'BlockStatement' || body.type === 'ClassBody' ? null : textIn(value, body)
}

/** All nodes of a function's tree, each before its parts. */
export const nodesOf = (value: Function): Generator<SyntaxNode> => nodesBelow(treeOf(value))

function* nodesBelow(node: SyntaxNode): Generator<SyntaxNode> {
  if (typeof node !== 'object' || node === null) return
  if (!Array.isArray(node) && typeof node.type === 'string') yield node
  for (const part of Object.values(node as object)) yield* nodesBelow(part)
}

/** Whether a function mentions a name anywhere. */
export function uses(value: AnyFunction, name: string): boolean {
  for (const node of nodesOf(value)) if (node.type === 'Identifier' && node.name === name) return true
  return false
}
