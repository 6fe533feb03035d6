// Relaxed distributions of 0 and 1 and of categories, which have gradients; the higher the temperature, the softer. Follows torch/distributions.
import type { reprSymbol } from '../text/repr.js'
import type { Size } from '../base/tuple.js'
import { callable } from '../nn/callable.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import { DistributionClass } from './distribution.js'
import { CategoricalClass, OverCategoricalClass } from './categorical.js'
import { TransformedDistributionClass } from './transformed.js'
import {
  broadcast_all,
  eitherOf,
  clamp_probs,
  fromEachOther,
  fullLike,
  own,
  standardUniform,
  type Operand,
  type Shape,
  type Validation,
} from './parameters.js'
import { ExpTransform, SigmoidTransform } from './transforms.js'

/** What `exp` and `sigmoid` make of relaxed logarithms and logits, with the parameters of those. */
abstract class RelaxedClass extends TransformedDistributionClass {
  static override has_rsample = true
  declare readonly base_dist: LogitRelaxedBernoulliClass | ExpRelaxedCategoricalClass
  get temperature(): Tensor {
    return this.base_dist.temperature
  }
  get logits(): Tensor {
    return this.base_dist.logits
  }
  get probs(): Tensor {
    return this.base_dist.probs
  }
}

export class LogitRelaxedBernoulliClass extends DistributionClass {
  static override arg_constraints = { probs: constraints.unit_interval, logits: constraints.real }
  static override support = constraints.real
  static override _batched = ['probs', 'logits', '_param']
  static override _kept = ['temperature']
  declare readonly temperature: Tensor
  declare readonly probs: Tensor
  declare readonly logits: Tensor
  declare readonly _param: Tensor
  constructor(
    temperature: Tensor,
    probs: Operand | null = null,
    logits: Operand | null = null,
    validate_args: Validation = null,
  ) {
    super()
    own(this, { temperature })
    own(this, eitherOf(probs, logits))
    own(this, { _param: probs === null ? this.logits : this.probs })
    this.begin(this._param.shape, null, validate_args)
  }
  get param_shape(): Size {
    return this._param.shape
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const probs = clamp_probs(this.probs.expand(shape))
    const uniforms = clamp_probs(standardUniform(shape, probs))
    return uniforms
      .log()
      .sub(uniforms.neg().log1p())
      .add(probs.log())
      .sub(probs.neg().log1p())
      .div(this.temperature)
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const [logits, target] = broadcast_all(this.logits, value)
    const diff = logits.sub(target.mul(this.temperature))
    return this.temperature.log().add(diff).sub(diff.exp().log1p().mul(2))
  }
}
/**
 * Logits of relaxed numbers between 0 and 1.
 *
 * @example
 * torch.distributions.relaxed_bernoulli.LogitRelaxedBernoulli(torch.tensor(0.5), 0.25).log_prob(torch.zeros(1))
 * // tensor([-2.3671])
 */
export const LogitRelaxedBernoulli = callable(
  LogitRelaxedBernoulliClass,
  'LogitRelaxedBernoulli',
  'temperature, probs = None, logits = None, validate_args = None',
)
export type LogitRelaxedBernoulli = LogitRelaxedBernoulliClass
fromEachOther(LogitRelaxedBernoulliClass, true)

export class RelaxedBernoulliClass extends RelaxedClass {
  static override arg_constraints = { probs: constraints.unit_interval, logits: constraints.real }
  static override support = constraints.unit_interval
  static override _batched: readonly string[] = []
  declare readonly base_dist: LogitRelaxedBernoulliClass
  constructor(
    temperature: Tensor,
    probs: Operand | null = null,
    logits: Operand | null = null,
    validate_args: Validation = null,
  ) {
    super()
    this.transform(
      new LogitRelaxedBernoulliClass(temperature, probs, logits),
      SigmoidTransform(),
      validate_args,
    )
  }
}
/**
 * Numbers between 0 and 1 that stand for 0 and 1.
 *
 * @example
 * torch.distributions.RelaxedBernoulli(torch.tensor(0.5), 0.25).log_prob(torch.tensor([0.5])) // tensor([-0.9808])
 */
export const RelaxedBernoulli = callable(
  RelaxedBernoulliClass,
  'RelaxedBernoulli',
  'temperature, probs = None, logits = None, validate_args = None',
)
export type RelaxedBernoulli = RelaxedBernoulliClass

export class ExpRelaxedCategoricalClass extends OverCategoricalClass {
  static override support = constraints.real_vector
  static override has_rsample = true
  static override _batched = ['_categorical']
  static override _kept = ['temperature']
  declare readonly temperature: Tensor
  constructor(
    temperature: Tensor,
    probs: Tensor | null = null,
    logits: Tensor | null = null,
    validate_args: Validation = null,
  ) {
    super()
    this.beginOver(new CategoricalClass(probs, logits), { temperature }, validate_args)
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const uniforms = clamp_probs(standardUniform(shape, this.logits))
    const gumbels = uniforms.log().neg().log().neg()
    const scores = this.logits.add(gumbels).div(this.temperature)
    return scores.sub(scores.logsumexp(-1, true))
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const { temperature } = this
    const count = this._categorical._num_events
    const [logits, target] = broadcast_all(this.logits, value)
    const log_scale = fullLike(temperature, count)
      .lgamma()
      .sub(temperature.log().mul(-(count - 1)))
    const score = logits.sub(target.mul(temperature))
    return score.sub(score.logsumexp(-1, true)).sum(-1).add(log_scale)
  }
}
/**
 * Logarithms of relaxed one-hot vectors.
 *
 * @example
 * torch.distributions.relaxed_categorical.ExpRelaxedCategorical(torch.tensor(0.5), torch.ones(2)).event_shape
 * // torch.Size([2])
 */
export const ExpRelaxedCategorical = callable(
  ExpRelaxedCategoricalClass,
  'ExpRelaxedCategorical',
  'temperature, probs = None, logits = None, validate_args = None',
)
export type ExpRelaxedCategorical = ExpRelaxedCategoricalClass

export class RelaxedOneHotCategoricalClass extends RelaxedClass {
  static override arg_constraints = { probs: constraints.simplex, logits: constraints.real_vector }
  static override support = constraints.simplex
  static override _batched: readonly string[] = []
  declare readonly base_dist: ExpRelaxedCategoricalClass
  constructor(
    temperature: Tensor,
    probs: Tensor | null = null,
    logits: Tensor | null = null,
    validate_args: Validation = null,
  ) {
    super()
    this.transform(
      new ExpRelaxedCategoricalClass(temperature, probs, logits, validate_args),
      ExpTransform(),
      validate_args,
    )
  }
}
/**
 * Vectors that stand for one-hot ones.
 *
 * @example
 * torch.distributions.RelaxedOneHotCategorical(torch.tensor(0.5), torch.ones(2)).log_prob(torch.tensor([0.25, 0.75]))
 * // tensor(-0.4800)
 */
export const RelaxedOneHotCategorical = callable(
  RelaxedOneHotCategoricalClass,
  'RelaxedOneHotCategorical',
  'temperature, probs = None, logits = None, validate_args = None',
)
export type RelaxedOneHotCategorical = RelaxedOneHotCategoricalClass

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
