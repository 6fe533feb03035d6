// Tensors on memory that is there already: `asarray`, `frombuffer`. Follows torch/csrc/utils/tensor_new.cpp.
import { resolveDevice } from '../../devices/device.js'
import type { DType } from '../../base/dtype.js'
import { check, ValueError } from '../../base/errors.js'
import { cpu, type Device } from '../../base/scalar.js'
import { Tensor } from '../../tensor/tensor.js'
import { onto } from '../../engine/place.js'
import { op } from '../../engine/op.js'
import { foreign, shareMemory, tensorFromData } from './tensor-data.js'

/** `copy`: true makes one in any case, false refuses to, and none where it need not. */
function asArray(
  obj: unknown,
  dtype: DType | null,
  device: Device | null,
  copy: boolean | null,
  requiresGrad: boolean,
): Tensor {
  const there = device === null ? null : (resolveDevice(device) ?? cpu)
  let tensor = obj instanceof Tensor ? obj : shareMemory(obj)
  if (tensor === null) {
    if (copy === false) throw new ValueError("can't alias arbitrary sequence into a tensor.")
    return onto(tensorFromData(obj, dtype, requiresGrad), there ?? cpu).requires_grad_(requiresGrad)
  }
  const isElsewhere = there !== null && there !== tensor.device
  const isOther = dtype !== null && dtype !== tensor.dtype
  const { dtype: own, device: at } = tensor
  if (copy !== false && (copy === true || isElsewhere || isOther)) {
    tensor = isElsewhere || isOther ? tensor.to(there ?? at, dtype ?? own) : tensor.clone()
  } else {
    if (isElsewhere)
      throw new ValueError(`can't alias tensor from device '${String(at)}' to '${String(there)}'.`)
    if (isOther)
      throw new ValueError(
        `can't alias tensor with dtype '${own.scalarName}' into dtype '${dtype.scalarName}'.`,
      )
  }
  return !tensor.is_leaf && !requiresGrad ? tensor.detach() : tensor.requires_grad_(requiresGrad)
}

op(
  'asarray(any obj, *, ScalarType? dtype=None, Device? device=None, bool? copy=None, bool? requires_grad=False) -> Tensor',
  {
    doc:
      'A tensor of the data, on the same memory where that is possible. `copy`: true makes a copy in any case, false ' +
      'refuses to make one.',
    example: ['torch.asarray([1, 2.5])', 'tensor([1.0000, 2.5000])'],
    forward: (
      obj: unknown,
      dtype: DType | null,
      device: Device | null,
      copy: boolean | null,
      requiresGrad: boolean | null,
    ) => asArray(obj, dtype, device, copy, requiresGrad ?? false),
  },
)

/** The bytes of a buffer, of a view of one, or of a NumPy array that lies in order. */
function bytesOf(buffer: unknown): Uint8Array {
  if (buffer instanceof ArrayBuffer || buffer instanceof SharedArrayBuffer) return new Uint8Array(buffer)
  if (ArrayBuffer.isView(buffer)) return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength)
  const tensor = Array.isArray(buffer) ? null : shareMemory(buffer)
  if (tensor === null) throw new ValueError('object does not implement Python buffer protocol.')
  if (!tensor.contiguousFlag) throw new ValueError('ndarray is not C-contiguous')
  const { array } = tensor.memory
  const { slots, itemsize } = tensor.dtype
  const start = array.byteOffset + tensor.offset * slots * array.BYTES_PER_ELEMENT
  return new Uint8Array(array.buffer, start, tensor.count * itemsize)
}

op(
  'frombuffer(any buffer, *, ScalarType dtype, int count=-1, int offset=0, bool requires_grad=False) -> Tensor',
  {
    doc:
      'A tensor of one dimension on the memory of an ArrayBuffer or of a typed array, whatever is in it: `count` numbers of ' +
      'a dtype, from byte `offset` on. A change of one is seen in the other.',
    example: [
      'torch.frombuffer(new Uint8Array([1, 0, 2, 0]), { dtype: torch.int16 })',
      'tensor([1, 2], dtype=torch.int16)',
    ],
    forward: (buffer: unknown, dtype: DType, count: number, offset: number, requiresGrad: boolean) => {
      const bytes = bytesOf(buffer)
      const { length } = bytes
      const { itemsize, ArrayType, slots } = dtype
      const refuse = (holds: boolean, message: string): void => {
        if (!holds) throw new ValueError(message)
      }
      refuse(length > 0 && count !== 0, `both buffer length (${length}) and count (${count}) must not be 0`)
      refuse(
        offset >= 0 && offset < length,
        `offset (${offset} bytes) must be non-negative and no greater than buffer length (${length} bytes) minus 1`,
      )
      const rest = length - offset
      refuse(
        count > 0 || rest % itemsize === 0,
        `buffer length (${rest} bytes) after offset (${offset} bytes) must be a multiple of element size (${itemsize})`,
      )
      const n = count < 0 ? rest / itemsize : count
      refuse(
        n * itemsize <= rest,
        `requested buffer length (${n} * ${itemsize} bytes) after offset (${offset} bytes) must not be greater than ` +
          `actual buffer length (${length} bytes)`,
      )
      const start = bytes.byteOffset + offset
      const { BYTES_PER_ELEMENT } = ArrayType
      check(
        start % BYTES_PER_ELEMENT === 0,
        () =>
          `frombuffer(): ${dtype.name} numbers can only begin at a multiple of ${BYTES_PER_ELEMENT} bytes of the buffer ` +
          `here, not at byte ${start}`,
      )
      return foreign(new ArrayType(bytes.buffer, start, n * slots), dtype).requires_grad_(requiresGrad)
    },
  },
)
