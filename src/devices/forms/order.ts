// Forms of the kernels that put lanes in order, for a device; see kernels/order.ts for what they take. Equal elements keep their
// order, not-a-numbers count as the largest.
//
// Note [Orders on a device]. What is found is the order: which element of a lane comes k-th. There are three ways to it:
//
// - *ranks*: an element comes behind as many as come before it. Short lanes, in two kernels of n rounds each.
// - *one after another*: the first of those that come after the last one found. A few of long lanes, in a kernel of n rounds each.
// - *a network*: a bitonic sort of places, in about (log2 n)² / 2 kernels that compare pairs.
import { int64 } from '../../base/dtype.js'
import type { KernelName } from '../../kernels/kernel.js'
import type { LaneSizes, Rank } from '../../kernels/order.js'
import type { Tensor } from '../../tensor/tensor.js'
import type { Formula } from '../backend.js'
import { LONGEST_LOOP, type Numbers, runFormula } from '../by-place.js'
import { mapElements, quotient, remainderOf } from '../elementwise.js'
import { gatherAlong } from '../picking.js'
import type { DeviceForm } from './form.js'
import { joined } from './join.js'

/** Up to here lanes go by ranks. */
const BY_RANKS = 128
/** Up to so many elements of a lane are found one after another. */
const A_FEW = 32

/** Whether an element at place `p` comes before another at place `q`: 1 or 0. */
function comesBefore(x: number, p: number, y: number, q: number, falling: number): number {
  const xIsNan = x !== x ? 1 : 0
  const yIsNan = y !== y ? 1 : 0
  if (xIsNan !== yIsNan) return falling > 0 ? xIsNan : yIsNan
  if (x < y) return falling > 0 ? 0 : 1
  if (x > y) return falling > 0 ? 1 : 0
  return p < q ? 1 : 0
}
const before: Record<string, Formula> = { comesBefore }

function rankOf(i: number, x: Numbers, n: number, inner: number, falling: number): number {
  const q = quotient(i, inner)
  const place = remainderOf(q, n)
  const start = i - place * inner
  const value = x[i]
  let rank = 0
  for (let k = 0; k < n; k++) rank += comesBefore(x[start + k * inner], k, value, place, falling)
  return rank
}

/** Which element of the lane has the rank j. */
function placeOfRank(i: number, ranks: Numbers, n: number, m: number, inner: number): number {
  const q = quotient(i, inner)
  const o = quotient(q, m)
  const start = o * n * inner + (i - q * inner)
  let place = 0
  for (let k = 0; k < n; k++) if (ranks[start + k * inner] === q - o * m) place = k
  return place
}

/** The first element of a lane, or the first after that at place `last`. */
function nextPlace(
  i: number,
  x: Numbers,
  last: Numbers,
  isFirst: number,
  n: number,
  inner: number,
  falling: number,
): number {
  const o = quotient(i, inner)
  const start = o * n * inner + (i - o * inner)
  const from = isFirst > 0 ? 0 : last[i]
  const edge = x[start + from * inner]
  let best = 0
  let place = -1
  for (let k = 0; k < n; k++) {
    const value = x[start + k * inner]
    if (isFirst > 0 || comesBefore(edge, from, value, k, falling) > 0) {
      if (place < 0 || comesBefore(value, k, best, place, falling) > 0) {
        best = value
        place = k
      }
    }
  }
  return place
}

/** Places 0 to m - 1 in each lane; those from n on stand for nothing, and come last. */
const countedPlace = (i: number, m: number): number => remainderOf(i, m)

/** One step of a bitonic sort: of places that are `distance` apart, those of blocks of `size` rising and falling in turn. */
function exchanged(
  i: number,
  order: Numbers,
  x: Numbers,
  n: number,
  inner: number,
  m: number,
  size: number,
  distance: number,
  falling: number,
): number {
  const lane = quotient(i, m)
  const at = i - lane * m
  const isUpper = remainderOf(quotient(at, distance), 2)
  const isRising = 1 - remainderOf(quotient(at, size), 2)
  const a = order[i]
  const b = order[isUpper > 0 ? i - distance : i + distance]
  const o = quotient(lane, inner)
  const start = o * n * inner + (lane - o * inner)
  let isFirst = a < b ? 1 : 0
  if (a < n && b < n) isFirst = comesBefore(x[start + a * inner], a, x[start + b * inner], b, falling)
  // The lower of two rising places takes what comes first.
  const takesFirst = isUpper === isRising ? 0 : 1
  return takesFirst === isFirst ? a : b
}

/** Element (o, j, r) of what lies as (o, r, place). */
function firstOf(i: number, order: Numbers, m: number, k: number, inner: number): number {
  const q = quotient(i, inner)
  const o = quotient(q, k)
  return order[(o * inner + (i - q * inner)) * m + (q - o * k)]
}

/** The places of the first `k` elements of lanes, of (outer, k, inner). */
function firstPlaces(x: Tensor, { outer, n, inner }: LaneSizes, k: number, isFalling: boolean): Tensor {
  const falling = isFalling ? 1 : 0
  const sizes = [outer, k, inner]
  if (n <= BY_RANKS) {
    const ranks = runFormula(rankOf, [outer, n, inner], int64, x, n, inner, falling, before)
    return runFormula(placeOfRank, sizes, int64, ranks, n, k, inner)
  }
  if (k <= A_FEW && n <= LONGEST_LOOP) {
    const parts: Tensor[] = []
    for (let j = 0; j < k; j++)
      parts.push(
        runFormula(
          nextPlace,
          [outer, inner],
          int64,
          x,
          parts[j - 1] ?? x,
          j === 0 ? 1 : 0,
          n,
          inner,
          falling,
          before,
        ),
      )
    return joined(
      parts,
      outer,
      parts.map(() => inner),
    ).view(sizes)
  }
  const m = 2 ** Math.ceil(Math.log2(n))
  let order = runFormula(countedPlace, [outer * inner, m], int64, m)
  for (let size = 2; size <= m; size *= 2)
    for (let distance = size / 2; distance >= 1; distance /= 2)
      order = runFormula(
        exchanged,
        [outer * inner, m],
        int64,
        order,
        x,
        n,
        inner,
        m,
        size,
        distance,
        falling,
        before,
      )
  return runFormula(firstOf, sizes, int64, order, m, k, inner)
}

/** Elements of lanes at these places, and the places, as the results lie. */
function found(x: Tensor, { outer, n, inner }: LaneSizes, places: Tensor, like: Tensor): [Tensor, Tensor] {
  const values = gatherAlong(x.reshape([outer, n, inner]), 1, places)
  return [values.reshape(like.sizes as number[]), places.reshape(like.sizes as number[])]
}

const sort: DeviceForm = ([values, , x], lanes: LaneSizes, descending: boolean) =>
  found(x!, lanes, firstPlaces(x!, lanes, lanes.n, descending), values!)

const top: DeviceForm = ([values, , x], lanes: LaneSizes, k: number, largest: boolean) =>
  found(x!, lanes, firstPlaces(x!, lanes, k, largest), values!)

/** Where the middle of a lane is whose `nans` last elements are no numbers: the first of these is, unless they are left out. */
const middle = (nans: number, n: number, ignoresNan: number): number => {
  if (nans > 0 && ignoresNan < 1) return n - nans
  const last = Math.floor((n - nans - 1) / 2)
  return last < 0 ? 0 : last
}

const rank: DeviceForm = ([values, , x], lanes: LaneSizes, which: Rank) => {
  const { outer, n, inner } = lanes
  if (typeof which === 'number')
    return found(
      x!,
      lanes,
      firstPlaces(x!, lanes, which + 1, false)
        .narrow(1, which, 1)
        .contiguous(),
      values!,
    )
  const order = firstPlaces(x!, lanes, n, false)
  const nans = x!
    .reshape([outer, n, inner])
    .ne(x!.reshape([outer, n, inner]))
    .sum(1, true)
  const at = mapElements('middle', middle, [nans, n, which === 'nanmedian' ? 1 : 0], {
    sizes: nans.sizes,
    dtype: int64,
  })
  return found(x!, lanes, gatherAlong(order, 1, at), values!)
}

/** How many elements of a row of sorted edges come before a value, or with `right` are no larger. */
function edgesBefore(
  i: number,
  values: Numbers,
  edges: Numbers,
  order: Numbers,
  isOrdered: number,
  n: number,
  rows: number,
  perRow: number,
  right: number,
): number {
  const value = values[i]
  const row = rows > 1 ? quotient(i, perRow) * n : 0
  let low = 0
  let high = n
  // As often as 2^24 can be halved.
  for (let k = 0; k < 25; k++) {
    if (low < high) {
      const half = Math.floor((low + high) / 2)
      const edge = edges[row + (isOrdered > 0 ? order[row + half] : half)]
      // What is no number is not larger than anything, as on the CPU.
      let isBefore = edge !== edge || value !== value || edge < value ? 1 : 0
      if (edge === value && right > 0) isBefore = 1
      if (isBefore > 0) low = half + 1
      else high = half
    }
  }
  return low
}

const search: DeviceForm = (
  [out, edges, values, order],
  { n, count: rows, perRow }: { readonly n: number; readonly count: number; readonly perRow: number },
  _count: number,
  right: boolean,
) => {
  const rest = [order === null ? 0 : 1, n, rows, perRow, right ? 1 : 0]
  return [runFormula(edgesBefore, out!.sizes, out!.dtype, values!, edges!, order ?? edges!, ...rest)]
}

export const orderForms: Partial<Record<KernelName, DeviceForm>> = { sort, top, rank, search }
