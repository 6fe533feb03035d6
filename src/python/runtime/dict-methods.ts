// Methods of dicts, and of what looks into them.
import { KeyError, TypeError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { classMethod } from './class-methods.js'
import { DictView, iteratorClass, PyIterator, viewClasses } from './containers.js'
import { core, same } from './core.js'
import {
  entriesOf,
  hasKey,
  isDict,
  keysOf,
  merged,
  removeKey,
  setValue,
  sizeOf,
  valueAt,
  valuesOf,
} from './dicts.js'
import { makeComparisons } from './dunders.js'
import { getters, methods } from './functions.js'
import { canonical, missingKey, PyDict } from './keys.js'
import { update } from './conversions.js'
import * as subscripts from './subscripts.js'
import { dictText } from './text.js'
import { TupleIterator } from './tuple-iterator.js'
import * as types from './types.js'
import { NotImplemented } from './types.js'

type Any = any

/** A view prints its name, and looks into the dict as it is then. */
const view = (dict: Any, kind: keyof typeof viewClasses): DictView =>
  new DictView(
    dict,
    kind,
    () => (kind === 'keys' ? keysOf(dict) : kind === 'values' ? valuesOf(dict) : pairs(dict)),
    () => sizeOf(dict),
  )

const pairs = (dict: Any): Iterable<Any> =>
  dict instanceof PyDict ? { [Symbol.iterator]: () => new TupleIterator(dict.pairing()) } : pairsOf(dict)

function* pairsOf(dict: Any): Generator<Any> {
  for (const [key, value] of entriesOf(dict)) yield Tuple.of<unknown>(key, value)
}

function lastKey(dict: Any): Any {
  let last: Any
  for (const key of keysOf(dict)) last = key
  return last
}

methods(types.dict, {
  '__init__(*args, **kwargs)': (dict, args: Any[], kwargs) => {
    update(dict, args, kwargs, (key, value) => setValue(dict, key, value))
    return null
  },
  'clear()': (dict) => {
    if (dict instanceof Map) dict.clear()
    else for (const key of [...keysOf(dict)]) removeKey(dict, key)
    return null
  },
  'copy()': (dict) => new PyDict(entriesOf(dict)),
  'get(key, default=None, /)': (dict, key, otherwise = null) => {
    const value: Any = valueAt(dict, key)
    return value === undefined && !hasKey(dict, key) ? (canonical(key), otherwise) : (value ?? null)
  },
  'items()': (dict) => view(dict, 'items'),
  'keys()': (dict) => view(dict, 'keys'),
  'values()': (dict) => view(dict, 'values'),
  'pop(key, default=None, /)': (dict, key, otherwise) => {
    if (sizeOf(dict) > 0 && hasKey(dict, key)) {
      const value: Any = valueAt(dict, key)
      removeKey(dict, key)
      return value ?? null
    }
    if (otherwise !== undefined) return otherwise
    throw missingKey(key)
  },
  'popitem()': (dict) => {
    if (sizeOf(dict) === 0) throw new KeyError("'popitem(): dictionary is empty'")
    const key: Any = lastKey(dict)
    const value: Any = valueAt(dict, key)
    removeKey(dict, key)
    return Tuple.of<unknown>(key, value ?? null)
  },
  'setdefault(key, default=None, /)': (dict, key, otherwise = null) => {
    if (!hasKey(dict, key)) setValue(dict, key, otherwise)
    return valueAt(dict, key) ?? null
  },
  'update(*args, **kwargs)': (dict, args: Any[], kwargs) => {
    if (args.length > 1) throw new TypeError(`update expected at most 1 argument, got ${args.length}`)
    update(dict, args, kwargs, (key, value) => core.setitem(dict, key, value))
    return null
  },
  '__len__()': (dict) => sizeOf(dict),
  '__getitem__(key, /)': (dict, key) => subscripts.plainItem(dict, key),
  '__setitem__(key, value, /)': (dict, key, value) => (setValue(dict, key, value), null),
  '__delitem__(key, /)': (dict, key) => (subscripts.deletePlainItem(dict, key), null),
  '__contains__(key, /)': (dict, key) => hasKey(dict, key),
  '__iter__()': (dict) => new PyIterator(iteratorClass('dict_keyiterator'), keysOf(dict)[Symbol.iterator]()),
  '__reversed__()': (dict) =>
    new PyIterator(iteratorClass('dict_reversekeyiterator'), [...keysOf(dict)].reverse()[Symbol.iterator]()),
  '__or__(other, /)': (dict, other) => (isDict(other) ? merged(dict, other) : NotImplemented),
  '__ror__(other, /)': (dict, other) => (isDict(other) ? merged(other, dict) : NotImplemented),
  '__ior__(other, /)': (dict, other) => {
    update(dict, [other], null, (key, value) => core.setitem(dict, key, value))
    return dict
  },
  '__repr__()': dictText,
})
makeComparisons(types.dict, isDict, false)

/** `dict.fromkeys(keys, value)`. */
types.infoOf(types.dict).dict.set('fromkeys', fromKeys())

function fromKeys(): Any {
  const make = (cls: Any, keys: Any, value: Any = null): Any => {
    const made: Any = core.call(cls, [], null)
    for (const key of core.iter(keys)) core.setitem(made, key, value)
    return made
  }
  return classMethod('fromkeys', 'iterable, value=None, /', make)
}

for (const kind of ['keys', 'values', 'items'] as const) {
  methods(viewClasses[kind], {
    '__len__()': (self: DictView) => self.length,
    '__iter__()': (self: DictView) =>
      new PyIterator(iteratorClass(`dict_${kind.replace(/s$/, '')}iterator`), self[Symbol.iterator]()),
    '__reversed__()': (self: DictView) =>
      new PyIterator(
        iteratorClass(`dict_reverse${kind.replace(/s$/, '')}iterator`),
        [...(self as Any)].reverse()[Symbol.iterator](),
      ),
    '__contains__(item, /)': (self: DictView, item) => {
      if (kind === 'keys') return hasKey(self.of, item)
      for (const one of self as Any) if (same(one, item)) return true
      return false
    },
  })
  getters(viewClasses[kind], { mapping: (self: DictView) => self.of })
}
methods(viewClasses.keys, {
  'isdisjoint(other, /)': (self: DictView, other) => {
    for (const item of core.iter(other)) if (hasKey(self.of, item)) return false
    return true
  },
})
