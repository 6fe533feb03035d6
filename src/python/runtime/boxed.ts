// Objects of classes that inherit from `str`, `int` and `float`: JavaScript's own cannot be told apart, so the value lies in
// an object.
import { Tuple } from '../../base/tuple.js'
import { reprSymbol } from '../../text/repr.js'
import { core } from './core.js'
import * as types from './types.js'

type Any = any

export const boxedRoots = new Set<Any>([types.str, types.int, types.float, types.complex, types.bytes])

/** Whether there ever was such an object: until then no list is looked through for them. */
let areThere = false

export class Boxed {
  declare readonly value: Any
  static of(value: Any, prototype: object): Boxed {
    const made = Object.create(prototype) as Boxed
    areThere = true
    Object.defineProperty(made, 'value', { value, enumerable: false, writable: true, configurable: true })
    return made
  }
  valueOf(): Any {
    return this.value
  }
  toString(): string {
    return core.str(this.value)
  }
  [reprSymbol](): string {
    return core.repr(this.value)
  }
}

/** The text or number itself. */
export const unboxed = (value: Any): Any => (value instanceof Boxed ? value.value : value)

/** What may stand in lists, too, as the library takes it; a list without such objects stays what it is. */
export function withoutBoxes(value: Any, within: readonly unknown[] = []): Any {
  if (!areThere) return value
  if (value instanceof Boxed) return value.value
  // A list that holds itself has no end.
  if (!Array.isArray(value) || within.length > 64 || within.includes(value)) return value
  const inside = [...within, value]
  const items = value.map((item): unknown =>
    typeof item === 'object' && item !== null ? withoutBoxes(item, inside) : item,
  )
  if (items.every((item, i) => item === value[i])) return value
  return value.constructor === Tuple ? Tuple.from(items) : items
}
