// What operators ask of their operands: whose they are, and what the classes of both sides say.
import { Float } from '../../base/scalar.js'
import { Size, Tuple } from '../../base/tuple.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { Tensor } from '../../torch.js'
import { DictView } from './containers.js'
import { core } from './core.js'
import { classOf, find, infoOf, isSubclass, NotImplemented, typeOf } from './types.js'

type Any = any

export type Operator = (a: Any, b: Any) => Any

export const areNumbers = (a: Any, b: Any): boolean => typeof a === 'number' && typeof b === 'number'

/** The value of what may be one of Python's floats, or an int that JavaScript has as a number; undefined for all else. */
export const doubleOf = (value: Any): number | undefined =>
  typeof value === 'number'
    ? value
    : value !== null && typeof value === 'object' && value.constructor === Float
      ? (value as Float).value
      : undefined

const isPlainTensor = (value: Any): boolean =>
  value instanceof Tensor && (value as Any)[classOf] === undefined

/** Whether one is a tensor and the other a tensor or a number: no class of the program's has a say, and the library is asked. */
export const areTensors = (a: Any, b: Any): boolean =>
  isPlainTensor(a)
    ? isPlainTensor(b) || doubleOf(b) !== undefined
    : isPlainTensor(b) && doubleOf(a) !== undefined

/** Whether two such numbers are not both ints. */
export const hasFloat = (a: Any, b: Any): boolean => !(Number.isSafeInteger(a) && Number.isSafeInteger(b))

/** Whether a value's class was written in Python, so that it may have operators of its own. */
export const isOwn = (value: Any): boolean =>
  value !== null &&
  (typeof value === 'object' || typeof value === 'function') &&
  value[classOf] !== undefined &&
  infoOf(value[classOf]).isPython

/** What a class says of an operator, the reflected form first where the right one is of a class below the left one's. */
export function byClasses(name: string, a: Any, b: Any, comparison?: string): Any {
  const reflected = comparison ?? `__r${name}__`
  const [left, right] = [typeOf(a), typeOf(b)]
  const first = find(left, `__${name}__`)
  // Comparisons are asked of the right side even where both are of one class.
  const second = left === right && comparison === undefined ? undefined : find(right, reflected)
  const isBelow =
    second !== undefined &&
    left !== right &&
    isSubclass(right, left) &&
    (comparison !== undefined || second !== find(left, reflected))
  const turns: [Any, Any, Any, string][] = [
    [first, a, b, `__${name}__`],
    [second, b, a, reflected],
  ]
  if (isBelow) turns.reverse()
  for (const [method, self, other, called] of turns) {
    if (method === undefined) continue
    const result: Any = core.special(self, called)!(self, other)
    if (result !== NotImplemented) return result
  }
  return NotImplemented
}

export const isLibrary = (value: Any): boolean => value instanceof Tensor || isNumpyArray(value)

export const isTuple = (value: unknown): boolean => value instanceof Tuple || value instanceof Size

export const isSetLike = (value: Any): boolean =>
  value instanceof Set || (value instanceof DictView && value.kind !== 'values')
