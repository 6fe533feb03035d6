// Functions that are no ops, and methods of the Tensor class, check their arguments as ops do: by a signature.
import { AttributeError, TypeError } from '../base/errors.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'
import { bind, parseSchema, type Schema } from './schema.js'
import { explain } from './wrong-call.js'

type AnyFunction = (...args: never[]) => unknown

/** What stands behind a check. */
const behind = new WeakMap<Function, Function>()

/** Says what stands behind a check. */
export const standsBefore = (front: Function, run: Function): void => void behind.set(front, run)

/** The function as it was written, whose parameters can be read; itself where nothing is in front of it. */
export const unchecked = (value: Function): Function => behind.get(value) ?? value

const nameIn = (signature: string): string => {
  const path = signature.slice(0, signature.indexOf('('))
  return path.slice(path.lastIndexOf('.') + 1)
}

/** Binds calls to a signature, which is read at the first one; throws in PyTorch's words where one does not fit. */
function binder(signature: string, isMethod: boolean): (args: readonly unknown[]) => unknown[] {
  let schema: Schema | undefined
  return (args) => {
    schema ??= parseSchema(signature)
    const bound = bind(schema, args, isMethod)
    if (bound === null) throw explain(schema.name, [{ schema, entry: {} }], args, isMethod)
    return bound.values
  }
}

/**
 * A function that is called with one value for each parameter of its signature, converted.
 *
 * @example
 * export const numel = checked('numel(Tensor input) -> int', (input: Tensor) => input.numel())
 */
export function checked<F extends AnyFunction>(signature: string, run: F): F {
  const values = binder(signature, false)
  const name = nameIn(signature)
  const result = {
    [name](...args: unknown[]): unknown {
      return run(...(values(args) as never[]))
    },
  }[name]
  behind.set(result, run)
  return result as unknown as F
}

/** What the methods that the Tensor class declares itself take. */
const ofTensor = [
  'size(Tensor self, int? dim=None) -> any',
  'stride(Tensor self, int? dim=None) -> any',
  'is_same_size(Tensor self, Tensor other) -> bool',
  'requires_grad_(Tensor self, bool requires_grad=True) -> Tensor',
  'register_hook(Tensor self, function hook) -> any',
  'backward(Tensor self, any gradient=None, bool? retain_graph=None, bool create_graph=False, any inputs=None) -> any',
]

/** Puts the check in front of those methods. A call without arguments needs none. */
export function checkMethods(): void {
  const prototype = Tensor.prototype as unknown as Record<string, AnyFunction>
  for (const signature of ofTensor) {
    const name = nameIn(signature)
    const values = binder(signature, true)
    const run = prototype[name]
    const isBare = !/self, (Tensor|function) /.test(signature)
    const value = {
      [name](this: unknown, ...args: unknown[]): unknown {
        if (args.length === 0 && isBare) return run.call(this)
        const given = values([this, ...args]).slice(1)
        return run.apply(this, given.map((item) => item ?? undefined) as never[])
      },
    }[name]
    behind.set(value, run)
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true })
  }
}

/**
 * The tensors in `values`, as Python's functions go through them: errors name what `values` or an item is, and the
 * `attribute` that such a function asks each of its tensors for first.
 */
export function tensorsIn(values: unknown, attribute: string): Tensor[] {
  if (values instanceof Tensor) return [values]
  const isIterable = typeof (values as Iterable<unknown> | null)?.[Symbol.iterator] === 'function'
  if (!isIterable) throw new TypeError(`'${typeName(values)}' object is not iterable`)
  return Array.from(values as Iterable<unknown>, (item) => {
    if (!(item instanceof Tensor))
      throw new AttributeError(`'${typeName(item)}' object has no attribute '${attribute}'`)
    return item
  })
}

/** Refuses to call what is no function. */
export function checkCallable(value: unknown): void {
  if (typeof value !== 'function') throw new TypeError(`'${typeName(value)}' object is not callable`)
}

/** As `tensorsIn` for gradients, which may be None; the backward pass says what else they may not be. */
export const gradientsIn = (values: unknown): (Tensor | null)[] =>
  (Array.isArray(values) ? values : [values]).map((item: Tensor | null | undefined) => item ?? null)
