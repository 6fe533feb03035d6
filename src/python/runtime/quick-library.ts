// What objects of the library have under a name, and what is called there, found at once where the library itself answers: the
// program has put nothing before it, and changed no class since it was found.
import { Tensor } from '../../torch.js'
import type { Keywords } from './core.js'
import { changes, classOf } from './types.js'

type Any = any

/** Methods of the library's by name, for objects of each prototype. */
const methods = new Map<object, Map<string, Any>>()
/** Names under which tensors have tensors, or nothing. */
const fields = new Set<string>()
/** Functions that the library's namespaces have under a name. */
const functions = new Map<object, Map<string, Any>>()
/**
 * What is called as TypeScript calls it: functions of the library's, and by its prototype each module whose class has no
 * `__call__` of its own.
 */
let callables = new WeakSet<object>()
let since = -1

function isCurrent(): boolean {
  if (since === changes.count) return true
  methods.clear()
  fields.clear()
  functions.clear()
  callables = new WeakSet()
  since = changes.count
  return false
}

/** Stands for the prototype of parameters, which are tensors to JavaScript and a class of their own to Python. */
const parameters = {}

/** What objects of one class share; undefined for those that Python has put into a class of its own. */
function keyOf(value: Any): object | undefined {
  if (typeof value !== 'object' || value === null || value[classOf] !== undefined) return undefined
  return value.isParameter === true && value instanceof Tensor
    ? parameters
    : (Object.getPrototypeOf(value) as object)
}

/** Whether a value is a tensor and no more than that: no parameter, and of no class of the program's. */
const isPlain = (value: Any): boolean => keyOf(value) === Tensor.prototype

/** The library's method that an object is known to have; undefined for all else. */
export function quickMethod(value: Any, name: string): Any {
  const key = keyOf(value)
  if (key === undefined || !isCurrent()) return undefined
  const known: Any = methods.get(key)?.get(name)
  return known !== undefined && value[name] === known ? known : undefined
}

/** Notes that the library's method is what a value has under a name. */
export function noteMethod(value: Any, name: string, method: Any): void {
  const key = keyOf(value)
  if (key !== undefined) note(methods, key, name, method)
}

function note(where: Map<object, Map<string, Any>>, key: object, name: string, found: Any): void {
  isCurrent()
  const known = where.get(key)
  if (known === undefined) where.set(key, new Map([[name, found]]))
  else known.set(name, found)
}

/** The function that one of the library's namespaces is known to have; undefined for all else. */
export function quickFunction(namespace: Any, name: string): Any {
  const known: Any = functions.get(namespace as object)?.get(name)
  return known !== undefined && namespace[name] === known && isCurrent() ? known : undefined
}

/** Notes the function that a namespace of the library's has under a name. */
export const noteFunction = (namespace: Any, name: string, f: Any): void =>
  note(functions, namespace as object, name, f)

/** Whether a tensor is known to have a tensor or nothing under a name, as the library says it. */
export const isQuickField = (value: Any, name: string): boolean =>
  fields.has(name) && isPlain(value) && !Object.hasOwn(value as object, name) && isCurrent()

/** Notes what the library says that a value has under a name. */
export function noteField(value: Any, name: string, found: Any): void {
  if ((found === null || found instanceof Tensor) && isPlain(value) && isCurrent()) fields.add(name)
}

const keyOfCallable = (value: Any): object =>
  value instanceof Function ? value : (Object.getPrototypeOf(value) as object)

/** Whether a function or a module is known to be called as TypeScript calls it. */
export const isQuickCallable = (value: Any): boolean =>
  typeof value === 'function' && isCurrent() && callables.has(keyOfCallable(value))

/** Notes that a function or a module is called as TypeScript calls it. */
export function noteCallable(value: Any): void {
  isCurrent()
  callables.add(keyOfCallable(value))
}

/** Whether the library takes an argument as it is. */
export const isPlainArgument = (value: Any): boolean =>
  typeof value !== 'object' || value === null || value instanceof Tensor

/**
 * What a method of the library's is called with where Python says nothing. Scripts of PyTorch 1.13 go on with zeros after
 * `zero_grad()`, and print them: moments of an optimizer move on where a gradient is zero.
 */
export const withDefaults = (name: string, args: readonly Any[], kwargs: Keywords): readonly Any[] =>
  name === 'zero_grad' && args.length === 0 && Object.keys(kwargs ?? {}).length === 0 ? [false] : args

/** Set by library.ts: what the library has given, as Python knows it. */
export const given = {
  byMethod: (_self: Any, _name: string, result: Any): Any => result,
  by: (result: Any): Any => result,
}
