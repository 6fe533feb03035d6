// Student's t distribution, and that of Fisher and Snedecor. Follows torch/distributions.
import type { reprSymbol } from '../text/repr.js'
import { callable } from '../nn/callable.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import { DistributionClass } from './distribution.js'
import { GammaClass, Chi2Class } from './gamma.js'
import {
  broadcastNamed,
  limits,
  own,
  put,
  standardNormal,
  type Operand,
  type Shape,
  type Validation,
} from './parameters.js'

export class StudentTClass extends DistributionClass {
  static override arg_constraints = {
    df: constraints.positive,
    loc: constraints.real,
    scale: constraints.positive,
  }
  static override support = constraints.real
  static override has_rsample = true
  static override _batched = ['df', 'loc', 'scale', '_chi2']
  declare readonly df: Tensor
  declare readonly loc: Tensor
  declare readonly scale: Tensor
  declare readonly _chi2: Chi2Class
  constructor(df: Operand, loc: Operand = 0, scale: Operand = 1, validate_args: Validation = null) {
    super()
    own(this, broadcastNamed({ df, loc, scale }))
    own(this, { _chi2: new Chi2Class(this.df) })
    this.begin(this.df.shape, null, validate_args)
  }
  override get mean(): Tensor {
    const m = this.loc.clone().contiguous()
    put(m, this.df.le(1), NaN)
    return m
  }
  override get mode(): Tensor {
    return this.loc
  }
  override get variance(): Tensor {
    const m = this.df.clone().contiguous()
    const finite = this.df.gt(2)
    put(
      m,
      finite,
      this.scale
        .masked_select(finite)
        .pow(2)
        .mul(this.df.masked_select(finite))
        .div(this.df.masked_select(finite).sub(2)),
    )
    put(m, this.df.le(2).bitwise_and(this.df.gt(1)), Infinity)
    put(m, this.df.le(1), NaN)
    return m
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const X = standardNormal(shape, this.df)
    const Z = this._chi2.rsample(sample_shape)
    const Y = X.mul(Z.div(this.df).rsqrt())
    return this.loc.add(this.scale.mul(Y))
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const y = value.sub(this.loc).div(this.scale)
    const Z = this.scale
      .log()
      .add(this.df.log().mul(0.5))
      .add(0.5 * Math.log(Math.PI))
      .add(this.df.mul(0.5).lgamma())
      .sub(this.df.add(1).mul(0.5).lgamma())
    return this.df.add(1).mul(-0.5).mul(y.pow(2).div(this.df).log1p()).sub(Z)
  }
  override entropy(): Tensor {
    const lbeta = this.df
      .mul(0.5)
      .lgamma()
      .add(0.5 * Math.log(Math.PI))
      .sub(this.df.add(1).mul(0.5).lgamma())
    return this.scale
      .log()
      .add(
        this.df
          .add(1)
          .mul(0.5)
          .mul(this.df.add(1).mul(0.5).digamma().sub(this.df.mul(0.5).digamma())),
      )
      .add(this.df.log().mul(0.5))
      .add(lbeta)
  }
}
/**
 * Student's t distribution of `df` degrees of freedom.
 *
 * @example
 * torch.distributions.StudentT(3).variance // tensor(3.)
 */
export const StudentT = callable(StudentTClass, 'StudentT', 'df, loc = 0, scale = 1, validate_args = None')
export type StudentT = StudentTClass

export class FisherSnedecorClass extends DistributionClass {
  static override arg_constraints = { df1: constraints.positive, df2: constraints.positive }
  static override support = constraints.positive
  static override has_rsample = true
  static override _batched = ['df1', 'df2', '_gamma1', '_gamma2']
  declare readonly df1: Tensor
  declare readonly df2: Tensor
  declare readonly _gamma1: GammaClass
  declare readonly _gamma2: GammaClass
  constructor(df1: Operand, df2: Operand, validate_args: Validation = null) {
    super()
    own(this, broadcastNamed({ df1, df2 }))
    own(this, {
      _gamma1: new GammaClass(this.df1.mul(0.5), this.df1),
      _gamma2: new GammaClass(this.df2.mul(0.5), this.df2),
    })
    this.begin(this.df1.shape, null, validate_args)
  }
  override get mean(): Tensor {
    const df2 = this.df2.clone().contiguous()
    put(df2, df2.le(2), NaN)
    return df2.div(df2.sub(2))
  }
  override get mode(): Tensor {
    const mode = this.df1.sub(2).div(this.df1).mul(this.df2).div(this.df2.add(2))
    put(mode, this.df1.le(2), NaN)
    return mode
  }
  override get variance(): Tensor {
    const df2 = this.df2.clone().contiguous()
    put(df2, df2.le(4), NaN)
    return df2
      .pow(2)
      .mul(2)
      .mul(this.df1.add(df2).sub(2))
      .div(this.df1.mul(df2.sub(2).pow(2)).mul(df2.sub(4)))
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const X1 = this._gamma1.rsample(sample_shape).view(shape)
    const X2 = this._gamma2.rsample(sample_shape).view(shape)
    const tiny = limits(X2).tiny
    X2.clamp_({ min: tiny })
    const Y = X1.div(X2)
    Y.clamp_({ min: tiny })
    return Y
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const ct1 = this.df1.mul(0.5)
    const ct2 = this.df2.mul(0.5)
    const ct3 = this.df1.div(this.df2)
    const t1 = ct1.add(ct2).lgamma().sub(ct1.lgamma()).sub(ct2.lgamma())
    const t2 = ct1.mul(ct3.log()).add(ct1.sub(1).mul(value.log()))
    const t3 = ct1.add(ct2).mul(ct3.mul(value).log1p())
    return t1.add(t2).sub(t3)
  }
}
/**
 * The ratio of two chi-squared variables, each over its degrees of freedom.
 *
 * @example
 * torch.distributions.FisherSnedecor(3, 4).mean // tensor(2.)
 */
export const FisherSnedecor = callable(
  FisherSnedecorClass,
  'FisherSnedecor',
  'df1, df2, validate_args = None',
)
export type FisherSnedecor = FisherSnedecorClass

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
