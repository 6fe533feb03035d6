// The samples of one of several processes, in PyTorch's order.
import { deepEqual, equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'

const { DistributedSampler } = torch.utils.data
const seven = [0, 1, 2, 3, 4, 5, 6]

test('each process has its own samples', () => {
  const order = (rank: number, more: object = {}) => [
    ...new DistributedSampler(seven, { num_replicas: 3, rank, shuffle: false, ...more }),
  ]
  deepEqual(
    [order(0), order(1), order(2)],
    [
      [0, 3, 6],
      [1, 4, 0],
      [2, 5, 1],
    ],
  )
  deepEqual(
    [order(0, { drop_last: true }), order(2, { drop_last: true })],
    [
      [0, 3],
      [2, 5],
    ],
  )
})

test('the order of an epoch is drawn from seed and epoch', () => {
  const sampler = new DistributedSampler(seven, 2, 1)
  deepEqual([...sampler], [0, 3, 6, 4])
  sampler.set_epoch(1)
  deepEqual([...sampler], [6, 3, 2, 0])
  equal(sampler.length, 4)
})

test('what it refuses', () => {
  throws(() => new DistributedSampler(seven), /Requires distributed package/)
  throws(() => new DistributedSampler(seven, 2, 2), {
    message: 'Invalid rank 2, rank should be in the interval [0, 1]',
  })
})
