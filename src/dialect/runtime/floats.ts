// What remembers that a whole number was a float; see Note [Floats] in floats.ts.
import { Tensor } from '../../torch.js'
import {
  Float,
  forgetFloatItem,
  isFloatItem,
  noteFloatItem,
  rememberFloats,
  withFloatItems,
} from '../../base/scalar.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { attribute } from './attributes.js'
import { getItem, setItem } from './indexing.js'
import { operatorHelpers } from './operations.js'
import { float } from './results.js'

/** A number without what is known of it. */
export const plainNumber = (value: unknown): unknown => (value instanceof Float ? value.value : value)

/** `x.item()`, which a whole number of a floating tensor leaves as a float. */
export function item(x: any): unknown {
  const value: unknown = x.item()
  return x instanceof Tensor && x.is_floating_point() ? float(value) : value
}

/** An object some of whose fields were written as floats. */
export function fields(object: any, ...names: string[]): unknown {
  for (const name of names) {
    const value = plainNumber(object[name])
    object[name] = value
    if (typeof value === 'number') noteFloatItem(object as object, name, value)
  }
  return object
}

/** What is known of `object[key]`, which is `value`: a float, if the list is one of floats or the field was given one. */
export function noted(object: any, key: unknown, value: unknown): unknown {
  if (typeof value !== 'number' || object === null || !/^(object|function)$/.test(typeof object)) return value
  const isFloating =
    isFloatItem(object as object, placeOf(object, key), value) ||
    (isNumpyArray(object) && /^float/.test(object.dtype))
  return isFloating ? float(value) : value
}

/** The key under which a place is known: `-1` is the last of a list. */
const placeOf = (object: any, key: any): unknown => {
  const plain: unknown = key instanceof Float ? key.value : key
  return Array.isArray(object) && typeof plain === 'number' && plain < 0 ? plain + object.length : plain
}

/** `list[key]`, a float if the list is one of floats. */
export const part = (object: any, key: unknown, mustBeThere?: boolean): unknown =>
  noted(object, key, getItem(object, key, mustBeThere))

/** `object[key] = value`, where the value may be a float. */
export function setFloat(object: any, key: unknown, value: unknown, ...rest: any[]): unknown {
  if (object instanceof Tensor || isNumpyArray(object))
    return plainNumber(setItem(object, key, value, ...(rest as [])))
  const result = setItem(object, key, plainNumber(value), ...(rest as []))
  if (object === null || (typeof object !== 'object' && typeof object !== 'function')) return result
  const place = placeOf(object, key)
  if (value instanceof Float) noteFloatItem(object as object, place, value.value)
  else forgetFloatItem(object as object, place)
  return result
}

/** `object.name = value`, where the value may be a float. */
export function setField(object: any, name: string, value: unknown): unknown {
  const plain = object instanceof Tensor ? value : plainNumber(value)
  if (object === null || object === undefined) object[name] = plain
  // As the prompt's own code does, which is not strict: what cannot be set is left.
  else Reflect.set(Object(object) as object, name, plain, object)
  return noteField(object, name, value)
}

/** A field that an object is given, as a plain number; if it is a float, that is noted. */
export function noteField(object: any, name: string, value: unknown): unknown {
  if (object === null || (typeof object !== 'object' && typeof object !== 'function'))
    return plainNumber(value)
  if (value instanceof Float) noteFloatItem(object as object, name, value.value)
  else forgetFloatItem(object as object, name)
  return plainNumber(value)
}

/** `object.name`, as Python has it. */
export const fieldOf = (object: any, name: string): unknown => noted(object, name, attribute(object, name))

/** A tuple or a list whose items may be floats; where the comma was TypeScript's, its last value. */
export const floatList = (list: unknown): unknown =>
  Array.isArray(list) ? rememberFloats(list) : plainNumber(list)

/** What a loop goes through: a name notes which of the items are floats. */
export function goneThrough(name: string, list: any): Iterable<unknown> {
  notes.delete(name)
  const hasFloats = Array.isArray(list) && withFloatItems(list).some((item) => item instanceof Float)
  return hasFloats ? noting(name, list) : (list as Iterable<unknown>)
}

function* noting(name: string, list: readonly unknown[]): Generator<unknown> {
  for (let i = 0; i < list.length; i++)
    yield keep(name, isFloatItem(list, i, list[i]) ? float(list[i]) : list[i])
}

/** Whether Python calls a number a float. */
const isFloating = (value: unknown): boolean =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))

const names: Readonly<Record<string, string>> = {
  '+': '__add__',
  '-': '__sub__',
  '*': '__mul__',
  '/': '__truediv__',
  '//': '__floordiv__',
  '%': '__mod__',
  '**': '__pow__',
}

/** Arithmetic of which one side may be a float: then so is the number that comes of it. */
export function tracked(operator: string, a: unknown, b: unknown): unknown {
  const result = operatorHelpers[names[operator]](a, b)
  return operator === '/' || isFloating(a) || isFloating(b) ? float(plainNumber(result)) : result
}

/** `-a` of what may be a float. */
export function negated(value: unknown): unknown {
  const result = operatorHelpers.__neg__(value)
  return isFloating(value) ? float(plainNumber(result)) : result
}

/** `a += b`, in place where a is a tensor. */
export function trackedInPlace(operator: string, a: unknown, b: unknown): unknown {
  if (typeof a === 'number' || a instanceof Float) return tracked(operator, a, b)
  return operatorHelpers[names[operator].replace('__', '__i')](a, b)
}

/** Floats that names were given. */
const notes = new Map<string, Float>()

/** A value that is assigned to a name, as a plain number. */
export function keep(name: string, value: unknown): unknown {
  if (!(value instanceof Float)) {
    notes.delete(name)
    return value
  }
  notes.set(name, value)
  return value.value
}

/** What a name holds, a float if that is what it was given. */
export function kept(name: string, value: unknown): unknown {
  const note = notes.get(name)
  return note !== undefined && note.value === value ? note : value
}
