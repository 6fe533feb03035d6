// Trainings that go beyond all numbers: which iteration, which op, and what is left of the model.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { type Tensor } from '../../src/index.js'
import { modes } from '../../src/tensor/modes.js'
import { firstGradientOverflow, firstOverflow } from '../../src/train/divergence.js'
import type { Kind } from '../../src/train/kind.js'
import { linear } from '../../src/train/linear.js'
import { endingText } from '../../src/train/report.js'
import type { Settings } from '../../src/train/settings.js'
import { builtInRun, finish } from './training.js'

test('the loss of every iteration is looked at, and the model keeps its last finite parameters', () => {
  const run = builtInRun(linear, { lr: 5 }, { every: 1000 })
  finish(run)
  assert.equal(run.ending, 'diverged')
  const { iteration, where, op } = run.divergence!
  // The same loop by hand: the first loss that is not finite.
  torch.manual_seed(10)
  const { x, y } = linear.draw()
  const w = torch.randn(1, { requires_grad: true })
  const b = torch.zeros(1, { requires_grad: true })
  let first = 0
  for (; ; first++) {
    const loss = y.sub(w.mul(x).add(b)).pow(2).mul(0.5).mean()
    if (!Number.isFinite(loss.item())) break
    loss.backward()
    for (const parameter of [b, w]) {
      parameter.data.sub_(parameter.grad!.mul(5))
      parameter.grad = null
    }
  }
  assert.deepEqual([iteration, where, op], [first, 'forward', 'pow'])
  assert.equal(run.losses.length, first + 1)
  assert.deepEqual(Object.values(run.trainer.look().parameters), [w.item(), b.item()])
  assert.match(
    endingText(run),
    /^Diverged at iteration 9: the loss is Infinity\. .* was pow\. With --lr 0\.05 the loss falls, as a try on these data shows \(it was 5\)\.$/,
  )
})

test('a training with the rate that was advised goes on to its end', () => {
  const settings: Partial<Settings>[] = [
    { lr: 5 },
    { lr: 50, batchSize: 3 },
    { lr: 1e30, optimizer: 'adam' },
    { lr: 2, optimizer: 'nesterov', momentum: 0.9 },
    { lr: 0.5, optimizer: 'sgd', momentum: 0.5, seed: 3 },
  ]
  for (const one of settings) {
    const run = builtInRun(linear, one)
    finish(run)
    assert.equal(run.ending, 'diverged')
    const lr = Number(/With --lr (\S+) the loss falls/.exec(endingText(run))![1])
    const again = builtInRun(linear, { ...one, lr })
    finish(again)
    assert.notEqual(again.ending, 'diverged', `${JSON.stringify(one)} with ${lr}`)
    assert.ok(again.losses.values.at(-1)! < again.losses.values[0])
  }
})

test('the first op is named, not those after it', () => {
  const x = torch.tensor([1e30], { requires_grad: true })
  const compute = (): Tensor => x.mul(1e5).mul(1e5).sub(x.mul(1e10)).sum()
  assert.equal(firstOverflow(compute), 'mul')
  assert.equal(
    firstOverflow(() => x.sub(x).log().exp().sum()),
    'log',
  )
  assert.equal(
    firstOverflow(() => x.sub(x).sum()),
    null,
  )
  assert.equal(modes.observer, null)
})

test('a gradient that overflows under a finite loss', () => {
  // The loss is 0, its slope 1e30 * 1e30 is no float32.
  const w = torch.tensor([0], { dtype: torch.float32, requires_grad: true })
  const loss = w.mul(1e30).mul(1e30).sum()
  assert.equal(loss.item(), 0)
  assert.equal(firstGradientOverflow(loss), 'MulBackward0')
  const steep: Kind = { ...linear, loss: (predicted) => predicted.mul(0).mul(1e30).mul(1e30).sum() }
  const run = builtInRun(steep, {}, { goal: null })
  const before = run.trainer.look().parameters
  finish(run)
  const { iteration, where, op } = run.divergence!
  assert.deepEqual([iteration, where, op], [0, 'backward', 'MulBackward0'])
  assert.deepEqual(run.trainer.look().parameters, before)
  assert.match(
    endingText(run),
    /the loss is 0, but its gradient is not finite\. MulBackward0 gave the first such value/,
  )
})

test('a step that overflows is taken back', () => {
  const run = builtInRun(linear, { lr: 3e38 })
  const before = run.trainer.look().parameters
  finish(run)
  assert.deepEqual(
    [run.divergence!.iteration, run.divergence!.where, run.divergence!.op],
    [0, 'update', 'hand'],
  )
  assert.deepEqual(run.trainer.look().parameters, before)
  assert.match(
    endingText(run),
    /the step of the optimizer \(hand\) made a parameter that is not finite\. With --lr 0\.03 the loss falls/,
  )
})
