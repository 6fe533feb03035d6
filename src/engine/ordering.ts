/** Sorts, selects, groups and searches along lanes and rows: tensors to flat arrays for the kernels and back. */
import { type DType, int32 } from '../base/dtype.js'
import { numelOf } from '../base/layout.js'
import { gather } from '../kernels/gather.js'
import { blocksAlong, cellsOf, scattered } from '../kernels/places.js'
import { searchPlaces } from '../kernels/search.js'
import { laneNumbers, topPositions } from '../kernels/select.js'
import { compareRows, orderRows, Sorter } from '../kernels/sort.js'
import { emptyTensor, type Tensor, zerosTensor } from '../tensor/tensor.js'
import { eachLane, lanesOf, positions } from './lanes.js'
import { arrayOf, indexTensor, indexValues } from './picking.js'

/** The elements in order along `dim`, and where they were. */
export function sortLanes(self: Tensor, dim: number, isDescending: boolean): [Tensor, Tensor] {
  const { dtype, sizes } = self
  const lanes = lanesOf(self, dim)
  const { x, n, inner } = lanes
  const places = new Int32Array(self.count)
  const indices = positions(sizes)
  const sorter = new Sorter(dtype, n, isDescending)
  const array = arrayOf(x)
  eachLane(lanes, (start) => {
    const first = start - lanes.base
    const order = sorter.sort(array, start, inner)
    for (let k = 0, p = first; k < n; k++, p += inner) {
      places[p] = start + order[k] * inner
      indices.low[2 * p] = order[k]
    }
  })
  const values = emptyTensor(sizes, dtype)
  gather(dtype, arrayOf(values), array, scattered(places))
  return [values, indices.tensor]
}

/** The `k` largest (or smallest) elements along `dim`, and where they are. */
export function topOfLanes(
  self: Tensor,
  dim: number,
  k: number,
  largest: boolean,
  sorted: boolean,
): [Tensor, Tensor] {
  const { dtype } = self
  const lanes = lanesOf(self, dim)
  const { x, n, inner } = lanes
  const hasLanes = self.sizes.length > 0
  const sizes = hasLanes ? self.sizes.map((size, i) => (i === dim ? k : size)) : []
  // A 0-dim tensor has room for one whatever k says.
  const count = hasLanes ? k : 1
  const places = new Int32Array(numelOf(sizes))
  const indices = positions(sizes)
  eachLane(lanes, (start, index) => {
    if (n === 0) return
    const order = topPositions(laneNumbers(dtype, x.storage.array, start, inner, n), count, largest, sorted)
    const outer = Math.floor(index / inner)
    for (let i = 0, p = outer * k * inner + (index % inner); i < order.length; i++, p += inner) {
      places[p] = start + order[i] * inner
      indices.low[2 * p] = order[i]
    }
  })
  const values = emptyTensor(sizes, dtype)
  gather(dtype, arrayOf(values), arrayOf(x), scattered(places))
  return [values, indices.tensor]
}

/** One element of each lane along `dim`, by the position that `pick` answers for its numbers, and where it is. */
export function pickOfLanes(
  self: Tensor,
  dim: number | null,
  keepdim: boolean,
  pick: (values: ArrayLike<number>) => number,
): [Tensor, Tensor] {
  const { dtype } = self
  const lanes = lanesOf(self, dim, keepdim)
  const { x, n, inner } = lanes
  const places = new Int32Array(numelOf(lanes.sizes))
  const indices = positions(lanes.sizes)
  eachLane(lanes, (start, index) => {
    const at = pick(laneNumbers(dtype, x.storage.array, start, inner, n))
    places[index] = start + at * inner
    indices.low[2 * index] = at
  })
  const values = emptyTensor(lanes.sizes, dtype)
  gather(dtype, arrayOf(values), arrayOf(x), scattered(places))
  return [values, indices.tensor]
}

/** All elements in row-major order, as numbers that compare: bigints for int64. */
function numbersOf(tensor: Tensor): ArrayLike<number> {
  const x = tensor.contiguous()
  return laneNumbers(tensor.dtype, x.storage.array, x.offset, 1, x.count)
}

/**
 * The rows of a tensor that differ from each other, for each row the number of the one it is like, and how often each
 * occurs. Rows are like what comes before them in ascending order, or without `isSorted` in their own.
 */
export function groupRows(self: Tensor, isSorted: boolean): [Tensor, Tensor, Tensor] {
  const rows = self.contiguous()
  const { dtype } = rows
  const [n, ...rest] = rows.sizes
  const width = numelOf(rest)
  const array = arrayOf(rows)
  const order = new Int32Array(n)
  /** Whether what stands at `i` in the order is the first of its kind. */
  let isNew: (i: number) => boolean
  if (width === 1 && isSorted) {
    const sorter = new Sorter(dtype, n)
    order.set(sorter.sort(array, rows.offset, 1))
    isNew = (i) => !sorter.areEqual(order[i - 1], order[i])
  } else {
    const numbers = numbersOf(rows)
    if (isSorted) order.set(orderRows(numbers, 0, n, width))
    else for (let i = 0; i < n; i++) order[i] = i
    isNew = (i) => compareRows(numbers, 0, width, order[i - 1], order[i]) !== 0
  }
  const firsts = new Int32Array(n)
  const starts = new Int32Array(n)
  const inverse = new Int32Array(n)
  let count = 0
  for (let i = 0; i < n; i++) {
    if (i === 0 || isNew(i)) {
      firsts[count] = order[i]
      starts[count++] = i
    }
    inverse[order[i]] = count - 1
  }
  const sizes = Int32Array.from({ length: count }, (_, k) => (k + 1 < count ? starts[k + 1] : n) - starts[k])
  const values = emptyTensor([count, ...rest], dtype)
  const chosen = blocksAlong([n, width], [width, 1], rows.offset, 0, firsts.subarray(0, count))
  gather(dtype, arrayOf(values), array, chosen)
  return [values, indexTensor(inverse, [n]), indexTensor(sizes, [count])]
}

/** For each of `values` its place in the rows of sorted `boundaries`; `order` says where the k-th smallest lies. */
export function searchRows(
  boundaries: Tensor,
  values: Tensor,
  dtype: DType,
  right: boolean,
  order: Tensor | null,
): Tensor {
  const rank = boundaries.sizes.length
  const out = zerosTensor(values.sizes, dtype)
  searchPlaces(
    out.storage.as(int32).array,
    cellsOf(dtype),
    {
      edges: numbersOf(boundaries),
      n: rank === 0 ? 1 : boundaries.sizes[rank - 1],
      isShared: rank === 1,
      order: order && indexValues(order),
    },
    numbersOf(values),
    rank === 1 ? values.count : (values.sizes[values.sizes.length - 1] ?? 1),
    right,
  )
  return out
}
