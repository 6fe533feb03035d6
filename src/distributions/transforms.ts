// Transforms of single numbers: exponential, power, sigmoid, tanh, affine and their like. Follows torch/distributions/transforms.py.
import type { reprSymbol } from '../text/repr.js'
import type { invoke } from '../nn/callable.js'
import { Float, isScalar, scalarToNumber } from '../base/scalar.js'
import { Size } from '../base/tuple.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import { broadcast_all, broadcastShapes, limits, type Operand, type Shape, softplus } from './parameters.js'
import { TransformClass } from './transform.js'

type ConstraintClass = constraints.ConstraintClass

interface Formulas {
  domain: ConstraintClass
  codomain: ConstraintClass
  call: (x: Tensor) => Tensor
  inverse: (y: Tensor) => Tensor
  jacobian?: (x: Tensor, y: Tensor) => Tensor
}

/** A transform without parameters; those with a Jacobian rise, and have an inverse. */
function plain(name: string, formulas: Formulas) {
  const isBijective = formulas.jacobian !== undefined
  const Class = class extends TransformClass {
    override get domain(): ConstraintClass {
      return formulas.domain
    }
    override get codomain(): ConstraintClass {
      return formulas.codomain
    }
    override get bijective(): boolean {
      return isBijective
    }
    override get sign(): number | Tensor {
      return isBijective ? 1 : super.sign
    }
    override __eq__(other: unknown): boolean {
      return other instanceof Class
    }
    override _call(x: Tensor): Tensor {
      return formulas.call(x)
    }
    override _inverse(y: Tensor): Tensor {
      return formulas.inverse(y)
    }
    override log_abs_det_jacobian(x: Tensor, y: Tensor): Tensor {
      return formulas.jacobian ? formulas.jacobian(x, y) : super.log_abs_det_jacobian(x, y)
    }
  }
  return callable(Class, name)
}

const { real, positive, unit_interval } = constraints

/** exp(x). */
export const ExpTransform = plain('ExpTransform', {
  domain: real,
  codomain: positive,
  call: (x) => x.exp(),
  inverse: (y) => y.log(),
  jacobian: (x) => x,
})

/** A sigmoid that is neither 0 nor 1. */
export function clippedSigmoid(x: Tensor): Tensor {
  const { tiny, eps } = limits(x)
  return x.sigmoid().clamp({ min: tiny, max: 1 - eps })
}
/** 1 / (1 + exp(-x)). */
export const SigmoidTransform = plain('SigmoidTransform', {
  domain: real,
  codomain: unit_interval,
  call: clippedSigmoid,
  inverse: (y) => {
    const { tiny, eps } = limits(y)
    const inside = y.clamp({ min: tiny, max: 1 - eps })
    return inside.log().sub(inside.neg().log1p())
  },
  jacobian: (x) => softplus(x.neg()).neg().sub(softplus(x)),
})
/** log(1 + exp(x)). */
export const SoftplusTransform = plain('SoftplusTransform', {
  domain: real,
  codomain: positive,
  call: softplus,
  inverse: (y) => y.neg().expm1().neg().log().add(y),
  jacobian: (x) => softplus(x.neg()).neg(),
})
/** tanh(x). */
export const TanhTransform = plain('TanhTransform', {
  domain: real,
  codomain: constraints.interval(new Float(-1), new Float(1)),
  call: (x) => x.tanh(),
  inverse: (y) => y.atanh(),
  // log(1 - tanh(x)²) without cancellation.
  jacobian: (x) =>
    x
      .rsub(Math.log(2))
      .sub(softplus(x.mul(-2)))
      .mul(2),
})
/** |x|. */
export const AbsTransform = plain('AbsTransform', {
  domain: real,
  codomain: positive,
  call: (x) => x.abs(),
  inverse: (y) => y,
})

const shapeOf = (value: Operand): Shape => (value instanceof Tensor ? value.shape : [])

class PowerTransformClass extends TransformClass {
  readonly exponent: Tensor
  constructor(exponent: Operand, cache_size = 0) {
    super({ cache_size })
    ;[this.exponent] = broadcast_all(exponent)
  }
  override get domain(): ConstraintClass {
    return positive
  }
  override get codomain(): ConstraintClass {
    return positive
  }
  override get bijective(): boolean {
    return true
  }
  override get sign(): number {
    return 1
  }
  override with_cache(cache_size = 1): TransformClass {
    return this._cache_size === cache_size ? this : new PowerTransformClass(this.exponent, cache_size)
  }
  override __eq__(other: unknown): boolean {
    return other instanceof PowerTransformClass && Boolean(this.exponent.eq(other.exponent).all().item())
  }
  override _call(x: Tensor): Tensor {
    return x.pow(this.exponent)
  }
  override _inverse(y: Tensor): Tensor {
    return y.pow(this.exponent.reciprocal())
  }
  override log_abs_det_jacobian(x: Tensor, y: Tensor): Tensor {
    return this.exponent.mul(y).div(x).abs().log()
  }
  override forward_shape(shape: Shape): Shape {
    return Size.from(broadcastShapes(shape, this.exponent.shape))
  }
  override inverse_shape(shape: Shape): Shape {
    return Size.from(broadcastShapes(shape, this.exponent.shape))
  }
}
/**
 * x to the power of `exponent`.
 *
 * @example
 * torch.distributions.PowerTransform(2)(torch.tensor([1.5, 3])) // tensor([2.2500, 9.0000])
 */
export const PowerTransform = callable(PowerTransformClass, 'PowerTransform', 'exponent, cache_size = 0')

const equal = (a: Operand, b: Operand): boolean => {
  if (!(a instanceof Tensor) && !(b instanceof Tensor)) return Number(a) === Number(b)
  const result = a instanceof Tensor ? a.eq(b) : (b as Tensor).eq(a)
  return Boolean(result.all().item())
}

class AffineTransformClass extends TransformClass {
  readonly #event_dim: number
  constructor(
    readonly loc: Operand,
    readonly scale: Operand,
    event_dim = 0,
    cache_size = 0,
  ) {
    super({ cache_size })
    this.#event_dim = event_dim
  }
  override get event_dim(): number {
    return this.#event_dim
  }
  override get domain(): ConstraintClass {
    return this.event_dim === 0 ? real : constraints.independent(real, this.event_dim)
  }
  override get codomain(): ConstraintClass {
    return this.domain
  }
  override get bijective(): boolean {
    return true
  }
  override with_cache(cache_size = 1): TransformClass {
    return this._cache_size === cache_size
      ? this
      : new AffineTransformClass(this.loc, this.scale, this.event_dim, cache_size)
  }
  override __eq__(other: unknown): boolean {
    return (
      other instanceof AffineTransformClass && equal(this.loc, other.loc) && equal(this.scale, other.scale)
    )
  }
  override get sign(): number | Tensor {
    return isScalar(this.scale) ? Math.sign(scalarToNumber(this.scale)) : this.scale.sign()
  }
  override _call(x: Tensor): Tensor {
    const scaled = this.scale instanceof Tensor ? this.scale.mul(x) : x.mul(this.scale)
    return this.loc instanceof Tensor ? this.loc.add(scaled) : scaled.add(this.loc)
  }
  override _inverse(y: Tensor): Tensor {
    return y.sub(this.loc).div(this.scale)
  }
  override log_abs_det_jacobian(x: Tensor, _y: Tensor): Tensor {
    const { scale, event_dim } = this
    let shape = [...x.shape]
    let result =
      scale instanceof Tensor
        ? scale.abs().log()
        : (call('full_like', [x, Math.log(Math.abs(scalarToNumber(scale)))]) as Tensor)
    if (event_dim > 0) {
      result = result.view([...result.shape.slice(0, -event_dim), -1]).sum(-1)
      shape = shape.slice(0, -event_dim)
    }
    return result.expand(shape)
  }
  override forward_shape(shape: Shape): Shape {
    return Size.from(broadcastShapes(shape, shapeOf(this.loc), shapeOf(this.scale)))
  }
  override inverse_shape(shape: Shape): Shape {
    return Size.from(broadcastShapes(shape, shapeOf(this.loc), shapeOf(this.scale)))
  }
}
/**
 * loc + scale x.
 *
 * @example
 * torch.distributions.AffineTransform(1, 2)(torch.tensor([1.5, 3])) // tensor([4., 7.])
 */
export const AffineTransform = callable(
  AffineTransformClass,
  'AffineTransform',
  'loc, scale, event_dim = 0, cache_size = 0',
)

/** What the transform by a distribution function asks of a distribution. */
interface Distributed {
  readonly support: ConstraintClass
  cdf(x: Tensor): Tensor
  icdf(y: Tensor): Tensor
  log_prob(x: Tensor): Tensor
}
class CumulativeDistributionTransformClass extends TransformClass {
  constructor(
    readonly distribution: Distributed,
    cache_size = 0,
  ) {
    super({ cache_size })
  }
  override get domain(): ConstraintClass {
    return this.distribution.support
  }
  override get codomain(): ConstraintClass {
    return unit_interval
  }
  override get bijective(): boolean {
    return true
  }
  override get sign(): number {
    return 1
  }
  override _call(x: Tensor): Tensor {
    return this.distribution.cdf(x)
  }
  override _inverse(y: Tensor): Tensor {
    return this.distribution.icdf(y)
  }
  override log_abs_det_jacobian(x: Tensor, _y: Tensor): Tensor {
    return this.distribution.log_prob(x)
  }
  override with_cache(cache_size = 1): TransformClass {
    return this._cache_size === cache_size
      ? this
      : new CumulativeDistributionTransformClass(this.distribution, cache_size)
  }
}
/**
 * The distribution function of a distribution.
 *
 * @example
 * torch.distributions.CumulativeDistributionTransform(torch.distributions.Uniform(0, 2))(torch.tensor([0.5]))
 * // tensor([0.2500])
 */
export const CumulativeDistributionTransform = callable(
  CumulativeDistributionTransformClass,
  'CumulativeDistributionTransform',
  'distribution, cache_size = 0',
)

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol | typeof invoke
