// Numbers among the options of layers, optimizers, schedulers and loaders that are none, or that nothing could hold: refused
// in words before there is work to do. JavaScript would compute with most of them.
import { equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn, optim } from '../../src/index.js'
import { Complex, Float } from '../../src/base/scalar.js'

type Any = any

const { lr_scheduler: schedulers } = optim
const { DataLoader, TensorDataset } = torch.utils.data
const parameters = (): Any[] => [torch.ones(2, { requires_grad: true })]
const sgd = (): Any => optim.SGD(parameters(), { lr: 0.1 })

/** The rate after two steps. */
function rateOf(scheduler: Any): number {
  for (let i = 0; i < 2; i++) {
    scheduler.optimizer.step()
    scheduler.step()
  }
  return scheduler.get_last_lr()[0]
}

const odd: readonly (readonly [name: string, value: Any])[] = [
  ['str', '3'],
  ['str', ''],
  ['dict', new Map()],
  ['NoneType', null],
  ['list', [1]],
  ['complex', new Complex(0, 1)],
]

test('how often, and into how many parts, is an int', () => {
  for (const [name, value] of [
    ...odd,
    ['float', 0.5],
    ['float', 1e300],
    ['float', NaN],
    ['float', Infinity],
  ] as const)
    for (const make of [
      () => nn.LSTM(2, 2, value),
      () => nn.GRU(2, 2, { num_layers: value }),
      () => nn.Conv2d(4, 4, 1, { groups: value }),
    ])
      throws(make, { name: 'TypeError', message: `'${name}' object cannot be interpreted as an integer` })
  for (const [name, value] of odd) {
    const loader = (options: Any): Any => DataLoader(TensorDataset(torch.arange(4)), options)
    const message = `'<' not supported between instances of '${name}' and 'int'`
    for (const options of [{ num_workers: value }, { timeout: value }])
      throws(() => loader(options), { name: 'TypeError', message })
    throws(() => nn.Dropout(value), { name: 'TypeError', message })
  }
})

test('groups and heads are divided by before anything is made of them', () => {
  const x = torch.ones(2, 4, 3)
  for (const [name, value] of odd) {
    const message = (operator: string): string =>
      `unsupported operand type(s) for ${operator}: 'int' and '${name}'`
    throws(() => nn.GroupNorm(value, 4), { name: 'TypeError', message: message('%') })
    throws(() => nn.MultiheadAttention(4, value), { name: 'TypeError', message: message('//') })
    throws(() => nn.TransformerEncoderLayer(4, value), { name: 'TypeError', message: message('//') })
  }
  for (const value of [1e300, NaN, Infinity, 0.3]) {
    throws(() => nn.GroupNorm(value, 4), /num_channels must be divisible by num_groups/)
    throws(() => nn.MultiheadAttention(4, value), /embed_dim must be divisible by num_heads/)
  }
  throws(() => nn.GroupNorm(0, 4), { name: 'ZeroDivisionError', message: 'integer modulo by zero' })
  throws(() => nn.GroupNorm(new Float(0) as Any, 4), { name: 'ZeroDivisionError', message: 'float modulo' })
  const noHeads = { name: 'ZeroDivisionError', message: 'integer division or modulo by zero' }
  throws(() => nn.MultiheadAttention(4, 0), noHeads)
  // What divides is taken, as by PyTorch, and refused where the layer runs.
  equal(String(nn.GroupNorm(0.5, 4)), 'GroupNorm(0.5, 4, eps=1e-05, affine=True)')
  for (const [name, value] of [
    ['float', 0.5],
    ['float', new Float(2)],
    ['bool', true],
  ] as [string, Any][]) {
    const message = `group_norm(): argument 'num_groups' (position 2) must be int, not ${name}`
    throws(() => nn.GroupNorm(value, 4)(x), { name: 'TypeError', message })
  }
  for (const value of [0.5, new Float(2)] as Any[])
    throws(() => nn.MultiheadAttention(4, value)(x.mT, x.mT, x.mT), { name: 'TypeError' })
  // A float is no size, even a whole one.
  const four = new Float(4) as Any
  for (const make of [
    () => nn.MultiheadAttention(four, 2),
    () => nn.Conv2d(four, 2, 1),
    () => nn.Conv2d(4, four, 1),
    () => nn.ConvTranspose2d(4, four, 1),
    () => nn.GroupNorm(2, four),
  ])
    throws(make, { name: 'TypeError' })
})

test('large ints are numbers', () => {
  throws(() => nn.Conv2d(4, 4, 1, { groups: (2n ** 53n) as Any }), /in_channels must be divisible by groups/)
  throws(() => nn.GroupNorm((2n ** 70n) as Any, 4), /num_channels must be divisible by num_groups/)
  throws(() => nn.MultiheadAttention(4, (2n ** 63n) as Any), /embed_dim must be divisible by num_heads/)
  throws(() => nn.Dropout((2n ** 53n) as Any), /has to be between 0 and 1, but got 9007199254740992/)
  equal(rateOf(schedulers.StepLR(sgd(), (2n ** 63n) as Any)), 0.1)
  equal(rateOf(schedulers.ExponentialLR(sgd(), (2n ** 53n) as Any)), 8.112963841460669e30)
  equal(rateOf(schedulers.LambdaLR(sgd(), () => (2n ** 53n) as Any)), 900719925474099.2)
  equal(rateOf(schedulers.CosineAnnealingLR(sgd(), (2n ** 53n) as Any)), 0.1)
  equal(optim.LBFGS(parameters(), { max_iter: (2n ** 53n) as Any }).param_groups[0].max_iter, 2 ** 53)
})

test('more layers than memory has room for are refused at once', () => {
  for (const layers of [2 ** 40, 2 ** 53 - 1, 2n ** 63n, 2n ** 70n] as Any[])
    throws(() => nn.LSTM(2, 2, layers), { name: 'RuntimeError' })
})

test('what a schedule computes with is a number', () => {
  for (const [name, value] of odd)
    for (const make of [
      () => schedulers.StepLR(sgd(), value),
      () => schedulers.StepLR(sgd(), 1, value),
      () => schedulers.MultiStepLR(sgd(), [1], value),
      () => schedulers.ExponentialLR(sgd(), value),
      () => schedulers.ConstantLR(sgd(), 0.5, value),
      () => schedulers.LinearLR(sgd(), 0.5, 1, value),
      () => schedulers.PolynomialLR(sgd(), value),
      () => schedulers.CosineAnnealingLR(sgd(), value),
      () => schedulers.LambdaLR(sgd(), () => value),
      () => schedulers.ReduceLROnPlateau(sgd(), { patience: value }),
      () => schedulers.CyclicLR(sgd(), 0.1, 0.2, { step_size_up: value, cycle_momentum: false }),
      () => optim.LBFGS(parameters(), { max_iter: value }),
    ])
      throws(make, { name: 'TypeError', message: `must be real number, not ${name}` })
  throws(() => rateOf(schedulers.StepLR(sgd(), 0)), /integer modulo by zero/)
  throws(() => rateOf(schedulers.CosineAnnealingLR(sgd(), 0)), /integer modulo by zero/)
})

test('a factor that pictures grow by is a float', () => {
  const grow = (value: Any): Any => nn.Upsample({ scale_factor: value })
  throws(() => grow(new Complex(0, 1)), /float\(\) argument must be a string or a real number, not 'complex'/)
  throws(() => grow(new Map())(torch.ones(1, 1, 4, 4)), /either size or scale_factor should be defined/)
})
