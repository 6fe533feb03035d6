// What a function of the library takes of an argument: an int of some width, a real number, bytes. What does not fit is
// refused in the words of CPython's argument clinic (Python/getargs.c, Objects/longobject.c).
import { OverflowError, TypeError } from '../../base/errors.js'
import { unboxed } from './boxed.js'
import { PyBytes } from './containers.js'
import { toFloat } from './conversions.js'
import { core } from './core.js'
import { type Int, kindOf, Kind, whole } from './numbers.js'
import { indexOf } from './subscripts.js'
import { nameOfType } from './types.js'

type Any = any

const noInteger = (value: Any): TypeError =>
  new TypeError(`'${nameOfType(value)}' object cannot be interpreted as an integer`)

/** An int of any size, or what `__index__` gives. */
export function intArgument(value: Any): Int {
  const plain = unboxed(value)
  const kind = kindOf(plain)
  if (kind === Kind.int) return typeof plain === 'bigint' ? whole(plain) : Number(plain)
  if (kind !== Kind.none) throw noInteger(value)
  const method = core.special(value, '__index__')
  const result: Any = method === undefined ? indexOf(value) : method(value)
  if (result === undefined) throw noInteger(value)
  if (kindOf(unboxed(result)) !== Kind.int)
    throw new TypeError(`__index__ returned non-int (type ${nameOfType(result)})`)
  return intArgument(unboxed(result))
}

/** An int that a C type of so many bits holds. */
function ofBits(value: Any, bits: number, type: string): number {
  const exact = Number.isSafeInteger(value) ? (value as number) : intArgument(value)
  const limit = 2 ** (bits - 1)
  if (exact >= limit || exact < -limit)
    throw new OverflowError(`Python int too large to convert to C ${type}`)
  return Number(exact)
}

/** A size or a place: a C `ssize_t`. */
export const sizeArgument = (value: Any): number => ofBits(value, 64, 'ssize_t')

/** A C `int`. */
export const cIntArgument = (value: Any): number => ofBits(value, 32, 'int')

/** The lowest 32 bits of an int. */
export const bitsArgument = (value: Any): number => Number(BigInt.asUintN(32, BigInt(intArgument(value))))

/** A real number: a C `double`. */
export function realArgument(value: Any): number {
  const plain = unboxed(value)
  const refusal = (): TypeError => new TypeError(`must be real number, not ${nameOfType(value)}`)
  if (typeof plain === 'string' || plain instanceof PyBytes) throw refusal()
  try {
    return Number(toFloat(value))
  } catch (error) {
    if (error instanceof TypeError && error.message.startsWith('float() argument')) throw refusal()
    throw error
  }
}

/** The bytes of an object that has some. */
export function bytesArgument(value: Any): Uint8Array {
  const plain = unboxed(value)
  if (plain instanceof PyBytes) return plain.data
  throw new TypeError(`a bytes-like object is required, not '${nameOfType(value)}'`)
}
