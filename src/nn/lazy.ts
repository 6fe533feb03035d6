// Lazy layers: they learn how many inputs they have from the first batch, and become the layers of the same name without
// `Lazy`. Follows torch/nn/modules/lazy.py.
import { type Arguments, bind, required } from '../base/keywords.js'
import { type DType, int64 } from '../base/dtype.js'
import { RuntimeError, ValueError } from '../base/errors.js'
import type { Scalar } from '../base/scalar.js'
import { str } from '../text/repr.js'
import { call } from '../engine/functions.js'
import { no_grad } from '../tensor/modes.js'
import type { Tensor } from '../tensor/tensor.js'
import { callable, type CallableClass } from './callable.js'
import * as convolutions from './convolution.js'
import type { Numbers } from './layer.js'
import { Linear } from './linear.js'
import type { Module } from './module.js'
import * as normalizations from './normalization.js'
import type { Parameter } from './parameter.js'
import { lazily, type LazyModule } from './lazily.js'
import { isUninitialized, uninitialized } from './uninitialized.js'

interface Factory {
  device?: unknown
  dtype?: DType | null
}
const newParameter = ({ device, dtype }: Required<Factory>): Parameter =>
  uninitialized(true, true, device, dtype) as Tensor as Parameter

/** The class of such layers: made of `A`, each becomes an `M`. */
type LazyClass<M extends Module, A extends unknown[]> = new (...args: A) => M & LazyModule

// ---- linear ----

const LinearBefore: typeof Linear & (new (...args: any[]) => LazyModule) = lazily(Linear)

class LazyLinearClass extends LinearBefore {
  constructor(
    ...args: Arguments<
      [out_features: number],
      [bias?: boolean, device?: unknown, dtype?: DType | null],
      { out_features?: number; bias?: boolean } & Factory
    >
  ) {
    const { out_features, bias, ...factory } = bind<{ out_features?: number; bias?: boolean } & Factory>(
      'LazyLinear',
      args,
      { out_features: required, bias: true, device: null, dtype: null },
    )
    super(0, 0, false)
    this.weight = newParameter(factory)
    this.out_features = out_features
    if (bias) this.bias = newParameter(factory)
  }
  protected get isSized(): boolean {
    return this.in_features !== 0
  }
  override initialize_parameters(input: Tensor): void {
    if (!this.has_uninitialized_params()) return
    no_grad(() => {
      this.in_features = input.shape[input.ndim - 1]
      materialize(this.weight, [this.out_features, this.in_features])
      materialize(this.bias, [this.out_features])
      this.reset_parameters()
    })
  }
}
/**
 * A linear layer that has as many inputs as its first batch.
 *
 * @example
 * const layer = nn.LazyLinear(3)
 * layer(torch.ones(2, 4)).shape // torch.Size([2, 3])
 */
export const LazyLinear = callable(LazyLinearClass, 'LazyLinear')
export type LazyLinear = LazyLinearClass

function materialize(tensor: Tensor | null, shape: readonly number[]): void {
  if (isUninitialized(tensor)) tensor.materialize(shape)
}

// ---- convolutions ----

interface LazyConvKeywords extends Factory {
  out_channels?: number
  kernel_size?: Numbers
  stride?: Numbers
  padding?: Numbers | string
  output_padding?: Numbers
  dilation?: Numbers
  groups?: number
  bias?: boolean
  padding_mode?: string
}
type ConvNd = convolutions.Conv2d
type LazyConvArguments =
  [out_channels: number, kernel_size: Numbers, ...rest: unknown[]] | [keywords: LazyConvKeywords]

function convolution(
  name: string,
  dims: number,
  Base: new (...args: any[]) => ConvNd,
  order: readonly string[],
): CallableClass<LazyClass<ConvNd, LazyConvArguments>> {
  const defaults: Record<string, unknown> = {
    stride: 1,
    padding: 0,
    output_padding: 0,
    dilation: 1,
    groups: 1,
    bias: true,
    padding_mode: 'zeros',
    device: null,
    dtype: null,
  }
  const Class = class extends lazily(Base) {
    constructor(...args: LazyConvArguments) {
      const { out_channels, bias, device, dtype, ...options } = bind<LazyConvKeywords>(name, args, {
        out_channels: required,
        kernel_size: required,
        ...Object.fromEntries(order.map((each) => [each, defaults[each]])),
      } as never)
      super({ in_channels: 0, out_channels: 0, bias: false, ...options })
      this.weight = newParameter({ device, dtype })
      this.out_channels = out_channels
      if (bias) this.bias = newParameter({ device, dtype })
    }
    protected get isSized(): boolean {
      return this.in_channels !== 0
    }
    override initialize_parameters(input: Tensor): void {
      if (!this.has_uninitialized_params()) return
      const rank = input.ndim
      if (rank !== dims + 1 && rank !== dims + 2)
        throw new RuntimeError(
          `Expected ${dims + 1}D (unbatched) or ${dims + 2}D (batched) input to ${this._get_name()}, but got input of ` +
            `size: ${str(input.shape)}`,
        )
      this.in_channels = input.shape[rank === dims + 2 ? 1 : 0]
      const { in_channels, out_channels, groups, transposed } = this
      if (in_channels % groups !== 0) throw new ValueError('in_channels must be divisible by groups')
      const channels = transposed
        ? [in_channels, Math.floor(out_channels / groups)]
        : [out_channels, Math.floor(in_channels / groups)]
      no_grad(() => {
        materialize(this.weight, [...channels, ...this.kernel_size])
        materialize(this.bias, [out_channels])
        this.reset_parameters()
      })
    }
  }
  return callable(Class, name) as never
}

const plain = ['stride', 'padding', 'dilation', 'groups', 'bias', 'padding_mode', 'device', 'dtype']
const transposed = [
  'stride',
  'padding',
  'output_padding',
  'groups',
  'bias',
  'dilation',
  'padding_mode',
  'device',
  'dtype',
]
/** A `Conv1d` that has as many input channels as its first batch. */
export const LazyConv1d = convolution('LazyConv1d', 1, convolutions.Conv1d, plain)
/** A `Conv2d` that has as many input channels as its first batch. */
export const LazyConv2d = convolution('LazyConv2d', 2, convolutions.Conv2d, plain)
/** A `Conv3d` that has as many input channels as its first batch. */
export const LazyConv3d = convolution('LazyConv3d', 3, convolutions.Conv3d, plain)
/** A `ConvTranspose1d` that has as many input channels as its first batch. */
export const LazyConvTranspose1d = convolution(
  'LazyConvTranspose1d',
  1,
  convolutions.ConvTranspose1d,
  transposed,
)
/** A `ConvTranspose2d` that has as many input channels as its first batch. */
export const LazyConvTranspose2d = convolution(
  'LazyConvTranspose2d',
  2,
  convolutions.ConvTranspose2d,
  transposed,
)
/** A `ConvTranspose3d` that has as many input channels as its first batch. */
export const LazyConvTranspose3d = convolution(
  'LazyConvTranspose3d',
  3,
  convolutions.ConvTranspose3d,
  transposed,
)

// ---- normalizations ----

interface LazyNormKeywords extends Factory {
  eps?: Scalar
  momentum?: Scalar | null
  affine?: boolean
  track_running_stats?: boolean
}
type NormBase = normalizations.NormBase
type LazyNormArguments = (Scalar | boolean | null | LazyNormKeywords | undefined)[]

function normalization(
  name: string,
  Base: new (...args: any[]) => NormBase,
): CallableClass<LazyClass<NormBase, LazyNormArguments>> {
  const Class = class extends lazily(Base) {
    constructor(...args: LazyNormArguments) {
      const { eps, momentum, affine, track_running_stats, device, dtype } = bind<LazyNormKeywords>(
        name,
        args,
        {
          eps: 1e-5,
          momentum: 0.1,
          affine: true,
          track_running_stats: true,
          device: null,
          dtype: null,
        },
      )
      super({ num_features: 0, eps, momentum, affine: false, track_running_stats: false, device, dtype })
      this.affine = affine
      this.track_running_stats = track_running_stats
      if (affine) {
        this.weight = newParameter({ device, dtype })
        this.bias = newParameter({ device, dtype })
      }
      if (!track_running_stats) return
      this.running_mean = uninitialized(false, false, device, dtype)
      this.running_var = uninitialized(false, false, device, dtype)
      this.num_batches_tracked = call('zeros', [[], { dtype: int64, device }]) as Tensor
    }
    protected get isSized(): boolean {
      return this.num_features !== 0
    }
    override initialize_parameters(input: Tensor): void {
      if (!this.has_uninitialized_params()) return
      this.num_features = input.shape[1]
      for (const tensor of [this.weight, this.bias, this.running_mean, this.running_var])
        materialize(tensor, [this.num_features])
      no_grad(() => {
        this.reset_parameters()
      })
    }
  }
  return callable(Class, name) as never
}
/** A `BatchNorm1d` that has as many features as its first batch. */
export const LazyBatchNorm1d = normalization('LazyBatchNorm1d', normalizations.BatchNorm1d)
/** A `BatchNorm2d` that has as many features as its first batch. */
export const LazyBatchNorm2d = normalization('LazyBatchNorm2d', normalizations.BatchNorm2d)
/** A `BatchNorm3d` that has as many features as its first batch. */
export const LazyBatchNorm3d = normalization('LazyBatchNorm3d', normalizations.BatchNorm3d)
/** An `InstanceNorm1d` that has as many features as its first batch. */
export const LazyInstanceNorm1d = normalization('LazyInstanceNorm1d', normalizations.InstanceNorm1d)
/** An `InstanceNorm2d` that has as many features as its first batch. */
export const LazyInstanceNorm2d = normalization('LazyInstanceNorm2d', normalizations.InstanceNorm2d)
/** An `InstanceNorm3d` that has as many features as its first batch. */
export const LazyInstanceNorm3d = normalization('LazyInstanceNorm3d', normalizations.InstanceNorm3d)
