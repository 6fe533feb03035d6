// Finds places in sorted numbers: the reference of searchsorted and bucketize.
import type { TypedArray } from '../base/dtype.js'

/** Rows of sorted numbers, or one row for all; `order` says where in its row the k-th smallest lies. */
export interface SortedRows {
  readonly edges: ArrayLike<number>
  readonly n: number
  readonly isShared: boolean
  readonly order: Int32Array | null
}

/**
 * For each value the first place at which it can be put in, or with `right` the last.
 *
 * @param perRow how many values belong to a row
 * @param step cells from one result to the next: 2 where they are int64 as pairs of int32
 */
export function searchPlaces(
  out: TypedArray,
  step: number,
  { edges, n, isShared, order }: SortedRows,
  values: ArrayLike<number>,
  perRow: number,
  right: boolean,
): void {
  for (let i = 0; i < values.length; i++) {
    const start = isShared ? 0 : Math.floor(i / perRow) * n
    const value = values[i]
    let first = 0
    let last = n
    while (first < last) {
      const middle = (first + last) >> 1
      const edge = edges[start + (order === null ? middle : order[start + middle])]
      // Written with a negation, so that a not-a-number value goes to the end (Bucketization.cpp).
      const goesAfter = right ? !(edge > value) : !(edge >= value)
      if (goesAfter) first = middle + 1
      else last = middle
    }
    out[i * step] = first
  }
}
