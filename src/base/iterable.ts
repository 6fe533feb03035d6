// What can be gone through, and Python's words for what cannot.
import { TypeError } from './errors.js'
import { typeName } from './type-name.js'

/** Whether `for` goes through a value. */
export const isIterable = (value: unknown): value is Iterable<unknown> =>
  typeof (value as Partial<Iterable<unknown>> | null | undefined)?.[Symbol.iterator] === 'function'

/** The value, which anything that cannot be gone through is refused as. */
export function iterated<T>(value: T): T {
  if (!isIterable(value)) throw new TypeError(`'${typeName(value)}' object is not iterable`)
  return value
}
