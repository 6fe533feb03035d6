// Tensors whose lie in memory is said: `empty_strided`, `new_empty_strided`.
import { get_default_device, resolveDevice } from '../../devices/device.js'
import { type DType, get_default_dtype } from '../../base/dtype.js'
import { check, checkNumel, RuntimeError } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { cpu, type Device, type NamedConstant } from '../../base/scalar.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { op } from '../../engine/op.js'

function strided(size: Sizes, stride: Sizes, dtype: DType, device: Device): Tensor {
  check(
    size.length === stride.length,
    () => `dimensionality of sizes (${size.length}) must match dimensionality of strides (${stride.length})`,
  )
  const negative = size.find((n) => n < 0)
  if (negative !== undefined)
    throw new RuntimeError(
      `Trying to create tensor with negative dimension ${negative}: [${size.join(', ')}]`,
    )
  checkNumel(size)
  const reach = size.reduce((most, n, k) => most + (n - 1) * stride[k], 1)
  check(
    stride.every((step) => step >= 0),
    () =>
      `Storage size calculation overflowed with sizes=[${size.join(', ')}] and strides=[${stride.join(', ')}]`,
  )
  const count = size.includes(0) ? 0 : reach
  checkNumel([count])
  const result = emptyTensor([count], dtype, device)
  result.setGeometry(size, stride, 0)
  return result
}

const place = (layout: NamedConstant | null, device: Device | null, otherwise: Device | null): Device => {
  if (layout && layout.name !== 'strided')
    throw new RuntimeError(`layout ${layout} is not supported: only torch.strided is`)
  return resolveDevice(device ?? otherwise ?? get_default_device()) ?? cpu
}

op('empty_strided(int[] size, int[] stride, *, ...options) -> Tensor', {
  doc: 'A tensor whose elements are whatever was in memory, with the strides asked for.',
  example: ['torch.empty_strided([2, 3], [1, 2]).stride()', '(1, 2)'],
  backward: 'none',
  device: true,
  compute: (
    size: number[],
    stride: number[],
    dtype: DType | null,
    layout: NamedConstant | null,
    device: Device | null,
  ) => strided(size, stride, dtype ?? get_default_dtype(), place(layout, device, null)),
})
op('new_empty_strided(Tensor self, int[] size, int[] stride, *, ...options) -> Tensor', {
  doc: "A tensor whose elements are whatever was in memory, with the strides asked for and this tensor's dtype.",
  example: ['torch.ones(1).new_empty_strided([2, 3], [1, 2]).stride()', '(1, 2)'],
  variants: 'method',
  backward: 'none',
  device: true,
  compute: (
    self: Tensor,
    size: number[],
    stride: number[],
    dtype: DType | null,
    layout: NamedConstant | null,
    device: Device | null,
  ) => strided(size, stride, dtype ?? self.dtype, place(layout, device, self.device)),
})
