// What old scripts, and those for several devices, find in torch.nn; submodules by name; forms in place.
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

test('CrossMapLRN2d, with the window that PyTorch has', () => {
  const recorded = {
    2: [-0.9158350825309753, -0.9294244647026062, 0.5198525786399841, 0.5050069689750671],
    3: [-0.9083822965621948, -0.9459027051925659, 0.6148013472557068, 0.6114029884338379],
    5: [-0.9763633608818054, -0.9251048564910889, 0.8334518671035767, 0.7427680492401123],
  }
  torch.manual_seed(0)
  const x = torch.randn(2, 5, 2, 2).requires_grad_()
  for (const [size, values] of Object.entries(recorded)) {
    x.grad = null
    const y = nn.CrossMapLRN2d(Number(size), { alpha: 0.5, beta: 0.75, k: 1 })(x) as Tensor
    y.sum().backward()
    const first = [y, x.grad as unknown as Tensor].flatMap((each) =>
      each.detach().flatten().narrow(0, 0, 2).tolist(),
    ) as number[]
    first.forEach((value, i) => {
      assert.ok(Math.abs(value - values[i]) < 1e-6, `${size}: ${first.join()}`)
    })
  }
  shows(nn.CrossMapLRN2d(3, 1e-3, 0.5), 'CrossMapLRN2d(3, alpha=0.001, beta=0.5, k=1)')
})

test('old classes, and those of several devices', () => {
  const layer = nn.Linear(2, 1)
  shows(
    nn.DataParallel(layer),
    'DataParallel(\n  (module): Linear(in_features=2, out_features=1, bias=True)\n)',
  )
  assert.deepEqual([...nn.DataParallel(layer).state_dict().keys()], ['module.weight', 'module.bias'])
  shows(nn.Container({ a: nn.ReLU() }), 'Container(\n  (a): ReLU()\n)')
  shows(nn.NLLLoss2d(), 'NLLLoss2d()')
  const text = 'SyncBatchNorm(3, eps=1e-05, momentum=0.1, affine=True, track_running_stats=True)'
  const net = nn.SyncBatchNorm.convert_sync_batchnorm(nn.Sequential(nn.BatchNorm2d(3)))
  shows(net, `Sequential(\n  (0): ${text}\n)`)
  refuses(
    () => net(torch.ones(2, 3, 4, 4)),
    'ValueError',
    /^SyncBatchNorm expected input tensor to be on GPU$/,
  )
})

test('submodules and their bases', () => {
  const { modules } = nn
  assert.ok(nn.Conv2d(1, 1, 1) instanceof modules.conv._ConvNd)
  assert.ok(nn.BatchNorm1d(1) instanceof modules.batchnorm._BatchNorm)
  assert.ok(!(nn.InstanceNorm1d(1) instanceof modules.batchnorm._BatchNorm))
  shows(modules.utils._pair(3), '(3, 3)')
  assert.equal(modules.activation.ReLU, nn.ReLU)
})

test('functions in place, and the gradients of convolutions', () => {
  const x = torch.tensor([-1, 2], { dtype: torch.float32 })
  for (const name of ['relu_', 'elu_', 'celu_', 'selu_', 'leaky_relu_', 'hardtanh_'] as const) {
    const own = x.clone()
    assert.equal(nn.functional[name](own), own)
    const plain = nn.functional[name.slice(0, -1) as 'relu']
    assert.ok(torch.equal(own, plain(x)), name)
  }
  const [input, weight] = [torch.randn(1, 1, 4, 4).requires_grad_(), torch.randn(1, 1, 2, 2).requires_grad_()]
  const output = nn.functional.conv2d(input, weight)
  const g = torch.randn(output.shape)
  const [byInput, byWeight] = torch.autograd.grad(output, [input, weight], { grad_outputs: g })
  assert.ok(torch.allclose(nn.grad.conv2d_input([1, 1, 4, 4], weight, g), byInput))
  assert.ok(torch.allclose(nn.grad.conv2d_weight(input, [1, 1, 2, 2], g), byWeight))
})

test('a ParameterDict does what dicts do', () => {
  const dict = nn.ParameterDict({ a: torch.ones(1), b: torch.zeros(2) })
  assert.deepEqual([...dict.copy().keys()], ['a', 'b'])
  assert.equal(dict.popitem()[0], 'b')
  assert.equal(dict.setdefault('c', torch.ones(3)).numel(), 3)
  assert.deepEqual([...dict.fromkeys(['x', 'y'], torch.ones(1)).keys()], ['x', 'y'])
  dict.clear()
  assert.equal(dict.length, 0)
})

test('losses of one own begin with the bases of all losses', () => {
  const { _Loss, _WeightedLoss } = torch.nn.modules.loss
  class Own extends _Loss {
    override forward(a: Tensor): Tensor {
      return this.reduction === 'sum' ? a.sum() : a.mean()
    }
  }
  assert.equal((new Own({ reduction: 'sum' })(torch.ones(2)) as Tensor).item(), 2)
  assert.equal(new Own(false).reduction, 'sum')
  assert.deepEqual([...new _WeightedLoss(torch.ones(2)).state_dict().keys()], ['weight'])
  assert.ok((torch.nn.MSELoss() as object) instanceof _Loss)
  assert.ok((torch.nn.CrossEntropyLoss() as object) instanceof _WeightedLoss)
  assert.ok(!((torch.nn.L1Loss() as object) instanceof _WeightedLoss))
})
