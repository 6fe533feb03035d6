// Going through things: what `for` asks, `next`, taking apart, and the iterators of JavaScript that objects of Python have.
import { lookForSignal } from '../../base/keyboard.js'
import { RuntimeError, StopIteration, TypeError, ValueError } from '../../base/errors.js'
import { remembersFloats, withFloatItems } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { checkFits } from '../../dialect/runtime/sequences.js'
import { Tensor } from '../../torch.js'
import { DictView, PyRange, PyIterator, iteratorClass } from './containers.js'
import { PyGenerator } from './generators.js'
import { elementsOf } from './numpy-elements.js'
import { core, gatheredFrom } from './core.js'
import { isDict, keysOf } from './dicts.js'
import { exception } from './exceptions.js'
import { PyDict, PySet } from './keys.js'
import type { Pairing } from './tuple-iterator.js'
import * as types from './types.js'
import { classOf, find, isSubclass, nameOfType, typeOf } from './types.js'

type Any = any

export const notIterable = (value: unknown): TypeError =>
  new TypeError(`'${nameOfType(value)}' object is not iterable`)

/** The iterator of JavaScript that a Python object is gone through with. */
class OfPython implements IterableIterator<Any> {
  constructor(readonly iterator: Any) {}
  next(): IteratorResult<Any> {
    lookForSignal()
    try {
      const step = core.special(this.iterator, '__next__')!
      return { done: false, value: step(this.iterator) }
    } catch (error) {
      if (error instanceof StopIteration) return { done: true, value: (error as Any).value ?? null }
      throw error
    }
  }
  [Symbol.iterator](): this {
    return this
  }
}

/** Goes through what has `__getitem__` alone, up to the first IndexError. */
function* byIndex(value: Any): Generator<Any> {
  const get = core.special(value, '__getitem__')!
  for (let i = 0; ; i++) {
    lookForSignal()
    let item: Any
    try {
      item = get(value, i)
    } catch (error) {
      if (
        isSubclass(typeOf(error), types.exceptionClasses.get('IndexError')) ||
        error instanceof StopIteration
      )
        return
      throw error
    }
    yield item
  }
}

/** Lists may grow while they are gone through. */
const listItems = (list: Any[]): IterableIterator<Any> =>
  remembersFloats(list) ? floatItems(list) : Array.prototype.values.call(list)

function* floatItems(list: Any[]): Generator<Any> {
  const known = withFloatItems(list)
  const hasFloats = known.some((item, i) => item !== list[i])
  for (let i = 0; i < list.length; i++) yield hasFloats && i < known.length ? known[i] : list[i]
}

function* numpyItems(array: Any): Generator<Any> {
  for (let i = 0; i < array.shape[0]; i++) yield core.getitem(array, i)
}

/** What `for` goes through, as JavaScript does. */
export function iter(value: Any): IterableIterator<Any> {
  if (typeof value === 'string') return value[Symbol.iterator]()
  if (Array.isArray(value) && value[classOf as never] === undefined) return listItems(value)
  if (value === null || value === undefined) throw notIterable(value)
  if (value instanceof PyIterator || value instanceof PyGenerator) return value
  const cls = value[classOf] as Any
  if (cls !== undefined) {
    const own = find(cls, '__iter__') as Any
    if (own === null) throw notIterable(value)
    if (own !== undefined) return fromPython(core.special(value, '__iter__')!(value), value)
    if (find(cls, '__getitem__') !== undefined && types.infoOf(cls).isPython) return byIndex(value)
  }
  if (value instanceof Tensor) {
    if (value.dim() === 0) throw new TypeError('iteration over a 0-d tensor')
    return tensorItems(value)
  }
  if (isNumpyArray(value)) {
    if ((value as Any).shape.length === 0) throw new TypeError('iteration over a 0-d array')
    return elementsOf(value) ?? numpyItems(value)
  }
  if (isDict(value)) return keysOf(value)[Symbol.iterator]() as IterableIterator<Any>
  if (typeof value.__iter__ === 'function') return fromJavaScript(value.__iter__())
  if (typeof value[Symbol.iterator] === 'function') return pairsAsTuples(value)
  if (typeof value.__getitem__ === 'function') return byIndex(value)
  throw notIterable(value)
}

/**
 * Note [Tuples that nobody keeps]. `for k, v in d.items()` takes each pair apart at once, as most loops over `zip` and
 * `enumerate` do. CPython fills one tuple again and again where it sees that nobody else holds it. Here a loop that takes
 * apart asks for plain arrays in the place of the tuples, which cost four times as much; `unpack`, which comes next, knows
 * the last of them.
 */
class Unpacking implements IterableIterator<Any> {
  constructor(readonly pairing: Pairing) {}
  next(): IteratorResult<Any> {
    latest = this.pairing.pair()
    return latest === null ? { done: true, value: undefined } : { done: false, value: latest }
  }
  [Symbol.iterator](): this {
    return this
  }
}
let latest: Any[] | null = null

/** What a loop goes through that takes each item apart at once. */
export function iterToUnpack(value: Any): IterableIterator<Any> {
  const pairing =
    value instanceof PyIterator
      ? value.pairing
      : value instanceof DictView && value.kind === 'items' && value.of instanceof PyDict
        ? value.of.pairing()
        : null
  return pairing === null ? iter(value) : new Unpacking(pairing)
}

function* tensorItems(tensor: Tensor): Generator<Any> {
  for (const item of tensor as Any) yield item
}

/** Pairs of the library are tuples in Python: `for name, p in net.named_parameters()`. */
function pairsAsTuples(value: Any): IterableIterator<Any> {
  return fromJavaScript(value[Symbol.iterator]())
}

function fromJavaScript(iterator: Any): IterableIterator<Any> {
  return typeof iterator[Symbol.iterator] === 'function'
    ? iterator
    : ({
        next: () => iterator.next(),
        [Symbol.iterator]() {
          return this as Any
        },
      } as Any)
}

/** The iterator that `__iter__` gave. */
function fromPython(iterator: Any, of: Any): IterableIterator<Any> {
  if (iterator instanceof PyGenerator || iterator instanceof PyIterator) return iterator
  if (iterator !== null && iterator !== undefined) {
    const cls = iterator[classOf] as Any
    if (cls !== undefined && find(cls, '__next__') !== undefined) return new OfPython(iterator)
    if (typeof iterator.next === 'function') return iterator as IterableIterator<Any>
  }
  void of
  throw new TypeError(`iter() returned non-iterator of type '${nameOfType(iterator)}'`)
}
core.iter = iter

const isWritten = (value: Any): boolean =>
  value[classOf] !== undefined && types.infoOf(value[classOf]).isPython

/** Whether a value is its own iterator. */
export function isIterator(value: Any): boolean {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return false
  if (value instanceof PyIterator || value instanceof PyGenerator) return true
  if (value[classOf] !== undefined) return find(value[classOf], '__next__') !== undefined
  return typeof value.next === 'function' && typeof value[Symbol.iterator] === 'function'
}

const iteratorNames = (value: Any): string => {
  if (typeof value === 'string') return /^[\0-\x7f]*$/.test(value) ? 'str_ascii_iterator' : 'str_iterator'
  if (value instanceof PyRange && value.isWide) return 'longrange_iterator'
  const name = nameOfType(value)
  if (value instanceof PySet || name === 'frozenset') return 'set_iterator'
  if (value instanceof DictView) return `dict_${value.kind.replace(/s$/, '')}iterator`
  return (
    { dict: 'dict_keyiterator', Tensor: 'generator', bytes: 'bytes_iterator', memoryview: 'memory_iterator' }[
      name
    ] ?? `${name}_iterator`
  )
}

/** Python's `iter(value)`, and `iter(f, sentinel)`. */
export function pythonIter(value: Any, sentinel?: Any): Any {
  if (sentinel !== undefined) {
    if (typeof value !== 'function' && core.special(value, '__call__') === undefined)
      throw new TypeError('iter(v, w): v must be callable')
    const calls = function* (): Generator<Any> {
      for (;;) {
        const item: Any = core.call(value, [], null)
        if (core.truth(core.eq(item, sentinel))) return
        yield item
      }
    }
    return new PyIterator(iteratorClass('callable_iterator'), calls())
  }
  if (isIterator(value) && !isWritten(value)) return value
  const made = iter(value)
  if (made instanceof OfPython) return made.iterator
  return made instanceof PyIterator || made instanceof PyGenerator
    ? made
    : new PyIterator(iteratorClass(iteratorNames(value)), made)
}

/** Python's `next(iterator)`. */
export function next(iterator: Any, otherwise?: Any): Any {
  const cls = iterator?.[classOf] as Any
  if (cls !== undefined && types.infoOf(cls).isPython && find(cls, '__next__') !== undefined) {
    try {
      return core.special(iterator, '__next__')!(iterator)
    } catch (error) {
      if (otherwise !== undefined && error instanceof StopIteration) return otherwise
      throw error
    }
  }
  if (!isIterator(iterator)) throw new TypeError(`'${nameOfType(iterator)}' object is not an iterator`)
  const { done, value } = iterator.next() as IteratorResult<Any>
  if (!done) return value
  if (otherwise !== undefined) return otherwise
  throw value === undefined || value === null ? exception(StopIteration) : exception(StopIteration, value)
}

// ---- taking apart ----

function unpacked(value: Any): IterableIterator<Any> {
  try {
    return iter(value)
  } catch (error) {
    if (error instanceof TypeError && error.message === notIterable(value).message)
      throw new TypeError(`cannot unpack non-iterable ${nameOfType(value)} object`)
    throw error
  }
}

/** `a, b = value` */
export function unpack(value: Any, count: number): Any[] {
  if (Array.isArray(value) && value.length === count) {
    if (value === latest) {
      // What a loop that was left took apart last would be held.
      latest = null
      return value
    }
    if (value instanceof Tuple) return value
  }
  const items: Any[] = []
  for (const item of unpacked(value)) {
    if (items.length === count) throw new ValueError(`too many values to unpack (expected ${count})`)
    items.push(item)
  }
  if (items.length < count)
    throw new ValueError(`not enough values to unpack (expected ${count}, got ${items.length})`)
  return items
}

/** `a, *b, c = value`: `before` and `after` targets stand around the starred one. */
export function unpackStar(value: Any, before: number, after: number): Any[] {
  const items = gatheredFrom(unpacked(value), value)
  if (items.length < before + after)
    throw new ValueError(
      `not enough values to unpack (expected at least ${before + after}, got ${items.length})`,
    )
  const middle = items.splice(before, items.length - before - after)
  items.splice(before, 0, middle)
  return items
}

/** What messages about `*value` and `**value` in a call begin with; null where the function has no name at hand. */
export const beforeStars = (callee: Any): string => {
  if (callee === null || callee === undefined) return ''
  const cls = types.isClass(callee)
  const { module, qualname } = cls ? types.infoOf(callee) : { module: undefined, qualname: undefined }
  const path = String(module ?? core.getattr(callee, '__module__') ?? '')
  const name = String(qualname ?? core.getattr(callee, '__qualname__'))
  return `${path === 'builtins' || path === '' ? name : `${path}.${name}`}() `
}

/** `*value` in a call of `callee`, or in a display. */
export function star(value: Any, callee?: Any): Iterable<Any> {
  let items: Iterable<Any>
  try {
    items = iter(value)
  } catch (error) {
    if (error instanceof TypeError && error.message === notIterable(value).message)
      throw new TypeError(
        `${callee === undefined ? 'Value' : `${beforeStars(callee)}argument`} after * must be an iterable, not ${nameOfType(value)}`,
      )
    throw error
  }
  core.askLength(value)
  // V8 makes a place for all of them without asking whether there is room.
  if (!Array.isArray(value)) return gatheredFrom(items, value)
  checkFits(value.length)
  return items
}

/** What `yield from` goes through; what is thrown into the generator is thrown where that stands. */
export function delegate(value: Any): Iterable<Any> {
  const items = iter(value)
  if (items instanceof PyGenerator) return items
  return {
    [Symbol.iterator]: () => ({
      next: (sent?: unknown) =>
        sent === undefined || sent === null
          ? items.next()
          : core.call(core.getattr(pythonIter(value), 'send'), [sent], null),
      throw: (error: unknown): never => {
        throw error
      },
    }),
  }
}

/** A generator that a generator expression makes. */
export const generator = (made: Generator, name: string): PyGenerator => new PyGenerator(made, name)

export const stopped = (error: unknown): RuntimeError => {
  const made = new RuntimeError('generator raised StopIteration')
  Object.defineProperty(made, '__cause__', { value: error, writable: true, configurable: true })
  return made
}
