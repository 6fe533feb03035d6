// Whole numbers: `random_`, `randint` and `randperm`. Follows ATen/native/DistributionTemplates.h and TensorFactories.cpp.
import { bool, float16, float32, float64, int64 } from '../base/dtype.js'
import type { DType, TypedArray } from '../base/dtype.js'
import { check, RuntimeError } from '../base/errors.js'
import { int64Words } from '../memory/elements.js'
import { Elements, fillEach, isIntegral, roundTo, setInt64, significandBits } from './elements.js'
import type { Generator } from './generator.js'

const INT64_MIN = -(1n << 63n)

/** Smallest and largest whole number of a type. */
function boundsOf(dtype: DType): [bigint, bigint] {
  if (dtype === bool) return [0n, 1n]
  const bits = BigInt(8 * dtype.itemsize)
  return dtype.is_signed ? [-(1n << (bits - 1n)), (1n << (bits - 1n)) - 1n] : [0n, (1n << bits) - 1n]
}

/** The C++ name of a type, as PyTorch's bounds errors print it. */
const cppNames: Record<string, string> = {
  uint8: 'unsigned char',
  int8: 'signed char',
  int16: 'short',
  int32: 'int',
  int64: 'long',
  bool: 'bool',
  float16: 'c10::Half',
  bfloat16: 'c10::BFloat16',
  float32: 'float',
  float64: 'double',
}

const roundedBigInt = (dtype: DType, value: bigint): bigint => {
  // What no int64 can hold becomes INT64_MIN, as on x86.
  const rounded = roundTo(dtype, Number(value))
  return Math.abs(rounded) < 2 ** 63 ? BigInt(rounded) : INT64_MIN
}
const magnitudeBits = (value: bigint): number => (value < 0n ? -value : value).toString(2).length - 1

/**
 * Moves the ends of [from, to) inwards to numbers that a floating type can hold, so that rounding cannot leave the
 * range (`update_from`, `update_to`); then checks them against the type.
 *
 * `to === null` means up to the largest number of the type. The result is what `fillIntegers` takes; a `range` of
 * 2^64 means all of int64.
 */
export function integerRange(
  dtype: DType,
  from: bigint,
  to: bigint | null,
): { base: bigint; range: bigint; warning: string | null } {
  const integral = isIntegral(dtype)
  if (dtype.is_complex)
    throw new RuntimeError('check_random_bounds handles only integral, floating-point and boolean types')
  if (to === null && from === INT64_MIN) return { base: 0n, range: 1n << 64n, warning: null }
  const digits = integral ? 0 : significandBits(dtype)
  const step = (value: bigint): bigint => 1n << BigInt(Math.max(0, magnitudeBits(value) - digits + 1))
  let last: bigint
  if (to !== null) {
    check(from < to, () => `random_ expects 'from' to be less than 'to', but got from=${from} >= to=${to}`)
    last = to - 1n
    if (!integral) {
      const rounded = roundedBigInt(dtype, last)
      if (rounded >= to) last = rounded - step(last) - 1n
    }
  } else last = integral ? boundsOf(dtype)[1] : 1n << BigInt(digits)
  if (!integral) {
    const rounded = roundedBigInt(dtype, from + 1n)
    if (rounded < from) from = rounded + step(from + 1n)
    const end = to === null ? last : last + 1n
    check(from < end, () =>
      to === null
        ? `random_ expects 'from' casted to dtype to be less than or equal to 'to_inc' casted to dtype, but got from=${from} > to_inc=${end}`
        : `random_ expects 'from' casted to dtype to be less than 'to' casted to dtype, but got from=${from} >= to=${end}`,
    )
  }
  let warning: string | null = null
  const ends: [string, bigint][] = [
    ['from', from],
    ['to - 1', last],
  ]
  const [least, most] = integral ? boundsOf(dtype) : [0n, 0n]
  const limit = 1n << BigInt(digits)
  for (const [name, value] of ends) {
    const outside = integral
      ? value < least || value > most
      : dtype === float16 && (value > 65504n || value < -65504n)
    check(!outside, () => `${name} is out of bounds for ${cppNames[dtype.name]}`)
    if (!integral && (value < -limit || value > limit))
      warning =
        `${name} is out of bounds [-(2^${digits}), 2^${digits}]. Due to precision limitations ` +
        `${cppNames[dtype.name]} can support discrete uniform distribution only within this range. ` +
        'This warning will become an error in version 1.7 release, please fix the code in advance'
  }
  return { base: from, range: last - from + 1n, warning }
}

/** Types that PyTorch draws with 64 bits when the range asks for it; the others have no room for such numbers. */
const isWide = (dtype: DType): boolean => (isIntegral(dtype) ? dtype === int64 : dtype !== float16)

/**
 * `random_(from, to)`: `base + draw % range` on `out[offset .. offset + n)`, every type. One 32-bit draw an element,
 * from a range of 2^32 on a 64-bit one. `base` and `range` come from `integerRange`.
 *
 * @example
 * const out = new Int32Array(4)
 * fillIntegers(out, 0, 4, int32, new Generator().manual_seed(0), 0n, 10n) // out: [4, 9, 3, 0]
 */
export function fillIntegers(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
  base: bigint,
  range: bigint,
): void {
  if (range >= 1n << 32n && isWide(dtype)) {
    const draw = (): bigint => BigInt.asIntN(64, (generator.random64() % range) + base)
    if (dtype === int64) for (let i = 0; i < n; i++) out[offset + i] = draw()
    else fillEach(out, offset, n, dtype, () => Number(draw()))
    return
  }
  const from = Number(base)
  const count = Number(range)
  if (dtype === int64) {
    if (!Number.isSafeInteger(from) || !Number.isSafeInteger(from + count)) {
      for (let i = 0; i < n; i++)
        out[offset + i] = BigInt.asIntN(64, BigInt(generator.random() % count) + base)
      return
    }
    const words = int64Words(out)
    if (from >= 0 && from + count <= 2 ** 31) {
      for (let i = 2 * offset; i < 2 * (offset + n); i += 2) {
        words[i] = (generator.random() % count) + from
        words[i + 1] = 0
      }
    } else for (let i = 0; i < n; i++) setInt64(words, offset + i, (generator.random() % count) + from)
    return
  }
  const elements = new Elements(out, offset, n, dtype)
  const { array, start } = elements
  if (dtype === bool)
    for (let i = 0; i < n; i++) array[start + i] = (generator.random() % count) + from ? 1 : 0
  else for (let i = 0; i < n; i++) array[start + i] = (generator.random() % count) + from
  elements.encode()
}

/**
 * `random_()` without bounds: 0 to the largest number of an integer type, 0 to 2^digits of a floating type.
 * ATen/core/TransformationHelper.h, `uniform_int`.
 *
 * @example
 * const out = new Uint8Array(4)
 * fillRandom(out, 0, 4, uint8, new Generator().manual_seed(0)) // out: [172, 47, 117, 192]
 */
export function fillRandom(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
): void {
  if (dtype === int64) {
    const words = int64Words(out)
    for (let i = 2 * offset; i < 2 * (offset + n); i += 2) {
      words[i + 1] = generator.random() & 0x7fffffff
      words[i] = generator.random()
    }
    return
  }
  const elements = new Elements(out, offset, n, dtype)
  const { array, start } = elements
  if (dtype === float64) {
    // draw % (2^53 + 1), where draw = q 2^53 + r: r - q, once around if that is negative.
    for (let i = 0; i < n; i++) {
      const high = generator.random()
      const r = (high & 0x1fffff) * 2 ** 32 + generator.random()
      const value = r - (high >>> 21)
      array[start + i] = value >= 0 ? value : value + 1 + 2 ** 53
    }
  } else {
    const count = isIntegral(dtype) ? Number(boundsOf(dtype)[1]) + 1 : 2 ** significandBits(dtype) + 1
    for (let i = 0; i < n; i++) array[start + i] = generator.random() % count
  }
  elements.encode()
}

/** From here on PyTorch 2 shuffles with 64-bit draws, since `draw % n` would no longer be uniform. */
const LARGE_PERMUTATION = Math.floor((2 ** 32 - 1) / 20)

/**
 * A random permutation of 0 … n-1 in `out[offset .. offset + n)`, all types but bool and complex; `out` must be contiguous.
 *
 * @example
 * const out = new Int32Array(5)
 * fillPermutation(out, 0, 5, int32, new Generator().manual_seed(0)) // out: [4, 0, 1, 3, 2]
 */
export function fillPermutation(
  out: TypedArray,
  offset: number,
  n: number,
  dtype: DType,
  generator: Generator,
): void {
  const order = dtype === float32 ? (out as Float32Array).subarray(offset, offset + n) : new Uint32Array(n)
  if (n < LARGE_PERMUTATION) {
    for (let i = 0; i < n; i++) order[i] = i
    for (let i = 0; i < n - 1; i++) {
      const j = i + (generator.random() % (n - i))
      const swap = order[i]
      order[i] = order[j]
      order[j] = swap
    }
  } else {
    for (let i = 0; i < n; i++) {
      const j = Number(generator.random64() % BigInt(i + 1))
      order[i] = order[j]
      order[j] = i
    }
  }
  if (dtype === float32) return
  const elements = new Elements(out, offset, n, dtype)
  if (dtype === int64) {
    const words = int64Words(out)
    for (let i = 0; i < n; i++) {
      words[2 * (offset + i)] = order[i]
      words[2 * (offset + i) + 1] = 0
    }
    return
  }
  elements.array.set(order, elements.start)
  elements.encode()
}
