// What the method `backward` of tensors does.
import { bind } from '../base/keywords.js'
import type { BackwardOptions, Tensor } from '../tensor/tensor.js'
import { backward } from './engine.js'

/** `tensor.backward(…)` with whatever arguments it was given. */
export function backwardOf(tensor: Tensor, ...rest: unknown[]): void {
  while (rest.length > 0 && rest[rest.length - 1] === undefined) rest.pop()
  if (rest.length === 0) {
    backward(tensor)
    return
  }
  const { gradient, retain_graph, create_graph, inputs } = bind<Required<BackwardOptions>>('backward', rest, {
    gradient: null,
    retain_graph: null,
    create_graph: false,
    inputs: null,
  })
  backward(tensor, gradient, retain_graph, create_graph, inputs)
}
