// What containers do as Python's lists do: indices that may count from the end, slices, and what they are extended by.
import { IndexError, TypeError } from '../base/errors.js'
import type { Slice } from '../base/scalar.js'
import type { Module } from './module.js'
import { typeText } from './attributes.js'

/** What Python's lists do with an index. */
export function wrapIndex(index: unknown, length: number): number {
  if (typeof index !== 'number' || !Number.isInteger(index))
    throw new TypeError(`'${typeText(index)}' object cannot be interpreted as an integer`)
  if (index < -length || index >= length) throw new IndexError(`index ${index} is out of range`)
  return index < 0 ? index + length : index
}

/** The positions that Python's `[start:stop:step]` means. */
export function sliceIndices(slice: Slice, length: number): number[] {
  const step = slice.step ?? 1
  const limit = (value: number | null, otherwise: number): number => {
    if (value === null) return otherwise
    const at = value < 0 ? value + length : value
    return step > 0 ? Math.min(Math.max(at, 0), length) : Math.min(Math.max(at, -1), length - 1)
  }
  const start = limit(slice.start, step > 0 ? 0 : length - 1)
  const stop = limit(slice.stop, step > 0 ? length : -1)
  return Array.from({ length: Math.max(0, Math.ceil((stop - start) / step)) }, (_, i) => start + i * step)
}

/** What a container is extended by. */
export function listed<T>(
  container: Module,
  method: string,
  values: Iterable<T>,
  what = 'an iterable',
): Iterable<T> {
  const given: unknown = values
  if (
    typeof given !== 'string' &&
    typeof (given as Partial<Iterable<T>> | null)?.[Symbol.iterator] === 'function'
  )
    return values
  throw new TypeError(
    `${container._get_name()}.${method} should be called with ${what}, but got ${typeText(given)}`,
  )
}
