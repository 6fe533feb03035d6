// Python's functions for objects and iterators: `next`, `getattr`, `map`, `dict`, `copy.deepcopy` and their like.
import torch, { Tensor } from '../../torch.js'
import {
  AttributeError,
  RuntimeError,
  StopIteration,
  TypeError,
  ZeroDivisionError,
} from '../../base/errors.js'
import {
  Float,
  isFloatItem,
  noteFloatItem,
  rememberFloats,
  Slice,
  withFloatItems,
} from '../../base/scalar.js'
import { Size, Tuple } from '../../base/tuple.js'
import { iterated } from '../../base/iterable.js'
import { typeName } from '../../base/type-name.js'
import { instanceRepr, reprSymbol } from '../../text/repr.js'
import { isNamespace, pathOf } from '../namespaces.js'
import { fieldNames, offeredIn } from '../offered.js'
import { noted, plainNumber, setFloat } from './floats.js'
import { operatorHelpers } from './operations.js'

import { pythonTruth } from './truth.js'
import { float, resultOf, returned } from './results.js'
import { surroundings } from './surrounding-names.js'
import { iterable } from './unpacking.js'

type Any = any

/** What goes through something once, and prints as Python's does: `<map object at 0x…>`. */
class PythonIterator {
  readonly #name: string
  /** Gives `Float`s, where whole numbers are floats. */
  readonly #items: Iterator<unknown>

  constructor(name: string, items: Iterator<unknown>) {
    this.#name = name
    this.#items = items
  }
  next(): IteratorResult<unknown> {
    const result = this.#items.next()
    return result.done === true ? result : { done: false, value: returned(result.value) }
  }
  get items(): Iterator<unknown> {
    return this.#items
  }
  [Symbol.iterator](): this {
    return this
  }
  [reprSymbol](): string {
    return instanceRepr(this, this.#name)
  }
}

const isIterator = (value: Any): boolean =>
  typeof value?.next === 'function' &&
  typeof value[Symbol.iterator] === 'function' &&
  value[Symbol.iterator]() === value

/** What `for` goes through: a `Float`, where a whole number is one. */
export function iteratorOf(value: Any): Iterator<unknown> {
  if (value instanceof PythonIterator) return value.items
  if (Array.isArray(value)) return withFloatItems(value)[Symbol.iterator]()
  if (value instanceof Tensor && value.dim() === 0) throw new TypeError('iteration over a 0-d tensor')
  if (typeof value?.__iter__ === 'function') return value.__iter__() as Iterator<unknown>
  if (typeName(value) !== 'dict') iterated(value)
  return iterable(value)[Symbol.iterator]()
}

const iteratorNames: Record<string, string> = {
  str: 'str_ascii_iterator',
  dict: 'dict_keyiterator',
  Tensor: 'tuple_iterator',
  DataLoader: 'torch.utils.data.dataloader._SingleProcessDataLoaderIter',
}

function iter(value: Any): unknown {
  if (isIterator(value)) return value
  const name = typeName(value)
  return new PythonIterator(iteratorNames[name] ?? `${name}_iterator`, iteratorOf(value))
}

function next(iterator: Any, ...otherwise: unknown[]): unknown {
  if (typeof iterator?.next !== 'function')
    throw new TypeError(`'${typeName(iterator)}' object is not an iterator`)
  const { done, value } = iterator.next() as IteratorResult<unknown>
  if (!done) return value
  if (otherwise.length > 0) return otherwise[0]
  throw new StopIteration('')
}

/** A function that items are given to, one by one. */
function callable(f: unknown): (...args: unknown[]) => unknown {
  if (typeof f !== 'function') throw new TypeError(`'${typeName(f)}' object is not callable`)
  return f as (...args: unknown[]) => unknown
}

function* mapped(f: Any, lists: Iterator<unknown>[]): Generator<unknown> {
  for (;;) {
    const items = lists.map((list) => list.next())
    if (items.some(({ done }) => done)) return
    yield resultOf(callable(f), ...items.map(({ value }) => plainNumber(value)))
  }
}

function map(f: Any, ...lists: Any[]): unknown {
  if (lists.length === 0) throw new TypeError('map() must have at least two arguments.')
  return new PythonIterator('map', mapped(f, lists.map(iteratorOf)))
}

function* filtered(f: Any, items: Iterator<unknown>): Generator<unknown> {
  for (let item = items.next(); !item.done; item = items.next())
    if (pythonTruth(f === null || f === undefined ? item.value : callable(f)(plainNumber(item.value))))
      yield item.value
}

const filter = (f: Any, list: Any): unknown => new PythonIterator('filter', filtered(f, iteratorOf(list)))

function reversed(value: Any): unknown {
  if (value instanceof Tensor) return value.dim() === 0 ? value : value.flip([0])
  if (typeof value !== 'string' && !Array.isArray(value) && typeName(value) !== 'dict')
    throw new TypeError(`'${typeName(value)}' object is not reversible`)
  const items = Array.isArray(value) ? withFloatItems(value).reverse() : [...iterable(value)].reverse()
  const name = Array.isArray(value) && typeName(value) === 'list' ? 'list_reverseiterator' : 'reversed'
  return new PythonIterator(name, items[Symbol.iterator]())
}

// ---- attributes ----

const has = (value: Any, name: string): boolean =>
  value !== null && value !== undefined && name in Object(value)

/** Python's error for an attribute that is not there. */
function noAttribute(value: Any, name: string): AttributeError {
  const path = isNamespace(value) ? pathOf(value) : undefined
  return new AttributeError(
    `${path === undefined ? `'${typeName(value)}' object` : `module '${path}'`} has no attribute '${name}'`,
  )
}

function checkCount(called: string, count: number, least: number): void {
  if (count < least) throw new TypeError(`${called} expected ${least} arguments, got ${count}`)
}

function hasattr(...args: Any[]): boolean {
  checkCount('hasattr', args.length, 2)
  return has(args[0], args[1] as string)
}

function getattr(...args: Any[]): unknown {
  const [value, name] = args
  if (args.length < 2) throw new TypeError(`getattr expected at least 2 arguments, got ${args.length}`)
  if (has(value, name as string)) {
    const item: unknown = value[name]
    const isMethod = typeof item === 'function' && value instanceof Tensor
    return isMethod ? ((item as Any).bind(value) as unknown) : returned(noted(value, name, item))
  }
  if (args.length > 2) return args[2]
  throw noAttribute(value, name as string)
}

function setattr(...args: Any[]): null {
  checkCount('setattr', args.length, 3)
  const [value, name, item] = args
  if (value === null || (typeof value !== 'object' && typeof value !== 'function'))
    throw noAttribute(value, name as string)
  setFloat(value, name, item)
  return null
}

function delattr(value: Any, name: string): null {
  if (!has(value, name)) throw noAttribute(value, name)
  Reflect.deleteProperty(value as object, name)
  return null
}

/** The variables around, as a dict; what is written into it becomes one of them. */
const around = (): object =>
  new Proxy(Object.fromEntries(surroundings.values()) as Record<string | symbol, unknown>, {
    set(names, name, value) {
      names[name] = value
      if (typeof name === 'string') surroundings.assign(name, value)
      return true
    },
    deleteProperty(names, name) {
      if (typeof name === 'string' && name in names) surroundings.assign(name, undefined)
      return Reflect.deleteProperty(names, name)
    },
  })

/** Names of what an object and its class have; without an object, of the variables around. */
function dir(...given: Any[]): string[] {
  if (given.length === 0) return Object.keys(around()).sort()
  const [value] = given
  const names = new Set<string>()
  for (
    let owner: Any = Object(value);
    owner && owner !== Object.prototype;
    owner = Object.getPrototypeOf(owner)
  )
    for (const name of Object.getOwnPropertyNames(owner)) names.add(name)
  const isOffered = offeredIn(Object(value) as object)
  return [...names].filter((name) => name !== 'constructor' && isOffered(name)).sort()
}

function vars(...given: Any[]): object {
  if (given.length === 0) return around()
  const [value] = given
  if (value === null || (typeof value !== 'object' && typeof value !== 'function'))
    throw new TypeError('vars() argument must have __dict__ attribute')
  return Object.fromEntries(fieldNames(value as object).map((name) => [name, value[name] as unknown]))
}

// ---- dicts, sets and numbers ----

/** The pairs of a dict, or of a list of pairs. */
function pairs(value: Any): [unknown, unknown][] {
  if (value instanceof Map) return [...value] as [unknown, unknown][]
  if (typeName(value) === 'dict')
    return Object.entries(value as object).map(([key, item]) => [key, noted(value, key, item)])
  return Array.from({ [Symbol.iterator]: () => iteratorOf(value) }, (pair: Any, i) => {
    if (typeof pair?.[Symbol.iterator] !== 'function' || (pair instanceof Tensor && pair.dim() === 0))
      throw new TypeError(`cannot convert dictionary update sequence element #${i} to a sequence`)
    const [key, item] = Array.isArray(pair) ? withFloatItems(pair) : pair
    return [key, item]
  })
}

/** A dict: an object, and a Map where keys are no texts. */
function dict(...parts: Any[]): unknown {
  const all = parts.flatMap(pairs)
  const plain = all.map(([key, item]) => [plainNumber(key), plainNumber(item)] as [unknown, unknown])
  const made = plain.every(([key]) => typeof key === 'string')
    ? (Object.fromEntries(plain as [string, unknown][]) as object)
    : new Map(plain)
  for (const [key, item] of all) if (item instanceof Float) noteFloatItem(made, key, item.value)
  return made
}

const set = (list: Any = []): Set<unknown> =>
  new Set([...{ [Symbol.iterator]: () => iteratorOf(list) }].map(plainNumber))

function slice(...args: Any[]): Slice {
  if (args.length === 0) throw new TypeError('slice expected at least 1 argument, got 0')
  return args.length === 1 ? new Slice(null, args[0]) : new Slice(args[0], args[1], args[2] ?? null)
}

function divmod(a: Any, b: Any): Tuple {
  const isNumber = (value: unknown): boolean =>
    ['number', 'bigint', 'boolean'].includes(typeof value) || value instanceof Float
  if (!isNumber(a) || !isNumber(b))
    throw new TypeError(`unsupported operand type(s) for divmod(): '${typeName(a)}' and '${typeName(b)}'`)
  const isFloat = [a, b].some((value) => typeName(value) === 'float')
  const [x, y] = [Number(a), Number(b)]
  if (y === 0) throw new ZeroDivisionError(isFloat ? 'float divmod()' : 'integer division or modulo by zero')
  if (!isFloat && typeof a === 'bigint') {
    const quotient = operatorHelpers.__floordiv__(a, BigInt(b)) as bigint
    return Tuple.of<unknown>(quotient, a - quotient * BigInt(b))
  }
  const rest = x % y
  const isOther = rest !== 0 && rest < 0 !== y < 0
  const parts = [Math.round((x - rest) / y) - (isOther ? 1 : 0), isOther ? rest + y : rest]
  return rememberFloats(Tuple.from<unknown>(parts.map((part) => (isFloat ? float(part) : part + 0))))
}

// ---- copies ----

/** A copy of the outermost container alone; of a tensor one that shares its elements. */
function copy(value: Any): unknown {
  if (value instanceof Tensor) return value.detach().requires_grad_(value.requires_grad)
  if (Array.isArray(value)) return typeName(value) === 'list' ? rememberFloats(withFloatItems(value)) : value
  if (typeof value?.copy === 'function') return value.copy() as unknown
  if (value instanceof Map) return dict(value)
  if (value instanceof Set) return new Set(value)
  if (typeName(value) === 'dict') return dict(value)
  if (value === null || typeof value !== 'object') return value
  return Object.assign(Object.create(Object.getPrototypeOf(value) as object) as object, value)
}

/** A copy of a value and of all in it; what is met twice is copied once. */
function deepcopy(value: Any, memo = new Map<unknown, unknown>()): unknown {
  if (value === null || typeof value !== 'object') {
    return value instanceof torch.nn.Module ? (memo.get(value) ?? copyOfModule(value, memo)) : value
  }
  if (memo.has(value)) return memo.get(value)
  const keep = <T>(made: T): T => {
    memo.set(value, made)
    return made
  }
  if (value instanceof Tensor) {
    if (!value.is_leaf)
      throw new RuntimeError(
        'Only Tensors created explicitly by the user (graph leaves) support the deepcopy protocol at the moment',
      )
    const made = keep(
      value.isParameter
        ? torch.nn.Parameter(value.detach().clone(), value.requires_grad)
        : value.detach().clone().requires_grad_(value.requires_grad),
    )
    if (value.grad) made.grad = value.grad.detach().clone()
    return made
  }
  if (value instanceof Size) return value
  if (value instanceof Tuple)
    return keep(rememberFloats(Tuple.from(withFloatItems(value).map((item) => deepcopy(item, memo)))))
  if (Array.isArray(value)) {
    const list = keep<unknown[]>([])
    for (const item of withFloatItems(value)) list.push(deepcopy(item, memo))
    return rememberFloats(list)
  }
  if (value instanceof Map) {
    const made = keep(new (value.constructor as MapConstructor)())
    for (const [key, item] of value) made.set(deepcopy(key, memo), deepcopy(item, memo))
    return made
  }
  if (value instanceof Set) {
    const made = keep(new Set())
    for (const item of value) made.add(deepcopy(item, memo))
    return made
  }
  if (value instanceof torch.optim.Optimizer || typeName(value) === 'dict')
    return copyOfFields(value as object, keep(Object.create(Object.getPrototypeOf(value) as object)), memo)
  return value
}

/** Gives an object copies of what another has. */
function copyOfFields<T extends object>(value: object, made: T, memo: Map<unknown, unknown>): T {
  for (const [key, item] of Object.entries(value)) {
    ;(made as Record<string, unknown>)[key] = deepcopy(item, memo)
    if (isFloatItem(value, key, item)) noteFloatItem(made, key, item as number)
  }
  return made
}

/** A module of the same class with parameters, buffers and submodules of its own; hooks stay with the first. */
function copyOfModule(value: Any, memo: Map<unknown, unknown>): unknown {
  const made = Reflect.construct(torch.nn.Module, [], value.constructor as NewableFunction) as Any
  memo.set(value, made)
  const state = value.state_dict() as { has(key: string): boolean }
  const buffers = new Map<string, unknown>(value.named_buffers({ recurse: false }))
  for (const name of Object.keys(value as object)) {
    if (buffers.has(name)) made.register_buffer(name, deepcopy(value[name], memo), state.has(name))
    else made[name] = deepcopy(value[name], memo)
  }
  return made
}

/** What `import copy` gives. */
export const copyModule = { copy, deepcopy }

const isCallable = (value: unknown): boolean => typeof value === 'function'

export const objectFunctions: Record<string, unknown> = {
  next,
  iter,
  map,
  filter,
  reversed,
  hasattr,
  getattr,
  setattr,
  delattr,
  dir,
  vars,
  globals: () => around(),
  locals: () => around(),
  dict,
  set,
  slice,
  divmod,
  callable: isCallable,
}
