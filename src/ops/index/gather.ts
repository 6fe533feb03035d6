// Reading and writing by place: gather along a dimension, take and put in the flattened tensor.
import { int64 } from '../../base/dtype.js'
import { check, sizesText, wrapDim, IndexError } from '../../base/errors.js'
import { type Sizes, broadcastShapes, contiguousStrides } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { type Bounds, flattened, gatherAlong, pickAlong, putAlong } from '../../engine/picking.js'
import { op } from '../../engine/op.js'
import { atLeast1d, boundsAlong, checkIndexDtype } from './positions.js'

op('gather(Tensor self, int dim, Tensor index, *, bool sparse_grad=False, Tensor? out=None) -> Tensor', {
  keepsBytes: true,
  alsoByName: 'refused',
  overlap: 'disjoint',
  exactOut: true,
  doc: 'For each element of `index`, the element of `self` at the same place except along `dim`, where the index says.',
  example: [
    'torch.tensor([[1, 2], [3, 4]]).gather(1, torch.tensor([[0, 0], [1, 0]]))',
    'tensor([[1, 1],\n        [4, 3]])',
  ],
  device: true,
  compute: (self: Tensor, dim: number, index: Tensor) => {
    const at = wrapDim(dim, self.sizes.length)
    checkIndexDtype('gather', index)
    const own = atLeast1d(self.sizes)
    const given = atLeast1d(index.sizes)
    if (index.count > 0) {
      check(
        own.length === given.length,
        () => 'Index tensor must have the same number of dimensions as input tensor',
      )
      for (let k = 0; k < own.length; k++)
        check(
          k === at || given[k] <= own[k],
          () =>
            `Size does not match at dimension ${k} expected index ${sizesText(index.sizes)} to be smaller than self ` +
            `${sizesText(self.sizes)} apart from dimension ${at}`,
        )
    }
    if (index.count === 0) return emptyTensor(index.sizes, self.dtype, self.device)
    return gatherAlong(self, at, index, boundsAlong(at))
  },
  backward: {
    self: (g, { self_sizes, dim, index }) => g.new_zeros(self_sizes).scatter_add(dim, index, g),
  },
})

op('take_along_dim(Tensor self, Tensor indices, int? dim=None, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'Picks elements along `dim` (or of the flattened tensor), as argsort and argmax name them.',
  example: ['torch.tensor([5, 9, 7]).take_along_dim(torch.tensor([2, 0]))', 'tensor([7, 5])'],
  forward: (self: Tensor, indices: Tensor, dim: number | null) => {
    check(
      indices.dtype === int64,
      () => `torch.take_along_dim(): dtype of indices should be Long but got ${indices.dtype.scalarName}`,
    )
    if (dim === null) return self.reshape([-1]).gather(0, indices.reshape([-1]))
    check(
      self.sizes.length === indices.sizes.length,
      () =>
        'torch.take_along_dim(): input and indices should have the same number of dimensions, but got ' +
        `${self.sizes.length} dimensions for input, and ${indices.sizes.length} dimensions for indices`,
    )
    const at = wrapDim(dim, self.sizes.length)
    const withSize = (sizes: Sizes, size: number): number[] => sizes.map((own, k) => (k === at ? size : own))
    const wideIndex = indices.expand(broadcastShapes(withSize(self.sizes, indices.sizes[at]), indices.sizes))
    const wideSelf = self.expand(broadcastShapes(withSize(indices.sizes, self.sizes[at]), self.sizes))
    return wideSelf.gather(at, wideIndex)
  },
})

const placeBounds: Bounds = {
  wraps: true,
  error: (value, size) =>
    new IndexError(`out of range: tried to access index ${value} on a tensor of ${size} elements.`),
}

op('take(Tensor self, Tensor index, *, Tensor? out=None) -> Tensor', {
  keepsBytes: true,
  overlap: 'disjoint',
  doc: 'The elements at the given places of the flattened tensor, in the shape of `index`.',
  example: ['torch.tensor([[5, 6], [7, 8]]).take(torch.tensor([3, 0]))', 'tensor([8, 5])'],
  validate: (self: Tensor, _index: Tensor, out?: Tensor) =>
    check(
      !out || out.dtype === self.dtype,
      () =>
        'take(): self and out expected to have the same dtype, but got self.dtype = ' +
        `${self.dtype.scalarName} and out.dtype = ${out?.dtype.scalarName}`,
    ),
  device: true,
  compute: (self: Tensor, index: Tensor) => {
    check(
      index.dtype === int64,
      () => `take(): Expected a long tensor for index, but got ${index.dtype.scalarName}`,
    )
    if (self.count === 0 && index.count > 0)
      throw new IndexError('take(): tried to take from an empty tensor')
    const picked = pickAlong(flattened(self), 0, flattened(index), placeBounds)
    return picked.viewAs(index.sizes, contiguousStrides(index.sizes), 0)
  },
  backward: { self: (g, { self_sizes, index }) => g.new_zeros(self_sizes).put(index, g, true) },
})

op('put(Tensor self, Tensor index, Tensor source, bool accumulate=False) -> Tensor', {
  overlap: 'disjoint',
  doc: 'A copy with the elements of `source` at the given places of the flattened tensor; with `accumulate` they are added.',
  example: [
    'torch.tensor([[5, 6], [7, 8]]).put(torch.tensor([3, 0]), torch.tensor([1, 2]))',
    'tensor([[2, 6],\n        [7, 1]])',
  ],
  inplace: 'method',
  device: true,
  compute: (self: Tensor, index: Tensor, source: Tensor, accumulate: boolean) => {
    check(
      index.dtype === int64,
      () => `put_(): Expected a long tensor for index, but got ${index.dtype.scalarName}`,
    )
    check(
      self.dtype === source.dtype,
      () =>
        `put_(): self and source expected to have the same dtype, but got self.dtype = ${self.dtype.scalarName} and ` +
        `source.dtype = ${source.dtype.scalarName}`,
    )
    if (index.count !== source.count)
      throw new IndexError(
        'put_(): Expected source and index to have the same number of elements, but got source.numel() = ' +
          `${source.count}, index.numel() = ${index.count}`,
      )
    if (self.count === 0 && index.count > 0)
      throw new IndexError('put_(): Tried to put elements into an empty tensor')
    const how = accumulate ? 'add' : 'assign'
    const result = putAlong(flattened(self), 0, flattened(index), flattened(source), how, placeBounds)
    return result.viewAs(self.sizes, contiguousStrides(self.sizes), 0)
  },
  backward: {
    self: (g, { index, source_sizes, accumulate }) =>
      accumulate ? g : g.put(index, g.new_zeros(source_sizes), false),
    source: (g, { index, source_sizes }) => g.take(index).reshape(source_sizes),
  },
})
