// Rprop: steps that know the sign of the gradient alone. Follows torch/optim/rprop.py.
import { ValueError } from '../base/errors.js'
import { type Arguments, bind, required } from '../base/keywords.js'
import { Complex } from '../base/scalar.js'
import { Tuple } from '../base/tuple.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { str } from '../text/repr.js'
import type { Tensor } from '../tensor/tensor.js'
import { ByParameter, type Option, type ParamGroup, type Params, real, zerosLike } from './optimizer.js'
import { checkNotNegative, checkPair } from './options.js'

interface RpropKeywords {
  params?: Params
  lr?: Option
  etas?: readonly Option[]
  step_sizes?: readonly Option[]
  foreach?: boolean | null
  maximize?: boolean
}
type RpropState = Record<string, unknown> & { step: number; prev: Tensor; step_size: Tensor }

class RpropClass extends ByParameter<RpropState> {
  constructor(
    ...args: Arguments<
      [params: Params],
      [
        lr?: Option,
        etas?: readonly Option[],
        step_sizes?: readonly Option[],
        foreach?: boolean | null,
        maximize?: boolean,
      ],
      RpropKeywords
    >
  ) {
    const { params, ...defaults } = bind<RpropKeywords>('Rprop', args, {
      params: required,
      lr: 1e-2,
      etas: Tuple.of<Option>(0.5, 1.2),
      step_sizes: Tuple.of<Option>(1e-6, 50),
      foreach: null,
      maximize: false,
    })
    const { etas, step_sizes } = defaults
    checkNotNegative(defaults, ['lr'])
    checkPair(etas)
    const [less, more] = etas.map(Number)
    if (!(less > 0 && less < 1 && more > 1))
      throw new ValueError(`Invalid eta values: ${str(etas[0])}, ${str(etas[1])}`)
    super(params, { ...defaults, etas: Tuple.from(etas), step_sizes: Tuple.from(step_sizes) })
  }
  protected override start(param: Tensor, group: ParamGroup): RpropState {
    const lr = Number(group.lr)
    const size = param.is_complex() ? new Complex(lr, lr) : lr
    return {
      step: 0,
      prev: zerosLike(param),
      step_size: call('full_like', [param.detach(), size]) as Tensor,
    }
  }
  protected override move(param: Tensor, grad: Tensor, state: RpropState, group: ParamGroup): void {
    state.step++
    const [less, more] = (group.etas as Option[]).map(Number)
    const [least, most] = (group.step_sizes as Option[]).map(Number)
    const [before, sizes] = [real(state.prev), real(state.step_size)]
    const direction = real(grad).clone()
    const factors = direction.mul(before).sign()
    const turned = factors.lt(0)
    factors.masked_fill_(factors.gt(0), more).masked_fill_(turned, less)
    factors.masked_fill_(factors.eq(0), 1)
    sizes.mul_(factors).clamp_(least, most)
    // After a turn nothing moves: the step was too long.
    direction.masked_fill_(turned, 0)
    real(param).addcmul_(direction.sign(), sizes, { value: -1 })
    before.copy_(direction)
  }
}
/**
 * Rprop: a step of its own for each number, longer while the gradient keeps its sign, shorter when that turns (Riedmiller &
 * Braun, 1993). For full batches.
 *
 * @example
 * const optimizer = optim.Rprop(net.parameters(), { lr: 0.01 })
 */
export const Rprop = callable(RpropClass, 'Rprop')
export type Rprop = RpropClass
