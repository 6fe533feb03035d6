// Normalization: batches, layers, groups and instances of numbers with mean 0 and variance 1, scaled and shifted. Follows
// ATen/native/Normalization.cpp, layer_norm.cpp and group_norm.cpp.
import { float16, notImplementedFor } from '../../base/dtype.js'
import { check, RuntimeError, sizesText, ValueError, ZeroDivisionError } from '../../base/errors.js'
import { numelOf, sameSizes, type Sizes } from '../../base/layout.js'
import { Size } from '../../base/tuple.js'
import { repr } from '../../text/repr.js'
import { modes } from '../../tensor/modes.js'
import type { Tensor } from '../../tensor/tensor.js'
import { copyInto } from '../../engine/copy.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { inOrderOf } from '../spatial/windows.js'

type Maybe = Tensor | null

/** Mean and 1 / standard deviation along `dims`, which stay as dimensions of size 1. */
function statisticsOf(x: Tensor, dims: Sizes, eps: number): [mean: Tensor, rstd: Tensor] {
  const [variance, mean] = call('var_mean', [x, dims, { unbiased: false, keepdim: true }]) as Tensor[]
  return [mean, variance.add(eps).rsqrt()]
}

/** Scaled and shifted. */
function affine(x: Tensor, weight: Maybe, bias: Maybe): Tensor {
  const scaled = weight === null ? x : x.mul(weight)
  return bias === null ? scaled : scaled.add(bias)
}

/** The gradient of what was normalized along `dims`, of which `normal` is the result. */
function normalizedBack(g: Tensor, normal: Tensor, rstd: Tensor, dims: Sizes): Tensor {
  const slope = g.mul(normal).mean(dims, true)
  return g.sub(g.mean(dims, true)).sub(normal.mul(slope)).mul(rstd)
}

/** All that a normalization gives back: by the input, the weight and the bias, summed to their shape by the engine. */
function gradients(
  g: Tensor,
  x: Tensor,
  weight: Maybe,
  [mean, rstd]: readonly [Tensor, Tensor],
  dims: Sizes | null,
  needs: Record<string, boolean>,
): { input: Maybe; weight: Maybe; bias: Maybe } {
  const normal = x.sub(mean).mul(rstd)
  const inner = weight === null ? g : g.mul(weight)
  return {
    input: !needs.input ? null : dims === null ? inner.mul(rstd) : normalizedBack(inner, normal, rstd, dims),
    weight: needs.weight ? g.mul(normal) : null,
    bias: needs.bias ? g : null,
  }
}

const checkFloat = (name: string, { dtype }: Tensor): void => {
  if (!dtype.is_floating_point || dtype === float16) notImplementedFor(name, dtype)
}

// ---- batches ----

/** As one number for each channel of a tensor of this rank. */
const perChannel = (x: Tensor, rank: number): Tensor =>
  x.reshape([1, -1, ...new Array<number>(rank - 2).fill(1)])
/** All dimensions but that of channels. */
const besideChannels = (rank: number): number[] =>
  Array.from({ length: rank }, (_, i) => i).filter((i) => i !== 1)

/** Sums over all dimensions but that of channels. */
const overChannels = (x: Maybe): Maybe => x && x.sum(besideChannels(x.sizes.length))

function checkBatch(input: Tensor, tensors: Record<string, Maybe>, training: boolean): void {
  const channels = input.size(1)
  if (!training)
    for (const name of ['running_mean', 'running_var'])
      check(tensors[name] !== null, () => `${name} must be defined in evaluation mode`)
  for (const [name, tensor] of Object.entries(tensors))
    check(
      tensor === null || tensor.count === channels,
      () => `${name} should contain ${channels} elements not ${tensor!.count}`,
    )
  checkFloat('batch_norm', input)
  for (const tensor of Object.values(tensors))
    check(
      tensor === null || tensor.dtype === input.dtype || input.dtype.isHalf,
      () => `mixed dtype (CPU): expect parameter to have scalar type of ${input.dtype.scalarName}`,
    )
}

/** Moves a running number towards what was seen; not a write that a graph would know of. */
function follow(running: Maybe, seen: Tensor, momentum: number): void {
  if (running !== null) copyInto(running, running.mul(1 - momentum).add(seen.mul(momentum)))
}

op(
  'native_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps) -> (Tensor result, Tensor save_mean, Tensor save_invstd)',
  {
    doc: 'Batch normalization, with the means and 1 / standard deviations that it used.',
    example: [
      'torch.native_batch_norm(torch.tensor([[1.5], [2.5]]), null, null, null, null, true, 0.1, 0)[0]',
      'tensor([[-1.],\n        [ 1.]])',
    ],
    variants: 'function',
    tuple: null,
    device: true,
    compute: (
      input: Tensor,
      weight: Maybe,
      bias: Maybe,
      runningMean: Maybe,
      runningVar: Maybe,
      training: boolean,
      momentum: number,
      eps: number,
    ) => {
      checkBatch(input, { running_mean: runningMean, running_var: runningVar, weight, bias }, training)
      const rank = input.sizes.length
      const scale = weight && perChannel(weight, rank)
      const shift = bias && perChannel(bias, rank)
      if (!training) {
        const rstd = runningVar!.add(eps).rsqrt()
        const normal = input.sub(perChannel(runningMean!, rank)).mul(perChannel(rstd, rank))
        return [inOrderOf(affine(normal, scale, shift), input), input.new_empty([0]), input.new_empty([0])]
      }
      const dims = besideChannels(rank)
      const [variance, mean] = call('var_mean', [input, dims, { unbiased: false, keepdim: true }]) as Tensor[]
      const count = input.count / Math.max(input.sizes[1], 1)
      follow(runningMean, mean.flatten(), momentum)
      follow(runningVar, variance.flatten().mul(count / (count - 1)), momentum)
      const rstd = variance.add(eps).rsqrt()
      const result = affine(input.sub(mean).mul(rstd), scale, shift)
      return [inOrderOf(result, input), mean.flatten(), rstd.flatten()]
    },
    backward: (
      g,
      { input, weight, running_mean, running_var, training, eps, save_mean, save_invstd, needs },
    ) => {
      const rank = input.sizes.length
      const dims = besideChannels(rank)
      const each = (x: Tensor): Tensor => perChannel(x, rank)
      const statistics = !training
        ? ([each(running_mean), each(running_var.add(eps).rsqrt())] as const)
        : modes.grad
          ? statisticsOf(input, dims, eps)
          : ([each(save_mean), each(save_invstd)] as const)
      const scale = weight && each(weight)
      const back = gradients(g, input, scale, statistics, training ? dims : null, needs)
      return { input: back.input, weight: overChannels(back.weight), bias: overChannels(back.bias) }
    },
  },
)

function batchNorm(
  input: Tensor,
  weight: Maybe,
  bias: Maybe,
  mean: Maybe,
  variance: Maybe,
  training: boolean,
  momentum: number,
  eps: number,
): Tensor {
  if (input.count === 0) {
    const scaled = weight === null ? input.clone() : input.clone().mul(weight.select(0, 0))
    return bias === null ? scaled : scaled.add(bias.select(0, 0))
  }
  const all = [input, weight, bias, mean, variance, training, momentum, eps]
  return (call('native_batch_norm', all) as Tensor[])[0]
}

op(
  'batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, bool cudnn_enabled) -> Tensor',
  {
    doc: 'What `nn.functional.batch_norm` calls.',
    example: [
      'torch.batch_norm(torch.tensor([[1.5], [2.5]]), null, null, null, null, true, 0.1, 0, false)',
      'tensor([[-1.],\n        [ 1.]])',
    ],
    variants: 'function',
    forward: batchNorm,
  },
)

const sizeText = (sizes: Sizes): string => repr(Size.from(sizes))

/** `_verify_batch_size`. */
function checkValues(sizes: Sizes, text: string): void {
  const values = sizes.reduce((count, size, dim) => (dim === 1 ? count : count * size), 1)
  if (values === 1)
    throw new ValueError(`Expected more than 1 value per channel when training, got input size ${text}`)
}

op(
  'nn.functional.batch_norm(Tensor input, Tensor? running_mean, Tensor? running_var, Tensor? weight=None, Tensor? bias=None, bool training=False, float momentum=0.1, float eps=1e-5) -> Tensor',
  {
    doc: 'Each channel with mean 0 and variance 1: of the batch while training, which the running numbers follow, else of these.',
    example: [
      'torch.nn.functional.batch_norm(torch.tensor([[1.5], [2.5]]), null, null, { training: true, eps: 0 })',
      'tensor([[-1.],\n        [ 1.]])',
    ],
    forward: (
      input: Tensor,
      mean: Maybe,
      variance: Maybe,
      weight: Maybe,
      bias: Maybe,
      training: boolean,
      momentum: number,
      eps: number,
    ) => {
      if (training) checkValues(input.sizes, sizeText(input.sizes))
      return batchNorm(input, weight, bias, mean, variance, training, momentum, eps)
    },
  },
)

// ---- instances ----

function instanceNorm(
  input: Tensor,
  weight: Maybe,
  bias: Maybe,
  mean: Maybe,
  variance: Maybe,
  usesInput: boolean,
  momentum: number,
  eps: number,
): Tensor {
  check(
    usesInput || (mean !== null && variance !== null),
    () => 'Expected running_mean and running_var to be defined when use_input_stats is false',
  )
  const [batch, channels, ...rest] = input.sizes
  const each = (x: Maybe): Maybe => x && x.repeat([batch])
  const [means, variances] = [each(mean), each(variance)]
  // Every image's channels are channels of their own.
  const flat = input.contiguous().view([1, batch * channels, ...rest])
  const out = batchNorm(flat, each(weight), each(bias), means, variances, usesInput, momentum, eps)
  if (mean !== null) mean.copy_(means!.view([batch, channels]).mean(0, false))
  if (variance !== null) variance.copy_(variances!.view([batch, channels]).mean(0, false))
  return out.view(input.sizes as number[])
}

op(
  'instance_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool use_input_stats, float momentum, float eps, bool cudnn_enabled) -> Tensor',
  {
    doc: 'What `nn.functional.instance_norm` calls.',
    example: [
      'torch.instance_norm(torch.tensor([[[1.5, 2.5]]]), null, null, null, null, true, 0.1, 0, false)',
      'tensor([[[-1.,  1.]]])',
    ],
    variants: 'function',
    forward: instanceNorm,
  },
)

op(
  'nn.functional.instance_norm(Tensor input, Tensor? running_mean=None, Tensor? running_var=None, Tensor? weight=None, Tensor? bias=None, bool use_input_stats=True, float momentum=0.1, float eps=1e-5) -> Tensor',
  {
    doc: 'Each channel of each image with mean 0 and variance 1.',
    example: [
      'torch.nn.functional.instance_norm(torch.tensor([[[1.5, 2.5]]]), { eps: 0 })',
      'tensor([[[-1.,  1.]]])',
    ],
    forward: (
      input: Tensor,
      mean: Maybe,
      variance: Maybe,
      weight: Maybe,
      bias: Maybe,
      usesInput: boolean,
      momentum: number,
      eps: number,
    ) => {
      if (usesInput && numelOf(input.sizes.slice(2)) === 1)
        throw new ValueError(
          `Expected more than 1 spatial element when training, got input size ${sizeText(input.sizes)}`,
        )
      return instanceNorm(input, weight, bias, mean, variance, usesInput, momentum, eps)
    },
  },
)

// ---- layers ----

/** The last dimensions, as many as are normalized. */
const lastDims = (count: number): number[] => Array.from({ length: count }, (_, i) => i - count)

function checkLayer(input: Tensor, shape: Sizes, weight: Maybe, bias: Maybe): void {
  check(
    shape.length >= 1,
    () =>
      'Expected normalized_shape to be at least 1-dimensional, i.e., containing at least one element, but got ' +
      `normalized_shape = ${sizesText(shape)}`,
  )
  for (const [name, tensor] of [
    ['weight', weight],
    ['bias', bias],
  ] as const)
    check(
      tensor === null || sameSizes(tensor.sizes, shape),
      () =>
        `Expected ${name} to be of same shape as normalized_shape, but got ${name} of shape ${sizesText(tensor!.sizes)} ` +
        `and normalized_shape = ${sizesText(shape)}`,
    )
  const { sizes } = input
  if (sizes.length < shape.length || !sameSizes(sizes.slice(sizes.length - shape.length), shape))
    throw new RuntimeError(
      `Given normalized_shape=${sizesText(shape)}, expected input with shape [*, ${shape.join(', ')}], but got input of ` +
        `size${sizesText(sizes)}`,
    )
  checkFloat('LayerNormKernelImpl', input)
}

op(
  'native_layer_norm(Tensor input, int[] normalized_shape, Tensor? weight, Tensor? bias, float eps) -> (Tensor result, Tensor mean, Tensor rstd)',
  {
    doc: 'Layer normalization, with the means and 1 / standard deviations.',
    example: [
      'torch.native_layer_norm(torch.tensor([1.5, 2.5]), [2], null, null, 0)[0]',
      'tensor([-1.,  1.])',
    ],
    variants: 'function',
    tuple: null,
    validate: checkLayer,
    device: true,
    compute: (input: Tensor, shape: Sizes, weight: Maybe, bias: Maybe, eps: number) => {
      const [mean, rstd] = statisticsOf(input, lastDims(shape.length), eps)
      return [affine(input.sub(mean).mul(rstd), weight, bias), mean, rstd]
    },
    backward: (g, { input, normalized_shape, weight, eps, mean, rstd, needs }) => {
      const dims = lastDims(normalized_shape.length)
      const statistics = modes.grad ? statisticsOf(input, dims, eps) : ([mean, rstd] as const)
      return gradients(g, input, weight, statistics, dims, needs)
    },
  },
)

const layerNorm = (input: Tensor, shape: Sizes, weight: Maybe, bias: Maybe, eps: number): Tensor =>
  (call('native_layer_norm', [input, shape, weight, bias, eps]) as Tensor[])[0]

op(
  'layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-5, bool cudnn_enable=True) -> Tensor',
  {
    doc: 'What `nn.functional.layer_norm` calls.',
    example: ['torch.layer_norm(torch.tensor([1.5, 2.5]), [2], { eps: 0 })', 'tensor([-1.,  1.])'],
    variants: 'function',
    forward: layerNorm,
  },
)
op(
  'nn.functional.layer_norm(Tensor input, int[] normalized_shape, Tensor? weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor',
  {
    doc: 'The last dimensions, of these sizes, with mean 0 and variance 1.',
    example: [
      'torch.nn.functional.layer_norm(torch.tensor([1.5, 2.5]), [2], { eps: 0 })',
      'tensor([-1.,  1.])',
    ],
    forward: layerNorm,
  },
)

// ---- groups ----

/** The numbers of each group in a row, and back. */
const inGroups = (x: Tensor, groups: number): Tensor =>
  x.reshape([x.sizes[0], groups, (x.sizes[1] / groups) * numelOf(x.sizes.slice(2))])

op(
  'native_group_norm(Tensor input, Tensor? weight, Tensor? bias, int N, int C, int HxW, int group, float eps) -> (Tensor result, Tensor mean, Tensor rstd)',
  {
    doc: 'Group normalization, with the means and 1 / standard deviations.',
    example: [
      'torch.native_group_norm(torch.tensor([[1.5, 2.5]]), null, null, 1, 2, 1, 1, 0)[0]',
      'tensor([[-1.,  1.]])',
    ],
    variants: 'function',
    tuple: null,
    device: true,
    compute: (
      input: Tensor,
      weight: Maybe,
      bias: Maybe,
      N: number,
      _C: number,
      _HxW: number,
      group: number,
      eps: number,
    ) => {
      checkFloat('GroupNormKernelImpl', input)
      const rank = input.sizes.length
      const rows = inGroups(input.contiguous(), group)
      const [mean, rstd] = statisticsOf(rows, [2], eps)
      const normal = rows
        .sub(mean)
        .mul(rstd)
        .reshape(input.sizes as number[])
      const scale = weight && perChannel(weight, rank)
      const result = affine(normal, scale, bias && perChannel(bias, rank))
      return [result, mean.reshape([N, group]), rstd.reshape([N, group])]
    },
    backward: (g, { input, weight, group, eps, needs }) => {
      const rank = input.sizes.length
      const rows = inGroups(input, group)
      const [mean, rstd] = statisticsOf(rows, [2], eps)
      const normal = rows.sub(mean).mul(rstd)
      const inner = inGroups(weight === null ? g : g.mul(perChannel(weight, rank)), group)
      return {
        input: needs.input ? normalizedBack(inner, normal, rstd, [2]).reshape(input.sizes) : null,
        weight: needs.weight ? overChannels(g.mul(normal.reshape(input.sizes))) : null,
        bias: needs.bias ? overChannels(g) : null,
      }
    },
  },
)

function groupNorm(input: Tensor, groups: number, weight: Maybe, bias: Maybe, eps: number): Tensor {
  const channels = input.size(1)
  const shape = sizesText(input.sizes)
  check(groups > 0, () => `Expected num groups to be greater than 0, got ${groups}`)
  check(
    channels % groups === 0,
    () =>
      `Expected number of channels in input to be divisible by num_groups, but got input of shape ${shape} and ` +
      `num_groups=${groups}`,
  )
  for (const [name, tensor] of [
    ['weight', weight],
    ['bias', bias],
  ] as const)
    check(
      tensor === null || (tensor.sizes.length === 1 && tensor.count === channels),
      () =>
        `Expected ${name} to be a vector of size equal to the number of channels in input, but got ${name} of shape ` +
        // PyTorch names the weight's shape in both.
        `${sizesText((weight ?? tensor)!.sizes)} and input of shape ${shape}`,
    )
  const rest = numelOf(input.sizes.slice(2))
  return (
    call('native_group_norm', [input, weight, bias, input.sizes[0], channels, rest, groups, eps]) as Tensor[]
  )[0]
}

op(
  'group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-5, bool cudnn_enabled=True) -> Tensor',
  {
    doc: 'What `nn.functional.group_norm` calls.',
    example: ['torch.group_norm(torch.tensor([[1.5, 2.5]]), 1, { eps: 0 })', 'tensor([[-1.,  1.]])'],
    variants: 'function',
    forward: groupNorm,
  },
)
op(
  'nn.functional.group_norm(Tensor input, int num_groups, Tensor? weight=None, Tensor? bias=None, float eps=1e-5) -> Tensor',
  {
    doc: 'Channels in `num_groups` groups, each group of each image with mean 0 and variance 1.',
    example: [
      'torch.nn.functional.group_norm(torch.tensor([[1.5, 2.5]]), 1, { eps: 0 })',
      'tensor([[-1.,  1.]])',
    ],
    forward: (input: Tensor, groups: number, weight: Maybe, bias: Maybe, eps: number) => {
      if (groups === 0) throw new ZeroDivisionError('integer division or modulo by zero')
      const sizes = [
        Math.floor(((input.size(0) as number) * (input.size(1) as number)) / groups),
        groups,
        ...input.sizes.slice(2),
      ]
      checkValues(sizes, sizesText(sizes))
      return groupNorm(input, groups, weight, bias, eps)
    },
  },
)

op(
  'nn.functional.local_response_norm(Tensor input, int size, float alpha=1e-4, float beta=0.75, float k=1.0) -> Tensor',
  {
    doc: 'Divides each number by how large those of the `size` channels around it are.',
    example: [
      'torch.nn.functional.local_response_norm(torch.tensor([[[1.5], [3]]]), 2, { alpha: 1, beta: 1 })',
      'tensor([[[0.7059],\n         [0.4528]]])',
    ],
    forward: (input: Tensor, size: number, alpha: number, beta: number, k: number) => {
      const rank = input.sizes.length
      if (rank < 3)
        throw new ValueError(
          `Expected 3D or higher dimensionality                          input (got ${rank} dimensions)`,
        )
      if (input.count === 0) return input
      const around = [size >> 1, (size - 1) >> 1]
      let squares = input.mul(input).unsqueeze(1)
      if (rank === 3) {
        squares = call('nn.functional.pad', [squares, [0, 0, ...around]]) as Tensor
        squares = (call('_C._nn.avg_pool2d', [squares, [size, 1], 1]) as Tensor).squeeze(1)
      } else {
        const [batch, channels, height] = input.sizes
        squares = squares.view([batch, 1, channels, height, -1])
        squares = call('nn.functional.pad', [squares, [0, 0, 0, 0, ...around]]) as Tensor
        squares = (call('_C._nn.avg_pool3d', [squares, [size, 1, 1], 1]) as Tensor).squeeze(1)
        squares = squares.view(input.sizes as number[])
      }
      return input.div(squares.mul(alpha).add(k).pow(beta))
    },
  },
)
