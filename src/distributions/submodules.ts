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
import { kl_divergence, register_kl } from './kl.js'
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
import {
  ExpRelaxedCategorical,
  LogitRelaxedBernoulli,
  RelaxedBernoulli,
  RelaxedOneHotCategorical,
} from './relaxed.js'
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
export const kl = { kl_divergence, register_kl }
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
export const relaxed_bernoulli = { LogitRelaxedBernoulli, RelaxedBernoulli }
export const relaxed_categorical = { ExpRelaxedCategorical, RelaxedOneHotCategorical }
export const studentT = { StudentT }
export const transformed_distribution = { TransformedDistribution }
export const uniform = { Uniform }
export const von_mises = { VonMises }
export const weibull = { Weibull }
export const wishart = { Wishart }
export const utils = {
  /** The values as tensors of one shape. */
  broadcast_all,
  /** Probabilities that are neither 0 nor 1, so that their logarithms are finite. */
  clamp_probs,
  /** The probabilities that belong to logits: by softmax along the last dimension, or each by the sigmoid. */
  logits_to_probs,
  /** The logits that belong to probabilities: `log(p)`, or each `log(p / (1 - p))`. */
  probs_to_logits,
  /** The lower triangle of matrices as vectors, row after row. */
  tril_matrix_to_vec,
  /** Matrices of lower triangles from vectors, row after row. */
  vec_to_tril_matrix,
}
