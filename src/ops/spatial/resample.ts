// Resampling along several dimensions, one after the other, and its gradient: what padding and interpolation are made of.
import { numelOf, type Sizes } from '../../base/layout.js'
import { emptyTensor, type Tensor } from '../../tensor/tensor.js'
import { call } from '../../engine/functions.js'
import { op } from '../../engine/op.js'
import { run } from '../../engine/run.js'
import { resample, resampleSlope, type Taps } from '../../kernels/resample.js'
import { replaced } from '../shape/geometry.js'

/** Taps for the last dimensions, in order. (A class: a plain object would be keywords.) */
export class Mix {
  constructor(readonly axes: readonly Taps[]) {}
}

/** Blocks and steps of a dimension, counted from behind. */
const around = (sizes: Sizes, dim: number): [outer: number, inner: number] => [
  numelOf(sizes.slice(0, dim)),
  numelOf(sizes.slice(dim + 1)),
]

const isIdentity = ({ from, to, count, places, weights }: Taps): boolean =>
  from === to && count === 1 && weights === null && places.every((place, i) => place === i)

/** `x` with each of its last dimensions resampled. */
export function resampled(x: Tensor, { axes }: Mix): Tensor {
  const rank = x.sizes.length
  let result = x
  axes.forEach((taps, i) => {
    if (isIdentity(taps)) return
    const dim = rank - axes.length + i
    const out = emptyTensor(replaced(result.sizes, dim, taps.to), x.dtype, x.device)
    if (out.count > 0) run(resample, [out, result.contiguous()], ...around(result.sizes, dim), taps)
    result = out
  })
  return result === x ? x.clone() : result
}

/** The gradient of what was resampled. */
function resampledBack(g: Tensor, { axes }: Mix): Tensor {
  const rank = g.sizes.length
  let result = g
  for (let i = axes.length - 1; i >= 0; i--) {
    if (isIdentity(axes[i])) continue
    const dim = rank - axes.length + i
    const out = emptyTensor(replaced(result.sizes, dim, axes[i].from), g.dtype, g.device)
    if (out.count > 0) run(resampleSlope, [out, result.contiguous()], ...around(out.sizes, dim), axes[i])
    result = out
  }
  return result === g ? g.clone() : result
}

// The two are each other's gradients.
op('_C._nn._resample(Tensor self, any mix) -> Tensor', {
  doc: 'Sums of places along the last dimensions, with weights, all of which are said.',
  variants: 'function',
  device: true,
  compute: resampled,
  backward: { self: (g, { mix }) => call('_C._nn._resample_back', [g, mix]) as Tensor },
})
op('_C._nn._resample_back(Tensor grad_output, any mix) -> Tensor', {
  doc: 'The gradient of resampling.',
  variants: 'function',
  device: true,
  compute: resampledBack,
  backward: { grad_output: (g, { mix }) => call('_C._nn._resample', [g, mix]) as Tensor },
})
