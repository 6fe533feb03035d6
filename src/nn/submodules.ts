// The submodules of torch.nn.modules by name: what scripts import bases and classes from.
export * from './classes.js'
import type { Tuple } from '../base/tuple.js'
import * as containers from './containers.js'
import * as convolution from './convolution.js'
import { type Numbers, tupleOf } from './layer.js'
import * as activations from './activation.js'
import { MultiheadAttention } from './attention.js'
import { CrossMapLRN2d } from './cross-map.js'
import * as lazies from './lazy.js'
import * as linears from './linear.js'
import * as losses from './loss.js'
import { LossBase, WeightedLossBase } from './loss-bases.js'
import { Module } from './module.js'
import * as normalization from './normalization.js'
import { SyncBatchNorm } from './old-names.js'
import * as parameterContainers from './parameter-containers.js'
import * as recurrent from './recurrent.js'
import * as resampling from './resampling.js'
import * as cells from './recurrent-cells.js'
import * as transformers from './transformer.js'
import * as transformerLayers from './transformer-layers.js'

type Normalizations = typeof normalization

const { BatchNorm1d, BatchNorm2d, BatchNorm3d, InstanceNorm1d, InstanceNorm2d, InstanceNorm3d } =
  normalization
const { GroupNorm, LayerNorm, LocalResponseNorm } = normalization

export const activation: typeof activations & {
  readonly MultiheadAttention: typeof MultiheadAttention
  readonly NonDynamicallyQuantizableLinear: typeof linears.NonDynamicallyQuantizableLinear
} = {
  ...activations,
  MultiheadAttention,
  NonDynamicallyQuantizableLinear: linears.NonDynamicallyQuantizableLinear,
}
export * as adaptive from './adaptive.js'
const { LazyBatchNorm1d, LazyBatchNorm2d, LazyBatchNorm3d } = lazies
export const batchnorm: Pick<Normalizations, 'BatchNorm1d' | 'BatchNorm2d' | 'BatchNorm3d'> &
  Pick<typeof lazies, 'LazyBatchNorm1d' | 'LazyBatchNorm2d' | 'LazyBatchNorm3d'> & {
    readonly SyncBatchNorm: typeof SyncBatchNorm
    readonly _BatchNorm: Normalizations['BatchNormBase']
    readonly _NormBase: Normalizations['NormBase']
  } = {
  BatchNorm1d,
  BatchNorm2d,
  BatchNorm3d,
  LazyBatchNorm1d,
  LazyBatchNorm2d,
  LazyBatchNorm3d,
  SyncBatchNorm,
  _BatchNorm: normalization.BatchNormBase,
  _NormBase: normalization.NormBase,
}
export const container: typeof containers & typeof parameterContainers = {
  ...containers,
  ...parameterContainers,
}
const { LazyConv1d, LazyConv2d, LazyConv3d } = lazies
const { LazyConvTranspose1d, LazyConvTranspose2d, LazyConvTranspose3d } = lazies
type LazyConvolutions = Pick<
  typeof lazies,
  | 'LazyConv1d'
  | 'LazyConv2d'
  | 'LazyConv3d'
  | 'LazyConvTranspose1d'
  | 'LazyConvTranspose2d'
  | 'LazyConvTranspose3d'
>
export const conv: typeof convolution &
  LazyConvolutions & { readonly _ConvNd: (typeof convolution)['ConvNd'] } = {
  ...convolution,
  LazyConv1d,
  LazyConv2d,
  LazyConv3d,
  LazyConvTranspose1d,
  LazyConvTranspose2d,
  LazyConvTranspose3d,
  _ConvNd: convolution.ConvNd,
}
export * as dropout from './dropout.js'
export const instancenorm: Pick<Normalizations, 'InstanceNorm1d' | 'InstanceNorm2d' | 'InstanceNorm3d'> & {
  readonly _InstanceNorm: Normalizations['InstanceNormBase']
} = {
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  _InstanceNorm: normalization.InstanceNormBase,
}
export * as lazy from './lazy.js'
export const linear: typeof linears & { readonly LazyLinear: typeof lazies.LazyLinear } = {
  ...linears,
  LazyLinear: lazies.LazyLinear,
}
export const loss: typeof losses & {
  readonly _Loss: typeof LossBase
  readonly _WeightedLoss: typeof WeightedLossBase
} = { ...losses, _Loss: LossBase, _WeightedLoss: WeightedLossBase }
export const module = { Module }
const normalizations: Pick<Normalizations, 'GroupNorm' | 'LayerNorm' | 'LocalResponseNorm'> & {
  readonly CrossMapLRN2d: typeof CrossMapLRN2d
} = {
  CrossMapLRN2d,
  GroupNorm,
  LayerNorm,
  LocalResponseNorm,
}
export { normalizations as normalization }
export * as padding from './padding.js'
export const pixelshuffle: Pick<typeof resampling, 'PixelShuffle' | 'PixelUnshuffle'> = {
  PixelShuffle: resampling.PixelShuffle,
  PixelUnshuffle: resampling.PixelUnshuffle,
}
export * as pooling from './pooling.js'
const { GRU, LSTM, RNN, RNNBase } = recurrent
export const rnn: Pick<typeof recurrent, 'GRU' | 'LSTM' | 'RNN' | 'RNNBase'> & typeof cells = {
  GRU,
  LSTM,
  RNN,
  RNNBase,
  ...cells,
}
export * as sparse from './embedding.js'
const { TransformerDecoderLayer, TransformerEncoderLayer } = transformerLayers
export const transformer: typeof transformers &
  Pick<typeof transformerLayers, 'TransformerDecoderLayer' | 'TransformerEncoderLayer'> = {
  ...transformers,
  TransformerDecoderLayer,
  TransformerEncoderLayer,
}
export * as upsampling from './resampling.js'

const ntuple =
  (count: number) =>
  (value: Numbers): Tuple<number> =>
    tupleOf(value, count)
export const utils = {
  _ntuple: ntuple,
  _single: ntuple(1),
  _pair: ntuple(2),
  _triple: ntuple(3),
  _quadruple: ntuple(4),
}
