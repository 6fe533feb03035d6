// Functions of the torch namespace that are no ops: questions about tensors and types.
import { defaultGenerator } from '../random/generator.js'
import * as dtype from '../base/dtype.js'
import type { DType } from '../base/dtype.js'
import { RuntimeError, TypeError } from '../base/errors.js'
import { classPaths, typeName } from '../base/type-name.js'
import { general } from '../text/number-text.js'
import { reprSymbol } from '../text/repr.js'
import { noteFloatItem, type Scalar } from '../base/scalar.js'
import { type Element } from '../memory/elements.js'
import { Tensor } from '../tensor/tensor.js'
import { checked } from '../engine/checked.js'
import { pythonic } from '../engine/python-call.js'
import { resultType } from '../engine/promote.js'

/** The generator that random ops draw from when none is given. */
export const default_generator = defaultGenerator

/** Whether a value is a tensor. */
export const is_tensor: (obj: unknown) => obj is Tensor = pythonic(
  'is_tensor(obj)',
  (obj: unknown): obj is Tensor => obj instanceof Tensor,
)
/** What a value's type is called, with the module that declares it; for a tensor, the name of its type. */
export const typename: (o: unknown) => string = pythonic('typename(o)', (o: unknown): string =>
  o instanceof Tensor ? `torch.${o.dtype.scalarName}Tensor` : (classPaths.of(o) ?? typeName(o)),
)
/** Whether the elements of a tensor are floats. */
export const is_floating_point = checked(
  'is_floating_point(Tensor input) -> bool',
  (input: Tensor): boolean => input.is_floating_point(),
)
/** Whether the elements of a tensor are complex numbers. */
export const is_complex = checked('is_complex(Tensor input) -> bool', (input: Tensor): boolean =>
  input.is_complex(),
)
/** Number of elements. */
export const numel = checked('numel(Tensor input) -> int', (input: Tensor): number => input.numel())
/** Whether the only element is not zero. */
export const is_nonzero = checked('is_nonzero(Tensor input) -> bool', (input: Tensor): boolean => {
  if (input.numel() !== 1)
    throw new RuntimeError(
      `Boolean value of Tensor with ${input.numel() === 0 ? 'no values' : 'more than one value'} is ambiguous`,
    )
  const value = input.item<Element>()
  return typeof value === 'object' ? value.re !== 0 || value.im !== 0 : Boolean(value) || Number.isNaN(value)
})

/** The dtype that an op on both would give. */
export const result_type = checked(
  'result_type(Tensor|Scalar tensor, Tensor|Scalar other) -> ScalarType',
  (a: Tensor | Scalar, b: Tensor | Scalar): DType => resultType([a, b]),
)
/** The smallest dtype that holds values of both. */
export const promote_types = checked(
  'promote_types(ScalarType type1, ScalarType type2) -> ScalarType',
  (a: DType, b: DType): DType => dtype.promoteTypes(a, b),
)
/** Whether a cast keeps the category of the values. */
export const can_cast = checked(
  'can_cast(ScalarType from, ScalarType to) -> bool',
  (from: DType, to: DType): boolean => dtype.canCast(from, to),
)

interface FloatLimits {
  readonly bits: number
  readonly eps: number
  readonly max: number
  readonly tiny: number
  readonly resolution: number
}

const floatLimits: Record<string, FloatLimits> = {
  float16: { bits: 16, eps: 2 ** -10, max: 65504, tiny: 2 ** -14, resolution: 1e-3 },
  bfloat16: { bits: 16, eps: 2 ** -7, max: 3.3895313892515355e38, tiny: 2 ** -126, resolution: 1e-2 },
  float32: { bits: 32, eps: 2 ** -23, max: 3.4028234663852886e38, tiny: 2 ** -126, resolution: 1e-6 },
  float64: { bits: 64, eps: 2 ** -52, max: Number.MAX_VALUE, tiny: 2 ** -1022, resolution: 1e-15 },
}

/** As C++'s streams write a number: six digits. */
const short = (value: number | bigint): string => general(Number(value), 6)

/** Limits of a floating point type. */
export class FloatInfo {
  readonly bits: number
  readonly eps: number
  readonly max: number
  readonly min: number
  readonly tiny: number
  readonly smallest_normal: number
  readonly resolution: number
  readonly dtype: string

  constructor(type: DType = dtype.get_default_dtype()) {
    const real = dtype.toReal(type)
    if (!real.is_floating_point)
      throw new TypeError(
        `torch.finfo() requires a floating point input type. Use torch.iinfo to handle '${type.name}'`,
      )
    const limits = floatLimits[real.name]
    this.bits = limits.bits
    this.eps = limits.eps
    this.max = limits.max
    this.min = -limits.max
    this.tiny = limits.tiny
    this.smallest_normal = limits.tiny
    this.resolution = limits.resolution
    this.dtype = real.name
    // The greatest ones are whole numbers.
    for (const name of ['max', 'min'] as const) noteFloatItem(this, name, this[name])
  }

  [reprSymbol](): string {
    return (
      `finfo(resolution=${short(this.resolution)}, min=${short(this.min)}, max=${short(this.max)}, ` +
      `eps=${short(this.eps)}, smallest_normal=${short(this.smallest_normal)}, tiny=${short(this.tiny)}, ` +
      `dtype=${this.dtype})`
    )
  }
}

/** Limits of an integer type. */
export class IntInfo {
  readonly bits: number
  readonly max: number | bigint
  readonly min: number | bigint
  readonly dtype: string

  constructor(type: DType) {
    if (!type.isIntegral)
      throw new TypeError(
        `torch.iinfo() requires an integer input type. Use torch.finfo to handle '${type.name}'`,
      )
    this.bits = type.itemsize * 8
    const half = 2n ** BigInt(this.bits - 1)
    const [low, high] = type.is_signed ? [-half, half - 1n] : [0n, 2n * half - 1n]
    this.min = this.bits === 64 ? low : Number(low)
    this.max = this.bits === 64 ? high : Number(high)
    this.dtype = type.name
  }

  [reprSymbol](): string {
    return `iinfo(min=${short(this.min)}, max=${short(this.max)}, dtype=${this.dtype})`
  }
}

/** Limits of a floating point type: `torch.finfo(torch.float32).eps`. */
export const finfo = checked(
  'finfo(ScalarType type=None) -> any',
  (type?: DType | null): FloatInfo => new FloatInfo(type ?? undefined),
)
/** Limits of an integer type: `torch.iinfo(torch.int8).max`. */
export const iinfo = checked('iinfo(ScalarType type) -> any', (type: DType): IntInfo => new IntInfo(type))
