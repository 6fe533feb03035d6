// Counts points in boxes between edges: the reference of histc, histogram and histogramdd. Follows HistogramKernel.cpp.
import { float64 } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'
import { type Cells, cellsOf } from './reduce.js'

/**
 * How the bin of a number is found: among any edges, or among even ones by division, which may be off by one where the
 * number is next to an edge; `'near'` then looks at the edges around.
 */
export type BinSearch = 'binary' | 'linear' | 'near'

/** How many of the sorted `edges` from `first` up to `last` are not above `x`. */
function edgesUpTo(edges: Cells, first: number, last: number, x: number): number {
  let low = first
  let high = last
  while (low < high) {
    const middle = (low + high) >> 1
    if (edges[middle] <= x) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * `n` points of as many coordinates as there are `bins`; the edges of the dimensions follow each other, one more than
 * bins. Points outside count for nothing.
 */
export const histogram = kernel(
  'histogram',
  (
    [out, x, weight, edges]: readonly [Memory, Memory, Memory | null, Memory],
    n: number,
    bins: readonly number[],
    search: BinSearch,
  ) => {
    const dims = bins.length
    const [to, from, ends] = [cellsOf(out), cellsOf(x), cellsOf(edges)]
    const weights = weight === null ? null : cellsOf(weight)
    const round = x.dtype === float64 ? (value: number): number => value : Math.fround
    for (let i = 0; i < n; i++) {
      let index = 0
      let isInside = true
      for (let d = 0, first = edges.at; d < dims; first += bins[d] + 1, d++) {
        const value = from[x.at + i * dims + d]
        const count = bins[d]
        const [low, high] = [ends[first], ends[first + count]]
        if (!(value >= low && value <= high)) {
          isInside = false
          break
        }
        let bin: number
        if (search === 'binary') bin = edgesUpTo(ends, first, first + count + 1, value) - first - 1
        else {
          bin = Math.trunc(round(round(round(value - low) * count) / round(high - low)))
          if (search === 'near') {
            const [from_, to_] = [Math.max(0, bin - 1), Math.min(bin + 2, count + 1)]
            bin = edgesUpTo(ends, first + from_, first + to_, value) - first - 1
          }
        }
        // The last bin has both of its edges.
        index = index * count + (bin === count ? bin - 1 : bin)
      }
      if (isInside) to[out.at + index] += weights === null ? 1 : weights[weight!.at + i]
    }
  },
)
