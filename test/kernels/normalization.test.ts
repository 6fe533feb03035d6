// Normalizations of float32 to the bit: what PyTorch gave, its gradients, and what is kept for evaluation.
import { strict as assert } from 'node:assert'
import { test } from 'node:test'
import { setLevel } from '../../src/kernels/wasm/level.js'
import torch from '../../src/index.js'
import { checksum } from './checksum.js'

const t = torch as any

// PyTorch's products are fused with what they are added to: so are those of vectors that have an instruction for it.
setLevel('relaxed')
const { nn } = t

/** Result, gradients of input, weight and bias, running mean and variance where there are any, result of evaluation. */
const recorded: [string, () => any, number[], ...string[]][] = [
  ['rows of 3', () => nn.LayerNorm(3), [4, 3], 'da8c5ddd', '6c2bf2f2', 'f88fbfc1', '7dbeea8b', 'da8c5ddd'],
  ['rows of 13', () => nn.LayerNorm(13), [6, 13], '3560b972', '85e9a353', 'd407ab69', '7f1b4bef', '3560b972'],
  [
    'blocks',
    () => nn.LayerNorm([3, 5]),
    [4, 3, 5],
    '5fd198ab',
    '2a60d0a8',
    'c21f767a',
    '8e438a4f',
    '5fd198ab',
  ],
  [
    'features',
    () => nn.BatchNorm1d(5),
    [7, 5],
    '2d1b1e63',
    '0b9a2ad4',
    '3097f93e',
    'b9ad17e9',
    '9f455d7d',
    'b8ab4dd0',
    'c1835149',
  ],
  [
    'signals',
    () => nn.BatchNorm1d(3),
    [10, 3, 9],
    '49ed94b7',
    '5b718e18',
    '7f19df3d',
    '89743c51',
    '72c91d36',
    '7d1612d5',
    '48730c76',
  ],
  [
    'images',
    () => nn.BatchNorm2d(3),
    [4, 3, 3, 5],
    'c99c9445',
    '077bb0c6',
    '826b1b88',
    '871a9335',
    '7281169d',
    '7d0eab80',
    'bc948804',
  ],
  [
    'groups',
    () => nn.GroupNorm(8, 8),
    [2, 8, 2, 4],
    '374afc8d',
    '6806dd66',
    '600915b9',
    '06e74bda',
    '374afc8d',
  ],
  [
    'groups without a weight',
    () => nn.GroupNorm(2, 6, { affine: false }),
    [3, 6, 5, 4],
    'edb84b56',
    '7d25b415',
    'edb84b56',
  ],
  [
    'instances',
    () => nn.InstanceNorm2d(3, { affine: true }),
    [2, 3, 3, 4],
    'dba65448',
    '0ae2cfbb',
    '7df79af6',
    '82acef15',
    'dba65448',
  ],
  ['rows of 64', () => nn.LayerNorm(64), [9, 64], '1f065a96', '38875e11', 'ee0ed7d9', 'a74d9866', '1f065a96'],
  [
    'rows of 77',
    () => nn.LayerNorm(77),
    [20, 77],
    '4b77dbc3',
    '64750ed3',
    '0e49a194',
    '32770f71',
    '4b77dbc3',
  ],
  [
    'rows of 777 numbers',
    () => nn.LayerNorm(777),
    [5, 777],
    '78cd33bc',
    '3a7b9ed2',
    '34c70888',
    '38093e19',
    '78cd33bc',
  ],
  [
    'rows without a weight',
    () => nn.LayerNorm(50, { elementwise_affine: false }),
    [4, 3, 50],
    'daf1ac74',
    'a589d5d7',
    'daf1ac74',
  ],
  [
    'large images',
    () => nn.BatchNorm2d(4),
    [3, 4, 9, 11],
    'bb7472d2',
    'ec5b195f',
    '85b85683',
    '98aa4d9c',
    '6a0203d2',
    '7b312911',
    '4e641e6a',
  ],
  [
    'large images without a weight',
    () => nn.BatchNorm2d(4, { affine: false }),
    [3, 4, 8, 8],
    '50f0d627',
    '80e4b094',
    '69e731a4',
    '7b2fe203',
    '66f47877',
  ],
  [
    'large instances',
    () => nn.InstanceNorm2d(3, { affine: true }),
    [2, 3, 7, 7],
    '688e1d8a',
    '0112fb61',
    'f8201e04',
    '899d9157',
    '688e1d8a',
  ],
]

for (const [name, make, sizes, ...expected] of recorded)
  test(`normalized ${name} have PyTorch's bits`, () => {
    t.manual_seed(7)
    const layer = make()
    t.no_grad(() => {
      for (const p of layer.parameters()) p.add_(t.rand(p.shape))
    })
    const x = t.rand(sizes).mul(4).sub(1).requires_grad_()
    const y = layer.forward(x)
    y.backward(t.rand(y.shape).sub(0.3))
    const found = [y, x.grad, ...[...layer.parameters()].map((p: any) => p.grad)].map(checksum)
    for (const kept of layer.buffers()) if (kept.dtype === t.float32) found.push(checksum(kept))
    layer.eval()
    found.push(checksum(layer.forward(x)))
    assert.deepEqual(found, expected)
  })

test('log(sum(exp)) is made of the steps that PyTorch makes it of', () => {
  t.manual_seed(4)
  const x = t.randn(7, 37).mul(3)
  const bits = (y: any): number[] => y.view(t.int32).flatten().tolist()
  // From PyTorch 1.13.
  assert.deepEqual(
    bits(x.logsumexp(1)),
    [1089110003, 1090869298, 1091472893, 1086471819, 1085305699, 1088566636, 1087155932],
  )
  assert.equal(
    bits(x.logsumexp(0)).reduce((a, b) => a + b, 0),
    40029881644,
  )
  assert.deepEqual(bits(x.logsumexp([0, 1])), [1092250718])
  assert.throws(() => x.logsumexp([]), /output with shape \[\] doesn't match the broadcast shape \[1, 1\]/)
})
