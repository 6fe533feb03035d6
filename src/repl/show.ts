// A value or an error as the text a person sees at the prompt: PyTorch's words for what is PyTorch's, Node's for the rest.
import { inspect } from 'node:util'
import { repr } from '../index.js'
import { isNumpyArray } from '../tensor/numpy-text.js'
import { reprSymbol } from '../tensor/python.js'
import { isClassPath, isNamespace, pathOf } from './names.js'

const inspectSymbol = inspect.custom

/** Node's own classes that bring their own inspection. */
const isNodeValue = (value: object): boolean =>
  value instanceof URL || value instanceof URLSearchParams || Buffer.isBuffer(value)

/** Whether PyTorch or NumPy has its own way to print this: a tensor, a module, a size, a tuple, or a list that holds one. */
function hasPythonText(value: unknown): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false
  if (reprSymbol in value) return true
  if (typeof value === 'function') return false
  // Subclasses of Array are tuples and sizes.
  if (Array.isArray(value))
    return Object.getPrototypeOf(value) !== Array.prototype || value.some(hasPythonText)
  return isNumpyArray(value) || (inspectSymbol in value && !isNodeValue(value))
}

export interface ShowOptions {
  colors?: boolean
}

/** The text for the value of an input; '' for undefined, of which the prompt says nothing. */
export function show(value: unknown, { colors = false }: ShowOptions = {}): string {
  if (value === undefined) return ''
  const path = typeof value === 'function' || isNamespace(value) ? pathOf(value) : undefined
  if (path && isNamespace(value)) return `<module '${path}'>`
  if (path && isClassPath(path)) return `<class '${path}'>`
  return hasPythonText(value) ? repr(value) : inspect(value, { colors, depth: 4 })
}

/** `RuntimeError: message`, without a stack: what the library does inside helps no learner. */
export function showError(error: unknown): string {
  if (!(error instanceof Error)) return `Uncaught ${inspect(error)}`
  const { name, message } = error
  return message === '' ? name : `${name}: ${message}`
}
