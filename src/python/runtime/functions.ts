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
import { bind, bindInOrder, type Meta, writtenParameters } from './parameters.js'
import { given, isPlainArgument, isQuickCallable } from './quick-library.js'
import { parse, place, type Signature } from './signatures.js'
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

export const innerOf = (f: Any): Inner | undefined => f?.[inner]

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
    invoke: (args, kwargs) => {
      if (!isSimple || kwargs !== null) return js(...bind(meta, args, kwargs))
      return js(
        ...(args.length === count ? args : (bindInOrder(meta, count, args) ?? bind(meta, args, null))),
      )
    },
  }
  const f: AnyFunction = function (this: unknown, ...given: Any[]): Any {
    const { args, kwargs } = split(given, takes)
    return own.invoke(args, kwargs)
  }
  define(f, { name: meta.name, [inner]: own, [reprSymbol]: () => functionText(f) })
  return f
}

declaredReaders.push((value) => {
  const own = innerOf(value)
  const meta = own?.meta ?? innerOf(own?.func)?.meta
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
    js: isPlain && least === most ? run : undefined,
    count: isPlain && least === most ? most : -1,
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
  return kwargs === null && isQuickCallable(f) && args.every(isPlainArgument)
    ? given.by(f(...args))
    : callOther(f, args, kwargs)
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
  if (own === undefined)
    return isQuickCallable(f) && isPlainArgument(a) ? given.by(f(a)) : callOther(f, [a], null)
  return own.count === 1 ? own.js!(a) : own.invoke([a], null)
}
export function call2(f: Any, a: Any, b: Any): Any {
  const own = f?.[inner] as Inner | undefined
  if (own === undefined)
    return isQuickCallable(f) && isPlainArgument(a) && isPlainArgument(b)
      ? given.by(f(a, b))
      : callOther(f, [a, b], null)
  return own.count === 2 ? own.js!(a, b) : own.invoke([a, b], null)
}
export function call3(f: Any, a: Any, b: Any, c: Any): Any {
  const own = f?.[inner] as Inner | undefined
  if (own === undefined) return callOther(f, [a, b, c], null)
  return own.count === 3 ? own.js!(a, b, c) : own.invoke([a, b, c], null)
}

core.call = call
