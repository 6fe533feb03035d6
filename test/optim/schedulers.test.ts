// Learning rates by epoch, state and warnings of the schedulers, as PyTorch 1.13 gave them.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch, { optim } from '../../src/index.js'

const { lr_scheduler } = optim
const sgd = (lr = 0.1) => optim.SGD([torch.ones(1, { requires_grad: true })], { lr })

/** A scheduler, its arguments, and the rates of epochs 0 to 10 from 0.1. */
const schedules: [
  name: Exclude<keyof typeof lr_scheduler, 'LRScheduler' | '_LRScheduler'>,
  args: unknown[],
  rates: number[],
][] = [
  [
    'StepLR',
    [3],
    [
      0.1, 0.1, 0.1, 0.010000000000000002, 0.010000000000000002, 0.010000000000000002, 0.0010000000000000002,
      0.0010000000000000002, 0.0010000000000000002, 0.00010000000000000003, 0.00010000000000000003,
    ],
  ],
  [
    'StepLR',
    [{ step_size: 2, gamma: 0.5 }],
    [0.1, 0.1, 0.05, 0.05, 0.025, 0.025, 0.0125, 0.0125, 0.00625, 0.00625, 0.003125],
  ],
  [
    'MultiStepLR',
    [[2, 5, 5, 9], 0.3],
    [
      0.1, 0.1, 0.03, 0.03, 0.03, 0.0026999999999999997, 0.0026999999999999997, 0.0026999999999999997,
      0.0026999999999999997, 0.0008099999999999998, 0.0008099999999999998,
    ],
  ],
  [
    'ExponentialLR',
    [0.95],
    [
      0.1, 0.095, 0.09025, 0.0857375, 0.08145062499999998, 0.07737809374999999, 0.07350918906249998,
      0.06983372960937498, 0.06634204312890622, 0.0630249409724609, 0.05987369392383786,
    ],
  ],
  [
    'ConstantLR',
    [],
    [
      0.03333333333333333, 0.03333333333333333, 0.03333333333333333, 0.03333333333333333, 0.03333333333333333,
      0.1, 0.1, 0.1, 0.1, 0.1, 0.1,
    ],
  ],
  ['ConstantLR', [0.5, 3], [0.05, 0.05, 0.05, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1]],
  [
    'LinearLR',
    [],
    [
      0.03333333333333333, 0.04666666666666667, 0.060000000000000005, 0.07333333333333335,
      0.08666666666666668, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1,
    ],
  ],
  [
    'LinearLR',
    [0.2, 0.9, 7],
    [
      0.020000000000000004, 0.030000000000000006, 0.04000000000000001, 0.05000000000000001,
      0.06000000000000001, 0.07000000000000002, 0.08000000000000002, 0.09000000000000002, 0.09000000000000002,
      0.09000000000000002, 0.09000000000000002,
    ],
  ],
  [
    'PolynomialLR',
    [6, 2.0],
    [
      0.1, 0.06944444444444446, 0.04444444444444447, 0.02500000000000001, 0.011111111111111117,
      0.0027777777777777775, 0.0, 0.0, 0.0, 0.0, 0.0,
    ],
  ],
  [
    'PolynomialLR',
    [],
    [0.1, 0.08000000000000002, 0.060000000000000005, 0.04000000000000001, 0.02, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0],
  ],
  [
    'CosineAnnealingLR',
    [7],
    [
      0.1, 0.09504844339512096, 0.08117449009293669, 0.061126046697815725, 0.03887395330218429,
      0.018825509907063328, 0.004951556604879048, 0.0, 0.004951556604879043, 0.018825509907063314,
      0.03887395330218427,
    ],
  ],
  [
    'CosineAnnealingLR',
    [5, 0.01],
    [
      0.1, 0.09140576474687263, 0.06890576474687263, 0.04109423525312736, 0.018594235253127367, 0.01,
      0.018594235253127367, 0.04109423525312739, 0.06890576474687267, 0.09140576474687269,
      0.10000000000000006,
    ],
  ],
  [
    'MultiplicativeLR',
    [() => 0.93],
    [
      0.1, 0.09300000000000001, 0.08649000000000001, 0.08043570000000001, 0.07480520100000002,
      0.06956883693000002, 0.06469901834490002, 0.06017008706075702, 0.05595818096650403,
      0.052041108298848754, 0.04839823071792934,
    ],
  ],
]

for (const [name, args, rates] of schedules)
  test(`${name} ${torch.repr(args)}`, () => {
    const optimizer = sgd()
    const scheduler = (lr_scheduler[name] as any)(optimizer, ...args)
    const seen: number[] = []
    for (let epoch = 0; epoch <= 10; epoch++) {
      assert.equal(scheduler.last_epoch, epoch)
      assert.deepEqual(scheduler.get_last_lr(), [optimizer.param_groups[0]!.lr])
      seen.push(scheduler.get_last_lr()[0])
      optimizer.step()
      scheduler.step()
    }
    assert.deepEqual(seen, rates)
  })

test('each group has a base rate and a function of its own', () => {
  const groups = [
    { params: torch.ones(1, { requires_grad: true }) },
    { params: torch.ones(1, { requires_grad: true }), lr: 2 },
  ]
  const optimizer = optim.SGD(groups, { lr: 1 })
  const scheduler = lr_scheduler.LambdaLR(optimizer, [(epoch) => 0.5 ** epoch, (epoch) => 1 / (epoch + 1)])
  optimizer.step()
  scheduler.step()
  assert.deepEqual(scheduler.get_last_lr(), [0.5, 1])
  assert.deepEqual(scheduler.base_lrs, [1, 2])
  assert.throws(() => lr_scheduler.LambdaLR(optimizer, [() => 1]), {
    name: 'ValueError',
    message: 'Expected 2 lr_lambdas, but got 1',
  })
})

test('the state dict holds everything but the optimizer', () => {
  const optimizer = sgd()
  const scheduler = lr_scheduler.StepLR(optimizer, { step_size: 2, gamma: 0.5 })
  optimizer.step()
  scheduler.step()
  assert.equal(
    torch.repr(scheduler.state_dict()),
    "{'step_size': 2, 'gamma': 0.5, 'base_lrs': [0.1], 'last_epoch': 1, 'verbose': False, '_step_count': 2, " +
      "'_get_lr_called_within_step': False, '_last_lr': [0.1]}",
  )
  const resumed = lr_scheduler.StepLR(optimizer, 7)
  resumed.load_state_dict(scheduler.state_dict())
  resumed.step()
  assert.deepEqual(resumed.get_last_lr(), [0.05])
  assert.equal(
    torch.repr(lr_scheduler.MultiStepLR(sgd(), [3, 8, 8]).state_dict().milestones),
    'Counter({8: 2, 3: 1})',
  )
})

test('a computed rate is a float, also a whole one', () => {
  const optimizer = sgd(1)
  const scheduler = lr_scheduler.PolynomialLR(optimizer, 1)
  assert.equal(torch.repr(scheduler.get_last_lr()), '[1]')
  optimizer.step()
  scheduler.step()
  assert.equal(torch.repr(scheduler.get_last_lr()), '[0.0]')
})

test('resuming needs the initial rate', () => {
  assert.throws(() => lr_scheduler.StepLR(sgd(), 2, 0.1, 5), {
    name: 'KeyError',
    message: `"param 'initial_lr' is not specified in param_groups[0] when resuming an optimizer"`,
  })
  const optimizer = optim.SGD([{ params: torch.ones(1, { requires_grad: true }), initial_lr: 0.1, lr: 0.05 }])
  assert.equal(lr_scheduler.StepLR(optimizer, { step_size: 2, last_epoch: 5 }).last_epoch, 6)
  assert.throws(() => lr_scheduler.StepLR(3 as never, 2), {
    name: 'TypeError',
    message: 'int is not an Optimizer',
  })
})

test('a scheduler of one’s own', () => {
  class Halving extends lr_scheduler.LRScheduler {
    override get_lr(): number[] {
      return this.base_lrs.map((lr) => lr / 2 ** this.last_epoch)
    }
  }
  const optimizer = sgd(8)
  const scheduler = new Halving(optimizer)
  optimizer.step()
  scheduler.step()
  assert.equal(optimizer.param_groups[0]!.lr, 4)
})

test('stepping before the optimizer is warned of', async () => {
  const warning = new Promise<Error>((resolve) => process.once('warning', resolve))
  const scheduler = lr_scheduler.StepLR(sgd(), 2)
  scheduler.step()
  const { name, message } = await warning
  assert.equal(name, 'UserWarning')
  assert.match(message, /^Detected call of `lr_scheduler\.step\(\)` before `optimizer\.step\(\)`\./)
})
