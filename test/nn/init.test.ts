// Starting values with a seed, as PyTorch 1.13 drew them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

type Name = Exclude<keyof typeof nn.init, 'calculate_gain' | '_calculate_fan_in_and_fan_out'>
const fill = (name: Name, sizes: number[], args: unknown[]) =>
  (nn.init[name] as (...args: unknown[]) => Tensor)(torch.zeros(sizes), ...args)

/** The first six values after `torch.manual_seed(11)`. */
const fillings: [name: Name, sizes: number[], args: unknown[], first: string][] = [
  ['uniform_', [3, 5], [], 'tensor([0.1490, 0.4866, 0.9857, 0.1684, 0.5839, 0.6936])'],
  ['normal_', [3, 5], [], 'tensor([ 0.7376,  1.9459, -0.6995, -1.3023, -0.5133, -0.2696])'],
  ['xavier_uniform_', [3, 5], [], 'tensor([-0.6079, -0.0233,  0.8412, -0.5743,  0.1454,  0.3353])'],
  ['xavier_normal_', [3, 5], [], 'tensor([ 0.3688,  0.9730, -0.3498, -0.6511, -0.2566, -0.1348])'],
  ['kaiming_uniform_', [3, 5], [], 'tensor([-0.7689, -0.0295,  1.0640, -0.7265,  0.1839,  0.4242])'],
  ['kaiming_normal_', [3, 5], [], 'tensor([ 0.4665,  1.2307, -0.4424, -0.8236, -0.3246, -0.1705])'],
  ['ones_', [3, 5], [], 'tensor([1., 1., 1., 1., 1., 1.])'],
  ['zeros_', [3, 5], [], 'tensor([0., 0., 0., 0., 0., 0.])'],
  ['trunc_normal_', [3, 5], [], 'tensor([-0.9741, -0.0322,  1.7936, -0.9021,  0.2022,  0.4811])'],
  ['orthogonal_', [3, 5], [], 'tensor([ 0.2833,  0.7474, -0.2687, -0.5002, -0.1971, -0.2077])'],
  ['uniform_', [4, 5], [-2, 3.5], 'tensor([-1.1803,  0.6760,  3.4211, -1.0738,  1.2117,  1.8148])'],
  ['normal_', [4, 5], [1.5, 0.2], 'tensor([1.3978, 1.7057, 1.4294, 1.5246, 1.4691, 1.2807])'],
  [
    'trunc_normal_',
    [5, 5],
    [{ mean: 1.0, std: 2.0, a: -1.0, b: 1.5 }],
    'tensor([-0.5159,  0.3509,  1.4674, -0.4596,  0.5738,  0.8186])',
  ],
  ['eye_', [2, 4], [], 'tensor([1., 0., 0., 0., 0., 1.])'],
  ['dirac_', [4, 2, 3], [], 'tensor([0., 1., 0., 0., 0., 0.])'],
  [
    'xavier_uniform_',
    [4, 5],
    [{ gain: 2.0 }],
    'tensor([-1.1462, -0.0439,  1.5862, -1.0830,  0.2742,  0.6323])',
  ],
  [
    'kaiming_uniform_',
    [4, 5],
    [{ a: 2.23606797749979 }],
    'tensor([-0.3139, -0.0120,  0.4344, -0.2966,  0.0751,  0.1732])',
  ],
  [
    'kaiming_normal_',
    [4, 5],
    [{ mode: 'fan_out', nonlinearity: 'relu' }],
    'tensor([-0.3612,  0.7271, -0.2497,  0.0870, -0.1093, -0.7753])',
  ],
  ['sparse_', [5, 6], [0.3], 'tensor([ 0.0000,  0.0103, -0.0035,  0.0000, -0.0018, -0.0150])'],
  [
    'sparse_',
    [5, 6],
    [{ sparsity: 0.5, std: 0.1 }],
    'tensor([ 0.0000,  0.1028, -0.0353,  0.0000,  0.0000, -0.1497])',
  ],
  ['orthogonal_', [5, 3], [{ gain: 1.5 }], 'tensor([ 0.6118,  0.9468, -0.7533, -1.0801, -0.0554, -0.4575])'],
]

test('fillings', () => {
  for (const [name, sizes, args, first] of fillings) {
    torch.manual_seed(11)
    assert.equal(
      torch.repr(fill(name, sizes, args).reshape(-1).narrow(0, 0, 6)),
      first,
      `${name} ${torch.repr(args)}`,
    )
  }
})

const refusals: [name: Name, sizes: number[], args: unknown[], error: string, message: string][] = [
  [
    'xavier_uniform_',
    [4],
    [],
    'ValueError',
    'Fan in and fan out can not be computed for tensor with fewer than 2 dimensions',
  ],
  [
    'kaiming_uniform_',
    [4],
    [],
    'ValueError',
    'Fan in and fan out can not be computed for tensor with fewer than 2 dimensions',
  ],
  ['eye_', [4], [], 'ValueError', 'Only tensors with 2 dimensions are supported'],
  ['dirac_', [4, 2], [], 'ValueError', 'Only tensors with 3, 4, or 5 dimensions are supported'],
  ['orthogonal_', [4], [], 'ValueError', 'Only tensors with 2 or more dimensions are supported'],
  ['sparse_', [4], [0.1], 'ValueError', 'Only tensors with 2 dimensions are supported'],
  [
    'kaiming_uniform_',
    [4, 2],
    [{ mode: 'x' }],
    'ValueError',
    "Mode x not supported, please use one of ['fan_in', 'fan_out']",
  ],
  ['kaiming_uniform_', [4, 2], [{ nonlinearity: 'foo' }], 'ValueError', 'Unsupported nonlinearity foo'],
  ['dirac_', [3, 2, 2], [2], 'ValueError', 'dim 0 must be divisible by groups'],
]

test('refusals', () => {
  for (const [name, sizes, args, error, message] of refusals)
    assert.throws(() => fill(name, sizes, args), { name: error, message })
})

test('gains', () => {
  const gains = ['linear', 'sigmoid', 'tanh', 'relu', 'leaky_relu', 'selu', 'conv2d'].map((name) =>
    nn.init.calculate_gain(name),
  )
  assert.deepEqual(gains, [1, 1, 1.6666666666666667, 1.4142135623730951, 1.4141428569978354, 0.75, 1])
  assert.equal(nn.init.calculate_gain('leaky_relu', 0.3), 1.3545709229571927)
  assert.throws(() => nn.init.calculate_gain('bogus'), {
    name: 'ValueError',
    message: 'Unsupported nonlinearity bogus',
  })
})

test('an orthogonal matrix', () => {
  const q = nn.init.orthogonal_(torch.zeros(3, 5))
  const distance = Number(q.matmul(q.t()).sub(torch.eye(3)).abs().max().item())
  assert.ok(distance < 1e-6)
})
