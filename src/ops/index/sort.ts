/** Orders elements along a dimension: `sort`, `argsort`, `msort`, `topk`. */
import { topPositions } from '../../kernels/select.js'
import { bool, notImplementedFor } from '../../base/dtype.js'
import { check, wrapDim } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { laidOutLike } from '../../engine/copy.js'
import {
  eachLane,
  type Lanes,
  lanesOf,
  narrowed,
  positions,
  results,
  scatterBack,
  widened,
} from '../../engine/lanes.js'
import { op } from '../../engine/op.js'

/** Whether element `a` must come before `b`; not-a-number counts as the largest. */
type Before = (a: number, b: number) => boolean
const ascending: Before = (a, b) => a < b || (b !== b && a === a)
const descending: Before = (a, b) => a > b || (a !== a && b === b)

/** Runs of this length are sorted by insertion before merging begins. */
const RUN = 8

/** Positions 0 … n-1 in the order of the values at them. Stable, by merging. */
export function stableOrder(n: number, before: (i: number, j: number) => boolean): Int32Array {
  let order = new Int32Array(n)
  for (let i = 0; i < n; i++) order[i] = i
  for (let start = 0; start < n; start += RUN) {
    const end = Math.min(start + RUN, n)
    for (let i = start + 1; i < end; i++) {
      const item = order[i]
      let j = i
      for (; j > start && before(item, order[j - 1]); j--) order[j] = order[j - 1]
      order[j] = item
    }
  }
  let spare = new Int32Array(n > RUN ? n : 0)
  for (let width = RUN; width < n; width *= 2) {
    for (let start = 0; start < n; start += 2 * width) {
      const middle = Math.min(start + width, n)
      const end = Math.min(start + 2 * width, n)
      let left = start
      let right = middle
      for (let i = start; i < end; i++) {
        const takeRight = right < end && (left >= middle || before(order[right], order[left]))
        spare[i] = takeRight ? order[right++] : order[left++]
      }
    }
    const swap = order
    order = spare
    spare = swap
  }
  return order
}

/** The elements of a lane, next to each other. */
export function laneValues(lanes: Lanes, start: number): Float64Array {
  const { array, n, inner } = lanes
  if (inner === 1) return array.slice(start, start + n)
  const Values = array.constructor as Float64ArrayConstructor
  const values = new Values(n)
  for (let k = 0, p = start; k < n; k++, p += inner) values[k] = array[p]
  return values
}

function sort(self: Tensor, dim: number, isDescending: boolean): [Tensor, Tensor] {
  if (self.dtype.is_complex) notImplementedFor('sorting_kernel_method_name', self.dtype)
  const x = widened(self)
  const lanes = lanesOf(x, dim)
  const { n, inner, base } = lanes
  const values = results(self.sizes, x.dtype)
  const indices = positions(self.sizes)
  const before = isDescending ? descending : ascending
  eachLane(lanes, (start) => {
    const lane = laneValues(lanes, start)
    const order = stableOrder(n, (i, j) => before(lane[i], lane[j]))
    for (let k = 0, p = start - base; k < n; k++, p += inner) {
      values.array[values.at + p] = lane[order[k]]
      indices.low[indices.at + 2 * p] = order[k]
    }
  })
  return [laidOutLike(narrowed(values.tensor, self.dtype), self), laidOutLike(indices.tensor, self)]
}

op(
  'sort(Tensor self, int dim=-1, bool descending=False, *, Tensor? out=None) -> (Tensor values, Tensor indices)',
  {
    doc: 'The elements in order along a dimension, and where they were. Equal elements keep their order.',
    example: ['torch.tensor([3, 1, 2]).sort().values', 'tensor([1, 2, 3])'],
    exactOut: true,
    compute: sort,
    backward: { self: (g, { self_sizes, dim, indices }) => scatterBack(g, dim, indices, self_sizes, true) },
  },
)
op(
  'sort.stable(Tensor self, *, bool? stable, int dim=-1, bool descending=False, Tensor? out=None) -> (Tensor values, Tensor indices)',
  {
    doc: 'The elements in order along a dimension; equal ones keep their order in any case.',
    example: ['torch.tensor([3, 1, 2]).sort({ stable: true }).indices', 'tensor([1, 2, 0])'],
    node: 'SortBackward1',
    exactOut: true,
    compute: (self: Tensor, _: boolean | null, dim: number, isDescending: boolean) =>
      sort(self, dim, isDescending),
    backward: { self: (g, { self_sizes, dim, indices }) => scatterBack(g, dim, indices, self_sizes, true) },
  },
)
op('argsort(Tensor self, int dim=-1, bool descending=False) -> Tensor', {
  doc: 'Where the elements in order along a dimension were.',
  example: ['torch.tensor([3, 1, 2]).argsort()', 'tensor([1, 2, 0])'],
  compute: (self: Tensor, dim: number, isDescending: boolean) => sort(self, dim, isDescending)[1],
  backward: 'none',
})
op('argsort.stable(Tensor self, *, bool stable, int dim=-1, bool descending=False) -> Tensor', {
  doc: 'Where the elements in order along a dimension were; equal ones keep their order in any case.',
  example: ['torch.tensor([3, 1, 2]).argsort({ stable: true })', 'tensor([1, 2, 0])'],
  compute: (self: Tensor, _: boolean, dim: number, isDescending: boolean) => sort(self, dim, isDescending)[1],
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
    compute: (self: Tensor, k: number, dim: number, largest: boolean, sorted: boolean) => {
      const { sizes, dtype } = self
      const wrapped = wrapDim(dim, sizes.length)
      check(k >= 0 && k <= (sizes.length > 0 ? sizes[wrapped] : 1), () => 'selected index k out of range')
      if (sizes.length > 0 && (dtype.is_complex || dtype === bool)) notImplementedFor('topk_cpu', dtype)
      const x = widened(self)
      const lanes = lanesOf(x, wrapped)
      const { n, inner } = lanes
      const resultSizes = sizes.length > 0 ? sizes.map((size, i) => (i === wrapped ? k : size)) : []
      const values = results(resultSizes, x.dtype)
      const indices = positions(resultSizes)
      // A 0-dim tensor has room for one whatever k says.
      const count = sizes.length > 0 ? k : 1
      eachLane(lanes, (start, index) => {
        const lane = laneValues(lanes, start)
        const order = n === 0 ? [] : topPositions(lane, count, largest, sorted)
        const outer = Math.floor(index / inner)
        for (let i = 0, q = outer * k * inner + (index % inner); i < order.length; i++, q += inner) {
          values.array[values.at + q] = lane[order[i]]
          indices.low[indices.at + 2 * q] = order[i]
        }
      })
      return [narrowed(values.tensor, dtype), indices.tensor]
    },
    backward: { self: (g, { self_sizes, dim, indices }) => scatterBack(g, dim, indices, self_sizes, true) },
  },
)
