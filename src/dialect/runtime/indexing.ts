// What subscripts do when they run: tensors by `index` and `index_put_`, lists and texts by Python's slices, all else as
// JavaScript has it.
import { Tensor } from '../../torch.js'
import { IndexError, TypeError, ValueError } from '../../base/errors.js'
import { deletePlainItem, isPlainValue, Keys, plainItem, setPlainItem } from './plain-items.js'
import { numpyItem, setNumpyItem } from './numpy-indexing.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { Complex, Float, rememberFloats, Slice, withFloatItems } from '../../base/scalar.js'
import { NumpyBool, NumpyInt, plainNumber } from '../../base/numpy-number.js'
import { Size, Tuple } from '../../base/tuple.js'
import { typeName } from '../../base/type-name.js'
import { isDataset, isModule } from './instances.js'

export const keys = (...items: unknown[]): Keys => Keys.from(items) as Keys

/** A part of a slice: an int, or a tensor that holds one. */
function sliceIndex(value: unknown): number | null {
  if (value === null || value === undefined) return null
  const number = value instanceof Tensor && value.count === 1 ? Number(value.item()) : plainNumber(value)
  if (typeof number === 'bigint') return Number(number)
  if (typeof number !== 'number' || !Number.isInteger(number))
    throw new TypeError('slice indices must be integers or None or have an __index__ method')
  return number
}

export const slice = (start: unknown, stop: unknown, step: unknown): Slice =>
  new Slice(sliceIndex(start), sliceIndex(stop), sliceIndex(step))

/** The positions that `start:stop:step` means in a list, as CPython's PySlice_AdjustIndices has them. */
function positions({ start, stop, step }: Slice, length: number): number[] {
  const by = step ?? 1
  if (by === 0) throw new ValueError('slice step cannot be zero')
  const [low, high] = by > 0 ? [0, length] : [-1, length - 1]
  const limit = (value: number | null, otherwise: number): number =>
    value === null ? otherwise : Math.min(Math.max(value < 0 ? value + length : value, low), high)
  const first = limit(start, by > 0 ? low : high)
  const last = limit(stop, by > 0 ? high : low)
  const count = Math.max(0, Math.ceil((last - first) / by))
  return Array.from({ length: count }, (_, i) => first + i * by)
}

/** A part of a list in a list of the same kind. */
function partOf(list: readonly unknown[], at: Slice): unknown {
  const items = withFloatItems(list)
  const part = positions(at, list.length).map((i) => items[i])
  if (list instanceof Size) return Size.from(part as number[])
  return rememberFloats(list instanceof Tuple ? Tuple.from(part) : part)
}

/** What has samples or modules by number: containers of modules, datasets. */
const hasIndex = (value: any): value is { index(key: unknown): unknown } =>
  (isModule(value) || isDataset(value)) && typeof value.index === 'function'

const hasGetItem = (value: any): value is { __getitem__(key: unknown): unknown } =>
  typeof value?.__getitem__ === 'function'

function sliced(value: any, at: Slice): unknown {
  if (typeof value === 'string')
    return positions(at, value.length)
      .map((i) => value[i])
      .join('')
  if (Array.isArray(value)) return partOf(value, at)
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const array = value as unknown as Float64Array
    return (array.constructor as typeof Float64Array).from(positions(at, array.length), (i) => array[i])
  }
  if (isNumpyArray(value)) return numpyItem(value, [at])
  if (hasIndex(value)) return value.index(at)
  if (hasGetItem(value)) return value.__getitem__(at)
  throw new TypeError(`'${typeName(value)}' object is not subscriptable`)
}

/** Keys of a tensor: those between the brackets, or those of a tuple. */
const keysOf = (key: unknown): any[] =>
  key instanceof Keys || key instanceof Tuple || key instanceof Size ? [...key] : [key]

const isName = (key: unknown): key is string | symbol =>
  (typeof key === 'string' && key !== '...') || typeof key === 'symbol'

const noIndex = (): TypeError => new TypeError("new(): invalid data type 'str'")

/** Keys of a tensor; texts among them are slices, as the library has them. */
function tensorKeys(key: unknown): any[] {
  const all = keysOf(key)
  if (all.some((item) => typeof item === 'string' && item !== '...' && !item.includes(':'))) throw noIndex()
  return all
}

const plainInt = (key: unknown): unknown =>
  key instanceof NumpyInt || key instanceof NumpyBool ? key.value : key

/** A key, or several, without the types that NumPy's ints have: `list[np.int64(1)]`. */
function withoutTypes(key: any): any {
  if (!(key instanceof Keys || key instanceof Tuple)) return plainInt(key)
  if (!key.some((one) => plainInt(one) !== one)) return key
  return key instanceof Keys ? Keys.from(key, plainInt) : Tuple.from(key.map(plainInt))
}

/** A key as JavaScript's own subscripts take it. */
const plainKey = (key: any): any => (key instanceof Float ? key.value : key)

/** `value[key]`; `mustBeThere` is given for what is Python's, see Note [Python's subscripts] in spelling.ts. */
export function getItem(value: any, key: any, mustBeThere?: boolean): unknown {
  if (typeof key === 'object') key = withoutTypes(key)
  if (value instanceof Tensor) return tensorItem(value, key)
  if (isNumpyArray(value) && !isName(key)) return numpyItem(value, keysOf(key))
  if (key instanceof Slice) return sliced(value, key)
  if (mustBeThere !== undefined && isPlainValue(value)) return plainItem(value, key, mustBeThere)
  if (key instanceof Keys) {
    if (isNumpyArray(value)) return numpyItem(value, [...key])
    if (hasGetItem(value)) return value.__getitem__(Tuple.from(key))
    // TypeScript's comma: the last one counts.
    return getItem(value, key.at(-1))
  }
  if (isName(key) && hasGetItem(value)) return value.__getitem__(key)
  if (value === undefined || value === null) throw new TypeError("'NoneType' object is not subscriptable")
  const item: unknown = value[plainKey(key)]
  return item === undefined ? missing(value, key, mustBeThere) : item
}

/** `t[key]`: texts and symbols are attributes in TypeScript, where there are such. */
function tensorItem(value: Tensor, key: any): unknown {
  if (isName(key)) {
    if (key in value) return (value as any)[key]
    throw noIndex()
  }
  return value.index(...tensorKeys(key))
}

/** `value[key]` of what has no property of that name. */
export function missing(value: any, key: any, mustBeThere?: boolean): unknown {
  if (mustBeThere !== undefined && isPlainValue(value)) return plainItem(value, key, mustBeThere)
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined
  if (isName(key) && !(value instanceof Tensor))
    return typeof key === 'string' && hasGetItem(value) ? value.__getitem__(key) : undefined
  if (value instanceof Tensor) return tensorItem(value, key)
  if (value instanceof Tuple || value instanceof Size) return tupleItem(value, key)
  if (Array.isArray(value)) return undefined
  if (hasIndex(value)) return value.index(key)
  if (isNumpyArray(value)) return numpyItem(value, keysOf(key))
  if (hasGetItem(value)) return value.__getitem__(key)
  if (isModule(value) || (mustBeThere === true && !(plainKey(key) in value)))
    throw new TypeError(`'${typeName(value)}' object is not subscriptable`)
  return undefined
}

/** `x.shape[-1]`. Plain arrays keep JavaScript's keys. */
function tupleItem(tuple: readonly unknown[], key: unknown): unknown {
  if (typeof key !== 'number' || !Number.isInteger(key)) return undefined
  if (key < -tuple.length || key >= tuple.length) throw new IndexError('tuple index out of range')
  return tuple.at(key)
}

/** Whether writing to `value[key]` is more than setting a property. What loops write to comes first. */
export const isIndexed = (value: unknown): boolean =>
  !Array.isArray(value) && !ArrayBuffer.isView(value) && takesItems(value)

const takesItems = (value: any): boolean =>
  value instanceof Tensor ||
  (value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    (typeof value.__setitem__ === 'function' || isNumpyArray(value)))

/** `value[key] = item`; gives the item. `isExact` is given for what is Python's: whether nothing is appended. */
export function setItem(value: any, key: any, item: any, isExact?: boolean): unknown {
  if (typeof key === 'object') key = withoutTypes(key)
  if (isExact !== undefined && !(key instanceof Slice) && isPlainValue(value))
    return setPlainItem(value, key, item, isExact)
  if (value instanceof Tensor && !isName(key)) setElements(value, tensorKeys(key), item)
  else if (isNumpyArray(value) && !isName(key)) setNumpyItem(value, keysOf(key), item)
  else if (typeof value?.__setitem__ === 'function' && typeof key !== 'symbol')
    value.__setitem__(key instanceof Keys ? Tuple.from(key) : key, item)
  else if (key instanceof Slice) setPart(value, key, item)
  else {
    const name: unknown = plainKey(key instanceof Keys ? key.at(-1) : key)
    if (value === null || value === undefined)
      throw new TypeError(`'${typeName(value)}' object does not support item assignment`)
    // As the prompt's own code does, which is not strict: what cannot be set is left.
    else Reflect.set(Object(value) as object, name as string, item, value)
  }
  return item
}

/** `del value[key]`, `delete value[key]`. */
export function deleteItem(value: any, key: any, isPythons = false): boolean {
  if (typeof key === 'object') key = withoutTypes(key)
  if (typeof value?.__delitem__ === 'function' && typeof key !== 'symbol') {
    value.__delitem__(key)
    return true
  }
  if (value instanceof Tensor) throw new TypeError("'Tensor' object does not support item deletion")
  if (Array.isArray(value) && key instanceof Slice) {
    for (const i of positions(key, value.length).sort((a, b) => b - a)) value.splice(i, 1)
    return true
  }
  if (isPythons) return deletePlainItem(value, key)
  return Reflect.deleteProperty(Object(value) as object, plainKey(key) as string)
}

function setElements(tensor: Tensor, at: any[], item: any): void {
  const fits =
    item instanceof Tensor ||
    item instanceof Float ||
    item instanceof Complex ||
    ['number', 'bigint', 'boolean'].includes(typeof item)
  if (!fits) throw new TypeError(`can't assign a ${typeName(item)} to a ${tensor.type() as string}`)
  tensor.index_put_(at, item)
}

/** `list[1:3] = [4, 5, 6]` */
function setPart(list: any, at: Slice, items: any): void {
  if (!Array.isArray(list)) throw new TypeError(`'${typeName(list)}' object does not support item assignment`)
  if (typeof items?.[Symbol.iterator] !== 'function') throw new TypeError('can only assign an iterable')
  const values = [...(items as Iterable<unknown>)]
  const where = positions(at, list.length)
  if ((at.step ?? 1) === 1) {
    const [start] = positions(new Slice(at.start, null), list.length).concat(list.length)
    list.splice(start, where.length, ...values)
    return
  }
  if (values.length !== where.length)
    throw new ValueError(
      `attempt to assign sequence of size ${values.length} to extended slice of size ${where.length}`,
    )
  where.forEach((i, n) => (list[i] = values[n]))
}
