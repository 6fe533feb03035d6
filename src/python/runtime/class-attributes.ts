// Attributes of classes: what stands in them and in their metaclass, what all classes have, the methods of the library's.
import { TypeError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { Tensor } from '../../torch.js'
import { bound, callLibraryMethod, isData, ofEveryObject } from './binding.js'
import { core } from './core.js'
import { PyProperty, Wrapped } from './descriptors.js'
import { hidden, isObject } from './fields.js'
import { bindMethod, type Inner, Method } from './functions.js'
import { PyDict } from './keys.js'
import { ofTensorClass } from './tensor-class.js'
import * as types from './types.js'
import { canonicalClass, classOf, find, infoOf, inner, isClass, nameOfType, typeOf } from './types.js'

type Any = any

/** Whether a name is JavaScript's: of all objects, or of functions as they are. */
const isHidden = (value: Any, name: string): boolean =>
  hidden.has(name) ||
  (typeof value === 'function' &&
    value instanceof Function &&
    (name === 'name' || name === 'length' || value[name as never] === Function.prototype[name as never]))

/** The order in which classes are asked, without those that the library's extend and that no program can name. */
function orderOf(cls: Any): Any[] {
  let isLibrary = false
  return infoOf(cls).mro.filter((one: Any) => {
    const { module, isPython } = infoOf(one)
    isLibrary = !isPython && (isLibrary || module.startsWith('torch'))
    return !isLibrary || module !== '__main__'
  })
}

const basesOf = (cls: Any): readonly Any[] => {
  const { bases, isPython } = infoOf(cls)
  return isPython || bases.length !== 1 ? bases : orderOf(cls).slice(1, 2)
}

/** An attribute of a class. */
export function ofClass(given: Any, name: string): Any {
  const cls = canonicalClass(given)
  const info = infoOf(cls)
  switch (name) {
    case '__name__':
      return info.name
    case '__qualname__':
      return info.qualname
    case '__module__':
      return info.module
    case '__bases__':
      return Tuple.from(basesOf(cls))
    case '__base__':
      return basesOf(cls)[0] ?? null
    case '__mro__':
      return Tuple.from(orderOf(cls))
    case '__class__':
      return typeOf(cls)
    case '__dict__':
      return new PyDict(info.dict)
    case '__doc__':
      return (info.dict.get('__doc__') as Any) ?? null
    case 'mro':
      return bindMethodOfClass(cls, () => orderOf(cls))
    case '__subclasses__':
      return bindMethodOfClass(cls, () => [...subclassesOf(cls)])
    case '__annotations__':
      if (!info.dict.has(name)) return new PyDict()
  }
  const meta: Any = cls[classOf]
  const ofMeta = meta === undefined ? undefined : find(meta, name)
  if (ofMeta !== undefined && isData(ofMeta)) return bound(ofMeta, cls, meta)
  const found = find(cls, name)
  if (found !== undefined) return ofClassFound(found, cls)
  if (ofMeta !== undefined) return bound(ofMeta, cls, meta)
  // Statics of the library's classes.
  if (!info.isPython || types.rootOf(cls) !== types.object) {
    const root = types.rootOf(cls)
    if (name in cls && !isHidden(cls, name)) {
      const item: Any = cls[name]
      if (typeof item !== 'function' || isClass(item)) return item
      return bindMethod(
        cls,
        Object.assign((self: Any, ...args: Any[]) => item.apply(self, args), {}),
      )
    }
    if (root.prototype !== undefined && name in root.prototype && !hidden.has(name)) {
      const item: Any = Object.getOwnPropertyDescriptor(findOwner(root.prototype, name), name)!.value
      if (typeof item === 'function') return unbound(item, name)
    }
    if (root.prototype === Tensor.prototype) {
      const own: Any = ofTensorClass(name)
      if (own !== undefined) return own
    }
  }
  if (name === '__call__') return cls
  return name.startsWith('__') ? ofEveryObject(cls, name) : undefined
}

function ofClassFound(found: Any, cls: Any): Any {
  if (found instanceof Wrapped) return found.kind === 'static' ? found.func : bindMethod(cls, found.func)
  if (found instanceof Method) return unboundBuiltin(found)
  if (
    isObject(found) &&
    typeof found !== 'function' &&
    found[classOf] !== undefined &&
    !(found instanceof PyProperty)
  ) {
    const get = find(found[classOf], '__get__')
    if (get !== undefined) return core.special(found, '__get__')!(found, null, cls)
  }
  return found
}

function findOwner(prototype: object, name: string): object {
  let owner = prototype
  while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object
  return owner
}

const subclasses = new Map<Any, Set<Any>>()
export const subclassesOf = (cls: Any): Set<Any> => {
  let known = subclasses.get(cls)
  if (known === undefined) subclasses.set(cls, (known = new Set()))
  return known
}

function bindMethodOfClass(cls: Any, run: () => Any): Any {
  const f = (): Any => run()
  Object.defineProperty(f, inner, {
    value: { name: 'mro', self: cls, isBuiltin: true, invoke: run } satisfies Inner,
  })
  return f
}

const unboundMethods = new WeakMap<Method, Any>()

/** `str.upper`: a function whose first argument is the object. */
function unboundBuiltin(method: Method): Any {
  let f = unboundMethods.get(method)
  if (f !== undefined) return f
  const own: Inner = {
    name: method.name,
    isBuiltin: true,
    invoke: (args, kwargs) => {
      if (args.length === 0)
        throw new TypeError(`unbound method ${method.owner}.${method.name}() needs an argument`)
      const owner = types.exceptionClasses.get(method.owner)
      void owner
      if (!fits(args[0], method.owner))
        throw new TypeError(
          `descriptor '${method.name}' for '${method.owner}' objects doesn't apply to a '${nameOfType(args[0])}' object`,
        )
      return method.invoke(args[0], args.slice(1), kwargs)
    },
  }
  f = (...args: Any[]): Any => own.invoke(args, null)
  Object.defineProperty(f, 'name', { value: method.name, configurable: true })
  Object.defineProperty(f, inner, { value: own, configurable: true })
  Object.defineProperty(f, Symbol.for('dltorch.repr'), {
    value: () => `<method '${method.name}' of '${method.owner}' objects>`,
  })
  unboundMethods.set(method, f)
  return f
}
const fits = (value: Any, owner: string): boolean =>
  owner === 'object' || infoOf(typeOf(value)).mro.some((cls) => infoOf(cls).name === owner)

const unboundLibrary = new WeakMap<object, Any>()

/** `nn.Module.forward`, `torch.Tensor.add`: a function whose first argument is the object. */
function unbound(method: Any, name: string): Any {
  let f = unboundLibrary.get(method)
  if (f !== undefined) return f
  const own: Inner = {
    name,
    invoke: (args, kwargs) => callLibraryMethod(args[0], method, name, args.slice(1), kwargs),
  }
  f = (...args: Any[]): Any => own.invoke(args, null)
  Object.defineProperty(f, 'name', { value: name, configurable: true })
  Object.defineProperty(f, inner, { value: own, configurable: true })
  unboundLibrary.set(method, f)
  return f
}
