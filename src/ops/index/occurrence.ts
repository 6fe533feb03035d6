// What occurs: which elements are among others (`isin`), and which is the most frequent (`mode`).
import { bool, int64, notImplementedFor, promoteTypes } from '../../base/dtype.js'
import { check, IndexError, wrapDim } from '../../base/errors.js'
import type { Scalar } from '../../base/scalar.js'
import { emptyTensor, type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { laneLayout, scatterBack } from '../../tensor/lanes.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { resultType } from '../../engine/promote.js'
import { run } from '../../engine/run.js'
import { areAmong } from '../../kernels/membership.js'
import { mode } from '../../kernels/order.js'

function isIn(elements: Tensor, test: Tensor, invert: boolean): Tensor {
  for (const tensor of [elements, test])
    check(
      tensor.dtype !== bool && !tensor.dtype.is_complex && !tensor.dtype.isHalf,
      () => `Unsupported input type encountered for isin(): ${tensor.dtype.scalarName}`,
    )
  const dtype = promoteTypes(elements.dtype, test.dtype)
  const out = emptyTensor(elements.sizes, bool)
  const [some, others] = [elements.to(dtype).contiguous(), test.to(dtype).contiguous()]
  run(areAmong, [out, some, others], some.count, others.count, invert)
  return out
}

/** A number beside a tensor, which does not widen its dtype within its kind. */
const elementTensor = (element: Scalar, beside: Tensor): Tensor =>
  call('scalar_tensor', [element, { dtype: resultType([element, beside]) }]) as Tensor

const isinTail = '*, bool assume_unique=False, bool invert=False, Tensor? out=None) -> Tensor'
op(`isin(Tensor elements, Tensor test_elements, ${isinTail}`, {
  exactOut: true,
  doc: 'Which elements occur among others; `invert`: which do not.',
  example: ['torch.isin(torch.tensor([1, 2, 3]), torch.tensor([2, 3]))', 'tensor([False,  True,  True])'],
  compute: (elements: Tensor, test: Tensor, _unique: boolean, invert: boolean) =>
    isIn(elements, test, invert),
  backward: 'none',
})
op(`isin.Scalar_Tensor(Scalar element, Tensor test_elements, ${isinTail}`, {
  exactOut: true,
  doc: 'Whether a number occurs among others.',
  example: ['torch.isin(2, torch.tensor([2, 3]))', 'tensor(True)'],
  compute: (element: Scalar, test: Tensor, _unique: boolean, invert: boolean) =>
    isIn(elementTensor(element, test), test, invert),
  backward: 'none',
})
op(`isin.Tensor_Scalar(Tensor elements, Scalar test_element, ${isinTail}`, {
  exactOut: true,
  doc: 'Which elements are a number.',
  example: ['torch.isin(torch.tensor([1, 2]), 2)', 'tensor([False,  True])'],
  compute: (elements: Tensor, element: Scalar, _unique: boolean, invert: boolean) =>
    isIn(elements, elementTensor(element, elements), invert),
  backward: 'none',
})

op(
  'mode(Tensor self, int dim=-1, bool keepdim=False, *, Tensor? out=None) -> (Tensor values, Tensor indices)',
  {
    exactOut: (own, out, place) =>
      `expected scalar type '${own.scalarName}' but got '${out.scalarName}' for ${['values', 'indices'][place]} output`,
    doc: 'The most frequent elements along a dimension, the smallest of those that tie, and where each is last.',
    alsoByName: true,
    example: ['torch.mode(torch.tensor([1, 2, 2, 1, 2])).values', 'tensor(2)'],
    compute: (self: Tensor, dim: number, keepdim: boolean) => {
      const at = wrapDim(dim, self.sizes.length)
      if (self.sizes.length > 0 && self.sizes[at] === 0)
        throw new IndexError(`mode(): Expected reduction dim ${at} to have non-zero size.`)
      if (self.sizes.length === 0) return [self.clone(), zerosTensor([], int64)]
      if (self.dtype.is_complex) notImplementedFor('mode_cpu', self.dtype)
      const { x, outer, n, inner, sizes } = laneLayout(self, at, keepdim)
      const values = emptyTensor(sizes, self.dtype)
      const indices = emptyTensor(sizes, int64)
      run(mode, [values, indices, x], { outer, n, inner })
      return [values, indices]
    },
    backward: {
      self: (g, { self_sizes, dim, keepdim, indices }) => scatterBack(g, dim, indices, self_sizes, keepdim),
    },
  },
)
