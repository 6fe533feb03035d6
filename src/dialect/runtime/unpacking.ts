// What `a, b = value`, `f(*args, **kw)` and places in patterns do when they run.
import { Tensor } from '../../torch.js'
import { TypeError, ValueError } from '../../base/errors.js'
import { isIterable } from '../../base/iterable.js'
import { rememberFloats, withFloatItems } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { typeName } from '../../base/type-name.js'
import { getItem, setItem } from './indexing.js'

/** `a, b = value`; at the place `star` stands a list of what the others leave. Gives the value. */
export function unpack(value: any, count: number, assign: (items: unknown[]) => unknown, star = -1): unknown {
  const isDict = typeName(value) === 'dict' && !isIterable(value)
  if (!isIterable(value) && !isDict)
    throw new TypeError(`cannot unpack non-iterable ${typeName(value)} object`)
  if (value instanceof Tensor && value.sizes.length === 0) throw new TypeError('iteration over a 0-d tensor')
  const items: unknown[] = []
  const floats = Array.isArray(value) ? withFloatItems(value) : null
  for (const item of floats ?? (isDict ? Object.keys(value as object) : (value as Iterable<unknown>))) {
    if (items.length === count && star < 0)
      throw new ValueError(`too many values to unpack (expected ${count})`)
    items.push(item)
  }
  const least = star < 0 ? count : count - 1
  if (items.length < least)
    throw new ValueError(
      `not enough values to unpack (expected ${star < 0 ? '' : 'at least '}${least}, got ${items.length})`,
    )
  if (star >= 0) items.splice(star, 0, rememberFloats(items.splice(star, items.length - least)))
  assign(items)
  return value
}

/** `*value` in a list, a call or a tuple. */
export function iterable(value: any): Iterable<unknown> {
  if (value instanceof Tensor && value.dim() === 0) throw new TypeError('iteration over a 0-d tensor')
  if (isIterable(value)) return value
  if (typeName(value) === 'dict') return Object.keys(value as object)
  throw new TypeError(`Value after * must be an iterable, not ${typeName(value)}`)
}

/** `**value` in a call or an object. */
export function mapping(value: any): object {
  if (value instanceof Map) return Object.fromEntries(value) as object
  if (typeName(value) === 'dict') return value as object
  throw new TypeError(`argument after ** must be a mapping, not ${typeName(value)}`)
}

/** `t = x.sum(), x.mean()`: a tuple, if the first is a tensor. */
export function more(first: unknown, rest: unknown[], assign: (tuple: unknown) => void): void {
  if (first instanceof Tensor) assign(Tuple.of(first, ...rest))
}

/** `object[key]` as a property, for patterns and `++`. */
export const place = (object: unknown, key: unknown, isExact?: boolean): { item: unknown } => ({
  get item() {
    return getItem(object, key, isExact === undefined ? undefined : true)
  },
  set item(value: unknown) {
    setItem(object, key, value, isExact)
  },
})
