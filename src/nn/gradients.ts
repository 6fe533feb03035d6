// `nn.utils`: measures and limits gradients, and turns parameters into one vector and back.
import { no_grad } from '../tensor/modes.js'
import { tensorsIn } from '../engine/checked.js'
import { call } from '../engine/functions.js'
import { RuntimeError, TypeError } from '../base/errors.js'
import { float32 } from '../base/dtype.js'
import { floatRepr } from '../text/number-text.js'
import { Tensor, zerosTensor } from '../tensor/tensor.js'
import { typeName } from '../base/type-name.js'

/**
 * Scales all gradients together so that the norm of all of them is at most `max_norm`. Returns the norm before.
 *
 * @param norm_type which p-norm; `Infinity` for the largest absolute value
 */
export function clip_grad_norm_(
  parameters: Tensor | Iterable<Tensor>,
  max_norm: number,
  norm_type: number | { norm_type?: number; error_if_nonfinite?: boolean } = 2,
  error_if_nonfinite = false,
): Tensor {
  const p = Number(typeof norm_type === 'object' ? (norm_type.norm_type ?? 2) : norm_type)
  const strict = typeof norm_type === 'object' ? (norm_type.error_if_nonfinite ?? false) : error_if_nonfinite
  const grads = tensorsIn(parameters, 'grad').flatMap((parameter) =>
    parameter.grad ? [parameter.grad.detach()] : [],
  )
  if (grads.length === 0) return zerosTensor([], float32)
  const total = no_grad(() => {
    const norms = grads.map((grad) => call('norm', [grad, p]) as Tensor)
    return call('norm', [call('stack', [norms]), p]) as Tensor
  })
  // Asked for only where it matters: on a gpu the question waits for all that is under way.
  if (strict && !Number.isFinite(Number(total.item())))
    throw new RuntimeError(
      `The total norm of order ${floatRepr(p)} for gradients from \`parameters\` is non-finite, so it cannot be clipped. To ` +
        'disable this error and scale the gradients by the non-finite norm anyway, set `error_if_nonfinite=False`',
    )
  no_grad(() => {
    const factor = total.add(1e-6).reciprocal().mul(max_norm).clamp(null, 1)
    for (const grad of grads) grad.mul_(factor)
  })
  return total
}

/** Limits every element of the gradients to ±`clip_value`. */
export function clip_grad_value_(parameters: Tensor | Iterable<Tensor>, clip_value: number): void {
  no_grad(() => {
    for (const { grad } of tensorsIn(parameters, 'grad')) grad?.clamp_(-clip_value, clip_value)
  })
}

/** All parameters behind each other, as one vector. */
export function parameters_to_vector(parameters: Iterable<Tensor>): Tensor {
  return call('cat', [tensorsIn(parameters, 'is_cuda').map((parameter) => parameter.reshape([-1]))]) as Tensor
}

/** Gives the parameters the values of one vector. */
export function vector_to_parameters(vec: Tensor, parameters: Iterable<Tensor>): void {
  if (!(vec instanceof Tensor)) throw new TypeError(`expected torch.Tensor, but got: ${typeName(vec)}`)
  let at = 0
  for (const parameter of tensorsIn(parameters, 'is_cuda')) {
    const count = parameter.numel()
    parameter.data = vec.narrow(0, at, count).reshape(parameter.sizes).data
    at += count
  }
}
