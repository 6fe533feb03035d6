// Where a value stands in the torch namespace: `torch.nn.Linear` for the class that `nn.Linear` is.
// Found by looking, when someone asks, so that it costs nothing at the start.
import { modules } from '../text/repr.js'
import torch from '../torch.js'

type Namespace = Record<string, unknown>

/** Whether a value is a part of the namespace, such as `torch.nn`. */
export function isNamespace(value: unknown): value is Namespace {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** What `import numpy` and `import math` give in TypeScript, which are plain objects: which modules of Python's they are. */
export const moduleNames = new WeakMap<object, string>()

let paths: Map<unknown, string> | undefined

/** Every function, class and namespace below `torch` with its shortest path. */
function allPaths(): Map<unknown, string> {
  const found = new Map<unknown, string>([[torch, 'torch']])
  const open: [string, Namespace][] = [['torch', torch]]
  for (let next = open.shift(); next; next = open.shift()) {
    const [path, namespace] = next
    for (const [name, value] of Object.entries(namespace)) {
      if (found.has(value) || (typeof value !== 'function' && !isNamespace(value))) continue
      found.set(value, `${path}.${name}`)
      if (isNamespace(value)) open.push([`${path}.${name}`, value])
    }
  }
  const inner = (torch as unknown as { _C: object })._C
  return found.set(inner, 'torch._C')
}

/** The dotted path of a function, class or namespace, or undefined. */
export const pathOf = (value: unknown): string | undefined => (paths ??= allPaths()).get(value)

/**
 * Whether an object may be a namespace of the library's: those begin with what is no data. Who prints a dict does not load
 * the whole library to find that it is none.
 */
function mayBeNamespace(value: unknown, depth = 0): value is Namespace {
  if (depth > 2 || !isNamespace(value)) return false
  const [first = ''] = Object.keys(value)
  const { value: item, get } = Object.getOwnPropertyDescriptor(value, first) ?? {}
  return typeof item === 'function' || get !== undefined || mayBeNamespace(item, depth + 1)
}
modules.nameOf = (value) => moduleNames.get(value) ?? (mayBeNamespace(value) ? pathOf(value) : undefined)

/** All dotted paths. */
export const knownPaths = (): Iterable<string> => (paths ??= allPaths()).values()

/** What stands at a dotted path, with or without `torch.` in front; undefined where nothing does. */
export function valueAt(path: string): unknown {
  let value: unknown = torch
  for (const name of path.replace(/^torch\.?/, '').split('.')) {
    if (name === '') continue
    if (value === null || value === undefined || !Object.hasOwn(value, name)) return undefined
    value = (value as Namespace)[name]
  }
  return value
}

/** Whether what stands at `path` is a class: those have capitals in PyTorch, with two exceptions. */
export const isClassPath = (path: string): boolean =>
  /\.(device|dtype|layout|memory_format|_?[A-Z]\w*)$/.test(path)
