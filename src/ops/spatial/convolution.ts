// Convolutions and transposed convolutions of one to three dimensions. Follows ATen/native/Convolution.cpp.
//
// Note [Three maps]. A convolution is linear in the images and in the weight, and so are its gradients: with c(x, w) the
// convolution, t(y, w) the transposed one, and m(x, y) the gradient of the weight, <y, c(x, w)> = <t(y, w), x> =
// <m(x, y), w>. So the gradients of each of the three are the other two, and derivatives of any order come of them.
import { float32 } from '../../base/dtype.js'
import { check, sizesText } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { warn } from '../../base/warnings.js'
import { Complex } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { conj } from '../pointwise/gradients.js'
import { inOrderOf } from './windows.js'
import { checkDTypes, checkShapes, optionsOf, type Options } from './convolution-shapes.js'
import { biasOf, convolve, correlate, isOneDnns, placesOf, spread, spreadOf } from './convolve.js'

/** The arguments of `convolution` after the tensors. */
type OptionArguments = [
  stride: Sizes,
  padding: Sizes,
  dilation: Sizes,
  transposed: boolean,
  output_padding: Sizes,
  groups: number,
]

/** `call('convolution', …)` with these options. */
function convolution(input: Tensor, weight: Tensor, bias: Tensor | null, o: Options): Tensor {
  const isComplex = [input, weight, bias ?? weight].every(({ dtype }) => dtype.is_complex)
  // PyTorch has no such way for the transposed ones of more than one dimension.
  if (isComplex && !(o.transposed && weight.sizes.length > 3))
    return complexConvolution(input, weight, bias, o)
  const options: OptionArguments = [o.stride, o.padding, o.dilation, o.transposed, o.output_padding, o.groups]
  return call('convolution', [input, weight, bias, ...options]) as Tensor
}

/** By three real ones: a − b + i(c − a − b), where a is of the real parts, b of the imaginary ones, c of their sums. */
function complexConvolution(input: Tensor, weight: Tensor, bias: Tensor | null, o: Options): Tensor {
  const parts = (x: Tensor): Tensor[] => [call('real', [x]) as Tensor, call('imag', [x]) as Tensor]
  const [x, xi] = parts(input)
  const [w, wi] = parts(weight)
  const [b, bi] = bias === null ? [null, null] : parts(bias)
  const ofReal = convolution(x, w, b, o)
  const ofImaginary = convolution(xi, wi, null, o)
  const ofSums = convolution(x.add(xi), w.add(wi), bias === null ? null : b!.add(bi!), o)
  return ofReal.sub(ofImaginary).add(ofSums.sub(ofReal).sub(ofImaginary).mul(new Complex(0, 1)))
}

/** The gradient by the images, which have these sizes, of a convolution whose result has the gradient `g`. */
function inputGradient(g: Tensor, sizes: Sizes, weight: Tensor, options: Options): Tensor {
  const spatial = sizes.slice(2)
  const zeros = spatial.map(() => 0)
  const weights = conj(weight)
  const isReal = g.dtype === weight.dtype && !g.dtype.is_complex
  const { stride, padding, dilation, groups } = options
  if (isReal && !options.transposed)
    return call('_C._nn._convolution_input', [g, weight, sizes, stride, padding, dilation, groups]) as Tensor
  if (options.transposed) {
    let result = isReal
      ? (call('_C._nn._transposed_input', [g, weight, stride, padding, dilation, groups]) as Tensor)
      : convolution(g, weights, null, { ...options, transposed: false, output_padding: zeros })
    // What was padded by more than a step gives places that there were not.
    spatial.forEach((size, i) => {
      if (result.sizes[i + 2] > size) result = result.narrow(i + 2, 0, size)
    })
    return result
  }
  const least = spreadOf(g.sizes.slice(2), weight.sizes.slice(2), options, zeros)
  const extra = spatial.map((size, i) => size - least[i])
  return convolution(g, weights, null, { ...options, transposed: true, output_padding: extra })
}

/** Sums over all dimensions but that of channels. */
const channelSums = (g: Tensor): Tensor => g.sum(g.sizes.map((_, dim) => dim).filter((dim) => dim !== 1))

/** The gradient of the bias. */
function biasGradient(g: Tensor, input: Tensor, weight: Tensor, o: Options): Tensor {
  return !o.transposed && g.memory.isHere && isOneDnns(g.dtype, input.sizes, weight.sizes, o, o.groups)
    ? (call('_C._nn._convolution_bias', [g]) as Tensor)
    : channelSums(g)
}

/** The gradient of the weight, whose sizes are given. */
const weightGradient = (input: Tensor, g: Tensor, sizes: Sizes, o: Options): Tensor =>
  call('_C._nn._convolution_weight', [
    ...(o.transposed ? [g, conj(input)] : [conj(input), g]),
    sizes,
    o.stride,
    o.padding,
    o.dilation,
    o.groups,
    o.transposed,
  ]) as Tensor

op(
  'convolution(Tensor input, Tensor weight, Tensor? bias, int[] stride, int[] padding, int[] dilation, bool transposed, int[] output_padding, int groups) -> Tensor',
  {
    doc: 'What all convolutions of one to three dimensions call; transposed, it is the gradient of one.',
    example: [
      'torch.convolution(torch.ones(1, 1, 3), torch.ones(1, 1, 2), null, [1], [0], [1], false, [0], 1)',
      'tensor([[[2., 2.]]])',
    ],
    variants: 'function',
    device: true,
    compute: (input: Tensor, weight: Tensor, bias: Tensor | null, ...given: OptionArguments) => {
      const options = optionsOf(weight, ...given)
      const { groups, transposed } = options
      checkShapes(input, weight, bias, options)
      checkDTypes(input, weight, bias, options)
      if (!transposed) return inOrderOf(convolve(input, weight, bias, options, groups), input)
      const sizes = spreadOf(input.sizes.slice(2), weight.sizes.slice(2), options, options.output_padding)
      const result = spread(input, weight, sizes, options, groups)
      return bias === null ? result : result.add_(bias.view([-1, ...sizes.map(() => 1)]))
    },
    backward: {
      input: (g, { input_sizes, weight, stride, padding, dilation, transposed, output_padding, groups }) =>
        inputGradient(
          g,
          input_sizes,
          weight,
          optionsOf(weight, stride, padding, dilation, transposed, output_padding, groups),
        ),
      weight: (g, { input, weight, stride, padding, dilation, transposed, output_padding, groups }) =>
        weightGradient(
          input,
          g,
          weight.sizes,
          optionsOf(weight, stride, padding, dilation, transposed, output_padding, groups),
        ),
      bias: (g, { input, weight, stride, padding, dilation, transposed, output_padding, groups }) =>
        biasGradient(
          g,
          input,
          weight,
          optionsOf(weight, stride, padding, dilation, transposed, output_padding, groups),
        ),
    },
  },
)

op(
  '_C._nn._convolution_input(Tensor grad_output, Tensor weight, int[] input_sizes, int[] stride, int[] padding, int[] dilation, int groups) -> Tensor',
  {
    doc: 'The gradient of a convolution by its input.',
    node: 'ConvolutionBackwardBackward0',
    variants: 'function',
    device: true,
    compute: (
      g: Tensor,
      weight: Tensor,
      sizes: Sizes,
      stride: Sizes,
      padding: Sizes,
      dilation: Sizes,
      groups: number,
    ) => {
      const steps = { stride, padding, dilation }
      const isBlocked = isOneDnns(g.dtype, sizes, weight.sizes, steps, groups)
      return spread(g, weight, sizes.slice(2), steps, groups, isBlocked)
    },
    backward: {
      grad_output: (g, { weight, stride, padding, dilation, groups }) =>
        convolution(g, weight, null, optionsOf(weight, stride, padding, dilation, false, [0], groups)),
      weight: (g, { grad_output, weight, stride, padding, dilation, groups }) =>
        weightGradient(
          g,
          grad_output,
          weight.sizes,
          optionsOf(weight, stride, padding, dilation, false, [0], groups),
        ),
    },
  },
)

op(
  '_C._nn._transposed_input(Tensor grad_output, Tensor weight, int[] stride, int[] padding, int[] dilation, int groups) -> Tensor',
  {
    doc: 'The gradient of a transposed convolution by its input: a convolution.',
    node: 'ConvolutionBackwardBackward0',
    variants: 'function',
    device: true,
    compute: (g: Tensor, weight: Tensor, stride: Sizes, padding: Sizes, dilation: Sizes, groups: number) =>
      convolve(g, weight, null, { stride, padding, dilation }, groups, false),
    backward: {
      grad_output: (g, { grad_output_sizes, weight, stride, padding, dilation, groups }) =>
        inputGradient(
          g,
          grad_output_sizes,
          weight,
          optionsOf(weight, stride, padding, dilation, false, [0], groups),
        ),
      weight: (g, { grad_output, weight, stride, padding, dilation, groups }) =>
        weightGradient(
          grad_output,
          g,
          weight.sizes,
          optionsOf(weight, stride, padding, dilation, false, [0], groups),
        ),
    },
  },
)

op('_C._nn._convolution_bias(Tensor grad_output) -> Tensor', {
  doc: 'The gradient of a convolution by its bias.',
  node: 'ConvolutionBackwardBackward0',
  variants: 'function',
  // Others have no order of their own.
  compute: (g: Tensor) => (g.dtype === float32 ? biasOf(g) : channelSums(g)),
  backward: {
    grad_output: (g, { grad_output_sizes: sizes }) =>
      g.view([-1, ...sizes.slice(2).map(() => 1)]).expand(sizes),
  },
})

op(
  '_C._nn._convolution_weight(Tensor input, Tensor grad_output, int[] weight_sizes, int[] stride, int[] padding, int[] dilation, int groups, bool transposed) -> Tensor',
  {
    doc: 'The gradient of a convolution by its weight.',
    node: 'ConvolutionBackwardBackward0',
    variants: 'function',
    device: true,
    compute: (
      input: Tensor,
      g: Tensor,
      sizes: Sizes,
      stride: Sizes,
      padding: Sizes,
      dilation: Sizes,
      groups: number,
      transposed: boolean,
    ) => {
      const steps = { stride, padding, dilation }
      // A transposed convolution that was padded by more than a step has places that are not among those of `g`.
      const places = placesOf(input.sizes.slice(2), sizes.slice(2), steps)
      const widths = places.flatMap((count, i) => [0, count - g.sizes[i + 2]]).reverse()
      const whole = widths.some((width) => width > 0)
        ? (call('constant_pad_nd', [g, widths.map((_, i) => widths[i ^ 1])]) as Tensor)
        : g
      const isBlocked = !transposed && isOneDnns(input.dtype, input.sizes, sizes, steps, groups)
      return correlate(input, whole, sizes, steps, groups, isBlocked)
    },
    backward: {
      input: (g, { input_sizes, grad_output, stride, padding, dilation, groups }) =>
        inputGradient(
          grad_output,
          input_sizes,
          g,
          optionsOf(g, stride, padding, dilation, false, [0], groups),
        ),
      grad_output: (g, { input, grad_output_sizes, stride, padding, dilation, groups }) =>
        inputGradient(
          input,
          grad_output_sizes,
          g,
          optionsOf(g, stride, padding, dilation, true, [0], groups),
        ),
    },
  },
)

/** Runs `f` on the input with a batch, and takes off one that it did not have. */
function batched(input: Tensor, dims: number, name: string, f: (x: Tensor) => Tensor): Tensor {
  const rank = input.sizes.length
  check(
    rank === dims + 1 || rank === dims + 2,
    () =>
      `Expected ${dims + 1}D (unbatched) or ${dims + 2}D (batched) input to ${name}, but got input of size: ` +
      sizesText(input.sizes),
  )
  return rank === dims + 2 ? f(input) : f(input.unsqueeze(0)).squeeze(0)
}

/** `_convolution_same`: as many places as the input has cells. */
function convolutionSame(input: Tensor, weight: Tensor, bias: Tensor | null, o: Options): Tensor {
  const dims = weight.sizes.length - 2
  const options = optionsOf(weight, o.stride, [0], o.dilation, false, [0], o.groups)
  const rank = weight.sizes.length
  check(
    rank === input.sizes.length,
    () =>
      `Expected ${rank}-dimensional input for ${rank}-dimensional weight${sizesText(weight.sizes)}, but got ` +
      `${input.sizes.length}-dimensional input of size ${sizesText(input.sizes)} instead`,
  )
  check(
    options.stride.every((step) => step === 1),
    () => "padding='same' is not supported for strided convolutions",
  )
  const totals = options.dilation.map((dilation, i) => dilation * (weight.sizes[i + 2] - 1))
  const padding = totals.map((total) => Math.floor(total / 2))
  if (totals.every((total) => total % 2 === 0))
    return convolution(input, weight, bias, { ...options, padding })
  warn(
    "Using padding='same' with even kernel lengths and odd dilation may require a zero-padded copy of the input be " +
      'created',
  )
  const widths = new Array<number>(2 * dims).fill(0)
  totals.forEach((total, i) => (widths[2 * (dims - 1 - i) + 1] = total % 2))
  const padded = call('constant_pad_nd', [input, widths]) as Tensor
  return convolution(padded, weight, bias, { ...options, padding })
}

const convolutionExamples = [
  ['torch.conv1d(torch.tensor([[[1.5, 2, 4]]]), torch.tensor([[[1, 0.5]]]))', 'tensor([[[2.5000, 4.0000]]])'],
  [
    'torch.conv2d(torch.ones(1, 1, 3, 3), torch.ones(1, 1, 2, 2))',
    'tensor([[[[4., 4.],\n          [4., 4.]]]])',
  ],
  ['torch.conv3d(torch.ones(1, 1, 2, 2, 3), torch.ones(1, 1, 2, 2, 2))', 'tensor([[[[[8., 8.]]]]])'],
] as const
const sameExamples = [
  [
    "torch.conv1d(torch.tensor([[[1.5, 2, 4]]]), torch.tensor([[[0.5, 1, 0]]]), null, 1, 'same')",
    'tensor([[[1.5000, 2.7500, 5.0000]]])',
  ],
  [
    "torch.conv2d(torch.ones(1, 1, 2, 2), torch.ones(1, 1, 3, 3), null, 1, 'same')",
    'tensor([[[[4., 4.],\n          [4., 4.]]]])',
  ],
  [
    "torch.conv3d(torch.ones(1, 1, 1, 1, 2), torch.ones(1, 1, 1, 1, 3), null, 1, 'same')",
    'tensor([[[[[2., 2.]]]]])',
  ],
] as const
const transposedExamples = [
  [
    'torch.conv_transpose1d(torch.tensor([[[1.5, 2]]]), torch.tensor([[[1, 0.5]]]))',
    'tensor([[[1.5000, 2.7500, 1.0000]]])',
  ],
  [
    'torch.conv_transpose2d(torch.ones(1, 1, 1, 2), torch.ones(1, 1, 2, 2))',
    'tensor([[[[1., 2., 1.],\n          [1., 2., 1.]]]])',
  ],
  [
    'torch.conv_transpose3d(torch.ones(1, 1, 1, 1, 2), torch.ones(1, 1, 1, 1, 2))',
    'tensor([[[[[1., 2., 1.]]]]])',
  ],
] as const
const whereOf = ['sequences: (N, C, L)', 'images: (N, C, H, W)', 'volumes: (N, C, D, H, W)']

/** A convolution that nothing is said of. */
const plain: Options = {
  stride: [1],
  padding: [0],
  dilation: [1],
  transposed: false,
  output_padding: [0],
  groups: 1,
}

type Tensors = [input: Tensor, weight: Tensor, bias: Tensor | null]
/** The arguments of `conv1d` and its like, with a padding in numbers or by name. */
type Arguments<Padding> = [
  ...tensors: Tensors,
  stride: Sizes,
  padding: Padding,
  dilation: Sizes,
  groups: number,
]
type TransposedArguments = [
  ...tensors: Tensors,
  stride: Sizes,
  padding: Sizes,
  output_padding: Sizes,
  groups: number,
  dilation: Sizes,
]

for (const dims of [1, 2, 3]) {
  const [name, transposedName] = [`conv${dims}d`, `conv_transpose${dims}d`]
  const n = `int[${dims}]`
  const where = whereOf[dims - 1]
  op(
    `${name}(Tensor input, Tensor weight, Tensor? bias=None, ${n} stride=1, ${n} padding=0, ${n} dilation=1, int groups=1) -> Tensor`,
    {
      doc: `Slides windows (\`weight\`: one a result channel) over ${where}, and sums the products at each place.`,
      example: convolutionExamples[dims - 1],
      aliases: [`nn.functional.${name}`],
      variants: 'function',
      forward: (...[input, weight, bias, stride, padding, dilation, groups]: Arguments<Sizes>) =>
        batched(input, dims, name, (x) =>
          convolution(x, weight, bias, { ...plain, stride, padding, dilation, groups }),
        ),
    },
  )
  op(
    `${name}.padding(Tensor input, Tensor weight, Tensor? bias=None, ${n} stride=1, str padding='valid', ${n} dilation=1, int groups=1) -> Tensor`,
    {
      doc: "The same with a padding by name: 'valid' is none, 'same' keeps the size.",
      example: sameExamples[dims - 1],
      aliases: [`nn.functional.${name}`],
      variants: 'function',
      forward: (...[input, weight, bias, stride, padding, dilation, groups]: Arguments<string>) =>
        batched(input, dims, name, (x) => {
          const options = { ...plain, stride, dilation, groups }
          if (padding === 'same') return convolutionSame(x, weight, bias, options)
          check(padding === 'valid', () => `Invalid padding string: '${padding}'`)
          return convolution(x, weight, bias, options)
        }),
    },
  )
  op(
    `${transposedName}(Tensor input, Tensor weight, Tensor? bias=None, ${n} stride=1, ${n} padding=0, ${n} output_padding=0, int groups=1, ${n} dilation=1) -> Tensor`,
    {
      doc: `Lays a window, times the number there, at each place of ${where}, and sums what overlaps: the gradient of a convolution.`,
      example: transposedExamples[dims - 1],
      aliases: [`nn.functional.${transposedName}`],
      variants: 'function',
      forward: (
        ...[input, weight, bias, stride, padding, output_padding, groups, dilation]: TransposedArguments
      ) =>
        batched(input, dims, transposedName, (x) =>
          convolution(x, weight, bias, {
            stride,
            padding,
            dilation,
            transposed: true,
            output_padding,
            groups,
          }),
        ),
    },
  )
}

/** The options of `conv_tbc`. */
const tbcOptions = (pad: number): Options => ({ ...plain, padding: [pad] })
/** (time, batch, channels) as (batch, channels, time). */
const channelsFirst = (x: Tensor): Tensor => x.permute([1, 2, 0])
const timeFirst = (x: Tensor): Tensor => x.permute([2, 0, 1])

op('conv_tbc(Tensor self, Tensor weight, Tensor bias, int pad=0) -> Tensor', {
  doc: 'A convolution of sequences that lie as (time, batch, channels); `weight` is (width, channels, outputs).',
  example: [
    'torch.conv_tbc(torch.tensor([1.5, 2, 4]).reshape(3, 1, 1), torch.ones(2, 1, 1), torch.zeros(1)).flatten()',
    'tensor([3.5000, 6.0000])',
  ],
  aliases: ['nn.functional.conv_tbc'],
  variants: 'function',
  validate: (self: Tensor, weight: Tensor, bias: Tensor) => {
    check(self.sizes.length === 3, () => 'Input must have 3 dims: time, batch, in_channel')
    check(
      weight.sizes.length === 3,
      () => 'Weight tensor must have 3 dims: kernel_width, in_channels, out_channels.',
    )
    check(bias.sizes.length === 1, () => 'Bias must be 1-D')
    check(
      self.sizes[2] === weight.sizes[1],
      () => 'Input dim 2 (input channels) is not == dim 1 in the weight tensor',
    )
    check(
      bias.sizes[0] === weight.sizes[2],
      () => 'Bias size must equal dim 2 in the weight tensor (output channels).',
    )
  },
  device: true,
  compute: (self: Tensor, weight: Tensor, bias: Tensor, pad: number) => {
    const result = convolution(channelsFirst(self), weight.permute([2, 1, 0]), bias, tbcOptions(pad))
    return timeFirst(result).contiguous()
  },
  backward: {
    self: (g, { self_sizes: [time, batch, channels], weight, pad }) =>
      timeFirst(
        inputGradient(channelsFirst(g), [batch, channels, time], weight.permute([2, 1, 0]), tbcOptions(pad)),
      ),
    weight: (g, { self, weight_sizes: [width, channels, outputs], pad }) =>
      weightGradient(
        channelsFirst(self),
        channelsFirst(g),
        [outputs, channels, width],
        tbcOptions(pad),
      ).permute([2, 1, 0]),
    bias: (g) => g.sum([0, 1]),
  },
})
