// Normalizations as layers, with what they learn and what they keep of the batches they saw. Follows
// torch/nn/modules/batchnorm.py, instancenorm.py and normalization.py.
import { usedAs } from '../engine/python-call.js'
import { bind, required } from '../base/keywords.js'
import { type DType, float32, int64 } from '../base/dtype.js'
import { NotImplementedError, ValueError } from '../base/errors.js'
import { iterated } from '../base/iterable.js'
import { Float, type Scalar } from '../base/scalar.js'
import { Tuple } from '../base/tuple.js'
import { str } from '../text/repr.js'
import type { Tensor } from '../tensor/tensor.js'
import { call } from '../engine/functions.js'
import { callable, type CallableClass } from './callable.js'
import * as init from './init.js'
import { layer, numberOfInt, type Numbers } from './layer.js'
import { newParameter } from './linear.js'
import { Module } from './module.js'
import type { Parameter } from './parameter.js'
import type { LoadArguments } from './state-dict.js'

interface NormKeywords {
  num_features?: number
  eps?: Scalar
  momentum?: Scalar | null
  affine?: boolean
  track_running_stats?: boolean
  device?: unknown
  dtype?: DType | null
}
type NormArguments =
  | [
      num_features: number,
      eps?: Scalar,
      momentum?: Scalar | null,
      affine?: boolean,
      track_running_stats?: boolean,
    ]
  | [number, NormKeywords]
  | [number, Scalar, NormKeywords]
  | [number, Scalar, Scalar | null, NormKeywords]
  | [NormKeywords]

/** What batch and instance normalization share. */
export class NormBase extends Module {
  num_features: number
  eps: Scalar
  momentum: Scalar | null
  affine: boolean
  track_running_stats: boolean
  /** `null` where made without `affine`. */
  weight: Parameter
  bias: Parameter
  /** `null` where nothing is tracked. */
  declare running_mean: Tensor | null
  declare running_var: Tensor | null
  declare num_batches_tracked: Tensor | null

  constructor(options: Required<NormKeywords>) {
    super()
    const { num_features, device, dtype } = options
    this.num_features = num_features
    this.eps = options.eps
    this.momentum = usedAs('real?', options.momentum) as Scalar | null
    this.affine = options.affine
    this.track_running_stats = options.track_running_stats
    const parameter = (): Parameter =>
      (options.affine ? newParameter([num_features], dtype, device) : null) as Parameter
    this.weight = parameter()
    this.bias = parameter()
    const factory = { dtype: dtype ?? float32, device: device ?? null }
    const tracks = options.track_running_stats
    this.register_buffer('running_mean', tracks ? (call('zeros', [[num_features], factory]) as Tensor) : null)
    this.register_buffer('running_var', tracks ? (call('ones', [[num_features], factory]) as Tensor) : null)
    const count = { dtype: int64, device: device ?? null }
    this.register_buffer('num_batches_tracked', tracks ? (call('zeros', [[], count]) as Tensor) : null)
    this.reset_parameters()
  }

  override get _version(): number {
    return 2
  }
  /** The number of batches was not counted in the first form. */
  override _load_from_state_dict(...args: LoadArguments): void {
    const [given, prefix, { version }] = args
    const key = `${prefix}num_batches_tracked`
    const isOld = typeof version !== 'number' || version < 2
    if (isOld && this.track_running_stats && !given.has(key))
      given.set(key, call('zeros', [[], { dtype: int64 }]) as Tensor)
    super._load_from_state_dict(...args)
  }
  reset_running_stats(): void {
    if (!this.track_running_stats) return
    this.running_mean!.zero_()
    this.running_var!.fill_(1)
    this.num_batches_tracked!.zero_()
  }
  reset_parameters(): void {
    this.reset_running_stats()
    if (!this.affine) return
    init.ones_(this.weight)
    init.zeros_(this.bias)
  }
  override extra_repr(): string {
    return (
      `${this.num_features}, eps=${str(this.eps)}, momentum=${str(this.momentum)}, affine=${str(this.affine)}, ` +
      `track_running_stats=${str(this.track_running_stats)}`
    )
  }
}

/** Base of the batch normalizations, by which scripts find them; a subclass says which inputs it takes. */
export class BatchNormBase extends NormBase {
  constructor(...args: NormArguments) {
    super(normOptions('_BatchNorm', args, true))
  }
  _check_input_dim(_input: Tensor): void {
    throw new NotImplementedError('')
  }
  override forward(input: Tensor): Tensor {
    this._check_input_dim(input)
    const { training, track_running_stats: tracks } = this
    let factor = this.momentum === null ? 0 : Number(this.momentum)
    if (training && tracks && this.num_batches_tracked !== null) {
      this.num_batches_tracked.add_(1)
      // Without a momentum the running numbers are means over all batches.
      if (this.momentum === null) factor = 1 / Number(this.num_batches_tracked.item())
    }
    const usesRunning = !training || tracks
    return call('nn.functional.batch_norm', [
      input,
      usesRunning ? this.running_mean : null,
      usesRunning ? this.running_var : null,
      this.weight,
      this.bias,
      training || (this.running_mean === null && this.running_var === null),
      factor,
      Number(this.eps),
    ]) as Tensor
  }
}
/** Base of the instance normalizations; a subclass says which inputs it takes, and their rank without a batch. */
export class InstanceNormBase extends NormBase {
  constructor(...args: NormArguments) {
    super(normOptions('_InstanceNorm', args, false))
  }
  _check_input_dim(_input: Tensor): void {
    throw new NotImplementedError('')
  }
  _get_no_batch_dim(): number {
    throw new NotImplementedError('')
  }
  override forward(input: Tensor): Tensor {
    this._check_input_dim(input)
    const apply = (x: Tensor): Tensor =>
      call('nn.functional.instance_norm', [
        x,
        this.running_mean,
        this.running_var,
        this.weight,
        this.bias,
        this.training || !this.track_running_stats,
        this.momentum === null ? 0 : Number(this.momentum),
        Number(this.eps),
      ]) as Tensor
    return input.sizes.length === this._get_no_batch_dim()
      ? apply(input.unsqueeze(0)).squeeze(0)
      : apply(input)
  }
}
Object.defineProperty(NormBase, 'name', { value: '_NormBase' })
Object.defineProperty(BatchNormBase, 'name', { value: '_BatchNorm' })
Object.defineProperty(InstanceNormBase, 'name', { value: '_InstanceNorm' })

/** Ranks that a layer takes: `expected 2D or 3D input (got 4D input)`. */
function checkRank(input: Tensor, ranks: readonly number[]): void {
  const rank = (usedAs('.dim', input) as Tensor).sizes.length
  if (ranks.includes(rank)) return
  throw new ValueError(`expected ${ranks.map((each) => `${each}D`).join(' or ')} input (got ${rank}D input)`)
}

type NormClass = CallableClass<new (...args: NormArguments) => NormBase>

export function normOptions(name: string, args: readonly unknown[], usual: boolean): Required<NormKeywords> {
  return bind<NormKeywords>(name, args, {
    num_features: required,
    eps: 1e-5,
    momentum: 0.1,
    affine: usual,
    track_running_stats: usual,
    device: null,
    dtype: null,
  })
}

function batchNorm(dims: number): NormClass {
  const name = `BatchNorm${dims}d`
  const ranks = dims === 1 ? [2, 3] : [dims + 2]
  const Class = class extends BatchNormBase {
    constructor(...args: NormArguments) {
      super(normOptions(name, args, true))
    }
    override _check_input_dim(input: Tensor): void {
      checkRank(input, ranks)
    }
  }
  return callable(Class, name) as unknown as NormClass
}

function instanceNorm(dims: number): NormClass {
  const name = `InstanceNorm${dims}d`
  const Class = class extends InstanceNormBase {
    constructor(...args: NormArguments) {
      super(normOptions(name, args, false))
    }
    override _check_input_dim(input: Tensor): void {
      checkRank(input, [dims + 1, dims + 2])
    }
    override _get_no_batch_dim(): number {
      return dims + 1
    }
  }
  return callable(Class, name) as unknown as NormClass
}

/** Each feature with mean 0 and variance 1 over the batch; (N, C) or (N, C, L). */
export const BatchNorm1d = batchNorm(1)
/** Each channel of images with mean 0 and variance 1 over the batch. */
export const BatchNorm2d = batchNorm(2)
/** Each channel of volumes with mean 0 and variance 1 over the batch. */
export const BatchNorm3d = batchNorm(3)
/** Each channel of each sequence with mean 0 and variance 1. */
export const InstanceNorm1d = instanceNorm(1)
/** Each channel of each image with mean 0 and variance 1. */
export const InstanceNorm2d = instanceNorm(2)
/** Each channel of each volume with mean 0 and variance 1. */
export const InstanceNorm3d = instanceNorm(3)

interface LayerNormKeywords {
  normalized_shape?: Numbers
  eps?: Scalar
  elementwise_affine?: boolean
  device?: unknown
  dtype?: DType | null
}
type LayerNormArguments =
  | [normalized_shape: Numbers, eps?: Scalar, elementwise_affine?: boolean]
  | [Numbers, LayerNormKeywords]
  | [Numbers, Scalar, LayerNormKeywords]
  | [LayerNormKeywords]

class LayerNormClass extends Module {
  normalized_shape: Tuple<number>
  eps: Scalar
  elementwise_affine: boolean
  weight: Parameter
  bias: Parameter
  constructor(...args: LayerNormArguments) {
    super()
    const options = bind<LayerNormKeywords>('LayerNorm', args, {
      normalized_shape: required,
      eps: 1e-5,
      elementwise_affine: true,
      device: null,
      dtype: null,
    })
    const given = options.normalized_shape
    const shape = typeof given === 'object' ? given : numberOfInt(given)
    this.normalized_shape = Number.isInteger(shape)
      ? Tuple.of(shape as number)
      : Tuple.from(iterated(shape as number[]))
    this.eps = options.eps
    this.elementwise_affine = options.elementwise_affine
    const parameter = (): Parameter =>
      (options.elementwise_affine
        ? newParameter(Array.from(this.normalized_shape), options.dtype, options.device)
        : null) as Parameter
    this.weight = parameter()
    this.bias = parameter()
    this.reset_parameters()
  }
  reset_parameters(): void {
    if (!this.elementwise_affine) return
    init.ones_(this.weight)
    init.zeros_(this.bias)
  }
  override forward(input: Tensor): Tensor {
    return call('nn.functional.layer_norm', [
      input,
      this.normalized_shape,
      this.weight,
      this.bias,
      Number(this.eps),
    ]) as Tensor
  }
  override extra_repr(): string {
    return `${str(this.normalized_shape)}, eps=${str(this.eps)}, elementwise_affine=${str(this.elementwise_affine)}`
  }
}
/**
 * The last dimensions, of these sizes, with mean 0 and variance 1.
 *
 * @example
 * nn.LayerNorm(2)(torch.tensor([1.5, 2.5])).detach() // tensor([-1.0000,  1.0000])
 */
export const LayerNorm = callable(LayerNormClass, 'LayerNorm')
export type LayerNorm = LayerNormClass

interface GroupNormKeywords {
  num_groups?: number
  num_channels?: number
  eps?: Scalar
  affine?: boolean
  device?: unknown
  dtype?: DType | null
}
type GroupNormArguments =
  | [num_groups: number, num_channels: number, eps?: Scalar, affine?: boolean]
  | [number, number, GroupNormKeywords]
  | [number, number, Scalar, GroupNormKeywords]
  | [GroupNormKeywords]

class GroupNormClass extends Module {
  num_groups: number
  num_channels: number
  eps: Scalar
  affine: boolean
  weight: Parameter
  bias: Parameter
  constructor(...args: GroupNormArguments) {
    super()
    const options = bind<GroupNormKeywords>('GroupNorm', args, {
      num_groups: required,
      num_channels: required,
      eps: 1e-5,
      affine: true,
      device: null,
      dtype: null,
    })
    const num_groups = numberOfInt(options.num_groups)
    const num_channels = numberOfInt(options.num_channels)
    if (num_channels % (usedAs('%', num_groups) as number) !== 0)
      throw new ValueError('num_channels must be divisible by num_groups')
    this.num_groups = num_groups
    this.num_channels = num_channels
    this.eps = options.eps
    this.affine = options.affine
    const parameter = (): Parameter =>
      (options.affine ? newParameter([num_channels], options.dtype, options.device) : null) as Parameter
    this.weight = parameter()
    this.bias = parameter()
    this.reset_parameters()
  }
  reset_parameters(): void {
    if (!this.affine) return
    init.ones_(this.weight)
    init.zeros_(this.bias)
  }
  override forward(input: Tensor): Tensor {
    return call('nn.functional.group_norm', [
      input,
      this.num_groups,
      this.weight,
      this.bias,
      Number(this.eps),
    ]) as Tensor
  }
  override extra_repr(): string {
    return `${str(this.num_groups)}, ${str(this.num_channels)}, eps=${str(this.eps)}, affine=${str(this.affine)}`
  }
}
/**
 * Channels in groups, each group of each image with mean 0 and variance 1.
 *
 * @example
 * nn.GroupNorm(2, 4)(torch.zeros(1, 4, 3)).shape // torch.Size([1, 4, 3])
 */
export const GroupNorm = callable(GroupNormClass, 'GroupNorm')
export type GroupNorm = GroupNormClass

interface ResponseKeywords {
  size?: number
  alpha?: Scalar
  beta?: Scalar
  k?: Scalar
}
/**
 * Divides each number by how large those of the channels around it are.
 *
 * @example
 * nn.LocalResponseNorm(2)(torch.ones(1, 2, 1)).flatten() // tensor([1.0000, 0.9999])
 */
export const LocalResponseNorm = layer<ResponseKeywords>('LocalResponseNorm', {
  defaults: { size: required, alpha: 1e-4, beta: 0.75, k: new Float(1) },
  run: (input, o) => call('nn.functional.local_response_norm', [input, o.size, o.alpha, o.beta, o.k]),
  text: (o) => `${str(o.size)}, alpha=${str(o.alpha)}, beta=${str(o.beta)}, k=${str(o.k)}`,
})
