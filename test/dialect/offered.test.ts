// What is listed of a value: PyTorch's names, and none of those that the library works with.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { pythonFunctions } from '../../src/dialect/runtime/python-functions.js'
import torch from '../../src/index.js'
import { memberNames } from '../../src/repl/editor/resolve.js'

const dir = pythonFunctions.dir as (value: unknown) => string[]
const net = torch.nn.Linear(2, 1)
const subjects: [value: object, has: string, hasNot: string][] = [
  [
    torch,
    'add relu_ negative_ no_grad conj',
    'add_ absolute_ slice_backward sigmoid_backward alias _index _mul_scalar forwardMode savedHooks',
  ],
  [
    torch.ones(2),
    'add add_ absolute_ T requires_grad',
    'memory hooks edge _index toString rsub is_view viewAs',
  ],
  [torch.special, 'erf exp2', 'erf_ exp2_ expit_'],
  [torch.nn.functional, 'relu relu_ tanh', 'tanh_ sigmoid_'],
  [torch.nn.utils, 'clip_grad_norm_', 'forgetGradient'],
  [torch.autograd, 'backward grad', 'backwardOf'],
  [torch.optim, 'Adam lr_scheduler', 'adam sgd'],
  [torch.optim.SGD(net.parameters(), { lr: 1 }), 'step zero_grad param_groups', 'stateOf scalars update'],
  [net, 'weight forward parameters', 'toString'],
]

test('PyTorch’s names are listed, the library’s own are not', () => {
  for (const [value, has, hasNot] of subjects)
    for (const names of [dir(value), memberNames({ value }, ''), memberNames({ value }, '_')]) {
      for (const name of has.split(' ')) assert.ok(names.includes(name), `${name} is missing`)
      for (const name of hasNot.split(' ')) assert.ok(!names.includes(name), `${name} is there`)
    }
})

test('vars() of a tensor has what a program put there', () => {
  const x = Object.assign(torch.ones(2), { label: 'ones' })
  assert.deepEqual((pythonFunctions.vars as (value: unknown) => object)(x), { label: 'ones' })
})
