// The table as functions and methods: binds the arguments of a call, and words what is wrong with one that fits no
// signature. What needs no binding is asked of quick.ts first; dispatch.ts runs what is bound.
import { Tensor } from '../tensor/tensor.js'
import { execute, executeInplace } from './dispatch.js'
import { bindOld } from './old-signatures.js'
import { methods, type Op, ops, type Overload } from './op.js'
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
  return makeInplace(op, false)(...args) as Tensor
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

/**
 * A call that the profiler sees, under the name that PyTorch has for the op inside. Apart from those that call it: a
 * function that closes over its arguments makes a context for them at each call, which doubles the time of a small op.
 */
const watchedCall = (op: Op, args: readonly unknown[], isMethod: boolean): unknown => {
  const run = (): unknown => watched(`aten::${op.name}`, args, () => invoke(op, args, isMethod))
  const { overriding } = watching
  return overriding === null ? run() : overriding(askedOf(op, isMethod), args, run)
}
function watchedInplace(
  name: string,
  asked: () => Asked,
  args: readonly unknown[],
  write: (args: readonly unknown[]) => unknown,
): unknown {
  const run = (): unknown => watched(`aten::${name}`, args, () => write(args))
  const { overriding } = watching
  return overriding === null ? run() : overriding(asked(), args, run)
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

/** The in-place method of an op, as `x.add_`; as a function where `isMethod` is false (`torch.relu_`). */
function makeInplace(op: Op, isMethod: boolean): AnyFunction {
  const name = `${op.name}_`
  // A number cannot be written to, so `clamp_(1, x)` fits no signature.
  const writable = (schema: Schema): Schema => ({
    ...schema,
    params: schema.params.map((param, i) => (i === 0 ? { ...param, type: 'Tensor' } : param)),
  })
  let candidates: Overload[] | undefined
  let schemas: Schema[] | undefined
  const asked = (): Asked =>
    isMethod ? ofMethod(name) : { name, path: `torch.${op.path}_`, isMethod, func: made as Asked['func'] }
  const made = {
    __proto__: null,
    [name](this: unknown, ...rest: unknown[]): unknown {
      const args = isMethod ? [this, ...rest] : rest
      if (watching.by !== null) return watchedInplace(name, asked, args, boundInplace)
      if (args.length === 2) {
        const result = quickInplace(op, args[0], args[1])
        if (result !== null) return result
      }
      return boundInplace(args)
    },
  }[name] as AnyFunction
  return made
  function boundInplace(args: readonly unknown[]): unknown {
    candidates ??= op.overloads.filter((overload) => overload.inplace)
    schemas ??= candidates.map((overload) => writable(overload.schema))
    for (let i = 0; i < candidates.length; i++) {
      const bound = bind(schemas[i], args, isMethod)
      if (bound !== null && bound.out === null) return executeInplace(candidates[i], bound.values)
    }
    for (const overload of candidates) {
      const bound = bindOld(name, overload, args, isMethod)
      if (bound !== null) return executeInplace(overload, bound.values)
    }
    // What refuses names has no form for them in place.
    const shown = candidates.map(({ entry: { oneSignature, oldSignatures, alsoByName: named } }, i) => ({
      entry: { oneSignature, oldSignatures, alsoByName: named === true ? named : undefined },
      schema: schemas![i],
    }))
    throw explain(name, shown, args, isMethod, true)
  }
}

const installed = new Set<string>()
setOps((name) => installed.has(name))
setAlias((tensor) => call('alias', [tensor]) as Tensor)
/** Whether `Tensor` has this method from the table, not from its class. */
export const isFromTable = (name: string): boolean => installed.has(name)

/**
 * Puts every method of the table on `Tensor.prototype`. All methods had better come at once: a prototype that V8 has made
 * fast, since somebody used it, is copied for each name that comes later.
 */
export function installMethods(): void {
  const own = new Set<string>(Object.getOwnPropertyNames(Tensor.prototype))
  const descriptor: PropertyDescriptor = { writable: true, configurable: true }
  const define = (name: string, value: unknown): void => {
    descriptor.value = value
    Object.defineProperty(Tensor.prototype, name, descriptor)
    installed.add(name)
  }
  methods.forEach((op, name) => {
    if (!own.has(name)) define(name, makeMethod(op))
    if (op.inplace && !own.has(`${name}_`)) define(`${name}_`, makeInplace(op, true))
  })
}

let madeTree: Record<string, Any> | null = null

/** Every function of the table as a tree: `{ add, nn: { functional: { relu } } }`. Made once. */
export function functionTree(): Record<string, Any> {
  if (madeTree !== null) return madeTree
  const tree: Record<string, Any> = (madeTree = {})
  const put = (path: string, f: AnyFunction): void => {
    if (!path.includes('.')) return void (tree[path] ??= f)
    const parts = path.split('.')
    const last = parts.pop() as string
    let at = tree
    for (const part of parts) at = at[part] ??= {}
    at[last] ??= f
  }
  ops.forEach((op, path) => {
    if (op.isInside) return
    put(path, functionOf(op))
    if (op.inplaceFunction) put(`${path}_`, makeInplace(op, false))
  })
  return tree
}
