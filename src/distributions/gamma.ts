// The gamma distribution and its kin: exponential and chi-squared. Follows torch/distributions.
import { Tuple } from '../base/tuple.js'
import type { reprSymbol } from '../text/repr.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import type { ConstraintClass } from './constraints.js'
import { ExponentialFamilyClass } from './distribution.js'
import { emptyLike, limits, type Operand, type Shape, type Validation } from './parameters.js'

export class ExponentialClass extends ExponentialFamilyClass {
  static override arg_constraints = { rate: constraints.positive }
  static override support = constraints.nonnegative
  static override has_rsample = true
  static override _batched = ['rate']
  declare readonly rate: Tensor
  constructor(rate: Operand, validate_args: Validation = null) {
    super()
    this.beginWith({ rate }, validate_args)
  }
  override get _mean_carrier_measure(): number {
    return 0
  }
  override get mean(): Tensor {
    return this.rate.reciprocal()
  }
  override get mode(): Tensor {
    return call('zeros_like', [this.rate]) as Tensor
  }
  override get stddev(): Tensor {
    return this.rate.reciprocal()
  }
  override get variance(): Tensor {
    return this.rate.pow(-2)
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    return emptyLike(shape, this.rate).exponential_().div(this.rate)
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    return this.rate.log().sub(this.rate.mul(value))
  }
  override cdf(value: Tensor): Tensor {
    value = this.checked(value)
    return this.rate.neg().mul(value).exp().rsub(1)
  }
  override icdf(value: Tensor): Tensor {
    return value.rsub(1).log().neg().div(this.rate)
  }
  override entropy(): Tensor {
    return this.rate.log().rsub(1)
  }
  override get _natural_params(): readonly Tensor[] {
    return Tuple.of(this.rate.neg())
  }
  override _log_normalizer(x: Tensor): Tensor {
    return x.neg().log().neg()
  }
}
/**
 * Waiting times at a given `rate`.
 *
 * @example
 * torch.distributions.Exponential(2).mean // tensor(0.5000)
 */
export const Exponential = callable(ExponentialClass, 'Exponential', 'rate, validate_args = None')
export type Exponential = ExponentialClass

export class GammaClass extends ExponentialFamilyClass {
  static override arg_constraints: Record<string, ConstraintClass> = {
    concentration: constraints.positive,
    rate: constraints.positive,
  }
  static override support = constraints.nonnegative
  static override has_rsample = true
  static override _batched = ['concentration', 'rate']
  declare readonly concentration: Tensor
  declare readonly rate: Tensor
  constructor(concentration: Operand, rate: Operand, validate_args: Validation = null) {
    super()
    this.beginWith({ concentration, rate }, validate_args)
  }
  override get _mean_carrier_measure(): number {
    return 0
  }
  override get mean(): Tensor {
    return this.concentration.div(this.rate)
  }
  override get mode(): Tensor {
    return this.concentration.sub(1).div(this.rate).clamp({ min: 0 })
  }
  override get variance(): Tensor {
    return this.concentration.div(this.rate.pow(2))
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const value = (call('_standard_gamma', [this.concentration.expand(shape)]) as Tensor).div(
      this.rate.expand(shape),
    )
    value.detach().clamp_({ min: limits(value).tiny })
    return value
  }
  override log_prob(given: Tensor): Tensor {
    const { dtype, device } = this.rate
    const value = call('as_tensor', [given, { dtype, device }]) as Tensor
    this.checked(value)
    return this.concentration
      .xlogy(this.rate)
      .add(this.concentration.sub(1).xlogy(value))
      .sub(this.rate.mul(value))
      .sub(this.concentration.lgamma())
  }
  override entropy(): Tensor {
    return this.concentration
      .sub(this.rate.log())
      .add(this.concentration.lgamma())
      .add(this.concentration.rsub(1).mul(this.concentration.digamma()))
  }
  override get _natural_params(): readonly Tensor[] {
    return Tuple.of(this.concentration.sub(1), this.rate.neg())
  }
  override _log_normalizer(x: Tensor, y: Tensor): Tensor {
    return x.add(1).lgamma().add(x.add(1).mul(y.reciprocal().neg().log()))
  }
}
/**
 * The gamma distribution of shape `concentration` and `rate`.
 *
 * @example
 * torch.distributions.Gamma(3, 2).mean // tensor(1.5000)
 */
export const Gamma = callable(GammaClass, 'Gamma', 'concentration, rate, validate_args = None')
export type Gamma = GammaClass

export class Chi2Class extends GammaClass {
  static override arg_constraints = { df: constraints.positive }
  static override _batched = ['concentration', 'rate']
  constructor(df: Operand, validate_args: Validation = null) {
    super(df instanceof Tensor ? df.mul(0.5) : Number(df) / 2, 0.5, validate_args)
  }
  get df(): Tensor {
    return this.concentration.mul(2)
  }
}
/**
 * Sums of the squares of `df` normal numbers.
 *
 * @example
 * torch.distributions.Chi2(3).mean // tensor(3.)
 */
export const Chi2 = callable(Chi2Class, 'Chi2', 'df, validate_args = None')
export type Chi2 = Chi2Class

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
