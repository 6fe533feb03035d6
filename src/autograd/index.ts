// `torch.autograd`: what one calls by name of the graph and its backward pass.
import { RuntimeError, ValueError } from '../base/errors.js'
import { bind, required } from '../base/keywords.js'
import { warn } from '../base/warnings.js'
import { call } from '../engine/functions.js'
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
    is_grads_batched: false,
  })
  const { grad_outputs, retain_graph, create_graph, allow_unused } = bound
  const given = grad_outputs === null ? [] : gradientsIn(grad_outputs)
  const gradsFor = (grads: ReturnType<typeof gradientsIn>, keepsGraph: boolean) =>
    gradOf(
      tensorsIn(bound.outputs, 'requires_grad'),
      tensorsIn(bound.inputs, 'requires_grad'),
      grads,
      keepsGraph,
      create_graph,
      allow_unused,
    )
  const keepsGraph = retain_graph ?? create_graph
  const results = bound.is_grads_batched ? batched(given, gradsFor, keepsGraph) : gradsFor(given, keepsGraph)
  return Tuple.from(results as Tensor[])
}

/** Gradients for each of several outer gradients, which stand along the first dimension. */
function batched(
  given: ReturnType<typeof gradientsIn>,
  gradsFor: (grads: ReturnType<typeof gradientsIn>, keepsGraph: boolean) => (Tensor | null)[],
  keepsGraph: boolean,
): (Tensor | null)[] {
  const count = given.find((one) => one !== null)?.sizes[0]
  if (count === undefined)
    throw new ValueError('grad: is_grads_batched=True needs grad_outputs with a dimension in front')
  const rows = Array.from({ length: count }, (_, i) =>
    gradsFor(
      given.map((one) => one && one.select(0, i)),
      keepsGraph || i < count - 1,
    ),
  )
  return rows[0].map((first, k) => first && (call('stack', [rows.map((row) => row[k])]) as Tensor))
}

export interface BackwardKeywords {
  grad_tensors?: Grads
  retain_graph?: boolean | null
  create_graph?: boolean
  /** The old name of `grad_tensors`. */
  grad_variables?: Grads
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
    grad_variables: null,
    inputs: null,
  })
  const { grad_tensors, grad_variables, retain_graph, create_graph, inputs } = bound
  if (grad_variables !== null) {
    warn("'grad_variables' is deprecated. Use 'grad_tensors' instead.")
    if (grad_tensors !== null)
      throw new RuntimeError(
        "'grad_tensors' and 'grad_variables' (deprecated) arguments both passed to backward(). Please only use " +
          "'grad_tensors'.",
      )
  }
  runBackward(bound.tensors, grad_tensors ?? grad_variables, retain_graph, create_graph, inputs)
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
