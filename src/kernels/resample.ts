// Resampling along a dimension: each place of the result is a sum of some places of the input, each times a weight.
// Padding by what is inside, and interpolation, are this with other places and weights.
import { kernel, type Memory } from './kernel.js'

/** For each of `to` places the `count` places (of `from`) that it is made of; null where all weights are 1. */
export interface Taps {
  readonly from: number
  readonly to: number
  readonly count: number
  readonly places: Int32Array
  readonly weights: Float64Array | null
}

type Numbers = Float64Array

/** `outer` blocks of lanes that lie `inner` apart, as everywhere; see lanes.ts. */
export const resample = kernel(
  'resample',
  ([out, x]: readonly [Memory, Memory], outer: number, inner: number, taps: Taps) => {
    const { from: n, to: m, count, places, weights } = taps
    const width = inner * out.dtype.slots
    const to = out.array as Numbers
    const from = x.array as Numbers
    let t = out.at * out.dtype.slots
    for (let o = 0; o < outer; o++) {
      const block = x.at * x.dtype.slots + o * n * width
      for (let j = 0; j < m; j++) {
        const first = j * count
        if (weights === null) {
          const start = block + places[first] * width
          for (let i = 0; i < width; i++) to[t++] = from[start + i]
        } else
          for (let i = 0; i < width; i++) {
            let sum = 0
            for (let k = first; k < first + count; k++)
              sum += weights[k] * from[block + places[k] * width + i]
            to[t++] = sum
          }
      }
    }
  },
)

/** The gradient of `resample`: each place of the input gets what was made of it. */
export const resampleSlope = kernel(
  'resample-slope',
  ([out, g]: readonly [Memory, Memory], outer: number, inner: number, taps: Taps) => {
    const { from: n, to: m, count, places, weights } = taps
    const width = inner * out.dtype.slots
    const to = out.array as Numbers
    const from = g.array as Numbers
    const start = out.at * out.dtype.slots
    to.fill(0, start, start + outer * n * width)
    let f = g.at * g.dtype.slots
    for (let o = 0; o < outer; o++) {
      const block = start + o * n * width
      for (let j = 0; j < m; j++, f += width)
        for (let k = j * count; k < (j + 1) * count; k++) {
          const weight = weights === null ? 1 : weights[k]
          const t = block + places[k] * width
          for (let i = 0; i < width; i++) to[t + i] += weight * from[f + i]
        }
    }
  },
)
