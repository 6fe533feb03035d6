// Functions that are no ops, and methods of the Tensor class, check their arguments as ops do: by a signature.
import { AttributeError, TypeError } from '../base/errors.js'
import { iterated } from '../base/iterable.js'
import { isKeywords } from '../base/keywords.js'
import { typeName } from '../base/type-name.js'
import { Generator } from '../random/generator.js'
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
  'is_contiguous(Tensor self, *, MemoryFormat? memory_format=None) -> bool',
  'is_pinned(Tensor self, Device? device=None) -> bool',
  'to_dense(Tensor self, ScalarType? dtype=None) -> Tensor',
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
        if (name === 'is_contiguous') return run.apply(this, [{ memory_format: given[0] }] as never[])
        return run.apply(this, given.map((item) => item ?? undefined) as never[])
      },
    }[name]
    behind.set(value, run)
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true })
  }
}

/** Methods of a tensor that take nothing: in C, and those that PyTorch has in Python. */
const bareMethods =
  'data_ptr dequantize detach detach_ dim element_size get_device has_names is_complex is_distributed is_floating_point ' +
  'is_inference is_signed item ndimension nelement numel retain_grad storage_offset tolist'
const pythonsBareMethods = 'is_shared storage_type'

/** Functions of `torch` that take nothing, likewise. */
const bareFunctions =
  'autocast_decrement_nesting autocast_increment_nesting clear_autocast_cache get_autocast_cpu_dtype get_autocast_gpu_dtype get_default_dtype get_num_interop_threads get_num_threads ' +
  'is_anomaly_check_nan_enabled is_anomaly_enabled is_autocast_cache_enabled is_autocast_cpu_enabled ' +
  'is_autocast_enabled is_grad_enabled is_inference_mode_enabled'
const pythonsBareFunctions =
  'are_deterministic_algorithms_enabled compiled_with_cxx11_abi get_deterministic_debug_mode ' +
  'get_float32_matmul_precision is_deterministic_algorithms_warn_only_enabled is_warn_always_enabled'

/** C's refusal of arguments. */
function refuseInC(path: string, given: readonly unknown[]): never {
  const hasKeywords = isKeywords(given.at(-1)) && Object.keys(given.at(-1) as object).length > 0
  throw new TypeError(
    hasKeywords
      ? `${path}() takes no keyword arguments`
      : `${path}() takes no arguments (${given.length} given)`,
  )
}

/** Python's, which counts `self`. */
function refuseInPython(path: string, given: readonly unknown[], own: number): never {
  const [keyword] = isKeywords(given.at(-1)) ? Object.keys(given.at(-1) as object) : []
  if (keyword !== undefined) throw new TypeError(`${path}() got an unexpected keyword argument '${keyword}'`)
  const count = given.length + own
  throw new TypeError(
    `${path}() takes ${own} positional argument${own === 1 ? '' : 's'} but ${count} ${count === 1 ? 'was' : 'were'} given`,
  )
}

/** A function that refuses what JavaScript would drop in silence. */
function bare(run: AnyFunction, refuse: (given: readonly unknown[]) => never): AnyFunction {
  const value = {
    [run.name](this: unknown, ...given: unknown[]): unknown {
      if (given.length > 0) refuse(given)
      return run.call(this)
    },
  }[run.name]
  behind.set(value, run)
  return value
}

/** A method of one argument, as C checks it. */
function ofOne(path: string, run: AnyFunction): AnyFunction {
  const value = {
    [run.name](this: unknown, ...given: unknown[]): unknown {
      if (given.length !== 1)
        throw new TypeError(`${path}() takes exactly one argument (${given.length} given)`)
      return run.apply(this, given as never[])
    },
  }[run.name]
  behind.set(value, run)
  return value
}

/** Lets a generator's methods refuse what they do not take. */
function checkGenerator(): void {
  const prototype = Generator.prototype as unknown as Record<string, AnyFunction>
  const put = (name: string, value: AnyFunction): void => {
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true })
  }
  for (const name of ['seed', 'initial_seed', 'get_state'])
    put(
      name,
      bare(prototype[name], (given) => refuseInC(`Generator.${name}`, given)),
    )
  for (const name of ['manual_seed', 'set_state']) put(name, ofOne(`Generator.${name}`, prototype[name]))
}

/** Lets the methods that take nothing refuse arguments. */
export function checkBareMethods(): void {
  checkGenerator()
  const prototype = Tensor.prototype as unknown as Record<string, AnyFunction>
  const put = (name: string, refuse: (given: readonly unknown[]) => never): void => {
    const value = bare(prototype[name], refuse)
    Object.defineProperty(prototype, name, { value, writable: true, configurable: true })
  }
  for (const name of bareMethods.split(' ')) put(name, (given) => refuseInC(`_TensorBase.${name}`, given))
  for (const name of pythonsBareMethods.split(' '))
    put(name, (given) => refuseInPython(`Tensor.${name}`, given, 1))
}

/** The same functions, of which those that take nothing refuse arguments. */
export function withBareChecked<T extends object>(functions: T): T {
  const result = { ...functions } as Record<string, AnyFunction>
  const put = (name: string, refuse: (given: readonly unknown[]) => never): void => {
    if (Object.hasOwn(result, name)) result[name] = bare(result[name], refuse)
  }
  for (const name of bareFunctions.split(' ')) put(name, (given) => refuseInC(`torch.${name}`, given))
  for (const name of pythonsBareFunctions.split(' ')) put(name, (given) => refuseInPython(name, given, 0))
  return result as T
}

/**
 * The tensors in `values`, as Python's functions go through them: errors name what `values` or an item is, and the
 * `attribute` that such a function asks each of its tensors for first.
 */
export function tensorsIn(values: unknown, attribute: string): Tensor[] {
  if (values instanceof Tensor) return [values]
  return Array.from(iterated(values as Iterable<unknown>), (item) => {
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
