// Whether a number fits a dtype, where PyTorch asks (`fill_`, `full`, `clamp`, `pow`, an assignment); arithmetic
// wraps instead. Follows `overflows` in c10/util/TypeCast.h.
import { type DType, int64 } from './dtype.js'
import { RuntimeError } from './errors.js'
import { Complex, isFloatScalar, type Scalar, scalarToNumber } from './scalar.js'

/** C++'s names of element types, as the message has them. */
const cppNames: Partial<Record<string, string>> = {
  float32: 'float',
  float64: 'double',
  int8: 'int8_t',
  int16: 'int16_t',
  int32: 'int',
  int64: 'int64_t',
  uint8: 'uint8_t',
  float16: 'at::Half',
  bfloat16: 'at::BFloat16',
  complex64: 'c10::complex<float>',
  complex128: 'c10::complex<double>',
}

/** What the narrowest type of floats still has. */
const SMALL = 65504

const largest: Partial<Record<string, number>> = {
  float16: SMALL,
  bfloat16: 3.3895313892515355e38,
  float32: 3.4028234663852886e38,
  complex64: 3.4028234663852886e38,
}

/** The largest number of a floating dtype. */
export const largestOf = ({ name }: DType): number => largest[name] ?? Number.MAX_VALUE

const bits: Partial<Record<string, number>> = { uint8: 8, int8: 7, int16: 15, int32: 31, int64: 63 }

function fits(value: Scalar, dtype: DType): boolean {
  if (dtype.name === 'bool') return true
  if (value instanceof Complex) {
    if (!dtype.is_complex && value.im !== 0) return false
    return fits(value.re, dtype) && (!dtype.is_complex || fits(value.im, dtype))
  }
  const size = bits[dtype.name]
  if (size === undefined) {
    const number = Math.abs(scalarToNumber(value))
    return !(number > (largest[dtype.name] ?? Infinity)) || number === Infinity
  }
  if (isFloatScalar(value) || (typeof value === 'number' && !Number.isInteger(value))) {
    const number = scalarToNumber(value)
    return number >= (dtype.is_signed ? -(2 ** size) : 0) && number < 2 ** size
  }
  const whole = typeof value === 'bigint' ? value : BigInt(scalarToNumber(value))
  const limit = 1n << BigInt(size)
  // A negative number may wrap round once in an unsigned type.
  return whole < limit && whole >= (dtype.is_signed ? -limit : 1n - limit)
}

/** Throws PyTorch's overflow error unless `value` fits. `name` is what it calls the type. */
export function checkFits(value: Scalar, dtype: DType, name?: string): void {
  // Most numbers fit every type of floats.
  if (dtype.is_floating_point && typeof value === 'number' && Math.abs(value) <= SMALL) return
  if (dtype === int64 && typeof value === 'number' && (value | 0) === value) return
  if (fits(value, dtype)) return
  const type = name ?? cppNames[dtype.name] ?? dtype.name
  throw new RuntimeError(`value cannot be converted to type ${type} without overflow`)
}
