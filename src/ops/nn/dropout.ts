// The dropouts: noise that switches elements, or whole features, off. Follows ATen/native/Dropout.cpp.
import { bool } from '../../base/dtype.js'
import { check, RuntimeError, ValueError } from '../../base/errors.js'
import { Tuple } from '../../base/tuple.js'
import { type Scalar, scalarToNumber } from '../../base/scalar.js'
import type { Tensor } from '../../tensor/tensor.js'
import { warn } from '../../base/warnings.js'
import { op } from '../../engine/op.js'

/** Which noise a dropout draws: for each element, or for each feature (the first two dimensions). */
interface Kind {
  readonly feature: boolean
  readonly alpha: boolean
}

/** ATen/native/Dropout.cpp, `_dropout_impl`. */
function dropout(
  input: Tensor,
  p: number,
  train: boolean,
  inplace: boolean,
  { feature, alpha }: Kind,
): Tensor {
  check(p >= 0 && p <= 1, () => `dropout probability has to be between 0 and 1, but got ${p}`)
  if (p === 0 || !train || input.count === 0) return input
  if (p === 1) {
    const zero = input.new_zeros([])
    return inplace ? input.mul_(zero) : input.mul(zero)
  }
  let noise: Tensor
  if (feature) {
    check(input.sizes.length >= 2, () => 'Feature dropout requires at least 2 dimensions in the input')
    noise = input.new_empty(input.sizes.map((size, dim) => (dim < 2 ? size : 1)))
    // Noise lies row by row, however the input lies.
  } else noise = input.detach().new_empty(input.sizes)
  noise.bernoulli_(1 - p)
  if (!alpha) {
    noise.div_(1 - p)
    return inplace ? input.mul_(noise) : input.mul(noise)
  }
  // The value that SELU has far below zero; a and b keep mean 0 and variance 1.
  const low = 1.7580993408473766
  const a = 1 / Math.sqrt((low * low * p + 1) * (1 - p))
  const b = noise
    .add(-1)
    .mul_(low * a)
    .add_(low * a * p)
  noise.mul_(a)
  return inplace ? input.mul_(noise).add_(b) : input.mul(noise).add(b)
}

/** `nn.functional`'s check, which has another error class than the op's own. */
function checkProbability(p: Scalar): number {
  const value = scalarToNumber(p)
  // What is not a number passes Python's comparisons, and is found further in.
  check(!Number.isNaN(value), () => 'dropout probability has to be between 0 and 1, but got nan')
  if (!(value >= 0 && value <= 1))
    throw new ValueError(`dropout probability has to be between 0 and 1, but got ${String(p)}`)
  return value
}

const plain: Kind = { feature: false, alpha: false }
const byFeature: Kind = { feature: true, alpha: false }

const functional = (name: string, training: string, kind: Kind, doc: string, output: string): void => {
  op(
    `nn.functional.${name}(Tensor input, Scalar p=0.5, bool training=${training}, bool inplace=False) -> Tensor`,
    {
      doc,
      example: [
        `torch.manual_seed(0)\ntorch.nn.functional.${name}(torch.ones(2, 3), { training: true })`,
        output,
      ],
      forward: (input: Tensor, p: Scalar, train: boolean, inplace: boolean) =>
        dropout(input, checkProbability(p), train, inplace, kind),
    },
  )
}

functional(
  'dropout',
  'True',
  plain,
  'Sets each element to 0 with probability `p` and divides the others by 1 - p, so that the mean stays.',
  'tensor([[0., 0., 2.],\n        [0., 0., 0.]])',
)
functional(
  'alpha_dropout',
  'False',
  { feature: false, alpha: true },
  'Dropout for SELU networks: keeps mean and variance.',
  'tensor([[-0.7792, -0.7792,  1.6656],\n        [-0.7792, -0.7792, -0.7792]])',
)
functional(
  'feature_alpha_dropout',
  'False',
  { feature: true, alpha: true },
  '`alpha_dropout` of whole features (the first two dimensions).',
  'tensor([[-0.7792, -0.7792,  1.6656],\n        [-0.7792, -0.7792, -0.7792]])',
)

/** Dropout of a batch of channels; an input without a batch is one. */
function dropChannels(input: Tensor, p: Scalar, train: boolean, inplace: boolean, batched: boolean): Tensor {
  const value = checkProbability(p)
  if (batched) return dropout(input, value, train, inplace, byFeature)
  const result = dropout(inplace ? input.unsqueeze_(0) : input.unsqueeze(0), value, train, inplace, byFeature)
  return inplace ? result.squeeze_(0) : result.squeeze(0)
}

/** What `dropout2d` and `dropout3d` say to an input of another rank than `spatial + 1` or `spatial + 2`. */
function warnOfRank(rank: number, spatial: number): void {
  if (rank === spatial + 1 || rank === spatial + 2) return
  warn(
    `dropout${spatial}d: Received a ${rank}-D input to dropout${spatial}d, which is deprecated and will result in an ` +
      'error in a future release. To retain the behavior and silence this warning, please use dropout instead. Note ' +
      `that dropout${spatial}d exists to provide channel-wise dropout on inputs with ${spatial} spatial dimensions, a ` +
      `channel dimension, and an optional batch dimension (i.e. ${spatial + 1}D or ${spatial + 2}D inputs).`,
  )
}

op('nn.functional.dropout1d(Tensor input, Scalar p=0.5, bool training=True, bool inplace=False) -> Tensor', {
  doc: 'Dropout of whole channels of sequences; (C, L) or (N, C, L).',
  example: [
    'torch.manual_seed(0)\ntorch.nn.functional.dropout1d(torch.ones(3, 2), 0.25)',
    'tensor([[0.0000, 0.0000],\n        [1.3333, 1.3333],\n        [1.3333, 1.3333]])',
  ],
  forward: (input: Tensor, p: Scalar, train: boolean, inplace: boolean) => {
    const rank = input.sizes.length
    checkProbability(p)
    if (rank !== 2 && rank !== 3)
      throw new RuntimeError(
        `dropout1d: Expected 2D or 3D input, but received a ${rank}D input. Note that dropout1d exists to provide ` +
          'channel-wise dropout on inputs with 1 spatial dimension, a channel dimension, and an optional batch dimension ' +
          '(i.e. 2D or 3D inputs).',
      )
    return dropChannels(input, p, train, inplace, rank === 3)
  },
})

op('nn.functional.dropout2d(Tensor input, Scalar p=0.5, bool training=True, bool inplace=False) -> Tensor', {
  doc: 'Dropout of whole channels of images; (N, C, H, W).',
  example: [
    'torch.manual_seed(0)\ntorch.nn.functional.dropout2d(torch.ones(1, 3, 1, 2), 0.25)',
    'tensor([[[[0.0000, 0.0000]],\n\n         [[1.3333, 1.3333]],\n\n         [[1.3333, 1.3333]]]])',
  ],
  forward: (input: Tensor, p: Scalar, train: boolean, inplace: boolean) => {
    const rank = input.sizes.length
    checkProbability(p)
    warnOfRank(rank, 2)
    if (rank === 3)
      warn(
        'dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout behavior is desired - ' +
          'input is interpreted as shape (N, C, L), where C is the channel dim. This behavior will change in a future ' +
          'release to interpret the input as one without a batch dimension, i.e. shape (C, H, W). To maintain the 1D ' +
          'channel-wise dropout behavior, please switch to using dropout1d instead.',
      )
    return dropChannels(input, p, train, inplace, true)
  },
})

op('nn.functional.dropout3d(Tensor input, Scalar p=0.5, bool training=True, bool inplace=False) -> Tensor', {
  doc: 'Dropout of whole channels of volumes; (C, D, H, W) or (N, C, D, H, W).',
  example: [
    'torch.manual_seed(0)\ntorch.nn.functional.dropout3d(torch.ones(3, 1, 1, 2), 0.25)',
    'tensor([[[[0.0000, 0.0000]]],\n\n\n        [[[1.3333, 1.3333]]],\n\n\n        [[[1.3333, 1.3333]]]])',
  ],
  forward: (input: Tensor, p: Scalar, train: boolean, inplace: boolean) => {
    const rank = input.sizes.length
    checkProbability(p)
    warnOfRank(rank, 3)
    return dropChannels(input, p, train, inplace, rank === 5)
  },
})

const torchLevel = (name: string, kind: Kind, doc: string, output: string): void => {
  op(`${name}(Tensor input, float p, bool train) -> Tensor`, {
    doc,
    example: [`torch.manual_seed(0)\ntorch.${name}(torch.ones(2, 3), 0.5, true)`, output],
    variants: 'function',
    forward: (input: Tensor, p: number, train: boolean) => dropout(input, p, train, false, kind),
  })
  op(`${name}_(Tensor input, float p, bool train) -> Tensor`, {
    doc: `\`${name}\` in place.`,
    example: [`torch.manual_seed(0)\ntorch.${name}_(torch.ones(2, 3), 0.5, true)`, output],
    variants: 'function',
    forward: (input: Tensor, p: number, train: boolean) => dropout(input, p, train, true, kind),
  })
}

torchLevel(
  'dropout',
  plain,
  'Sets each element to 0 with probability `p` and divides the others by 1 - p.',
  'tensor([[0., 0., 2.],\n        [0., 0., 0.]])',
)
torchLevel(
  'alpha_dropout',
  { feature: false, alpha: true },
  'Dropout that keeps mean and variance.',
  'tensor([[-0.7792, -0.7792,  1.6656],\n        [-0.7792, -0.7792, -0.7792]])',
)
torchLevel(
  'feature_dropout',
  byFeature,
  'Dropout of whole features (the first two dimensions).',
  'tensor([[0., 0., 2.],\n        [0., 0., 0.]])',
)
torchLevel(
  'feature_alpha_dropout',
  { feature: true, alpha: true },
  '`alpha_dropout` of whole features.',
  'tensor([[-0.7792, -0.7792,  1.6656],\n        [-0.7792, -0.7792, -0.7792]])',
)

op('native_dropout(Tensor input, float p, bool? train) -> (Tensor, Tensor)', {
  doc: 'Dropout, and which elements it kept.',
  example: [
    'torch.native_dropout(torch.tensor([1.5, 2]), 0.5, false)',
    '(tensor([1.5000, 2.0000]), tensor([True, True]))',
  ],
  variants: 'function',
  forward: (input: Tensor, p: number, train: boolean | null) => {
    if (input.count === 0) return Tuple.of(input, input.new_empty(input.sizes, { dtype: bool }))
    if (train === false) return Tuple.of(input.clone(), input.new_ones(input.sizes, { dtype: bool }))
    const kept = input
      .detach()
      .new_empty(input.sizes, { dtype: bool })
      .bernoulli_(1 - p)
    return Tuple.of(input.mul(kept).mul(p === 1 ? 0 : 1 / (1 - p)), kept)
  },
})
