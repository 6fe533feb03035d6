// The Dirichlet distribution, and the beta distribution made of it. Follows torch/distributions.
import { usedAs } from '../engine/python-call.js'
import { Tuple } from '../base/tuple.js'
import type { reprSymbol } from '../text/repr.js'
import { ValueError } from '../base/errors.js'
import { call } from '../engine/functions.js'
import { Function, type FunctionContext } from '../autograd/function.js'
import { callable } from '../nn/callable.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import type { DistributionClass } from './distribution.js'
import { ExponentialFamilyClass } from './distribution.js'
import {
  broadcast_all,
  oneHot,
  own,
  sizeOf,
  stack,
  type Operand,
  type Shape,
  type Validation,
} from './parameters.js'

/** Draws, with the gradient along which a sample moves when the concentrations do. */
class Dirichlets extends Function {
  static override forward(ctx: FunctionContext, concentration: Tensor): Tensor {
    const x = call('_sample_dirichlet', [concentration]) as Tensor
    ctx.save_for_backward(x, concentration)
    return x
  }
  static override backward(ctx: FunctionContext, g: Tensor): Tensor {
    const [x, concentration] = ctx.saved_tensors
    const total = concentration.sum(-1, true).expand_as(concentration)
    const slopes = call('_dirichlet_grad', [x, concentration, total]) as Tensor
    return slopes.mul(g.sub(x.mul(g).sum(-1, true)))
  }
}
Object.defineProperty(Dirichlets, 'name', { value: '_Dirichlet' })

export class DirichletClass extends ExponentialFamilyClass {
  static override arg_constraints = { concentration: constraints.independent(constraints.positive, 1) }
  static override support = constraints.simplex
  static override has_rsample = true
  static override _batched: readonly string[] = []
  declare readonly concentration: Tensor
  constructor(concentration: Tensor, validate_args: Validation = null) {
    super()
    if ((usedAs('.dim', concentration) as Tensor).dim() < 1)
      throw new ValueError('`concentration` parameter must be at least one-dimensional.')
    own(this, { concentration })
    this.begin(concentration.shape.slice(0, -1), concentration.shape.slice(-1), validate_args)
  }
  override expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    const concentration = this.concentration.expand([...sizeOf(batch_shape), ...this.event_shape])
    return this.expanded(batch_shape, instance, { concentration })
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const concentration = this.concentration.expand(shape)
    return Dirichlets.apply(concentration) as Tensor
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    return value
      .log()
      .mul(this.concentration.sub(1))
      .sum(-1)
      .add(this.concentration.sum(-1).lgamma())
      .sub(this.concentration.lgamma().sum(-1))
  }
  override get mean(): Tensor {
    return this.concentration.div(this.concentration.sum(-1, true))
  }
  override get mode(): Tensor {
    const concentrationm1 = this.concentration.sub(1).clamp({ min: 0 })
    const mode = concentrationm1.div(concentrationm1.sum(-1, true))
    const mask = this.concentration.lt(1).all(-1)
    if (!mask.any().item()) return mode
    const rows = mode.__getitem__(mask)
    mode.index_put_([mask], oneHot(rows.argmax(-1), mode.size(-1)).to(mode))
    return mode
  }
  override get variance(): Tensor {
    const con0 = this.concentration.sum(-1, true)
    return this.concentration.mul(con0.sub(this.concentration)).div(con0.pow(2).mul(con0.add(1)))
  }
  override entropy(): Tensor {
    const k = this.concentration.size(-1)
    const a0 = this.concentration.sum(-1)
    return this.concentration
      .lgamma()
      .sum(-1)
      .sub(a0.lgamma())
      .sub(a0.rsub(k).mul(a0.digamma()))
      .sub(this.concentration.sub(1).mul(this.concentration.digamma()).sum(-1))
  }
  override get _natural_params(): readonly Tensor[] {
    return Tuple.of(this.concentration)
  }
  override _log_normalizer(x: Tensor): Tensor {
    return x.lgamma().sum(-1).sub(x.sum(-1).lgamma())
  }
}
/**
 * Probabilities that add up to 1.
 *
 * @example
 * torch.distributions.Dirichlet(torch.tensor([1.5, 4.5])).mean // tensor([0.2500, 0.7500])
 */
export const Dirichlet = callable(DirichletClass, 'Dirichlet', 'concentration, validate_args = None')
export type Dirichlet = DirichletClass

export class BetaClass extends ExponentialFamilyClass {
  static override arg_constraints = {
    concentration1: constraints.positive,
    concentration0: constraints.positive,
  }
  static override support = constraints.unit_interval
  static override has_rsample = true
  static override _batched = ['_dirichlet']
  declare readonly _dirichlet: DirichletClass
  constructor(concentration1: Operand, concentration0: Operand, validate_args: Validation = null) {
    super()
    own(this, {
      _dirichlet: new DirichletClass(stack(broadcast_all(concentration1, concentration0), -1), validate_args),
    })
    this.begin(this._dirichlet._batch_shape, null, validate_args)
  }
  override get mean(): Tensor {
    return this.concentration1.div(this.concentration1.add(this.concentration0))
  }
  override get mode(): Tensor {
    return this._dirichlet.mode.select(-1, 0)
  }
  override get variance(): Tensor {
    const total = this.concentration1.add(this.concentration0)
    return this.concentration1.mul(this.concentration0).div(total.pow(2).mul(total.add(1)))
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    return this._dirichlet.rsample(sample_shape).select(-1, 0)
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const heads_tails = stack([value, value.rsub(1)], -1)
    return this._dirichlet.log_prob(heads_tails)
  }
  override entropy(): Tensor {
    return this._dirichlet.entropy()
  }
  get concentration1(): Tensor {
    return this._dirichlet.concentration.select(-1, 0)
  }
  get concentration0(): Tensor {
    return this._dirichlet.concentration.select(-1, 1)
  }
  override get _natural_params(): readonly Tensor[] {
    return Tuple.of(this.concentration1, this.concentration0)
  }
  override _log_normalizer(x: Tensor, y: Tensor): Tensor {
    return x.lgamma().add(y.lgamma()).sub(x.add(y).lgamma())
  }
}
/**
 * Probabilities between 0 and 1.
 *
 * @example
 * torch.distributions.Beta(1.5, 4.5).mean // tensor(0.2500)
 */
export const Beta = callable(BetaClass, 'Beta', 'concentration1, concentration0, validate_args = None')
export type Beta = BetaClass

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
