// Classes written in Python: made of their namespace, called, inherited from by both languages.
//
// Note [Classes in two languages]. A class of Python is a class of JavaScript, and extends the one its bases go back to: a
// module extends the library's. What stands in it is kept in its `ClassInfo`, where Python finds it; its methods stand on
// the prototype too, under the same names, and put `this` before their arguments. An object is made before `__init__`
// runs; where `super().__init__()` reaches a class of the library, that class's constructor runs on the object that is
// there (see base/adopt.ts).
import { become, startAsking } from '../../engine/overriding.js'
import torch, { Tensor } from '../../torch.js'
import { Adopting, constructOn } from '../../base/adopt.js'
import { careful } from '../../base/careful.js'
import { TypeError } from '../../base/errors.js'
import { beginAnew, CallableInstance, callableObject, settle } from '../../nn/callable.js'
import { reprSymbol } from '../../text/repr.js'
import { setInstaller } from './attributes.js'
import { subclassesOf } from './class-attributes.js'
import { Boxed, boxedRoots } from './boxed.js'
import { core, type Keywords } from './core.js'
import { PyProperty, Wrapped } from './descriptors.js'
import { initializing, isPlain, unraised } from './exceptions.js'
import { type AnyFunction, call, type Inner, innerOf, Method, setCallOther, split } from './functions.js'
import { install, installProtocol, silent } from './javascript-side.js'
import { FrozenSet, PyDict, PySet } from './keys.js'
import { callLibrary } from './library.js'
import { noteCallable } from './quick-library.js'
import { Tuple } from '../../base/tuple.js'
import { repr, str } from './text.js'
import { decoratedBy } from './wrapped.js'
import * as types from './types.js'
import {
  canonicalClass,
  classOf,
  declare,
  find,
  infoOf,
  inner,
  isClass,
  isSubclass,
  nameOfArgument,
  nameOfType,
  typeOf,
} from './types.js'

type Any = any

/** What JavaScript makes the objects of a class of Python's own. */
const javaScripts = new Map<Any, Any>([
  [types.object, Object],
  [types.list, Array],
  [types.tuple, Tuple],
  [types.dict, PyDict],
  [types.set, PySet],
  [types.frozenset, FrozenSet],
])

/**
 * Says what JavaScript makes the objects of a class of a module's, so that classes that extend it have objects of their own.
 * These begin empty: `__init__` fills them.
 */
export function madeWith(cls: Any, made: Any): void {
  javaScripts.set(cls, made)
}

/** The class of JavaScript that a class of Python's extends. */
function parentOf(bases: Any[]): Any {
  const roots = bases.map(types.rootOf)
  let chosen = bases[0]
  let root = roots[0]
  bases.forEach((base, i) => {
    const other = roots[i]
    if (other === root || other === types.object || isSubclass(root, other)) return
    if (root !== types.object && !isSubclass(other, root))
      throw new TypeError('multiple bases have instance lay-out conflict')
    chosen = base
    root = other
  })
  if (infoOf(chosen).isPython) return chosen
  const own = javaScripts.get(chosen)
  if (own !== undefined) return own
  if (boxedRoots.has(chosen)) return Boxed
  if (isSubclass(chosen, types.type)) return Object
  if (
    infoOf(chosen).module === 'builtins' &&
    !(chosen.prototype instanceof Error) &&
    chosen !== types.BaseException
  )
    throw new TypeError(`type '${infoOf(chosen).name}' is not an acceptable base type`)
  return chosen
}

/** What classes of modules, such as Enum, do when they are inherited from. */
export const onSubclass: unique symbol = Symbol('is called with a new subclass')

/** What `class name(*given, **keywords):` makes of its body: the metaclass makes it. */
export function makeClass(
  name: string,
  qualname: string,
  given: Any[],
  keywords: Keywords,
  namespace: Record<string, Any>,
): Any {
  const bases = given.map(baseOf)
  const { metaclass, ...others } = keywords ?? {}
  const meta = metaclassOf(metaclass, bases)
  if (!isClass(meta) || infoOf(meta).isPython) {
    const members = new PyDict(Object.entries(namespace))
    return call(meta, [name, Tuple.from(bases), members], others)
  }
  return buildClass(meta, name, qualname, bases, others, namespace)
}

/** What JavaScript reads as the message of an exception of Python's class: what `str` says, until the program sets one. */
const wordsToJavaScript: PropertyDescriptor = {
  get(this: Any) {
    return careful(() => str(this), '')
  },
  set(this: Any, value: Any) {
    Object.defineProperty(this, 'message', { value, writable: true, configurable: true, enumerable: true })
  },
  configurable: true,
  enumerable: false,
}

/** What `type.__new__` does. */
export function buildClass(
  meta: Any,
  name: string,
  qualname: string,
  bases: Any[],
  others: Record<string, Any>,
  namespace: Record<string, Any>,
): Any {
  if (bases.length === 0) bases.push(types.object)
  const parent = parentOf(bases)
  const cls: Any = {
    [name]: function (this: unknown, ...values: Any[]): Any {
      const { args, kwargs } = split(values, () => true)
      const target: Any = new.target ?? cls
      const made: Any = instantiate(cls, args, kwargs, target)
      if (made instanceof Error) Error.captureStackTrace(made, target as AnyFunction)
      return made
    },
  }[name]
  const prototype = Object.create(parent.prototype as object) as object
  Object.defineProperty(prototype, 'constructor', { ...silent, value: cls })
  Object.defineProperty(prototype, classOf, { ...silent, value: cls })
  Object.defineProperty(cls, 'prototype', { value: prototype, writable: false })
  if (prototype instanceof Error && !infoOf(parent).isPython)
    Object.defineProperty(prototype, 'message', wordsToJavaScript)
  if (parent !== Object) Object.setPrototypeOf(cls as object, parent as object)
  Object.defineProperty(cls, reprSymbol, { ...silent, value: () => repr(cls) })
  if (meta !== types.type && !unmarked.has(meta))
    Object.defineProperty(cls, classOf, { ...silent, value: meta })
  const members = Object.entries(namespace)
  const module = typeof namespace.__module__ === 'string' ? namespace.__module__ : '__main__'
  const info = declare(cls, name, bases, { isPython: true, qualname, module, hasFields: true })
  for (const [key, value] of members) info.dict.set(key, implicit(key, value))
  if (info.dict.has('__eq__') && !info.dict.has('__hash__')) info.dict.set('__hash__', null)
  types.changes.count++
  if (info.dict.has('__torch_function__')) startAsking()
  // What stands in bases that JavaScript does not see.
  for (const base of info.mro.slice(1).reverse())
    if (infoOf(base).isPython && !(prototype instanceof base))
      for (const [key, value] of infoOf(base).dict) install(cls, key, value)
  for (const [key, value] of info.dict) install(cls, key, value)
  installProtocol(cls)
  for (const base of bases) subclassesOf(base).add(cls)
  noteAbstract(cls)
  for (const [key, value] of info.dict) {
    const notify =
      value !== null && typeof value === 'object' ? core.special(value, '__set_name__') : undefined
    if (notify && value instanceof Object && (value as Any)[classOf] !== undefined) notify(value, cls, key)
  }
  tellBases(cls, others)
  let made = cls
  for (const base of info.mro.slice(1)) {
    const hook: Any = Object.hasOwn(base as object, onSubclass) ? base[onSubclass] : undefined
    if (hook !== undefined) made = hook(made, namespace, others) ?? made
  }
  return made
}

/** Calls the `__init_subclass__` that a new class inherits. */
function tellBases(cls: Any, keywords: Record<string, Any>): void {
  const bases = infoOf(cls).mro.slice(1)
  for (const base of bases) {
    const hook = infoOf(base).dict.get('__init_subclass__') as Any
    if (hook === undefined) continue
    call(hook instanceof Wrapped ? hook.func : hook, [cls], keywords)
    return
  }
  if (Object.keys(keywords).length > 0 && !bases.some((base) => Object.hasOwn(base as object, onSubclass)))
    throw takesNoKeywords(cls)
}
export const takesNoKeywords = (cls: Any): TypeError =>
  new TypeError(`${infoOf(cls).name}.__init_subclass__() takes no keyword arguments`)

/** Methods that Python takes for static or class methods without being told. */
function implicit(name: string, value: Any): Any {
  if (typeof value !== 'function' || value[inner] === undefined) return value
  if (name === '__new__') return new Wrapped('static', value)
  return name === '__init_subclass__' || name === '__class_getitem__' ? new Wrapped('class', value) : value
}

function baseOf(base: Any): Any {
  if (isClass(base)) {
    const cls = canonicalClass(base)
    if (cls === types.bool) throw new TypeError("type 'bool' is not an acceptable base type")
    return cls
  }
  const origin: Any = base?.__mro_entries__ ?? base?.__origin__
  if (origin !== undefined && isClass(origin)) return origin
  throw new TypeError(
    typeof base === 'function'
      ? "function() argument 'code' must be code, not str"
      : `${nameOfType(base)}() takes no arguments`.replace(
          /^.*$/,
          `cannot create a class from '${nameOfType(base)}' object`,
        ),
  )
}

/** Metaclasses whose classes do by themselves what these say, and do not go by them. */
export const unmarked = new Set<Any>()

/** The class of a new class: of those of its bases and the one that was named, that which is below all others. */
function metaclassOf(named: Any, bases: readonly Any[]): Any {
  if (named !== undefined && !isClass(named)) return named
  let winner: Any = named === undefined ? types.type : canonicalClass(named)
  for (const base of bases) {
    const meta = typeOf(base)
    if (isSubclass(winner, meta)) continue
    if (!isSubclass(meta, winner))
      throw new TypeError(
        'metaclass conflict: the metaclass of a derived class must be a (non-strict) subclass of the metaclasses of all its bases',
      )
    winner = meta
  }
  return winner
}

/** Names of methods that are yet to be written. */
const abstracts = new WeakMap<object, string[]>()
export const isAbstract: unique symbol = Symbol('marks an abstract method')

function marked(value: Any): boolean {
  const item: Any = value instanceof PyProperty ? value.fget : value instanceof Wrapped ? value.func : value
  return (
    item !== null && (typeof item === 'object' || typeof item === 'function') && item[isAbstract] === true
  )
}

function noteAbstract(cls: Any): void {
  const names = new Set<string>()
  for (const base of infoOf(cls).mro)
    for (const [name, value] of infoOf(base).dict) if (marked(value)) names.add(name)
  const left = [...names].filter((name) => marked(find(cls, name))).sort()
  if (left.length > 0) abstracts.set(cls as object, left)
  if (names.size > 0) infoOf(cls).dict.set('__abstractmethods__', new FrozenSet(left))
}

/** `type.__new__(meta, name, bases, namespace, **keywords)`. */
export function newType(meta: Any, args: readonly Any[], kwargs: Keywords): Any {
  if (args.length !== 3)
    throw new TypeError(`type.__new__() takes exactly 3 arguments (${args.length} given)`)
  const [name, bases, namespace] = args
  if (typeof name !== 'string')
    throw new TypeError(`type.__new__() argument 1 must be str, not ${nameOfArgument(name)}`)
  if (!(bases instanceof Tuple))
    throw new TypeError(`type.__new__() argument 2 must be tuple, not ${nameOfArgument(bases)}`)
  const members = Object.fromEntries(namespace as Map<string, Any>)
  const qualname = typeof members.__qualname__ === 'string' ? members.__qualname__ : name
  return buildClass(meta, name, qualname, bases.map(baseOf), kwargs ?? {}, members)
}

// ---- objects ----

/** An object of a class, on which nothing has run yet. */
export function allocate(cls: Any, target: Any, args: readonly Any[], kwargs: Keywords): Any {
  const root = types.rootOf(cls)
  if (root.prototype instanceof Error || root === types.BaseException) {
    const value = Tuple.from(args)
    return Object.defineProperty(unraised(root, target), 'args', {
      value,
      writable: true,
      configurable: true,
    })
  }
  if (isSubclass(cls, types.type)) return newType(cls, args, kwargs)
  const prototype = target.prototype as object
  if (boxedRoots.has(root)) {
    return Boxed.of(call(root, args, kwargs), prototype)
  }
  if (root === types.tuple || root === types.frozenset) {
    const made: Any = Reflect.construct(javaScripts.get(root), [], target)
    if (args.length > 0)
      for (const item of core.iter(args[0])) made[root === types.tuple ? 'push' : 'add'](item)
    return made
  }
  if (root === Tensor) return become(callLibrary(torch.Tensor, args, kwargs, true) as Tensor, target)
  const own = javaScripts.get(root)
  if (own !== undefined && own !== Object) return Reflect.construct(own, [], target)
  if (root === types.object)
    return find(cls, '__call__') === undefined ? Object.create(prototype) : callableObject(prototype)
  if (root.prototype instanceof CallableInstance) return callableObject(prototype)
  if (root.prototype instanceof Adopting)
    return find(cls, '__call__') === undefined ? Object.create(prototype) : callableObject(prototype)
  const made: Any =
    infoOf(root).construct?.(root, args as Any[], kwargs) ??
    Reflect.construct(root, kwargs === null ? [...args] : [...args, kwargs], target)
  // What a module makes in its own way is told to be of this class.
  if (typeOf(made) === root) Object.defineProperty(made, classOf, { ...silent, value: cls })
  return made
}

/** Runs the constructor of a library's class on an object, as `super().__init__()` does. */
export function initializeLibrary(self: Any, root: Any, args: readonly Any[], kwargs: Keywords): void {
  const given = kwargs === null ? args : [...args, kwargs]
  if (self?.[beginAnew]?.(() => Reflect.construct(root as NewableFunction, given) as object) === true) return
  if (root.prototype instanceof CallableInstance || root.prototype instanceof Adopting)
    constructOn(self as object, root as NewableFunction, given)
}

/** Python's `cls(*args, **kwargs)`, of a class written in Python. */
export function instantiate(cls: Any, args: readonly Any[], kwargs: Keywords, target: Any = cls): Any {
  const left = abstracts.get(cls as object)
  if (left !== undefined)
    throw new TypeError(
      `Can't instantiate abstract class ${infoOf(cls).name} with abstract method${left.length > 1 ? 's' : ''} ${left.join(', ')}`,
    )
  const makes = find(cls, '__new__') as Any
  const init = find(cls, '__init__') as Any
  let self: Any
  if (makes !== undefined) {
    self = call(makes instanceof Wrapped ? makes.func : makes, [cls, ...args], kwargs)
    if (!isSubclass(typeOf(self), cls)) return self
  } else self = allocate(cls, target, args, kwargs)
  if (target !== cls) adoptTypeScript(target, cls)
  const root = types.rootOf(cls)
  // What it is made of it has got already.
  if (init === initializing && kwargs === null && isPlain(root)) return self
  if (init instanceof Method) init.invoke(self, args, kwargs)
  else if (init !== undefined && init !== null) {
    const own = init[inner] as Inner | undefined
    const result: Any =
      own === undefined
        ? core.special(self, '__init__')!(self, ...args)
        : kwargs === null && own.count === args.length + 1
          ? own.js!(self, ...args)
          : own.invoke([self, ...args], kwargs)
    if (result !== null && result !== undefined) throw initReturned(result)
  } else if (root !== types.object) initializeLibrary(self, root, args, kwargs)
  else if (makes === undefined && (args.length > 0 || (kwargs !== null && Object.keys(kwargs).length > 0)))
    throw new TypeError(`${infoOf(cls).name}() takes no arguments`)
  ;(self as { [settle]?(): void })[settle]?.()
  return self
}

/** A class of TypeScript that extends one of Python's: its methods are found as Python finds them. */
function adoptTypeScript(target: Any, cls: Any): void {
  if (Object.hasOwn(target.prototype as object, classOf)) return
  Object.defineProperty(target.prototype, classOf, { ...silent, value: target })
  const info = declare(target, target.name as string, [cls], {
    isPython: true,
    module: '__main__',
    hasFields: true,
  })
  for (const [name, { value }] of Object.entries(
    Object.getOwnPropertyDescriptors(target.prototype as object),
  )) {
    if (typeof value !== 'function' || name === 'constructor') continue
    const own: Inner = {
      name,
      invoke: ([self, ...args], kwargs) => value.apply(self, kwargs === null ? args : [...args, kwargs]),
    }
    info.dict.set(
      name,
      Object.defineProperty((self: Any, ...args: Any[]) => value.apply(self, args), inner, { value: own }),
    )
  }
  types.changes.count++
}

/** How objects of a class are made from now on, where nothing but its `__init__` has a say. */
function makerFor(cls: Any): types.Maker | null {
  const init = find(cls, '__init__') as Any
  const isPlain =
    types.rootOf(cls) === types.object &&
    !abstracts.has(cls as object) &&
    find(cls, '__new__') === undefined &&
    find(cls, '__call__') === undefined
  if (!isPlain) return null
  const Made = function () {} as unknown as new () => object
  Made.prototype = cls.prototype
  if (init === undefined || init === find(types.object, '__init__')) return { Made, init: null }
  const own = typeof init === 'function' ? (init[inner] as Inner | undefined) : undefined
  return own?.js === undefined ? null : { Made, init: own }
}

/** An object of a class whose maker is known; undefined where the arguments are to be bound. */
function quicklyMade({ Made, init }: types.Maker, args: readonly Any[]): Any {
  if (init === null) return args.length === 0 ? new Made() : undefined
  if (init.count !== args.length + 1) return undefined
  const self = new Made()
  const result: Any = init.js!(self, ...args)
  if (result !== null && result !== undefined) throw initReturned(result)
  return self
}

const initReturned = (result: Any): TypeError =>
  new TypeError(`__init__() should return None, not '${nameOfType(result)}'`)

// ---- calls of what is no function of the runtime ----

function callOther(f: Any, args: readonly Any[], kwargs: Keywords): Any {
  if (kwargs === null && typeof f === 'function') {
    const maker = types.makerOf(f)
    const made: Any = maker ? quicklyMade(maker, args) : undefined
    if (made !== undefined) return made
  }
  if (typeof f === 'function' && isClass(f)) {
    const cls = canonicalClass(f)
    const info = infoOf(cls)
    const meta: Any = cls[classOf]
    if (meta !== undefined && infoOf(meta).isPython && find(meta, '__call__') !== undefined) {
      const own = find(meta, '__call__') as Any
      return own instanceof Method ? own.invoke(cls, args, kwargs) : call(own, [cls, ...args], kwargs)
    }
    if (info.construct !== undefined) return info.construct(cls, args as Any[], kwargs)
    if (info.isPython) {
      if (info.maker === undefined) {
        find(cls, '__init__')
        info.maker = makerFor(cls)
      }
      return instantiate(cls, args, kwargs)
    }
    return callLibrary(f, args, kwargs, true)
  }
  const own = f !== null && f !== undefined ? core.special(f, '__call__') : undefined
  if (own !== undefined) {
    if (kwargs === null) return own(f, ...args)
    const found = find(typeOf(f), '__call__') as Any
    return found instanceof Method ? found.invoke(f, args, kwargs) : call(found, [f, ...args], kwargs)
  }
  // Objects of the library that can be called say so in Python's way.
  if (typeof f === 'object' && typeof f?.__call__ === 'function')
    return typeof f.aroundCalls === 'function' && innerOf(args[0]) !== undefined
      ? decoratedBy(f, args[0])
      : f.__call__(...args)
  if (typeof f !== 'function') throw new TypeError(`'${nameOfType(f)}' object is not callable`)
  noteCallable(f)
  return callLibrary(f, args, kwargs, false)
}

setCallOther(callOther)
setInstaller(install)
core.makeClass = makeClass
