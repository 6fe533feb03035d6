// Which samples an iteration is for.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { Batches } from '../../src/train/batches.js'

const x = torch.arange(22, { dtype: torch.float32 }).view(11, 2)
const y = torch.arange(11, { dtype: torch.float32 })

test('an epoch goes through all rows once, and the next in another order', () => {
  const batches = new Batches({ x, y }, 4, 1)
  assert.equal(batches.perEpoch, 3)
  const epoch = (first: number): number[] =>
    [0, 1, 2].flatMap((i) => {
      const batch = batches.at(first + i)
      assert.deepEqual([...batch.x.sizes], [i < 2 ? 4 : 3, 2])
      // Features and labels stay together.
      assert.ok(torch.equal(batch.x.select(1, 0), batch.y.mul(2)))
      return batch.y.tolist() as number[]
    })
  const [first, second] = [epoch(0), epoch(3)]
  assert.deepEqual(
    [...first].sort((a, b) => a - b),
    y.tolist(),
  )
  assert.deepEqual(
    [...second].sort((a, b) => a - b),
    y.tolist(),
  )
  assert.notDeepEqual(first, second)
  // The number of the iteration says it all.
  assert.deepEqual(new Batches({ x, y }, 4, 1).at(4).y.tolist(), batches.at(4).y.tolist())
})

test('rows of any layout give the same batches', () => {
  const plain = new Batches({ x, y }, 4, 7)
  const turned = new Batches({ x: x.t().contiguous().t(), y: y.view(11, 1) }, 4, 7)
  for (const i of [0, 2, 5]) {
    assert.ok(torch.equal(plain.at(i).x, turned.at(i).x))
    assert.ok(torch.equal(plain.at(i).y, turned.at(i).y.view(-1)))
  }
})

test('as many rows as there are need no order', () => {
  const samples = { x, y }
  assert.equal(new Batches(samples, 50, 1).at(3), samples)
})
