// What a text that is Python and TypeScript has of one of them alone: names that only JavaScript gives, and members that lists,
// texts and dicts have in one of the languages. What it says is in that language, whatever was spoken before.
import { AttributeError } from '../base/errors.js'
import { givenNames } from '../dialect/own-names.js'
import { isBuiltin } from './machine.js'
import { getattr } from './runtime/attributes.js'
import { jsName } from './writer.js'
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
  (words.has(name) || givenNames.has(name)) &&
  !isBuiltin(name) &&
  !known.isDeclared(name) &&
  !known.isDeclared(jsName(name))

function hasAttribute(value: unknown, name: string): boolean {
  try {
    getattr(value, name)
    return true
  } catch (error) {
    if (error instanceof AttributeError) return false
    throw error
  }
}

/** A value that the text writes out, names, or takes from what it names; undefined where it has to be computed. */
function valueOf(node: ExprNode, known: Known): unknown {
  if (node.nodeType === 'Name') return known.valueOf(node.id)
  if (node.nodeType === 'List') return []
  if (node.nodeType === 'Dict') return {}
  if (node.nodeType === 'JoinedStr') return ''
  if (node.nodeType === 'Constant' && typeof node.value === 'string') return ''
  if (node.nodeType === 'Subscript' && node.slice.nodeType === 'Constant') {
    const [whole, place] = [valueOf(node.value, known), node.slice.value]
    const isPlace = typeof place === 'number' || typeof place === 'string'
    if (isPlace && (Array.isArray(whole) || isDict(whole)))
      return Object.getOwnPropertyDescriptor(whole, place)?.value
  }
  return undefined
}

const isDict = (value: unknown): value is object =>
  typeof value === 'object' &&
  value !== null &&
  [Object.prototype, null].includes(Object.getPrototypeOf(value) as object | null)

type Member = Extract<ExprNode, { nodeType: 'Attribute' }>

/** `xs.map`, `text.length`: what JavaScript has of a list or a text, and Python has not. */
function isJavaScriptsMember(node: Member, known: Known): boolean {
  const value = valueOf(node.value, known)
  if (!Array.isArray(value) && typeof value !== 'string') return false
  return node.attr in Object(value) && !hasAttribute(value, node.attr)
}

/** `xs.append`, `', '.join`, `counts.items`: what Python has of a list, a text or a dict, and JavaScript has not. */
function isPythonsMember(node: Member, known: Known): boolean {
  const value = valueOf(node.value, known)
  if (!Array.isArray(value) && typeof value !== 'string' && !isDict(value)) return false
  return !(node.attr in Object(value)) && hasAttribute(value, node.attr)
}

/** `text.split()`: in JavaScript that would be the text. */
const splitsAtBlanks = (node: Extract<ExprNode, { nodeType: 'Call' }>, known: Known): boolean =>
  node.func.nodeType === 'Attribute' &&
  node.func.attr === 'split' &&
  node.args.length === 0 &&
  typeof valueOf(node.func.value, known) === 'string'

/** `{ dim: 0 }`: an object by JavaScript's rule, as to Python its keys are names that nobody has. */
const isObject = (node: Extract<ExprNode, { nodeType: 'Dict' }>, known: Known): boolean =>
  node.keys.some((key) => key?.nodeType === 'Name' && !known.isDeclared(key.id) && !isBuiltin(key.id))

/** Whether one of the nodes of a text is such a one. */
const hasWithin = (program: Module, isOne: (node: Node) => boolean): boolean => {
  const isWithin = (node: Node): boolean => isOne(node) || childrenOf(node).some(isWithin)
  return program.body.some(isWithin)
}

/** Whether a text says something that only JavaScript knows. */
export function speaksJavaScript(program: Module, session: Known): boolean {
  const made = new Set<string>()
  hasWithin(program, (node) => {
    if (node.nodeType === 'Name' && node.ctx.nodeType === 'Store') made.add(node.id)
    return false
  })
  const known: Known = {
    isDeclared: (name) => made.has(name) || session.isDeclared(name),
    valueOf: (name) => session.valueOf(name),
  }
  return hasWithin(
    program,
    (node) =>
      (node.nodeType === 'Name' && node.ctx.nodeType === 'Load' && isJavaScripts(node.id, known)) ||
      (node.nodeType === 'Attribute' && isJavaScriptsMember(node, known)) ||
      (node.nodeType === 'Dict' && isObject(node, known)),
  )
}

/** Whether a text asks a list, a text or a dict for what only Python knows of it. */
export const speaksPython = (program: Module, known: Known): boolean =>
  hasWithin(
    program,
    (node) =>
      (node.nodeType === 'Attribute' && isPythonsMember(node, known)) ||
      (node.nodeType === 'Call' && splitsAtBlanks(node, known)),
  )
