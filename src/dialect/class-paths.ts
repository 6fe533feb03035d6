// Where PyTorch declares its classes, which is what it prints of them: `torch.nn.modules.linear.Linear` for `nn.Linear`.
import { classPaths } from '../base/type-name.js'
import { isClassPath, pathOf } from './namespaces.js'

/** The modules that declare what the namespaces hand on. */
const modules: Readonly<Record<string, string>> = {
  'torch._C': 'Generator',
  'torch.autograd.function': 'Function',
  'torch.distributions.bernoulli': 'Bernoulli',
  'torch.distributions.beta': 'Beta',
  'torch.distributions.binomial': 'Binomial',
  'torch.distributions.categorical': 'Categorical',
  'torch.distributions.cauchy': 'Cauchy',
  'torch.distributions.chi2': 'Chi2',
  'torch.distributions.continuous_bernoulli': 'ContinuousBernoulli',
  'torch.distributions.dirichlet': 'Dirichlet',
  'torch.distributions.distribution': 'Distribution',
  'torch.distributions.exp_family': 'ExponentialFamily',
  'torch.distributions.exponential': 'Exponential',
  'torch.distributions.fishersnedecor': 'FisherSnedecor',
  'torch.distributions.gamma': 'Gamma',
  'torch.distributions.geometric': 'Geometric',
  'torch.distributions.gumbel': 'Gumbel',
  'torch.distributions.half_cauchy': 'HalfCauchy',
  'torch.distributions.half_normal': 'HalfNormal',
  'torch.distributions.independent': 'Independent',
  'torch.distributions.kumaraswamy': 'Kumaraswamy',
  'torch.distributions.laplace': 'Laplace',
  'torch.distributions.lkj_cholesky': 'LKJCholesky',
  'torch.distributions.log_normal': 'LogNormal',
  'torch.distributions.logistic_normal': 'LogisticNormal',
  'torch.distributions.lowrank_multivariate_normal': 'LowRankMultivariateNormal',
  'torch.distributions.mixture_same_family': 'MixtureSameFamily',
  'torch.distributions.multinomial': 'Multinomial',
  'torch.distributions.multivariate_normal': 'MultivariateNormal',
  'torch.distributions.negative_binomial': 'NegativeBinomial',
  'torch.distributions.normal': 'Normal',
  'torch.distributions.one_hot_categorical': 'OneHotCategorical OneHotCategoricalStraightThrough',
  'torch.distributions.pareto': 'Pareto',
  'torch.distributions.poisson': 'Poisson',
  'torch.distributions.relaxed_bernoulli': 'RelaxedBernoulli',
  'torch.distributions.relaxed_categorical': 'RelaxedOneHotCategorical',
  'torch.distributions.studentT': 'StudentT',
  'torch.distributions.transformed_distribution': 'TransformedDistribution',
  'torch.distributions.transforms':
    'AbsTransform AffineTransform CatTransform ComposeTransform CorrCholeskyTransform CumulativeDistributionTransform ExpTransform IndependentTransform LowerCholeskyTransform PowerTransform ReshapeTransform SigmoidTransform SoftmaxTransform SoftplusTransform StackTransform StickBreakingTransform TanhTransform Transform',
  'torch.distributions.uniform': 'Uniform',
  'torch.distributions.von_mises': 'VonMises',
  'torch.distributions.weibull': 'Weibull',
  'torch.distributions.wishart': 'Wishart',
  'torch.nn.modules.activation':
    'CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid LogSoftmax Mish MultiheadAttention PReLU RReLU ReLU ReLU6 SELU SiLU Sigmoid Softmax Softmax2d Softmin Softplus Softshrink Softsign Tanh Tanhshrink Threshold',
  'torch.nn.modules.adaptive': 'AdaptiveLogSoftmaxWithLoss',
  'torch.nn.modules.batchnorm':
    'BatchNorm1d BatchNorm2d BatchNorm3d LazyBatchNorm1d LazyBatchNorm2d LazyBatchNorm3d SyncBatchNorm',
  'torch.nn.modules.channelshuffle': 'ChannelShuffle',
  'torch.nn.modules.container': 'Container ModuleDict ModuleList ParameterDict ParameterList Sequential',
  'torch.nn.modules.conv':
    'Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d LazyConv1d LazyConv2d LazyConv3d LazyConvTranspose1d LazyConvTranspose2d LazyConvTranspose3d',
  'torch.nn.modules.distance': 'CosineSimilarity PairwiseDistance',
  'torch.nn.modules.dropout': 'AlphaDropout Dropout Dropout1d Dropout2d Dropout3d FeatureAlphaDropout',
  'torch.nn.modules.flatten': 'Flatten Unflatten',
  'torch.nn.modules.fold': 'Fold Unfold',
  'torch.nn.modules.instancenorm':
    'InstanceNorm1d InstanceNorm2d InstanceNorm3d LazyInstanceNorm1d LazyInstanceNorm2d LazyInstanceNorm3d',
  'torch.nn.modules.linear': 'Bilinear Identity LazyLinear Linear NonDynamicallyQuantizableLinear',
  'torch.nn.modules.loss':
    'BCELoss BCEWithLogitsLoss CTCLoss CosineEmbeddingLoss CrossEntropyLoss GaussianNLLLoss HingeEmbeddingLoss HuberLoss KLDivLoss L1Loss MSELoss MarginRankingLoss MultiLabelMarginLoss MultiLabelSoftMarginLoss MultiMarginLoss NLLLoss NLLLoss2d PoissonNLLLoss SmoothL1Loss SoftMarginLoss TripletMarginLoss TripletMarginWithDistanceLoss',
  'torch.nn.modules.module': 'Module',
  'torch.nn.modules.normalization': 'CrossMapLRN2d GroupNorm LayerNorm LocalResponseNorm',
  'torch.nn.modules.padding':
    'ConstantPad1d ConstantPad2d ConstantPad3d ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d ReplicationPad3d ZeroPad2d',
  'torch.nn.modules.pixelshuffle': 'PixelShuffle PixelUnshuffle',
  'torch.nn.modules.pooling':
    'AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d AdaptiveMaxPool2d AdaptiveMaxPool3d AvgPool1d AvgPool2d AvgPool3d FractionalMaxPool2d FractionalMaxPool3d LPPool1d LPPool2d MaxPool1d MaxPool2d MaxPool3d MaxUnpool1d MaxUnpool2d MaxUnpool3d',
  'torch.nn.modules.rnn': 'GRU GRUCell LSTM LSTMCell RNN RNNBase RNNCell RNNCellBase',
  'torch.nn.modules.sparse': 'Embedding EmbeddingBag',
  'torch.nn.modules.transformer':
    'Transformer TransformerDecoder TransformerDecoderLayer TransformerEncoder TransformerEncoderLayer',
  'torch.nn.modules.upsampling': 'Upsample UpsamplingBilinear2d UpsamplingNearest2d',
  'torch.nn.parallel.data_parallel': 'DataParallel',
  'torch.nn.parameter': 'Parameter UninitializedBuffer UninitializedParameter',
  'torch.optim.adadelta': 'Adadelta',
  'torch.optim.adagrad': 'Adagrad',
  'torch.optim.adam': 'Adam',
  'torch.optim.adamax': 'Adamax',
  'torch.optim.adamw': 'AdamW',
  'torch.optim.asgd': 'ASGD',
  'torch.optim.lbfgs': 'LBFGS',
  'torch.optim.lr_scheduler':
    'ChainedScheduler ConstantLR CosineAnnealingLR CosineAnnealingWarmRestarts CyclicLR ExponentialLR LambdaLR LinearLR MultiStepLR MultiplicativeLR OneCycleLR PolynomialLR ReduceLROnPlateau SequentialLR StepLR',
  'torch.optim.nadam': 'NAdam',
  'torch.optim.optimizer': 'Optimizer',
  'torch.optim.radam': 'RAdam',
  'torch.optim.rmsprop': 'RMSprop',
  'torch.optim.rprop': 'Rprop',
  'torch.optim.sgd': 'SGD',
  'torch.optim.sparse_adam': 'SparseAdam',
  'torch.storage': 'TypedStorage UntypedStorage',
  'torch.utils.data.dataloader': 'DataLoader',
  'torch.utils.data.dataset': 'ChainDataset ConcatDataset Dataset IterableDataset Subset TensorDataset',
  'torch.utils.data.distributed': 'DistributedSampler',
  'torch.utils.data.sampler':
    'BatchSampler RandomSampler Sampler SequentialSampler SubsetRandomSampler WeightedRandomSampler',
}
const moduleOf = new Map(
  Object.entries(modules).flatMap(([module, names]) =>
    names.split(' ').map((name) => [name, module] as const),
  ),
)

/** Classes with the names of functions, which they are here. */
const inSmallLetters: Readonly<Record<string, string>> = {
  'torch.no_grad': 'torch.autograd.grad_mode.no_grad',
  'torch.enable_grad': 'torch.autograd.grad_mode.enable_grad',
  'torch.set_grad_enabled': 'torch.autograd.grad_mode.set_grad_enabled',
  'torch.inference_mode': 'torch.autograd.grad_mode.inference_mode',
  'torch.autocast': 'torch.amp.autocast_mode.autocast',
  'torch.cpu.amp.autocast': 'torch.cpu.amp.autocast_mode.autocast',
  'torch.cuda.amp.autocast': 'torch.cuda.amp.autocast_mode.autocast',
  'torch.finfo': 'torch.finfo',
  'torch.iinfo': 'torch.iinfo',
}

/** The path of a class of the library as PyTorch prints it; undefined for all else. */
export function classPathOf(value: unknown): string | undefined {
  const path = typeof value === 'function' ? pathOf(value) : undefined
  if (path === undefined) return undefined
  if (Object.hasOwn(inSmallLetters, path)) return inSmallLetters[path]
  // What PyTorch keeps for itself has an underscore in front, which its name here may be without.
  const own = (value as { readonly name: string }).name
  const isInside = /^_[A-Z]/.test(own)
  if (!isInside && !isClassPath(path)) return undefined
  const end = path.lastIndexOf('.')
  const name = isInside ? own : path.slice(end + 1)
  return `${moduleOf.get(name) ?? path.slice(0, end)}.${name}`
}

// For `torch.typename`; modules can be called, and are functions without being a Function.
classPaths.of = (value) =>
  value instanceof Function
    ? (classPathOf(value) ?? pathOf(value))
    : classPathOf((value as object | null | undefined)?.constructor)
