// `isinstance` and `issubclass`.
import { TypeError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { core } from './core.js'
import { methods } from './functions.js'
import * as types from './types.js'
import { canonicalClass, classOf, find, infoOf, isClass, isSubclass, typeOf } from './types.js'

type Any = any

function classTest(name: string, test: (cls: Any) => boolean, wanted: Any): boolean {
  if (wanted instanceof Tuple || (Array.isArray(wanted) && wanted.constructor === Tuple))
    return (wanted as Any[]).some((one) => classTest(name, test, one))
  if (isClass(wanted)) return test(canonicalClass(wanted))
  const own = (wanted as Any)?.__instancecheck__
  if (typeof own === 'function') return Boolean(own.call(wanted, test))
  throw new TypeError(
    name === 'isinstance'
      ? 'isinstance() arg 2 must be a type, a tuple of types, or a union'
      : 'issubclass() arg 2 must be a class, a tuple of classes, or a union',
  )
}

/** Python's `isinstance(value, cls)`. */
export function isinstance(value: Any, wanted: Any): boolean {
  return classTest('isinstance', (cls) => holds(value, cls), wanted)
}

function holds(value: Any, cls: Any): boolean {
  const meta: Any = cls[classOf]
  if (meta !== undefined && infoOf(meta).isPython && find(meta, '__instancecheck__') !== undefined)
    return core.truth(core.special(cls, '__instancecheck__')!(cls, value))
  return isInstanceOf(value, cls)
}

/** What `type.__instancecheck__` does. */
function isInstanceOf(value: Any, cls: Any): boolean {
  const own = find(cls, '__instancecheck__')
  if (own !== undefined && typeof own === 'function' && infoOf(cls).isPython === false)
    return Boolean(own(value))
  if (isSubclass(typeOf(value), cls)) return true
  // The library's classes decide for themselves: tensors that are parameters are Parameters.
  if (infoOf(cls).isPython || infoOf(cls).module === 'builtins') return false
  return typeof cls === 'function' && cls.prototype !== undefined && value instanceof cls
}

export function issubclass(cls: Any, wanted: Any): boolean {
  if (!isClass(cls)) throw new TypeError('issubclass() arg 1 must be a class')
  return classTest('issubclass', (one) => isBelow(canonicalClass(cls), one), wanted)
}

function isBelow(cls: Any, base: Any): boolean {
  const meta: Any = base[classOf]
  if (meta !== undefined && infoOf(meta).isPython && find(meta, '__subclasscheck__') !== undefined)
    return core.truth(core.special(base, '__subclasscheck__')!(base, cls))
  return isSubclass(cls, base)
}

methods(types.type, {
  '__instancecheck__(instance, /)': (cls, value) => isInstanceOf(value, cls),
  '__subclasscheck__(subclass, /)': (cls, one) => isSubclass(canonicalClass(one), cls),
})
