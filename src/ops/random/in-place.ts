// Methods that fill a tensor in place with random numbers of a distribution: `uniform_`, `normal_`, `random_` and the like.
import { defaultGenerator } from '../../random/generator.js'
import type { Generator } from '../../random/generator.js'
import * as fill from './tensors.js'
import { type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { op, type Saved } from '../../engine/op.js'

type Int = number | bigint
type MaybeGenerator = Generator | null
const seed = 'torch.manual_seed(0)\n'

/** What was there before is gone, so its gradient is zero. */
const forgotten = {
  self: (_g: Tensor, { self_sizes, self_dtype, self_device }: Saved) =>
    zerosTensor(self_sizes, self_dtype, self_device),
}

op('uniform_(Tensor self, float from=0, float to=1, *, Generator? generator=None) -> Tensor', {
  doc: 'Fills the tensor with random numbers from `from` (included) to `to` (excluded), each equally likely.',
  example: [`${seed}torch.zeros(3).uniform_(-1, 1)`, 'tensor([-0.0075,  0.5364, -0.8230])'],
  variants: 'method',
  device: true,
  mutate: (self: Tensor, from: number, to: number, generator: MaybeGenerator) =>
    fill.uniform_(self, from, to, generator ?? defaultGenerator),
  backward: forgotten,
})

op('normal_(Tensor self, float mean=0, float std=1, *, Generator? generator=None) -> Tensor', {
  doc: 'Fills the tensor with normal random numbers.',
  example: [`${seed}torch.zeros(3).normal_(10, 2)`, 'tensor([13.0820,  9.4131,  5.6424])'],
  variants: 'method',
  device: true,
  mutate: (self: Tensor, mean: number, std: number, generator: MaybeGenerator) =>
    fill.normal_(self, mean, std, generator ?? defaultGenerator),
  backward: forgotten,
})

op('random_(Tensor self, *, Generator? generator=None) -> Tensor', {
  doc:
    'Fills the tensor with random whole numbers, from 0 to the largest of its type; ' +
    'for a floating type, to the largest up to which it holds every whole number.',
  example: [
    `${seed}torch.zeros(2, { dtype: torch.uint8 }).random_()`,
    'tensor([172,  47], dtype=torch.uint8)',
  ],
  variants: 'method',
  node: 'RandomBackward2',
  device: true,
  mutate: (self: Tensor, generator: MaybeGenerator) => {
    fill.random_(self, null, null, generator ?? defaultGenerator)
  },
  backward: forgotten,
})

op('random_.to(Tensor self, int64 to, *, Generator? generator=None) -> Tensor', {
  doc: 'Fills the tensor with random whole numbers from 0 to `to` - 1.',
  example: [`${seed}torch.zeros(5).random_(10)`, 'tensor([4., 9., 3., 0., 3.])'],
  variants: 'method',
  node: 'RandomBackward1',
  device: true,
  mutate: (self: Tensor, to: Int, generator: MaybeGenerator) => {
    fill.random_(self, 0n, BigInt(to), generator ?? defaultGenerator)
  },
  backward: forgotten,
})

op('random_.from(Tensor self, int64 from, int64? to, *, Generator? generator=None) -> Tensor', {
  doc: 'Fills the tensor with random whole numbers from `from` to `to` - 1, or to the largest of its type.',
  example: [`${seed}torch.zeros(5).random_(5, 10)`, 'tensor([9., 9., 8., 5., 8.])'],
  variants: 'method',
  node: 'RandomBackward0',
  device: true,
  mutate: (self: Tensor, from: Int, to: Int | null, generator: MaybeGenerator) => {
    fill.random_(self, BigInt(from), to === null ? null : BigInt(to), generator ?? defaultGenerator)
  },
  backward: forgotten,
})

op('bernoulli_.Tensor(Tensor self, Tensor p, *, Generator? generator=None) -> Tensor', {
  doc: 'Fills the tensor with coin tosses, each with a probability of 1 of its own.',
  example: [`${seed}torch.zeros(3).bernoulli_(torch.tensor([0, 0.5, 1]))`, 'tensor([0., 0., 1.])'],
  variants: 'method',
  node: 'BernoulliBackward1',
  device: true,
  mutate: (self: Tensor, p: Tensor, generator: MaybeGenerator) =>
    fill.bernoulliEach_(self, p, generator ?? defaultGenerator),
  backward: { ...forgotten, p: (_g, { p_sizes, p_dtype }) => zerosTensor(p_sizes, p_dtype) },
})

op('bernoulli_.float(Tensor self, float p=0.5, *, Generator? generator=None) -> Tensor', {
  doc: 'Fills the tensor with coin tosses: 1 with probability `p`, else 0.',
  example: [`${seed}torch.zeros(5).bernoulli_(0.5)`, 'tensor([0., 0., 1., 0., 0.])'],
  variants: 'method',
  node: 'BernoulliBackward2',
  device: true,
  mutate: (self: Tensor, p: number, generator: MaybeGenerator) =>
    fill.bernoulli_(self, p, generator ?? defaultGenerator),
  backward: forgotten,
})

op('exponential_(Tensor self, float lambd=1, *, Generator? generator=None) -> Tensor', {
  doc: 'Fills the tensor with random waiting times: exponential distribution, mean 1 / `lambd`.',
  example: [`${seed}torch.zeros(3).exponential_(2)`, 'tensor([1.7542, 0.6152, 0.3075])'],
  variants: 'method',
  device: true,
  mutate: (self: Tensor, lambd: number, generator: MaybeGenerator) =>
    fill.exponential_(self, lambd, generator ?? defaultGenerator),
  backward: forgotten,
})

op('geometric_(Tensor self, float p, *, Generator? generator=None) -> Tensor', {
  doc: 'Fills the tensor with how many tries it takes until one succeeds, when each does with probability `p`.',
  example: [`${seed}torch.zeros(5).geometric_(0.3)`, 'tensor([1., 1., 3., 1., 2.])'],
  variants: 'method',
  device: true,
  mutate: (self: Tensor, p: number, generator: MaybeGenerator) =>
    fill.geometric_(self, p, generator ?? defaultGenerator),
  backward: forgotten,
})

op('cauchy_(Tensor self, float median=0, float sigma=1, *, Generator? generator=None) -> Tensor', {
  doc: 'Fills the tensor with random numbers of the Cauchy distribution, which has no mean.',
  example: [`${seed}torch.zeros(3).cauchy_()`, 'tensor([10.5977,  0.7648, -0.1283])'],
  variants: 'method',
  device: true,
  mutate: (self: Tensor, median: number, sigma: number, generator: MaybeGenerator) =>
    fill.cauchy_(self, median, sigma, generator ?? defaultGenerator),
  backward: forgotten,
})

op('log_normal_(Tensor self, float mean=1, float std=2, *, Generator? generator=None) -> Tensor', {
  doc: 'Fills the tensor with exp(z), z normal with this mean and standard deviation.',
  example: [`${seed}torch.zeros(3).log_normal_(0, 1)`, 'tensor([4.6692, 0.7457, 0.1132])'],
  variants: 'method',
  device: true,
  mutate: (self: Tensor, mean: number, std: number, generator: MaybeGenerator) =>
    fill.log_normal_(self, mean, std, generator ?? defaultGenerator),
  backward: forgotten,
})
