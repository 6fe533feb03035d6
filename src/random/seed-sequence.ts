// The seeds of NumPy's newer generator: from ints of any size, and lists of them, to the state that its stream starts from.
// Follows `SeedSequence` of numpy/random/bit_generator.pyx, and `pcg64_srandom` of pcg64.c.
import { ValueError, TypeError } from '../base/errors.js'

/** What a seed is made of: an int, a text of one, or several of these. */
export type SeedPart = bigint | string | Iterable<unknown>

/** An int as words of 32 bits, the lowest first. */
function wordsOfInt(value: bigint): number[] {
  if (value < 0n) throw new ValueError('expected non-negative integer')
  const digits = value.toString(16)
  const words: number[] = []
  for (let end = digits.length; end > 0; end -= 8)
    words.push(parseInt(digits.slice(Math.max(0, end - 8), end), 16))
  return words
}

function intOfText(text: string): bigint {
  if (!/^(0x[\da-f]+|\d+)$/i.test(text)) throw new ValueError('unrecognized seed string')
  return BigInt(text)
}

/** The words of a seed that was read already. */
export class SeedWords {
  constructor(readonly words: readonly number[]) {}
}

/** All the words of a seed; `read` tells what a value is, or refuses it. */
export function wordsOfSeed(seed: unknown, read: (value: unknown) => SeedPart): number[] {
  const part = read(seed)
  if (typeof part === 'bigint') return wordsOfInt(part)
  if (typeof part === 'string') return wordsOfInt(intOfText(part))
  const words: number[] = []
  for (const one of part) for (const word of wordsOfSeed(one, read)) words.push(word)
  return words
}

/** The only seeds that NumPy takes are ints, and lists, tuples, ranges and arrays of them. */
export const noSeed = (shown: string): TypeError =>
  new TypeError(`SeedSequence expects int or sequence of ints for entropy not ${shown}`)

const poolSize = 4

/** A mixer of words, whose own factor moves on with each. */
function hash(constant: number, factor: number): (value: number) => number {
  return (given) => {
    let value = given ^ constant
    constant = Math.imul(constant, factor)
    value = Math.imul(value, constant)
    return (value ^ (value >>> 16)) >>> 0
  }
}

function mixed(x: number, y: number): number {
  const result = Math.imul(0xca01f9dd, x) - Math.imul(0x4973f715, y)
  return (result ^ (result >>> 16)) >>> 0
}

/** The words stirred into a pool of four. */
function poolOf(words: readonly number[]): number[] {
  const hashed = hash(0x43b0d7e5, 0x931e8875)
  const pool = Array.from({ length: poolSize }, (_, i) => hashed(words[i] ?? 0))
  for (let from = 0; from < poolSize; from++)
    for (let to = 0; to < poolSize; to++) if (from !== to) pool[to] = mixed(pool[to], hashed(pool[from]))
  for (let from = poolSize; from < words.length; from++)
    for (let to = 0; to < poolSize; to++) pool[to] = mixed(pool[to], hashed(words[from]))
  return pool
}

/** By what PCG64 multiplies its state at each step. */
export const pcg64Multiplier = 0x2360ed051fc65da44385df649fccf645n

/** The state and the increment of the generator PCG64 that starts from these words. */
export function pcg64From(words: readonly number[]): { state: bigint; increment: bigint } {
  const pool = poolOf(words)
  const hashed = hash(0x8b51f9dd, 0x58f38ded)
  const drawn = Array.from({ length: 2 * poolSize }, (_, i) => BigInt(hashed(pool[i % poolSize])))
  const long = (i: number): bigint => drawn[2 * i] | (drawn[2 * i + 1] << 32n)
  const increment = BigInt.asUintN(128, (((long(2) << 64n) | long(3)) << 1n) | 1n)
  const step = (state: bigint): bigint => state * pcg64Multiplier + increment
  return { state: BigInt.asUintN(128, step(increment + ((long(0) << 64n) | long(1)))), increment }
}
