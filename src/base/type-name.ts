// What Python calls the type of a value: `int`, `float`, `Tensor`, `NoneType`. For messages.
import { DType } from './dtype.js'
import { Complex, Device, Float, NamedConstant } from './scalar.js'
import { Size } from './tuple.js'

/** Under this name an object says what its type is called in Python, where that is not its class's own name. */
export const pythonType = Symbol('the name of the Python type')

/** Where PyTorch declares the class of a value, `torch.nn.modules.linear.Linear`, as far as a room above can tell. */
export const classPaths: { of(value: unknown): string | undefined } = { of: () => undefined }

/** What a language above calls the type of a value that is its own; undefined for values of the library. */
export const foreignNames: { of(value: object): string | undefined } = { of: () => undefined }

/** The Python type name that PyTorch's messages give a value. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  if (typeof value === 'symbol') return 'Symbol'
  const foreign = Object.hasOwn(value, pythonType) ? undefined : foreignNames.of(value)
  if (foreign !== undefined) return foreign
  // Modules can be called, and are functions without being a Function.
  if (typeof value === 'function' && value instanceof Function) return 'function'
  if (value instanceof Float) return 'float'
  if (value instanceof Complex) return 'complex'
  if (typeof value === 'object' && pythonType in value) return String(value[pythonType])
  if (value instanceof DType) return 'torch.dtype'
  if (value instanceof NamedConstant) return `torch.${value.kind}`
  if (value instanceof Device) return 'torch.device'
  if (value instanceof Size) return 'torch.Size'
  if (Array.isArray(value)) return value.constructor === Array ? 'list' : 'tuple'
  if (Object.prototype.toString.call(value) === '[object Module]') return 'module'
  // An array of numpy-ts, whose class may have any name.
  const { iget, shape } = value as { iget?: unknown; shape?: unknown }
  if (typeof iget === 'function' && Array.isArray(shape)) return 'numpy.ndarray'
  const name = value.constructor?.name ?? 'object'
  return name === 'Object' || name === 'Map' ? 'dict' : name
}
