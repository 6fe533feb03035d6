// The submodules of torch.nn.modules by name: what scripts import bases and classes from.
export * from './classes.js'
import { Tuple } from '../base/tuple.js'
import type { Tensor } from '../tensor/tensor.js'
import * as containers from './containers.js'
import * as convolution from './convolution.js'
import { type Numbers, tupleOf } from './layer.js'
import * as activations from './activation.js'
import { MultiheadAttention } from './attention.js'
import { CrossMapLRN2d } from './cross-map.js'
import * as lazies from './lazy.js'
import { LazyModuleMixin } from './lazy-mixin.js'
import * as linears from './linear.js'
import * as losses from './loss.js'
import { LossBase, WeightedLossBase } from './loss-bases.js'
import { Module } from './module.js'
import * as normalization from './normalization.js'
import { SyncBatchNorm } from './old-names.js'
import * as parameterContainers from './parameter-containers.js'
import * as recurrent from './recurrent.js'
import * as resampling from './resampling.js'
import * as globalHooks from './global-hooks.js'
import * as dropouts from './dropout.js'
import * as paddings from './padding.js'
import * as poolings from './pooling.js'
import { familyOf } from './layer.js'
import { copies } from './clones.js'
import { Parameter } from './parameter.js'
import { IncompatibleKeys } from './state-dict.js'
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
  LazyConvolutions & {
    readonly _ConvNd: (typeof convolution)['ConvNd']
    readonly _ConvTransposeNd: (typeof convolution)['ConvTransposeNd']
  } = {
  ...convolution,
  LazyConv1d,
  LazyConv2d,
  LazyConv3d,
  LazyConvTranspose1d,
  LazyConvTranspose2d,
  LazyConvTranspose3d,
  _ConvNd: convolution.ConvNd,
  _ConvTransposeNd: convolution.ConvTransposeNd,
}
/** Classes that layers have in common. */
type Families<N extends string> = Readonly<Record<N, typeof Module>>
const familiesOf = <N extends string>(...names: N[]): Families<N> =>
  Object.fromEntries(names.map((name) => [name, familyOf(name)])) as Families<N>

export const dropout: typeof dropouts & Families<'_DropoutNd'> = {
  ...dropouts,
  ...familiesOf('_DropoutNd'),
}
const { LazyInstanceNorm1d, LazyInstanceNorm2d, LazyInstanceNorm3d } = lazies
export const instancenorm: Pick<Normalizations, 'InstanceNorm1d' | 'InstanceNorm2d' | 'InstanceNorm3d'> &
  Pick<typeof lazies, 'LazyInstanceNorm1d' | 'LazyInstanceNorm2d' | 'LazyInstanceNorm3d'> & {
    readonly _InstanceNorm: Normalizations['InstanceNormBase']
    readonly _NormBase: Normalizations['NormBase']
  } = {
  InstanceNorm1d,
  InstanceNorm2d,
  InstanceNorm3d,
  LazyInstanceNorm1d,
  LazyInstanceNorm2d,
  LazyInstanceNorm3d,
  _InstanceNorm: normalization.InstanceNormBase,
  _NormBase: normalization.NormBase,
}
export const lazy: typeof lazies & { readonly LazyModuleMixin: typeof LazyModuleMixin } = {
  ...lazies,
  LazyModuleMixin,
}
export const linear: typeof linears & { readonly LazyLinear: typeof lazies.LazyLinear } = {
  ...linears,
  LazyLinear: lazies.LazyLinear,
}
export const loss: typeof losses & {
  readonly _Loss: typeof LossBase
  readonly _WeightedLoss: typeof WeightedLossBase
} = { ...losses, _Loss: LossBase, _WeightedLoss: WeightedLossBase }
export const module: typeof globalHooks & {
  readonly Module: typeof Module
  readonly Parameter: typeof Parameter
  readonly _IncompatibleKeys: typeof IncompatibleKeys
} = { ...globalHooks, Module, Parameter, _IncompatibleKeys: IncompatibleKeys }
const normalizations: Pick<Normalizations, 'GroupNorm' | 'LayerNorm' | 'LocalResponseNorm'> & {
  readonly CrossMapLRN2d: typeof CrossMapLRN2d
} = {
  CrossMapLRN2d,
  GroupNorm,
  LayerNorm,
  LocalResponseNorm,
}
export { normalizations as normalization }
export const padding: typeof paddings &
  Families<'_ConstantPadNd' | '_ReflectionPadNd' | '_ReplicationPadNd'> = {
  ...paddings,
  ...familiesOf('_ConstantPadNd', '_ReflectionPadNd', '_ReplicationPadNd'),
}
export const channelshuffle: Pick<typeof resampling, 'ChannelShuffle'> = {
  ChannelShuffle: resampling.ChannelShuffle,
}
export const distance: Pick<typeof losses, 'CosineSimilarity' | 'PairwiseDistance'> = {
  CosineSimilarity: losses.CosineSimilarity,
  PairwiseDistance: losses.PairwiseDistance,
}
export const flatten: Pick<typeof linears, 'Flatten' | 'Unflatten'> = {
  Flatten: linears.Flatten,
  Unflatten: linears.Unflatten,
}
export const fold: Pick<typeof resampling, 'Fold' | 'Unfold'> = {
  Fold: resampling.Fold,
  Unfold: resampling.Unfold,
}
export const pixelshuffle: Pick<typeof resampling, 'PixelShuffle' | 'PixelUnshuffle'> = {
  PixelShuffle: resampling.PixelShuffle,
  PixelUnshuffle: resampling.PixelUnshuffle,
}
export const pooling: typeof poolings &
  Families<
    '_MaxPoolNd' | '_AvgPoolNd' | '_LPPoolNd' | '_AdaptiveMaxPoolNd' | '_AdaptiveAvgPoolNd' | '_MaxUnpoolNd'
  > = {
  ...poolings,
  ...familiesOf(
    '_MaxPoolNd',
    '_AvgPoolNd',
    '_LPPoolNd',
    '_AdaptiveMaxPoolNd',
    '_AdaptiveAvgPoolNd',
    '_MaxUnpoolNd',
  ),
}
const { GRU, LSTM, RNN, RNNBase } = recurrent
export const rnn: Pick<typeof recurrent, 'GRU' | 'LSTM' | 'RNN' | 'RNNBase'> &
  typeof cells & {
    readonly apply_permutation: (tensor: Tensor, permutation: Tensor, dim?: number) => Tensor
  } = {
  apply_permutation: (tensor, permutation, dim = 1) => tensor.index_select(dim, permutation),
  GRU,
  LSTM,
  RNN,
  RNNBase,
  ...cells,
}
export * as sparse from './embedding.js'
const { TransformerDecoderLayer, TransformerEncoderLayer } = transformerLayers
export const transformer: typeof transformers &
  Pick<typeof transformerLayers, 'TransformerDecoderLayer' | 'TransformerEncoderLayer'> & {
    readonly _get_clones: typeof copies
    readonly _get_activation_fn: typeof transformerLayers.activationOf
  } = {
  ...transformers,
  _get_clones: copies,
  _get_activation_fn: transformerLayers.activationOf,
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
  _reverse_repeat_tuple: (t: readonly number[], n: number): Tuple<number> =>
    Tuple.from([...t].reverse().flatMap((item) => new Array<number>(n).fill(item))),
}
