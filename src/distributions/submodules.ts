// The submodules of torch.distributions by name: `torch.distributions.normal.Normal`, each with what it defines.
import {
  Gumbel,
  HalfCauchy,
  HalfNormal,
  Kumaraswamy,
  LogNormal,
  LogisticNormal,
  Pareto,
  Weibull,
} from './behind-transforms.js'
import { Bernoulli, ContinuousBernoulli } from './bernoulli.js'
import {
  Categorical,
  Multinomial,
  OneHotCategorical,
  OneHotCategoricalStraightThrough,
} from './categorical.js'
import { Binomial, Geometric, NegativeBinomial, Poisson } from './counts.js'
import { Beta, Dirichlet } from './dirichlet.js'
import { Distribution, ExponentialFamily } from './distribution.js'
import { Chi2, Exponential, Gamma } from './gamma.js'
import { Cauchy, Laplace, Uniform } from './location-scale.js'
import { MixtureSameFamily } from './mixture.js'
import { LowRankMultivariateNormal, MultivariateNormal } from './multivariate-normal.js'
import { Normal } from './normal.js'
import {
  broadcast_all,
  clamp_probs,
  logits_to_probs,
  probs_to_logits,
  tril_matrix_to_vec,
  vec_to_tril_matrix,
} from './parameters.js'
import { FisherSnedecor, StudentT } from './student.js'
import { Independent, TransformedDistribution } from './transformed.js'
import { VonMises } from './von-mises.js'
import { LKJCholesky, Wishart } from './wishart.js'

export const bernoulli = { Bernoulli }
export const beta = { Beta }
export const binomial = { Binomial }
export const categorical = { Categorical }
export const cauchy = { Cauchy }
export const chi2 = { Chi2 }
export const continuous_bernoulli = { ContinuousBernoulli }
export const dirichlet = { Dirichlet }
export const distribution = { Distribution }
export const exp_family = { ExponentialFamily }
export const exponential = { Exponential }
export const fishersnedecor = { FisherSnedecor }
export const gamma = { Gamma }
export const geometric = { Geometric }
export const gumbel = { Gumbel }
export const half_cauchy = { HalfCauchy }
export const half_normal = { HalfNormal }
export const independent = { Independent }
export const kumaraswamy = { Kumaraswamy }
export const laplace = { Laplace }
export const lkj_cholesky = { LKJCholesky }
export const log_normal = { LogNormal }
export const logistic_normal = { LogisticNormal }
export const lowrank_multivariate_normal = { LowRankMultivariateNormal }
export const mixture_same_family = { MixtureSameFamily }
export const multinomial = { Multinomial }
export const multivariate_normal = { MultivariateNormal }
export const negative_binomial = { NegativeBinomial }
export const normal = { Normal }
export const one_hot_categorical = { OneHotCategorical, OneHotCategoricalStraightThrough }
export const pareto = { Pareto }
export const poisson = { Poisson }
export const studentT = { StudentT }
export const transformed_distribution = { TransformedDistribution }
export const uniform = { Uniform }
export const von_mises = { VonMises }
export const weibull = { Weibull }
export const wishart = { Wishart }
export const utils = {
  broadcast_all,
  clamp_probs,
  logits_to_probs,
  probs_to_logits,
  tril_matrix_to_vec,
  vec_to_tril_matrix,
}
