// Orders numbers: the reference of sort, argsort and unique. Every dtype is sorted by keys, unsigned numbers that
// compare as its values do: so int64 needs no bigint, 16-bit floats no widening, and long lanes can go by digits.
// Both zeros are alike, and not-a-number is the largest of all.
import type { DType, TypedArray } from '../base/dtype.js'
import { disturbs, introsort } from './introsort.js'
import { counting } from './select.js'

/** Keys of up to 64 bits in two halves; `high` alone where 32 bits are enough. */
interface Keys {
  readonly high: Uint32Array
  readonly low: Uint32Array | null
}

type KeyLoop = (
  high: Uint32Array,
  low: Uint32Array | null,
  from: TypedArray,
  start: number,
  step: number,
  n: number,
  flip: number,
) => void

/** Statements that make `h` (and `l`) of the element at `p`. */
const keyOf: Partial<Record<string, string>> = {
  float32: `number[0] = from[p]; const u = bits[0]
    const h = number[0] !== number[0] ? 0xffffffff : number[0] === 0 ? 0x80000000 : u >> 31 ? ~u : u | 0x80000000`,
  float64: `number[0] = from[p]; const u = bits[1]; let h = u | 0x80000000, l = bits[0]
    if (number[0] !== number[0]) h = l = 0xffffffff
    else if (number[0] === 0) { h = 0x80000000; l = 0 }
    else if (u >> 31) { h = ~u; l = ~l }`,
  int64: 'const h = from[2 * p + 1] ^ 0x80000000, l = from[2 * p]',
  float16: `const u = from[p]
    const h = (u & 0x7fff) > 0x7c00 ? 0x1ffff : (u & 0x7fff) === 0 ? 0x8000 : u & 0x8000 ? 0xffff ^ u : u | 0x8000`,
  bfloat16: `const u = from[p]
    const h = (u & 0x7fff) > 0x7f80 ? 0x1ffff : (u & 0x7fff) === 0 ? 0x8000 : u & 0x8000 ? 0xffff ^ u : u | 0x8000`,
}
const integerKey = 'const h = from[p] ^ 0x80000000'

const isWide = (dtype: DType): boolean => dtype.itemsize === 8

const keyLoops = new Map<string, KeyLoop>()

function keyLoop(dtype: DType): KeyLoop {
  let loop = keyLoops.get(dtype.name)
  if (loop === undefined) {
    const number = isWide(dtype) ? new Float64Array(1) : new Float32Array(1)
    loop = new Function(
      'number',
      'bits',
      `return function keys_${dtype.name}(high, low, from, start, step, n, flip) {
        for (let i = 0, p = start; i < n; i++, p += step) {
          ${keyOf[dtype.name] ?? integerKey}
          high[i] = h ^ flip${isWide(dtype) ? '; low[i] = l ^ flip' : ''}
        }
      }`,
    )(number, new Uint32Array(number.buffer)) as KeyLoop
    keyLoops.set(dtype.name, loop)
  }
  return loop
}

/** Writes the keys of `n` elements; `flip` of -1 turns the order round. Keys of 64 bits have a low half. */
export const makeKeys = (dtype: DType, ...lane: Parameters<KeyLoop>): void => keyLoop(dtype)(...lane)

/** Runs of this length are sorted by insertion before merging begins. */
const RUN = 8

/** From this length on, lanes are sorted by digits. */
const BY_DIGITS = 1024
const DIGIT_BITS = 11
const DIGITS = 1 << DIGIT_BITS

/** Sorts lanes of one length, one after the other, in memory that is kept from one to the next. */
export class Sorter {
  #order: Int32Array
  #spare: Int32Array
  readonly #keys: Keys
  readonly #counts: Int32Array | null
  /** What of a not-a-number's key is in `high`. */
  readonly #nan: number

  readonly #dtype: DType
  readonly #n: number
  readonly #descending
  readonly #keepsOrder: boolean

  /** @param keepsOrder whether equal elements keep their order; else they come out as in PyTorch, see introsort.ts */
  constructor(dtype: DType, n: number, descending = false, keepsOrder = true) {
    this.#dtype = dtype
    this.#n = n
    this.#descending = descending
    this.#keepsOrder = keepsOrder || !disturbs(n)

    this.#order = new Int32Array(n)
    this.#spare = new Int32Array(n > RUN ? n : 0)
    this.#keys = { high: new Uint32Array(n), low: isWide(dtype) ? new Uint32Array(n) : null }
    this.#counts = n >= BY_DIGITS ? new Int32Array(DIGITS) : null
    this.#nan = ((dtype.isHalf ? 0x1ffff : 0xffffffff) ^ (descending ? -1 : 0)) >>> 0
  }

  /**
   * The positions 0 … n-1 in the order of the elements `start`, `start + step`, … of `from`. int64 is given as pairs of int32. The result is overwritten by the next lane.
   */
  sort(from: TypedArray, start: number, step: number): Int32Array {
    const { high, low } = this.#keys
    keyLoop(this.#dtype)(high, low, from, start, step, this.#n, this.#descending ? -1 : 0)
    for (let i = 0; i < this.#n; i++) this.#order[i] = i
    if (this.#counts === null) this.#merge()
    else {
      if (low !== null) this.#byDigits(low, this.#counts)
      this.#byDigits(high, this.#counts)
    }
    if (!this.#keepsOrder && this.#hasEqual()) {
      const order = this.#order
      for (let i = 0; i < this.#n; i++) order[i] = i
      introsort({ order, high, low: low ?? high })
    }
    return this.#order
  }

  /** Whether any two elements are alike, once they are in order. */
  #hasEqual(): boolean {
    const { high } = this.#keys
    const low = this.#keys.low ?? high
    const order = this.#order
    for (let i = 1; i < this.#n; i++) {
      const a = order[i - 1]
      const b = order[i]
      if (high[a] === high[b] && low[a] === low[b]) return true
    }
    return false
  }

  /** Whether the elements at two positions are alike. Not-a-numbers are not. */
  areEqual(i: number, j: number): boolean {
    const { high, low } = this.#keys
    if (high[i] !== high[j] || (low !== null && low[i] !== low[j])) return false
    return !this.#dtype.is_floating_point || high[i] !== this.#nan
  }

  #merge(): void {
    const n = this.#n
    const { high } = this.#keys
    const low = this.#keys.low ?? high
    let order = this.#order
    let spare = this.#spare
    for (let start = 0; start < n; start += RUN) {
      const end = Math.min(start + RUN, n)
      for (let i = start + 1; i < end; i++) {
        const item = order[i]
        const h = high[item]
        const l = low[item]
        let j = i
        for (; j > start; j--) {
          const other = order[j - 1]
          if (high[other] < h || (high[other] === h && low[other] <= l)) break
          order[j] = other
        }
        order[j] = item
      }
    }
    for (let width = RUN; width < n; width *= 2) {
      for (let start = 0; start < n; start += 2 * width) {
        const middle = Math.min(start + width, n)
        const end = Math.min(start + 2 * width, n)
        let left = start
        let right = middle
        for (let i = start; i < end; i++) {
          let takesRight = right < end
          if (takesRight && left < middle) {
            const a = order[right]
            const b = order[left]
            takesRight = high[a] < high[b] || (high[a] === high[b] && low[a] < low[b])
          }
          spare[i] = takesRight ? order[right++] : order[left++]
        }
      }
      const swap = order
      order = spare
      spare = swap
    }
    this.#order = order
    this.#spare = spare
  }

  /** From the lowest digit to the highest, each time keeping the order of equal digits. */
  #byDigits(keys: Uint32Array, counts: Int32Array): void {
    const n = this.#n
    for (let shift = 0; shift < 32; shift += DIGIT_BITS) {
      counts.fill(0)
      for (let i = 0; i < n; i++) counts[(keys[i] >>> shift) & (DIGITS - 1)]++
      // A digit that all have changes nothing.
      if (counts[(keys[0] >>> shift) & (DIGITS - 1)] === n) continue
      for (let digit = 0, start = 0; digit < DIGITS; digit++) {
        const count = counts[digit]
        counts[digit] = start
        start += count
      }
      const order = this.#order
      const spare = this.#spare
      for (let i = 0; i < n; i++) {
        const item = order[i]
        spare[counts[(keys[item] >>> shift) & (DIGITS - 1)]++] = item
      }
      this.#order = spare
      this.#spare = order
    }
  }
}

/** Numbers, or bigints, which compare like them. */
type Values = ArrayLike<number>

/** -1, 0 or 1 as row `i` comes before row `j`, is like it, or comes after; 2 where not-a-numbers differ. */
export function compareRows(array: Values, start: number, width: number, i: number, j: number): number {
  for (let k = 0, p = start + i * width, q = start + j * width; k < width; k++, p++, q++) {
    const a = array[p]
    const b = array[q]
    if (a < b) return -1
    if (a > b) return 1
    if (a !== b) {
      // Not-a-numbers are last, and differ from each other.
      if (a !== a && b !== b) return 2
      return a !== a ? 1 : -1
    }
  }
  return 0
}

/** The numbers of `n` rows of `width` elements in ascending order; equal rows keep their order. */
export function orderRows(array: Values, start: number, n: number, width: number): Int32Array {
  let order = counting(n)
  let spare = new Int32Array(n)
  for (let run = 1; run < n; run *= 2) {
    for (let from = 0; from < n; from += 2 * run) {
      const middle = Math.min(from + run, n)
      const end = Math.min(from + 2 * run, n)
      let left = from
      let right = middle
      for (let i = from; i < end; i++) {
        const takesRight =
          right < end &&
          (left >= middle || compareRows(array, start, width, order[right], order[left]) === -1)
        spare[i] = takesRight ? order[right++] : order[left++]
      }
    }
    const swap = order
    order = spare
    spare = swap
  }
  return order
}
