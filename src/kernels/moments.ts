// How far the numbers of a lane lie apart. Lanes: see reduce.ts.
import { cascadeSumOfRow, type Floats } from './cascade-sum.js'
import { kernel, type Memory } from './kernel.js'
import { type Cells, cellsOf, lanes } from './reduce.js'

interface Found {
  mean: number
  squares: number
}

/** Mean and squared distances in one pass, rounded to what is carried along (`WelfordOps` in SharedReduceOps.h). */
function inOnePass(
  x: Cells,
  first: number,
  step: number,
  n: number,
  round: (x: number) => number,
  found: Found,
): void {
  let mean = 0
  let squares = 0
  for (let k = 1, p = first; k <= n; k++, p += step) {
    const delta = round(x[p] - mean)
    mean = round(mean + round(delta / k))
    squares = round(squares + round(delta * round(x[p] - mean)))
  }
  found.mean = n === 0 ? NaN : mean
  found.squares = squares
}

/** The mean, rounded to the dtype, then the squared distances from it (`std_var_all_cpu` in ReduceOps.cpp). */
function inTwoPasses(x: Cells, first: number, n: number, found: Found): void {
  found.mean = 0
  const sum = cascadeSumOfRow(x as Floats, first, n)
  const mean = x instanceof Float32Array ? Math.fround(sum / n) : sum / n
  let squares = 0
  for (let p = first; p < first + n; p++) squares += (x[p] - mean) * (x[p] - mean)
  found.mean = mean
  found.squares = squares
}

const exact = (x: number): number => x

/**
 * Variances (or their roots) and means of lanes. A complex number varies in both parts.
 *
 * @param isHalf whether they are float16, whose moments are carried in float32, others' in float64
 * @param isWhole whether there is one variance and no mean is asked for
 */
export const moments = kernel(
  'moments',
  (
    [spread, mean, x]: readonly [Memory, Memory, Memory],
    correction: number,
    root: boolean,
    outer: number,
    n: number,
    inner: number,
    isHalf: boolean,
    isWhole: boolean,
  ) => {
    const [spreads, means, from] = [cellsOf(spread), cellsOf(mean), cellsOf(x)]
    const { slots } = x.dtype
    const divisor = Math.max(n - correction, 0)
    const round = isHalf ? Math.fround : exact
    const found: Found = { mean: 0, squares: 0 }
    lanes(x.at, outer, n, inner, (start, index) => {
      let squares = 0
      for (let part = 0; part < slots; part++) {
        if (isWhole && slots === 1) inTwoPasses(from, start, n, found)
        else inOnePass(from, start * slots + part, inner * slots, n, round, found)
        squares += found.squares
        means[(mean.at + index) * slots + part] = found.mean
      }
      const variance = n === 0 ? NaN : squares / divisor
      spreads[spread.at + index] = root ? Math.sqrt(variance) : variance
    })
  },
  { writes: 2 },
)
