// Averaged weights: the mean of what was shown, in a copy of the model; statistics of batch normalization anew.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, optim, type Tensor } from '../../src/index.js'

test('an averaged model is the mean of those it was shown', () => {
  torch.manual_seed(0)
  const net = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
  const averaged = optim.swa_utils.AveragedModel(net)
  assert.deepEqual([...averaged.state_dict().keys()].slice(0, 2), ['n_averaged', 'module.0.weight'])
  const seen: Tensor[] = []
  for (let i = 0; i < 3; i++) {
    const [weight] = net.parameters()
    torch.no_grad(() => weight.mul_(i + 1))
    seen.push(weight.detach().clone())
    averaged.update_parameters(net)
  }
  const mean = torch.stack(seen).mean(0)
  const [own] = averaged.parameters()
  assert.ok(torch.allclose(own, mean))
  assert.equal(averaged.n_averaged.item(), 3)
  assert.notEqual(own, [...net.parameters()][0])
  assert.deepEqual([...averaged(torch.ones(1, 2)).shape], [1, 1])
})

test('the average may be another', () => {
  const net = nn.Linear(1, 1)
  const averaged = optim.swa_utils.AveragedModel(net, {
    avg_fn: (own: Tensor, value: Tensor) => own.mul(0.9).add(value.mul(0.1)),
  })
  torch.no_grad(() => net.weight.fill_(1))
  averaged.update_parameters(net)
  torch.no_grad(() => net.weight.fill_(2))
  averaged.update_parameters(net)
  assert.ok(Math.abs(Number([...averaged.parameters()][0].item()) - 1.1) < 1e-6)
})

test('what is no module has no parameters to average', () => {
  const averaged = optim.swa_utils.AveragedModel(nn.Linear(1, 1))
  const update = averaged.update_parameters.bind(averaged) as (model: unknown) => void
  for (const [model, words] of [
    [torch.ones(3), "'Tensor' object has no attribute 'parameters'"],
    [5, "'int' object has no attribute 'parameters'"],
    [null, "'NoneType' object has no attribute 'parameters'"],
  ] as const)
    assert.throws(() => update(model), { name: 'AttributeError', message: words })
})
