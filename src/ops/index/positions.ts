/** What the index of gather, scatter and index_add means: places in memory, checked against their bounds. */
import { float32, int64 } from '../../base/dtype.js'
import { check, RuntimeError } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { copyOf, indexValues, offsetsOf } from '../../engine/cells.js'

export const atLeast1d = (sizes: Sizes): Sizes => (sizes.length === 0 ? [1] : sizes)

export const checkIndexDtype = (name: string, index: Tensor): void =>
  check(index.dtype === int64, () => `${name}(): Expected dtype int64 for index`)

/** Positions in a dimension of `size`; `wraps` allows negative ones. */
export function positionsIn(
  index: Tensor,
  size: number,
  wraps: boolean,
  error: (value: number) => Error,
): Int32Array {
  const values = indexValues(index)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value >= size || value < (wraps ? -size : 0)) throw error(value)
    if (value < 0) values[i] = value + size
  }
  return values
}

/** The offset in `tensor` that each element of `index` means. */
export function targets(tensor: Tensor, dim: number, index: Tensor): Int32Array {
  const { sizes, strides, offset } = tensor
  const size = sizes[dim] ?? 1
  const stride = strides[dim] ?? 1
  // The place along all other dimensions; along `dim` it is the index that counts.
  const rest =
    sizes.length === 0 || index.sizes.length === 0
      ? new Int32Array(index.count).fill(offset)
      : offsetsOf(
          index.sizes,
          strides.map((step, k) => (k === dim ? 0 : step)),
          offset,
        )
  const values = indexValues(index)
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value < 0 || value >= size)
      throw new RuntimeError(`index ${value} is out of bounds for dimension ${dim} with size ${size}`)
    rest[i] += value * stride
  }
  return rest
}

/** `run` on float32 copies where the element type is 16 bits wide, so that arithmetic is on numbers. */
export function inFloat32(self: Tensor, source: Tensor, run: (self: Tensor, source: Tensor) => void): Tensor {
  if (!self.dtype.isHalf) {
    const result = copyOf(self)
    run(result, source)
    return result
  }
  const wide = self.to(float32)
  run(wide, source.to(float32))
  return wide.to(self.dtype)
}
