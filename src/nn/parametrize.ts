// `nn.utils.parametrize`: parameters that are computed from others whenever they are read. Follows
// torch/nn/utils/parametrize.py.
//
// Note [Parametrized modules]. The module becomes one of a class of its own, `ParametrizedLinear`, whose getter for the
// parameter's name computes it and whose setter stores what it would have to be computed from. The parameter itself is no
// attribute of the module any more: it lies, with what computes it, in `module.parametrizations`.
import { NotImplementedError, RuntimeError, ValueError } from '../base/errors.js'
import { region } from '../base/region.js'
import { sameSizes } from '../base/layout.js'
import { typeName } from '../base/type-name.js'
import { isKeywords } from '../base/keywords.js'
import { no_grad } from '../tensor/modes.js'
import { Tensor } from '../tensor/tensor.js'
import { repr, str } from '../text/repr.js'
import { attributeOf } from './attributes.js'
import { ModuleDict, ModuleList } from './containers.js'
import type { Module } from './module.js'
import { Parameter } from './parameter.js'

const fieldsOf = (module: object): Record<string, unknown> => module as Record<string, unknown>
type Inverse = (value: Tensor) => Tensor | readonly Tensor[]

function registerTensor(module: Module, name: string, tensor: Tensor): void {
  if (tensor.isParameter) module.register_parameter(name, tensor)
  else module.register_buffer(name, tensor)
}

const inverseOf = (module: Module): Inverse | null => {
  const { right_inverse } = module as Partial<{ right_inverse: Inverse }>
  return right_inverse === undefined ? null : right_inverse.bind(module)
}
/** What `run` gives; `otherwise` where it says that there is nothing of the kind. */
function unlessMissing<T>(run: () => T, otherwise: T): T {
  try {
    return run()
  } catch (error) {
    if (error instanceof NotImplementedError) return otherwise
    throw error
  }
}

/** What two tensors must have in common, and how it is said where they have not. */
function checkSame(what: 'dtype' | 'shape', own: Tensor, other: Tensor, message: string): void {
  const isSame = what === 'dtype' ? own.dtype === other.dtype : sameSizes(own.sizes, other.sizes)
  if (!isSame) throw new ValueError(message)
}

/** What computes one parameter: it holds the parameter's `original`, or several tensors, and the steps from there. */
class ParametrizationListClass extends ModuleList {
  unsafe: boolean
  is_tensor: boolean
  ntensors: number

  constructor(modules: readonly Module[], original: Tensor, unsafe = false) {
    if (modules.length === 0) throw new ValueError('ParametrizationList requires one or more modules.')
    super(modules)
    this.unsafe = unsafe
    const { sizes, dtype, shape } = original
    let made: unknown = original
    no_grad(() => {
      for (const module of [...modules].reverse()) {
        const inverse = inverseOf(module)
        if (inverse !== null) made = unlessMissing<unknown>(() => inverse(made as Tensor), made)
      }
    })
    this.is_tensor = made instanceof Tensor
    this.ntensors = Array.isArray(made) ? made.length : 1
    if (made instanceof Tensor) {
      if (made.dtype !== dtype)
        throw new ValueError(
          'When `right_inverse` outputs one tensor, it may not change the dtype.\n' +
            `original.dtype: ${str(dtype)}\nright_inverse(original).dtype: ${str(made.dtype)}`,
        )
      original.data = made.detach()
      registerTensor(this, 'original', original)
    } else if (Array.isArray(made)) {
      made.forEach((item: unknown, i) => {
        if (!(item instanceof Tensor))
          throw new ValueError(
            "'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). " +
              `Got element ${i} of the sequence with type ${typeName(item)}.`,
          )
        const own = original.isParameter ? Parameter(item.detach()) : item
        registerTensor(this, `original${i}`, own.requires_grad_(original.requires_grad))
      })
    } else
      throw new ValueError(
        `'right_inverse' must return a Tensor or a Sequence of tensors (list, tuple...). Got ${typeName(made)}`,
      )
    if (unsafe) return
    const result: unknown = this.forward()
    if (!(result instanceof Tensor))
      throw new ValueError(`A parametrization must return a tensor. Got ${typeName(result)}.`)
    const refusal = (what: string) =>
      `Registering a parametrization may not change the ${what} of the tensor, unless \`unsafe\` flag is enabled.\n`
    if (result.dtype !== dtype)
      throw new ValueError(
        `${refusal('dtype')}unparametrized dtype: ${str(dtype)}\nparametrized dtype: ${str(result.dtype)}`,
      )
    if (!sameSizes(result.sizes, sizes))
      throw new ValueError(
        `${refusal('shape')}unparametrized shape: ${str(shape)}\nparametrized shape: ${str(result.shape)}`,
      )
  }

  /** Stores what gives `value` when it is computed from. */
  right_inverse(value: Tensor): void {
    let made: unknown = value
    no_grad(() => {
      for (const module of [...(this as unknown as Iterable<Module>)].reverse()) {
        const inverse = inverseOf(module)
        if (inverse === null)
          throw new RuntimeError(`parametrization ${module._get_name()} does not implement right_inverse.`)
        made = inverse(made as Tensor)
      }
    })
    const fields = fieldsOf(this) as Record<string, Tensor>
    if (this.is_tensor) {
      if (!(made instanceof Tensor))
        throw new ValueError(`\`right_inverse\` should return a tensor. Got ${typeName(made)}`)
      if (made.dtype !== fields.original.dtype)
        throw new ValueError(
          `The tensor returned by \`right_inverse\` has dtype ${str(made.dtype)} while \`original\` has dtype ` +
            str(fields.original.dtype),
        )
      fields.original.data = made.detach()
      return
    }
    if (!Array.isArray(made))
      throw new ValueError(`'right_inverse' must return a sequence of tensors. Got ${typeName(made)}.`)
    if (made.length !== this.ntensors)
      throw new ValueError(
        `'right_inverse' must return a sequence of tensors of length ${this.ntensors}. Got a sequence of lenght ${made.length}.`,
      )
    made.forEach((item: unknown, i) => {
      const own = fields[`original${i}`]
      if (!(item instanceof Tensor))
        throw new ValueError(
          `\`right_inverse\` must return a sequence of tensors. Got element ${i} of type ${typeName(item)}`,
        )
      if (own.dtype !== item.dtype)
        throw new ValueError(
          `Tensor ${i} returned by \`right_inverse\` has dtype ${str(item.dtype)} while \`original${i}\` has dtype ` +
            str(own.dtype),
        )
      own.data = item.detach()
    })
  }

  override forward(): Tensor {
    const fields = fieldsOf(this) as Record<string, Tensor>
    const originals = this.is_tensor
      ? [fields.original]
      : Array.from({ length: this.ntensors }, (_, i) => fields[`original${i}`])
    const [first, ...others] = this as unknown as Iterable<Module>
    return others.reduce((value, module) => module(value) as Tensor, first(...originals) as Tensor)
  }
}
Object.defineProperty(ParametrizationListClass, 'name', { value: 'ParametrizationList' })
/** What a tensor is made by, one module after the other, and the original that it is made of. */
export const ParametrizationList = ParametrizationListClass
export type ParametrizationList = ParametrizationListClass

// ---- while values are kept ----

let cached_: WeakMap<ParametrizationListClass, Tensor> | null = null
let regions = 0

/**
 * Computes each parametrized parameter once, however often it is read, for a callback or until the guard is disposed.
 *
 * @example
 * const result = nn.utils.parametrize.cached(() => net(net(x)))
 */
export function cached(): Disposable
export function cached<T>(callback: () => T): T
export function cached<T>(callback?: () => T): T | Disposable {
  regions++
  cached_ ??= new WeakMap()
  const guard = {
    [Symbol.dispose]() {
      if (--regions === 0) cached_ = null
    },
  }
  return region(guard, callback)
}

function valueOf(list: ParametrizationListClass): Tensor {
  if (cached_ === null) return list() as Tensor
  let value = cached_.get(list)
  if (value === undefined) cached_.set(list, (value = list() as Tensor))
  return value
}

// ---- modules ----

type Parametrized = Module & { parametrizations: ModuleDict }
const parametrizationsOf = (module: Module): ModuleDict => (module as Parametrized).parametrizations
/** The prototypes of classes made here. */
const made = new WeakSet<object>()

/** Makes a module one of a class of its own. */
function injectClass(module: Module): void {
  const Class = module.constructor as unknown as { name: string }
  const prototype: object = Object.create(Object.getPrototypeOf(module) as object)
  // A function: the prototype of a class cannot be given.
  const Own = function (): void {}
  Object.defineProperty(Own, 'name', { value: `Parametrized${Class.name}` })
  Object.setPrototypeOf(Own, Class)
  Own.prototype = prototype
  Object.defineProperty(prototype, 'constructor', { value: Own, writable: true, configurable: true })
  made.add(prototype)
  Object.setPrototypeOf(module, prototype)
}

function injectProperty(module: Module, name: string): void {
  const listOf = (own: Parametrized) => own.parametrizations.get(name) as unknown as ParametrizationListClass
  Object.defineProperty(Object.getPrototypeOf(module) as object, name, {
    get(this: Parametrized) {
      return valueOf(listOf(this))
    },
    set(this: Parametrized, value: Tensor) {
      listOf(this).right_inverse(value)
    },
    configurable: true,
  })
}

/** Whether a module, or one parameter of it, is computed. */
export function is_parametrized(
  module: Module,
  tensor_name?: string | null | { tensor_name?: string | null },
): boolean {
  const name = isKeywords(tensor_name) ? tensor_name.tensor_name : tensor_name
  const { parametrizations } = module as { parametrizations?: unknown }
  if (!(parametrizations instanceof ModuleDict)) return false
  return name === undefined || name === null
    ? parametrizations.length > 0
    : parametrizations.has(name as string)
}

/**
 * Makes a parameter or buffer computed: from now on `module.weight` is what `parametrization` gives for the tensor that
 * it was, which is trained in its place.
 *
 * @param parametrization a module of one tensor; its method `right_inverse`, where it has one, says what a value that is
 *   assigned is computed from
 * @param unsafe whether shape and dtype may change
 * @example
 * class Symmetric extends nn.Module {
 *   override forward(x: Tensor) { return x.triu().add(x.triu(1).T) }
 * }
 * const layer = nn.Linear(3, 3)
 * nn.utils.parametrize.register_parametrization(layer, 'weight', new Symmetric())
 * torch.allclose(layer.weight, layer.weight.T) // true
 */
export function register_parametrization<M extends Module>(
  module: M,
  tensor_name: string,
  parametrization: Module,
  keywords: { unsafe?: boolean } = {},
): M {
  const { unsafe = false } = keywords
  parametrization.train(module.training)
  if (is_parametrized(module, tensor_name)) {
    const list = parametrizationsOf(module).get(tensor_name) as unknown as ParametrizationListClass &
      ModuleList
    if (!unsafe) checkNext(module, tensor_name, parametrization)
    list.append(parametrization)
    list.unsafe ||= unsafe
  } else if (module._buffers.has(tensor_name) || module._parameters.has(tensor_name)) {
    const original = attributeOf(module, tensor_name) as Tensor
    const list = new ParametrizationListClass([parametrization], original, unsafe)
    module._remove(tensor_name)
    if (!is_parametrized(module)) {
      injectClass(module)
      fieldsOf(module).parametrizations = ModuleDict()
    }
    injectProperty(module, tensor_name)
    parametrizationsOf(module).set(tensor_name, list)
  } else
    throw new ValueError(
      `Module '${repr(module)}' does not have a parameter, a buffer, or a parametrized element with name '${tensor_name}'`,
    )
  return module
}

/** Refuses a further step that changes shape or dtype. */
function checkNext(module: Module, name: string, parametrization: Module): void {
  const before = attributeOf(module, name) as Tensor
  const after: unknown = parametrization(before)
  if (!(after instanceof Tensor))
    throw new ValueError(`A parametrization must return a tensor. Got ${typeName(after)}.`)
  for (const what of ['dtype', 'shape'] as const)
    checkSame(
      what,
      before,
      after,
      `Registering a parametrization may not change the ${what} of the tensor, unless the \`unsafe\` flag is enabled.\n` +
        `module.${name}.${what}: ${str(before[what])}\nparametrization(module.${name}).${what}: ${str(after[what])}`,
    )
  const inverse = inverseOf(parametrization)
  if (inverse === null) return
  const back = unlessMissing<unknown>(() => inverse(after), null)
  if (back === null) return
  if (!(back instanceof Tensor))
    throw new ValueError(`parametrization.right_inverse must return a tensor. Got: ${typeName(back)}`)
  for (const what of ['dtype', 'shape'] as const)
    checkSame(
      what,
      before,
      back,
      `The tensor returned by parametrization.right_inverse must have the same ${what} as module.${name}, unless the ` +
        `\`unsafe\` flag is enabled.\nmodule.${name}.${what}: ${str(before[what])}\nreturned ${what}: ${str(back[what])}`,
    )
}

/**
 * Makes a computed parameter one of its own again.
 *
 * @param leave_parametrized whether it keeps the value that was computed; else it is what that was computed from
 */
export function remove_parametrizations<M extends Module>(
  module: M,
  tensor_name: string,
  leave_parametrized: boolean | { leave_parametrized?: boolean } = true,
): M {
  const leaves = isKeywords(leave_parametrized)
    ? (leave_parametrized.leave_parametrized ?? true)
    : leave_parametrized
  if (!is_parametrized(module, tensor_name))
    throw new ValueError(`Module ${repr(module)} does not have a parametrization on ${tensor_name}`)
  const list = parametrizationsOf(module).get(tensor_name) as unknown as ParametrizationListClass
  let original: Tensor
  if (list.is_tensor) {
    original = fieldsOf(list).original as Tensor
    if (leaves) original.data = no_grad(() => attributeOf(module, tensor_name) as Tensor).detach()
  } else if (leaves) {
    const value = attributeOf(module, tensor_name) as Tensor
    original = value.requires_grad ? Parameter(value.detach()) : value
  } else
    throw new ValueError(
      'Cannot leave unparametrized (`leave_parametrized=False`) a tensor that is parametrized in terms of a sequence of tensors.',
    )
  const prototype = Object.getPrototypeOf(module) as object
  Reflect.deleteProperty(prototype, tensor_name)
  parametrizationsOf(module).pop(tensor_name)
  registerTensor(module, tensor_name, original)
  if (!is_parametrized(module)) {
    module._remove('parametrizations')
    Object.setPrototypeOf(module, Object.getPrototypeOf(prototype) as object)
  }
  return module
}

/** The class of a module, as it was before something of it was computed. */
export function type_before_parametrizations(module: Module): unknown {
  const prototype = Object.getPrototypeOf(module) as object
  const before = made.has(prototype) ? (Object.getPrototypeOf(prototype) as object) : prototype
  return before.constructor
}

/** Computes the parameters of another module by the same steps from the same tensors. */
export function transfer_parametrizations_and_params<M extends Module>(
  from_module: Module,
  to_module: M,
  tensor_name: string | null | { tensor_name?: string | null } = null,
): M {
  if (!is_parametrized(from_module)) return to_module
  const name = isKeywords(tensor_name) ? (tensor_name.tensor_name ?? null) : tensor_name
  for (const each of name === null ? [...parametrizationsOf(from_module).keys()] : [name as string]) {
    if (!(each in to_module))
      fieldsOf(to_module)[each] = Parameter((attributeOf(from_module, each) as Tensor).detach())
    const list = parametrizationsOf(from_module).get(each) as unknown as ParametrizationListClass
    for (const step of list as unknown as Iterable<Module>) register_parametrization(to_module, each, step)
    const own = parametrizationsOf(to_module).get(each)
    for (const key of ['original', ...Array.from({ length: list.ntensors }, (_, i) => `original${i}`)])
      if (key in list) fieldsOf(own)[key] = fieldsOf(list)[key]
  }
  return to_module
}
