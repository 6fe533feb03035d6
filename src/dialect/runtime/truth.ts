// What a condition makes of a value: Python's truth where it is a tensor, an array or a tuple.
import { Tensor } from '../../torch.js'
import { RuntimeError, ValueError } from '../../base/errors.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import type { ArrayLikeNumpy } from '../../text/numpy-text.js'
import { Complex, Float } from '../../base/scalar.js'
import { Size, Tuple } from '../../base/tuple.js'
import { typeName } from '../../base/type-name.js'

/** What is no number is true, as whatever is not zero; JavaScript has it the other way. */
const isTrue = (value: unknown): boolean => Boolean(value) || Number.isNaN(value)

/** The truth value of a tensor: Python's `bool(x)`. */
function truthOf(tensor: Tensor): boolean {
  const { count } = tensor
  if (count === 1) {
    const item: unknown = tensor.item()
    return item instanceof Complex ? item.re !== 0 || item.im !== 0 : isTrue(item)
  }
  const how = count === 0 ? 'no values' : 'more than one value'
  throw new RuntimeError(`Boolean value of Tensor with ${how} is ambiguous`)
}

/** The truth value of a NumPy array. */
function truthOfArray(array: ArrayLikeNumpy): boolean {
  if (array.size === 1) return isTrue(array.iget(0))
  throw new ValueError(
    'The truth value of an array with more than one element is ambiguous. Use a.any() or a.all()',
  )
}

/** What a condition makes of a value; see Note [Truth] in conditions.ts. */
export function truth(value: any): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Tensor) return truthOf(value)
  if (isNumpyArray(value)) return truthOfArray(value)
  if (value instanceof Tuple || value instanceof Size) return value.length > 0
  if (value instanceof Float) return value.value !== 0
  return value instanceof Complex ? value.re !== 0 || value.im !== 0 : value
}

/** Python's `bool(x)`, of a list or a dict too: whether there is anything in it. */
export function pythonTruth(value: any): boolean {
  if (Array.isArray(value)) return value.length > 0
  if (value instanceof Map || value instanceof Set) return value.size > 0
  if (typeName(value) === 'dict') return Object.keys(value as object).length > 0
  return isTrue(truth(value))
}

/** What `filter` and its like ask: a function whose answers have the truth that a condition would see. */
export const predicate = (asked: unknown): unknown => {
  if (typeof asked !== 'function') return asked
  if (asked === Boolean) return (value: unknown) => Boolean(truth(value))
  return function (this: unknown, ...args: unknown[]): unknown {
    return truth(Reflect.apply(asked, this, args))
  }
}

/** `a && b` and `a || b` of what is known when it runs. */
export const andThen = (value: unknown, rest: () => unknown): unknown => (truth(value) ? rest() : value)
export const orElse = (value: unknown, rest: () => unknown): unknown => (truth(value) ? value : rest())
