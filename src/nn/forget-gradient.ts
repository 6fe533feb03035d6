// What `zero_grad` does to one parameter, in modules and optimizers.
import type { Tensor } from '../tensor/tensor.js'

/** Takes the gradient away, or makes zeros of it. */
export function forgetGradient(parameter: Tensor, setToNone: boolean): void {
  const { grad } = parameter
  if (grad === null) return
  if (setToNone) parameter.grad = null
  else {
    if (grad.grad_fn !== null) grad.detach_()
    else grad.requires_grad_(false)
    grad.zero_()
  }
}
