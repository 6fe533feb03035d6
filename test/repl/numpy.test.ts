// `np` as a learner types it: `dtype=` by name.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import { typist } from './commands/typed.js'

const cases: [typed: string, printed: string][] = [
  ['np.array([1, 2], dtype=np.float32)', 'array([1., 2.], dtype=float32)'],
  ["np.array([1.5, 2], 'int32')", 'array([1, 2], dtype=int32)'],
  ['np.array([[1., 2.], [3., 4.]])', 'array([[1., 2.],\n       [3., 4.]])'],
  ['np.zeros((1, 2), dtype=np.int64)', 'array([[0, 0]])'],
  ['np.arange(3, dtype=np.float32)', 'array([0., 1., 2.], dtype=float32)'],
  ['np.arange(2, 8, 2)', 'array([2., 4., 6.])'],
  ["np.full((2,), 7, dtype='float32')", 'array([7., 7.], dtype=float32)'],
  ['np.linspace(0, 1, num=3)', "TypeError: np.linspace() takes 'num' by position here, only dtype by name"],
  ['torch.from_numpy(np.array([[1, 2], [3, 4]], dtype=np.int64))', 'tensor([[1, 2],\n        [3, 4]])'],
]

const type = typist()
for (const [typed, printed] of cases) test(typed, async () => assert.equal(await type(typed), printed))
