// Parts of NumPy's arrays by everything that NumPy takes between the brackets: ints, slices, `...`, None, arrays of places
// and masks, in any mixture. Where more than ints and slices is given, PyTorch's indexing does it, whose rules are NumPy's.
import torch, { type Tensor } from '../../torch.js'
import { IndexError, RuntimeError } from '../../base/errors.js'
import { Float, Slice } from '../../base/scalar.js'
import { Size, Tuple } from '../../base/tuple.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { inType } from './numpy-layout.js'
import { halved } from './numpy-unary.js'

type Any = any

const isInt = (key: unknown): boolean =>
  (typeof key === 'number' && Number.isInteger(key)) || typeof key === 'bigint'

const isPlaces = (key: unknown): boolean =>
  isNumpyArray(key) ||
  key instanceof torch.Tensor ||
  (Array.isArray(key) && !(key instanceof Tuple || key instanceof Size))

const onlyThese = (): IndexError =>
  new IndexError(
    'only integers, slices (`:`), ellipsis (`...`), numpy.newaxis (`None`) and integer or boolean arrays are valid indices',
  )

/** Floats name no place, be they whole or not. */
function checkFloats(at: readonly unknown[]): void {
  for (const key of at)
    if (key instanceof Float || (typeof key === 'number' && !Number.isInteger(key))) throw onlyThese()
}

/** The lists of a tuple are arrays of places, too. */
const isIndexed = (key: unknown): boolean => isPlaces(key) || key instanceof Tuple

/** How many axes of the array a key is about. */
const axesOf = (key: Any): number => {
  if (key === null || key === '...' || typeof key === 'boolean') return 0
  return isNumpyArray(key) && key.dtype === 'bool' ? key.shape.length : 1
}

/** The axis at which each key begins; `...` is for those that are left. */
function axesAt(array: Any, at: readonly Any[]): number[] {
  const given = at.reduce<number>((sum, key) => sum + axesOf(key), 0)
  if (given > array.ndim)
    throw new IndexError(
      `too many indices for array: array is ${array.ndim}-dimensional, but ${given} were indexed`,
    )
  let axis = 0
  return at.map((key) => {
    const start = axis
    axis += key === '...' ? (array.ndim as number) - given : axesOf(key)
    return start
  })
}

function checkInts(array: Any, at: readonly Any[], axes: readonly number[]): void {
  at.forEach((key, i) => {
    const size: number = array.shape[axes[i]]
    if (isInt(key) && (Number(key) >= size || Number(key) < -size))
      throw new IndexError(`index ${key} is out of bounds for axis ${axes[i]} with size ${size}`)
  })
}

function keyOf(key: Any, array: Any, axis: number): Any {
  if (isNumpyArray(key)) {
    checkMask(key, array, axis)
    const tensor = torch.from_numpy(key as Any) as Tensor
    if (tensor.is_floating_point())
      throw new IndexError('arrays used as indices must be of integer (or boolean) type')
    return key.dtype === 'bool' ? tensor : tensor.long()
  }
  if (!isIndexed(key)) {
    const isTaken =
      key === null || key === '...' || typeof key === 'boolean' || isInt(key) || key instanceof Slice
    if (!isTaken) throw onlyThese()
    return key
  }
  const tensor = (key instanceof torch.Tensor ? key : torch.tensor(key)) as Tensor
  if (tensor.numel() === 0) return tensor.long()
  return keyOf(tensor.numpy(), array, axis)
}

function checkMask(key: Any, array: Any, axis: number): void {
  if (key.dtype !== 'bool') return
  const wrong = (key.shape as number[]).findIndex((size, i) => size !== array.shape[axis + i])
  if (wrong >= 0)
    throw new IndexError(
      `boolean index did not match indexed array along dimension ${axis + wrong}; dimension is ` +
        `${array.shape[axis + wrong]} but corresponding boolean dimension is ${key.shape[wrong]}`,
    )
}

/** PyTorch's errors in NumPy's words. */
function inNumpysWords<T>(work: () => T): T {
  try {
    return work()
  } catch (error) {
    if (!(error instanceof IndexError || error instanceof RuntimeError)) throw error
    const message = error.message
      .replace('for dimension', 'for axis')
      .replace('indexing tensors', 'indexing arrays')
      .replace(
        /with shapes (.*)$/,
        (_, shapes: string) =>
          `with shapes ${shapes
            .replace(/\], \[/g, '] [')
            .replace(/\[(\d+)\]/g, '($1,)')
            .replace(/\[(.*?)\]/g, (_, inner: string) => `(${inner.replace(/ /g, '')})`)} `,
      )
    throw new IndexError(message)
  }
}

/** Slices that go backwards, which tensors do not take, as slices of an array that is turned round. */
function turned(array: Any, at: readonly Any[], axes: readonly number[]): [Any, Any[]] {
  const isBackwards = (key: Any): boolean => key instanceof Slice && (key.step ?? 1) < 0
  if (!at.some(isBackwards)) return [array, [...at]]
  const texts: string[] = new Array(array.ndim as number).fill(':')
  at.forEach((key, i) => {
    if (isBackwards(key)) texts[axes[i]] = textOf(key as Slice)
  })
  return [
    array.slice(...texts).copy(),
    at.map((key) => (isBackwards(key) ? new Slice(null, null) : (key as Any))),
  ]
}

const textOf = ({ start, stop, step }: Slice): string =>
  [[start ?? '', stop ?? '', ...(step === null ? [] : [step])].join(':')][0]

/** Types that tensors do not have, or not in the memory that an array of numpy-ts has: those of theirs that lie there. */
const inMemory: Readonly<Record<string, string>> = {
  float16: 'float32',
  uint16: 'int16',
  uint32: 'int32',
  uint64: 'int64',
}
const memories: Readonly<Record<string, Any>> = {
  float32: Float32Array,
  int16: Int16Array,
  int32: Int32Array,
  int64: BigInt64Array,
}

/** A tensor on the memory of an array. */
function tensorOf(array: Any): Tensor {
  const dtype = inMemory[array.dtype as string]
  if (dtype === undefined) return torch.from_numpy(array) as Tensor
  const { data, strides, offset } = array.storage ?? array
  const memory = memories[dtype]
  const storage = {
    data: new memory(data.buffer, data.byteOffset, data.length),
    strides,
    offset: offset ?? 0,
  }
  const own = { dtype: { value: dtype }, shape: { value: array.shape }, storage: { value: storage } }
  return torch.from_numpy(Object.create(array as object, own)) as Tensor
}

/** What tensors made of an array's elements, as an array of its type. */
function arrayOf(part: Tensor, { dtype }: Any): unknown {
  const array: Any = part.numpy()
  return array.dtype === dtype ? array : inType(array, dtype)
}

/** An element or a part of an array. */
export function numpyItem(array: Any, at: readonly Any[]): unknown {
  const [first] = at
  // Loops over all numbers come here.
  if (
    array.ndim === 1 &&
    at.length === 1 &&
    typeof first === 'number' &&
    Number.isInteger(first) &&
    first >= 0 &&
    first < array.shape[0]
  ) {
    const item: unknown = array.get(at)
    return typeof item === 'bigint' ? Number(item) : item
  }
  checkFloats(at)
  const axes = axesAt(array, at)
  checkInts(array, at, axes)
  if (at.length === array.ndim && at.every(isInt)) {
    const item: unknown = array.get(at.map(Number))
    return typeof item === 'bigint' && Number.isSafeInteger(Number(item)) ? Number(item) : item
  }
  if (at.every((key) => isInt(key) || key instanceof Slice || key === '...')) {
    const given = at.length - (at.includes('...') ? 1 : 0)
    return array.slice(
      ...at.flatMap((key): string[] => {
        if (key === '...') return new Array<string>((array.ndim as number) - given).fill(':')
        return [isInt(key) ? String(key) : textOf(key as Slice)]
      }),
    )
  }
  return inNumpysWords(() => {
    const [source, keys] = turned(array, at, axes)
    const part = tensorOf(source).index(
      ...keys.map((key, i) => keyOf(key, array, axes[i]) as never),
    ) as Tensor
    if (part.dim() > 0) return arrayOf(part, array)
    const item: unknown = array.dtype in inMemory ? (arrayOf(part, array) as Any).item() : part.item()
    return item instanceof Float ? item.value : item
  })
}

/** `array[at] = item` */
export function setNumpyItem(array: Any, at: readonly Any[], item: Any): void {
  checkFloats(at)
  const axes = axesAt(array, at)
  checkInts(array, at, axes)
  inNumpysWords(() => {
    const target = tensorOf(array)
    let value = item
    if (isNumpyArray(item)) value = tensorOf(item)
    else if (isIndexed(item)) value = torch.tensor(item as Any)
    if (value instanceof torch.Tensor) value = value.to(target.dtype)
    const keys = at.map((key, i): Any =>
      key instanceof Slice && (key.step ?? 1) < 0
        ? placesOf(key, array.shape[axes[i]] as number)
        : keyOf(key, array, axes[i]),
    )
    target.index_put_(keys, value)
    halved(array)
  })
}

/** The places of a slice that goes backwards. */
function placesOf({ start, stop, step }: Slice, size: number): Tensor {
  const by = step ?? 1
  const limit = (value: number | null, otherwise: number): number =>
    value === null ? otherwise : Math.min(Math.max(value < 0 ? value + size : value, -1), size - 1)
  const [first, last] = [limit(start, size - 1), stop === null ? -1 : limit(stop, -1)]
  const count = Math.max(0, Math.ceil((last - first) / by))
  return torch.tensor(
    Array.from({ length: count }, (_, i) => first + i * by),
    { dtype: torch.int64 },
  ) as Tensor
}
