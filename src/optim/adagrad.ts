// Adagrad: steps that shrink with all the gradients that there were. Follows torch/optim/adagrad.py.
import { float32 } from '../base/dtype.js'
import { type Arguments, bind, byName, required } from '../base/keywords.js'
import { Complex } from '../base/scalar.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { type Tensor, zerosTensor } from '../tensor/tensor.js'
import { ByParameter, countStep, type Option, type ParamGroup, type Params, real } from './optimizer.js'
import { checkNotNegative } from './options.js'

interface AdagradKeywords {
  params?: Params
  lr?: Option
  lr_decay?: Option
  weight_decay?: Option
  initial_accumulator_value?: Option
  eps?: Option
  foreach?: boolean | null
  maximize?: boolean
}
type AdagradState = Record<string, unknown> & { step: Tensor; sum: Tensor }

class AdagradClass extends ByParameter<AdagradState> {
  constructor(
    ...args: Arguments<
      [params: Params],
      [
        lr?: Option,
        lr_decay?: Option,
        weight_decay?: Option,
        initial_accumulator_value?: Option,
        eps?: Option,
        foreach?: boolean | null,
      ],
      AdagradKeywords
    >
  ) {
    const { params: trained, ...given } = bind<AdagradKeywords>('Adagrad', args, {
      params: required,
      lr: 1e-2,
      lr_decay: 0,
      weight_decay: 0,
      initial_accumulator_value: 0,
      eps: 1e-10,
      foreach: null,
      maximize: byName(false),
    })
    const { lr, lr_decay, eps, weight_decay, initial_accumulator_value, foreach, maximize } = given
    const defaults = { lr, lr_decay, eps, weight_decay, initial_accumulator_value, foreach, maximize }
    checkNotNegative(defaults, ['lr', 'lr_decay', 'weight_decay', 'initial_accumulator_value', 'eps'])
    super(trained, defaults)
    for (const { params } of this.param_groups)
      for (const param of params) this.state.set(param, this.start(param))
  }
  protected override readonly scalars = ['step']

  protected override start(param: Tensor): AdagradState {
    const value = Number(this.defaults.initial_accumulator_value)
    const full = param.is_complex() ? new Complex(value, value) : value
    return {
      step: zerosTensor([], float32),
      sum: call('full_like', [param.detach(), full]) as Tensor,
    }
  }
  protected override move(param: Tensor, grad: Tensor, state: AdagradState, group: ParamGroup): void {
    const steps = countStep(state.step)
    const [lr, decay] = [Number(group.lr), Number(group.lr_decay)]
    const [direction, sum] = [real(grad), real(state.sum)]
    sum.addcmul_(direction, direction, { value: 1 })
    const scale = sum.sqrt().add_(Number(group.eps))
    // All parameters at once, PyTorch multiplies by the rate before it divides, and reckons the rate in `step`'s dtype.
    if (group.foreach === true) {
      const rate = state.step.sub(1).mul(decay).add(1).reciprocal().mul(-lr)
      real(param).add_(direction.mul(rate).div(scale))
    } else {
      real(param).addcdiv_(direction, scale, { value: -lr / (1 + (steps - 1) * decay) })
    }
  }
}
/**
 * Adagrad: each number's step is divided by the root of the sum of all its squared gradients (Duchi et al., 2011).
 *
 * @example
 * const optimizer = optim.Adagrad(net.parameters(), { lr: 0.1 })
 */
export const Adagrad = callable(AdagradClass, 'Adagrad')
export type Adagrad = AdagradClass
