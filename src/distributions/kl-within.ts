// Divergences between distributions of one family. Formulas: torch/distributions/kl.py.
import { NotImplementedError } from '../base/errors.js'
import { grad } from '../autograd/index.js'
import { HalfNormalClass, GumbelClass, ParetoClass } from './behind-transforms.js'
import { BernoulliClass, ContinuousBernoulliClass } from './bernoulli.js'
import { CategoricalClass, OneHotCategoricalClass } from './categorical.js'
import { BinomialClass, GeometricClass, PoissonClass } from './counts.js'
import { DirichletClass, BetaClass } from './dirichlet.js'
import { ExponentialFamilyClass } from './distribution.js'
import { ExponentialClass, GammaClass } from './gamma.js'
import { UniformClass, LaplaceClass, CauchyClass } from './location-scale.js'
import { NormalClass } from './normal.js'
import { IndependentClass, TransformedDistributionClass } from './transformed.js'
import { EULER, put, sameShape, softplus, sum_rightmost } from './parameters.js'
import { sameTransforms } from './transform.js'
import { kl_divergence, register } from './kl.js'

register(BernoulliClass, BernoulliClass, (p, q) => {
  const t1 = p.probs.mul(softplus(q.logits.neg()).sub(softplus(p.logits.neg())))
  put(t1, q.probs.eq(0), Infinity)
  put(t1, p.probs.eq(0), 0)
  const t2 = p.probs.rsub(1).mul(softplus(q.logits).sub(softplus(p.logits)))
  put(t2, q.probs.eq(1), Infinity)
  put(t2, p.probs.eq(1), 0)
  return t1.add(t2)
})
register(BetaClass, BetaClass, (p, q) => {
  const sum_params_p = p.concentration1.add(p.concentration0)
  const sum_params_q = q.concentration1.add(q.concentration0)
  const t1 = q.concentration1.lgamma().add(q.concentration0.lgamma()).add(sum_params_p.lgamma())
  const t2 = p.concentration1.lgamma().add(p.concentration0.lgamma()).add(sum_params_q.lgamma())
  const t3 = p.concentration1.sub(q.concentration1).mul(p.concentration1.digamma())
  const t4 = p.concentration0.sub(q.concentration0).mul(p.concentration0.digamma())
  const t5 = sum_params_q.sub(sum_params_p).mul(sum_params_p.digamma())
  return t1.sub(t2).add(t3).add(t4).add(t5)
})
register(BinomialClass, BinomialClass, (p, q) => {
  if (p.total_count.lt(q.total_count).any().item()) {
    throw new NotImplementedError(
      'KL between Binomials where q.total_count > p.total_count is not implemented',
    )
  }
  const kl = p.total_count.mul(
    p.probs.mul(p.logits.sub(q.logits)).add(p.probs.neg().log1p()).sub(q.probs.neg().log1p()),
  )
  const inf_idxs = p.total_count.gt(q.total_count)
  put(kl, inf_idxs, Infinity)
  return kl
})
register(CategoricalClass, CategoricalClass, (p, q) => {
  const t = p.probs.mul(p.logits.sub(q.logits))
  put(t, q.probs.eq(0).expand_as(t), Infinity)
  put(t, p.probs.eq(0).expand_as(t), 0)
  return t.sum(-1)
})
register(ContinuousBernoulliClass, ContinuousBernoulliClass, (p, q) => {
  const t1 = p.mean.mul(p.logits.sub(q.logits))
  const t2 = p._cont_bern_log_norm().add(p.probs.neg().log1p())
  const t3 = q._cont_bern_log_norm().neg().sub(q.probs.neg().log1p())
  return t1.add(t2).add(t3)
})
register(DirichletClass, DirichletClass, (p, q) => {
  const sum_p_concentration = p.concentration.sum(-1)
  const sum_q_concentration = q.concentration.sum(-1)
  const t1 = sum_p_concentration.lgamma().sub(sum_q_concentration.lgamma())
  const t2 = p.concentration.lgamma().sub(q.concentration.lgamma()).sum(-1)
  const t3 = p.concentration.sub(q.concentration)
  const t4 = p.concentration.digamma().sub(sum_p_concentration.digamma().unsqueeze(-1))
  return t1.sub(t2).add(t3.mul(t4).sum(-1))
})
register(ExponentialClass, ExponentialClass, (p, q) => {
  const rate_ratio = q.rate.div(p.rate)
  const t1 = rate_ratio.log().neg()
  return t1.add(rate_ratio).sub(1)
})
register(ExponentialFamilyClass, ExponentialFamilyClass, (p, q) => {
  if (Object.getPrototypeOf(p) !== Object.getPrototypeOf(q))
    throw new NotImplementedError(
      'The cross KL-divergence between different exponential families cannot                             be computed ' +
        'using Bregman divergences',
    )
  const mine = p._natural_params.map((parameter) => parameter.detach().requires_grad_())
  const theirs = q._natural_params
  const normalizer = p._log_normalizer(...mine)
  const gradients = grad(normalizer.sum(), mine, { create_graph: true })
  let result = q._log_normalizer(...theirs).sub(normalizer)
  mine.forEach((parameter, i) => {
    const term = theirs[i].sub(parameter).mul(gradients[i])
    result = result.sub(sum_rightmost(term, q.event_shape.length))
  })
  return result
})
register(GammaClass, GammaClass, (p, q) => {
  const t1 = q.concentration.mul(p.rate.div(q.rate).log())
  const t2 = q.concentration.lgamma().sub(p.concentration.lgamma())
  const t3 = p.concentration.sub(q.concentration).mul(p.concentration.digamma())
  const t4 = q.rate.sub(p.rate).mul(p.concentration.div(p.rate))
  return t1.add(t2).add(t3).add(t4)
})
register(GumbelClass, GumbelClass, (p, q) => {
  const ct1 = p.scale.div(q.scale)
  const ct2 = q.loc.div(q.scale)
  const ct3 = p.loc.div(q.scale)
  const t1 = ct1.log().neg().sub(ct2).add(ct3)
  const t2 = ct1.mul(EULER)
  const t3 = ct2.add(ct1.add(1).lgamma()).sub(ct3).exp()
  return t1
    .add(t2)
    .add(t3)
    .sub(1 + EULER)
})
register(GeometricClass, GeometricClass, (p, q) =>
  p.entropy().neg().sub(q.probs.neg().log1p().div(p.probs)).sub(q.logits),
)
register(HalfNormalClass, HalfNormalClass, (p, q) => kl_divergence(p.base_dist, q.base_dist))
register(LaplaceClass, LaplaceClass, (p, q) => {
  const scale_ratio = p.scale.div(q.scale)
  const loc_abs_diff = p.loc.sub(q.loc).abs()
  const t1 = scale_ratio.log().neg()
  const t2 = loc_abs_diff.div(q.scale)
  const t3 = scale_ratio.mul(loc_abs_diff.neg().div(p.scale).exp())
  return t1.add(t2).add(t3).sub(1)
})
register(NormalClass, NormalClass, (p, q) => {
  const var_ratio = p.scale.div(q.scale).pow(2)
  const t1 = p.loc.sub(q.loc).div(q.scale).pow(2)
  return var_ratio.add(t1).sub(1).sub(var_ratio.log()).mul(0.5)
})
register(OneHotCategoricalClass, OneHotCategoricalClass, (p, q) =>
  kl_divergence(p._categorical, q._categorical),
)
register(ParetoClass, ParetoClass, (p, q) => {
  const scale_ratio = p.scale.div(q.scale)
  const alpha_ratio = q.alpha.div(p.alpha)
  const t1 = q.alpha.mul(scale_ratio.log())
  const t2 = alpha_ratio.log().neg()
  const result = t1.add(t2).add(alpha_ratio).sub(1)
  put(result, p.scale.lt(q.scale), Infinity)
  return result
})
register(PoissonClass, PoissonClass, (p, q) =>
  p.rate.mul(p.rate.log().sub(q.rate.log())).sub(p.rate.sub(q.rate)),
)
register(TransformedDistributionClass, TransformedDistributionClass, (p, q) => {
  if (!sameTransforms(p.transforms, q.transforms)) {
    throw new NotImplementedError('')
  }
  if (!sameShape(p.event_shape, q.event_shape)) {
    throw new NotImplementedError('')
  }
  return kl_divergence(p.base_dist, q.base_dist)
})
register(UniformClass, UniformClass, (p, q) => {
  const result = q.high.sub(q.low).div(p.high.sub(p.low)).log()
  put(result, q.low.gt(p.low).bitwise_or(q.high.lt(p.high)), Infinity)
  return result
})
register(IndependentClass, IndependentClass, (p, q) => {
  if (p.reinterpreted_batch_ndims !== q.reinterpreted_batch_ndims) {
    throw new NotImplementedError('')
  }
  const result = kl_divergence(p.base_dist, q.base_dist)
  return sum_rightmost(result, p.reinterpreted_batch_ndims)
})
register(CauchyClass, CauchyClass, (p, q) => {
  const t1 = p.scale.add(q.scale).pow(2).add(p.loc.sub(q.loc).pow(2)).log()
  const t2 = p.scale.mul(4).mul(q.scale).log()
  return t1.sub(t2)
})
