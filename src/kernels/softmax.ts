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

const eight = new Float32Array(8)

/** A sum of products, or of numbers, as PyTorch's vectors add float32: in eight lanes, each product fused with what is there. */
function sumOfLane(g: Cells, start: number, shares: Cells | null, from: number, n: number): number {
  const { fround } = Math
  const factor = (k: number): number => (shares === null ? 1 : shares[from + k])
  if (n < 8) {
    let sum = fround(g[start] * factor(0))
    for (let k = 1; k < n; k++) sum = fround(sum + fround(g[start + k] * factor(k)))
    return sum
  }
  eight.fill(0)
  for (let k = 0; k < n; k++) eight[k & 7] += g[start + k] * factor(k)
  const two = (k: number): number => fround(eight[k] + eight[k + 4])
  return fround(fround(two(0) + two(2)) + fround(two(1) + two(3)))
}

/** The way back in float32, of gradients and results. Other dtypes and lanes are composed (ops/reduce/softmax.ts). */
export const softmaxSlope = kernel(
  'softmax-slope',
  ([out, g, result]: readonly [Memory, Memory, Memory], log: boolean, outer: number, n: number) => {
    const [to, slopes, shares] = [cellsOf(out), cellsOf(g), cellsOf(result)]
    const { fround } = Math
    for (let o = 0; o < outer * n; o += n) {
      const sum = sumOfLane(slopes, g.at + o, log ? null : shares, result.at + o, n)
      for (let k = o; k < o + n; k++) {
        const [slope, share] = [slopes[g.at + k], shares[result.at + k]]
        to[out.at + k] = log ? slope - fround(Math.exp(share)) * sum : fround(slope - sum) * share
      }
    }
  },
)
