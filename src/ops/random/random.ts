// New random tensors: `rand`, `randn`, `randint`, `randperm`, `normal` and their `_like` forms. What is drawn, in which
// order, is the business of `../../random/`.
//
// Gradients: a random number does not depend on what it replaces, so every gradient is zero, as in PyTorch's
// derivatives.yaml.
import { defaultGenerator } from '../../random/generator.js'
import type { Generator } from '../../random/generator.js'
import * as fill from './tensors.js'
import { get_default_dtype, int64 } from '../../base/dtype.js'
import type { DType } from '../../base/dtype.js'
import { check, sizesText } from '../../base/errors.js'
import { broadcastShapes } from '../../base/layout.js'
import type { Sizes } from '../../base/layout.js'
import type { NamedConstant } from '../../base/scalar.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op, type Saved } from '../../engine/op.js'

type Int = number | bigint
type MaybeGenerator = Generator | null
type Target = (sizes: Sizes) => Tensor
const seed = 'torch.manual_seed(0)\n'

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

op('rand(int[] size, *, Generator? generator=None, ...options, Tensor out) -> Tensor', {
  doc: 'Random numbers between 0 (included) and 1 (excluded), each equally likely.',
  example: [`${seed}torch.rand(3)`, 'tensor([0.4963, 0.7682, 0.0885])'],
  compute: (size: Sizes, generator: MaybeGenerator, dtype: DType | null) =>
    withUniform(fresh(size, dtype ?? get_default_dtype()), generator),
  into: (to: Target, size: Sizes, generator: MaybeGenerator) => withUniform(to(size), generator),
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
  into: (to: Target, size: Sizes, generator: MaybeGenerator) => withNormal(to(size), 0, 1, generator),
  backward: 'none',
})

op('randint(int64 high, int[] size, *, Generator? generator=None, ...options, Tensor out) -> Tensor', {
  doc: 'Random whole numbers from 0 to `high` - 1.',
  example: [`${seed}torch.randint(10, [5])`, 'tensor([4, 9, 3, 0, 3])'],
  compute: (high: Int, size: Sizes, generator: MaybeGenerator, dtype: DType | null) =>
    withIntegers(fresh(size, dtype ?? int64), 0, high, generator),
  into: (to: Target, high: Int, size: Sizes, generator: MaybeGenerator) =>
    withIntegers(to(size), 0, high, generator),
  backward: 'none',
})

op(
  'randint.low(int64 low, int64 high, int[] size, *, Generator? generator=None, ...options, Tensor out) -> Tensor',
  {
    doc: 'Random whole numbers from `low` to `high` - 1.',
    example: [`${seed}torch.randint(0, 10, [5])`, 'tensor([4, 9, 3, 0, 3])'],
    compute: (low: Int, high: Int, size: Sizes, generator: MaybeGenerator, dtype: DType | null) =>
      withIntegers(fresh(size, dtype ?? int64), low, high, generator),
    into: (to: Target, low: Int, high: Int, size: Sizes, generator: MaybeGenerator) =>
      withIntegers(to(size), low, high, generator),
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
  realGradient: true,
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
  into: (to: Target, mean: Tensor, std: Tensor, generator: MaybeGenerator) => {
    checkStds(std)
    withNormal(to(broadcastShapes(mean.sizes, std.sizes)), 0, 1, generator)
      .mul_(std)
      .add_(mean)
  },
  backward: noDependence,
})

op('normal.Tensor_float(Tensor mean, float std=1, *, Generator? generator=None, Tensor out) -> Tensor', {
  doc: 'Normal random numbers, each with a mean of its own.',
  example: [`${seed}torch.normal(torch.tensor([0.5, 100]), 1)`, 'tensor([ 2.0410, 99.7066])'],
  realGradient: true,
  node: 'NormalBackward1',
  device: true,
  compute: (mean: Tensor, std: number, generator: MaybeGenerator) =>
    withNormal(emptyTensor(mean.sizes, mean.dtype, mean.device), 0, std, generator).add_(mean),
  into: (to: Target, mean: Tensor, std: number, generator: MaybeGenerator) =>
    withNormal(to(mean.sizes), 0, std, generator).add_(mean),
  backward: { mean: noDependence.mean },
})

op('normal.float_Tensor(float mean, Tensor std, *, Generator? generator=None, Tensor out) -> Tensor', {
  doc: 'Normal random numbers, each with a standard deviation of its own.',
  example: [`${seed}torch.normal(5, torch.tensor([0.5, 1]))`, 'tensor([5.7705, 4.7066])'],
  realGradient: true,
  node: 'NormalBackward2',
  device: true,
  compute: (mean: number, std: Tensor, generator: MaybeGenerator) => {
    checkStds(std)
    return withNormal(emptyTensor(std.sizes, std.dtype, std.device), 0, 1, generator)
      .mul_(std)
      .add_(mean)
  },
  into: (to: Target, mean: number, std: Tensor, generator: MaybeGenerator) => {
    checkStds(std)
    withNormal(to(std.sizes), 0, 1, generator).mul_(std).add_(mean)
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
    into: (to: Target, mean: number, std: number, size: Sizes, generator: MaybeGenerator) =>
      withNormal(to(size), mean, std, generator),
    backward: 'none',
  },
)
