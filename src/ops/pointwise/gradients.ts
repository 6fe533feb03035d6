// Small steps that backward formulas share: conjugates, masks, and gradients that do not exist.
import { NotImplementedError, RuntimeError } from '../../base/errors.js'
import { modes } from '../../tensor/modes.js'
import { Complex, type Scalar } from '../../base/scalar.js'
import { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'

/** The complex conjugate; real tensors and numbers as they are. */
export function conj(x: Tensor): Tensor
export function conj(x: Scalar): Scalar
export function conj(x: Tensor | Scalar): Tensor | Scalar
export function conj(x: Tensor | Scalar): Tensor | Scalar {
  if (x instanceof Tensor) return x.dtype.is_complex ? (call('conj', [x]) as Tensor) : x
  return x instanceof Complex ? new Complex(x.re, -x.im) : x
}

/** `g` times a number, which is most often 1. */
export const times = (g: Tensor, factor: Scalar): Tensor => (Number(factor) === 1 ? g : g.mul(conj(factor)))

/** `g` where `condition` holds, else 0; unlike a product it does not let NaN through. */
export const only = (g: Tensor, condition: Tensor): Tensor => call('where', [condition, g, 0]) as Tensor

/** A gradient of zeros. */
export const zeros = (g: Tensor): Tensor => g.new_zeros(g.sizes as number[], { dtype: g.dtype })

/** For ops whose derivative PyTorch names as missing (`not_implemented` in derivatives.yaml). */
export const noDerivative = (name: string) => (): never => {
  throw new NotImplementedError(`the derivative for '${name}' is not implemented.`)
}

/** For ops that PyTorch puts into the graph without being able to differentiate them. */
export const notDifferentiable = (name: string) => (): never => {
  throw new RuntimeError(`derivative for ${name} is not implemented`)
}

/** Refuses a gradient by an argument that an op has no slope by. */
export function checkConstant(tensor: Tensor | null, name: string, argument: string): void {
  if (modes.grad && tensor?.requires_grad)
    throw new RuntimeError(
      `The function '${name}' is not differentiable with respect to argument '${argument}'. This input cannot have ` +
        'requires_grad True.',
    )
}
