// What windows over planes hold most of, and on average. Which cells a window covers is said for each dimension alone:
// plain, adaptive and fractional pooling differ in nothing else.
import type { Triple } from './columns.js'
import { kernel, type Memory } from './kernel.js'

/** The cells that the windows cover along one dimension. */
export interface Axis {
  /** The first cell of each window, and how many it has. */
  readonly first: Int32Array
  readonly count: Int32Array
  /** From one cell to the next. */
  readonly step: number
}
export type Axes = readonly [Axis, Axis, Axis]
/** What a sum is divided by: the product of one number for each dimension. */
export type Divisors = readonly [Float64Array, Float64Array, Float64Array]

type Floats = Float32Array

/** The largest number in each window, and where it lies in its plane. Of several the first; what is no number wins. */
export const maxPool = kernel(
  'max-pool',
  ([values, indices, x]: readonly [Memory, Memory, Memory], planes: number, sizes: Triple, axes: Axes) => {
    const [to, at, from] = [values.array as Floats, indices.array as Int32Array, x.array as Floats]
    const [, height, width] = sizes
    const plane = sizes[0] * height * width
    const [ds, hs, ws] = axes
    let result = 0
    for (let p = 0; p < planes; p++) {
      const start = x.at + p * plane
      for (let i = 0; i < ds.first.length; i++)
        for (let j = 0; j < hs.first.length; j++)
          for (let k = 0; k < ws.first.length; k++, result++) {
            let place = (ds.first[i] * height + hs.first[j]) * width + ws.first[k]
            let largest = -Infinity
            for (let d = 0; d < ds.count[i]; d++)
              for (let h = 0; h < hs.count[j]; h++) {
                const row = (ds.first[i] + d * ds.step) * height + hs.first[j] + h * hs.step
                let cell = row * width + ws.first[k]
                for (let w = 0; w < ws.count[k]; w++) {
                  const value = from[start + cell]
                  if (value > largest || value !== value) {
                    largest = value
                    place = cell
                  }
                  cell += ws.step
                }
              }
            to[values.at + result] = largest
            at[2 * (indices.at + result)] = place
            at[2 * (indices.at + result) + 1] = 0
          }
    }
  },
  { pairs: true, writes: 2 },
)

/**
 * The gradient of the largest numbers, from where they lie: a reference. Where nothing does this faster, it is a sum of what is
 * scattered (ops/spatial/max-pool.ts).
 */
export const maxPoolSlope = kernel(
  'max-pool-slope',
  ([out, g, indices]: readonly [Memory, Memory, Memory], planes: number, sizes: Triple, axes: Axes) => {
    const [to, from, at] = [out.array as Floats, g.array as Floats, indices.array as Int32Array]
    const plane = sizes[0] * sizes[1] * sizes[2]
    const windows = axes.reduce((count, { first }) => count * first.length, 1)
    to.fill(0, out.at, out.at + planes * plane)
    for (let p = 0; p < planes; p++)
      for (let k = p * windows; k < (p + 1) * windows; k++)
        to[out.at + p * plane + at[2 * (indices.at + k)]] += from[g.at + k]
  },
  { pairs: true },
)

/** The sum of each window, divided. */
export const averagePool = kernel(
  'average-pool',
  ([out, x]: readonly [Memory, Memory], planes: number, sizes: Triple, axes: Axes, divisors: Divisors) => {
    const [to, from] = [out.array as Floats, x.array as Floats]
    const [, height, width] = sizes
    const plane = sizes[0] * height * width
    const [ds, hs, ws] = axes
    let result = out.at
    for (let p = 0; p < planes; p++) {
      const start = x.at + p * plane
      for (let i = 0; i < ds.first.length; i++)
        for (let j = 0; j < hs.first.length; j++)
          for (let k = 0; k < ws.first.length; k++) {
            let sum = 0
            for (let d = 0; d < ds.count[i]; d++)
              for (let h = 0; h < hs.count[j]; h++) {
                let cell = start + ((ds.first[i] + d) * height + hs.first[j] + h) * width + ws.first[k]
                for (let w = 0; w < ws.count[k]; w++) sum += from[cell++]
              }
            to[result++] = sum / (divisors[0][i] * divisors[1][j] * divisors[2][k])
          }
    }
  },
)

/** The gradient of the averages: each cell gets its share of the windows that cover it. */
export const averagePoolSlope = kernel(
  'average-pool-slope',
  ([out, g]: readonly [Memory, Memory], planes: number, sizes: Triple, axes: Axes, divisors: Divisors) => {
    const [to, from] = [out.array as Floats, g.array as Floats]
    const [, height, width] = sizes
    const plane = sizes[0] * height * width
    const [ds, hs, ws] = axes
    to.fill(0, out.at, out.at + planes * plane)
    let place = g.at
    for (let p = 0; p < planes; p++) {
      const start = out.at + p * plane
      for (let i = 0; i < ds.first.length; i++)
        for (let j = 0; j < hs.first.length; j++)
          for (let k = 0; k < ws.first.length; k++) {
            const share = from[place++] / (divisors[0][i] * divisors[1][j] * divisors[2][k])
            for (let d = 0; d < ds.count[i]; d++)
              for (let h = 0; h < hs.count[j]; h++) {
                let cell = start + ((ds.first[i] + d) * height + hs.first[j] + h) * width + ws.first[k]
                for (let w = 0; w < ws.count[k]; w++) to[cell++] += share
              }
          }
    }
  },
)
