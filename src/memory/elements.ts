// Single elements of a memory: what JavaScript has for each dtype, and back.
import { type DType, float32, float64, type TypedArray } from '../base/dtype.js'
import { RuntimeError } from '../base/errors.js'
import { bfloat16ToNumber, float16ToNumber, numberToBfloat16, numberToFloat16 } from '../base/half.js'
import { Complex, Float } from '../base/scalar.js'

/** An element as JavaScript has it: bigint for int64 elements, boolean, Complex, else number. */
export type Element = number | bigint | boolean | Complex

/** Reads element `index` (counted in elements). */
export function readElement(dtype: DType, array: TypedArray, index: number): Element {
  switch (dtype.name) {
    case 'bool':
      return array[index] !== 0
    case 'float16':
      return float16ToNumber(array[index] as number)
    case 'bfloat16':
      return bfloat16ToNumber(array[index] as number)
    case 'complex64':
    case 'complex128':
      return new Complex(array[index * 2] as number, array[index * 2 + 1] as number)
    default:
      return array[index]
  }
}

const INT64_MIN = -(2n ** 63n)

/** The int64 a number becomes: truncated; not-a-number and what does not fit give the smallest one. */
export function toBigInt64(value: number): bigint {
  const whole = Math.trunc(value)
  return whole >= -9223372036854775808 && whole < 9223372036854775808 ? BigInt(whole) : INT64_MIN
}

/** Writes element `index`, converting as a cast does. */
export function writeElement(dtype: DType, array: TypedArray, index: number, value: Element | Float): void {
  // What most writes are, without asking for everything else.
  if (typeof value === 'number' && (dtype === float32 || dtype === float64)) {
    array[index] = value
    return
  }
  const v = value instanceof Float ? value.value : value
  if (dtype.is_complex) {
    const target = array as Float64Array
    target[index * 2] = v instanceof Complex ? v.re : Number(v)
    target[index * 2 + 1] = v instanceof Complex ? v.im : 0
    return
  }
  if (v instanceof Complex) {
    if (v.im !== 0) throw new RuntimeError(`value cannot be converted to type ${dtype.name} without overflow`)
    writeElement(dtype, array, index, v.re)
    return
  }
  switch (dtype.name) {
    case 'bool':
      array[index] = Number(v) !== 0 ? 1 : 0
      return
    case 'int64':
      ;(array as unknown as BigInt64Array)[index] = typeof v === 'bigint' ? v : toBigInt64(Number(v))
      return
    case 'float16':
      array[index] = numberToFloat16(Number(v))
      return
    case 'bfloat16':
      array[index] = numberToBfloat16(Number(v))
      return
    default:
      array[index] = dtype.isIntegral && typeof v === 'bigint' ? Number(BigInt.asIntN(32, v)) : Number(v)
  }
}

/** An int64 array as pairs of 32-bit words, low word first: bigints are too slow for loops. */
export function int64Words(array: TypedArray): Int32Array {
  return new Int32Array(array.buffer, array.byteOffset, array.length * 2)
}
