// `torch.autograd`: what one calls by name of the graph and its backward pass.
import { bind, required } from '../base/keywords.js'
import { Tensor } from '../tensor/tensor.js'
import { gradientsIn, tensorsIn } from '../engine/checked.js'
import { Tuple } from '../base/tuple.js'
import type * as modes from '../tensor/modes.js'
import { enable_grad, inference_mode, no_grad, set_grad_enabled } from '../tensor/modes.js'
import { backward as runBackward, gradOf, type GradOptions } from './engine.js'

type TensorOrList = Tensor | readonly Tensor[]
interface GradCall extends Required<GradOptions> {
  outputs: TensorOrList
  inputs: TensorOrList
}
type Grads = Tensor | null | readonly (Tensor | null)[]

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
  const bound = bind<GradCall>('grad', [outputs, inputs, ...rest], {
    outputs: required,
    inputs: required,
    grad_outputs: null,
    retain_graph: null,
    create_graph: false,
    only_inputs: true,
    allow_unused: false,
  })
  const { grad_outputs, retain_graph, create_graph, allow_unused } = bound
  const results = gradOf(
    tensorsIn(bound.outputs, 'requires_grad'),
    tensorsIn(bound.inputs, 'requires_grad'),
    grad_outputs === null ? [] : gradientsIn(grad_outputs),
    retain_graph ?? create_graph,
    create_graph,
    allow_unused,
  )
  return Tuple.of(...(results as Tensor[]))
}

export interface BackwardKeywords {
  grad_tensors?: Grads
  retain_graph?: boolean | null
  create_graph?: boolean
  inputs?: TensorOrList | null
}

/** Adds gradients of `tensors` to the `.grad` of the leaves; `tensor.backward()` for several tensors at once. */
export function backward(tensors: TensorOrList, options?: BackwardKeywords): void
export function backward(
  tensors: TensorOrList,
  grad_tensors?: Grads,
  retain_graph?: boolean | null,
  create_graph?: boolean,
  options?: BackwardKeywords,
): void
export function backward(tensors: TensorOrList, ...rest: unknown[]): void {
  const bound = bind<Required<BackwardKeywords & { tensors: TensorOrList }>>('backward', [tensors, ...rest], {
    tensors: required,
    grad_tensors: null,
    retain_graph: null,
    create_graph: false,
    inputs: null,
  })
  const { grad_tensors, retain_graph, create_graph, inputs } = bound
  runBackward(bound.tensors, grad_tensors, retain_graph, create_graph, inputs)
}

export { enable_grad, inference_mode, no_grad, set_grad_enabled }
type GradMode = Pick<typeof modes, 'enable_grad' | 'inference_mode' | 'no_grad' | 'set_grad_enabled'>
export const grad_mode: GradMode = { enable_grad, inference_mode, no_grad, set_grad_enabled }
export { detect_anomaly, is_anomaly_enabled, set_detect_anomaly } from './anomaly.js'
export { Function, function_ as function } from './function.js'
export * as functional from './functional.js'
export { gradcheck, gradgradcheck } from './gradcheck.js'
export * as graph from './graph.js'
export * as forward_ad from './forward-ad-names.js'
export { Variable } from './variable.js'
export * as variable from './variable.js'
export * as anomaly_mode from './anomaly.js'

/** Whether a value is a tensor, or says that it acts as one by `__torch_function__`. */
export const is_tensor_like = (inp: unknown): boolean =>
  inp instanceof Tensor ||
  typeof (inp as { __torch_function__?: unknown } | null | undefined)?.__torch_function__ === 'function'
