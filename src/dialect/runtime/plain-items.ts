// Elements of Python's own values, by Python's rules and in its words: lists, tuples, texts, dicts, and what has none.
import { Tensor } from '../../torch.js'
import { IndexError, KeyError, TypeError } from '../../base/errors.js'
import { Complex, Float, forgetFloatItem, Slice } from '../../base/scalar.js'
import { Tuple } from '../../base/tuple.js'
import { typeName } from '../../base/type-name.js'
import { repr } from '../../text/repr.js'

/** Several keys between the brackets: `t[0, 1]`. */
export class Keys extends Array<unknown> {}

const isDict = (value: object): boolean => {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null || prototype === Map.prototype
}

/** Whether a value is one of the language's own that Python has too. */
export function isPlainValue(value: any): boolean {
  if (value === null || value === undefined) return true
  if (typeof value === 'function') return value instanceof Function && !('__getitem__' in value)
  if (typeof value !== 'object') return true
  return (
    Array.isArray(value) ||
    isDict(value as object) ||
    value instanceof Set ||
    value instanceof Float ||
    value instanceof Complex
  )
}

/** What Python calls the type of a key. */
const keyType = (key: unknown): string => (key instanceof Keys ? 'tuple' : typeName(key))

/** A key as an index: an int, a bool, or a tensor of one int. */
function indexOf(key: unknown): number | undefined {
  if (typeof key === 'number') return Number.isInteger(key) ? key : undefined
  if (typeof key === 'bigint' || typeof key === 'boolean') return Number(key)
  const isIndex = key instanceof Tensor && key.count === 1 && !key.is_floating_point() && !key.is_complex()
  return isIndex ? Number(key.item()) : undefined
}

/** Where an index points; undefined beyond the ends. */
function positionOf(index: number, length: number): number | undefined {
  const position = index < 0 ? index + length : index
  return position >= 0 && position < length ? position : undefined
}

/** What a sequence is called in messages. */
const sequenceName = (value: unknown): string =>
  typeof value === 'string' ? 'string' : Object.getPrototypeOf(value) === Array.prototype ? 'list' : 'tuple'

function wrongIndex(value: unknown, key: unknown): TypeError {
  const kind = sequenceName(value)
  return kind === 'string'
    ? new TypeError(`string indices must be integers, not '${keyType(key)}'`)
    : new TypeError(`${kind} indices must be integers or slices, not ${keyType(key)}`)
}

const notSubscriptable = (value: any): TypeError =>
  new TypeError(
    typeof value === 'function' && Object.hasOwn(value, Symbol.hasInstance)
      ? `type '${value.name}' is not subscriptable`
      : `'${typeName(value)}' object is not subscriptable`,
  )

/** A key of a dict: numbers and texts, as JavaScript keeps them, and whatever a Map holds. */
const dictKey = (dict: object, key: any): any => {
  if (key instanceof Keys) return dict instanceof Map ? Tuple.from(key) : String(key)
  return key instanceof Float ? key.value : key
}

function checkHashable(key: unknown): void {
  const isTuple =
    Array.isArray(key) && (key instanceof Keys || Object.getPrototypeOf(key) !== Array.prototype)
  const isHashable =
    key === null ||
    typeof key !== 'object' ||
    isTuple ||
    (!Array.isArray(key) && !isDict(key)) ||
    key instanceof Float
  if (!isHashable || key instanceof Slice) throw new TypeError(`unhashable type: '${keyType(key)}'`)
}

const keyError = (key: unknown): KeyError => new KeyError(repr(key instanceof Keys ? Tuple.from(key) : key))

/** `value[key]`; what is not there is undefined where it need not be. */
export function plainItem(value: any, key: any, mustBeThere: boolean): unknown {
  if (typeof value === 'string' || Array.isArray(value)) {
    const index = indexOf(key)
    if (index !== undefined) {
      const position = positionOf(index, value.length)
      if (position !== undefined) return value[position]
      if (mustBeThere) throw new IndexError(`${sequenceName(value)} index out of range`)
      return undefined
    }
    // `xs['length']` is TypeScript's.
    if (typeof key === 'symbol' || (typeof key === 'string' && key in Object(value)))
      return (value as any)[key]
    if (mustBeThere) throw wrongIndex(value, key)
    return undefined
  }
  if (value !== null && typeof value === 'object' && isDict(value as object)) {
    checkHashable(key)
    const name = dictKey(value as object, key)
    if (value instanceof Map && value.has(name)) return value.get(name)
    if (typeof name === 'symbol' || name in value) return value[name]
    if (mustBeThere) throw keyError(key)
    return undefined
  }
  const item: unknown = value === null || value === undefined ? undefined : value[key]
  if (item === undefined && mustBeThere && typeof key !== 'symbol') throw notSubscriptable(value)
  return item
}

/** `value[key] = item`; one behind the last element of a list is appended, unless `isExact`. */
export function setPlainItem(value: any, key: any, item: unknown, isExact: boolean): unknown {
  if (Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype) {
    const index = indexOf(key)
    if (index === undefined) {
      if (typeof key !== 'symbol' && !(typeof key === 'string' && key in value)) throw wrongIndex(value, key)
      return ((value as any)[key] = item)
    }
    const isNext = !isExact && index === value.length
    const position = isNext ? index : positionOf(index, value.length)
    if (position === undefined) throw new IndexError('list assignment index out of range')
    forgetFloatItem(value, position)
    return (value[position] = item)
  }
  if (value !== null && typeof value === 'object' && isDict(value as object)) {
    checkHashable(key)
    const name = dictKey(value as object, key)
    forgetFloatItem(value as object, name)
    if (value instanceof Map) value.set(name, item)
    else Reflect.set(value as object, name as string, item)
    return item
  }
  // Fields of functions are TypeScript's.
  if (typeof value === 'function' && typeof key !== 'number') return (value[key] = item)
  throw new TypeError(`'${typeName(value)}' object does not support item assignment`)
}

/** `del value[key]`. */
export function deletePlainItem(value: any, key: any): boolean {
  if (Array.isArray(value) && Object.getPrototypeOf(value) === Array.prototype) {
    const index = indexOf(key)
    if (index === undefined) throw wrongIndex(value, key)
    const position = positionOf(index, value.length)
    if (position === undefined) throw new IndexError('list assignment index out of range')
    value.splice(position, 1)
    return true
  }
  if (value !== null && typeof value === 'object' && isDict(value as object)) {
    checkHashable(key)
    const name = dictKey(value as object, key)
    if (value instanceof Map ? value.delete(name) : Object.hasOwn(value as object, name as string))
      return value instanceof Map || Reflect.deleteProperty(value as object, name as string)
    throw keyError(key)
  }
  throw new TypeError(`'${typeName(value)}' object doesn't support item deletion`)
}
