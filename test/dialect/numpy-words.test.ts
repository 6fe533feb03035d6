// Wrong calls of NumPy are answered in NumPy's classes and words, not in those of the package that computes.
import { deepEqual } from 'node:assert/strict'
import { test } from 'node:test'
import { loadNumpy } from '../../src/dialect/runtime/numpy.js'

const np: unknown = loadNumpy()

const answerTo = (text: string): string => {
  try {
    new Function('np', `return ${text}`)(np)
    return 'no error'
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

const mismatch =
  'ValueError: shape mismatch: objects cannot be broadcast to a single shape.  Mismatch is between '

/** What NumPy 1.24 says of the same call. */
const expected: Record<string, string> = {
  'np.broadcast_shapes([2, 3], [4])': `${mismatch}arg 0 with shape (2, 3) and arg 1 with shape (4,).`,
  'np.broadcast_shapes([2, 3], 5)': `${mismatch}arg 0 with shape (2, 3) and arg 1 with shape (5,).`,
  'np.broadcast_arrays(np.ones(2), np.ones(3))': `${mismatch}arg 0 with shape (2,) and arg 1 with shape (3,).`,
  'np.broadcast_shapes([5, 3, {a: 1}])': "TypeError: 'dict' object cannot be interpreted as an integer",
  'np.array([{a: 1}])': "TypeError: float() argument must be a string or a real number, not 'dict'",
  'np.array([() => 1])': "TypeError: float() argument must be a string or a real number, not 'function'",
  'np.matmul(1, np.ones(3))':
    'ValueError: matmul: Input operand 0 does not have enough dimensions (has 0, gufunc core with signature ' +
    '(n?,k),(k,m?)->(n?,m?) requires 1)',
  'np.matmul(np.ones([2, 3, 4]), np.ones([3, 4, 2]))':
    'ValueError: operands could not be broadcast together with remapped shapes [original->remapped]: ' +
    '(2,3,4)->(2,newaxis,newaxis) (3,4,2)->(3,newaxis,newaxis)  and requested shape (3,2)',
  'np.ones(3).item(7)': 'IndexError: index 7 is out of bounds for axis 0 with size 3',
  'np.take_along_axis(np.ones([2, 2]), np.array([0]), 0)':
    'ValueError: `indices` and `arr` must have the same number of dimensions',
  'np.tensordot(np.ones([2, 3]), np.ones([2, 3]), 1)': 'ValueError: shape-mismatch for sum',
  'np.rollaxis(np.ones([2, 3]), 0, 9)':
    "AxisError: 'start' arg requires -2 <= start < 3, but 9 was passed in",
  'np.moveaxis(np.ones([2, 3]), 5, 0)': 'AxisError: source: axis 5 is out of bounds for array of dimension 2',
  'np.select([], [])': 'ValueError: select with an empty condition list is not possible',
  'np.select([np.array([true])], [1, 2])':
    'ValueError: list of cases must be same length as list of conditions',
  'np.histogram2d([1, 2], [1])': 'ValueError: x and y must have the same length.',
  'np.base_repr(3, 40)': 'ValueError: Bases greater than 36 not handled in base_repr.',
  'np.arange(3, {dtype: "bool"})':
    'TypeError: arange() is only supported for booleans when the result has at most length 2.',
  'np.packbits(np.array([1.5]))': 'TypeError: Expected an input array of integer or boolean data type',
  'np.unpackbits(np.array([1]))': 'TypeError: Expected an input array of unsigned byte data type',
  'np.subtract(np.array([true]), np.array([true]))':
    'TypeError: numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, ' +
    'or the logical_xor function instead.',
  'np.copyto(np.ones(2), np.ones(3))':
    'ValueError: could not broadcast input array from shape (3,) into shape (2,)',
  'np.random.zipf(0.5)': 'ValueError: a <= 1 or a is NaN',
  'np.random.logseries(2)': 'ValueError: p < 0, p >= 1 or p is NaN',
  'np.random.f(-1, 1)': 'ValueError: dfnum <= 0',
  'np.random.f(1, -1)': 'ValueError: dfden <= 0',
  'np.random.vonmises(0, -1)': 'ValueError: kappa < 0',
  'np.random.wald(-1, 1)': 'ValueError: mean <= 0',
  'np.random.exponential(-1)': 'ValueError: scale < 0',
  'np.random.chisquare(-1)': 'ValueError: df <= 0',
  'np.random.dirichlet([-1, 1])': 'ValueError: alpha <= 0',
  'np.random.choice([1, 2], 3, false)':
    "ValueError: Cannot take a larger sample than population when 'replace=False'",
  'np.random.choice([])': "ValueError: 'a' cannot be empty unless no samples are taken",
  'np.random.choice([1, 2], 1, true, [1])': "ValueError: 'a' and 'p' must have same size",
  'np.linalg.multi_dot([np.ones([2, 2])])': 'ValueError: Expecting at least two arrays.',
}

test('wrong calls of NumPy in its words', () => {
  deepEqual(Object.fromEntries(Object.keys(expected).map((text) => [text, answerTo(text)])), expected)
})
