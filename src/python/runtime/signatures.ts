// What a function that is built in takes: its signature read as Python writes it, the values a call gives, and what CPython's
// functions of C say of calls that do not fit.
import { TypeError } from '../../base/errors.js'
import type { Keywords } from './core.js'

type Any = any

interface Parameter {
  readonly name: string
  readonly isRequired: boolean
  readonly isPositionalOnly: boolean
  readonly isKeywordOnly: boolean
}

export interface Signature {
  readonly parameters: readonly Parameter[]
  readonly vararg: number
  readonly kwarg: boolean
  readonly most: number
  readonly least: number
}

/** Reads `iterable, /, *, key=None, reverse=False`; what has a default is undefined where it is not given. */
export function parse(text: string): Signature {
  const parameters: Parameter[] = []
  let vararg = -1
  let kwarg = false
  let isKeywordOnly = false
  const parts = text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean)
  const slash = parts.indexOf('/')
  for (const [i, part] of parts.entries()) {
    if (part === '/') continue
    if (part.startsWith('**')) kwarg = true
    else if (part.startsWith('*')) {
      if (part.length > 1) vararg = parameters.length
      isKeywordOnly = true
    } else
      parameters.push({
        name: part.replace(/=.*/, ''),
        isRequired: !part.includes('='),
        isPositionalOnly: i < slash,
        isKeywordOnly,
      })
  }
  const positional = parameters.filter((one) => !one.isKeywordOnly)
  return {
    parameters,
    vararg,
    kwarg,
    most: positional.length,
    least: positional.filter((one) => one.isRequired).length,
  }
}

/** What CPython says of a count of arguments that a function of C does not take. */
function wrongCount(
  name: string,
  owner: string | null,
  { least, most, parameters }: Signature,
  given: number,
): TypeError {
  const path = owner === null ? name : `${owner}.${name}`
  const isPositional = parameters.every((one) => one.isPositionalOnly)
  if (most === 0 && parameters.length === 0)
    return new TypeError(`${path}() takes no arguments (${given} given)`)
  if (isPositional && least === 1 && most === 1)
    return new TypeError(`${path}() takes exactly one argument (${given} given)`)
  if (isPositional) {
    // These read their arguments themselves.
    if (
      given < least &&
      /^(r?find|r?index|count|startswith|endswith)$/.test(name) &&
      /^(str|bytes|bytearray)$/.test(owner ?? '')
    )
      return new TypeError(`${name}() takes at least 1 argument (0 given)`)
    const how = least === most ? '' : given < least ? 'at least ' : 'at most '
    const wanted = given < least ? least : most
    return new TypeError(`${name} expected ${how}${wanted} argument${wanted === 1 ? '' : 's'}, got ${given}`)
  }
  if (given < least && most > least && parameters[0].isPositionalOnly)
    return new TypeError(
      `${name}() takes at least ${least} positional argument${least === 1 ? '' : 's'} (${given} given)`,
    )
  if (given < least) {
    const at = parameters.findIndex((one, i) => one.isRequired && i >= given)
    return new TypeError(`${name}() missing required argument '${parameters[at].name}' (pos ${at + 1})`)
  }
  if (most === 0) return new TypeError(`${name}() takes no positional arguments`)
  const how = least === most ? 'exactly' : 'at most'
  const kind = parameters.length > most ? 'positional argument' : 'argument'
  return new TypeError(`${name}() takes ${how} ${most} ${kind}${most === 1 ? '' : 's'} (${given} given)`)
}

/** The values of the parameters of a function that is built in. */
export function place(
  name: string,
  owner: string | null,
  signature: Signature,
  args: readonly Any[],
  kwargs: Keywords,
): Any[] {
  const { parameters, vararg, kwarg, most, least } = signature
  if (vararg < 0 && args.length > most) throw wrongCount(name, owner, signature, args.length)
  const values: Any[] = args.slice(0, most)
  const others: Record<string, Any> = {}
  if (kwargs !== null) {
    const keys = Object.keys(kwargs)
    const takesNone = !kwarg && parameters.every((one) => one.isPositionalOnly)
    if (keys.length > 0 && takesNone)
      throw new TypeError(`${owner === null ? name : `${owner}.${name}`}() takes no keyword arguments`)
    for (const key of keys) {
      const at = parameters.findIndex((one) => one.name === key && !one.isPositionalOnly)
      if (at < 0) {
        if (!kwarg) throw new TypeError(`'${key}' is an invalid keyword argument for ${name}()`)
        others[key] = kwargs[key]
        continue
      }
      if (at < Math.min(args.length, most))
        throw new TypeError(`argument for ${name}() given by name ('${key}') and position (${at + 1})`)
      values[at] = kwargs[key]
    }
  }
  for (let i = 0; i < least; i++) if (!(i in values)) throw wrongCount(name, owner, signature, args.length)
  while (values.length < parameters.length) values.push(undefined)
  if (vararg >= 0) values.splice(vararg, 0, args.slice(most))
  if (kwarg) values.push(others)
  return values
}
