// Storages as PyTorch shows them: the numbers behind a tensor and its views in one row, with a dtype or as bytes.
import * as types from '../../base/dtype.js'
import type { DType } from '../../base/dtype.js'
import { AttributeError, check, IndexError, RuntimeError, TypeError } from '../../base/errors.js'
import { type Device, Float, rememberFloats, type Scalar, Slice } from '../../base/scalar.js'
import { pythonType, typeName } from '../../base/type-name.js'
import { allocate } from '../../memory/allocate.js'
import type { Storage } from '../../memory/storage.js'
import { VersionCounter } from '../../memory/storage.js'
import { Tensor } from '../../tensor/tensor.js'
import { castTo } from '../../engine/copy.js'
import { type PrintsItself, reprSymbol } from '../../text/repr.js'

/** All elements of a memory, as a tensor on it. */
export const allOf = (memory: Storage): Tensor =>
  new Tensor(memory, memory.dtype, [memory.length], [1], 0, true, new VersionCounter())

/** The class of a value as Python prints it. */
export const classText = (value: unknown): string => {
  const name = value instanceof Tensor ? `torch.${typeName(value)}` : typeName(value)
  return `<class '${name}'>`
}

/** What storages with a dtype and those of bytes share. */
abstract class AnyStorage implements PrintsItself {
  /** Where the numbers lie, under the dtype in which they are shown. */
  readonly memory: Storage

  constructor(memory: Storage) {
    this.memory = memory
  }

  get dtype(): DType {
    return this.memory.dtype
  }
  get device(): Device {
    return this.memory.device
  }
  get is_cuda(): boolean {
    return this.device.type === 'gpu'
  }
  get is_sparse(): boolean {
    return false
  }

  /** How many elements there are. */
  size(): number {
    return this.memory.length
  }
  __len__(): number {
    return this.size()
  }
  element_size(): number {
    return this.dtype.itemsize
  }
  nbytes(): number {
    return this.size() * this.element_size()
  }
  /** The address: that of a tensor which begins at the first element. */
  data_ptr(): number {
    return allOf(this.memory).data_ptr()
  }
  is_pinned(): boolean {
    return false
  }
  is_shared(): boolean {
    return false
  }
  get_device(): number {
    return allOf(this.memory).get_device()
  }
  pin_memory(): never {
    throw new RuntimeError('pin_memory() is left out here: no device copies from pinned memory')
  }
  share_memory_(): never {
    throw new RuntimeError(
      'share_memory_() is left out here: there are no other processes to share memory with',
    )
  }

  /** All elements as a list. */
  tolist(): Scalar[] {
    return allOf(this.memory).tolist() as Scalar[]
  }
  *[Symbol.iterator](): Iterator<Scalar> {
    for (let i = 0; i < this.size(); i++) yield this.#item(i)
  }

  /** An element as Python has it: a whole number of a floating type stays a float. */
  #item(i: number): Scalar {
    const value = allOf(this.memory).viewAs([], [], i).item() as Scalar
    const isWhole = Number.isInteger(value) && this.dtype.is_floating_point
    return isWhole ? new Float(value as number) : value
  }

  /** `storage[i]` */
  __getitem__(index: unknown): Scalar {
    if (index instanceof Slice) {
      if (this instanceof TypedStorage)
        throw new RuntimeError('slices are only supported in UntypedStorage.__getitem__')
      throw new RuntimeError('slices of storages are left out here: take them of the tensor, or of tolist()')
    }
    if (!isInt(index)) throw new RuntimeError(`can't index a ${classText(this)} with ${classText(index)}`)
    const i = Number(index)
    const length = this.size()
    if (i < -length || i >= length)
      throw new IndexError(`index ${i} out of range for storage of size ${length}`)
    return this.#item(i < 0 ? i + length : i)
  }

  /** `storage[i] = value`, and `storage[a:b] = value` */
  __setitem__(index: unknown, value: unknown): void {
    const isSlice = index instanceof Slice
    if (!isInt(index) && !isSlice)
      throw new RuntimeError(`can't index a ${classText(this)} with ${classText(index)}`)
    const all = allOf(this.memory)
    if (typeof value === 'string' || value === null || typeof value === 'undefined' || Array.isArray(value))
      throw new TypeError(`can't assign a ${typeName(value)} to a ${all.type() as string}`)
    const length = this.size()
    if (!isSlice && (Number(index) < -length || Number(index) >= length))
      throw new IndexError(`index ${Number(index)} is out of bounds for dimension 0 with size ${length}`)
    all.index_put_([index as number], value as Scalar)
  }

  /** Writes one value to all elements. */
  fill_(value: Scalar): this {
    allOf(this.memory).fill_(value)
    return this
  }

  /** Makes room for `size` elements; all tensors on the storage keep theirs. */
  resize_(size: number): void {
    const { memory } = this
    if (!Number.isInteger(size))
      throw new TypeError(`'${typeName(size)}' object cannot be interpreted as an integer`)
    check(size >= 0, () => `resize_: there are no storages of ${size} elements`)
    check(
      size >= memory.length,
      () =>
        `resize_() to fewer elements is left out here: tensors on the storage would lose those that they have ` +
        `(${memory.length}, asked for ${size})`,
    )
    check(!memory.isForeign && memory.isHere, () => 'Trying to resize storage that is not resizable')
    if (size > memory.length) memory.moveTo(allocate(memory.dtype, size))
  }

  /** The memory of `source`, as a storage of the same kind; lengths must agree. */
  protected take(source: unknown): this {
    if (!(source instanceof AnyStorage))
      throw new AttributeError(`'${typeName(source)}' object has no attribute 'untyped'`)
    check(source.size() === this.size(), () => 'size does not match')
    allOf(this.memory).copy_(allOf(source.memory))
    return this
  }

  [reprSymbol](repr: (value: unknown) => string): string {
    const lines = Array.from(this, (value) => ` ${repr(value)}`)
    const dtype = this instanceof TypedStorage ? `dtype=${this.dtype}, ` : ''
    return (
      (lines.length === 0 ? ' ' : lines.join('\n')) +
      `\n[${this[pythonType]}(${dtype}device=${this.device}) of size ${this.size()}]`
    )
  }
  abstract get [pythonType](): string
}

const isInt = (value: unknown): boolean => Number.isInteger(value) || typeof value === 'bigint'

/** The numbers behind a tensor with their dtype: what `x.storage()` gives, and `torch.FloatStorage([1, 2])`. */
export class TypedStorage extends AnyStorage {
  get [pythonType](): string {
    return 'torch.storage.TypedStorage'
  }

  /** The same memory as bytes. */
  untyped(): UntypedStorage {
    return new UntypedStorage(this.memory.as(types.uint8))
  }
  get _storage(): UntypedStorage {
    return this.untyped()
  }
  /** Copies the elements of another storage of the same length. */
  copy_(source: TypedStorage, _non_blocking?: boolean): this {
    return this.take(source)
  }
  clone(): TypedStorage {
    return new TypedStorage(allOf(this.memory).clone().memory)
  }
  cpu(): TypedStorage {
    return this.memory.isHere ? this : new TypedStorage(allOf(this.memory).cpu().memory)
  }
  /** `'torch.FloatStorage'` */
  type(): string {
    return `torch.${this.is_cuda ? 'cuda.' : ''}${this.pickle_storage_type()}`
  }
  pickle_storage_type(): string {
    return `${this.dtype.scalarName}Storage`
  }
  override tolist(): Scalar[] {
    return rememberFloats([...this])
  }

  /** The elements in another dtype, in new memory; the same memory where it has that dtype. */
  #in(dtype: DType): TypedStorage {
    return new TypedStorage(dtype === this.dtype ? this.memory : castTo(allOf(this.memory), dtype).memory)
  }
  bfloat16(): TypedStorage {
    return this.#in(types.bfloat16)
  }
  bool(): TypedStorage {
    return this.#in(types.bool)
  }
  byte(): TypedStorage {
    return this.#in(types.uint8)
  }
  char(): TypedStorage {
    return this.#in(types.int8)
  }
  complex_double(): TypedStorage {
    return this.#in(types.complex128)
  }
  complex_float(): TypedStorage {
    return this.#in(types.complex64)
  }
  double(): TypedStorage {
    return this.#in(types.float64)
  }
  float(): TypedStorage {
    return this.#in(types.float32)
  }
  half(): TypedStorage {
    return this.#in(types.float16)
  }
  int(): TypedStorage {
    return this.#in(types.int32)
  }
  long(): TypedStorage {
    return this.#in(types.int64)
  }
  short(): TypedStorage {
    return this.#in(types.int16)
  }
}

/** The memory behind a tensor as bytes: what `x.storage().untyped()` gives. */
export class UntypedStorage extends AnyStorage {
  get [pythonType](): string {
    return 'torch.storage.UntypedStorage'
  }
  untyped(): UntypedStorage {
    return this
  }
  copy_(source: UntypedStorage, _non_blocking?: boolean): this {
    return this.take(source)
  }
  clone(): UntypedStorage {
    return new UntypedStorage(allOf(this.memory).clone().memory)
  }
  cpu(): UntypedStorage {
    return this
  }
}

/** Whether a value is a storage of either kind. */
export const isStorage = (value: unknown): value is TypedStorage | UntypedStorage =>
  value instanceof AnyStorage

/** Refuses a storage whose elements have another dtype; bytes are taken as any. */
export function checkStorageType(
  source: TypedStorage | UntypedStorage,
  dtype: DType,
  expected: string,
): void {
  if (source instanceof UntypedStorage || source.dtype === dtype) return
  throw new RuntimeError(
    `Expected a Storage of type ${expected} or an UntypedStorage, but got type ${source.dtype.scalarName} for argument 1 ` +
      "'storage'",
  )
}
