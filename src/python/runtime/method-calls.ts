// `value.name(…)`: the method is called where it stands, without a bound one that would live for the call alone.
//
// Note [The method before its arguments]. Python looks for the method, then evaluates what it is called with. Where that may
// fail or do something, translated code looks first: in `held1(hold(x, 'f'), 'f', g())`, `hold` says what Python says of a
// method that is not there, and gives `x` where the method will be found again, or what was found, as it is.
import { Tensor } from '../../torch.js'
import { getattr } from './attributes.js'
import { callLibraryMethod } from './binding.js'
import { core, type Keywords } from './core.js'
import { fieldOf, hidden, isObject } from './fields.js'
import { call, call0, call1, call2, call3, type Inner, Method } from './functions.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { smallMethod } from './numpy-calls.js'
import {
  given,
  isPlainArgument,
  noteFunction,
  noteMethod,
  quickFunction,
  quickMethod,
  withDefaults,
} from './quick-library.js'
import * as types from './types.js'
import { changes, find, infoOf, inner, isClass, PyModule, quickInfo, typeOf } from './types.js'

type Any = any

/** What stands in a class under a name and can be called with the object before the arguments; null where nothing does. */
function standing(cls: Any, name: string): Method | Inner | null {
  const info = infoOf(cls)
  if (info.version === changes.count) {
    const known = info.called.get(name)
    if (known !== undefined) return known.found as Method | Inner | null
  }
  const found = find(cls, name) as Any
  let result: Method | Inner | null = null
  if (found instanceof Method) result = cls === types.superClass ? null : found
  else if (typeof found === 'function' && find(cls, '__getattribute__') === undefined) {
    const own = found[inner] as Inner | undefined
    if (own !== undefined && own.self === undefined && own.isBuiltin !== true) result = own
  }
  info.called.set(name, { found: result, shown: result === null ? undefined : cls.prototype?.[name] })
  return result
}

/** The method of a value's class that no attribute of the value itself is before. */
function ofClass(value: Any, name: string): Method | Inner | null {
  const known = quickInfo(value)?.called.get(name)
  if (known !== undefined && known.found !== null) {
    // What JavaScript sees there is what the class shows it: the object has nothing of its own.
    const isStanding = known.shown !== undefined && value[name] === known.shown
    return isStanding || !Object.hasOwn(value as object, name) ? (known.found as Method | Inner) : null
  }
  if (typeof value === 'function' && isClass(value)) return null
  const cls = typeOf(value)
  const found = standing(cls, name)
  if (found === null || value === null || (typeof value !== 'object' && typeof value !== 'function'))
    return found
  if (found instanceof Method && !infoOf(cls).hasFields) return found
  return Object.hasOwn(value as object, name) ? null : found
}

/** A function that a module, or a namespace of the library's, has under a name; undefined for all else. */
function ofModule(value: Any, name: string): Any {
  if (!(value instanceof PyModule)) return quickFunction(value, name)
  const item: Any = value[name]
  return typeof item === 'function' && !name.startsWith('__') && Object.hasOwn(value, name) ? item : undefined
}

const none: readonly Any[] = []

/** A method of the library's, of a tensor or of what is neither a module nor data. */
function ofLibrary(value: Any, name: string): Any {
  if (typeof value !== 'object' || value === null) return undefined
  if (hidden.has(name) || Object.hasOwn(value as object, name)) return undefined
  if (!(value instanceof Tensor)) {
    if (name.startsWith('__') || Array.isArray(value) || isNumpyArray(value)) return undefined
    const cls = typeOf(value)
    const info = infoOf(cls)
    const isOfLibrary = !info.isPython && cls !== types.object && info.module.startsWith('torch')
    if (!isOfLibrary) return undefined
  }
  const item: Any = value[name]
  return typeof item === 'function' && item instanceof Function && !isClass(item) ? item : undefined
}

/** `value.name(*args, **kwargs)`. */
export function callMethod(value: Any, name: string, args: readonly Any[], kwargs: Keywords): Any {
  const item = ofModule(value, name)
  if (item !== undefined) return call(item, args, kwargs)
  const found = ofClass(value, name)
  if (found !== null) {
    if (found instanceof Method) return found.invoke(value, args, kwargs)
    if (kwargs === null && found.count === args.length + 1) return found.js!(value, ...args)
    return found.invoke([value, ...args], kwargs)
  }
  return callOther(value, name, args, kwargs)
}

function callOther(value: Any, name: string, args: readonly Any[], kwargs: Keywords): Any {
  if (quickInfo(value)?.ownFirst.has(name) === true && Object.hasOwn(value as object, name))
    return call(fieldOf(value, name), args, kwargs)
  if (!(value instanceof Tensor)) {
    const small: Any = smallMethod(value, name, args, kwargs)
    if (small !== undefined) return small
    const behind = core.behindSuper(value, name) as Inner | null
    if (behind !== null)
      return kwargs === null && behind.count === args.length + 1
        ? behind.js!(value.self, ...args)
        : behind.invoke([value.self, ...args], kwargs)
  }
  if (isObject(value) && !isClass(value) && find(typeOf(value), name) === undefined) {
    const item = ofLibrary(value, name)
    if (item !== undefined) {
      if (name !== 'new_tensor') noteMethod(value, name, item)
      return callLibraryMethod(value, item, name, args, kwargs)
    }
  }
  const item: Any = getattr(value, name)
  if (item instanceof Function && !isClass(item) && types.isNamespace(value)) noteFunction(value, name, item)
  return call(item, args, kwargs)
}

export function method0(value: Any, name: string): Any {
  const quick: Any = quickMethod(value, name)
  if (quick !== undefined)
    return given.byMethod(value, name, quick.apply(value, withDefaults(name, none, null)))
  const item = ofModule(value, name)
  if (item !== undefined) return call0(item)
  const found = ofClass(value, name)
  if (found !== null) {
    if (found instanceof Method) return found.least === 0 ? found.run(value) : found.invoke(value, [], null)
    return found.count === 1 ? found.js!(value) : found.invoke([value], null)
  }
  return callOther(value, name, [], null)
}

export function method1(value: Any, name: string, a: Any): Any {
  const quick: Any = quickMethod(value, name)
  if (quick !== undefined && isPlainArgument(a)) return given.byMethod(value, name, quick.call(value, a))
  const item = ofModule(value, name)
  if (item !== undefined) return call1(item, a)
  const found = ofClass(value, name)
  if (found !== null) {
    if (found instanceof Method)
      return found.least <= 1 && found.most >= 1 ? found.run(value, a) : found.invoke(value, [a], null)
    return found.count === 2 ? found.js!(value, a) : found.invoke([value, a], null)
  }
  return callOther(value, name, [a], null)
}

export function method2(value: Any, name: string, a: Any, b: Any): Any {
  const quick: Any = quickMethod(value, name)
  if (quick !== undefined && isPlainArgument(a) && isPlainArgument(b))
    return given.byMethod(value, name, quick.call(value, a, b))
  const item = ofModule(value, name)
  if (item !== undefined) return call2(item, a, b)
  const found = ofClass(value, name)
  if (found !== null) {
    if (found instanceof Method)
      return found.least <= 2 && found.most >= 2 ? found.run(value, a, b) : found.invoke(value, [a, b], null)
    return found.count === 3 ? found.js!(value, a, b) : found.invoke([value, a, b], null)
  }
  return callOther(value, name, [a, b], null)
}

export function method3(value: Any, name: string, a: Any, b: Any, c: Any): Any {
  const item = ofModule(value, name)
  if (item !== undefined) return call3(item, a, b, c)
  const found = ofClass(value, name)
  if (found !== null) {
    if (found instanceof Method) return found.invoke(value, [a, b, c], null)
    return found.count === 4 ? found.js!(value, a, b, c) : found.invoke([value, a, b, c], null)
  }
  return callOther(value, name, [a, b, c], null)
}

// ---- methods that were looked for first ----

/** What was found under a name, where it would not be found again, or not as the same. */
class Held {
  constructor(readonly found: Any) {}
}

/** Note [The method before its arguments]. */
export function hold(value: Any, name: string): Any {
  if (quickMethod(value, name) !== undefined) return value
  if (ofClass(value, name) !== null || ofModule(value, name) !== undefined) return value
  if (core.behindSuper(value, name) !== null) return value
  if (ofLibrary(value, name) !== undefined && find(typeOf(value), name) === undefined) return value
  return new Held(getattr(value, name))
}

export const held1 = (value: Any, name: string, a: Any): Any =>
  value instanceof Held ? call1(value.found, a) : method1(value, name, a)
export const held2 = (value: Any, name: string, a: Any, b: Any): Any =>
  value instanceof Held ? call2(value.found, a, b) : method2(value, name, a, b)
export const held3 = (value: Any, name: string, a: Any, b: Any, c: Any): Any =>
  value instanceof Held ? call3(value.found, a, b, c) : method3(value, name, a, b, c)
export const callHeld = (value: Any, name: string, args: readonly Any[], kwargs: Keywords): Any =>
  value instanceof Held ? call(value.found, args, kwargs) : callMethod(value, name, args, kwargs)
