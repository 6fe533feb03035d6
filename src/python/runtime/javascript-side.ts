// What JavaScript sees of a class written in Python: methods and properties on its prototype, static ones on the class, and
// what JavaScript asks of objects by names of its own. See Note [Classes in two languages] in classes.ts.
import { visible } from '../../base/visible.js'
import { declaredReaders, docOf, signatureText } from '../../engine/python-call.js'
import { CallableInstance, invoke } from '../../nn/callable.js'
import { Tensor } from '../../tensor/tensor.js'
import { reprSymbol, strSymbol } from '../../text/repr.js'
import { core } from './core.js'
import { PyProperty, Wrapped } from './descriptors.js'
import { call, callAsJavaScript, type Inner, Method, split } from './functions.js'
import { defaultRepr, repr, str } from './text.js'
import * as types from './types.js'
import { classOf, find, infoOf, inner, isClass } from './types.js'

type Any = any

export const silent = { writable: true, configurable: true, enumerable: false }

/** The functions of Python behind what JavaScript calls, which are asked for parameters and docstrings. */
const behind = new WeakMap<object, object>()
declaredReaders.push((value) => {
  const item = behind.get(value)
  return item ? { parameters: signatureText(item), doc: docOf(item) } : {}
})

/** Names that a class of JavaScript has for itself. */
const reserved = new Set(['constructor', 'prototype', 'name', 'length', 'caller', 'arguments', '__proto__'])

/** Makes what stands in a class seen from JavaScript. */
export function install(cls: Any, name: string, item: Any): void {
  const { prototype } = cls
  if (name === 'constructor' || name === '__proto__') return
  if (item instanceof PyProperty) {
    Object.defineProperty(prototype, name, {
      get(this: Any) {
        return item.read(this)
      },
      set(this: Any, value: Any) {
        item.write(this, name, value)
      },
      configurable: true,
      enumerable: false,
    })
    return
  }
  const own = typeof item === 'function' && !isClass(item) ? (item[inner] as Inner | undefined) : undefined
  if (own !== undefined && own.self === undefined && own.isBuiltin !== true) {
    const value = function (this: Any, ...given: Any[]): Any {
      const { args, kwargs } = split(given, own.takes ?? (() => false))
      return own.invoke([this, ...args], kwargs)
    }
    Object.defineProperty(value, 'name', { value: name, configurable: true })
    behind.set(value, item as object)
    Object.defineProperty(prototype, name, { ...silent, value })
  } else if (!(item instanceof Wrapped)) Object.defineProperty(prototype, name, { ...silent, value: item })
  if (reserved.has(name)) return
  if (item instanceof Wrapped) {
    const of = item.func?.[inner] as Inner | undefined
    const value = (...given: Any[]): Any =>
      of === undefined
        ? item.func(...given)
        : callAsJavaScript(item.kind === 'static' ? withTakes(of) : boundTo(of, cls), given)
    Object.defineProperty(cls, name, { ...silent, value })
    Object.defineProperty(prototype, name, { ...silent, value })
  } else if (own === undefined) Object.defineProperty(cls, name, { ...silent, value: item })
}

/** What the library's classes had under names that a program has given to functions of its own; none where they had nothing. */
const replaced = new WeakMap<object, Map<string, PropertyDescriptor | undefined>>()

/** As `install`, for a class of the library's: with what the library itself put there, its own method is there again. */
export function installOnLibrary(cls: Any, name: string, item: Any): void {
  const own = typeof item === 'function' && !isClass(item) ? (item[inner] as Inner | undefined) : undefined
  if (own === undefined || own.self !== undefined || own.isBuiltin === true) return uninstall(cls, name)
  const before = replaced.get(cls as object) ?? new Map<string, PropertyDescriptor | undefined>()
  replaced.set(cls as object, before)
  if (!before.has(name)) before.set(name, Object.getOwnPropertyDescriptor(cls.prototype, name))
  install(cls, name, item)
}

/** Takes away what `install` has put there. */
export function uninstall(cls: Any, name: string): void {
  const before = replaced.get(cls as object)
  const own = before?.get(name)
  if (own !== undefined) Object.defineProperty(cls.prototype, name, own)
  else if (before?.has(name) === true || infoOf(cls as object).isPython)
    Reflect.deleteProperty(cls.prototype as object, name)
  before?.delete(name)
}

const withTakes = (own: Inner): Inner => ({ ...own, takes: own.takes ?? (() => false) })
const boundTo = (own: Inner, cls: Any): Inner => ({
  ...withTakes(own),
  invoke: (args, kwargs) => own.invoke([cls, ...args], kwargs),
})

/** Lets JavaScript see these members of a built-in class on the objects of a prototype, but those that it has. */
export function showMembers(prototype: object, names: Iterable<string>): void {
  for (const name of names)
    if (!(name in prototype))
      Object.defineProperty(prototype, name, {
        get(this: unknown): unknown {
          return core.getattr(this, name)
        },
        configurable: true,
      })
}

const holdsItems = (prototype: object): boolean =>
  prototype instanceof Array || prototype instanceof Map || prototype instanceof Set

/** What JavaScript asks of objects by names of its own. */
export function installProtocol(cls: Any): void {
  const { prototype } = cls
  const has = (name: string): boolean => {
    const found = find(cls, name)
    return found !== undefined && found !== null && !(found instanceof Method)
  }
  const root = types.rootOf(cls)
  const isPlain = root === types.object
  const put = (name: PropertyKey, value: Any): void => {
    Object.defineProperty(prototype, name, { ...silent, value })
  }
  if (isPlain || has('__repr__')) {
    put(reprSymbol, function (this: Any) {
      return has('__repr__') ? repr(this) : defaultRepr(this)
    })
    put('toString', function (this: Any) {
      return str(this)
    })
    put(Symbol.for('nodejs.util.inspect.custom'), function (this: Any) {
      return visible(repr(this))
    })
  }
  if (isPlain || has('__str__'))
    put(strSymbol, function (this: Any) {
      return has('__str__') || has('__repr__') ? str(this) : defaultRepr(this)
    })
  // What is a list or a dict besides keeps its items: to print them, none asks its `__iter__`.
  if ((has('__iter__') && !holdsItems(prototype)) || (isPlain && has('__getitem__')))
    put(Symbol.iterator, function (this: Any) {
      return core.iter(this)
    })
  if (has('__next__') && !infoOf(cls).dict.has('next'))
    put('next', function (this: Any) {
      const { done, value } = core.iter({ [classOf]: cls, __proto__: this } as Any).next()
      return { done, value }
    })
  // A class of the library asks its subclasses for a `length` that they need not have.
  const isOfLibrary = !isPlain && infoOf(root).module !== 'builtins' && !(prototype instanceof Tensor)
  if (has('__len__') && (isOfLibrary || !('length' in prototype)))
    Object.defineProperty(prototype, 'length', {
      get(this: Any) {
        return core.special(this, '__len__')!(this)
      },
      configurable: true,
      enumerable: false,
    })
  if ((has('__call__') || find(cls, '__call__') === null) && !(root.prototype instanceof CallableInstance))
    put(invoke, function (this: Any, given: Any[]) {
      const { args, kwargs } = split(given, () => true)
      return call(this, args, kwargs)
    })
}
