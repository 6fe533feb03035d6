// Activations that draw numbers: `rrelu`, whose slope below zero is noise while training, and `gumbel_softmax`, which samples
// classes. Follows ATen/native/Activation.cpp and torch/nn/functional.py.
import { float16, float64, notImplementedFor } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import { type Scalar, scalarToNumber } from '../../base/scalar.js'
import { warn } from '../../base/warnings.js'
import { no_grad } from '../../tensor/modes.js'
import type { Tensor } from '../../tensor/tensor.js'
import { copyInto } from '../../engine/copy.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { floatsOnly } from './gradient-loops.js'

/** The slope of each element: 1 above zero; below, drawn in order while training, else the middle. */
function slopesOf(x: Tensor, lower: number, upper: number, train: boolean): Tensor {
  return no_grad(() => {
    const isLow = x.le(0)
    const ones = call('ones_like', [x]) as Tensor
    if (!train) return ones.masked_fill(isLow, (lower + upper) / 2)
    const draws = call('empty', [[Number(isLow.sum().item())], { dtype: float64 }]) as Tensor
    // Drawn in double precision, between bounds of the dtype's own.
    const [from, to] = x.dtype === float64 ? [lower, upper] : [Math.fround(lower), Math.fround(upper)]
    draws.uniform_(from, to)
    return ones.masked_scatter(isLow, draws.to(x.dtype).to(x.device))
  })
}

op('_C._nn.rrelu_with_noise(Tensor self, Tensor noise) -> Tensor', {
  doc: 'Elements times their slopes.',
  kernel: (x: number, slope: number) => x * slope,
  refuse: floatsOnly('rrelu_with_noise_out_cpu'),
  backward: { self: (g, { noise }) => g.mul(noise) },
})

op('_C._nn.rrelu_with_noise_(Tensor self, Tensor noise) -> Tensor', {
  doc: 'Multiplies elements by their slopes, in place.',
  node: 'RreluWithNoiseBackward1',
  device: true,
  mutate: (self: Tensor, noise: Tensor) => {
    copyInto(self, call('_C._nn.rrelu_with_noise', [self, noise]))
  },
  backward: { self: (g, { noise }) => g.mul(noise) },
})

function rrelu(x: Tensor, low: Scalar, high: Scalar, train: boolean, inplace: boolean): Tensor {
  const [lower, upper] = [scalarToNumber(low), scalarToNumber(high)]
  check(lower <= upper, () => `Lower bound should be less than or equal to the upper bound`)
  // Without training it is `leaky_relu`.
  floatsOnly(train ? 'rrelu_with_noise_out_cpu' : 'leaky_relu_cpu')(x.dtype)
  if (!train && x.dtype === float16) notImplementedFor('leaky_relu_cpu', x.dtype)
  const noise = slopesOf(x, lower, upper, train)
  return call(`_C._nn.rrelu_with_noise${inplace ? '_' : ''}`, [x, noise]) as Tensor
}

const rreluParams = 'Scalar lower=0.125, Scalar upper=0.3333333333333333, bool training=False'
const rreluDoc =
  'x where it is positive, else x times a slope: drawn between `lower` and `upper` in training, else the middle.'

op(`rrelu(Tensor input, ${rreluParams}) -> Tensor`, {
  doc: rreluDoc,
  example: ['torch.rrelu(torch.tensor([-1.5, 2.5]), 0.25, 0.75)', 'tensor([-0.7500,  2.5000])'],
  variants: 'function',
  forward: (x: Tensor, lower: Scalar, upper: Scalar, train: boolean) => rrelu(x, lower, upper, train, false),
})
op(`rrelu_(Tensor input, ${rreluParams}) -> Tensor`, {
  doc: `${rreluDoc} In place.`,
  example: ['torch.rrelu_(torch.tensor([-1.5, 2.5]), 0.25, 0.75)', 'tensor([-0.7500,  2.5000])'],
  variants: 'function',
  forward: (x: Tensor, lower: Scalar, upper: Scalar, train: boolean) => rrelu(x, lower, upper, train, true),
})
op(`nn.functional.rrelu(Tensor input, ${rreluParams}, bool inplace=False) -> Tensor`, {
  doc: rreluDoc,
  example: ['torch.nn.functional.rrelu(torch.tensor([-1.5, 2.5]), 0.25, 0.75)', 'tensor([-0.7500,  2.5000])'],
  forward: rrelu,
})

op(
  'nn.functional.gumbel_softmax(Tensor logits, float tau=1, bool hard=False, float eps=1e-10, int dim=-1) -> Tensor',
  {
    doc:
      'A sample of a class in proportion to exp(logits), soft enough to have a gradient; `hard` gives 0 and 1, with the ' +
      'gradient of the soft one.',
    example: [
      'torch.manual_seed(0)\ntorch.nn.functional.gumbel_softmax(torch.zeros(3), { hard: true })',
      'tensor([0., 0., 1.])',
    ],
    forward: (logits: Tensor, tau: number, hard: boolean, eps: number, dim: number) => {
      if (eps !== 1e-10) warn('`eps` parameter is deprecated and has no effect.')
      const noise = (call('empty_like', [logits.detach().contiguous()]) as Tensor).exponential_().log().neg()
      const soft = logits.add(noise).div(tau).softmax(dim)
      if (!hard) return soft
      const [, index] = call('max', [soft, dim, true]) as Tensor[]
      const sample = (call('zeros_like', [logits.detach()]) as Tensor).scatter(dim, index, 1)
      return sample.sub(soft.detach()).add(soft)
    },
  },
)
