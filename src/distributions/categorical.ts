// Distributions over categories: their numbers, one-hot vectors, and how often each is drawn. Follows torch/distributions.
import { usedAs } from '../engine/python-call.js'
import type { reprSymbol } from '../text/repr.js'
import { NotImplementedError, ValueError } from '../base/errors.js'
import type { Size } from '../base/tuple.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import type { ConstraintClass } from './constraints.js'
import { DistributionClass, expandedMatrices } from './distribution.js'
import { BinomialClass } from './counts.js'
import {
  broadcast_all,
  checkEither,
  enumerated,
  fromEachOther,
  full,
  limits,
  oneHot,
  own,
  put,
  sizeOf,
  type Shape,
  type Validation,
} from './parameters.js'

export class CategoricalClass extends DistributionClass {
  static override arg_constraints = { probs: constraints.simplex, logits: constraints.real_vector }
  static override has_enumerate_support = true
  static override _batched: readonly string[] = []
  static override _kept = ['_num_events']
  declare readonly probs: Tensor
  declare readonly logits: Tensor
  declare readonly _param: Tensor
  declare readonly _num_events: number
  constructor(probs: Tensor | null = null, logits: Tensor | null = null, validate_args: Validation = null) {
    super()
    checkEither(probs, logits)
    const given = usedAs('.dim', probs ?? logits) as Tensor
    if (given.dim() < 1)
      throw new ValueError(
        `\`${probs === null ? 'logits' : 'probs'}\` parameter must be at least one-dimensional.`,
      )
    own(
      this,
      probs === null
        ? { logits: given.sub(given.logsumexp(-1, true)) }
        : { probs: given.div(given.sum(-1, true)) },
    )
    own(this, { _param: probs === null ? this.logits : this.probs })
    own(this, { _num_events: this._param.size(-1) })
    this.begin(this._param.shape.slice(0, -1), null, validate_args)
  }
  override expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    const shape = [...sizeOf(batch_shape), this._num_events]
    return this.expanded(batch_shape, instance, expandedMatrices(this, ['probs', 'logits', '_param'], shape))
  }
  override get support(): ConstraintClass {
    return constraints.integer_interval(0, this._num_events - 1)
  }
  get param_shape(): Size {
    return this._param.shape
  }
  override get mean(): Tensor {
    return full(this._extended_shape(), NaN, this.probs)
  }
  override get mode(): Tensor {
    return this.probs.argmax(-1)
  }
  override get variance(): Tensor {
    return full(this._extended_shape(), NaN, this.probs)
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const samples = this.probs.reshape(-1, this._num_events).multinomial(sizeOf(sample_shape).numel(), true)
    return samples.t().reshape(this._extended_shape(sample_shape))
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const [places, log_pmf] = call('broadcast_tensors', [value.long().unsqueeze(-1), this.logits]) as Tensor[]
    return log_pmf.gather(-1, places.narrow(-1, 0, 1)).squeeze(-1)
  }
  override entropy(): Tensor {
    const logits = this.logits.clamp({ min: limits(this.logits).min })
    return logits.mul(this.probs).sum(-1).neg()
  }
  override enumerate_support(expand = true): Tensor {
    const values = call('arange', [this._num_events, { device: this._param.device }]) as Tensor
    return enumerated(this._num_events, values, this._batch_shape, expand)
  }
}
/**
 * Category numbers, each with its own probability.
 *
 * @example
 * torch.distributions.Categorical(torch.tensor([0.25, 0.75])).log_prob(torch.tensor([0, 1]))
 * // tensor([-1.3863, -0.2877])
 */
export const Categorical = callable(
  CategoricalClass,
  'Categorical',
  'probs = None, logits = None, validate_args = None',
)
export type Categorical = CategoricalClass
fromEachOther(CategoricalClass, false)

/** Distributions of vectors whose last dimension is that of a categorical distribution's probabilities. */
export class OverCategoricalClass extends DistributionClass {
  static override arg_constraints = { probs: constraints.simplex, logits: constraints.real_vector }
  declare readonly _categorical: CategoricalClass
  get _param(): Tensor {
    return this._categorical._param
  }
  get probs(): Tensor {
    return this._categorical.probs
  }
  get logits(): Tensor {
    return this._categorical.logits
  }
  get param_shape(): Size {
    return this._categorical.param_shape
  }
  /** Sets the distribution of the categories, `more` attributes, and begins with its shapes. */
  protected beginOver(
    categorical: CategoricalClass,
    more: Record<string, unknown>,
    validate_args: Validation,
  ): void {
    own(this, { _categorical: categorical, ...more })
    this.begin(categorical.batch_shape, categorical.param_shape.slice(-1), validate_args)
  }
}

export class OneHotCategoricalClass extends OverCategoricalClass {
  static override support = constraints.one_hot
  static override has_enumerate_support = true
  static override _batched = ['_categorical']
  constructor(probs: Tensor | null = null, logits: Tensor | null = null, validate_args: Validation = null) {
    super()
    this.beginOver(new CategoricalClass(probs, logits), {}, validate_args)
  }
  override get mean(): Tensor {
    return this._categorical.probs
  }
  override get mode(): Tensor {
    const probs = this._categorical.probs
    const mode = probs.argmax(-1)
    return oneHot(mode, probs.size(-1)).to(probs)
  }
  override get variance(): Tensor {
    return this._categorical.probs.mul(this._categorical.probs.rsub(1))
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const { probs, _num_events } = this._categorical
    return oneHot(this._categorical.sample(sample_shape), _num_events).to(probs)
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const indices = value.max(-1)[1] as Tensor
    return this._categorical.log_prob(indices)
  }
  override entropy(): Tensor {
    return this._categorical.entropy()
  }
  override enumerate_support(expand = true): Tensor {
    const n = this.event_shape[0]
    const eye = call('eye', [n, { dtype: this._param.dtype, device: this._param.device }]) as Tensor
    const values = eye.view([n, ...this.batch_shape.map(() => 1), n])
    return expand ? values.expand([n, ...this.batch_shape, n]) : values
  }
}
/**
 * One-hot vectors of category numbers.
 *
 * @example
 * torch.distributions.OneHotCategorical(torch.tensor([0.25, 0.75])).enumerate_support()
 * // tensor([[1., 0.],
 * //         [0., 1.]])
 */
export const OneHotCategorical = callable(
  OneHotCategoricalClass,
  'OneHotCategorical',
  'probs = None, logits = None, validate_args = None',
)
export type OneHotCategorical = OneHotCategoricalClass

export class OneHotCategoricalStraightThroughClass extends OneHotCategoricalClass {
  static override has_rsample = true

  override rsample(sample_shape: Shape | null = null): Tensor {
    const samples = this.sample(sample_shape)
    const probs = this._categorical.probs
    return samples.add(probs.sub(probs.detach()))
  }
}
/**
 * One-hot vectors whose gradients go straight through to the probabilities.
 *
 * @example
 * torch.distributions.OneHotCategoricalStraightThrough(torch.tensor([0.25, 0.75])).has_rsample // true
 */
export const OneHotCategoricalStraightThrough = callable(
  OneHotCategoricalStraightThroughClass,
  'OneHotCategoricalStraightThrough',
  'probs = None, logits = None, validate_args = None',
)
export type OneHotCategoricalStraightThrough = OneHotCategoricalStraightThroughClass

export class MultinomialClass extends OverCategoricalClass {
  static override _batched = ['_categorical']
  static override _kept = ['total_count', '_binomial']
  declare readonly total_count: number
  declare readonly _binomial: BinomialClass
  constructor(
    total_count: number = 1,
    probs: Tensor | null = null,
    logits: Tensor | null = null,
    validate_args: Validation = null,
  ) {
    super()
    if (!Number.isInteger(total_count))
      throw new NotImplementedError('inhomogeneous total_count is not supported')
    const categorical = new CategoricalClass(probs, logits)
    const _binomial = new BinomialClass(total_count, categorical.probs)
    this.beginOver(categorical, { total_count, _binomial }, validate_args)
  }
  override get mean(): Tensor {
    return this.probs.mul(this.total_count)
  }
  override get variance(): Tensor {
    return this.probs.mul(this.total_count).mul(this.probs.rsub(1))
  }
  override get support(): ConstraintClass {
    return constraints.multinomial(this.total_count)
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const drawn = this._categorical.sample([this.total_count, ...sizeOf(sample_shape)])
    const samples = drawn.permute([...drawn.shape.map((_, i) => i).slice(1), 0])
    const counts = samples.new_zeros(this._extended_shape(sample_shape))
    counts.scatter_add_(-1, samples, call('ones_like', [samples]) as Tensor)
    return counts.type_as(this.probs)
  }
  override entropy(): Tensor {
    const n = call('tensor', [this.total_count]) as Tensor
    const cat_entropy = this._categorical.entropy()
    const term1 = n.mul(cat_entropy).sub(n.add(1).lgamma())
    const support = this._binomial.enumerate_support(false).narrow(0, 1, this.total_count)
    const binomial_probs = this._binomial.log_prob(support).exp()
    const weights = support.add(1).lgamma()
    const term2 = binomial_probs.mul(weights).sum([0, -1])
    return term1.add(term2)
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const [given, counts] = broadcast_all(this.logits, value)
    const logits = given.clone().contiguous()
    const log_factorial_n = counts.sum(-1).add(1).lgamma()
    const log_factorial_xs = counts.add(1).lgamma().sum(-1)
    put(logits, counts.eq(0).bitwise_and(logits.eq(-Infinity)), 0)
    const log_powers = logits.mul(counts).sum(-1)
    return log_factorial_n.sub(log_factorial_xs).add(log_powers)
  }
}
/**
 * How often each category comes up in `total_count` draws.
 *
 * @example
 * torch.distributions.Multinomial(10, torch.tensor([0.25, 0.75])).mean // tensor([2.5000, 7.5000])
 */
export const Multinomial = callable(
  MultinomialClass,
  'Multinomial',
  'total_count = 1, probs = None, logits = None, validate_args = None',
)
export type Multinomial = MultinomialClass

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
