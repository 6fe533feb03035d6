// Adamax: Adam with the largest gradient in place of the mean square. Follows torch/optim/adamax.py.
import { float32 } from '../base/dtype.js'
import { type Arguments, bind, byName, required } from '../base/keywords.js'
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
  real,
  zerosLike,
} from './optimizer.js'
import { type AdaptiveKeywords, type AdaptivePositions, adaptiveDefaults, checkAdaptive } from './options.js'

interface AdamaxKeywords extends AdaptiveKeywords {
  maximize?: boolean
}
type AdamaxState = Record<string, unknown> & { step: Tensor; exp_avg: Tensor; exp_inf: Tensor }

class AdamaxClass extends ByParameter<AdamaxState> {
  constructor(
    ...args: Arguments<[params: Params], [...AdaptivePositions, foreach?: boolean | null], AdamaxKeywords>
  ) {
    const { params, ...defaults } = bind<AdamaxKeywords>('Adamax', args, {
      params: required,
      lr: 2e-3,
      ...adaptiveDefaults,
      foreach: null,
      maximize: byName(false),
    })
    checkAdaptive(defaults)
    super(params, { ...defaults, betas: Tuple.from(defaults.betas) })
  }
  protected override readonly scalars = ['step']

  protected override start(param: Tensor): AdamaxState {
    return { step: zerosTensor([], float32), exp_avg: zerosLike(param), exp_inf: zerosLike(param) }
  }
  protected override move(param: Tensor, grad: Tensor, state: AdamaxState, group: ParamGroup): void {
    const steps = countStep(state.step)
    const [beta1, beta2] = (group.betas as Option[]).map(Number)
    const [direction, mean, largest] = [real(grad), real(state.exp_avg), real(state.exp_inf)]
    mean.mul_(beta1).add_(direction, { alpha: 1 - beta1 })
    largest.copy_(largest.mul_(beta2).maximum(direction.abs().add_(Number(group.eps))))
    const rate = Number(group.lr) / (1 - power(beta1, steps))
    real(param).addcdiv_(mean, largest, { value: -rate })
  }
}
/**
 * Adamax: steps scaled by the running mean of the gradient over its running maximum (Kingma & Ba, 2014).
 *
 * @example
 * const optimizer = optim.Adamax(net.parameters(), { lr: 0.002 })
 */
export const Adamax = callable(AdamaxClass, 'Adamax')
export type Adamax = AdamaxClass
