// Whole numbers up to a bound as NumPy's newer generator draws them: Lemire's products, of as many bits as the type
// has. Follows numpy/random/src/distributions/distributions.c.
import type { PCG64 } from './pcg64.js'

/** Up to `most`, both ends included, by products of 32 bits: buffered_bounded_lemire_uint32. */
function upTo32(bits: PCG64, most: number): number {
  if (most === 0xffffffff) return bits.next()
  const count = most + 1
  // A product of 32 bits by 32 has more than a double holds: its halves are made apart.
  const product = (word: number): [high: number, low: number] => {
    const upper = (word >>> 16) * count
    const lower = (word & 0xffff) * count
    const sum = (upper % 65536) * 65536 + lower
    return [Math.floor(upper / 65536) + Math.floor(sum / 2 ** 32), sum % 2 ** 32]
  }
  let [high, low] = product(bits.next())
  if (low < count) {
    const least = (0xffffffff - most) % count
    while (low < least) [high, low] = product(bits.next())
  }
  return high
}

const full = 2n ** 64n - 1n

function upTo64(bits: PCG64, most: bigint): bigint {
  if (most === full) return bits.next64()
  const count = most + 1n
  let product = bits.next64() * count
  if ((product & full) < count) {
    const least = (full - most) % count
    while ((product & full) < least) product = bits.next64() * count
  }
  return product >> 64n
}

/** Up to `most`: random_bounded_uint64. */
export function upTo(bits: PCG64, most: number): number {
  if (most === 0) return 0
  return most <= 0xffffffff ? upTo32(bits, most) : Number(upTo64(bits, BigInt(most)))
}

/** The same by masks, which take the first of as many bits as `most` has: random_interval. */
export function within(bits: PCG64, most: number): number {
  if (most === 0) return 0
  const size = Math.floor(Math.log2(most)) + 1
  for (;;) {
    let value: number
    if (most <= 0xffffffff) value = size === 32 ? bits.next() : bits.next() % 2 ** size
    else value = Number(bits.next64() & ((1n << BigInt(size)) - 1n))
    if (value <= most) return value
  }
}

/** What draws ints of so many bits up to a bound; those of few bits are cut from words of 32, several from each. */
export function bounded(bits: PCG64, size: number): (most: bigint) => bigint {
  if (size === 64)
    return (most) => (most <= 0xffffffffn ? BigInt(upTo(bits, Number(most))) : upTo64(bits, most))
  if (size === 32) return (most) => BigInt(upTo(bits, Number(most)))
  let [left, buffer] = [0, 0]
  const take = (): number => {
    if (left === 0) {
      buffer = bits.next()
      left = 32 / size - 1
    } else {
      buffer >>>= size
      left--
    }
    return buffer % 2 ** size
  }
  const range = 2 ** size
  return (given) => {
    const most = Number(given)
    if (most === 0) return 0n
    if (size === 1 || most === range - 1) return BigInt(take())
    const count = most + 1
    let product = take() * count
    if (product % range < count) {
      const least = (range - 1 - most) % count
      while (product % range < least) product = take() * count
    }
    return BigInt(Math.floor(product / range))
  }
}
