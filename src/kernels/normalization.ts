// Numbers with mean 0 and variance 1, scaled and shifted, and the way back, each in one piece, in PyTorch's order of additions.
//
// What is normalized together is a lane: `blocks` runs of `n` neighbours each, of which the lanes lie side by side. Follows
// ATen/native/cpu/layer_norm_kernel.cpp where weight and bias lie along a run, and batch_norm_kernel.cpp where each lane has its
// own: sums are float64 there, unless every run is a single number. Products that are added are fused.
import { kernel, type Memory } from './kernel.js'
import { momentsOf, sumOfRow, totalOf } from './row-moments.js'

type Floats = Float32Array
const floatsOf = ({ array }: Memory): Floats => array as Floats
const { fround } = Math

type Maybe = Memory | null
/** Gradients of the input, the weight and the bias, then the result's, the input, means, 1 / standard deviations and the weight. */
type Slopes = readonly [Maybe, Maybe, Maybe, Memory, Memory, Memory, Memory, Maybe]

/** A row with a weight and a bias for each of its places. */
function normalizeRow(
  to: Floats,
  toAt: number,
  x: Floats,
  xAt: number,
  n: number,
  mean: number,
  rstd: number,
  weight: Memory | null,
  bias: Memory | null,
): void {
  const from = fround(-rstd * mean)
  if (weight === null && bias === null) {
    for (let k = 0; k < n; k++) to[toAt + k] = x[xAt + k] * rstd + from
    return
  }
  const scale = weight && floatsOf(weight)
  const shift = bias && floatsOf(bias)
  for (let k = 0; k < n; k++) {
    const normal = fround(x[xAt + k] * rstd + from)
    const scaled = scale === null ? normal : normal * scale[weight!.at + k]
    to[toAt + k] = shift === null ? scaled : scaled + shift[bias!.at + k]
  }
}

/** `to = from * slope + shift`, with a slope and a shift for each lane, from the first number to the last. */
function rescale(
  to: Floats,
  toAt: number,
  from: Floats,
  fromAt: number,
  blocks: number,
  lanes: number,
  n: number,
  slopes: Floats,
  shifts: Floats,
): void {
  let o = toAt
  let p = fromAt
  for (let block = 0; block < blocks; block++) {
    if (n === 1) {
      for (let lane = 0; lane < lanes; lane++) to[o++] = from[p++] * slopes[lane] + shifts[lane]
      continue
    }
    for (let lane = 0; lane < lanes; lane++) {
      const slope = slopes[lane]
      const shift = shifts[lane]
      for (const end = p + n; p < end;) to[o++] = from[p++] * slope + shift
    }
  }
}

/** The sums of columns, row by row: each column's are added one after another in float32. */
function sumsOfColumns(x: Floats, at: number, rows: number, columns: number): Floats {
  const sums = new Float32Array(columns)
  for (let row = 0, p = at; row < rows; row++) for (let c = 0; c < columns; c++) sums[c] += x[p++]
  return sums
}

/** The sums of squared distances from each column's mean, likewise. */
function squaresOfColumns(x: Floats, at: number, rows: number, means: Floats): Floats {
  const sums = new Float32Array(means.length)
  for (let row = 0, p = at; row < rows; row++)
    for (let c = 0; c < means.length; c++) {
      const distance = fround(x[p++] - means[c])
      sums[c] += distance * distance
    }
  return sums
}

/**
 * Normalizes lanes. `isAlong`: weight and bias have a number for each place of a run, else for each lane. The variances are
 * those that a population is estimated to have, where each lane has a weight.
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
    const count = blocks * n
    // Lanes with weights along them have none of their own.
    const own = isAlong ? 0 : lanes
    const [slopes, shifts] = [new Float32Array(own), new Float32Array(own)]
    /** What is kept of a lane that has a weight of its own, and what its numbers are multiplied with and moved by. */
    const keep = (lane: number, mean: number, spread: number): void => {
      const rstd = fround(1 / Math.sqrt(fround(spread / count) + eps))
      floatsOf(means)[means.at + lane] = mean
      floatsOf(variances)[variances.at + lane] = spread / (count - 1)
      floatsOf(rstds)[rstds.at + lane] = rstd
      slopes[lane] = weight === null ? rstd : fround(rstd * floatsOf(weight)[weight.at + lane])
      shifts[lane] = (bias === null ? 0 : floatsOf(bias)[bias.at + lane]) - mean * slopes[lane]
    }
    if (!isAlong && n === 1) {
      const centres = sumsOfColumns(from, x.at, blocks, lanes)
      for (let lane = 0; lane < lanes; lane++) centres[lane] /= count
      const spreads = squaresOfColumns(from, x.at, blocks, centres)
      for (let lane = 0; lane < lanes; lane++) keep(lane, centres[lane], spreads[lane])
      rescale(to, out.at, from, x.at, blocks, lanes, n, slopes, shifts)
      return
    }
    for (let lane = 0; lane < lanes; lane++) {
      const first = x.at + lane * n
      if (isAlong) {
        const { mean, variance } = momentsOf(from, first, n)
        const rstd = fround(1 / fround(Math.sqrt(fround(variance + fround(eps)))))
        floatsOf(means)[means.at + lane] = mean
        floatsOf(variances)[variances.at + lane] = variance
        floatsOf(rstds)[rstds.at + lane] = rstd
        normalizeRow(to, out.at + lane * n, from, first, n, mean, rstd, weight, bias)
        continue
      }
      const step = lanes * n
      let sum = 0
      for (let block = 0, p = first; block < blocks; block++, p += step)
        for (let k = 0; k < n; k++) sum += from[p + k]
      const mean = fround(sum / count)
      let squares = 0
      for (let block = 0, p = first; block < blocks; block++, p += step)
        for (let k = 0; k < n; k++) squares += fround(fround(from[p + k] - mean) ** 2)
      keep(lane, mean, fround(squares))
    }
    if (!isAlong) rescale(to, out.at, from, x.at, blocks, lanes, n, slopes, shifts)
  },
  { writes: 4 },
)

/** What the numbers of each lane are multiplied by, and what is added then. */
export function scalesOf(
  [means, rstds, weight, bias]: readonly [Memory, Memory, Maybe, Maybe],
  lanes: number,
  shared: number,
  each: number,
  isFused: boolean,
): readonly [Float32Array, Float32Array] {
  const [slopes, shifts] = [new Float32Array(lanes), new Float32Array(lanes)]
  for (let lane = 0; lane < lanes; lane++) {
    const which = Math.floor(lane / shared)
    const [mean, rstd] = [floatsOf(means)[means.at + which], floatsOf(rstds)[rstds.at + which]]
    const slope = weight === null ? rstd : fround(rstd * floatsOf(weight)[weight.at + (lane % each)])
    const start = bias === null ? 0 : floatsOf(bias)[bias.at + (lane % each)]
    slopes[lane] = slope
    shifts[lane] = start - (isFused ? mean * slope : fround(mean * slope))
  }
  return [slopes, shifts]
}

/**
 * Normalizes lanes with means and 1 / standard deviations that are known, of which `shared` neighbouring lanes have one; weights
 * and biases, `each` in number, come again and again. `isFused`: what a mean is scaled to is not rounded before it is taken off.
 */
export const rescaling = kernel(
  'rescale',
  (
    [out, x, means, rstds, weight, bias]: readonly [Memory, Memory, Memory, Memory, Maybe, Maybe],
    blocks: number,
    lanes: number,
    n: number,
    shared: number,
    each: number,
    isFused: boolean,
  ) => {
    const [slopes, shifts] = scalesOf([means, rstds, weight, bias], lanes, shared, each, isFused)
    rescale(floatsOf(out), out.at, floatsOf(x), x.at, blocks, lanes, n, slopes, shifts)
  },
  { writes: 1 },
)

/** The gradients of a row, whose weight has a number for each place. */
function rowSlope(
  [out, ofWeight, ofBias, g, x, , , weight]: Slopes,
  from: number,
  n: number,
  mean: number,
  rstd: number,
): void {
  const [slopes, numbers] = [floatsOf(g), floatsOf(x)]
  const [gAt, xAt] = [g.at + from, x.at + from]
  if (ofWeight !== null) {
    const to = floatsOf(ofWeight)
    const shift = fround(-rstd * mean)
    for (let k = 0; k < n; k++)
      to[ofWeight.at + k] += slopes[gAt + k] * fround(rstd * numbers[xAt + k] + shift)
  }
  if (ofBias !== null) {
    const to = floatsOf(ofBias)
    for (let k = 0; k < n; k++) to[ofBias.at + k] += slopes[gAt + k]
  }
  if (out === null) return
  const scale = weight && floatsOf(weight)
  const w = weight === null ? 0 : weight.at
  const product = sumOfRow(slopes, gAt, n, numbers, xAt, scale, w)
  const sum = scale === null ? sumOfRow(slopes, gAt, n) : sumOfRow(slopes, gAt, n, scale, w)
  const each = fround(1 / n)
  const cubed = fround(fround(fround(fround(sum * mean - product) * rstd) * rstd) * rstd)
  const b = fround(cubed * each)
  const c = fround(-b * mean - fround(fround(sum * rstd) * each))
  const to = floatsOf(out)
  for (let k = 0; k < n; k++) {
    const slope = fround(rstd * slopes[gAt + k])
    const scaled = scale === null ? slope : fround(slope * scale[w + k])
    to[out.at + from + k] = fround(b * numbers[xAt + k] + scaled) + c
  }
}

const products = new Float32Array(8)

/** The sum of what lies from `mean` times the gradient: eight lanes of a run. */
function centredProduct(x: Floats, xAt: number, g: Floats, gAt: number, n: number, mean: number): number {
  const width = Math.min(n, 8)
  for (let i = 0; i < width; i++) products[i] = fround(x[xAt + i] - mean) * g[gAt + i]
  for (let i = 8; i < n; i++) products[i & 7] += fround(x[xAt + i] - mean) * g[gAt + i]
  return totalOf(products, width)
}

/** The gradients of what was normalized, of the weight and of the bias; null for those that nobody asks for. */
export const normalizationSlope = kernel(
  'normalize-slope',
  (memories: Slopes, blocks: number, lanes: number, n: number, isAlong: boolean) => {
    const [out, ofWeight, ofBias, g, x, means, rstds, weight] = memories
    const [slopes, from] = [floatsOf(g), floatsOf(x)]
    const count = blocks * n
    if (isAlong)
      for (const memory of [ofWeight, ofBias])
        if (memory !== null) floatsOf(memory).fill(0, memory.at, memory.at + n)
    for (let lane = 0; lane < lanes; lane++) {
      const mean = floatsOf(means)[means.at + lane]
      const rstd = floatsOf(rstds)[rstds.at + lane]
      if (isAlong) {
        rowSlope(memories, lane * n, n, mean, rstd)
        continue
      }
      const step = lanes * n
      let [sum, product] = [0, 0]
      for (let block = 0, p = lane * n; block < blocks; block++, p += step)
        if (n === 1) {
          sum = fround(sum + slopes[g.at + p])
          product = fround(product + fround(from[x.at + p] - mean) * slopes[g.at + p])
        } else {
          sum += sumOfRow(slopes, g.at + p, n)
          product += centredProduct(from, x.at + p, slopes, g.at + p, n, mean)
        }
      if (ofWeight !== null) floatsOf(ofWeight)[ofWeight.at + lane] = product * rstd
      if (ofBias !== null) floatsOf(ofBias)[ofBias.at + lane] = sum
      if (out === null) continue
      const to = floatsOf(out)
      const scale = weight === null ? 1 : floatsOf(weight)[weight.at + lane]
      const slope = fround(fround(fround(fround(product) * rstd) * rstd) / count)
      const shift = fround(sum / count)
      for (let block = 0, p = lane * n; block < blocks; block++, p += step)
        for (let k = 0; k < n; k++) {
          const rest = fround(
            fround(slopes[g.at + p + k] - shift) - fround(from[x.at + p + k] - mean) * slope,
          )
          to[out.at + p + k] = fround(rest * rstd) * scale
        }
    }
  },
  { writes: 3 },
)

/**
 * The sum of a row in eight lanes, which are added one after another, and then what makes no eight.
 *
 * @param isFused whether products of these last are
 */
function sumInTurn(
  a: Floats,
  aAt: number,
  n: number,
  b: Floats | null,
  bAt: number,
  isFused: boolean,
): number {
  const whole = n & ~7
  products.fill(0)
  for (let i = 0; i < whole; i++) products[i & 7] += b === null ? a[aAt + i] : a[aAt + i] * b[bAt + i]
  let sum = 0
  for (let lane = 0; lane < 8; lane++) sum = fround(sum + products[lane])
  for (let i = whole; i < n; i++) {
    const value = b === null ? a[aAt + i] : a[aAt + i] * b[bAt + i]
    sum = fround(sum + (isFused ? value : fround(value)))
  }
  return sum
}

/**
 * The gradients of groups of channels that were normalized together, each channel having a weight and a bias. Follows
 * ATen/native/cpu/group_norm_kernel.cpp.
 */
export const groupSlope = kernel(
  'group-slope',
  (
    [out, ofWeight, ofBias, g, x, means, rstds, weight]: Slopes,
    images: number,
    channels: number,
    n: number,
    groups: number,
  ) => {
    const [slopes, from] = [floatsOf(g), floatsOf(x)]
    const scale = weight && floatsOf(weight)
    const w = weight === null ? 0 : weight.at
    const each = channels / groups
    const share = fround(1 / (each * n))
    const [byX, alone] = [new Float32Array(channels), new Float32Array(channels)]
    for (const memory of [ofWeight, ofBias])
      if (memory !== null) floatsOf(memory).fill(0, memory.at, memory.at + channels)
    for (let image = 0; image < images; image++) {
      for (let c = 0; c < channels; c++) {
        const at = (image * channels + c) * n
        byX[c] = sumInTurn(slopes, g.at + at, n, from, x.at + at, false)
        alone[c] = sumInTurn(slopes, g.at + at, n, null, 0, false)
      }
      for (let group = 0; group < groups; group++) {
        const mean = floatsOf(means)[means.at + image * groups + group]
        const rstd = floatsOf(rstds)[rstds.at + image * groups + group]
        const first = group * each
        for (let c = first; c < first + each; c++) {
          if (ofWeight !== null)
            floatsOf(ofWeight)[ofWeight.at + c] += fround(byX[c] - alone[c] * mean) * rstd
          if (ofBias !== null) floatsOf(ofBias)[ofBias.at + c] += alone[c]
        }
        if (out === null) continue
        const product = sumInTurn(byX, first, each, scale, w + first, true)
        const sum = sumInTurn(alone, first, each, scale, w + first, true)
        const cubed = fround(fround(fround(fround(sum * mean - product) * rstd) * rstd) * rstd)
        const b = fround(cubed * share)
        const shift = fround(-b * mean - fround(fround(sum * rstd) * share))
        for (let c = first; c < first + each; c++) {
          const a = scale === null ? rstd : fround(rstd * scale[w + c])
          const at = (image * channels + c) * n
          for (let k = 0; k < n; k++)
            floatsOf(out)[out.at + at + k] =
              fround(a * slopes[g.at + at + k] + fround(b * from[x.at + at + k])) + shift
        }
      }
    }
  },
  { writes: 3 },
)
