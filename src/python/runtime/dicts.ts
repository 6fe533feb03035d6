// Whatever serves as a dict: those of Python, Maps, and plain objects that were made in TypeScript; looked at in one way.
import { isKeywords } from '../../base/keywords.js'
import { Float, forgetFloatItem, isFloatItem, noteFloatItem } from '../../base/scalar.js'
import { same } from './core.js'
import { PyDict } from './keys.js'
import { isNamespace } from './types.js'

type Any = any

/** Whether a value is a dict of any kind. */
export const isDict = (value: Any): boolean =>
  value instanceof Map || (isKeywords(value) && !isNamespace(value))

const noted = (of: object, key: unknown, value: unknown): unknown =>
  typeof value === 'number' && isFloatItem(of, key, value) ? new Float(value) : value

export const sizeOf = (dict: Any): number =>
  dict instanceof Map ? dict.size : Object.keys(dict as object).length

/** The key that is Python's equal of one in a Map of TypeScript, such as a tuple in what a file holds. */
function placeOf(dict: Map<Any, Any>, key: Any): Any {
  if (dict instanceof PyDict || typeof key === 'string' || dict.has(key)) return key
  for (const other of dict.keys()) if (typeof other !== 'string' && same(key, other)) return other
  return key
}

export const hasKey = (dict: Any, key: Any): boolean =>
  dict instanceof Map
    ? dict.has(placeOf(dict, key))
    : typeof key === 'string' && Object.hasOwn(dict as object, key)

/** The value under a key; undefined where there is none. */
export function valueAt(dict: Any, key: Any): Any {
  if (dict instanceof PyDict) return dict.get(key)
  if (dict instanceof Map) {
    const place: Any = placeOf(dict, key)
    return dict.has(place) ? noted(dict, place, dict.get(place)) : undefined
  }
  if (typeof key !== 'string' || !Object.hasOwn(dict as object, key)) return undefined
  return noted(dict as object, key, dict[key]) ?? null
}

export function setValue(dict: Any, key: Any, value: Any): void {
  if (dict instanceof PyDict) {
    dict.set(key, value)
    return
  }
  const plain: unknown = value instanceof Float ? value.value : value
  const place: Any = dict instanceof Map ? placeOf(dict, key) : key
  forgetFloatItem(dict as object, place)
  if (dict instanceof Map) dict.set(place, plain)
  else Reflect.set(dict as object, place as string, plain)
  if (value instanceof Float) noteFloatItem(dict as object, place, value.value)
}

export const removeKey = (dict: Any, key: Any): boolean =>
  dict instanceof Map
    ? dict.delete(placeOf(dict, key))
    : hasKey(dict, key) && Reflect.deleteProperty(dict as object, key as string)

export const keysOf = (dict: Any): Iterable<Any> =>
  dict instanceof Map ? dict.keys() : Object.keys(dict as object)

export function* valuesOf(dict: Any): Generator<Any> {
  if (dict instanceof PyDict) yield* dict.values()
  else for (const key of keysOf(dict)) yield valueAt(dict, key)
}

export function* entriesOf(dict: Any): Generator<[Any, Any]> {
  if (dict instanceof PyDict) yield* dict.entries()
  else for (const key of keysOf(dict)) yield [key, valueAt(dict, key)]
}
