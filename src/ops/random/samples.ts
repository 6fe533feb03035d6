// Samples whose probabilities stand in a tensor: `bernoulli`, `multinomial`, `poisson`, `binomial`.
import { defaultGenerator } from '../../random/generator.js'
import type { Generator } from '../../random/generator.js'
import * as fill from './tensors.js'
import { int64 } from '../../base/dtype.js'
import { check } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { op } from '../../engine/op.js'

type MaybeGenerator = Generator | null
const seed = 'torch.manual_seed(0)\n'

op('bernoulli(Tensor self, *, Generator? generator=None, Tensor out) -> Tensor', {
  doc: 'Coin tosses: each element is 1 with the probability that the tensor has there, else 0.',
  example: [`${seed}torch.bernoulli(torch.tensor([0, 0.5, 1]))`, 'tensor([0., 0., 1.])'],
  device: true,
  compute: (self: Tensor, generator: MaybeGenerator) => {
    const result = emptyTensor(self.sizes, self.dtype, self.device)
    fill.bernoulliEach_(result, self, generator ?? defaultGenerator)
    return result
  },
  into: (to: (sizes: Sizes) => Tensor, self: Tensor, generator: MaybeGenerator) =>
    fill.bernoulliEach_(to(self.sizes), self, generator ?? defaultGenerator),
  backward: {
    self: (_g, { self_sizes, self_dtype, self_device }) => zerosTensor(self_sizes, self_dtype, self_device),
  },
})

op('bernoulli.p(Tensor self, float p, *, Generator? generator=None) -> Tensor', {
  doc: 'Coin tosses in the shape of the tensor: each element is 1 with probability `p`, else 0.',
  example: [`${seed}torch.bernoulli(torch.zeros(5), 0.5)`, 'tensor([0., 0., 1., 0., 0.])'],
  device: true,
  compute: (self: Tensor, p: number, generator: MaybeGenerator) => {
    const result = emptyTensor(self.sizes, self.dtype, self.device)
    fill.bernoulli_(result, p, generator ?? defaultGenerator)
    return result
  },
  backward: 'none',
})

op(
  'multinomial(Tensor self, int num_samples, bool replacement=False, *, Generator? generator=None, Tensor out) -> Tensor',
  {
    doc:
      'Draws category numbers: number i with a probability in proportion to element i. From a matrix, ' +
      '`num_samples` numbers for each row. Without `replacement` no number is drawn twice.',
    example: [`${seed}torch.multinomial(torch.tensor([0.1, 0.1, 0.8]), 2)`, 'tensor([2, 1])'],
    validate: (_self, _samples, _replacement, _generator, out?: Tensor) => {
      if (out)
        check(out.dtype === int64, () => `multinomial expects Long tensor out, got: ${out.dtype.scalarName}`)
    },
    device: true,
    compute: (self: Tensor, samples: number, replacement: boolean, generator: MaybeGenerator) =>
      fill.multinomial(self.cpu(), samples, replacement, generator ?? defaultGenerator).to(self.device),
    backward: 'none',
  },
)

op('poisson(Tensor self, Generator? generator=None) -> Tensor', {
  doc: 'How many events happen where the tensor says how many to expect (Poisson distribution).',
  example: [`${seed}torch.poisson(torch.tensor([0.5, 5, 30]))`, 'tensor([ 2.,  6., 29.])'],
  variants: 'function',
  device: true,
  compute: (self: Tensor, generator: MaybeGenerator) =>
    fill.poisson(self.cpu(), generator ?? defaultGenerator).to(self.device),
  backward: {
    self: (_g, { self_sizes, self_dtype, self_device }) => zerosTensor(self_sizes, self_dtype, self_device),
  },
})

op('binomial(Tensor count, Tensor prob, Generator? generator=None) -> Tensor', {
  doc: 'How many of `count` tries succeed when each does with probability `prob`.',
  example: [
    `${seed}torch.binomial(torch.tensor([10, 100]).float(), torch.tensor([0.5, 0.3]))`,
    'tensor([ 7., 31.])',
  ],
  device: true,
  compute: (count: Tensor, prob: Tensor, generator: MaybeGenerator) =>
    fill.binomial(count.cpu(), prob.cpu(), generator ?? defaultGenerator).to(count.device),
  backward: 'none',
})
