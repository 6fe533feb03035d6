// Python's `hash`: equal values have one. Numbers and tuples have CPython's; texts have what they have in every run here.
import { TypeError } from '../../base/errors.js'
import { isNumpyNumber, plainNumber } from '../../base/numpy-number.js'
import { Complex, Device, Slice } from '../../base/scalar.js'
import { DType } from '../../base/dtype.js'
import { Size, Tuple } from '../../base/tuple.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { DictView, PyByteArray, PyBytes, PyRange } from './containers.js'
import { core } from './core.js'
import { isDict } from './dicts.js'
import { FrozenSet, isUnhashable, numberOf, unhashable } from './keys.js'
import { hashNumber, type Int, kindOf, Kind, whole } from './numbers.js'
import { classOf, find, hashMethod, infoOf, inner, rootOf } from './types.js'
import { Boxed } from './boxed.js'

type Any = any

/** FNV-1a over 64 bits, of what a text is made of. */
function hashText(text: string): Int {
  let hash = 0xcbf29ce484222325n
  for (let i = 0; i < text.length; i++)
    hash = BigInt.asUintN(64, (hash ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n)
  return whole(BigInt.asIntN(64, hash))
}

const P1 = 11400714785074694791n
const P2 = 14029467366897019727n
const P5 = 2870177450012600261n

/** Objects/tupleobject.c: xxHash over the hashes of the items. */
function hashTuple(items: readonly Any[]): Int {
  let sum = P5
  for (const item of items) {
    sum = BigInt.asUintN(64, sum + BigInt.asUintN(64, BigInt(hash(item))) * P2)
    sum = BigInt.asUintN(64, (sum << 31n) | (sum >> 33n))
    sum = BigInt.asUintN(64, sum * P1)
  }
  sum = BigInt.asUintN(64, sum + (BigInt(items.length) ^ P5 ^ 3527539n))
  return whole(sum === 0xffffffffffffffffn ? 1546275796n : BigInt.asIntN(64, sum))
}

/** Objects/setobject.c: whatever the order of the items. */
function hashFrozen(items: FrozenSet): Int {
  let sum = 0n
  for (const item of items) {
    const own = BigInt.asUintN(64, BigInt(hash(item)))
    sum ^= BigInt.asUintN(64, (own ^ 89869747n ^ (own << 16n)) * 3644798167n)
  }
  sum ^= BigInt.asUintN(64, (BigInt(items.size) + 1n) * 1927868237n)
  sum ^= (sum >> 11n) ^ (sum >> 25n)
  sum = BigInt.asUintN(64, sum * 69069n + 907133923n)
  return whole(sum === 0xffffffffffffffffn ? 590923713n : BigInt.asIntN(64, sum))
}

export function hash(value: Any): Int {
  if (kindOf(value) !== Kind.none) return hashNumber(value)
  if (isNumpyNumber(value)) return hashNumber(plainNumber(value))
  if (typeof value === 'string') return value === '' ? 0 : hashText(value)
  if (value === null || value === undefined) return 8795456
  const cls = value[classOf] as Any
  if (cls !== undefined && infoOf(cls).isPython) {
    const own = value instanceof Boxed ? hashMethod(cls) : find(cls, '__hash__')
    if (own === null) throw unhashable(value)
    if (own !== undefined) {
      const result: Any = core.special(value, '__hash__')!(value)
      if (kindOf(result) !== Kind.int) throw new TypeError('__hash__ method should return an integer')
      // What a C long holds stays as it is, so that an object may have the hash of a text.
      const own64 = BigInt(result)
      return own64 === BigInt.asIntN(64, own64) && own64 !== -1n ? whole(own64) : hashNumber(result)
    }
    if (isUnhashable(rootOf(cls))) throw unhashable(value)
    if (value instanceof Boxed) return hash(value.value)
  }
  if (value instanceof Tuple || value instanceof Size) return hashTuple(value)
  if (value instanceof FrozenSet) return hashFrozen(value)
  if (
    value instanceof PyByteArray ||
    (value instanceof DictView && value.kind !== 'values') ||
    Array.isArray(value) ||
    value instanceof Set ||
    isDict(value) ||
    value instanceof Slice
  )
    throw unhashable(value)
  if (value instanceof PyBytes) return hashText(value.text)
  if (value instanceof PyRange) return hashTuple([whole(value.exactLength), value.start, value.step])
  if (isNumpyArray(value)) throw unhashable(value)
  if (value instanceof DType || value instanceof Device) return hashText(String(value))
  if (value instanceof Complex) return hashNumber(value)
  // Of the library's own classes those that are equal by what is in them: `list[int]`, `Optional[int]`.
  const own = cls === undefined ? undefined : find(cls, '__hash__')
  if (own !== undefined) return core.special(value, '__hash__')!(value) as Int
  // A method is bound anew each time that it is asked for.
  const { self, func } = value[inner] ?? {}
  if (func !== undefined && self !== null && typeof self === 'object')
    return 0x7f0000 + (numberOf(self as object) ^ numberOf(func as object)) * 16
  return 0x7f0000 + numberOf(value as object) * 16
}

core.hash = hash
