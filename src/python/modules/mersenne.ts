// The Mersenne twister as CPython and NumPy seed it and draw from it.

const N = 624
const M = 397

/** mt19937, by Matsumoto and Nishimura. */
export class Mersenne {
  readonly state = new Uint32Array(N)
  index = N

  /** `init_genrand`. */
  seed(seed: number): void {
    const { state } = this
    state[0] = seed >>> 0
    for (let i = 1; i < N; i++) state[i] = Math.imul(1812433253, state[i - 1] ^ (state[i - 1] >>> 30)) + i
    this.index = N
  }
  /** `init_by_array`. */
  seedByArray(key: readonly number[]): void {
    const { state } = this
    this.seed(19650218)
    let i = 1
    let j = 0
    for (let k = Math.max(N, key.length); k > 0; k--) {
      state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1664525)) + key[j] + j
      i++
      j++
      if (i >= N) {
        state[0] = state[N - 1]
        i = 1
      }
      if (j >= key.length) j = 0
    }
    for (let k = N - 1; k > 0; k--) {
      state[i] = (state[i] ^ Math.imul(state[i - 1] ^ (state[i - 1] >>> 30), 1566083941)) - i
      i++
      if (i >= N) {
        state[0] = state[N - 1]
        i = 1
      }
    }
    state[0] = 0x80000000
  }
  /** A number of 32 bits. */
  next(): number {
    const { state } = this
    if (this.index >= N) {
      for (let k = 0; k < N; k++) {
        const y = (state[k] & 0x80000000) | (state[(k + 1) % N] & 0x7fffffff)
        state[k] = state[(k + M) % N] ^ (y >>> 1) ^ (y & 1 ? 0x9908b0df : 0)
      }
      this.index = 0
    }
    let y = state[this.index++]
    y ^= y >>> 11
    y ^= (y << 7) & 0x9d2c5680
    y ^= (y << 15) & 0xefc60000
    y ^= y >>> 18
    return y >>> 0
  }
  /** A number in [0, 1) of 53 bits. */
  random(): number {
    const high = this.next() >>> 5
    const low = this.next() >>> 6
    return (high * 67108864 + low) / 9007199254740992
  }
  copy(): Mersenne {
    const made = new Mersenne()
    made.state.set(this.state)
    made.index = this.index
    return made
  }
}

/** The words of 32 bits that a whole number is made of, the lowest first. */
export function wordsOf(value: bigint): number[] {
  const words: number[] = []
  for (let rest = value < 0n ? -value : value; rest > 0n; rest >>= 32n) words.push(Number(rest & 0xffffffffn))
  return words.length === 0 ? [0] : words
}
