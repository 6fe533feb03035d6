// Python's module `functools`.
import { TypeError } from '../../base/errors.js'
import { missingArguments } from '../../base/keywords.js'
import { Tuple } from '../../base/tuple.js'
import { reprSymbol } from '../../text/repr.js'
import { sizeArgument } from '../runtime/arguments.js'
import { unboxed } from '../runtime/boxed.js'
import { core } from '../runtime/core.js'
import { builtin, call, functionsOf, getters, type Inner, innerOf, methods } from '../runtime/functions.js'
import { PyDict } from '../runtime/keys.js'
import { wrapped } from '../runtime/wrapped.js'
import { Union } from '../runtime/aliases.js'
import { namedTupleClass } from './collections.js'
import { annotationsIn, typeHints } from './type-hints.js'
import { Form } from './typing-forms.js'
import { fromPython } from './written.js'
import * as comparison from '../runtime/comparison.js'
import { kindOf, Kind } from '../runtime/numbers.js'
import * as types from '../runtime/types.js'
import {
  builtinClass,
  classOf,
  infoOf,
  inner,
  instance,
  isClass,
  typeOf,
  nameOfType,
} from '../runtime/types.js'

type Any = any

// ---- partial ----

const partialClass = builtinClass('partial', [types.object], { module: 'functools', hasFields: true })

function partial(f: Any, args: Any[], kwargs: Record<string, Any>): Any {
  if (typeof f !== 'function' && core.special(f, '__call__') === undefined)
    throw new TypeError('the first argument must be callable')
  const own: Inner = {
    name: 'partial',
    isBuiltin: true,
    takes: () => true,
    invoke: (more, others) => {
      const all = { ...kwargs, ...others }
      return call(f, [...args, ...more], Object.keys(all).length > 0 ? all : null)
    },
  }
  const made: Any = (...more: Any[]): Any => own.invoke(more, null)
  const text = (): string => {
    const parts = [
      core.repr(f),
      ...args.map(core.repr),
      ...Object.entries(kwargs).map(([name, value]) => `${name}=${core.repr(value)}`),
    ]
    return `functools.partial(${parts.join(', ')})`
  }
  const properties = { [inner]: own, [classOf]: partialClass, [reprSymbol]: text }
  for (const key of Object.getOwnPropertySymbols(properties))
    Object.defineProperty(made, key, { value: properties[key as never], configurable: true })
  made.func = f
  made.args = Tuple.from<unknown>(args)
  made.keywords = new PyDict(Object.entries(kwargs))
  return made
}
infoOf(partialClass).construct = (_cls, [f, ...args], kwargs) => partial(f, args, kwargs ?? {})

// ---- caches ----

const CacheInfo = namedTupleClass('CacheInfo', ['hits', 'misses', 'maxsize', 'currsize'], [], 'functools')

function cached(f: Any, most: number | null): Any {
  const results = new PyDict()
  let hits = 0
  let misses = 0
  const invoke: Inner['invoke'] = (args, kwargs) => {
    const names = Object.entries(kwargs ?? {})
    const key = Tuple.of<unknown>(...args, ...(names.length === 0 ? [] : [marker, ...names.flat()]))
    if (results.has(key)) {
      hits++
      const value: Any = results.get(key)
      if (most !== null) {
        results.delete(key)
        results.set(key, value)
      }
      return value
    }
    misses++
    const value: Any = call(f, args, kwargs)
    results.set(key, value)
    if (most !== null && results.size > most)
      for (const first of results.keys()) {
        results.delete(first)
        break
      }
    return value
  }
  const made = wrapped(f, invoke)
  made.cache_info = builtin('cache_info', '', () => call(CacheInfo, [hits, misses, most, results.size], null))
  made.cache_clear = builtin('cache_clear', '', () => {
    results.clear()
    hits = misses = 0
    return null
  })
  return made
}
const marker = {}

function lruCache(maxsize: Any = 128, _typed: Any = false): Any {
  if (typeof maxsize === 'function') return cached(maxsize, 128)
  if (maxsize !== null && kindOf(unboxed(maxsize)) !== Kind.int)
    throw new TypeError('Expected first argument to be an integer, a callable, or None')
  const most = maxsize === null ? null : Math.max(0, sizeArgument(maxsize))
  return builtin('decorating_function', 'user_function', (f: Any) => cached(f, most))
}

// ---- others ----

function reduce(f: Any, items: Any, initial?: Any): Any {
  const iterator = core.iter(items)
  let total = initial
  if (total === undefined) {
    const { done, value } = iterator.next()
    if (done) throw new TypeError('reduce() of empty iterable with no initial value')
    total = value
  }
  for (const item of iterator) total = call(f, [total, item], null)
  return total
}

const copied = ['__module__', '__name__', '__qualname__', '__doc__', '__annotations__']

function updateWrapper(wrapper: Any, of: Any): Any {
  for (const name of copied) {
    try {
      const value: Any = core.getattr(of, name)
      Object.defineProperty(wrapper, name, { value, writable: true, configurable: true, enumerable: true })
    } catch {
      continue
    }
  }
  if (typeof of === 'function' && !isClass(of))
    for (const key of Object.keys(of as object))
      if (wrapper?.[key] == null) core.setattr(wrapper, key, of[key])
  core.setattr(wrapper, '__wrapped__', of)
  return wrapper
}

/** From `__lt__` or one like it, and `__eq__`, the others. */
function totalOrdering(cls: Any): Any {
  if (!isClass(cls)) throw new TypeError(`total_ordering() takes a class, not '${nameOfType(cls)}'`)
  const { dict } = infoOf(cls)
  const root = ['__lt__', '__gt__', '__le__', '__ge__'].find((name) => types.find(cls, name) !== undefined)
  if (root === undefined)
    throw new (types.exceptionClasses.get('ValueError'))(
      'must define at least one ordering operation: < > <= >=',
    )
  const less = (a: Any, b: Any): Any => {
    const method = core.special(a, root)!
    const result: Any = method(a, b)
    if (result === types.NotImplemented) return result
    const truth = core.truth(result)
    const equal = (): boolean => core.truth(core.eq(a, b))
    if (root === '__lt__') return truth
    if (root === '__le__') return truth && !equal()
    if (root === '__gt__') return !truth && !equal()
    return !truth
  }
  const from: Record<string, (a: Any, b: Any) => Any> = {
    __lt__: less,
    __le__: (a, b) => or(less(a, b), () => core.truth(core.eq(a, b))),
    __gt__: (a, b) => not(or(less(a, b), () => core.truth(core.eq(a, b)))),
    __ge__: (a, b) => not(less(a, b)),
  }
  for (const [name, run] of Object.entries(from)) {
    if (dict.has(name)) continue
    const made: Any = (...args: Any[]): Any => run(args[0], args[1])
    Object.defineProperty(made, inner, {
      value: { name, invoke: ([a, b]) => run(a, b), js: run, count: 2 } satisfies Inner,
    })
    core.setattr(cls, name, made)
  }
  return cls
}
const or = (value: Any, rest: () => boolean): Any =>
  value === types.NotImplemented ? value : value || rest()
const not = (value: Any): Any => (value === types.NotImplemented ? value : !value)

function cmpToKey(compare: Any): Any {
  const cls = builtinClass('KeyWrapper', [types.object], { module: 'functools' })
  methods(cls, {
    '__lt__(other, /)': (a, b) => comparison.ltTrue(call(compare, [a.obj, b.obj], null), 0),
    '__eq__(other, /)': (a, b) => comparison.eqTrue(call(compare, [a.obj, b.obj], null), 0),
    '__gt__(other, /)': (a, b) => comparison.gtTrue(call(compare, [a.obj, b.obj], null), 0),
  })
  return builtin('K', 'obj', (obj: Any) => instance(cls, { obj }))
}

function singledispatch(f: Any): Any {
  const handlers = new PyDict([[types.object, f]])
  const dispatch = (cls: Any): Any => {
    for (const one of infoOf(cls).mro) if (handlers.has(one)) return handlers.get(one)
    return f
  }
  const made = wrapped(f, (args, kwargs) => {
    if (args.length === 0) throw new TypeError(`${innerOf(f)?.name} requires at least 1 positional argument`)
    return call(dispatch(typeOf(args[0])), args, kwargs) as unknown
  })
  const classesOf = (cls: Any): Any[] | null => {
    if (isClass(cls)) return [cls]
    const parts: Any =
      cls instanceof Union ? cls.args : cls instanceof Form && cls.isUnion ? cls.__args__ : null
    return parts !== null && [...parts].every(isClass) ? [...parts] : null
  }
  const register = (cls: Any, handler: Any = null): Any => {
    const start = 'Invalid first argument to `register()`'
    const classes = classesOf(cls)
    if (handler !== null) {
      if (classes === null) throw new TypeError(`${start}. ${core.repr(cls)} is not a class or union type.`)
      for (const one of classes) handlers.set(types.canonicalClass(one), handler)
      return handler
    }
    if (classes !== null) return builtin('register', 'func', (one: Any) => register(cls, one))
    if (!annotationsIn(cls)?.size)
      throw new TypeError(
        `${start}: ${core.repr(cls)}. Use either \`@register(some_class)\` or plain \`@register\` on an annotated function.`,
      )
    const [[name, meant]] = typeHints(cls).entries() as Iterable<[string, Any]>
    if (classesOf(meant) !== null) return register(meant, cls)
    const isUnion = meant instanceof Union || (meant instanceof Form && meant.isUnion)
    throw new TypeError(
      `Invalid annotation for '${name}'. ${core.repr(meant)} ${isUnion ? 'not all arguments are classes' : 'is not a class'}.`,
    )
  }
  made.registry = handlers
  made.register = builtin('register', 'cls, func=None', register)
  made.dispatch = builtin('dispatch', 'cls', dispatch)
  return made
}

// ---- cached_property ----

const cachedProperty = builtinClass('cached_property', [types.object], {
  module: 'functools',
  hasFields: true,
})
infoOf(cachedProperty).construct = (_cls, [func]) => {
  if (func === undefined) throw missingArguments('cached_property.__init__()', ['func'])
  return instance(cachedProperty, { func, name: String((func as Any)?.name ?? '') })
}
methods(cachedProperty, {
  '__set_name__(owner, name)': (self, _owner, name) => {
    self.name = name
    return null
  },
  '__get__(instance, owner=None)': (self, instance) => {
    if (instance === null) return self
    const value: Any = call(self.func, [instance], null)
    Object.defineProperty(instance, self.name as string, {
      value,
      writable: true,
      configurable: true,
      enumerable: true,
    })
    return value
  },
})
getters(cachedProperty, {})

export const module = {
  __getattr__: fromPython('functools', '_functools', ['partialmethod', 'singledispatchmethod']),
  partial: partialClass,
  WRAPPER_ASSIGNMENTS: Tuple.from('__module__ __name__ __qualname__ __doc__ __annotations__'.split(' ')),
  WRAPPER_UPDATES: Tuple.of('__dict__'),
  cached_property: cachedProperty,
  ...functionsOf({
    'lru_cache(maxsize=128, typed=False)': lruCache,
    'cache(user_function, /)': (f: Any) => cached(f, null),
    'reduce(function, iterable, initial=None, /)': reduce,
    'wraps(wrapped, assigned=None, updated=None)': (of: Any) =>
      builtin('wrapper', 'wrapper', (wrapper: Any) => updateWrapper(wrapper, of)),
    'update_wrapper(wrapper, wrapped, assigned=None, updated=None)': updateWrapper,
    'total_ordering(cls)': totalOrdering,
    'cmp_to_key(mycmp)': cmpToKey,
    'singledispatch(func)': singledispatch,
  }),
}
