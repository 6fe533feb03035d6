// Distributions of matrices: Wishart's of covariance matrices, and that of Lewandowski, Kurowicka and Joe. Follows torch/distributions.
import { Tuple } from '../base/tuple.js'
import type { reprSymbol } from '../text/repr.js'
import { ValueError } from '../base/errors.js'
import { warn } from '../base/warnings.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import type { ConstraintClass } from './constraints.js'
import { DistributionClass, expandedMatrices, ExponentialFamilyClass } from './distribution.js'
import { BetaClass } from './dirichlet.js'
import { Chi2Class } from './gamma.js'
import { scaleTrilOf, covarianceNames } from './multivariate-normal.js'
import {
  arange,
  assert,
  broadcastNamed,
  broadcastShapes,
  cat,
  formatted,
  lazily,
  limits,
  own,
  put,
  scalarLike,
  sizeOf,
  type Operand,
  type Shape,
  type Validation,
} from './parameters.js'

const LOG_2 = Math.log(2)

/** The chi-squared distributions of the squares on the diagonal. */
function chiSquared({ df, _batch_shape, _event_shape, _unbroadcasted_scale_tril }: WishartClass): Chi2Class {
  const [, p] = _event_shape
  return new Chi2Class(
    df.unsqueeze(-1).sub(arange(p, _unbroadcasted_scale_tril).expand([..._batch_shape, p])),
  )
}

/** Vectors as the parts below the diagonal of matrices of zeros, row by row. */
function belowDiagonal(vectors: Tensor, p: number): Tensor {
  const matrices = vectors.new_zeros([...vectors.shape.slice(0, -1), p, p])
  const mask = (call('ones', [p, p]) as Tensor).tril(-1).bool()
  return matrices.masked_scatter(mask, vectors)
}

/** The derivative of the logarithm of the gamma function of several dimensions. */
function multivariateDigamma(x: Tensor, p: number): Tensor {
  assert(
    Boolean(
      x
        .gt((p - 1) / 2)
        .all()
        .item(),
    ),
    'Wrong domain for multivariate digamma function.',
  )
  return x
    .unsqueeze(-1)
    .sub(
      arange(p, x)
        .div(2)
        .expand([...x.shape, -1]),
    )
    .digamma()
    .sum(-1)
}

/** The logarithm of the gamma function of several dimensions. */
function mvlgamma(x: Tensor, p: number): Tensor {
  const halves = call('arange', [-p / 2 + 0.5, 0.5, 0.5, { dtype: x.dtype, device: x.device }]) as Tensor
  const constant = p * (p - 1) * (Math.log(Math.PI) / 4)
  return x.unsqueeze(-1).add(halves).lgamma().sum(-1).add(constant)
}
const logAbsDet = (matrix: Tensor): Tensor =>
  (call('linalg.slogdet', [matrix]) as { logabsdet: Tensor }).logabsdet

export class WishartClass extends ExponentialFamilyClass {
  static override arg_constraints: Record<string, ConstraintClass> = {
    covariance_matrix: constraints.positive_definite,
    precision_matrix: constraints.positive_definite,
    scale_tril: constraints.lower_cholesky,
    df: constraints.greater_than(0),
  }
  static override support = constraints.positive_definite
  static override has_rsample = true
  static override _batched = ['df']
  declare readonly df: Tensor
  declare readonly covariance_matrix: Tensor
  declare readonly precision_matrix: Tensor
  declare readonly scale_tril: Tensor
  declare readonly _unbroadcasted_scale_tril: Tensor
  declare readonly _dist_chi2: Chi2Class
  constructor(
    df: Operand,
    covariance_matrix: Tensor | null = null,
    precision_matrix: Tensor | null = null,
    scale_tril: Tensor | null = null,
    validate_args: Validation = null,
  ) {
    super()
    const given = { scale_tril, covariance_matrix, precision_matrix }
    const named = Object.entries(given).filter(([, matrix]) => matrix !== null)
    assert(
      named.length === 1,
      'Exactly one of covariance_matrix or precision_matrix or scale_tril may be specified.',
    )
    const [[name, matrix]] = named as [string, Tensor][]
    if (matrix.dim() < 2)
      throw new ValueError(
        'scale_tril must be at least two-dimensional, with optional leading batch dimensions',
      )
    const batch_shape =
      df instanceof Tensor ? broadcastShapes(matrix.shape.slice(0, -2), df.shape) : matrix.shape.slice(0, -2)
    own(this, { df: df instanceof Tensor ? df.expand(batch_shape) : scalarLike(df, matrix) })
    const event_shape = matrix.shape.slice(-2)
    const p = event_shape[1]
    if (
      this.df
        .le(p - 1)
        .any()
        .item()
    )
      throw new ValueError(`Value of df=${formatted(df)} expected to be greater than ndim - 1 = ${p - 1}.`)
    own(this, { [name]: matrix.expand([...batch_shape, -1, -1]) })
    WishartClass.arg_constraints.df = constraints.greater_than(p - 1)
    if (this.df.lt(p).any().item())
      warn('Low df values detected. Singular samples are highly likely to occur for ndim - 1 < df < ndim.')
    this.begin(batch_shape, event_shape, validate_args)
    own(this, { _unbroadcasted_scale_tril: scaleTrilOf(name, matrix) })
    own(this, { _dist_chi2: chiSquared(this) })
  }
  override expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    const shape = sizeOf(batch_shape)
    const matrices = [...covarianceNames, '_unbroadcasted_scale_tril']
    const grown = expandedMatrices(this, matrices, [...shape, ...this.event_shape])
    const result = this.expanded(shape, instance, grown)
    own(result, { _dist_chi2: chiSquared(result) })
    return result
  }
  override get _mean_carrier_measure(): number {
    return 0
  }
  override get mean(): Tensor {
    return this.df.view([...this._batch_shape, 1, 1]).mul(this.covariance_matrix)
  }
  override get mode(): Tensor {
    const factor = this.df.sub(this.covariance_matrix.shape.at(-1)!).sub(1)
    put(factor, factor.le(0), NaN)
    return factor.view([...this._batch_shape, 1, 1]).mul(this.covariance_matrix)
  }
  override get variance(): Tensor {
    const V = this.covariance_matrix
    const diag_V = V.diagonal(0, -2, -1)
    return this.df
      .view([...this._batch_shape, 1, 1])
      .mul(V.pow(2).add(call('einsum', ['...i,...j->...ij', diag_V, diag_V]) as Tensor))
  }
  /** By Bartlett's decomposition: chi-squared numbers on the diagonal, normal ones below. */
  _bartlett_sampling(sample_shape: Shape): Tensor {
    const p = this._event_shape[1]
    const roots = this._dist_chi2.rsample(sample_shape).sqrt()
    const diagonal = roots.clamp({ min: limits(roots).eps }).diag_embed()
    const shape = [...sample_shape, ...this._batch_shape, (p * (p - 1)) / 2]
    const below = call('randn', [shape, { dtype: roots.dtype, device: roots.device }]) as Tensor
    const chol = this._unbroadcasted_scale_tril.matmul(diagonal.add(belowDiagonal(below, p)))
    return chol.matmul(chol.transpose(-2, -1))
  }
  override rsample(sample_shape: Shape | null = null, max_try_correction: number | null = null): Tensor {
    const outer = sizeOf(sample_shape)
    let sample = this._bartlett_sampling(outer)
    const overBatch = (truths: Tensor): Tensor =>
      this._batch_shape.length > 0 ? truths.amax(this._batch_shape.map((_, i) => -(i + 1))) : truths
    // PyTorch calls those singular at first that are not; they are drawn again just the same.
    let again = overBatch(this.support.check(sample))
    if (!again.any().item()) return sample
    warn('Singular sample detected.')
    for (let tries = 0; tries < (max_try_correction ?? 10); tries++) {
      const count = again.sum().item() as number
      const drawn = this._bartlett_sampling(again.dim() === 0 ? [1] : [count])
      sample = sample.clone()
      sample.index_put_([again], drawn)
      const isStill = overBatch(this.support.check(drawn).logical_not())
      const next = again.clone()
      next.index_put_([again], isStill)
      again = next
      if (!again.any().item()) break
    }
    return sample
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const nu = this.df
    const p = this._event_shape[1]
    return nu
      .neg()
      .mul(
        this._unbroadcasted_scale_tril
          .diagonal(0, -2, -1)
          .log()
          .sum(-1)
          .add((p * LOG_2) / 2),
      )
      .sub(mvlgamma(nu.div(2), p))
      .add(nu.sub(p).sub(1).div(2).mul(logAbsDet(value)))
      .sub(
        (call('cholesky_solve', [value, this._unbroadcasted_scale_tril]) as Tensor)
          .diagonal(0, -2, -1)
          .sum(-1)
          .div(2),
      )
  }
  override entropy(): Tensor {
    const nu = this.df
    const p = this._event_shape[1]
    return this._unbroadcasted_scale_tril
      .diagonal(0, -2, -1)
      .log()
      .sum(-1)
      .add((p * LOG_2) / 2)
      .mul(p + 1)
      .add(mvlgamma(nu.div(2), p))
      .sub(
        nu
          .sub(p)
          .sub(1)
          .div(2)
          .mul(multivariateDigamma(nu.div(2), p)),
      )
      .add(nu.mul(p).div(2))
  }
  override get _natural_params(): readonly Tensor[] {
    const nu = this.df
    const p = this._event_shape[1]
    return Tuple.of(this.precision_matrix.neg().div(2), nu.sub(p).sub(1).div(2))
  }
  override _log_normalizer(x: Tensor, y: Tensor): Tensor {
    const p = this._event_shape[1]
    return y
      .add((p + 1) / 2)
      .mul(
        logAbsDet(x.mul(-2))
          .neg()
          .add(LOG_2 * p),
      )
      .add(mvlgamma(y.add((p + 1) / 2), p))
  }
}
/**
 * Covariance matrices of `df` normal vectors.
 *
 * @example
 * torch.distributions.Wishart(3, torch.eye(2)).mean
 * // tensor([[3., 0.],
 * //         [0., 3.]])
 */
export const Wishart = callable(
  WishartClass,
  'Wishart',
  'df, covariance_matrix = None, precision_matrix = None, scale_tril = None, validate_args = None',
)
export type Wishart = WishartClass
lazily(WishartClass, {
  scale_tril: (self) => self._unbroadcasted_scale_tril.expand([...self._batch_shape, ...self._event_shape]),
  covariance_matrix: (self) =>
    self._unbroadcasted_scale_tril
      .matmul(self._unbroadcasted_scale_tril.transpose(-2, -1))
      .expand([...self._batch_shape, ...self._event_shape]),
  precision_matrix: (self) => {
    const L = self._unbroadcasted_scale_tril
    const identity = call('eye', [L.size(-1), { dtype: L.dtype, device: L.device }]) as Tensor
    return (call('cholesky_solve', [identity, L]) as Tensor).expand([
      ...self._batch_shape,
      ...self._event_shape,
    ])
  },
})

export class LKJCholeskyClass extends DistributionClass {
  static override arg_constraints = { concentration: constraints.positive }
  static override support = constraints.corr_cholesky
  static override _batched = ['concentration']
  static override _kept = ['dim']
  declare readonly dim: number
  declare readonly concentration: Tensor
  declare readonly _beta: BetaClass
  constructor(dim: number, concentration: Operand = 1, validate_args: Validation = null) {
    super()
    if (dim < 2)
      throw new ValueError(`Expected dim to be an integer greater than or equal to 2. Found dim=${dim}.`)
    own(this, { dim, ...broadcastNamed({ concentration }) })
    const offset = cat([this.concentration.new_zeros([1]), arange(dim - 1, this.concentration)], 0)
    const marginal = this.concentration.add(0.5 * (dim - 2))
    own(this, { _beta: new BetaClass(offset.add(0.5), marginal.unsqueeze(-1).sub(offset.mul(0.5))) })
    this.begin(this.concentration.shape, [dim, dim], validate_args)
  }
  override expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    const _beta = this._beta.expand([...sizeOf(batch_shape), this.dim])
    return this.expanded(batch_shape, instance, { _beta })
  }
  override sample(sample_shape: Shape | null = null): Tensor {
    const y = this._beta.sample(sample_shape).unsqueeze(-1)
    const u_normal = (
      call('randn', [this._extended_shape(sample_shape), { dtype: y.dtype, device: y.device }]) as Tensor
    ).tril(-1)
    const directions = u_normal.div(u_normal.norm(2, -1, true))
    directions.select(-2, 0).fill_(0)
    const w = y.sqrt().mul(directions)
    const diagonal = w
      .pow(2)
      .sum(-1)
      .rsub(1)
      .clamp({ min: limits(w).tiny })
      .sqrt()
    return w.add(diagonal.diag_embed())
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const diag_elems = value.diagonal(0, -1, -2).narrow(-1, 1, this.dim - 1)
    const sizes = call('arange', [2, this.dim + 1, { device: this.concentration.device }]) as Tensor
    const order = this.concentration.sub(1).unsqueeze(-1).mul(2).add(this.dim).sub(sizes)
    const unnormalized_log_pdf = order.mul(diag_elems.log()).sum(-1)
    const dm1 = this.dim - 1
    const alpha = this.concentration.add(0.5 * dm1)
    const denominator = alpha.lgamma().mul(dm1)
    const numerator = mvlgamma(alpha.sub(0.5), dm1)
    const pi_constant = 0.5 * dm1 * Math.log(Math.PI)
    const normalize_term = numerator.add(pi_constant).sub(denominator)
    return unnormalized_log_pdf.sub(normalize_term)
  }
}
/**
 * Cholesky factors of correlation matrices.
 *
 * @example
 * torch.distributions.LKJCholesky(2, 1).event_shape // torch.Size([2, 2])
 */
export const LKJCholesky = callable(
  LKJCholeskyClass,
  'LKJCholesky',
  'dim, concentration = 1, validate_args = None',
)
export type LKJCholesky = LKJCholeskyClass

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
