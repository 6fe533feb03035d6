/**
 * How float32 and float64 results are rounded, for optimizers that take a step in one loop over the memory: each
 * operation of PyTorch's rounds once, and a product that is added is fused (`a + b * c` rounds once).
 */
import { fma } from '../kernels/accurate.js'
import { modes } from '../tensor/modes.js'
import { isOnDevice } from '../devices/device-storage.js'
import { float32, float64 } from '../base/dtype.js'
import type { Tensor } from '../tensor/tensor.js'

export type Floats = Float32Array | Float64Array

export interface Rounding {
  round(x: number): number
  /** `a * b + c`, rounded once. */
  fma(a: number, b: number, c: number): number
}

const single: Rounding = {
  round: Math.fround,
  // The product of two float32 is exact in float64.
  fma: (a, b, c) => Math.fround(a * b + c),
}
const double: Rounding = {
  round: (x) => x,
  fma: (a, b, c) => (Math.abs(a) < 2 ** 996 && Math.abs(b) < 2 ** 996 ? fma(a, b, c) : a * b + c),
}

/**
 * The rounding of these tensors, where a plain loop can take the step: float32 or float64, all of one shape and
 * without gaps, in the CPU's memory. Null where ops have to.
 */
export function roundingOf(param: Tensor, ...others: (Tensor | null)[]): Rounding | null {
  const { dtype, count } = param
  const rounding = dtype === float32 ? single : dtype === float64 ? double : null
  if (rounding === null || modes.grad || !param.contiguousFlag || isOnDevice(param)) return null
  for (const other of others)
    if (other !== null && !(other.contiguousFlag && other.dtype === dtype && other.count === count))
      return null
  return rounding
}

/** The memory of a tensor, for `roundingOf`'s loops. */
export const floatsOf = (tensor: Tensor): Floats => tensor.storage.array as Floats

/** `base ** exponent` for a whole exponent, to the last digit: squares with their rounding errors carried along. */
export function power(base: number, exponent: number): number {
  let [result, resultError, square, squareError] = [1, 0, base, 0]
  for (let left = exponent; left > 0; left = Math.floor(left / 2)) {
    if (left % 2 === 1) {
      const product = result * square
      resultError = fma(result, square, -product) + (result * squareError + resultError * square)
      result = product
    }
    const product = square * square
    squareError = fma(square, square, -product) + 2 * square * squareError
    square = product
  }
  return result + resultError
}
