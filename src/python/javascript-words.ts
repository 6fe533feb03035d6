// What a text that is Python and TypeScript has of JavaScript's: what it says then is TypeScript, whoever spoke before.
import { AttributeError } from '../base/errors.js'
import { givenNames } from '../dialect/own-names.js'
import { isBuiltin } from './machine.js'
import { getattr } from './runtime/attributes.js'
import { childrenOf, type ExprNode, type Module, type Node } from './tree.js'

/** Of the session that a text is typed in. */
export interface Known {
  isDeclared(name: string): boolean
  /** The value of a variable; undefined where there is none. */
  valueOf(name: string): unknown
}

/** Words of JavaScript's that are no names to it. */
const words = new Set(['true', 'false', 'null', 'undefined'])

/** `Math`, `null`: names that only JavaScript gives, and nobody's variables. */
const isJavaScripts = (name: string, known: Known): boolean =>
  (words.has(name) || givenNames.has(name)) && !isBuiltin(name) && !known.isDeclared(name)

function hasAttribute(value: unknown, name: string): boolean {
  try {
    getattr(value, name)
    return true
  } catch (error) {
    if (error instanceof AttributeError) return false
    throw error
  }
}

/** A value that the text writes out, or names; undefined where it has to be computed. */
function valueOf(node: ExprNode, known: Known): unknown {
  if (node.nodeType === 'Name') return known.valueOf(node.id)
  if (node.nodeType === 'List') return []
  if (node.nodeType === 'Constant' && typeof node.value === 'string') return ''
  return undefined
}

/** `xs.map`, `text.length`: what JavaScript has of a list or a text, and Python has not. */
function isJavaScriptsMember(node: Extract<ExprNode, { nodeType: 'Attribute' }>, known: Known): boolean {
  const value = valueOf(node.value, known)
  if (!Array.isArray(value) && typeof value !== 'string') return false
  return node.attr in Object(value) && !hasAttribute(value, node.attr)
}

/** `{ dim: 0 }`: an object by JavaScript's rule, as to Python its keys are names that nobody has. */
const isObject = (node: Extract<ExprNode, { nodeType: 'Dict' }>, known: Known): boolean =>
  node.keys.some((key) => key?.nodeType === 'Name' && !known.isDeclared(key.id) && !isBuiltin(key.id))

/** Whether a text says something that only JavaScript knows. */
export function speaksJavaScript(program: Module, session: Known): boolean {
  const made = new Set<string>()
  const look = (node: Node): void => {
    if (node.nodeType === 'Name' && node.ctx.nodeType === 'Store') made.add(node.id)
    childrenOf(node).forEach(look)
  }
  program.body.forEach(look)
  const known: Known = {
    isDeclared: (name) => made.has(name) || session.isDeclared(name),
    valueOf: (name) => session.valueOf(name),
  }
  const isOne = (node: Node): boolean =>
    (node.nodeType === 'Name' && node.ctx.nodeType === 'Load' && isJavaScripts(node.id, known)) ||
    (node.nodeType === 'Attribute' && isJavaScriptsMember(node, known)) ||
    (node.nodeType === 'Dict' && isObject(node, known))
  const isWithin = (node: Node): boolean => isOne(node) || childrenOf(node).some(isWithin)
  return program.body.some(isWithin)
}
