// Modules that a loop makes are let go of in the loop, not when the job is done.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import torch, { type Tensor } from '../../src/index.js'

const { nn } = torch
setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Bytes that each round leaves. */
function leftBy(make: () => unknown): number {
  const count = 6000
  for (let i = 0; i < 500; i++) make()
  collect()
  const before = process.memoryUsage().heapUsed
  for (let i = 0; i < count; i++) make()
  collect()
  return (process.memoryUsage().heapUsed - before) / count
}

class Net extends nn.Module {
  hidden = nn.Linear(2, 2)
  override forward(x: Tensor): Tensor {
    return this.hidden(x) as Tensor
  }
}

test('modules made in one job do not stay until its end', () => {
  for (const make of [
    () => nn.ReLU(),
    () => new nn.Linear(4, 4),
    () => nn.Sequential(nn.ReLU()),
    () => new Net(),
  ])
    assert.ok(leftBy(make) < 500)
})

test('many modules that are made within a constructor leave it to assign what it likes', () => {
  class Many extends nn.Module {
    made = Array.from({ length: 1500 }, () => new Net())
    last = nn.Linear(2, 1)
    override forward(x: Tensor): Tensor {
      return this.last(x) as Tensor
    }
  }
  const many = new Many()
  assert.equal([...many.parameters()].length, 2)
})
