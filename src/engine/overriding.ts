// Classes that answer for ops themselves: subclasses of `Tensor`, and every class with a `__torch_function__`. Follows
// torch/overrides.py, `Tensor.__torch_function__` and torch/csrc/utils/python_arg_parser.cpp.
//
// Note [Overridden ops]. Nothing is asked before the first such class is met: then `watching.by` is set, which every call of
// an op looks at anyway. A method or an attribute that is no op, `x.detach()`, is asked where it stands on the prototype of
// the subclass (`prepare`), so that those of `Tensor` itself stay as they are.
import { RuntimeError, TypeError } from '../base/errors.js'
import { iterated } from '../base/iterable.js'
import { isKeywords } from '../base/keywords.js'
import { NamedTuple, Tuple } from '../base/tuple.js'
import { Tensor } from '../tensor/tensor.js'
import { type Asked, startOverriding, watching } from './watching.js'

type Any = any
type Keywords = Record<string, unknown> | null

/** How a language calls what its classes say. Python has classes of its own, and gives tuples and dicts. */
export interface Classes {
  /** What answers for values of a class; undefined where it is `Tensor`'s own. */
  handlerOf(cls: Any): ((...args: Any[]) => unknown) | undefined
  /** Asks `value`, an object of such a class or a mode. */
  ask(value: Any, asked: Asked, types: Any[], args: Any[], keywords: Keywords): unknown
  /** Whether a handler is `Tensor`'s own. */
  isDefault(handler: unknown): boolean
  isSubclass(cls: Any, other: Any): boolean
  call(func: Any, args: Iterable<unknown>, keywords: Any): unknown
  shown(cls: Any): string
  notImplemented: unknown
}

export const classes: Classes = {
  handlerOf: (cls) => cls.__torch_function__,
  ask(value, { func, isMethod, name }, types, args, keywords) {
    const cls = value.constructor
    const owner = typeof cls.__torch_function__ === 'function' ? cls : value
    return owner.__torch_function__(isMethod ? freed(name, func) : func, types, args, keywords)
  },
  isDefault: (handler) => handler === defaultHandler,
  isSubclass: (cls, other) => cls === other || cls.prototype instanceof other,
  call: (func, args, keywords) =>
    func(...args, ...(keywords && Object.keys(keywords as object).length > 0 ? [keywords] : [])),
  shown: (cls) => `<class '${String(cls.name)}'>`,
  notImplemented: undefined,
}

/** Methods as functions whose first argument is the tensor. */
const free = new WeakMap<object, (...args: never[]) => unknown>()
function freed(name: string, method: (...args: never[]) => unknown): (...args: never[]) => unknown {
  let made = free.get(method)
  if (made !== undefined) return made
  made = {
    [name]: (self: unknown, ...args: never[]): unknown =>
      ((self as Any)?.[name] instanceof Function ? (self as Any)[name] : method).apply(self, args),
  }[name]
  free.set(method, made)
  return made
}

/** Nothing overrides while this is not zero. */
let disabled = 0

/** Runs a part in which no class answers for ops, as `torch._C.DisableTorchFunction` does. */
export function withoutOverriding<R>(run: () => R): R {
  if (watching.overriding === null) return run()
  disabled++
  try {
    return run()
  } finally {
    disabled--
  }
}
/** The two ends of such a part. */
export const disable = (): void => void disabled++
export const enable = (): void => void disabled--

/** A `__torch_function__` that answers for nothing: values of its class are plain tensors to every op. */
export function disabledHandler(
  func: Any,
  _types: unknown,
  args: Iterable<unknown> = [],
  keywords?: Any,
): unknown {
  return withoutOverriding(() => classes.call(func, args, keywords))
}

/** The class whose `__torch_function__` answers for a value; undefined for plain tensors and all else. */
function overridingClass(value: unknown): Any {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined
  const cls: Any = value.constructor
  if (typeof cls !== 'function' || cls.prototype === Tensor.prototype) return undefined
  const handler = classes.handlerOf(cls)
  return typeof handler === 'function' && handler !== disabledHandler ? cls : undefined
}

/** Whether a value's class answers for ops. */
export const overrides = (value: unknown): boolean => disabled === 0 && overridingClass(value) !== undefined

/** An argument whose class answers for ops. */
interface Answering {
  readonly cls: Any
  readonly value: Any
}

/** Such arguments, one of each class, in the order in which they are asked. */
export function overridingIn(args: Iterable<unknown>): Answering[] {
  const found: Answering[] = []
  const look = (value: unknown): void => {
    const cls = overridingClass(value)
    if (cls === undefined || found.some((one) => one.cls === cls)) return
    // A class comes before those it derives from.
    const at = found.findIndex((other) => classes.isSubclass(cls, other.cls))
    found.splice(at < 0 ? found.length : at, 0, { cls, value })
  }
  for (const value of args) {
    if (Array.isArray(value)) value.forEach(look)
    else look(value)
  }
  return found
}

/** `Tensor.__torch_function__`: what ops on a subclass give is of the subclass. */
export function defaultHandler(
  this: Any,
  func: Any,
  types: Iterable<unknown> = [],
  args: Iterable<unknown> = [],
  keywords: Any = null,
): unknown {
  for (const given of [types, args]) iterated(given)
  for (const type of types) if (!classes.isSubclass(this, type)) return classes.notImplemented
  return withoutOverriding(() => converted(classes.call(func, args, keywords), this))
}

function converted(value: Any, cls: Any): unknown {
  if (cls.prototype === Tensor.prototype) return value
  if (value instanceof Tensor) return value instanceof cls ? value : asSubclass(value, cls)
  if (!Array.isArray(value) || !value.some((item) => item instanceof Tensor)) return value
  const items = value.map((item) => converted(item, cls))
  // A tuple with names keeps them, and is new: an op's result belongs to its caller.
  if (value instanceof NamedTuple) return Object.assign(value, items)
  return value instanceof Tuple ? Tuple.from(items) : items
}

const isNotImplemented = (value: unknown): boolean => value === undefined || value === classes.notImplemented

/** Objects that are asked of every call, the innermost last. */
const entered: unknown[] = []
export function enterMode(mode: unknown): void {
  startAsking()
  entered.push(mode)
}
export const leaveMode = (): unknown => entered.pop()
export const innermostMode = (): unknown => entered.at(-1) ?? null

/** Asks the innermost mode, within which the ones around it stand. */
function askMode(asked: Asked, found: readonly Answering[], args: Any[], keywords: Keywords): unknown {
  const mode = entered.pop()
  try {
    const types = found.map(({ cls }) => cls as unknown)
    return classes.ask(mode, asked, types, args, keywords)
  } finally {
    entered.push(mode)
  }
}

/** Asks the modes and the classes, one after another, what a call gives. */
export function askClasses(asked: Asked, found: readonly Answering[], given: readonly unknown[]): unknown {
  const last = given.at(-1)
  const [args, keywords] = isKeywords(last)
    ? [given.slice(0, -1), last as Record<string, unknown>]
    : [given.slice(), null]
  if (entered.length > 0) {
    const result = askMode(asked, found, args, keywords)
    if (!isNotImplemented(result) || found.length === 0) return result
  }
  for (const { value } of found) {
    const types = found.map(({ cls }) => cls as unknown)
    const result = classes.ask(value, asked, types, [...args], keywords)
    if (!isNotImplemented(result)) return result
  }
  const error = new TypeError(
    `no implementation found for '${asked.path}' on types that implement __torch_function__: ` +
      `[${found.map(({ cls }) => classes.shown(cls)).join(', ')}]`,
  )
  unanswered.add(error)
  throw error
}

const unanswered = new WeakSet<object>()
/** Whether an error says that no class answered. */
export const isUnanswered = (error: unknown): boolean =>
  typeof error === 'object' && error !== null && unanswered.has(error)

/** Functions that make plain tensors, whatever they are given. */
const unasked = new Set(['torch.tensor', 'torch.as_tensor', 'torch.asarray', 'torch.from_numpy'])

function overridden(asked: Asked, args: readonly unknown[], run: () => unknown): unknown {
  if (disabled > 0) return run()
  if (unasked.has(asked.path)) return withoutOverriding(run)
  const last = args.at(-1)
  const found = overridingIn(isKeywords(last) ? [...args.slice(0, -1), ...Object.values(last)] : args)
  if (found.length === 0 && entered.length === 0) return run()
  // The usual case, without leaving the library.
  if (entered.length === 0 && found.length === 1 && classes.isDefault(classes.handlerOf(found[0].cls)))
    return withoutOverriding(() => converted(run(), found[0].cls))
  return askClasses(asked, found, args)
}

/** From now on classes are asked. */
export function startAsking(): void {
  if (watching.overriding === null) startOverriding(overridden)
}

// ---- subclasses of Tensor ----

const prepared = new WeakSet<object>()
/** Attributes whose values belong to the tensor, whatever their class. */
const kept = new Set(['grad', '_grad', '_base', 'grad_fn'])
/** What has to do with objects, and not with tensors. */
const ofObjects = new Set([
  'constructor',
  'as_subclass',
  'toString',
  'toJSON',
  'length',
  '__torch_function__',
])

/** Puts the methods and attributes of tensors that are no ops on the prototype of a subclass, where they ask its class. */
function prepare(cls: Any): void {
  const { prototype } = cls as { prototype: Tensor }
  if (prepared.has(prototype)) return
  prepared.add(prototype)
  startAsking()
  const table = Object.getOwnPropertyDescriptors(Tensor.prototype)
  for (const [name, descriptor] of Object.entries(table)) {
    if (ofObjects.has(name) || /[A-Z]./.test(name) || isOp(name)) continue
    if (Object.getOwnPropertyDescriptor(ownerOf(prototype, name), name)?.value !== descriptor.value) continue
    if (ownerOf(prototype, name) !== Tensor.prototype) continue
    const { value: method, get, set } = descriptor
    if (typeof method === 'function')
      define(prototype, name, { value: askingMethod(name, method), writable: true })
    else if (get !== undefined) define(prototype, name, { get: askingGetter(name, get), set })
  }
}
const define = (on: object, name: string, descriptor: PropertyDescriptor): void =>
  void Object.defineProperty(on, name, { configurable: true, ...descriptor })

function ownerOf(prototype: object, name: string): object {
  let owner = prototype
  while (!Object.hasOwn(owner, name)) owner = Object.getPrototypeOf(owner) as object
  return owner
}

/** Set by functions.ts, which stands above: whether a method comes from the table, and asks by itself. */
let isOp: (name: string) => boolean = () => false
export function setOps(is: typeof isOp): void {
  isOp = is
}

function askingMethod(name: string, method: (...args: never[]) => unknown): unknown {
  const asked: Asked = { name, path: `torch.Tensor.${name}`, isMethod: true, func: method }
  return {
    [name](this: unknown, ...args: never[]): unknown {
      return overridden(asked, [this, ...args], () => method.apply(this, args))
    },
  }[name]
}

function askingGetter(name: string, get: () => unknown): () => unknown {
  const func = { __get__: (self: unknown): unknown => get.call(self) }.__get__
  const asked: Asked = { name: '__get__', path: `torch.Tensor.${name}.__get__`, isMethod: false, func }
  return function (this: unknown): unknown {
    if (disabled > 0) return get.call(this)
    return kept.has(name) && classes.isDefault(classes.handlerOf((this as object).constructor))
      ? get.call(this)
      : overridden(asked, [this], () => get.call(this))
  }
}

const checkClass = (cls: Any): void => {
  if (typeof cls === 'function' && (cls.prototype === Tensor.prototype || cls.prototype instanceof Tensor))
    return
  throw new RuntimeError(
    'Creating a Tensor subclass from a class that does not inherit from Tensor is not possible. Make sure your class ' +
      'inherits from Tensor.',
  )
}

/** Makes a tensor that nothing else holds one of the class. */
export function become<T extends Tensor>(tensor: T, cls: Any): T {
  checkClass(cls)
  if (cls.prototype === Tensor.prototype) return tensor
  prepare(cls)
  return Object.setPrototypeOf(tensor, cls.prototype as object) as T
}

/** The same tensor as one of a subclass: a view of it, in its graph. */
export function asSubclass(tensor: Tensor, cls: unknown): Tensor {
  checkClass(cls)
  return become(
    withoutOverriding(() => aliasOf(tensor)),
    cls,
  )
}
/** Set by functions.ts: the op `alias`. */
let aliasOf: (tensor: Tensor) => Tensor = (tensor) => tensor
export function setAlias(run: typeof aliasOf): void {
  aliasOf = run
}

/** A leaf of a subclass on the memory of a tensor. */
export function makeSubclass(cls: unknown, data: Tensor, requiresGrad = false): Tensor {
  checkClass(cls)
  if (!(data instanceof Tensor))
    throw new TypeError(`_make_subclass(): argument 'data' (position 2) must be Tensor, not ${typeof data}`)
  return become(
    withoutOverriding(() => data.detach().requires_grad_(requiresGrad)),
    cls,
  )
}
