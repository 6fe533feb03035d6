// Numbers with mean 0 and variance 1, scaled and shifted, and the way back, each in one piece. References: where nothing does these
// faster, they are composed of other ops (ops/nn/standardize.ts).
//
// What is normalized together is a lane: `blocks` runs of `n` neighbours each, of which the lanes lie side by side.
import { kernel, type Memory } from './kernel.js'

type Floats = Float32Array
const floatsOf = ({ array }: Memory): Floats => array as Floats

/** Calls `visit` with every element of a lane: its place, and its place in the lane's runs. */
function eachOf(
  lane: number,
  blocks: number,
  lanes: number,
  n: number,
  visit: (place: number, k: number) => void,
): void {
  for (let block = 0; block < blocks; block++)
    for (let k = 0; k < n; k++) visit((block * lanes + lane) * n + k, k)
}

/**
 * Normalizes lanes. `isAlong`: weight and bias have a number for each place of a run, else for each lane.
 */
export const normalization = kernel(
  'normalize',
  (
    [out, means, variances, rstds, x, weight, bias]: readonly [
      Memory,
      Memory,
      Memory,
      Memory,
      Memory,
      Memory | null,
      Memory | null,
    ],
    blocks: number,
    lanes: number,
    n: number,
    eps: number,
    isAlong: boolean,
  ) => {
    const [to, from] = [floatsOf(out), floatsOf(x)]
    const { fround } = Math
    for (let lane = 0; lane < lanes; lane++) {
      let [sum, squares] = [0, 0]
      eachOf(lane, blocks, lanes, n, (place) => (sum += from[x.at + place]))
      const exact = sum / (blocks * n)
      eachOf(lane, blocks, lanes, n, (place) => (squares += (from[x.at + place] - exact) ** 2))
      // Among infinite numbers no distance is one, and no mean.
      const mean = fround(exact + 0 * squares)
      const variance = fround(squares / (blocks * n))
      const rstd = fround(1 / Math.sqrt(fround(variance + eps)))
      floatsOf(means)[means.at + lane] = mean
      floatsOf(variances)[variances.at + lane] = variance
      floatsOf(rstds)[rstds.at + lane] = rstd
      eachOf(lane, blocks, lanes, n, (place, k) => {
        let value = fround(fround(from[x.at + place] - mean) * rstd)
        const at = isAlong ? k : lane
        if (weight !== null) value = fround(value * floatsOf(weight)[weight.at + at])
        if (bias !== null) value += floatsOf(bias)[bias.at + at]
        to[out.at + place] = value
      })
    }
  },
  { writes: 4 },
)

/** The gradients of what was normalized, of the weight and of the bias; null for those that nobody asks for. */
export const normalizationSlope = kernel(
  'normalize-slope',
  (
    [out, ofWeight, ofBias, g, x, means, rstds, weight]: readonly [
      Memory | null,
      Memory | null,
      Memory | null,
      Memory,
      Memory,
      Memory,
      Memory,
      Memory | null,
    ],
    blocks: number,
    lanes: number,
    n: number,
    isAlong: boolean,
  ) => {
    const [slopes, from] = [floatsOf(g), floatsOf(x)]
    const { fround } = Math
    const count = isAlong ? n : lanes
    const [weights, biases] = [new Float64Array(count), new Float64Array(count)]
    for (let lane = 0; lane < lanes; lane++) {
      const mean = floatsOf(means)[means.at + lane]
      const rstd = floatsOf(rstds)[rstds.at + lane]
      const normal = (place: number): number => fround(fround(from[x.at + place] - mean) * rstd)
      const inner = (place: number, k: number): number =>
        weight === null
          ? slopes[g.at + place]
          : fround(slopes[g.at + place] * floatsOf(weight)[weight.at + (isAlong ? k : lane)])
      let [sum, product] = [0, 0]
      eachOf(lane, blocks, lanes, n, (place, k) => {
        sum += inner(place, k)
        product += inner(place, k) * normal(place)
        weights[isAlong ? k : lane] += slopes[g.at + place] * normal(place)
        biases[isAlong ? k : lane] += slopes[g.at + place]
      })
      if (out === null) continue
      const [shift, slope] = [fround(sum / (blocks * n)), fround(product / (blocks * n))]
      eachOf(lane, blocks, lanes, n, (place, k) => {
        const rest = fround(fround(inner(place, k) - shift) - fround(normal(place) * slope))
        floatsOf(out)[out.at + place] = rest * rstd
      })
    }
    if (ofWeight !== null) floatsOf(ofWeight).set(weights, ofWeight.at)
    if (ofBias !== null) floatsOf(ofBias).set(biases, ofBias.at)
  },
  { writes: 3 },
)
