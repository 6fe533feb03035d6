/** `torch.autograd`: what one calls by name of the graph and its backward pass. */
import { type Keywords, isKeywords } from '../ops/schema.js'
import { TypeError } from '../tensor/errors.js'
import type { Tensor } from '../tensor/tensor.js'
import { hooks } from '../tensor/tensor.js'
import { Tuple } from '../tensor/tuple.js'
import { backward as runBackward, gradOf, type GradOptions } from './engine.js'

type TensorOrList = Tensor | readonly Tensor[]
type Grads = Tensor | null | readonly (Tensor | null)[]

const asList = <T>(value: T | readonly T[]): readonly T[] =>
  (Array.isArray(value) ? value : [value]) as readonly T[]

/** Splits off a final keyword object and refuses names that are not known. */
function splitKeywords(name: string, args: unknown[], known: readonly string[]): Keywords {
  const last = args[args.length - 1]
  const keywords = isKeywords(last) ? (args.pop() as Keywords) : {}
  known.forEach((key, i) => {
    if (i < args.length && args[i] !== undefined) keywords[key] = args[i]
  })
  for (const key of Object.keys(keywords))
    if (!known.includes(key))
      throw new TypeError(
        `${name}() got an unexpected keyword argument '${key}' (known: ${known.join(', ')})`,
      )
  return keywords
}

/**
 * Gradients of `outputs` with respect to `inputs`, as a tuple; nothing is added to any `.grad`.
 *
 * @example
 * const x = torch.tensor([3], { requires_grad: true })
 * torch.autograd.grad(x.pow(2), x) // (tensor([6.]),)
 */
export function grad(outputs: TensorOrList, inputs: TensorOrList, options?: GradOptions): Tuple<Tensor>
export function grad(
  outputs: TensorOrList,
  inputs: TensorOrList,
  grad_outputs?: Grads,
  retain_graph?: boolean | null,
  create_graph?: boolean,
  options?: GradOptions,
): Tuple<Tensor>
export function grad(outputs: TensorOrList, inputs: TensorOrList, ...rest: unknown[]): Tuple<Tensor> {
  const k = splitKeywords('grad', rest, [
    'grad_outputs',
    'retain_graph',
    'create_graph',
    'only_inputs',
    'allow_unused',
  ]) as GradOptions
  const create = k.create_graph ?? false
  const results = gradOf(
    asList<Tensor>(outputs),
    asList<Tensor>(inputs),
    k.grad_outputs === undefined || k.grad_outputs === null ? [] : asList<Tensor | null>(k.grad_outputs),
    k.retain_graph ?? create,
    create,
    k.allow_unused ?? false,
  )
  return Tuple.of(...(results as Tensor[]))
}

/** Adds gradients of `tensors` to the `.grad` of the leaves; `tensor.backward()` for several tensors at once. */
export function backward(tensors: TensorOrList, ...rest: unknown[]): void {
  const k = splitKeywords('backward', rest, ['grad_tensors', 'retain_graph', 'create_graph']) as {
    grad_tensors?: Grads
    retain_graph?: boolean | null
    create_graph?: boolean
  }
  runBackward(tensors, k.grad_tensors ?? null, k.retain_graph, k.create_graph ?? false)
}

hooks.backward = (tensor, gradient, retainGraph, createGraph) =>
  runBackward(tensor, gradient, retainGraph, createGraph)

export { enable_grad, inference_mode, no_grad, set_grad_enabled } from './modes.js'
export { Function } from './function.js'
export { gradcheck, gradgradcheck } from './gradcheck.js'
