// Calls in Python's way: values in order, then names with their values, which both languages hand over as a plain object at
// the end. What is left over are properties of what is drawn.
import { AttributeError, TypeError, ValueError } from '../../base/errors.js'
import { isKeywords, missingArguments } from '../../base/keywords.js'
import { typeName } from '../../base/type-name.js'
import { isIterable } from '../../base/iterable.js'

export type Options = Record<string, unknown>

/** The values in order, and those by name; None by name counts as not given. */
export function split(args: readonly unknown[]): { values: unknown[]; options: Options } {
  const last = args.at(-1)
  if (!isKeywords(last)) return { values: [...args], options: {} }
  const options: Options = {}
  for (const [name, value] of Object.entries(last))
    if (value !== undefined && value !== null) options[name] = value
  return { values: args.slice(0, -1), options }
}

/** What stands for two values, as `set_data((x, y))` and `set_clim(low, high)` take them: together or each by itself. */
export function pairOf(args: readonly unknown[]): readonly [unknown, unknown] {
  const given = args.length === 1 ? args[0] : args
  if (!isIterable(given)) throw new TypeError(`cannot unpack non-iterable ${typeName(given)} object`)
  const items = [...given]
  if (items.length < 2) throw new ValueError(`not enough values to unpack (expected 2, got ${items.length})`)
  if (items.length > 2) throw new ValueError('too many values to unpack (expected 2)')
  return [items[0], items[1]]
}

export interface Call {
  /** What was given for each parameter; undefined for what was not. */
  readonly given: Readonly<Record<string, any>>
  /** What is no parameter. */
  readonly others: Options
}

/**
 * Puts arguments to parameters that are written as Python writes them: `x, height, width=, *, log=`. Those with `=` may be
 * left out, those behind `*` go by name alone.
 */
export function placed(name: string, args: readonly unknown[], signature: string): Call {
  const { values, options } = split(args)
  const all = signature.split(/,\s*/).filter(Boolean)
  const star = all.indexOf('*')
  const inOrder = (star < 0 ? all : all.slice(0, star)).map((part) => part.replace('=', ''))
  const names = all.filter((part) => part !== '*').map((part) => part.replace('=', ''))
  const required = all.filter((part) => part !== '*' && !part.endsWith('='))
  if (values.length > inOrder.length) {
    const most = inOrder.length
    const least = required.length
    const range = least < most ? `from ${least} to ${most}` : String(most)
    throw new TypeError(
      `${name}() takes ${range} positional argument${most === 1 ? '' : 's'} but ${values.length} ${values.length === 1 ? 'was' : 'were'} given`,
    )
  }
  const given: Record<string, unknown> = {}
  values.forEach((value, i) => {
    if (value !== null && value !== undefined) given[inOrder[i]] = value
  })
  const others: Options = {}
  for (const [key, value] of Object.entries(options)) {
    if (!names.includes(key)) others[key] = value
    else if (key in given) throw new TypeError(`${name}() got multiple values for argument '${key}'`)
    else given[key] = value
  }
  const missing = required.filter((one, i) => !(one in given) && i >= values.length)
  if (missing.length > 0) throw missingArguments(`${name}()`, missing)
  return { given, others }
}

/** Refuses what is left over, in matplotlib's words. */
export function refuseOthers(owner: string, others: Options): void {
  const [name] = Object.keys(others)
  if (name !== undefined)
    throw new AttributeError(`${owner}.set() got an unexpected keyword argument '${name}'`)
}
