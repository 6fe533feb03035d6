// Operators in place on arrays of NumPy's: the memory that other names, views and tensors hold, and what is refused.
import { deepEqual, equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { loadNumpy } from '../../src/dialect/runtime/numpy.js'
import { operatorHelpers } from '../../src/dialect/runtime/operations.js'

const np = loadNumpy() as Record<string, (...args: any[]) => any>
const { __iadd__, __imul__, __isub__, __ifloordiv__, __itruediv__, __iand__ } = operatorHelpers

test('what holds the same memory is changed, too', () => {
  const a = np.ones(3)
  equal(__iadd__(a, 1), a)
  deepEqual(a.tolist(), [2, 2, 2])
  const t = torch.ones(2)
  __imul__(t.numpy(), 3)
  deepEqual(t.tolist(), [3, 3])
  const b = np.array([true, false])
  __iand__(b, np.array([true, true]))
  deepEqual(b.tolist().map(Boolean), [true, false])
})

test('views write through, and shapes broadcast into the left one', () => {
  const c = np.arange(6).reshape(2, 3)
  __isub__(c, np.array([1, 2, 3]))
  __ifloordiv__(c, 2)
  deepEqual(c.tolist().flat().map(Number), [-1, -1, -1, 1, 1, 1])
  throws(() => __iadd__(np.ones(3), np.ones([2, 3])), {
    message: "non-broadcastable output operand with shape (3,) doesn't match the broadcast shape (2,3)",
  })
})

test('an array keeps its type, or the result is refused', () => {
  const f = np.ones(2, 'float32')
  __imul__(f, 1.5)
  deepEqual([String(f.dtype), f.tolist()], ['float32', [1.5, 1.5]])
  throws(() => __iadd__(np.array([1, 2]), 1.5), {
    message:
      "Cannot cast ufunc 'add' output from dtype('float64') to dtype('int64') with casting rule 'same_kind'",
  })
  throws(() => __itruediv__(np.array([1, 2]), 2), /ufunc 'divide' output from dtype\('float64'\)/)
})
