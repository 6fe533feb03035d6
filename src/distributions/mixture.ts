// Mixtures of distributions of one family. Follows torch/distributions.
import { AttributeError, ValueError } from '../base/errors.js'
import { callable } from '../nn/callable.js'
import { no_grad } from '../tensor/modes.js'
import { typeName } from '../base/type-name.js'
import { Tensor } from '../tensor/tensor.js'
import { repr, reprSymbol } from '../text/repr.js'
import type { ConstraintClass } from './constraints.js'
import { DistributionClass } from './distribution.js'
import { CategoricalClass } from './categorical.js'
import { own, sizeOf, type Shape, type Validation } from './parameters.js'

export class MixtureSameFamilyClass extends DistributionClass {
  static override arg_constraints: Record<string, ConstraintClass> = {}
  static override has_rsample = false
  static override _batched = ['_mixture_distribution']
  static override _kept = ['_num_component', '_event_ndims']
  declare readonly _mixture_distribution: CategoricalClass
  declare readonly _component_distribution: DistributionClass
  declare readonly _num_component: number
  declare readonly _event_ndims: number
  constructor(
    mixture_distribution: CategoricalClass,
    component_distribution: DistributionClass,
    validate_args: Validation = null,
  ) {
    super()
    if (!(mixture_distribution instanceof CategoricalClass))
      throw new ValueError(
        ' The Mixture distribution needs to be an  instance of torch.distribtutions.Categorical',
      )
    if (!(component_distribution instanceof DistributionClass))
      throw new ValueError(
        'The Component distribution need to be an instance of torch.distributions.Distribution',
      )
    const mdbs = mixture_distribution.batch_shape
    const cdbs = sizeOf(component_distribution.batch_shape.slice(0, -1))
    for (let k = 1; k <= Math.min(mdbs.length, cdbs.length); k++) {
      const [m, c] = [mdbs.at(-k), cdbs.at(-k)]
      if (m !== 1 && c !== 1 && m !== c)
        throw new ValueError(
          `\`mixture_distribution.batch_shape\` (${mdbs}) is not compatible with \`component_distribution.batch_shape\`(${cdbs})`,
        )
    }
    const components = mixture_distribution.logits.size(-1)
    const own_components = component_distribution.batch_shape.at(-1)
    if (components !== own_components)
      throw new ValueError(
        `\`mixture_distribution component\` (${components}) does not equal \`component_distribution.batch_shape[-1]\` (${own_components})`,
      )
    own(this, {
      _mixture_distribution: mixture_distribution,
      _component_distribution: component_distribution,
      _num_component: components,
      _event_ndims: component_distribution.event_shape.length,
    })
    this.begin(cdbs, component_distribution.event_shape, validate_args)
  }
  override expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    const shape = sizeOf(batch_shape)
    const _component_distribution = this._component_distribution.expand([...shape, this._num_component])
    return this.expanded(shape, instance, { _component_distribution })
  }
  override get support(): ConstraintClass {
    return this._component_distribution.support
  }
  get mixture_distribution(): CategoricalClass {
    return this._mixture_distribution
  }
  get component_distribution(): DistributionClass {
    return this._component_distribution
  }
  override get mean(): Tensor {
    const probs = this._pad_mixture_dimensions(this.mixture_distribution.probs)
    return probs.mul(this.component_distribution.mean).sum(-1 - this._event_ndims)
  }
  override get variance(): Tensor {
    const probs = this._pad_mixture_dimensions(this.mixture_distribution.probs)
    const mean_cond_var = probs.mul(this.component_distribution.variance).sum(-1 - this._event_ndims)
    const var_cond_mean = probs
      .mul(this.component_distribution.mean.sub(this._pad(this.mean)).pow(2))
      .sum(-1 - this._event_ndims)
    return mean_cond_var.add(var_cond_mean)
  }
  override cdf(x: Tensor): Tensor {
    const cdf_x = this.component_distribution.cdf(this._pad(x))
    const mix_prob = this.mixture_distribution.probs
    return cdf_x.mul(mix_prob).sum(-1)
  }
  override log_prob(x: Tensor): Tensor {
    x = this.checked(x)
    const log_prob_x = this.component_distribution.log_prob(this._pad(x))
    const log_mix_prob = this.mixture_distribution.logits.log_softmax(-1)
    return log_prob_x.add(log_mix_prob).logsumexp(-1)
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    return no_grad(() => {
      const es = this.event_shape
      const dim = sizeOf(sample_shape).length + this.batch_shape.length
      const chosen = this.mixture_distribution.sample(sample_shape)
      const samples = this.component_distribution.sample(sample_shape)
      const places = chosen
        .reshape([...chosen.shape, 1, ...es.map(() => 1)])
        .repeat([...chosen.shape.map(() => 1), 1, ...es])
      return samples.gather(dim, places).squeeze(dim)
    })
  }
  _pad(x: Tensor): Tensor {
    if (!((x as unknown) instanceof Tensor))
      throw new AttributeError(`'${typeName(x)}' object has no attribute 'unsqueeze'`)
    return x.unsqueeze(-1 - this._event_ndims)
  }
  _pad_mixture_dimensions(x: Tensor): Tensor {
    const dist_batch_ndims = this.batch_shape.numel()
    const cat_batch_ndims = this.mixture_distribution.batch_shape.numel()
    const pad_ndims = cat_batch_ndims === 1 ? 0 : dist_batch_ndims - cat_batch_ndims
    const ones = (count: number): number[] => Array<number>(Math.max(count, 0)).fill(1)
    const { shape } = x
    return x.reshape([
      ...shape.slice(0, -1),
      ...ones(pad_ndims),
      ...shape.slice(-1),
      ...ones(this._event_ndims),
    ])
  }
  override [reprSymbol](): string {
    return `MixtureSameFamily(\n  ${repr(this.mixture_distribution)},\n  ${repr(this.component_distribution)})`
  }
}
/**
 * Draws a component of a categorical distribution, and then from that component.
 *
 * @example
 * torch.distributions.MixtureSameFamily(torch.distributions.Categorical(torch.ones(2)), torch.distributions.Normal(torch.tensor([1.5, 2.5]), torch.ones(2))).mean
 * // tensor(2.)
 */
export const MixtureSameFamily = callable(
  MixtureSameFamilyClass,
  'MixtureSameFamily',
  'mixture_distribution, component_distribution, validate_args = None',
)
export type MixtureSameFamily = MixtureSameFamilyClass
