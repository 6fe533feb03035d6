// Attributes of modules that are parameters, buffers or submodules: what may be assigned to them, and the accessors
// that see to it.
//
// Note [Attributes of modules]. PyTorch catches every assignment to a module. Here attributes begin as plain
// properties, which is ten times faster than a Proxy; which of them are parameters, buffers and submodules is looked
// up at the end of the statement that made the module, at its first call, and when someone asks. From then on they
// are accessors, shared by all modules that have an attribute of that name, and an assignment is checked. Their order
// is that of assignment, as in PyTorch.
import { AttributeError, RuntimeError, TypeError } from '../base/errors.js'
import { classPaths, typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'

export type Kind = 'parameter' | 'buffer' | 'module'

/** Where a module keeps the values behind its accessors. */
export const slots = Symbol('values of attributes')
/** The method that takes an assignment. */
export const assign = Symbol('assignment to an attribute')

interface Owner {
  readonly [slots]: Map<string, unknown>
  [assign](name: string, value: unknown): void
}

const accessors = new Map<string, PropertyDescriptor>()
const getters = new WeakSet<object>()

/** Whether a getter is one of a module's attributes: reading it runs nobody's code. */
export const isAttributeGetter = (getter: object | undefined): boolean =>
  getter !== undefined && getters.has(getter)

/** The property of a checked attribute. */
export function accessorFor(name: string): PropertyDescriptor {
  let accessor = accessors.get(name)
  if (accessor === undefined) {
    const get = function (this: Owner): unknown {
      return this[slots].get(name)
    }
    const set = function (this: Owner, value: unknown): void {
      this[assign](name, value)
    }
    getters.add(get)
    accessors.set(name, (accessor = { get, set, enumerable: true, configurable: true }))
  }
  return accessor
}

/** A plain value must not silently replace a parameter: it would never be trained. */
export function checkKind(name: string, kind: Kind, value: unknown): void {
  if (kind === 'parameter')
    throw new TypeError(
      `cannot assign '${typeText(value)}' as parameter '${name}' (torch.nn.Parameter or None expected)`,
    )
  if (kind === 'module')
    throw new TypeError(
      `cannot assign '${typeText(value)}' as child module '${name}' (torch.nn.Module or None expected)`,
    )
  if (!(value instanceof Tensor))
    throw new TypeError(
      `cannot assign '${typeText(value)}' as buffer '${name}' (torch.Tensor or None expected)`,
    )
}

/** `torch.typename`: what messages call a value's type. */
export const typeText = (value: unknown): string =>
  value instanceof Tensor
    ? `torch.${value.dtype.scalarName}Tensor`
    : value instanceof Function
      ? (classPaths.of(value) ?? (value.name || '<lambda>'))
      : typeName(value)

/** Python's `getattr`: an attribute by name, which must be there. */
export function attributeOf(module: object, name: string): unknown {
  if (!(name in module))
    throw new AttributeError(`'${module.constructor.name}' object has no attribute '${name}'`)
  return (module as Record<string, unknown>)[name]
}

/** The truth of an option, null where none is given: a tensor that was meant for the call has one if it has one element. */
export function truthOf(value: unknown): boolean | null {
  if (value === null || value === undefined) return null
  if (!(value instanceof Tensor)) return Boolean(value)
  if (value.count !== 1)
    throw new RuntimeError(
      `Boolean value of Tensor with ${value.count === 0 ? 'no values' : 'more than one value'} is ambiguous`,
    )
  return Boolean(value.item())
}
