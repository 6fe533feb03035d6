// How drawn numbers become elements. Distributions draw JavaScript numbers; an int64, float16 or bfloat16 array
// cannot take those as they are, so they are drawn into a number array first and encoded from there.
import { bfloat16, bool, float16, float32, int64 } from '../base/dtype.js'
import type { DType, TypedArray } from '../base/dtype.js'
import { int64Words } from '../memory/elements.js'
import { bfloat16ToNumber, float16ToNumber, numberToBfloat16, numberToFloat16 } from '../base/half.js'

/** An array whose elements are plain numbers. */
export type NumberArray = Exclude<TypedArray, BigInt64Array>

/** Rounds to the nearest value of `dtype`, a floating type. */
export function roundTo(dtype: DType, x: number): number {
  if (dtype === float32) return Math.fround(x)
  if (dtype === float16) return float16ToNumber(numberToFloat16(x))
  if (dtype === bfloat16) return bfloat16ToNumber(numberToBfloat16(x))
  return x
}

/** Binary digits of a floating type's significand; C++'s `numeric_limits<T>::digits`. */
export function significandBits(dtype: DType): number {
  return dtype === float16 ? 11 : dtype === bfloat16 ? 8 : dtype === float32 ? 24 : 53
}

/** The range `[offset, offset + n)` of `out` as numbers to write to: `out` itself where it can be, else a copy to `encode`. */
export class Elements {
  readonly array: NumberArray
  readonly start: number

  readonly #out: TypedArray
  readonly #offset: number

  constructor(
    out: TypedArray,
    offset: number,
    readonly n: number,
    readonly dtype: DType,
  ) {
    this.#out = out
    this.#offset = offset

    const direct = !(dtype === int64 || dtype.isHalf)
    this.array = direct ? (out as NumberArray) : new Float64Array(n)
    this.start = direct ? offset : 0
  }

  /** Puts the numbers where they belong; call it when all are drawn. */
  encode(): void {
    const { array, n, dtype } = this
    const out = this.#out
    const offset = this.#offset
    if (array === out) return
    if (dtype === int64) {
      const words = int64Words(out)
      for (let i = 0; i < n; i++) setInt64(words, offset + i, array[i])
    } else {
      const toBits = dtype === float16 ? numberToFloat16 : numberToBfloat16
      for (let i = 0; i < n; i++) out[offset + i] = toBits(array[i])
    }
  }
}

/** Fills elements with numbers that are drawn one after the other. */
export function fillEach(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  draw: (i: number) => number,
): void {
  const elements = new Elements(out, offset, n, dtype)
  const { array, start } = elements
  for (let i = 0; i < n; i++) array[start + i] = draw(i)
  elements.encode()
}

/** Writes a whole number below 2^53 in size as the `i`-th int64; what is no such number becomes INT64_MIN, as in C. */
export function setInt64(words: Int32Array, i: number, value: number): void {
  if (!Number.isFinite(value)) value = -(2 ** 63)
  words[2 * i] = value
  words[2 * i + 1] = Math.floor(Math.trunc(value) / 2 ** 32)
}

/** Whether C++ calls the type integral; bool is. */
export const isIntegral = (dtype: DType): boolean => dtype.isIntegral || dtype === bool
