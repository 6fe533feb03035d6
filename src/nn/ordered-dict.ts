/** Python's `OrderedDict`, which is what a state dict is. */
import { callable } from './callable.js'

class OrderedDictClass<K = string, V = unknown> extends Map<K, V> {
  /** Takes pairs or a plain object, as Python does. */
  constructor(entries?: Iterable<readonly [K, V]> | Record<string, V> | null) {
    if (entries === undefined || entries === null || Symbol.iterator in entries)
      super(entries as Iterable<readonly [K, V]>)
    else super(Object.entries(entries) as unknown as Iterable<readonly [K, V]>)
  }
  items(): MapIterator<[K, V]> {
    return this.entries()
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

/** The pairs of a dict however it is written: a Map, a plain object, or pairs. */
export function dictEntries<V>(dict: Iterable<readonly [string, V]> | Record<string, V>): [string, V][] {
  return Symbol.iterator in dict
    ? Array.from(dict as Iterable<readonly [string, V]>, ([key, value]) => [key, value])
    : Object.entries(dict)
}
