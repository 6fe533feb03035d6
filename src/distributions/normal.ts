// The normal distribution. Follows torch/distributions.
import { Tuple } from '../base/tuple.js'
import type { reprSymbol } from '../text/repr.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { no_grad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import { ExponentialFamilyClass } from './distribution.js'
import { standardNormal, type Operand, type Shape, type Validation } from './parameters.js'

export class NormalClass extends ExponentialFamilyClass {
  static override arg_constraints = { loc: constraints.real, scale: constraints.positive }
  static override support = constraints.real
  static override has_rsample = true
  static override _batched = ['loc', 'scale']
  declare readonly loc: Tensor
  declare readonly scale: Tensor
  constructor(loc: Operand, scale: Operand, validate_args: Validation = null) {
    super()
    this.beginWith({ loc, scale }, validate_args)
  }
  override get _mean_carrier_measure(): number {
    return 0
  }
  override get mean(): Tensor {
    return this.loc
  }
  override get mode(): Tensor {
    return this.loc
  }
  override get stddev(): Tensor {
    return this.scale
  }
  override get variance(): Tensor {
    return this.stddev.pow(2)
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    return no_grad(() => call('normal', [this.loc.expand(shape), this.scale.expand(shape)]) as Tensor)
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const eps = standardNormal(shape, this.loc)
    return this.loc.add(eps.mul(this.scale))
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const spread = this.scale.pow(2)
    const log_scale = this.scale.log()
    return value
      .sub(this.loc)
      .pow(2)
      .neg()
      .div(spread.mul(2))
      .sub(log_scale)
      .sub(Math.log(Math.sqrt(2 * Math.PI)))
  }
  override cdf(value: Tensor): Tensor {
    value = this.checked(value)
    return value.sub(this.loc).mul(this.scale.reciprocal()).div(Math.sqrt(2)).erf().add(1).mul(0.5)
  }
  override icdf(value: Tensor): Tensor {
    return this.loc.add(this.scale.mul(value.mul(2).sub(1).erfinv()).mul(Math.sqrt(2)))
  }
  override entropy(): Tensor {
    return this.scale.log().add(0.5 + 0.5 * Math.log(2 * Math.PI))
  }
  override get _natural_params(): readonly Tensor[] {
    return Tuple.of(this.loc.div(this.scale.pow(2)), this.scale.pow(2).reciprocal().mul(-0.5))
  }
  override _log_normalizer(x: Tensor, y: Tensor): Tensor {
    return x.pow(2).mul(-0.25).div(y).add(y.reciprocal().mul(-Math.PI).log().mul(0.5))
  }
}
/**
 * Normal numbers, of mean `loc` and standard deviation `scale`.
 *
 * @example
 * torch.distributions.Normal(0, 1).log_prob(torch.tensor([0, 1.5])) // tensor([-0.9189, -2.0439])
 */
export const Normal = callable(NormalClass, 'Normal', 'loc, scale, validate_args = None')
export type Normal = NormalClass

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
