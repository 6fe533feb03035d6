// Every name of the namespace can be imported on its own, and what prints as Python does also does in console.log.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { inspect } from 'node:util'
import { generateNames } from '../src/build/names.js'
import * as all from '../src/index.js'
import torch from '../src/index.js'

test('the generated list of names is current', () => {
  assert.equal(readFileSync(new URL('../src/names.gen.ts', import.meta.url), 'utf8'), generateNames())
})

test('each name is exported, and is the one of the namespace', () => {
  const exported = all as unknown as Record<string, unknown>
  const namespaces = new Set(['autograd', 'utils', 'nn', 'optim', 'distributions', 'errors', 'func'])
  for (const [name, value] of Object.entries(torch)) {
    if (name.startsWith('_')) continue
    assert.ok(name in exported, name)
    // Classes are exported as they are; in the namespace some can be called without `new`.
    if (!namespaces.has(name) && !/^[A-Z]|^d(evice|type)$/.test(name))
      assert.equal(exported[name], value, name)
  }
})

test('console.log of tuples, nodes and dicts', () => {
  const x = torch.tensor([
    [1, 2],
    [4, 3],
  ])
  assert.equal(inspect(x.max(0)), 'torch.return_types.max(\nvalues=tensor([4, 3]),\nindices=tensor([1, 1]))')
  const w = torch.ones(1, { requires_grad: true })
  assert.match(inspect(w.mul(2).grad_fn), /^<MulBackward0 object at 0x[0-9a-f]+>$/)
  assert.match(inspect(torch.nn.Linear(1, 1).state_dict()), /^OrderedDict\(\[\('weight', tensor\(/)
  assert.equal(`${torch.ones(2).split(1)}`, '(tensor([1.]), tensor([1.]))')
  assert.match(inspect(torch.finfo(torch.float32)), /^finfo\(resolution=1e-06/)
})
