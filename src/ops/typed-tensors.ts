// Tensors and storages made by the name of their type, as PyTorch did before there were dtypes: `torch.FloatTensor(2, 3)`,
// `torch.LongStorage([1, 2])`, `x.new(4)`.
import * as types from '../base/dtype.js'
import { type DType, get_default_dtype } from '../base/dtype.js'
import { cName, RuntimeError, TypeError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { cpu, type Device, strided, toDevice } from '../base/scalar.js'
import { Size } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { emptyTensor, Tensor } from '../tensor/tensor.js'
import { checked } from '../engine/checked.js'
import { call } from '../engine/functions.js'
import { onto } from '../engine/place.js'
import { mismatch } from '../engine/wrong-call.js'
import { isNumpyArray } from '../text/numpy-text.js'
import { tensorFromData } from './shape/tensor-data.js'
import { classOf } from './shape/storage-types.js'
import { allOf, checkStorageType, isStorage } from './shape/typed-storage.js'

export * from './shape/storage-types.js'

/** Whether a value is the memory of a tensor, as `x.storage()` gives it. */
export const is_storage = checked('is_storage(any obj) -> bool', (obj: unknown): boolean => isStorage(obj))

// ---- tensors ----

const forms = [
  '(*, torch.device device)',
  '(torch.Storage storage)',
  '(Tensor other)',
  '(tuple of ints size, *, torch.device device)',
  '(object data, *, torch.device device)',
]

/** What the old constructors make: a tensor of this dtype on this device. */
interface Kind {
  readonly dtype: DType
  readonly device: Device
  /** Whether tensors and storages of other dtypes are refused; `torch.Tensor` itself takes tensors as they are. */
  readonly isStrict: boolean
}

type Keywords = Record<string, unknown>

/** The error of a call that fits none of the forms. */
function noForm(given: readonly unknown[], keywords: Keywords): TypeError {
  const shown = [
    ...given.map(typeName),
    ...Object.entries(keywords).map(([key, value]) => `${key}=${typeName(value)}`),
  ]
  return new TypeError(
    `new() received an invalid combination of arguments - got (${shown.join(', ')}${given.length === 0 ? ', ' : ''}), but ` +
      `expected one of:\n${forms.map((form) => ` * ${form}\n${mismatch(form, given, keywords)}`).join('')}`,
  )
}

const emptyOf = checked('new(int[] size) -> Tensor', (size: number[]): readonly number[] => {
  const negative = size.find((item) => item < 0)
  if (negative !== undefined)
    throw new RuntimeError(
      `Trying to create tensor with negative dimension ${negative}: [${size.join(', ')}]`,
    )
  return size
}) as unknown as (...sizes: unknown[]) => readonly number[]

const isInt = (value: unknown): boolean =>
  typeof value === 'bigint' ||
  Number.isInteger(value) ||
  (value instanceof Tensor && value.count === 1 && value.dtype.isIntegral)

const optionsText = (dtype: DType, device: Device): string =>
  `TensorOptions(dtype=${cName(dtype.scalarName)}, device=${device}, layout=Strided, requires_grad=false (default), ` +
  'pinned_memory=false (default), memory_format=(nullopt))'

/** The same memory as another tensor, in the graph behind it. */
function sameAs(other: Tensor, { dtype, device, isStrict }: Kind): Tensor {
  const isOther = other.dtype !== dtype || other.device.type !== device.type
  if (isStrict && isOther)
    throw new TypeError(
      `expected ${optionsText(dtype, device)} (got ${optionsText(other.dtype, other.device)})`,
    )
  return other.requires_grad ? (call('alias', [other]) as Tensor) : other.detach()
}

/** `torch.FloatTensor(…)` with any of its arguments. */
function legacyNew(args: readonly unknown[], kind: Kind): Tensor {
  const last = args.at(-1)
  const keywords: Keywords = isKeywords(last) ? last : {}
  const given = isKeywords(last) ? args.slice(0, -1) : args
  const { device, ...named } = keywords
  const names = Object.keys(named)
  const isPositional = given.length > 0
  const isKnown =
    names.length === 0 ||
    (!isPositional && names.length === 1 && /^(size|data|other|storage)$/.test(names[0]))
  if (!isKnown) throw noForm(given, keywords)
  if (device !== undefined && device !== null) {
    const asked = toDevice(device as string)
    if (asked.type !== kind.device.type)
      throw new RuntimeError(
        `legacy constructor expects device type: ${kind.device.type} but device type: ${asked.type} was passed`,
      )
  }
  const values = isPositional ? given : names.map((name) => named[name])
  const [value] = values
  const empty = (sizes: readonly number[]): Tensor => emptyTensor(sizes, kind.dtype, kind.device)
  if (values.length === 0) return empty([0])
  if (names[0] === 'size') return empty(emptyOf(value))
  if (values.length > 1) {
    if (!isInt(value)) throw noForm(given, keywords)
    return empty(emptyOf(...values.map((item) => (typeof item === 'boolean' ? Number(item) : item))))
  }
  if (isStorage(value)) {
    checkStorageType(value, kind.dtype, kind.dtype.scalarName)
    return allOf(value.memory.as(kind.dtype))
  }
  if (value instanceof Tensor) return sameAs(value, kind)
  if (value instanceof Size) return empty([...value])
  if (isInt(value)) return empty(emptyOf(value))
  const isBytes =
    Object.prototype.toString.call(value) === '[object Uint8Array]' && typeName(value) === 'bytes'
  if (typeof value === 'string' || isBytes)
    throw new TypeError(`new(): invalid data type '${typeName(value)}'`)
  if (!Array.isArray(value) && !ArrayBuffer.isView(value) && !isNumpyArray(value))
    throw new TypeError(`new(): data must be a sequence (got ${typeName(value)})`)
  return onto(tensorFromData(value, kind.dtype, false), kind.device)
}

/** `torch.Tensor(2, 3)`, uninitialized, and `torch.Tensor([1, 2])`, both of the default dtype. */
export const legacyTensor = (...args: unknown[]): Tensor =>
  legacyNew(args, { dtype: get_default_dtype(), device: cpu, isStrict: false })

/** `x.new(…)`: as the constructor of the type that `x` has, on its device. */
export const newLike = (self: Tensor, args: readonly unknown[]): Tensor =>
  legacyNew(args, { dtype: self.dtype, device: self.device, isStrict: true })

/** A type of tensors by name: makes such, tells them by `instanceof`, and is what `x.type` converts to. */
export interface TensorType {
  (...args: unknown[]): Tensor
  new (...args: unknown[]): Tensor
  readonly dtype: DType
  readonly is_cuda: boolean
  readonly layout: typeof strided
}

function tensorType(dtype: DType): TensorType {
  const kind: Kind = { dtype, device: cpu, isStrict: true }
  return classOf(
    `${dtype.scalarName}Tensor`,
    (args) => legacyNew(args, kind),
    (value) => value instanceof Tensor && value.dtype === dtype && value.device.type === 'cpu',
    { dtype, is_cuda: false, layout: strided },
  )
}

export const BFloat16Tensor = tensorType(types.bfloat16)
export const BoolTensor = tensorType(types.bool)
export const ByteTensor = tensorType(types.uint8)
export const CharTensor = tensorType(types.int8)
export const DoubleTensor = tensorType(types.float64)
export const FloatTensor = tensorType(types.float32)
export const HalfTensor = tensorType(types.float16)
export const IntTensor = tensorType(types.int32)
export const LongTensor = tensorType(types.int64)
export const ShortTensor = tensorType(types.int16)

export { returnTypes } from './return-types.js'
