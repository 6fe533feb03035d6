// What people hand to a plot, as numbers: tensors, arrays, lists and ranges of either language, lists of names; with the
// words of PyTorch, NumPy and matplotlib for what is none of these.
import { isIterable } from '../../base/iterable.js'
import { RuntimeError, TypeError, ValueError } from '../../base/errors.js'
import { Float, Complex } from '../../base/scalar.js'
import { typeName } from '../../base/type-name.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { repr } from '../../text/repr.js'
import { Tensor } from '../../tensor/tensor.js'

export interface Values {
  readonly shape: readonly number[]
  /** In the order of rows. */
  readonly numbers: readonly number[]
  /** Whether they had 32 bits. */
  readonly isSingle: boolean
  /** The names that stand at the places 0, 1, 2 …, where names were given. */
  readonly names?: readonly string[]
}

/** `(3,)`, `(3, 4)`: a shape as Python writes a tuple. */
export const shapeText = (shape: readonly number[]): string =>
  shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(', ')})`

function ofTensor(tensor: Tensor): Values {
  if (tensor.requires_grad)
    throw new RuntimeError(
      "Can't call numpy() on Tensor that requires grad. Use tensor.detach().numpy() instead.",
    )
  if (tensor.dtype.is_complex) throw new TypeError("can't convert complex to float")
  if (tensor.device.type !== 'cpu')
    throw new TypeError(
      `can't convert ${String(tensor.device)} device type tensor to numpy. Use Tensor.cpu() to copy the tensor to host memory first.`,
    )
  const numbers = [tensor.tolist() as unknown].flat(Infinity).map(Number)
  return { shape: [...tensor.sizes], numbers, isSingle: String(tensor.dtype) === 'torch.float32' }
}

/** A single number; undefined for what is none. */
function numberIn(value: unknown): number | undefined {
  if (typeof value === 'number') return value
  if (value instanceof Float) return value.value
  if (typeof value === 'bigint' || typeof value === 'boolean') return Number(value)
  if (value === null || value === undefined) return NaN
  return undefined
}

/** The numbers of what may be an array, nested lists of numbers, or one number. */
export function valuesOf(value: unknown, depth = 0): Values {
  if (depth > 32)
    throw new ValueError(
      'setting an array element with a sequence. The requested array would exceed the maximum number of dimension of 32.',
    )
  const single = value === null || value === undefined ? undefined : numberIn(value)
  if (single !== undefined) return { shape: [], numbers: [single], isSingle: false }
  if (value instanceof Tensor) return ofTensor(value)
  if (isNumpyArray(value)) {
    const numbers = Array.from({ length: value.size }, (_, i) => Number(value.iget(i)))
    return { shape: [...value.shape], numbers, isSingle: value.dtype === 'float32' }
  }
  if (typeof value === 'string') return { shape: [], numbers: [NaN], isSingle: false, names: [value] }
  if (value instanceof Complex) throw new TypeError("can't convert complex to float")
  if (ArrayBuffer.isView(value) && !(value instanceof DataView)) {
    const numbers = Array.from(value as unknown as ArrayLike<number>, Number)
    return { shape: [numbers.length], numbers, isSingle: value instanceof Float32Array }
  }
  if (isIterable(value) && !(value instanceof Set)) return ofItems([...value], depth)
  throw new TypeError(`float() argument must be a string or a real number, not '${typeName(value)}'`)
}

function ofItems(items: readonly unknown[], depth: number): Values {
  if (items.length > 0 && items.every((item) => typeof item === 'string')) {
    return {
      shape: [items.length],
      numbers: items.map((_, i) => i),
      isSingle: false,
      names: items as string[],
    }
  }
  const numbers: number[] = []
  const flat = items.every((item) => {
    const number = numberIn(item)
    if (number !== undefined) numbers.push(number)
    return number !== undefined
  })
  if (flat) return { shape: [items.length], numbers, isSingle: false }
  const parts = items.map((item) =>
    numberIn(item) === undefined ? valuesOf(item, depth + 1) : scalar(numberIn(item)!),
  )
  const [{ shape }] = parts
  if (parts.some((part) => part.shape.join() !== shape.join()))
    throw new ValueError(
      `setting an array element with a sequence. The requested array has an inhomogeneous shape after 1 dimensions. The detected shape was (${items.length},) + inhomogeneous part.`,
    )
  return {
    shape: [items.length, ...shape],
    numbers: parts.flatMap((part) => part.numbers),
    isSingle: parts.every((part) => part.isSingle),
  }
}

const scalar = (number: number): Values => ({ shape: [], numbers: [number], isSingle: false })

/** The items of a list. */
export function itemsOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value as unknown[]
  if (value instanceof Tensor || isNumpyArray(value))
    return [(value as { tolist(): unknown }).tolist()].flat()
  if (!isIterable(value)) throw new TypeError(`'${typeName(value)}' object is not iterable`)
  return [...value]
}

/** The numbers of a list in one dimension, whatever its shape. */
export const flatNumbers = (value: unknown): readonly number[] => valuesOf(value).numbers

/** A number that an option is. */
export function numberOf(value: unknown, what = 'value'): number {
  const single = numberIn(value)
  if (single !== undefined) return single
  if (typeof value !== 'string') {
    const { numbers } = valuesOf(value)
    if (numbers.length === 1) return numbers[0]
  }
  throw new TypeError(`${what} must be a number, not ${repr(value)}`)
}

/** Entries of a dict of Python's, or of an object. */
export function entriesOf(value: unknown): [string, unknown][] {
  if (value instanceof Map) return [...(value as Map<string, unknown>)]
  if (typeof value === 'object' && value !== null) return Object.entries(value)
  throw new TypeError(`'${typeName(value)}' object is not a mapping`)
}

/** The columns of a matrix; a list is one column. */
export function columnsOf({ shape, numbers }: Values): number[][] {
  if (shape.length < 2) return [[...numbers]]
  const [rows, columns] = shape
  return Array.from({ length: columns }, (_, c) =>
    Array.from({ length: rows }, (_, r) => numbers[r * columns + c]),
  )
}

/** The rows of a matrix. */
export function rowsOf({ shape, numbers }: Values): number[][] {
  const [rows, columns] = shape
  return Array.from({ length: rows }, (_, r) => numbers.slice(r * columns, (r + 1) * columns))
}

/** Text that an argument is, as `str` makes it. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (value === null || value === undefined) return ''
  return value instanceof Tensor || typeof value === 'object' ? repr(value) : String(value)
}
