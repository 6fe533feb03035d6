// Distributions of counts: binomial, geometric, negative binomial, Poisson. Follows torch/distributions.
import type { reprSymbol } from '../text/repr.js'
import { NotImplementedError, ValueError } from '../base/errors.js'
import { Float } from '../base/scalar.js'
import { type Size, Tuple } from '../base/tuple.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { no_grad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import { repr } from '../text/repr.js'
import * as constraints from './constraints.js'
import type { ConstraintClass } from './constraints.js'
import { allTrue, described, DistributionClass, ExponentialFamilyClass } from './distribution.js'
import { GammaClass } from './gamma.js'
import {
  broadcast_all,
  checkEither,
  eitherOf,
  crossEntropyOfLogits,
  emptyLike,
  enumerated,
  formatted,
  fromEachOther,
  lazily,
  limits,
  logsigmoid,
  own,
  put,
  type Operand,
  type Shape,
  type Validation,
} from './parameters.js'

/** max(x, 0), with the gradient of both sides at 0. */
const clampedByZero = (x: Tensor): Tensor =>
  x
    .clamp({ min: 0 })
    .add(x)
    .sub(x.clamp({ max: 0 }))
    .div(2)

/** A count of tries, and the one of probabilities and logits that is given, as tensors of one shape and dtype. */
function countAndEither(total_count: unknown, probs: unknown, logits: unknown): Record<string, Tensor> {
  checkEither(probs, logits)
  const [count, parameter] = broadcast_all(total_count, probs ?? logits)
  return {
    total_count: count.type_as(parameter),
    [probs === null ? 'logits' : 'probs']: parameter,
    _param: parameter,
  }
}

export class BinomialClass extends DistributionClass {
  static override arg_constraints = {
    total_count: constraints.nonnegative_integer,
    probs: constraints.unit_interval,
    logits: constraints.real,
  }
  static override has_enumerate_support = true
  static override _batched = ['total_count', 'probs', 'logits', '_param']
  declare readonly total_count: Tensor
  declare readonly probs: Tensor
  declare readonly logits: Tensor
  declare readonly _param: Tensor
  constructor(
    total_count: Operand = 1,
    probs: Operand | null = null,
    logits: Operand | null = null,
    validate_args: Validation = null,
  ) {
    super()
    own(this, countAndEither(total_count, probs, logits))
    this.begin(this._param.shape, null, validate_args)
  }
  override get support(): ConstraintClass {
    return constraints.integer_interval(0, this.total_count)
  }
  override get mean(): Tensor {
    return this.total_count.mul(this.probs)
  }
  override get mode(): Tensor {
    return this.total_count.add(1).mul(this.probs).floor().clamp({ max: this.total_count })
  }
  override get variance(): Tensor {
    return this.total_count.mul(this.probs).mul(this.probs.rsub(1))
  }
  get param_shape(): Size {
    return this._param.shape
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    return no_grad(
      () => call('binomial', [this.total_count.expand(shape), this.probs.expand(shape)]) as Tensor,
    )
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const log_factorial_n = this.total_count.add(1).lgamma()
    const log_factorial_k = value.add(1).lgamma()
    const log_factorial_nmk = this.total_count.sub(value).add(1).lgamma()
    const normalize_term = this.total_count
      .mul(clampedByZero(this.logits))
      .add(this.total_count.mul(this.logits.abs().neg().exp().log1p()))
      .sub(log_factorial_n)
    return value.mul(this.logits).sub(log_factorial_k).sub(log_factorial_nmk).sub(normalize_term)
  }
  /** The count where all are the same. */
  #commonCount(what: string): number {
    const [least, most] = [this.total_count.min(), this.total_count.max()].map((count) =>
      Number(count.item()),
    )
    if (least !== most)
      throw new NotImplementedError(`Inhomogeneous total count not supported by \`${what}\`.`)
    return most
  }
  override entropy(): Tensor {
    this.#commonCount('entropy')
    const log_prob = this.log_prob(this.enumerate_support(false))
    return log_prob.exp().mul(log_prob).sum(0).neg()
  }
  override enumerate_support(expand = true): Tensor {
    const total_count = this.#commonCount('enumerate_support')
    return enumerated(1 + total_count, this._param, this._batch_shape, expand)
  }
}
/**
 * How many of `total_count` tries succeed.
 *
 * @example
 * torch.distributions.Binomial(10, 0.25).mean // tensor(2.5000)
 */
export const Binomial = callable(
  BinomialClass,
  'Binomial',
  'total_count = 1, probs = None, logits = None, validate_args = None',
)
export type Binomial = BinomialClass
fromEachOther(BinomialClass, true)

export class GeometricClass extends DistributionClass {
  static override arg_constraints = { probs: constraints.unit_interval, logits: constraints.real }
  static override support = constraints.nonnegative_integer
  static override _batched = ['probs', 'logits']
  declare readonly probs: Tensor
  declare readonly logits: Tensor
  constructor(probs: Operand | null = null, logits: Operand | null = null, validate_args: Validation = null) {
    super()
    own(this, eitherOf(probs, logits))
    this.begin((probs === null ? this.logits : this.probs).shape, null, validate_args)
    if (!this._validate_args || probs === null) return
    const valid = this.probs.gt(0)
    if (!allTrue(valid))
      throw new ValueError(
        `Expected parameter probs (${described(this.probs)}) of distribution ${repr(this)} to be positive but found invalid values:\n${formatted(this.probs.detach().masked_select(valid.logical_not()))}`,
      )
  }
  override get mean(): Tensor {
    return this.probs.reciprocal().sub(1)
  }
  override get mode(): Tensor {
    return call('zeros_like', [this.probs]) as Tensor
  }
  override get variance(): Tensor {
    return this.probs.reciprocal().sub(1).div(this.probs)
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const tiny = limits(this.probs).tiny
    return no_grad(() => {
      const u = emptyLike(shape, this.probs).uniform_(tiny, 1)
      return u.log().div(this.probs.neg().log1p()).floor()
    })
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const [values, given] = broadcast_all(value, this.probs)
    const probs = given.clone().contiguous()
    put(probs, probs.eq(1).bitwise_and(values.eq(0)), 0)
    return values.mul(probs.neg().log1p()).add(this.probs.log())
  }
  override entropy(): Tensor {
    return crossEntropyOfLogits(this.logits, this.probs).div(this.probs)
  }
}
/**
 * How many tries fail before one succeeds.
 *
 * @example
 * torch.distributions.Geometric(0.25).mean // tensor(3.)
 */
export const Geometric = callable(
  GeometricClass,
  'Geometric',
  'probs = None, logits = None, validate_args = None',
)
export type Geometric = GeometricClass
fromEachOther(GeometricClass, true)

export class NegativeBinomialClass extends DistributionClass {
  static override arg_constraints = {
    total_count: constraints.greater_than_eq(0),
    probs: constraints.half_open_interval(new Float(0), new Float(1)),
    logits: constraints.real,
  }
  static override support = constraints.nonnegative_integer
  static override _batched = ['total_count', 'probs', 'logits', '_param']
  declare readonly total_count: Tensor
  declare readonly _gamma: GammaClass
  declare readonly probs: Tensor
  declare readonly logits: Tensor
  declare readonly _param: Tensor
  constructor(
    total_count: Operand,
    probs: Operand | null = null,
    logits: Operand | null = null,
    validate_args: Validation = null,
  ) {
    super()
    own(this, countAndEither(total_count, probs, logits))
    this.begin(this._param.shape, null, validate_args)
  }
  override get mean(): Tensor {
    return this.total_count.mul(this.logits.exp())
  }
  override get mode(): Tensor {
    return this.total_count.sub(1).mul(this.logits.exp()).floor().clamp({ min: 0 })
  }
  override get variance(): Tensor {
    return this.mean.div(this.logits.neg().sigmoid())
  }
  get param_shape(): Size {
    return this._param.shape
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    return no_grad(() => {
      const rate = this._gamma.sample(sample_shape)
      return call('poisson', [rate]) as Tensor
    })
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const log_unnormalized_prob = this.total_count
      .mul(logsigmoid(this.logits.neg()))
      .add(value.mul(logsigmoid(this.logits)))
    const log_normalization = this.total_count
      .add(value)
      .lgamma()
      .neg()
      .add(value.add(1).lgamma())
      .add(this.total_count.lgamma())
    put(log_normalization, this.total_count.add(value).eq(0), 0)
    return log_unnormalized_prob.sub(log_normalization)
  }
}
/**
 * How many tries succeed before `total_count` have failed.
 *
 * @example
 * torch.distributions.NegativeBinomial(10, 0.25).mean // tensor(3.3333)
 */
export const NegativeBinomial = callable(
  NegativeBinomialClass,
  'NegativeBinomial',
  'total_count, probs = None, logits = None, validate_args = None',
)
export type NegativeBinomial = NegativeBinomialClass
fromEachOther(NegativeBinomialClass, true)
lazily(NegativeBinomialClass, {
  _gamma: (self) => new GammaClass(self.total_count, self.logits.neg().exp(), false),
})

export class PoissonClass extends ExponentialFamilyClass {
  static override arg_constraints = { rate: constraints.nonnegative }
  static override support = constraints.nonnegative_integer
  static override _batched = ['rate']
  declare readonly rate: Tensor
  constructor(rate: Operand, validate_args: Validation = null) {
    super()
    this.beginWith({ rate }, validate_args)
  }
  override get mean(): Tensor {
    return this.rate
  }
  override get mode(): Tensor {
    return this.rate.floor()
  }
  override get variance(): Tensor {
    return this.rate
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    return no_grad(() => call('poisson', [this.rate.expand(shape)]) as Tensor)
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const [rate, values] = broadcast_all(this.rate, value)
    return values.xlogy(rate).sub(rate).sub(values.add(1).lgamma())
  }
  override get _natural_params(): readonly Tensor[] {
    return Tuple.of(this.rate.log())
  }
  override _log_normalizer(x: Tensor): Tensor {
    return x.exp()
  }
}
/**
 * How many events happen where `rate` are expected.
 *
 * @example
 * torch.distributions.Poisson(3).log_prob(torch.tensor([0, 3]).float()) // tensor([-3.0000, -1.4959])
 */
export const Poisson = callable(PoissonClass, 'Poisson', 'rate, validate_args = None')
export type Poisson = PoissonClass

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
