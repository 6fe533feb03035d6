// Convolutions as layers. Follows torch/nn/modules/conv.py.
import { type Arguments, bind, isKeywords, required } from '../base/keywords.js'
import { isA } from '../base/careful.js'
import { Float } from '../base/scalar.js'
import type { DType } from '../base/dtype.js'
import { TypeError, ValueError } from '../base/errors.js'
import { typeName } from '../base/type-name.js'
import { usedAs } from '../engine/python-call.js'
import { Size, Tuple } from '../base/tuple.js'
import { repr, str } from '../text/repr.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { callable, type CallableClass } from './callable.js'
import * as init from './init.js'
import { numberOfInt, type Numbers, tupleOf } from './layer.js'
import { newParameter } from './linear.js'
import { Module } from './module.js'
import type { Parameter } from './parameter.js'

interface ConvKeywords {
  in_channels?: number
  out_channels?: number
  kernel_size?: Numbers
  stride?: Numbers
  padding?: Numbers | string
  dilation?: Numbers
  groups?: number
  bias?: boolean
  padding_mode?: string
  device?: unknown
  dtype?: DType | null
}
interface ConvTransposeKeywords extends ConvKeywords {
  output_padding?: Numbers
}

const modes = ['zeros', 'reflect', 'replicate', 'circular']
const isAll = (values: readonly number[], value: number): boolean => values.every((each) => each === value)

/** What plain and transposed convolutions share. */
export abstract class ConvNd extends Module {
  in_channels: number
  out_channels: number
  kernel_size: Tuple<number>
  stride: Tuple<number>
  padding: Tuple<number> | string
  dilation: Tuple<number>
  transposed: boolean
  output_padding: Tuple<number>
  groups: number
  padding_mode: string
  weight: Parameter
  /** `null` where made with `bias: false`. */
  bias: Parameter

  constructor(dims: number, transposed: boolean, options: Required<ConvTransposeKeywords>) {
    super()
    const { padding, padding_mode, device, dtype } = options
    const [in_channels, out_channels] = [options.in_channels, options.out_channels].map(numberOfInt)
    const groups = usedAs('int', options.groups) as number
    const stride = tupleOf(options.stride, dims)
    if (groups <= 0) throw new ValueError('groups must be a positive integer')
    if (in_channels % groups !== 0) throw new ValueError('in_channels must be divisible by groups')
    if (out_channels % groups !== 0) throw new ValueError('out_channels must be divisible by groups')
    if (typeof padding === 'string') {
      if (padding !== 'same' && padding !== 'valid')
        throw new ValueError(`Invalid padding string ${repr(padding)}, should be one of {'valid', 'same'}`)
      if (padding === 'same' && !isAll(stride, 1))
        throw new ValueError("padding='same' is not supported for strided convolutions")
    }
    if (!modes.includes(padding_mode))
      throw new ValueError(
        `padding_mode must be one of {${modes.map(repr).join(', ')}}, but got padding_mode='${padding_mode}'`,
      )
    this.in_channels = in_channels
    this.out_channels = out_channels
    this.kernel_size = tupleOf(options.kernel_size, dims)
    this.stride = stride
    this.padding = typeof padding === 'string' ? padding : tupleOf(padding, dims)
    this.dilation = tupleOf(options.dilation, dims)
    this.transposed = transposed
    this.output_padding = tupleOf(options.output_padding, dims)
    this.groups = groups
    this.padding_mode = padding_mode
    // A part of what is a float is one too, and refused as a size.
    const part = (count: number): number => (isA(count, Float) ? count : count / groups)
    const channels = transposed ? [in_channels, part(out_channels)] : [out_channels, part(in_channels)]
    this.weight = newParameter([...channels, ...this.kernel_size], dtype, device)
    this.bias = (options.bias ? newParameter([out_channels], dtype, device) : null) as Parameter
    this.reset_parameters()
  }
  /** The padding of the last dimension first, before and behind. */
  override _derived_state(): Record<string, unknown> {
    const { padding, kernel_size, dilation } = this
    const both = kernel_size.map((size, i): [number, number] => {
      if (typeof padding !== 'string') return [padding[i], padding[i]]
      const whole = padding === 'same' ? dilation[i] * (size - 1) : 0
      return [Math.floor(whole / 2), whole - Math.floor(whole / 2)]
    })
    const sizes = both.reverse().flat()
    return {
      _reversed_padding_repeated_twice: typeof padding === 'string' ? sizes : Tuple.from(sizes),
    }
  }

  reset_parameters(): void {
    // a = √5 makes it the same as uniform in ±1/√(inputs of an output).
    init.kaiming_uniform_(this.weight, { a: Math.sqrt(5) })
    if (this.bias === null) return
    const [fanIn] = init._calculate_fan_in_and_fan_out(this.weight)
    if (fanIn === 0) return
    const bound = 1 / Math.sqrt(fanIn)
    init.uniform_(this.bias, -bound, bound)
  }

  override extra_repr(): string {
    const { padding, dilation, output_padding, groups, bias, padding_mode } = this
    const parts = [
      `${this.in_channels}, ${this.out_channels}, kernel_size=${repr(this.kernel_size)}, stride=${repr(this.stride)}`,
    ]
    if (typeof padding === 'string' || !isAll(padding, 0)) parts.push(`padding=${str(padding)}`)
    if (!isAll(dilation, 1)) parts.push(`dilation=${repr(dilation)}`)
    if (!isAll(output_padding, 0)) parts.push(`output_padding=${repr(output_padding)}`)
    if (groups !== 1) parts.push(`groups=${groups}`)
    if (bias === null) parts.push('bias=False')
    if (padding_mode !== 'zeros') parts.push(`padding_mode=${padding_mode}`)
    return parts.join(', ')
  }
}

Object.defineProperty(ConvNd, 'name', { value: '_ConvNd' })

/** Widths of `F.pad` for the padding of a convolution: the last dimension first. */
function widthsOf({ padding, dilation, kernel_size }: ConvNd): number[] {
  const pairs = kernel_size.map((size, i): [number, number] => {
    if (typeof padding !== 'string') return [padding[i], padding[i]]
    const total = padding === 'same' ? dilation[i] * (size - 1) : 0
    return [total >> 1, total - (total >> 1)]
  })
  return Array.from(pairs).reverse().flat()
}

type ConvArguments = Arguments<
  [in_channels: number, out_channels: number, kernel_size: Numbers],
  [
    stride?: Numbers,
    padding?: Numbers | string,
    dilation?: Numbers,
    groups?: number,
    bias?: boolean,
    padding_mode?: string,
    device?: unknown,
    dtype?: DType | null,
  ],
  ConvKeywords
>

function convolution(dims: number): CallableClass<new (...args: ConvArguments) => ConvNd> {
  const name = `Conv${dims}d`
  const path = `conv${dims}d`
  const Class = class extends ConvNd {
    constructor(...args: ConvArguments) {
      const options = bind<ConvKeywords>(name, args, {
        in_channels: required,
        out_channels: required,
        kernel_size: required,
        stride: 1,
        padding: 0,
        dilation: 1,
        groups: 1,
        bias: true,
        padding_mode: 'zeros',
        device: null,
        dtype: null,
      })
      super(dims, false, { ...options, output_padding: 0 })
    }
    override forward(input: Tensor): Tensor {
      return this._conv_forward(input, this.weight, this.bias)
    }
    /** The convolution by a weight that is given: what subclasses call that change it first. */
    _conv_forward(input: Tensor, weight: Tensor, bias: Tensor | null): Tensor {
      const { stride, padding, dilation, groups, padding_mode } = this
      if (padding_mode === 'zeros')
        return call(path, [input, weight, bias, stride, padding, dilation, groups]) as Tensor
      const padded = call('nn.functional.pad', [input, widthsOf(this), padding_mode]) as Tensor
      return call(path, [padded, weight, bias, stride, [0], dilation, groups]) as Tensor
    }
  }
  return callable(Class, name) as unknown as CallableClass<new (...args: ConvArguments) => ConvNd>
}

type ConvTransposeArguments = Arguments<
  [in_channels: number, out_channels: number, kernel_size: Numbers],
  [
    stride?: Numbers,
    padding?: Numbers,
    output_padding?: Numbers,
    groups?: number,
    bias?: boolean,
    dilation?: Numbers,
    padding_mode?: string,
    device?: unknown,
    dtype?: DType | null,
  ],
  ConvTransposeKeywords
>

/** The output padding that gives the size asked for. */
function outputPaddingFor(module: ConvNd, input: Tensor, asked: readonly number[] | null, dims: number) {
  const { output_padding, stride, padding, dilation, kernel_size } = module
  if (asked === null) return output_padding
  const rank = (usedAs('.dim', input) as Tensor).sizes.length
  const lead = rank === dims + 2 ? 2 : 1
  if (!Array.isArray(asked)) throw new TypeError(`object of type '${typeName(asked)}' has no len()`)
  const size = (asked.length === lead + dims ? asked.slice(lead) : asked).map((each: unknown): number => {
    if (typeof each === 'number' || typeof each === 'bigint') return Number(each)
    throw new TypeError(`'<' not supported between instances of '${typeName(each)}' and 'int'`)
  })
  if (size.length !== dims)
    throw new ValueError(
      `ConvTranspose${dims}D: for ${rank}D input, output_size must have ${dims} or ${lead + dims} elements (got ${size.length})`,
    )
  const least = Array.from(
    kernel_size,
    (window, i) =>
      (input.sizes[i + lead] - 1) * stride[i] -
      2 * (padding as Tuple<number>)[i] +
      dilation[i] * (window - 1) +
      1,
  )
  const most = least.map((low, i) => low + stride[i] - 1)
  if (size.some((each, i) => each < least[i] || each > most[i]))
    throw new ValueError(
      `requested an output size of ${repr(size)}, but valid sizes range from ${repr(least)} to ${repr(most)} (for an ` +
        `input of ${repr(Size.from(input.sizes.slice(2)))})`,
    )
  return least.map((low, i) => size[i] - low)
}

/** What transposed convolutions share. */
export abstract class ConvTransposeNd extends ConvNd {}
Object.defineProperty(ConvTransposeNd, 'name', { value: '_ConvTransposeNd' })

function transposed(dims: number): CallableClass<new (...args: ConvTransposeArguments) => ConvNd> {
  const name = `ConvTranspose${dims}d`
  const Class = class extends ConvTransposeNd {
    constructor(...args: ConvTransposeArguments) {
      const options = bind<ConvTransposeKeywords>(name, args, {
        in_channels: required,
        out_channels: required,
        kernel_size: required,
        stride: 1,
        padding: 0,
        output_padding: 0,
        groups: 1,
        bias: true,
        dilation: 1,
        padding_mode: 'zeros',
        device: null,
        dtype: null,
      })
      if (options.padding_mode !== 'zeros')
        throw new ValueError(`Only "zeros" padding mode is supported for ${name}`)
      super(dims, true, options)
    }
    override forward(
      input: Tensor,
      output_size: readonly number[] | { output_size: readonly number[] } | null = null,
    ): Tensor {
      const asked =
        isKeywords(output_size) && 'output_size' in output_size ? output_size.output_size : output_size
      const extra = outputPaddingFor(this, input, asked as readonly number[] | null, dims)
      const { weight, bias, stride, padding, groups, dilation } = this
      return call(`conv_transpose${dims}d`, [
        input,
        weight,
        bias,
        stride,
        padding,
        extra,
        groups,
        dilation,
      ]) as Tensor
    }
  }
  return callable(Class, name) as unknown as CallableClass<new (...args: ConvTransposeArguments) => ConvNd>
}

/** Slides windows over sequences (N, C, L). */
export const Conv1d = convolution(1)
export type Conv1d = ConvNd
/**
 * Slides windows over images (N, C, H, W): each result channel is a sum of products with a window of its own.
 *
 * @example
 * nn.Conv2d(3, 8, 5)(torch.ones(1, 3, 12, 12)).shape // torch.Size([1, 8, 8, 8])
 */
export const Conv2d = convolution(2)
export type Conv2d = ConvNd
/** Slides windows over volumes (N, C, D, H, W). */
export const Conv3d = convolution(3)
export type Conv3d = ConvNd
/** The gradient of a convolution of sequences, as a layer. */
export const ConvTranspose1d = transposed(1)
export type ConvTranspose1d = ConvNd
/** The gradient of a convolution of images, as a layer: makes images larger. */
export const ConvTranspose2d = transposed(2)
export type ConvTranspose2d = ConvNd
/** The gradient of a convolution of volumes, as a layer. */
export const ConvTranspose3d = transposed(3)
export type ConvTranspose3d = ConvNd
