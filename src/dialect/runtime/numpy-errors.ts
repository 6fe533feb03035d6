// What numpy-ts says of a wrong call, in NumPy's words and classes.
import { LinAlgError, MemoryError, TorchError, ValueError } from '../../base/errors.js'

type AnyFunction = (...args: any[]) => any

/** NumPy's error of an axis that an array does not have. */
export class AxisError extends ValueError {}

/** A shape as Python writes it: `(2,)`, `(2,3)`. */
export const shapeText = (sizes: readonly unknown[]): string =>
  `(${sizes.join(',')}${sizes.length === 1 ? ',' : ''})`

const sizesIn = (text: string): string[] => text.split(',').filter((size) => size !== '')
const asShape = (text: string): string => shapeText(sizesIn(text))

const emptyExtreme = (name: string): string =>
  `zero-size array to reduction operation ${name} which has no identity`

/** By what numpy-ts says: NumPy's class, and its words; the same words where none are given. */
const rewordings: readonly (readonly [
  RegExp,
  new (text: string) => Error,
  ((match: string[]) => string)?,
])[] = [
  [
    /cannot reshape array of size (\d+) into shape [[(](.*)[\])]/,
    ValueError,
    ([, size, shape]) =>
      `cannot reshape array of size ${size} into shape ${asShape(shape.replace(/ ?-1/, 'newaxis'))}`,
  ],
  [
    /operands could not be broadcast together with shapes [[(](.*?)[\])] [[(](.*?)[\])]/,
    ValueError,
    ([, a, b]) => `operands could not be broadcast together with shapes ${asShape(a)} ${asShape(b)} `,
  ],
  [
    /operands could not be broadcast together with shape \((.*?)\) \((.*?)\)/,
    ValueError,
    ([, a, b]) =>
      'operands could not be broadcast together with remapped shapes [original->remapped]: ' +
      `${asShape(a)}  and requested shape ${asShape(b)}`,
  ],
  [/axis (-?\d+) is out of bounds for array of dimension \d+/, AxisError],
  [/^axes must have length/, ValueError, () => "axes don't match array"],
  [
    /^(argmax|argmin) of empty array/,
    ValueError,
    ([, name]) => `attempt to get ${name} of an empty sequence`,
  ],
  [/^max of empty array/, ValueError, () => emptyExtreme('maximum')],
  [/^min of empty array/, ValueError, () => emptyExtreme('minimum')],
  [
    /^cannot select an axis which has size not equal to one/,
    ValueError,
    () => 'cannot select an axis to squeeze out which has size not equal to one',
  ],
  [/incompatible dimensions for cross product/, ValueError],
  [
    /must be at least 2D, got (\d)D/,
    LinAlgError,
    ([, rank]) => `${rank}-dimensional array given. Array must be at least two-dimensional`,
  ],
  [/square/, LinAlgError, () => 'Last 2 dimensions of the array must be square'],
  [/singular/i, LinAlgError, () => 'Singular matrix'],
  [/positive.definite/i, LinAlgError, () => 'Matrix is not positive definite'],
  [/Invalid typed array length: -/, ValueError, () => 'negative dimensions are not allowed'],
  [
    /Invalid typed array length|allocation failed|out of memory/i,
    MemoryError,
    () => 'Unable to allocate an array of that size',
  ],
]

/** An error of ours or of the caller's is left as it is. */
function reworded(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof TorchError) return error
  for (const [pattern, ErrorClass, words] of rewordings) {
    const match = pattern.exec(error.message)
    if (match) return new ErrorClass(words ? words(match) : match[0])
  }
  return Object.getPrototypeOf(error) === Error.prototype ? new ValueError(error.message) : error
}

/** The function, whose errors are NumPy's. */
export function withNumpyErrors<F extends AnyFunction>(name: string, run: F): F {
  return {
    [name](this: unknown, ...args: unknown[]): unknown {
      try {
        return run.apply(this, args)
      } catch (error) {
        throw reworded(error)
      }
    },
  }[name] as unknown as F
}
