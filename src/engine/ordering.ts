// Calls the kernels that sort, select, group and search: makes the results and says how lanes and rows lie.
import { type DType, int32, int64 } from '../base/dtype.js'
import { numelOf, type Sizes } from '../base/layout.js'
import { group, type LaneSizes, rank, type Rank, search, sort, top } from '../kernels/order.js'
import { laneLayout } from '../tensor/lanes.js'
import { emptyTensor, type Tensor, zerosTensor } from '../tensor/tensor.js'
import { castTo } from './copy.js'
import { pickAlong } from './picking.js'
import { run } from './run.js'

/** A new tensor for found elements, and one for their places. */
const found = (sizes: Sizes, self: Tensor): [Tensor, Tensor] => [
  emptyTensor(sizes, self.dtype, self.device),
  zerosTensor(sizes, int64, self.device),
]

/** The elements in order along `dim`, and where they were; equal ones keep their order where that is asked for. */
export function sortLanes(
  self: Tensor,
  dim: number,
  isDescending: boolean,
  keepsOrder: boolean,
): [Tensor, Tensor] {
  const { x, outer, n, inner } = laneLayout(self, dim)
  const [values, indices] = found(self.sizes, self)
  const lanes: LaneSizes = { outer, n, inner }
  run(sort, [values, indices, x], lanes, isDescending, keepsOrder)
  return [values, indices]
}

/** The `k` largest (or smallest) elements along `dim`, and where they are. */
export function topOfLanes(
  self: Tensor,
  dim: number,
  k: number,
  largest: boolean,
  sorted: boolean,
): [Tensor, Tensor] {
  const { x, outer, n, inner } = laneLayout(self, dim)
  const hasLanes = self.sizes.length > 0
  const [values, indices] = found(hasLanes ? self.sizes.map((size, i) => (i === dim ? k : size)) : [], self)
  // A 0-dim tensor has room for one whatever k says.
  run(top, [values, indices, x], { outer, n, inner }, hasLanes ? k : 1, largest, sorted)
  return [values, indices]
}

/** One element of each lane along `dim`, by its rank, and where it is. */
export function rankOfLanes(
  self: Tensor,
  dim: number | null,
  keepdim: boolean,
  which: Rank,
): [Tensor, Tensor] {
  const { x, outer, n, inner, sizes } = laneLayout(self, dim, keepdim)
  const [values, indices] = found(sizes, self)
  run(rank, [values, indices, x], { outer, n, inner }, which)
  return [values, indices]
}

/**
 * The rows of a tensor that differ from each other, for each row the number of the one it is like, and how often each
 * occurs. Rows are like what comes before them in ascending order, or without `isSorted` in their own.
 */
export function groupRows(self: Tensor, isSorted: boolean): [Tensor, Tensor, Tensor] {
  const rows = self.contiguous()
  const [n, ...rest] = rows.sizes
  const firsts = emptyTensor([n + 1], int32, rows.device)
  const counts = emptyTensor([n], int64, rows.device)
  const inverse = emptyTensor([n], int64, rows.device)
  run(group, [firsts, counts, inverse, rows], n, numelOf(rest), isSorted)
  const groups = firsts.elementAt(n) as number
  const part = (all: Tensor): Tensor => all.viewAs([groups], [1], 0)
  const error = (index: number): Error => new Error(`internal: there is no row ${index}`)
  return [pickAlong(rows, 0, part(firsts), { error }), inverse, castTo(part(counts), int64)]
}

/** For each of `values` its place in the rows of sorted `boundaries`; `order` says where the k-th smallest lies. */
export function searchRows(
  boundaries: Tensor,
  values: Tensor,
  dtype: DType,
  right: boolean,
  order: Tensor | null,
): Tensor {
  const { sizes } = boundaries
  const n = sizes.length === 0 ? 1 : sizes[sizes.length - 1]
  const isShared = sizes.length === 1
  const out = zerosTensor(values.sizes, dtype, values.device)
  run(
    search,
    [out, boundaries.contiguous(), values.contiguous(), order && order.contiguous()],
    {
      n,
      count: isShared ? 1 : numelOf(sizes.slice(0, -1)),
      perRow: values.sizes[values.sizes.length - 1] ?? 1,
    },
    values.count,
    right,
  )
  return out
}
