// The fields of an object: which of a JavaScript object's properties Python sees, `__dict__` and `__slots__`.
import { Float, isFloatItem } from '../../base/scalar.js'
import { fieldNames } from '../../dialect/offered.js'
import { gathered } from './core.js'
import { noAttribute } from './exceptions.js'
import { PyDict } from './keys.js'
import * as types from './types.js'
import { find, infoOf, nameOfType, typeOf } from './types.js'

type Any = any

export const isObject = (value: Any): boolean =>
  value !== null && (typeof value === 'object' || typeof value === 'function')

/** Names that every object of JavaScript has and no object of Python. */
export const hidden = new Set([
  ...Object.getOwnPropertyNames(Object.prototype),
  'prototype',
  'caller',
  'arguments',
])

/** What NumPy's arrays have, of all that numpy-ts gives its own. */
export const arrayNames = new Set(
  (
    'T all any argmax argmin argpartition argsort astype base byteswap choose clip compress conj conjugate copy cumprod ' +
    'cumsum data diagonal dot dtype fill flags flat flatten imag item itemsize max mean min nbytes ndim nonzero partition ' +
    'prod ptp put ravel real repeat reshape resize round searchsorted shape size sort squeeze std strides sum swapaxes ' +
    'take tobytes tofile tolist trace transpose var view'
  ).split(' '),
)

/** What JavaScript gives objects and errors of itself, and does not list. */
const ofJavaScript = new Set(['constructor', 'message', 'stack'])

/** Fields of an object that are Python's to see. */
export const hasField = (value: Any, name: string): boolean =>
  Object.hasOwn(value as object, name) &&
  (!ofJavaScript.has(name) || Object.getOwnPropertyDescriptor(value, name)!.enumerable!)

export const fieldOf = (value: Any, name: string): Any => {
  const item: Any = value[name]
  if (item === undefined) return null
  return typeof item === 'number' && Number.isInteger(item) && isFloatItem(value, name, item)
    ? new Float(item)
    : item
}

/** The `__dict__` of an object: what was set on it. Writing to it sets the fields. */
class Fields extends PyDict {
  readonly #of: Any
  constructor(of: Any) {
    super()
    const cls = typeOf(of)
    const slots = find(cls, '__slots__') === undefined ? [] : slotsOf(cls).names
    for (const name of fieldNames(of as object))
      if (!slots.includes(name) && of[name] !== undefined) super.set(name, fieldOf(of, name))
    this.#of = of
  }
  override set(name: Any, value: Any): this {
    if (this.#of !== undefined) this.#of[name] = value
    return super.set(name, value)
  }
  override delete(name: Any): boolean {
    if (this.#of !== undefined && super.has(name)) takeField(this.#of, name as string)
    return super.delete(name)
  }
  override clear(): void {
    for (const name of [...this.keys()]) this.delete(name)
  }
}

/** Takes a field away; whether that could be done. A variable of a module stays one, without a value. */
export function takeField(of: Any, name: string): boolean {
  const isVariable = Object.getOwnPropertyDescriptor(of as object, name)?.set !== undefined
  if (!isVariable || typeOf(of) !== types.moduleClass) return Reflect.deleteProperty(of as object, name)
  of[name] = undefined
  return true
}
export const fieldsOf = (value: Any): PyDict => new Fields(value)

/** The names in `__slots__` of a class and of those it inherits from; whether its objects have no others. */
export function slotsOf(cls: Any): { names: readonly string[]; areAll: boolean } {
  const written = infoOf(cls).mro.filter((one) => infoOf(one).isPython)
  const slots = written.map((one) => infoOf(one).dict.get('__slots__') as Any)
  const names = slots.flatMap((one): string[] =>
    one === undefined ? [] : typeof one === 'string' ? [one] : gathered(one),
  )
  const areAll =
    written.length > 0 &&
    !slots.includes(undefined) &&
    !names.includes('__dict__') &&
    types.rootOf(cls) === types.object
  return { names, areAll }
}

export function checkSlots(value: Any, cls: Any, name: string): void {
  if (find(cls, '__slots__') === undefined) return
  const { names, areAll } = slotsOf(cls)
  if (areAll && !names.includes(name))
    throw noAttribute(`'${nameOfType(value)}' object has no attribute '${name}'`, name, value)
}
