// Writes to memory that overlaps: refused in PyTorch's words, and only where PyTorch refuses.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Tensor } from '../../src/index.js'
import torch from '../../src/index.js'

const partly =
  /^RuntimeError: unsupported operation: some elements of the input tensor and the written-to tensor refer/
const doubly = /^RuntimeError: unsupported operation: more than one element of the written-to tensor refers/

const range = (n: number): Tensor => torch.arange(n, { dtype: torch.float32 })
const list = (...numbers: number[]): Tensor => torch.tensor(numbers)

test('an operand that lies partly in the written memory is refused', () => {
  const cases: Record<string, (x: Tensor) => unknown> = {
    'x[1:] = x[:-1]': (x) => x.index_put_(['1:'], x.index(':-1')),
    'x[:-1] = x[1:]': (x) => x.index_put_([':-1'], x.index('1:')),
    'x[1:].copy_(x[:-1])': (x) => x.index('1:').copy_(x.index(':-1')),
    'x[1:].add_(x[:-1])': (x) => x.index('1:').add_(x.index(':-1')),
    'x[1:].pow_(x[:-1])': (x) => x.index('1:').pow_(x.index(':-1')),
    'x[1:].lerp_(x[:-1], 0.5)': (x) => x.index('1:').lerp_(x.index(':-1'), 0.5),
    'x.copy_(x.t())': (x) => x.view(2, 2).copy_(x.view(2, 2).t()),
    'x.add_(x.t())': (x) => x.view(2, 2).add_(x.view(2, 2).t()),
    'another dtype': (x) => x.view(torch.int32).index('1:').copy_(x.index(':-1')),
    'a mask': (x) => {
      const mask = x.gt(1)
      mask.index('1:').masked_fill_(mask.index(':-1'), false)
    },
    index_copy_: (x) => x.index_copy_(0, list(1, 2), x.index(':2')),
    index_add_: (x) => x.index_add_(0, list(1, 2), x.index(':2')),
    scatter_: (x) => x.scatter_(0, list(1, 2), x.index(':2')),
    'x[[0, 1]] = x[1:3]': (x) => x.index_put_([list(0, 1)], x.index('1:3')),
    'x[x > 1] = x[:2]': (x) => x.index_put_([x.gt(1)], x.index(':2')),
    'cat of parts into the whole': (x) => torch.cat([x.index(':2'), x.index('2:')], { out: x }),
    'gather into itself': (x) => torch.gather(x, 0, list(0), { out: x.index(':1') }),
    'exp with out': (x) => torch.exp(x.index(':-1'), { out: x.index('1:') }),
  }
  for (const [name, write] of Object.entries(cases)) assert.throws(() => write(range(4)), partly, name)
})

test('an expanded tensor is written to only where that is one value', () => {
  const wide = (): Tensor => range(4).expand(2, 4)
  assert.throws(() => wide().copy_(torch.ones(2, 4)), doubly)
  assert.throws(() => wide().add_(1), doubly)
  assert.throws(() => wide().cumsum_(0), doubly)
  assert.throws(() => wide().normal_(), doubly)
  assert.throws(() => wide().scatter_(0, torch.zeros(1, 4, { dtype: torch.int64 }), 1), doubly)
  assert.throws(() => wide().index_copy_(0, list(0), torch.ones(1, 4)), doubly)
  assert.deepEqual(wide().fill_(1).tolist(), torch.ones(2, 4).tolist())
  assert.deepEqual(wide().zero_().tolist(), torch.zeros(2, 4).tolist())
  const x = wide()
  x.index_put_([':', 0], 7)
  assert.deepEqual(x.tolist(), [
    [7, 1, 2, 3],
    [7, 1, 2, 3],
  ])
  assert.deepEqual(wide().t_().sizes, [4, 2])
})

test('the same window, and windows with gaps, are allowed', () => {
  const x = range(4)
  assert.deepEqual(x.add_(x).tolist(), [0, 2, 4, 6])
  assert.deepEqual(x.copy_(x).tolist(), [0, 2, 4, 6])
  const even = range(6)
  even.index('::2').add_(even.index('1::2'))
  assert.deepEqual(even.tolist(), [1, 1, 5, 3, 9, 5])
  const square = range(4).view(2, 2)
  square.index_put_([0], square.index(':', 0))
  assert.deepEqual(square.tolist(), [
    [0, 2],
    [2, 3],
  ])
})
