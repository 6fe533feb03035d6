// Objects of classes that inherit from `str`, `int` and `float`: JavaScript's own cannot be told apart, so the value lies in
// an object.
import { reprSymbol } from '../../text/repr.js'
import { core } from './core.js'
import * as types from './types.js'

type Any = any

export const boxedRoots = new Set<Any>([types.str, types.int, types.float, types.complex, types.bytes])

export class Boxed {
  declare readonly value: Any
  static of(value: Any, prototype: object): Boxed {
    const made = Object.create(prototype) as Boxed
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
