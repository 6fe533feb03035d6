// A series of numbers of any length in little memory: when it gets long, neighbours become their mean.

/** So many numbers are kept at the most. Even, so that all can be paired. */
const most = 4096

export class Series {
  /** Means of `#share` numbers each. */
  #means: number[] = []
  #share = 1
  /** What is not a whole share yet. */
  #sum = 0
  #pending = 0
  #length = 0

  /** How many numbers came. */
  get length(): number {
    return this.#length
  }

  push(value: number): void {
    this.#length++
    // Divided before it is added: the sum of large numbers would overflow.
    this.#sum += value / this.#share
    if (++this.#pending < this.#share) return
    this.#means.push(this.#sum)
    this.#sum = 0
    this.#pending = 0
    if (this.#means.length < most) return
    this.#means = Array.from(
      { length: most / 2 },
      (_, i) => this.#means[2 * i] / 2 + this.#means[2 * i + 1] / 2,
    )
    this.#share *= 2
  }

  /** The numbers in their order, or means of equal shares of them; the last of fewer. */
  get values(): readonly number[] {
    return this.#pending === 0 ? this.#means : [...this.#means, (this.#sum * this.#share) / this.#pending]
  }
}
