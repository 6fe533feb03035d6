// The largest and smallest elements of lanes and where they are. Lanes: see reduce.ts.
import { kernel, type Memory } from './kernel.js'
import { type Cells, cellsOf, halvesOf } from './reduce.js'

/** Where the largest (or smallest) element of a lane is: the first of equals; not-a-number wins. */
function extreme(array: Cells, start: number, n: number, inner: number, largest: boolean): number {
  let at = start
  let best = array[start]
  if (best !== best) return start
  // One comparison an element: what is not below the best is above it, or not a number.
  const end = start + n * inner
  if (largest)
    for (let p = start + inner; p < end; p += inner) {
      const value = array[p]
      if (value <= best) continue
      if (value !== value) return p
      best = value
      at = p
    }
  else
    for (let p = start + inner; p < end; p += inner) {
      const value = array[p]
      if (value >= best) continue
      if (value !== value) return p
      best = value
      at = p
    }
  return at
}

/** Writes the extreme of each lane, its number in the lane (an int64), or both. */
export const extremes = kernel(
  'extremes',
  (
    [values, indices, x]: readonly [Memory | null, Memory | null, Memory],
    largest: boolean,
    outer: number,
    n: number,
    inner: number,
  ) => {
    const from = cellsOf(x)
    const to = values === null ? null : cellsOf(values)
    const low = indices === null ? null : halvesOf(indices)
    let index = 0
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++, index++) {
        const start = x.at + o * n * inner + i
        const at = extreme(from, start, n, inner, largest)
        if (to !== null) to[values!.at + index] = from[at]
        if (low !== null) {
          const place = 2 * (indices!.at + index)
          low[place] = (at - start) / inner
          low[place + 1] = 0
        }
      }
  },
  { writes: 2 },
)

/**
 * The extreme so far along each lane, and where it is. A later equal takes the place of an earlier one; not-a-number
 * stays (`cummax_helper_cpu`, ReduceOps.cpp).
 */
export const runningExtremes = kernel(
  'running-extremes',
  (
    [values, indices, x]: readonly [Memory, Memory, Memory],
    largest: boolean,
    outer: number,
    n: number,
    inner: number,
  ) => {
    const [to, from, places] = [cellsOf(values), cellsOf(x), halvesOf(indices)]
    if (n === 0) return
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const start = o * n * inner + i
        let best = from[x.at + start]
        let at = 0
        for (let k = 0, p = start; k < n; k++, p += inner) {
          const value = from[x.at + p]
          if (value !== value || (best === best && (largest ? value >= best : value <= best))) {
            best = value
            at = k
          }
          to[values.at + p] = best
          places[2 * (indices.at + p)] = at
          places[2 * (indices.at + p) + 1] = 0
        }
      }
  },
  { writes: 2 },
)
