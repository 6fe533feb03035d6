// Lanes and rows in order: the reference of sort, topk, median, kthvalue, mode, unique and searchsorted.
import { gather } from './gather.js'
import { kernel, type Memory } from './kernel.js'
import { cellsOf, scattered } from './places.js'
import { searchPlaces } from './search.js'
import { laneNumbers, medianPosition, quickSelect, topPositions } from './select.js'
import { compareRows, orderRows, Sorter } from './sort.js'

/** `outer * inner` lanes of `n` elements; lane (o, i) starts at element `o * n * inner + i` and has step `inner`. */
export interface LaneSizes {
  readonly outer: number
  readonly n: number
  readonly inner: number
}

/** Calls `visit` with the start of each lane, counted from the first element, and the lane's number. */
function eachLane({ outer, n, inner }: LaneSizes, visit: (start: number, lane: number) => void): void {
  for (let o = 0, lane = 0; o < outer; o++) for (let i = 0; i < inner; i++) visit(o * n * inner + i, lane++)
}

/** Writes whole numbers below 2^31 into an int64 or int32 memory. int64 is given as pairs of int32. */
function writeWhole({ array, at, dtype }: Memory, i: number, value: number): void {
  if (dtype.name !== 'int64') array[at + i] = value
  else {
    array[2 * (at + i)] = value
    array[2 * (at + i) + 1] = 0
  }
}

type Found = readonly [values: Memory, indices: Memory, x: Memory]

/** The elements of each lane in order, and where they were; equal ones keep their order where that is asked for. */
export const sort = kernel(
  'sort',
  ([values, indices, x]: Found, lanes: LaneSizes, descending: boolean, keepsOrder: boolean) => {
    const { n, inner } = lanes
    const places = new Int32Array(lanes.outer * n * inner)
    const sorter = new Sorter(x.dtype, n, descending, keepsOrder)
    eachLane(lanes, (start) => {
      const first = x.at + start
      const order = sorter.sort(x.array, first, inner)
      for (let k = 0, p = start; k < n; k++, p += inner) {
        places[p] = first + order[k] * inner
        writeWhole(indices, p, order[k])
      }
    })
    gather(values, x, scattered(places))
  },
  { writes: 2, pairs: true, halves: true },
)

/** The `k` largest (or smallest) elements of each lane, and where they are. */
export const top = kernel(
  'top',
  ([values, indices, x]: Found, lanes: LaneSizes, k: number, largest: boolean, sorted: boolean) => {
    const { n, inner, outer } = lanes
    const places = new Int32Array(outer * k * inner)
    if (n > 0)
      eachLane(lanes, (start, lane) => {
        const first = x.at + start
        const order = topPositions(laneNumbers(x, first, inner, n), k, largest, sorted)
        const to = Math.floor(lane / inner) * k * inner + (lane % inner)
        for (let i = 0, p = to; i < order.length; i++, p += inner) {
          places[p] = first + order[i] * inner
          writeWhole(indices, p, order[i])
        }
      })
    gather(values, x, scattered(places))
  },
  { writes: 2, pairs: true, halves: true },
)

/** Which element of a lane: the lower of the two in the middle, the same without not-a-numbers, or the k-th from 0. */
export type Rank = 'median' | 'nanmedian' | number

/** One element of each lane, by its rank, and where it is. */
export const rank = kernel(
  'rank',
  ([values, indices, x]: Found, lanes: LaneSizes, which: Rank) => {
    const { n, inner, outer } = lanes
    const places = new Int32Array(outer * inner)
    eachLane(lanes, (start, lane) => {
      const first = x.at + start
      const numbers = laneNumbers(x, first, inner, n)
      const at =
        typeof which === 'number'
          ? quickSelect(numbers, which)
          : medianPosition(numbers, which === 'nanmedian')
      places[lane] = first + at * inner
      writeWhole(indices, lane, at)
    })
    gather(values, x, scattered(places))
  },
  { writes: 2, pairs: true, halves: true },
)

/** The most frequent element of each lane, the smallest of those that are equally so, and where the last of it is once sorted. */
export const mode = kernel(
  'mode',
  ([values, indices, x]: Found, lanes: LaneSizes) => {
    const { n, inner, outer } = lanes
    const places = new Int32Array(outer * inner)
    const sorter = new Sorter(x.dtype, n, false, false)
    eachLane(lanes, (start, lane) => {
      const first = x.at + start
      const order = sorter.sort(x.array, first, inner)
      let [best, most] = [0, 0]
      for (let i = 0, count = 0; i < n; i++) {
        count++
        if (i < n - 1 && sorter.areEqual(order[i], order[i + 1])) continue
        if (count > most) [best, most] = [order[i], count]
        count = 0
      }
      places[lane] = first + best * inner
      writeWhole(indices, lane, best)
    })
    gather(values, x, scattered(places))
  },
  { writes: 2, pairs: true, halves: true },
)

/**
 * Groups of rows that are alike and follow each other, in ascending order or in their own. Writes the number of the
 * first row of each group, and behind them at the end how many groups there are; the sizes of the groups; and for each
 * row the number of its group. All of them have room for as many groups as rows.
 */
export const group = kernel(
  'group',
  (
    [firsts, counts, inverse, x]: readonly [Memory, Memory, Memory, Memory],
    n: number,
    width: number,
    isSorted: boolean,
  ) => {
    let order: Int32Array = new Int32Array(n)
    /** Whether what stands at `i` in the order is the first of its kind. */
    let isNew: (i: number) => boolean
    if (width === 1 && isSorted) {
      const sorter = new Sorter(x.dtype, n)
      order = sorter.sort(x.array, x.at, 1)
      isNew = (i) => !sorter.areEqual(order[i - 1], order[i])
    } else {
      const numbers = laneNumbers(x, x.at, 1, n * width)
      if (isSorted) order = orderRows(numbers, 0, n, width)
      else for (let i = 0; i < n; i++) order[i] = i
      isNew = (i) => compareRows(numbers, 0, width, order[i - 1], order[i]) !== 0
    }
    let groups = 0
    for (let i = 0, size = 0; i < n; i++) {
      if (i === 0 || isNew(i)) {
        writeWhole(firsts, groups++, order[i])
        size = 0
      }
      writeWhole(counts, groups - 1, ++size)
      writeWhole(inverse, order[i], groups - 1)
    }
    writeWhole(firsts, n, groups)
  },
  { writes: 3, pairs: true, halves: true },
)

/** For each value its place in a row of sorted numbers; `order` says where in its row the k-th smallest lies. */
export const search = kernel(
  'search',
  (
    [out, edges, values, order]: readonly [Memory, Memory, Memory, Memory | null],
    rows: { readonly n: number; readonly count: number; readonly perRow: number },
    count: number,
    right: boolean,
  ) => {
    const { n, count: all, perRow } = rows
    const sorted = {
      edges: laneNumbers(edges, edges.at, 1, n * all),
      n,
      isShared: all === 1,
      order: order && Int32Array.from(laneNumbers(order, order.at, 1, n * all), Number),
    }
    const step = cellsOf(out.dtype)
    searchPlaces(
      out.array.subarray(out.at * step),
      step,
      sorted,
      laneNumbers(values, values.at, 1, count),
      perRow,
      right,
    )
  },
  { pairs: true, halves: true },
)
