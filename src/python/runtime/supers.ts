// `super()`: the classes behind the one where it stands.
import { RuntimeError, TypeError } from '../../base/errors.js'
import { reprSymbol } from '../../text/repr.js'
import { namesOf } from './missing-attributes.js'
import { checkName, lookup, removeField, setField, setOnClass } from './attributes.js'
import { setObjectAttributes } from './binding.js'
import { allocate, initializeLibrary, instantiate, newType, takesNoKeywords } from './classes.js'
import { isObject } from './fields.js'
import { core } from './core.js'
import { PyProperty, Wrapped } from './descriptors.js'
import { noAttribute } from './exceptions.js'
import { bindBuiltin, bindMethod, builtin, Getter, type Inner, Method, methods } from './functions.js'
import { callLibrary } from './library.js'
import { withDefaults } from './quick-library.js'
import { classText, defaultRepr, inheritedRepr } from './text.js'
import * as types from './types.js'
import { classOf, infoOf, inner, isClass, isSubclass, nameOfArgument, nameOfType, typeOf } from './types.js'

type Any = any

export class PySuper {
  constructor(
    readonly cls: Any,
    readonly self: Any,
  ) {}
  get start(): Any {
    return startOf(this.cls, this.self)
  }
  [reprSymbol](): string {
    if (this.self === null) return `<super: <class '${infoOf(this.cls).name}'>, NULL>`
    return `<super: <class '${infoOf(this.cls).name}'>, <${infoOf(this.start).name} object>>`
  }
}
Object.defineProperty(PySuper.prototype, classOf, { value: types.superClass })

/** What `super()` gives in a method: its class, and its first parameter. */
export function superOf(cls: Any, self: Any): PySuper {
  if (cls === undefined) throw new RuntimeError('super(): no arguments')
  const start = startOf(cls, self)
  if (!isSubclass(start, cls))
    throw new TypeError('super(type, obj): obj must be an instance or subtype of type')
  return new PySuper(cls, self)
}

/** The class whose order is gone along: of a class below `cls` that class itself, of anything else its class. */
const startOf = (cls: Any, self: Any): Any =>
  isClass(self) && isSubclass(types.canonicalClass(self), cls) ? types.canonicalClass(self) : typeOf(self)

infoOf(types.superClass).construct = (_cls, args) => {
  const [cls, self] = args
  if (args.length === 0) throw new RuntimeError('super(): no arguments')
  if (args.length > 2) throw new TypeError(`super() expected at most 2 arguments, got ${args.length}`)
  if (!isClass(cls)) throw new TypeError(`super() argument 1 must be a type, not ${nameOfArgument(cls)}`)
  return args.length === 1 ? new PySuper(cls, null) : superOf(types.canonicalClass(cls), self)
}

/** What every object can do, where its classes say nothing. */
const ofObject: Record<string, (self: Any, ...args: Any[]) => Any> = {
  __init__: (self, ...args) => {
    const { name } = infoOf(typeOf(self))
    if (args.length > 0)
      throw new TypeError(
        types.find(typeOf(self), '__init__') === undefined
          ? `${name}() takes no arguments`
          : 'object.__init__() takes exactly one argument (the instance to initialize)',
      )
    return null
  },
  __init_subclass__: (cls, ...keywords) => {
    if (keywords.length > 0) throw takesNoKeywords(cls)
    return null
  },
  __setattr__: (self, name, value) => (setField(self, named(name), value), null),
  __delattr__: (self, name) => (removeField(self, named(name)), null),
  __getattribute__: (self, name) => plainAttribute(self, named(name)),
  __repr__: (self) => (isObject(self) ? (inheritedRepr(self) ?? defaultRepr(self)) : core.repr(self)),
  __str__: (self) => core.repr(self),
  __eq__: (self, other) => (self === other ? true : types.NotImplemented),
  __ne__: (self, other) => (self === other ? false : types.NotImplemented),
  __hash__: (self) => (isObject(self) ? identity(self as object) : core.hash(self)),
  __format__: (self, spec) => core.format(core.str(self), spec as string),
  __dir__: (self) => namesOf(self),
}
const identities = new WeakMap<object, number>()
let last = 0x7f00000
const identity = (value: object): number => {
  let known = identities.get(value)
  if (known === undefined) identities.set(value, (known = last += 16))
  return known
}

function named(name: unknown): string {
  checkName(name)
  return name
}

/** `object.__getattribute__`: fields and class, without the hooks of the class. */
function plainAttribute(self: Any, name: string): Any {
  const cls = typeOf(self)
  const found = types.find(cls, name)
  if (found instanceof PyProperty || found instanceof Getter) return given(found, self, cls)
  if (Object.hasOwn(self as object, name)) return self[name]
  if (found !== undefined) return given(found, self, cls)
  if (name === '__dict__') return core.getattr(Object.assign(Object.create(null) as object, self), name)
  throw noAttribute(`'${infoOf(cls).name}' object has no attribute '${name}'`, name, self)
}

function given(found: Any, self: Any, start: Any): Any {
  const isOfClass = isClass(self)
  if (found instanceof Method) return bindBuiltin(self, found)
  if (found instanceof PyProperty) return isOfClass ? found : found.read(self)
  if (found instanceof Getter) return found.get(self)
  if (found instanceof Wrapped) return found.kind === 'static' ? found.func : bindMethod(start, found.func)
  const own = typeof found === 'function' ? (found[inner] as Inner | undefined) : undefined
  return own === undefined || own.self !== undefined || own.isBuiltin === true || isOfClass
    ? found
    : bindMethod(self, found)
}

/** `__new__` of all classes. */
const allocating = builtin('__new__', '*args, **kwargs', (given: Any[], kwargs) => {
  const [made, ...args] = given
  if (given.length === 0) throw new TypeError('object.__new__(): not enough arguments')
  if (!isClass(made)) throw new TypeError(`object.__new__(X): X is not a type object (${nameOfType(made)})`)
  return allocate(made, made, args, Object.keys(kwargs as object).length === 0 ? null : kwargs)
})

/** An attribute of `super()`. */
function attribute(value: PySuper, name: string): Any {
  const { self, start, cls } = value
  if (name === '__class__') return types.superClass
  const { mro } = infoOf(start)
  for (const one of mro.slice(mro.indexOf(types.canonicalClass(cls)) + 1)) {
    const { dict } = infoOf(one)
    if (dict.has(name)) return given(dict.get(name), self, start)
  }
  const root = types.rootOf(start)
  if (name === '__new__') return allocating
  if (name === '__init__' && root !== types.object)
    return bound(name, self, (args, kwargs) => {
      initializeLibrary(self, root, args, kwargs)
      return null
    })
  if (root !== types.object && infoOf(root).module !== 'builtins') {
    const of = isClass(self) ? root : root.prototype
    if (name in of && !(name in Object.prototype)) {
      const item: Any = Reflect.get(of as object, name, self)
      if (typeof item !== 'function') return item
      return bound(name, self, (args, kwargs) =>
        callLibrary(item.bind(self), withDefaults(name, args, kwargs), kwargs, false),
      )
    }
  }
  const method = ofObject[name]
  if (Object.hasOwn(ofObject, name))
    return bound(name, self, (args, kwargs) => method(self, ...args, ...Object.keys(kwargs ?? {})))
  throw noAttribute(`'super' object has no attribute '${name}'`, name, value)
}

core.behindSuper = (value, name) => {
  if (!(value instanceof PySuper) || name === '__class__' || isClass(value.self)) return null
  const { mro } = infoOf(value.start)
  for (let i = mro.indexOf(types.canonicalClass(value.cls)) + 1; i < mro.length; i++) {
    const found = infoOf(mro[i]).dict.get(name) as Any
    if (found === undefined) continue
    const own = typeof found === 'function' ? (found[inner] as Inner | undefined) : undefined
    return own === undefined || own.self !== undefined || own.isBuiltin === true ? null : own
  }
  return null
}

function bound(name: string, self: Any, invoke: Inner['invoke']): Any {
  const f = (...args: Any[]): Any => invoke(args, null)
  Object.defineProperty(f, inner, { value: { name, self, isBuiltin: true, invoke } satisfies Inner })
  return f
}

methods(types.type, {
  '__call__(*args, **kwargs)': (cls, args: Any[], kwargs) => {
    const keywords = Object.keys(kwargs as object).length === 0 ? null : kwargs
    return infoOf(cls).isPython ? instantiate(cls, args, keywords) : core.call(cls, args, keywords)
  },
  '__init__(*args, **kwargs)': () => null,
  '__setattr__(name, value, /)': (cls, name, value) => (setOnClass(cls, named(name), value), null),
  '__getattribute__(name, /)': (cls, name) => {
    const item: Any = lookup(cls, name as string)
    if (item !== undefined) return item
    throw noAttribute(`type object '${infoOf(cls).name}' has no attribute '${name}'`, name as string, cls)
  },
  '__repr__()': (cls) => classText(cls),
})
infoOf(types.type).dict.set(
  '__new__',
  new Wrapped(
    'static',
    builtin('__new__', 'cls, *args, **kwargs', (meta: Any, args: Any[], kwargs: Any) =>
      newType(meta, args, kwargs),
    ),
  ),
)

const superInfo = infoOf(types.superClass)
superInfo.dict.set('__getattribute__', new Method('super', '__getattribute__', 'name, /', attribute))

/** What objects can do without their classes saying so; undefined for what they cannot. */
function objectAttribute(value: Any, name: string): Any {
  if (name === '__new__') return allocating
  const isOfLibrary = isClass(value) && types.rootOf(value) !== types.object
  if (name === '__init__' && isOfLibrary)
    return builtin(name, 'self, /, *args, **kwargs', (self: Any, args: Any[], kwargs: Any) => {
      const keywords = Object.keys(kwargs as object).length === 0 ? null : kwargs
      initializeLibrary(self, types.rootOf(value), args, keywords)
      return null
    })
  if (!Object.hasOwn(ofObject, name)) return undefined
  const method = ofObject[name]
  if (isClass(value)) return builtin(name, 'self, *args', (self: Any, args: Any[]) => method(self, ...args))
  return bound(name, value, (args) => method(value, ...args))
}

setObjectAttributes(objectAttribute)
