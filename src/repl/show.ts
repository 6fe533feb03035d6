// A value or an error as the text a person sees at the prompt: PyTorch's words for what is PyTorch's, Node's for the rest.
import { inspect, type InspectOptions } from 'node:util'
import { careful, inspected, isError, messageOf, nameOf } from '../base/careful.js'
import { isInterruption } from '../base/keyboard.js'
import torch, { repr, Tensor } from '../torch.js'
import { isNumpyArray } from '../text/numpy-text.js'
import { libraryFunctionText } from '../text/function-text.js'
import {
  addressOf,
  classNamer,
  instanceRepr,
  isGenerator,
  modules,
  reprSymbol,
  reprWithin,
} from '../text/repr.js'
import { withSaidNames } from '../dialect/own-names.js'
import { classPathOf } from '../dialect/class-paths.js'
import { isModule } from '../dialect/runtime/instances.js'
import { isNamespace, moduleNames, pathOf } from '../dialect/namespaces.js'
import { pythonFunctions } from '../dialect/runtime/python-functions.js'
import { ModeGuard } from '../tensor/modes.js'
import { Slice } from '../base/scalar.js'
import { said } from '../terminal/speech.js'
import { plural } from '../terminal/words.js'
import { visible, visibleButColours } from '../base/visible.js'
import { Answer } from './answer.js'

const inspectSymbol = inspect.custom
classNamer.pathOf = classPathOf
classNamer.functionPathOf = (f) => (f === torch.print ? undefined : pathOf(f))

/** Node's own classes that bring their own inspection. */
const isNodeValue = (value: object): boolean =>
  value instanceof URL || value instanceof URLSearchParams || Buffer.isBuffer(value)

/**
 * Whether Python has a word for this, PyTorch or NumPy a way to print it: numbers, `True`, `None`, tensors, modules,
 * sizes, tuples, and lists of such. Texts are left to Node, which writes them the same way.
 */
function hasPythonText(value: unknown): boolean {
  if (value === null) return true
  if (typeof value !== 'object' && typeof value !== 'function')
    return /^(number|boolean|bigint)$/.test(typeof value)
  if (reprSymbol in value || value instanceof ModeGuard || isGenerator(value)) return true
  // Where it was thrown is told of what is thrown; a value is what it says.
  if (isError(value)) return Object.keys(value).length === 0
  if (typeof value === 'function') return false
  if (isPythonDict(value) || modules.nameOf(value) !== undefined) return true
  // Subclasses of Array are tuples and sizes.
  if (Array.isArray(value)) return Object.getPrototypeOf(value) !== Array.prototype || isPythonList(value)
  return isNumpyArray(value) || (inspectSymbol in value && !isNodeValue(value))
}

const isPythonItem = (item: unknown): boolean =>
  typeof item === 'string' || hasPythonText(item) || isOfLibrary(item)

/** Whether a value is an object of one of the library's classes, which prints where it is, if nothing else. */
const isOfLibrary = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && classPathOf(value.constructor) !== undefined

/** A dict, a Map, a Set or a slice that holds nothing but what Python writes; empty ones look the same in both. */
function isPythonDict(value: object): boolean {
  if (value instanceof Slice) return true
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype === Map.prototype) return [...(value as Map<unknown, unknown>)].flat().every(isPythonItem)
  if (prototype === Set.prototype) return [...(value as Set<unknown>)].every(isPythonItem)
  if (prototype !== Object.prototype || Object.getOwnPropertySymbols(value).length > 0) return false
  const fields = Object.values(Object.getOwnPropertyDescriptors(value))
  return fields.length > 0 && fields.every((field) => 'value' in field && isPythonItem(field.value))
}

/** How many items of a list tell what it is a list of. */
const itemsLookedAt = 10_000

/** A list that holds a tensor, or nothing but what Python writes. */
function isPythonList(list: readonly unknown[]): boolean {
  const head = list.length > itemsLookedAt ? list.slice(0, itemsLookedAt) : list
  return (
    head.some(
      (item) => typeof item === 'object' && item !== null && !Array.isArray(item) && hasPythonText(item),
    ) || head.every(isPythonItem)
  )
}

/** Names as they are said, and nothing that a terminal would obey. */
const legible = (text: string): string => visible(withSaidNames(text))

/** What Node writes of a value. Names in it may be commands; only where none is it may have colours. */
function nodesText(value: unknown, options: InspectOptions = {}): string {
  const plain = inspect(value, { ...options, colors: false })
  const seen = legible(plain)
  return options.colors && seen === plain ? inspect(value, options) : seen
}

/** Whether a function is the language's own, which is shown as Node shows it. */
const isNative = (value: object): boolean =>
  /\[native code\]\s*\}$/.test(Function.prototype.toString.call(value))

/** A function as Python prints it; undefined for classes of one's own and for the language's functions. */
function functionText(value: { readonly name: string }, path: string | undefined): string | undefined {
  const { name } = value
  const known = repr(value)
  if (/^<class 'torch/.test(known)) return known
  if (path !== undefined && value !== torch.print) return libraryFunctionText(path, addressOf(value))
  if ((Tensor.prototype as unknown as Record<string, unknown>)[name] === value)
    return `<built-in method ${name} of Tensor object at ${addressOf(value)}>`
  if (pythonFunctions[name] === value || value === torch.print) return `<built-in function ${name}>`
  const isClass = Object.getOwnPropertyDescriptor(value, 'prototype')?.writable === false
  return isClass || isNative(value) ? undefined : `<function ${name || '<lambda>'} at ${addressOf(value)}>`
}

/**
 * `net.forward`, which was not called, with what it is a method of; undefined for all that is no method of an object.
 *
 * @param owner what stood before the last point
 */
export function boundText(owner: unknown, name: string, method: unknown): string | undefined {
  if (typeof method !== 'function' || owner === null || owner === undefined || reprSymbol in method)
    return undefined
  if (typeof owner !== 'object' && !isModule(owner)) return undefined
  const object: object = owner
  if (object instanceof Tensor || isNamespace(object) || moduleNames.has(object)) return undefined
  if (isNumpyArray(object)) return `<built-in method ${name} of numpy.ndarray object at ${addressOf(object)}>`
  let declaring: object | null = object
  while (declaring !== null && !Object.hasOwn(declaring, name))
    declaring = Object.getPrototypeOf(declaring) as object | null
  if (declaring === null || declaring === object || isNative(method)) return undefined
  return legible(`<bound method ${declaring.constructor.name}.${name} of ${show(object)}>`)
}

/** What a screen is spared. */
const mostLines = 200
const mostCharacters = 20_000
/** And what is written of a long value at all. */
const written = 1_000_000

export interface ShowOptions {
  colors?: boolean
}

/**
 * The text for the value of an input; '' for undefined, of which the prompt says nothing. What would not be shown anyhow is
 * not written either: `abridged` takes as much.
 *
 * @throws what a person's own `extra_repr` or `toString` throws
 */
export function show(value: unknown, options: ShowOptions = {}): string {
  try {
    return textOf(value, options)
  } catch (error) {
    if (isInterruption(error)) throw error
    // A proxy whose traps throw is shown as what it is a proxy of.
    const text = careful(() => inspect(value, { showProxy: true, depth: 4, maxArrayLength: 1000 }), undefined)
    if (typeof text === 'string') return legible(text)
    if (isError(value)) return showError(value)
    throw error
  }
}

/** A text in quotes, its end left out where it is long. */
const quoted = (text: string, colors: boolean): string =>
  nodesText(text.slice(0, written), { colors, maxStringLength: Infinity }) +
  (text.length > written ? '...' : '')

function textOf(value: unknown, { colors = false }: ShowOptions): string {
  if (value === undefined) return ''
  const path = typeof value === 'function' || isNamespace(value) ? pathOf(value) : undefined
  if (path && isNamespace(value)) return `<module '${path}'>`
  const module = typeof value === 'object' && value !== null ? moduleNames.get(value) : undefined
  if (module !== undefined) return `<module '${module}'>`
  const classPath = classPathOf(value)
  if (classPath !== undefined) return `<class '${classPath}'>`
  if (typeof value === 'function' && value instanceof Function && !(reprSymbol in value)) {
    const text = functionText(value, path)
    if (text !== undefined) return legible(text)
  }
  if (typeof value === 'string') return quoted(value, colors)
  if (value instanceof Answer && value.isForTerminal) return value.text
  if (value instanceof Answer) return colors ? visibleButColours(value.text) : visible(value.text)
  if (hasPythonText(value)) return visible(reprWithin(value, written))
  const owner = typeof value === 'object' && value !== null ? classPathOf(value.constructor) : undefined
  if (owner !== undefined) return visible(instanceRepr(value as object, owner))
  return nodesText(value, { colors, depth: 4, maxArrayLength: 1000 })
}

/** A text of which the end is left out where it is long; `all` tells how to see the rest. */
export function abridged(text: string, all = 'print(_) shows all'): string {
  const lines = text.split('\n')
  if (lines.length > mostLines) {
    const rest = lines.length - mostLines
    return `${abridged(lines.slice(0, mostLines).join('\n'), all)}\n… ${plural(rest, 'more line')}: ${all}`
  }
  // Node's own inspection leaves out what is behind the thousandth item.
  if (text.length <= mostCharacters) return /\.\.\. \d+ more items?\b/.test(text) ? `${text}\n… ${all}` : text
  const more = `${text.length >= written ? 'more than ' : ''}${text.length - mostCharacters}`
  return `${text.slice(0, mostCharacters)}\n… ${more} more characters: ${all}`
}

/** `RuntimeError: message`, without a stack: what the library does inside helps no learner. */
export function showError(error: unknown): string {
  if (!isError(error)) return legible(`Uncaught ${inspected(error)}`)
  const [name, words] = [nameOf(error), messageOf(error)]
  // What a command of the prompt says is in our words, not in Python's or PyTorch's.
  const message = name === 'CommandError' ? said(words) : words
  return visible(withSaidNames(message === '' ? name : `${name}: ${message}`))
}
