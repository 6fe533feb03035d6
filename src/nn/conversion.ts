// What `module.to(…)` does to each parameter and buffer: moves it, and casts what is floating-point.
import { DType } from '../base/dtype.js'
import { TypeError } from '../base/errors.js'
import type { Device } from '../base/scalar.js'
import type { Tensor } from '../tensor/tensor.js'

/** A dtype, a device, or both by name. */
export type ConversionTarget = DType | Device | string | { dtype?: DType; device?: Device | string } | null

/** @throws TypeError where the dtype holds no numbers with a fraction */
export function conversionTo(given: readonly ConversionTarget[]): (tensor: Tensor) => Tensor {
  const targets = given.filter((target) => target !== null && target !== undefined)
  const dtype = targets
    .map((target) =>
      target instanceof DType
        ? target
        : typeof target === 'object' && 'dtype' in target
          ? target.dtype
          : undefined,
    )
    .find((found) => found !== undefined)
  if (dtype !== undefined && !dtype.is_floating_point && !dtype.is_complex)
    throw new TypeError(
      `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=${dtype.toString()}`,
    )
  return (tensor) => {
    let result = tensor
    for (const target of targets) {
      if (target instanceof DType) continue
      const device = typeof target === 'object' && 'device' in target ? target.device : target
      if (typeof device === 'string' || (typeof device === 'object' && 'type' in device))
        result = result.to(device)
    }
    const casts = dtype !== undefined && (tensor.is_floating_point() || tensor.is_complex())
    return casts ? result.to(dtype) : result
  }
}
