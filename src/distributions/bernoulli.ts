// Bernoulli's distribution of 0 and 1, and the continuous one between them. Follows torch/distributions.
import type { reprSymbol } from '../text/repr.js'
import { ValueError } from '../base/errors.js'
import { type Size, Tuple } from '../base/tuple.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { no_grad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import { allTrue, ExponentialFamilyClass } from './distribution.js'
import {
  broadcast_all,
  broadcastNamed,
  checkEither,
  eitherOf,
  clamp_probs,
  crossEntropyOfLogits,
  enumerated,
  fromEachOther,
  lazily,
  logits_to_probs,
  own,
  probs_to_logits,
  put,
  standardUniform,
  where,
  type Operand,
  type Shape,
  type Validation,
} from './parameters.js'

export class BernoulliClass extends ExponentialFamilyClass {
  static override arg_constraints = { probs: constraints.unit_interval, logits: constraints.real }
  static override support = constraints.boolean
  static override has_enumerate_support = true
  static override _batched = ['probs', 'logits', '_param']
  declare readonly probs: Tensor
  declare readonly logits: Tensor
  declare readonly _param: Tensor
  constructor(probs: Operand | null = null, logits: Operand | null = null, validate_args: Validation = null) {
    super()
    own(this, eitherOf(probs, logits))
    own(this, { _param: probs === null ? this.logits : this.probs })
    this.begin(this._param.shape, null, validate_args)
  }
  override get _mean_carrier_measure(): number {
    return 0
  }
  override get mean(): Tensor {
    return this.probs
  }
  override get mode(): Tensor {
    const mode = this.probs.ge(0.5).to(this.probs)
    put(mode, this.probs.eq(0.5), NaN)
    return mode
  }
  override get variance(): Tensor {
    return this.probs.mul(this.probs.rsub(1))
  }
  get param_shape(): Size {
    return this._param.shape
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    return no_grad(() => this.probs.expand(shape).bernoulli())
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const [logits, target] = broadcast_all(this.logits, value)
    return crossEntropyOfLogits(logits, target).neg()
  }
  override entropy(): Tensor {
    return crossEntropyOfLogits(this.logits, this.probs)
  }
  override enumerate_support(expand = true): Tensor {
    return enumerated(2, this._param, this._batch_shape, expand)
  }
  override get _natural_params(): readonly Tensor[] {
    return Tuple.of(this.probs.div(this.probs.rsub(1)).log())
  }
  override _log_normalizer(x: Tensor): Tensor {
    return x.exp().add(1).log()
  }
}
/**
 * 1 with probability `probs`, else 0.
 *
 * @example
 * torch.distributions.Bernoulli(0.25).log_prob(torch.tensor([0, 1]).float()) // tensor([-0.2877, -1.3863])
 */
export const Bernoulli = callable(
  BernoulliClass,
  'Bernoulli',
  'probs = None, logits = None, validate_args = None',
)
export type Bernoulli = BernoulliClass
fromEachOther(BernoulliClass, true)

export class ContinuousBernoulliClass extends ExponentialFamilyClass {
  static override arg_constraints = { probs: constraints.unit_interval, logits: constraints.real }
  static override support = constraints.unit_interval
  static override has_rsample = true
  static override _batched = ['probs', 'logits', '_param']
  static override _kept = ['_lims']
  declare readonly probs: Tensor
  declare readonly logits: Tensor
  declare readonly _param: Tensor
  declare readonly _lims: readonly [number, number]
  constructor(
    probs: Operand | null = null,
    logits: Operand | null = null,
    lims: readonly [number, number] | null = null,
    validate_args: Validation = null,
  ) {
    super()
    checkEither(probs, logits)
    if (probs !== null) {
      const [given] = broadcast_all(probs)
      if (validate_args !== null && !allTrue(constraints.unit_interval.check(given)))
        throw new ValueError('The parameter probs has invalid values')
      own(this, { probs: clamp_probs(given) })
    } else own(this, broadcastNamed({ logits }))
    own(this, { _param: probs === null ? this.logits : this.probs, _lims: lims ?? [0.499, 0.501] })
    this.begin(this._param.shape, null, validate_args)
  }
  override get _mean_carrier_measure(): number {
    return 0
  }
  _outside_unstable_region(): Tensor {
    return this.probs.le(this._lims[0]).maximum(this.probs.gt(this._lims[1]))
  }
  _cut_probs(): Tensor {
    return where(
      this._outside_unstable_region(),
      this.probs,
      (call('ones_like', [this.probs]) as Tensor).mul(this._lims[0]),
    )
  }
  _cont_bern_log_norm(): Tensor {
    const cut_probs = this._cut_probs()
    const cut_probs_below_half = where(
      cut_probs.le(0.5),
      cut_probs,
      call('zeros_like', [cut_probs]) as Tensor,
    )
    const cut_probs_above_half = where(cut_probs.ge(0.5), cut_probs, call('ones_like', [cut_probs]) as Tensor)
    const log_norm = cut_probs
      .neg()
      .log1p()
      .sub(cut_probs.log())
      .abs()
      .log()
      .sub(
        where(
          cut_probs.le(0.5),
          cut_probs_below_half.mul(-2).log1p(),
          cut_probs_above_half.mul(2).sub(1).log(),
        ),
      )
    const x = this.probs.sub(0.5).pow(2)
    const taylor = x
      .mul(104 / 45)
      .add(4 / 3)
      .mul(x)
      .add(Math.log(2))
    return where(this._outside_unstable_region(), log_norm, taylor)
  }
  override get mean(): Tensor {
    const cut_probs = this._cut_probs()
    const mus = cut_probs
      .div(cut_probs.mul(2).sub(1))
      .add(cut_probs.neg().log1p().sub(cut_probs.log()).reciprocal())
    const x = this.probs.sub(0.5)
    const taylor = x
      .pow(2)
      .mul(16 / 45)
      .add(1 / 3)
      .mul(x)
      .add(0.5)
    return where(this._outside_unstable_region(), mus, taylor)
  }
  override get stddev(): Tensor {
    return this.variance.sqrt()
  }
  override get variance(): Tensor {
    const cut_probs = this._cut_probs()
    const vars = cut_probs
      .mul(cut_probs.sub(1))
      .div(cut_probs.mul(2).rsub(1).pow(2))
      .add(cut_probs.neg().log1p().sub(cut_probs.log()).pow(2).reciprocal())
    const x = this.probs.sub(0.5).pow(2)
    const taylor = x
      .mul(128 / 945)
      .rsub(1 / 15)
      .mul(x)
      .rsub(1 / 12)
    return where(this._outside_unstable_region(), vars, taylor)
  }
  get param_shape(): Size {
    return this._param.shape
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const u = standardUniform(shape, this.probs)
    return no_grad(() => this.icdf(u))
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const u = standardUniform(shape, this.probs)
    return this.icdf(u)
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const [logits, target] = broadcast_all(this.logits, value)
    return crossEntropyOfLogits(logits, target).neg().add(this._cont_bern_log_norm())
  }
  override cdf(value: Tensor): Tensor {
    value = this.checked(value)
    const cut_probs = this._cut_probs()
    const cdfs = cut_probs
      .pow(value)
      .mul(cut_probs.rsub(1).pow(value.rsub(1)))
      .add(cut_probs)
      .sub(1)
      .div(cut_probs.mul(2).sub(1))
    const unbounded_cdfs = where(this._outside_unstable_region(), cdfs, value)
    return where(
      value.le(0),
      call('zeros_like', [value]) as Tensor,
      where(value.ge(1), call('ones_like', [value]) as Tensor, unbounded_cdfs),
    )
  }
  override icdf(value: Tensor): Tensor {
    const cut_probs = this._cut_probs()
    return where(
      this._outside_unstable_region(),
      cut_probs
        .neg()
        .add(value.mul(cut_probs.mul(2).sub(1)))
        .log1p()
        .sub(cut_probs.neg().log1p())
        .div(cut_probs.log().sub(cut_probs.neg().log1p())),
      value,
    )
  }
  override entropy(): Tensor {
    const log_probs0 = this.probs.neg().log1p()
    const log_probs1 = this.probs.log()
    return this.mean.mul(log_probs0.sub(log_probs1)).sub(this._cont_bern_log_norm()).sub(log_probs0)
  }
  override get _natural_params(): readonly Tensor[] {
    return Tuple.of(this.logits)
  }
  override _log_normalizer(x: Tensor): Tensor {
    const out_unst_reg = x.le(this._lims[0] - 0.5).maximum(x.gt(this._lims[1] - 0.5))
    const cut_nat_params = where(out_unst_reg, x, (call('ones_like', [x]) as Tensor).mul(this._lims[0] - 0.5))
    const log_norm = cut_nat_params.exp().sub(1).abs().log().sub(cut_nat_params.abs().log())
    const taylor = x.mul(0.5).add(x.pow(2).div(24)).sub(x.pow(4).div(2880))
    return where(out_unst_reg, log_norm, taylor)
  }
}
/**
 * Numbers between 0 and 1.
 *
 * @example
 * torch.distributions.ContinuousBernoulli(0.25).mean // tensor(0.4102)
 */
export const ContinuousBernoulli = callable(
  ContinuousBernoulliClass,
  'ContinuousBernoulli',
  'probs = None, logits = None, lims = None, validate_args = None',
)
export type ContinuousBernoulli = ContinuousBernoulliClass
lazily(ContinuousBernoulliClass, {
  logits: (self) => probs_to_logits(self.probs, true),
  probs: (self) => clamp_probs(logits_to_probs(self.logits, true)),
})

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
