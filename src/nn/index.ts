// The namespace `torch.nn`.
import { callable } from './callable.js'
import { Module as ModuleClass } from './module.js'

/** Base of all networks: subclass it, assign layers to attributes, write `forward`. */
export const Module = callable(ModuleClass, 'Module')
export type Module = ModuleClass
export { Parameter } from './parameter.js'
export { OrderedDict } from './ordered-dict.js'
export { Bilinear, Flatten, Identity, Linear, Unflatten } from './linear.js'
export * from './activation.js'
export * from './loss.js'
export * from './dropout.js'
export { ModuleDict, ModuleList, ParameterDict, ParameterList, Sequential } from './containers.js'
export * as init from './init.js'
export * as utils from './utils.js'
export { functional } from './functional.js'
export type { StateDict } from './state-dict.js'
export { Embedding, EmbeddingBag } from './embedding.js'
export { GRU, GRUCell, LSTM, LSTMCell, RNN, RNNBase, RNNCell, RNNCellBase } from './recurrent.js'
export { MultiheadAttention } from './attention.js'
export * from './convolution.js'
export * from './pooling.js'
export * from './padding.js'
export * from './resampling.js'
export * from './normalization.js'
export { AdaptiveLogSoftmaxWithLoss } from './adaptive.js'
export { Transformer, TransformerDecoder, TransformerEncoder } from './transformer.js'
export { TransformerDecoderLayer, TransformerEncoderLayer } from './transformer-layers.js'
