// Methods of sets and frozen sets.
import { KeyError } from '../../base/errors.js'
import { iteratorClass, PyIterator } from './containers.js'
import { makeComparisons } from './dunders.js'
import { methods } from './functions.js'
import { asMember, missingKey } from './keys.js'
import {
  absorb,
  become,
  difference,
  dropFrom,
  eitherOf,
  intersection,
  made,
  onSetInPlace,
  onSets,
  setOf,
  toggle,
  union,
} from './set-algebra.js'
import * as types from './types.js'
import { NotImplemented } from './types.js'

type Any = any

const shared: Record<string, (set: Any, ...args: Any[]) => Any> = {
  'copy()': (set) => made(set, set),
  'difference(*others)': (set, [first, ...others]: Any[]) =>
    first === undefined ? made(set, set) : others.reduce(dropFrom, difference(set, first)),
  'intersection(*others)': (set, others: Any[]) =>
    others.length === 0 ? made(set, set) : others.reduce(intersection, set),
  'isdisjoint(other, /)': (set, other) => intersection(set, other).size === 0,
  'issubset(other, /)': (set, other) => intersection(set, other).size === set.size,
  'issuperset(other, /)': (set, other) => [...setOf(other)].every((item) => set.has(item)),
  'symmetric_difference(other, /)': (set, other) => eitherOf(set, other),
  'union(*others)': (set, others: Any[]) => union(set, others),
  '__len__()': (set) => set.size,
  '__contains__(item, /)': (set, item) => set.has(asMember(item)),
  '__iter__()': (set) => new PyIterator(iteratorClass('set_iterator'), set[Symbol.iterator]()),
}
for (const name of ['or', 'and', 'sub', 'xor'])
  shared[`__${name}__(value, /)`] = (set, other) =>
    other instanceof Set ? onSets(name, set, other) : NotImplemented

for (const cls of [types.set, types.frozenset] as Any[]) {
  methods(cls, shared)
  makeComparisons(cls, (value) => value instanceof Set)
}

for (const name of ['or', 'and', 'sub', 'xor'])
  methods(types.set, {
    [`__i${name}__(value, /)`]: (set, other) => onSetInPlace(name, set, other) ?? NotImplemented,
  })

methods(types.set, {
  '__init__(iterable=(), /)': (set, items) => {
    set.clear()
    if (items !== undefined) absorb(set, items)
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
    if (set.size > 0) return set.pop()
    throw new KeyError("'pop from an empty set'")
  },
  'update(*others)': (set, others: Any[]) => {
    for (const other of others) absorb(set, other)
    return null
  },
  'difference_update(*others)': (set, others: Any[]) => {
    for (const other of others) dropFrom(set, other)
    return null
  },
  'intersection_update(*others)': (set, others: Any[]) => {
    if (others.length > 0) become(set, others.reduce(intersection, set))
    return null
  },
  'symmetric_difference_update(other, /)': (set, other) => {
    toggle(set, other)
    return null
  },
})
