// The normal distribution of several dimensions, and that of low rank. Follows torch/distributions.
import { usedAs } from '../engine/python-call.js'
import type { reprSymbol } from '../text/repr.js'
import { ValueError } from '../base/errors.js'
import { call } from '../engine/functions.js'
import { callable } from '../nn/callable.js'
import type { Tensor } from '../tensor/tensor.js'
import * as constraints from './constraints.js'
import { DistributionClass, expandedMatrices } from './distribution.js'
import {
  broadcastShapes,
  lazily,
  own,
  sizeOf,
  standardNormal,
  type Shape,
  type Validation,
} from './parameters.js'

/** Products of matrices and vectors, over batches of both. */
const batch_mv = (matrices: Tensor, vectors: Tensor): Tensor =>
  matrices.matmul(vectors.unsqueeze(-1)).squeeze(-1)

const cholesky = (matrices: Tensor): Tensor => call('linalg.cholesky', [matrices]) as Tensor
/** Solves with lower triangular matrices. */
export const solveLower = (matrices: Tensor, right: Tensor): Tensor =>
  call('linalg.solve_triangular', [matrices, right, { upper: false }]) as Tensor
/** log det of lower triangular matrices. */
export const logDiagonal = (matrices: Tensor): Tensor => matrices.diagonal(0, -2, -1).log().sum(-1)

/** xᵀ (L Lᵀ)⁻¹ x for lower triangular L; the batch of x may be larger than that of L. */
export function batch_mahalanobis(bL: Tensor, bx: Tensor): Tensor {
  const n = bx.size(-1)
  const batch = [...bx.shape.slice(0, -1)]
  const inner = bL.dim() - 2
  const outer = batch.length - inner
  // (…, i, j, n) with L of (…, 1 or i, n, n): the part that L repeats goes to the front.
  const split: number[] = [...batch.slice(0, outer)]
  for (let k = 0; k < inner; k++) {
    const own = bL.size(k)
    split.push(Math.floor(batch[outer + k] / own), own)
  }
  const range = (start: number, end: number, step = 1): number[] =>
    Array.from({ length: Math.ceil((end - start) / step) }, (_, k) => start + k * step)
  const all = outer + 2 * inner
  const order = [...range(0, outer), ...range(outer, all, 2), ...range(outer + 1, all, 2), all]
  const permuted = bx.reshape([...split, n]).permute(order)
  const flatL = bL.reshape(-1, n, n)
  const flatX = permuted.reshape(-1, flatL.size(0), n)
  const solved = solveLower(flatL, flatX.permute(1, 2, 0))
    .pow(2)
    .sum(-2)
    .t()
  const back = range(0, outer)
  for (let k = 0; k < inner; k++) back.push(outer + k, outer + inner + k)
  return solved.reshape(permuted.shape.slice(0, -1)).permute(back).reshape(batch)
}

/** The lower triangular factor of the inverse of P. */
export function precision_to_scale_tril(P: Tensor): Tensor {
  const factor = cholesky(P.flip([-2, -1]))
  const inverse = factor.flip([-2, -1]).transpose(-2, -1)
  const identity = call('eye', [P.size(-1), { dtype: P.dtype, device: P.device }]) as Tensor
  return solveLower(inverse, identity)
}

/** The lower triangular factor of the covariance that a matrix says in its own way. */
export function scaleTrilOf(name: string, matrix: Tensor): Tensor {
  if (name === 'scale_tril') return matrix
  return name === 'covariance_matrix' ? cholesky(matrix) : precision_to_scale_tril(matrix)
}

/** The attributes that say a covariance matrix, each in its own way. */
export const covarianceNames = ['covariance_matrix', 'scale_tril', 'precision_matrix'] as const

export class MultivariateNormalClass extends DistributionClass {
  static override arg_constraints = {
    loc: constraints.real_vector,
    covariance_matrix: constraints.positive_definite,
    precision_matrix: constraints.positive_definite,
    scale_tril: constraints.lower_cholesky,
  }
  static override support = constraints.real_vector
  static override has_rsample = true
  static override _batched: readonly string[] = []
  static override _kept = ['_unbroadcasted_scale_tril']
  declare readonly loc: Tensor
  declare readonly covariance_matrix: Tensor
  declare readonly precision_matrix: Tensor
  declare readonly scale_tril: Tensor
  declare readonly _unbroadcasted_scale_tril: Tensor
  constructor(
    loc: Tensor,
    covariance_matrix: Tensor | null = null,
    precision_matrix: Tensor | null = null,
    scale_tril: Tensor | null = null,
    validate_args: Validation = null,
  ) {
    super()
    if ((usedAs('.dim', loc) as Tensor).dim() < 1)
      throw new ValueError('loc must be at least one-dimensional.')
    const given = { scale_tril, covariance_matrix, precision_matrix }
    const named = Object.entries(given).filter(([, matrix]) => matrix !== null)
    if (named.length !== 1)
      throw new ValueError(
        'Exactly one of covariance_matrix or precision_matrix or scale_tril may be specified.',
      )
    const [[name, matrix]] = named as [string, Tensor][]
    if ((usedAs('.dim', matrix) as Tensor).dim() < 2)
      throw new ValueError(
        `${name}${name === 'scale_tril' ? ' matrix' : ''} must be at least two-dimensional, with optional leading batch dimensions`,
      )
    const batch_shape = broadcastShapes(matrix.shape.slice(0, -2), loc.shape.slice(0, -1))
    own(this, { [name]: matrix.expand([...batch_shape, -1, -1]), loc: loc.expand([...batch_shape, -1]) })
    this.begin(batch_shape, this.loc.shape.slice(-1), validate_args)
    own(this, { _unbroadcasted_scale_tril: scaleTrilOf(name, matrix) })
  }
  override expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    const loc_shape = [...sizeOf(batch_shape), ...this.event_shape]
    const matrices = expandedMatrices(this, covarianceNames, [...loc_shape, ...this.event_shape])
    return this.expanded(batch_shape, instance, { ...matrices, loc: this.loc.expand(loc_shape) })
  }
  override get mean(): Tensor {
    return this.loc
  }
  override get mode(): Tensor {
    return this.loc
  }
  override get variance(): Tensor {
    return this._unbroadcasted_scale_tril
      .pow(2)
      .sum(-1)
      .expand([...this._batch_shape, ...this._event_shape])
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const eps = standardNormal(shape, this.loc)
    return this.loc.add(batch_mv(this._unbroadcasted_scale_tril, eps))
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const diff = value.sub(this.loc)
    const M = batch_mahalanobis(this._unbroadcasted_scale_tril, diff)
    const half_log_det = logDiagonal(this._unbroadcasted_scale_tril)
    return M.add(this._event_shape[0] * Math.log(2 * Math.PI))
      .mul(-0.5)
      .sub(half_log_det)
  }
  override entropy(): Tensor {
    const half_log_det = logDiagonal(this._unbroadcasted_scale_tril)
    const H = half_log_det.add(0.5 * this._event_shape[0] * (1 + Math.log(2 * Math.PI)))
    if (this._batch_shape.length === 0) {
      return H
    } else {
      return H.expand(this._batch_shape)
    }
  }
}
/**
 * Normal vectors; exactly one of the three matrices says how they vary.
 *
 * @example
 * torch.distributions.MultivariateNormal(torch.zeros(2), torch.eye(2)).log_prob(torch.zeros(2)) // tensor(-1.8379)
 */
export const MultivariateNormal = callable(
  MultivariateNormalClass,
  'MultivariateNormal',
  'loc, covariance_matrix = None, precision_matrix = None, scale_tril = None, validate_args = None',
)
export type MultivariateNormal = MultivariateNormalClass

lazily(MultivariateNormalClass, {
  scale_tril: (self) =>
    self._unbroadcasted_scale_tril.expand([...self._batch_shape, ...self._event_shape, ...self._event_shape]),
  covariance_matrix: (self) =>
    self._unbroadcasted_scale_tril
      .matmul(self._unbroadcasted_scale_tril.mT)
      .expand([...self._batch_shape, ...self._event_shape, ...self._event_shape]),
  precision_matrix: (self) =>
    (call('cholesky_inverse', [self._unbroadcasted_scale_tril]) as Tensor).expand([
      ...self._batch_shape,
      ...self._event_shape,
      ...self._event_shape,
    ]),
})

/** Adds 1 to the diagonal. */
function plusIdentity(matrices: Tensor): Tensor {
  const K = matrices.contiguous()
  K.diagonal(0, -2, -1).add_(1)
  return K
}
/** The factor of 1 + Wᵀ D⁻¹ W. */
function capacitanceTril(W: Tensor, D: Tensor): Tensor {
  return cholesky(plusIdentity(W.mT.div(D.unsqueeze(-2)).matmul(W)))
}
/** log det (W Wᵀ + D), by the matrix determinant lemma. */
export const batch_lowrank_logdet = (_W: Tensor, D: Tensor, capacitance_tril: Tensor): Tensor =>
  logDiagonal(capacitance_tril).mul(2).add(D.log().sum(-1))
/** xᵀ (W Wᵀ + D)⁻¹ x, by the Woodbury identity. */
export function batch_lowrank_mahalanobis(W: Tensor, D: Tensor, x: Tensor, capacitance_tril: Tensor): Tensor {
  const projected = batch_mv(W.mT.div(D.unsqueeze(-2)), x)
  return x.pow(2).div(D).sum(-1).sub(batch_mahalanobis(capacitance_tril, projected))
}

export class LowRankMultivariateNormalClass extends DistributionClass {
  static override arg_constraints = {
    loc: constraints.real_vector,
    cov_factor: constraints.independent(constraints.real, 2),
    cov_diag: constraints.independent(constraints.positive, 1),
  }
  static override support = constraints.real_vector
  static override has_rsample = true
  static override _batched: readonly string[] = []
  static override _kept = ['_unbroadcasted_cov_factor', '_unbroadcasted_cov_diag', '_capacitance_tril']
  declare readonly loc: Tensor
  declare readonly cov_factor: Tensor
  declare readonly cov_diag: Tensor
  declare readonly scale_tril: Tensor
  declare readonly covariance_matrix: Tensor
  declare readonly precision_matrix: Tensor
  declare readonly _unbroadcasted_cov_factor: Tensor
  declare readonly _unbroadcasted_cov_diag: Tensor
  declare readonly _capacitance_tril: Tensor
  constructor(loc: Tensor, cov_factor: Tensor, cov_diag: Tensor, validate_args: Validation = null) {
    super()
    if ((usedAs('.dim', loc) as Tensor).dim() < 1)
      throw new ValueError('loc must be at least one-dimensional.')
    const event_shape = sizeOf(loc.shape.slice(-1))
    if ((usedAs('.dim', cov_factor) as Tensor).dim() < 2)
      throw new ValueError(
        'cov_factor must be at least two-dimensional, with optional leading batch dimensions',
      )
    if (cov_factor.shape.at(-2) !== event_shape[0])
      throw new ValueError(`cov_factor must be a batch of matrices with shape ${event_shape[0]} x m`)
    if ((usedAs('.shape', cov_diag) as Tensor).shape.at(-1) !== event_shape[0])
      throw new ValueError(`cov_diag must be a batch of vectors with shape ${event_shape}`)
    let matrices: Tensor[]
    try {
      matrices = call('broadcast_tensors', [
        loc.unsqueeze(-1),
        cov_factor,
        cov_diag.unsqueeze(-1),
      ]) as Tensor[]
    } catch {
      throw new ValueError(
        `Incompatible batch shapes: loc ${loc.shape}, cov_factor ${cov_factor.shape}, cov_diag ${cov_diag.shape}`,
      )
    }
    own(this, {
      cov_factor: matrices[1],
      loc: matrices[0].select(-1, 0),
      cov_diag: matrices[2].select(-1, 0),
      _unbroadcasted_cov_factor: cov_factor,
      _unbroadcasted_cov_diag: cov_diag,
      _capacitance_tril: capacitanceTril(cov_factor, cov_diag),
    })
    this.begin(this.loc.shape.slice(0, -1), event_shape, validate_args)
  }
  override expand(batch_shape: Shape, instance: DistributionClass | null = null): this {
    const loc_shape = [...sizeOf(batch_shape), ...this.event_shape]
    return this.expanded(batch_shape, instance, {
      loc: this.loc.expand(loc_shape),
      cov_diag: this.cov_diag.expand(loc_shape),
      cov_factor: this.cov_factor.expand([...loc_shape, this.cov_factor.size(-1)]),
    })
  }
  override get mean(): Tensor {
    return this.loc
  }
  override get mode(): Tensor {
    return this.loc
  }
  override rsample(sample_shape: Shape | null = null): Tensor {
    const shape = this._extended_shape(sample_shape)
    const W_shape = [...shape.slice(0, -1), ...this.cov_factor.shape.slice(-1)]
    const eps_W = standardNormal(W_shape, this.loc)
    const eps_D = standardNormal(shape, this.loc)
    return this.loc
      .add(batch_mv(this._unbroadcasted_cov_factor, eps_W))
      .add(this._unbroadcasted_cov_diag.sqrt().mul(eps_D))
  }
  override log_prob(value: Tensor): Tensor {
    value = this.checked(value)
    const diff = value.sub(this.loc)
    const M = batch_lowrank_mahalanobis(
      this._unbroadcasted_cov_factor,
      this._unbroadcasted_cov_diag,
      diff,
      this._capacitance_tril,
    )
    const log_det = batch_lowrank_logdet(
      this._unbroadcasted_cov_factor,
      this._unbroadcasted_cov_diag,
      this._capacitance_tril,
    )
    return log_det
      .add(this._event_shape[0] * Math.log(2 * Math.PI))
      .add(M)
      .mul(-0.5)
  }
  override entropy(): Tensor {
    const log_det = batch_lowrank_logdet(
      this._unbroadcasted_cov_factor,
      this._unbroadcasted_cov_diag,
      this._capacitance_tril,
    )
    const H = log_det.add(this._event_shape[0] * (1 + Math.log(2 * Math.PI))).mul(0.5)
    if (this._batch_shape.length === 0) {
      return H
    } else {
      return H.expand(this._batch_shape)
    }
  }
}
/**
 * Normal vectors whose covariance matrix is `cov_factor @ cov_factor.T + diag(cov_diag)`.
 *
 * @example
 * torch.distributions.LowRankMultivariateNormal(torch.zeros(2), torch.ones(2, 1), torch.ones(2)).variance
 * // tensor([2., 2.])
 */
export const LowRankMultivariateNormal = callable(
  LowRankMultivariateNormalClass,
  'LowRankMultivariateNormal',
  'loc, cov_factor, cov_diag, validate_args = None',
)
export type LowRankMultivariateNormal = LowRankMultivariateNormalClass

/** A matrix of an event, over the batch. */
const spread = (self: LowRankMultivariateNormalClass, matrix: Tensor): Tensor =>
  matrix.expand([...self._batch_shape, ...self._event_shape, ...self._event_shape])
lazily(LowRankMultivariateNormalClass, {
  variance: (self) =>
    self._unbroadcasted_cov_factor
      .pow(2)
      .sum(-1)
      .add(self._unbroadcasted_cov_diag)
      .expand([...self._batch_shape, ...self._event_shape]),
  scale_tril: (self) => {
    const roots = self._unbroadcasted_cov_diag.sqrt().unsqueeze(-1)
    const scaled = self._unbroadcasted_cov_factor.div(roots)
    return spread(self, roots.mul(cholesky(plusIdentity(scaled.matmul(scaled.mT)))))
  },
  covariance_matrix: (self) => {
    const W = self._unbroadcasted_cov_factor
    return spread(self, W.matmul(W.mT).add(self._unbroadcasted_cov_diag.diag_embed()))
  },
  precision_matrix: (self) => {
    const D = self._unbroadcasted_cov_diag
    const A = solveLower(self._capacitance_tril, self._unbroadcasted_cov_factor.mT.div(D.unsqueeze(-2)))
    return spread(self, D.reciprocal().diag_embed().sub(A.mT.matmul(A)))
  },
})

/** What the declarations of these classes speak of. */
export type Named = typeof reprSymbol
