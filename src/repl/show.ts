// A value or an error as the text a person sees at the prompt: PyTorch's words for what is PyTorch's, Node's for the rest.
import { inspect } from 'node:util'
import { repr } from '../index.js'

const customInspect: unique symbol = Symbol.for('nodejs.util.inspect.custom') as never

/** Whether PyTorch has its own way to print this: a tensor, a module, a size, a tuple; or a list that holds one. */
function isTorchValue(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (Array.isArray(value))
    return Object.getPrototypeOf(value) !== Array.prototype || value.some(isTorchValue)
  return customInspect in value && !isNodeValue(value)
}

/** Node's own classes that bring their own inspection. */
function isNodeValue(value: object): boolean {
  return value instanceof URL || value instanceof URLSearchParams || Buffer.isBuffer(value)
}

export interface ShowOptions {
  colors?: boolean
}

/** The text for the value of an input; '' for undefined, of which the prompt says nothing. */
export function show(value: unknown, { colors = false }: ShowOptions = {}): string {
  if (value === undefined) return ''
  return isTorchValue(value) ? repr(value) : inspect(value, { colors, depth: 4 })
}

/** `RuntimeError: message`, without a stack: what the library does inside helps no learner. */
export function showError(error: unknown): string {
  if (!(error instanceof Error)) return `Uncaught ${inspect(error)}`
  const { name, message } = error
  return message === '' ? name : `${name}: ${message}`
}
