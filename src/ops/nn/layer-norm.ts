// Normalization within each example: of its last dimensions, of groups of channels, and by the channels around each. Follows
// ATen/native/layer_norm.cpp and group_norm.cpp.
import { check, RuntimeError, sizesText, ValueError, ZeroDivisionError } from '../../base/errors.js'
import { numelOf, sameSizes, type Sizes } from '../../base/layout.js'
import { modes } from '../../tensor/modes.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import {
  type Maybe,
  statisticsOf,
  affine,
  normalizedBack,
  gradients,
  checkFloat,
  perChannel,
  overChannels,
  checkValues,
  type Lanes,
  normalizedAtOnce,
  gradientsAtOnce,
  rescaledAtOnce,
  groupGradientsAtOnce,
} from './standardize.js'

// ---- layers ----

/** The last dimensions, as many as are normalized. */
const lastDims = (count: number): number[] => Array.from({ length: count }, (_, i) => i - count)

/** Each lies in a run of its own, as long as what is normalized. */
const layerLanes = ({ count }: Tensor, shape: Sizes): Lanes => {
  const n = numelOf(shape)
  return { blocks: 1, lanes: n === 0 ? 0 : count / n, n, isAlong: true }
}

/** What scales and shifts has the dtype of what is normalized. */
function checkSameType({ dtype }: Tensor, ...others: readonly Maybe[]): void {
  for (const other of others)
    check(
      other === null || other.dtype === dtype,
      () => `expected scalar type ${dtype.scalarName} but found ${other!.dtype.scalarName}`,
    )
}

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
  checkSameType(input, weight, bias)
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
    differentiable: 1,
    device: true,
    compute: (input: Tensor, shape: Sizes, weight: Maybe, bias: Maybe, eps: number) => {
      const atOnce = normalizedAtOnce(input, layerLanes(input, shape), weight, bias, eps)
      if (atOnce !== null) {
        const [result, mean, , rstd] = atOnce
        const kept = [...input.sizes.slice(0, input.sizes.length - shape.length), ...shape.map(() => 1)]
        return [result, mean.view(kept), rstd.view(kept)]
      }
      const [mean, rstd] = statisticsOf(input, lastDims(shape.length), eps)
      return [affine(input.sub(mean).mul(rstd), weight, bias), mean, rstd]
    },
    backward: (g, { input, normalized_shape, weight, eps, mean, rstd, needs }) => {
      const dims = lastDims(normalized_shape.length)
      const lanes = layerLanes(input, normalized_shape)
      const atOnce = modes.grad ? null : gradientsAtOnce(g, input, weight, [mean, rstd], lanes, needs)
      if (atOnce !== null) {
        const shaped = (x: Maybe): Maybe => x && x.view(normalized_shape)
        return { input: atOnce.input, weight: shaped(atOnce.weight), bias: shaped(atOnce.bias) }
      }
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

/** Groups in rows. */
const groupLanes = ({ sizes: [images, groups, n] }: Tensor): Lanes => ({
  blocks: 1,
  lanes: images * groups,
  n,
  isAlong: true,
})

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
      C: number,
      HxW: number,
      group: number,
      eps: number,
    ) => {
      checkFloat('GroupNormKernelImpl', input)
      checkSameType(input, weight, bias)
      const rank = input.sizes.length
      const rows = inGroups(input.contiguous(), group)
      const scale = weight && perChannel(weight, rank)
      const shift = bias && perChannel(bias, rank)
      const atOnce = normalizedAtOnce(rows, groupLanes(rows), null, null, eps)
      if (atOnce !== null) {
        const [, mean, , rstd] = atOnce
        const channels = { blocks: 1, lanes: N * C, n: HxW, isAlong: false }
        const [centre, factor] = [mean, rstd].map((one) => one.view([N, group, 1]))
        // Without a weight PyTorch takes the mean off first; with one it multiplies and adds at once.
        const result =
          weight === null && bias === null
            ? rows
                .sub(centre)
                .mul(factor)
                .reshape(input.sizes as number[])
            : rescaledAtOnce(input.contiguous(), channels, [mean, rstd], weight, bias, C / group)!
        return [result, mean.view([N, group]), rstd.view([N, group])]
      }
      const [mean, rstd] = statisticsOf(rows, [2], eps)
      const normal = rows
        .sub(mean)
        .mul(rstd)
        .reshape(input.sizes as number[])
      const result = affine(normal, scale, shift)
      return [result, mean.reshape([N, group]), rstd.reshape([N, group])]
    },
    backward: (g, { input, weight, group, eps, mean: means, rstd: rstds, needs }) => {
      const rank = input.sizes.length
      const rows = inGroups(input, group)
      const atOnce = modes.grad ? null : groupGradientsAtOnce(g, input, weight, [means, rstds], group, needs)
      if (atOnce !== null) return atOnce
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
