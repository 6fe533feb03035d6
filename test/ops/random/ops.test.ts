// The random ops as a program calls them: the default generator, its state, gradients, versions, errors.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../../src/index.js'
import { defaultGenerator } from '../../../src/random/generator.js'
import { fork_rng } from '../../../src/ops/random/state.js'

const text = (value: unknown): string => torch.repr(value)
const seeded = (seed = 0) => new torch.Generator().manual_seed(seed)

test('the default generator: seed, state, fork', () => {
  assert.equal(torch.manual_seed(42), defaultGenerator)
  assert.equal(torch.initial_seed(), 42)
  const state = torch.get_rng_state()
  assert.equal(text(state.shape), 'torch.Size([5056])')
  assert.equal(text(torch.rand(2)), 'tensor([0.8823, 0.9150])')
  fork_rng(() => torch.rand(100))
  assert.equal(text(torch.rand(2)), 'tensor([0.3829, 0.9593])')
  torch.set_rng_state(state)
  assert.equal(text(torch.rand(2)), 'tensor([0.8823, 0.9150])')
  torch.manual_seed(1.5)
  assert.equal(torch.initial_seed(), 1)
  assert.equal(torch.seed(), torch.initial_seed())
})

test('a generator of its own leaves the default one alone', () => {
  torch.manual_seed(0)
  const g = seeded(2024)
  const state = g.get_state()
  const first = torch.rand(3, { generator: g })
  assert.equal(text(torch.rand(3)), 'tensor([0.4963, 0.7682, 0.0885])')
  assert.equal(text(torch.rand(3, { generator: g.set_state(state) })), text(first))
  assert.throws(() => g.set_state(torch.zeros(5056)), {
    name: 'TypeError',
    message: 'RNG state must be a torch.ByteTensor',
  })
})

test('sizes as arguments, as a list, none at all', () => {
  torch.manual_seed(0)
  assert.equal(text(torch.rand(2, 3).shape), 'torch.Size([2, 3])')
  assert.equal(text(torch.randn([2, 3], { dtype: torch.float64 }).dtype), 'torch.float64')
  assert.equal(text(torch.rand([]).shape), 'torch.Size([])')
  assert.equal(torch.rand(2, { requires_grad: true }).requires_grad, true)
  assert.throws(() => torch.randn(-1), {
    message: 'Trying to create tensor with negative dimension -1: [-1]',
  })
})

test('filling in place: version, leaf, gradient zero', () => {
  const x = torch.ones(3)
  x.uniform_()
  assert.equal(x._version, 1)
  const leaf = torch.ones(3, { requires_grad: true })
  assert.throws(() => leaf.normal_(), {
    message: 'a leaf Variable that requires grad is being used in an in-place operation.',
  })
  const y = leaf.mul(2)
  y.exponential_()
  assert.equal(
    y.grad_fn?.constructor.name !== undefined && text(y.grad_fn).includes('ExponentialBackward0'),
    true,
  )
  y.sum().backward()
  assert.equal(text(leaf.grad), 'tensor([0., 0., 0.])')
})

test('normal of tensors: values as 0 + std * z + mean, gradients zero', () => {
  const mean = torch.tensor([1, 2, 3, 4], { dtype: torch.float32, requires_grad: true })
  const std = torch.tensor([1, 2, 3, 4], { dtype: torch.float32, requires_grad: true })
  const result = torch.normal(mean, std, { generator: seeded() })
  assert.equal(
    text(result.detach()),
    text(torch.randn(4, { generator: seeded() }).mul(std.detach()).add(mean.detach())),
  )
  result.sum().backward()
  assert.equal(text(mean.grad), 'tensor([0., 0., 0., 0.])')
  assert.equal(text(std.grad), 'tensor([0., 0., 0., 0.])')
  assert.throws(() => torch.normal(0, torch.tensor([-1.5])), {
    message: 'normal expects all elements of std >= 0.0',
  })
})

test('like another tensor: dtype and memory order come along', () => {
  const t = torch.zeros(2, 3).t()
  assert.deepEqual([...torch.rand_like(t).stride()], [1, 3])
  assert.equal(text(torch.randint_like(t, 5, { dtype: torch.int64 }).dtype), 'torch.int64')
  assert.throws(() => torch.rand_like(torch.zeros(2, { dtype: torch.int64 })), {
    message: `"check_uniform_bounds" not implemented for 'Long'`,
  })
})

test('integers beyond what a number holds', () => {
  torch.manual_seed(42)
  const big = torch.randint(0, 2n ** 63n - 1n, [2])
  assert.equal(text(big), 'tensor([6909045637428952499, 8314211556539077903])')
})
