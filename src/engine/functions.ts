// The table as functions and methods: binds the arguments of a call, and words what is wrong with one that fits no
// signature. What needs no binding is asked of quick.ts first; dispatch.ts runs what is bound.
import { Tensor } from '../tensor/tensor.js'
import { execute, executeInplace } from './dispatch.js'
import { bindOld } from './old-signatures.js'
import { methods, type Op, ops } from './op.js'
import { bareCall, quickCall, quickInplace } from './quick.js'
import { bind, type Bound, type Schema } from './schema.js'
import { askClasses, overridingIn, overrides, setAlias, setOps, startAsking } from './overriding.js'
import { type Asked, watched, watching } from './watching.js'
import { explain } from './wrong-call.js'

type Any = any

/** The public function at `path`, called with any arguments; for code that has no method to call. */
export function call(path: string, args: readonly unknown[]): Any {
  const op = ops.get(path)
  if (!op) throw new Error(`internal: no op '${path}'`)
  return functionOf(op)(...args)
}

/** As `call`, for the in-place form of the op at `path`: writes to the first argument and returns it. */
export function callInplace(path: string, args: readonly unknown[]): Tensor {
  const op = ops.get(path)
  if (!op) throw new Error(`internal: no op '${path}'`)
  return inplaceOf(op)(...args) as Tensor
}

/** Whether a call fits. A method has a tensor to write to in its form in place, and takes no `out=`. */
const isAllowed = (bound: Bound | null, isMethod: boolean): bound is Bound =>
  bound !== null && !(isMethod && bound.out !== null)

/** Binds a call to the first overload that fits, and runs it. */
function invoke(op: Op, args: readonly unknown[], isMethod: boolean): Any {
  const { overloads } = op
  if (args.length === 1 && args[0] instanceof Tensor) {
    const bare = bareCall(op)
    if (bare !== null) return execute(bare.overload, [args[0], ...bare.defaults], null)
  }
  for (let i = 0; i < overloads.length; i++) {
    const overload = overloads[i]
    const bound = bind(overload.schema, args, isMethod)
    if (isAllowed(bound, isMethod)) return execute(overload, bound.values, bound.out)
  }
  for (const overload of overloads) {
    const bound = bindOld(op.path, overload, args, isMethod)
    if (isAllowed(bound, isMethod)) return execute(overload, bound.values, bound.out)
  }
  // A class that no signature takes may answer for itself.
  if (args.some(overrides)) {
    startAsking()
    return askClasses(askedOf(op, isMethod), overridingIn(args), args)
  }
  throw explain(shownPath(op), overloads, args, isMethod)
}

/** What errors call a function: in some namespaces its name has theirs in front. */
const shownPath = ({ path, name }: Op): string =>
  /^(linalg|special|fft)\./.test(path) ? path.replace('.', '_') : name

type AnyFunction = (...args: unknown[]) => unknown

const functionOf = (op: Op): AnyFunction => (op.asFunction ??= makeFunction(op))
const inplaceOf = (op: Op): AnyFunction => (op.asInplace ??= makeInplaceFunction(op))

/**
 * A call that the profiler sees, under the name that PyTorch has for the op inside. Apart from those that call it: a
 * function that closes over its arguments makes a context for them at each call, which doubles the time of a small op.
 */
const watchedCall = (op: Op, args: readonly unknown[], isMethod: boolean): unknown => {
  const run = (): unknown => watched(`aten::${op.name}`, args, () => invoke(op, args, isMethod))
  const { overriding } = watching
  return overriding === null ? run() : overriding(askedOf(op, isMethod), args, run)
}
function watchedInplace(op: Op, asked: Asked, args: readonly unknown[], isMethod: boolean): unknown {
  const run = (): unknown => watched(`aten::${op.name}_`, args, () => invokeInplace(op, args, isMethod))
  const { overriding } = watching
  return overriding === null ? run() : overriding(asked, args, run)
}

/** What a call of an op is told to classes that override it as; see overriding.ts. */
const askedOf = (op: Op, isMethod: boolean): Asked =>
  isMethod
    ? ofMethod(op.name)
    : { name: op.name, path: `torch.${op.path}`, isMethod, func: functionOf(op) as Asked['func'] }
const ofMethod = (name: string): Asked => ({
  name,
  path: `torch.Tensor.${name}`,
  isMethod: true,
  func: Tensor.prototype[name as keyof Tensor] as Asked['func'],
})

// A thousand functions are made at a start, each under its name. An object with a prototype would get a shape of its own
// for each name, which takes as long again.

/** The function of an op, as `torch.add`. */
const makeFunction = (op: Op): AnyFunction =>
  ({
    __proto__: null,
    [op.name]: (...args: unknown[]): unknown => {
      if (watching.by !== null) return watchedCall(op, args, false)
      return quickCall(op, args[0], args[1], args.length) ?? invoke(op, args, false)
    },
  })[op.name] as AnyFunction

/** The method of an op, as `x.add`. */
const makeMethod = (op: Op): AnyFunction =>
  ({
    __proto__: null,
    [op.name](this: unknown, ...args: unknown[]): unknown {
      if (watching.by !== null) return watchedCall(op, [this, ...args], true)
      return quickCall(op, this, args[0], args.length + 1) ?? invoke(op, [this, ...args], true)
    },
  })[op.name] as AnyFunction

/** What the in-place form of an op binds: a number cannot be written to, so `clamp_(1, x)` fits no signature. */
function inplaceFormOf(op: Op): NonNullable<Op['inplaceForm']> {
  const overloads = op.overloads.filter((overload) => overload.inplace)
  const writable = (schema: Schema): Schema => ({
    ...schema,
    params: schema.params.map((param, i) => (i === 0 ? { ...param, type: 'Tensor' } : param)),
  })
  return { overloads, schemas: overloads.map((overload) => writable(overload.schema)) }
}

/** Binds a call of the in-place form to the first overload that fits, and writes. */
function invokeInplace(op: Op, args: readonly unknown[], isMethod: boolean): unknown {
  const { overloads, schemas } = (op.inplaceForm ??= inplaceFormOf(op))
  for (let i = 0; i < overloads.length; i++) {
    const bound = bind(schemas[i], args, isMethod)
    if (bound !== null && bound.out === null) return executeInplace(overloads[i], bound.values)
  }
  const name = `${op.name}_`
  for (const overload of overloads) {
    const bound = bindOld(name, overload, args, isMethod)
    if (bound !== null) return executeInplace(overload, bound.values)
  }
  // What refuses names has no form for them in place.
  const shown = overloads.map(({ entry: { oneSignature, oldSignatures, alsoByName: named } }, i) => ({
    entry: { oneSignature, oldSignatures, alsoByName: named === true ? named : undefined },
    schema: schemas[i],
  }))
  throw explain(name, shown, args, isMethod, true)
}

/** The in-place method of an op, as `x.add_`. */
function makeInplaceMethod(op: Op): AnyFunction {
  const name = `${op.name}_`
  return {
    __proto__: null,
    [name](this: unknown, ...args: unknown[]): unknown {
      if (watching.by !== null) return watchedInplace(op, ofMethod(name), [this, ...args], true)
      if (args.length === 1) {
        const result = quickInplace(op, this, args[0])
        if (result !== null) return result
      }
      return invokeInplace(op, [this, ...args], true)
    },
  }[name] as AnyFunction
}

/** The same as a function, as `torch.relu_`. */
function makeInplaceFunction(op: Op): AnyFunction {
  const name = `${op.name}_`
  const made = {
    __proto__: null,
    [name](...args: unknown[]): unknown {
      if (watching.by !== null)
        return watchedInplace(
          op,
          { name, path: `torch.${op.path}_`, isMethod: false, func: made },
          args,
          false,
        )
      if (args.length === 2) {
        const result = quickInplace(op, args[0], args[1])
        if (result !== null) return result
      }
      return invokeInplace(op, args, false)
    },
  }[name] as AnyFunction
  return made
}

/** What the class declares itself. */
let own: ReadonlySet<string> = new Set()
setOps((name) => isFromTable(name))
setAlias((tensor) => call('alias', [tensor]) as Tensor)
/** Whether `Tensor` has this method from the table, not from its class. */
export const isFromTable = (name: string): boolean =>
  !own.has(name) &&
  (methods.has(name) || (name.endsWith('_') && methods.get(name.slice(0, -1))?.inplace === true))

/**
 * Puts every method of the table on `Tensor.prototype`. All methods had better come at once: a prototype that V8 has made
 * fast, since somebody used it, is copied for each name that comes later.
 */
export function installMethods(): void {
  own = new Set(Object.getOwnPropertyNames(Tensor.prototype))
  const descriptor: PropertyDescriptor = { writable: true, configurable: true }
  const define = (name: string, value: unknown): void => {
    descriptor.value = value
    Object.defineProperty(Tensor.prototype, name, descriptor)
  }
  methods.forEach((op, name) => {
    if (!own.has(name)) define(name, makeMethod(op))
    if (op.inplace && !own.has(`${name}_`)) define(`${name}_`, makeInplaceMethod(op))
  })
}

/** The functions of the table below a path, as `torch.linalg`; of `torch` itself where it is empty, without what is below. */
export function functionsOf(namespace: string): Record<string, Any> {
  const made: Record<string, Any> = {}
  const at = namespace === '' ? 0 : namespace.length + 1
  const isWithin = (path: string): boolean =>
    path.lastIndexOf('.') === at - 1 && (at === 0 || path.startsWith(namespace))
  ops.forEach((op, path) => {
    if (op.isInside || !isWithin(path)) return
    const name = at === 0 ? path : path.slice(at)
    made[name] ??= functionOf(op)
    if (op.inplaceFunction) made[`${name}_`] ??= inplaceOf(op)
  })
  return made
}
