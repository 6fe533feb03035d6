// What numpy-ts says of a wrong call, in NumPy's words and classes.
import { LinAlgError, MemoryError, TorchError, TypeError, ValueError } from '../../base/errors.js'
import { signatureText, signedAs } from '../../engine/python-call.js'
import { isNumpyArray } from '../../text/numpy-text.js'

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
  [
    /^Unknown dtype: (.*)/s,
    TypeError,
    ([, text]) => `data type '${text.replaceAll('[object Object]', 'dict')}' not understood`,
  ],
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
  [
    /^norm: ord .* not valid for vector|^vector_norm: invalid ord/s,
    ValueError,
    () => 'Invalid norm order for vectors.',
  ],
  [
    /^norm: ord .* not valid for matrix|^matrix_norm: invalid ord/s,
    ValueError,
    () => 'Invalid norm order for matrices.',
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
    /Invalid typed array length|allocation failed|out of memory|WASM OOM/i,
    MemoryError,
    () => 'Unable to allocate an array of that size',
  ],
]

/** NumPy's refusal of operands that a function has no loop for. */
export const unsupported = (name: string): Error =>
  new TypeError(
    `ufunc '${name}' not supported for the input types, and the inputs could not be safely coerced to any supported ` +
      "types according to the casting rule ''safe''",
  )

/** Whether an error is numpy-ts's own stumbling over what it was given, and not one of a function that it was given. */
function isStumble(error: Error): boolean {
  const frames = (error.stack ?? '').matchAll(/^ {4}at (.*)$/gm)
  for (const [, frame] of frames) if (!frame.includes('<anonymous>')) return /numpy-ts|wasm/.test(frame)
  return false
}

/** An error of ours or of the caller's is left as it is. */
function reworded(error: unknown, name: string): unknown {
  if (!(error instanceof Error) || error instanceof TorchError || error instanceof TypeError) return error
  for (const [pattern, ErrorClass, words] of rewordings) {
    const match = pattern.exec(error.message)
    if (match) return new ErrorClass(words ? words(match) : match[0])
  }
  if (/^ufunc '\w+' not supported for/.test(error.message)) return unsupported(name)
  if (Object.getPrototypeOf(error) === Error.prototype) return new ValueError(error.message)
  return isStumble(error) ? unsupported(name) : error
}

const isShape = (shape: readonly number[]): boolean =>
  Object.keys(shape).length === shape.length && shape.every((size) => Number.isInteger(size) && size >= 0)

/** The function, whose errors are NumPy's. */
export function withNumpyErrors<F extends AnyFunction>(name: string, run: F): F {
  const checked = {
    [name](this: unknown, ...args: unknown[]): unknown {
      let result: unknown
      try {
        result = run.apply(this, args)
      } catch (error) {
        throw reworded(error, name)
      }
      // numpy-ts takes what is no size or axis for one, and makes an array that cannot be read.
      if (isNumpyArray(result) && !isShape(result.shape)) throw new TypeError('an integer is required')
      return result
    },
  }[name] as unknown as F
  return signedAs(checked, signatureText(run))
}

/** A method that is called for each element: nothing but what it throws is looked at. */
export function withElementErrors(name: string, run: AnyFunction): AnyFunction {
  return function (this: unknown, place: unknown, value: unknown): unknown {
    try {
      return run.call(this, place, value) as unknown
    } catch (error) {
      throw reworded(error, name)
    }
  }
}

/** All functions of a namespace; classes stay what they are. */
export const withAllErrors = <T extends object>(functions: T): T =>
  Object.fromEntries(
    Object.entries(functions).map(([name, value]) => [
      name,
      typeof value === 'function' && !/^[A-Z]/.test(name)
        ? withNumpyErrors(name, value as AnyFunction)
        : (value as unknown),
    ]),
  ) as T
