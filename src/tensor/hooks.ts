// Runs the hooks that look at gradients or replace them. Follows torch/csrc/autograd/python_hook.cpp.
import { RuntimeError, TypeError } from '../base/errors.js'
import { sameSizes } from '../base/layout.js'
import { isTensor, type AnyTensor as Tensor } from './graph.js'
import { asList, Tuple } from '../base/tuple.js'
import { typeName } from '../base/type-name.js'
import { className } from './view-history.js'
import type { Grad, NodeHook, NodePreHook, TensorHook } from './node.js'

const nameOf = (hook: Function): string => hook.name || '<lambda>'

/** What a hook answers for one gradient: nothing, or another of the same kind. */

function replaced(original: Grad, answer: unknown, hook: Function): Grad {
  if (answer === undefined || answer === null) return original
  if (original === null) throw new RuntimeError("can't replace a None gradient with a non-None value")
  if (!isTensor(answer)) throw new TypeError(`expected Variable, but hook returned '${typeName(answer)}'`)
  if (answer.dtype !== original.dtype)
    throw new RuntimeError(
      `hook '${nameOf(hook)}' has changed the type of value (was ${className(original)} got ${className(answer)})`,
    )
  if (!sameSizes(answer.sizes, original.sizes))
    throw new RuntimeError(`hook '${nameOf(hook)}' has changed the size of value`)
  return answer
}

/** The gradient that the hooks of a tensor leave of `grad`. */
export function runHooks(hooks: Map<number, TensorHook>, grad: Tensor): Tensor {
  let result = grad
  for (const hook of hooks.values()) result = replaced(result, hook(result), hook) as Tensor
  return result
}

function allReplaced(originals: readonly Grad[], answer: unknown, hook: Function): Grad[] {
  if (answer === undefined || answer === null) return originals.slice()
  const list = asList(answer)
  if (list.length !== originals.length)
    throw new RuntimeError(
      `hook '${nameOf(hook)}' has returned an incorrect number of values (got ${list.length}, but expected ` +
        `${originals.length})`,
    )
  return originals.map((original, i) => replaced(original, list[i], hook))
}

/** The gradients of a node's outputs after its pre-hooks. */
export function runPreHooks(hooks: Map<number, NodePreHook>, outputs: Grad[]): Grad[] {
  let result = outputs
  for (const hook of hooks.values()) result = allReplaced(result, hook(Tuple.from(result)), hook)
  return result
}

/** The gradients of a node's inputs after its hooks. */
export function runPostHooks(hooks: Map<number, NodeHook>, inputs: Grad[], outputs: Grad[]): Grad[] {
  let result = inputs
  const seen = Tuple.from(outputs)
  for (const hook of hooks.values()) result = allReplaced(result, hook(Tuple.from(result), seen), hook)
  return result
}
