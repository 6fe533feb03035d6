/** What Python calls the type of a value: `int`, `float`, `Tensor`, `NoneType`. For messages. */
import { DType } from '../base/dtype.js'
import { Complex, Device, Float } from '../base/scalar.js'
import { Tensor } from './tensor.js'
import { Size } from '../base/tuple.js'

/** The Python type name that PyTorch's messages give a value. */
export function typeName(value: unknown): string {
  if (value === null || value === undefined) return 'NoneType'
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'float'
  if (typeof value === 'bigint') return 'int'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  // Modules can be called, and are functions without being a Function.
  if (typeof value === 'function' && value instanceof Function) return 'function'
  if (value instanceof Float) return 'float'
  if (value instanceof Complex) return 'complex'
  if (value instanceof Tensor) return value.isParameter ? 'Parameter' : 'Tensor'
  if (value instanceof DType) return 'torch.dtype'
  if (value instanceof Device) return 'torch.device'
  if (value instanceof Size) return 'torch.Size'
  if (Array.isArray(value)) return value.constructor === Array ? 'list' : 'tuple'
  return value.constructor?.name === 'Object' ? 'dict' : (value.constructor?.name ?? 'object')
}
