// Pooling and unpooling as layers. Follows torch/nn/modules/pooling.py.
import { type Arguments, bind, required } from '../base/keywords.js'
import { ValueError } from '../base/errors.js'
import { Float, type Scalar } from '../base/scalar.js'
import type { Tuple } from '../base/tuple.js'
import { str } from '../text/repr.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { callable, type CallableClass } from './callable.js'
import { familyOf, layer, type LayerClass, type Numbers, tupleOf } from './layer.js'
import type { Module } from './module.js'

const F = 'nn.functional.'

interface MaxPoolKeywords {
  kernel_size?: Numbers
  stride?: Numbers | null
  padding?: Numbers
  dilation?: Numbers
  return_indices?: boolean
  ceil_mode?: boolean
}

const maxPool = (dims: number): LayerClass<MaxPoolKeywords> =>
  layer<MaxPoolKeywords>(`MaxPool${dims}d`, {
    base: '_MaxPoolNd',
    defaults: {
      kernel_size: required,
      stride: null,
      padding: 0,
      dilation: 1,
      return_indices: false,
      ceil_mode: false,
    },
    settle: ({ kernel_size, stride }) => ({ stride: stride ?? kernel_size }),
    run: (input, o) =>
      call(`${F}max_pool${dims}d`, [
        input,
        o.kernel_size,
        o.stride,
        o.padding,
        o.dilation,
        o.ceil_mode,
        o.return_indices,
      ]),
    text: (o) =>
      `kernel_size=${str(o.kernel_size)}, stride=${str(o.stride)}, padding=${str(o.padding)}, ` +
      `dilation=${str(o.dilation)}, ceil_mode=${str(o.ceil_mode)}`,
  })

/** The largest number of each window of sequences. */
export const MaxPool1d = maxPool(1)
/** The largest number of each window of images. */
export const MaxPool2d = maxPool(2)
/** The largest number of each window of volumes. */
export const MaxPool3d = maxPool(3)

interface UnpoolKeywords {
  kernel_size?: Numbers
  stride?: Numbers | null
  padding?: Numbers
}
type UnpoolArguments = Arguments<
  [kernel_size: Numbers],
  [stride?: Numbers | null, padding?: Numbers],
  UnpoolKeywords
>
interface Unpool extends Module {
  kernel_size: Tuple<number>
  stride: Tuple<number>
  padding: Tuple<number>
}

function maxUnpool(dims: number): CallableClass<new (...args: UnpoolArguments) => Unpool> {
  const name = `MaxUnpool${dims}d`
  const Class = class extends familyOf('_MaxUnpoolNd') {
    kernel_size: Tuple<number>
    stride: Tuple<number>
    padding: Tuple<number>
    constructor(...args: UnpoolArguments) {
      super()
      const { kernel_size, stride, padding } = bind<UnpoolKeywords>(name, args, {
        kernel_size: required,
        stride: null,
        padding: 0,
      })
      this.kernel_size = tupleOf(kernel_size, dims)
      this.stride = tupleOf(stride ?? kernel_size, dims)
      this.padding = tupleOf(padding, dims)
    }
    override forward(
      input: Tensor,
      indices: Tensor,
      output_size: readonly number[] | { output_size: readonly number[] } | null = null,
    ): Tensor {
      const size =
        output_size !== null && 'output_size' in output_size ? output_size.output_size : output_size
      return call(`${F}max_unpool${dims}d`, [
        input,
        indices,
        this.kernel_size,
        this.stride,
        this.padding,
        size,
      ]) as Tensor
    }
    override extra_repr(): string {
      return `kernel_size=${str(this.kernel_size)}, stride=${str(this.stride)}, padding=${str(this.padding)}`
    }
  }
  return callable(Class, name) as unknown as CallableClass<new (...args: UnpoolArguments) => Unpool>
}
/** Puts the largest numbers of sequences back where they were. */
export const MaxUnpool1d = maxUnpool(1)
/** Puts the largest numbers of images back where they were. */
export const MaxUnpool2d = maxUnpool(2)
/** Puts the largest numbers of volumes back where they were. */
export const MaxUnpool3d = maxUnpool(3)

interface AvgPoolKeywords {
  kernel_size?: Numbers
  stride?: Numbers | null
  padding?: Numbers
  ceil_mode?: boolean
  count_include_pad?: boolean
}
interface AvgPoolKeywordsOfImages extends AvgPoolKeywords {
  divisor_override?: number | null
}
const avgText = (o: Required<AvgPoolKeywords>): string =>
  `kernel_size=${str(o.kernel_size)}, stride=${str(o.stride)}, padding=${str(o.padding)}`
const avgDefaults = {
  kernel_size: required,
  stride: null,
  padding: 0,
  ceil_mode: false,
  count_include_pad: true,
} as const

/**
 * The mean of each window of sequences.
 *
 * @example
 * nn.AvgPool1d(2)(torch.tensor([[1.5, 2, 4, 8]])) // tensor([[1.7500, 6.0000]])
 */
export const AvgPool1d = layer<AvgPoolKeywords>('AvgPool1d', {
  family: '_AvgPoolNd',
  defaults: avgDefaults,
  settle: ({ kernel_size, stride, padding }) => ({
    kernel_size: tupleOf(kernel_size, 1),
    stride: tupleOf(stride ?? kernel_size, 1),
    padding: tupleOf(padding, 1),
  }),
  run: (input, o) =>
    call('avg_pool1d', [input, o.kernel_size, o.stride, o.padding, o.ceil_mode, o.count_include_pad]),
  text: avgText,
})

const avgPool = (dims: number): LayerClass<AvgPoolKeywordsOfImages> =>
  layer<AvgPoolKeywordsOfImages>(`AvgPool${dims}d`, {
    family: '_AvgPoolNd',
    defaults: { ...avgDefaults, divisor_override: null },
    settle: ({ kernel_size, stride }) => ({ stride: stride ?? kernel_size }),
    run: (input, o) =>
      call(`${F}avg_pool${dims}d`, [
        input,
        o.kernel_size,
        o.stride,
        o.padding,
        o.ceil_mode,
        o.count_include_pad,
        o.divisor_override,
      ]),
    text: avgText,
  })
/** The mean of each window of images. */
export const AvgPool2d = avgPool(2)
/** The mean of each window of volumes. */
export const AvgPool3d = avgPool(3)

interface FractionalKeywords {
  kernel_size?: Numbers
  output_size?: Numbers | null
  output_ratio?: number | Float | readonly number[] | null
  return_indices?: boolean
  _random_samples?: Tensor | null
}
const fractional = (dims: number): LayerClass<FractionalKeywords> =>
  layer<FractionalKeywords>(`FractionalMaxPool${dims}d`, {
    defaults: {
      kernel_size: required,
      output_size: null,
      output_ratio: null,
      return_indices: false,
      _random_samples: null,
    },
    settle: ({ kernel_size, output_size, output_ratio }, name) => {
      if (output_size === null && output_ratio === null)
        throw new ValueError(`${name} requires specifying either an output size, or a pooling ratio`)
      if (output_size !== null && output_ratio !== null)
        throw new ValueError('only one of output_size and output_ratio may be specified')
      const ratio = output_ratio instanceof Float ? Number(output_ratio) : output_ratio
      const ratios = ratio === null ? null : tupleOf(ratio, dims)
      if (ratios !== null && !ratios.every((each) => 0 < each && each < 1))
        throw new ValueError(`output_ratio must be between 0 and 1 (got ${str(output_ratio)})`)
      return {
        kernel_size: tupleOf(kernel_size, dims),
        output_size: output_size === null ? null : tupleOf(output_size, dims),
        output_ratio: ratios,
      }
    },
    run: (input, o) =>
      call(`${F}fractional_max_pool${dims}d`, [
        input,
        o.kernel_size,
        o.output_size,
        o.output_ratio,
        o.return_indices,
        o._random_samples,
      ]),
  })
/** Max pooling of images with windows at random distances. */
export const FractionalMaxPool2d = fractional(2)
/** Max pooling of volumes with windows at random distances. */
export const FractionalMaxPool3d = fractional(3)

interface LPPoolKeywords {
  norm_type?: Scalar
  kernel_size?: Numbers
  stride?: Numbers | null
  ceil_mode?: boolean
}
const lpPool = (dims: number): LayerClass<LPPoolKeywords> =>
  layer<LPPoolKeywords>(`LPPool${dims}d`, {
    base: '_LPPoolNd',
    defaults: { norm_type: required, kernel_size: required, stride: null, ceil_mode: false },
    run: (input, o) =>
      call(`${F}lp_pool${dims}d`, [input, o.norm_type, o.kernel_size, o.stride, o.ceil_mode]),
    text: (o) =>
      `norm_type=${str(o.norm_type)}, kernel_size=${str(o.kernel_size)}, stride=${str(o.stride)}, ` +
      `ceil_mode=${str(o.ceil_mode)}`,
  })
/** The `norm_type`-norm of each window of sequences. */
export const LPPool1d = lpPool(1)
/** The `norm_type`-norm of each window of images. */
export const LPPool2d = lpPool(2)

type OutputSize = number | readonly (number | null)[]
const sizeText = ({ output_size }: { output_size: OutputSize }): string => `output_size=${str(output_size)}`

const adaptiveMax = (dims: number): LayerClass<{ output_size?: OutputSize; return_indices?: boolean }> =>
  layer<{ output_size?: OutputSize; return_indices?: boolean }>(`AdaptiveMaxPool${dims}d`, {
    base: '_AdaptiveMaxPoolNd',
    defaults: { output_size: required, return_indices: false },
    run: (input, o) => call(`${F}adaptive_max_pool${dims}d`, [input, o.output_size, o.return_indices]),
    text: sizeText,
  })
const adaptiveAvg = (dims: number): LayerClass<{ output_size?: OutputSize }> =>
  layer<{ output_size?: OutputSize }>(`AdaptiveAvgPool${dims}d`, {
    base: '_AdaptiveAvgPoolNd',
    defaults: { output_size: required },
    run: (input, o) => call(`${F}adaptive_avg_pool${dims}d`, [input, o.output_size]),
    text: sizeText,
  })
/** The largest numbers of `output_size` windows that share a sequence out. */
export const AdaptiveMaxPool1d = adaptiveMax(1)
/** The largest numbers of windows that share an image out. */
export const AdaptiveMaxPool2d = adaptiveMax(2)
/** The largest numbers of windows that share a volume out. */
export const AdaptiveMaxPool3d = adaptiveMax(3)
/** The means of `output_size` windows that share a sequence out. */
export const AdaptiveAvgPool1d = adaptiveAvg(1)
/** The means of windows that share an image out. */
export const AdaptiveAvgPool2d = adaptiveAvg(2)
/** The means of windows that share a volume out. */
export const AdaptiveAvgPool3d = adaptiveAvg(3)
