// Where PyTorch declares its classes, which is what it prints of them: `torch.nn.modules.linear.Linear` for `nn.Linear`.
import { isClassPath, pathOf } from './namespaces.js'

/** The modules that declare what the namespaces hand on. */
const modules: Readonly<Record<string, string>> = {
  'torch._C': 'Generator',
  'torch.storage': 'TypedStorage UntypedStorage',
  'torch.nn.modules.loss':
    'BCELoss BCEWithLogitsLoss CrossEntropyLoss HuberLoss KLDivLoss L1Loss MSELoss NLLLoss SmoothL1Loss',
  'torch.nn.modules.linear': 'Bilinear Identity Linear',
  'torch.nn.modules.activation':
    'CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid LogSoftmax Mish PReLU ReLU ReLU6 ' +
    'SELU SiLU Sigmoid Softmax Softmin Softplus Softshrink Softsign Tanh Tanhshrink Threshold',
  'torch.nn.modules.distance': 'CosineSimilarity',
  'torch.nn.modules.dropout': 'Dropout',
  'torch.nn.modules.flatten': 'Flatten Unflatten',
  'torch.nn.modules.module': 'Module',
  'torch.nn.modules.container': 'ModuleDict ModuleList ParameterDict ParameterList Sequential',
  'torch.nn.parameter': 'Parameter',
  'torch.autograd.function': 'Function',
  'torch.optim.adadelta': 'Adadelta',
  'torch.optim.adagrad': 'Adagrad',
  'torch.optim.adam': 'Adam',
  'torch.optim.adamax': 'Adamax',
  'torch.optim.adamw': 'AdamW',
  'torch.optim.asgd': 'ASGD',
  'torch.optim.lbfgs': 'LBFGS',
  'torch.optim.nadam': 'NAdam',
  'torch.optim.optimizer': 'Optimizer',
  'torch.optim.radam': 'RAdam',
  'torch.optim.rmsprop': 'RMSprop',
  'torch.optim.rprop': 'Rprop',
  'torch.optim.sgd': 'SGD',
  'torch.optim.sparse_adam': 'SparseAdam',
  'torch.utils.data.sampler':
    'BatchSampler RandomSampler Sampler SequentialSampler SubsetRandomSampler WeightedRandomSampler',
  'torch.utils.data.dataset': 'ChainDataset ConcatDataset Dataset IterableDataset Subset TensorDataset',
  'torch.utils.data.dataloader': 'DataLoader',
}
const moduleOf = new Map(
  Object.entries(modules).flatMap(([module, names]) =>
    names.split(' ').map((name) => [name, module] as const),
  ),
)

/** The path of a class of the library as PyTorch prints it; undefined for all else. */
export function classPathOf(value: unknown): string | undefined {
  const path = typeof value === 'function' ? pathOf(value) : undefined
  if (path === undefined || !isClassPath(path)) return undefined
  const name = path.slice(path.lastIndexOf('.') + 1)
  const module = moduleOf.get(name)
  return module === undefined ? path : `${module}.${name}`
}
