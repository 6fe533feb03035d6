// Whether a call of a module gives its `forward` as many arguments as it takes; else Python's TypeError.
import { TypeError } from '../base/errors.js'
import { uses, writtenParameters } from '../base/source-text.js'
import { declaredClass } from './callable.js'

/** The parameters of a function as its source has them. */
interface Parameters {
  readonly names: readonly string[]
  /** How many come before the first that has a default. */
  readonly required: number
  /** Whether any number of arguments fits: `...rest`, or `arguments` in the body. */
  readonly isOpen: boolean
}

const known = new WeakMap<object, Parameters | null>()

function parametersOf(forward: (...args: any[]) => unknown): Parameters | null {
  let found = known.get(forward)
  if (found === undefined) {
    const written = writtenParameters(forward)
    found = written && {
      names: written.map(({ name }) => name ?? '_'),
      required: forward.length,
      isOpen: written.some(({ isRest }) => isRest) || uses(forward, 'arguments'),
    }
    known.set(forward, found)
  }
  return found
}

/** The class that wrote `forward`: what Python's message begins with. */
function ownerOf(module: object, forward: unknown): string {
  for (let at: object | null = module; at !== null; at = Object.getPrototypeOf(at) as object | null)
    if (Object.getOwnPropertyDescriptor(at, 'forward')?.value === forward)
      return at === module ? '' : `${at.constructor.name}.`
  return ''
}

/** Whether the library wrote `forward`: its parameters are all there is to know. */
function isOfLibrary(module: object, forward: unknown): boolean {
  for (let at: object | null = module; at !== null; at = Object.getPrototypeOf(at) as object | null)
    if (Object.getOwnPropertyDescriptor(at, 'forward')?.value === forward)
      return declaredClass(at.constructor) !== at.constructor
  return false
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
  const lacking = required - args.length
  if (lacking <= 0) return
  const quoted = names.slice(args.length, required).map((name) => `'${name}'`)
  const list =
    quoted.length < 3 ? quoted.join(' and ') : `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`
  throw new TypeError(
    `${ownerOf(module, forward)}forward() missing ${lacking} required positional argument${lacking === 1 ? '' : 's'}: ${list}`,
  )
}
