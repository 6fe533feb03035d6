// Lazy layers: before their first batch, at it, and their state either way; PyTorch 1.13's values from seed 0.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)
const refuses = (run: () => unknown, name: string, message: RegExp): void => {
  assert.throws(run, (error: Error) => {
    assert.equal(error.name, name)
    assert.match(error.message, message)
    return true
  })
}
const shapes = (module: nn.Module): string[] =>
  [...module.state_dict()].map(([name, tensor]) => `${name} ${tensor.shape.join('x')}`)

test('a linear layer that learns how many inputs it has', () => {
  torch.manual_seed(0)
  const layer = nn.LazyLinear(3)
  shows(layer, 'LazyLinear(in_features=0, out_features=3, bias=True)')
  shows([...layer.parameters()], '[<UninitializedParameter>, <UninitializedParameter>]')
  assert.deepEqual([...layer.state_dict().keys()], ['weight', 'bias'])
  refuses(
    () => layer.weight.shape,
    'RuntimeError',
    /^Can't access the shape of an uninitialized parameter or buffer/,
  )
  refuses(
    () => layer.weight.add(1),
    'ValueError',
    /^Attempted to use an uninitialized parameter in <method 'add' of 'torch\._C\._TensorBase' objects>/,
  )
  refuses(() => torch.sum(layer.weight), 'ValueError', /^Attempted to use an uninitialized parameter/)
  layer.double()
  shows(layer.weight.dtype, 'torch.float64')
  layer.float()
  const weight = layer.weight
  const optimizer = torch.optim.SGD(layer.parameters(), { lr: 0.1 })
  const result = layer(torch.ones(2, 4)) as Tensor
  shows(layer, 'Linear(in_features=4, out_features=3, bias=True)')
  assert.equal(layer.constructor, nn.Linear)
  assert.equal(layer.weight, weight)
  shows(
    result,
    `tensor([[-0.9927, -0.0031, -0.3676],
        [-0.9927, -0.0031, -0.3676]], grad_fn=<AddmmBackward0>)`,
  )
  result.sum().backward()
  optimizer.step()
  shows(layer.bias, 'Parameter containing:\ntensor([-0.6777, -0.5311, -0.4061], requires_grad=True)')
})

test('convolutions and normalizations', () => {
  const cases: [nn.Module, number[], string, string[]][] = [
    [
      nn.LazyConv1d(2, 3),
      [1, 3, 5],
      'Conv1d(3, 2, kernel_size=(3,), stride=(1,))',
      ['weight 2x3x3', 'bias 2'],
    ],
    [
      nn.LazyConv2d(4, [2, 3], { padding: 1, groups: 2 }),
      [2, 2, 4, 4],
      'Conv2d(2, 4, kernel_size=(2, 3), stride=(1, 1), padding=(1, 1), groups=2)',
      ['weight 4x1x2x3', 'bias 4'],
    ],
    [
      nn.LazyConv3d(1, 1, { bias: false }),
      [1, 2, 2, 2, 2],
      'Conv3d(2, 1, kernel_size=(1, 1, 1), stride=(1, 1, 1), bias=False)',
      ['weight 1x2x1x1x1'],
    ],
    [
      nn.LazyConvTranspose1d(2, 3),
      [3, 5],
      'ConvTranspose1d(3, 2, kernel_size=(3,), stride=(1,))',
      ['weight 3x2x3', 'bias 2'],
    ],
    [
      nn.LazyConvTranspose2d(2, 2, { stride: 2 }),
      [1, 3, 2, 2],
      'ConvTranspose2d(3, 2, kernel_size=(2, 2), stride=(2, 2))',
      ['weight 3x2x2x2', 'bias 2'],
    ],
    [
      nn.LazyBatchNorm1d(),
      [4, 2],
      'BatchNorm1d(2, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)',
      ['weight 2', 'bias 2', 'running_mean 2', 'running_var 2', 'num_batches_tracked '],
    ],
    [
      nn.LazyBatchNorm2d({ affine: false }),
      [2, 3, 2, 2],
      'BatchNorm2d(3, eps=1e-05, momentum=0.1, affine=False, track_running_stats=True)',
      ['running_mean 3', 'running_var 3', 'num_batches_tracked '],
    ],
    [
      nn.LazyInstanceNorm3d({ track_running_stats: false }),
      [2, 3, 4, 4, 4],
      'InstanceNorm3d(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=False)',
      ['weight 3', 'bias 3'],
    ],
  ]
  for (const [layer, sizes, text, state] of cases) {
    const name = torch.repr(layer)
    assert.match(name, /^Lazy\w+\(0, /)
    const keys = [...layer.state_dict().keys()]
    layer(torch.ones(...sizes))
    shows(layer, text)
    assert.deepEqual(shapes(layer), state)
    assert.deepEqual(keys, [...layer.state_dict().keys()])
  }
  refuses(
    () => nn.LazyConv2d(2, 2)(torch.ones(3)),
    'RuntimeError',
    /^Expected 3D \(unbatched\) or 4D \(batched\) input to LazyConv2d, but got input of size: torch\.Size\(\[3\]\)$/,
  )
  refuses(
    () => nn.LazyConv2d(3, 2, { groups: 3 })(torch.ones(1, 2, 4, 4)),
    'ValueError',
    /^in_channels must be divisible by groups$/,
  )
})

test('state of lazy layers, into them and out of them', () => {
  const [lazy, plain] = [nn.LazyLinear(2), nn.Linear(3, 2)]
  lazy.load_state_dict(plain.state_dict())
  assert.deepEqual([...lazy.weight.shape], [2, 3])
  const net = nn.Sequential(nn.LazyLinear(4), nn.ReLU(), nn.LazyLinear(2))
  nn.Sequential(nn.LazyLinear(4), nn.ReLU(), nn.LazyLinear(2)).load_state_dict(net.state_dict())
  refuses(
    () => plain.load_state_dict(nn.LazyLinear(2).state_dict()),
    'RuntimeError',
    /^Can't access the shape/,
  )
  net(torch.ones(1, 2))
  assert.deepEqual(shapes(net), ['0.weight 4x2', '0.bias 4', '2.weight 2x4', '2.bias 2'])
  const parameter = nn.UninitializedParameter()
  shows(parameter, '<UninitializedParameter>')
  assert.ok(nn.parameter.is_lazy(parameter) && (parameter as Tensor) instanceof nn.Parameter)
  parameter.materialize([2, 3])
  assert.ok(!nn.parameter.is_lazy(parameter) && (parameter as Tensor) instanceof nn.Parameter)
  shows(nn.UninitializedBuffer(), '<UninitializedBuffer>')
})
