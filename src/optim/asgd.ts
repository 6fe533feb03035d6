// Averaged stochastic gradient descent. Follows torch/optim/asgd.py.
import { float32 } from '../base/dtype.js'
import { type Arguments, bind, required } from '../base/keywords.js'
import { Float } from '../base/scalar.js'
import { callable } from '../nn/callable.js'
import { type Tensor, zerosTensor } from '../tensor/tensor.js'
import {
  ByParameter,
  countStep,
  type Option,
  type ParamGroup,
  type Params,
  real,
  scalarTensor,
  zerosLike,
} from './optimizer.js'
import { checkNotNegative } from './options.js'

interface ASGDKeywords {
  params?: Params
  lr?: Option
  lambd?: Option
  alpha?: Option
  t0?: Option
  weight_decay?: Option
  foreach?: boolean | null
  maximize?: boolean
}
type ASGDState = Record<string, unknown> & { step: Tensor; eta: Tensor; mu: Tensor; ax: Tensor }

class ASGDClass extends ByParameter<ASGDState> {
  constructor(
    ...args: Arguments<
      [params: Params],
      [
        lr?: Option,
        lambd?: Option,
        alpha?: Option,
        t0?: Option,
        weight_decay?: Option,
        foreach?: boolean | null,
        maximize?: boolean,
      ],
      ASGDKeywords
    >
  ) {
    const { params, ...defaults } = bind<ASGDKeywords>('ASGD', args, {
      params: required,
      lr: 1e-2,
      lambd: 1e-4,
      alpha: 0.75,
      t0: new Float(1e6),
      weight_decay: 0,
      foreach: null,
      maximize: false,
    })
    checkNotNegative(defaults, ['lr', 'weight_decay'])
    super(params, defaults)
  }
  protected override readonly scalars = ['step', 'eta', 'mu']

  protected override start(param: Tensor, { lr }: ParamGroup): ASGDState {
    return {
      step: zerosTensor([], float32),
      eta: scalarTensor(Number(lr)),
      mu: scalarTensor(1),
      ax: zerosLike(param),
    }
  }
  protected override move(param: Tensor, grad: Tensor, state: ASGDState, group: ParamGroup): void {
    const { eta, mu } = state
    const [lr, lambd] = [Number(group.lr), Number(group.lambd)]
    const [weights, average] = [real(param), real(state.ax)]
    const steps = countStep(state.step)
    const rate = Number(eta.item())
    weights.mul_(1 - lambd * rate)
    weights.add_(real(grad), { alpha: -rate })
    if (Number(mu.item()) === 1) average.copy_(weights)
    else average.add_(weights.sub(average).mul(mu))
    eta.fill_(lr / (1 + lambd * lr * steps) ** Number(group.alpha))
    mu.fill_(1 / Math.max(1, steps - Number(group.t0)))
  }
}
/**
 * Gradient descent with a falling rate; `ax` in the state is the average of the weights from step `t0` on (Polyak &
 * Juditsky, 1992).
 *
 * @example
 * const optimizer = optim.ASGD(net.parameters(), { lr: 0.01 })
 */
export const ASGD = callable(ASGDClass, 'ASGD')
export type ASGD = ASGDClass
