// What gather and scatter ask of an index for every element.
import { int64 } from '../../base/dtype.js'
import { check, RuntimeError } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import type { Bounds } from '../../engine/picking.js'

export const atLeast1d = (sizes: Sizes): Sizes => (sizes.length === 0 ? [1] : sizes)

export const checkIndexDtype = (name: string, index: Tensor): void =>
  check(index.dtype === int64 || index.count === 0, () => `${name}(): Expected dtype int64 for index`)

export const boundsAlong = (dim: number): Bounds => ({
  error: (value, size) =>
    new RuntimeError(`index ${value} is out of bounds for dimension ${dim} with size ${size}`),
})
