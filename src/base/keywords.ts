// Python's calling convention for the library's classes: positional arguments in order, then a plain object of
// keywords. (Ops have their own binder, which reads signatures: `ops/schema.ts`.)
import { TypeError } from './errors.js'

/** Marks a parameter without a default. */
export const required: unique symbol = Symbol('required')

/**
 * The argument list of a class: `R` are its required parameters, `O` the optional ones, `K` all of them by name.
 * Keywords may follow the required ones and any number of the optional ones.
 */
export type Arguments<R extends unknown[], O extends unknown[], K extends object> =
  ThenKeywords<R, Required<O>, K> | [K]
type ThenKeywords<R extends unknown[], O extends unknown[], K extends object> =
  [...R, ...O, K?] | (O extends [...infer Front, unknown] ? ThenKeywords<R, Front, K> : never)

/** Whether `value` is what is written `{bias: false}`, and no object of a class. */
export function isKeywords(value: unknown): value is Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return false
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

/** Python's error for a call that lacks arguments. */
export function missingArguments(call: string, names: readonly string[]): TypeError {
  const quoted = names.map((name) => `'${name}'`)
  const list =
    quoted.length < 3 ? quoted.join(' and ') : `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`
  const noun = names.length === 1 ? 'argument' : 'arguments'
  return new TypeError(`${call} missing ${names.length} required positional ${noun}: ${list}`)
}

const asked: unique symbol = Symbol('asked for parameters')

/** What `bind` throws when it is asked for the parameters. */
class Answer {
  constructor(readonly defaults: Readonly<Record<string, unknown>>) {}
}

/**
 * The parameters of a class of the library, as its constructor hands them to `bind`, with their defaults; undefined for a
 * class that does not. The constructor runs up to there.
 */
export function parametersOf(
  Class: new (...args: never[]) => unknown,
): Readonly<Record<string, unknown>> | undefined {
  try {
    Reflect.construct(Class, [asked])
  } catch (answer) {
    if (answer instanceof Answer) return answer.defaults
  }
  return undefined
}

/**
 * Puts a call's arguments to the parameters' names.
 *
 * @param name what was called, for the messages
 * @param defaults the parameters in order, `required` where there is no default
 * @throws TypeError for an unknown keyword, a missing argument, one given twice, or too many
 * @example
 * bind('Linear', [2, 1, { bias: false }], { in_features: required, out_features: required, bias: true })
 * // { in_features: 2, out_features: 1, bias: false }
 */
export function bind<T extends object>(
  name: string,
  args: readonly unknown[],
  defaults: { readonly [P in keyof T]-?: T[P] | typeof required },
): Required<T> {
  if (args[0] === asked) throw new Answer(defaults)
  const known = Object.keys(defaults)
  const bound: Record<string, unknown> = { ...defaults }
  const last = args.at(-1)
  const keywords = isKeywords(last) ? last : null
  const positional = keywords ? args.slice(0, -1) : args
  // Classes begin with a capital.
  const call = /^[a-z]/.test(name) ? `${name}()` : `${name}.__init__()`
  const self = call.endsWith('.__init__()') ? 1 : 0
  if (positional.length > known.length)
    throw new TypeError(
      `${call} takes ${known.length + self} positional arguments but ${positional.length + self} were given (known: ${known.join(', ')})`,
    )
  positional.forEach((value, i) => {
    if (value !== undefined) bound[known[i]] = value
  })
  for (const [keyword, value] of Object.entries(keywords ?? {})) {
    const index = known.indexOf(keyword)
    if (index < 0)
      throw new TypeError(
        `${call} got an unexpected keyword argument '${keyword}' (known: ${known.join(', ')})`,
      )
    if (index < positional.length && positional[index] !== undefined)
      throw new TypeError(`${call} got multiple values for argument '${keyword}'`)
    if (value !== undefined) bound[keyword] = value
  }
  const missing = known.filter((parameter) => bound[parameter] === required)
  if (missing.length > 0) throw missingArguments(call, missing)
  return bound as Required<T>
}
