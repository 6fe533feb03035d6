// Calls numpy-ts, whose errors become NumPy's in their classes and words (numpy-words.ts).
import { TorchError, TypeError, ValueError } from '../../base/errors.js'
import { signatureText, signedAs } from '../../engine/python-call.js'
import { isNumpyArray } from '../../text/numpy-text.js'
import { rewordings } from './numpy-words.js'

type AnyFunction = (...args: any[]) => any

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
function reworded(error: unknown, name: string, args: readonly unknown[]): unknown {
  if (!(error instanceof Error) || error instanceof TorchError || error instanceof TypeError) return error
  for (const [pattern, ErrorClass, words] of rewordings) {
    const match = pattern.exec(error.message)
    if (match) return new ErrorClass(words ? words(match, args) : match[0])
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
        throw reworded(error, name, args)
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
      throw reworded(error, name, [place, value])
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
