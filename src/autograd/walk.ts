// A backward pass that changes nothing, to look at: the engine's own steps, in its order.
import type { Tensor } from '../tensor/tensor.js'
import { runBackward, type Step } from './engine.js'

export type { Step }

/** The steps of `y.backward(gradient)`. */
export function walkBackward(y: Tensor, gradient: Tensor): Step[] {
  const edge = y.edge()
  const steps: Step[] = []
  if (edge) runBackward([{ edge, grad: gradient }], true, false, null, false, (step) => steps.push(step))
  return steps
}
