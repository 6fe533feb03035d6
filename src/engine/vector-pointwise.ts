// Runs scalar formulas on large operands with vectors, before anything is cast or walked: operands of narrower dtypes are
// widened as they are read, rows and single elements are broadcast, planes go one after the other.
import type { DType } from '../base/dtype.js'
import { broadcastStrides } from '../base/layout.js'
import { collapse, innerOrder } from '../base/walk.js'
import type { Loop } from '../kernels/loops.js'
import type { Known, Strided } from '../kernels/strided.js'
import { loadVectors } from '../kernels/wasm/load.js'
import { Tensor } from '../tensor/tensor.js'
import { castTo } from './copy.js'
import { arrayOf } from './plan.js'

/** Planes smaller than this cost more to start than they save. */
const PLANE_FROM = 1024

type Formula = (...values: never[]) => unknown

/**
 * Writes a formula of the values to `out`; false where nothing was done, because vectors cannot.
 *
 * @param compute what the formula computes in
 * @param reference the loop for what is left over, if all operands have that dtype
 */
export function runOnVectors(
  formula: Formula,
  compute: DType,
  out: Tensor,
  values: readonly unknown[],
  reference: () => Loop,
): boolean {
  const args = values.map((value) =>
    value instanceof Tensor && value.count === 1 && value.dtype !== compute ? castTo(value, compute) : value,
  )
  const tensors = args.filter((arg): arg is Tensor => arg instanceof Tensor)
  const areAlike = tensors.every(({ dtype }) => dtype === compute)
  const strides = tensors.map((tensor) => broadcastStrides(tensor.sizes, tensor.strides, out.sizes))
  const walk = collapse(out.sizes, [out.strides, ...strides], innerOrder(out.sizes, [out.strides]))
  const [width = 1, rows = 1, ...planes] = walk.sizes
  if (planes.length > 0 && width * rows < PLANE_FROM) return false
  const places = walk.strides.map(([inner = 0, outer = 0]) => ({ inner, outer }))
  const at = [out.offset, ...tensors.map((tensor) => tensor.offset)]
  const { mapVectors } = loadVectors()
  const runPlane = (): boolean => {
    const result: Strided = { array: arrayOf(out), at: at[0], dtype: out.dtype, ...places[0] }
    let seen = 0
    const operands = args.map((arg): Strided | Known => {
      if (!(arg instanceof Tensor)) return arg as Known
      const k = ++seen
      return { array: arrayOf(arg), at: at[k], dtype: arg.dtype, ...places[k] }
    })
    const byReference = (row: number, from: number, count: number): void => {
      const call = operands.flatMap((operand): unknown[] =>
        typeof operand === 'object' && operand !== null
          ? [operand.array, operand.at + row * operand.outer + from * operand.inner, operand.inner]
          : [operand],
      )
      reference()(
        count,
        result.array,
        result.at + row * result.outer + from * result.inner,
        result.inner,
        ...call,
      )
    }
    return mapVectors(formula, compute, result, operands, width, rows, areAlike ? byReference : null)
  }
  const visit = (dim: number): boolean => {
    if (dim < 2) return runPlane()
    for (let i = 0; i < walk.sizes[dim]; i++) {
      if (!visit(dim - 1)) {
        if (i === 0) return false
        throw new Error('internal: a part of the planes ran on vectors')
      }
      for (let k = 0; k < at.length; k++) at[k] += walk.strides[k][dim]
    }
    for (let k = 0; k < at.length; k++) at[k] -= walk.sizes[dim] * walk.strides[k][dim]
    return true
  }
  return visit(walk.sizes.length - 1)
}
