// What the normalizations share: numbers with mean 0 and variance 1, scaled and shifted, and the way back. Follows
// ATen/native/Normalization.cpp.
import { float16, notImplementedFor } from '../../base/dtype.js'
import { ValueError } from '../../base/errors.js'
import { type Sizes } from '../../base/layout.js'
import type { Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'

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
