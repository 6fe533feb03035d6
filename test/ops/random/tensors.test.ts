// Random tensors: the order of elements, complex types, broadcasting, and what is refused; all as PyTorch 1.13 printed it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Generator } from '../../../src/random/generator.js'
import * as random from '../../../src/ops/random/tensors.js'
import * as dtypes from '../../../src/base/dtype.js'
import type { DType } from '../../../src/base/dtype.js'
import { tensorFromArray, zerosTensor } from '../../../src/tensor/tensor.js'
import type { Tensor } from '../../../src/tensor/tensor.js'

const { float32, float64, int64 } = dtypes
const seeded = (): Generator => new Generator().manual_seed(42)
const zeros = (sizes: number[], dtype: DType = float32): Tensor => zerosTensor(sizes, dtype)
const tensor = (values: number[], sizes: number[]): Tensor =>
  tensorFromArray(Float32Array.from(values), sizes, float32)
const count = (sizes: number[], f: (i: number) => number): Tensor =>
  tensor(
    Array.from({ length: sizes.reduce((a, b) => a * b) }, (_, i) => f(i)),
    sizes,
  )
const transposed = (t: Tensor): Tensor => t.viewAs([...t.sizes].reverse(), [...t.strides].reverse(), t.offset)

test('a transposed tensor is filled along its memory', () => {
  const t = transposed(zeros([3, 2]))
  random.uniform_(t, 0, 1, seeded())
  assert.deepEqual(t.tolist(), [
    [0.8822692632675171, 0.38286375999450684, 0.3904482126235962],
    [0.9150039553642273, 0.9593056440353394, 0.600895345211029],
  ])
  random.normal_(t, 0, 1, seeded())
  assert.deepEqual(t.tolist(), [
    [0.33669036626815796, 0.23446236550807953, -1.1228563785552979],
    [0.12880940735340118, 0.23033303022384644, -0.18632829189300537],
  ])
})

test('complex numbers are pairs of reals; normal ones share the variance', () => {
  const t = transposed(zeros([2, 3], dtypes.complex64))
  random.normal_(t, 1, 2, seeded())
  // torch.view_as_real(t).flatten()
  const flat: number[] = []
  for (const row of t.tolist() as { re: number; im: number }[][]) for (const z of row) flat.push(z.re, z.im)
  assert.deepEqual(
    flat,
    [
      1.4761520624160767, 1.182163953781128, 4.122868061065674, 0.09773591160774231, 1.3315798044204712,
      1.325740098953247, 1.6528818607330322, 1.3780912160873413, -0.5879586935043335, 0.7364919781684875,
      1.756469488143921, 2.144603967666626,
    ],
  )
  const u = zeros([2], dtypes.complex128)
  random.uniform_(u, 2, 3, seeded())
  assert.deepEqual(
    [...u.memory.array],
    [2.05815448596143, 2.062910167424578, 2.123586072774409, 2.052580164361077],
  )
})

test('probabilities broadcast, and are taken in the order of the result', () => {
  const t = transposed(zeros([2, 3]))
  const generator = seeded()
  random.bernoulliEach_(
    t,
    count([3, 2], () => 0.5),
    generator,
  )
  assert.deepEqual(t.tolist(), [
    [0, 0],
    [0, 1],
    [1, 0],
  ])
  random.bernoulliEach_(t, tensor([0.1, 0.9], [2]), generator)
  assert.deepEqual(t.tolist(), [
    [0, 1],
    [0, 0],
    [0, 1],
  ])
})

test('multinomial of one and two dimensions', () => {
  const weights = tensor([0.1, 0.2, 0.3, 0.4], [4])
  assert.deepEqual(random.multinomial(weights, 10, true, seeded()).tolist(), [0, 0, 1, 0, 2, 2, 3, 3, 0, 1])
  assert.deepEqual(random.multinomial(weights, 3, false, seeded()).tolist(), [3, 1, 2])
  assert.deepEqual(random.multinomial(weights, 1, false, seeded()).tolist(), [3])
  const table = tensor([0.5, 0.25, 0.25, 1, 2, 3], [2, 3])
  assert.deepEqual(random.multinomial(table, 2, false, seeded()).tolist(), [
    [0, 1],
    [0, 2],
  ])
  assert.deepEqual(random.multinomial(zeros([0, 3]), 1, false, seeded()).sizes, [0, 1])
})

test('multinomial of strided weights draws along their memory', () => {
  const t = transposed(count([4, 3], (i) => i + 1))
  assert.deepEqual(random.multinomial(t, 4, false, seeded()).tolist(), [
    [1, 3, 0, 2],
    [3, 0, 1, 2],
    [2, 3, 0, 1],
  ])
  assert.deepEqual(random.multinomial(t, 4, true, seeded()).tolist(), [
    [1, 1, 1, 1],
    [2, 2, 3, 3],
    [0, 1, 1, 2],
  ])
  const slice = count([4, 6], (i) => i % 7).viewAs([4, 3], [6, 2], 0)
  assert.deepEqual(random.multinomial(slice, 2, false, seeded()).tolist(), [
    [1, 2],
    [0, 2],
    [2, 0],
    [1, 0],
  ])
})

test('poisson and binomial of strided tensors', () => {
  assert.deepEqual(random.poisson(transposed(count([2, 3], (i) => i)), seeded()).tolist(), [
    [0, 1],
    [0, 2],
    [2, 3],
  ])
  const p = count([2, 3], (i) => (i + 1) / 10)
  assert.deepEqual(random.binomial(transposed(count([3, 2], () => 30)), p, seeded()).tolist(), [
    [1, 3, 9],
    [8, 16, 20],
  ])
})

const refusals: [what: string, () => unknown, message: string][] = [
  [
    'uniform, wrong way round',
    () => random.uniform_(zeros([2]), 123456.789, -1e20, seeded()),
    'uniform_ expects to return a [from, to) range, but found from=123457 > to=-1e+20',
  ],
  [
    'uniform, small numbers',
    () => random.uniform_(zeros([2]), 1e-5, -1e-5, seeded()),
    'uniform_ expects to return a [from, to) range, but found from=1e-05 > to=-1e-05',
  ],
  [
    'uniform, not a number',
    () => random.uniform_(zeros([2]), NaN, 1, seeded()),
    'from is out of bounds for float',
  ],
  [
    'uniform, too wide',
    () => random.uniform_(zeros([2]), -3e38, 3e38, seeded()),
    'uniform_ expects to-from <= std::numeric_limits<Float>::max(), but found to=3e+38 and from=-3e+38 which result in to-from to exceed the limit',
  ],
  [
    'uniform of integers',
    () => random.uniform_(zeros([2], int64), 0, 1, seeded()),
    `"check_uniform_bounds" not implemented for 'Long'`,
  ],
  [
    'normal of integers',
    () => random.normal_(zeros([2], int64), 0, 1, seeded()),
    `"normal_kernel_cpu" not implemented for 'Long'`,
  ],
  [
    'normal',
    () => random.normal_(zeros([2]), 0, -1, seeded()),
    'normal expects std >= 0.0, but found std -1',
  ],
  [
    'geometric',
    () => random.geometric_(zeros([2]), -0.1234567, seeded()),
    'geometric_ expects p to be in (0, 1), but got p=-0.123457',
  ],
  [
    'geometric of bool',
    () => random.geometric_(zeros([2], dtypes.bool), 0.5, seeded()),
    `"geometric_cpu" not implemented for 'Bool'`,
  ],
  [
    'bernoulli',
    () => random.bernoulli_(zeros([2]), 1.5, seeded()),
    'bernoulli_ expects p to be in [0, 1], but got p=1.5',
  ],
  [
    'bernoulli by integers',
    () => random.bernoulliEach_(zeros([2]), zeros([2], int64), seeded()),
    `"bernoulli_tensor_cpu_p_" not implemented for 'Long'`,
  ],
  [
    'an expanded tensor',
    () => random.uniform_(zeros([3]).viewAs([2, 3], [0, 1], 0), 0, 1, seeded()),
    'unsupported operation: more than one element of the written-to tensor refers to a single memory location. Please clone() the tensor before performing the operation.',
  ],
  [
    'randperm of half',
    () => random.randperm(2050, dtypes.float16, seeded()),
    'n cannot be greater than 2049 for Half type.',
  ],
  [
    'randperm of bool',
    () => random.randperm(3, dtypes.bool, seeded()),
    `"randperm" not implemented for 'Bool'`,
  ],
  [
    'multinomial, none',
    () => random.multinomial(zeros([2]), 0, true, seeded()),
    'cannot sample n_sample <= 0 samples',
  ],
  [
    'multinomial, too many',
    () => random.multinomial(zeros([2]), 3, false, seeded()),
    'cannot sample n_sample > prob_dist.size(-1) samples without replacement',
  ],
  [
    'multinomial, 0-dim',
    () => random.multinomial(zeros([]), 1, true, seeded()),
    'prob_dist must be 1 or 2 dim',
  ],
  [
    'multinomial without weight',
    () => random.multinomial(zeros([2]), 1, false, seeded()),
    'invalid multinomial distribution (sum of probabilities <= 0)',
  ],
  [
    'multinomial below zero',
    () => random.multinomial(tensor([1, -1], [2]), 1, false, seeded()),
    'probability tensor contains either `inf`, `nan` or element < 0',
  ],
  [
    'multinomial below zero, with replacement',
    () => random.multinomial(tensor([1, -1], [2]), 1, true, seeded()),
    'invalid multinomial distribution (encountering probability entry < 0)',
  ],
  [
    'multinomial of infinity',
    () => random.multinomial(tensor([1, Infinity], [2]), 1, true, seeded()),
    'invalid multinomial distribution (encountering probability entry = infinity or NaN)',
  ],
  [
    'binomial of two types',
    () => random.binomial(zeros([1]), zeros([1], float64), seeded()),
    'Found dtype Double but expected Float',
  ],
]
for (const [what, attempt, message] of refusals) {
  test(`refused: ${what}`, () => assert.throws(attempt, { name: 'RuntimeError', message }))
}
