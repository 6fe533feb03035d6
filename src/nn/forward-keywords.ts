// Keywords in a call of a layer's `forward`, `layer(x, { output_size })`, for layers of the library that write their
// parameters plainly.
import { isKeywords, placed } from '../base/keywords.js'
import { uses, writtenParameters } from '../base/source-text.js'

type Forward = (this: unknown, ...args: any[]) => unknown

/** The parameters of a function as its source has them. */
export interface Parameters {
  readonly names: readonly string[]
  /** How many come before the first that has a default. */
  readonly required: number
  /** Whether any number of arguments fits: `...rest`, or `arguments` in the body. */
  readonly isOpen: boolean
}

const known = new WeakMap<object, Parameters | null>()
/** What stands behind a function that takes keywords. */
const behind = new WeakMap<object, Forward>()

export function parametersOf(forward: (...args: any[]) => unknown): Parameters | null {
  const run = behind.get(forward) ?? forward
  let found = known.get(run)
  if (found === undefined) {
    const written = writtenParameters(run)
    found = written && {
      names: written.map(({ name }) => name ?? '_'),
      required: run.length,
      isOpen: written.some(({ isRest }) => isRest) || uses(run, 'arguments'),
    }
    known.set(run, found)
  }
  return found
}

/** A call's arguments in order, where they end in keywords; else as they are. */
function inOrder(
  call: string,
  run: Forward,
  args: readonly unknown[],
  takesAnything: boolean,
): readonly unknown[] {
  const parameters = parametersOf(run)
  if (parameters === null || parameters.isOpen) return args
  const { names, required } = parameters
  const given = Object.keys(args.at(-1) as object)
  // What is handed on as it is may be a plain object.
  if (takesAnything && (given.length === 0 || given.some((name) => !names.includes(name)))) return args
  const values = placed(
    {
      call,
      countsSelf: true,
      parameters: names.map((name, i) => ({
        name,
        isRequired: i < required,
        isPositional: true,
        takesDict: false,
      })),
    },
    args,
  )
  return names.map((name) => values[name])
}

/** Lets the `forward` that a class writes take keywords, as Python's does. `takesAnything`: it hands on what it gets. */
export function takesKeywords(prototype: object, name: string, takesAnything: boolean): void {
  const run = (prototype as { forward: Forward }).forward
  const forward = {
    forward(this: unknown, ...args: unknown[]): unknown {
      return run.apply(
        this,
        isKeywords(args.at(-1)) ? [...inOrder(`${name}.forward()`, run, args, takesAnything)] : args,
      )
    },
  }.forward
  behind.set(forward, run)
  Object.defineProperty(forward, 'length', { value: run.length, configurable: true })
  Object.defineProperty(prototype, 'forward', { value: forward, writable: true, configurable: true })
}
