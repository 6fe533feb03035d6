// Distributions that are others behind transforms: log-normal, half-normal, Gumbel, Pareto, Weibull and their like. Follows torch/distributions.
import type { reprSymbol } from '../text/repr.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import type { ConstraintClass } from './constraints.js'
import { begun, type DistributionClass } from './distribution.js'
import { ExponentialClass } from './gamma.js'
import { UniformClass, CauchyClass } from './location-scale.js'
import { NormalClass } from './normal.js'
import type { IndependentClass } from './transformed.js'
import { TransformedDistributionClass } from './transformed.js'
import {
  broadcastNamed,
  EULER,
  full,
  fullLike,
  isNumber,
  limits,
  own,
  put,
  sizeOf,
  where,
  type Operand,
  type Shape,
  type Validation,
} from './parameters.js'
import type { TransformClass } from './transform.js'
import { AbsTransform, AffineTransform, ExpTransform, PowerTransform } from './transforms.js'
import { StickBreakingTransform } from './vector-transforms.js'

export class LogNormalClass extends TransformedDistributionClass {
  static override arg_constraints = { loc: constraints.real, scale: constraints.positive }
  static override support = constraints.positive
  static override has_rsample = true
  static override _batched: readonly string[] = []
  declare readonly base_dist: NormalClass
  constructor(loc: Operand, scale: Operand, validate_args: Validation = null) {
    super()
    this.transform(new NormalClass(loc, scale, validate_args), ExpTransform(), validate_args)
  }
  get loc(): Tensor {
    return this.base_dist.loc
  }
  get scale(): Tensor {
    return this.base_dist.scale
  }
  override get mean(): Tensor {
    return this.loc.add(this.scale.pow(2).div(2)).exp()
  }
  override get mode(): Tensor {
    return this.loc.sub(this.scale.square()).exp()
  }
  override get variance(): Tensor {
    return this.scale
      .pow(2)
      .exp()
      .sub(1)
      .mul(this.loc.mul(2).add(this.scale.pow(2)).exp())
  }
  override entropy(): Tensor {
    return this.base_dist.entropy().add(this.loc)
  }
}
/**
 * exp of normal numbers.
 *
 * @example
 * torch.distributions.LogNormal(0, 1).mean // tensor(1.6487)
 */
export const LogNormal = callable(LogNormalClass, 'LogNormal', 'loc, scale, validate_args = None')
export type LogNormal = LogNormalClass

export class LogisticNormalClass extends TransformedDistributionClass {
  static override arg_constraints = { loc: constraints.real, scale: constraints.positive }
  static override support = constraints.simplex
  static override has_rsample = true
  static override _batched: readonly string[] = []
  declare readonly base_dist: IndependentClass & { readonly base_dist: NormalClass }
  constructor(loc: Operand, scale: Operand, validate_args: Validation = null) {
    super()
    const normal = new NormalClass(loc, scale, validate_args)
    const base_dist = normal.batch_shape.length === 0 ? normal.expand([1]) : normal
    this.transform(base_dist, StickBreakingTransform(), validate_args)
  }
  get loc(): Tensor {
    return this.base_dist.base_dist.loc
  }
  get scale(): Tensor {
    return this.base_dist.base_dist.scale
  }
}
/**
 * Probabilities that add up to 1, of normal numbers.
 *
 * @example
 * torch.distributions.LogisticNormal(torch.zeros(2), torch.ones(2)).event_shape // torch.Size([3])
 */
export const LogisticNormal = callable(
  LogisticNormalClass,
  'LogisticNormal',
  'loc, scale, validate_args = None',
)
export type LogisticNormal = LogisticNormalClass

/** The sizes of numbers that are spread evenly around 0. */
abstract class HalfClass extends TransformedDistributionClass {
  static override arg_constraints = { scale: constraints.positive }
  static override support = constraints.nonnegative
  static override has_rsample = true
  declare readonly base_dist: NormalClass | CauchyClass
  get scale(): Tensor {
    return this.base_dist.scale
  }
  override get mode(): Tensor {
    return call('zeros_like', [this.scale]) as Tensor
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    return this._folded(value)
  }
  /** The density of both signs, at the one that is left. */
  protected _folded(value: Tensor): Tensor {
    return where(value.ge(0), this.base_dist.log_prob(value).add(Math.log(2)), -Infinity)
  }
  override cdf(value: Tensor): Tensor {
    value = this.checked(value)
    return this.base_dist.cdf(value).mul(2).sub(1)
  }
  override icdf(prob: Tensor): Tensor {
    return this.base_dist.icdf(prob.add(1).div(2))
  }
  override entropy(): Tensor {
    return this.base_dist.entropy().sub(Math.log(2))
  }
}

export class HalfNormalClass extends HalfClass {
  static override _batched: readonly string[] = []
  declare readonly base_dist: NormalClass
  constructor(scale: Operand, validate_args: Validation = null) {
    super()
    this.transform(new NormalClass(0, scale, false), AbsTransform(), validate_args)
  }
  override get mean(): Tensor {
    return this.scale.mul(Math.sqrt(2 / Math.PI))
  }
  override get variance(): Tensor {
    return this.scale.pow(2).mul(1 - 2 / Math.PI)
  }
}
/**
 * The sizes of normal numbers of mean 0.
 *
 * @example
 * torch.distributions.HalfNormal(2).mean // tensor(1.5958)
 */
export const HalfNormal = callable(HalfNormalClass, 'HalfNormal', 'scale, validate_args = None')
export type HalfNormal = HalfNormalClass

export class HalfCauchyClass extends HalfClass {
  static override _batched: readonly string[] = []
  declare readonly base_dist: CauchyClass
  constructor(scale: Operand, validate_args: Validation = null) {
    super()
    this.transform(new CauchyClass(0, scale, false), AbsTransform(), validate_args)
  }
  override get mean(): Tensor {
    return full(this._extended_shape(), Infinity, this.scale)
  }
  override get variance(): Tensor {
    return this.base_dist.variance
  }
  protected override _folded(value: Tensor): Tensor {
    const { dtype, device } = this.base_dist.scale
    return super._folded(call('as_tensor', [value, { dtype, device }]) as Tensor)
  }
}
/**
 * The sizes of Cauchy numbers around 0.
 *
 * @example
 * torch.distributions.HalfCauchy(1).cdf(torch.ones(1)) // tensor([0.5000])
 */
export const HalfCauchy = callable(HalfCauchyClass, 'HalfCauchy', 'scale, validate_args = None')
export type HalfCauchy = HalfCauchyClass

export class GumbelClass extends TransformedDistributionClass {
  static override arg_constraints = { loc: constraints.real, scale: constraints.positive }
  static override support = constraints.real
  static override _batched = ['loc', 'scale']
  declare readonly loc: Tensor
  declare readonly scale: Tensor
  constructor(loc: Operand, scale: Operand, validate_args: Validation = null) {
    super()
    own(this, broadcastNamed({ loc, scale }))
    const { tiny, eps } = limits(this.loc)
    const base_dist =
      isNumber(loc) && isNumber(scale)
        ? new UniformClass(tiny, 1 - eps)
        : new UniformClass(fullLike(this.loc, tiny), fullLike(this.loc, 1 - eps))
    this.transform(
      base_dist,
      [
        ExpTransform().inv,
        AffineTransform(0, fullLike(this.scale, -1)),
        ExpTransform().inv,
        AffineTransform(loc, this.scale.neg()),
      ],
      validate_args,
    )
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const y = this.loc.sub(value).div(this.scale)
    return y.sub(y.exp()).sub(this.scale.log())
  }
  override get mean(): Tensor {
    return this.loc.add(this.scale.mul(EULER))
  }
  override get mode(): Tensor {
    return this.loc
  }
  override get stddev(): Tensor {
    return this.scale.mul(Math.PI / Math.sqrt(6))
  }
  override get variance(): Tensor {
    return this.stddev.pow(2)
  }
  override entropy(): Tensor {
    return this.scale.log().add(1 + EULER)
  }
}
/**
 * The largest of many numbers.
 *
 * @example
 * torch.distributions.Gumbel(0, 1).mean // tensor(0.5772)
 */
export const Gumbel = callable(GumbelClass, 'Gumbel', 'loc, scale, validate_args = None')
export type Gumbel = GumbelClass

/** E[x^n]. */
function moment(a: Tensor, b: Tensor, n: number): Tensor {
  const shifted = a.reciprocal().mul(n).add(1)
  return b.mul(shifted.lgamma().add(b.lgamma()).sub(shifted.add(b).lgamma()).exp())
}

export class KumaraswamyClass extends TransformedDistributionClass {
  static override arg_constraints = {
    concentration1: constraints.positive,
    concentration0: constraints.positive,
  }
  static override support = constraints.unit_interval
  static override has_rsample = true
  static override _batched = ['concentration1', 'concentration0']
  declare readonly concentration1: Tensor
  declare readonly concentration0: Tensor
  constructor(concentration1: Operand, concentration0: Operand, validate_args: Validation = null) {
    super()
    own(this, broadcastNamed({ concentration1, concentration0 }))
    const base_dist = new UniformClass(
      fullLike(this.concentration0, 0),
      fullLike(this.concentration0, 1),
      validate_args,
    )
    this.transform(
      base_dist,
      [
        PowerTransform(this.concentration0.reciprocal()),
        AffineTransform(1, -1),
        PowerTransform(this.concentration1.reciprocal()),
      ],
      validate_args,
    )
  }
  override get mean(): Tensor {
    return moment(this.concentration1, this.concentration0, 1)
  }
  override get mode(): Tensor {
    const log_mode = this.concentration0
      .reciprocal()
      .mul(this.concentration0.neg().log1p())
      .sub(this.concentration0.neg().mul(this.concentration1).log1p())
    put(log_mode, this.concentration0.lt(1).bitwise_or(this.concentration1.lt(1)), NaN)
    return log_mode.exp()
  }
  override get variance(): Tensor {
    return moment(this.concentration1, this.concentration0, 2).sub(this.mean.pow(2))
  }
  override entropy(): Tensor {
    const t1 = this.concentration1.reciprocal().rsub(1)
    const t0 = this.concentration0.reciprocal().rsub(1)
    const H0 = this.concentration0.add(1).digamma().add(EULER)
    return t0.add(t1.mul(H0)).sub(this.concentration1.log()).sub(this.concentration0.log())
  }
}
/**
 * Probabilities between 0 and 1, of a distribution much like the beta distribution.
 *
 * @example
 * torch.distributions.Kumaraswamy(2, 3).mean // tensor(0.4571)
 */
export const Kumaraswamy = callable(
  KumaraswamyClass,
  'Kumaraswamy',
  'concentration1, concentration0, validate_args = None',
)
export type Kumaraswamy = KumaraswamyClass

export class ParetoClass extends TransformedDistributionClass {
  static override arg_constraints = { alpha: constraints.positive, scale: constraints.positive }
  static override _batched = ['scale', 'alpha']
  declare readonly scale: Tensor
  declare readonly alpha: Tensor
  constructor(scale: Operand, alpha: Operand, validate_args: Validation = null) {
    super()
    own(this, broadcastNamed({ scale, alpha }))
    this.transform(
      new ExponentialClass(this.alpha, validate_args),
      [ExpTransform(), AffineTransform(0, this.scale)],
      validate_args,
    )
  }
  override get mean(): Tensor {
    const a = this.alpha.clamp({ min: 1 })
    return a.mul(this.scale).div(a.sub(1))
  }
  override get mode(): Tensor {
    return this.scale
  }
  override get variance(): Tensor {
    const a = this.alpha.clamp({ min: 2 })
    return this.scale
      .pow(2)
      .mul(a)
      .div(a.sub(1).pow(2).mul(a.sub(2)))
  }
  override get support(): ConstraintClass {
    return constraints.greater_than_eq(this.scale)
  }
  override entropy(): Tensor {
    return this.scale.div(this.alpha).log().add(this.alpha.reciprocal().add(1))
  }
}
/**
 * The Pareto distribution: from `scale` up, the larger the rarer.
 *
 * @example
 * torch.distributions.Pareto(1, 3).mean // tensor(1.5000)
 */
export const Pareto = callable(ParetoClass, 'Pareto', 'scale, alpha, validate_args = None')
export type Pareto = ParetoClass

export class WeibullClass extends TransformedDistributionClass {
  static override arg_constraints = { scale: constraints.positive, concentration: constraints.positive }
  static override support = constraints.positive
  declare readonly scale: Tensor
  declare readonly concentration: Tensor
  declare readonly concentration_reciprocal: Tensor
  constructor(scale: Operand, concentration: Operand, validate_args: Validation = null) {
    super()
    own(this, broadcastNamed({ scale, concentration }))
    own(this, { concentration_reciprocal: this.concentration.reciprocal() })
    this.transform(new ExponentialClass(fullLike(this.scale, 1), validate_args), this._steps(), validate_args)
  }
  _steps(): TransformClass[] {
    return [PowerTransform(this.concentration_reciprocal), AffineTransform(0, this.scale)]
  }
  override expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    const result = begun(this, instance, WeibullClass)
    const shape = sizeOf(batch_shape)
    own(result, { scale: this.scale.expand(shape), concentration: this.concentration.expand(shape) })
    own(result, { concentration_reciprocal: result.concentration.reciprocal() })
    result.transform(this.base_dist.expand(shape), result._steps(), false)
    own(result, { _validate_args: this._validate_args })
    return result
  }
  override get mean(): Tensor {
    return this.scale.mul(this.concentration_reciprocal.add(1).lgamma().exp())
  }
  override get mode(): Tensor {
    return this.scale.mul(
      this.concentration.sub(1).div(this.concentration).pow(this.concentration.reciprocal()),
    )
  }
  override get variance(): Tensor {
    return this.scale
      .pow(2)
      .mul(
        this.concentration_reciprocal
          .mul(2)
          .add(1)
          .lgamma()
          .exp()
          .sub(this.concentration_reciprocal.add(1).lgamma().mul(2).exp()),
      )
  }
  override entropy(): Tensor {
    return this.concentration_reciprocal
      .rsub(1)
      .mul(EULER)
      .add(this.scale.mul(this.concentration_reciprocal).log())
      .add(1)
  }
}
/**
 * Waiting times at a rate that changes.
 *
 * @example
 * torch.distributions.Weibull(2, 1).mean // tensor(2.)
 */
export const Weibull = callable(WeibullClass, 'Weibull', 'scale, concentration, validate_args = None')
export type Weibull = WeibullClass

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
