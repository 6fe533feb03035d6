// A softmax of very many classes, as PyTorch 1.13 computed it.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, type Tensor } from '../../src/index.js'

const sumOf = (x: Tensor): number => Number(x.detach().double().abs().sum().item())
const near = (x: number, wanted: number): void => {
  assert.ok(Math.abs(x - wanted) < 2e-5 * (1 + Math.abs(wanted)), `${x}, wanted ${wanted}`)
}

test('a softmax in clusters', () => {
  torch.manual_seed(0)
  const softmax = nn.AdaptiveLogSoftmaxWithLoss(8, 20, [4, 10], { div_value: 2 })
  const x = torch.randn(5, 8)
  const { output, loss } = softmax(x, torch.tensor([0, 5, 19, 3, 12]))
  near(sumOf(output), 16.576802730560303)
  near(Number(loss.item()), 3.3153605461120605)
  assert.deepEqual(softmax.predict(x).tolist(), [3, 2, 3, 3, 2])
  near(sumOf(softmax.log_prob(x)), 372.21724289655685)
  assert.throws(() => softmax(x, torch.tensor([0, 5, 20, 3, 12])), /Target values should be in \[0, 19\]/)
})
