// Random choices that a seed repeats, for tests that write programs and calls.

export class Chance {
  #state: number

  constructor(seed: number) {
    this.#state = seed >>> 0
  }

  /** Uniform in [0, 1): mulberry32. */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0
    let t = this.#state
    t = Math.imul(t ^ (t >>> 15), t | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }

  /** An integer from 0 up to `limit`, which it does not reach. */
  below(limit: number): number {
    return Math.floor(this.next() * limit)
  }

  /** True in `probability` of the cases. */
  is(probability: number): boolean {
    return this.next() < probability
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)]
  }

  /** Calls `make` up to `most` times. */
  some<T>(most: number, make: () => T): T[] {
    return Array.from({ length: this.below(most + 1) }, make)
  }
}

/** The seed of case `index` of a campaign: neighbouring campaigns share none. */
export const caseSeed = (seed: number, index: number): number => (Math.imul(seed, 0x9e3779b1) + index) >>> 0
