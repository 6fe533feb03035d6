// RAdam: Adam that waits with scaling until it knows the scale. Follows torch/optim/radam.py.
import { float32 } from '../base/dtype.js'
import { type Arguments, bind, required } from '../base/keywords.js'
import { Tuple } from '../base/tuple.js'
import { power } from '../kernels/accurate.js'
import { callable } from '../nn/callable.js'
import { type Tensor, zerosTensor } from '../tensor/tensor.js'
import {
  ByParameter,
  countStep,
  type Option,
  type ParamGroup,
  type Params,
  scalarTensor,
  zerosLike,
} from './optimizer.js'
import { type AdaptiveKeywords, type AdaptivePositions, adaptiveDefaults, checkAdaptive } from './options.js'

type RAdamState = Record<string, unknown> & { step: Tensor; exp_avg: Tensor; exp_avg_sq: Tensor }

class RAdamClass extends ByParameter<RAdamState> {
  constructor(
    ...args: Arguments<[params: Params], [...AdaptivePositions, foreach?: boolean | null], AdaptiveKeywords>
  ) {
    const { params, ...defaults } = bind<AdaptiveKeywords>('RAdam', args, {
      params: required,
      lr: 1e-3,
      ...adaptiveDefaults,
      foreach: null,
    })
    checkAdaptive(defaults)
    super(params, { ...defaults, betas: Tuple.from(defaults.betas) })
  }
  protected override readonly scalars = ['step']

  protected override start(param: Tensor): RAdamState {
    return { step: zerosTensor([], float32), exp_avg: zerosLike(param), exp_avg_sq: zerosLike(param) }
  }
  protected override move(param: Tensor, grad: Tensor, state: RAdamState, group: ParamGroup): void {
    const { exp_avg: mean, exp_avg_sq: squares } = state
    const steps = countStep(state.step)
    const [beta1, beta2] = (group.betas as Option[]).map(Number)
    const correction2 = 1 - power(beta2, steps)
    mean.mul_(beta1).add_(grad, { alpha: 1 - beta1 })
    squares.mul_(beta2).addcmul_(grad, grad, { value: 1 - beta2 })
    const correction1 = 1 - power(beta1, steps)
    const lr = Number(group.lr)
    // How many gradients the mean square stands for: at most `most`, few at first.
    const most = 2 / (1 - beta2) - 1
    const length = most - (2 * steps * power(beta2, steps)) / correction2
    const rectification =
      length > 5 ? Math.sqrt(((length - 4) * (length - 2) * most) / ((most - 4) * (most - 2) * length)) : 0
    if (group.foreach === true) {
      // All parameters at once, PyTorch 1.13 leaves `eps` out, and adds both steps, of which one is zero.
      const scale = squares.sqrt().div(Math.sqrt(correction2))
      param.addcdiv_(mean, scale, { value: -((lr * rectification) / correction1) })
      param.addcdiv_(mean, scalarTensor(1), { value: -((lr * (rectification > 0 ? 0 : 1)) / correction1) })
      return
    }
    let step = mean.div(correction1).mul(lr)
    if (rectification > 0) {
      const scale = squares.sqrt().add_(Number(group.eps)).reciprocal().mul(Math.sqrt(correction2))
      step = step.mul(scale).mul(rectification)
    }
    param.add_(step, { alpha: -1 })
  }
}
/**
 * RAdam: Adam whose first steps are not scaled, and the next ones the less, the fewer gradients it has seen (Liu et al.,
 * 2019).
 *
 * @example
 * const optimizer = optim.RAdam(net.parameters(), { lr: 0.001 })
 */
export const RAdam = callable(RAdamClass, 'RAdam')
export type RAdam = RAdamClass
