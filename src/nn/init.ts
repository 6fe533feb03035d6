// `nn.init`: fills tensors with the values that training starts from, drawn as torch/nn/init.py draws them. Every
// function changes its tensor and returns it; none is recorded.
import { Tuple } from '../base/tuple.js'
import { no_grad } from '../tensor/modes.js'
import { call } from '../engine/functions.js'
import { pythonic } from '../engine/python-call.js'
import { ValueError } from '../base/errors.js'
import { Float, type Scalar } from '../base/scalar.js'
import { repr } from '../text/repr.js'
import { emptyTensor, type Tensor, zerosTensor } from '../tensor/tensor.js'
import { float64 } from '../base/dtype.js'
import { warn } from '../base/warnings.js'
import { orthonormal } from './orthonormal.js'

type Options<T> = Partial<T>

/** Uniform in [a, b). */
export const uniform_ = pythonic<
  (tensor: Tensor, a: number, b: number) => Tensor,
  (tensor: Tensor, ...args: [a?: number, b?: number] | [Options<{ a: number; b: number }>]) => Tensor
>(
  'uniform_(tensor: .uniform_, a: number = 0, b: number = 1)',
  (tensor: Tensor, a: number, b: number): Tensor => {
    return no_grad(() => tensor.uniform_(a, b))
  },
)

/** Normal with this mean and standard deviation. */
export const normal_ = pythonic<
  (tensor: Tensor, mean: number, std: number) => Tensor,
  (
    tensor: Tensor,
    ...args: [mean?: number, std?: number] | [Options<{ mean: number; std: number }>]
  ) => Tensor
>(
  'normal_(tensor: .normal_, mean: number = 0, std: number = 1)',
  (tensor: Tensor, mean: number, std: number): Tensor => {
    return no_grad(() => tensor.normal_(mean, std))
  },
)

/** Normal, cut off outside [a, b]. */
export const trunc_normal_ = pythonic<
  (tensor: Tensor, mean: number, std: number, a: number, b: number) => Tensor,
  (
    tensor: Tensor,
    ...args:
      | [mean?: number, std?: number, a?: number, b?: number]
      | [Options<{ mean: number; std: number; a: number; b: number }>]
  ) => Tensor
>(
  'trunc_normal_(tensor: .uniform_, mean: number = 0, std: number = 1, a: number = -2, b: number = 2)',
  (tensor: Tensor, mean: number, std: number, a: number, b: number): Tensor => {
    const cdf = (x: number): number => (1 + Number(call('erf', [float64Of(x / Math.SQRT2)]).item())) / 2
    return no_grad(() => {
      // A truncated uniform distribution, through the inverse of the normal one's cumulative distribution.
      tensor.uniform_(2 * cdf((a - mean) / std) - 1, 2 * cdf((b - mean) / std) - 1)
      tensor.erfinv_()
      tensor.mul_(std * Math.SQRT2)
      tensor.add_(mean)
      return tensor.clamp_(a, b)
    })
  },
)

const float64Of = (x: number): Tensor => {
  const tensor = zerosTensor([], float64)
  tensor.setElementAt(0, x)
  return tensor
}

/**
 * The same value everywhere.
 *
 * @example
 * nn.init.constant_(torch.empty(2), 0.5) // tensor([0.5000, 0.5000])
 */
export const constant_ = pythonic<
  (tensor: Tensor, val: Scalar) => Tensor,
  (tensor: Tensor, val: Scalar | { val: Scalar }) => Tensor
>('constant_(tensor: .fill_, val)', (tensor: Tensor, val: Scalar): Tensor => {
  return no_grad(() => tensor.fill_(val))
})
/**
 * Ones everywhere.
 *
 * @example
 * nn.init.ones_(torch.empty(2)) // tensor([1., 1.])
 */
export const ones_ = pythonic('ones_(tensor: .fill_)', (tensor: Tensor): Tensor => {
  return constant_(tensor, 1)
})
/**
 * Zeros everywhere.
 *
 * @example
 * nn.init.zeros_(torch.empty(2)) // tensor([0., 0.])
 */
export const zeros_ = pythonic('zeros_(tensor: .zero_)', (tensor: Tensor): Tensor => {
  return no_grad(() => tensor.zero_())
})

/**
 * The identity matrix: as many inputs as possible pass through a linear layer unchanged.
 *
 * @example
 * nn.init.eye_(torch.empty(2, 2))
 * // tensor([[1., 0.],
 * //         [0., 1.]])
 */
export const eye_ = pythonic('eye_(tensor: .ndimension)', (tensor: Tensor): Tensor => {
  if (tensor.ndim !== 2) throw new ValueError('Only tensors with 2 dimensions are supported')
  return no_grad(() => {
    tensor.zero_()
    tensor.diagonal().fill_(1)
    return tensor
  })
})

/**
 * The identity of a convolution: as many channels as possible pass through unchanged.
 *
 * @example
 * nn.init.dirac_(torch.empty(1, 1, 3)) // tensor([[[0., 1., 0.]]])
 */
export const dirac_ = pythonic<
  (tensor: Tensor, groups: number) => Tensor,
  (tensor: Tensor, ...args: [groups?: number] | [Options<{ groups: number }>]) => Tensor
>('dirac_(tensor: .ndimension, groups: number = 1)', (tensor: Tensor, groups: number): Tensor => {
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
})

/**
 * Inputs and outputs that meet in one unit of a layer with this weight.
 *
 * @example
 * nn.init._calculate_fan_in_and_fan_out(torch.empty(3, 5)) // (5, 3)
 */
export const _calculate_fan_in_and_fan_out = pythonic(
  '_calculate_fan_in_and_fan_out(tensor: .dim)',
  (tensor: Tensor): [fanIn: number, fanOut: number] => {
    if (tensor.ndim < 2)
      throw new ValueError('Fan in and fan out can not be computed for tensor with fewer than 2 dimensions')
    const field = tensor.shape.slice(2).reduce((a, b) => a * b, 1)
    return Tuple.of(tensor.size(1) * field, tensor.size(0) * field) as unknown as [number, number]
  },
)

/** Uniform, so that the variance is the same on both sides of the layer (Glorot & Bengio, 2010). */
export const xavier_uniform_ = pythonic<
  (tensor: Tensor, gain: number) => Tensor,
  (tensor: Tensor, ...args: [gain?: number] | [Options<{ gain: number }>]) => Tensor
>('xavier_uniform_(tensor: .dim, gain: number = 1)', (tensor: Tensor, gain: number): Tensor => {
  const [fanIn, fanOut] = _calculate_fan_in_and_fan_out(tensor)
  const bound = Math.sqrt(3) * (gain * Math.sqrt(2 / (fanIn + fanOut)))
  return uniform_(tensor, -bound, bound)
})
/** Normal, so that the variance is the same on both sides of the layer (Glorot & Bengio, 2010). */
export const xavier_normal_ = pythonic<
  (tensor: Tensor, gain: number) => Tensor,
  (tensor: Tensor, ...args: [gain?: number] | [Options<{ gain: number }>]) => Tensor
>('xavier_normal_(tensor: .dim, gain: number = 1)', (tensor: Tensor, gain: number): Tensor => {
  const [fanIn, fanOut] = _calculate_fan_in_and_fan_out(tensor)
  return normal_(tensor, 0, gain * Math.sqrt(2 / (fanIn + fanOut)))
})

interface Kaiming {
  /** Slope of the leaky ReLU behind the layer. */
  a: number
  mode: string
  nonlinearity: string
}
type KaimingArguments = [a?: number, mode?: string, nonlinearity?: string] | [Options<Kaiming>]

function kaimingStd(tensor: Tensor, { a, mode, nonlinearity }: Kaiming): number {
  const modes = ['fan_in', 'fan_out']
  if (!modes.includes(mode.toLowerCase()))
    throw new ValueError(`Mode ${mode} not supported, please use one of ['fan_in', 'fan_out']`)
  const fan = _calculate_fan_in_and_fan_out(tensor)[modes.indexOf(mode.toLowerCase())]
  return calculate_gain(nonlinearity, a) / Math.sqrt(fan)
}
function isEmpty(tensor: Tensor): boolean {
  if (tensor.numel() > 0) return false
  warn('Initializing zero-element tensors is a no-op')
  return true
}

/** Uniform, so that the variance survives layers with ReLUs (He et al., 2015). */
export const kaiming_uniform_ = pythonic<
  (tensor: Tensor, a: number, mode: string, nonlinearity: string) => Tensor,
  (tensor: Tensor, ...args: KaimingArguments) => Tensor
>(
  "kaiming_uniform_(tensor: .shape, a: number = 0, mode: str = 'fan_in', nonlinearity: str = 'leaky_relu')",
  (tensor: Tensor, a: number, mode: string, nonlinearity: string): Tensor => {
    if (isEmpty(tensor)) return tensor
    const bound = Math.sqrt(3) * kaimingStd(tensor, { a, mode, nonlinearity })
    return uniform_(tensor, -bound, bound)
  },
)
/** Normal, so that the variance survives layers with ReLUs (He et al., 2015). */
export const kaiming_normal_ = pythonic<
  (tensor: Tensor, a: number, mode: string, nonlinearity: string) => Tensor,
  (tensor: Tensor, ...args: KaimingArguments) => Tensor
>(
  "kaiming_normal_(tensor: .shape, a: number = 0, mode: str = 'fan_in', nonlinearity: str = 'leaky_relu')",
  (tensor: Tensor, a: number, mode: string, nonlinearity: string): Tensor => {
    if (isEmpty(tensor)) return tensor
    return normal_(tensor, 0, kaimingStd(tensor, { a, mode, nonlinearity }))
  },
)

/**
 * A matrix with orthonormal rows or columns, whichever are fewer (Saxe et al., 2013).
 *
 * @example
 * nn.init.orthogonal_(torch.empty(3, 2)).norm() // tensor(1.4142)
 */
export const orthogonal_ = pythonic<
  (tensor: Tensor, gain: number) => Tensor,
  (tensor: Tensor, ...args: [gain?: number] | [Options<{ gain: number }>]) => Tensor
>('orthogonal_(tensor: .ndimension, gain: number = 1)', (tensor: Tensor, gain: number): Tensor => {
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
})

/** Normal, with a share `sparsity` of each column set to zero (Martens, 2010). */
export const sparse_ = pythonic<
  (tensor: Tensor, sparsity: number, std: number) => Tensor,
  (tensor: Tensor, ...args: [sparsity: number, std?: number] | [{ sparsity: number; std?: number }]) => Tensor
>(
  'sparse_(tensor: .ndimension, sparsity: number, std: number = 0.01)',
  (tensor: Tensor, sparsity: number, std: number): Tensor => {
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
  },
)

/**
 * The factor by which a nonlinearity asks for larger weights.
 *
 * @example
 * nn.init.calculate_gain('relu') // 1.4142135623730951
 */
export const calculate_gain = pythonic<
  (nonlinearity: string, param: number | null) => number,
  (nonlinearity: string, param?: number | null) => number
>('calculate_gain(nonlinearity, param = None)', (nonlinearity: string, param: number | null): number => {
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
})

/** The same function under the name that it had before PyTorch 0.4; warns. */
function old<F extends (...args: never[]) => unknown>(named: string, run: F): F {
  const name = named.slice(0, -1)
  return {
    [name](...args: never[]): unknown {
      warn(`nn.init.${name} is now deprecated in favor of nn.init.${named}.`)
      return run(...args)
    },
  }[name] as F
}
/** The old name of `uniform_`, which warns. */
export const uniform = old('uniform_', uniform_)
/** The old name of `normal_`, which warns. */
export const normal = old('normal_', normal_)
/** The old name of `constant_`, which warns. */
export const constant = old('constant_', constant_)
/** The old name of `eye_`, which warns. */
export const eye = old('eye_', eye_)
/** The old name of `dirac_`, which warns. */
export const dirac = old('dirac_', dirac_)
/** The old name of `xavier_uniform_`, which warns. */
export const xavier_uniform = old('xavier_uniform_', xavier_uniform_)
/** The old name of `xavier_normal_`, which warns. */
export const xavier_normal = old('xavier_normal_', xavier_normal_)
/** The old name of `kaiming_uniform_`, which warns. */
export const kaiming_uniform = old('kaiming_uniform_', kaiming_uniform_)
/** The old name of `kaiming_normal_`, which warns. */
export const kaiming_normal = old('kaiming_normal_', kaiming_normal_)
/** The old name of `orthogonal_`, which warns. */
export const orthogonal = old('orthogonal_', orthogonal_)
/** The old name of `sparse_`, which warns. */
export const sparse = old('sparse_', sparse_)
