// A copy of a module with parameters, buffers and submodules of its own. Hooks stay with the first.
import { Tuple } from '../base/tuple.js'
import { Tensor } from '../tensor/tensor.js'
import { Module } from './module.js'
import { Parameter } from './parameter.js'
import { isUninitialized } from './uninitialized.js'

type Memo = Map<unknown, unknown>

/** What is met twice is copied once. */
export function copyOfModule<M extends Module>(module: M, memo: Memo = new Map()): M {
  const known = memo.get(module)
  if (known !== undefined) return known as M
  const made = Reflect.construct(Module, [], module.constructor) as M
  memo.set(module, made)
  const state = new Map(module._own_state())
  const buffers = new Map(module.named_buffers('', false))
  for (const name of Object.keys(module)) {
    const value = copyOf((module as unknown as Record<string, unknown>)[name], memo)
    if (buffers.has(name)) made.register_buffer(name, value as Tensor, state.has(name))
    else (made as unknown as Record<string, unknown>)[name] = value
  }
  return made
}

function copyOf(value: unknown, memo: Memo): unknown {
  if (value instanceof Module) return copyOfModule(value, memo)
  if (memo.has(value)) return memo.get(value)
  if (isUninitialized(value)) {
    const made = value.another()
    memo.set(value, made)
    return made
  }
  if (value instanceof Tensor) {
    const elements = value.detach().clone()
    const made = value.isParameter
      ? Parameter(elements, value.requires_grad)
      : elements.requires_grad_(value.requires_grad)
    if (value.grad) made.grad = value.grad.detach().clone()
    memo.set(value, made)
    return made
  }
  if (value instanceof Tuple || !Array.isArray(value)) return value
  return value.map((item) => copyOf(item, memo))
}
