// What a failed input may have meant: the nearest known name to one that is unknown, and TypeScript's spelling of
// Python's own functions.
import torch, { Tensor } from '../torch.js'
import { isError, messageOf } from '../base/careful.js'
import { withSaidNames } from '../dialect/own-names.js'
import { namesAtHand } from './globals.js'
import { pythonHint } from '../dialect/python-hints.js'
import { nearestTo } from '../terminal/suggest.js'
import { isNamespace, knownPaths, valueAt } from '../dialect/namespaces.js'

const methodNames = (): string[] =>
  Object.getOwnPropertyNames(Tensor.prototype).filter((name) => !name.startsWith('_'))

const namesOf = (value: unknown): string[] => {
  const names = new Set<string>()
  for (
    let at = value;
    at !== null && at !== undefined && at !== Object.prototype;
    at = Object.getPrototypeOf(at)
  )
    for (const name of Object.getOwnPropertyNames(at)) if (/^[a-zA-Z]/.test(name)) names.add(name)
  return [...names]
}

/** `torch.nn.Linear`, where `Linear` alone was written. */
function inTheLibrary(name: string): string | undefined {
  // A module is not what was meant by `loss`.
  const paths = [...knownPaths()].filter(
    (path) => path.endsWith(`.${name}`) && typeof valueAt(path) === 'function',
  )
  return paths.sort((a, b) => a.split('.').length - b.split('.').length)[0]
}

/** Whether a value stands where a function was looked for: a shape, a number, a text. */
function isValue(path: string, valueOf: (path: string) => unknown): boolean {
  const dot = path.lastIndexOf('.')
  const [owner, name] = [path.slice(0, Math.max(0, dot)), path.slice(dot + 1)]
  const property = Object.getOwnPropertyDescriptor(Tensor.prototype, name)
  // What a call gave is known by the name alone.
  if (property?.get !== undefined && (owner.endsWith(')') || valueOf(owner) instanceof Tensor)) return true
  if (owner.includes('(')) return false
  const value = valueOf(path)
  return value !== undefined && value !== null && typeof value !== 'function'
}

/** What Python's own kinds have, as JavaScript calls it: what Python calls it, Python says. Another object may be a module. */
const namesOfKind: Readonly<Record<string, () => string[]>> = {
  list: () => namesOf([]),
  str: () => namesOf(''),
  ...Object.fromEntries(
    ['dict', 'set', 'tuple', 'int', 'float', 'bool', 'complex', 'bytes', 'range', 'NoneType', 'function'].map(
      (kind) => [kind, () => []],
    ),
  ),
}

interface Meant {
  readonly name: string
  readonly among: readonly string[]
}

/** What was not found, and the names it may stand for. */
function unknownName(message: string, declared: readonly string[]): Meant | undefined {
  const undefinedName = /^([\w$]+) is not defined$/.exec(message)
  if (undefinedName)
    return {
      name: undefinedName[1],
      among: [...declared, ...namesAtHand(), ...Object.keys(globalThis), 'Math', 'console'],
    }
  const keyword = /unexpected keyword argument '(\w+)'\s*\(known: ([^)]*)\)/.exec(message)
  if (keyword) return { name: keyword[1], among: keyword[2].split(', ') }
  const ofModule = /^module '([\w.]+)' has no attribute '([\w$]+)'$/.exec(message)
  if (ofModule) return { name: ofModule[2], among: namesOf(valueAt(ofModule[1])) }
  const ofTensor = /^'(?:Tensor|Parameter)' object has no attribute '([\w$]+)'$/.exec(message)
  if (ofTensor) return { name: ofTensor[1], among: methodNames() }
  const ofObject = /^'(\w+)' object has no attribute '([\w$]+)'$/.exec(message)
  if (ofObject) {
    const [, kind, name] = ofObject
    return { name, among: namesOfKind[kind]?.() ?? [...namesOf(torch.nn.Module.prototype), 'weight', 'bias'] }
  }
  const ofText = /^(["\[]).*\.([\w$]+) is not a function$/s.exec(message)
  if (ofText) return { name: ofText[2], among: namesOf(ofText[1] === '[' ? [] : '') }
  const noMethod = /\.([\w$]+) is not a function$/.exec(message)
  return noMethod ? { name: noMethod[1], among: methodNames() } : undefined
}

/** Methods of Python's texts, lists and dicts, as TypeScript has them. */
const pythonMethods: Readonly<Record<string, string>> = {
  upper: 'toUpperCase()',
  lower: 'toLowerCase()',
  strip: 'trim()',
  lstrip: 'trimStart()',
  rstrip: 'trimEnd()',
  startswith: 'startsWith(text)',
  endswith: 'endsWith(text)',
  find: 'indexOf(text)',
  append: 'push(item)',
  extend: 'push(...items)',
  items: 'Object.entries(dict)',
  keys: 'Object.keys(dict)',
  values: 'Object.values(dict)',
  update: 'Object.assign(dict, other)',
  isdigit: '/^\\d+$/.test(text)',
  zfill: "padStart(n, '0')",
  rjust: 'padStart(n)',
  ljust: 'padEnd(n)',
  insert: 'splice(at, 0, item)',
  remove: 'splice(list.indexOf(item), 1)',
  count: 'filter((one) => one === item).length',
}

/**
 * A line that helps on after an error, or ''.
 *
 * @param declared the names the person has made
 * @param valueOf finds what a dotted name stands for, without running anything
 */
export function hintFor(
  error: unknown,
  declared: readonly string[],
  valueOf: (path: string) => unknown = () => undefined,
): string {
  if (!isError(error)) return ''
  const message = withSaidNames(messageOf(error))
  if (message === 'del is not defined') return `${pythonHint('del x', 0)}.`
  const method = /\.(\w+) is not a function$/.exec(message)?.[1]
  if (method !== undefined && Object.hasOwn(pythonMethods, method))
    return `Python's ${method}() is ${pythonMethods[method]} in TypeScript; with .lang python it is as in Python.`
  if (message === 'require is not defined') return "A module is imported: import fs from 'fs'."
  if (/^Cannot find package '(torch|pytorch)'/.test(message))
    return "Here it is called 'dltorch', and torch, nn, optim, F, np and plt are there without import."
  const called = /^((?:[\w$]+(?:\(\.\.\.\))?(?:\.[\w$]+(?:\(\.\.\.\))?)*\.)?[\w$]+) is not a function$/.exec(
    message,
  )?.[1]
  const owner = valueOf(called?.replace(/\.[\w$]+$/, '') ?? '')
  if (method !== undefined && isNamespace(owner)) {
    const near = nearestTo(method, namesOf(owner))
    if (near !== undefined) return `Did you mean ${near}?`
  }
  if (called !== undefined && valueOf(called) instanceof Tensor)
    return `${called} is a tensor, and 'Tensor' object is not callable: ${called}[0] picks an element.`
  if (called !== undefined && isValue(called, valueOf))
    return `${called} is a value, not a function: write it without parentheses.`
  if (method !== undefined && methodNames().includes(method))
    return `${method} is a method of tensors: torch.tensor(…).${method}(…).`
  const [, unknown] = /^(?:name ')?([\w$]+)'? is not defined$/.exec(message) ?? []
  const path = unknown === undefined ? undefined : inTheLibrary(unknown)
  if (path !== undefined) return `Did you mean ${path}?`
  const meant = unknownName(message, declared)
  const nearest = meant && nearestTo(meant.name, meant.among)
  return nearest === undefined ? '' : `Did you mean ${nearest}?`
}
