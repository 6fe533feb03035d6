/**
 * The source of a function as data: its text, what its parameters are called, which names it mentions. Parsed once a
 * function, and refused where it cannot be read: a formula that is misunderstood would save nothing, or the wrong thing.
 *
 * Note [Source text]. Backward formulas say by what they destructure what is to be saved, and kernels are translated
 * for devices. Both are read when they are first needed, not by the build, so that an entry written by a test or a user
 * is treated like those of the table. The parser loads at that moment. Only parameters and names are read, never how a
 * body is laid out: a coverage tool or a minifier may rewrite it.
 */
import { createRequire } from 'node:module'
import type * as Acorn from 'acorn'

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

let acorn: typeof Acorn | undefined
const trees = new WeakMap<Function, SyntaxNode>()

/** The syntax tree of a function, of which methods are one kind. */
export function treeOf(value: AnyFunction): SyntaxNode {
  let tree: SyntaxNode = trees.get(value)
  if (tree === undefined) trees.set(value, (tree = parseFunction(textOf(value))))
  return tree
}

/** The syntax tree of the text of a function. */
export function parseFunction(text: string): SyntaxNode {
  acorn ??= createRequire(import.meta.url)('acorn') as typeof Acorn
  const parse = (code: string): SyntaxNode =>
    (acorn!.parse(code, { ecmaVersion: 'latest' }).body[0] as SyntaxNode).expression
  try {
    return parse(`(${text})`)
  } catch {
    // A method is written without the word `function`.
    try {
      return parse(`({${text}})`).properties[0].value
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

/** Whether a function mentions a name anywhere. */
export const uses = (value: AnyFunction, name: string): boolean => mentions(treeOf(value), name)

function mentions(node: SyntaxNode, name: string): boolean {
  if (typeof node !== 'object' || node === null) return false
  if (Array.isArray(node)) return node.some((item) => mentions(item, name))
  if (node.type === 'Identifier' && node.name === name) return true
  return Object.values(node as object).some((part) => mentions(part, name))
}
