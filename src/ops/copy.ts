/** Copies elements between tensors, with broadcasting, strides and conversion by C's cast rules. */
import type { DType } from '../tensor/dtype.js'
import { messages, RuntimeError } from '../tensor/errors.js'
import { bfloat16ToNumber, float16ToNumber, numberToBfloat16, numberToFloat16 } from '../tensor/half.js'
import { broadcastShapes, broadcastStrides, forEachRun, sameSizes } from '../tensor/layout.js'
import { emptyTensor, readElement, type Tensor, toBigInt64, writeElement } from '../tensor/tensor.js'
import { compileLoop, type Loop } from './loops.js'

type Conversion = (value: never) => unknown

/** C's cast of a float to int32 on x86: what does not fit becomes the smallest int. */
const toInt32 = (value: number): number => (value > -2147483649 && value < 2147483648 ? value | 0 : -2147483648)

/** To a JavaScript number, from what an array of `dtype` holds. */
function reader(dtype: DType): Conversion {
  if (dtype.name === 'int64') return (value: bigint) => Number(value)
  if (dtype.name === 'float16') return float16ToNumber as Conversion
  if (dtype.name === 'bfloat16') return bfloat16ToNumber as Conversion
  return (value: number) => value
}

function conversion(from: DType, to: DType): Conversion {
  if (from === to) return (value: never) => value
  if (from.name === 'int64') {
    if (to.name === 'bool') return (value: bigint) => value !== 0n
    if (to.isIntegral) return (value: bigint) => Number(BigInt.asIntN(32, value))
  }
  const read = reader(from) as (value: never) => number
  switch (to.name) {
    case 'int64':
      return from.is_floating_point ? (value: never) => toBigInt64(read(value)) : (value: never) => BigInt(read(value))
    case 'bool':
      return (value: never) => read(value) !== 0
    case 'float16':
      return (value: never) => numberToFloat16(read(value))
    case 'bfloat16':
      return (value: never) => numberToBfloat16(read(value))
    case 'int32':
    case 'int16':
    case 'int8':
    case 'uint8':
      return from.is_floating_point ? (value: never) => toInt32(read(value)) : read
    default:
      return read
  }
}

const loops: Loop[] = []

const loopFor = (from: DType, to: DType): Loop =>
  (loops[from.code * 16 + to.code] ??= compileLoop(
    conversion(from, to),
    't',
    to.name === 'bool' && from !== to,
    `copy ${from.name} ${to.name}`,
  ))

/** Writes `src`, broadcast and converted, over `dst`. Knows nothing of graphs or versions. */
export function copyInto(dst: Tensor, src: Tensor): void {
  if (dst.count === 0 && src.count === 0) return
  if (!sameSizes(dst.sizes, src.sizes) && !sameSizes(broadcastShapes(dst.sizes, src.sizes), dst.sizes))
    throw new RuntimeError(messages.inplaceShape(dst.sizes, broadcastShapes(dst.sizes, src.sizes)))
  if (dst.count === 0) return
  let from = src
  if (from.storage === dst.storage && !(from.offset === dst.offset && sameSizes(from.strides, dst.strides))) {
    // The windows may overlap: read everything first.
    from = emptyTensor(src.sizes, src.dtype)
    copyInto(from, src)
  }
  if (from.dtype.is_complex || dst.dtype.is_complex) {
    copySlow(dst, from)
    return
  }
  const loop = loopFor(from.dtype, dst.dtype)
  if (dst.contiguousFlag && from.contiguousFlag && from.count === dst.count) {
    loop(dst.count, dst.storage.array, dst.offset, 1, from.storage.array, from.offset, 1)
    return
  }
  const strides = [dst.strides, broadcastStrides(from.sizes, from.strides, dst.sizes)]
  forEachRun(dst.sizes, strides, [dst.offset, from.offset], (length, inner, at) => {
    loop(length, dst.storage.array, at[0], inner[0], from.storage.array, at[1], inner[1])
  })
}

/** Complex elements take two slots: element by element. */
function copySlow(dst: Tensor, src: Tensor): void {
  const strides = [dst.strides, broadcastStrides(src.sizes, src.strides, dst.sizes)]
  forEachRun(dst.sizes, strides, [dst.offset, src.offset], (length, inner, at) => {
    for (let i = 0; i < length; i++) {
      const value = readElement(src.dtype, src.storage.array, at[1] + i * inner[1])
      // A cast to a real type drops the imaginary part.
      const kept = typeof value === 'object' && !dst.dtype.is_complex ? value.re : value
      writeElement(dst.dtype, dst.storage.array, at[0] + i * inner[0], kept)
    }
  })
}

/** A contiguous copy in another dtype, outside any graph. */
export function castTo(tensor: Tensor, dtype: DType): Tensor {
  const result = emptyTensor(tensor.sizes, dtype)
  copyInto(result, tensor)
  return result
}
