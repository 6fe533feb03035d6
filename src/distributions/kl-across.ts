// Divergences between distributions of different families. Formulas: torch/distributions/kl.py.
import type { DistributionClass } from './distribution.js'
import type { Tensor } from '../tensor/tensor.js'
import { GumbelClass, ParetoClass } from './behind-transforms.js'
import { BernoulliClass, ContinuousBernoulliClass } from './bernoulli.js'
import { BinomialClass, PoissonClass } from './counts.js'
import { BetaClass } from './dirichlet.js'
import { ExponentialClass, GammaClass } from './gamma.js'
import { UniformClass, LaplaceClass } from './location-scale.js'
import { NormalClass } from './normal.js'
import { EULER, put, where } from './parameters.js'
import { infiniteLike, register } from './kl.js'

const xLogX = (x: Tensor): Tensor => x.mul(x.log())

register(BernoulliClass, PoissonClass, (p, q) => p.entropy().neg().sub(p.probs.mul(q.rate.log()).sub(q.rate)))
register(BetaClass, ContinuousBernoulliClass, (p, q) =>
  p.entropy().neg().sub(p.mean.mul(q.logits)).sub(q.probs.neg().log1p()).sub(q._cont_bern_log_norm()),
)
register(BetaClass, ParetoClass, (p) => infiniteLike(p.concentration1))
register(BetaClass, ExponentialClass, (p, q) =>
  p
    .entropy()
    .neg()
    .sub(q.rate.log())
    .add(q.rate.mul(p.concentration1.div(p.concentration1.add(p.concentration0)))),
)
register(BetaClass, GammaClass, (p, q) => {
  const t1 = p.entropy().neg()
  const t2 = q.concentration.lgamma().sub(q.concentration.mul(q.rate.log()))
  const t3 = q.concentration
    .sub(1)
    .mul(p.concentration1.digamma().sub(p.concentration1.add(p.concentration0).digamma()))
  const t4 = q.rate.mul(p.concentration1).div(p.concentration1.add(p.concentration0))
  return t1.add(t2).sub(t3).add(t4)
})
register(BetaClass, NormalClass, (p, q) => {
  const E_beta = p.concentration1.div(p.concentration1.add(p.concentration0))
  const var_normal = q.scale.pow(2)
  const t1 = p.entropy().neg()
  const t2 = var_normal.mul(2).mul(Math.PI).log().mul(0.5)
  const t3 = E_beta.mul(E_beta.rsub(1))
    .div(p.concentration1.add(p.concentration0).add(1))
    .add(E_beta.pow(2))
    .mul(0.5)
  const t4 = q.loc.mul(E_beta)
  const t5 = q.loc.pow(2).mul(0.5)
  return t1.add(t2).add(t3.sub(t4).add(t5).div(var_normal))
})
register(BetaClass, UniformClass, (p, q) => {
  const result = p.entropy().neg().add(q.high.sub(q.low).log())
  put(result, q.low.gt(0).bitwise_or(q.high.lt(1)), Infinity)
  return result
})
register(ContinuousBernoulliClass, ParetoClass, (p) => infiniteLike(p.probs))
register(ContinuousBernoulliClass, ExponentialClass, (p, q) =>
  p.entropy().neg().sub(q.rate.log()).add(q.rate.mul(p.mean)),
)
register(ContinuousBernoulliClass, NormalClass, (p, q) => {
  const t1 = p.entropy().neg()
  const t2 = q.loc
    .div(q.scale)
    .square()
    .add(Math.log(2 * Math.PI))
    .mul(0.5)
    .add(q.scale.log())
  const t3 = p.variance.add(p.mean.square()).sub(q.loc.mul(2).mul(p.mean)).div(q.scale.square().mul(2))
  return t1.add(t2).add(t3)
})
register(ContinuousBernoulliClass, UniformClass, (p, q) => {
  const result = p.entropy().neg().add(q.high.sub(q.low).log())
  return where(q.low.ge(0).maximum(q.high.le(1)), infiniteLike(result), result)
})
for (const Other of [BetaClass, ContinuousBernoulliClass, ParetoClass, UniformClass])
  register<InstanceType<typeof ExponentialClass>, DistributionClass>(ExponentialClass, Other, (p) =>
    infiniteLike(p.rate),
  )
register(ExponentialClass, GammaClass, (p, q) => {
  const ratio = q.rate.div(p.rate)
  const t1 = q.concentration.neg().mul(ratio.log())
  return t1
    .add(ratio)
    .add(q.concentration.lgamma())
    .add(q.concentration.mul(EULER))
    .sub(1 + EULER)
})
register(ExponentialClass, GumbelClass, (p, q) => {
  const scale_rate_prod = p.rate.mul(q.scale)
  const loc_scale_ratio = q.loc.div(q.scale)
  const t1 = scale_rate_prod.log().sub(1)
  const t2 = loc_scale_ratio.exp().mul(scale_rate_prod).div(scale_rate_prod.add(1))
  const t3 = scale_rate_prod.reciprocal()
  return t1.sub(loc_scale_ratio).add(t2).add(t3)
})
register(ExponentialClass, NormalClass, (p, q) => {
  const var_normal = q.scale.pow(2)
  const rate_sqr = p.rate.pow(2)
  const t1 = rate_sqr.mul(var_normal).mul(2).mul(Math.PI).log().mul(0.5)
  const t2 = rate_sqr.reciprocal()
  const t3 = q.loc.div(p.rate)
  const t4 = q.loc.pow(2).mul(0.5)
  return t1.sub(1).add(t2.sub(t3).add(t4).div(var_normal))
})
for (const Other of [BetaClass, ContinuousBernoulliClass, ParetoClass, UniformClass])
  register<InstanceType<typeof GammaClass>, DistributionClass>(GammaClass, Other, (p) =>
    infiniteLike(p.concentration),
  )
register(GammaClass, ExponentialClass, (p, q) =>
  p.entropy().neg().sub(q.rate.log()).add(q.rate.mul(p.concentration).div(p.rate)),
)
register(GammaClass, GumbelClass, (p, q) => {
  const beta_scale_prod = p.rate.mul(q.scale)
  const loc_scale_ratio = q.loc.div(q.scale)
  const t1 = p.concentration
    .sub(1)
    .mul(p.concentration.digamma())
    .sub(p.concentration.lgamma())
    .sub(p.concentration)
  const t2 = beta_scale_prod.log().add(p.concentration.div(beta_scale_prod))
  const t3 = loc_scale_ratio
    .exp()
    .mul(beta_scale_prod.reciprocal().add(1).pow(p.concentration.neg()))
    .sub(loc_scale_ratio)
  return t1.add(t2).add(t3)
})
register(GammaClass, NormalClass, (p, q) => {
  const var_normal = q.scale.pow(2)
  const beta_sqr = p.rate.pow(2)
  const t1 = beta_sqr
    .mul(var_normal)
    .mul(2)
    .mul(Math.PI)
    .log()
    .mul(0.5)
    .sub(p.concentration)
    .sub(p.concentration.lgamma())
  const t2 = p.concentration.pow(2).add(p.concentration).mul(0.5).div(beta_sqr)
  const t3 = q.loc.mul(p.concentration).div(p.rate)
  const t4 = q.loc.pow(2).mul(0.5)
  return t1.add(p.concentration.sub(1).mul(p.concentration.digamma())).add(t2.sub(t3).add(t4).div(var_normal))
})
// Wherever the other distribution has no density at some numbers, as these three have everywhere.
for (const Other of [
  BetaClass,
  ContinuousBernoulliClass,
  ExponentialClass,
  GammaClass,
  ParetoClass,
  UniformClass,
])
  for (const Unbounded of [GumbelClass, LaplaceClass, NormalClass])
    register<{ readonly loc: Tensor } & DistributionClass, DistributionClass>(Unbounded, Other, (p) =>
      infiniteLike(p.loc),
    )
register(GumbelClass, NormalClass, (p, q) => {
  const param_ratio = p.scale.div(q.scale)
  const t1 = param_ratio.div(Math.sqrt(2 * Math.PI)).log()
  const t2 = param_ratio.mul(Math.PI).mul(0.5).pow(2).div(3)
  const t3 = p.loc.add(p.scale.mul(EULER)).sub(q.loc).div(q.scale).pow(2).mul(0.5)
  return t1
    .neg()
    .add(t2)
    .add(t3)
    .sub(EULER + 1)
})
register(LaplaceClass, NormalClass, (p, q) => {
  const var_normal = q.scale.pow(2)
  const scale_sqr_var_ratio = p.scale.pow(2).div(var_normal)
  const t1 = scale_sqr_var_ratio.mul(2).div(Math.PI).log().mul(0.5)
  const t2 = p.loc.pow(2).mul(0.5)
  const t3 = p.loc.mul(q.loc)
  const t4 = q.loc.pow(2).mul(0.5)
  return t1.neg().add(scale_sqr_var_ratio).add(t2.sub(t3).add(t4).div(var_normal)).sub(1)
})
register(NormalClass, GumbelClass, (p, q) => {
  const mean_scale_ratio = p.loc.div(q.scale)
  const var_scale_sqr_ratio = p.scale.div(q.scale).pow(2)
  const loc_scale_ratio = q.loc.div(q.scale)
  const t1 = var_scale_sqr_ratio.log().mul(0.5)
  const t2 = mean_scale_ratio.sub(loc_scale_ratio)
  const t3 = mean_scale_ratio.neg().add(var_scale_sqr_ratio.mul(0.5)).add(loc_scale_ratio).exp()
  return t1
    .neg()
    .add(t2)
    .add(t3)
    .sub(0.5 * (1 + Math.log(2 * Math.PI)))
})
register(NormalClass, LaplaceClass, (p, q) => {
  const loc_diff = p.loc.sub(q.loc)
  const scale_ratio = p.scale.div(q.scale)
  const loc_diff_scale_ratio = loc_diff.div(p.scale)
  const t1 = scale_ratio.log()
  const t2 = p.scale.mul(Math.sqrt(2 / Math.PI)).mul(loc_diff_scale_ratio.pow(2).mul(-0.5).exp())
  const t3 = loc_diff.mul(loc_diff_scale_ratio.mul(Math.sqrt(0.5)).erf())
  return t1
    .neg()
    .add(t2.add(t3).div(q.scale))
    .sub(0.5 * (1 + Math.log(0.5 * Math.PI)))
})
for (const Other of [BetaClass, ContinuousBernoulliClass, UniformClass])
  register<InstanceType<typeof ParetoClass>, DistributionClass>(ParetoClass, Other, (p) =>
    infiniteLike(p.scale),
  )
register(ParetoClass, ExponentialClass, (p, q) => {
  const scale_rate_prod = p.scale.mul(q.rate)
  const t1 = p.alpha.div(scale_rate_prod).log()
  const t2 = p.alpha.reciprocal()
  const t3 = p.alpha.mul(scale_rate_prod).div(p.alpha.sub(1))
  const result = t1.sub(t2).add(t3).sub(1)
  put(result, p.alpha.le(1), Infinity)
  return result
})
register(ParetoClass, GammaClass, (p, q) => {
  const common_term = p.scale.log().add(p.alpha.reciprocal())
  const t1 = p.alpha.log().sub(common_term)
  const t2 = q.concentration.lgamma().sub(q.concentration.mul(q.rate.log()))
  const t3 = q.concentration.rsub(1).mul(common_term)
  const t4 = q.rate.mul(p.alpha).mul(p.scale).div(p.alpha.sub(1))
  const result = t1.add(t2).add(t3).add(t4).sub(1)
  put(result, p.alpha.le(1), Infinity)
  return result
})
register(ParetoClass, NormalClass, (p, q) => {
  const var_normal = q.scale.pow(2).mul(2)
  const common_term = p.scale.div(p.alpha.sub(1))
  const t1 = q.scale
    .mul(Math.sqrt(2 * Math.PI))
    .mul(p.alpha)
    .div(p.scale)
    .log()
  const t2 = p.alpha.reciprocal()
  const t3 = p.alpha.mul(common_term.pow(2)).div(p.alpha.sub(2))
  const t4 = p.alpha.mul(common_term).sub(q.loc).pow(2)
  const result = t1.sub(t2).add(t3.add(t4).div(var_normal)).sub(1)
  put(result, p.alpha.le(2), Infinity)
  return result
})
for (const Other of [BernoulliClass, BinomialClass])
  register<InstanceType<typeof PoissonClass>, DistributionClass>(PoissonClass, Other, (p) =>
    infiniteLike(p.rate),
  )
register(UniformClass, BetaClass, (p, q) => {
  const common_term = p.high.sub(p.low)
  const t1 = common_term.log()
  const t2 = q.concentration1
    .sub(1)
    .mul(xLogX(p.high).sub(xLogX(p.low)).sub(common_term))
    .div(common_term)
  const t3 = q.concentration0
    .sub(1)
    .mul(
      xLogX(p.high.rsub(1))
        .sub(xLogX(p.low.rsub(1)))
        .add(common_term),
    )
    .div(common_term)
  const t4 = q.concentration1
    .lgamma()
    .add(q.concentration0.lgamma())
    .sub(q.concentration1.add(q.concentration0).lgamma())
  const result = t3.add(t4).sub(t1).sub(t2)
  put(result, p.high.gt(1).bitwise_or(p.low.lt(0)), Infinity)
  return result
})
register(UniformClass, ContinuousBernoulliClass, (p, q) => {
  const result = p
    .entropy()
    .neg()
    .sub(p.mean.mul(q.logits))
    .sub(q.probs.neg().log1p())
    .sub(q._cont_bern_log_norm())
  return where(p.high.ge(1).maximum(p.low.le(0)), infiniteLike(result), result)
})
register(UniformClass, ExponentialClass, (p, q) => {
  const result = q.rate.mul(p.high.add(p.low)).div(2).sub(p.high.sub(p.low).mul(q.rate).log())
  put(result, p.low.lt(0), Infinity)
  return result
})
register(UniformClass, GammaClass, (p, q) => {
  const common_term = p.high.sub(p.low)
  const t1 = common_term.log()
  const t2 = q.concentration.lgamma().sub(q.concentration.mul(q.rate.log()))
  const t3 = q.concentration
    .rsub(1)
    .mul(xLogX(p.high).sub(xLogX(p.low)).sub(common_term))
    .div(common_term)
  const t4 = q.rate.mul(p.high.add(p.low)).div(2)
  const result = t1.neg().add(t2).add(t3).add(t4)
  put(result, p.low.lt(0), Infinity)
  return result
})
register(UniformClass, GumbelClass, (p, q) => {
  const common_term = q.scale.div(p.high.sub(p.low))
  const high_loc_diff = p.high.sub(q.loc).div(q.scale)
  const low_loc_diff = p.low.sub(q.loc).div(q.scale)
  const t1 = common_term.log().add(high_loc_diff.add(low_loc_diff).mul(0.5))
  const t2 = common_term.mul(high_loc_diff.neg().exp().sub(low_loc_diff.neg().exp()))
  return t1.sub(t2)
})
register(UniformClass, NormalClass, (p, q) => {
  const common_term = p.high.sub(p.low)
  const t1 = q.scale
    .mul(Math.sqrt(Math.PI * 2))
    .div(common_term)
    .log()
  const t2 = common_term.pow(2).div(12)
  const t3 = p.high.add(p.low).sub(q.loc.mul(2)).div(2).pow(2)
  return t1.add(t2.add(t3).mul(0.5).div(q.scale.pow(2)))
})
register(UniformClass, ParetoClass, (p, q) => {
  const support_uniform = p.high.sub(p.low)
  const t1 = q.alpha.mul(q.scale.pow(q.alpha)).mul(support_uniform).log()
  const t2 = xLogX(p.high).sub(xLogX(p.low)).sub(support_uniform).div(support_uniform)
  const result = t2.mul(q.alpha.add(1)).sub(t1)
  put(result, p.low.lt(q.scale), Infinity)
  return result
})
