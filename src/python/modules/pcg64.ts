// PCG64, the bits behind `np.random.default_rng`. Follows numpy/random/src/pcg64/pcg64.h.
import { pcg64From, pcg64Multiplier } from '../../random/seed-sequence.js'

/** A number of 128 bits, the lowest 32 first. */
type Words = Uint32Array

const wordsOf = (value: bigint): Words =>
  Uint32Array.from({ length: 4 }, (_, i) => Number(BigInt.asUintN(32, value >> BigInt(32 * i))))

const multiplier = wordsOf(pcg64Multiplier)

/** The high half of a product of 32 bits by 32. */
function highOf(a: number, b: number): number {
  const [a0, a1, b0, b1] = [a & 0xffff, a >>> 16, b & 0xffff, b >>> 16]
  const middle = a1 * b0 + ((a0 * b0) >>> 16)
  const other = a0 * b1 + (middle & 0xffff)
  return a1 * b1 + Math.floor(middle / 65536) + Math.floor(other / 65536)
}

export class PCG64 {
  readonly #state: Words
  readonly #increment: Words
  /** Of the last 64 bits, the high 32, where only the low ones are used up. */
  #waiting: number | null = null
  /** The two halves of what `step` gave. */
  high = 0
  low = 0

  /** From the words of a seed. */
  constructor(words: readonly number[]) {
    const { state, increment } = pcg64From(words)
    this.#state = wordsOf(state)
    this.#increment = wordsOf(increment)
  }

  /** state = state * multiplier + increment */
  #advance(): void {
    const state = this.#state
    const [s0, s1, s2, s3] = state
    const [m0, m1, m2, m3] = multiplier
    const lowOf = (a: number, b: number): number => Math.imul(a, b) >>> 0
    const increment = this.#increment
    const w0 = lowOf(s0, m0) + increment[0]
    const w1 = highOf(s0, m0) + lowOf(s0, m1) + lowOf(s1, m0) + increment[1] + (w0 > 0xffffffff ? 1 : 0)
    const w2 =
      highOf(s0, m1) + highOf(s1, m0) + lowOf(s0, m2) + lowOf(s1, m1) + lowOf(s2, m0) + increment[2] +
      Math.floor(w1 / 2 ** 32) // prettier-ignore
    const w3 =
      highOf(s0, m2) + highOf(s1, m1) + highOf(s2, m0) + lowOf(s0, m3) + lowOf(s1, m2) + lowOf(s2, m1) +
      lowOf(s3, m0) + increment[3] + Math.floor(w2 / 2 ** 32) // prettier-ignore
    state[0] = w0
    state[1] = w1
    state[2] = w2
    state[3] = w3
  }

  /** The next 64 bits, into `high` and `low`: XSL RR. */
  step(): void {
    this.#advance()
    const [s0, s1, s2, s3] = this.#state
    const [low, high] = [s0 ^ s2, s1 ^ s3]
    const by = s3 >>> 26
    const [near, far] = by < 32 ? [low, high] : [high, low]
    const shift = by & 31
    this.low = shift === 0 ? near >>> 0 : ((near >>> shift) | (far << (32 - shift))) >>> 0
    this.high = shift === 0 ? far >>> 0 : ((far >>> shift) | (near << (32 - shift))) >>> 0
  }

  /** The next 32 bits: each 64 give two of them. */
  next(): number {
    if (this.#waiting !== null) {
      const value = this.#waiting
      this.#waiting = null
      return value
    }
    this.step()
    this.#waiting = this.high
    return this.low
  }

  /** The next 64 bits. */
  next64(): bigint {
    this.step()
    return (BigInt(this.high) << 32n) | BigInt(this.low)
  }

  /** From 0 to 1, by 53 bits. */
  double(): number {
    this.step()
    return (this.high * 2 ** 21 + (this.low >>> 11)) / 2 ** 53
  }

  /** From 0 to 1, by 24 bits. */
  float(): number {
    return (this.next() >>> 8) / 2 ** 24
  }
}
