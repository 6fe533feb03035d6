/** Draws category numbers by weight: `torch.multinomial`. */
import { float64 } from '../tensor/dtype.js'
import type { DType } from '../tensor/dtype.js'
import { check } from '../tensor/errors.js'
import { log } from './accurate.js'
import type { Generator } from './generator.js'
import { topPositions } from './top-k.js'

/**
 * `samples` category numbers for each of `rows` distributions over `categories`, whose weights lie row after row in
 * `weights` (numbers, not bits). Weights need not sum to 1.
 *
 * With replacement (ATen/native/cpu/MultinomialKernel.cpp): a float64 uniform is looked up in the cumulated weights.
 * Without (ATen/native/Distributions.cpp, `multinomial_out`): the largest `weight / q`, `q` exponential. `q` is drawn
 * row after row, which is PyTorch's order for contiguous weights.
 *
 * @example
 * fillMultinomial([0.1, 0.2, 0.7], 1, 3, 4, true, float32, new Generator().manual_seed(0)) // [2, 2, 2, 2]
 */
export function fillMultinomial(
  weights: ArrayLike<number>,
  rows: number,
  categories: number,
  samples: number,
  replacement: boolean,
  dtype: DType,
  generator: Generator,
): number[] {
  const result = new Array<number>(rows * samples)
  const double = dtype === float64
  if (replacement) {
    const cumulated = new (double ? Float64Array : Float32Array)(categories)
    for (let row = 0; row < rows; row++) {
      cumulate(weights, row * categories, cumulated)
      for (let k = 0; k < samples; k++) result[row * samples + k] = lookup(cumulated, generator.uniform53())
    }
    return result
  }
  checkWeights(weights, rows, categories)
  const scores = new (double ? Float64Array : Float32Array)(rows * categories)
  for (let i = 0; i < scores.length; i++) scores[i] = -log(1 - generator.uniform53())
  for (let i = 0; i < scores.length; i++) scores[i] = weights[i] / scores[i]
  for (let row = 0; row < rows; row++) {
    const own = scores.subarray(row * categories, (row + 1) * categories)
    const best = samples === 1 ? [argmax(own)] : topPositions(own, samples)
    for (let k = 0; k < samples; k++) result[row * samples + k] = best[k]
  }
  return result
}

/** Sums up one row, in the type of `cumulated`, and scales it to end in 1. */
function cumulate(weights: ArrayLike<number>, start: number, cumulated: Float32Array | Float64Array): void {
  const n = cumulated.length
  let previous = 0
  for (let i = 0; i < n; i++) {
    const weight = weights[start + i]
    check(weight >= 0, () => 'invalid multinomial distribution (encountering probability entry < 0)')
    check(
      weight < Infinity,
      () => 'invalid multinomial distribution (encountering probability entry = infinity or NaN)',
    )
    cumulated[i] = previous + weight
    previous = cumulated[i]
  }
  check(previous > 0, () => 'invalid multinomial distribution (sum of probabilities <= 0)')
  for (let i = 0; i < n; i++) cumulated[i] /= previous
  cumulated[n - 1] = 1
}

/** The first index whose value is not below `u`. */
function lookup(cumulated: Float32Array | Float64Array, u: number): number {
  let low = 0
  let high = cumulated.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (cumulated[middle] < u) low = middle + 1
    else high = middle
  }
  return low
}

function checkWeights(weights: ArrayLike<number>, rows: number, categories: number): void {
  for (let i = 0; i < rows * categories; i++)
    check(
      weights[i] >= 0 && weights[i] < Infinity,
      () => 'probability tensor contains either `inf`, `nan` or element < 0',
    )
  for (let row = 0; row < rows; row++) {
    let sum = 0
    for (let i = 0; i < categories; i++) sum += weights[row * categories + i]
    check(sum !== 0, () => 'invalid multinomial distribution (sum of probabilities <= 0)')
  }
}

function argmax(values: Float32Array | Float64Array): number {
  let best = 0
  for (let i = 1; i < values.length; i++) if (values[i] > values[best]) best = i
  return best
}
