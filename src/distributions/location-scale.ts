// Distributions of a place and a width: uniform, Laplace, Cauchy. Follows torch/distributions.
import type { reprSymbol } from '../text/repr.js'
import { ValueError } from '../base/errors.js'
import { callable } from '../nn/callable.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import type { ConstraintClass } from './constraints.js'
import { allTrue, DistributionClass } from './distribution.js'
import {
  emptyLike,
  full,
  limits,
  standardUniform,
  type Operand,
  type Shape,
  type Validation,
} from './parameters.js'

export class UniformClass extends DistributionClass {
  static override arg_constraints = {
    low: constraints.dependent({ is_discrete: false, event_dim: 0 }),
    high: constraints.dependent({ is_discrete: false, event_dim: 0 }),
  }
  static override has_rsample = true
  static override _batched = ['low', 'high']
  declare readonly low: Tensor
  declare readonly high: Tensor
  constructor(low: Operand, high: Operand, validate_args: Validation = null) {
    super()
    this.beginWith({ low, high }, validate_args)
    if (this._validate_args && !allTrue(this.low.lt(this.high)))
      throw new ValueError('Uniform is not defined when low>= high')
  }
  override get mean(): Tensor {
    return this.high.add(this.low).div(2)
  }
  override get mode(): Tensor {
    return this.high.mul(NaN)
  }
  override get stddev(): Tensor {
    return this.high.sub(this.low).div(12 ** 0.5)
  }
  override get variance(): Tensor {
    return this.high.sub(this.low).pow(2).div(12)
  }
  override get support(): ConstraintClass {
    return constraints.interval(this.low, this.high)
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const rand = standardUniform(shape, this.low)
    return this.low.add(rand.mul(this.high.sub(this.low)))
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const lb = this.low.le(value).type_as(this.low)
    const ub = this.high.gt(value).type_as(this.low)
    return lb.mul(ub).log().sub(this.high.sub(this.low).log())
  }
  override cdf(value: Tensor): Tensor {
    value = this.checked(value)
    const result = value.sub(this.low).div(this.high.sub(this.low))
    return result.clamp({ min: 0, max: 1 })
  }
  override icdf(value: Tensor): Tensor {
    const result = value.mul(this.high.sub(this.low)).add(this.low)
    return result
  }
  override entropy(): Tensor {
    return this.high.sub(this.low).log()
  }
}
/**
 * Numbers from `low` (included) to `high` (excluded), all equally likely.
 *
 * @example
 * torch.distributions.Uniform(1, 3).entropy() // tensor(0.6931)
 */
export const Uniform = callable(UniformClass, 'Uniform', 'low, high, validate_args = None')
export type Uniform = UniformClass

/** Numbers around a place, at which they are densest. */
abstract class AroundPlaceClass extends DistributionClass {
  static override arg_constraints = { loc: constraints.real, scale: constraints.positive }
  static override support = constraints.real
  static override has_rsample = true
  declare readonly loc: Tensor
  declare readonly scale: Tensor
  constructor(loc: Operand, scale: Operand, validate_args: Validation = null) {
    super()
    this.beginWith({ loc, scale }, validate_args)
  }
  override get mode(): Tensor {
    return this.loc
  }
}

export class LaplaceClass extends AroundPlaceClass {
  static override _batched = ['loc', 'scale']
  override get mean(): Tensor {
    return this.loc
  }
  override get variance(): Tensor {
    return this.scale.pow(2).mul(2)
  }
  override get stddev(): Tensor {
    return this.scale.mul(2 ** 0.5)
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const finfo = limits(this.loc)
    const u = emptyLike(shape, this.loc).uniform_(finfo.eps - 1, 1)
    return this.loc.sub(this.scale.mul(u.sign()).mul(u.abs().neg().log1p()))
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    return this.scale.mul(2).log().neg().sub(value.sub(this.loc).abs().div(this.scale))
  }
  override cdf(value: Tensor): Tensor {
    value = this.checked(value)
    return value
      .sub(this.loc)
      .sign()
      .mul(0.5)
      .mul(value.sub(this.loc).abs().neg().div(this.scale).expm1())
      .rsub(0.5)
  }
  override icdf(value: Tensor): Tensor {
    const term = value.sub(0.5)
    return this.loc.sub(this.scale.mul(term.sign()).mul(term.abs().mul(-2).log1p()))
  }
  override entropy(): Tensor {
    return this.scale.mul(2).log().add(1)
  }
}
/**
 * The Laplace distribution: exponential to both sides of `loc`.
 *
 * @example
 * torch.distributions.Laplace(0, 1).cdf(torch.tensor([0, 1.5])) // tensor([0.5000, 0.8884])
 */
export const Laplace = callable(LaplaceClass, 'Laplace', 'loc, scale, validate_args = None')
export type Laplace = LaplaceClass

export class CauchyClass extends AroundPlaceClass {
  static override _batched = ['loc', 'scale']
  override get mean(): Tensor {
    return full(this._extended_shape(), NaN, this.loc)
  }
  override get variance(): Tensor {
    return full(this._extended_shape(), Infinity, this.loc)
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const eps = emptyLike(shape, this.loc).cauchy_()
    return this.loc.add(eps.mul(this.scale))
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    return this.scale
      .log()
      .rsub(-Math.log(Math.PI))
      .sub(value.sub(this.loc).div(this.scale).pow(2).add(1).log())
  }
  override cdf(value: Tensor): Tensor {
    value = this.checked(value)
    return value.sub(this.loc).div(this.scale).atan().div(Math.PI).add(0.5)
  }
  override icdf(value: Tensor): Tensor {
    return value.sub(0.5).mul(Math.PI).tan().mul(this.scale).add(this.loc)
  }
  override entropy(): Tensor {
    return this.scale.log().add(Math.log(4 * Math.PI))
  }
}
/**
 * The Cauchy distribution, which has no mean.
 *
 * @example
 * torch.distributions.Cauchy(0, 1).cdf(torch.tensor([0, 1.5])) // tensor([0.5000, 0.8128])
 */
export const Cauchy = callable(CauchyClass, 'Cauchy', 'loc, scale, validate_args = None')
export type Cauchy = CauchyClass

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
