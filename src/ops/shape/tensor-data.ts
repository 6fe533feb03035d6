// Reads what a person gives `torch.tensor`: numbers, nested arrays, typed arrays, NumPy arrays, tensors.
import * as types from '../../base/dtype.js'
import { type DType, get_default_dtype, promoteTypes, type TypedArray } from '../../base/dtype.js'
import { RuntimeError, TypeError, ValueError } from '../../base/errors.js'
import { pythonType, typeName } from '../../base/type-name.js'
import { warnOnce } from '../../base/warnings.js'
import { checkFits } from '../../base/limits.js'
import { isNumpyNumber, numpyType, plainNumber } from '../../base/numpy-number.js'
import { Complex, Float, remembersFloats, withFloatItems, isScalar, type Scalar } from '../../base/scalar.js'
import { writeElement } from '../../memory/elements.js'
import { emptyTensor, Tensor, tensorFromArray } from '../../tensor/tensor.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { castTo } from '../../engine/copy.js'
import { scalarDtype } from '../../engine/promote.js'
import { allOf, isStorage } from './typed-storage.js'

const typedArrays: readonly (readonly [new (length: number) => unknown, DType])[] = [
  [Float32Array, types.float32],
  [Float64Array, types.float64],
  [Int8Array, types.int8],
  [Int16Array, types.int16],
  [Int32Array, types.int32],
  [BigInt64Array, types.int64],
  [Uint8Array, types.uint8],
  [Uint8ClampedArray, types.uint8],
]

/** The dtype a typed array's elements have, or null where torch has none. */
function dtypeOfArray(value: unknown): DType | null {
  return typedArrays.find(([Array_]) => value instanceof Array_)?.[1] ?? null
}

/** How deep lists may be nested; one that holds itself has no end. */
const MAX_DIMS = 128

/** Whether a value is a list of items; what stands for the values of a dict, or for bytes, is none to PyTorch. */
const isList = (value: unknown): boolean =>
  (Array.isArray(value) || ArrayBuffer.isView(value)) &&
  (!Object.hasOwn(value, pythonType) || typeName(value) === 'range')

/** A nested array's shape, by its first elements. */
function shapeOf(data: unknown): number[] {
  const sizes: number[] = []
  let at = data
  for (;;) {
    if (isNumpyArray(at)) return [...sizes, ...at.shape]
    if (!isList(at)) return sizes
    if (sizes.length === MAX_DIMS) throw new ValueError("too many dimensions 'list'")
    const list = at as ArrayLike<unknown>
    sizes.push(list.length)
    if (list.length === 0) return sizes
    at = list[0]
  }
}

/** What takes the scalars of a nested array in row-major order. */
interface Taker {
  readonly isEmpty: boolean
  add(value: Scalar, type?: DType): void
}

/** So many scalars that they are read twice, not kept: V8 dies where a list cannot grow. */
const MANY = 2 ** 20

/** The scalars of a nested array, unless there are many, and the dtype that they have in common. */
class Collected implements Taker {
  readonly values: Scalar[] = []
  isEmpty = true
  hasBigint = false
  #dtype: DType | null = null
  #last: DType | null = null

  constructor(readonly areMany: boolean) {}

  add(value: Scalar, type = scalarDtype(value)): void {
    this.isEmpty = false
    if (typeof value === 'bigint') this.hasBigint = true
    if (!this.areMany) this.values.push(value)
    if (type === this.#last) return
    this.#last = type
    this.#dtype = this.#dtype === null ? type : promoteTypes(this.#dtype, type)
  }
  get dtype(): DType {
    return this.#dtype ?? get_default_dtype()
  }
}

/** Collects the scalars, checking that the array is not ragged. See Note [Lists of floats]. */
function flatten(data: unknown, sizes: readonly number[], dim: number, into: Taker): void {
  // Most are plain numbers.
  if (typeof data === 'number' && dim === sizes.length) return into.add(data)
  if (isNumpyArray(data)) {
    warnOnce(
      'Creating a tensor from a list of numpy.ndarrays is extremely slow. Please consider converting the list to a ' +
        'single numpy.ndarray with numpy.array() before converting to a tensor.',
    )
    return flatten(shareMemory(data), sizes, dim, into)
  }
  if (data instanceof Tensor) return flattenTensor(data.detach(), sizes, dim, into)
  if (dim === sizes.length) {
    if (isNumpyNumber(data)) into.add(plainNumber(data) as Scalar, numpyDtype(data[numpyType]))
    else if (isScalar(data)) into.add(data)
    else if (Array.isArray(data) && isList(data))
      throw new TypeError(
        `only elements of one depth can be made a tensor: found a list of length ${data.length} at dim ${dim}`,
      )
    else if (typeName(data) === 'bytes') throw new TypeError("new(): invalid data type 'bytes'")
    else if (typeof data !== 'string') throw new RuntimeError(`Could not infer dtype of ${typeName(data)}`)
    // A text is a sequence to Python, of texts without end.
    else if (dim > 0 && into.isEmpty) throw new ValueError("too many dimensions 'str'")
    else throw new TypeError("new(): invalid data type 'str'")
    return
  }
  const list = data as ArrayLike<unknown>
  if (!isList(list)) throw new TypeError('not a sequence')
  if (list.length !== sizes[dim])
    throw new ValueError(`expected sequence of length ${sizes[dim]} at dim ${dim} (got ${list.length})`)
  const hasFloats = dim === sizes.length - 1 && Array.isArray(list) && remembersFloats(list)
  const items = hasFloats ? withFloatItems(list) : list
  for (let i = 0; i < list.length; i++) flatten(items[i], sizes, dim + 1, into)
}

/** The elements of an array that stands in a list: of the sizes that are left, or a single number. */
function flattenTensor(tensor: Tensor, sizes: readonly number[], dim: number, into: Taker): void {
  const { dtype } = tensor
  for (let i = dim; i < sizes.length; i++)
    if (tensor.sizes[i - dim] === undefined) throw new TypeError('not a sequence')
    else if (tensor.sizes[i - dim] !== sizes[i])
      throw new ValueError(
        `expected sequence of length ${sizes[i]} at dim ${i} (got ${tensor.sizes[i - dim]})`,
      )
  if (tensor.sizes.length > sizes.length - dim && tensor.count !== 1)
    throw new ValueError('only one element tensors can be converted to Python scalars')
  const flat = tensor.is_contiguous() ? tensor : castTo(tensor, dtype)
  for (let i = 0; i < flat.count; i++) {
    const value = flat.elementAt(flat.offset + i)
    into.add(dtype.is_floating_point ? new Float(value as number) : (value as Scalar), dtype)
  }
}

/** Writes scalars into a tensor, one after the other. */
class Written implements Taker {
  readonly isEmpty = false
  readonly #dtype: DType
  readonly #array: TypedArray
  #at = 0

  constructor({ dtype, memory }: Tensor) {
    this.#dtype = dtype
    this.#array = memory.array
  }

  add(value: Scalar): void {
    const dtype = this.#dtype
    if (value instanceof Complex && !dtype.is_complex)
      throw new TypeError(`can't convert complex to ${dtype.is_floating_point ? 'float' : 'int'}`)
    if (dtype.isIntegral && typeof value === 'bigint' && BigInt.asIntN(64, value) !== value)
      throw new RuntimeError('Overflow when unpacking long')
    // A float too large for its dtype is infinite here, an integer is refused.
    if (dtype.isIntegral) checkFits(value, dtype, dtype.name)
    writeElement(dtype, this.#array, this.#at++, value)
  }
}

/** NumPy's name of a dtype, where torch has it under the same name. */
const numpyDtype = (name: string): DType => {
  const dtype = types.dtypes.find((type) => type.name === name)
  if (!dtype)
    throw new TypeError(
      `can't convert np.ndarray of type numpy.${name}. The only supported types are: float64, float32, float16, ` +
        'complex64, complex128, int64, int32, int16, int8, uint8, and bool.',
    )
  return dtype
}

interface NumpyLike {
  readonly data: TypedArray
  readonly dtype: string
  readonly shape: readonly number[]
  readonly strides?: readonly number[]
  readonly offset?: number
  readonly storage?: {
    readonly data: TypedArray
    readonly strides: readonly number[]
    readonly offset: number
  }
}

/** NumPy arrays that tensors read from: their memory lives as long as the array object does. */
const owners = new WeakMap<TypedArray, object>()

/** A flat tensor on memory that is not the engine's own. */
export function foreign(data: TypedArray, dtype: DType): Tensor {
  const result = tensorFromArray(data, [data.length / dtype.slots], dtype)
  result.memory.isForeign = true
  return result
}

/** A tensor on the memory of a NumPy array or typed array: both see every write. */
export function shareMemory(value: unknown): Tensor | null {
  if (isStorage(value)) return allOf(value.memory)
  const own = dtypeOfArray(value)
  if (own) return foreign(value as TypedArray, own)
  if (!isNumpyArray(value)) return null
  const array = value as unknown as NumpyLike
  const dtype = numpyDtype(String(array.dtype))
  const { data, strides, offset } = array.storage ?? {
    data: array.data,
    strides: array.strides,
    offset: array.offset ?? 0,
  }
  owners.set(data, value as object)
  // numpy-ts keeps floats of sixteen bits as wider ones, which no tensor of theirs can share.
  const isWider = dtype === types.float16 && !(data instanceof Uint16Array)
  const flat = isWider
    ? castTo(foreign(Float32Array.from(data as Float32Array), types.float32), types.float16)
    : foreign(data, dtype)
  const sizes = Array.from(array.shape)
  return flat.viewAs(sizes, Array.from(strides ?? flat.strides), offset ?? 0)
}

/** A new tensor with the data's values. */
export function tensorFromData(data: unknown, dtype: DType | null, requiresGrad: boolean): Tensor {
  const isBytes = ArrayBuffer.isView(data) && !isList(data)
  const shared =
    data instanceof Tensor ? data.detach() : isBytes || Array.isArray(data) ? null : shareMemory(data)
  if (shared !== null) return castTo(shared, dtype ?? shared.dtype)
  const sizes = shapeOf(data)
  const collected = new Collected(sizes.reduce((a, b) => a * b, 1) > MANY)
  flatten(data, sizes, 0, collected)
  let type = dtype ?? collected.dtype
  // A number may be meant as a float; a bigint is an int for certain.
  const areMeantFloats = type.isIntegral && !collected.hasBigint
  if (dtype === null && requiresGrad && areMeantFloats) type = get_default_dtype()
  const result = emptyTensor(sizes, type)
  const written = new Written(result)
  if (collected.areMany) flatten(data, sizes, 0, written)
  else for (const value of collected.values) written.add(value)
  return result
}
