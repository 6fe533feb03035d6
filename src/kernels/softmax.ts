// Lanes to shares of one. Lanes: see reduce.ts.
import { kernel, type Memory } from './kernel.js'
import { type Cells, cellsOf } from './reduce.js'

/** The elements less the largest of their lane, so that no exponential overflows; then normalized. */
export const softmax = kernel(
  'softmax',
  ([out, x]: readonly [Memory, Memory], log: boolean, outer: number, n: number, inner: number) => {
    const [to, from] = [cellsOf(out), cellsOf(x)]
    for (let o = 0; o < outer; o++)
      for (let i = 0; i < inner; i++) {
        const start = o * n * inner + i
        softmaxLane(from, x.at + start, n, inner, to, out.at + start, log)
      }
  },
)

function softmaxLane(
  x: Cells,
  start: number,
  n: number,
  step: number,
  out: Cells,
  at: number,
  log: boolean,
): void {
  let max = -Infinity
  for (let k = 0, p = start; k < n; k++, p += step) if (x[p] > max) max = x[p]
  let total = 0
  for (let k = 0, p = start; k < n; k++, p += step) total += Math.exp(x[p] - max)
  if (log) {
    const shift = Math.log(total)
    for (let k = 0, p = start, q = at; k < n; k++, p += step, q += step) out[q] = x[p] - max - shift
  } else
    for (let k = 0, p = start, q = at; k < n; k++, p += step, q += step) out[q] = Math.exp(x[p] - max) / total
}

/** The way back, of gradients and results. A reference: where nothing does it faster, it is composed (ops/reduce/softmax.ts). */
export const softmaxSlope = kernel(
  'softmax-slope',
  ([out, g, result]: readonly [Memory, Memory, Memory], log: boolean, outer: number, n: number) => {
    const [to, slopes, shares] = [cellsOf(out), cellsOf(g), cellsOf(result)]
    const { fround } = Math
    for (let o = 0; o < outer; o++) {
      let sum = 0
      for (let k = o * n; k < (o + 1) * n; k++)
        sum += log ? slopes[g.at + k] : fround(slopes[g.at + k] * shares[result.at + k])
      const total = fround(sum)
      for (let k = o * n; k < (o + 1) * n; k++) {
        const [slope, share] = [slopes[g.at + k], shares[result.at + k]]
        to[out.at + k] = log
          ? slope - fround(fround(Math.exp(share)) * total)
          : fround(slope * share) - fround(share * total)
      }
    }
  },
)
