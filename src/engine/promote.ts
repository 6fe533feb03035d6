// What a mix of tensors and numbers computes in: `torch.result_type`.
import * as dtype from '../base/dtype.js'
import { Category, type DType, get_default_dtype, promoteTypes, toComplex } from '../base/dtype.js'
import type { Scalar } from '../base/scalar.js'
import { Complex, isFloatScalar } from '../base/scalar.js'
import { Tensor } from '../tensor/tensor.js'

/** The dtype of a Python number standing alone: int64, bool, or the default float. */
export function scalarDtype(value: Scalar): DType {
  if (typeof value === 'boolean') return dtype.bool
  if (value instanceof Complex) return toComplex(get_default_dtype())
  return isFloatScalar(value) || (typeof value === 'number' && !Number.isInteger(value))
    ? get_default_dtype()
    : dtype.int64
}

/** The higher category decides; within one category the types are promoted (TypeProperties.cpp). */
function combineCategories(higher: DType | null, lower: DType | null): DType | null {
  if (higher === null) return lower
  if (lower === null || higher.is_complex) return higher
  if (higher.category === Category.floating) return lower.is_complex ? toComplex(higher) : higher
  if (higher.category === Category.bool || lower.category >= Category.floating)
    return promoteTypes(higher, lower)
  return higher
}

/**
 * The common dtype of tensors with dimensions, 0-dim tensors and Python numbers, each category of which
 * counts only when the ones before are of a lower kind.
 */
export function resultType(operands: readonly unknown[]): DType {
  let dimensioned: DType | null = null
  let zeroDim: DType | null = null
  let wrapped: DType | null = null
  for (const operand of operands) {
    if (operand === null || operand === undefined) continue
    if (operand instanceof Tensor) {
      if (operand.sizes.length > 0)
        dimensioned = dimensioned === null ? operand.dtype : promoteTypes(dimensioned, operand.dtype)
      else zeroDim = zeroDim === null ? operand.dtype : promoteTypes(zeroDim, operand.dtype)
    } else {
      const type = scalarDtype(operand as Scalar)
      wrapped = wrapped === null ? type : promoteTypes(wrapped, type)
    }
  }
  return combineCategories(dimensioned, combineCategories(zeroDim, wrapped)) ?? get_default_dtype()
}
