// `item in container`.
import { TypeError, ValueError } from '../../base/errors.js'
import { withFloatItems } from '../../base/scalar.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { Tensor } from '../../torch.js'
import { Boxed, unboxed } from './boxed.js'
import { PyBytes, PyRange } from './containers.js'
import { core } from './core.js'
import { hasKey, isDict } from './dicts.js'
import { asMember, PyDict } from './keys.js'
import { kindOf, Kind } from './numbers.js'
import * as types from './types.js'
import { classOf, find, nameOfType } from './types.js'
import { indexOf } from './subscripts.js'

type Any = any

/** Python's `item in container`. */
export function contains(item: Any, container: Any): boolean {
  if (typeof container === 'string') {
    if (typeof item === 'string') return container.includes(item)
    if (item instanceof Boxed && typeof item.value === 'string') return container.includes(item.value)
    throw new TypeError(`'in <string>' requires string as left operand, not ${nameOfType(item)}`)
  }
  if (container instanceof PyDict && container[classOf as never] === types.dict) return container.has(item)
  if (container !== null && (typeof container === 'object' || typeof container === 'function')) {
    const cls = container[classOf] as Any
    if (cls !== undefined) {
      const found = find(cls, '__contains__')
      if (found === null) throw notContainer(container)
      if (found !== undefined) return core.truth(core.special(container, '__contains__')!(container, item))
    }
    if (container instanceof Tensor || isNumpyArray(container))
      return dialectContains(unboxed(item), container)
  }
  return plainContains(item, container)
}

function dialectContains(item: Any, container: Any): boolean {
  if (container instanceof Tensor && typeof item === 'string') throw containsOnly(item)
  for (const other of container instanceof Tensor ? [] : (container as Any).tolist().flat(Infinity))
    if (core.truth(core.eq(item, other))) return true
  if (!(container instanceof Tensor)) return false
  if (kindOf(item) === Kind.none && !(item instanceof Tensor)) throw containsOnly(item)
  return Boolean((container as Any).eq(item).any().item())
}
const containsOnly = (item: Any): Error =>
  new (types.exceptionClasses.get('RuntimeError'))(
    `Tensor.__contains__ only supports Tensor or scalar, but you passed in a <class '${nameOfType(item)}'>.`,
  )

const notContainer = (value: Any): TypeError =>
  new TypeError(`argument of type '${nameOfType(value)}' is not iterable`)

export function plainContains(item: Any, container: Any): boolean {
  if (Array.isArray(container)) {
    const items = withFloatItems(container)
    return items.some((other) => other === item || core.truth(core.eq(other, item)))
  }
  if (container instanceof Set) return container.has(asMember(item))
  if (isDict(container)) return hasKey(container, item)
  if (container instanceof PyRange) {
    const isInt = kindOf(item) === Kind.int
    const value = isInt || kindOf(item) === Kind.float ? Number(item) : NaN
    if (!Number.isInteger(value)) return false
    const [start, step] = [BigInt(container.start), BigInt(container.step)]
    const way = BigInt(isInt ? item : value) - start
    return way % step === 0n && way / step >= 0n && way / step < container.exactLength
  }
  if (container instanceof PyBytes) {
    if (item instanceof PyBytes) return container.text.includes(item.text)
    const byte = indexOf(item)
    if (byte === undefined) throw new TypeError(`a bytes-like object is required, not '${nameOfType(item)}'`)
    if (byte < 0 || byte > 255) throw new ValueError('byte must be in range(0, 256)')
    return container.data.includes(byte)
  }
  if (container !== null && typeof container?.__contains__ === 'function')
    return Boolean(container.__contains__(item))
  let iterator: Iterable<Any>
  try {
    iterator = core.iter(container)
  } catch (error) {
    if (error instanceof TypeError && error.message.endsWith('is not iterable')) throw notContainer(container)
    throw error
  }
  for (const other of iterator) if (other === item || core.truth(core.eq(other, item))) return true
  return false
}

core.contains = contains
