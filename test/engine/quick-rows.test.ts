import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Tensor } from '../../src/index.js'
import torch from '../../src/index.js'

/** Pairs of shapes: a row, a column, one across the other, those that take a third dimension, and those of size 1. */
const pairs: [number[], number[]][] = [
  [[4, 3], [3]],
  [
    [4, 3],
    [1, 3],
  ],
  [
    [4, 3],
    [4, 1],
  ],
  [[2, 5, 7], [7]],
  [
    [2, 5, 7],
    [5, 7],
  ],
  [
    [2, 5, 7],
    [2, 5, 1],
  ],
  [
    [2, 5, 7],
    [2, 1, 1],
  ],
  [
    [2, 5, 7],
    [1, 5, 1],
  ],
  [
    [2, 5, 7],
    [2, 1, 7],
  ],
  [
    [6, 1],
    [1, 9],
  ],
  [[6, 1], [9]],
  [
    [2, 3, 1],
    [1, 8],
  ],
  [
    [2, 3, 1, 1],
    [4, 5],
  ],
  [
    [1, 4, 1],
    [4, 1],
  ],
  [
    [1, 1, 3],
    [2, 3],
  ],
  [
    [40, 33],
    [40, 1],
  ],
  [[40, 33], [33]],
  [
    [70, 1],
    [1, 90],
  ],
  [[70, 90], [90]],
  [
    [70, 90],
    [70, 1],
  ],
]
const ops = ['add', 'sub', 'mul', 'div', 'gt', 'maximum', 'pow', 'atan2'] as const

const run = torch as unknown as Record<(typeof ops)[number], (a: Tensor, b: Tensor) => Tensor>

/** As the loops of old do it: both in full. */
const inFull = (op: (typeof ops)[number], a: Tensor, b: Tensor): Tensor => {
  const [x, y] = torch.broadcast_tensors(a, b)
  return run[op](x.contiguous(), y.contiguous())
}

for (const dtype of [torch.float32, torch.float64, torch.int64, torch.int32])
  test(`operands that are broadcast over rows give what they give in full: ${dtype.name}`, () => {
    torch.manual_seed(1)
    const make = (sizes: number[]): Tensor => torch.rand(sizes).mul(9).add(1).to(dtype)
    for (const op of ops) {
      if (op === 'atan2' && !dtype.is_floating_point) continue
      // Functions of float32 are PyTorch's by sixteens of a row: theirs is the general way.
      if ((op === 'atan2' || op === 'pow') && dtype === torch.float32) continue
      for (const [p, q] of pairs) {
        const [a, b] = [make(p), make(q)]
        // Once in JavaScript, and once when so much was done that vectors have started.
        for (let time = 0; time < 2; time++) {
          const [ab, ba] = [run[op](a, b), run[op](b, a)]
          const words = `${op} of ${p.join('×')} and ${q.join('×')}`
          assert.deepEqual(ab.shape, inFull(op, a, b).shape, words)
          assert.ok(ab.is_contiguous(), words)
          assert.ok(torch.equal(ab, inFull(op, a, b)), words)
          assert.ok(torch.equal(ba, inFull(op, b, a)), words)
          if (time === 0 && ab.numel() > 1000) for (let k = 0; k < 100; k++) run[op](a, b)
        }
      }
    }
  })

test('what is broadcast over rows in place, in a part of other memory, and with gradients', () => {
  const x = torch.arange(12, { dtype: torch.float32 }).view(3, 4)
  const row = torch.tensor([1, 2, 3, 4])
  const kept = x.clone()
  x.add_(row)
  assert.ok(torch.equal(x, kept.add(row)))
  assert.equal(x._version, 1)
  // Its own first row is read before it is written.
  assert.throws(() => x.add_(x.select(0, 0)), /memory/)
  const part = torch.arange(24, { dtype: torch.float32 }).narrow(0, 8, 12).view(3, 4)
  assert.deepEqual(part.mul(row).tolist(), [
    [8, 18, 30, 44],
    [12, 26, 42, 60],
    [16, 34, 54, 76],
  ])
  const w = torch.tensor([1, 2, 3, 4], { dtype: torch.float32, requires_grad: true })
  const c = torch.tensor([[1], [2], [3]], { dtype: torch.float32, requires_grad: true })
  w.mul(c).sum().backward()
  assert.deepEqual(w.grad!.tolist(), [6, 6, 6, 6])
  assert.deepEqual(c.grad!.tolist(), [[10], [10], [10]])
  assert.throws(() => torch.ones(3, 4).add(torch.ones(3)), /must match the size of tensor b \(3\)/)
  assert.deepEqual([...torch.ones(0, 4).add(torch.ones(4)).shape], [0, 4])
  assert.deepEqual([...torch.ones(3, 0).add(torch.ones(3, 1)).shape], [3, 0])
})
