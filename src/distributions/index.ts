// The namespace `torch.distributions`.
import './kl-within.js'
import './kl-across.js'
import './kl-multivariate.js'
import './by-name.js'

export { Distribution, ExponentialFamily } from './distribution.js'
export { Normal } from './normal.js'
export { Uniform, Laplace, Cauchy } from './location-scale.js'
export { Exponential, Gamma, Chi2 } from './gamma.js'
export { Dirichlet, Beta } from './dirichlet.js'
export { StudentT, FisherSnedecor } from './student.js'
export { Bernoulli, ContinuousBernoulli } from './bernoulli.js'
export { Binomial, Geometric, NegativeBinomial, Poisson } from './counts.js'
export {
  Categorical,
  OneHotCategorical,
  OneHotCategoricalStraightThrough,
  Multinomial,
} from './categorical.js'
export { Independent, TransformedDistribution } from './transformed.js'
export {
  LogNormal,
  LogisticNormal,
  HalfNormal,
  HalfCauchy,
  Gumbel,
  Kumaraswamy,
  Pareto,
  Weibull,
} from './behind-transforms.js'
export { RelaxedBernoulli, RelaxedOneHotCategorical } from './relaxed.js'
export { MultivariateNormal, LowRankMultivariateNormal } from './multivariate-normal.js'
export { Wishart, LKJCholesky } from './wishart.js'
export { MixtureSameFamily } from './mixture.js'
export { VonMises } from './von-mises.js'
export { kl_divergence, register_kl } from './kl.js'
export { biject_to, transform_to } from './constraint-registry.js'
export * as constraint_registry from './constraint-registry.js'
export * as constraints from './constraints.js'
export * as transforms from './all-transforms.js'
export * from './all-transforms.js'
// Modules of PyTorch's that hold a class that is not in the namespace itself.
export * from './submodules.js'
