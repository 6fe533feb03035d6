// Dicts and sets: Maps and Sets of JavaScript with Python's keys, of which `1`, `1.0` and `True` are one, and tuples go by
// what is in them.
//
// Note [Python's keys]. Under each key stands in the Map what is its own for all keys that are equal: a text for itself, a
// number for all of its value, a text that nobody writes for a tuple, the first object for all that its class calls
// equal. What was given as the key is kept beside, where that is another value.
import { KeyError, RuntimeError, TypeError } from '../../base/errors.js'
import { isNumpyNumber, plainNumber } from '../../base/numpy-number.js'
import { Device, Slice } from '../../base/scalar.js'
import { DType } from '../../base/dtype.js'
import { Size, Tuple } from '../../base/tuple.js'
import { pythonType } from '../../base/type-name.js'
import { Boxed } from './boxed.js'
import { PyRange } from './containers.js'
import { core, same } from './core.js'
import { kindOf, Kind } from './numbers.js'
import { SetOrder } from './set-order.js'
import type { Pairing } from './tuple-iterator.js'
import * as types from './types.js'
import { classOf, inner, nameOfType } from './types.js'

type Any = any

/** Classes that change, and have no hash therefore. */
export const isUnhashable = (root: unknown): boolean =>
  root === types.list || root === types.dict || root === types.set

export const unhashable = (value: unknown): TypeError =>
  new TypeError(`unhashable type: '${nameOfType(value)}'`)

const numbered = new WeakMap<object, number>()
let count = 0

/** A number of its own for every object. */
export function numberOf(value: object): number {
  let number = numbered.get(value)
  if (number === undefined) numbered.set(value, (number = ++count))
  return number
}

/** A key by its class's own idea of equality: to be compared with those of the same hash. */
class ByHash {
  constructor(readonly hash: string) {}
}

const isTuple = (value: unknown): value is readonly Any[] => value instanceof Tuple || value instanceof Size

/** Whether a number holds an int exactly: the library and TypeScript have bigints of these, too. */
const isSmall = (value: bigint): boolean => Number.isSafeInteger(Number(value))

/** What stands in the Map for a key; a `ByHash` where that has to be looked for. */
export function canonical(key: Any): Any {
  if (typeof key === 'string') return key
  if (typeof key === 'number') return key
  const kind = kindOf(key)
  if (kind === Kind.complex) return key.im === 0 ? key.re : `\0c${key.re},${key.im}`
  if (kind !== Kind.none) return typeof key === 'bigint' && !isSmall(key) ? `\0i${key}` : Number(key) + 0
  if (key === null || key === undefined) return null
  if (isNumpyNumber(key)) return canonical(plainNumber(key))
  if (isTuple(key) && types.find(key.constructor as Any, '__hash__') === undefined) return ofTuple(key)
  if (typeof key !== 'function' || key[classOf] !== undefined) return ofObject(key)
  return types.isClass(key) ? types.canonicalClass(key) : ofFunction(key)
}

function ofTuple(key: readonly Any[]): Any {
  let text = '\0('
  let byHash = false
  for (const item of key) {
    const one = canonical(item)
    if (one instanceof ByHash) {
      byHash = true
      text += `h${one.hash},`
    } else if (typeof one === 'string') text += `s${one.length}:${one},`
    else if (typeof one === 'object' || typeof one === 'function')
      text += one === null ? 'N,' : `o${numberOf(one as object)},`
    else text += `${one},`
  }
  return byHash ? new ByHash(text) : text
}

function ofObject(key: Any): Any {
  if (key instanceof DType || key instanceof Device) return `\0d${String(key)}`
  if (key instanceof PyRange) return ofRange(key)
  if (key instanceof FrozenSet) return `\0f${[...key.canonicals()].map(String).sort().join()}`
  const own = key[classOf]
  if (own === types.dict || own === types.set) throw unhashable(key)
  if (own !== undefined) {
    if (key instanceof Boxed && types.hashMethod(own) === undefined) return canonical(key.value)
    const hash = types.find(own, '__hash__')
    if (hash === null) throw unhashable(key)
    if (hash !== undefined) return new ByHash(`${core.hash(key)}`)
    if (isUnhashable(types.rootOf(own))) throw unhashable(key)
    return key
  }
  if (Array.isArray(key) || key instanceof Map || key instanceof Set || key instanceof Slice)
    throw unhashable(key)
  if (types.isNamespace(key)) return key
  const prototype: unknown = Object.getPrototypeOf(key)
  if (prototype === Object.prototype || prototype === null) throw unhashable(key)
  return key
}

/** A method that is bound to an object anew each time that it is asked for is one key. */
function ofFunction(key: Any): Any {
  const { self, func } = (key[inner] as { self?: unknown; func?: unknown } | undefined) ?? {}
  const isBound = func !== undefined && self !== null && typeof self === 'object'
  return isBound ? `\0m${numberOf(func as object)},${numberOf(self as object)}` : key
}

/** Ranges with the same items are one key: with none where they begin does not count, with one the step does not. */
function ofRange({ exactLength, start, step }: PyRange): string {
  return `\0r${exactLength},${exactLength > 0n ? start : ''},${exactLength > 1n ? step : ''}`
}

/** The number in the Map that an object calls itself equal to: `Fraction(2, 1)` is found under 2. */
function numberLike(key: Any, hash: string, has: (place: Any) => boolean): number | undefined {
  const isThere = (number: number): boolean => has(number) && same(key, number)
  if (isThere(Number(hash))) return Number(hash)
  const asFloat = isTuple(key) ? undefined : core.special(key, '__float__')
  if (asFloat === undefined || asFloat === null || kindOf(key) !== Kind.none) return undefined
  const float = Number(asFloat(key))
  return String(core.hash(float)) === hash && isThere(float) ? float : undefined
}

/** What dicts and sets share: which keys were given, and those whose class has to be asked. */
class Table {
  originals: Map<Any, Any> | null = null
  buckets: Map<string, Any[]> | null = null

  /** What stands in the Map for a key that is there or is to be; `has` asks the Map. */
  find(key: Any, has: (place: Any) => boolean): Any {
    const one = canonical(key)
    if (one instanceof ByHash) return this.#like(key, one.hash) ?? numberLike(key, one.hash, has) ?? key
    // A number or a text may be there as an object that calls itself equal to it, such as a Fraction.
    if (this.buckets === null || has(one) || !isPlain(one)) return one
    return this.#like(key, String(core.hash(key))) ?? one
  }
  #like(key: Any, hash: string): Any {
    return this.buckets?.get(hash)?.find((other) => same(key, other))
  }
  /** Notes a key that is new. */
  add(place: Any, key: Any): void {
    if (place !== key) (this.originals ??= new Map()).set(place, key)
    else if ((typeof key === 'object' && key !== null) || typeof key === 'function') {
      const one = canonical(key)
      if (!(one instanceof ByHash)) return
      this.buckets ??= new Map()
      const bucket = this.buckets.get(one.hash)
      if (bucket) bucket.push(key)
      else this.buckets.set(one.hash, [key])
    }
  }
  remove(place: Any): void {
    this.originals?.delete(place)
    if (this.buckets === null || typeof place === 'string') return
    for (const bucket of this.buckets.values()) {
      const at = bucket.indexOf(place)
      if (at >= 0) bucket.splice(at, 1)
    }
  }
  original(place: Any): Any {
    return this.originals?.has(place) ? this.originals.get(place) : place
  }
  clear(): void {
    this.originals = null
    this.buckets = null
  }
}

const isPlain = (key: unknown): boolean => typeof key === 'string' || typeof key === 'number'

/** Marks dicts that are equal to their like only where the order is the same. */
export const keepsOrder: unique symbol = Symbol('is compared in order')

/** Python's dict. */
export class PyDict extends Map<Any, Any> {
  #table: Table | null = null

  constructor(pairs?: Iterable<readonly [Any, Any]> | null) {
    super()
    if (pairs) for (const [key, value] of pairs) this.set(key, value)
  }
  get #keys(): Table {
    return (this.#table ??= new Table())
  }
  #isItsPlace(key: Any): boolean {
    return isPlain(key) && (this.#table === null || this.#table.buckets === null)
  }
  #placeOf(key: Any): Any {
    return this.#isItsPlace(key) ? key : this.#keys.find(key, (place) => super.has(place))
  }
  override get(key: Any): Any {
    return super.get(this.#placeOf(key))
  }
  override has(key: Any): boolean {
    return super.has(this.#placeOf(key))
  }
  override set(key: Any, value: Any): this {
    if (this.#isItsPlace(key)) return super.set(key, value)
    const place = this.#placeOf(key)
    if (!super.has(place)) this.#keys.add(place, key)
    return super.set(place, value)
  }
  override delete(key: Any): boolean {
    const place = this.#placeOf(key)
    const was = super.delete(place)
    if (was) this.#table?.remove(place)
    return was
  }
  override clear(): void {
    super.clear()
    this.#table?.clear()
  }
  override *keys(): MapIterator<Any> {
    const { size } = this
    for (const place of super.keys()) {
      yield this.#table === null ? place : this.#table.original(place)
      if (this.size !== size) throw new RuntimeError('dictionary changed size during iteration')
    }
  }
  override *values(): MapIterator<Any> {
    const { size } = this
    for (const value of super.values()) {
      yield value
      if (this.size !== size) throw new RuntimeError('dictionary changed size during iteration')
    }
  }
  override *entries(): MapIterator<[Any, Any]> {
    const { size } = this
    for (const [place, value] of super.entries()) {
      yield [this.#table === null ? place : this.#table.original(place), value]
      if (this.size !== size) throw new RuntimeError('dictionary changed size during iteration')
    }
  }
  /** The pairs that `items()` gives. */
  pairing(): Pairing {
    const { size } = this
    const entries = super.entries()
    return {
      pair: () => {
        if (this.size !== size) throw new RuntimeError('dictionary changed size during iteration')
        const { done, value } = entries.next()
        if (done) return null
        if (this.#table !== null) value[0] = this.#table.original(value[0])
        return value
      },
    }
  }
  override [Symbol.iterator](): MapIterator<[Any, Any]> {
    return this.entries()
  }
  override forEach(visit: (value: Any, key: Any, map: Map<Any, Any>) => void): void {
    for (const [key, value] of this.entries()) visit(value, key, this)
  }
}
Object.defineProperty(PyDict.prototype, classOf, { value: types.dict, writable: true, configurable: true })
types.infoOf(types.dict)

/** Python's set. */
export class PySet extends Set<Any> {
  #table: Table | null = null
  /** The order of CPython, where it can be known and was asked for; `false` where it cannot. */
  #order: SetOrder | false | null = null

  constructor(items?: Iterable<Any> | null) {
    super()
    if (items) this.absorb(items)
  }
  get #keys(): Table {
    return (this.#table ??= new Table())
  }
  #isItsPlace(item: Any): boolean {
    return isPlain(item) && (this.#table === null || this.#table.buckets === null)
  }
  #placeOf(item: Any): Any {
    return this.#isItsPlace(item) ? item : this.#keys.find(item, (place) => super.has(place))
  }
  override has(item: Any): boolean {
    return super.has(this.#placeOf(item))
  }
  override add(item: Any): this {
    if (this.#order) return this.#addInOrder(item, this.#order)
    if (this.#isItsPlace(item)) return super.add(item)
    const place = this.#placeOf(item)
    if (!super.has(place)) this.#keys.add(place, item)
    return super.add(place)
  }
  #addInOrder(item: Any, order: SetOrder): this {
    if (this.has(item)) return this
    this.#order = null
    this.add(item)
    if (hasKnownHash(item)) order.add(item)
    this.#order = hasKnownHash(item) && order
    return this
  }
  override delete(item: Any): boolean {
    const place = this.#placeOf(item)
    if (!super.has(place)) return false
    const order = this.order
    if (order) order.remove(this.#table === null ? place : this.#table.original(place))
    this.#remove(place)
    return true
  }
  #remove(place: Any): void {
    super.delete(place)
    this.#table?.remove(place)
  }
  override clear(): void {
    super.clear()
    this.#table?.clear()
    this.#order = null
  }
  /** Takes one away, as Python's `pop` chooses it. */
  pop(): Any {
    const order = this.order
    const [first] = order ? [order.pop()] : this
    this.#remove(this.#placeOf(first))
    return first
  }
  /** The order of CPython's table, where it can be known: of numbers, and of tuples of these. */
  get order(): SetOrder | null {
    if (this.#order === null) {
      const items = this.#originals()
      this.#order = items.every(hasKnownHash) && new SetOrder()
      if (this.#order) for (const item of items) this.#order.add(item)
    }
    return this.#order || null
  }
  #originals(): Any[] {
    const given = [...super.values()]
    return this.#table === null ? given : given.map((place) => this.#table!.original(place))
  }
  /** Takes all of something: a set comes in its own order, and the table is made large enough at once. */
  absorb(items: Iterable<Any>): void {
    if (items instanceof PySet && items.size > 0) {
      const order = items.order
      const mine = order && this.order
      if (mine) {
        mine.merge(order, (item) => !this.has(item))
        this.#order = null
        for (const item of order.items()) this.add(item)
        this.#order = mine
        return
      }
    }
    if (items instanceof PyDict && this.order) this.order.reserve(items.size)
    for (const item of items instanceof PyDict ? items.keys() : items) this.add(item)
  }
  canonicals(): Iterable<Any> {
    return super.values()
  }
  override *values(): SetIterator<Any> {
    const { size } = this
    for (const item of this.order?.items() ?? this.#originals()) {
      yield item
      if (this.size !== size) throw new RuntimeError('Set changed size during iteration')
    }
  }
  override keys(): SetIterator<Any> {
    return this.values()
  }
  override [Symbol.iterator](): SetIterator<Any> {
    return this.values()
  }
  override forEach(visit: (value: Any, key: Any, set: Set<Any>) => void): void {
    for (const item of this.values()) visit(item, item, this)
  }
}
Object.defineProperty(PySet.prototype, classOf, { value: types.set, writable: true, configurable: true })

export class FrozenSet extends PySet {}

/** What a set is asked for: a set, which cannot be a member, stands for the frozen one that can. */
export const asMember = (item: Any): Any =>
  item instanceof PySet && !(item instanceof FrozenSet) ? new FrozenSet(item) : item

// What PyTorch's messages call them.
for (const [Class, name] of [
  [PyDict, 'dict'],
  [PySet, 'set'],
  [FrozenSet, 'frozenset'],
] as const)
  Object.defineProperty(Class.prototype, pythonType, { value: name })
Object.defineProperty(FrozenSet.prototype, classOf, {
  value: types.frozenset,
  writable: true,
  configurable: true,
})

/** Whether a value has the same hash in every run of CPython. */
const hasKnownHash = (value: Any): boolean =>
  kindOf(value) !== Kind.none ||
  value === '' ||
  (isTuple(value) &&
    types.find(value.constructor as Any, '__hash__') === undefined &&
    value.every(hasKnownHash)) ||
  (value instanceof FrozenSet &&
    (value as Any)[classOf] === types.frozenset &&
    [...value].every(hasKnownHash))

export const missingKey = (key: unknown): KeyError => {
  const error = new KeyError(core.repr(key))
  return Object.defineProperty(error, 'args', { value: Tuple.of(key), writable: true, configurable: true })
}
