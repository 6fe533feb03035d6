// `nn.init`: fills tensors with the values that training starts from, drawn as torch/nn/init.py draws them. Every
// function changes its tensor and returns it; none is recorded.
import { no_grad } from '../tensor/modes.js'
import { call } from '../engine/functions.js'
import { isKeywords, missingArguments } from '../base/keywords.js'
import { AttributeError, TypeError, ValueError } from '../base/errors.js'
import { Float, type Scalar } from '../base/scalar.js'
import { repr } from '../text/repr.js'
import { emptyTensor, Tensor, zerosTensor } from '../tensor/tensor.js'
import { typeName } from '../base/type-name.js'
import { float64 } from '../base/dtype.js'
import { warn } from '../base/warnings.js'
import { orthonormal } from './orthonormal.js'

/** Puts positional arguments and keywords to names, for functions whose first argument is a tensor. */
function options<T extends object>(name: string, defaults: T, args: readonly unknown[]): T {
  const known = Object.keys(defaults)
  const last = args.at(-1)
  const keywords = isKeywords(last) ? last : {}
  const bound = { ...defaults } as Record<string, unknown>
  args.forEach((value, i) => {
    if (value === undefined || value === keywords) return
    if (i >= known.length)
      throw new TypeError(
        `${name}() takes from 1 to ${known.length + 1} positional arguments but ${i + 2} were given`,
      )
    bound[known[i]] = value
  })
  for (const [keyword, value] of Object.entries(keywords)) {
    if (!known.includes(keyword))
      throw new TypeError(
        `${name}() got an unexpected keyword argument '${keyword}' (known: tensor, ${known.join(', ')})`,
      )
    if (value !== undefined) bound[keyword] = value
  }
  for (const key of known) {
    const wanted = typeof defaults[key as keyof T]
    const value = bound[key]
    // `new torch.Float(2)` counts as 2.
    const plain = value instanceof Float || typeof value === 'bigint' ? Number(value) : value
    if (typeof plain !== wanted)
      throw new TypeError(
        `${name}(): argument '${key}' must be ${wanted === 'number' ? 'float' : 'str'}, not ${typeName(value)}`,
      )
    bound[key] = plain
  }
  return bound as T
}

/** Refuses what is no tensor, as Python does when the function first asks it for `attribute`. */
function checkTensor(name: string, tensor: unknown, attribute: string): void {
  if (tensor instanceof Tensor) return
  if (tensor === undefined || isKeywords(tensor)) throw missingArguments(`${name}()`, ['tensor'])
  throw new AttributeError(`'${typeName(tensor)}' object has no attribute '${attribute}'`)
}

type Options<T> = Partial<T>

/** Uniform in [a, b). */
export function uniform_(
  tensor: Tensor,
  ...args: [a?: number, b?: number] | [Options<{ a: number; b: number }>]
): Tensor {
  checkTensor('uniform_', tensor, 'uniform_')
  const { a, b } = options('uniform_', { a: 0, b: 1 }, args)
  return no_grad(() => tensor.uniform_(a, b))
}

/** Normal with this mean and standard deviation. */
export function normal_(
  tensor: Tensor,
  ...args: [mean?: number, std?: number] | [Options<{ mean: number; std: number }>]
): Tensor {
  checkTensor('normal_', tensor, 'normal_')
  const { mean, std } = options('normal_', { mean: 0, std: 1 }, args)
  return no_grad(() => tensor.normal_(mean, std))
}

/** Normal, cut off outside [a, b]. */
export function trunc_normal_(
  tensor: Tensor,
  ...args:
    | [mean?: number, std?: number, a?: number, b?: number]
    | [Options<{ mean: number; std: number; a: number; b: number }>]
): Tensor {
  checkTensor('trunc_normal_', tensor, 'uniform_')
  const { mean, std, a, b } = options('trunc_normal_', { mean: 0, std: 1, a: -2, b: 2 }, args)
  const cdf = (x: number): number => (1 + Number(call('erf', [float64Of(x / Math.SQRT2)]).item())) / 2
  return no_grad(() => {
    // A truncated uniform distribution, through the inverse of the normal one's cumulative distribution.
    tensor.uniform_(2 * cdf((a - mean) / std) - 1, 2 * cdf((b - mean) / std) - 1)
    tensor.erfinv_()
    tensor.mul_(std * Math.SQRT2)
    tensor.add_(mean)
    return tensor.clamp_(a, b)
  })
}

const float64Of = (x: number): Tensor => {
  const tensor = zerosTensor([], float64)
  tensor.setElementAt(0, x)
  return tensor
}

/** The same value everywhere. */
export function constant_(tensor: Tensor, val: Scalar | { val: Scalar }): Tensor {
  checkTensor('constant_', tensor, 'fill_')
  if (val === undefined) throw missingArguments('constant_()', ['val'])
  const value = isKeywords(val) ? (val as { val: Scalar }).val : (val as Scalar)
  return no_grad(() => tensor.fill_(value))
}
/** Ones everywhere. */
export function ones_(tensor: Tensor): Tensor {
  checkTensor('ones_', tensor, 'fill_')
  return constant_(tensor, 1)
}
/** Zeros everywhere. */
export function zeros_(tensor: Tensor): Tensor {
  checkTensor('zeros_', tensor, 'zero_')
  return no_grad(() => tensor.zero_())
}

/** The identity matrix: as many inputs as possible pass through a linear layer unchanged. */
export function eye_(tensor: Tensor): Tensor {
  checkTensor('eye_', tensor, 'ndimension')
  if (tensor.ndim !== 2) throw new ValueError('Only tensors with 2 dimensions are supported')
  return no_grad(() => {
    tensor.zero_()
    tensor.diagonal().fill_(1)
    return tensor
  })
}

/** The identity of a convolution: as many channels as possible pass through unchanged. */
export function dirac_(tensor: Tensor, ...args: [groups?: number] | [Options<{ groups: number }>]): Tensor {
  checkTensor('dirac_', tensor, 'ndimension')
  const { groups } = options('dirac_', { groups: 1 }, args)
  if (![3, 4, 5].includes(tensor.ndim))
    throw new ValueError('Only tensors with 3, 4, or 5 dimensions are supported')
  const sizes = tensor.shape
  if (sizes[0] % groups !== 0) throw new ValueError('dim 0 must be divisible by groups')
  const perGroup = sizes[0] / groups
  return no_grad(() => {
    tensor.zero_()
    for (let g = 0; g < groups; g++)
      for (let d = 0; d < Math.min(perGroup, sizes[1]); d++) {
        let cell = tensor.select(0, g * perGroup + d).select(0, d)
        for (const size of sizes.slice(2)) cell = cell.select(0, Math.floor(size / 2))
        cell.fill_(1)
      }
    return tensor
  })
}

/** Inputs and outputs that meet in one unit of a layer with this weight. */
export function _calculate_fan_in_and_fan_out(tensor: Tensor): [fanIn: number, fanOut: number] {
  checkTensor('_calculate_fan_in_and_fan_out', tensor, 'dim')
  if (tensor.ndim < 2)
    throw new ValueError('Fan in and fan out can not be computed for tensor with fewer than 2 dimensions')
  const field = tensor.shape.slice(2).reduce((a, b) => a * b, 1)
  return [tensor.size(1) * field, tensor.size(0) * field]
}

/** Uniform, so that the variance is the same on both sides of the layer (Glorot & Bengio, 2010). */
export function xavier_uniform_(
  tensor: Tensor,
  ...args: [gain?: number] | [Options<{ gain: number }>]
): Tensor {
  const { gain } = options('xavier_uniform_', { gain: 1 }, args)
  const [fanIn, fanOut] = _calculate_fan_in_and_fan_out(tensor)
  const bound = Math.sqrt(3) * (gain * Math.sqrt(2 / (fanIn + fanOut)))
  return uniform_(tensor, -bound, bound)
}
/** Normal, so that the variance is the same on both sides of the layer (Glorot & Bengio, 2010). */
export function xavier_normal_(
  tensor: Tensor,
  ...args: [gain?: number] | [Options<{ gain: number }>]
): Tensor {
  const { gain } = options('xavier_normal_', { gain: 1 }, args)
  const [fanIn, fanOut] = _calculate_fan_in_and_fan_out(tensor)
  return normal_(tensor, 0, gain * Math.sqrt(2 / (fanIn + fanOut)))
}

interface Kaiming {
  /** Slope of the leaky ReLU behind the layer. */
  a: number
  mode: string
  nonlinearity: string
}
type KaimingArguments = [a?: number, mode?: string, nonlinearity?: string] | [Options<Kaiming>]

function kaimingStd(name: string, tensor: Tensor, args: KaimingArguments): number {
  const defaults: Kaiming = { a: 0, mode: 'fan_in', nonlinearity: 'leaky_relu' }
  const { a, mode, nonlinearity } = options(name, defaults, args)
  const modes = ['fan_in', 'fan_out']
  if (!modes.includes(mode.toLowerCase()))
    throw new ValueError(`Mode ${mode} not supported, please use one of ['fan_in', 'fan_out']`)
  const fan = _calculate_fan_in_and_fan_out(tensor)[modes.indexOf(mode.toLowerCase())]
  return calculate_gain(nonlinearity, a) / Math.sqrt(fan)
}
function isEmpty(name: string, tensor: Tensor): boolean {
  checkTensor(name, tensor, 'shape')
  if (tensor.numel() > 0) return false
  warn('Initializing zero-element tensors is a no-op')
  return true
}

/** Uniform, so that the variance survives layers with ReLUs (He et al., 2015). */
export function kaiming_uniform_(tensor: Tensor, ...args: KaimingArguments): Tensor {
  if (isEmpty('kaiming_uniform_', tensor)) return tensor
  const bound = Math.sqrt(3) * kaimingStd('kaiming_uniform_', tensor, args)
  return uniform_(tensor, -bound, bound)
}
/** Normal, so that the variance survives layers with ReLUs (He et al., 2015). */
export function kaiming_normal_(tensor: Tensor, ...args: KaimingArguments): Tensor {
  if (isEmpty('kaiming_normal_', tensor)) return tensor
  return normal_(tensor, 0, kaimingStd('kaiming_normal_', tensor, args))
}

/** A matrix with orthonormal rows or columns, whichever are fewer (Saxe et al., 2013). */
export function orthogonal_(tensor: Tensor, ...args: [gain?: number] | [Options<{ gain: number }>]): Tensor {
  checkTensor('orthogonal_', tensor, 'ndimension')
  const { gain } = options('orthogonal_', { gain: 1 }, args)
  if (tensor.ndim < 2) throw new ValueError('Only tensors with 2 or more dimensions are supported')
  if (tensor.numel() === 0) return tensor
  const rows = tensor.size(0)
  const cols = tensor.numel() / rows
  return no_grad(() => {
    // On the CPU, whose memory the factorisation works in.
    const values = emptyTensor([rows, cols], tensor.dtype).normal_(0, 1)
    const q = rows < cols ? orthonormal(values.t()).t() : orthonormal(values)
    tensor.copy_(q.reshape(tensor.sizes))
    return tensor.mul_(gain)
  })
}

/** Normal, with a share `sparsity` of each column set to zero (Martens, 2010). */
export function sparse_(
  tensor: Tensor,
  ...args: [sparsity: number, std?: number] | [{ sparsity: number; std?: number }]
): Tensor {
  checkTensor('sparse_', tensor, 'ndimension')
  const { sparsity, std } = options('sparse_', { sparsity: Number.NaN, std: 0.01 }, args)
  if (Number.isNaN(sparsity)) throw missingArguments('sparse_()', ['sparsity'])
  if (tensor.ndim !== 2) throw new ValueError('Only tensors with 2 dimensions are supported')
  const [rows, cols] = tensor.shape
  const zeros = Math.ceil(sparsity * rows)
  return no_grad(() => {
    tensor.normal_(0, std)
    for (let col = 0; col < cols; col++) {
      const order = call('randperm', [rows]) as Tensor
      for (let i = 0; i < zeros; i++)
        tensor
          .select(1, col)
          .select(0, Number(order.elementAt(i)))
          .zero_()
    }
    return tensor
  })
}

/** The factor by which a nonlinearity asks for larger weights. */
export function calculate_gain(nonlinearity: string, param: number | null = null): number {
  switch (nonlinearity) {
    case 'linear':
    case 'conv1d':
    case 'conv2d':
    case 'conv3d':
    case 'conv_transpose1d':
    case 'conv_transpose2d':
    case 'conv_transpose3d':
    case 'sigmoid':
      return 1
    case 'tanh':
      return 5 / 3
    case 'relu':
      return Math.SQRT2
    case 'leaky_relu': {
      const slope = param ?? 0.01
      if (typeof slope !== 'number' && !((slope as unknown) instanceof Float))
        throw new ValueError(`negative_slope ${repr(slope)} not a valid number`)
      return Math.sqrt(2 / (1 + Number(slope) ** 2))
    }
    case 'selu':
      return 3 / 4
    default:
      throw new ValueError(`Unsupported nonlinearity ${repr(nonlinearity).replace(/^'(.*)'$/, '$1')}`)
  }
}
