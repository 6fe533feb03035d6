// Stochastic gradient descent, with momentum. Follows torch/optim/sgd.py.
import { type Arguments, bind, byName, required } from '../base/keywords.js'
import { callable } from '../nn/callable.js'
import { ValueError } from '../base/errors.js'
import type { Tensor } from '../tensor/tensor.js'
import { run } from '../engine/run.js'
import { sgd } from '../kernels/optimizer.js'
import {
  checkOption,
  descent,
  isOneLoop,
  Optimizer,
  type Option,
  type ParamGroup,
  type Params,
} from './optimizer.js'

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

/** The options of a group as numbers. */
interface Descent {
  rate: number
  momentum: number
  /** What of the gradient goes into the buffer: 1 - dampening. */
  kept: number
  decay: number
  nesterov: boolean
  maximize: boolean
}

class SGDClass extends Optimizer {
  constructor(
    ...args: Arguments<
      [params: Params],
      [lr?: Option, momentum?: Option, dampening?: Option, weight_decay?: Option, nesterov?: boolean],
      SGDKeywords
    >
  ) {
    const { params, ...defaults } = bind<SGDKeywords>('SGD', args, {
      params: required,
      lr: undefined as unknown as Option,
      momentum: 0,
      dampening: 0,
      weight_decay: 0,
      nesterov: false,
      maximize: byName(false),
      foreach: byName(null),
      differentiable: byName(false),
    })
    // Where it is left out, each group has to have its own.
    const lr =
      (defaults.lr as Option | undefined) === undefined ? (required as unknown as Option) : defaults.lr
    const { momentum, dampening, weight_decay, nesterov } = defaults
    if ((lr as unknown) !== required) checkOption(!(Number(lr) < 0), 'Invalid learning rate', lr)
    checkOption(!(Number(momentum) < 0), 'Invalid momentum value', momentum)
    checkOption(!(Number(weight_decay) < 0), 'Invalid weight_decay value', weight_decay)
    if (nesterov && (Number(momentum) <= 0 || Number(dampening) !== 0))
      throw new ValueError('Nesterov momentum requires a momentum and zero dampening')
    super(params, { ...defaults, lr })
  }

  protected override update(group: ParamGroup): void {
    const options: Descent = {
      rate: Number(group.lr),
      momentum: Number(group.momentum),
      kept: 1 - Number(group.dampening),
      decay: Number(group.weight_decay),
      nesterov: Boolean(group.nesterov),
      maximize: Boolean(group.maximize),
    }
    for (const param of group.params) {
      const grad = param.gradient
      if (grad === null) continue
      const state = this.stateOf<{ momentum_buffer: Tensor | null }>(param, () => ({ momentum_buffer: null }))
      const buffer = state.momentum_buffer ?? null
      if (options.momentum !== 0 && buffer === null)
        state.momentum_buffer = descent(param, grad, options.maximize, options.decay).clone().detach()
      const move = isOneLoop(param, grad, state.momentum_buffer) ? moveInOneLoop : moveByOps
      move(param, grad, state.momentum_buffer, buffer === null, options)
    }
  }
}
/**
 * Moves every parameter against its gradient: `p -= lr * buffer`, `buffer = momentum * buffer + gradient`.
 *
 * The rate may be left out where each group has its own.
 *
 * @throws ValueError for a negative rate, momentum or weight decay
 * @example
 * const optimizer = optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9 })
 */
export const SGD = callable(SGDClass, 'SGD')
export type SGD = SGDClass

/**
 * One step in PyTorch's own operations.
 *
 * @param isFirst whether the buffer was made of this gradient
 */
function moveByOps(param: Tensor, grad: Tensor, buffer: Tensor | null, isFirst: boolean, o: Descent): void {
  let step = descent(param, grad, o.maximize, o.decay)
  if (buffer !== null) {
    if (!isFirst) buffer.mul_(o.momentum).add_(step, { alpha: o.kept })
    step = o.nesterov ? step.add(buffer, { alpha: o.momentum }) : buffer
  }
  param.add_(step, { alpha: -o.rate })
}

/** The same in one loop, with the same roundings. */
function moveInOneLoop(
  param: Tensor,
  grad: Tensor,
  buffer: Tensor | null,
  isFirst: boolean,
  { rate, momentum, kept, decay, nesterov, maximize }: Descent,
): void {
  const tensors = [param, buffer, grad] as const
  run(sgd, tensors, param.count, rate, momentum, kept, decay, nesterov, maximize, isFirst)
  if (buffer !== null && !isFirst) buffer.counter.value += 2
  param.counter.value++
}
