// Makes the optimizers that the command line has names for.
import torch from '../torch.js'
import type { Tensor } from '../torch.js'
import type { Settings } from './settings.js'

const { optim } = torch

export type Optimizer = InstanceType<typeof optim.Optimizer>

/** Gradient descent as one writes it by hand: every parameter minus the rate times its gradient. */
class ByHand extends optim.Optimizer {
  protected override update(group: { params: Tensor[]; lr: number; weight_decay?: number }): void {
    const { params, lr, weight_decay = 0 } = group
    for (const parameter of params) {
      if (parameter.grad === null) continue
      const gradient =
        weight_decay === 0 ? parameter.grad : parameter.grad.add(parameter.data.mul(weight_decay))
      parameter.data.sub_(gradient.mul(lr))
    }
  }
}

/** The optimizer of these settings for these parameters. */
export function makeOptimizer(
  params: Iterable<Tensor>,
  { optimizer, lr, momentum, weightDecay: weight_decay }: Settings,
): Optimizer {
  switch (optimizer) {
    case 'hand':
      return new ByHand(params, { lr, weight_decay: weight_decay ?? 0 })
    case 'sgd':
      return new optim.SGD(params, { lr, momentum, weight_decay })
    case 'nesterov':
      return new optim.SGD(params, { lr, momentum, weight_decay, nesterov: true })
    case 'adam':
      return new optim.Adam(params, { lr, weight_decay })
    case 'adamw':
      return new optim.AdamW(params, { lr, weight_decay })
  }
}
