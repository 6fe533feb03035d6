// RMSprop: steps scaled by a running mean of the squared gradient. Follows torch/optim/rmsprop.py.
import { type Arguments, bind, required } from '../base/keywords.js'
import { callable } from '../nn/callable.js'
import type { Tensor } from '../tensor/tensor.js'
import { ByParameter, type Option, type ParamGroup, type Params, real, zerosLike } from './optimizer.js'
import { checkNotNegative } from './options.js'

interface RMSpropKeywords {
  params?: Params
  lr?: Option
  alpha?: Option
  eps?: Option
  weight_decay?: Option
  momentum?: Option
  centered?: boolean
  foreach?: boolean | null
  maximize?: boolean
  differentiable?: boolean
}
type RMSpropState = Record<string, unknown> & {
  step: number
  square_avg: Tensor
  momentum_buffer?: Tensor
  grad_avg?: Tensor
}

class RMSpropClass extends ByParameter<RMSpropState> {
  constructor(
    ...args: Arguments<
      [params: Params],
      [
        lr?: Option,
        alpha?: Option,
        eps?: Option,
        weight_decay?: Option,
        momentum?: Option,
        centered?: boolean,
        foreach?: boolean | null,
        maximize?: boolean,
        differentiable?: boolean,
      ],
      RMSpropKeywords
    >
  ) {
    const { params, ...defaults } = bind<RMSpropKeywords>('RMSprop', args, {
      params: required,
      lr: 1e-2,
      alpha: 0.99,
      eps: 1e-8,
      weight_decay: 0,
      momentum: 0,
      centered: false,
      foreach: null,
      maximize: false,
      differentiable: false,
    })
    checkNotNegative(defaults, ['lr', 'eps', 'momentum', 'weight_decay', 'alpha'])
    // PyTorch lists its options in an order of its own, which a printed `state_dict` shows.
    const { lr, momentum, alpha, eps, centered, ...rest } = defaults
    super(params, { lr, momentum, alpha, eps, centered, ...rest })
  }
  protected override start(param: Tensor, group: ParamGroup): RMSpropState {
    const state: RMSpropState = { step: 0, square_avg: zerosLike(param) }
    if (Number(group.momentum) > 0) state.momentum_buffer = zerosLike(param)
    if (group.centered) state.grad_avg = zerosLike(param)
    return state
  }
  protected override move(param: Tensor, grad: Tensor, state: RMSpropState, group: ParamGroup): void {
    state.step++
    const [lr, alpha, momentum] = [Number(group.lr), Number(group.alpha), Number(group.momentum)]
    const [weights, direction, squares] = [real(param), real(grad), real(state.square_avg)]
    squares.mul_(alpha).addcmul_(direction, direction, { value: 1 - alpha })
    let spread = squares.sqrt()
    if (group.centered) {
      const mean = real(state.grad_avg!)
      mean.mul_(alpha).add_(direction, { alpha: 1 - alpha })
      spread = squares.addcmul(mean, mean, { value: -1 }).sqrt_()
    }
    const scale = spread.add(Number(group.eps))
    if (momentum > 0) {
      const buffer = real(state.momentum_buffer!)
      buffer.mul_(momentum).addcdiv_(direction, scale)
      weights.add_(buffer, { alpha: -lr })
    } else weights.addcdiv_(direction, scale, { value: -lr })
  }
}
/**
 * RMSprop: the step is the gradient over the root of the running mean of its square (Hinton, 2012); `centered` takes the
 * variance instead.
 *
 * @example
 * const optimizer = optim.RMSprop(net.parameters(), { lr: 0.01, momentum: 0.9 })
 */
export const RMSprop = callable(RMSpropClass, 'RMSprop')
export type RMSprop = RMSpropClass
