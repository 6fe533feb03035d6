// Storages made by the name of their type, `torch.LongStorage([1, 2])`, and what they are made of.
import * as types from '../../base/dtype.js'
import { type DType, get_default_dtype } from '../../base/dtype.js'
import { RuntimeError, TypeError, ValueError } from '../../base/errors.js'
import { isKeywords } from '../../base/keywords.js'
import { typeName } from '../../base/type-name.js'
import { allocate } from '../../memory/allocate.js'
import { Storage } from '../../memory/storage.js'
import type { Tensor } from '../../tensor/tensor.js'
import { tensorFromData } from './tensor-data.js'
import { classText, TypedStorage, UntypedStorage } from './typed-storage.js'

type Keywords = Record<string, unknown>

/** A function that answers as a class does, with or without `new`. */
export function classOf<T>(
  name: string,
  make: (args: unknown[]) => object,
  has: (value: unknown) => boolean,
  more: object,
): T {
  const Class = {
    [name]: function (...args: unknown[]): object {
      return make(args)
    },
  }[name]
  Object.defineProperties(Class, {
    // Only of a class is the prototype fixed; see functionRepr in text/repr.ts.
    prototype: { writable: false },
    [Symbol.hasInstance]: { value: has },
    ...Object.getOwnPropertyDescriptors(more),
  })
  return Class as T
}

/** A type of storages by name. */
export interface StorageType {
  (...args: unknown[]): TypedStorage
  new (...args: unknown[]): TypedStorage
  readonly dtype: DType
  /** The bytes of a buffer as elements, copied. */
  from_buffer(buffer: ArrayBufferView, byte_order?: string | { byte_order?: string }): TypedStorage
}

const storageForms =
  '.__new__ received an invalid combination of arguments. Expected one of:\n' +
  ' * no arguments\n * (int size)\n * (Sequence data)\n * (*, UntypedStorage wrap_storage)\n'

/** A new memory of `size` elements. */
function memoryFor(size: number, dtype: DType): Storage {
  if (size < 0) throw new RuntimeError(`alloc_cpu() seems to have been called with negative number: ${size}`)
  return new Storage(allocate(dtype, size), dtype)
}

/** What a storage is made of: nothing, a number of elements, elements, or the memory of another. */
function storageFrom(dtype: DType, args: readonly unknown[], called: string): TypedStorage {
  const last = args.at(-1)
  const keywords: Keywords = isKeywords(last) ? last : {}
  const given = isKeywords(last) ? args.slice(0, -1) : args
  const refuse = (Class: typeof TypeError | typeof RuntimeError, why: string): Error =>
    new Class(`<class 'torch.${called}'>${storageForms}${why}`)
  for (const key of Object.keys(keywords))
    if (key !== 'wrap_storage') throw refuse(RuntimeError, `Keyword argument '${key}' cannot be specified`)
  if (given.length > ('wrap_storage' in keywords ? 0 : 1))
    throw refuse(RuntimeError, 'Too many positional arguments')
  if ('wrap_storage' in keywords) {
    const wrapped = keywords['wrap_storage']
    if (!(wrapped instanceof UntypedStorage))
      throw refuse(TypeError, `Argument type must be UntypedStorage, but got ${classText(wrapped)}`)
    return new TypedStorage(wrapped.memory.as(dtype))
  }
  const [value] = given
  if (given.length === 0) return new TypedStorage(memoryFor(0, dtype))
  if (typeof value === 'number' && Number.isInteger(value)) return new TypedStorage(memoryFor(value, dtype))
  if (typeof value === 'string') throw new TypeError("new(): invalid data type 'str'")
  if (!Array.isArray(value) && !ArrayBuffer.isView(value))
    throw refuse(TypeError, `Argument type not recognized: ${classText(value)}`)
  const data = tensorFromData(value, dtype, false)
  return new TypedStorage(data.contiguous().memory)
}

function fromBuffer(dtype: DType, buffer: unknown, order: unknown): TypedStorage {
  const byteOrder = isKeywords(order) ? order['byte_order'] : order
  if (!ArrayBuffer.isView(buffer))
    throw new TypeError(`a bytes-like object is required, not '${typeName(buffer)}'`)
  const { itemsize } = dtype
  if (itemsize > 1 && byteOrder === undefined)
    throw new RuntimeError("function missing required argument 'byte_order' (pos 2)")
  if (byteOrder !== undefined && !['native', 'little', 'big'].includes(byteOrder as string))
    throw new ValueError(`invalid byte_order '${String(byteOrder)}' (expected 'big', 'little', or 'native')`)
  const bytes = Uint8Array.from(new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.byteLength))
  if (bytes.length % itemsize !== 0)
    throw new ValueError(`buffer size (${bytes.length}) must be a multiple of element size (${itemsize})`)
  const part = dtype.ArrayType.BYTES_PER_ELEMENT
  if (byteOrder === 'big') for (let i = 0; i < bytes.length; i += part) bytes.subarray(i, i + part).reverse()
  return new TypedStorage(new Storage(new dtype.ArrayType(bytes.buffer), dtype))
}

function storageType(dtype: DType): StorageType {
  const name = `${dtype.scalarName}Storage`
  return classOf(
    name,
    (args) => storageFrom(dtype, args, name),
    (value) => value instanceof TypedStorage && value.dtype === dtype && !value.is_cuda,
    { dtype, from_buffer: (buffer: unknown, order?: unknown) => fromBuffer(dtype, buffer, order) },
  )
}

export const BFloat16Storage = storageType(types.bfloat16)
export const BoolStorage = storageType(types.bool)
export const ByteStorage = storageType(types.uint8)
export const CharStorage = storageType(types.int8)
export const ComplexDoubleStorage = storageType(types.complex128)
export const ComplexFloatStorage = storageType(types.complex64)
export const DoubleStorage = storageType(types.float64)
export const FloatStorage = storageType(types.float32)
export const HalfStorage = storageType(types.float16)
export const IntStorage = storageType(types.int32)
export const LongStorage = storageType(types.int64)
export const ShortStorage = storageType(types.int16)

const storageTypes: readonly StorageType[] = [
  BFloat16Storage,
  BoolStorage,
  ByteStorage,
  CharStorage,
  ComplexDoubleStorage,
  ComplexFloatStorage,
  DoubleStorage,
  FloatStorage,
  HalfStorage,
  IntStorage,
  LongStorage,
  ShortStorage,
]

/** The type of a tensor's storage: `torch.FloatStorage`. */
export const storageTypeOf = (tensor: Tensor): StorageType =>
  storageTypes.find(({ dtype }) => dtype === tensor.dtype) as StorageType

/** The type of storages that numbers without a dtype go to: `torch.Storage`. */
export const storageOfDefault = (): StorageType =>
  storageTypes.find(({ dtype }) => dtype === get_default_dtype()) as StorageType

/** `torch.TypedStorage([1, 2], dtype=torch.int32)` */
export const callableTypedStorage = classOf<typeof TypedStorage & ((...args: unknown[]) => TypedStorage)>(
  'TypedStorage',
  (args) => {
    const last = args.at(-1)
    const { dtype = get_default_dtype(), device: _device, ...keywords } = isKeywords(last) ? last : {}
    const given = isKeywords(last) ? [...args.slice(0, -1), keywords] : args
    return storageFrom(dtype as DType, given, 'storage.TypedStorage')
  },
  (value) => value instanceof TypedStorage,
  {},
)
/** `torch.UntypedStorage(4)`: bytes. */
export const callableUntypedStorage = classOf<
  typeof UntypedStorage & ((...args: unknown[]) => UntypedStorage)
>(
  'UntypedStorage',
  (args) => storageFrom(types.uint8, args, 'storage.UntypedStorage').untyped(),
  (value) => value instanceof UntypedStorage,
  {},
)
// So that `type(x.storage())` is what the namespace has under that name.
for (const Class of [callableTypedStorage, callableUntypedStorage])
  Object.defineProperty(
    (Class === callableTypedStorage ? TypedStorage : UntypedStorage).prototype,
    'constructor',
    {
      value: Class,
      configurable: true,
      writable: true,
    },
  )
/** `torch.storage`: where PyTorch declares these. */
export const storageModule = { TypedStorage: callableTypedStorage, UntypedStorage: callableUntypedStorage }
