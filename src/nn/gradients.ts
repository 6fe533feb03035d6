// Gradients and parameters as a whole: what `nn.utils` measures, limits and turns into one vector, and how they are forgotten.
import { no_grad } from '../tensor/modes.js'
import { tensorsIn } from '../engine/checked.js'
import { pythonic } from '../engine/python-call.js'
import { call } from '../engine/functions.js'
import { RuntimeError, TypeError } from '../base/errors.js'
import { float32 } from '../base/dtype.js'
import { floatRepr } from '../text/number-text.js'
import { Tensor, zerosTensor } from '../tensor/tensor.js'
import { typeName } from '../base/type-name.js'
import { warn } from '../base/warnings.js'

/**
 * Scales all gradients together so that the norm of all of them is at most `max_norm`. Returns the norm before.
 *
 * @param norm_type which p-norm; `Infinity` for the largest absolute value
 */
export const clip_grad_norm_ = pythonic<typeof clipNorm, ClipNorm>(
  'clip_grad_norm_(parameters, max_norm: float, norm_type: float = 2, error_if_nonfinite = False)',
  clipNorm,
)

type ClipNorm = (
  parameters: Tensor | Iterable<Tensor>,
  max_norm: number,
  norm_type?: number | { norm_type?: number; error_if_nonfinite?: boolean },
  error_if_nonfinite?: boolean,
) => Tensor

function clipNorm(
  parameters: Tensor | Iterable<Tensor>,
  max_norm: number,
  p: number,
  error_if_nonfinite: boolean,
): Tensor {
  const grads = tensorsIn(parameters, 'grad').flatMap((parameter) =>
    parameter.grad ? [parameter.grad.detach()] : [],
  )
  if (grads.length === 0) return zerosTensor([], float32)
  const total = no_grad(() => {
    const norms = grads.map((grad) => call('norm', [grad, p]) as Tensor)
    return call('norm', [call('stack', [norms]), p]) as Tensor
  })
  // Asked for only where it matters: on a gpu the question waits for all that is under way.
  if (error_if_nonfinite && !Number.isFinite(Number(total.item())))
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

/** The name that `clip_grad_norm_` had before PyTorch 0.4; warns. */
export function clip_grad_norm(...args: Parameters<ClipNorm>): Tensor {
  warn('torch.nn.utils.clip_grad_norm is now deprecated in favor of torch.nn.utils.clip_grad_norm_.')
  return clip_grad_norm_(...args)
}

/** Limits every element of the gradients to ±`clip_value`. */
export const clip_grad_value_ = pythonic(
  'clip_grad_value_(parameters, clip_value: float)',
  (parameters: Tensor | Iterable<Tensor>, clip_value: number): void => {
    no_grad(() => {
      for (const { grad } of tensorsIn(parameters, 'grad')) grad?.clamp_(-clip_value, clip_value)
    })
  },
)

/**
 * All parameters behind each other, as one vector.
 *
 * @example
 * nn.utils.parameters_to_vector([torch.ones(2), torch.zeros(1)]) // tensor([1., 1., 0.])
 */
export const parameters_to_vector = pythonic(
  'parameters_to_vector(parameters)',
  (parameters: Iterable<Tensor>): Tensor =>
    call('cat', [tensorsIn(parameters, 'is_cuda').map((parameter) => parameter.reshape([-1]))]) as Tensor,
)

/** Gives the parameters the values of one vector. */
export const vector_to_parameters = pythonic(
  'vector_to_parameters(vec, parameters)',
  (vec: Tensor, parameters: Iterable<Tensor>): void => {
    if (!(vec instanceof Tensor)) throw new TypeError(`expected torch.Tensor, but got: ${typeName(vec)}`)
    let at = 0
    for (const parameter of tensorsIn(parameters, 'is_cuda')) {
      const count = parameter.numel()
      parameter.data = vec.narrow(0, at, count).reshape(parameter.sizes).data
      at += count
    }
  },
)
