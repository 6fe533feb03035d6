/** Adam and AdamW: steps scaled by running means of the gradient and of its square. Follows torch/optim/adam.py. */
import { type Arguments, bind, required } from '../keywords.js'
import { callable } from '../nn/callable.js'
import { Tuple } from '../tensor/tuple.js'
import { Tensor, zerosTensor } from '../tensor/tensor.js'
import { float32 } from '../tensor/dtype.js'
import { checkOption, descent, Optimizer, type Option, type ParamGroup, type Params } from './optimizer.js'

interface AdamKeywords {
  params?: Params
  lr?: Option
  betas?: readonly Option[]
  eps?: Option
  weight_decay?: Option
  amsgrad?: boolean
  foreach?: boolean | null
  maximize?: boolean
  capturable?: boolean
  differentiable?: boolean
  fused?: boolean
}
type AdamArguments = Arguments<
  [params: Params],
  [lr?: Option, betas?: readonly Option[], eps?: Option, weight_decay?: Option, amsgrad?: boolean],
  AdamKeywords
>

interface AdamState extends Record<string, unknown> {
  /** How many steps were taken, as a tensor: PyTorch keeps it so. */
  step: Tensor
  exp_avg: Tensor
  exp_avg_sq: Tensor
  max_exp_avg_sq?: Tensor
}

class AdamBase extends Optimizer {
  /** @param decoupled weight decay as in AdamW: shrinks the weights instead of joining the gradient */
  constructor(
    name: string,
    args: readonly unknown[],
    weightDecay: number,
    private readonly decoupled: boolean,
  ) {
    const shared = { foreach: null, maximize: false, capturable: false, differentiable: false }
    const order = decoupled ? { maximize: false, ...shared } : { ...shared, fused: false }
    const { params, ...defaults } = bind<AdamKeywords>(name, args, {
      params: required,
      lr: 1e-3,
      betas: Tuple.of<Option>(0.9, 0.999),
      eps: 1e-8,
      weight_decay: weightDecay,
      amsgrad: false,
      ...(order as typeof shared & { fused: boolean }),
    })
    const { lr, betas, eps, weight_decay } = defaults
    checkOption(Number(lr) >= 0, 'Invalid learning rate', lr)
    checkOption(Number(eps) >= 0, 'Invalid epsilon value', eps)
    betas.forEach((beta, i) => {
      checkOption(Number(beta) >= 0 && Number(beta) < 1, `Invalid beta parameter at index ${i}`, beta)
    })
    checkOption(Number(weight_decay) >= 0, 'Invalid weight_decay value', weight_decay)
    super(params, { ...defaults, betas: Tuple.of(...betas) })
  }

  protected override update(group: ParamGroup): void {
    const [beta1, beta2] = (group.betas as Option[]).map(Number)
    const lr = Number(group.lr)
    const eps = Number(group.eps)
    const decay = Number(group.weight_decay)
    for (const param of group.params) {
      if (param.gradient === null) continue
      const state = this.stateOf<AdamState>(param, () => ({
        step: zerosTensor([], float32),
        exp_avg: zerosTensor(param.sizes, param.dtype),
        exp_avg_sq: zerosTensor(param.sizes, param.dtype),
        ...(group.amsgrad ? { max_exp_avg_sq: zerosTensor(param.sizes, param.dtype) } : {}),
      }))
      const { exp_avg, exp_avg_sq } = state
      state.step.add_(1)
      const steps = Number(state.step.item())
      let grad: Tensor
      if (this.decoupled) {
        grad = group.maximize ? param.gradient.neg() : param.gradient
        param.mul_(1 - lr * decay)
      } else grad = descent(param, param.gradient, group)
      exp_avg.mul_(beta1).add_(grad, { alpha: 1 - beta1 })
      exp_avg_sq.mul_(beta2).addcmul_(grad, grad, { value: 1 - beta2 })
      const stepSize = lr / (1 - beta1 ** steps)
      const correction = Math.sqrt(1 - beta2 ** steps)
      let squares = exp_avg_sq
      if (group.amsgrad) {
        squares = state.max_exp_avg_sq!
        squares.copy_(squares.maximum(exp_avg_sq))
      }
      const denominator = squares.sqrt().div_(correction).add_(eps)
      param.addcdiv_(exp_avg, denominator, { value: -stepSize })
    }
  }
}

/**
 * Adam: a step of about `lr` in every direction, whatever the size of the gradient (Kingma & Ba, 2014).
 *
 * @example
 * const optimizer = optim.Adam(net.parameters(), { lr: 0.01 })
 */
export const Adam = callable(
  class Adam extends AdamBase {
    constructor(...args: AdamArguments) {
      super('Adam', args, 0, false)
    }
  },
)
export type Adam = InstanceType<typeof Adam>

/** Adam whose weight decay shrinks the weights themselves (Loshchilov & Hutter, 2017). */
export const AdamW = callable(
  class AdamW extends AdamBase {
    constructor(...args: AdamArguments) {
      super('AdamW', args, 0.01, true)
    }
  },
)
export type AdamW = InstanceType<typeof AdamW>
