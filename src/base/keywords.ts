// Python's calling convention for the library's classes: positional arguments in order, then a plain object of
// keywords. (Ops have their own binder, which reads signatures: `engine/schema.ts`.)
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
export function missingArguments(
  call: string,
  names: readonly string[],
  kind: 'positional' | 'keyword-only' = 'positional',
): TypeError {
  const quoted = names.map((name) => `'${name}'`)
  const list =
    quoted.length < 3 ? quoted.join(' and ') : `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`
  const noun = names.length === 1 ? 'argument' : 'arguments'
  return new TypeError(`${call} missing ${names.length} required ${kind} ${noun}: ${list}`)
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

/** What a call in Python's way is bound by: how errors name it, and what it takes, in order. */
export interface Callee {
  /** `random_split()`, `Linear.__init__()`. */
  readonly call: string
  /** Whether Python counts a `self` that is not among the parameters. */
  readonly countsSelf: boolean
  readonly parameters: readonly {
    readonly name: string
    readonly isRequired: boolean
    readonly isPositional: boolean
    /** Whether a plain object at its place is its value, not a list of keywords. */
    readonly takesDict: boolean
  }[]
}

/** What would work, behind a refusal; nothing where nothing is taken. */
const knownNames = (parameters: Callee['parameters']): string =>
  parameters.length === 0 ? '' : ` (known: ${parameters.map(({ name }) => name).join(', ')})`

/** What Python says of too many positional arguments. */
function tooMany({ call, countsSelf, parameters }: Callee, given: number): TypeError {
  const self = countsSelf ? 1 : 0
  const positional = parameters.filter((parameter) => parameter.isPositional)
  const least = positional.filter((parameter) => parameter.isRequired).length + self
  const most = positional.length + self
  const range = least < most ? `from ${least} to ${most}` : String(most)
  const count = given + self
  return new TypeError(
    `${call} takes ${range} positional argument${most === 1 ? '' : 's'} but ${count} ${count === 1 ? 'was' : 'were'} given` +
      knownNames(parameters),
  )
}

/** Keywords of a call in Python have no prototype, which a dict has. */
const isFromPython = (last: unknown, parameters: Callee['parameters']): boolean =>
  isKeywords(last) &&
  Object.getPrototypeOf(last) === null &&
  Object.keys(last).every((keyword) => parameters.some(({ name }) => name === keyword))

/**
 * The values of a call by the parameters' names, those alone that were given: an argument that is undefined was not.
 *
 * @throws TypeError for an unknown keyword, a missing argument, one given twice, or too many
 */
export function placed(callee: Callee, args: readonly unknown[]): Record<string, unknown> {
  const { call, parameters } = callee
  // A function hands on its own parameters, of which a call by keywords alone has filled the first.
  let given = args.length
  while (given > 0 && args[given - 1] === undefined) given--
  const last = args[given - 1]
  const isValue = parameters[given - 1]?.takesDict === true && !isFromPython(last, parameters)
  const keywords = isKeywords(last) && !isValue ? last : null
  const positional = args.slice(0, keywords ? given - 1 : given)
  const values: Record<string, unknown> = {}
  const limit = parameters.findIndex((parameter) => !parameter.isPositional)
  if (positional.length > (limit < 0 ? parameters.length : limit)) throw tooMany(callee, positional.length)
  positional.forEach((value, i) => {
    if (value !== undefined) values[parameters[i].name] = value
  })
  for (const [keyword, value] of Object.entries(keywords ?? {})) {
    if (!parameters.some(({ name }) => name === keyword))
      throw new TypeError(`${call} got an unexpected keyword argument '${keyword}'${knownNames(parameters)}`)
    if (keyword in values) throw new TypeError(`${call} got multiple values for argument '${keyword}'`)
    if (value !== undefined) values[keyword] = value
  }
  const missing = parameters.filter(({ name, isRequired }) => isRequired && !(name in values))
  if (missing.length > 0) {
    // Python looks at those without a place of their own last.
    const isNext = missing[0].isPositional
    const names = missing.filter(({ isPositional }) => isPositional === isNext).map(({ name }) => name)
    throw missingArguments(call, names, isNext ? 'positional' : 'keyword-only')
  }
  return values
}

/** Marks a parameter that is given by its name alone, as those behind Python's `*` are. */
class ByName {
  constructor(readonly value: unknown) {}
}
/** A default of a parameter that is given by its name alone. */
export const byName = <T>(value: T): T => new ByName(value) as T

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
  const values = Object.fromEntries(
    Object.entries(defaults).map(([key, value]) => [key, value instanceof ByName ? value.value : value]),
  )
  if (args[0] === asked) throw new Answer(values)
  // Classes begin with a capital.
  const isFunction = /^[a-z]/.test(name)
  const callee: Callee = {
    call: isFunction ? `${name}()` : `${name}.__init__()`,
    countsSelf: !isFunction,
    parameters: Object.entries(defaults).map(([key, value]) => ({
      name: key,
      isRequired: value === required,
      isPositional: !(value instanceof ByName),
      takesDict: false,
    })),
  }
  return { ...values, ...placed(callee, args) } as Required<T>
}
