// The namespace `torch.nn.utils`.
export * from './gradients.js'
export * as rnn from './packed-sequence.js'
export * from './weight-norm.js'
export * from './fusion.js'
export * as prune from './prune.js'
export * as parametrize from './parametrize.js'
export * as parametrizations from './parametrizations.js'
export * as stateless from './stateless.js'
