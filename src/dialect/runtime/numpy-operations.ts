// What an operator of two values means where at least one is a NumPy array: the method of numpy-ts, and what it has to be told.
import torch from '../../torch.js'
import { TypeError, ValueError } from '../../base/errors.js'
import { Float } from '../../base/scalar.js'
import { type ArrayLikeNumpy, isNumpyArray } from '../../text/numpy-text.js'
import { inType, laidOut } from './numpy-layout.js'
import { powerOf } from './numpy-unary.js'

/** What of an operator NumPy's arrays are asked for. */
interface NumpyOperator {
  readonly symbol: string
  /** The NumPy array's method. */
  readonly numpy: string
}

const plainNumber = (value: unknown): unknown =>
  value instanceof Float || typeof value === 'bigint' ? Number(value) : value

const isFloatNumber = (value: unknown): boolean =>
  value instanceof Float || (typeof value === 'number' && !Number.isInteger(value))

/** A NumPy array that may meet `other`: numpy-ts would round `other` to the integers of the array. */
const widened = (value: unknown, other: unknown): unknown =>
  isNumpyArray(value) && /int|bool/.test(value.dtype) && isFloatNumber(other)
    ? inType(value, 'float64')
    : isNumpyArray(value) && value.dtype === 'bool' && typeof other === 'number'
      ? inType(value, 'int64')
      : value

/** Reals that meet a complex number, which NumPy makes float64 where they are ints. */
export const doubled = (value: unknown): unknown =>
  isNumpyArray(value) && /int|bool/.test(value.dtype) ? inType(value, 'float64') : value

const productOf = (result: any): unknown => {
  const item: unknown = result.item()
  return typeof item === 'number' && String(result.dtype).startsWith('float') ? new Float(item) : item
}

/** The method of numpy-ts on two operands, one of them an array. */
export function byNumpy({ symbol, numpy }: NumpyOperator, left: unknown, right: unknown): unknown {
  const [first, second] = [laidOut(left), laidOut(right)]
  const [a, b] = [plainNumber(widened(first, second)), plainNumber(widened(second, first))] as [any, any]
  const power = symbol === '**' ? powerOf('power', a, b) : undefined
  if (power !== undefined) return power
  if (isNumpyArray(a)) {
    const result = (a as any)[numpy](b)
    // The product of two vectors is a number.
    return symbol === '@' && isNumpyArray(result) && result.shape.length === 0 ? productOf(result) : result
  }
  return leftNumber(a, b)[numpy](b)
}

/** numpy-ts takes no numbers on the left: an array of one, which is stretched. */
function leftNumber(a: unknown, b: any): any {
  const dtype = (torch as any)[String(b.dtype)]
  return dtype === undefined
    ? b.multiply(0).add(a)
    : (torch.full(b.shape.length === 0 ? [] : [1], a as never, { dtype } as never) as any).numpy()
}

/** What a dtype of NumPy's can be cast to without asking: to its own kind and those behind it. */
const numpyKinds = [/^bool/, /^u?int/, /^float/, /^complex/]
const kindOf = (array: ArrayLikeNumpy): number =>
  numpyKinds.findIndex((kind) => kind.test(String((array as { dtype?: unknown }).dtype)))

/** Puts what `a += b` gave into the array: the memory that other names, and tensors, hold too. */
export function putInto(
  operator: NumpyOperator,
  left: ArrayLikeNumpy,
  result: ArrayLikeNumpy,
): ArrayLikeNumpy {
  const sizes = (array: ArrayLikeNumpy): string =>
    `(${array.shape.join(',')}${array.shape.length === 1 ? ',' : ''})`
  if (sizes(left) !== sizes(result))
    throw new ValueError(
      `non-broadcastable output operand with shape ${sizes(left)} doesn't match the broadcast shape ${sizes(result)}`,
    )
  if (kindOf(result) > kindOf(left)) {
    const [from, to] = [result, left].map((array) => String((array as { dtype?: unknown }).dtype))
    throw new TypeError(
      `Cannot cast ufunc '${operator.symbol === '%' ? 'remainder' : operator.numpy}' output from dtype('${from}') to dtype('${to}') with casting rule 'same_kind'`,
    )
  }
  torch.from_numpy(left as never).copy_(torch.from_numpy(result as never))
  return left
}
