// The other values that Python has and JavaScript lacks: ranges, bytes, iterators that print as Python's, views of dicts.
import { lookForSignal } from '../../base/keyboard.js'
import { addressOf, reprSymbol } from '../../text/repr.js'
import { type Int, whole } from './numbers.js'
import { type Pairing, TupleIterator } from './tuple-iterator.js'
import * as types from './types.js'
import { builtinClass, classOf, object } from './types.js'

type Any = any

const mark = (prototype: object, cls: Any): void => {
  Object.defineProperty(prototype, classOf, { value: cls, writable: true, configurable: true })
}

/** `range(3)`; of ints that no double holds, too. */
export class PyRange {
  constructor(
    readonly start: Int,
    readonly stop: Int,
    readonly step: Int,
  ) {}
  get isWide(): boolean {
    const { start, stop, step } = this
    return typeof start === 'bigint' || typeof stop === 'bigint' || typeof step === 'bigint'
  }
  /** How many there are; rounded from 2**53 on, `exactLength` is not. */
  get length(): number {
    if (this.isWide) return Number(this.exactLength)
    return Math.max(0, Math.ceil((Number(this.stop) - Number(this.start)) / Number(this.step)))
  }
  get exactLength(): bigint {
    const [start, stop, step] = [BigInt(this.start), BigInt(this.stop), BigInt(this.step)]
    const reach = step > 0n ? stop - start : start - stop
    const by = step > 0n ? step : -step
    return reach <= 0n ? 0n : (reach + by - 1n) / by
  }
  at(i: Int): Int {
    const { start, step } = this
    const item = Number(start) + Number(i) * Number(step)
    return Number.isSafeInteger(item) && !this.isWide ? item : whole(BigInt(start) + BigInt(i) * BigInt(step))
  }
  *[Symbol.iterator](): IterableIterator<Int> {
    const { length } = this
    if (this.isWide) for (let i = 0n; i < this.exactLength; i++) yield this.at(i)
    else {
      const [start, step] = [Number(this.start), Number(this.step)]
      for (let i = 0; i < length; i++) yield start + i * step
    }
  }
  /** From the last to the first. */
  backwards(): PyRange {
    const last = this.at(this.exactLength - 1n)
    return new PyRange(
      last,
      whole(BigInt(this.start) - BigInt(this.step)),
      typeof this.step === 'bigint' ? whole(-this.step) : -this.step,
    )
  }
  [reprSymbol](): string {
    const { start, stop, step } = this
    return step === 1 ? `range(${start}, ${stop})` : `range(${start}, ${stop}, ${step})`
  }
}
mark(PyRange.prototype, types.range)

const escapes: Record<number, string> = { 9: '\\t', 10: '\\n', 13: '\\r', 92: '\\\\' }

/** `b'text'` */
export class PyBytes {
  data: Uint8Array
  constructor(data: Uint8Array | string) {
    this.data = typeof data === 'string' ? Uint8Array.from(data, (c) => c.charCodeAt(0)) : data
  }
  get length(): number {
    return this.data.length
  }
  /** One character a byte. */
  get text(): string {
    let text = ''
    for (const byte of this.data) text += String.fromCharCode(byte)
    return text
  }
  /** Some of them, as a value of the same class. */
  part({ start, step, count }: Span): PyBytes {
    const data = Uint8Array.from({ length: count }, (_, i) => this.data[start + i * step])
    return new (this.constructor as typeof PyBytes)(data)
  }
  [Symbol.iterator](): IterableIterator<number> {
    return this.data[Symbol.iterator]()
  }
  /** Whether this sign has a backslash within these quotes. */
  protected isEscaped(sign: string, quote: string): boolean {
    return sign === quote
  }
  [reprSymbol](): string {
    const quote = this.text.includes("'") && !this.text.includes('"') ? '"' : "'"
    let text = `b${quote}`
    for (const byte of this.data) {
      const sign = String.fromCharCode(byte)
      if (this.isEscaped(sign, quote)) text += `\\${sign}`
      else if (byte in escapes) text += escapes[byte]
      else text += byte < 32 || byte > 126 ? `\\x${byte.toString(16).padStart(2, '0')}` : sign
    }
    return text + quote
  }
}
mark(PyBytes.prototype, types.bytes)

export class PyByteArray extends PyBytes {
  /** Objects/bytearrayobject.c marks every single quote, whichever quotes are around. */
  protected override isEscaped(sign: string): boolean {
    return sign === "'"
  }
  override [reprSymbol](): string {
    return `bytearray(${super[reprSymbol]()})`
  }
}
mark(PyByteArray.prototype, types.bytearray)
types.infoOf(types.bytearray).dict.set('__hash__', null)

// ---- iterators ----

const iteratorClasses = new Map<string, Any>()

/** The class of iterators of a name: `list_iterator`. */
export function iteratorClass(name: string): Any {
  let cls = iteratorClasses.get(name)
  if (cls === undefined) iteratorClasses.set(name, (cls = builtinClass(name, [object])))
  return cls
}

/** What goes through something once: `iter([1, 2])`, `map(f, xs)`. */
export class PyIterator implements IterableIterator<Any> {
  readonly #items: Iterator<Any>
  readonly [classOf]: Any

  constructor(cls: Any, items: Iterator<Any>) {
    this[classOf] = cls
    this.#items = items
  }
  next(): IteratorResult<Any> {
    lookForSignal()
    return this.#items.next()
  }
  /** What its tuples are made of, if it gives such. */
  get pairing(): Pairing | null {
    return this.#items instanceof TupleIterator ? this.#items.pairing : null
  }
  /** How many there are still, where the items tell; 0 otherwise. */
  left(): number {
    const { left = 0 } = this.#items as { left?: number }
    return Number.isFinite(left) ? left : 0
  }
  [Symbol.iterator](): this {
    return this
  }
  [reprSymbol](): string {
    return `<${types.infoOf(this[classOf]).name} object at ${addressOf(this)}>`
  }
}

// ---- views of dicts ----

export const viewClasses = {
  keys: builtinClass('dict_keys', [object]),
  values: builtinClass('dict_values', [object]),
  items: builtinClass('dict_items', [object]),
}

for (const cls of [viewClasses.keys, viewClasses.items]) types.infoOf(cls).dict.set('__hash__', null)

/** `d.keys()`, `d.values()`, `d.items()`: they see what the dict becomes. */
export class DictView {
  readonly [classOf]: Any
  constructor(
    readonly of: Any,
    readonly kind: keyof typeof viewClasses,
    readonly items: () => Iterable<Any>,
    readonly count: () => number,
  ) {
    this[classOf] = viewClasses[kind]
  }
  get length(): number {
    return this.count()
  }
  [Symbol.iterator](): Iterator<Any> {
    return this.items()[Symbol.iterator]()
  }
  [reprSymbol](repr: (value: unknown) => string): string {
    const name = this.of instanceof Map && this.of.constructor.name === 'OrderedDict' ? 'odict' : 'dict'
    return `${name}_${this.kind}([${Array.from(this, repr).join(', ')}])`
  }
}

/** The length of `start:stop:step` in `length` items, and where it begins; as PySlice_AdjustIndices has it. */
export interface Span {
  start: number
  stop: number
  step: number
  count: number
}

export type { Int }
