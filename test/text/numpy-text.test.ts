// NumPy arrays and what NumPy 1.24 printed for them: repr, then str.
import { equal } from 'node:assert/strict'
import { test } from 'node:test'
import * as np from 'numpy-ts'
import { isNumpyArray, numpyRepr, numpyStr, type ArrayLikeNumpy } from '../../src/text/numpy-text.js'

const array = (data: unknown, dtype = 'float64'): ArrayLikeNumpy =>
  np.array(data as number[], dtype as 'float64') as unknown as ArrayLikeNumpy
const count = (n: number, scale = 1): ArrayLikeNumpy =>
  array(
    Array.from({ length: n }, (_, i) => i * scale),
    'int64',
  )

function prints(value: ArrayLikeNumpy, repr: string, str: string): void {
  test(repr.split('\n')[0], () => {
    equal(numpyRepr(value), repr)
    equal(numpyStr(value), str)
  })
}

// Digits: the fewest that tell the numbers apart, for their type.
prints(array([1.5, 2, -0.25]), 'array([ 1.5 ,  2.  , -0.25])', '[ 1.5   2.   -0.25]')
prints(array([3.2361884], 'float32'), 'array([3.2361884], dtype=float32)', '[3.2361884]')
prints(array([0.1, 0.2, 0.3], 'float32'), 'array([0.1, 0.2, 0.3], dtype=float32)', '[0.1 0.2 0.3]')
prints(array([1 / 3, 2 / 3]), 'array([0.33333333, 0.66666667])', '[0.33333333 0.66666667]')
prints(array([1e-5, 1]), 'array([1.e-05, 1.e+00])', '[1.e-05 1.e+00]')
prints(array([1e8, 2]), 'array([1.e+08, 2.e+00])', '[1.e+08 2.e+00]')
prints(
  array([0.1, 12345.678], 'float32'),
  'array([1.0000000e-01, 1.2345678e+04], dtype=float32)',
  '[1.0000000e-01 1.2345678e+04]',
)
prints(array([65504, 0.1], 'float16'), 'array([6.55e+04, 1.00e-01], dtype=float16)', '[6.55e+04 1.00e-01]')
prints(array([NaN, 1, -Infinity]), 'array([ nan,   1., -inf])', '[ nan   1. -inf]')

// Types.
prints(array([1, 0], 'bool'), 'array([ True, False])', '[ True False]')
prints(array([255, 0], 'uint8'), 'array([255,   0], dtype=uint8)', '[255   0]')
prints(
  array([new np.Complex(1, 2), new np.Complex(0.5, -1)], 'complex128'),
  'array([1. +2.j, 0.5-1.j])',
  '[1. +2.j 0.5-1.j]',
)

// Shapes.
prints(
  array(
    [
      [1, 2, 3],
      [4, 5, -600],
    ],
    'int64',
  ),
  'array([[   1,    2,    3],\n       [   4,    5, -600]])',
  '[[   1    2    3]\n [   4    5 -600]]',
)
prints(
  array(
    [
      [
        [0, 1],
        [2, 3],
      ],
      [
        [4, 5],
        [6, 7],
      ],
    ],
    'int32',
  ),
  `array([[[0, 1],
        [2, 3]],

       [[4, 5],
        [6, 7]]], dtype=int32)`,
  '[[[0 1]\n  [2 3]]\n\n [[4 5]\n  [6 7]]]',
)
prints(array([]), 'array([], dtype=float64)', '[]')
prints(np.zeros([0, 3], 'int64') as never, 'array([], shape=(0, 3), dtype=int64)', '[]')
prints(count(1001), 'array([   0,    1,    2, ...,  998,  999, 1000])', '[   0    1    2 ...  998  999 1000]')
prints(
  count(30, 100),
  `array([   0,  100,  200,  300,  400,  500,  600,  700,  800,  900, 1000,
       1100, 1200, 1300, 1400, 1500, 1600, 1700, 1800, 1900, 2000, 2100,
       2200, 2300, 2400, 2500, 2600, 2700, 2800, 2900])`,
  `[   0  100  200  300  400  500  600  700  800  900 1000 1100 1200 1300
 1400 1500 1600 1700 1800 1900 2000 2100 2200 2300 2400 2500 2600 2700
 2800 2900]`,
)
test('a view', () => {
  const view = (
    array(
      [
        [1, 2],
        [3, 4],
      ],
      'int64',
    ) as unknown as np.NDArray
  ).T as unknown as ArrayLikeNumpy
  equal(numpyStr(view), '[[1 3]\n [2 4]]')
})

test('nothing else is taken for an array', () => {
  for (const value of [null, 1, 'a', [], {}, { shape: [1], dtype: 'int64' }, new Float32Array(1)])
    equal(isNumpyArray(value), false)
})
