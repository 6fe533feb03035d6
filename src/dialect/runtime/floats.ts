// What remembers that a whole number was a float; see Note [Floats] in floats.ts.
import { Tensor } from '../../torch.js'
import { Float, floatLists } from '../../base/scalar.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { getItem, setItem } from './indexing.js'
import { float, operatorHelpers } from './operations.js'
import { pythonFunctions } from './python-functions.js'

/** A number without what is known of it. */
export const plainNumber = (value: unknown): unknown => (value instanceof Float ? value.value : value)

/** `x.item()`, which a whole number of a floating tensor leaves as a float. */
export function item(x: any): unknown {
  const value: unknown = x.item()
  return x instanceof Tensor && x.is_floating_point() ? float(value) : value
}

/** Fields of dicts that were given floats. */
const floatFields = new WeakMap<object, Map<unknown, number>>()

/** An object some of whose fields were written as floats. */
export function fields(object: any, ...names: string[]): unknown {
  floatFields.set(object as object, new Map(names.map((name) => [name, object[name] as number])))
  return object
}

/** What is known of `object[key]`, which is `value`: a float, if the list is one of floats or the field was given one. */
export function noted(object: any, key: unknown, value: unknown): unknown {
  if (typeof value !== 'number' || object === null || typeof object !== 'object') return value
  const isFloating =
    (Array.isArray(object) && floatLists.has(object)) ||
    floatFields.get(object as object)?.get(key) === value ||
    (isNumpyArray(object) && /^float/.test(object.dtype))
  return isFloating ? float(value) : value
}

/** `list[key]`, a float if the list is one of floats. */
export const part = (object: any, key: unknown, mustBeThere?: boolean): unknown =>
  noted(object, key, getItem(object, key, mustBeThere))

/** `object[key] = value`, where the value may be a float. */
export function setFloat(object: any, key: unknown, value: unknown, ...rest: any[]): unknown {
  if (object instanceof Tensor || isNumpyArray(object))
    return plainNumber(setItem(object, key, value, ...(rest as [])))
  const plain = plainNumber(value)
  const result = setItem(object, key, plain, ...(rest as []))
  if (object === null || typeof object !== 'object') return result
  const known = floatFields.get(object as object)
  if (!(value instanceof Float)) known?.delete(key)
  else if (known) known.set(key, value.value)
  else floatFields.set(object as object, new Map([[key, value.value]]))
  return result
}

/** Whether Python calls a number a float, or a list one of floats. */
const isFloating = (value: unknown): boolean =>
  value instanceof Float ||
  (typeof value === 'number' && !Number.isInteger(value)) ||
  (Array.isArray(value) && (floatLists.has(value) || value.some(isFloating)))

/** A list of values of which some may be floats: then it is a list of floats. */
export function floatList(list: unknown[]): unknown[] {
  if (!list.some((value) => value instanceof Float)) return list
  const plain = list.map(plainNumber)
  floatLists.add(plain)
  return plain
}

type Called = (...args: any[]) => unknown

const python = (name: string): Called => pythonFunctions[name] as Called
/** The greatest and the least are items of a list, or what is given. */
const extreme =
  (name: string): Called =>
  (...args) => {
    const result = python(name)(...args)
    return args.length === 1 && Array.isArray(args[0]) && floatLists.has(args[0]) ? float(result) : result
  }

/** Python's functions that give a float of floats. */
export const floating: Readonly<Record<string, Called>> = {
  sum: (...args) => {
    const result = python('sum')(...args)
    return args.some(isFloating) ? float(plainNumber(result)) : result
  },
  max: extreme('max'),
  min: extreme('min'),
  abs: (value) => {
    const result = python('abs')(value)
    return isFloating(value) ? float(result) : result
  },
  // To no digits a float becomes an int.
  round: (value, digits) => {
    const result = python('round')(value, digits)
    return digits !== undefined && digits !== null && isFloating(value) ? float(result) : result
  },
}

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
