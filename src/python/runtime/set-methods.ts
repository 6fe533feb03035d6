// Methods of sets and frozen sets.
import { KeyError } from '../../base/errors.js'
import { iteratorClass, PyIterator } from './containers.js'
import { core, gathered } from './core.js'
import { makeComparisons } from './dunders.js'
import { methods } from './functions.js'
import { asMember, FrozenSet, missingKey, PySet } from './keys.js'
import { onContainers } from './operators.js'
import * as types from './types.js'
import { NotImplemented } from './types.js'

type Any = any

const isSet = (value: Any): boolean => value instanceof Set

const setOf = (items: Any): PySet => (items instanceof PySet ? items : new PySet(core.iter(items)))

const made = (like: Any): PySet => (like instanceof FrozenSet ? new FrozenSet() : new PySet())

function filled(like: Any, items: Iterable<Any>): PySet {
  const result = made(like)
  for (const item of items) result.add(item)
  return result
}

function replace(set: Any, items: Iterable<Any>): null {
  const all = [...items]
  set.clear()
  for (const item of all) set.add(item)
  return null
}

const without = (set: Any, others: Any[]): Any[] => {
  const gone = others.map(setOf)
  return [...set].filter((item) => !gone.some((other) => other.has(item)))
}
const within = (set: Any, others: Any[]): Any[] => others.reduce(withinOne, [...set])

/**
 * Those of the smaller of two sets, or of an iterable, which is left as soon as all of the set was found in it: `1` and
 * `True` are the same, and it is seen which of them stays.
 */
function withinOne(items: Any[], other: Any): Any[] {
  const left = new PySet(items)
  if (isSet(other)) {
    const [fewer, more] = other.size > left.size ? [left, other] : [other, left]
    return [...fewer].filter((item) => more.has(item))
  }
  const found = new PySet()
  for (const item of core.iter(other)) {
    if (left.has(item)) found.add(item)
    if (found.size === left.size) break
  }
  return [...found]
}
const eitherOf = (set: Any, other: Any): Any[] => {
  const right = setOf(other)
  return [...without(set, [right]), ...[...right].filter((item) => !set.has(item))]
}

const shared: Record<string, (set: Any, ...args: Any[]) => Any> = {
  'copy()': (set) => filled(set, set),
  'difference(*others)': (set, others: Any[]) => filled(set, without(set, others)),
  'intersection(*others)': (set, others: Any[]) => filled(set, within(set, others)),
  'isdisjoint(other, /)': (set, other) => within(set, [other]).length === 0,
  'issubset(other, /)': (set, other) => within(set, [other]).length === set.size,
  'issuperset(other, /)': (set, other) => [...setOf(other)].every((item) => set.has(item)),
  'symmetric_difference(other, /)': (set, other) => filled(set, eitherOf(set, other)),
  'union(*others)': (set, others: Any[]) =>
    filled(set, [...set, ...others.flatMap((other) => gathered(other))]),
  '__len__()': (set) => set.size,
  '__contains__(item, /)': (set, item) => set.has(asMember(item)),
  '__iter__()': (set) => new PyIterator(iteratorClass('set_iterator'), set[Symbol.iterator]()),
}
for (const name of ['or', 'and', 'sub', 'xor'])
  shared[`__${name}__(value, /)`] = (set, other) =>
    isSet(other) ? onContainers(name, set, other) : NotImplemented

for (const cls of [types.set, types.frozenset] as Any[]) {
  methods(cls, shared)
  makeComparisons(cls, isSet)
}

methods(types.set, {
  '__init__(iterable=(), /)': (set, items) => {
    set.clear()
    if (items !== undefined) for (const item of core.iter(items)) set.add(item)
    return null
  },
  'add(elem, /)': (set, item) => {
    set.add(item)
    return null
  },
  'clear()': (set) => {
    set.clear()
    return null
  },
  'discard(elem, /)': (set, item) => {
    set.delete(asMember(item))
    return null
  },
  'remove(elem, /)': (set, item) => {
    if (!set.delete(asMember(item))) throw missingKey(item)
    return null
  },
  'pop()': (set) => {
    for (const item of set) {
      set.delete(item)
      return item
    }
    throw new KeyError("'pop from an empty set'")
  },
  'update(*others)': (set, others: Any[]) => {
    for (const other of others) for (const item of gathered(other)) set.add(item)
    return null
  },
  'difference_update(*others)': (set, others: Any[]) => replace(set, without(set, others)),
  'intersection_update(*others)': (set, others: Any[]) => replace(set, within(set, others)),
  'symmetric_difference_update(other, /)': (set, other) => replace(set, eitherOf(set, other)),
})
