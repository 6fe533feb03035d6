// Methods of lists, tuples and ranges.
import { IndexError, TypeError, ValueError } from '../../base/errors.js'
import { forgetFloatItem, remembersFloats, withFloatItems } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { iteratorClass, PyIterator, type PyRange } from './containers.js'
import { core, same, gathered, pushed } from './core.js'
import { getters, methods } from './functions.js'
import { pythonIter } from './iteration.js'
import { lengthOfRange } from './length.js'
import { kindOf, Kind, whole } from './numbers.js'
import { onContainers } from './operators.js'
import { sortList } from './sorting.js'
import { sizeArgument } from './arguments.js'
import { makeComparisons } from './dunders.js'
import { plainContains } from './membership.js'
import * as subscripts from './subscripts.js'
import * as types from './types.js'
import { NotImplemented } from './types.js'

type Any = any

/** A list that TypeScript made may remember floats by their places; one that changes holds them itself. */
function settled(list: Any[]): Any[] {
  if (!remembersFloats(list)) return list
  const items = withFloatItems(list)
  items.forEach((item, i) => {
    if (item === list[i]) return
    forgetFloatItem(list, i)
    list[i] = item
  })
  return list
}

const limits = (length: number, start: Any, stop: Any): [number, number] => {
  const place = (value: Any, otherwise: number): number => {
    if (value === undefined) return otherwise
    const index = subscripts.indexOf(value)
    if (index === undefined) throw new TypeError('slice indices must be integers or have an __index__ method')
    return Math.max(0, index < 0 ? index + length : index)
  }
  return [place(start, 0), Math.min(length, place(stop, length))]
}

function indexIn(items: readonly Any[], item: Any, start: Any, stop: Any): number {
  const [from, to] = limits(items.length, start, stop)
  for (let i = from; i < to; i++) if (same(items[i], item)) return i
  return -1
}

const count = (items: readonly Any[], item: Any): number =>
  items.reduce((n: number, one) => n + (same(one, item) ? 1 : 0), 0)

methods(types.list, {
  'append(object, /)': (list: Any[], item) => {
    pushed(list, item)
    return null
  },
  'clear()': (list: Any[]) => {
    list.length = 0
    return null
  },
  'copy()': (list: Any[]) => withFloatItems(list),
  'count(value, /)': (list: Any[], item) => count(withFloatItems(list), item),
  'extend(iterable, /)': (list: Any[], items) => {
    for (const item of gathered(items)) pushed(list, item)
    return null
  },
  'index(value, start=0, stop=0, /)': (list: Any[], item, start, stop) => {
    const at = indexIn(withFloatItems(list), item, start, stop)
    if (at < 0) throw new ValueError(`${core.repr(item)} is not in list`)
    return at
  },
  'insert(index, object, /)': (list: Any[], index, item) => {
    const at = sizeArgument(index)
    settled(list).splice(at < 0 ? Math.max(0, at + list.length) : at, 0, item)
    return null
  },
  'pop(index=-1, /)': (list: Any[], index) => {
    const at = index === undefined ? -1 : sizeArgument(index)
    if (list.length === 0) throw new IndexError('pop from empty list')
    if (index === undefined) return settled(list).pop() ?? null
    const place = at < 0 ? at + list.length : at
    if (place < 0 || place >= list.length) throw new IndexError('pop index out of range')
    return settled(list).splice(place, 1)[0]
  },
  'remove(value, /)': (list: Any[], item) => {
    const at = indexIn(settled(list), item, undefined, undefined)
    if (at < 0) throw new ValueError('list.remove(x): x not in list')
    list.splice(at, 1)
    return null
  },
  'reverse()': (list: Any[]) => {
    settled(list).reverse()
    return null
  },
  'sort(*, key=None, reverse=False)': (list: Any[], key, reverse) => {
    sortList(settled(list), key, reverse)
    return null
  },
  '__setitem__(key, value, /)': (list, key, item) => (subscripts.setPlainItem(list, key, item), null),
  '__delitem__(key, /)': (list, key) => (subscripts.deletePlainItem(list, key), null),
  '__iadd__(other, /)': (list: Any[], items) => {
    for (const item of gathered(items)) pushed(list, item)
    return list
  },
  '__imul__(value, /)': (list: Any[], times) => {
    const all: Any[] = onContainers('mul', list, times)
    list.length = 0
    for (const item of all) pushed(list, item)
    return list
  },
  '__reversed__()': (list: Any[]) =>
    new PyIterator(iteratorClass('list_reverseiterator'), withFloatItems(list).reverse()[Symbol.iterator]()),
  '__init__(*args)': (list: Any[], args: Any[]) => {
    list.length = 0
    if (args.length > 0) for (const item of core.iter(args[0])) list.push(item)
    return null
  },
})

methods(types.tuple, {
  'count(value, /)': (items: Any[], item) => count(withFloatItems(items), item),
  'index(value, start=0, stop=0, /)': (items: Any[], item, start, stop) => {
    const at = indexIn(withFloatItems(items), item, start, stop)
    if (at < 0) throw new ValueError('tuple.index(x): x not in tuple')
    return at
  },
})

for (const cls of [types.list, types.tuple] as Any[]) {
  methods(cls, {
    '__len__()': (items: Any[]) => items.length,
    '__getitem__(key, /)': (items, key) => subscripts.plainItem(items, key),
    '__contains__(item, /)': (items, item) => plainContains(item, items),
    '__iter__()': (items) =>
      cls === types.list || Object.getPrototypeOf(items) !== Tuple.prototype
        ? listIterator(items, cls)
        : pythonIter(items),
    '__add__(other, /)': (items, other) =>
      Array.isArray(other) ? onContainers('add', items, other) : NotImplemented,
    '__mul__(other, /)': (items, other) =>
      kindOf(other) === Kind.int ? onContainers('mul', items, other) : NotImplemented,
    '__rmul__(other, /)': (items, other) =>
      kindOf(other) === Kind.int ? onContainers('mul', items, other) : NotImplemented,
  })
  makeComparisons(cls, (value) => Array.isArray(value))
}

function* going(items: Any[]): Generator<Any> {
  const known = withFloatItems(items)
  for (let i = 0; i < items.length; i++)
    yield i < known.length && typeof items[i] === 'number' ? known[i] : items[i]
}
const listIterator = (items: Any[], cls: Any): PyIterator =>
  new PyIterator(iteratorClass(cls === types.list ? 'list_iterator' : 'tuple_iterator'), going(items))

// ---- ranges ----

getters(types.range, {
  start: (range: PyRange) => range.start,
  stop: (range: PyRange) => range.stop,
  step: (range: PyRange) => range.step,
})
methods(types.range, {
  'count(value, /)': (range: PyRange, item) => (plainContains(item, range) ? 1 : 0),
  'index(value, /)': (range: PyRange, item) => {
    if (!plainContains(item, range)) throw new ValueError(`${core.repr(item)} is not in range`)
    return whole((BigInt(item) - BigInt(range.start)) / BigInt(range.step))
  },
  '__len__()': (range: PyRange) => lengthOfRange(range),
  '__getitem__(key, /)': (range, key) => subscripts.plainItem(range, key),
  '__contains__(item, /)': (range, item) => plainContains(item, range),
  '__iter__()': (range: PyRange) =>
    new PyIterator(
      iteratorClass(range.isWide ? 'longrange_iterator' : 'range_iterator'),
      range[Symbol.iterator](),
    ),
  '__reversed__()': (range: PyRange) =>
    new PyIterator(iteratorClass('range_iterator'), range.backwards()[Symbol.iterator]()),
})
