// `len`.
import { OverflowError, TypeError, ValueError } from '../../base/errors.js'
import { Tensor } from '../../torch.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import type { PyRange } from './containers.js'
import { core } from './core.js'
import { isDict, sizeOf } from './dicts.js'
import { type Int, whole } from './numbers.js'
import { indexOf } from './subscripts.js'
import { classOf, infoOf, nameOfType, NotImplemented } from './types.js'

type Any = any

/** `len(range(3))`: no length is wider than 63 bits. */
export function lengthOfRange(range: PyRange): Int {
  const length = range.exactLength
  if (length >= 2n ** 63n) throw new OverflowError('Python int too large to convert to C ssize_t')
  return whole(length)
}

export function len(value: Any): Any {
  if (typeof value === 'string') {
    // Python counts characters, JavaScript halves of those beyond 16 bits.
    let count = value.length
    for (let i = 0; i < value.length - 1; i++) {
      const code = value.charCodeAt(i)
      if (code >= 0xd800 && code < 0xdc00) {
        const next = value.charCodeAt(i + 1)
        if (next >= 0xdc00 && next < 0xe000) count--
      }
    }
    return count
  }
  if (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    value[classOf] !== undefined &&
    infoOf(value[classOf]).isPython
  ) {
    const method = core.special(value, '__len__')
    if (method) {
      const result: Any = method(value)
      const length = indexOf(result)
      if (length === undefined)
        throw new TypeError(`'${nameOfType(result)}' object cannot be interpreted as an integer`)
      if (length < 0) throw new ValueError('__len__() should return >= 0')
      return length
    }
  }
  if (Array.isArray(value)) return value.length
  if (value instanceof Tensor) {
    if (value.dim() === 0) throw new TypeError('len() of a 0-d tensor')
    return value.size(0)
  }
  if (isDict(value)) return sizeOf(value)
  if (value instanceof Set) return value.size
  if (isNumpyArray(value)) {
    if ((value as Any).shape.length === 0) throw new TypeError('len() of unsized object')
    return (value as Any).shape[0]
  }
  const method = value === null || value === undefined ? undefined : core.special(value, '__len__')
  if (method) return method(value)
  if (
    value !== null &&
    (typeof value === 'object' || typeof value === 'function') &&
    !(value instanceof Function)
  ) {
    if (typeof value.__len__ === 'function') return value.__len__()
    if (typeof value.length === 'number') return value.length
  }
  throw new TypeError(`object of type '${nameOfType(value)}' has no len()`)
}

/** What `PyObject_LengthHint` asks: `__len__`, or `__length_hint__`; an object that has no idea of it raises TypeError. */
core.askLength = (value: Any): void => {
  const cls: Any = value?.[classOf]
  if (cls === undefined || !infoOf(cls).isPython) return
  if (core.special(value, '__len__') !== undefined)
    try {
      len(value)
      return
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
    }
  const hint: Any = core.special(value, '__length_hint__')?.(value) ?? NotImplemented
  if (hint === NotImplemented) return
  const length = indexOf(hint)
  if (length === undefined) throw new TypeError(`__length_hint__ must be an integer, not ${nameOfType(hint)}`)
  if (length < 0) throw new ValueError('__length_hint__() should return >= 0')
}
