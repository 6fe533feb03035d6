// The classes of torch.nn, which torch.nn.modules has, too.
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
export { ModuleDict, ModuleList, Sequential } from './containers.js'
export { ParameterDict, ParameterList } from './parameter-containers.js'
export { Embedding, EmbeddingBag } from './embedding.js'
export { GRU, LSTM, RNN, RNNBase } from './recurrent.js'
export { GRUCell, LSTMCell, RNNCell, RNNCellBase } from './recurrent-cells.js'
export { MultiheadAttention } from './attention.js'
export { Conv1d, Conv2d, Conv3d, ConvTranspose1d, ConvTranspose2d, ConvTranspose3d } from './convolution.js'
export * from './pooling.js'
export * from './padding.js'
export * from './resampling.js'
export {
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  GroupNorm,
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  LayerNorm,
  LocalResponseNorm,
} from './normalization.js'
export { AdaptiveLogSoftmaxWithLoss } from './adaptive.js'
export { Transformer, TransformerDecoder, TransformerEncoder } from './transformer.js'
export { TransformerDecoderLayer, TransformerEncoderLayer } from './transformer-layers.js'
export * from './lazy.js'
export { UninitializedBuffer, UninitializedParameter } from './uninitialized.js'
export { CrossMapLRN2d } from './cross-map.js'
export { Container, DataParallel, NLLLoss2d, SyncBatchNorm } from './old-names.js'
