// Orders elements along a dimension: `sort`, `argsort`, `msort`, `topk`.
import { bool, int64, notImplementedFor } from '../../base/dtype.js'
import { check, wrapDim } from '../../base/errors.js'
import { type Tensor, zerosTensor } from '../../tensor/tensor.js'
import { laidOutLike } from '../../engine/copy.js'
import { scatterBack } from '../../tensor/lanes.js'
import { sortLanes, topOfLanes } from '../../engine/ordering.js'
import { op } from '../../engine/op.js'

function sort(self: Tensor, dim: number, isDescending: boolean, isStable = false): [Tensor, Tensor] {
  if (self.dtype.is_complex) {
    if (self.sizes.length > 0) notImplementedFor('sorting_kernel_method_name', self.dtype)
    return [self.clone(), zerosTensor([], int64)]
  }
  const sorted = sortLanes(self, dim, isDescending, isStable)
  return sorted.map((result) => laidOutLike(result, self)) as [Tensor, Tensor]
}

op(
  'sort(Tensor self, int dim=-1, bool descending=False, *, Tensor? out=None) -> (Tensor values, Tensor indices)',
  {
    doc: 'The elements in order along a dimension, and where they were. The order of equal elements is told by `stable` alone.',
    alsoByName: 'refused',
    example: ['torch.tensor([3, 1, 2]).sort().values', 'tensor([1, 2, 3])'],
    exactOut: true,
    device: true,
    compute: (self: Tensor, dim: number, isDescending: boolean) => sort(self, dim, isDescending),
    backward: { self: (g, { self_sizes, dim, indices }) => scatterBack(g, dim, indices, self_sizes, true) },
  },
)
op(
  'sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False, Tensor? out=None) -> (Tensor values, Tensor indices)',
  {
    doc: 'The elements in order along a dimension; equal ones keep their order where `stable` is True.',
    alsoByName: 'refused',
    example: ['torch.tensor([3, 1, 2]).sort({ stable: true }).indices', 'tensor([1, 2, 0])'],
    node: 'SortBackward1',
    exactOut: true,
    device: true,
    compute: (self: Tensor, stable: boolean | null, dim: number, isDescending: boolean) =>
      sort(self, dim, isDescending, stable === true),
    backward: { self: (g, { self_sizes, dim, indices }) => scatterBack(g, dim, indices, self_sizes, true) },
  },
)
op('argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor', {
  doc: 'Where the elements in order along a dimension were.',
  alsoByName: 'refused',
  example: ['torch.tensor([3, 1, 2]).argsort()', 'tensor([1, 2, 0])'],
  device: true,
  compute: (self: Tensor, dim: number, isDescending: boolean) => sort(self, dim, isDescending)[1],
  backward: 'none',
})
op('argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor', {
  doc: 'Where the elements in order along a dimension were; equal ones keep their order where `stable` is True.',
  alsoByName: 'refused',
  example: ['torch.tensor([3, 1, 2]).argsort({ stable: true })', 'tensor([1, 2, 0])'],
  device: true,
  compute: (self: Tensor, stable: boolean, dim: number, isDescending: boolean) =>
    sort(self, dim, isDescending, stable)[1],
  backward: 'none',
})
op('msort(Tensor self, *, Tensor? out=None) -> Tensor', {
  exactOut: true,
  doc: 'The elements in ascending order along the first dimension.',
  example: ['torch.tensor([3, 1, 2]).msort()', 'tensor([1, 2, 3])'],
  forward: (self: Tensor) => self.sort(0, false)[0],
})

op(
  'topk(Tensor self, int k, int dim=-1, bool largest=True, bool sorted=True, *, Tensor? out=None) -> (Tensor values, Tensor indices)',
  {
    doc: 'The k largest (or smallest) elements along a dimension, and where they are.',
    example: ['torch.tensor([3, 9, 5]).topk(2).values', 'tensor([9, 5])'],
    exactOut: true,
    realGradient: true,
    device: true,
    compute: (self: Tensor, k: number, dim: number, largest: boolean, sorted: boolean) => {
      const { sizes, dtype } = self
      const wrapped = wrapDim(dim, sizes.length)
      check(k >= 0 && k <= (sizes.length > 0 ? sizes[wrapped] : 1), () => 'selected index k out of range')
      if (sizes.length > 0 && (dtype.is_complex || dtype === bool)) notImplementedFor('topk_cpu', dtype)
      return topOfLanes(self, wrapped, k, largest, sorted)
    },
    backward: { self: (g, { self_sizes, dim, indices }) => scatterBack(g, dim, indices, self_sizes, true) },
  },
)
