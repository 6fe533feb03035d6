// Python's dicts, where the library hands them out: a state dict (`OrderedDict`), the state of an optimizer
// (`DefaultDict`), its groups and options (`Dict`). They do and print what Python's do.
//
// Note [Dicts]. In TypeScript the first two are Maps and the third is a plain object with methods. The methods in
// underscores are Python's own names; the dialect calls them for `d[k]`, `d[k] = v`, `del d[k]`, `k in d`, `len(d)`
// and `list(d)`.
import { KeyError, TypeError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { Float, isFloatItem } from '../base/scalar.js'
import { repr, reprSymbol } from '../text/repr.js'
import { Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { callable } from './callable.js'

/** What a missing key raises: its message is the key's repr. */
export const missingKey = (key: unknown): KeyError => new KeyError(repr(key))

/** The end of `%IteratorPrototype%`, from which `map` and its like come where JavaScript has them. */
const iteratorPrototype = Object.getPrototypeOf(Object.getPrototypeOf(new Map().keys()) as object) as object

/** `d.keys()` and its like: looks into the dict, has a length, and prints `odict_keys(['weight'])`. */
class DictView<T> {
  readonly #name: string
  readonly #items: () => Iterable<T>
  #iterator: Iterator<T> | null = null

  constructor(name: string, items: () => Iterable<T>) {
    this.#name = name
    this.#items = items
  }
  [Symbol.iterator](): Iterator<T> {
    return this.#items()[Symbol.iterator]()
  }
  /** As the iterators of a Map have it. */
  next(): IteratorResult<T> {
    return (this.#iterator ??= this[Symbol.iterator]()).next()
  }
  __len__(): number {
    return [...this.#items()].length
  }
  __contains__(item: unknown): boolean {
    return [...this.#items()].some((own) => Object.is(own, item) || sameItem(own, item))
  }
  [reprSymbol](write: (value: unknown) => string): string {
    const items = Array.from(this.#items(), (item) =>
      write(
        Array.isArray(item) && !(item instanceof Tuple) && this.#name.endsWith('_items')
          ? Tuple.from(item)
          : item,
      ),
    )
    return `${this.#name}([${items.join(', ')}])`
  }
}
Object.setPrototypeOf(DictView.prototype, iteratorPrototype)

const sameItem = (own: unknown, item: unknown): boolean =>
  Array.isArray(own) &&
  Array.isArray(item) &&
  own.length === item.length &&
  own.every((value, i) => Object.is(value, item[i]))

/** A view as JavaScript types the iterators of a Map. */
const view = <T>(name: string, items: () => Iterable<T>): MapIterator<T> =>
  new DictView(name, items) as unknown as MapIterator<T>

/** The view of what a module has by name, for containers that are no dicts. */
export const viewOf = view

/** A Map with what Python's dicts have. */
class PythonMap<K, V> extends Map<K, V> {
  /** What the views call themselves. */
  protected get kind(): string {
    return 'dict'
  }
  override keys(): MapIterator<K> {
    return view(`${this.kind}_keys`, () => super.keys())
  }
  override values(): MapIterator<V> {
    return view(`${this.kind}_values`, () => super.values())
  }
  items(): MapIterator<[K, V]> {
    return view(`${this.kind}_items`, () => super.entries())
  }
  override get(key: K): V | undefined
  override get<D>(key: K, otherwise: D): V | D
  override get(key: K, otherwise?: unknown): unknown {
    const value = super.get(key)
    return value !== undefined || this.has(key) ? value : otherwise
  }
  /** Takes an entry out and returns its value; of a missing one what is given instead, else a KeyError. */
  pop(key: K, ...otherwise: [unknown?]): unknown {
    if (!this.has(key)) {
      if (otherwise.length > 0) return otherwise[0]
      throw missingKey(key)
    }
    const value = super.get(key)
    this.delete(key)
    return value
  }
  /** Takes the last entry out. */
  popitem(): Tuple {
    const last = [...super.entries()].at(-1)
    if (last === undefined) throw new KeyError("'dictionary is empty'")
    this.delete(last[0])
    return Tuple.from<K | V>(last)
  }
  setdefault(key: K, value: V): V {
    if (!this.has(key)) this.set(key, value)
    return super.get(key) as V
  }
  update(entries: Iterable<readonly [K, V]> | Record<string, V>): void {
    for (const [key, value] of dictEntries(entries as Record<string, V>)) this.set(key as unknown as K, value)
  }
  __getitem__(key: K): V {
    if (!this.has(key)) throw missingKey(key)
    return super.get(key) as V
  }
  __setitem__(key: K, value: V): void {
    this.set(key, value)
  }
  __delitem__(key: K): void {
    if (!this.has(key)) throw missingKey(key)
    this.delete(key)
  }
  __contains__(key: K): boolean {
    return this.has(key)
  }
  __len__(): number {
    return this.size
  }
  __iter__(): Iterator<K> {
    return this.keys()[Symbol.iterator]()
  }
  /** What `JSON.stringify` writes of it: an object. */
  toJSON(): Record<string, V> {
    return Object.fromEntries(super.entries()) as Record<string, V>
  }
}

class OrderedDictClass<K = string, V = unknown> extends PythonMap<K, V> {
  /** Takes pairs or a plain object, as Python does. */
  constructor(entries?: Iterable<readonly [K, V]> | Record<string, V> | null) {
    if (entries === undefined || entries === null || Symbol.iterator in entries)
      super(entries as Iterable<readonly [K, V]>)
    else super(Object.entries(entries) as unknown as Iterable<readonly [K, V]>)
  }
  protected override get kind(): string {
    return 'odict'
  }
  copy(): OrderedDict<K, V> {
    return new OrderedDict<K, V>(this.entries())
  }
  /** Moves an entry to the end, or to the front. */
  move_to_end(key: K, last = true): void {
    const value = this.__getitem__(key)
    const others = last ? [] : [...this.entries()].filter(([own]) => own !== key)
    this.delete(key)
    for (const [own] of others) this.delete(own)
    this.set(key, value)
    for (const [own, other] of others) this.set(own, other)
  }
}

interface OrderedDictConstructor {
  new <K = string, V = unknown>(
    entries?: Iterable<readonly [K, V]> | Record<string, V> | null,
  ): OrderedDict<K, V>
  <K = string, V = unknown>(entries?: Iterable<readonly [K, V]> | Record<string, V> | null): OrderedDict<K, V>
  readonly prototype: OrderedDict
}

/** A dict that prints as Python's `OrderedDict([('weight', tensor(...))])`; in JavaScript a `Map`. */
export type OrderedDict<K = string, V = unknown> = OrderedDictClass<K, V>
export const OrderedDict = callable(OrderedDictClass, 'OrderedDict') as unknown as OrderedDictConstructor

/** Python's `defaultdict(dict)`: a subscript that is not there makes an empty dict. */
export class DefaultDict<K, V extends object> extends PythonMap<K, V> {
  override __getitem__(key: K): V {
    return this.has(key) ? super.__getitem__(key) : this.__missing__(key)
  }
  /** What Python's `state[key]` gives where there is no entry: a new one. */
  __missing__(key: K): V {
    const made = new Dict() as unknown as V
    this.set(key, made)
    return made
  }
  [reprSymbol](write: (value: unknown) => string): string {
    return `defaultdict(<class 'dict'>, ${write(new Map(this.entries()))})`
  }
}

/** The entries of a `Dict`, whose keys are its own attributes. */
const entriesOf = (dict: object): [string, unknown][] => Object.entries(dict)

/** A plain object that also has the methods of Python's dict. */
export class Dict {
  [key: string]: unknown
  constructor(entries: object = {}) {
    Object.assign(this, entries)
  }
}
const methods = {
  keys(this: object) {
    return view('dict_keys', () => Object.keys(this))
  },
  values(this: object) {
    return view('dict_values', () => Object.values(this))
  },
  items(this: object) {
    return view('dict_items', () => entriesOf(this))
  },
  get(this: Dict, key: string, otherwise: unknown = null) {
    return Object.hasOwn(this, key) ? this[key] : otherwise
  },
  pop(this: Dict, key: string, ...otherwise: [unknown?]) {
    if (!Object.hasOwn(this, key)) {
      if (otherwise.length > 0) return otherwise[0]
      throw missingKey(key)
    }
    const value = this[key]
    Reflect.deleteProperty(this, key)
    return value
  },
  setdefault(this: Dict, key: string, value: unknown) {
    if (!Object.hasOwn(this, key)) this[key] = value
    return this[key]
  },
  update(this: Dict, entries: Iterable<readonly [string, unknown]> | Record<string, unknown>) {
    for (const [key, value] of dictEntries(entries)) this[key] = value
  },
  copy(this: Dict) {
    return new Dict(this)
  },
  __getitem__(this: Dict, key: string) {
    if (!Object.hasOwn(this, key)) throw missingKey(key)
    return this[key]
  },
  __setitem__(this: Dict, key: string, value: unknown) {
    this[key] = value
  },
  __delitem__(this: Dict, key: string) {
    if (!Object.hasOwn(this, key)) throw missingKey(key)
    Reflect.deleteProperty(this, key)
  },
  __contains__(this: Dict, key: string) {
    return Object.hasOwn(this, key)
  },
  __len__(this: Dict) {
    return Object.keys(this).length
  },
  __iter__(this: Dict) {
    return Object.keys(this)[Symbol.iterator]()
  },
  [reprSymbol](this: Dict, write: (value: unknown) => string) {
    // Numbers are keys too: those of the parameters in the state of an optimizer.
    const keyText = (key: string): string => (/^\d+$/.test(key) ? key : write(key))
    return `{${entriesOf(this)
      .map(
        ([key, value]) =>
          `${keyText(key)}: ${write(isFloatItem(this, key, value) ? new Float(value as number) : value)}`,
      )
      .join(', ')}}`
  },
}
for (const name of Reflect.ownKeys(methods))
  Object.defineProperty(Dict.prototype, name, {
    value: methods[name as keyof typeof methods],
    writable: true,
    configurable: true,
  })
Object.defineProperty(Dict, 'name', { value: 'dict' })

/** Whether a value is a dict that is written as an object: plain, or one of the library's. */
export const isDict = (value: unknown): value is Record<string, unknown> =>
  isKeywords(value) || value instanceof Dict

/** A dict of Python's, which is a Map, as a plain one; also inside of lists and of other dicts. */
export function plainDict(value: unknown): unknown {
  if (value instanceof Map)
    return Object.fromEntries(Array.from(value, ([key, item]) => [String(key), plainDict(item)]))
  if (Array.isArray(value) && value.some((item) => item instanceof Map)) return value.map(plainDict)
  if (!isDict(value) || !Object.values(value).some((item) => typeof item === 'object')) return value
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, plainDict(item)]))
}

/** The pairs of a dict however it is written: a Map, a plain object, or pairs. */
export function dictEntries<V>(dict: Iterable<readonly [string, V]> | Record<string, V>): [string, V][] {
  if (typeof dict !== 'object' || dict === null)
    throw new TypeError(`'${typeName(dict)}' object is not iterable`)
  if (!(Symbol.iterator in dict)) return Object.entries(dict)
  return Array.from(dict as Iterable<readonly [string, V]>, (pair, i) => {
    if (!Array.isArray(pair))
      throw new TypeError(`cannot convert dictionary update sequence element #${i} to a sequence`)
    return [pair[0] as string, pair[1] as V]
  })
}
