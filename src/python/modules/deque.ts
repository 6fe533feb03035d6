// `collections.deque`: a list that gives way at the other end where it is full.
import { IndexError, OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { reprSymbol } from '../../text/repr.js'
import { madeWith } from '../runtime/classes.js'
import { PyIterator, iteratorClass } from '../runtime/containers.js'
import { sizeArgument } from '../runtime/arguments.js'
import { bound } from '../runtime/conversions.js'
import { core, listOf, same } from '../runtime/core.js'
import { builtin, call, getters, methods } from '../runtime/functions.js'
import { kindOf, Kind } from '../runtime/numbers.js'
import { mul } from '../runtime/operators.js'
import { indexOf } from '../runtime/subscripts.js'
import { nested } from '../runtime/text.js'
import {
  builtinClass,
  classOf,
  infoOf,
  nameOfType,
  NotImplemented,
  object,
  typeOf,
} from '../runtime/types.js'

type Any = any

export const dequeClass = builtinClass('deque', [object], { module: 'collections', hasFields: true })

class Deque {
  items: Any[] = []
  most: number | null = null
  push(item: Any): void {
    this.items.push(item)
    if (this.most !== null && this.items.length > this.most) this.items.shift()
  }
  unshift(item: Any): void {
    this.items.unshift(item)
    if (this.most !== null && this.items.length > this.most) this.items.pop()
  }
  [Symbol.iterator](): Iterator<Any> {
    return this.items[Symbol.iterator]()
  }
  [reprSymbol](): string {
    const most = this.most === null ? '' : `, maxlen=${this.most}`
    return nested(
      this,
      '[...]',
      () => `${infoOf(typeOf(this)).name}([${this.items.map(core.repr).join(', ')}]${most})`,
    )
  }
}
Object.defineProperty(Deque.prototype, classOf, { value: dequeClass, writable: true, configurable: true })
madeWith(dequeClass, Deque)

function mostOf(most: Any): number {
  if (kindOf(most) === Kind.float) throw new TypeError('an integer is required')
  const size = bound(most)
  if (Math.abs(size) >= 2 ** 63) throw new OverflowError('Python int too large to convert to C ssize_t')
  if (size < 0) throw new ValueError('maxlen must be non-negative')
  return size
}

function fill(deque: Deque, items: Any, most: Any = null): Deque {
  deque.items = []
  deque.most = most === null ? null : mostOf(most)
  if (items !== undefined) for (const item of core.iter(items)) deque.push(item)
  return deque
}
const construct = builtin('deque', 'iterable=(), maxlen=None', (items: Any, most: Any) =>
  fill(new Deque(), items, most),
)
infoOf(dequeClass).construct = (_cls, args, kwargs) => call(construct, args, kwargs)

const empty = (): IndexError => new IndexError('pop from an empty deque')
const place = (deque: Deque, index: Any): number => {
  if (indexOf(index) === undefined)
    throw new TypeError(`sequence index must be integer, not '${nameOfType(index)}'`)
  const at = bound(index)
  const real = at < 0 ? at + deque.items.length : at
  if (real < 0 || real >= deque.items.length) throw new IndexError('deque index out of range')
  return real
}
const like = (deque: Deque, items: Iterable<Any>): Deque => {
  if (typeOf(deque) !== dequeClass) return call(typeOf(deque), [[...items], deque.most], null)
  return fill(new Deque(), items, deque.most)
}
const repeated = (deque: Deque, count: Any): Deque => {
  const items = [...deque]
  if (deque.most === null || items.length === 0) return like(deque, mul(items, count))
  // What is no count is refused as it is for lists.
  mul([], count)
  // Where it gives way, the last copies are all that is left.
  return like(deque, mul(items, Math.min(sizeArgument(count), Math.ceil(deque.most / items.length))))
}
methods(dequeClass, {
  '__init__(iterable=(), maxlen=None)': (deque: Deque, items, most) => (fill(deque, items, most), null),
  'append(item, /)': (deque: Deque, item) => (deque.push(item), null),
  'appendleft(item, /)': (deque: Deque, item) => (deque.unshift(item), null),
  'clear()': (deque: Deque) => ((deque.items = []), null),
  'copy()': (deque: Deque) => like(deque, deque),
  'count(value, /)': (deque: Deque, item) => deque.items.filter((one) => same(one, item)).length,
  'extend(iterable, /)': (deque: Deque, items) => {
    for (const item of listOf(items)) deque.push(item)
    return null
  },
  'extendleft(iterable, /)': (deque: Deque, items) => {
    for (const item of listOf(items)) deque.unshift(item)
    return null
  },
  'index(value, /)': (deque: Deque, item) => {
    const at = deque.items.findIndex((one) => same(one, item))
    if (at < 0) throw new ValueError(`${core.repr(item)} is not in deque`)
    return at
  },
  'insert(index, value, /)': (deque: Deque, index, item) => {
    if (deque.most !== null && deque.items.length >= deque.most)
      throw new IndexError('deque already at its maximum size')
    deque.items.splice(sizeArgument(index), 0, item)
    return null
  },
  'pop()': (deque: Deque) => {
    if (deque.items.length === 0) throw empty()
    return deque.items.pop()
  },
  'popleft()': (deque: Deque) => {
    if (deque.items.length === 0) throw empty()
    return deque.items.shift()
  },
  'remove(value, /)': (deque: Deque, item) => {
    const at = deque.items.findIndex((one) => same(one, item))
    if (at < 0) throw new ValueError(`${core.repr(item)} is not in deque`)
    deque.items.splice(at, 1)
    return null
  },
  'reverse()': (deque: Deque) => (deque.items.reverse(), null),
  'rotate(n=1, /)': (deque: Deque, n = 1) => {
    const { length } = deque.items
    if (length === 0) return null
    const by = ((sizeArgument(n) % length) + length) % length
    deque.items = [...deque.items.slice(length - by), ...deque.items.slice(0, length - by)]
    return null
  },
  '__len__()': (deque: Deque) => deque.items.length,
  '__iter__()': (deque: Deque) =>
    new PyIterator(iteratorClass('_collections._deque_iterator'), deque[Symbol.iterator]()),
  '__reversed__()': (deque: Deque) =>
    new PyIterator(
      iteratorClass('_collections._deque_reverse_iterator'),
      [...deque.items].reverse()[Symbol.iterator](),
    ),
  '__contains__(item, /)': (deque: Deque, item) => deque.items.some((one) => same(one, item)),
  '__getitem__(key, /)': (deque: Deque, key) => deque.items[place(deque, key)],
  '__setitem__(key, value, /)': (deque: Deque, key, item) => {
    deque.items[place(deque, key)] = item
    return null
  },
  '__delitem__(key, /)': (deque: Deque, key) => (deque.items.splice(place(deque, key), 1), null),
  '__eq__(other, /)': (a: Deque, b) => (b instanceof Deque ? core.eq(a.items, b.items) : NotImplemented),
  '__lt__(other, /)': (a: Deque, b) => (b instanceof Deque ? core.lt(a.items, b.items) : NotImplemented),
  '__add__(other, /)': (a: Deque, b) => {
    if (b instanceof Deque) return like(a, [...a, ...b])
    throw new TypeError(`can only concatenate deque (not "${nameOfType(b)}") to deque`)
  },
  '__mul__(other, /)': (a: Deque, b) => repeated(a, b),
  '__rmul__(other, /)': (a: Deque, b) => repeated(a, b),
  '__imul__(other, /)': (a: Deque, b) => {
    a.items = repeated(a, b).items
    return a
  },
  '__iadd__(other, /)': (a: Deque, b) => {
    for (const item of listOf(b)) a.push(item)
    return a
  },
})
infoOf(dequeClass).dict.set('__hash__', null)
getters(dequeClass, { maxlen: (deque: Deque) => deque.most })
