// Layers of images: what PyTorch calls them, the state they keep, and the losses of a small network that it trained from
// the same seed.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Tuple } from '../../src/base/tuple.js'
import torch, { type Tensor } from '../../src/index.js'

const { nn } = torch
const F = nn.functional
const keysOf = (module: { state_dict(): Map<string, Tensor> }): string[] => [...module.state_dict().keys()]

test('layers print as in PyTorch', () => {
  const pair = (a: number, b: number) => Tuple.of(a, b)
  for (const [module, text] of [
    [nn.Conv1d(16, 33, 3, { stride: 2 }), 'Conv1d(16, 33, kernel_size=(3,), stride=(2,))'],
    [
      nn.Conv2d(16, 33, pair(3, 5), { stride: pair(2, 1), padding: pair(4, 2), dilation: pair(3, 1) }),
      'Conv2d(16, 33, kernel_size=(3, 5), stride=(2, 1), padding=(4, 2), dilation=(3, 1))',
    ],
    [
      nn.Conv2d(3, 6, 5, { padding: 'same', bias: false, padding_mode: 'circular', groups: 3 }),
      'Conv2d(3, 6, kernel_size=(5, 5), stride=(1, 1), padding=same, groups=3, bias=False, padding_mode=circular)',
    ],
    [
      nn.ConvTranspose2d(16, 33, 3, { stride: 2, padding: 1, output_padding: 1 }),
      'ConvTranspose2d(16, 33, kernel_size=(3, 3), stride=(2, 2), padding=(1, 1), output_padding=(1, 1))',
    ],
    [
      nn.MaxPool2d(pair(3, 2), { stride: 2 }),
      'MaxPool2d(kernel_size=(3, 2), stride=2, padding=0, dilation=1, ceil_mode=False)',
    ],
    [nn.MaxUnpool1d(3), 'MaxUnpool1d(kernel_size=(3,), stride=(3,), padding=(0,))'],
    [nn.AvgPool1d(3), 'AvgPool1d(kernel_size=(3,), stride=(3,), padding=(0,))'],
    [nn.AvgPool2d(3, 2), 'AvgPool2d(kernel_size=3, stride=2, padding=0)'],
    [nn.FractionalMaxPool2d(3, { output_size: 2 }), 'FractionalMaxPool2d()'],
    [nn.LPPool1d(2, 3), 'LPPool1d(norm_type=2, kernel_size=3, stride=None, ceil_mode=False)'],
    [nn.AdaptiveAvgPool2d(pair(5, 7)), 'AdaptiveAvgPool2d(output_size=(5, 7))'],
    [nn.ConstantPad1d(2, 3.5), 'ConstantPad1d(padding=(2, 2), value=3.5)'],
    [nn.ReplicationPad2d(2), 'ReplicationPad2d((2, 2, 2, 2))'],
    [nn.Upsample({ scale_factor: 2, mode: 'bilinear' }), 'Upsample(scale_factor=2.0, mode=bilinear)'],
    [nn.UpsamplingBilinear2d({ size: 3 }), 'UpsamplingBilinear2d(size=3, mode=bilinear)'],
    [nn.PixelShuffle(3), 'PixelShuffle(upscale_factor=3)'],
    [nn.Fold(4, 2, { padding: 1 }), 'Fold(output_size=4, kernel_size=2, dilation=1, padding=1, stride=1)'],
    [
      nn.BatchNorm2d(100, { affine: false, momentum: null }),
      'BatchNorm2d(100, eps=1e-05, momentum=None, affine=False, track_running_stats=True)',
    ],
    [nn.LayerNorm(10, { eps: 1e-6 }), 'LayerNorm((10,), eps=1e-06, elementwise_affine=True)'],
    [nn.GroupNorm(3, 6), 'GroupNorm(3, 6, eps=1e-05, affine=True)'],
    [nn.LocalResponseNorm(2), 'LocalResponseNorm(2, alpha=0.0001, beta=0.75, k=1.0)'],
  ] as const)
    assert.equal(torch.repr(module), text)
})

test('the state of normalizations has the keys of PyTorch', () => {
  const tracked = ['running_mean', 'running_var', 'num_batches_tracked']
  assert.deepEqual(keysOf(nn.BatchNorm2d(2)), ['weight', 'bias', ...tracked])
  assert.deepEqual(keysOf(nn.BatchNorm1d(2, { affine: false })), tracked)
  assert.deepEqual(keysOf(nn.BatchNorm3d(2, { track_running_stats: false })), ['weight', 'bias'])
  assert.deepEqual(keysOf(nn.InstanceNorm2d(2)), [])
  assert.deepEqual(keysOf(nn.LayerNorm(2)), ['weight', 'bias'])
  assert.deepEqual(keysOf(nn.Conv2d(1, 2, 3, { bias: false })), ['weight'])
})

test('a network of images has the losses of PyTorch, and what its normalization keeps', () => {
  torch.manual_seed(0)
  const norm = nn.BatchNorm2d(4)
  const net = nn.Sequential(
    nn.Conv2d(1, 4, 3, { padding: 1 }),
    norm,
    nn.ReLU(),
    nn.MaxPool2d(2),
    nn.Conv2d(4, 6, 3, { bias: false }),
    nn.GroupNorm(2, 6),
    nn.Tanh(),
    nn.AvgPool2d(2),
    nn.Flatten(),
    nn.Linear(6, 3),
  )
  const x = torch.randn(8, 1, 8, 8)
  const y = torch.arange(8).remainder(3)
  const optimizer = torch.optim.SGD(net.parameters(), { lr: 0.1, momentum: 0.9 })
  const losses: number[] = []
  for (let step = 0; step < 6; step++) {
    optimizer.zero_grad()
    const loss = F.cross_entropy(net(x) as Tensor, y)
    loss.backward()
    optimizer.step()
    losses.push(loss.item<number>())
  }
  const recorded = [1.321908, 1.212521, 1.125533, 1.104417, 1.097354, 1.094595]
  losses.forEach((loss, step) => {
    assert.ok(Math.abs(loss - recorded[step]!) < 2e-6, `${loss} in step ${step}`)
  })
  assert.equal(torch.repr(norm.running_mean), 'tensor([-0.0897,  0.1310,  0.0827,  0.0516])')
  assert.equal(torch.repr(norm.running_var), 'tensor([0.6407, 0.6335, 0.6750, 0.7400])')
  assert.equal(norm.num_batches_tracked!.item(), 6)
  net.eval()
  const final = F.cross_entropy(net(x) as Tensor, y).item<number>()
  assert.ok(Math.abs(final - 1.094779) < 2e-6, String(final))
})

test('layers refuse in the words of PyTorch', () => {
  const says = (f: () => unknown, message: string): void => assert.throws(f, { message })
  says(() => nn.Conv2d(3, 6, 5, { groups: 2 }), 'in_channels must be divisible by groups')
  says(
    () => nn.Conv2d(3, 6, 5, { padding: 'foo' }),
    "Invalid padding string 'foo', should be one of {'valid', 'same'}",
  )
  says(() => nn.BatchNorm1d(3)(torch.ones(2, 3, 4, 5)), 'expected 2D or 3D input (got 4D input)')
  says(() => nn.GroupNorm(3, 7), 'num_channels must be divisible by num_groups')
  says(
    () =>
      nn.ConvTranspose2d(4, 5, 3, { stride: 2 })(torch.ones(1, 4, 3, 3), { output_size: [9n, 9n] as never }),
    'requested an output size of [9, 9], but valid sizes range from [7, 7] to [8, 8] (for an input of torch.Size([3, 3]))',
  )
  says(
    () => nn.FractionalMaxPool2d(3),
    'FractionalMaxPool2d requires specifying either an output size, or a pooling ratio',
  )
})
