// Weights made at every call, and layers with their normalization inside: PyTorch 1.13's values from seed 0.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const { utils } = nn
const close = (actual: unknown, expected: number[]): void => {
  const flat = (actual as Tensor).detach().reshape([-1]).tolist() as number[]
  assert.equal(flat.length, expected.length)
  flat.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) < 1e-6, `${flat.join()} is not ${expected.join()}`)
  })
}

test('weight_norm: lengths and directions, trained apart', () => {
  torch.manual_seed(0)
  const layer = utils.weight_norm(nn.Linear(2, 3))
  const weight = (layer.weight as Tensor).detach().clone()
  assert.deepEqual([...layer.state_dict().keys()], ['bias', 'weight_g', 'weight_v'])
  close(layer.weight_g, [0.3793598413467407, 0.780707836151123, 0.3318525552749634])
  const result = layer(torch.ones(1, 2)) as Tensor
  close(result, [0.36001884937286377, -0.5417107343673706, -0.14548087120056152])
  result.sum().backward()
  assert.deepEqual([...layer.weight_g.grad!.shape], [3, 1])
  torch.no_grad(() => layer.weight_g.mul_(2))
  layer(torch.ones(1, 2))
  assert.ok(torch.allclose(layer.weight, weight.mul(2)))
  assert.throws(
    () => utils.weight_norm(layer),
    /Cannot register two weight_norm hooks on the same parameter weight/,
  )
  utils.remove_weight_norm(layer)
  assert.deepEqual([...layer.state_dict().keys()], ['bias', 'weight'])
  assert.ok(layer.weight.isParameter)
  assert.throws(
    () => utils.remove_weight_norm(layer),
    /weight_norm of 'weight' not found in Linear\(in_features=2/,
  )
  assert.equal(utils.weight_norm(nn.Linear(2, 3), { dim: null } as never).weight_g.ndim, 0)
})

test('spectral_norm: divided by the largest singular value', () => {
  torch.manual_seed(0)
  const layer = utils.spectral_norm(nn.Linear(2, 3))
  assert.deepEqual([...layer.state_dict().keys()], ['bias', 'weight_orig', 'weight_u', 'weight_v'])
  close(layer(torch.ones(1, 2)), [0.863055408000946, -2.0243005752563477, -0.2567446827888489])
  close(layer.weight_u, [0.6107742786407471, 0.1797943413257599, 0.7711217403411865])
  utils.remove_spectral_norm(layer)
  assert.deepEqual([...layer.state_dict().keys()], ['bias', 'weight'])
  close(
    layer.weight,
    [
      -0.012413928285241127, 0.8894793391227722, -1.364694595336914, -1.2202636003494263, -0.6386260390281677,
      0.4446328580379486,
    ],
  )
})

test('weights with a normalization in them', () => {
  const [weight, bias] = utils.fuse_linear_bn_weights(
    torch.ones(2, 2),
    null,
    torch.tensor([1, 2]),
    torch.tensor([3, 8]),
    1,
    torch.tensor([2, 3]),
    torch.tensor([0.5, 0]),
  )
  close(weight, [1, 1, 1, 1])
  close(bias, [-0.5, -2])
  const [kernel] = utils.fuse_conv_bn_weights(
    torch.ones(2, 1, 1),
    null,
    torch.zeros(2),
    torch.tensor([3, 8]),
    1,
    null,
    null,
  )
  close(kernel, [0.5, 1 / 3])
})

test('skip_init leaves the random stream as it was, and old names of nn.init say what they are called now', () => {
  torch.manual_seed(1)
  const expected = torch.rand(1).item()
  torch.manual_seed(1)
  assert.deepEqual([...utils.skip_init(nn.Linear, 5, 1).weight.shape], [1, 5])
  assert.equal(torch.rand(1).item(), expected)
  assert.throws(() => utils.skip_init(Map as never), /Expected a Module; got/)
  assert.deepEqual(nn.init.constant(torch.zeros(2), 3).tolist(), [3, 3])
})
