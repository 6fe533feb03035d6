// Divergences between normal distributions of several dimensions. Formulas: torch/distributions/kl.py.
import { ValueError } from '../base/errors.js'
import type { Tensor } from '../tensor/tensor.js'
import type { DistributionClass } from './distribution.js'
import {
  MultivariateNormalClass,
  LowRankMultivariateNormalClass,
  batch_lowrank_logdet,
  batch_lowrank_mahalanobis,
  batch_mahalanobis,
  logDiagonal,
  solveLower,
} from './multivariate-normal.js'
import { broadcastShapes, sameShape } from './parameters.js'
import { register } from './kl.js'

/** Sums of the squares of matrices' elements: tr(X Xᵀ). */
const traceOfSquare = (matrices: Tensor): Tensor =>
  matrices
    .reshape(-1, matrices.size(-1) * matrices.size(-2))
    .pow(2)
    .sum(-1)
    .reshape(matrices.shape.slice(0, -2))

/** Refuses vectors of different lengths; PyTorch's message has the blanks of its source line. */
function checkEvents(p: DistributionClass, q: DistributionClass, what: string): void {
  if (!sameShape(p.event_shape, q.event_shape))
    throw new ValueError(
      `KL-divergence between two ${what} with                         different event shapes cannot be computed`,
    )
}

const logDeterminant = (p: LowRankMultivariateNormalClass): Tensor =>
  batch_lowrank_logdet(p._unbroadcasted_cov_factor, p._unbroadcasted_cov_diag, p._capacitance_tril)

/** How far `loc` is from that of `q`, as `q` measures it. */
const distance = (loc: Tensor, q: LowRankMultivariateNormalClass): Tensor =>
  batch_lowrank_mahalanobis(
    q._unbroadcasted_cov_factor,
    q._unbroadcasted_cov_diag,
    q.loc.sub(loc),
    q._capacitance_tril,
  )

/** The factor of what the low rank of `q` takes from the inverse of its covariance. */
const lowRankOfInverse = (q: LowRankMultivariateNormalClass): Tensor =>
  solveLower(q._capacitance_tril, q._unbroadcasted_cov_factor.mT.div(q._unbroadcasted_cov_diag.unsqueeze(-2)))

register(LowRankMultivariateNormalClass, LowRankMultivariateNormalClass, (p, q) => {
  checkEvents(p, q, 'Low Rank Multivariate Normals')
  const term1 = logDeterminant(q).sub(logDeterminant(p))
  const term3 = distance(p.loc, q)
  const A = lowRankOfInverse(q)
  const term21 = p._unbroadcasted_cov_diag.div(q._unbroadcasted_cov_diag).sum(-1)
  const term22 = traceOfSquare(
    p._unbroadcasted_cov_factor.mul(q._unbroadcasted_cov_diag.rsqrt().unsqueeze(-1)),
  )
  const term23 = traceOfSquare(A.mul(p._unbroadcasted_cov_diag.sqrt().unsqueeze(-2)))
  const term24 = traceOfSquare(A.matmul(p._unbroadcasted_cov_factor))
  const term2 = term21.add(term22).sub(term23).sub(term24)
  return term1.add(term2).add(term3).sub(p.event_shape[0]).mul(0.5)
})
register(MultivariateNormalClass, LowRankMultivariateNormalClass, (p, q) => {
  checkEvents(p, q, '(Low Rank) Multivariate Normals')
  const term1 = logDeterminant(q).sub(logDiagonal(p._unbroadcasted_scale_tril).mul(2))
  const term3 = distance(p.loc, q)
  const A = lowRankOfInverse(q)
  const term21 = traceOfSquare(
    p._unbroadcasted_scale_tril.mul(q._unbroadcasted_cov_diag.rsqrt().unsqueeze(-1)),
  )
  const term22 = traceOfSquare(A.matmul(p._unbroadcasted_scale_tril))
  const term2 = term21.sub(term22)
  return term1.add(term2).add(term3).sub(p.event_shape[0]).mul(0.5)
})
register(LowRankMultivariateNormalClass, MultivariateNormalClass, (p, q) => {
  checkEvents(p, q, '(Low Rank) Multivariate Normals')
  const term1 = logDiagonal(q._unbroadcasted_scale_tril).mul(2).sub(logDeterminant(p))
  const term3 = batch_mahalanobis(q._unbroadcasted_scale_tril, q.loc.sub(p.loc))
  const combined_batch_shape = broadcastShapes(
    q._unbroadcasted_scale_tril.shape.slice(0, -2),
    p._unbroadcasted_cov_factor.shape.slice(0, -2),
  )
  const n = p.event_shape[0]
  const q_scale_tril = q._unbroadcasted_scale_tril.expand([...combined_batch_shape, n, n])
  const p_cov_factor = p._unbroadcasted_cov_factor.expand([...combined_batch_shape, n, p.cov_factor.size(-1)])
  const p_cov_diag = p._unbroadcasted_cov_diag
    .sqrt()
    .diag_embed()
    .expand([...combined_batch_shape, n, n])
  const term21 = traceOfSquare(solveLower(q_scale_tril, p_cov_factor))
  const term22 = traceOfSquare(solveLower(q_scale_tril, p_cov_diag))
  const term2 = term21.add(term22)
  return term1.add(term2).add(term3).sub(p.event_shape[0]).mul(0.5)
})
register(MultivariateNormalClass, MultivariateNormalClass, (p, q) => {
  checkEvents(p, q, 'Multivariate Normals')
  const half_term1 = logDiagonal(q._unbroadcasted_scale_tril).sub(logDiagonal(p._unbroadcasted_scale_tril))
  const combined_batch_shape = broadcastShapes(
    q._unbroadcasted_scale_tril.shape.slice(0, -2),
    p._unbroadcasted_scale_tril.shape.slice(0, -2),
  )
  const n = p.event_shape[0]
  const q_scale_tril = q._unbroadcasted_scale_tril.expand([...combined_batch_shape, n, n])
  const p_scale_tril = p._unbroadcasted_scale_tril.expand([...combined_batch_shape, n, n])
  const term2 = traceOfSquare(solveLower(q_scale_tril, p_scale_tril))
  const term3 = batch_mahalanobis(q._unbroadcasted_scale_tril, q.loc.sub(p.loc))
  return half_term1.add(term2.add(term3).sub(n).mul(0.5))
})
