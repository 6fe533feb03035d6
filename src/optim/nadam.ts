// NAdam: Adam that looks one step ahead. Follows torch/optim/nadam.py.
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
import {
  type AdaptiveKeywords,
  type AdaptivePositions,
  adaptiveDefaults,
  checkAdaptive,
  checkNotNegative,
} from './options.js'

interface NAdamKeywords extends AdaptiveKeywords {
  momentum_decay?: Option
}
type NAdamState = Record<string, unknown> & {
  step: Tensor
  mu_product: Tensor
  exp_avg: Tensor
  exp_avg_sq: Tensor
}

class NAdamClass extends ByParameter<NAdamState> {
  constructor(
    ...args: Arguments<
      [params: Params],
      [...AdaptivePositions, momentum_decay?: Option, foreach?: boolean | null],
      NAdamKeywords
    >
  ) {
    const { params, ...defaults } = bind<NAdamKeywords>('NAdam', args, {
      params: required,
      lr: 2e-3,
      ...adaptiveDefaults,
      momentum_decay: 4e-3,
      foreach: null,
    })
    checkAdaptive(defaults)
    checkNotNegative(defaults, ['momentum_decay'])
    super(params, { ...defaults, betas: Tuple.from(defaults.betas) })
  }
  protected override readonly scalars = ['step', 'mu_product']

  protected override start(param: Tensor): NAdamState {
    return {
      step: zerosTensor([], float32),
      mu_product: scalarTensor(1),
      exp_avg: zerosLike(param),
      exp_avg_sq: zerosLike(param),
    }
  }
  protected override move(param: Tensor, grad: Tensor, state: NAdamState, group: ParamGroup): void {
    const { mu_product: product, exp_avg: mean, exp_avg_sq: squares } = state
    const steps = countStep(state.step)
    const [beta1, beta2] = (group.betas as Option[]).map(Number)
    const [lr, decay] = [Number(group.lr), Number(group.momentum_decay)]
    const mu = beta1 * (1 - 0.5 * 0.96 ** (steps * decay))
    const next = beta1 * (1 - 0.5 * 0.96 ** ((steps + 1) * decay))
    product.mul_(mu)
    // One parameter after another, PyTorch 1.13 multiplies by `mu` once more than with `foreach`.
    const together = group.foreach === true
    const nextProduct = together ? Number(product.item()) * next : Number(product.mul(mu).mul(next).item())
    mean.mul_(beta1).add_(grad, { alpha: 1 - beta1 })
    squares.mul_(beta2).addcmul_(grad, grad, { value: 1 - beta2 })
    const correction2 = 1 - power(beta2, steps)
    const roots = together ? squares.sqrt().div_(Math.sqrt(correction2)) : squares.div(correction2).sqrt()
    const scale = roots.add_(Number(group.eps))
    param.addcdiv_(grad, scale, { value: (-lr * (1 - mu)) / (1 - Number(product.item())) })
    param.addcdiv_(mean, scale, { value: (-lr * next) / (1 - nextProduct) })
  }
}
/**
 * NAdam: Adam with Nesterov's momentum, whose share grows over time (Dozat, 2016).
 *
 * @example
 * const optimizer = optim.NAdam(net.parameters(), { lr: 0.002 })
 */
export const NAdam = callable(NAdamClass, 'NAdam')
export type NAdam = NAdamClass
