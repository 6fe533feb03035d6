// Tensors and the text that PyTorch 1.13 printed for them. What needs ops to be built is in goldens/print.json.
import { equal, throws } from 'node:assert/strict'
import { afterEach, test } from 'node:test'
import { Node } from '../../src/tensor/node.js'
import * as dtypes from '../../src/base/dtype.js'
import { formatTensor, get_printoptions, set_printoptions } from '../../src/text/tensor-text.js'
import type { PrintOptionsUpdate } from '../../src/text/tensor-text.js'
import { Complex, Device } from '../../src/base/scalar.js'
import { Storage, VersionCounter } from '../../src/memory/storage.js'
import { type Element } from '../../src/memory/elements.js'
import { Tensor, zerosTensor } from '../../src/tensor/tensor.js'

const { float32, float64, float16, bfloat16, int64, int32, bool, complex64, complex128 } = dtypes

function tensor(data: Element[], dtype = float32, sizes = [data.length]): Tensor {
  const result = zerosTensor(sizes, dtype)
  data.forEach((value, i) => result.setElementAt(i, value))
  return result
}
const arange = (n: number, dtype = int64, sizes = [n], scale = 1): Tensor =>
  tensor(
    Array.from({ length: n }, (_, i) => i * scale),
    dtype,
    sizes,
  )

function prints(name: string, value: Tensor, text: string): void {
  test(name, () => equal(formatTensor(value), text))
}
function printsWith(options: PrintOptionsUpdate, value: Tensor, text: string): void {
  test(`${JSON.stringify(options)} ${text.split('\n')[0]}`, () => {
    set_printoptions(options)
    equal(formatTensor(value), text)
  })
}
afterEach(() => {
  set_printoptions({ profile: 'default' })
})

// Notation.
prints('whole numbers have a bare point', tensor([1000, 1]), 'tensor([1000.,    1.])')
prints('max/min above 1000', tensor([1001, 1]), 'tensor([1.0010e+03, 1.0000e+00])')
prints('fractions above 1000 times apart', tensor([0.5, 600]), 'tensor([5.0000e-01, 6.0000e+02])')
prints('1e8 is not above 1e8', tensor([1e8]), 'tensor([100000000.])')
prints('above 1e8', tensor([1e8 + 8]), 'tensor([1.0000e+08])')
prints('1e-4 is not below', tensor([1e-4], float64), 'tensor([0.0001], dtype=torch.float64)')
prints('below 1e-4', tensor([9.99e-5], float64), 'tensor([9.9900e-05], dtype=torch.float64)')
prints('what is not finite is not measured', tensor([NaN, 1, -Infinity]), 'tensor([nan, 1., -inf])')
prints('minus zero', tensor([-0, 0]), 'tensor([-0., 0.])')
printsWith({ precision: 2 }, tensor([0.125, 0.375, -0.625, 0.5]), 'tensor([ 0.12,  0.38, -0.62,  0.50])')
printsWith({ precision: 0 }, tensor([0.5, 1.5, 2.5, -3.5]), 'tensor([ 0,  2,  2, -4])')
printsWith({ sci_mode: true }, tensor([1, 20]), 'tensor([1.0000e+00, 2.0000e+01])')
printsWith({ sci_mode: true }, tensor([NaN]), 'tensor([nan])')
printsWith({ sci_mode: false }, tensor([1e10, 1, 1e-5]), 'tensor([10000000000.0000,     1.0000,     0.0000])')

// Types.
prints(
  'int64 is exact',
  tensor([9007199254740993n, -(2n ** 63n)], int64),
  'tensor([    9007199254740993, -9223372036854775808])',
)
prints('bool', tensor([true, false], bool, [2, 1]), 'tensor([[ True],\n        [False]])')
prints(
  'float16',
  tensor([1.0009765625, 65504], float16),
  'tensor([1.0010e+00, 6.5504e+04], dtype=torch.float16)',
)
prints(
  'bfloat16',
  tensor([3.140625, 1e38], bfloat16),
  'tensor([3.1406e+00, 9.9692e+37], dtype=torch.bfloat16)',
)
prints(
  'complex',
  tensor([new Complex(1, -0.5), new Complex(NaN, -Infinity)], complex64),
  'tensor([1.-0.5000j, nan-infj])',
)
prints('complex scalar', tensor([new Complex(0, 0)], complex64, []), 'tensor(0.+0.j)')
prints(
  'complex minus zero',
  tensor([new Complex(-0, -0)], complex128),
  'tensor([-0.-0.j], dtype=torch.complex128)',
)
test('the default dtype goes unsaid, and its complex type', () => {
  dtypes.set_default_dtype(float64)
  try {
    equal(formatTensor(tensor([1], float64)), 'tensor([1.])')
    equal(formatTensor(tensor([1], float32)), 'tensor([1.], dtype=torch.float32)')
    equal(formatTensor(tensor([new Complex(1, 1)], complex128)), 'tensor([1.+1.j])')
    equal(formatTensor(tensor([1], complex64)), 'tensor([1.+0.j], dtype=torch.complex64)')
    equal(formatTensor(tensor([], complex128)), 'tensor([], dtype=torch.complex128)')
  } finally {
    dtypes.set_default_dtype(float32)
  }
})

// Without elements.
prints('empty', tensor([]), 'tensor([])')
prints('empty, two dimensions', tensor([], float32, [0, 3]), 'tensor([], size=(0, 3))')
prints('empty, of ints', tensor([], int32, [2, 0]), 'tensor([], size=(2, 0), dtype=torch.int32)')
prints('empty, of bools', tensor([], bool), 'tensor([], dtype=torch.bool)')

// Lines.
prints(
  'rows are wrapped',
  arange(30),
  `tensor([ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15, 16, 17,
        18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29])`,
)
prints(
  'one blank line more for each outer dimension',
  tensor(Array(12).fill(1), float32, [2, 1, 2, 3]),
  `tensor([[[[1., 1., 1.],
          [1., 1., 1.]]],


        [[[1., 1., 1.],
          [1., 1., 1.]]]])`,
)
prints(
  'a suffix that does not fit goes to the next line',
  arange(7, float64, [7], 0.5),
  `tensor([0.0000, 0.5000, 1.0000, 1.5000, 2.0000, 2.5000, 3.0000],
       dtype=torch.float64)`,
)
prints(
  'or stays on a short last one',
  arange(10, float64, [10], 0.5),
  `tensor([0.0000, 0.5000, 1.0000, 1.5000, 2.0000, 2.5000, 3.0000, 3.5000, 4.0000,
        4.5000], dtype=torch.float64)`,
)
printsWith({ linewidth: 10 }, arange(3), 'tensor([0,\n        1,\n        2])')

// Summaries.
prints('above 1000 elements', arange(1001), 'tensor([   0,    1,    2,  ...,  998,  999, 1000])')
prints(
  'of a matrix',
  zerosTensor([40, 40], float32),
  `tensor([[0., 0., 0.,  ..., 0., 0., 0.],
        [0., 0., 0.,  ..., 0., 0., 0.],
        [0., 0., 0.,  ..., 0., 0., 0.],
        ...,
        [0., 0., 0.,  ..., 0., 0., 0.],
        [0., 0., 0.,  ..., 0., 0., 0.],
        [0., 0., 0.,  ..., 0., 0., 0.]])`,
)
printsWith(
  { threshold: 4, edgeitems: 1 },
  arange(27, int64, [3, 3, 3]),
  `tensor([[[ 0,  ...,  2],
         ...,
         [ 6,  ...,  8]],

        ...,

        [[18,  ..., 20],
         ...,
         [24,  ..., 26]]])`,
)
printsWith({ threshold: 4, edgeitems: 1 }, tensor([1.5, 1e9, 2.5, 3, 4]), 'tensor([1.5000,  ..., 4.0000])')
printsWith({ profile: 'short' }, tensor(Array(1001).fill(0.5)), 'tensor([0.50, 0.50,  ..., 0.50, 0.50])')
test('a summary reads only what it shows', () => {
  const large = tensor([1.5]).viewAs([10_000_000, 1], [0, 0], 0)
  let reads = 0
  const { elementAt } = large
  large.elementAt = (index) => (reads++, elementAt.call(large, index))
  equal(
    formatTensor(large),
    `tensor([[1.5000],
        [1.5000],
        [1.5000],
        ...,
        [1.5000],
        [1.5000],
        [1.5000]])`,
  )
  equal(reads, 6)
})

// Views are read by their strides.
prints(
  'transposed, every second row',
  arange(12, float32).viewAs([2, 3], [2, 4], 0),
  'tensor([[ 0.,  4.,  8.],\n        [ 2.,  6., 10.]])',
)

// The graph, parameters, devices.
const leaf = tensor(Array(9).fill(1), float64)
leaf.leafRequiresGrad = true
prints(
  'requires_grad',
  leaf,
  `tensor([1., 1., 1., 1., 1., 1., 1., 1., 1.], dtype=torch.float64,
       requires_grad=True)`,
)
const product = tensor([2, 0, 0, 2], float32, [2, 2])
product.node = new (class extends Node {
  readonly className = 'MulBackward0'
  apply(): [] {
    return []
  }
})()
prints('grad_fn', product, 'tensor([[2., 0.],\n        [0., 2.]], grad_fn=<MulBackward0>)')
const parameter = tensor([0.5], float32, [])
parameter.isParameter = true
prints('a parameter that is frozen', parameter, 'Parameter containing:\ntensor(0.5000)')
const onDevice = (spec: string): Tensor =>
  new Tensor(
    new Storage(new Float32Array(6), float32, new Device(spec)),
    float32,
    [2],
    [1],
    0,
    true,
    new VersionCounter(),
  )
prints('gpu', onDevice('gpu'), "tensor([0., 0.], device='gpu:0')")
prints('gpu with a number', onDevice('cuda:1'), "tensor([0., 0.], device='gpu:1')")
prints('meta has no elements', onDevice('meta'), "tensor(..., device='meta', size=(2,))")

// Options.
test('options are kept until a profile takes them back, sci_mode until the next call', () => {
  set_printoptions({ precision: 2, sci_mode: true })
  set_printoptions({ linewidth: 100 })
  equal(JSON.stringify(get_printoptions()), JSON.stringify({ ...defaults, precision: 2, linewidth: 100 }))
  set_printoptions({ profile: 'default' })
  equal(JSON.stringify(get_printoptions()), JSON.stringify(defaults))
})
const defaults = { precision: 4, threshold: 1000, edgeitems: 3, linewidth: 80, sci_mode: null }
test('options by position', () => {
  set_printoptions(3, 500)
  equal(JSON.stringify(get_printoptions()), JSON.stringify({ ...defaults, precision: 3, threshold: 500 }))
})
test('an unknown option names the known ones', () => {
  throws(() => set_printoptions({ percision: 2 } as PrintOptionsUpdate), {
    name: 'TypeError',
    message:
      "set_printoptions() got an unexpected keyword argument 'percision' " +
      '(known: precision, threshold, edgeitems, linewidth, profile, sci_mode)',
  })
})
