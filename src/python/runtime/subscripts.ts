// `value[key]`, `value[key] = item`, `del value[key]`: indices and slices of lists, tuples, texts, bytes and ranges, keys of
// dicts; tensors and arrays as the dialect has them.
import { IndexError, KeyError, TypeError, ValueError } from '../../base/errors.js'
import { Float, forgetFloatItem, isFloatItem, Slice, withFloatItems } from '../../base/scalar.js'
import { NamedTuple, Size, Tuple } from '../../base/tuple.js'
import * as indexing from '../../dialect/runtime/indexing.js'
import { numpyNumber } from '../../base/numpy-number.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { Dict } from '../../nn/ordered-dict.js'
import { Tensor } from '../../torch.js'
import { GenericAlias } from './aliases.js'
import { call } from './functions.js'
import { Boxed, unboxed, withoutBoxes } from './boxed.js'
import { DictView, PyByteArray, PyBytes, PyRange } from './containers.js'
import { isObject } from './fields.js'
import { core, listOf } from './core.js'
import { hasKey, isDict, removeKey, setValue, valueAt } from './dicts.js'
import { forLibrary } from './library.js'
import { canonical, missingKey, PyDict } from './keys.js'
import { picked } from './numpy-calls.js'
import { elementOf, setElement } from './numpy-elements.js'
import { kindOf, Kind, whole } from './numbers.js'
import * as types from './types.js'
import { classOf, find, infoOf, isClass, nameOfType, typeOf } from './types.js'
import { Wrapped } from './descriptors.js'

type Any = any

/** What can be an index; undefined for what cannot. */
export function indexOf(value: Any): number | undefined {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return value
  if (typeof value === 'boolean' || typeof value === 'bigint') return Number(value)
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined
  if (value instanceof Float) return undefined
  if (value instanceof Tensor) {
    if (value.count === 1 && !value.is_floating_point() && !value.is_complex()) return Number(value.item())
    throw new TypeError('only integer tensors of a single element can be converted to an index')
  }
  if (value instanceof Boxed) return indexOf(value.value)
  const method = core.special(value, '__index__')
  if (method === undefined) return undefined
  const result: Any = method(value)
  if (kindOf(result) !== Kind.int)
    throw new TypeError(`__index__ returned non-int (type ${nameOfType(result)})`)
  return Number(result)
}

/** A bound of a slice; null for None. */
export function sliceBound(value: Any): number | null {
  if (value === null || value === undefined) return null
  const index = indexOf(value)
  if (index === undefined)
    throw new TypeError('slice indices must be integers or None or have an __index__ method')
  return index
}

export interface Span {
  readonly start: number
  readonly stop: number
  readonly step: number
  readonly count: number
}

/** What a slice means of `length` items, as PySlice_AdjustIndices has it. */
export function spanOf({ start, stop, step }: Slice, length: number): Span {
  const by = sliceBound(step) ?? 1
  if (by === 0) throw new ValueError('slice step cannot be zero')
  const [low, high] = by > 0 ? [0, length] : [-1, length - 1]
  const limit = (value: number | null, otherwise: number): number =>
    value === null ? otherwise : Math.min(Math.max(value < 0 ? value + length : value, low), high)
  const first = limit(sliceBound(start), by > 0 ? low : high)
  const last = limit(sliceBound(stop), by > 0 ? high : low)
  return { start: first, stop: last, step: by, count: Math.max(0, Math.ceil((last - first) / by)) }
}

const placesOf = ({ start, step, count }: Span): number[] =>
  Array.from({ length: count }, (_, i) => start + i * step)

/** Texts whose characters are not single units are looked into by characters. */
const hasPairs = (text: string): boolean => /[\ud800-\udbff][\udc00-\udfff]/.test(text)

const typeWord = (value: Any): string => {
  if (typeof value === 'string') return 'string'
  return nameOfType(value)
}

function wrongIndex(value: Any, key: Any): TypeError {
  if (value instanceof PyBytes)
    return new TypeError(
      `${value instanceof PyByteArray ? 'bytearray' : 'byte'} indices must be integers or slices, not ${nameOfType(key)}`,
    )
  const name =
    typeof value === 'string'
      ? 'string'
      : Array.isArray(value)
        ? value instanceof Tuple || value instanceof Size
          ? 'tuple'
          : 'list'
        : typeWord(value)
  const suffix = name === 'string' ? `, not '${nameOfType(key)}'` : ` or slices, not ${nameOfType(key)}`
  return new TypeError(`${name} indices must be integers${suffix}`)
}

const outOfRange = (name: string, place: number, how = ''): IndexError =>
  new IndexError(
    Math.abs(place) > 2 ** 63
      ? "cannot fit 'int' into an index-sized integer"
      : `${name}${how}index out of range`,
  )

const sequenceName = (value: Any): string =>
  value instanceof Tuple || value instanceof Size ? 'tuple' : 'list'

function listItem(list: Any[], key: Any): Any {
  if (key instanceof Slice) return listPart(list, key)
  const index = indexOf(key)
  if (index === undefined) throw wrongIndex(list, key)
  const place = index < 0 ? index + list.length : index
  if (place < 0 || place >= list.length) throw outOfRange(`${sequenceName(list)} `, place)
  const item = list[place]
  return typeof item === 'number' && Number.isInteger(item) && isFloatItem(list, place, item)
    ? new Float(item)
    : (item ?? null)
}

function listPart(list: Any[], key: Slice): Any {
  const span = spanOf(key, list.length)
  const items = withFloatItems(list)
  const part =
    span.step === 1 ? items.slice(span.start, span.start + span.count) : placesOf(span).map((i) => items[i])
  if (list instanceof Size) return Size.from(part as number[])
  return list instanceof Tuple || list instanceof NamedTuple ? Tuple.from(part) : part
}

function textItem(text: string, key: Any): string {
  if (key instanceof Slice) {
    const characters = hasPairs(text) ? Array.from(text) : null
    const span = spanOf(key, characters?.length ?? text.length)
    if (characters === null && span.step === 1) return text.slice(span.start, span.start + span.count)
    return placesOf(span)
      .map((i) => (characters ?? text)[i])
      .join('')
  }
  const index = indexOf(key)
  if (index === undefined) throw wrongIndex(text, key)
  if (hasPairs(text)) {
    const item = Array.from(text).at(index)
    if (item === undefined) throw outOfRange('string ', index)
    return item
  }
  const place = index < 0 ? index + text.length : index
  if (place < 0 || place >= text.length) throw outOfRange('string ', place)
  return text[place]
}

function bytesItem(value: PyBytes, key: Any): Any {
  if (key instanceof Slice) return value.part(spanOf(key, value.length))
  const index = indexOf(key)
  if (index === undefined) throw wrongIndex(value, key)
  const item = value.data.at(index)
  if (item === undefined) throw outOfRange(value instanceof PyByteArray ? 'bytearray ' : '', index)
  return item
}

function rangeItem(value: PyRange, key: Any): Any {
  if (key instanceof Slice) {
    const wide = [key.start, key.stop, key.step].some((one) => typeof one === 'bigint')
    if (value.isWide || wide) return wideSlice(value, key)
    const span = spanOf(key, value.length)
    return new PyRange(
      value.at(span.start),
      value.at(span.stop),
      whole(BigInt(value.step) * BigInt(span.step)),
    )
  }
  const index = typeof key === 'bigint' ? key : indexOf(key)
  if (index === undefined) throw wrongIndex(value, key)
  const length = value.exactLength
  const place = BigInt(index) + (index < 0 ? length : 0n)
  if (place < 0n || place >= length) throw new IndexError('range object index out of range')
  return value.at(whole(place))
}

/** A slice of a range by ints of any size, as `compute_slice` of rangeobject.c has it. */
function wideSlice(value: PyRange, { start, stop, step }: Slice): PyRange {
  const exact = (one: Any): bigint | null => {
    const index = typeof one === 'bigint' ? one : sliceBound(one)
    return index === null ? null : BigInt(index)
  }
  const by = exact(step) ?? 1n
  if (by === 0n) throw new ValueError('slice step cannot be zero')
  const length = value.exactLength
  const [low, high] = by > 0n ? [0n, length] : [-1n, length - 1n]
  const limit = (given: bigint | null, otherwise: bigint): bigint => {
    if (given === null) return otherwise
    const at = given < 0n ? given + length : given
    return at < low ? low : at > high ? high : at
  }
  const first = limit(exact(start), by > 0n ? low : high)
  const last = limit(exact(stop), by > 0n ? high : low)
  return new PyRange(value.at(whole(first)), value.at(whole(last)), whole(BigInt(value.step) * by))
}

/** Keys of the library's arrays: `...` is a text there, and a tuple's items are keys. */
function arrayKey(key: Any): Any {
  if (key === types.Ellipsis) return '...'
  if (key instanceof Slice)
    return new Slice(sliceBound(key.start), sliceBound(key.stop), sliceBound(key.step))
  if (key instanceof Tuple) return Tuple.from(key.map(arrayKey))
  return forLibrary(key)
}

function numpyItem(array: Any, key: Any): Any {
  const part: Any = picked(array, key)
  if (part !== undefined) return part
  const item: Any = indexing.getItem(array, arrayKey(key))
  return isNumpyArray(item) ? item : numpyNumber(item, String(array.dtype))
}

const ofClass = (cls: Any, key: Any): Any => {
  const own = core.special(cls, '__getitem__')
  if (own) return own(cls, key)
  const method = find(cls, '__class_getitem__') as Any
  if (method !== undefined) return call(method instanceof Wrapped ? method.func : method, [cls, key], null)
  const info = infoOf(types.canonicalClass(cls))
  if (info.module === 'collections.abc' && !['Hashable', 'Sized'].includes(info.name))
    return new GenericAlias(cls, key)
  if (info.isPython && !info.dict.has('__orig_bases__') && types.rootOf(cls) === types.object)
    throw new TypeError(`type '${info.name}' is not subscriptable`)
  if (['int', 'float', 'bool', 'str', 'complex', 'bytes', 'range', 'object'].includes(info.name))
    throw new TypeError(`type '${info.name}' is not subscriptable`)
  return info.module === 'builtins' || info.module === 'collections'
    ? new GenericAlias(cls, key)
    : (cls as Any)
}

/** Python's `value[key]`. */
export function getitem(value: Any, key: Any): Any {
  if (Array.isArray(value)) {
    if (value[classOf as never] === undefined) {
      if (
        typeof key === 'number' &&
        key >= 0 &&
        key < value.length &&
        value.constructor === Tuple &&
        Number.isInteger(key)
      )
        return value[key]
      return listItem(value, key)
    }
  } else if (value instanceof PyDict && value[classOf as never] === types.dict) {
    const item: Any = value.get(key)
    if (item === undefined && !value.has(key)) throw missingKey(key)
    return item ?? null
  } else if (typeof value === 'string') return textItem(value, key)
  if (value instanceof Tensor) return indexing.getItem(value, arrayKey(key))
  if (value === null || value === undefined) throw notSubscriptable(value)
  const cls = value[classOf] as Any
  if (cls !== undefined && infoOf(cls).isPython) {
    const method = core.special(value, '__getitem__')
    if (method) return method(value, key)
  }
  const element: Any = elementOf(value, key)
  return element === undefined ? plainItem(value, key) : element
}

/** What the built-in classes make of it, for their subclasses too. */
export function plainItem(value: Any, key: Any): Any {
  if (Array.isArray(value)) return listItem(value, key)
  if (typeof value === 'string') return textItem(value, key)
  if (value instanceof Boxed && typeof value.value === 'string') return textItem(value.value, key)
  if (isDict(value)) return dictItem(value, key)
  if (value instanceof PyRange) return rangeItem(value, key)
  if (value instanceof PyBytes) return bytesItem(value, key)
  if (isNumpyArray(value)) return numpyItem(value, key)
  if (typeof value === 'function' && isClass(value)) return ofClass(value, key)
  const method = core.special(value, '__getitem__')
  if (method) return method(value, key)
  if (ArrayBuffer.isView(value)) return indexing.getItem(value, arrayKey(key), true)
  if (typeof value === 'object' || typeof value === 'function') {
    if (typeof value.__getitem__ === 'function') return value.__getitem__(key)
    if (typeof value.index === 'function') return value.index(arrayKey(key))
  }
  throw notSubscriptable(value)
}

function dictItem(dict: Any, key: Any): Any {
  const item: Any = valueAt(dict, key)
  if (item !== undefined || hasKey(dict, key)) return item ?? null
  canonical(key)
  const method = core.special(dict, '__missing__')
  if (method) return method(dict, key)
  if (typeof dict.__missing__ === 'function') return dict.__missing__(key)
  throw missingKey(key)
}

const notSubscriptable = (value: Any): TypeError =>
  new TypeError(`'${nameOfType(value)}' object is not subscriptable`)

// ---- writing ----

function setListItem(list: Any[], key: Any, item: Any): void {
  if (key instanceof Slice) return setListPart(list, key, item)
  const index = indexOf(key)
  if (index === undefined) throw wrongIndex(list, key)
  const place = index < 0 ? index + list.length : index
  if (place < 0 || place >= list.length) throw outOfRange('list ', place, 'assignment ')
  if (typeof list[place] === 'number') forgetFloatItem(list, place)
  list[place] = item
}

function setListPart(list: Any[], key: Slice, given: Any): void {
  const items = iterableFor(given)
  const span = spanOf(key, list.length)
  if (span.step === 1) {
    const rest = list.splice(span.start + span.count)
    list.length = span.start
    for (const item of items) list.push(item)
    for (const item of rest) list.push(item)
    return
  }
  if (items.length !== span.count)
    throw new ValueError(
      `attempt to assign sequence of size ${items.length} to extended slice of size ${span.count}`,
    )
  placesOf(span).forEach((place, i) => {
    list[place] = items[i]
  })
}

function iterableFor(given: Any): Any[] {
  try {
    return [...listOf(given)]
  } catch (error) {
    if (error instanceof TypeError && error.message.endsWith('is not iterable'))
      throw new TypeError('can only assign an iterable')
    throw error
  }
}

const noAssignment = (value: Any): TypeError =>
  new TypeError(`'${nameOfType(value)}' object does not support item assignment`)

/** Python's `value[key] = item`. */
export function setitem(value: Any, key: Any, item: Any): void {
  if (value instanceof PyDict && value[classOf as never] === types.dict) {
    value.set(key, item)
    return
  }
  if (value instanceof Tensor) {
    indexing.setItem(value, arrayKey(key), withoutBoxes(item))
    return
  }
  if (value === null || value === undefined) throw noAssignment(value)
  const cls = value[classOf] as Any
  if (cls !== undefined && infoOf(cls).isPython) {
    const method = core.special(value, '__setitem__')
    if (method) {
      method(value, key, item)
      return
    }
  }
  if (!setElement(value, key, item)) setPlainItem(value, key, item)
}

export function setPlainItem(value: Any, key: Any, item: Any): void {
  if (Array.isArray(value)) {
    if (value instanceof Tuple || value instanceof Size) throw noAssignment(value)
    return setListItem(value, key, item)
  }
  if (isDict(value)) {
    if (!(value instanceof Map || value instanceof Dict) && typeof key !== 'string') {
      canonical(key)
      throw new KeyError(core.repr(key))
    }
    return setValue(value, key, item)
  }
  if (isNumpyArray(value)) {
    indexing.setItem(value, arrayKey(key), forLibrary(item))
    return
  }
  if (value instanceof PyByteArray) return setByte(value, key, item)
  const method = core.special(value, '__setitem__')
  if (method) {
    method(value, key, item)
    return
  }
  if (typeof value === 'object' || typeof value === 'function') {
    if (typeof value.__setitem__ === 'function') {
      value.__setitem__(key, item)
      return
    }
    if (ArrayBuffer.isView(value)) {
      indexing.setItem(value, arrayKey(key), item)
      return
    }
  }
  throw noAssignment(value)
}

function setByte(value: PyByteArray, key: Any, item: Any): void {
  if (key instanceof Slice) {
    if (typeof item === 'string' || kindOf(unboxed(item)) !== Kind.none)
      throw new TypeError('can assign only bytes, buffers, or iterables of ints in range(0, 256)')
    const list = [...value.data]
    const bytes = item instanceof PyBytes ? item : (core.call(types.bytearray, [item], null) as PyBytes)
    setListPart(list, key, [...bytes.data])
    value.data = Uint8Array.from(list)
    return
  }
  const index = indexOf(key)
  if (index === undefined) throw wrongIndex(value, key)
  const place = index < 0 ? index + value.length : index
  if (place < 0 || place >= value.length) throw outOfRange('bytearray ', place)
  const byte = indexOf(item)
  if (byte === undefined)
    throw new TypeError(`'${nameOfType(item)}' object cannot be interpreted as an integer`)
  if (byte < 0 || byte > 255) throw new ValueError('byte must be in range(0, 256)')
  value.data[place] = byte
}

// ---- taking away ----

const noDeletion = (value: Any, key: Any): Error => {
  if (value instanceof Tensor) return new TypeError('Tensor does not support deleting items')
  if (isNumpyArray(value)) return new ValueError('cannot delete array elements')
  const place = isSequence(value) ? indexOf(key) : undefined
  const hasPlace = place !== undefined
  if (hasPlace && Math.abs(place) > 2 ** 63) return outOfRange('', place)
  return new TypeError(
    `'${nameOfType(value)}' object ${hasPlace ? "doesn't" : 'does not'} support item deletion`,
  )
}
/** What CPython counts among sequences, but has no way to take an item out of. */
const isSequence = (value: Any): boolean =>
  typeof value === 'string' ||
  Array.isArray(value) ||
  value instanceof PyBytes ||
  value instanceof PyRange ||
  value instanceof Set ||
  value instanceof DictView ||
  infoOf(typeOf(value)).isPython

/** Python's `del value[key]`. */
export function delitem(value: Any, key: Any): void {
  const cls = value?.[classOf] as Any
  if (cls !== undefined && infoOf(cls).isPython) {
    const method = core.special(value, '__delitem__')
    if (method) {
      method(value, key)
      return
    }
  }
  deletePlainItem(value, key)
}

export function deletePlainItem(value: Any, key: Any): void {
  if (Array.isArray(value)) {
    if (value instanceof Tuple || value instanceof Size) throw noDeletion(value, key)
    if (key instanceof Slice) {
      const span = spanOf(key, value.length)
      const gone = new Set(placesOf(span))
      const kept = value.filter((_, i) => !gone.has(i))
      value.length = 0
      for (const item of kept) value.push(item)
      return
    }
    const index = indexOf(key)
    if (index === undefined) throw wrongIndex(value, key)
    const place = index < 0 ? index + value.length : index
    if (place < 0 || place >= value.length) throw outOfRange('list ', place, 'assignment ')
    value.splice(place, 1)
    return
  }
  if (isDict(value)) {
    if (!hasKey(value, key)) throw missingKey(key)
    removeKey(value, key)
    return
  }
  if (value instanceof PyByteArray) {
    if (!(key instanceof Slice) && indexOf(key) === undefined) throw wrongIndex(value, key)
    const list = [...value.data]
    deletePlainItem(list, key)
    value.data = Uint8Array.from(list)
    return
  }
  if (isObject(value) && typeof (value as Any).__delitem__ === 'function') {
    ;(value as Any).__delitem__(key)
    return
  }
  const method = value === null || value === undefined ? undefined : core.special(value, '__delitem__')
  if (method) {
    method(value, key)
    return
  }
  throw noDeletion(value, key)
}

/** `slice(start, stop, step)`: what it is made of is looked at when it is used. */
export const makeSlice = (start: Any, stop: Any, step: Any): Slice => new Slice(start, stop, step)

core.getitem = getitem
core.setitem = setitem
