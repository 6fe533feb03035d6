// The quick way for two contiguous operands of one plain dtype that are broadcast over rows: one is the same row for all, or
// one element for each row; the other is all that the result is, or the other of these two.
import type { Sizes } from '../base/layout.js'
import { threadCount } from '../kernels/thread-count.js'
import { emptyTensor, type Tensor } from '../tensor/tensor.js'
import type { Overload, QuickPlan } from './op.js'
import { arrayOf } from './plan.js'
import { rowLoopFor } from './pointwise.js'

/** From how many elements on several threads may be worth it, which are the general way's. */
const SHARED_FROM = 1 << 16

/** How two dimensions reach over the result, and from which of them an operand goes on. */
interface Rows {
  readonly sizes: Sizes
  readonly rows: number
  readonly width: number
  readonly a: Way
  readonly b: Way
}
/** Steps along a row, and from row to row. */
type Way = readonly [inner: number, outer: number]

const asRow: Way = [1, 0]
const asColumn: Way = [0, 1]

/** How many dimensions at the front, or at the end, are of size 1. */
function ones(sizes: Sizes, fromEnd: boolean): number {
  let k = 0
  while (k < sizes.length && sizes[fromEnd ? sizes.length - 1 - k : k] === 1) k++
  return k
}

/** Whether `count` dimensions of both, up to these ends, are of the same sizes. */
function areAlike(a: Sizes, endA: number, b: Sizes, endB: number, count: number): boolean {
  for (let k = 1; k <= count; k++) if (a[endA - k] !== b[endB - k]) return false
  return true
}

/** The other operand within the larger one: a row of its last dimensions, or an element for each place of its first ones. */
function wayWithin(all: Sizes, part: Sizes): 'row' | 'column' | null {
  if (part.length > all.length) return null
  const inRow = part.length - ones(part, false)
  if (areAlike(all, all.length, part, part.length, inRow)) return 'row'
  const inColumn = part.length - ones(part, true)
  if (part.length === all.length && areAlike(all, inColumn, part, inColumn, inColumn)) return 'column'
  return null
}

/** What two operands of other sizes are to each other; null where that takes more than two dimensions, or does not fit. */
function rowsOf(a: Tensor, b: Tensor): Rows | null {
  if (a.count === 0 || b.count === 0) return null
  const within = (all: Tensor, part: Tensor, isSwapped: boolean): Rows | null => {
    const way = wayWithin(all.sizes, part.sizes)
    if (way === null) return null
    const isRow = way === 'row'
    const rows = isRow ? all.count / part.count : part.count
    const width = all.count / rows
    const [full, other]: [Way, Way] = [[1, width], isRow ? asRow : asColumn]
    return { sizes: all.sizes, rows, width, ...(isSwapped ? { a: other, b: full } : { a: full, b: other }) }
  }
  const found = within(a, b, false) ?? within(b, a, true)
  if (found !== null) return found
  const between = (column: Tensor, row: Tensor): Sizes | null => {
    const first = column.sizes.length - ones(column.sizes, true)
    const inRow = row.sizes.length - ones(row.sizes, false)
    if (row.sizes.length > column.sizes.length || first + inRow > column.sizes.length) return null
    return column.sizes.map((size, k) => {
      const at = k - column.sizes.length + row.sizes.length
      return at >= row.sizes.length - inRow ? row.sizes[at] : size
    })
  }
  const sizes = between(a, b)
  if (sizes !== null) return { sizes, rows: a.count, width: b.count, a: asColumn, b: asRow }
  const swapped = between(b, a)
  return swapped && { sizes: swapped, rows: b.count, width: a.count, a: asRow, b: asColumn }
}

/**
 * `op(a, b, …rest)` over rows; null where the general way is needed.
 *
 * @param into `a` for the in-place form, null for a new tensor
 */
export function quickRows(
  overload: Overload,
  plan: QuickPlan,
  a: Tensor,
  b: Tensor,
  rest: readonly unknown[],
  into: Tensor | null,
): Tensor | null {
  const loop = (plan.rows ??= rowLoopFor(overload, a.dtype, plan.outDtype, rest.length > 0 ? 'tts' : 'tt'))
  if (loop === null) return null
  const places = rowsOf(a, b)
  if (places === null) return null
  const { sizes, rows, width } = places
  if (rows * width >= SHARED_FROM && threadCount() > 1) return null
  if (into !== null && (sizes !== a.sizes || b.memory === into.memory)) return null
  overload.entry.refuse?.(a.dtype, a, b)
  const out = into ?? emptyTensor(sizes, plan.outDtype)
  const isDone = loop(
    rows,
    width,
    arrayOf(out),
    out.offset,
    arrayOf(a),
    a.offset,
    places.a[0],
    places.a[1],
    arrayOf(b),
    b.offset,
    places.b[0],
    places.b[1],
    plan.extra,
  )
  return isDone ? out : null
}
