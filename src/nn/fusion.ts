// Layers with the normalization behind them in their weights, for evaluation; and layers without initial values. Follows
// torch/nn/utils/fusion.py and init.py.
import { AssertionError, RuntimeError, TypeError } from '../base/errors.js'
import { isKeywords } from '../base/keywords.js'
import { call } from '../engine/functions.js'
import { pythonic } from '../engine/python-call.js'
import { default_generator } from '../ops/torch-functions.js'
import type { Tensor } from '../tensor/tensor.js'
import { repr } from '../text/repr.js'
import { copyOfModule } from './deepcopy.js'
import { Module } from './module.js'
import { Parameter } from './parameter.js'

type Weighted = Module & { weight: Tensor; bias: Tensor | null }
type Normalization = Module & {
  weight: Tensor | null
  bias: Tensor | null
  running_mean: Tensor
  running_var: Tensor
  eps: number
}

const zeros = (like: Tensor): Tensor => call('zeros_like', [like]) as Tensor
const ones = (like: Tensor): Tensor => call('ones_like', [like]) as Tensor

/** Weight and bias of a convolution that normalizes too. */
export const fuse_conv_bn_weights = pythonic(
  'fuse_conv_bn_weights(conv_w, conv_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b, transpose = False)',
  (
    weight: Tensor,
    bias: Tensor | null,
    mean: Tensor,
    variance: Tensor,
    eps: number,
    scale: Tensor | null,
    shift: Tensor | null,
    transpose = false,
  ): Tensor[] => {
    const factor = variance.add(eps).rsqrt()
    const gain = scale ?? ones(mean)
    const sizes = new Array<number>(weight.sizes.length).fill(1)
    sizes[transpose ? 1 : 0] = -1
    return [
      Parameter(weight.mul(gain.mul(factor).reshape(sizes)).detach()),
      Parameter(
        (bias ?? zeros(mean))
          .sub(mean)
          .mul(factor)
          .mul(gain)
          .add(shift ?? zeros(mean))
          .detach(),
      ),
    ]
  },
)
/** Weight and bias of a linear layer that normalizes too. */
export const fuse_linear_bn_weights = pythonic(
  'fuse_linear_bn_weights(linear_w, linear_b, bn_rm, bn_rv, bn_eps, bn_w, bn_b)',
  (
    weight: Tensor,
    bias: Tensor | null,
    mean: Tensor,
    variance: Tensor,
    eps: number,
    scale: Tensor,
    shift: Tensor,
  ): Tensor[] => {
    const factor = scale.mul(variance.add(eps).rsqrt())
    return [
      Parameter(weight.mul(factor.unsqueeze(-1)).detach()),
      Parameter((bias ?? zeros(mean)).sub(mean).mul(factor).add(shift).detach()),
    ]
  },
)

function fused(layer: Weighted, bn: Normalization, weights: (own: Weighted) => Tensor[]): Weighted {
  if (layer.training || bn.training) throw new AssertionError('Fusion only for eval!')
  const copy = copyOfModule<Module>(layer) as Weighted
  ;[copy.weight, copy.bias] = weights(copy)
  return copy
}

/** A convolution that does what `conv` and then `bn` do in evaluation. */
export const fuse_conv_bn_eval = pythonic(
  'fuse_conv_bn_eval(conv, bn, transpose = False)',
  (conv: Weighted, bn: Normalization, transpose = false): Module =>
    fused(conv, bn, ({ weight, bias }) =>
      fuse_conv_bn_weights(
        weight,
        bias,
        bn.running_mean,
        bn.running_var,
        bn.eps,
        bn.weight,
        bn.bias,
        transpose,
      ),
    ),
)
/** A linear layer that does what `linear` and then `bn` do in evaluation. */
export const fuse_linear_bn_eval = pythonic(
  'fuse_linear_bn_eval(linear, bn)',
  (linear: Weighted, bn: Normalization): Module =>
    fused(linear, bn, ({ weight, bias }) =>
      fuse_linear_bn_weights(weight, bias, bn.running_mean, bn.running_var, bn.eps, bn.weight!, bn.bias!),
    ),
)

/**
 * Makes a module whose initial values are nobody's concern: what is drawn for them leaves the random stream as it was.
 *
 * @example
 * const layer = nn.utils.skip_init(nn.Linear, 5, 1)
 */
export function skip_init<M extends Module>(module_cls: new (...args: any[]) => M, ...args: unknown[]): M {
  if (typeof module_cls !== 'function' || !(module_cls.prototype instanceof Module))
    throw typeof module_cls === 'function'
      ? new RuntimeError(`Expected a Module; got ${repr(module_cls)}`)
      : new TypeError('issubclass() arg 1 must be a class')
  const last = args.at(-1)
  const { device, ...keywords } = (isKeywords(last) ? last : {}) as Record<string, unknown>
  const state = default_generator.get_state()
  try {
    const made = new module_cls(...(isKeywords(last) ? [...args.slice(0, -1), keywords] : args))
    return device === undefined || device === null ? made : made.to(device as string)
  } finally {
    default_generator.set_state(state)
  }
}
