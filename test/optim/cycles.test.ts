// The schedulers that go up and down, watch a loss, or are made of others: rates and momentums of PyTorch 1.13
// (schedules.json).
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import torch, { optim } from '../../src/index.js'

const { lr_scheduler: lr, swa_utils: swa } = optim
type Options = Record<string, unknown>
type Reached = [bad: number, cooldown: number, best: number, epoch: number]
const answers = JSON.parse(readFileSync(new URL('schedules.json', import.meta.url), 'utf8')) as {
  rows: [string, Options, number[], number[]][]
  metrics: number[]
  plateau: [Options, number[], Reached][]
  sequence: [number[], number[]]
  chain: [number[], number[], string[]]
  restarts: [number[], number[]]
}

const sgd = (rate: number, momentum = 0) =>
  optim.SGD([torch.ones(1, { requires_grad: true })], { lr: rate, momentum })

function close(actual: number[], expected: number[]): void {
  assert.equal(actual.length, expected.length)
  actual.forEach((value, i) => {
    assert.ok(Math.abs(value - expected[i]) <= 1e-15, `${actual.join()} is not ${expected.join()}`)
  })
}

for (const [name, options, rates, momentums] of answers.rows)
  test(`${name} ${JSON.stringify(options)}`, () => {
    const optimizer = sgd(0.1, 0.9)
    const makers = { ...lr, ...swa } as unknown as Record<string, (...args: unknown[]) => { step(): void }>
    const scheduler = makers[name](optimizer, options)
    const found = rates.map(() => {
      optimizer.step()
      const [group] = optimizer.param_groups
      scheduler.step()
      return [group.lr, group.momentum as number]
    })
    // What a step sets is seen by the next one.
    const start = makers[name](sgd(0.1, 0.9), options) as unknown as { get_last_lr(): number[] }
    close([start.get_last_lr()[0], ...found.slice(0, -1).map(([rate]) => rate)], rates)
    close(
      found.slice(0, -1).map(([, momentum]) => momentum),
      momentums.slice(1),
    )
  })

for (const [options, rates, reached] of answers.plateau)
  test(`ReduceLROnPlateau ${JSON.stringify(options)}`, () => {
    const optimizer = sgd(0.1)
    const scheduler = lr.ReduceLROnPlateau(optimizer, options)
    const found = answers.metrics.map((metric) => {
      scheduler.step(torch.tensor(metric, { dtype: torch.float64 }))
      return optimizer.param_groups[0].lr
    })
    close(found, rates)
    const { num_bad_epochs, cooldown_counter, best, last_epoch } = scheduler
    assert.deepEqual([num_bad_epochs, cooldown_counter, best, last_epoch], reached)
    const other = lr.ReduceLROnPlateau(sgd(0.1))
    other.load_state_dict(scheduler.state_dict())
    assert.equal(other.best, scheduler.best)
  })

test('SequentialLR, ChainedScheduler and their states', () => {
  const optimizer = sgd(0.1)
  const parts = [
    lr.ConstantLR(optimizer, { factor: 0.1, total_iters: 2 }),
    lr.ExponentialLR(optimizer, { gamma: 0.9 }),
    lr.StepLR(optimizer, { step_size: 2, gamma: 0.5 }),
  ]
  const sequence = lr.SequentialLR(optimizer, parts, [2, 6])
  const found: number[] = []
  for (let i = 0; i < 12; i++) {
    optimizer.step()
    found.push(optimizer.param_groups[0].lr)
    sequence.step()
  }
  close(found, answers.sequence[0])
  close(sequence.get_last_lr(), answers.sequence[1])
  assert.throws(() => lr.SequentialLR(optimizer, parts, [2]), /number of schedulers 3 and the number/)
  assert.throws(() => lr.SequentialLR(sgd(1), parts, [2, 6]), /at index 0 to be different than the optimizer/)

  const other = sgd(1)
  const chain = lr.ChainedScheduler([
    lr.ConstantLR(other, { factor: 0.1, total_iters: 2 }),
    lr.ExponentialLR(other, { gamma: 0.9 }),
  ])
  const rates: number[] = []
  for (let i = 0; i < 6; i++) {
    other.step()
    rates.push(other.param_groups[0].lr)
    chain.step()
  }
  close(rates, answers.chain[0])
  close(chain.get_last_lr(), answers.chain[1])
  assert.deepEqual(Object.keys(chain.state_dict()), answers.chain[2])
  chain.load_state_dict(chain.state_dict())
})

test('a cosine goes on at any epoch', () => {
  const optimizer = sgd(0.1)
  const scheduler = lr.CosineAnnealingWarmRestarts(optimizer, 3, 2)
  const [epochs, rates] = answers.restarts
  close(
    epochs.map((epoch) => {
      scheduler.step(epoch)
      return optimizer.param_groups[0].lr
    }),
    rates,
  )
})

test('what does not fit is refused', () => {
  const adam = optim.Adam([torch.ones(1, { requires_grad: true })])
  assert.throws(() => lr.CyclicLR(adam, 0.1, 1), /optimizer must support momentum/)
  assert.throws(() => lr.CyclicLR(sgd(1), [0.1, 0.2], 1), /expected 1 values for base_lr, got 2/)
  assert.throws(() => lr.OneCycleLR(adam, 0.1), /You must define either total_steps OR/)
  assert.throws(
    () => lr.OneCycleLR(adam, 0.1, { total_steps: -1 }),
    /Expected positive integer total_steps, but got -1/,
  )
  assert.throws(() => lr.ReduceLROnPlateau(adam, { factor: 2 }), /Factor should be < 1.0./)
  assert.throws(() => lr.ReduceLROnPlateau(adam, 'most' as 'max'), /mode most is unknown!/)
  assert.throws(() => lr.CosineAnnealingWarmRestarts(adam, 0), /Expected positive integer T_0, but got 0/)
  // Adam has two means: the first one's factor is the momentum.
  lr.OneCycleLR(adam, 0.1, { total_steps: 10 })
  assert.deepEqual([...(adam.param_groups[0].betas as number[])], [0.95, 0.999])
})
