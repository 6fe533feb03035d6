/** Stochastic gradient descent, with momentum. Follows torch/optim/sgd.py. */
import { type Arguments, bind, required } from '../keywords.js'
import { callable } from '../nn/callable.js'
import { ValueError } from '../tensor/errors.js'
import type { Tensor } from '../tensor/tensor.js'
import { checkOption, descent, Optimizer, type Option, type ParamGroup, type Params } from './optimizer.js'

interface SGDKeywords {
  params?: Params
  lr?: Option
  momentum?: Option
  dampening?: Option
  weight_decay?: Option
  nesterov?: boolean
  maximize?: boolean
  foreach?: boolean | null
  differentiable?: boolean
}

/**
 * Moves every parameter against its gradient: `p -= lr * buffer`, `buffer = momentum * buffer + gradient`.
 *
 * @throws ValueError for a negative rate, momentum or weight decay
 * @example
 * const optimizer = optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9 })
 */
export const SGD = callable(
  class SGD extends Optimizer {
    constructor(
      ...args: Arguments<
        [params: Params],
        [lr?: Option, momentum?: Option, dampening?: Option, weight_decay?: Option, nesterov?: boolean],
        SGDKeywords
      >
    ) {
      const { params, ...defaults } = bind<SGDKeywords>('SGD', args, {
        params: required,
        // PyTorch asks for a rate here or in every group; PyTorch 2 takes 0.001.
        lr: 1e-3,
        momentum: 0,
        dampening: 0,
        weight_decay: 0,
        nesterov: false,
        maximize: false,
        foreach: null,
        differentiable: false,
      })
      const { lr, momentum, dampening, weight_decay, nesterov } = defaults
      checkOption(Number(lr) >= 0, 'Invalid learning rate', lr)
      checkOption(Number(momentum) >= 0, 'Invalid momentum value', momentum)
      checkOption(Number(weight_decay) >= 0, 'Invalid weight_decay value', weight_decay)
      if (nesterov && (Number(momentum) <= 0 || Number(dampening) !== 0))
        throw new ValueError('Nesterov momentum requires a momentum and zero dampening')
      super(params, defaults)
    }

    protected override update(group: ParamGroup): void {
      const rate = -Number(group.lr)
      const momentum = Number(group.momentum)
      const kept = 1 - Number(group.dampening)
      for (const param of group.params) {
        if (param.gradient === null) continue
        let step = descent(param, param.gradient, group)
        if (momentum !== 0) {
          const state = this.state.get(param)
          let buffer = state?.momentum_buffer as Tensor | undefined | null
          if (!buffer) {
            buffer = step.clone().detach()
            this.state.set(param, { momentum_buffer: buffer })
          } else buffer.mul_(momentum).add_(step, { alpha: kept })
          step = group.nesterov ? step.add(buffer, { alpha: momentum }) : buffer
        }
        param.add_(step, { alpha: rate })
      }
    }
  },
)
export type SGD = InstanceType<typeof SGD>
