// Functions: those written in Python, those built in, methods bound to an object; how each is called from either language.
//
// Note [Calls in two languages]. A function has under `inner` how Python calls it: positional arguments in a list, keywords
// in an object of their own. Called as JavaScript calls, `f(1, {b: 2})`, a plain object at the end is its keywords, as the
// library has it, if the function has parameters of these names.
import { isKeywords } from '../../base/keywords.js'
import { TypeError } from '../../base/errors.js'
import { declaredReaders } from '../../engine/python-call.js'
import { addressOf, reprSymbol } from '../../text/repr.js'
import { core, type Keywords } from './core.js'
import { PyAsyncGenerator, PyCoroutine, PyGenerator } from './generators.js'
import { PyDict } from './keys.js'
import { Tuple } from '../../base/tuple.js'
import * as types from './types.js'
import { inner, nameOfType } from './types.js'

type Any = any
export type AnyFunction = (...args: Any[]) => Any

/** How a function is called from Python. */
export interface Inner {
  readonly name: string
  invoke(args: readonly Any[], kwargs: Keywords): Any
  /** The function itself, which takes exactly `count` values, where nothing has to be put in its place. */
  readonly js?: AnyFunction
  readonly count?: number
  readonly isBuiltin?: boolean
  /** The parameters of what is built in, as Python writes them. */
  readonly text?: string
  /** What a method is bound to, and the function that is bound. */
  readonly self?: Any
  readonly func?: Any
  /** The names of parameters, for those who ask whether there is one. */
  readonly takes?: (name: string) => boolean
  readonly meta?: Meta
}

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

export const innerOf = (f: Any): Inner | undefined => f?.[inner]

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

/** The values of the parameters in order: positional ones, `*args`, those by keyword alone, `**kwargs`. */
function bind(meta: Meta, args: readonly Any[], kwargs: Keywords): Any[] {
  const { params, qualname, defaults, kwDefaults } = meta
  const { posOnly, kwOnly } = params
  const names = posOnly.length === 0 ? params.args : [...posOnly, ...params.args]
  const count = names.length
  const values: Any[] = args.slice(0, count)
  let others: PyDict | null = params.kwarg === null ? null : new PyDict()
  const byName: Record<string, Any> = {}
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
    if (i in values && values[i] !== undefined) continue
    if (i >= firstDefault) values[i] = defaults[i - firstDefault]
    else if (i < args.length) values[i] = null
    else lacking.push(names[i])
  }
  if (lacking.length > 0) throw missing(qualname, lacking, 'positional')
  if (params.vararg !== null) values.push(Tuple.of(...args.slice(count)))
  const absent: string[] = []
  for (const name of kwOnly) {
    if (name in byName) values.push(byName[name])
    else if (kwDefaults !== null && name in kwDefaults) values.push(kwDefaults[name])
    else absent.push(name)
  }
  if (absent.length > 0) throw missing(qualname, absent, 'keyword-only')
  if (others !== null) values.push(others)
  others = null
  return values
}

/** Takes the keywords off the end of a call as JavaScript makes it. */
export function split(
  args: readonly Any[],
  takes: (name: string) => boolean,
): { args: readonly Any[]; kwargs: Keywords } {
  const last = args.at(-1)
  if (args.length === 0 || !isKeywords(last)) return { args, kwargs: null }
  // A call in Python that came through the library: whoever it reaches binds its keywords, or refuses them.
  const isCertain = Object.getPrototypeOf(last) === null
  const names = Object.keys(last)
  if (!isCertain && (names.length === 0 || !names.every(takes))) return { args, kwargs: null }
  return { args: args.slice(0, -1), kwargs: last }
}

function define(f: object, properties: Record<PropertyKey, unknown>): void {
  for (const key of Reflect.ownKeys(properties))
    Object.defineProperty(f, key, { value: properties[key as string], writable: true, configurable: true })
}

/** Makes what `def` and `lambda` make of a function of JavaScript that takes the parameters in order. */
export function makeFunction(meta: Meta, body: AnyFunction): AnyFunction {
  const { params } = meta
  const count = params.posOnly.length + params.args.length
  const isSimple = params.vararg === null && params.kwarg === null && params.kwOnly.length === 0
  const Made = meta.isGenerator
    ? meta.isAsync
      ? PyAsyncGenerator
      : PyGenerator
    : meta.isAsync && PyCoroutine
  const js: AnyFunction = Made ? (...values) => new Made(body(...values) as Generator, meta.qualname) : body
  const takes = (name: string): boolean =>
    params.kwarg !== null || params.args.includes(name) || params.kwOnly.includes(name)
  const own: Inner = {
    name: meta.name,
    meta,
    takes,
    js: isSimple ? js : undefined,
    count: isSimple ? count : -1,
    invoke: (args, kwargs) =>
      isSimple && kwargs === null && args.length === count ? js(...args) : js(...bind(meta, args, kwargs)),
  }
  const f: AnyFunction = function (this: unknown, ...given: Any[]): Any {
    const { args, kwargs } = split(given, takes)
    return own.invoke(args, kwargs)
  }
  define(f, { name: meta.name, [inner]: own, [reprSymbol]: () => functionText(f) })
  return f
}

/** `(a, b=2, *, c)` of a function. */
function writtenParameters({ params, defaults, kwDefaults }: Meta): string {
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

declaredReaders.push((value) => {
  const own = innerOf(value)
  const meta = own?.meta
  return meta ? { parameters: writtenParameters(meta), doc: meta.doc } : { parameters: own?.text }
})

/** What `f.__name__` and its like are; what was set on the function comes first. */
export function functionText(f: Any): string {
  const own = f[inner] as Inner
  const qualname: string = Object.hasOwn(f, '__qualname__')
    ? f.__qualname__
    : (own.meta?.qualname ?? own.name)
  return `<function ${qualname} at ${addressOf(f)}>`
}

// ---- what is built in ----

interface Parameter {
  readonly name: string
  readonly isRequired: boolean
  readonly isPositionalOnly: boolean
  readonly isKeywordOnly: boolean
}

interface Signature {
  readonly parameters: readonly Parameter[]
  readonly vararg: number
  readonly kwarg: boolean
  readonly most: number
  readonly least: number
}

/** Reads `iterable, /, *, key=None, reverse=False`; what has a default is undefined where it is not given. */
function parse(text: string): Signature {
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
function place(
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

export interface Builtin extends Inner {
  readonly isBuiltin: true
  readonly owner: string | null
  /** How many values it takes at least and at most, where they are given in order. */
  readonly least: number
  readonly most: number
  readonly run: AnyFunction
}

/**
 * A function that is built in, by its signature as Python writes it. It is given a value for each parameter, undefined
 * for what was left out; `*args` as a list, `**kwargs` as an object at the end.
 */
export function builtin(name: string, signature: string, run: AnyFunction): AnyFunction {
  const own = builtinInner(name, signature, run, null)
  const f = { [name]: (...given: Any[]): Any => callAsJavaScript(own, given) }[name] as Any
  define(f, { [inner]: own, [reprSymbol]: () => `<built-in function ${name}>` })
  return f as AnyFunction
}

/** Functions that are built in, by their signatures: `{'sqrt(x, /)': (x) => …}`; what is no function stays as it is. */
export function functionsOf(table: Record<string, Any>): Record<string, Any> {
  return Object.fromEntries(
    Object.entries(table).map(([text, value]) => {
      const [, name, signature] = /^(\w+)\((.*)\)$/s.exec(text) ?? []
      return name === undefined ? [text, value] : [name, builtin(name, signature, value as AnyFunction)]
    }),
  )
}

export function callAsJavaScript(own: Inner, given: readonly Any[]): Any {
  const { args, kwargs } = split(given, own.takes!)
  return own.invoke(args, kwargs)
}

export function builtinInner(name: string, text: string, run: AnyFunction, owner: string | null): Builtin {
  const signature = parse(text)
  const { parameters, vararg, kwarg, least, most } = signature
  const isPlain = vararg < 0 && !kwarg && parameters.length === most
  return {
    name,
    owner,
    isBuiltin: true,
    text: `(${text})`,
    run,
    least: isPlain ? least : 1,
    most: isPlain ? most : -1,
    takes: (one) =>
      kwarg || parameters.some((parameter) => parameter.name === one && !parameter.isPositionalOnly),
    invoke: (args, kwargs) =>
      isPlain && kwargs === null && args.length >= least && args.length <= most
        ? run(...args)
        : run(...place(name, owner, signature, args, kwargs)),
  }
}

// ---- methods of classes that are built in ----

/** A method that is built in, as it stands in its class: given the object first. */
export class Method {
  readonly #signature: Signature
  /** How many values it takes besides the object, where they are given in order. */
  readonly least: number
  readonly most: number

  constructor(
    readonly owner: string,
    readonly name: string,
    signature: string,
    /** Takes the object, then a value for each parameter. */
    readonly run: AnyFunction,
  ) {
    this.#signature = parse(signature)
    const { parameters, vararg, kwarg, least, most } = this.#signature
    const isPlain = vararg < 0 && !kwarg && parameters.length === most
    this.least = isPlain ? least : 1
    this.most = isPlain ? most : -1
  }
  takes(name: string): boolean {
    const { parameters, kwarg } = this.#signature
    return kwarg || parameters.some((one) => one.name === name && !one.isPositionalOnly)
  }
  invoke(self: Any, args: readonly Any[], kwargs: Keywords): Any {
    if (kwargs === null && args.length >= this.least && args.length <= this.most)
      return this.run(self, ...args)
    return this.run(self, ...place(this.name, this.owner, this.#signature, args, kwargs))
  }
  [reprSymbol](): string {
    return `<method '${this.name}' of '${this.owner}' objects>`
  }
}

/** An attribute that is worked out, as `real` of numbers. */
export class Getter {
  constructor(
    readonly name: string,
    readonly get: (self: Any) => Any,
    readonly set: ((self: Any, value: Any) => void) | null = null,
    readonly owner = 'object',
  ) {}
  [reprSymbol](): string {
    return `<attribute '${this.name}' of '${this.owner}' objects>`
  }
}

/** Puts methods into a class that is built in: `{'append(object, /)': (list, item) => …}`. */
export function methods(cls: Any, table: Record<string, AnyFunction>): void {
  const { dict, name: owner } = types.infoOf(cls)
  for (const [text, run] of Object.entries(table)) {
    const [, name, signature] = /^(\w+)\((.*)\)$/.exec(text)!
    dict.set(name, new Method(owner, name, signature, run))
  }
}

export function getters(cls: Any, table: Record<string, (self: Any) => Any>): void {
  const { dict, name: owner } = types.infoOf(cls)
  for (const [name, get] of Object.entries(table)) dict.set(name, new Getter(name, get, null, owner))
}

// ---- methods bound to an object ----

/** Whether a bound method's object is asked of it. */
function boundFunction(own: Inner, text: () => string): AnyFunction {
  const f = (...given: Any[]): Any => {
    const { args, kwargs } = own.takes ? split(given, own.takes) : { args: given, kwargs: null }
    return own.invoke(args, kwargs)
  }
  define(f, { name: own.name, [inner]: own, [reprSymbol]: text })
  return f
}

/** `[].append`, not called yet. */
export function bindBuiltin(self: Any, method: Method): AnyFunction {
  const own: Inner = {
    name: method.name,
    self,
    func: method,
    isBuiltin: true,
    takes: (name) => method.takes(name),
    invoke: (args, kwargs) => method.invoke(self, args, kwargs),
  }
  return boundFunction(own, () =>
    method.name.startsWith('__')
      ? `<method-wrapper '${method.name}' of ${method.owner} object at ${addressOf(boxed(self))}>`
      : `<built-in method ${method.name} of ${nameOfType(self)} object at ${addressOf(boxed(self))}>`,
  )
}

const boxed = (value: Any): object => Object(value ?? {}) as object

/** `object.method`, not called yet, of a function of Python. */
export function bindMethod(self: Any, func: Any): AnyFunction {
  if (typeof func !== 'function' && core.special(func, '__call__') === undefined)
    throw new TypeError('first argument must be callable')
  const of = innerOf(func)
  const own: Inner = {
    name: of?.name ?? (func as { name?: string }).name ?? '',
    self,
    func,
    meta: of?.meta,
    takes: of?.takes,
    invoke: (args, kwargs) => core.call(func, [self, ...args], kwargs),
  }
  return boundFunction(own, () => `<bound method ${qualnameOf(func)} of ${core.repr(self)}>`)
}

export const qualnameOf = (func: Any): string =>
  Object.hasOwn(func, '__qualname__')
    ? func.__qualname__
    : (innerOf(func)?.meta?.qualname ?? func.name ?? '?')

// ---- calls ----

/** Python's `f(*args, **kwargs)`. */
export function call(f: Any, args: readonly Any[], kwargs: Keywords): Any {
  const own = f?.[inner] as Inner | undefined
  if (own !== undefined) return own.invoke(args, kwargs)
  return callOther(f, args, kwargs)
}

/** What is no function of the runtime: classes, objects with `__call__`, the library, TypeScript. */
let callOther: (f: Any, args: readonly Any[], kwargs: Keywords) => Any = () => {
  throw new Error('internal: calls are not ready')
}
export function setCallOther(run: typeof callOther): void {
  callOther = run
}

export function call0(f: Any): Any {
  const own = f?.[inner] as Inner | undefined
  if (own === undefined) return callOther(f, [], null)
  return own.count === 0 ? own.js!() : own.invoke([], null)
}
export function call1(f: Any, a: Any): Any {
  const own = f?.[inner] as Inner | undefined
  if (own === undefined) return callOther(f, [a], null)
  return own.count === 1 ? own.js!(a) : own.invoke([a], null)
}
export function call2(f: Any, a: Any, b: Any): Any {
  const own = f?.[inner] as Inner | undefined
  if (own === undefined) return callOther(f, [a, b], null)
  return own.count === 2 ? own.js!(a, b) : own.invoke([a, b], null)
}
export function call3(f: Any, a: Any, b: Any, c: Any): Any {
  const own = f?.[inner] as Inner | undefined
  if (own === undefined) return callOther(f, [a, b, c], null)
  return own.count === 3 ? own.js!(a, b, c) : own.invoke([a, b, c], null)
}

core.call = call
