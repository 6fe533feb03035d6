// What losses do with one number an element: keep, average or sum them. Follows torch/nn/_reduction.py.
import { ValueError } from '../../base/errors.js'
import type { Tensor } from '../../tensor/tensor.js'
import { warn } from '../../base/warnings.js'

export type Reduction = 'none' | 'mean' | 'sum'

/** The names at their numbers, by which the functions of `torch` itself are told. */
export const reductions: readonly Reduction[] = ['none', 'mean', 'sum']

/** The parameters by which every loss is told how to reduce; the first two are of old. */
export const reductionParams = "bool? size_average=None, bool? reduce=None, str reduction='mean'"

/** What a call gives for them. */
export type ReductionArguments = [size_average: boolean | null, reduce: boolean | null, reduction: string]

/** The reduction that is meant; throws where there is none of that name. */
export function reductionOf(...[sizeAverage, reduce, reduction]: ReductionArguments): Reduction {
  if (sizeAverage === null && reduce === null) return namedReduction(reduction)
  const meant = reduce === false ? 'none' : sizeAverage === false ? 'sum' : 'mean'
  warn(`size_average and reduce args will be deprecated, please use reduction='${meant}' instead.`)
  return meant
}

/** As `reductionOf`, without a check of the name. */
export const reductionName = (...how: ReductionArguments): string =>
  how[0] === null && how[1] === null ? how[2] : reductionOf(...how)

/** The check of losses that are written in Python and have no other. */
export function checkedReduction(name: string): Reduction {
  if (name === 'none' || name === 'mean' || name === 'sum') return name
  throw new ValueError(`${name} is not valid`)
}

function namedReduction(name: string): Reduction {
  if (name === 'mean' || name === 'sum' || name === 'none') return name
  if (name !== 'elementwise_mean') throw new ValueError(`${name} is not a valid value for reduction`)
  warn("reduction='elementwise_mean' is deprecated, please use reduction='mean' instead.")
  return 'mean'
}

/** Reduces by differentiable ops. */
export function reduced(losses: Tensor, reduction: Reduction): Tensor {
  if (reduction === 'none') return losses
  return reduction === 'mean' ? losses.mean() : losses.sum()
}

/** Sizes that differ broadcast, which is seldom what was meant. */
export function warnOfSizes(input: Tensor, target: Tensor): void {
  const [a, b] = [input.sizes, target.sizes]
  if (a.length === b.length && a.every((size, dim) => size === b[dim])) return
  warn(
    `Using a target size (${target.shape.toString()}) that is different to the input size (${input.shape.toString()}). ` +
      'This will likely lead to incorrect results due to broadcasting. Please ensure they have the same size.',
  )
}
