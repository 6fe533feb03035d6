// What remembers that a whole number was a float; see Note [Floats] in floats.ts.
import { Tensor } from '../../index.js'
import { Float, floatLists } from '../../base/scalar.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { getItem } from './indexing.js'
import { float, operatorHelpers } from './operations.js'

/** `x.item()`, which a whole number of a floating tensor leaves as a float. */
export function item(x: any): unknown {
  const value: unknown = x.item()
  return x instanceof Tensor && x.is_floating_point() ? float(value) : value
}

/** `list[key]`, a float if the list is one of floats. */
export function part(object: any, key: unknown): unknown {
  const value = getItem(object, key)
  if (typeof value !== 'number') return value
  const isFloating = Array.isArray(object)
    ? floatLists.has(object)
    : isNumpyArray(object) && /^float/.test(object.dtype)
  return isFloating ? float(value) : value
}

export const plainNumber = (value: unknown): unknown => (value instanceof Float ? value.value : value)

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
  const isFloat = operator === '/' || a instanceof Float || b instanceof Float
  return isFloat ? float(result) : result
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
