// Sampling at any places of planes or volumes: each place of the result is a sum of some cells around where the grid
// points. Follows ATen/native/GridSampler.h.
import { numelOf } from '../base/layout.js'
import { float64 } from '../base/dtype.js'
import { kernel, type Memory } from './kernel.js'
import { type Cells, cellsOf } from './reduce.js'

export type SampleMode = 'bilinear' | 'nearest' | 'bicubic'
export type SamplePadding = 'zeros' | 'border' | 'reflection'

/** How values and grid lie: `batch` × `channels` planes of `sizes`, and `places` of the result in each. */
export interface Sampling {
  readonly mode: SampleMode
  readonly padding: SamplePadding
  readonly align: boolean
  readonly batch: number
  readonly channels: number
  /** Rows and columns, or depth, rows and columns. */
  readonly sizes: readonly number[]
  readonly places: number
}

const A = -0.75

/** Along one dimension: the cells around a place, their weights, and how those change with the grid. */
class Axis {
  readonly cells = new Int32Array(4)
  readonly weights = new Float64Array(4)
  readonly slopes = new Float64Array(4)

  readonly #size: number
  readonly #how: Sampling
  readonly #round: (x: number) => number
  #slope = 0

  constructor(size: number, how: Sampling, round: (x: number) => number) {
    this.#size = size
    this.#how = how
    this.#round = round
  }

  /** Where -1 … 1 points, counted in cells. */
  #place(x: number): number {
    const { align } = this.#how
    const round = this.#round
    this.#slope = align ? (this.#size - 1) / 2 : this.#size / 2
    const scaled = round(round(x + 1) * round(this.#slope))
    return align ? scaled : round(scaled - 0.5)
  }

  /** The same place inside, as the padding has it; outside stays outside with zeros. */
  #inside(place: number): number {
    const { padding, align } = this.#how
    if (padding === 'zeros') return place
    const last = this.#size - 1
    let inside = place
    if (padding === 'reflection') {
      const low = align ? 0 : -0.5
      const span = 2 * (align ? last : this.#size)
      if (span === 0) inside = 0
      else {
        const distance = Math.abs(place - low)
        const rest = distance - Math.trunc(distance / span) * span
        if (place < low !== rest > span - rest) this.#slope = -this.#slope
        inside = Math.min(rest, span - rest) + low
      }
    }
    if (!(inside > 0) || inside >= last) this.#slope = 0
    return inside > 0 ? Math.min(inside, last) : 0
  }

  #set(k: number, cell: number, weight: number, slope: number): void {
    this.cells[k] = cell >= 0 && cell < this.#size ? cell : -1
    this.weights[k] = weight
    this.slopes[k] = slope
  }

  /** Fills the cells for one number of the grid, and says how many there are. */
  find(x: number): number {
    const { mode } = this.#how
    let place = this.#place(x)
    if (mode !== 'bicubic') place = this.#inside(place)
    if (!Number.isFinite(place)) {
      this.#set(0, -1, 0, 0)
      return 1
    }
    if (mode === 'nearest') {
      // Halves go to the even neighbour in planes, up in volumes.
      const below = Math.floor(place)
      const rest = place - below
      this.#set(
        0,
        rest > 0.5 || (rest === 0.5 && (this.#how.sizes.length === 3 || below % 2 !== 0)) ? below + 1 : below,
        1,
        0,
      )
      return 1
    }
    const first = Math.floor(place)
    const t = place - first
    const slope = this.#slope
    if (mode === 'bilinear') {
      this.#set(0, first, 1 - t, -slope)
      this.#set(1, first + 1, t, slope)
      return 2
    }
    for (let k = 0; k < 4; k++) {
      const away = Math.abs(t + 1 - k)
      const isInner = k === 1 || k === 2
      const weight = isInner
        ? ((A + 2) * away - (A + 3)) * away * away + 1
        : ((A * away - 5 * A) * away + 8 * A) * away - 4 * A
      const change = isInner
        ? (3 * (A + 2) * away - 2 * (A + 3)) * away
        : (3 * A * away - 10 * A) * away + 8 * A
      this.#set(k, Math.trunc(this.#inside(first - 1 + k)), weight, (k < 2 ? change : -change) * slope)
    }
    return 4
  }
}

/** The cells of one place of the result in all dimensions, their weights, and how those change with each coordinate. */
class Neighbours {
  readonly cells = new Int32Array(16)
  readonly weights = new Float64Array(16)
  /** By coordinate of the grid, of which the first is along the last dimension. */
  readonly slopes: readonly Float64Array[]
  count = 0

  readonly #axes: readonly Axis[]
  readonly #sizes: readonly number[]

  constructor(how: Sampling, round: (x: number) => number) {
    this.#sizes = how.sizes
    this.#axes = how.sizes.map((size) => new Axis(size, how, round))
    this.slopes = how.sizes.map(() => new Float64Array(16))
  }

  /** For the coordinates that begin at `p`. */
  find(grid: Cells, p: number): void {
    const { cells, weights, slopes } = this
    const dims = this.#axes.length
    let count = 1
    cells[0] = 0
    weights[0] = 1
    for (let d = 0; d < dims; d++) {
      const axis = this.#axes[d]
      const coordinate = dims - 1 - d
      const taps = axis.find(grid[p + coordinate])
      const size = this.#sizes[d]
      // From the last on, so that what is read is not yet written over.
      for (let i = count - 1; i >= 0; i--) {
        const [cell, weight] = [cells[i], weights[i]]
        for (let k = taps - 1; k >= 0; k--) {
          const at = i * taps + k
          for (let c = coordinate + 1; c < dims; c++) slopes[c][at] = slopes[c][i] * axis.weights[k]
          slopes[coordinate][at] = weight * axis.slopes[k]
          weights[at] = weight * axis.weights[k]
          cells[at] = cell < 0 || axis.cells[k] < 0 ? -1 : cell * size + axis.cells[k]
        }
      }
      count *= taps
    }
    // What lies outside counts for nothing.
    let inside = 0
    for (let i = 0; i < count; i++) {
      if (cells[i] < 0) continue
      cells[inside] = cells[i]
      weights[inside] = weights[i]
      for (let c = 0; c < dims; c++) slopes[c][inside] = slopes[c][i]
      inside++
    }
    this.count = inside
  }
}

const roundingOf = ({ dtype }: Memory): ((x: number) => number) =>
  dtype === float64 ? (x) => x : Math.fround

/** Values where the grid points: `places` × coordinates of each element of the batch. */
export const gridSample = kernel(
  'grid-sample',
  ([out, x, grid]: readonly [Memory, Memory, Memory], how: Sampling) => {
    const { batch, channels, sizes, places } = how
    const [to, from, points] = [cellsOf(out), cellsOf(x), cellsOf(grid)]
    const plane = numelOf(sizes)
    const near = new Neighbours(how, roundingOf(x))
    const { cells, weights } = near
    for (let b = 0; b < batch; b++)
      for (let p = 0; p < places; p++) {
        near.find(points, grid.at + (b * places + p) * sizes.length)
        const { count } = near
        for (let c = 0; c < channels; c++) {
          const start = x.at + (b * channels + c) * plane
          let sum = 0
          for (let i = 0; i < count; i++) sum += from[start + cells[i]] * weights[i]
          to[out.at + (b * channels + c) * places + p] = sum
        }
      }
  },
)

/** The gradients of values and grid; what is not asked for is null. Those of the values are added to what is there. */
export const gridSampleSlope = kernel(
  'grid-sample-slope',
  (
    [ofX, ofGrid, g, x, grid]: readonly [Memory | null, Memory | null, Memory, Memory, Memory],
    how: Sampling,
  ) => {
    const { batch, channels, sizes, places } = how
    const dims = sizes.length
    const [grads, from, points] = [cellsOf(g), cellsOf(x), cellsOf(grid)]
    const plane = numelOf(sizes)
    const near = new Neighbours(how, roundingOf(x))
    const { cells, weights, slopes } = near
    const toX = ofX === null ? null : cellsOf(ofX)
    const toGrid = ofGrid === null ? null : cellsOf(ofGrid)
    const sums = new Float64Array(dims)
    for (let b = 0; b < batch; b++)
      for (let p = 0; p < places; p++) {
        const point = (b * places + p) * dims
        near.find(points, grid.at + point)
        const { count } = near
        sums.fill(0)
        for (let c = 0; c < channels; c++) {
          const start = (b * channels + c) * plane
          const grad = grads[g.at + (b * channels + c) * places + p]
          if (toX !== null)
            for (let i = 0; i < count; i++) toX[ofX!.at + start + cells[i]] += grad * weights[i]
          if (toGrid === null) continue
          for (let i = 0; i < count; i++) {
            const value = grad * from[x.at + start + cells[i]]
            for (let d = 0; d < dims; d++) sums[d] += value * slopes[d][i]
          }
        }
        if (toGrid !== null) for (let d = 0; d < dims; d++) toGrid[ofGrid!.at + point + d] = sums[d]
      }
  },
  { writes: 2 },
)
