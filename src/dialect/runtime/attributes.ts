// Attributes that the library's objects do not have: PyTorch's AttributeError where JavaScript would say nothing, or
// that undefined is no function.
import torch, { Tensor } from '../../index.js'
import { AttributeError } from '../../base/errors.js'
import { DType } from '../../base/dtype.js'
import { typeName } from '../../base/type-name.js'
import { isNamespace, pathOf } from '../namespaces.js'

const classes = [Tensor, torch.nn.Module, torch.optim.Optimizer, DType]

/** What Python would call the owner of an attribute, if it is this library's. */
function ownerName(value: unknown): string | undefined {
  if (value === null || (typeof value !== 'object' && typeof value !== 'function')) return undefined
  const path = isNamespace(value) ? pathOf(value) : undefined
  if (path !== undefined) return `module '${path}'`
  if (!classes.some((Class) => value instanceof Class)) return undefined
  // Modules can be called, and are functions.
  return `'${typeof value === 'function' ? value.constructor.name : typeName(value)}' object`
}

const missing = (owner: string, name: string): AttributeError =>
  new AttributeError(`${owner} has no attribute '${name}'`)

/** `object.name` in a place where nothing would be noticed if it were not there. */
export function attribute(object: any, name: string): unknown {
  const value: unknown = object[name]
  if (value !== undefined || name in Object(object)) return value
  const owner = ownerName(object)
  if (owner !== undefined) throw missing(owner, name)
  return value
}

const noFunction = /^([\w$]+(?:\.[\w$]+)*)\.([\w$]+) is not a function$/

/**
 * PyTorch's error for a call of what is not there, `x.summ()`; any other error as it is.
 *
 * @param valueOf finds what a dotted name stands for, without running anything
 */
export function asAttributeError(error: unknown, valueOf: (path: string) => unknown): unknown {
  const match = error instanceof TypeError ? noFunction.exec(error.message) : null
  if (!match) return error
  const [, path, name] = match
  const object = valueOf(path)
  const owner = ownerName(object)
  if (owner === undefined || name in Object(object)) return error
  const better = missing(owner, name)
  const { stack = '' } = error as Error
  better.stack = `${better.name}: ${better.message}${stack.slice(stack.indexOf('\n    at '))}`
  return better
}
