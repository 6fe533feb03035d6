// What operators make of lists, tuples, texts and dicts where JavaScript would join texts, give NaN or compare places in
// memory: Python's answer, or its TypeError. A text and any object still make a text, as in TypeScript.
import { constants } from 'node:buffer'
import { getHeapStatistics } from 'node:v8'
import { Tensor } from '../../torch.js'
import { DType } from '../../base/dtype.js'
import { MemoryError, RuntimeError, TypeError } from '../../base/errors.js'
import {
  Complex,
  Device,
  Float,
  NamedConstant,
  rememberFloats,
  Slice,
  withFloatItems,
} from '../../base/scalar.js'
import { NamedTuple, Size, Tuple } from '../../base/tuple.js'
import { collectGarbage } from '../../memory/collector.js'
import { typeName } from '../../base/type-name.js'
import { sharedPython } from './shared-python.js'
import { isNumpyArray } from '../../text/numpy-text.js'

/** What `onSequences` gives where JavaScript's own operator stands. */
export const javaScripts: unique symbol = Symbol('as in JavaScript')

type List = readonly unknown[]

const isTuple = (list: unknown): boolean => list instanceof Tuple || list instanceof Size

/** Items in a list of the kind that `like` is. */
function listLike(like: unknown, items: unknown[]): List {
  if (like instanceof Size && items.every((item) => typeof item === 'number')) return Size.from(items)
  return rememberFloats(isTuple(like) ? Tuple.from(items) : items)
}

/** `[1] + [2]` */
function concatenated(a: List, b: unknown): unknown {
  const kind = isTuple(a) ? 'tuple' : 'list'
  if (!Array.isArray(b) || isTuple(b) !== isTuple(a))
    throw new TypeError(`can only concatenate ${kind} (not "${typeName(b)}") to ${kind}`)
  return listLike(a instanceof NamedTuple ? Tuple.of() : a, [
    ...withFloatItems(a),
    ...withFloatItems(b as List),
  ])
}

/** Lists up to this length are made without asking whether they fit. */
const smallLength = 1_000_000

/**
 * Says at once that a list would not fit. What V8 cannot give ends the process, and a list that it keeps as a table, for
 * its length, takes minutes.
 */
export function checkFits(length: number): void {
  if (length <= smallLength) return
  const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics()
  // A list that grows is copied into one half as long again.
  const bytes = length * 8 * 2.5
  if (length >= 2 ** 27 - 64 || bytes > limit - used)
    throw new MemoryError(`a list of ${BigInt(length)} items does not fit into memory`)
}

/**
 * Bytes that are left in a heap of any size: 48 MB of V8's limit are for what is young and never hold what stays, and the
 * rest it needs to collect garbage.
 */
const leastRoom = 64 * 2 ** 20

/** How often a list that grows is asked about: each time that its length is a multiple. A power of two. */
export const grownBy = 2 ** 12

/**
 * Asks of a list that grows item by item whether it, and all that it holds, may go on: V8 ends the process where it may not.
 * @example
 * if ((list.push(item) & (grownBy - 1)) === 0) checkGrows(list.length)
 */
export function checkGrows(length: number): void {
  // The next place that V8 gives it is half as long again.
  if (length % 2 ** 20 === 0) checkFits(length * 1.5 + 2 ** 21)
  const { heap_size_limit: limit, used_heap_size: used } = getHeapStatistics()
  const most = limit - Math.max(limit * 0.03, leastRoom)
  if (used <= most) return
  // It may be garbage. Where little is, it would be collected again and again for a few items more.
  collectGarbage()
  if (getHeapStatistics().used_heap_size > most * 0.9) throw new MemoryError('')
}

/** The items of a list `count` times. */
function repeatedItems(items: List, count: number): unknown[] {
  const all: unknown[] = []
  if (items.length === 0) return all
  checkFits(items.length * count)
  for (let i = 0; i < count; i++) for (const item of items) all.push(item)
  return all
}

function repeatedText(text: string, count: number): string {
  if (text.length * count > constants.MAX_STRING_LENGTH)
    throw new MemoryError(`a text of ${BigInt(text.length * count)} characters does not fit into memory`)
  return text === '' ? '' : text.repeat(count)
}

/** `[0] * 3`, `'ab' * 2` */
function repeated(value: List | string, times: unknown): unknown {
  if (typeof value === 'string' && typeof times === 'string') return javaScripts
  const isWhole = Number.isInteger(times) || typeof times === 'bigint' || typeof times === 'boolean'
  // JavaScript reads a number out of `'3' * 1.5`.
  if (!isWhole && typeof value === 'string' && !(times instanceof Float)) return javaScripts
  if (!isWhole) throw new TypeError(`can't multiply sequence by non-int of type '${typeName(times)}'`)
  const count = Math.max(0, Number(times))
  return typeof value === 'string'
    ? repeatedText(value, count)
    : listLike(value, repeatedItems(withFloatItems(value), count))
}

const isSequence = (value: unknown): value is List | string =>
  typeof value === 'string' || Array.isArray(value)

/** An arithmetic or bitwise operator on plain values of which one may be a list or a text. */
export function onSequences(symbol: string, a: unknown, b: unknown): unknown {
  const [left, right] = [Array.isArray(a), Array.isArray(b)]
  if (symbol === '*') {
    if (isSequence(a) && (left || !right)) return repeated(a, b)
    return isSequence(b) ? repeated(b, a) : javaScripts
  }
  if (!left && !right) return javaScripts
  if (symbol === '+') {
    if (typeof a === 'string' || typeof b === 'string') return javaScripts
    if (left) return concatenated(a as List, b)
  }
  throw new TypeError(
    `unsupported operand type(s) for ${symbol === '**' ? '** or pow()' : symbol}: '${typeName(a)}' and '${typeName(b)}'`,
  )
}

// ---- equality ----

const isDict = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** What is never equal to a text, though JavaScript would compare its own text with it. */
const isNamed = (value: unknown): boolean =>
  value instanceof Device ||
  value instanceof DType ||
  value instanceof NamedConstant ||
  value instanceof Slice ||
  value instanceof Size ||
  value instanceof Tuple

const bytes = (value: object): boolean => ArrayBuffer.isView(value)

/**
 * Whether two plain values are equal as Python has it: lists, tuples, dicts and sets by what they hold, devices and
 * numbers by value. `javaScripts` where the two know nothing of each other.
 *
 * @param same compares what they hold
 */
export function equalByValue(a: any, b: any, same: (a: unknown, b: unknown) => boolean): unknown {
  if (a === b) return true
  if (typeof a === 'string' || typeof b === 'string') return isNamed(a) || isNamed(b) ? false : javaScripts
  if (a instanceof Complex || b instanceof Complex) {
    const part = (value: any): any => (value instanceof Complex ? value : new Complex(Number(value)))
    return part(a).re === part(b).re && part(a).im === part(b).im
  }
  if (a instanceof Float || b instanceof Float) return Number(a) === Number(b)
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return javaScripts
  if (Array.isArray(a) && Array.isArray(b))
    return isTuple(a) === isTuple(b) && a.length === b.length && a.every((item, i) => same(item, b[i]))
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && same(value, b.get(key)))
  if (a instanceof Set && b instanceof Set) return a.size === b.size && [...a].every((item) => b.has(item))
  if (a instanceof Device && b instanceof Device) return a.type === b.type && a.index === b.index
  if (a instanceof Slice && b instanceof Slice)
    return a.start === b.start && a.stop === b.stop && a.step === b.step
  if (isDict(a as object) && isDict(b as object) && !bytes(a as object)) {
    const [mine, yours] = [Object.keys(a as object), Object.keys(b as object)]
    return mine.length === yours.length && mine.every((key) => Object.hasOwn(b, key) && same(a[key], b[key]))
  }
  return javaScripts
}

/** `[1, 2] < [1, 3]`: by the first items that differ; `javaScripts` where not both are lists. */
export function ordered(
  symbol: string,
  a: unknown,
  b: unknown,
  same: (a: unknown, b: unknown) => boolean,
  compare: (a: unknown, b: unknown) => unknown,
): unknown {
  if (!Array.isArray(a) || !Array.isArray(b)) return javaScripts
  if (isTuple(a) !== isTuple(b))
    throw new TypeError(
      `'${symbol}' not supported between instances of '${typeName(a)}' and '${typeName(b)}'`,
    )
  const at = a.findIndex((item, i) => i >= b.length || !same(item, b[i]))
  if (at >= 0 && at < b.length) return compare(a[at], b[at])
  return compare(a.length, b.length)
}

// ---- membership ----

/** `item in container`, of what Python can look into; all else has JavaScript's properties. */
export function contains(item: any, container: any, same: (a: unknown, b: unknown) => boolean): boolean {
  if (typeof container === 'string') {
    if (typeof item === 'string') return container.includes(item)
    throw new TypeError(`'in <string>' requires string as left operand, not ${typeName(item)}`)
  }
  if (container === null || (typeof container !== 'object' && typeof container !== 'function'))
    throw new TypeError(`argument of type '${typeName(container)}' is not iterable`)
  if (typeof item === 'symbol') return item in container
  if (typeof container.__contains__ === 'function') return Boolean(container.__contains__(item))
  if (container instanceof Tensor) {
    if (typeof item === 'string' && item in container) return true
    const isScalar = item instanceof Tensor || item instanceof Float || item instanceof Complex
    if (!isScalar && !['number', 'bigint', 'boolean'].includes(typeof item))
      throw new RuntimeError(
        `Tensor.__contains__ only supports Tensor or scalar, but you passed in a <class '${typeName(item)}'>.`,
      )
    return Boolean(container.eq(item).any().item())
  }
  if (Array.isArray(container)) return container.some((other) => same(item, other))
  if (isNumpyArray(container)) {
    const python = sharedPython()
    if (python) return Boolean(python.operator('contains', [item, container]))
    return [...(container as any).tolist().flat(Infinity)].includes(item)
  }
  if (container instanceof Map || container instanceof Set) return container.has(item)
  const isKey = typeof item === 'string' || typeof item === 'number'
  if (isKey && item in container) return true
  // A dict has its keys alone; what else can be gone through is.
  if (isDict(container as object) || typeof container[Symbol.iterator] !== 'function')
    return isKey || isDict(container as object) ? false : (item as string) in container
  for (const other of container) if (same(item, other)) return true
  return false
}
