// Scatter: an index for every element of the source, along one dimension.
import { bool } from '../../base/dtype.js'
import { notImplementedFor } from '../../base/dtype.js'
import { check, sizesText, wrapDim } from '../../base/errors.js'
import { warn } from '../../base/warnings.js'
import type { Sizes } from '../../base/layout.js'
import type { Scalar } from '../../base/scalar.js'
import { type Tensor } from '../../tensor/tensor.js'
import { type Combine, scalarTensor, scatterAlong } from '../../engine/picking.js'
import { call } from '../../engine/functions.js'
import { type BackwardFormula, op } from '../../engine/op.js'
import { notDifferentiable } from '../pointwise/gradients.js'
import { atLeast1d, boundsAlong, checkIndexDtype } from './positions.js'

function checkScatter(self: Tensor, dim: number, index: Tensor, src: Tensor | null): number {
  const at = wrapDim(dim, self.sizes.length)
  checkIndexDtype('scatter', index)
  if (src !== null)
    check(src.dtype === self.dtype, () => 'scatter(): Expected self.dtype to be equal to src.dtype')
  if (index.count === 0) return at
  const own = atLeast1d(self.sizes)
  const given = atLeast1d(index.sizes)
  check(
    own.length === given.length,
    () => 'Index tensor must have the same number of dimensions as self tensor',
  )
  const source = src === null ? null : atLeast1d(src.sizes)
  if (source !== null)
    check(
      source.length === given.length,
      () => 'Index tensor must have the same number of dimensions as src tensor',
    )
  const fits =
    own.every((size, k) => k === at || given[k] <= size) &&
    (source === null || source.every((size, k) => given[k] <= size))
  check(
    fits,
    () =>
      `Expected index ${sizesText(index.sizes)} to be smaller than self ${sizesText(self.sizes)} apart from dimension ` +
      `${at}${src === null ? '' : ` and to be smaller size than src ${sizesText(src.sizes)}`}`,
  )
  return at
}

/** A copy of `self` into which `src` is combined at `index`; `isValue`: its one element for all. */
const combined = (
  self: Tensor,
  at: number,
  index: Tensor,
  src: Tensor,
  isValue: boolean,
  how: Combine,
): Tensor => scatterAlong(self, at, index, src, isValue, how, boundsAlong(at))

/** The same for arguments that are not checked yet. */
const fromTensor = (self: Tensor, dim: number, index: Tensor, src: Tensor, how: Combine): Tensor =>
  combined(self, checkScatter(self, dim, index, src), index, src, false, how)
const fromValue = (self: Tensor, dim: number, index: Tensor, value: Scalar, how: Combine): Tensor =>
  combined(self, checkScatter(self, dim, index, null), index, scalarTensor(value, self.dtype), true, how)

const reduceNames: Record<string, Combine> = { add: 'add', multiply: 'multiply' }

function reduceName(reduce: string): Combine {
  const how = Object.hasOwn(reduceNames, reduce) ? reduceNames[reduce] : undefined
  check(how !== undefined, () => 'reduce argument must be either add or multiply.')
  return how
}

/** The gradient of a source of which only the leading part, the size of the index, was used. */
function widened(g: Tensor, sizes: Sizes): Tensor {
  if (g.sizes.length === 0 || sizes.length === 0) return g.reshape(sizes)
  const pad: number[] = []
  for (let k = sizes.length - 1; k >= 0; k--) pad.push(0, sizes[k] - g.sizes[k])
  return pad.every((width) => width === 0) ? g : call('constant_pad_nd', [g, pad])
}

// Where something was written, what had been there got no gradient; what was written has that of its place.
const assignedOver: BackwardFormula = (g, { dim, index }) => g.scatter(dim, index, 0)
const srcGradient: BackwardFormula = (g, { dim, index, src_sizes }) =>
  widened(g.gather(dim, index), src_sizes)

/** PyTorch has no derivative of `scatter` with `reduce`. */
const noDerivative = notDifferentiable('aten::scatter')

op('scatter.src(Tensor self, int dim, Tensor index, Tensor src, *, Tensor? out=None) -> Tensor', {
  alsoByName: 'refused',
  overlap: 'disjoint',
  exactOut: true,
  doc: 'A copy with the elements of `src` (or one value) where `index` says along `dim`. The opposite of gather.',
  example: [
    'torch.zeros(2, 2).scatter(1, torch.tensor([[1], [0]]), torch.tensor([[5.5], [6.5]]))',
    'tensor([[0.0000, 5.5000],\n        [6.5000, 0.0000]])',
  ],
  inplace: 'method',
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor, src: Tensor) =>
    fromTensor(self, dim, index, src, 'assign'),
  backward: { self: assignedOver, src: srcGradient },
})
op('scatter.value(Tensor self, int dim, Tensor index, Scalar value, *, Tensor? out=None) -> Tensor', {
  alsoByName: 'refused',
  overlap: 'disjoint',
  exactOut: true,
  doc: 'A copy with `value` where `index` says along `dim`.',
  example: ['torch.zeros(3).scatter(0, torch.tensor([0, 2]), 1.5)', 'tensor([1.5000, 0.0000, 1.5000])'],
  inplace: 'method',
  node: 'ScatterBackward1',
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor, value: Scalar) =>
    fromValue(self, dim, index, value, 'assign'),
  backward: { self: assignedOver },
})
op(
  'scatter.reduce(Tensor self, int dim, Tensor index, Tensor src, *, str reduce, Tensor? out=None) -> Tensor',
  {
    exactOut: true,
    doc: "A copy in which the elements of `src` are added (`reduce: 'add'`) or multiplied (`'multiply'`) where `index` says.",
    example: [
      "torch.ones(3).scatter(0, torch.tensor([0, 0]), torch.tensor([2.5, 3]), { reduce: 'add' })",
      'tensor([6.5000, 1.0000, 1.0000])',
    ],
    inplace: 'method',
    node: 'NotImplemented',
    device: true,
    compute: (self: Tensor, dim: number, index: Tensor, src: Tensor, reduce: string) =>
      fromTensor(self, dim, index, src, reduceName(reduce)),
    backward: { self: noDerivative, src: noDerivative },
  },
)
op(
  'scatter.value_reduce(Tensor self, int dim, Tensor index, Scalar value, *, str reduce, Tensor? out=None) -> Tensor',
  {
    exactOut: true,
    doc: 'A copy in which `value` is added or multiplied where `index` says.',
    example: [
      "torch.ones(3).scatter(0, torch.tensor([0, 2]), 2.5, { reduce: 'multiply' })",
      'tensor([2.5000, 1.0000, 2.5000])',
    ],
    inplace: 'method',
    node: 'NotImplemented',
    device: true,
    compute: (self: Tensor, dim: number, index: Tensor, value: Scalar, reduce: string) =>
      fromValue(self, dim, index, value, reduceName(reduce)),
    backward: { self: noDerivative },
  },
)

op('scatter_add(Tensor self, int dim, Tensor index, Tensor src, *, Tensor? out=None) -> Tensor', {
  alsoByName: 'refused',
  overlap: 'disjoint',
  exactOut: true,
  doc: 'A copy to which the elements of `src` are added where `index` says along `dim`.',
  example: [
    'torch.zeros(3).scatter_add(0, torch.tensor([0, 0, 2]), torch.tensor([1.5, 2, 3]))',
    'tensor([3.5000, 0.0000, 3.0000])',
  ],
  inplace: 'method',
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor, src: Tensor) =>
    fromTensor(self, dim, index, src, 'add'),
  backward: { self: (g) => g, src: srcGradient },
})

// ---- scatter_reduce ----

const combineOf: Record<string, Combine> = {
  sum: 'add',
  mean: 'add',
  prod: 'multiply',
  amax: 'amax',
  amin: 'amin',
}

/** `self` with what a place starts from when its own value does not take part. */
function cleared(self: Tensor, at: number, index: Tensor, src: Tensor, reduce: string): Tensor {
  // The largest of some values is the same when one of them is there already.
  if (reduce === 'amax' || reduce === 'amin') return combined(self, at, index, src, false, 'assign')
  return combined(self, at, index, scalarTensor(reduce === 'prod' ? 1 : 0, self.dtype), true, 'assign')
}

function scatterReduce(
  self: Tensor,
  dim: number,
  index: Tensor,
  src: Tensor,
  reduce: string,
  includeSelf: boolean,
): Tensor {
  const how = Object.hasOwn(combineOf, reduce) ? combineOf[reduce] : undefined
  check(how !== undefined, () => 'reduce argument must be either sum, prod, mean, amax or amin.')
  const at = checkScatter(self, dim, index, src)
  if (
    (self.dtype.is_complex && (reduce === 'amax' || reduce === 'amin')) ||
    (self.dtype === bool && reduce === 'mean')
  )
    notImplementedFor(`scatter_gather_tensor_cpu_reduce_${reduce}`, self.dtype)
  const start = includeSelf ? self : cleared(self, at, index, src, reduce)
  const result = combined(start, at, index, src, false, how)
  if (reduce !== 'mean') return result
  const one = scalarTensor(1, self.dtype)
  const ones = includeSelf ? self.new_ones(self.sizes) : self.new_zeros(self.sizes)
  const counts = combined(ones, at, index, one, true, 'add')
  const divisor = counts.masked_fill(counts.eq(0), 1)
  return self.dtype.isIntegral ? result.floor_divide(divisor) : result.div(divisor)
}

op(
  'scatter_reduce(Tensor self, int dim, Tensor index, Tensor src, str reduce, *, bool include_self=True, ' +
    'Tensor? out=None) -> Tensor',
  {
    overlap: 'disjoint',
    exactOut: true,
    doc:
      'Reduces the elements of `src` that `index` sends to one place: sum, prod, mean, amax or amin. The value that ' +
      'was there takes part unless `include_self` is false.',
    example: [
      "torch.tensor([1, 2]).scatter_reduce(0, torch.tensor([0, 0]), torch.tensor([5, 6]), 'amax')",
      'tensor([6, 2])',
    ],
    inplace: 'method',
    realGradient: true,
    device: true,
    validate: (...[, , , , , , out]: unknown[]) => {
      if (!out) warn('scatter_reduce() is in beta and the API may change at any time.')
    },
    compute: scatterReduce,
    // FunctionsManual.cpp, scatter_reduce_backward.
    backward: (g, { self, dim, index, src, reduce, include_self, result }) => {
      const grads = scatterReduceBackward(g, self, dim, index, src, reduce, include_self, result)
      const selfGrad = include_self ? grads.self : grads.self.scatter(dim, index, 0)
      return { self: selfGrad, src: widened(grads.src, src.sizes) }
    },
  },
)

function scatterReduceBackward(
  g: Tensor,
  self: Tensor,
  dim: number,
  index: Tensor,
  wholeSrc: Tensor,
  reduce: string,
  includeSelf: boolean,
  result: Tensor,
): { self: Tensor; src: Tensor } {
  if (reduce === 'sum') return { self: g, src: g.gather(dim, index) }
  // Only the part of the source that the index covers took part.
  const src = index.sizes.reduce<Tensor>(
    (part, size, k) => (wholeSrc.sizes.length === 0 ? part : part.narrow(k, 0, size)),
    wholeSrc,
  )
  if (reduce === 'mean') {
    const start = includeSelf ? g.new_ones(g.sizes) : g.new_zeros(g.sizes)
    const counts = start.scatter_add(dim, index, src.new_ones(src.sizes))
    const divisor = counts.masked_fill(counts.eq(0), 1)
    return { self: g.div(divisor), src: g.gather(dim, index).div(divisor.gather(dim, index)) }
  }
  if (reduce === 'prod') {
    const maskedSelf = self.masked_fill(self.eq(0), 1)
    const maskedSelfResult = maskedSelf.scatter_reduce(dim, index, src, reduce, { include_self: includeSelf })
    const isZero = src.eq(0)
    const zeros = self.new_zeros(self.sizes).scatter_add(dim, index, isZero.to(self.dtype)).gather(dim, index)
    const isOnlyZero = isZero.logical_and(zeros.eq(1))
    // Where one factor is zero, the others' product is the slope there.
    const others = self.scatter_reduce(dim, index, src.masked_fill(isOnlyZero, 1), reduce, {
      include_self: includeSelf,
    })
    return {
      self: g.mul(maskedSelfResult).div(maskedSelf),
      src: call('where', [
        isOnlyZero,
        g.mul(others).gather(dim, index),
        g.mul(result).gather(dim, index).div(src.masked_fill(isZero, 1)),
      ]),
    }
  }
  const selfWins = self.eq(result).to(self.dtype)
  const srcWins = src.eq(result.gather(dim, index)).to(self.dtype)
  const share = g.div(selfWins.scatter_add(dim, index, srcWins))
  return { self: selfWins.mul(share), src: srcWins.mul(share.gather(dim, index)) }
}
