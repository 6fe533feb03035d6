// Normalization channel by channel: over a batch, with running statistics, and over each instance of it. Follows
// ATen/native/Normalization.cpp.
import { float32 } from '../../base/dtype.js'
import { check, ValueError } from '../../base/errors.js'
import { numelOf, type Sizes } from '../../base/layout.js'
import { Size } from '../../base/tuple.js'
import { repr } from '../../text/repr.js'
import { modes } from '../../tensor/modes.js'
import type { Tensor } from '../../tensor/tensor.js'
import { copyInto } from '../../engine/copy.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { widest } from '../../engine/place.js'
import { inOrderOf } from '../spatial/windows.js'
import { checkConstant } from '../pointwise/gradients.js'
import {
  type Maybe,
  statisticsOf,
  affine,
  gradients,
  checkFloat,
  perChannel,
  besideChannels,
  overChannels,
  checkValues,
  type Lanes,
  normalizedAtOnce,
  gradientsAtOnce,
  rescaledAtOnce,
} from './standardize.js'

// ---- batches ----

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

/** Whether 16-bit floats are normalized with weights and statistics of float32: everything is computed in float32. */
const isMixed = (input: Tensor, weight: Maybe, mean: Maybe): boolean =>
  input.dtype.isHalf && (weight ?? mean)?.dtype === float32

/** A channel has a run in each image. */
const channelLanes = ({ sizes }: Tensor): Lanes => ({
  blocks: sizes[0],
  lanes: sizes[1],
  n: numelOf(sizes.slice(2)),
  isAlong: false,
})

/** Moves a running number towards what was seen, a mean or an estimate of a variance; not a write that a graph would know of. */
function follow(running: Maybe, seen: Tensor, momentum: number, isEstimate: boolean): void {
  if (running === null) return
  if (running.dtype !== float32) {
    copyInto(running, running.mul(1 - momentum).add(seen.mul(momentum)))
    return
  }
  // PyTorch's momentum is a float32, its estimate a float64, where there are such.
  const share = Math.fround(momentum)
  const kept = running.mul(Math.fround(1 - share))
  copyInto(running, isEstimate ? widest(kept).add(widest(seen).mul(share)) : kept.add(seen.mul(share)))
}

op(
  'native_batch_norm(Tensor input, Tensor? weight, Tensor? bias, Tensor? running_mean, Tensor? running_var, bool training, float momentum, float eps, *, Tensor? out=None) -> (Tensor result, Tensor save_mean, Tensor save_invstd)',
  {
    doc: 'Batch normalization, with the means and 1 / standard deviations that it used.',
    example: [
      'torch.native_batch_norm(torch.tensor([[1.5], [2.5]]), null, null, null, null, true, 0.1, 0)[0]',
      'tensor([[-1.],\n        [ 1.]])',
    ],
    variants: 'function',
    tuple: null,
    differentiable: 1,
    device: true,
    validate: (_input: Tensor, _weight: Maybe, _bias: Maybe, mean: Maybe, variance: Maybe) => {
      checkConstant(mean, 'native_batch_norm', 'running_mean')
      checkConstant(variance, 'native_batch_norm', 'running_var')
    },
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
      if (isMixed(input, weight, runningMean)) {
        const [result, ...saved] = call('native_batch_norm', [
          input.to(float32),
          ...[weight, bias, runningMean, runningVar, training, momentum, eps],
        ]) as Tensor[]
        return [result.to(input.dtype), ...saved]
      }
      const rank = input.sizes.length
      const scale = weight && perChannel(weight, rank)
      const shift = bias && perChannel(bias, rank)
      if (!training) {
        const rstd = runningVar!.add(eps).rsqrt()
        const known = [runningMean!, rstd] as const
        const rescaled = rescaledAtOnce(input, channelLanes(input), known, weight, bias)
        if (rescaled !== null) return [inOrderOf(rescaled, input), input.new_empty([0]), input.new_empty([0])]
        const normal = input.sub(perChannel(runningMean!, rank)).mul(perChannel(rstd, rank))
        return [inOrderOf(affine(normal, scale, shift), input), input.new_empty([0]), input.new_empty([0])]
      }
      const dims = besideChannels(rank)
      const atOnce = normalizedAtOnce(input, channelLanes(input), weight, bias, eps)
      const [variance, mean] =
        atOnce === null
          ? (call('var_mean', [input, dims, { unbiased: false, keepdim: true }]) as Tensor[])
          : [atOnce[2], atOnce[1]]
      const count = input.count / Math.max(input.sizes[1], 1)
      follow(runningMean, mean.flatten(), momentum, false)
      const unbiased = atOnce === null ? variance.flatten().mul(count / (count - 1)) : variance
      follow(runningVar, unbiased, momentum, true)
      if (atOnce !== null) return [inOrderOf(atOnce[0], input), mean, atOnce[3]]
      const rstd = variance.add(eps).rsqrt()
      const result = affine(input.sub(mean).mul(rstd), scale, shift)
      return [inOrderOf(result, input), mean.flatten(), rstd.flatten()]
    },
    backward: (
      given,
      { input: normalized, weight, running_mean, running_var, training, eps, save_mean, save_invstd, needs },
    ) => {
      const mixed = isMixed(normalized, weight, running_mean)
      const [g, input] = mixed ? [given.to(float32), normalized.to(float32)] : [given, normalized]
      const rank = input.sizes.length
      const dims = besideChannels(rank)
      const each = (x: Tensor): Tensor => perChannel(x, rank)
      if (!modes.grad) {
        const kept = training
          ? ([save_mean, save_invstd] as const)
          : ([running_mean, running_var.add(eps).rsqrt()] as const)
        const asked = { ...needs, input: training && needs.input }
        const atOnce = gradientsAtOnce(g, input, weight, kept, channelLanes(input), asked)
        if (atOnce !== null && (training || !needs.input)) return atOnce
        if (atOnce !== null) {
          const slope = g.mul(each(kept[1]))
          return { ...atOnce, input: weight === null ? slope : slope.mul(each(weight)) }
        }
      }
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
