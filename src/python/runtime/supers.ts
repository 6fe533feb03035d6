// `super()`: the classes behind the one where it stands.
import { RuntimeError, TypeError } from '../../base/errors.js'
import { reprSymbol } from '../../text/repr.js'
import { namesOf, setField, setObjectAttributes } from './attributes.js'
import { allocate, initializeLibrary } from './classes.js'
import { core } from './core.js'
import { PyProperty, Wrapped } from './descriptors.js'
import { noAttribute } from './exceptions.js'
import { bindBuiltin, bindMethod, builtin, Getter, type Inner, Method } from './functions.js'
import { callLibrary } from './library.js'
import { defaultRepr } from './text.js'
import * as types from './types.js'
import { classOf, infoOf, inner, isClass, isSubclass, typeOf } from './types.js'

type Any = any

export class PySuper {
  constructor(
    readonly cls: Any,
    readonly self: Any,
  ) {}
  /** The class whose order is gone along. */
  get start(): Any {
    return isClass(this.self) ? this.self : typeOf(this.self)
  }
  [reprSymbol](): string {
    return `<super: <class '${infoOf(this.cls).name}'>, <${infoOf(this.start).name} object>>`
  }
}
Object.defineProperty(PySuper.prototype, classOf, { value: types.superClass })

/** What `super()` gives in a method: its class, and its first parameter. */
export function superOf(cls: Any, self: Any): PySuper {
  if (cls === undefined) throw new RuntimeError('super(): no arguments')
  const start = isClass(self) ? self : typeOf(self)
  if (!isSubclass(start, cls))
    throw new TypeError('super(type, obj): obj must be an instance or subtype of type')
  return new PySuper(cls, self)
}
infoOf(types.superClass).construct = (_cls, [cls, self]) => {
  if (cls === undefined) throw new RuntimeError('super(): no arguments')
  return superOf(cls, self)
}

/** What every object can do, where its classes say nothing. */
const ofObject: Record<string, (self: Any, ...args: Any[]) => Any> = {
  __init__: () => null,
  __init_subclass__: () => null,
  __setattr__: (self, name, value) => (setField(self, name as string, value), null),
  __delattr__: (self, name) => (Reflect.deleteProperty(self as object, name as string), null),
  __getattribute__: (self, name) => plainAttribute(self, name as string),
  __repr__: (self) => defaultRepr(self),
  __str__: (self) => core.repr(self),
  __eq__: (self, other) => (self === other ? true : types.NotImplemented),
  __ne__: (self, other) => (self === other ? false : types.NotImplemented),
  __hash__: (self) => identity(self as object),
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

/** An attribute of `super()`. */
function attribute(value: PySuper, name: string): Any {
  const { self, start, cls } = value
  const { mro } = infoOf(start)
  for (const one of mro.slice(mro.indexOf(types.canonicalClass(cls)) + 1)) {
    const { dict } = infoOf(one)
    if (dict.has(name)) return given(dict.get(name), self, start)
  }
  const root = types.rootOf(start)
  if (name === '__new__')
    return builtin('__new__', '*args, **kwargs', ([made, ...args]: Any[], kwargs) =>
      allocate(made, made, args, Object.keys(kwargs as object).length === 0 ? null : kwargs),
    )
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
      return bound(name, self, (args, kwargs) => callLibrary(item.bind(self), args, kwargs, false))
    }
  }
  const method = ofObject[name]
  if (Object.hasOwn(ofObject, name)) return bound(name, self, (args) => method(self, ...args))
  throw noAttribute(`'super' object has no attribute '${name}'`, name, value)
}

function bound(name: string, self: Any, invoke: Inner['invoke']): Any {
  const f = (...args: Any[]): Any => invoke(args, null)
  Object.defineProperty(f, inner, { value: { name, self, isBuiltin: true, invoke } satisfies Inner })
  return f
}

const superInfo = infoOf(types.superClass)
superInfo.dict.set('__getattribute__', new Method('super', '__getattribute__', 'name, /', attribute))

/** What objects can do without their classes saying so; undefined for what they cannot. */
function objectAttribute(value: Any, name: string): Any {
  if (name === '__new__')
    return builtin('__new__', '*args, **kwargs', ([made, ...args]: Any[], kwargs) =>
      allocate(made, made, args, Object.keys(kwargs as object).length === 0 ? null : kwargs),
    )
  if (!Object.hasOwn(ofObject, name)) return undefined
  const method = ofObject[name]
  if (isClass(value)) return builtin(name, 'self, *args', (self: Any, args: Any[]) => method(self, ...args))
  return bound(name, value, (args) => method(value, ...args))
}

setObjectAttributes(objectAttribute)
