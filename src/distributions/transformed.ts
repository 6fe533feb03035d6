// Distributions of other distributions: with more dimensions in an event, and behind transforms. Follows torch/distributions.
import { NotImplementedError, ValueError } from '../base/errors.js'
import { callable } from '../nn/callable.js'
import { no_grad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import { repr, reprSymbol } from '../text/repr.js'
import * as constraints from './constraints.js'
import type { ConstraintClass } from './constraints.js'
import { DistributionClass, type DistributionStatics } from './distribution.js'
import { assert, own, sameShape, sizeOf, sum_rightmost, type Shape, type Validation } from './parameters.js'
import { ComposeTransform, productOfSigns, TransformClass } from './transform.js'

export class IndependentClass extends DistributionClass {
  static override arg_constraints: Record<string, ConstraintClass> = {}
  static override _batched: readonly string[] = []
  static override _kept = ['reinterpreted_batch_ndims']
  declare readonly base_dist: DistributionClass
  declare readonly reinterpreted_batch_ndims: number
  constructor(
    base_distribution: DistributionClass,
    reinterpreted_batch_ndims: number,
    validate_args: Validation = null,
  ) {
    super()
    const { batch_shape, event_shape } = base_distribution
    if (reinterpreted_batch_ndims > batch_shape.length)
      throw new ValueError(
        `Expected reinterpreted_batch_ndims <= len(base_distribution.batch_shape), actual ${reinterpreted_batch_ndims} vs ${batch_shape.length}`,
      )
    const shape = [...batch_shape, ...event_shape]
    const cut = batch_shape.length - reinterpreted_batch_ndims
    own(this, { base_dist: base_distribution, reinterpreted_batch_ndims })
    this.begin(shape.slice(0, cut), shape.slice(cut), validate_args)
  }
  override expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    const base_dist = this.base_dist.expand([
      ...sizeOf(batch_shape),
      ...this.event_shape.slice(0, this.reinterpreted_batch_ndims),
    ])
    return this.expanded(batch_shape, instance, { base_dist })
  }
  override get has_rsample(): boolean {
    return this.base_dist.has_rsample
  }
  override get has_enumerate_support(): boolean {
    if (this.reinterpreted_batch_ndims > 0) {
      return false
    }
    return this.base_dist.has_enumerate_support
  }
  override get support(): ConstraintClass {
    const { support } = this.base_dist
    return this.reinterpreted_batch_ndims > 0
      ? constraints.independent(support, this.reinterpreted_batch_ndims)
      : support
  }
  override get mean(): Tensor {
    return this.base_dist.mean
  }
  override get mode(): Tensor {
    return this.base_dist.mode
  }
  override get variance(): Tensor {
    return this.base_dist.variance
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    return this.base_dist.sample(sample_shape)
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    return this.base_dist.rsample(sample_shape)
  }
  override log_prob(value: Tensor): Tensor {
    const log_prob = this.base_dist.log_prob(value)
    return sum_rightmost(log_prob, this.reinterpreted_batch_ndims)
  }
  override entropy(): Tensor {
    const entropy = this.base_dist.entropy()
    return sum_rightmost(entropy, this.reinterpreted_batch_ndims)
  }
  override enumerate_support(expand = true): Tensor {
    if (this.reinterpreted_batch_ndims > 0) {
      throw new NotImplementedError('Enumeration over cartesian product is not implemented')
    }
    return this.base_dist.enumerate_support(expand)
  }
  override [reprSymbol](): string {
    return `${this.constructor.name}(${repr(this.base_dist)}, ${this.reinterpreted_batch_ndims})`
  }
}
/**
 * Another distribution, of which the last batch dimensions count as one event.
 *
 * @example
 * torch.distributions.Independent(torch.distributions.Normal(torch.zeros(3), 1), 1).event_shape // torch.Size([3])
 */
export const Independent = callable(
  IndependentClass,
  'Independent',
  'base_distribution, reinterpreted_batch_ndims, validate_args = None',
)
export type Independent = IndependentClass

export class TransformedDistributionClass extends DistributionClass {
  static override arg_constraints: Record<string, ConstraintClass> = {}
  static override _batched: readonly string[] = []
  static override _kept = ['transforms']
  declare readonly transforms: TransformClass[]
  declare readonly base_dist: DistributionClass
  constructor(
    ...args:
      | []
      | [
          base_distribution: DistributionClass,
          transforms: TransformClass | TransformClass[],
          validate_args?: Validation,
        ]
  ) {
    super()
    if (args.length > 0) this.transform(...(args as Parameters<TransformedDistributionClass['transform']>))
  }
  /** What Python's constructor does; classes made of this one call it when they have their own attributes. */
  protected transform(
    base_distribution: DistributionClass,
    transforms: TransformClass | TransformClass[],
    validate_args: Validation = null,
  ): void {
    const list = transforms instanceof TransformClass ? [transforms] : transforms
    if (!Array.isArray(list))
      throw new ValueError(`transforms must be a Transform or list, but was ${repr(transforms)}`)
    if (!list.every((item) => item instanceof TransformClass))
      throw new ValueError('transforms must be a Transform or a list of Transforms')
    const base_shape = [...base_distribution.batch_shape, ...base_distribution.event_shape]
    const base_event_dim = base_distribution.event_shape.length
    const composed = ComposeTransform(list)
    const domain_event_dim = composed.domain.event_dim
    if (base_shape.length < domain_event_dim)
      throw new ValueError(
        `base_distribution needs to have shape with size at least ${domain_event_dim}, but got ${sizeOf(base_shape)}.`,
      )
    const shape = composed.forward_shape(base_shape)
    const expanded_base_shape = composed.inverse_shape(shape)
    let base_dist = base_distribution
    if (!sameShape(base_shape, expanded_base_shape))
      base_dist = base_dist.expand(expanded_base_shape.slice(0, expanded_base_shape.length - base_event_dim))
    const reinterpreted = domain_event_dim - base_event_dim
    if (reinterpreted > 0) base_dist = new IndependentClass(base_dist, reinterpreted)
    own(this, { transforms: list, base_dist })
    const event_dim = composed.codomain.event_dim + Math.max(base_event_dim - domain_event_dim, 0)
    assert(shape.length >= event_dim)
    const cut = shape.length - event_dim
    this.begin(shape.slice(0, cut), shape.slice(cut), validate_args)
  }
  override expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    let shape: Shape = [...sizeOf(batch_shape), ...this.event_shape]
    for (const transform of [...this.transforms].reverse()) shape = transform.inverse_shape(shape)
    const base_dist = this.base_dist.expand(shape.slice(0, shape.length - this.base_dist.event_shape.length))
    return this.expanded(batch_shape, instance, { base_dist })
  }
  override get support(): ConstraintClass {
    // A class made of this one may say it.
    const said = (this.constructor as unknown as DistributionStatics).support
    if (said !== undefined) return said
    const last = this.transforms.at(-1)
    if (last === undefined) return this.base_dist.support
    const { codomain } = last
    const more = this.event_shape.length - codomain.event_dim
    return more > 0 ? constraints.independent(codomain, more) : codomain
  }
  override get has_rsample(): boolean {
    return super.has_rsample || this.base_dist.has_rsample
  }
  _transformed(x: Tensor): Tensor {
    return this.transforms.reduce((value, transform) => transform.apply(value), x)
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    return no_grad(() => this._transformed(this.base_dist.sample(sample_shape)))
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    return this._transformed(this.base_dist.rsample(sample_shape))
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    let event_dim = this.event_shape.length
    let stretch: Tensor | null = null
    let y = value
    for (const transform of [...this.transforms].reverse()) {
      const x = transform.inv.apply(y)
      event_dim += transform.domain.event_dim - transform.codomain.event_dim
      const jacobian = transform.log_abs_det_jacobian(x, y)
      const term: Tensor = sum_rightmost(jacobian, event_dim - transform.domain.event_dim)
      stretch = stretch === null ? term.rsub(0) : stretch.sub(term)
      y = x
    }
    const density = sum_rightmost(this.base_dist.log_prob(y), event_dim - this.base_dist.event_shape.length)
    return stretch === null ? density.add(0) : stretch.add(density)
  }
  /** Turns probabilities round where the transforms fall. */
  _monotonize_cdf(value: Tensor): Tensor {
    const sign = productOfSigns(this.transforms)
    if (sign === 1) return value
    const centred = value.sub(0.5)
    return (typeof sign === 'number' ? centred.mul(sign) : sign.mul(centred)).add(0.5)
  }
  override cdf(value: Tensor): Tensor {
    const x = this.transforms.reduceRight((y, transform) => transform.inv.apply(y), value)
    if (this._validate_args) this.base_dist._validate_sample(x)
    return this._monotonize_cdf(this.base_dist.cdf(x))
  }
  override icdf(value: Tensor): Tensor {
    return this._transformed(this.base_dist.icdf(this._monotonize_cdf(value)))
  }
}
/**
 * What transforms make of another distribution.
 *
 * @example
 * torch.distributions.TransformedDistribution(torch.distributions.Normal(0, 1), torch.distributions.ExpTransform()).log_prob(torch.ones(1))
 * // tensor([-0.9189])
 */
export const TransformedDistribution = callable(
  TransformedDistributionClass,
  'TransformedDistribution',
  'base_distribution, transforms, validate_args = None',
)
export type TransformedDistribution = TransformedDistributionClass
