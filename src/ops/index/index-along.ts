// Ops that take one vector of indices for a dimension: index_select, index_add, index_copy, index_fill.
import { int32, int64 } from '../../base/dtype.js'
import { check, IndexError, RuntimeError, sizesText, wrapDim } from '../../base/errors.js'
import type { Sizes } from '../../base/layout.js'
import { broadcastShapes, sameSizes, without } from '../../base/layout.js'
import { Complex, type Scalar } from '../../base/scalar.js'
import { type Tensor } from '../../tensor/tensor.js'
import { pickAlong, putAlong, fittingValue, scalarTensor } from '../../engine/picking.js'
import { op } from '../../engine/op.js'

/** A gradient in the shape of a source; one of 0 dimensions had stood for a single slice. */
export const fittedTo = (sizes: Sizes, part: Tensor): Tensor =>
  sizes.length > 0 ? part.expand(sizes) : part.reshape([])

op('index_select(Tensor self, int dim, Tensor index, *, Tensor? out=None) -> Tensor', {
  keepsBytes: true,
  alsoByName: 'refused',
  overlap: 'disjoint',
  exactOut: () => 'index_select(): self and result must have the same scalar type',
  doc: 'The parts of dimension `dim` that a vector of indices names, in its order.',
  example: ['torch.tensor([5, 6, 7]).index_select(0, torch.tensor([2, 0]))', 'tensor([7, 5])'],
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor) => {
    if (index.sizes.length > 1) throw new IndexError('index_select(): Index is supposed to be a vector')
    check(
      index.dtype === int64 || index.dtype === int32,
      () => 'index_select(): Expected dtype int32 or int64 for index',
    )
    const at = wrapDim(dim, self.sizes.length)
    check(
      self.sizes.length > 0 || index.count === 1,
      () => 'index_select(): Index to scalar can have only 1 value, got ' + `${index.count} value(s)`,
    )
    return pickAlong(self, at, index, {
      // PyTorch has a loop of its own for dimension 1, with words of its own.
      error: (value, size) =>
        at === 1
          ? new RuntimeError(`INDICES element is out of DATA bounds, id=${value} axis_dim=${size}`)
          : new IndexError('index out of range in self'),
    })
  },
  backward: {
    self: (g, { self_sizes, dim, index }) => g.new_zeros(self_sizes).index_add(dim, index, g),
  },
})

/** What index_add and index_reduce refuse; gives the dimension, counted from the front. */
export function checkSources(name: string, self: Tensor, dim: number, index: Tensor, source: Tensor): number {
  if (index.sizes.length > 1)
    throw new IndexError(
      `${name}(): Index is supposed to be a vector, but got dim: ${index.sizes.length} with type: ` +
        `${index.dtype.scalarName} and size: ${sizesText(index.sizes)}`,
    )
  check(
    index.dtype === int64 || index.dtype === int32,
    () => `${name}(): Expected dtype int32/int64 for index but got: ${index.dtype.scalarName}`,
  )
  check(
    self.dtype === source.dtype,
    () =>
      `${name}(): self (${self.dtype.scalarName}) and source (${source.dtype.scalarName}) must have the same ` +
      'scalar type',
  )
  const at = wrapDim(dim, self.sizes.length)
  const given = source.sizes.length === 0 ? 1 : source.sizes[at]
  if (at >= Math.max(source.sizes.length, 1))
    throw new IndexError(
      `Dimension out of range (expected to be in range of [-${source.sizes.length}, ${source.sizes.length - 1}], but got ${at})`,
    )
  check(
    index.count === given,
    () =>
      `${name}(): Number of indices (${index.count}) should be equal to source.size(dim): (${given}), ` +
      `for dim: ${at}`,
  )
  const own = without(self.sizes, at)
  const other = without(source.sizes, at)
  // Raises the error of an addition of slices that do not fit.
  if (!sameSizes(own, other) && self.sizes.length > 0) broadcastShapes(own, other)
  return at
}

export const outOfRange = { error: () => new IndexError('index out of range in self') }

op(
  'index_add(Tensor self, int dim, Tensor index, Tensor source, *, Scalar alpha=1, Tensor? out=None) -> Tensor',
  {
    alsoByName: 'refused',
    overlap: 'disjoint',
    exactOut: true,
    doc: 'Adds the parts of `source`, times `alpha`, to those parts of dimension `dim` that `index` names.',
    example: [
      'torch.tensor([1, 2, 3]).index_add(0, torch.tensor([0, 0]), torch.tensor([10, 20]))',
      'tensor([31,  2,  3])',
    ],
    inplace: 'method',
    device: true,
    compute: (self: Tensor, dim: number, index: Tensor, source: Tensor, alpha: Scalar) => {
      const at = checkSources('index_add_', self, dim, index, source)
      const scaled =
        alpha === 1
          ? source
          : source.mul(source.dtype.isIntegral ? Math.trunc(Number(alpha)) : alpha).to(self.dtype)
      return putAlong(self, at, index, scaled, 'add', outOfRange)
    },
    backward: {
      self: (g) => g,
      source: (g, { dim, index, source_sizes, alpha }) => {
        const part = fittedTo(source_sizes, g.index_select(dim, index))
        return alpha === 1 ? part : part.mul(alpha)
      },
    },
  },
)

op('index_copy(Tensor self, int dim, Tensor index, Tensor source, *, Tensor? out=None) -> Tensor', {
  alsoByName: 'refused',
  overlap: 'disjoint',
  exactOut: true,
  doc: 'A copy in which the parts of dimension `dim` that `index` names are those of `source`.',
  example: [
    'torch.tensor([1, 2, 3]).index_copy(0, torch.tensor([2, 0]), torch.tensor([10, 20]))',
    'tensor([20,  2, 10])',
  ],
  inplace: 'method',
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor, source: Tensor) => {
    const at = wrapDim(dim, self.sizes.length)
    const rank = self.sizes.length
    if (index.sizes.length > 1)
      throw new IndexError(`index_copy_(): Index should have dimension 1 or 0 (got ${index.sizes.length})`)
    if (source.sizes.length === 0 && index.count !== 1)
      throw new IndexError(
        `index_copy_(): When source is scalar, index should have one element (got ${index.count})`,
      )
    if (source.sizes.length !== rank && source.sizes.length > 0 && rank > 0)
      throw new IndexError(
        'index_copy_(): When source and destination are not scalars, their dimensionality must match. Source ' +
          `dimensionality (${source.sizes.length}), destination dimensionality (${rank})`,
      )
    check(
      index.dtype === int64,
      () => `index_copy_(): Expected a long tensor for index, but got ${index.dtype.scalarName}`,
    )
    check(
      self.dtype === source.dtype,
      () =>
        'index_copy_(): self and source expected to have the same dtype, but got (self) ' +
        `${self.dtype.scalarName} and (source) ${source.dtype.scalarName}`,
    )
    const own = without(self.sizes, at)
    const other = without(source.sizes, at)
    check(
      sameSizes(own, other),
      () =>
        'index_copy_(): Source/destination tensor must have same slice shapes. Destination slice shape: ' +
        `${own.join(' ')} at dimension ${at} and source slice shape: ${other.join(' ')} at dimension 0.`,
    )
    if (source.sizes.length > 0 && index.count !== source.sizes[at])
      throw new IndexError(
        `index_copy_(): Number of indices (${index.count}) should be equal to source.size(dim) (${source.sizes[at]})`,
      )
    return putAlong(self, at, index, source, 'assign', {
      error: (value, size) =>
        new IndexError(
          `index_copy_(): index ${value} is out of bounds for dimension ${at} with size ${size}`,
        ),
    })
  },
  backward: {
    self: (g, { dim, index }) => g.index_fill(dim, index, 0),
    source: (g, { dim, index, source_sizes }) => fittedTo(source_sizes, g.index_select(dim, index)),
  },
})

function fillAt(self: Tensor, dim: number, index: Tensor, value: Tensor): Tensor {
  if (index.dtype !== int64) throw new IndexError('index_fill_(): Expected dtype int64 for index.')
  check(index.sizes.length <= 1, () => 'Index has to be a vector/scalar')
  const at = wrapDim(dim, self.sizes.length)
  return putAlong(self, at, index, value, 'assign', {
    wraps: true,
    error: (bad, size) =>
      new IndexError(`index ${bad} is out of bounds for dimension ${at} with size ${size}`),
  })
}

op('index_fill.int_Tensor(Tensor self, int dim, Tensor index, Tensor value) -> Tensor', {
  alsoByName: true,
  overlap: 'warned, disjoint',
  doc: 'A copy in which the parts of dimension `dim` that `index` names are `value`.',
  example: [
    'torch.tensor([1, 2, 3]).index_fill(0, torch.tensor([0, 2]), torch.tensor(9))',
    'tensor([9, 2, 9])',
  ],
  inplace: 'method',
  node: 'IndexFillBackward1',
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor, value: Tensor) => {
    check(
      value.sizes.length === 0,
      () =>
        `index_fill_ only supports a 0-dimensional value tensor, but got tensor with ${value.sizes.length} dimension(s).`,
    )
    return fillAt(self, dim, index, fittingValue(value, self.dtype))
  },
  backward: {
    self: (g, { dim, index }) => g.index_fill(dim, index, 0),
    value: (g, { dim, index }) => g.index_select(dim, index).sum(),
  },
})
op('index_fill.int_Scalar(Tensor self, int dim, Tensor index, Scalar value) -> Tensor', {
  alsoByName: true,
  overlap: 'warned, disjoint',
  doc: 'A copy in which the parts of dimension `dim` that `index` names are `value`.',
  example: ['torch.tensor([1, 2, 3]).index_fill(0, torch.tensor([0, 2]), 9)', 'tensor([9, 2, 9])'],
  inplace: 'method',
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor, value: Scalar) => {
    if (value instanceof Complex && !self.dtype.is_complex)
      throw new RuntimeError('index_fill_(): Converting complex Scalar to non-complex type is not supported')
    return fillAt(self, dim, index, scalarTensor(value, self.dtype))
  },
  backward: { self: (g, { dim, index }) => g.index_fill(dim, index, 0) },
})
