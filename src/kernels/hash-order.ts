// The order in which PyTorch finds different numbers where it is not asked to sort them: that in which a hash set of the
// C++ library goes through what was put in one after the other (libstdc++'s hashtable.h, hash_bytes.cc and
// hashtable_c++0x.cc).
import { numberToBfloat16 } from '../base/half.js'

/** How many buckets a set has, each time that it grew: the next prime of the library's list after twice as many. */
const bucketCounts = [
  13, 29, 59, 127, 257, 541, 1109, 2357, 5087, 10273, 20753, 42043, 85229, 172933, 351061, 712697, 1447153,
  2938679, 5967347, 12117689, 24607243, 49969847, 101473717, 206062531,
]

const multiplier = 0xc6a4a7935bd1e995n
const wrapped = (value: bigint): bigint => BigInt.asUintN(64, value)
const mixed = (value: bigint): bigint => value ^ (value >> 47n)

/** Murmur's hash of the bytes of a float, of 4 or 8. */
function hashOfBits(bits: bigint, length: 4 | 8): bigint {
  const data = length === 8 ? wrapped(mixed(wrapped(bits * multiplier)) * multiplier) : bits
  const hash = wrapped((0xc70f6907n ^ wrapped(BigInt(length) * multiplier) ^ data) * multiplier)
  return mixed(wrapped(mixed(hash) * multiplier))
}

const single = new Float32Array(1)
const singleBits = new Uint32Array(single.buffer)
const double = new Float64Array(1)
const doubleBits = new BigUint64Array(double.buffer)

/** How many bytes a float has; of two bytes the bits themselves are the hash, as of an int its value. */
export type FloatBytes = 0 | 2 | 4 | 8

/** The hash of a number: an int's is itself, a float's that of its bytes. */
function hashOf(value: number | bigint, bytes: FloatBytes): bigint {
  if (bytes === 0) return wrapped(BigInt(value))
  if (bytes === 2) return BigInt(numberToBfloat16(Number(value)))
  if (value === 0) return 0n
  if (bytes === 8) {
    double[0] = Number(value)
    return hashOfBits(doubleBits[0], 8)
  }
  single[0] = Number(value)
  return hashOfBits(BigInt(singleBits[0]), 4)
}

/** The places of different numbers in the order in which a set goes through them, into which they were put in this order. */
export function hashOrder(values: readonly (number | bigint)[], bytes: FloatBytes): number[] {
  const hashes = values.map((value) => hashOf(value, bytes))
  const head = values.length
  // What follows each; the last place is what stands before the first.
  const next = new Int32Array(head + 1).fill(-1)
  let count = 1
  // For each bucket what stands before its first, or -1.
  let buckets = new Int32Array(count).fill(-1)
  const bucketOf = (i: number): number => Number(hashes[i] % BigInt(count))

  function putFirst(i: number, bucket: number): void {
    next[i] = next[head]
    next[head] = i
    buckets[bucket] = head
  }
  function grow(): void {
    count = bucketCounts.find((each) => each > count)!
    buckets = new Int32Array(count).fill(-1)
    let i = next[head]
    let first = 0
    next[head] = -1
    while (i >= 0) {
      const following = next[i]
      const bucket = bucketOf(i)
      if (buckets[bucket] < 0) {
        putFirst(i, bucket)
        if (next[i] >= 0) buckets[first] = i
        first = bucket
      } else {
        next[i] = next[buckets[bucket]]
        next[buckets[bucket]] = i
      }
      i = following
    }
  }

  for (let i = 0; i < head; i++) {
    if (i + 1 > (count === 1 ? 0 : count)) grow()
    const bucket = bucketOf(i)
    if (buckets[bucket] < 0) {
      putFirst(i, bucket)
      if (next[i] >= 0) buckets[bucketOf(next[i])] = i
    } else {
      next[i] = next[buckets[bucket]]
      next[buckets[bucket]] = i
    }
  }
  const order: number[] = []
  for (let i = next[head]; i >= 0; i = next[i]) order.push(i)
  return order
}
