// Whether a call of a module gives its `forward` as many arguments as it takes; else Python's TypeError.
import { types } from 'node:util'
import { AttributeError, TorchError, TypeError } from '../base/errors.js'
import { isKeywords, missingArguments } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'
import { declaredClass } from './callable.js'
import { parametersOf } from './forward-keywords.js'

/** What has `forward` as its own: the module itself, or the prototype of the class that wrote it. */
function holderOf(module: object, forward: unknown): object | null {
  for (let at: object | null = module; at !== null; at = Object.getPrototypeOf(at) as object | null)
    if (Object.getOwnPropertyDescriptor(at, 'forward')?.value === forward) return at
  return null
}

/** The class that wrote `forward`: what Python's message begins with. */
function ownerOf(module: object, forward: unknown): string {
  const holder = holderOf(module, forward)
  return holder === null || holder === module ? '' : `${holder.constructor.name}.`
}

/** Whether the library wrote `forward`: its parameters are all there is to know. */
function isOfLibrary(module: object, forward: unknown): boolean {
  const holder = holderOf(module, forward)
  return holder !== null && declaredClass(holder.constructor) !== holder.constructor
}

/**
 * What is thrown for an error of a module's `forward`: Python's AttributeError where a layer of the library stumbled over
 * an argument that is no tensor, else the error as it is.
 */
export function ofWrongArguments(
  module: { forward(...args: any[]): unknown },
  args: readonly unknown[],
  error: unknown,
): unknown {
  if (!types.isNativeError(error) || error instanceof TorchError || error instanceof TypeError) return error
  const wrong = args.find((value) => !(value instanceof Tensor))
  if (wrong === undefined && args.every((value) => value instanceof Tensor)) return error
  // A container's modules may be anyone's.
  const holder = holderOf(module, module.forward)
  if (!isOfLibrary(module, module.forward) || holder?.constructor.name === 'Sequential') return error
  // What V8 could not call is what was asked for; nearly all layers ask for the dimensions first.
  const asked = /\.(\w+) is not a function$/.exec(error.message)?.[1] ?? 'dim'
  return new AttributeError(`'${typeName(wrong)}' object has no attribute '${asked}'`)
}

/**
 * Throws where `forward` takes fewer arguments than were given, or needs some and got none. (Which of several may be
 * left out, `mask?: Tensor`, TypeScript forgets when it runs.)
 */
export function checkArguments(module: { forward(...args: any[]): unknown }, args: readonly unknown[]): void {
  const { forward } = module
  // The common case costs one comparison.
  if (args.length === forward.length) return
  if (args.length > 0 && args.length < forward.length && !isOfLibrary(module, forward)) return
  // By name they are told apart when they are bound.
  if (isKeywords(args.at(-1)) && isOfLibrary(module, forward)) return
  const parameters = parametersOf(forward)
  if (parameters === null || parameters.isOpen) return
  const { names, required } = parameters
  if (args.length > names.length) {
    const most = names.length + 1
    const takes = required < names.length ? `from ${required + 1} to ${most}` : String(most)
    throw new TypeError(
      `${ownerOf(module, forward)}forward() takes ${takes} positional argument${most === 1 ? '' : 's'} but ` +
        `${args.length + 1} were given`,
    )
  }
  if (args.length < required)
    throw missingArguments(`${ownerOf(module, forward)}forward()`, names.slice(args.length, required))
}
