// What the normalizations share: numbers with mean 0 and variance 1, scaled and shifted, and the way back. Follows
// ATen/native/Normalization.cpp.
import { float16, float32, notImplementedFor } from '../../base/dtype.js'
import { ValueError } from '../../base/errors.js'
import { type Sizes } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { run } from '../../engine/run.js'
import { groupSlope, normalization, normalizationSlope, rescaling } from '../../kernels/normalization.js'

export type Maybe = Tensor | null

/** Mean and 1 / standard deviation along `dims`, which stay as dimensions of size 1. */
export function statisticsOf(x: Tensor, dims: Sizes, eps: number): [mean: Tensor, rstd: Tensor] {
  const [variance, mean] = call('var_mean', [x, dims, { unbiased: false, keepdim: true }]) as Tensor[]
  return [mean, variance.add(eps).rsqrt()]
}

/** Scaled and shifted. */
export function affine(x: Tensor, weight: Maybe, bias: Maybe): Tensor {
  const scaled = weight === null ? x : x.mul(weight)
  return bias === null ? scaled : scaled.add(bias)
}

/** The gradient of what was normalized along `dims`, of which `normal` is the result. */
export function normalizedBack(g: Tensor, normal: Tensor, rstd: Tensor, dims: Sizes): Tensor {
  const slope = g.mul(normal).mean(dims, true)
  return g.sub(g.mean(dims, true)).sub(normal.mul(slope)).mul(rstd)
}

/** All that a normalization gives back: by the input, the weight and the bias, summed to their shape by the engine. */
export function gradients(
  g: Tensor,
  x: Tensor,
  weight: Maybe,
  [mean, rstd]: readonly [Tensor, Tensor],
  dims: Sizes | null,
  needs: Record<string, boolean>,
): { input: Maybe; weight: Maybe; bias: Maybe } {
  const normal = x.sub(mean).mul(rstd)
  const inner = weight === null ? g : g.mul(weight)
  return {
    input: !needs.input ? null : dims === null ? inner.mul(rstd) : normalizedBack(inner, normal, rstd, dims),
    weight: needs.weight ? g.mul(normal) : null,
    bias: needs.bias ? g : null,
  }
}

// ---- in one piece ----

/**
 * How numbers that are normalized together lie in a contiguous tensor: `blocks` runs of `n` neighbours for each of the lanes, which
 * lie side by side. `isAlong`: weight and bias have a number for each place of a run, else for each lane.
 */
export interface Lanes {
  readonly blocks: number
  readonly lanes: number
  readonly n: number
  readonly isAlong: boolean
}

const canBeAtOnce = (...tensors: readonly Maybe[]): boolean =>
  tensors.every((one) => one === null || one.dtype === float32)

/** What is normalized, with means, variances and 1 / standard deviations; null for what is no float32. */
export function normalizedAtOnce(
  input: Tensor,
  { blocks, lanes, n, isAlong }: Lanes,
  weight: Maybe,
  bias: Maybe,
  eps: number,
): [result: Tensor, mean: Tensor, variance: Tensor, rstd: Tensor] | null {
  if (input.count === 0 || !canBeAtOnce(input, weight, bias)) return null
  const x = input.contiguous()
  const out = emptyTensor(x.sizes, float32, x.device)
  const [mean, variance, rstd] = Array.from({ length: 3 }, () => emptyTensor([lanes], float32, x.device))
  const [scale, shift] = [weight && weight.contiguous(), bias && bias.contiguous()]
  const tensors = [out, mean, variance, rstd, x, scale, shift] as const
  run(normalization, tensors, blocks, lanes, n, eps, isAlong)
  return [out, mean, variance, rstd]
}

/** What `gradients` gives, for a weight and a bias with a number for each lane or place; null as there. */
export function gradientsAtOnce(
  g: Tensor,
  input: Tensor,
  weight: Maybe,
  [mean, rstd]: readonly [Tensor, Tensor],
  { blocks, lanes, n, isAlong }: Lanes,
  needs: Record<string, boolean>,
): { input: Maybe; weight: Maybe; bias: Maybe } | null {
  if (input.count === 0 || !canBeAtOnce(g, input, weight, mean, rstd)) return null
  const count = isAlong ? n : lanes
  const made = (sizes: Sizes, isNeeded: boolean): Maybe =>
    isNeeded ? emptyTensor(sizes, float32, input.device) : null
  const results = [
    made(input.sizes, needs.input),
    made([count], needs.weight),
    made([count], needs.bias),
  ] as const
  const scale = weight && weight.contiguous()
  const given = [g.contiguous(), input.contiguous(), mean.contiguous(), rstd.contiguous(), scale] as const
  run(normalizationSlope, [...results, ...given], blocks, lanes, n, isAlong)
  return { input: results[0], weight: results[1], bias: results[2] }
}

/**
 * What is normalized with known statistics, of which `shared` neighbouring lanes (groups) or each have one, scaled and shifted in one
 * step; null for what is no float32.
 */
export function rescaledAtOnce(
  input: Tensor,
  { blocks, lanes, n }: Lanes,
  [mean, rstd]: readonly [Tensor, Tensor],
  weight: Maybe,
  bias: Maybe,
  shared: number | null = null,
): Tensor | null {
  if (input.count === 0 || !canBeAtOnce(input, mean, rstd, weight, bias)) return null
  const out = emptyTensor(input.sizes, float32, input.device)
  const given = [input, mean, rstd, weight, bias].map((one) => one && one.contiguous())
  const each = (weight ?? bias)?.count ?? 1
  const tensors = [out, ...given] as unknown as [Tensor, Tensor, Tensor, Tensor, Maybe, Maybe]
  run(rescaling, tensors, blocks, lanes, n, shared ?? 1, each, shared === null)
  return out
}

/** What `gradientsAtOnce` gives, for groups of channels. */
export function groupGradientsAtOnce(
  g: Tensor,
  input: Tensor,
  weight: Maybe,
  [mean, rstd]: readonly [Tensor, Tensor],
  groups: number,
  needs: Record<string, boolean>,
): { input: Maybe; weight: Maybe; bias: Maybe } | null {
  if (input.count === 0 || !canBeAtOnce(g, input, weight, mean, rstd)) return null
  const [images, channels] = input.sizes
  const made = (sizes: Sizes, isNeeded: boolean): Maybe =>
    isNeeded ? emptyTensor(sizes, float32, input.device) : null
  const results = [
    made(input.sizes, needs.input),
    made([channels], needs.weight),
    made([channels], needs.bias),
  ] as const
  const scale = weight && weight.contiguous()
  const given = [g.contiguous(), input.contiguous(), mean.contiguous(), rstd.contiguous(), scale] as const
  run(groupSlope, [...results, ...given], images, channels, input.count / (images * channels), groups)
  return { input: results[0], weight: results[1], bias: results[2] }
}

/** Refuses dtypes that PyTorch has no normalization of. */
export const checkFloat = (name: string, { dtype }: Tensor): void => {
  if (!dtype.is_floating_point || dtype === float16) notImplementedFor(name, dtype)
}

/** As one number for each channel of a tensor of this rank. */
export const perChannel = (x: Tensor, rank: number): Tensor =>
  x.reshape([1, -1, ...new Array<number>(rank - 2).fill(1)])
/** All dimensions but that of channels. */
export const besideChannels = (rank: number): number[] =>
  Array.from({ length: rank }, (_, i) => i).filter((i) => i !== 1)

/** Sums over all dimensions but that of channels. */
export const overChannels = (x: Maybe): Maybe => x && x.sum(besideChannels(x.sizes.length))

/** `_verify_batch_size`: one number alone has no variance. */
export function checkValues(sizes: Sizes, text: string): void {
  const values = sizes.reduce((count, size, dim) => (dim === 1 ? count : count * size), 1)
  if (values === 1)
    throw new ValueError(`Expected more than 1 value per channel when training, got input size ${text}`)
}
