// `torch.jit` and `torch.compile` give back what they are given; the rest of `torch.jit` is refused.
import { equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import torch, { nn } from '../../src/index.js'

test('modules and functions are given back as they are', () => {
  const net = nn.Linear(1, 1)
  const { jit } = torch
  equal(jit.script(net), net)
  equal(jit.trace(net, torch.ones(1, 1)), net)
  equal(torch.compile(net), net)
  const f = (x: number) => x
  equal((torch.compile as (options: object) => (given: unknown) => unknown)({ mode: 'default' })(f), f)
  equal((jit.ignore as (f: unknown) => unknown)(f), f)
  equal((jit.is_scripting as () => boolean)(), false)
})

test('what would need a compiled program is refused', () => {
  const { save, fork } = torch.jit as unknown as Record<string, () => void>
  throws(save, /save the state_dict\(\) of a module with torch.save/)
  throws(fork, /torch.jit.fork is left out of dltorch/)
})
