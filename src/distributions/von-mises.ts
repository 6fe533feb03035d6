// The von Mises distribution of angles. Follows torch/distributions.
import type { reprSymbol } from '../text/repr.js'
import { bool } from '../base/dtype.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { no_grad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import { allTrue, DistributionClass } from './distribution.js'
import {
  broadcastNamed,
  emptyLike,
  isThere,
  lazily,
  own,
  sizeOf,
  standardUniform,
  where,
  type Operand,
  type Shape,
  type Validation,
} from './parameters.js'

// Polynomials for the modified Bessel functions of order 0 and 1 (Abramowitz and Stegun 9.8.1 to 9.8.4).
const small = [
  [1, 3.5156229, 3.0899424, 1.2067492, 0.2659732, 0.0360768, 0.0045813],
  [0.5, 0.87890594, 0.51498869, 0.15084934, 0.02658733, 0.00301532, 0.00032411],
]
const large = [
  [
    0.39894228, 0.01328592, 0.00225319, -0.00157565, 0.00916281, -0.02057706, 0.02635537, -0.01647633,
    0.00392377,
  ],
  [
    0.39894228, -0.03988024, -0.00362018, 0.00163801, -0.01031555, 0.02282967, -0.02895312, 0.01787654,
    -0.00420059,
  ],
]
const polynomial = (y: Tensor, coefficients: readonly number[]): Tensor =>
  coefficients
    .slice(0, -1)
    .reduceRight<Tensor | number>(
      (sum, coefficient) => (typeof sum === 'number' ? y.mul(sum) : y.mul(sum)).add(coefficient),
      coefficients[coefficients.length - 1],
    ) as Tensor

/** log I(x), the modified Bessel function of order 0 or 1. */
function logBessel(x: Tensor, order: 0 | 1): Tensor {
  const near = polynomial(x.div(3.75).pow(2), small[order])
  const far = polynomial(x.reciprocal().mul(3.75), large[order])
  const below = (order === 1 ? x.abs().mul(near) : near).log()
  return where(x.lt(3.75), below, x.sub(x.log().mul(0.5)).add(far.log()))
}

export class VonMisesClass extends DistributionClass {
  static override arg_constraints = { loc: constraints.real, concentration: constraints.positive }
  static override support = constraints.real
  static override has_rsample = false
  declare readonly loc: Tensor
  declare readonly concentration: Tensor
  declare readonly _proposal_r: Tensor
  constructor(loc: Operand, concentration: Operand, validate_args: Validation = null) {
    super()
    own(this, broadcastNamed({ loc, concentration }))
    const tau = this.concentration.pow(2).mul(4).add(1).sqrt().add(1)
    const rho = tau.sub(tau.mul(2).sqrt()).div(this.concentration.mul(2))
    own(this, { _proposal_r: rho.pow(2).add(1).div(rho.mul(2)) })
    this.begin(this.loc.shape, null, validate_args)
  }
  override expand(batch_shape: Shape): this {
    const shape = sizeOf(batch_shape)
    const { constructor } = this as unknown as { constructor: new (...args: unknown[]) => VonMisesClass }
    return new constructor(
      this.loc.expand(shape),
      this.concentration.expand(shape),
      isThere(this, '_validate_args') ? this._validate_args : null,
    ) as this
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    return this.concentration
      .mul(value.sub(this.loc).cos())
      .sub(Math.log(2 * Math.PI))
      .sub(logBessel(this.concentration, 0))
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    return no_grad(() => this._rejection_sample(emptyLike(shape, this.loc)))
  }
  override get mean(): Tensor {
    return this.loc
  }
  override get mode(): Tensor {
    return this.loc
  }
  /** By Best and Fisher (1979): proposals of a wrapped Cauchy distribution until all are accepted. */
  _rejection_sample(start: Tensor): Tensor {
    const { loc, concentration, _proposal_r: r } = this
    let x = start
    let done = call('zeros', [x.shape, { dtype: bool, device: loc.device }]) as Tensor
    while (!allTrue(done)) {
      const [u1, u2, u3] = standardUniform([3, ...x.shape], loc).unbind()
      const z = u1.mul(Math.PI).cos()
      const f = r.mul(z).add(1).div(r.add(z))
      const c = concentration.mul(r.sub(f))
      const accept = c.mul(c.rsub(2)).sub(u2).gt(0).bitwise_or(c.div(u2).log().add(1).sub(c).ge(0))
      if (accept.any().item()) {
        x = where(accept, u3.sub(0.5).sign().mul(f.acos()), x)
        done = done.bitwise_or(accept)
      }
    }
    return x
      .add(Math.PI)
      .add(loc)
      .remainder(2 * Math.PI)
      .sub(Math.PI)
  }
}
/**
 * Angles around `loc`.
 *
 * @example
 * torch.distributions.VonMises(0, 1).log_prob(torch.zeros(1)) // tensor([-1.0738])
 */
export const VonMises = callable(VonMisesClass, 'VonMises', 'loc, concentration, validate_args = None')
export type VonMises = VonMisesClass
lazily(VonMisesClass, {
  variance: ({ concentration }) => logBessel(concentration, 1).sub(logBessel(concentration, 0)).exp().rsub(1),
})

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
