// Families of ops that load late: in the built program, every entry of the index finds its code, and nothing loads before.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { marks } from '../../src/engine/op.js'
import torch from '../../src/index.js'
import * as listed from '../../src/ops/index.gen.js'
import { dltorch } from './dltorch.js'

/** The paths of the functions that the index lists. */
const paths = listed.paths.split(' ').filter((_, i) => (listed.marks.charCodeAt(i) - 48) & marks.function)

test('help of every function finds its entry', async () => {
  const lines = paths
    .filter((path) => !path.startsWith('_'))
    .map((path) => `if (typeof torch.${path} === 'function') help(torch.${path})`)
  const { stdout, stderr, code } = await dltorch(['repl'], { input: lines.join('\n') })
  assert.equal(code, 0, stderr)
  assert.doesNotMatch(stdout + stderr, /internal:/)
  assert.match(stdout, /logaddexp/)
})

test('families of one name are tried in the order of the index, whichever loads first', async () => {
  const script = [
    'x = torch.tensor([3., 1., 2.])',
    'torch.max(x, 0).indices',
    'torch.max(x)',
    'torch.maximum(x, torch.ones(3))',
    'x.clone().clamp_(1.5, 2.5)',
    'torch.nn.functional.gelu(x).shape',
    'x.sort().values',
    'torch.ones(2).add(1, 2, 3, 4)',
  ]
  const { stdout } = await dltorch(['repl'], { input: script.slice(0, -1).join('\n') })
  assert.equal(
    stdout,
    [
      'tensor(0)',
      'tensor(3.)',
      'tensor([3., 1., 2.])',
      'tensor([2.5000, 1.5000, 2.0000])',
      'torch.Size([3])',
      'tensor([1., 2., 3.])',
      '',
    ].join('\n'),
  )
  const { stderr } = await dltorch(['eval', script.at(-1)!])
  assert.match(stderr, /TypeError: add\(\) /)
})

test('what loads late is missing nowhere: the built program has every name that the source has', async () => {
  const listing =
    '[torch, torch.Tensor.prototype, torch.Generator.prototype, torch.nn, torch.nn.functional, torch.optim, ' +
    'torch.utils.data, torch.autograd, torch.gpu].map((owner) => Object.getOwnPropertyNames(owner).sort())'
  const { stdout } = await dltorch(['eval', `console.log(JSON.stringify(${listing}))`])
  const here = new Function('torch', `return ${listing}`) as (it: typeof torch) => string[][]
  assert.deepEqual(JSON.parse(stdout), here(torch))
})

test('the first entry in Python loads no module of networks', async () => {
  const loaded = `[...globalThis[Symbol.for('dltorch.files')].keys()].filter((path) => fs.readFileSync(path, 'utf8').includes('register_full_backward_hook(')).length`
  const input = `const fs = await import('node:fs')\n[i for i in range(2)]\n${loaded}\ntorch.nn.Linear(1, 1)\n${loaded}`
  const { stdout } = await dltorch(['repl'], { input })
  assert.equal(stdout, '[0, 1]\n0\nLinear(in_features=1, out_features=1, bias=True)\n1\n')
})
