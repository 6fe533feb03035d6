// What `module.to(…)` does to each parameter and buffer: moves it, and casts what is floating-point.
import type { DType } from '../base/dtype.js'
import { RuntimeError, TypeError } from '../base/errors.js'
import type { Device, NamedConstant } from '../base/scalar.js'
import { bind, parseSchema, type Schema } from '../engine/schema.js'
import { explain } from '../engine/wrong-call.js'
import type { Tensor } from '../tensor/tensor.js'

/** A dtype, a device, a tensor whose dtype and device are meant, or keywords. */
export type ConversionTarget =
  | DType
  | Device
  | Tensor
  | string
  | boolean
  | {
      dtype?: DType | null
      device?: Device | string | null
      non_blocking?: boolean
      memory_format?: NamedConstant
    }
  | null

/** The signatures of `torch._C._nn._parse_to`, which reads the arguments there. */
const texts = [
  'to(Device? device=None, ScalarType? dtype=None, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None) -> any',
  'to.dtype(ScalarType dtype, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None) -> any',
  'to.tensor(Tensor tensor, bool non_blocking=False, bool copy=False, *, MemoryFormat? memory_format=None) -> any',
]
let schemas: Schema[] | undefined

interface Target {
  dtype: DType | null
  device: Device | null
  format: NamedConstant | null
}

function targetOf(given: readonly unknown[]): Target {
  schemas ??= texts.map(parseSchema)
  for (const [at, schema] of schemas.entries()) {
    const values = bind(schema, given, false)?.values
    if (!values) continue
    const [copy, format] = values.slice(-2) as [boolean, NamedConstant | null]
    if (copy) throw new RuntimeError('.to() does not accept copy argument')
    if (at === 0) return { device: values[0] as Device | null, dtype: values[1] as DType | null, format }
    if (at === 1) return { device: null, dtype: values[0] as DType, format }
    const { device, dtype } = values[0] as Tensor
    return { device, dtype, format }
  }
  throw explain(
    'to',
    schemas.map((schema) => ({ schema, entry: {} })),
    given,
    false,
  )
}

/** @throws TypeError where the arguments fit no signature, or the dtype holds no numbers with a fraction */
export function conversionTo(given: readonly ConversionTarget[]): (tensor: Tensor) => Tensor {
  const { device, dtype, format } = targetOf(given)
  if (dtype && !dtype.is_floating_point && !dtype.is_complex)
    throw new TypeError(
      `nn.Module.to only accepts floating point or complex dtypes, but got desired dtype=${dtype.toString()}`,
    )
  return (tensor) => {
    let result = device ? tensor.to(device) : tensor
    if (dtype && (tensor.is_floating_point() || tensor.is_complex())) result = result.to(dtype)
    // Images and volumes alone have channels to lay last.
    return format && (tensor.dim() === 4 || tensor.dim() === 5)
      ? result.contiguous({ memory_format: format })
      : result
  }
}
