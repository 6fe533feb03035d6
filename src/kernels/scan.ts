// Running sums and products of lanes, and of their logarithms. Lanes: see reduce.ts.
import { int64 } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'
import { bigintsOf, type Cells, cellsOf } from './reduce.js'

type Pair = readonly [out: Memory, x: Memory]

/** Reads back what was written, which is wrapped at 64 bits. */
function scanBigints(
  [out, x]: Pair,
  isProduct: boolean,
  starts: (visit: (start: number) => void) => void,
  n: number,
  inner: number,
): void {
  const [to, from] = [bigintsOf(out), bigintsOf(x)]
  starts((start) => {
    let running = isProduct ? 1n : 0n
    for (let k = 0, p = start; k < n; k++, p += inner) {
      to[out.at + p] = isProduct ? running * from[x.at + p] : running + from[x.at + p]
      running = to[out.at + p]
    }
  })
}

function scanComplex(
  to: Cells,
  out: number,
  from: Cells,
  at: number,
  isProduct: boolean,
  start: number,
  n: number,
  inner: number,
): void {
  let re = isProduct ? 1 : 0
  let im = 0
  for (let k = 0, p = 2 * start; k < n; k++, p += 2 * inner) {
    const a = from[2 * at + p]
    const b = from[2 * at + p + 1]
    const next = isProduct ? re * a - im * b : re + a
    im = isProduct ? re * b + im * a : im + b
    re = next
    to[2 * out + p] = re
    to[2 * out + p + 1] = im
  }
}

/**
 * The sum, or product, of each element and those before it in its lane: carried in float64, in float32 for 16-bit floats.
 */
export const scan = kernel(
  'scan',
  (pair: Pair, isProduct: boolean, outer: number, n: number, inner: number, isHalf: boolean) => {
    const [out, x] = pair
    const { dtype } = x
    const starts = (visit: (start: number) => void): void => {
      for (let o = 0; o < outer; o++) for (let i = 0; i < inner; i++) visit(o * n * inner + i)
    }
    if (dtype === int64) {
      scanBigints(pair, isProduct, starts, n, inner)
      return
    }
    const [to, from] = [cellsOf(out), cellsOf(x)]
    const isWhole = !dtype.is_floating_point
    starts((start) => {
      if (dtype.is_complex) {
        scanComplex(to, out.at, from, x.at, isProduct, start, n, inner)
        return
      }
      let running = isProduct ? 1 : 0
      for (let k = 0, p = start; k < n; k++, p += inner) {
        const value = from[x.at + p]
        if (!isProduct) running += value
        else running = isWhole ? Math.imul(running, value) : running * value
        if (isHalf) running = Math.fround(running)
        to[out.at + p] = running
      }
    })
  },
)

/** log(sum(exp(x))) of each element and those before it. */
export const logScan = kernel('log-scan', ([out, x]: Pair, outer: number, n: number, inner: number) => {
  const [to, from] = [cellsOf(out), cellsOf(x)]
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      let running = -Infinity
      for (let k = 0, p = o * n * inner + i; k < n; k++, p += inner) {
        const value = from[x.at + p]
        const high = value !== value || value > running ? value : running
        const low = high === value ? running : value
        // Equal infinities would give a not-a-number for their difference.
        running = low === high && Math.abs(high) === Infinity ? high : high + Math.log1p(Math.exp(low - high))
        to[out.at + p] = running
      }
    }
})
