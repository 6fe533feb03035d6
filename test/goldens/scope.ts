// Which torch names the engine promises so far. An entry of rng.json or print.json that uses any other name is left
// out, and only such an entry: the tests find them from the names, and fail when a name left out here exists after all.
import { coreOps } from './files.js'
import { isObject, type Encoded, type RngEntry, type RngStep, type Torch } from './encoding.js'
import { lookup } from './invoke.js'

const under = (prefix: string, names: string): string[] => names.split(/\s+/).map((name) => prefix + name)

const promised = new Set([
  ...coreOps().map((op) => `torch.${op}`),
  // Other spellings of core ops.
  ...under('torch.', 'relu'),
  // Creation and types.
  ...under('torch.', 'tensor as_tensor from_numpy full complex real imag device finfo iinfo Size'),
  // Random numbers.
  ...under(
    'torch.',
    'manual_seed initial_seed seed get_rng_state set_rng_state Generator rand randint randperm poisson binomial',
  ),
  ...under(
    'torch.nn.',
    'Parameter ParameterList Module Linear Bilinear Sequential ModuleList ModuleDict Dropout',
  ),
  // Activation modules.
  ...under(
    'torch.nn.',
    'CELU ELU GELU GLU Hardshrink Hardsigmoid Hardswish Hardtanh LeakyReLU LogSigmoid LogSoftmax',
  ),
  ...under(
    'torch.nn.',
    'Mish PReLU ReLU ReLU6 SELU SiLU Sigmoid Softmax Softmin Softplus Softshrink Softsign Tanh',
  ),
  ...under('torch.nn.', 'Tanhshrink Threshold Identity Flatten Unflatten CosineSimilarity'),
  // Layers of images.
  ...under(
    'torch.nn.',
    'Conv1d Conv2d Conv3d ConvTranspose1d ConvTranspose2d ConvTranspose3d MaxPool1d MaxPool2d MaxPool3d AvgPool1d',
  ),
  ...under(
    'torch.nn.',
    'AvgPool2d AvgPool3d AdaptiveAvgPool1d AdaptiveAvgPool2d AdaptiveAvgPool3d AdaptiveMaxPool1d',
  ),
  ...under(
    'torch.nn.',
    'AdaptiveMaxPool2d AdaptiveMaxPool3d LPPool1d LPPool2d FractionalMaxPool2d MaxUnpool1d',
  ),
  ...under(
    'torch.nn.',
    'MaxUnpool2d MaxUnpool3d ConstantPad1d ConstantPad2d ConstantPad3d ZeroPad2d Upsample Fold',
  ),
  ...under(
    'torch.nn.',
    'ReflectionPad1d ReflectionPad2d ReflectionPad3d ReplicationPad1d ReplicationPad2d Unfold',
  ),
  ...under(
    'torch.nn.',
    'ReplicationPad3d PixelShuffle PixelUnshuffle ChannelShuffle UpsamplingNearest2d LayerNorm',
  ),
  ...under(
    'torch.nn.',
    'UpsamplingBilinear2d BatchNorm1d BatchNorm2d BatchNorm3d InstanceNorm1d InstanceNorm2d',
  ),
  ...under('torch.nn.', 'InstanceNorm3d GroupNorm LocalResponseNorm FractionalMaxPool3d'),
  // Loss modules.
  ...under(
    'torch.nn.',
    'BCELoss BCEWithLogitsLoss CrossEntropyLoss HuberLoss KLDivLoss L1Loss MSELoss NLLLoss',
  ),
  ...under('torch.nn.', 'SmoothL1Loss'),
  ...under('torch.nn.functional.', 'alpha_dropout dropout1d dropout2d dropout3d feature_alpha_dropout'),
  ...under(
    'torch.nn.init.',
    'uniform_ normal_ constant_ ones_ zeros_ eye_ dirac_ xavier_uniform_ xavier_normal_',
  ),
  ...under('torch.nn.init.', 'kaiming_uniform_ kaiming_normal_ trunc_normal_ orthogonal_ sparse_'),
  ...under('torch.optim.', 'SGD Adam AdamW'),
  ...under(
    'torch.utils.data.',
    'DataLoader Subset TensorDataset random_split RandomSampler SequentialSampler',
  ),
  ...under('torch.utils.data.', 'SubsetRandomSampler WeightedRandomSampler BatchSampler'),
])

/**
 * Entries of print.json that dltorch prints otherwise, on purpose: what it prints, and why. The tests hold it to that
 * text, and to its being another one than PyTorch's.
 */
export const otherwise: Record<string, { prints: string; because: string }> = {
  ...Object.fromEntries(
    ['item/1', 'item64/1'].map((id) => [
      id,
      { prints: '3', because: 'item() is a JavaScript number, which cannot remember that it was a float' },
    ]),
  ),
  'device/ctor': { prints: "device(type='gpu', index=0)", because: "'cuda' is another name of our 'gpu'" },
  'device/cuda': { prints: "device(type='gpu', index=1)", because: "'cuda' is another name of our 'gpu'" },
}

/** Every torch path in an expression of print.json or a step of rng.json. */
export function namesIn(v: Encoded | RngStep): string[] {
  if (Array.isArray(v)) return v.flatMap(namesIn)
  if (!isObject(v)) return []
  const { $call, kind, path } = v as Record<string, unknown>
  const own = typeof $call === 'string' ? [$call] : kind === 'function' ? [path as string] : []
  return [...own, ...Object.values(v).flatMap(namesIn)]
}

/** The names that keep it out of scope: none where it must pass. */
export const missingNames = (v: Encoded | RngStep): string[] =>
  [...new Set(namesIn(v))].filter((name) => !promised.has(name))

/**
 * The parts of an entry that stand on their own: each begins with manual_seed, which resets all state. So one Conv2d
 * in a list of modules leaves out only itself.
 */
export function sections({ steps }: RngEntry): RngStep[][] {
  const parts: RngStep[][] = []
  for (const step of steps) {
    const seeds = step.call.kind === 'function' && step.call.path === 'torch.manual_seed'
    if (seeds || parts.length === 0) parts.push([])
    parts.at(-1)!.push(step)
  }
  return parts
}

/** Names said to be out of scope that the engine has: take them into the list above. */
export function stale(torch: Torch, names: string[]): string[] {
  return [...new Set(names)].filter((name) => {
    try {
      return Boolean(lookup(torch, name))
    } catch {
      return false
    }
  })
}
