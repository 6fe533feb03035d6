// NumPy's functions at the prompt: lists are arrays, errors are NumPy's, float32 is accumulated as NumPy does. Recorded from
// NumPy 1.24.
import { deepEqual, equal, throws } from 'node:assert/strict'
import { test } from 'node:test'
import torch from '../../src/index.js'
import { operatorHelpers } from '../../src/dialect/runtime/operations.js'
import { loadNumpy } from '../../src/dialect/runtime/numpy.js'

const np = loadNumpy() as any

/** What a call gives or throws, in one line. */
function said(call: string): string {
  try {
    return torch.repr(new Function('np', `return ${call}`)(np)).replaceAll('\n', ' ')
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
}

const calls: readonly (readonly [call: string, answer: string])[] = [
  ['np.argsort(np.array([[3, 1, 2], [6, 5, 4]]), { axis: 1 })', 'array([[1, 2, 0],        [2, 1, 0]])'],
  ['np.repeat(np.array([1, 2]), { repeats: 2 })', 'array([1, 1, 2, 2])'],
  ['np.flip(np.array([1, 2]), { axis: 0 })', 'array([2, 1])'],
  [
    '[np.uint8(200), np.float32(0.1), np.int64, np.uint8([1, 300])]',
    "[200, 0.1, <class 'numpy.int64'>, array([ 1, 44], dtype=uint8)]",
  ],
  ["np.uint8('x')", "ValueError: np.uint8() takes whole numbers, not 'x'"],
  ['np.max([1, NaN])', 'nan'],
  ['np.argmin(np.array([[3, NaN], [1, 2]]), { axis: 1 })', 'array([1, 0])'],
  ['np.floor(np.array([true, false]))', 'array([1., 0.], dtype=float16)'],
  ['np.flip()', "TypeError: flip() missing 1 required positional argument: 'm'"],
  [
    'np.roll([1, 2], 1, 0, 7)',
    'TypeError: roll() takes from 2 to 3 positional arguments but 4 were given (known: a, shift, axis)',
  ],
  ['np.random.f()', "TypeError: f() missing 2 required positional arguments: 'dfnum' and 'dfden'"],
  [
    "np.fabs('a')",
    "TypeError: ufunc 'fabs' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''",
  ],
  [
    'np.bitwise_or(np.ones([2]), 1)',
    "TypeError: ufunc 'bitwise_or' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''",
  ],
  [
    "np.ones([2, 3]).sum('a')",
    "TypeError: ufunc 'sum' not supported for the input types, and the inputs could not be safely coerced to any supported types according to the casting rule ''safe''",
  ],
  ['np.random.gamma(NaN, 1)', 'ValueError: shape must be finite'],
  ['np.random.beta(0, 1)', 'ValueError: a <= 0'],
  ['np.random.zipf(1)', 'ValueError: a <= 1 or a is NaN'],
  ['np.random.binomial(1, 2)', 'ValueError: p < 0, p > 1 or p is NaN'],
  ['np.random.hypergeometric(1, 1, 3)', 'ValueError: ngood + nbad < nsample'],
  ['np.random.poisson(-1)', 'ValueError: lam < 0 or lam is NaN'],
  ['np.random.chisquare([1])', 'TypeError: must be real number, not list'],
  ['np.random.gamma(2, 1, 3).size', '3'],
  ['np.ones(-1)', 'ValueError: negative dimensions are not allowed'],
  ['np.zeros([2, -2])', 'ValueError: negative dimensions are not allowed'],
  ['np.ones([2]).reshape(3)', 'ValueError: cannot reshape array of size 2 into shape (3,)'],
  ['np.ones([4]).reshape(3, -1)', 'ValueError: cannot reshape array of size 4 into shape (3,newaxis)'],
  ['np.reshape(np.ones(4), [2, 3])', 'ValueError: cannot reshape array of size 4 into shape (2,3)'],
  [
    'np.add(np.ones([2, 3]), np.ones([2, 4]))',
    'ValueError: operands could not be broadcast together with shapes (2,3) (2,4)',
  ],
  ['np.linalg.inv([[0, 0], [0, 0]])', 'LinAlgError: Singular matrix'],
  ['np.linalg.inv(np.ones([2, 3]))', 'LinAlgError: Last 2 dimensions of the array must be square'],
  ['np.linalg.det(np.ones([2, 3]))', 'LinAlgError: Last 2 dimensions of the array must be square'],
  ['np.linalg.inv([1, 2])', 'LinAlgError: 1-dimensional array given. Array must be at least two-dimensional'],
  ['np.linalg.solve([[0, 0], [0, 0]], [1, 2])', 'LinAlgError: Singular matrix'],
  ['np.linalg.cholesky([[1, 2], [2, 1]])', 'LinAlgError: Matrix is not positive definite'],
  [
    'np.concatenate([np.ones([2, 2]), np.ones([3, 3])])',
    'ValueError: all the input array dimensions except for the concatenation axis must match exactly, but along dimension 1, the array at index 0 has size 2 and the array at index 1 has size 3',
  ],
  [
    'np.concatenate([np.ones([2, 2]), np.ones([3])])',
    'ValueError: all the input arrays must have same number of dimensions, but the array at index 0 has 2 dimension(s) and the array at index 1 has 1 dimension(s)',
  ],
  ['np.stack([np.ones(2), np.ones(3)])', 'ValueError: all input arrays must have the same shape'],
  [
    'np.vstack([np.ones(2), np.ones(3)])',
    'ValueError: all the input array dimensions except for the concatenation axis must match exactly, but along dimension 1, the array at index 0 has size 2 and the array at index 1 has size 3',
  ],
  [
    'np.hstack([np.ones([2, 2]), np.ones([3, 2])])',
    'ValueError: all the input array dimensions except for the concatenation axis must match exactly, but along dimension 0, the array at index 0 has size 2 and the array at index 1 has size 3',
  ],
  ['np.concatenate([])', 'ValueError: need at least one array to concatenate'],
  ['np.stack([])', 'ValueError: need at least one array to stack'],
  [
    'np.dot(np.ones([2, 3]), np.ones([2, 3]))',
    'ValueError: shapes (2,3) and (2,3) not aligned: 3 (dim 1) != 2 (dim 0)',
  ],
  ['np.dot(np.ones(2), np.ones(3))', 'ValueError: shapes (2,) and (3,) not aligned: 2 (dim 0) != 3 (dim 0)'],
  [
    'np.matmul(np.ones([2, 3]), np.ones([2, 3]))',
    'ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size 2 is different from 3)',
  ],
  [
    'np.matmul(np.ones(2), np.ones(3))',
    'ValueError: matmul: Input operand 1 has a mismatch in its core dimension 0, with gufunc signature (n?,k),(k,m?)->(n?,m?) (size 3 is different from 2)',
  ],
  ['np.arange(0, 1, 0)', 'ZeroDivisionError: division by zero'],
  ['np.sum(np.ones(2), 3)', 'AxisError: axis 3 is out of bounds for array of dimension 1'],
  ['np.mean(np.ones(2), 3)', 'AxisError: axis 3 is out of bounds for array of dimension 1'],
  ['np.max(np.ones(2), 3)', 'AxisError: axis 3 is out of bounds for array of dimension 1'],
  ['np.concatenate([np.ones(2)], 3)', 'AxisError: axis 3 is out of bounds for array of dimension 1'],
  ['np.eye(-1)', 'ValueError: negative dimensions are not allowed'],
  ['np.full(-1, 2)', 'ValueError: negative dimensions are not allowed'],
  ['np.empty(-1)', 'ValueError: negative dimensions are not allowed'],
  ['np.linspace(0, 1, -1)', 'ValueError: Number of samples, -1, must be non-negative.'],
  ['np.expand_dims(np.ones(2), 5)', 'AxisError: axis 5 is out of bounds for array of dimension 2'],
  ['np.transpose(np.ones([2, 2]), [0])', "ValueError: axes don't match array"],
  ['np.transpose(np.ones([2, 2]), [0, 0])', 'ValueError: repeated axis in transpose'],
  ['np.argmax(np.array([]))', 'ValueError: attempt to get argmax of an empty sequence'],
  ['np.argmin(np.array([]))', 'ValueError: attempt to get argmin of an empty sequence'],
  [
    'np.max(np.array([]))',
    'ValueError: zero-size array to reduction operation maximum which has no identity',
  ],
  [
    'np.min(np.array([]))',
    'ValueError: zero-size array to reduction operation minimum which has no identity',
  ],
  [
    'np.broadcast_to(np.ones(2), [3])',
    'ValueError: operands could not be broadcast together with remapped shapes [original->remapped]: (2,)  and requested shape (3,)',
  ],
  [
    'np.squeeze(np.ones(2), 0)',
    'ValueError: cannot select an axis to squeeze out which has size not equal to one',
  ],
  ['np.split(np.ones(3), 2)', 'ValueError: array split does not result in an equal division'],
  ['np.cross(np.ones(4), np.ones(4))', 'ValueError: incompatible dimensions for cross product'],
  ['np.random.rand(-1)', 'ValueError: negative dimensions are not allowed'],
  ['np.random.choice([], 1)', "ValueError: 'a' cannot be empty unless no samples are taken"],
  ['np.random.randint(0)', 'ValueError: high <= 0'],
  [
    'np.linalg.matrix_power(np.ones([2, 3]), 2)',
    'LinAlgError: Last 2 dimensions of the array must be square',
  ],
  ['np.linalg.eig(np.ones([2, 3]))', 'LinAlgError: Last 2 dimensions of the array must be square'],
  ['np.repeat([1, 2], -1)', 'ValueError: negative dimensions are not allowed'],
  ['np.tile([1], -1)', 'ValueError: negative dimensions are not allowed'],
  ["np.ones('a')", "TypeError: 'str' object cannot be interpreted as an integer"],
  ['np.unique([3, 1, 1])', 'array([1, 3])'],
  ['np.linalg.norm([3, 4])', '5.0'],
  ['np.linalg.det([[2, 0], [0, 2]])', '4.0'],
  ['np.linalg.matrix_rank([[2, 0], [0, 2]])', '2'],
  ['np.linalg.cond([[2, 0], [0, 2]])', '1.0'],
  ['np.linalg.eigvals([[2, 0], [0, 2]])', 'array([2., 2.])'],
  ['np.linalg.matrix_power([[2, 0], [0, 2]], 3)', 'array([[8, 0],        [0, 8]])'],
  ['np.stack([[1, 2], [3, 4]], { axis: 1 })', 'array([[1, 3],        [2, 4]])'],
  ['np.concatenate([[1, 2], [3, 4]])', 'array([1, 2, 3, 4])'],
  ['np.vstack([[1, 2], [3, 4]])', 'array([[1, 2],        [3, 4]])'],
  ['np.hstack([[1, 2], [3, 4]])', 'array([1, 2, 3, 4])'],
  ['np.column_stack([[1, 2], [3, 4]])', 'array([[1, 3],        [2, 4]])'],
  ['np.linalg.inv([[2, 0], [0, 2]])', 'array([[0.5, 0. ],        [0. , 0.5]])'],
  ['np.linalg.solve([[2, 0], [0, 2]], [1, 2])', 'array([0.5, 1. ])'],
  ['np.linalg.eigvalsh([[2, 0], [0, 3]])', 'array([2., 3.])'],
  ['np.linalg.pinv([[2, 0], [0, 2]])', 'array([[0.5, 0. ],        [0. , 0.5]])'],
  ['np.linalg.cholesky([[4, 0], [0, 9]])', 'array([[2., 0.],        [0., 3.]])'],
  ['np.trace([[2, 0], [0, 2]])', '4'],
  ['np.outer([1, 2], [3, 4])', 'array([[3, 4],        [6, 8]])'],
  ['np.kron([1, 2], [1, 1])', 'array([1, 1, 2, 2])'],
  ['np.diff([1, 4, 9])', 'array([3, 5])'],
  ['np.cross([1, 0, 0], [0, 1, 0])', 'array([0, 0, 1])'],
  ['np.flip([1, 2])', 'array([2, 1])'],
  ['np.roll([1, 2, 3], 1)', 'array([3, 1, 2])'],
  ['np.repeat([1, 2], 2)', 'array([1, 1, 2, 2])'],
  ['np.tile([1, 2], 2)', 'array([1, 2, 1, 2])'],
  ['np.argsort([3, 1, 2])', 'array([1, 2, 0])'],
  ['np.count_nonzero([0, 1])', '1'],
  ['np.nonzero([0, 1])', '(array([1]),)'],
  ['np.diag([1, 2])', 'array([[1, 0],        [0, 2]])'],
  ['np.triu([[1, 2], [3, 4]])', 'array([[1, 2],        [0, 4]])'],
  ['np.quantile([1., 2.], 0.5)', '1.5'],
  ['np.isin([1, 2], [2])', 'array([False,  True])'],
  ['np.squeeze([[1]])', 'array(1)'],
  ['np.ravel([[1, 2]])', 'array([1, 2])'],
  ['np.expand_dims([1, 2], 0)', 'array([[1, 2]])'],
  ['np.broadcast_to([1, 2], [2, 2])', 'array([[1, 2],        [1, 2]])'],
  ['np.polyfit([0, 1, 2], [1, 3, 5], 1)', 'array([2., 1.])'],
  ['np.array_equal([1], [1])', 'True'],
  ['np.meshgrid([1, 2], [3])', '[array([[1, 2]]), array([[3, 3]])]'],
  ['np.inner([1, 2], [3, 4])', '11'],
  ['np.vdot([1, 2], [3, 4])', '11'],
  ['np.cov([[1, 2], [3, 5]])', 'array([[0.5, 1. ],        [1. , 2. ]])'],
  ['np.ptp([1, 5])', '4'],
  ['np.append([1], [2])', 'array([1, 2])'],
  ['np.insert([1, 3], 1, 2)', 'array([1, 2, 3])'],
  ['np.delete([1, 2, 3], 1)', 'array([1, 3])'],
  ['np.convolve([1, 2], [1, 1])', 'array([1, 3, 2])'],
]

test('calls', () => {
  for (const [call, answer] of calls) equal(said(call).trim(), answer, call)
})

test('numbers that a draw never finds are refused', () => {
  for (const [call, answer] of [
    [
      'np.random.choice(3, 5, false)',
      "ValueError: Cannot take a larger sample than population when 'replace=False'",
    ],
    ['np.random.randint(0)', 'ValueError: high <= 0'],
    ['np.random.randint(3, 3)', 'ValueError: low >= high'],
    ['np.random.rand(-1)', 'ValueError: negative dimensions are not allowed'],
    ['np.random.rand(-2n)', 'ValueError: negative dimensions are not allowed'],
    ['np.random.randint(0.5)', 'ValueError: high <= 0'],
    ['np.random.random_integers(0)', 'ValueError: low >= high'],
    ['np.random.random_integers(-1n)', 'ValueError: low >= high'],
    ['np.random.random_integers(3, 2)', 'ValueError: low >= high'],
    ['np.random.random_integers(2 ** 63)', 'ValueError: high is out of bounds for int64'],
    ['np.random.standard_normal([2.5])', "TypeError: 'float' object cannot be interpreted as an integer"],
  ])
    equal(said(call), answer, call)
})

test('what is too large to be made is refused before it is begun', () => {
  for (const call of [
    'np.zeros([2, 2n ** 63n])',
    'np.linspace(0, 1, 2n ** 40n)',
    'np.repeat([1, 2], 2 ** 40)',
    'np.tile([1, 2], 2n ** 40n)',
    'np.histogram([1, 2], 2 ** 40)',
    'np.tril_indices(2 ** 30)',
    'np.array_split([1, 2], 2 ** 28)',
    'np.polyint([1, 2], 2 ** 31)',
    'np.random.dirichlet([1, 2], 2 ** 40)',
  ])
    equal(said(call), 'MemoryError: Unable to allocate an array of that size', call)
})

test('ints without limit are sizes, axes and shifts as numbers are', () => {
  for (const [call, answer] of [
    ['np.arange(3n)', 'array([0, 1, 2])'],
    ['np.linspace(0, 1, 3n)', 'array([0. , 0.5, 1. ])'],
    ['np.roll([1, 2, 3], 1n)', 'array([3, 1, 2])'],
    ['np.ones([2, 3]).sum(1n)', 'array([3., 3.])'],
    ['np.ones([2, 3]).reshape(3n, 2n).shape', '(3, 2)'],
  ])
    equal(said(call).trim(), answer, call)
})

/** Sum, mean, variance and standard deviation of so many elements. */
const moments: readonly (readonly number[])[] = [
  [1, 1.0, 1.0, 0.0, 0.0],
  [7, 51.099998474121094, 7.299999713897705, 0.04000000283122063, 0.20000000298023224],
  [8, 66.79999542236328, 8.34999942779541, 0.052499983459711075, 0.22912874817848206],
  [100, 10465.8994140625, 104.65899658203125, 8.247819900512695, 2.871901750564575],
  [129, 17156.19921875, 132.99378967285156, 8.076860427856445, 2.841981887817383],
  [1000, 1004699.5, 1004.6995239257812, 7.953850269317627, 2.8202571868896484],
  [100003, 10001080320.0, 100007.8046875, 7.839324951171875, 2.799879550933838],
]

/** The same along each axis of 3 times 4 times 5 elements. */
const alongAxes: readonly (readonly (readonly number[])[])[] = [
  [
    [
      6.0, 6.300000190734863, 6.600000381469727, 6.900000095367432, 7.200000286102295, 7.5, 7.800000190734863,
      8.100000381469727, 8.399999618530273, 8.700000762939453, 9.0, 9.300000190734863, 9.600000381469727,
      9.899999618530273, 10.200000762939453, 10.5, 10.800000190734863, 11.100000381469727, 11.399999618530273,
      11.700000762939453,
    ],
    [
      2.0, 2.1000001430511475, 2.200000047683716, 2.299999952316284, 2.4000000953674316, 2.5,
      2.6000001430511475, 2.700000047683716, 2.799999952316284, 2.9000003337860107, 3.0, 3.1000001430511475,
      3.200000047683716, 3.299999952316284, 3.4000003337860107, 3.5, 3.6000001430511475, 3.700000047683716,
      3.799999952316284, 3.9000003337860107,
    ],
    [
      2.6666667461395264, 2.6666667461395264, 2.6666669845581055, 2.6666669845581055, 2.6666667461395264,
      2.6666667461395264, 2.666666269302368, 2.6666669845581055, 2.6666669845581055, 2.6666667461395264,
      2.6666667461395264, 2.666666269302368, 2.6666669845581055, 2.6666667461395264, 2.6666669845581055,
      2.6666667461395264, 2.666666269302368, 2.6666669845581055, 2.6666667461395264, 2.6666669845581055,
    ],
    [
      1.632993221282959, 1.632993221282959, 1.632993221282959, 1.632993221282959, 1.632993221282959,
      1.632993221282959, 1.6329929828643799, 1.632993221282959, 1.632993221282959, 1.632993221282959,
      1.632993221282959, 1.6329929828643799, 1.632993221282959, 1.632993221282959, 1.632993221282959,
      1.632993221282959, 1.6329929828643799, 1.632993221282959, 1.632993221282959, 1.632993221282959,
    ],
  ],
  [
    [
      3.0, 3.4000000953674316, 3.799999952316284, 4.200000286102295, 4.599999904632568, 11.0,
      11.40000057220459, 11.800000190734863, 12.199999809265137, 12.600000381469727, 19.0, 19.399999618530273,
      19.80000114440918, 20.200000762939453, 20.600000381469727,
    ],
    [
      0.75, 0.8500000238418579, 0.949999988079071, 1.0500000715255737, 1.149999976158142, 2.75,
      2.8500001430511475, 2.950000047683716, 3.049999952316284, 3.1500000953674316, 4.75, 4.849999904632568,
      4.950000286102295, 5.050000190734863, 5.150000095367432,
    ],
    [
      0.3125, 0.3125, 0.3125000298023224, 0.3125000298023224, 0.3125, 0.3125, 0.3125, 0.3125, 0.3125, 0.3125,
      0.3125, 0.3125, 0.3125, 0.3125, 0.3125,
    ],
    [
      0.55901700258255, 0.55901700258255, 0.55901700258255, 0.55901700258255, 0.55901700258255,
      0.55901700258255, 0.55901700258255, 0.55901700258255, 0.55901700258255, 0.55901700258255,
      0.55901700258255, 0.55901700258255, 0.55901700258255, 0.55901700258255, 0.55901700258255,
    ],
  ],
  [
    [
      1.0, 3.5, 6.0, 8.5, 11.0, 13.5, 16.0, 18.5, 21.000001907348633, 23.500001907348633, 26.000001907348633,
      28.500001907348633,
    ],
    [
      0.20000000298023224, 0.699999988079071, 1.2000000476837158, 1.7000000476837158, 2.200000047683716,
      2.700000047683716, 3.200000047683716, 3.700000047683716, 4.200000286102295, 4.700000286102295,
      5.200000286102295, 5.700000286102295,
    ],
    [
      0.020000001415610313, 0.020000001415610313, 0.019999999552965164, 0.019999999552965164,
      0.019999999552965164, 0.019999999552965164, 0.019999999552965164, 0.019999999552965164,
      0.020000020042061806, 0.020000020042061806, 0.020000020042061806, 0.020000020042061806,
    ],
    [
      0.1414213627576828, 0.1414213627576828, 0.1414213478565216, 0.1414213478565216, 0.1414213478565216,
      0.1414213478565216, 0.1414213478565216, 0.1414213478565216, 0.14142142236232758, 0.14142142236232758,
      0.14142142236232758, 0.14142142236232758,
    ],
  ],
]

const made = (n: number, f: (i: number) => number): any =>
  np.array(
    Array.from({ length: n }, (_, i) => f(i)),
    { dtype: 'float32' },
  )
const f32 = Math.fround

test('float32 is accumulated in float32', () => {
  for (const [n, ...wanted] of moments) {
    const x = made(n, (i) => f32(f32((i % 97) * f32(0.1)) + n))
    deepEqual([np.sum(x), np.mean(x), np.var(x), np.std(x)].map(Number), wanted, String(n))
    deepEqual([x.sum(), x.mean(), x.var(), x.std()].map(Number), wanted, `methods, ${n}`)
  }
  const x = made(60, (i) => f32(i * f32(0.1))).reshape(3, 4, 5)
  alongAxes.forEach((wanted, axis) => {
    const flat = (array: any): number[] => array.flatten().tolist()
    deepEqual(
      [np.sum, np.mean, np.var, np.std].map((f) => flat(f(x, { axis }))),
      wanted,
    )
    deepEqual([x.sum(axis), x.mean(axis), x.var(axis), x.std(axis)].map(flat), wanted)
  })
})

test("numbers of NumPy's are added in the type that they have in common", () => {
  const add = (a: string, b: string): string => torch.repr(operatorHelpers.__add__(eval(a), eval(b)))
  equal(add('np.uint8(200)', 'np.uint8(100)'), '44')
  equal(add('np.uint8(200)', '100'), '300')
  equal(add('np.float32(2)', 'np.float32(0.1)'), '2.1')
  equal(add('torch.tensor([1, 2])', 'np.int64(3)'), 'tensor([4, 5])')
})

test('a state of the stream is taken back, and one that is none is refused', () => {
  np.random.seed(1)
  const state = np.random.get_state()
  equal(state[0], 'MT19937')
  const drawn = np.random.rand(3).tolist()
  np.random.set_state(state)
  deepEqual(np.random.rand(3).tolist(), drawn)
  for (const wrong of [null, {}, [], ['MT19937', [1, 2], 0], ['MT19937', state[1], -1]])
    throws(() => np.random.set_state(wrong), /state/)
  throws(() => np.random.dirichlet([2, [0, 1]]), /alpha <= 0/)
})

test('what numpy-ts would leave out, and so give another answer, is refused', () => {
  const untaken = /is not taken here; without it the call works/
  throws(() => np.percentile(np.arange(6), 30, { method: 'hazen' }), untaken)
  throws(() => np.cov(np.arange(4), { aweights: [1, 2, 3, 4] }), untaken)
  throws(() => np.take(np.arange(3), [5], { mode: 'clip' }), untaken)
  equal(np.percentile(np.arange(6), 30, { method: 'linear' }), 1.5)
})
