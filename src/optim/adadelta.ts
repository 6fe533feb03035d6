// Adadelta: steps as long as the steps before, scaled by the gradient. Follows torch/optim/adadelta.py.
import { ValueError } from '../base/errors.js'
import { type Arguments, bind, byName, required } from '../base/keywords.js'
import { Float } from '../base/scalar.js'
import { callable } from '../nn/callable.js'
import { str } from '../text/repr.js'
import type { Tensor } from '../tensor/tensor.js'
import { ByParameter, type Option, type ParamGroup, type Params, real, zerosLike } from './optimizer.js'
import { checkNotNegative } from './options.js'

interface AdadeltaKeywords {
  params?: Params
  lr?: Option
  rho?: Option
  eps?: Option
  weight_decay?: Option
  foreach?: boolean | null
  maximize?: boolean
}
type AdadeltaState = Record<string, unknown> & { step: number; square_avg: Tensor; acc_delta: Tensor }

class AdadeltaClass extends ByParameter<AdadeltaState> {
  constructor(
    ...args: Arguments<
      [params: Params],
      [lr?: Option, rho?: Option, eps?: Option, weight_decay?: Option, foreach?: boolean | null],
      AdadeltaKeywords
    >
  ) {
    const { params, lr, rho, eps, weight_decay, foreach, maximize } = bind<AdadeltaKeywords>(
      'Adadelta',
      args,
      {
        params: required,
        lr: new Float(1),
        rho: 0.9,
        eps: 1e-6,
        weight_decay: 0,
        foreach: null,
        maximize: byName(false),
      },
    )
    const defaults = { lr, rho, eps, weight_decay, maximize, foreach }
    checkNotNegative(defaults, ['lr', 'rho'])
    if (Number(rho) > 1) throw new ValueError(`Invalid rho value: ${str(rho)}`)
    checkNotNegative(defaults, ['eps', 'weight_decay'])
    super(params, defaults)
  }
  protected override start(param: Tensor): AdadeltaState {
    return { step: 0, square_avg: zerosLike(param), acc_delta: zerosLike(param) }
  }
  protected override move(param: Tensor, grad: Tensor, state: AdadeltaState, group: ParamGroup): void {
    state.step++
    const [rho, eps] = [Number(group.rho), Number(group.eps)]
    const [squares, moves, direction] = [real(state.square_avg), real(state.acc_delta), real(grad)]
    squares.mul_(rho).addcmul_(direction, direction, { value: 1 - rho })
    const delta = moves.add(eps).sqrt_().div_(squares.add(eps).sqrt_()).mul_(direction)
    moves.mul_(rho).addcmul_(delta, delta, { value: 1 - rho })
    real(param).add_(delta, { alpha: -Number(group.lr) })
  }
}
/**
 * Adadelta: the step is the gradient times the ratio of two running sizes, of the steps before and of the gradient (Zeiler,
 * 2012).
 *
 * @example
 * const optimizer = optim.Adadelta(net.parameters(), { rho: 0.95 })
 */
export const Adadelta = callable(AdadeltaClass, 'Adadelta')
export type Adadelta = AdadeltaClass
