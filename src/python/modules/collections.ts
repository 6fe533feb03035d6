// Python's module `collections`, but for its deques: deque.ts.
import { AttributeError, TypeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { OrderedDict } from '../../nn/ordered-dict.js'
import { reprSymbol } from '../../text/repr.js'
import { sizeArgument } from '../runtime/arguments.js'
import { allocate, madeWith, makeClass } from '../runtime/classes.js'
import { classMethod } from '../runtime/class-methods.js'
import { PyIterator, iteratorClass } from '../runtime/containers.js'
import { pairsOf, update } from '../runtime/conversions.js'
import { core, listOf, same } from '../runtime/core.js'
import { PyProperty } from '../runtime/descriptors.js'
import { entriesOf, isDict, valueAt } from '../runtime/dicts.js'
import { builtin, call, functionsOf, getters, makeFunction, methods } from '../runtime/functions.js'
import { keepsOrder, PyDict } from '../runtime/keys.js'
import * as comparison from '../runtime/comparison.js'
import * as operators from '../runtime/operators.js'
import { nested } from '../runtime/text.js'
import * as types from '../runtime/types.js'
import {
  builtinClass,
  classOf,
  infoOf,
  isClass,
  isSubclass,
  nameOfType,
  NotImplemented,
  typeOf,
} from '../runtime/types.js'
import { dequeClass } from './deque.js'
import { fromPython } from './written.js'
import { exception } from '../runtime/exceptions.js'

type Any = any

interface DictClass {
  readonly cls: Any
  readonly Made: typeof PyDict
}

/** A dict of a class of its own. */
function dictClass(name: string): DictClass {
  const cls = builtinClass(name, [types.dict], { module: 'collections', hasFields: true })
  const Made = { [name]: class extends PyDict {} }[name]
  Object.defineProperty(Made.prototype, classOf, { value: cls, writable: true, configurable: true })
  madeWith(cls, Made)
  return { cls, Made }
}
/** The name of a dict's own class. */
const named = (dict: Any): string => infoOf(typeOf(dict)).name
const prints = ({ cls, Made }: DictClass, text: (dict: Any) => string): void => {
  const write = (dict: Any): string => nested(dict as object, `${named(dict)}(...)`, () => text(dict))
  Object.defineProperty(Made.prototype, reprSymbol, {
    value(this: Any) {
      return write(this)
    },
    configurable: true,
  })
  methods(cls, { '__repr__()': write })
}
const dictBody = (dict: Any): string =>
  `{${Array.from(entriesOf(dict), ([key, value]) => `${core.repr(key)}: ${core.repr(value)}`).join(', ')}}`

/** A name of a place in a named tuple. */
class Field extends PyProperty {
  override write(): never {
    throw new AttributeError("can't set attribute")
  }
}

/** `|` of a class of dicts, on both sides: a copy of the left one as a dict of this class, and what the other holds. */
const unions = (copyOf: (of: Any, items: Any) => PyDict): Record<string, Any> => {
  const union = (self: Any, left: Any, right: Any): Any => {
    if (!isDict(left) || !isDict(right)) return NotImplemented
    const made = copyOf(self, left)
    for (const [key, value] of entriesOf(right)) core.setitem(made, key, value)
    return made
  }
  return {
    '__or__(other, /)': (self: Any, other: Any) => union(self, self, other),
    '__ror__(other, /)': (self: Any, other: Any) => union(self, other, self),
  }
}

// ---- OrderedDict ----

const ordered = dictClass('OrderedDict')
infoOf(ordered.cls).construct = (_cls, args, kwargs) => {
  const made = new ordered.Made()
  update(made, args, kwargs, (key, value) => made.set(key, value))
  return made
}
// What the library gives, such as a state dict, is one, too.
Object.defineProperty(OrderedDict.prototype, classOf, {
  value: ordered.cls,
  writable: true,
  configurable: true,
})
Object.defineProperty(ordered.Made.prototype, keepsOrder, { value: true })
prints(ordered, (dict) =>
  dict.size === 0
    ? `${named(dict)}()`
    : `${named(dict)}([${Array.from(entriesOf(dict), ([key, value]) => `(${core.repr(key)}, ${core.repr(value)})`).join(', ')}])`,
)
methods(ordered.cls, {
  'move_to_end(key, last=True)': (dict: PyDict, key, last = true) => {
    const value: Any = core.getitem(dict, key)
    if (core.truth(last)) {
      dict.delete(key)
      dict.set(key, value)
      return null
    }
    const all = [...dict.entries()].filter(([one]) => !same(one, key))
    dict.clear()
    dict.set(key, value)
    for (const [one, item] of all) dict.set(one, item)
    return null
  },
  'popitem(last=True)': (dict: PyDict, last = true) => {
    const all = [...dict.entries()]
    if (all.length === 0) throw exception(types.exceptionClasses.get('KeyError'), 'dictionary is empty')
    const [key, value] = core.truth(last) ? all[all.length - 1] : all[0]
    dict.delete(key)
    return Tuple.of<unknown>(key, value)
  },
  'copy()': (dict) => call(typeOf(dict), [dict], null),
  ...unions((dict, items) => call(typeOf(dict), [items], null)),
})

// ---- defaultdict ----

const defaults = dictClass('defaultdict')
const factories = new WeakMap<object, Any>()
infoOf(defaults.cls).construct = (_cls, [factory = null, ...args], kwargs) => {
  if (factory !== null && typeof factory !== 'function')
    throw new TypeError('first argument must be callable or None')
  const made = new defaults.Made()
  factories.set(made, factory)
  update(made, args, kwargs, (key, value) => made.set(key, value))
  return made
}
const factoryOf = (dict: Any): Any => factories.get(dict as object) ?? null
const copyOfDefaults = (dict: Any, items: Any): PyDict => call(typeOf(dict), [factoryOf(dict), items], null)
prints(defaults, (dict) => `${named(dict)}(${core.repr(factoryOf(dict))}, ${dictBody(dict)})`)
methods(defaults.cls, {
  '__missing__(key, /)': (dict: PyDict, key) => {
    const factory = factoryOf(dict)
    if (factory === null) throw exception(types.exceptionClasses.get('KeyError'), key)
    const value: Any = call(factory, [], null)
    dict.set(key, value)
    return value
  },
  '__init__(default_factory=None, /, *args, **kwargs)': (
    dict: PyDict,
    factory = null,
    args: Any[] = [],
    kwargs: Any = {},
  ) => {
    factories.set(dict, factory)
    update(dict, args, kwargs, (key, value) => dict.set(key, value))
    return null
  },
  'copy()': (dict: PyDict) => copyOfDefaults(dict, dict),
  '__copy__()': (dict: PyDict) => copyOfDefaults(dict, dict),
  ...unions(copyOfDefaults),
})
getters(defaults.cls, { default_factory: factoryOf })

// ---- Counter ----

const counter = dictClass('Counter')

function count(dict: Any, args: readonly Any[], kwargs: Any, sign = 1): null {
  const add = (key: Any, times: Any): void => {
    const before: Any = valueAt(dict, key) ?? 0
    dict.set(key, sign > 0 ? operators.add(before, times) : operators.sub(before, times))
  }
  const [items] = args
  if (items !== undefined && items !== null) {
    if (isDict(items)) for (const [key, times] of entriesOf(items)) add(key, times)
    else for (const item of core.iter(items)) add(item, 1)
  }
  for (const name of Object.keys((kwargs ?? {}) as object)) add(name, kwargs[name])
  return null
}
const counted = (pairs: Iterable<readonly [Any, Any]>): Any => {
  const made = new counter.Made()
  for (const [key, times] of pairs) made.set(key, times)
  return made
}
infoOf(counter.cls).construct = (_cls, args, kwargs) => {
  const made = new counter.Made()
  count(made, args, kwargs)
  return made
}
const mostCommon = (dict: Any): [Any, Any][] =>
  [...entriesOf(dict)].sort(([, a], [, b]) =>
    comparison.gtTrue(a, b) ? -1 : comparison.ltTrue(a, b) ? 1 : 0,
  )
prints(counter, (dict) =>
  dict.size === 0
    ? `${named(dict)}()`
    : `${named(dict)}({${mostCommon(dict)
        .map(([key, times]) => `${core.repr(key)}: ${core.repr(times)}`)
        .join(', ')}})`,
)
const combined =
  (of: (a: Any, b: Any) => Any) =>
  (a: Any, b: Any): Any => {
    if (!isSubclass(typeOf(b), counter.cls)) return NotImplemented
    const keys = new PyDict([...entriesOf(a), ...entriesOf(b)])
    const pairs = [...keys.keys()].map(
      (key) => [key, of(valueAt(a, key) ?? 0, valueAt(b, key) ?? 0)] as const,
    )
    return counted(pairs.filter(([, times]) => comparison.gtTrue(times, 0)))
  }
/** The same of a counter that is changed, and keeps none that is not above nought. */
const becomes =
  (of: (a: Any, b: Any) => Any) =>
  (a: Any, b: Any): Any => {
    const other = isSubclass(typeOf(b), counter.cls)
      ? b
      : counted(pairsOf(call(core.getattr(b, 'items'), [], null)))
    const result = of(a, other)
    a.clear()
    for (const [key, times] of entriesOf(result)) a.set(key, times)
    return a
  }
function* elements(dict: Any): Generator<Any> {
  for (const [key, times] of entriesOf(dict)) yield* repeated(key, times)
}

/** A key as many times as is counted, none made before it is asked for. */
function* repeated(key: Any, times: Any): Generator<Any> {
  const most = sizeArgument(times)
  for (let i = 0; i < most; i++) yield key
}

const ofCounts: Record<string, (a: Any, b: Any) => Any> = {
  add: operators.add,
  sub: operators.sub,
  and: (a, b) => (comparison.ltTrue(a, b) ? a : b),
  or: (a, b) => (comparison.gtTrue(a, b) ? a : b),
}

methods(counter.cls, {
  '__init__(iterable=None, /, **kwargs)': (dict, items, kwargs) => count(dict, [items], kwargs),
  '__missing__(key, /)': () => 0,
  'most_common(n=None)': (dict, n = null) => {
    const all = mostCommon(dict).map(([key, times]) => Tuple.of<unknown>(key, times))
    return n === null ? all : all.slice(0, Math.max(0, sizeArgument(n)))
  },
  'elements()': (dict) => new PyIterator(iteratorClass('itertools.chain'), elements(dict)),
  'total()': (dict) => [...entriesOf(dict)].reduce((sum: Any, [, times]) => operators.add(sum, times), 0),
  'update(iterable=None, /, **kwargs)': (dict, items, kwargs) => count(dict, [items], kwargs),
  'subtract(iterable=None, /, **kwargs)': (dict, items, kwargs) => count(dict, [items], kwargs, -1),
  'copy()': (dict) => call(typeOf(dict), [dict], null),
  '__delitem__(key, /)': (dict, key) => (dict.delete(key), null),
  ...Object.fromEntries(
    Object.entries(ofCounts).flatMap(([name, of]) => [
      [`__${name}__(other, /)`, combined(of)],
      [`__i${name}__(other, /)`, becomes(combined(of))],
    ]),
  ),
  '__pos__()': (dict) => counted([...entriesOf(dict)].filter(([, times]) => comparison.gtTrue(times, 0))),
})

// ---- namedtuple ----

/** Named tuples of these are made in C, and tell of their module. */
const modulesOfC = new Set(['os', 'posix', 'sys', 'time'])

/** The methods of a named tuple's class. */
export function namedTupleClass(
  typename: string,
  fields: readonly string[],
  given: readonly Any[],
  module = '__main__',
): Any {
  const cls: Any = makeClass(typename, typename, [types.tuple], null, {
    __module__: module,
    __doc__: `${typename}(${fields.join(', ')})`,
    __slots__: Tuple.of(),
    _fields: Tuple.from(fields),
    _field_defaults: new PyDict(
      fields.slice(fields.length - given.length).map((name, i) => [name, given[i]]),
    ),
    __match_args__: Tuple.from(fields),
    __new__: makeFunction(
      {
        name: '__new__',
        qualname: `${typename}.__new__`,
        doc: null,
        params: { posOnly: ['_cls'], args: fields, vararg: null, kwOnly: [], kwarg: null },
        defaults: [...given],
        kwDefaults: null,
        annotations: null,
        isGenerator: false,
      },
      (made: Any, ...values: Any[]) => {
        if (!isClass(made))
          throw new TypeError(`tuple.__new__(X): X is not a type object (${nameOfType(made)})`)
        if (!isSubclass(made, types.tuple))
          throw new TypeError(
            `tuple.__new__(${infoOf(made).name}): ${infoOf(made).name} is not a subtype of tuple`,
          )
        return allocate(made, made, [values], null)
      },
    ),
    __repr__: method('__repr__', (self: Any) => {
      const parts = fields.map((name, i) => `${name}=${core.repr(self[i])}`)
      const { name } = infoOf(typeOf(self))
      return `${modulesOfC.has(module) ? `${module}.` : ''}${name}(${parts.join(', ')})`
    }),
    _make: classMethod('_make', 'iterable, /', (made: Any, items: Any) => call(made, listOf(items), null)),
    _replace: replacing(fields),
    _asdict: method('_asdict', (self: Any) => new PyDict(fields.map((name, i) => [name, self[i]]))),
    ...Object.fromEntries(
      fields.map((name, i) => [name, new Field(builtin(name, 'self, /', (self: Any) => self[i]))]),
    ),
  })
  return cls
}

/** A method of one object, seen as if it was written in Python. */
function method(name: string, run: (self: Any) => Any): Any {
  return makeFunction(
    {
      name,
      qualname: name,
      doc: null,
      params: { posOnly: [], args: ['self'], vararg: null, kwOnly: [], kwarg: null },
      defaults: [],
      kwDefaults: null,
      annotations: null,
      isGenerator: false,
    },
    run,
  )
}

function replacing(fields: readonly string[]): Any {
  return makeFunction(
    {
      name: '_replace',
      qualname: '_replace',
      doc: null,
      params: { posOnly: ['self'], args: [], vararg: null, kwOnly: [], kwarg: 'kwds' },
      defaults: [],
      kwDefaults: null,
      annotations: null,
      isGenerator: false,
    },
    (self: Any, kwargs: PyDict) => {
      const unknown = [...kwargs.keys()].filter((name) => !fields.includes(name as string))
      if (unknown.length > 0) throw new ValueError(`Got unexpected field names: ${core.repr(unknown)}`)
      const values = fields.map((name, i) => (kwargs.has(name) ? kwargs.get(name) : self[i]))
      return call(typeOf(self), values, null)
    },
  )
}

function namedtuple(typename: Any, given: Any, rename: Any, defaultValues: Any, module: Any): Any {
  const names: string[] =
    typeof given === 'string'
      ? given.replaceAll(',', ' ').split(/\s+/).filter(Boolean)
      : listOf(given).map((name) => core.str(name))
  const fields = core.truth(rename ?? false)
    ? names.map((name, i) => (/^[A-Za-z]\w*$/.test(name) && names.indexOf(name) === i ? name : `_${i}`))
    : names
  for (const [i, name] of [core.str(typename) as string, ...fields].entries()) {
    if (!/^[\p{L}_]\w*$/u.test(name))
      throw new ValueError(`Type names and field names must be valid identifiers: ${core.repr(name)}`)
    if (i > 0 && name.startsWith('_') && !core.truth(rename ?? false))
      throw new ValueError(`Field names cannot start with an underscore: ${core.repr(name)}`)
  }
  fields.forEach((name, i) => {
    if (fields.indexOf(name) !== i)
      throw new ValueError(`Encountered duplicate field name: ${core.repr(name)}`)
  })
  const defaults = defaultValues === undefined || defaultValues === null ? [] : listOf(defaultValues)
  if (defaults.length > fields.length) throw new TypeError('Got more default values than field names')
  return namedTupleClass(core.str(typename), fields, defaults, (module as string | undefined) ?? '__main__')
}

export const module = {
  __getattr__: fromPython('collections', '_collections', ['ChainMap', 'UserDict', 'UserList', 'UserString']),
  OrderedDict: ordered.cls,
  defaultdict: defaults.cls,
  Counter: counter.cls,
  deque: dequeClass,
  ...functionsOf({
    'namedtuple(typename, field_names, *, rename=False, defaults=None, module=None)': namedtuple,
  }),
}
