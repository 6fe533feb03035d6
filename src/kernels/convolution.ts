// Convolutions as they are defined, window by window: what `convolve`, its way back to the images, and the gradient of the
// weight are in one piece, without columns in between. A reference: where nothing does these faster, they are composed of
// columns and products (ops/spatial/convolve.ts).
import { numelOf } from '../base/layout.js'
import type { Sweep } from './columns.js'
import { kernel, type Memory } from './kernel.js'

type Floats = Float32Array

/** How many there are of what a convolution goes over; channels and outputs are those of one group. */
export interface Extent {
  readonly images: number
  readonly groups: number
  readonly channels: number
  readonly outputs: number
  /** Whether sums are made in oneDNN's order, else in that of columns. */
  readonly isBlocked: boolean
  /** The gradients of all places are one number, and that is all that `correlate` is given of them: those of a sum. */
  readonly isEven?: boolean
}

/**
 * How many planes are summed up together.
 *
 * Note [Orders of convolutions]. Sums of float32 depend on their order, and PyTorch has two: that of oneDNN's code (for
 * AVX-512, whose blocks have sixteen planes) and that of columns, which are multiplied as matrices.
 *
 * | what           | oneDNN                                                  | columns                                  |
 * | -------------- | ------------------------------------------------------- | ---------------------------------------- |
 * | results        | sums of 16 channels, cell by cell, which are added up   | one sum, channel by channel              |
 * | back to images | sums of 16 outputs, cell by cell, which are added up    | sums of all outputs for each cell, added |
 * | weights        | one sum, place by place, image by image                 | products of matrices, image by image     |
 * | biases         | one sum, likewise                                       | that of any tensor                       |
 *
 * Products are fused with what they are added to, and a bias comes after the first sum. The forms on vectors (kernels/wasm/)
 * have these orders; what is here adds up in float64, as a reference.
 */
export const BLOCK = 16

/**
 * Calls `visit` with every weight, every cell of the images and every place of the results that meet, as places in contiguous
 * memories.
 */
function eachMeeting(
  { images, groups, channels, outputs }: Extent,
  { sizes, window, places, stride, padding, dilation }: Sweep,
  visit: (result: number, cell: number, weight: number) => void,
): void {
  const plane = sizes[0] * sizes[1] * sizes[2]
  const cells = window[0] * window[1] * window[2]
  const count = places[0] * places[1] * places[2]
  for (let place = 0; place < count; place++) {
    const at = [
      Math.floor(place / (places[1] * places[2])),
      Math.floor(place / places[2]) % places[1],
      place % places[2],
    ]
    for (let cell = 0; cell < cells; cell++) {
      const [z, y, x] = [
        Math.floor(cell / (window[1] * window[2])),
        Math.floor(cell / window[2]) % window[1],
        cell % window[2],
      ].map((k, d) => at[d] * stride[d] + k * dilation[d] - padding[d])
      if (z < 0 || z >= sizes[0] || y < 0 || y >= sizes[1] || x < 0 || x >= sizes[2]) continue
      const inPlane = (z * sizes[1] + y) * sizes[2] + x
      for (let image = 0; image < images; image++)
        for (let group = 0; group < groups; group++)
          for (let o = 0; o < outputs; o++)
            for (let c = 0; c < channels; c++)
              visit(
                ((image * groups + group) * outputs + o) * count + place,
                ((image * groups + group) * channels + c) * plane + inPlane,
                ((group * outputs + o) * channels + c) * cells + cell,
              )
    }
  }
}

/** The windows' sums, of images and weights; with a bias where one is given. */
export const convolution = kernel(
  'convolve',
  (
    [out, x, weight, bias]: readonly [Memory, Memory, Memory, Memory | null],
    extent: Extent,
    sweep: Sweep,
  ) => {
    const [to, from, w] = [out.array as Floats, x.array as Floats, weight.array as Floats]
    const places = numelOf(sweep.places)
    const sums = new Float64Array(extent.images * extent.groups * extent.outputs * places)
    eachMeeting(extent, sweep, (result, cell, k) => (sums[result] += from[x.at + cell] * w[weight.at + k]))
    const outputs = extent.groups * extent.outputs
    for (let i = 0; i < sums.length; i++) {
      const output = Math.floor(i / places) % outputs
      to[out.at + i] = sums[i] + (bias === null ? 0 : (bias.array as Floats)[bias.at + output])
    }
  },
)

/** The way back to what the windows saw, of places and weights. */
export const spreading = kernel(
  'spread',
  ([out, g, weight]: readonly [Memory, Memory, Memory], extent: Extent, sweep: Sweep) => {
    const [to, from, w] = [out.array as Floats, g.array as Floats, weight.array as Floats]
    const sums = new Float64Array(extent.images * extent.groups * extent.channels * numelOf(sweep.sizes))
    eachMeeting(extent, sweep, (place, cell, k) => (sums[cell] += from[g.at + place] * w[weight.at + k]))
    for (let i = 0; i < sums.length; i++) to[out.at + i] = sums[i]
  },
)

/** How much each weight counted, of images and places. */
export const correlation = kernel(
  'correlate',
  ([out, x, g]: readonly [Memory, Memory, Memory], extent: Extent, sweep: Sweep) => {
    const [to, from, places] = [out.array as Floats, x.array as Floats, g.array as Floats]
    const { groups, outputs, channels, isEven } = extent
    const sums = new Float64Array(groups * outputs * channels * numelOf(sweep.window))
    const slope = (place: number): number => places[isEven ? g.at : g.at + place]
    eachMeeting(extent, sweep, (place, cell, k) => (sums[k] += from[x.at + cell] * slope(place)))
    for (let i = 0; i < sums.length; i++) to[out.at + i] = sums[i]
  },
)

/** The sums of places for each output, one after another in float32: four outputs at a time, which do not wait for each other. */
export const biasing = kernel(
  'biases',
  ([out, g]: readonly [Memory, Memory], images: number, outputs: number, places: number) => {
    const [to, from] = [out.array as Floats, g.array as Floats]
    for (let o = 0; o < outputs; o += 4) {
      const [second, third, fourth] = [1, 2, 3].map((k) => Math.min(k, outputs - 1 - o) * places)
      let [a, b, c, d] = [0, 0, 0, 0]
      for (let image = 0; image < images; image++) {
        const start = g.at + (image * outputs + o) * places
        for (let p = start; p < start + places; p++) {
          a = Math.fround(a + from[p])
          b = Math.fround(b + from[p + second])
          c = Math.fround(c + from[p + third])
          d = Math.fround(d + from[p + fourth])
        }
      }
      const sums = [a, b, c, d]
      for (let k = 0; k < Math.min(4, outputs - o); k++) to[out.at + o + k] = sums[k]
    }
  },
  { writes: 1 },
)
