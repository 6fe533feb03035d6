// Forms of the kernels of normalizations for a device; see kernels/normalization.ts for what they take. Sums go along runs first,
// and over the runs of a lane then; all else is one kernel for each result.
import type { KernelName } from '../../kernels/kernel.js'
import type { Tensor } from '../../tensor/tensor.js'
import { type Numbers, runFormula } from '../by-place.js'
import { mapElements, quotient, remainderOf } from '../elementwise.js'
import type { DeviceForm } from './form.js'

// ---- formulas ----

const squareFrom = (x: number, mean: number): number => (x - mean) * (x - mean)
const oneOver = (spread: number, count: number, eps: number): number => 1 / Math.sqrt(spread / count + eps)
const standard = (x: number, mean: number, rstd: number, weight: number, bias: number): number =>
  (x - mean) * rstd * weight + bias
const timesDistance = (g: number, x: number, mean: number, scale: number): number => g * (x - mean) * scale
/** What is left of a gradient once that of the mean and that of the variance are taken off. */
const slopeOf = (
  g: number,
  x: number,
  mean: number,
  rstd: number,
  sum: number,
  product: number,
  count: number,
  scale: number,
): number => (g - sum / count - ((x - mean) * product * rstd * rstd) / count) * rstd * scale

/** An element with the mean of its group of `shared` lanes, and a weight and a bias that come again every `each` lanes. */
function rescaled(
  i: number,
  x: Numbers,
  means: Numbers,
  rstds: Numbers,
  weight: Numbers,
  bias: Numbers,
  isWeighted: number,
  isBiased: number,
  lanes: number,
  n: number,
  shared: number,
  each: number,
): number {
  const lane = remainderOf(quotient(i, n), lanes)
  const which = quotient(lane, shared)
  const k = remainderOf(lane, each)
  const normal = (x[i] - means[which]) * rstds[which]
  const scaled = isWeighted > 0 ? normal * weight[k] : normal
  return isBiased > 0 ? scaled + bias[k] : scaled
}

// ---- sums ----

/** The sums of the lanes of a tensor of (blocks, lanes, n). */
function totalsOf(x: Tensor): Tensor {
  const [blocks, lanes, n] = x.sizes
  const runs = n === 1 ? x.reshape([blocks, lanes]) : x.sum(2)
  return blocks === 1 ? runs.reshape([lanes]) : runs.sum(0)
}

const mapped = (name: string, formula: (...values: any[]) => number, ...operands: (Tensor | number)[]) => {
  const { sizes, dtype } = operands[0] as Tensor
  return mapElements(name, formula, operands, { sizes, dtype })
}

// ---- forms ----

const normalize: DeviceForm = (
  [, , , , given, weight, bias],
  blocks: number,
  lanes: number,
  n: number,
  eps: number,
  isAlong: boolean,
) => {
  const x = given!.reshape([blocks, lanes, n])
  const each = (one: Tensor): Tensor => one.reshape([1, lanes, 1])
  const own = (one: Tensor | null, none: number): Tensor | number =>
    one === null ? none : one.reshape(isAlong ? [1, 1, n] : [1, lanes, 1])
  const count = blocks * n
  const mean = totalsOf(x).div(count)
  const spread = totalsOf(mapped('square_from', squareFrom, x, each(mean)))
  const rstd = mapped('one_over', oneOver, spread, count, eps)
  const result = mapped('standard', standard, x, each(mean), each(rstd), own(weight, 1), own(bias, 0))
  return [result.reshape(given!.sizes as number[]), mean, spread.div(isAlong ? count : count - 1), rstd]
}

const rescale: DeviceForm = (
  [, x, means, rstds, weight, bias],
  _blocks: number,
  lanes: number,
  n: number,
  shared: number,
  each: number,
) => {
  const own = [weight ?? x!, bias ?? x!, weight === null ? 0 : 1, bias === null ? 0 : 1] as const
  return [runFormula(rescaled, x!.sizes, x!.dtype, x!, means!, rstds!, ...own, lanes, n, shared, each)]
}

const normalizeSlope: DeviceForm = (
  [out, ofWeight, ofBias, slopes, given, means, rstds, weight],
  blocks: number,
  lanes: number,
  n: number,
  isAlong: boolean,
) => {
  const [g, x] = [slopes!, given!].map((one) => one.reshape([blocks, lanes, n]))
  const [mean, rstd] = [means!, rstds!].map((one) => one.reshape([1, lanes, 1]))
  const each = (one: Tensor): Tensor => one.reshape([1, lanes, 1])
  // A weight along the lane comes before its sums, one for the lane after them.
  const inner = isAlong && weight !== null ? g.mul(weight.reshape([1, 1, n])) : g
  const isSummed = out !== null || !isAlong
  const sum = isSummed ? totalsOf(inner) : null
  const product = isSummed ? totalsOf(mapped('times_distance', timesDistance, inner, x, mean, 1)) : null
  const scale = isAlong || weight === null ? 1 : each(weight)
  const result =
    out === null
      ? null
      : mapped('slope_of', slopeOf, inner, x, mean, rstd, each(sum!), each(product!), blocks * n, scale)
  return [
    result && result.reshape(out!.sizes as number[]),
    ofWeight === null
      ? null
      : isAlong
        ? mapped('times_distance', timesDistance, g, x, mean, rstd).sum([0, 1])
        : product!.mul(rstds!.reshape([lanes])),
    ofBias === null ? null : isAlong ? g.sum([0, 1]) : sum,
  ]
}

const groupSlope: DeviceForm = (
  [out, ofWeight, ofBias, slopes, given, means, rstds, weight],
  images: number,
  channels: number,
  n: number,
  groups: number,
) => {
  const each = channels / groups
  const lanes = images * groups
  const [g, x] = [slopes!, given!].map((one) => one.reshape([lanes, each, n]))
  const [mean, rstd] = [means!, rstds!].map((one) => one.reshape([lanes, 1, 1]))
  const perChannel = (one: Tensor): Tensor => totalsOf(one.reshape([images, channels, n]))
  let result: Tensor | null = null
  if (out !== null) {
    const inner =
      weight === null
        ? g
        : slopes!
            .reshape([images, channels, n])
            .mul(weight.reshape([1, channels, 1]))
            .reshape([lanes, each, n])
    const rows = (one: Tensor): Tensor =>
      one
        .reshape([lanes, each * n])
        .sum(1)
        .reshape([lanes, 1, 1])
    const product = rows(mapped('times_distance', timesDistance, inner, x, mean, 1))
    result = mapped('slope_of', slopeOf, inner, x, mean, rstd, rows(inner), product, each * n, 1)
  }
  return [
    result && result.reshape(out!.sizes as number[]),
    ofWeight && perChannel(mapped('times_distance', timesDistance, g, x, mean, rstd)),
    ofBias && perChannel(g),
  ]
}

export const normalizationForms: Partial<Record<KernelName, DeviceForm>> = {
  normalize,
  rescale,
  'normalize-slope': normalizeSlope,
  'group-slope': groupSlope,
}
