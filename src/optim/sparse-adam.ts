// `optim.SparseAdam`: Adam for gradients that are sparse tensors, which there are none of here; its step says so.
import { RuntimeError } from '../base/errors.js'
import { type Arguments, bind, required } from '../base/keywords.js'
import { Tuple } from '../base/tuple.js'
import { callable } from '../nn/callable.js'
import type { Tensor } from '../tensor/tensor.js'
import { ByParameter, checkOption, type Option, type ParamState, type Params } from './optimizer.js'
import { checkBetas } from './options.js'

interface SparseAdamKeywords {
  params?: Params
  lr?: Option
  betas?: readonly Option[]
  eps?: Option
  maximize?: boolean
}

class SparseAdamClass extends ByParameter<ParamState> {
  constructor(
    ...args: Arguments<
      [params: Params],
      [lr?: Option, betas?: readonly Option[], eps?: Option, maximize?: boolean],
      SparseAdamKeywords
    >
  ) {
    const { params, ...defaults } = bind<SparseAdamKeywords>('SparseAdam', args, {
      params: required,
      lr: 1e-3,
      betas: Tuple.of<Option>(0.9, 0.999),
      eps: 1e-8,
      maximize: false,
    })
    const { lr, betas, eps } = defaults
    checkOption(Number(lr) > 0, 'Invalid learning rate', lr)
    checkOption(Number(eps) > 0, 'Invalid epsilon value', eps)
    checkBetas(betas)
    super(params, { ...defaults, betas: Tuple.from(betas) })
  }
  protected override start(): ParamState {
    return {}
  }
  protected override move(_param: Tensor): void {
    throw new RuntimeError('SparseAdam does not support dense gradients, please consider Adam instead')
  }
}
/**
 * Adam for sparse gradients. There are no sparse tensors here, so that a step is always refused: take Adam.
 *
 * @throws RuntimeError at a step, where there is a gradient
 */
export const SparseAdam = callable(SparseAdamClass, 'SparseAdam')
export type SparseAdam = SparseAdamClass
