// Activations as modules: each holds the options of a function and calls it.
import { AssertionError } from '../base/errors.js'
import { bind, required } from '../base/keywords.js'
import type { DType } from '../base/dtype.js'
import { warn } from '../base/warnings.js'
import { str } from '../text/repr.js'
import { Float } from '../base/scalar.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { truthOf } from './attributes.js'
import { callable, type CallableClass } from './callable.js'
import * as init from './init.js'
import { newParameter } from './linear.js'
import { Module } from './module.js'
import type { Parameter } from './parameter.js'

type Number_ = number | Float
/** An activation: a tensor in, a tensor of (mostly) the same shape out. */
export type Activation<K extends object> = Module & Required<K>
type Options<K extends object> =
  [...positional: (K[keyof K] | undefined)[]] | [...positional: (K[keyof K] | undefined)[], keywords: K]
type ActivationClass<K extends object> = CallableClass<new (...args: Options<K>) => Activation<K>>

/**
 * Makes the class of an activation.
 *
 * @param path the op below `torch`
 * @param defaults its options after the input, in order
 * @param text the options as PyTorch shows them; by default only `inplace=True`
 * @param isValid what PyTorch asserts of them
 * @param renamed old names of parameters
 */
function activation<K extends object>(
  name: string,
  path: string,
  defaults: { readonly [P in keyof K]-?: K[P] | typeof required },
  text: (options: Required<K>) => string = () => '',
  isValid: (options: Required<K>) => boolean = () => true,
  renamed: Readonly<Record<string, string>> = {},
): ActivationClass<K> {
  const names = Object.keys(defaults)
  const old = Object.fromEntries(Object.keys(renamed).map((each) => [each, null]))
  const Class = class extends Module {
    constructor(...args: unknown[]) {
      super()
      const options = bind<Record<string, unknown>>(name, args, { ...defaults, ...old }) as Required<K> &
        Record<string, unknown>
      for (const [before, now] of Object.entries(renamed)) {
        const value = options[before]
        if (value !== null) {
          warn(`keyword argument ${before} is deprecated and rename to ${now}`)
          Object.assign(options, { [now]: value })
        }
        Reflect.deleteProperty(options, before)
      }
      if (!isValid(options)) throw new AssertionError('')
      Object.assign(this, options)
    }
    override forward(input: Tensor): Tensor {
      if (names.length === 0) return call(path, [input]) as Tensor
      const own = this as unknown as Record<string, unknown>
      const keywords: Record<string, unknown> = {}
      for (const option of names) keywords[option] = own[option]
      return call(path, [input, keywords]) as Tensor
    }
    override extra_repr(): string {
      const options = this as unknown as Required<K> & { inplace?: boolean }
      const shown = text(options)
      if (!truthOf(options.inplace) || hidesInplace.has(name)) return shown
      return shown === '' ? 'inplace=True' : `${shown}, inplace=True`
    }
  }
  return callable(Class, name) as unknown as ActivationClass<K>
}

/** These take `inplace` and do not show it. */
const hidesInplace = new Set(['RReLU', 'Hardsigmoid', 'Hardswish'])

const F = 'nn.functional.'
const one = new Float(1)

// eslint-disable-next-line @typescript-eslint/no-empty-object-type -- an activation without options
type None = {}
interface Inplace {
  inplace?: boolean
}
type Alpha = { alpha?: Number_; inplace?: boolean }

/**
 * max(x, 0).
 *
 * @example
 * nn.ReLU()(torch.tensor([-1.5, 0.5])) // tensor([0.0000, 0.5000])
 */
export const ReLU = activation<Inplace>('ReLU', `${F}relu`, { inplace: false })
/**
 * min(max(x, 0), 6).
 *
 * @example
 * nn.ReLU6()(torch.tensor([-1.5, 7.5])) // tensor([0., 6.])
 */
export const ReLU6 = activation<Inplace>('ReLU6', `${F}relu6`, { inplace: false })
/**
 * 1 / (1 + exp(-x)).
 *
 * @example
 * nn.Sigmoid()(torch.tensor([-1.5, 0.5])) // tensor([0.1824, 0.6225])
 */
export const Sigmoid = activation<None>('Sigmoid', 'sigmoid', {})
/**
 * (exp(x) - exp(-x)) / (exp(x) + exp(-x)).
 *
 * @example
 * nn.Tanh()(torch.tensor([-1.5, 0.5])) // tensor([-0.9051,  0.4621])
 */
export const Tanh = activation<None>('Tanh', 'tanh', {})
/**
 * x where x > 0, `negative_slope * x` elsewhere.
 *
 * @example
 * nn.LeakyReLU()(torch.tensor([-1.5, 0.5])) // tensor([-0.0150,  0.5000])
 */
export const LeakyReLU = activation<{ negative_slope?: Number_; inplace?: boolean }>(
  'LeakyReLU',
  `${F}leaky_relu`,
  { negative_slope: 0.01, inplace: false },
  (o) => `negative_slope=${str(o.negative_slope)}`,
)
/**
 * x where x > 0, `alpha * (exp(x) - 1)` elsewhere.
 *
 * @example
 * nn.ELU()(torch.tensor([-1.5, 0.5])) // tensor([-0.7769,  0.5000])
 */
export const ELU = activation<Alpha>(
  'ELU',
  `${F}elu`,
  { alpha: one, inplace: false },
  (o) => `alpha=${str(o.alpha)}`,
)
/**
 * x where x > 0, `alpha * (exp(x / alpha) - 1)` elsewhere.
 *
 * @example
 * nn.CELU()(torch.tensor([-1.5, 0.5])) // tensor([-0.7769,  0.5000])
 */
export const CELU = activation<Alpha>(
  'CELU',
  `${F}celu`,
  { alpha: one, inplace: false },
  (o) => `alpha=${str(o.alpha)}`,
)
/**
 * ELU with the scale that keeps mean and variance.
 *
 * @example
 * nn.SELU()(torch.tensor([-1.5, 0.5])) // tensor([-1.3658,  0.5254])
 */
export const SELU = activation<Inplace>('SELU', `${F}selu`, { inplace: false })
/**
 * x times the normal distribution function of x.
 *
 * @example
 * nn.GELU()(torch.tensor([-1.5, 0.5])) // tensor([-0.1002,  0.3457])
 */
export const GELU = activation<{ approximate?: string }>(
  'GELU',
  `${F}gelu`,
  { approximate: 'none' },
  (o) => `approximate='${o.approximate}'`,
)
/**
 * x · sigmoid(x).
 *
 * @example
 * nn.SiLU()(torch.tensor([-1.5, 0.5])) // tensor([-0.2736,  0.3112])
 */
export const SiLU = activation<Inplace>('SiLU', `${F}silu`, { inplace: false })
/**
 * x · tanh(softplus(x)).
 *
 * @example
 * nn.Mish()(torch.tensor([-1.5, 0.5])) // tensor([-0.2981,  0.3752])
 */
export const Mish = activation<Inplace>('Mish', `${F}mish`, { inplace: false })
/**
 * log(1 + exp(beta x)) / beta. It is linear above `threshold`.
 *
 * @example
 * nn.Softplus()(torch.tensor([-1.5, 0.5])) // tensor([0.2014, 0.9741])
 */
export const Softplus = activation<{ beta?: Number_; threshold?: Number_ }>(
  'Softplus',
  `${F}softplus`,
  { beta: 1, threshold: 20 },
  (o) => `beta=${str(o.beta)}, threshold=${str(o.threshold)}`,
)
/**
 * x / (1 + |x|).
 *
 * @example
 * nn.Softsign()(torch.tensor([-1.5, 0.5])) // tensor([-0.6000,  0.3333])
 */
export const Softsign = activation<None>('Softsign', `${F}softsign`, {})
/**
 * x - tanh(x).
 *
 * @example
 * nn.Tanhshrink()(torch.tensor([-1.5, 0.5])) // tensor([-0.5949,  0.0379])
 */
export const Tanhshrink = activation<None>('Tanhshrink', `${F}tanhshrink`, {})
/**
 * log(sigmoid(x)).
 *
 * @example
 * nn.LogSigmoid()(torch.tensor([-1.5, 0.5])) // tensor([-1.7014, -0.4741])
 */
export const LogSigmoid = activation<None>('LogSigmoid', `${F}logsigmoid`, {})
/**
 * x moved towards 0 by `lambd`, 0 within.
 *
 * @example
 * nn.Softshrink()(torch.tensor([-1.5, 0.5])) // tensor([-1.,  0.])
 */
export const Softshrink = activation<{ lambd?: Number_ }>(
  'Softshrink',
  `${F}softshrink`,
  { lambd: 0.5 },
  (o) => str(o.lambd),
)
/**
 * x, and 0 within ±`lambd`.
 *
 * @example
 * nn.Hardshrink()(torch.tensor([-1.5, 0.5])) // tensor([-1.5000,  0.0000])
 */
export const Hardshrink = activation<{ lambd?: Number_ }>(
  'Hardshrink',
  `${F}hardshrink`,
  { lambd: 0.5 },
  (o) => str(o.lambd),
)
/**
 * x, cut off at `min_val` and `max_val`.
 *
 * @example
 * nn.Hardtanh()(torch.tensor([-1.5, 0.5])) // tensor([-1.0000,  0.5000])
 */
export const Hardtanh = activation<{ min_val?: Number_; max_val?: Number_; inplace?: boolean }>(
  'Hardtanh',
  `${F}hardtanh`,
  { min_val: new Float(-1), max_val: one, inplace: false },
  (o) => `min_val=${str(o.min_val)}, max_val=${str(o.max_val)}`,
  (o) => Number(o.max_val) > Number(o.min_val),
  { min_value: 'min_val', max_value: 'max_val' },
)
/**
 * A sigmoid of straight lines: x / 6 + 1/2, cut off at 0 and 1.
 *
 * @example
 * nn.Hardsigmoid()(torch.tensor([-1.5, 0.5])) // tensor([0.2500, 0.5833])
 */
export const Hardsigmoid = activation<Inplace>('Hardsigmoid', `${F}hardsigmoid`, { inplace: false })
/**
 * x · hardsigmoid(x).
 *
 * @example
 * nn.Hardswish()(torch.tensor([-1.5, 0.5])) // tensor([-0.3750,  0.2917])
 */
export const Hardswish = activation<Inplace>('Hardswish', `${F}hardswish`, { inplace: false })
/**
 * x where x > `threshold`, `value` elsewhere.
 *
 * @example
 * nn.Threshold(0.1, 20)(torch.tensor([-1.5, 0.5])) // tensor([20.0000,  0.5000])
 */
export const Threshold = activation<{ threshold?: Number_; value?: Number_; inplace?: boolean }>(
  'Threshold',
  `${F}threshold`,
  { threshold: required, value: required, inplace: false },
  (o) => `threshold=${str(o.threshold)}, value=${str(o.value)}`,
)
/**
 * Half of `dim` times the sigmoid of the other half.
 *
 * @example
 * nn.GLU()(torch.tensor([1.5, 0])) // tensor([0.7500])
 */
export const GLU = activation<{ dim?: number }>('GLU', `${F}glu`, { dim: -1 }, (o) => `dim=${o.dim}`)

type Dim = { dim?: number | null }
const dimText = (o: Required<Dim>): string => `dim=${str(o.dim)}`
/**
 * exp(x), scaled so that `dim` sums to 1.
 *
 * @example
 * nn.Softmax(0)(torch.tensor([-1.5, 0.5])) // tensor([0.1192, 0.8808])
 */
export const Softmax = activation<Dim>('Softmax', `${F}softmax`, { dim: null }, dimText)
/**
 * The logarithm of softmax, without overflow.
 *
 * @example
 * nn.LogSoftmax(0)(torch.tensor([-1.5, 0.5])) // tensor([-2.1269, -0.1269])
 */
export const LogSoftmax = activation<Dim>('LogSoftmax', `${F}log_softmax`, { dim: null }, dimText)
/**
 * softmax(-x).
 *
 * @example
 * nn.Softmin(0)(torch.tensor([-1.5, 0.5])) // tensor([0.8808, 0.1192])
 */
export const Softmin = activation<Dim>('Softmin', `${F}softmin`, { dim: null }, dimText)

class Softmax2dClass extends Module {
  constructor(...args: [] | [Record<string, never>]) {
    super()
    bind('Softmax2d', args, {})
  }
  override forward(input: Tensor): Tensor {
    if (input.sizes.length !== 3 && input.sizes.length !== 4)
      throw new AssertionError('Softmax2d requires a 3D or 4D tensor as input')
    return call(`${F}softmax`, [input, -3]) as Tensor
  }
}
/**
 * Softmax over the channels of an image.
 *
 * @example
 * nn.Softmax2d()(torch.zeros(1, 2, 1, 1)).flatten() // tensor([0.5000, 0.5000])
 */
export const Softmax2d = callable(Softmax2dClass, 'Softmax2d')
export type Softmax2d = Softmax2dClass

interface RReLUKeywords {
  lower?: Number_
  upper?: Number_
  inplace?: boolean
}
class RReLUClass extends Module {
  lower: Number_
  upper: Number_
  inplace: boolean
  constructor(...args: [lower?: Number_, upper?: Number_, inplace?: boolean] | [RReLUKeywords]) {
    super()
    const { lower, upper, inplace } = bind<RReLUKeywords>('RReLU', args, {
      lower: 1 / 8,
      upper: 1 / 3,
      inplace: false,
    })
    this.lower = lower
    this.upper = upper
    this.inplace = inplace
  }
  override forward(input: Tensor): Tensor {
    return call(`${F}rrelu`, [input, this.lower, this.upper, this.training, this.inplace]) as Tensor
  }
  override extra_repr(): string {
    return `lower=${str(this.lower)}, upper=${str(this.upper)}${this.inplace ? ', inplace=True' : ''}`
  }
}
/**
 * x where it is positive; below, x times a slope that is drawn while training.
 *
 * @example
 * nn.RReLU().eval()(torch.tensor([-1.5, 0.5])) // tensor([-0.3438,  0.5000])
 */
export const RReLU = callable(RReLUClass, 'RReLU')
export type RReLU = RReLUClass

interface PReLUKeywords {
  num_parameters?: number
  init?: Number_
  device?: unknown
  dtype?: DType | null
}
class PReLUClass extends Module {
  num_parameters: number
  weight: Parameter
  constructor(
    ...args:
      | [num_parameters?: number, init?: Number_, keywords?: PReLUKeywords]
      | [number, PReLUKeywords]
      | [PReLUKeywords]
  ) {
    super()
    const options = bind<PReLUKeywords>('PReLU', args, {
      num_parameters: 1,
      init: 0.25,
      device: null,
      dtype: null,
    })
    this.num_parameters = options.num_parameters
    this.weight = newParameter([options.num_parameters], options.dtype, options.device)
    init.constant_(this.weight, options.init)
  }
  override forward(input: Tensor): Tensor {
    return call(`${F}prelu`, [input, this.weight]) as Tensor
  }
  override extra_repr(): string {
    return `num_parameters=${this.num_parameters}`
  }
}
/**
 * x where x > 0, a learned slope times x elsewhere.
 *
 * @example
 * nn.PReLU(1, 0.5)(torch.tensor([-1.5, 0.5])).detach() // tensor([-0.7500,  0.5000])
 */
export const PReLU = callable(PReLUClass, 'PReLU')
export type PReLU = PReLUClass
