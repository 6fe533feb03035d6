/**
 * Random tensors: `rand`, `randn`, `randint`, `randperm`, `normal`, `bernoulli`, `multinomial` and the methods that
 * fill a tensor in place; and the default generator's seed and state. What is drawn, in which order, is the business of `../random/`.
 *
 * Gradients: a random number does not depend on what it replaces, so every gradient is zero, as in PyTorch's
 * derivatives.yaml.
 */
import { defaultGenerator } from '../../random/generator.js'
import type { Generator } from '../../random/generator.js'
import './state.js'
import * as fill from './tensors.js'
import { get_default_dtype, int64 } from '../../base/dtype.js'
import type { DType } from '../../base/dtype.js'
import { check, sizesText, TypeError, ValueError } from '../../base/errors.js'
import { broadcastShapes } from '../../base/layout.js'
import type { Sizes } from '../../base/layout.js'
import { isScalar, type NamedConstant } from '../../base/scalar.js'
import { emptyTensor, Tensor, zerosTensor } from '../../tensor/tensor.js'
import { typeName } from '../../base/type-name.js'
import { call } from '../../engine/functions.js'
import { op, type Saved } from '../../engine/op.js'

type Int = number | bigint
type MaybeGenerator = Generator | null

/** A new tensor of `sizes`, to be filled. */
function fresh(sizes: Sizes, dtype: DType): Tensor {
  for (const size of sizes)
    check(size >= 0, () => `Trying to create tensor with negative dimension ${size}: ${sizesText(sizes)}`)
  return emptyTensor(sizes, dtype)
}

/** A new tensor of the shape and memory order of `self`, to be filled. */
const freshLike = (self: Tensor, dtype: DType | null, memoryFormat: NamedConstant | null): Tensor =>
  call('empty_like', [self, { dtype: dtype ?? self.dtype, memory_format: memoryFormat }])

function withUniform(self: Tensor, generator: MaybeGenerator): Tensor {
  fill.uniform_(self, 0, 1, generator ?? defaultGenerator)
  return self
}
function withNormal(self: Tensor, mean: number, std: number, generator: MaybeGenerator): Tensor {
  fill.normal_(self, mean, std, generator ?? defaultGenerator)
  return self
}
function withIntegers(self: Tensor, low: Int, high: Int, generator: MaybeGenerator): Tensor {
  fill.random_(self, BigInt(low), BigInt(high), generator ?? defaultGenerator)
  return self
}

// ---- new tensors of a given size ----

const seed = 'torch.manual_seed(0)\n'

op('rand(int[] size, *, Generator? generator=None, ...options, Tensor out) -> Tensor', {
  doc: 'Random numbers between 0 (included) and 1 (excluded), each equally likely.',
  example: [`${seed}torch.rand(3)`, 'tensor([0.4963, 0.7682, 0.0885])'],
  compute: (size: Sizes, generator: MaybeGenerator, dtype: DType | null) =>
    withUniform(fresh(size, dtype ?? get_default_dtype()), generator),
  backward: 'none',
})

op('randn(int[] size, *, Generator? generator=None, ...options, Tensor out) -> Tensor', {
  doc: 'Random numbers of the standard normal distribution: mean 0, standard deviation 1.',
  example: [
    `${seed}torch.randn(2, 3)`,
    'tensor([[ 1.5410, -0.2934, -2.1788],\n        [ 0.5684, -1.0845, -1.3986]])',
  ],
  compute: (size: Sizes, generator: MaybeGenerator, dtype: DType | null) =>
    withNormal(fresh(size, dtype ?? get_default_dtype()), 0, 1, generator),
  backward: 'none',
})

op('randint(int64 high, int[] size, *, Generator? generator=None, ...options, Tensor out) -> Tensor', {
  doc: 'Random whole numbers from 0 to `high` - 1.',
  example: [`${seed}torch.randint(10, [5])`, 'tensor([4, 9, 3, 0, 3])'],
  compute: (high: Int, size: Sizes, generator: MaybeGenerator, dtype: DType | null) =>
    withIntegers(fresh(size, dtype ?? int64), 0, high, generator),
  backward: 'none',
})

op(
  'randint.low(int64 low, int64 high, int[] size, *, Generator? generator=None, ...options, Tensor out) -> Tensor',
  {
    doc: 'Random whole numbers from `low` to `high` - 1.',
    example: [`${seed}torch.randint(0, 10, [5])`, 'tensor([4, 9, 3, 0, 3])'],
    compute: (low: Int, high: Int, size: Sizes, generator: MaybeGenerator, dtype: DType | null) =>
      withIntegers(fresh(size, dtype ?? int64), low, high, generator),
    backward: 'none',
  },
)

op('randperm(int n, *, Generator? generator=None, ...options, Tensor out) -> Tensor', {
  doc: 'The whole numbers from 0 to `n` - 1 in random order.',
  example: [`${seed}torch.randperm(5)`, 'tensor([4, 0, 1, 3, 2])'],
  compute: (n: number, generator: MaybeGenerator, dtype: DType | null) =>
    fill.randperm(n, dtype ?? int64, generator ?? defaultGenerator),
  backward: 'none',
})

// ---- new tensors like another one ----

op('rand_like(Tensor self, *, ...options, MemoryFormat? memory_format=None) -> Tensor', {
  doc: 'Random numbers between 0 (included) and 1 (excluded), in the shape of another tensor.',
  example: [`torch.rand_like(torch.zeros(2, 3)).shape`, 'torch.Size([2, 3])'],
  variants: 'function',
  device: true,
  compute: (self: Tensor, dtype: DType | null, _layout, _device, _pin, _grad, format: NamedConstant | null) =>
    withUniform(freshLike(self, dtype, format), null),
  backward: 'none',
})

op('randn_like(Tensor self, *, ...options, MemoryFormat? memory_format=None) -> Tensor', {
  doc: 'Random numbers of the standard normal distribution, in the shape of another tensor.',
  example: [`torch.randn_like(torch.zeros(2, 3)).shape`, 'torch.Size([2, 3])'],
  variants: 'function',
  device: true,
  compute: (self: Tensor, dtype: DType | null, _layout, _device, _pin, _grad, format: NamedConstant | null) =>
    withNormal(freshLike(self, dtype, format), 0, 1, null),
  backward: 'none',
})

op('randint_like(Tensor self, int64 high, *, ...options, MemoryFormat? memory_format=None) -> Tensor', {
  doc: 'Random whole numbers from 0 to `high` - 1, in the shape and dtype of another tensor.',
  example: [`torch.randint_like(torch.zeros(2, 3), 10).shape`, 'torch.Size([2, 3])'],
  variants: 'function',
  device: true,
  compute: (self: Tensor, high: Int, dtype: DType | null, _layout, _device, _pin, _grad, format) =>
    withIntegers(freshLike(self, dtype, format), 0, high, null),
  backward: 'none',
})

op(
  'randint_like.low_dtype(Tensor self, int64 low, int64 high, *, ...options, MemoryFormat? memory_format=None) -> Tensor',
  {
    doc: 'Random whole numbers from `low` to `high` - 1, in the shape and dtype of another tensor.',
    example: [`torch.randint_like(torch.zeros(2, 3), 5, 10).shape`, 'torch.Size([2, 3])'],
    variants: 'function',
    device: true,
    compute: (
      self: Tensor,
      low: Int,
      high: Int,
      dtype: DType | null,
      _layout,
      _device,
      _pin,
      _grad,
      format,
    ) => withIntegers(freshLike(self, dtype, format), low, high, null),
    backward: 'none',
  },
)

// ---- normal, with numbers or tensors for mean and standard deviation ----

/** Refuses a tensor of standard deviations with one below zero. */
function checkStds(std: Tensor): void {
  check(!std.dtype.is_complex, () => 'normal expects standard deviation to be non-complex')
  check(std.count === 0 || Number(std.min().item()) >= 0, () => 'normal expects all elements of std >= 0.0')
}

/** The zero gradients of mean and standard deviation. */
const noDependence = {
  mean: (_g: Tensor, { mean_sizes, mean_dtype, mean_device }: Saved) =>
    zerosTensor(mean_sizes, mean_dtype, mean_device),
  std: (_g: Tensor, { std_sizes, std_dtype, std_device }: Saved) =>
    zerosTensor(std_sizes, std_dtype, std_device),
}

op('normal.Tensor_Tensor(Tensor mean, Tensor std, *, Generator? generator=None, Tensor out) -> Tensor', {
  doc: 'Normal random numbers, each with a mean and a standard deviation of its own.',
  example: [
    `${seed}torch.normal(torch.tensor([0.5, 100]), torch.tensor([0.5, 10]))`,
    'tensor([ 1.2705, 97.0657])',
  ],
  node: 'NormalBackward3',
  device: true,
  compute: (mean: Tensor, std: Tensor, generator: MaybeGenerator) => {
    checkStds(std)
    return withNormal(
      emptyTensor(broadcastShapes(mean.sizes, std.sizes), mean.dtype, mean.device),
      0,
      1,
      generator,
    )
      .mul_(std)
      .add_(mean)
  },
  backward: noDependence,
})

op('normal.Tensor_float(Tensor mean, float std=1, *, Generator? generator=None, Tensor out) -> Tensor', {
  doc: 'Normal random numbers, each with a mean of its own.',
  example: [`${seed}torch.normal(torch.tensor([0.5, 100]), 1)`, 'tensor([ 2.0410, 99.7066])'],
  node: 'NormalBackward1',
  device: true,
  compute: (mean: Tensor, std: number, generator: MaybeGenerator) =>
    withNormal(emptyTensor(mean.sizes, mean.dtype, mean.device), 0, std, generator).add_(mean),
  backward: { mean: noDependence.mean },
})

op('normal.float_Tensor(float mean, Tensor std, *, Generator? generator=None, Tensor out) -> Tensor', {
  doc: 'Normal random numbers, each with a standard deviation of its own.',
  example: [`${seed}torch.normal(5, torch.tensor([0.5, 1]))`, 'tensor([5.7705, 4.7066])'],
  node: 'NormalBackward2',
  device: true,
  compute: (mean: number, std: Tensor, generator: MaybeGenerator) => {
    checkStds(std)
    return withNormal(emptyTensor(std.sizes, std.dtype, std.device), 0, 1, generator)
      .mul_(std)
      .add_(mean)
  },
  backward: { std: noDependence.std },
})

op(
  'normal.float_float(float mean, float std, int[] size, *, Generator? generator=None, ...options, Tensor out) -> Tensor',
  {
    doc: 'Normal random numbers with mean `mean` and standard deviation `std`.',
    example: [`${seed}torch.normal(0, 2, [3])`, 'tensor([ 3.0820, -0.5869, -4.3576])'],
    compute: (mean: number, std: number, size: Sizes, generator: MaybeGenerator, dtype: DType | null) =>
      withNormal(fresh(size, dtype ?? get_default_dtype()), mean, std, generator),
    backward: 'none',
  },
)

// ---- coins, categories, counts ----

op('bernoulli(Tensor self, *, Generator? generator=None, Tensor out) -> Tensor', {
  doc: 'Coin tosses: each element is 1 with the probability that the tensor has there, else 0.',
  example: [`${seed}torch.bernoulli(torch.tensor([0, 0.5, 1]))`, 'tensor([0., 0., 1.])'],
  device: true,
  compute: (self: Tensor, generator: MaybeGenerator) => {
    const result = emptyTensor(self.sizes, self.dtype, self.device)
    fill.bernoulliEach_(result, self, generator ?? defaultGenerator)
    return result
  },
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

// ---- in place ----

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
    withIntegers(self, 0, to, generator)
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

// ---- the default generator ----

/** Python's `int(value)`. */
function pythonInt(value: unknown): number | bigint {
  if (typeof value === 'bigint') return value
  if (value instanceof Tensor) return pythonInt(value.item())
  if (typeof value !== 'string' && !isScalar(value))
    throw new TypeError(
      `int() argument must be a string, a bytes-like object or a real number, not '${typeName(value)}'`,
    )
  const number = Math.trunc(Number(value))
  if (typeof value === 'string' && (Number.isNaN(number) || value.trim() === ''))
    throw new ValueError(`invalid literal for int() with base 10: '${value}'`)
  if (Number.isNaN(number)) throw new ValueError('cannot convert float NaN to integer')
  if (!Number.isFinite(number)) throw new ValueError('cannot convert float infinity to integer')
  return number
}

op('manual_seed(any seed) -> any', {
  doc:
    'Starts the default generator anew, so that the random numbers that follow can be repeated. Any 64-bit integer ' +
    'will do as a seed. Returns the generator.',
  example: ['torch.manual_seed(42)\ntorch.rand(2)', 'tensor([0.8823, 0.9150])'],
  aliases: ['random.manual_seed'],
  // Python calls int(seed), which drops a fraction.
  forward: (seed: unknown) => defaultGenerator.manual_seed(pythonInt(seed)),
})

op('seed() -> int', {
  doc: 'Starts the default generator anew from an unpredictable seed, and returns that seed.',
  example: ['torch.seed() === torch.initial_seed()', 'True'],
  aliases: ['random.seed'],
  forward: () => defaultGenerator.seed(),
})

op('initial_seed() -> int', {
  doc: 'The seed that the default generator last started from.',
  example: ['torch.manual_seed(-1)\ntorch.initial_seed()', '18446744073709551615'],
  aliases: ['random.initial_seed'],
  forward: () => defaultGenerator.initial_seed(),
})

op('get_rng_state() -> Tensor', {
  doc: 'The state of the default generator, for `set_rng_state`.',
  example: ['torch.get_rng_state().shape', 'torch.Size([5056])'],
  aliases: ['random.get_rng_state'],
  forward: () => defaultGenerator.get_state(),
})

op('set_rng_state(Tensor new_state) -> any', {
  doc: 'Continues the default generator from a state that `get_rng_state` gave.',
  example: [
    'const state = torch.get_rng_state()\nconst first = torch.rand(2)\ntorch.set_rng_state(state)\ntorch.rand(2).equal(first)',
    'True',
  ],
  aliases: ['random.set_rng_state'],
  forward: (state: Tensor) => void defaultGenerator.set_state(state),
})
