// Makes one batch of a list of samples. Follows torch/utils/data/_utils/collate.py.
import { typeText } from '../nn/attributes.js'
import { call } from '../engine/functions.js'
import { pythonic } from '../engine/python-call.js'
import { float64 } from '../base/dtype.js'
import { RuntimeError, TypeError } from '../base/errors.js'
import { isNumpyNumber } from '../base/numpy-number.js'
import { isNumpyArray } from '../text/numpy-text.js'
import { Float } from '../base/scalar.js'
import { Tensor } from '../tensor/tensor.js'
import { NamedTuple, namedTuple, Tuple } from '../base/tuple.js'

type Dict = Record<string, unknown>

const isDict = (value: unknown): value is Dict => {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}
const isNumber = (value: unknown): boolean =>
  typeof value === 'number' ||
  typeof value === 'bigint' ||
  typeof value === 'boolean' ||
  value instanceof Float
const isFloat = (value: unknown): boolean =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))

/** A tuple with names: ours, or one of a class that was made in Python and says which `_fields` it has. */
const isNamed = (value: unknown[]): boolean => value instanceof NamedTuple || '_fields' in value
function likeNamed(value: unknown[], items: unknown[]): unknown {
  if (value instanceof NamedTuple) return namedTuple(value.typeName, value.fields, items)
  return new (value.constructor as new (...items: unknown[]) => unknown)(...items)
}

/**
 * Stacks samples along a new first dimension: tensors and numbers become one tensor; arrays, tuples and dicts are
 * taken apart and their parts stacked; strings stay a list.
 *
 * Numbers become float64 where one of them is a float, as Python's floats do, else int64.
 *
 * @throws TypeError for samples of another kind
 * @example
 * default_collate([[1, 2], [3, 4]]) // [tensor([1, 3]), tensor([2, 4])]
 */
export const default_collate = pythonic('default_collate(batch: sequence)', (batch: readonly any[]): any => {
  const [first] = batch as readonly unknown[]
  if (first instanceof Tensor) return call('stack', [[...batch], 0])
  if (isNumpyArray(first)) return default_collate(batch.map((array) => call('tensor', [array]) as Tensor))
  if (isNumpyNumber(first)) return call('tensor', [[...batch]])
  if (isNumber(first)) return call('tensor', [[...batch], batch.some(isFloat) ? { dtype: float64 } : {}])
  if (typeof first === 'string') return batch
  if (first instanceof Map) {
    const of = (key: unknown): unknown =>
      default_collate(batch.map((map: Map<unknown, unknown>) => map.get(key)))
    return new Map(Array.from(first.keys(), (key) => [key, of(key)]))
  }
  if (isDict(first)) {
    const of = (key: string): unknown => default_collate(batch.map((dict: Dict) => dict[key]))
    return Object.fromEntries(Object.keys(first).map((key) => [key, of(key)]))
  }
  if (!Array.isArray(first))
    throw new TypeError(
      'default_collate: batch must contain tensors, numpy arrays, numbers, dicts or lists; ' +
        `found <class '${typeText(first)}'>`,
    )
  if (!batch.every((sample: unknown[]) => sample.length === first.length))
    throw new RuntimeError('each element in list of batch should be of equal size')
  const columns = first.map(
    (_, i) => default_collate(Tuple.from(batch.map((sample: unknown[]) => sample[i]))) as unknown,
  )
  return isNamed(first) ? likeNamed(first, columns) : columns
})

/** What a loader without batches does to a sample: NumPy arrays become tensors, wherever they are. */
export function default_convert(data: any): any {
  const value = data as unknown
  if (value instanceof Tensor) return value
  if (isNumpyArray(value) || isNumpyNumber(value)) return call('tensor', [value])
  if (value instanceof Map) return new Map(Array.from(value, ([key, item]) => [key, default_convert(item)]))
  if (isDict(value))
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, default_convert(item)]))
  if (!Array.isArray(value)) return value
  const items = Array.from(value, (item) => default_convert(item) as unknown)
  return isNamed(value) ? likeNamed(value, items) : items
}
