// Whatever serves as a dict: those of Python, Maps, and plain objects that were made in TypeScript; looked at in one way.
import { isKeywords } from '../../base/keywords.js'
import { Float, forgetFloatItem, isFloatItem, noteFloatItem } from '../../base/scalar.js'
import { Dict } from '../../nn/ordered-dict.js'
import { core, same } from './core.js'
import { PyDict } from './keys.js'
import { isNamespace } from './types.js'

type Any = any

/** Whether a value is a dict of any kind. */
export const isDict = (value: Any): boolean =>
  value instanceof Map || value instanceof Dict || (isKeywords(value) && !isNamespace(value))

/** The library's dicts have numbers for keys, too, which are attributes in JavaScript: those of an optimizer's state. */
const attributeOf = (dict: Any, key: Any): Any => {
  if (!(dict instanceof Dict)) return key
  if (typeof key === 'string') return /^\d+$/.test(key) ? undefined : key
  return Number.isSafeInteger(key) && key >= 0 ? String(key) : key
}
const keyOf = (name: string): Any => (/^\d+$/.test(name) ? Number(name) : name)

const noted = (of: object, key: unknown, value: unknown): unknown =>
  typeof value === 'number' && isFloatItem(of, key, value) ? new Float(value) : value

export const sizeOf = (dict: Any): number =>
  dict instanceof Map ? dict.size : Object.keys(dict as object).length

/** The key that is Python's equal of one in a Map of TypeScript, such as a tuple in what a file holds. */
function placeOf(dict: Map<Any, Any>, key: Any): Any {
  if (dict instanceof PyDict || typeof key === 'string' || dict.size === 0 || dict.has(key)) return key
  // Keys that are equal have one hash: parameters, whose `==` gives a tensor, have each their own.
  const hash = core.hash(key)
  for (const other of dict.keys())
    if (typeof other !== 'string' && core.hash(other) === hash && same(key, other)) return other
  return key
}

export const hasKey = (dict: Any, key: Any): boolean =>
  dict instanceof Map ? dict.has(placeOf(dict, key)) : isAttribute(dict, attributeOf(dict, key))
const isAttribute = (dict: Any, name: Any): boolean =>
  typeof name === 'string' && Object.hasOwn(dict as object, name)

/** The value under a key; undefined where there is none. */
export function valueAt(dict: Any, key: Any): Any {
  if (dict instanceof PyDict) return dict.get(key)
  if (dict instanceof Map) {
    const place: Any = placeOf(dict, key)
    return dict.has(place) ? noted(dict, place, dict.get(place)) : undefined
  }
  const name: Any = attributeOf(dict, key)
  return isAttribute(dict, name) ? (noted(dict as object, name, dict[name]) ?? null) : undefined
}

export function setValue(dict: Any, key: Any, value: Any): void {
  if (dict instanceof PyDict) {
    dict.set(key, value)
    return
  }
  const plain: unknown = value instanceof Float ? value.value : value
  const place: Any = dict instanceof Map ? placeOf(dict, key) : (attributeOf(dict, key) ?? key)
  forgetFloatItem(dict as object, place)
  if (dict instanceof Map) dict.set(place, plain)
  else Reflect.set(dict as object, place as string, plain)
  if (value instanceof Float) noteFloatItem(dict as object, place, value.value)
}

export const removeKey = (dict: Any, key: Any): boolean =>
  dict instanceof Map
    ? dict.delete(placeOf(dict, key))
    : hasKey(dict, key) && Reflect.deleteProperty(dict as object, attributeOf(dict, key) as string)

export const keysOf = (dict: Any): Iterable<Any> =>
  dict instanceof Map
    ? dict.keys()
    : dict instanceof Dict
      ? Object.keys(dict).map(keyOf)
      : Object.keys(dict as object)

export function* valuesOf(dict: Any): Generator<Any> {
  if (dict instanceof PyDict) yield* dict.values()
  else for (const key of keysOf(dict)) yield valueAt(dict, key)
}

export function* entriesOf(dict: Any): Generator<[Any, Any]> {
  if (dict instanceof PyDict) yield* dict.entries()
  else for (const key of keysOf(dict)) yield [key, valueAt(dict, key)]
}

/** A plain dict of all of two, of `a | b`. */
export function merged(a: Any, b: Any): PyDict {
  const made = new PyDict(entriesOf(a))
  for (const [key, value] of entriesOf(b)) made.set(key, value)
  return made
}
