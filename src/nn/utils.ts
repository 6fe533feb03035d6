// The namespace `torch.nn.utils`.
export * from './gradients.js'
export * as rnn from './packed-sequence.js'
export * from './weight-norm.js'
export * from './fusion.js'
