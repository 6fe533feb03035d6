// Parameters that are computed, and modules called with other tensors: PyTorch 1.13's values from seed 0.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const { parametrizations, parametrize, stateless } = nn.utils
const shows = (value: unknown, text: string): void => assert.equal(torch.repr(value), text)
const refuses = (run: () => unknown, name: string, message: string): void => {
  assert.throws(run, (error: Error) => {
    assert.deepEqual([error.name, error.message], [name, message])
    return true
  })
}
const keys = (module: nn.Module): string[] => [...module.state_dict().keys()]
const original = (module: nn.Module, name = 'original'): Tensor =>
  module.get_parameter(`parametrizations.weight.${name}`)

class Symmetric extends nn.Module {
  override forward(x: Tensor): Tensor {
    return x.triu().add(x.triu(1).transpose(-1, -2))
  }
  right_inverse(a: Tensor): Tensor {
    return a.triu()
  }
}
class Exponential extends nn.Module {
  override forward(x: Tensor): Tensor {
    return torch.matrix_exp(x)
  }
}
class RankOne extends nn.Module {
  override forward(x: Tensor, y: Tensor): Tensor {
    return x.unsqueeze(-1).matmul(y.unsqueeze(-2))
  }
  right_inverse(z: Tensor): Tensor[] {
    const [u, s, vh] = torch.linalg.svd(z, { full_matrices: false }) as unknown as Tensor[]
    const root = s.select(-1, 0).sqrt().unsqueeze(-1)
    return [u.select(-1, 0).mul(root), vh.select(-2, 0).mul(root)]
  }
}

test('a weight that is computed: read, assigned, trained, and a weight again', () => {
  torch.manual_seed(0)
  const layer = nn.Linear(3, 3)
  parametrize.register_parametrization(layer, 'weight', new Symmetric())
  shows(
    layer,
    `ParametrizedLinear(
  in_features=3, out_features=3, bias=True
  (parametrizations): ModuleDict(
    (weight): ParametrizationList(
      (0): Symmetric()
    )
  )
)`,
  )
  shows(
    layer.weight,
    `tensor([[-0.0043,  0.3097, -0.4752],
        [ 0.3097, -0.2224,  0.1548],
        [-0.4752,  0.1548, -0.0512]], grad_fn=<AddBackward0>)`,
  )
  assert.deepEqual(keys(layer), ['bias', 'parametrizations.weight.original'])
  ;(layer as { weight: Tensor }).weight = torch.arange(9).view(3, 3).float()
  shows(
    original(layer),
    `Parameter containing:\n${'tensor([[0., 1., 2.],\n        [0., 4., 5.],\n        [0., 0., 8.]], requires_grad=True)'}`,
  )
  layer(torch.ones(3)).sum().backward()
  assert.ok(original(layer).grad !== null)
  parametrize.register_parametrization(layer, 'weight', new Exponential())
  assert.ok(parametrize.is_parametrized(layer) && !parametrize.is_parametrized(layer, 'bias'))
  assert.equal(layer instanceof nn.Linear, true)
  assert.equal(parametrize.type_before_parametrizations(layer), nn.Linear)
  parametrize.cached(() => {
    assert.equal(layer.weight, layer.weight)
  })
  assert.notEqual(layer.weight, layer.weight)
  refuses(
    () => ((layer as { weight: Tensor }).weight = torch.ones(3, 3)),
    'RuntimeError',
    'parametrization Exponential does not implement right_inverse.',
  )
  parametrize.remove_parametrizations(layer, 'weight')
  shows(layer, 'Linear(in_features=3, out_features=3, bias=True)')
  assert.deepEqual(keys(layer), ['bias', 'weight'])
  assert.ok(layer.weight.isParameter)
})

test('a weight made of several tensors', () => {
  const layer = parametrize.register_parametrization(nn.Linear(4, 2), 'weight', new RankOne())
  assert.deepEqual(keys(layer), [
    'bias',
    'parametrizations.weight.original0',
    'parametrizations.weight.original1',
  ])
  assert.equal(torch.linalg.matrix_rank(layer.weight).item(), 1)
  layer.weight.sum().backward()
  assert.ok(original(layer, 'original0').grad !== null)
  const other = parametrize.transfer_parametrizations_and_params(layer, nn.Linear(4, 2))
  assert.equal(original(other, 'original1'), original(layer, 'original1'))
  parametrize.remove_parametrizations(layer, 'weight')
  assert.equal(torch.linalg.matrix_rank(layer.weight).item(), 1)
})

test('orthogonal weights, by three maps', () => {
  torch.manual_seed(0)
  const square = parametrizations.orthogonal(nn.Linear(3, 3))
  shows(
    square.weight,
    `tensor([[-0.0102,  0.5581, -0.8297],
        [-0.9996, -0.0280, -0.0066],
        [-0.0269,  0.8293,  0.5582]], grad_fn=<MmBackward0>)`,
  )
  assert.deepEqual(keys(square), [
    'bias',
    'parametrizations.weight.original',
    'parametrizations.weight.0.base',
  ])
  shows(
    parametrizations.orthogonal(nn.Linear(4, 2)).weight,
    `tensor([[-0.7742, -0.5367, -0.3341,  0.0300],
        [ 0.0745,  0.3787, -0.8191, -0.4244]], grad_fn=<TransposeBackward0>)`,
  )
  const recorded = {
    matrix_exp: ['LinalgMatrixExpBackward0', 0.8292],
    cayley: ['LinalgSolveExBackward0', 0.9405],
    householder: ['MulBackward0', 0.6516],
  } as const
  for (const [orthogonal_map, [node, first]] of Object.entries(recorded)) {
    const wide = parametrizations.orthogonal(nn.Linear(2, 4), { orthogonal_map })
    assert.ok(torch.allclose(wide.weight.t().mm(wide.weight), torch.eye(2), { atol: 1e-5 }))
    const options = { orthogonal_map, use_trivialization: false }
    const { weight } = parametrizations.orthogonal(nn.Linear(3, 3), options)
    assert.equal(weight.grad_fn?.className, node)
    assert.ok(Math.abs(Number(weight.detach().reshape(-1).select(0, 0).item()) - first) < 1e-4)
  }
})

test('a largest singular value of 1', () => {
  torch.manual_seed(0)
  const layer = parametrizations.spectral_norm(nn.Linear(3, 4))
  assert.deepEqual(keys(layer), [
    'bias',
    'parametrizations.weight.original',
    'parametrizations.weight.0._u',
    'parametrizations.weight.0._v',
  ])
  shows(
    layer.weight,
    `tensor([[-0.0058,  0.4186, -0.6422],
        [-0.5742, -0.3005,  0.2092],
        [-0.0155,  0.6186, -0.0692],
        [ 0.2065, -0.2358, -0.1534]], grad_fn=<DivBackward0>)`,
  )
  layer.eval()
  assert.ok(Math.abs(Number(torch.linalg.norm(layer.weight, 2).item()) - 1) < 1e-4)
  const conv = parametrizations.spectral_norm(nn.ConvTranspose2d(2, 3, 2))
  assert.deepEqual([...conv.get_buffer('parametrizations.weight.0._u').shape], [3])
})

test('what cannot be parametrized', () => {
  class Sum extends nn.Module {
    override forward(x: Tensor): Tensor {
      return x.sum()
    }
  }
  const layer = nn.Linear(2, 2)
  refuses(
    () => parametrize.register_parametrization(layer, 'weight', new Sum()),
    'ValueError',
    'Registering a parametrization may not change the shape of the tensor, unless `unsafe` flag is enabled.\n' +
      'unparametrized shape: torch.Size([2, 2])\nparametrized shape: torch.Size([])',
  )
  refuses(
    () => parametrize.register_parametrization(layer, 'w', new Sum()),
    'ValueError',
    "Module 'Linear(in_features=2, out_features=2, bias=True)' does not have a parameter, a buffer, or a parametrized " +
      "element with name 'w'",
  )
  refuses(
    () => parametrize.remove_parametrizations(layer, 'w'),
    'ValueError',
    'Module Linear(in_features=2, out_features=2, bias=True) does not have a parametrization on w',
  )
  refuses(
    () => parametrizations.orthogonal(layer, 'bias'),
    'ValueError',
    'Expected a matrix or batch of matrices. Got a tensor of 1 dimensions.',
  )
})

test('a call with other tensors leaves the module as it was', () => {
  const layer = nn.Linear(2, 1)
  const before = layer.weight
  const given = { weight: torch.ones(1, 2), bias: torch.zeros(1) }
  shows(stateless.functional_call(layer, given, torch.ones(2)), 'tensor([2.])')
  assert.equal(layer.weight, before)
  assert.equal([...layer.parameters()].length, 2)
  const net = nn.Sequential(nn.Linear(2, 2), nn.BatchNorm1d(2))
  const mean = torch.zeros(2)
  stateless.functional_call(net, { '0.weight': torch.zeros(2, 2), '1.running_mean': mean }, torch.ones(3, 2))
  assert.equal(torch.equal(mean, net.get_buffer('1.running_mean')), false)
  refuses(
    () => stateless.functional_call(net, { 'nothing.weight': mean }, torch.ones(3, 2)),
    'AttributeError',
    "'Sequential' object has no attribute 'nothing'",
  )
})
