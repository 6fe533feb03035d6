// What a function written in Python takes: its parameters, the values a call gives them, and what is said of calls that do
// not fit.
import { TypeError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { core, type Keywords } from './core.js'
import { PyDict } from './keys.js'

type Any = any

export interface Meta {
  name: string
  qualname: string
  doc: string | null
  module?: string
  params: {
    posOnly: readonly string[]
    args: readonly string[]
    vararg: string | null
    kwOnly: readonly string[]
    kwarg: string | null
  }
  defaults: Any[]
  kwDefaults: Record<string, Any> | null
  annotations: Record<string, Any> | null
  isGenerator: boolean
  isAsync?: boolean
}

/** `'a', 'b', and 'c'`, as Python counts them up. */
function listed(names: readonly string[]): string {
  const quoted = names.map((name) => `'${name}'`)
  if (quoted.length === 1) return quoted[0]
  return quoted.length === 2
    ? quoted.join(' and ')
    : `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`
}

function missing(qualname: string, names: readonly string[], how: string): TypeError {
  const noun = names.length === 1 ? 'argument' : 'arguments'
  return new TypeError(`${qualname}() missing ${names.length} required ${how} ${noun}: ${listed(names)}`)
}

function tooMany(meta: Meta, given: number, kwOnly: number): TypeError {
  const { params, defaults, qualname } = meta
  const most = params.posOnly.length + params.args.length
  const least = most - defaults.length
  const range = least < most ? `from ${least} to ${most}` : `${most}`
  const plural = (least < most ? most : most) === 1 && least === most ? '' : 's'
  const besides =
    kwOnly > 0
      ? ` positional argument${given === 1 ? '' : 's'} (and ${kwOnly} keyword-only argument${kwOnly === 1 ? '' : 's'})`
      : ''
  const was = given === 1 && kwOnly === 0 ? 'was' : 'were'
  return new TypeError(
    `${qualname}() takes ${range} positional argument${plural} but ${given}${besides} ${was} given`,
  )
}

/**
 * The values of the parameters in order, where a call names none of them and leaves some to their defaults; null where
 * more has to be asked.
 */
export function bindInOrder({ defaults }: Meta, count: number, args: readonly Any[]): Any[] | null {
  const lacking = count - args.length
  if (lacking < 0 || lacking > defaults.length) return null
  const values: Any[] = []
  for (let i = 0; i < args.length; i++) {
    if (args[i] === undefined) return null
    values.push(args[i])
  }
  for (let i = defaults.length - lacking; i < defaults.length; i++) values.push(defaults[i])
  return values
}

const none: Record<string, Any> = {}

/** The values of the parameters in order: positional ones, `*args`, those by keyword alone, `**kwargs`. */
export function bind(meta: Meta, args: readonly Any[], kwargs: Keywords): Any[] {
  const { params, qualname, defaults, kwDefaults } = meta
  const { posOnly, kwOnly } = params
  const names = posOnly.length === 0 ? params.args : [...posOnly, ...params.args]
  const count = names.length
  const values: Any[] = []
  for (let i = 0; i < count; i++) values.push(i < args.length ? args[i] : undefined)
  const others: PyDict | null = params.kwarg === null ? null : new PyDict()
  const byName: Record<string, Any> = kwOnly.length === 0 ? none : {}
  if (kwargs !== null)
    for (const name of Object.keys(kwargs)) {
      const at = params.args.indexOf(name)
      if (at >= 0) {
        const place = at + posOnly.length
        if (place < args.length)
          throw new TypeError(`${qualname}() got multiple values for argument '${name}'`)
        values[place] = kwargs[name]
      } else if (kwOnly.includes(name)) byName[name] = kwargs[name]
      else if (others !== null) others.set(name, kwargs[name])
      else if (posOnly.includes(name))
        throw new TypeError(
          `${qualname}() got some positional-only arguments passed as keyword arguments: '${name}'`,
        )
      else throw new TypeError(`${qualname}() got an unexpected keyword argument '${name}'`)
    }
  if (args.length > count && params.vararg === null)
    throw tooMany(meta, args.length, Object.keys(byName).length)
  const lacking: string[] = []
  const firstDefault = count - defaults.length
  for (let i = 0; i < count; i++) {
    if (values[i] !== undefined) continue
    if (i >= firstDefault) values[i] = defaults[i - firstDefault]
    else if (i < args.length) values[i] = null
    else lacking.push(names[i])
  }
  if (lacking.length > 0) throw missing(qualname, lacking, 'positional')
  if (params.vararg !== null) values.push(Tuple.from(args.slice(count)))
  const absent: string[] = []
  for (const name of kwOnly) {
    if (name in byName) values.push(byName[name])
    else if (kwDefaults !== null && name in kwDefaults) values.push(kwDefaults[name])
    else absent.push(name)
  }
  if (absent.length > 0) throw missing(qualname, absent, 'keyword-only')
  if (others !== null) values.push(others)
  return values
}

/** `(a, b=2, *, c)` of a function. */
export function writtenParameters({ params, defaults, kwDefaults }: Meta): string {
  const { posOnly, args, vararg, kwOnly, kwarg } = params
  const places = [...posOnly, ...args]
  const given = places.length - defaults.length
  const valueText = (value: Any): string => `=${core.repr(value)}`
  const parts = places.map((name, i) => (i < given ? name : name + valueText(defaults[i - given])))
  if (posOnly.length > 0) parts.splice(posOnly.length, 0, '/')
  if (vararg !== null) parts.push(`*${vararg}`)
  else if (kwOnly.length > 0) parts.push('*')
  for (const name of kwOnly)
    parts.push(kwDefaults && Object.hasOwn(kwDefaults, name) ? name + valueText(kwDefaults[name]) : name)
  if (kwarg !== null) parts.push(`**${kwarg}`)
  return `(${parts.join(', ')})`
}
